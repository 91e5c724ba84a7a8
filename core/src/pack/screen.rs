//! The screens of a pack, as they were read.

use crate::language::Bilingual;
use crate::risk::screen::{Flag, ScreenExample};
use crate::table::Located;

/// A screen: it has no formulas, so that its flags are ready.
#[derive(Clone, Debug)]
pub struct ScreenDeclaration {
    /// Its key.
    pub key: Located<String>,
    /// What is screened.
    pub title: Bilingual,
    /// The article, or the paper.
    pub basis: Bilingual,
    /// Whether tenders that were cancelled are judged.
    pub cancelled: bool,
    /// What is looked for.
    pub flags: Vec<Flag>,
    /// What a reader should know.
    pub note: Option<Bilingual>,
    /// Worked examples.
    pub examples: Vec<ScreenExample>,
}
