//! `evenhand surcharge SURCHARGE principal=AMOUNT event=day…`

use std::path::PathBuf;

use clap::Args;
use evenhand::limit::{Log, SurchargeError};
use evenhand::number::{Rational, parse_decimal};
use evenhand::{Language, SurchargeOutcome};

use crate::Answer;
use crate::book::{Day, Rules, Speech};
use crate::due::calendar;
use crate::page::version_line;

#[derive(Args)]
pub(crate) struct Arguments {
    /// The surcharge, such as cn.administrative-penalty-law/72
    surcharge: String,
    /// What was to be paid, and what happened: principal=10000 delivered=2026-01-05 paid=2026-02-10:3000
    /// deferred=2026-01-10:2026-04-01 instalment=2026-03-01:5000 stopped=2026-02-03:review resumed=2026-04-03
    #[arg(value_name = "principal=AMOUNT | EVENT=DAY", required = true)]
    words: Vec<String>,
    #[command(flatten)]
    day: Day,
    /// Calendars beside the bundled one: years that it lacks, days of an office
    #[arg(long, value_name = "FILE")]
    calendar: Vec<PathBuf>,
    /// Print the whole outcome as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    speech: Speech,
    #[command(flatten)]
    rules: Rules,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Answer, Answer> {
    let id = arguments.surcharge.as_str();
    if !id.contains('/') {
        return Err(Answer::usage(format!("error: `{id}` is not a surcharge, DOCUMENT/ARTICLE")));
    }
    let refuse = |error: SurchargeError| refuse(&error, arguments.json);
    let mut log = Log::new();
    let mut principal: Option<Rational> = None;
    for word in &arguments.words {
        let Some((name, text)) = word.split_once('=').filter(|(name, _)| !name.is_empty()) else {
            let message = format!("error: `{word}` is neither principal=AMOUNT nor an event, EVENT=DAY");
            return Err(Answer::usage(message));
        };
        if name != "principal" {
            log = log.read(name, text).map_err(|error| refuse(error.into()))?;
            continue;
        }
        let amount =
            parse_decimal(text).map_err(|_| refuse(SurchargeError::Principal { found: text.to_owned() }))?;
        if principal.replace(amount.into()).is_some() {
            return Err(Answer::usage("error: `principal` is given twice".to_owned()));
        }
    }
    let Some(principal) = principal else {
        return Err(Answer::usage("error: what was to be paid is missing: principal=AMOUNT".to_owned()));
    };
    let calendar = calendar(id, &arguments.calendar)?;
    let book = arguments.rules.load_for(&[id])?;
    let outcome = book.surcharge(id, principal, &log, &calendar, arguments.day.get()?).map_err(refuse)?;
    Ok(Answer::done(if arguments.json { outcome.to_json() } else { page(&outcome, arguments.speech.get()) }))
}

fn refuse(error: &SurchargeError, json: bool) -> Answer {
    let help = match error {
        SurchargeError::UnknownSurcharge { .. } => "`evenhand list --schemes` lists the surcharges",
        _ => "",
    };
    Answer::refused(error.code(), error, help, json.then(|| error.to_json()))
}

fn page(outcome: &SurchargeOutcome, language: Language) -> String {
    let (charge, document) = (outcome.charge(), outcome.document());
    let headline = match language {
        Language::Chinese => format!("加收{}，合计应缴{}", charge.surcharge, charge.owed),
        Language::English => format!("Surcharge: {}, to be paid in all: {}", charge.surcharge, charge.owed),
    };
    let version = version_line(&outcome.surcharge().id, document, language);
    format!("{headline}\n\n{}\n\n{version}\n", outcome.sentences(language).join("\n"))
}
