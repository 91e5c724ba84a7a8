//! Screens in the book: found by id and day.

use std::sync::Arc;

use super::{BookOn, RuleBook};
use crate::diagnostic::nearest;
use crate::pack::{Pack, ScreenDeclaration};
use crate::penalty::{AssessError, Document};
use crate::risk::ScreenError;
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
    /// [`ScreenError::UnknownScreen`] with the nearest id, or [`AssessError::NotInForce`] with the days on which there is
    /// one.
    pub fn screen(self, id: &str) -> Result<&'a Arc<Screen>, ScreenError> {
        if let Some(screen) = self.screens().find(|screen| screen.id == id) {
            return Ok(screen);
        }
        let elsewhere: Vec<&Arc<Screen>> = self.book().screens().filter(|screen| screen.id == id).collect();
        if elsewhere.is_empty() {
            let known = self.book().screens().map(|screen| screen.id.as_str());
            let suggestion = nearest(id, known).map(str::to_owned);
            return Err(ScreenError::UnknownScreen { screen: id.to_owned(), suggestion });
        }
        let days = elsewhere.iter().map(|screen| &screen.document.in_force);
        Err(ScreenError::NotInForce(AssessError::NotInForce {
            item: id.to_owned(),
            on: self.day(),
            in_force: days.clone().map(|days| (days.from, days.until)).collect(),
            earlier_unrecorded: days.clone().any(|days| days.earlier_unrecorded && self.day() < days.from),
        }))
    }
}
