//! # law
//!
//! The version of the rules that the decision cites against the one that applies by the days of the case: that of the act,
//! or the lighter one of the decision.

use super::review::Review;
use super::{Irregular, Irregularity};

pub(super) fn check(review: &mut Review<'_>) {
    let document = &review.item().document;
    let due = || format!("{} {}", document.id, document.in_force.from);
    let Some(cited) = &review.taken().version else {
        let due = due();
        let zh = format!("记录未写明所依据的规则版本，应为{due}");
        let en = format!("the record does not tell the version of the rules; it should be {due}");
        return review.report(Irregular::part_not_judged("version", zh, en).expected(due));
    };
    if cited.pack == document.id && cited.in_force == document.in_force.from {
        return;
    }
    let due = due();
    let found = format!("{} {}", cited.pack, cited.in_force);
    let zh = format!("依据了{found}的规则，按本案各日应为{due}");
    let en = format!("the rules of {found} are cited; by the days of the case it is {due}");
    let basis = review.outcome.principle(|principles| principles.law_of_the_day.as_ref()).cloned();
    let wrong = Irregular::new(Irregularity::WrongLaw, zh, en).expected(due).found(found);
    review.report(basis.map_or(wrong.clone(), |basis| wrong.basis(&basis)));
}
