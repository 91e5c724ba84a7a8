//! # judged
//!
//! What could not be judged is a finding of its own, never silence: a whole case that the rules give no answer for, and
//! each part of a case that hangs on something that the record does not tell. An event that no limit and no procedure
//! knows is told here as well, since it could be a step by another name.

use super::review::Review;
use super::{DecidedCase, Irregular, Irregularity};
use crate::diagnostic::nearest;
use crate::language::Language;
use crate::penalty::AssessError;

/// A case that the rules give no answer for.
pub(super) fn refused(case: &DecidedCase, error: &AssessError) -> Irregular {
    let zh = format!("不能按`{}`判断：{}", case.item, error.message(Language::Chinese));
    let found = Irregular::new(Irregularity::NotJudged, zh, error.to_string()).found(error.code());
    match error.field() {
        Some(field) => found.about(field),
        None => found,
    }
}

/// The events of a case that nobody knows: those that have no place among the known ones.
pub(super) fn check(review: &mut Review<'_>, known: &[String], places: &[Option<usize>]) {
    let case = review.case;
    for (event, _) in case.events.iter().zip(places).filter(|(_, place)| place.is_none()) {
        let zh = format!("没有任何时限或者程序知道事项`{}`", event.event);
        let en = format!("no limit and no procedure knows the event `{}`", event.event);
        let found = Irregular::part_not_judged(&event.event, zh, en).found(&event.event);
        let nearest = nearest(&event.event, known.iter().map(String::as_str));
        review.report(nearest.map_or(found.clone(), |known| found.expected(known)));
    }
}
