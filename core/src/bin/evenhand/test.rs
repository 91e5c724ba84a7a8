//! `evenhand test [PATH]`

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use evenhand::calendar::Calendar;
use evenhand::{LimitRule, RuleBook, SurchargeRule};

use crate::Answer;
use crate::book::Rules;
use crate::due::calendar;

#[derive(Args)]
pub(crate) struct Arguments {
    /// A pack, or a folder of packs; the bundled ones if left out
    path: Option<PathBuf>,
}

#[derive(Default)]
struct Report {
    passed: usize,
    failures: Vec<String>,
    without: Vec<String>,
}

impl Report {
    fn add(&mut self, held: Result<(), String>, case: impl FnOnce() -> String) {
        match held {
            Ok(()) => self.passed = self.passed.saturating_add(1),
            Err(difference) => self.failures.push(format!("FAILED {}\n{difference}", case())),
        }
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<Answer, Answer> {
    let rules = Rules::at(arguments.path.clone());
    let book = rules.load()?;
    let mut report = Report::default();
    items(&book, &mut report);
    scores(&book, &mut report);
    screens(&book, &mut report);
    payment_screens(&book, &mut report);
    indices(&book, &mut report);
    compliances(&book, &mut report);
    let limits: Vec<Arc<LimitRule>> = book.limits().cloned().collect();
    let surcharges: Vec<Arc<SurchargeRule>> = book.surcharges().cloned().collect();
    // Limits are tested under the lights that govern them, and offices' limits beside the law.
    let book = rules.with_general_law(book)?;
    limits_of(&limits, &book, &mut report)?;
    surcharges_of(&surcharges, &book, &mut report)?;
    let mut output = String::new();
    for id in &report.without {
        output.push_str(&format!("no example: {id}\n"));
    }
    for failure in &report.failures {
        output.push_str(&format!("{failure}\n"));
    }
    output.push_str(&format!("{} passed, {} failed\n", report.passed, report.failures.len()));
    Ok(Answer::judged(output, report.failures.is_empty()))
}

fn items(book: &RuleBook, report: &mut Report) {
    for item in book.items() {
        if item.examples.is_empty() {
            report.without.push(item.id.clone());
        }
        for example in &item.examples {
            report.add(example.holds(item), || {
                let facts: Vec<String> =
                    example.given.iter().map(|(name, value)| format!(" {name}={value}")).collect();
                format!("{}{} (line {})", item.id, facts.concat(), example.line)
            });
        }
    }
}

fn scores(book: &RuleBook, report: &mut Report) {
    for score in book.scores() {
        if score.examples.is_empty() {
            report.without.push(score.id.clone());
        }
        for example in &score.examples {
            report.add(example.holds(score), || format!("{} (line {})", score.id, example.line));
        }
    }
}

fn screens(book: &RuleBook, report: &mut Report) {
    for screen in book.screens() {
        if screen.examples.is_empty() {
            report.without.push(screen.id.clone());
        }
        for example in &screen.examples {
            report.add(example.holds(screen), || format!("{} (line {})", screen.id, example.line));
        }
    }
}

fn payment_screens(book: &RuleBook, report: &mut Report) {
    for screen in book.payment_screens() {
        if screen.examples.is_empty() {
            report.without.push(screen.id.clone());
        }
        for example in &screen.examples {
            report.add(example.holds(screen), || format!("{} (line {})", screen.id, example.line));
        }
    }
}

fn indices(book: &RuleBook, report: &mut Report) {
    for index in book.indices() {
        if index.examples.is_empty() {
            report.without.push(index.id.clone());
        }
        for example in &index.examples {
            report.add(example.holds(index), || format!("{} (line {})", index.id, example.line));
        }
    }
}

fn compliances(book: &RuleBook, report: &mut Report) {
    for scheme in book.compliances() {
        if scheme.examples.is_empty() {
            report.without.push(scheme.id.clone());
        }
        for example in &scheme.examples {
            report.add(example.holds(scheme), || format!("{} (line {})", scheme.id, example.line));
        }
    }
}

fn surcharges_of(
    surcharges: &[Arc<SurchargeRule>],
    book: &RuleBook,
    report: &mut Report,
) -> Result<(), Answer> {
    for rule in surcharges {
        let id = &rule.surcharge.id;
        if rule.examples.is_empty() {
            report.without.push(id.clone());
            continue;
        }
        let calendar = calendar(id, &[])?;
        for example in &rule.examples {
            report.add(example.holds(book, id, &calendar), || {
                format!("{id} on {} (line {})", example.on, rule.document.file.line(example.span.start))
            });
        }
    }
    Ok(())
}

fn limits_of(limits: &[Arc<LimitRule>], book: &RuleBook, report: &mut Report) -> Result<(), Answer> {
    let mut calendars: BTreeMap<&str, Calendar> = BTreeMap::new();
    for rule in limits {
        if rule.examples().is_empty() {
            report.without.push(rule.id.clone());
            continue;
        }
        let country = rule.id.split('.').next().unwrap_or_default();
        if !calendars.contains_key(country) {
            calendars.insert(country, calendar(country, &[])?);
        }
        let Some(calendar) = calendars.get(country) else { continue };
        for example in rule.examples() {
            report.add(rule.holds(example, book, calendar), || {
                let line = rule.document.file.line(example.span.start);
                format!("{} on {} (line {line})", rule.id, example.on)
            });
        }
    }
    Ok(())
}
