//! A caseload: counts by code and colour, by office and month, and the cases to review.

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Int32Type};
use evenhand::Language;
use evenhand::limit::Light;
use evenhand::supervise::{Caseload, Irregularity, Policy, Tally};
use evenhand::time::Date;
use maud::{Markup, html};

use super::supervision::lamp;
use super::{frame, office_name, sheet, table_of_words, text, version, whole};
use crate::frame::month_text;

/// The counts of a caseload as HTML, and of its findings the gravest.
pub(crate) fn caseload(
    caseload: &Caseload,
    findings: &[RecordBatch],
    policy: &Policy,
    most: usize,
    language: Language,
) -> String {
    let pick = |zh, en| language.pick(zh, en);
    let number = |count: u64| Some(whole(&grouped(count)));
    let [hint, yellow, red] = caseload.all.colours;
    let headline = match language {
        Language::Chinese => {
            format!("案件{}件，其中{}件有异常", grouped(caseload.read), grouped(caseload.all.irregular))
        }
        Language::English => {
            format!("{} cases, {} of them irregular", grouped(caseload.read), grouped(caseload.all.irregular))
        }
    };
    let body = html! {
        (sheet(vec![
            (pick("已判断", "Judged"), number(caseload.judged)),
            (pick("部分未能判断", "Judged in part"), number(caseload.all.judged_in_part)),
            (pick("未能判断", "Not judged"), number(caseload.not_judged)),
            (pick("记录有误", "Refused"), number(caseload.refused)),
            (Light::Red.name(language), number(red)),
            (Light::Yellow.name(language), number(yellow)),
            (Light::Hint.name(language), number(hint)),
        ]))
        (codes(&caseload.all, policy, language))
        (offices(caseload, most, language))
        (review(findings, most, language))
        (version(&policy.id, &policy.document, language))
    };
    frame(language, &headline, &body)
}

/// A number with its thousands apart.
pub(super) fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn codes(all: &Tally, policy: &Policy, language: Language) -> Markup {
    let pick = |zh, en| language.pick(zh, en);
    let rows = all.findings.iter().map(|(code, count)| {
        let rule = policy.rule(*code);
        let handling = rule.and_then(|rule| rule.handling).map(|handling| handling.name(language));
        vec![
            lamp(rule.and_then(|rule| rule.colour), language),
            html! { code.whole { (code.as_str()) } },
            text(code.name(language)),
            whole(&grouped(*count)),
            text(handling.unwrap_or_default()),
        ]
    });
    let heads = [
        pick("颜色", "Colour"),
        pick("代码", "Code"),
        pick("异常", "Irregularity"),
        pick("次数", "Findings"),
        pick("处置", "Handling"),
    ];
    table_of_words(&heads, rows.collect())
}

fn offices(caseload: &Caseload, most: usize, language: Language) -> Markup {
    let pick = |zh, en| language.pick(zh, en);
    let all = caseload
        .offices
        .iter()
        .flat_map(|(office, months)| months.iter().map(move |(month, tally)| (office, *month, tally)));
    let rows: Vec<Vec<Markup>> = all
        .clone()
        .take(most)
        .map(|(office, month, tally)| {
            let [hint, yellow, red] = tally.colours;
            let mut row = vec![text(office_name(office, language)), whole(&month_text(month))];
            row.extend(
                [tally.judged, tally.not_judged, tally.irregular, red, yellow, hint]
                    .map(|count| whole(&grouped(count))),
            );
            row
        })
        .collect();
    let heads = [
        pick("机关", "Office"),
        pick("月份", "Month"),
        pick("已判断", "Judged"),
        pick("未能判断", "Not judged"),
        pick("有异常", "Irregular"),
        Light::Red.name(language),
        Light::Yellow.name(language),
        Light::Hint.name(language),
    ];
    let more = all.count().saturating_sub(rows.len());
    html! { (table_of_words(&heads, rows)) (further(more, "offices", language)) }
}

pub(super) fn further(more: usize, column: &str, language: Language) -> Markup {
    let count = grouped(u64::try_from(more).unwrap_or(u64::MAX));
    html! {
        @if more > 0 {
            p.version {
                @match language {
                    Language::Chinese => { "另有" (count) "行，见" code { (column) } }
                    Language::English => { "and " (count) " more rows in " code { (column) } }
                }
            }
        }
    }
}

/// Where a finding stands: its batch, and its row in it.
type Place = (usize, usize);

/// The findings that a policy gives a colour, the gravest first, and the records that were refused.
fn review(findings: &[RecordBatch], most: usize, language: Language) -> Markup {
    let pick = |zh, en| language.pick(zh, en);
    let mut by_colour: BTreeMap<usize, Vec<Place>> = BTreeMap::new();
    let mut all = 0_usize;
    for (number, batch) in findings.iter().enumerate() {
        for row in 0..batch.num_rows() {
            let colour = colour(cell(batch, "colour", row).unwrap_or_default());
            let is_refused = cell(batch, "code", row).is_none_or(|code| irregularity(&code).is_none());
            let rank = match colour {
                Some(Light::Red) => 0,
                Some(Light::Yellow) => 1,
                None if is_refused => 2,
                Some(_) => 3,
                None => 4,
            };
            all += 1;
            let places = by_colour.entry(rank).or_default();
            // More than these are never shown.
            if places.len() < most {
                places.push((number, row));
            }
        }
    }
    let shown: Vec<Place> = by_colour.into_values().flatten().take(most).collect();
    let words = language.pick("message_zh", "message_en");
    let rows = shown.iter().filter_map(|(number, row)| {
        let batch = findings.get(*number)?;
        let cell = |name: &str| cell(batch, name, *row).unwrap_or_default();
        let decided = batch.column_by_name("decided")?.as_primitive::<Date32Type>();
        let decided = arrow_array::Array::is_valid(decided, *row).then(|| decided.value(*row));
        let decided = decided.and_then(Date::from_epoch_day).map(|day| day.to_string());
        Some(vec![
            lamp(colour(cell("colour")), language),
            html! { code.whole { (cell("case")) } },
            whole(&cell("office")),
            whole(&decided.unwrap_or_default()),
            html! { code.whole { (cell("code")) } },
            text(&cell(words)),
        ])
    });
    let heads = [
        pick("颜色", "Colour"),
        pick("案件", "Case"),
        pick("机关", "Office"),
        pick("决定日期", "Decided"),
        pick("代码", "Code"),
        pick("发现", "Finding"),
    ];
    let rows: Vec<Vec<Markup>> = rows.collect();
    let more = all.saturating_sub(rows.len());
    html! {
        @if all > 0 { p.heading { (pick("待核查", "To review")) } }
        (table_of_words(&heads, rows))
        (further(more, "findings", language))
    }
}

fn colour(code: impl AsRef<str>) -> Option<Light> {
    Light::THAT_COME_ON.into_iter().find(|light| light.code() == code.as_ref())
}

fn irregularity(code: &str) -> Option<Irregularity> {
    Irregularity::WORDS.iter().find(|(word, _)| *word == code).map(|(_, code)| *code)
}

/// A text of a column, plain or of a dictionary.
fn cell(batch: &RecordBatch, name: &str, row: usize) -> Option<String> {
    let column = batch.column_by_name(name)?;
    if !arrow_array::Array::is_valid(column, row) {
        return None;
    }
    if let Some(texts) = column.as_string_opt::<i32>() {
        return Some(texts.value(row).to_owned());
    }
    let texts = column.as_dictionary_opt::<Int32Type>()?;
    let place = texts.key(row)?;
    Some(texts.values().as_string_opt::<i32>()?.value(place).to_owned())
}
