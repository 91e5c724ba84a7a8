//! `evenhand show` of a compliance scheme: what must hold, what must be done and by whom, what a record tells.

use std::fmt::Write;

use evenhand::compliance::{Compliance, Provision, TakenStep};
use evenhand::{Language, fact_values};

use crate::page::version_line;
use crate::show_scheme::{head, table};

pub(crate) fn page(scheme: &Compliance, language: Language) -> String {
    let mut text = head(&scheme.id, [&scheme.title, &scheme.document.title, &scheme.basis], language);
    let duties = scheme.duties.iter().map(|duty| {
        let holds = scheme.condition(&duty.holds, language);
        row(scheme, &duty.provision, holds, language)
    });
    let steps = scheme.steps.iter().map(|step| {
        let demands = demands(scheme, step, language);
        row(scheme, &step.provision, demands, language)
    });
    let lists = [
        (language.pick("要求", "DUTIES"), duties.collect::<Vec<_>>()),
        (language.pick("步骤", "STEPS"), steps.collect()),
    ];
    for (heading, rows) in lists {
        if !rows.is_empty() {
            let _ = writeln!(text, "\n{heading}\n{}", table(rows.into_iter()));
        }
    }
    if !scheme.roles.is_empty() {
        let roles =
            scheme.roles.iter().map(|role| vec![role.name.clone(), role.title.get(language).to_owned()]);
        let _ = writeln!(text, "\n{}\n{}", language.pick("主体", "ROLES"), table(roles));
    }
    let facts = scheme.facts.iter();
    let facts = facts.map(|fact| {
        vec![fact.name.clone(), fact.label.get(language).to_owned(), fact_values(fact, language)]
    });
    let _ = writeln!(text, "\n{}\n{}", language.pick("事实", "FACTS"), table(facts));
    let notes = [&scheme.note, &scheme.document.note].into_iter();
    for note in notes.chain(scheme.provisions().map(|provision| &provision.note)).flatten() {
        let _ = writeln!(text, "\n{}", note.get(language));
    }
    format!("{text}\n{}\n", version_line(&scheme.id, &scheme.document, language))
}

fn row(scheme: &Compliance, provision: &Provision, demands: String, language: Language) -> Vec<String> {
    let when = provision.when.as_ref().map(|when| scheme.condition(when, language));
    let when = when.map_or_else(String::new, |when| match language {
        Language::Chinese => format!("适用：{when}"),
        Language::English => format!("where {when}"),
    });
    let basis = if provision.basis == scheme.basis { "" } else { provision.basis.get(language) };
    let colour = provision.colour.map_or("", |colour| colour.name(language)).to_owned();
    let demands: Vec<String> = [demands, when].into_iter().filter(|one| !one.is_empty()).collect();
    let demands = demands.join(language.pick("；", "; "));
    vec![provision.name.clone(), provision.title.get(language).to_owned(), demands, basis.to_owned(), colour]
}

/// What a step demands beside being taken, in the terms of the pack.
fn demands(scheme: &Compliance, step: &TakenStep, language: Language) -> String {
    let names = |places: &[usize]| {
        let names = places.iter().filter_map(|place| scheme.steps.get(*place));
        names.map(|step| step.provision.name.as_str()).collect::<Vec<_>>().join(", ")
    };
    let roles = step.by.iter().filter_map(|place| scheme.roles.get(*place));
    let roles: Vec<&str> = roles.map(|role| role.title.get(language)).collect();
    let mut demands = Vec::new();
    let mut tell = |key: &str, what: String| {
        if !what.is_empty() {
            demands.push(format!("{key} {what}"));
        }
    };
    tell("by", roles.join(language.pick("、", ", ")));
    tell("after", names(&step.after));
    tell("wait", step.wait.map(|wait| wait.to_string()).unwrap_or_default());
    tell("within", step.within.map(|within| within.to_string()).unwrap_or_default());
    tell("without", names(&step.without));
    for (flag, key) in [(step.optional, "optional"), (step.each, "each")] {
        if flag {
            demands.push(key.to_owned());
        }
    }
    demands.join("; ")
}
