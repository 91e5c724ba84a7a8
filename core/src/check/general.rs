//! Whether the conditions of a document that governs others can be computed, whatever their facts are. Part of `exact`.
//!
//! No case of a single item shows it, so that what is not proved is told as not decided.

use super::arithmetic::decides;
use super::finding::{Finding, FindingCode};
use crate::feel::{Condition, Domain};
use crate::language::Bilingual;
use crate::number::{Interval, Rational};
use crate::penalty::{Document, GeneralRules, OutcomePart, Sourced};

/// The most that a fine handed out can be, with its hundredths: a decimal of 96 bits.
const MOST: i128 = 792_281_625_142_643_375_935_439_503;

pub(super) fn check(document: &Document, findings: &mut Vec<Finding>) {
    let case = whole(&document.general);
    for (title, when) in conditions(&document.general) {
        if decides(&when.formula.term, &case).is_ok() {
            continue;
        }
        let condition = &when.text;
        let zh = format!("“{}”的条件`{condition}`是否总能精确计算，未能查明", title.zh);
        let en = format!(
            "whether the condition of “{}”, `{condition}`, can always be computed was not decided",
            title.en
        );
        let finding = Finding::new(FindingCode::NotDecided, &document.id, zh, en);
        findings.push(finding.at(&document.file, document.in_force.span));
    }
}

/// All that the facts of a document can be, and after them all that can come out.
fn whole(rules: &GeneralRules) -> Vec<Domain> {
    let facts = rules.facts.iter().map(|fact| Domain::of(&fact.feel_kind()));
    let outcome = OutcomePart::all().map(|part| match part {
        OutcomePart::Fine => {
            let fines = Interval { low: Some(Rational::ZERO), high: Some(Rational::integer(MOST)) };
            Domain::Number(fines, Some(2))
        }
        OutcomePart::LargeFine | OutcomePart::NoPenalty | OutcomePart::Penalty(_) => Domain::Boolean(None),
    });
    facts.chain(outcome).collect()
}

/// Every condition, with what it is about.
fn conditions(rules: &GeneralRules) -> impl Iterator<Item = (Bilingual, &Sourced<Condition>)> {
    let mut all: Vec<(Bilingual, Option<&Sourced<Condition>>)> = Vec::new();
    all.extend(rules.circumstances.iter().map(|rule| (rule.title.clone(), Some(&rule.when))));
    let longer = rules.limitation.iter().flat_map(|limitation| &limitation.longer);
    all.extend(longer.map(|rule| (rule.title.clone(), Some(&rule.when))));
    all.extend(rules.measures.iter().map(|rule| {
        let title = Bilingual { zh: rule.measure.chinese().into(), en: rule.measure.english().into() };
        (title, rule.when.as_ref())
    }));
    let large_fine = || Bilingual { zh: "较大数额罚款".into(), en: "large fine".into() };
    all.extend(rules.large_fine.iter().map(|rule| (large_fine(), Some(&rule.when))));
    for procedure in &rules.procedures {
        all.push((procedure.title.clone(), procedure.when.as_ref()));
        all.extend(procedure.steps.iter().map(|step| (step.title.clone(), step.when.as_ref())));
    }
    all.into_iter().filter_map(|(title, when)| Some((title, when?)))
}
