//! Screens of payments in the book: found by id and day.

use std::sync::Arc;

use super::{BookOn, RuleBook, SchemeError, SchemeKind};
use crate::pack::{Pack, PaymentScreenDeclaration};
use crate::penalty::Document;
use crate::risk::payments::PaymentScreen;

pub(super) fn compile_payment_screen(
    pack: &Pack,
    declared: &PaymentScreenDeclaration,
    document: &Arc<Document>,
) -> Arc<PaymentScreen> {
    Arc::new(PaymentScreen {
        id: format!("{}/{}", pack.id.value, declared.key.value),
        document: Arc::clone(document),
        span: declared.key.span,
        title: declared.title.clone(),
        basis: declared.basis.clone(),
        flags: declared.flags.clone(),
        note: declared.note.clone(),
        examples: declared.examples.clone(),
    })
}

impl RuleBook {
    /// Every screen of payments of every version, by document, version and the order of the file.
    pub fn payment_screens(&self) -> impl Iterator<Item = &Arc<PaymentScreen>> {
        self.documents.values().flatten().flat_map(|version| &version.payment_screens)
    }
}

impl<'a> BookOn<'a> {
    /// The screens of payments that are in force on the day, by document and the order of the file.
    pub fn payment_screens(self) -> impl Iterator<Item = &'a Arc<PaymentScreen>> {
        self.book().payment_screens().filter(move |screen| screen.document.in_force.contains(self.day()))
    }

    /// The screen of payments with this id that is in force on the day.
    ///
    /// # Errors
    /// [`SchemeError::Unknown`] with the nearest id, or [`SchemeError::NotInForce`] with the days on which there is one.
    pub fn payment_screen(self, id: &str) -> Result<&'a Arc<PaymentScreen>, SchemeError> {
        let all = || self.book().payment_screens();
        self.find(SchemeKind::Payments, id, all, |screen| (&screen.id, &screen.document))
    }
}
