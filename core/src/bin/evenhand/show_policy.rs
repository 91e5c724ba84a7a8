//! `evenhand show` of a supervision policy: what is found, its colour and handling, the limits that are watched.

use std::fmt::Write;

use evenhand::Language;
use evenhand::pack::Supervised;
use evenhand::supervise::{Irregularity, Policy};

use crate::page::version_line;
use crate::show_scheme::{head, table};

pub(crate) fn page(policy: &Policy, language: Language) -> String {
    let mut text = head(&policy.id, [&policy.title, &policy.document.title, &policy.basis], language);
    let applies = |code: &&Irregularity| match policy.of {
        Supervised::DecidedCases => code.check() != "approval",
        Supervised::Applications => code.check() == "approval" || !code.is_irregular(),
    };
    let rows = Irregularity::ALL.iter().filter(applies).map(|code| {
        let rule = policy.rule(*code);
        let colour = rule.and_then(|rule| rule.colour).map_or("-", |colour| colour.name(language));
        let handling = rule.and_then(|rule| rule.handling).map_or("-", |handling| handling.name(language));
        let basis = rule.and_then(|rule| rule.basis.as_ref()).map_or("", |basis| basis.get(language));
        [code.as_str(), code.name(language), colour, handling, basis].map(str::to_owned).into()
    });
    let _ = writeln!(text, "\n{}\n{}", language.pick("异常", "IRREGULARITIES"), table(rows));
    let fees = policy.fees.iter();
    let fees = fees.map(|fee| [fee.limit.as_str(), &fee.most.text, fee.basis.get(language)]);
    let conditions = policy.acceptance.iter();
    let conditions = conditions.map(|rule| [rule.limit.as_str(), &rule.when.text, rule.basis.get(language)]);
    let rows = |rows: Vec<[&str; 3]>| table(rows.into_iter().map(|row| row.map(str::to_owned).into()));
    for (heading, part) in [
        (language.pick("收费上限", "TARIFFS"), fees.collect::<Vec<_>>()),
        (language.pick("受理条件", "CONDITIONS FOR ACCEPTING"), conditions.collect()),
    ] {
        if !part.is_empty() {
            let _ = writeln!(text, "\n{heading}\n{}", rows(part));
        }
    }
    if policy.of == Supervised::Applications {
        return with_notes(text, policy, language);
    }
    let limits = policy.limits.iter().map(|limit| vec![limit.clone()]);
    let _ = writeln!(text, "\n{}\n{}", language.pick("监督的时限", "LIMITS WATCHED"), table(limits));
    let separate = policy.separate.iter().map(|separation| {
        let [first, second] = &separation.events;
        vec![first.clone(), second.clone(), separation.basis.get(language).to_owned()]
    });
    let _ = writeln!(text, "\n{}\n{}", language.pick("应当分离", "KEPT SEPARATE"), table(separate));
    with_notes(text, policy, language)
}

fn with_notes(mut text: String, policy: &Policy, language: Language) -> String {
    for note in [&policy.note, &policy.document.note].into_iter().flatten() {
        let _ = writeln!(text, "\n{}", note.get(language));
    }
    format!("{text}\n{}\n", version_line(&policy.id, &policy.document, language))
}
