//! `evenhand due LIMIT event=day…`

use std::path::PathBuf;

use clap::Args;
use evenhand::calendar::Calendar;
use evenhand::limit::{LimitError, Log, When};
use evenhand::{DueOutcome, Language};

use crate::book::{Rules, Speech, read, today};
use crate::page::version_line;
use crate::{Answer, register};

#[derive(Args)]
pub(crate) struct Arguments {
    /// The limit, such as cn.administrative-licence-law/42; `evenhand show LIMIT` lists its events
    #[arg(required_unless_present = "events")]
    limit: Option<String>,
    /// What happened: accepted=2026-01-28, stopped=2026-02-03:expert-review, extended=2026-02-20:5; start= and end=
    /// stand for the events between which it is counted
    #[arg(value_name = "EVENT=DAY")]
    log: Vec<String>,
    /// The day that is asked about, with a time for limits in hours; today if left out
    #[arg(long, value_name = "DATE")]
    on: Option<When>,
    /// Calendars beside the bundled one: years that it lacks, days of an office
    #[arg(long, value_name = "FILE")]
    calendar: Vec<PathBuf>,
    /// Print the whole outcome as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    table: register::EventTable,
    #[command(flatten)]
    speech: Speech,
    #[command(flatten)]
    rules: Rules,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Answer, Answer> {
    if let Some(file) = arguments.table.file() {
        let on = arguments.on.map(When::date);
        let speech = (arguments.json, arguments.speech.get());
        return register::run(&arguments.table, file, on, &arguments.calendar, &arguments.rules, speech);
    }
    let id = arguments.limit.as_deref().unwrap_or_default();
    if !id.contains('/') {
        return Err(Answer::usage(format!("error: `{id}` is not a limit, DOCUMENT/ARTICLE")));
    }
    let refuse = |error: LimitError| refuse(&error, id, arguments.json, arguments.speech.get());
    let log = log(&arguments.log, refuse)?;
    let on = match arguments.on {
        Some(on) => on,
        None => When::Day(today()?),
    };
    let calendar = calendar(id, &arguments.calendar)?;
    let book = arguments.rules.load_for(&[id])?;
    let outcome = book.due(id, &log, &calendar, on).map_err(refuse)?;
    Ok(Answer::done(if arguments.json { outcome.to_json() } else { page(&outcome, arguments.speech.get()) }))
}

fn log(words: &[String], refuse: impl Fn(LimitError) -> Answer) -> Result<Log, Answer> {
    let mut log = Log::new();
    for word in words {
        let Some((name, text)) = word.split_once('=').filter(|(name, _)| !name.is_empty()) else {
            let message = format!("error: `{word}` is not an event, EVENT=DAY, such as accepted=2026-01-28");
            return Err(Answer::usage(message));
        };
        log = log.read(name, text).map_err(&refuse)?;
    }
    Ok(log)
}

/// The calendar of the country of an id, with calendars from files put upon it.
pub(crate) fn calendar(id: &str, files: &[PathBuf]) -> Result<Calendar, Answer> {
    let country = id.split(['.', '/']).next().unwrap_or(id);
    let mut calendar = Calendar::bundled(country);
    for file in files {
        let name = file.display();
        let bytes =
            read(file).map_err(|error| Answer::usage(format!("error: cannot read {name}: {error}")))?;
        let more = Calendar::read(&name.to_string(), bytes)
            .map_err(|faults| Answer::fault(format!("{faults}\n\nerror: the calendar {name} has faults")))?;
        calendar = match &calendar {
            Ok(calendar) => calendar.with(&more),
            Err(_) => Ok(more),
        };
        if let Err(error) = &calendar {
            return Err(Answer::fault(format!("error: {error}")));
        }
    }
    calendar.map_err(|error| Answer::fault(format!("error: {error}; give one with --calendar FILE")))
}

fn refuse(error: &LimitError, id: &str, json: bool, language: Language) -> Answer {
    let event = error.event().unwrap_or_default();
    let (zh, en) = match error.code() {
        "missing-start" => (
            format!("写作{event}=日期或start=日期；`evenhand show {id}`列出各事件"),
            format!("give it as {event}=DAY or start=DAY; `evenhand show {id}` lists the events"),
        ),
        "unknown-event" | "unknown-reason" => {
            (format!("`evenhand show {id}`列出各事件"), format!("`evenhand show {id}` lists the events"))
        }
        "unknown-limit" => (
            "`evenhand list --limits`列出各时限".to_owned(),
            "`evenhand list --limits` lists the limits".to_owned(),
        ),
        "missing-year" => (
            "可用--calendar FILE给出含该年的日历".to_owned(),
            "a calendar with that year can be given with --calendar FILE".to_owned(),
        ),
        _ => Default::default(),
    };
    let (message, help) = (error.message(language), language.pick(&zh, &en));
    Answer::refused(error.code(), &message, help, json.then(|| error.to_json()))
}

/// The last day in one line, the sentences that explain it, and the version of the rules.
fn page(outcome: &DueOutcome, language: Language) -> String {
    let document = outcome.document();
    let version = version_line(&outcome.limit().id, document, language);
    format!("{}\n\n{}\n\n{version}\n", outcome.headline(language), outcome.sentences(language).join("\n"))
}
