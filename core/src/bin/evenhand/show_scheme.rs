//! `evenhand show SURCHARGE` and `evenhand show SCORE`: what is entered, and what it comes to.

use std::fmt::Write;

use evenhand::limit::{Surcharge, SurchargeStart};
use evenhand::risk::{Entry, EntryKind, Score};
use evenhand::time::Date;
use evenhand::{Bilingual, Language, RuleBook};

use crate::page::{plain_table, trim_lines, version_line};

/// The page of the surcharge or score with this id that is in force on a day, if there is one.
pub(crate) fn page(book: &RuleBook, day: Date, id: &str, language: Language) -> Option<String> {
    if let Ok(score) = book.on(day).score(id) {
        return Some(score_page(score, language));
    }
    let mut surcharges = book.surcharges().filter(|rule| rule.document.in_force.contains(day));
    let rule = surcharges.find(|rule| rule.surcharge.id == id)?;
    let version = version_line(id, &rule.document, language);
    Some(format!("{}\n{version}\n", surcharge_page(&rule.surcharge, &rule.document.title, language)))
}

fn table(rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut table = plain_table();
    for row in rows {
        table.add_row(row);
    }
    trim_lines(&table.to_string())
}

fn head(id: &str, [title, document, basis]: [&Bilingual; 3], language: Language) -> String {
    let (title, document, basis) = (title.get(language), document.get(language), basis.get(language));
    let (of, article) = (language.pick("文件：", "Document: "), language.pick("条款：", "Article:  "));
    format!("{id}\n{title}\n\n{of}{document}\n{article}{basis}\n")
}

fn score_page(score: &Score, language: Language) -> String {
    let mut text = head(&score.id, [&score.title, &score.document.title, &score.basis], language);
    let parts = score.parts.iter().map(|part| {
        let floor = part.floor.map_or_else(String::new, |floor| match language {
            Language::Chinese => format!("最低{floor}"),
            Language::English => format!("at least {floor}"),
        });
        vec![part.name.clone(), part.title.get(language).to_owned(), part.points.to_string(), floor]
    });
    let _ = writeln!(text, "\n{}\n{}", language.pick("部分", "PARTS"), table(parts));
    let entries = |entries: &[Entry]| {
        let row = |entry: &Entry| {
            let part = entry.part.and_then(|part| score.parts.get(part)).map(|part| part.name.clone());
            let sign = if entry.kind == EntryKind::Deduction { "-" } else { "+" };
            let points = format!("{sign} {}", entry.points.text);
            vec![part.unwrap_or_default(), entry.title.get(language).to_owned(), points]
        };
        table(entries.iter().map(row))
    };
    let heading = language.pick("扣分、加分", "DEDUCTIONS AND BONUSES");
    let _ = writeln!(text, "\n{heading}\n{}", entries(&score.entries));
    let mut facts: Vec<_> = score.facts.iter().collect();
    if let Some(together) = &score.together {
        let heading = language.pick("多期合计时一次性扣分", "TAKEN OFF ONCE FROM SEVERAL PERIODS");
        let _ = writeln!(text, "\n{heading}\n{}", entries(&together.deductions));
        facts.extend(&together.facts);
    }
    let rows = facts
        .into_iter()
        .map(|fact| vec![fact.name.clone(), fact.label.get(language).to_owned(), fact.expected()]);
    let _ = writeln!(text, "\n{}\n{}", language.pick("事实", "FACTS"), table(rows));
    for note in [&score.note, &score.document.note].into_iter().flatten() {
        let _ = writeln!(text, "\n{}", note.get(language));
    }
    format!("{text}\n{}\n", version_line(&score.id, &score.document, language))
}

fn surcharge_page(surcharge: &Surcharge, document: &Bilingual, language: Language) -> String {
    let mut text = head(&surcharge.id, [&surcharge.title, document, &surcharge.basis], language);
    let mut line = |zh: &str, en: &str, what: &str| {
        let _ = writeln!(text, "{}{what}", language.pick(zh, en));
    };
    let start = match &surcharge.start {
        SurchargeStart::After(limit) => limit.clone(),
        SurchargeStart::From { event, label } => format!("{event}  {}", label.get(language)),
    };
    line("\n期限：", "\nAfter:    ", &start);
    line("每日：", "Rate:     ", &surcharge.rate.to_string());
    if let Some(cap) = surcharge.cap {
        line("上限：", "Cap:      ", &cap.to_string());
    }
    for stop in &surcharge.stops {
        let basis = stop.basis.as_ref().map(|basis| basis.in_brackets(language)).unwrap_or_default();
        line("不计：", "Stops:    ", &format!("{}  {}{basis}", stop.reason, stop.title.get(language)));
    }
    line(
        "事件：",
        "Events:   ",
        "paid=DAY:AMOUNT  deferred=DAY:UNTIL  instalment=DAY:AMOUNT  stopped=DAY:REASON  resumed=DAY",
    );
    if let Some(note) = &surcharge.note {
        line("\n说明：", "\nNote:     ", note.get(language));
    }
    text
}
