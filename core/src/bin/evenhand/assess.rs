//! `evenhand assess ITEM fact=value…`

use clap::Args;
use evenhand::penalty::OutcomeKind;
use evenhand::{AssessError, Facts, Language, Outcome, Phrases};

use crate::book::{Day, Rules, Speech};
use crate::{Answer, FAULT};

#[derive(Args)]
pub(crate) struct Arguments {
    /// The item, such as cn.dongying.city-appearance/46-4
    item: String,
    /// The facts of the case; `evenhand show ITEM` lists them
    #[arg(value_name = "FACT=VALUE", value_parser = parse_fact)]
    facts: Vec<(String, String)>,
    #[command(flatten)]
    day: Day,
    /// Print the whole outcome as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    speech: Speech,
    #[command(flatten)]
    rules: Rules,
}

pub(crate) fn parse_fact(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("a fact is given as NAME=VALUE, such as area=16.8".to_owned()),
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<Answer, Answer> {
    let day = arguments.day.get()?;
    let book = arguments.rules.load_for(&arguments.item)?;
    let facts: Facts = arguments.facts.iter().cloned().collect();
    let outcome = book.on(day).item(&arguments.item).and_then(|item| item.assess(&facts));
    match outcome {
        Ok(outcome) if arguments.json => Ok(Answer::done(outcome.to_json())),
        Ok(outcome) => Ok(Answer::done(page(&outcome, arguments.speech.get()))),
        Err(error) => Err(refuse(&error, arguments)),
    }
}

fn refuse(error: &AssessError, arguments: &Arguments) -> Answer {
    let output = if arguments.json { error.to_json() } else { String::new() };
    let hint = match error {
        AssessError::MissingFact { .. } | AssessError::UnknownFact { .. } => {
            format!("\nhelp: `evenhand show {}` lists the facts", arguments.item)
        }
        AssessError::UnknownItem { .. } => "\nhelp: `evenhand list` lists the items".to_owned(),
        _ => String::new(),
    };
    let complaint = format!("error[{}]: {error}{hint}", error.code());
    Answer { output, complaint, code: FAULT }
}

/// The result in one line, the sentences that explain it, and the version of the rules.
fn page(outcome: &Outcome, language: Language) -> String {
    let (item, decision) = (outcome.item(), outcome.decision());
    let say = Phrases::new(item, language);
    let headline = match (decision.kind, decision.fine) {
        (OutcomeKind::Fine, Some(fine)) => {
            format!("{}{}", language.pick("罚款：", "Fine: "), say.ends(fine))
        }
        (OutcomeKind::Measures, _) => language.pick("不处罚款，另有措施", "No fine, but measures").to_owned(),
        (OutcomeKind::NoPenalty, _) => language.pick("不予行政处罚", "No penalty").to_owned(),
        _ => language.pick("不适用本项", "The item does not apply").to_owned(),
    };
    let document = &item.document;
    let version = format!(
        "{}{} · {}{} · sha256 {}",
        language.pick("规则：", "Rule: "),
        item.id,
        language.pick("自", "in force from "),
        match language {
            Language::Chinese => format!("{}起施行", document.in_force.from),
            Language::English => document.in_force.from.to_string(),
        },
        document.digest.get(..12).unwrap_or(&document.digest),
    );
    format!("{headline}\n\n{}\n\n{version}\n", outcome.sentences(language).join("\n"))
}
