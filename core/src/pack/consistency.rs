//! The consistency policies of a pack, as they were read.

use crate::consistency::Limits;
use crate::language::Bilingual;
use crate::table::Located;

/// A consistency policy.
#[derive(Clone, Debug)]
pub struct ConsistencyDeclaration {
    /// Its key.
    pub key: Located<String>,
    /// What is looked at.
    pub title: Bilingual,
    /// The article, or the book.
    pub basis: Bilingual,
    /// The limits.
    pub limits: Limits,
    /// What a reader should know.
    pub note: Option<Bilingual>,
}
