//! # circumstances
//!
//! The circumstances that the decision recognises against those that the facts establish. What must be heeded has to be
//! recognised; what may be heeded needs a reason. A circumstance that the record recognises, but whose facts are missing,
//! is not judged.

use super::review::Review;
use super::{Irregular, Irregularity, Recognised};
use crate::diagnostic::nearest;
use crate::penalty::{Circumstance, CircumstanceRef};

pub(super) fn check(review: &mut Review<'_>) {
    let outcome = review.outcome;
    let found = &outcome.circumstances;
    let Some(recognised) = review.taken().circumstances.as_deref() else {
        if !(found.must.is_empty() && found.may.is_empty()) {
            let (zh, en) = (
                "事实有法定或者酌定情节，记录未写明认定了哪些",
                "the facts establish circumstances, and the record does not tell which ones were recognised",
            );
            review.report(Irregular::part_not_judged("circumstances", zh, en));
        }
        return;
    };
    for reference in &found.must {
        let Some(must) = review.circumstance(*reference) else { continue };
        if recognised.iter().all(|one| one.circumstance != must.id) {
            let zh = format!("事实有应当认定的“{}”，决定未认定", must.title.zh);
            let en =
                format!("the facts establish “{}”, which must be heeded, and it is ignored", must.title.en);
            let ignored = Irregular::new(Irregularity::CircumstanceIgnored, zh, en);
            review.report(ignored.about(&must.id).expected(&must.id).basis(&must.basis));
        }
    }
    for one in recognised {
        let is = |reference: &&CircumstanceRef| {
            outcome.circumstance(**reference).is_some_and(|known| known.id == one.circumstance)
        };
        if found.must.iter().any(|reference| is(&reference)) {
            continue;
        }
        if let Some(may) = found.may.iter().find(is).and_then(|reference| review.circumstance(*reference)) {
            if one.reason.is_none() {
                review.report(no_reason(may));
            }
            continue;
        }
        let open = found.open.iter().find(|(reference, _)| is(&reference));
        let irregular = match open {
            Some((reference, slot)) => {
                let document = outcome.documents().get(reference.document);
                let fact = document.and_then(|document| document.general.facts.get(slot.0));
                let (zh, en) = fact.map_or(("", ""), |fact| (&fact.label.zh, &fact.label.en));
                let zh = format!("认定了{}，而“{zh}”未提供，未能判断", one.circumstance);
                let en = format!("{} is recognised, but “{en}” is not given: not judged", one.circumstance);
                Irregular::part_not_judged("circumstances", zh, en).found(&one.circumstance)
            }
            None => not_established(review, one),
        };
        review.report(irregular);
    }
}

fn no_reason(may: &Circumstance) -> Irregular {
    let zh = format!("酌定情节“{}”未说明理由", may.title.zh);
    let en = format!("“{}” may be heeded, and no reason is given for it", may.title.en);
    Irregular::new(Irregularity::NoReason, zh, en).about(&may.id).found(&may.id).basis(&may.basis)
}

fn not_established(review: &Review<'_>, one: &Recognised) -> Irregular {
    let known = || review.outcome.documents().iter().flat_map(|document| &document.general.circumstances);
    let id = one.circumstance.as_str();
    let code = Irregularity::CircumstanceNotEstablished;
    if let Some(circumstance) = known().find(|circumstance| circumstance.id == id) {
        let zh = format!("认定了“{}”，而事实不能证明", circumstance.title.zh);
        let en = format!("“{}” is recognised, but the facts do not establish it", circumstance.title.en);
        return Irregular::new(code, zh, en).about(id).found(id).basis(&circumstance.basis);
    }
    let zh = format!("没有`{id}`这一情节");
    let en = format!("no rule knows a circumstance `{id}`");
    let found = Irregular::new(code, zh, en).about(id).found(id);
    let nearest = nearest(id, known().map(|circumstance| circumstance.id.as_str()));
    nearest.map_or(found.clone(), |known| found.expected(known))
}
