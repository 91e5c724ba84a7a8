//! `evenhand due --events FILE`: the event table of an office.

use std::path::{Path, PathBuf};

use clap::Args;
use comfy_table::Table;
use evenhand::risk::{CaseStanding, Count, OfficeStanding, ScoreError, Standing};
use evenhand::time::Date;
use evenhand::{Facts, Language};

use crate::assess::parse_fact;
use crate::book::{Rules, today};
use crate::due::calendar;
use crate::page::{office_name, plain_table, trim_lines};
use crate::{Answer, event_table};

/// What to do with a table of events.
#[derive(Args)]
pub(crate) struct EventTable {
    /// A table of events (CSV in UTF-8) with the columns case, limit, event, day, and where there are such office, reason
    #[arg(long, value_name = "FILE")]
    events: Option<PathBuf>,
    /// With --events: score each office, such as cn.approval-score/monthly
    #[arg(long, value_name = "SCORE", requires = "events")]
    score: Option<String>,
    /// With --score: a fact that is the same for every office, such as coefficient=0.95
    #[arg(long, value_name = "FACT=VALUE", value_parser = parse_fact, requires = "score")]
    fact: Vec<(String, String)>,
    /// With --events: the first day of the period over which decisions and lights are counted
    #[arg(long, value_name = "DATE", requires = "events")]
    since: Option<Date>,
    /// With --events: print a line a case as CSV
    #[arg(long, requires = "events", conflicts_with = "json")]
    csv: bool,
}

impl EventTable {
    pub(crate) fn file(&self) -> Option<&Path> {
        self.events.as_deref()
    }
}

/// The columns of the answer.
const COLUMNS: [&str; 10] =
    ["case", "office", "limit", "due", "used", "left", "light", "state", "in_time", "error"];

pub(crate) fn run(
    arguments: &EventTable,
    file: &Path,
    on: Option<Date>,
    calendars: &[PathBuf],
    rules: &Rules,
    (json, language): (bool, Language),
) -> Result<Answer, Answer> {
    let register = event_table::read(file)?;
    let limits = register.limits();
    let country = |id: &str| id.split(['.', '/']).next().unwrap_or_default().to_owned();
    let Some(first) = limits.first().copied() else {
        return Err(Answer::usage(format!(
            "error: {}: no row names a limit, DOCUMENT/ARTICLE, such as cn.administrative-licence-law/42",
            file.display()
        )));
    };
    if let Some(other) = limits.iter().find(|limit| country(limit) != country(first)) {
        let message = format!("error: a table has limits of one country; `{first}` and `{other}` are not");
        return Err(Answer::usage(message));
    }
    let on = on.map_or_else(today, Ok)?;
    if let Some(since) = arguments.since.filter(|since| *since > on) {
        return Err(Answer::usage(format!(
            "error: --since {since} lies after the day that is asked about, {on}"
        )));
    }
    let calendar = calendar(first, calendars)?;
    let names: Vec<&str> = limits.iter().copied().chain(arguments.score.as_deref()).collect();
    let book = rules.load_for(&names)?;
    let mut standing = register.stand(&book, &calendar, arguments.since, on);
    if let Some(score) = &arguments.score {
        let refuse = |error: ScoreError| Answer::fault(format!("error[{}]: {error}", error.code()));
        let further: Facts = arguments.fact.iter().cloned().collect();
        standing = standing.scored(book.on(on).score(score).map_err(refuse)?, &further);
    }
    let faulty = standing.cases.iter().any(|case| case.due.is_err())
        || standing.offices.iter().any(|office| matches!(office.score, Some(Err(_))));
    let output = match (json, arguments.csv) {
        (true, _) => standing.to_json(),
        (_, true) => csv(&standing)?,
        _ => page(&standing, language),
    };
    Ok(Answer::judged(output, !faulty))
}

/// A case as texts, in the order of the columns; words in a language where one is given, else those of JSON.
fn cells(case: &CaseStanding, language: Option<Language>) -> [String; 10] {
    let number = |number: Option<i64>| number.map_or_else(String::new, |number| number.to_string());
    let mut cells = [const { String::new() }; 10];
    let [name, office, limit, last, used, left, light, state, in_time, error] = &mut cells;
    (*name, *office, *limit) = (case.case.clone(), case.office.clone(), case.limit.clone());
    match &case.due {
        Ok(outcome) => {
            let due = outcome.due();
            *last = due.due.map_or_else(String::new, |due| due.to_string());
            (*used, *left) = (number(due.used), number(Some(due.left)));
            let lamp = |light: evenhand::limit::Light| {
                language.map_or(light.code(), |language| light.name(language))
            };
            *light = due.light.map_or_else(String::new, |light| lamp(light).to_owned());
            *state = language.map_or(due.state.code(), |language| due.state.name(language)).to_owned();
            *in_time = due.state.in_time().map_or_else(String::new, |in_time| in_time.to_string());
        }
        Err(fault) => {
            let language = language.unwrap_or(Language::English);
            let (line, message) = (fault.line, fault.message.get(language));
            *error = match (language, fault.column) {
                (Language::Chinese, Some(column)) => format!("第{line}行{column}列：{message}"),
                (Language::Chinese, None) => format!("第{line}行起：{message}"),
                (Language::English, Some(column)) => format!("line {line}, column `{column}`: {message}"),
                (Language::English, None) => format!("from line {line} on: {message}"),
            };
        }
    }
    cells
}

fn csv(standing: &Standing) -> Result<String, Answer> {
    let refuse = |error: String| Answer::usage(format!("error: cannot write CSV: {error}"));
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS).map_err(|error| refuse(error.to_string()))?;
    for case in &standing.cases {
        writer.write_record(cells(case, None)).map_err(|error| refuse(error.to_string()))?;
    }
    let bytes = writer.into_inner().map_err(|error| refuse(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| refuse(error.to_string()))
}

fn page(standing: &Standing, language: Language) -> String {
    let mut cases = plain_table();
    cases.set_header([
        language.pick("案件", "CASE"),
        language.pick("机关", "OFFICE"),
        language.pick("期限", "DUE"),
        language.pick("已用", "USED"),
        language.pick("剩余", "LEFT"),
        language.pick("灯", "LIGHT"),
        language.pick("状态", "STATE"),
        language.pick("差错", "ERROR"),
    ]);
    for case in &standing.cases {
        let [name, office, _, due, used, left, light, state, _, error] = cells(case, Some(language));
        cases.add_row([name, office, due, used, left, light, state, error]);
    }
    let offices = offices(standing, language);
    format!(
        "{}\n\n{}\n{}",
        trim_lines(&cases.to_string()),
        trim_lines(&offices.to_string()),
        scores(standing, language)
    )
}

pub(crate) fn offices(standing: &Standing, language: Language) -> Table {
    let mut table = plain_table();
    let mut header = vec![language.pick("机关", "OFFICE")];
    header.extend(Count::ALL.iter().map(|(_, count)| count.name(language)));
    header.push(language.pick("差错", "errors"));
    let scored = standing.offices.iter().any(|office| office.score.is_some());
    if scored {
        header.push(language.pick("得分", "score"));
    }
    table.set_header(header);
    for office in &standing.offices {
        let mut row = vec![office_name(&office.office, language)];
        row.extend(Count::ALL.iter().map(|(_, count)| office.tally.get(*count).to_string()));
        row.push(office.tally.faults.to_string());
        row.extend(office.score.as_ref().map(|score| {
            score.as_ref().map_or_else(|error| error.code().to_owned(), |outcome| outcome.points.to_string())
        }));
        table.add_row(row);
    }
    table
}

/// How each office came to its score.
pub(crate) fn scores(standing: &Standing, language: Language) -> String {
    let working = |office: &OfficeStanding| {
        let sentences = match office.score.as_ref()? {
            Ok(outcome) => outcome.working(language).join("\n"),
            Err(error) => format!("error[{}]: {error}", error.code()),
        };
        Some(format!("\n{}\n{sentences}\n", office.office))
    };
    standing.offices.iter().filter_map(working).collect()
}
