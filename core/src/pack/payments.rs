//! The screens of payments of a pack, as they were read.

use crate::language::Bilingual;
use crate::risk::payments::{PaymentExample, PaymentFlag};
use crate::table::Located;

/// A screen of payments: it has no formulas, so that its flags are ready.
#[derive(Clone, Debug)]
pub struct PaymentScreenDeclaration {
    /// Its key.
    pub key: Located<String>,
    /// What is screened.
    pub title: Bilingual,
    /// The article, or the paper.
    pub basis: Bilingual,
    /// What is looked for.
    pub flags: Vec<PaymentFlag>,
    /// What a reader should know.
    pub note: Option<Bilingual>,
    /// Worked examples.
    pub examples: Vec<PaymentExample>,
}
