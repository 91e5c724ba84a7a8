//! Screens in the book: found by id and day.

use std::sync::Arc;

use super::{BookOn, RuleBook, SchemeError, SchemeKind};
use crate::pack::{Pack, ScreenDeclaration};
use crate::penalty::Document;
use crate::risk::screen::Screen;

pub(super) fn compile_screen(
    pack: &Pack,
    declared: &ScreenDeclaration,
    document: &Arc<Document>,
) -> Arc<Screen> {
    Arc::new(Screen {
        id: format!("{}/{}", pack.id.value, declared.key.value),
        document: Arc::clone(document),
        span: declared.key.span,
        title: declared.title.clone(),
        basis: declared.basis.clone(),
        cancelled: declared.cancelled,
        flags: declared.flags.clone(),
        note: declared.note.clone(),
        examples: declared.examples.clone(),
    })
}

impl RuleBook {
    /// Every screen of every version, by document, version and the order of the file.
    pub fn screens(&self) -> impl Iterator<Item = &Arc<Screen>> {
        self.documents.values().flatten().flat_map(|version| &version.screens)
    }
}

impl<'a> BookOn<'a> {
    /// The screens that are in force on the day, by document and the order of the file.
    pub fn screens(self) -> impl Iterator<Item = &'a Arc<Screen>> {
        self.book().screens().filter(move |screen| screen.document.in_force.contains(self.day()))
    }

    /// The screen with this id that is in force on the day.
    ///
    /// # Errors
    /// [`SchemeError::Unknown`] with the nearest id, or [`SchemeError::NotInForce`] with the days on which there is one.
    pub fn screen(self, id: &str) -> Result<&'a Arc<Screen>, SchemeError> {
        self.find(SchemeKind::Screen, id, || self.book().screens(), |screen| (&screen.id, &screen.document))
    }
}
