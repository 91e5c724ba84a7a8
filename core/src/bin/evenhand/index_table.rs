//! `evenhand index INDEX --table FILE`: many persons, groups, posts or projects.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use evenhand::risk::{Assessments, Index, IndexError, IndexOutcome};
use evenhand::{Facts, Language};

use crate::index::headline;
use crate::page::{plain_table, trim_lines, version_line};
use crate::{Answer, FAULT};

/// The columns, each with its heading in Chinese.
const COLUMNS: [(&str, &str); 4] =
    [("subject", "对象"), ("name", "名称"), ("assessor", "评估主体"), ("value", "值")];

/// What a table says of each subject, in the order in which they appear.
struct Subjects {
    names: Vec<String>,
    given: Vec<(Facts, Assessments)>,
}

type Answered = (String, Result<IndexOutcome, IndexError>);

pub(crate) fn run(
    index: &Arc<Index>,
    file: &Path,
    csv: bool,
    json: bool,
    language: Language,
) -> Result<Answer, Answer> {
    let subjects = read(file)?;
    let answers = subjects.names.into_iter().zip(&subjects.given);
    let answers: Vec<Answered> =
        answers.map(|(name, (facts, assessed))| (name, index.assess(facts, assessed))).collect();
    let refused = answers.iter().filter(|(_, answer)| answer.is_err()).count();
    let output = match (csv, json) {
        (true, _) => table(&answers)?,
        (_, true) => listed(&answers),
        _ => page(index, &answers, language),
    };
    let complaint =
        if refused == 0 { String::new() } else { format!("{refused} of {} subjects refused", answers.len()) };
    Ok(Answer { output, complaint, code: if refused == 0 { 0 } else { FAULT } })
}

fn read(file: &Path) -> Result<Subjects, Answer> {
    let refuse = |message: String| Answer::usage(format!("error: {}: {message}", file.display()));
    let bytes = std::fs::read(file).map_err(|error| refuse(error.to_string()))?;
    // Spreadsheets put a mark before the first column.
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes);
    let headers = reader.headers().map_err(|error| refuse(error.to_string()))?;
    let mut places = [0; 4];
    for (place, (en, zh)) in places.iter_mut().zip(COLUMNS) {
        let mut found = headers.iter().enumerate().filter(|(_, heading)| *heading == en || *heading == zh);
        *place = match (found.next(), found.next()) {
            (Some((column, _)), None) => column,
            (None, _) => return Err(refuse(format!("the column `{en}` ({zh}) is missing"))),
            _ => return Err(refuse(format!("the column `{en}` is there twice"))),
        };
    }
    let known = |heading: &&str| COLUMNS.iter().all(|(en, zh)| heading != en && heading != zh);
    if let Some(unknown) = headers.iter().find(known) {
        return Err(refuse(format!(
            "unknown column `{unknown}`; the columns are subject, name, assessor, value"
        )));
    }
    let mut subjects = Subjects { names: Vec::new(), given: Vec::new() };
    let mut places_of: BTreeMap<String, usize> = BTreeMap::new();
    for record in reader.records() {
        let record = record.map_err(|error| refuse(error.to_string()))?;
        let [subject, name, assessor, value] = places.map(|place| record.get(place).unwrap_or_default());
        if subject.is_empty() && name.is_empty() && value.is_empty() {
            continue;
        }
        let line = record.position().map_or(0, csv::Position::line);
        if subject.is_empty() || name.is_empty() {
            return Err(refuse(format!("line {line}: expected a subject and a name")));
        }
        let place = *places_of.entry(subject.to_owned()).or_insert_with(|| {
            subjects.names.push(subject.to_owned());
            subjects.given.push((Facts::new(), Assessments::new()));
            subjects.given.len().saturating_sub(1)
        });
        let Some((facts, assessed)) = subjects.given.get_mut(place) else { continue };
        if assessor.is_empty() {
            *facts = std::mem::take(facts).with(name, value);
        } else {
            *assessed = std::mem::take(assessed).with(name, assessor, value);
        }
    }
    Ok(subjects)
}

fn table(answers: &[Answered]) -> Result<String, Answer> {
    let refuse = |error: &dyn std::fmt::Display| Answer::usage(format!("error: {error}"));
    let mut writer = csv::Writer::from_writer(Vec::new());
    let head = ["subject", "number", "exact", "grade", "error"];
    writer.write_record(head).map_err(|error| refuse(&error))?;
    for (name, answer) in answers {
        let text = |number: Option<evenhand::number::Rational>| {
            number.map_or_else(String::new, |number| number.to_string())
        };
        let row = match answer {
            Ok(outcome) => {
                let grade = outcome.grade().map_or_else(String::new, |grade| grade.name.clone());
                [name.clone(), text(outcome.number), text(outcome.exact), grade, String::new()]
            }
            Err(error) => [name.clone(), String::new(), String::new(), String::new(), error.to_string()],
        };
        writer.write_record(row).map_err(|error| refuse(&error))?;
    }
    let bytes = writer.into_inner().map_err(|error| refuse(&error))?;
    String::from_utf8(bytes).map_err(|error| refuse(&error))
}

/// A list: each subject with its outcome or error.
fn listed(answers: &[Answered]) -> String {
    let mut objects = Vec::new();
    for (name, answer) in answers {
        let answer = match answer {
            Ok(outcome) => outcome.to_json(),
            Err(error) => error.to_json(),
        };
        let name = serde_json::Value::from(name.as_str());
        objects.push(format!("{{\"subject\": {name}, \"answer\": {answer}}}"));
    }
    format!("[{}]\n", objects.join(",\n"))
}

fn page(index: &Index, answers: &[Answered], language: Language) -> String {
    let mut table = plain_table();
    for (name, answer) in answers {
        let told = match answer {
            Ok(outcome) => headline(outcome, language),
            Err(error) => format!("error[{}]: {error}", error.code()),
        };
        table.add_row([name.clone(), told]);
    }
    let mut counts = String::new();
    for (place, grade) in index.grades.iter().enumerate() {
        let of = answers
            .iter()
            .filter(|(_, answer)| answer.as_ref().is_ok_and(|found| found.grade == Some(place)));
        counts.push_str(&format!("{}: {}\n", grade.title.get(language), of.count()));
    }
    let refused = answers.iter().filter(|(_, answer)| answer.is_err()).count();
    counts.push_str(&format!("{}: {refused}\n", language.pick("未能评定", "refused")));
    format!(
        "{}\n\n{counts}\n{}\n",
        trim_lines(&table.to_string()),
        version_line(&index.id, &index.document, language)
    )
}
