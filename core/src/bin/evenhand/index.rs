//! `evenhand index INDEX fact=value… indicator.assessor=points…`

use std::path::PathBuf;

use clap::Args;
use evenhand::risk::{Assessments, IndexError, IndexOutcome};
use evenhand::{AssessError, Facts, Language};

use crate::assess::parse_fact;
use crate::book::{Day, Rules, Speech};
use crate::page::version_line;
use crate::{Answer, index_table};

#[derive(Args)]
pub(crate) struct Arguments {
    /// The index, such as cn.qinhuangdao.integrity-index/leader; `evenhand list --schemes` lists them
    index: String,
    /// The facts, and what assessors gave as indicator.assessor=points
    #[arg(value_name = "FACT=VALUE | INDICATOR.ASSESSOR=POINTS", value_parser = parse_fact)]
    given: Vec<(String, String)>,
    /// Instead, a CSV table of many: the columns subject, name (a fact or an indicator), assessor, value
    #[arg(long, value_name = "FILE", conflicts_with = "given")]
    table: Option<PathBuf>,
    /// With --table: print a row for each subject as CSV
    #[arg(long, requires = "table")]
    csv: bool,
    #[command(flatten)]
    day: Day,
    /// Print all there is to say as JSON
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    #[command(flatten)]
    speech: Speech,
    #[command(flatten)]
    rules: Rules,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Answer, Answer> {
    let id = arguments.index.as_str();
    let book = arguments.rules.load_for(&[id])?;
    let language = arguments.speech.get();
    let refuse = |error: IndexError| refuse(&error, id, arguments.json);
    let index = book.on(arguments.day.get()?).index(id).map_err(refuse)?;
    if let Some(file) = &arguments.table {
        return index_table::run(index, file, arguments.csv, arguments.json, language);
    }
    let (mut facts, mut assessed) = (Facts::new(), Assessments::new());
    for (name, value) in &arguments.given {
        // The names of facts have no dot.
        match name.split_once('.') {
            Some((indicator, assessor)) => assessed = assessed.with(indicator, assessor, value.as_str()),
            None => facts = facts.with(name, value.as_str()),
        }
    }
    let outcome = index.assess(&facts, &assessed).map_err(refuse)?;
    Ok(Answer::done(if arguments.json { outcome.to_json() } else { page(&outcome, language)? }))
}

fn refuse(error: &IndexError, id: &str, json: bool) -> Answer {
    let help = match error {
        IndexError::UnknownIndex { .. } => "`evenhand list --schemes` lists the indices".to_owned(),
        IndexError::Facts(AssessError::MissingFact { .. } | AssessError::UnknownFact { .. })
        | IndexError::UnknownIndicator { .. }
        | IndexError::UnknownAssessor { .. }
        | IndexError::MissingAssessors { .. } => {
            format!("`evenhand show {id}` lists facts, indicators and assessors")
        }
        _ => String::new(),
    };
    Answer::refused(error.code(), error, &help, json.then(|| error.to_json()))
}

/// The number and the grade in one line.
pub(crate) fn headline(outcome: &IndexOutcome, language: Language) -> String {
    let mut parts = Vec::new();
    if let Some(number) = outcome.number {
        parts.push(number.to_string());
    }
    if let Some(grade) = outcome.grade() {
        parts.push(grade.title.get(language).to_owned());
        parts.extend(grade.colour.as_ref().map(|colour| colour.get(language).to_owned()));
    }
    parts.join(" · ")
}

fn page(outcome: &IndexOutcome, language: Language) -> Result<String, Answer> {
    let changes = outcome.changes().map_err(|error| refuse(&error, &outcome.index().id, false))?;
    let mut sentences = outcome.sentences(language);
    sentences.extend(outcome.change_sentences(&changes, language));
    let index = outcome.index();
    Ok(format!(
        "{}{}\n\n{}\n\n{}\n",
        language.pick("结果：", "Result: "),
        headline(outcome, language),
        sentences.join("\n"),
        version_line(&index.id, &index.document, language)
    ))
}
