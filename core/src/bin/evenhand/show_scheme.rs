//! `evenhand show` of a surcharge, a score or a screen and, next door, an index, a policy or a compliance scheme: what is entered, and what it comes to.

use std::fmt::Write;

use evenhand::consistency::Policy;
use evenhand::limit::{Surcharge, SurchargeStart};
use evenhand::risk::payments::PaymentScreen;
use evenhand::risk::screen::{Fence, Screen, Test};
use evenhand::risk::{Entry, EntryKind, Score};
use evenhand::time::Date;
use evenhand::{Bilingual, Language, RuleBook, fact_values};

use crate::page::{plain_table, trim_lines, version_line};
use crate::{show_compliance, show_index, show_policy};

/// The page of the surcharge, score, index, screen or policy with this id that is in force on a day, if there is one.
pub(crate) fn page(book: &RuleBook, day: Date, id: &str, language: Language) -> Option<String> {
    if let Ok(score) = book.on(day).score(id) {
        return Some(score_page(score, language));
    }
    if let Ok(policy) = book.on(day).consistency(id) {
        return Some(policy_page(policy, language));
    }
    if let Ok(screen) = book.on(day).screen(id) {
        return Some(screen_page(screen, language));
    }
    if let Ok(screen) = book.on(day).payment_screen(id) {
        return Some(payments_page(screen, language));
    }
    if let Ok(policy) = book.on(day).policy(id) {
        return Some(show_policy::page(policy, language));
    }
    if let Ok(scheme) = book.on(day).compliance(id) {
        return Some(show_compliance::page(scheme, language));
    }
    if let Ok(index) = book.on(day).index(id) {
        return Some(show_index::page(index, language));
    }
    let mut surcharges = book.surcharges().filter(|rule| rule.document.in_force.contains(day));
    let rule = surcharges.find(|rule| rule.surcharge.id == id)?;
    let version = version_line(id, &rule.document, language);
    Some(format!("{}\n{version}\n", surcharge_page(&rule.surcharge, &rule.document.title, language)))
}

pub(crate) fn table(rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut table = plain_table();
    for row in rows {
        table.add_row(row);
    }
    trim_lines(&table.to_string())
}

pub(crate) fn head(id: &str, [title, document, basis]: [&Bilingual; 3], language: Language) -> String {
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
    let rows = facts.into_iter().map(|fact| {
        vec![fact.name.clone(), fact.label.get(language).to_owned(), fact_values(fact, language)]
    });
    let _ = writeln!(text, "\n{}\n{}", language.pick("事实", "FACTS"), table(rows));
    for note in [&score.note, &score.document.note].into_iter().flatten() {
        let _ = writeln!(text, "\n{}", note.get(language));
    }
    format!("{text}\n{}\n", version_line(&score.id, &score.document, language))
}

fn screen_page(screen: &Screen, language: Language) -> String {
    let mut text = head(&screen.id, [&screen.title, &screen.document.title, &screen.basis], language);
    let rows = screen.flags.iter().map(|flag| {
        let basis = if flag.basis == screen.basis { "" } else { flag.basis.get(language) };
        vec![flag.code.clone(), flag.title.get(language).to_owned(), limit(&flag.test), basis.to_owned()]
    });
    let _ = writeln!(text, "\n{}\n{}", language.pick("线索", "FLAGS"), table(rows));
    let notes =
        [&screen.note, &screen.document.note].into_iter().chain(screen.flags.iter().map(|flag| &flag.note));
    for note in notes.flatten() {
        let _ = writeln!(text, "\n{}", note.get(language));
    }
    format!("{text}\n{}\n", version_line(&screen.id, &screen.document, language))
}

fn payments_page(screen: &PaymentScreen, language: Language) -> String {
    let mut text = head(&screen.id, [&screen.title, &screen.document.title, &screen.basis], language);
    let rows = screen.flags.iter().map(|flag| {
        let basis = if flag.basis == screen.basis { "" } else { flag.basis.get(language) };
        let test = format!("{}: {}", flag.test.code(), flag.test.limits());
        vec![flag.code.clone(), flag.title.get(language).to_owned(), test, basis.to_owned()]
    });
    let _ = writeln!(text, "\n{}\n{}", language.pick("线索", "FLAGS"), table(rows));
    let notes =
        [&screen.note, &screen.document.note].into_iter().chain(screen.flags.iter().map(|flag| &flag.note));
    for note in notes.flatten() {
        let _ = writeln!(text, "\n{}", note.get(language));
    }
    format!("{text}\n{}\n", version_line(&screen.id, &screen.document, language))
}

fn policy_page(policy: &Policy, language: Language) -> String {
    let mut text = head(&policy.id, [&policy.title, &policy.document.title, &policy.basis], language);
    let rows = policy
        .limits
        .named()
        .into_iter()
        .map(|(key, zh, en, value)| vec![key.to_owned(), value, language.pick(zh, en).to_owned()]);
    let _ = writeln!(text, "\n{}\n{}", language.pick("界限", "LIMITS"), table(rows));
    for note in [&policy.note, &policy.document.note].into_iter().flatten() {
        let _ = writeln!(text, "\n{}", note.get(language));
    }
    format!("{text}\n{}\n", version_line(&policy.id, &policy.document, language))
}

/// Where a flag is raised, in the terms of the pack.
fn limit(test: &Test) -> String {
    let fence = |fence: &Fence| match fence {
        Fence::Quartiles(times) => format!("quartiles {times}"),
        Fence::Fixed(at) => format!("fence {at}"),
    };
    match test {
        Test::Statistics { when, bids } => {
            let when = when.iter().map(|(statistic, range)| format!("{} {range}", statistic.code()));
            let when: Vec<String> = when.chain([format!("bids >= {bids}")]).collect();
            when.join(", ")
        }
        Test::RegularSpacing(bids) | Test::ConstantRatio(bids) => format!("bids >= {bids}"),
        Test::ShortPeriod(days, methods) if methods.is_empty() => format!("days < {days}"),
        Test::ShortPeriod(days, methods) => format!("days < {days}, {}", methods.join(", ")),
        Test::ClosePrice(outliers) | Test::HeavyDiscount(outliers) => fence(outliers),
        Test::LowSuccess { percentile, fence: outliers } => {
            format!("percentile {percentile}, {}", fence(outliers))
        }
        Test::IdenticalPrices | Test::Shared(_) | Test::LateBidWon | Test::LowestDisqualified => {
            String::new()
        }
    }
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
