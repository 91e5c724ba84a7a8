//! Scores of offices: the scheme, the score of a period, that of several.

use evenhand::Language;
use evenhand::number::Rational;
use evenhand::risk::{Accounted, Entry, EntryKind, OverPeriods, Score, ScoreOutcome};
use maud::{Markup, html};

use super::{frame, list, sheet, table, text, version, whole};

/// A scheme as HTML.
pub(crate) fn score(score: &Score, language: Language) -> String {
    let pick = |zh, en| language.pick(zh, en);
    let parts = score.parts.iter().map(|part| {
        let floor = part.floor.map(|floor| floor.to_string()).unwrap_or_default();
        vec![text(part.title.get(language)), whole(&part.points.to_string()), whole(&floor)]
    });
    let entries = score.entries.iter().map(|entry| {
        let part = entry.part.and_then(|part| score.parts.get(part));
        vec![
            text(part.map_or("", |part| part.title.get(language))),
            text(entry.title.get(language)),
            html! { code { (sign(entry)) (entry.points.text) } },
        ]
    });
    let once = score.together.iter().flat_map(|together| &together.facts);
    let facts = score.facts.iter().chain(once).map(|fact| {
        vec![html! { code { (fact.name) } }, text(fact.label.get(language)), text(&fact.expected())]
    });
    let notes: Vec<String> = score.note.iter().map(|note| note.get(language).to_owned()).collect();
    let body = html! {
        (about(score, language))
        (table(&[pick("部分", "Part"), pick("满分", "Points"), pick("最低", "At least")], parts.collect()))
        (table(&[pick("部分", "Part"), pick("扣分、加分", "Deduction or bonus"), pick("分值", "Points")], entries.collect()))
        (table(&[pick("事实", "Fact"), pick("名称", "What it is"), pick("取值", "What can be given")], facts.collect()))
        (list(pick("说明", "Notes"), &notes))
        (version(&score.id, &score.document, language))
    };
    frame(language, score.title.get(language), &body)
}

/// The score of a period as HTML.
pub(crate) fn score_outcome(outcome: &ScoreOutcome, language: Language) -> String {
    let score = outcome.score();
    let body = html! {
        (about(score, language))
        (parts(outcome, language))
        (list(language.pick("计算", "Working"), &outcome.sentences(language)))
        (version(&score.id, &score.document, language))
    };
    frame(language, &headline(outcome.points, language), &body)
}

/// The score of several periods as HTML, and under it each period's.
pub(crate) fn over_periods(over: &OverPeriods, outcomes: &[ScoreOutcome], language: Language) -> String {
    let score = over.score();
    let periods = outcomes.iter().enumerate().map(|(place, outcome)| {
        vec![
            text(&(place + 1).to_string()),
            text(&outcome.working(language).join(" ")),
            whole(&outcome.points.to_string()),
        ]
    });
    let pick = |zh, en| language.pick(zh, en);
    let body = html! {
        (about(score, language))
        (table(&[pick("期", "Period"), pick("计算", "Working"), pick("得分", "Score")], periods.collect()))
        (list(pick("合计", "Together"), &over.sentences(language)))
        (version(&score.id, &score.document, language))
    };
    frame(language, &headline(over.points, language), &body)
}

fn headline(points: Rational, language: Language) -> String {
    format!("{}{points}", language.pick("得分：", "Score: "))
}

fn about(score: &Score, language: Language) -> Markup {
    let pick = |zh, en| language.pick(zh, en);
    sheet(vec![
        (pick("评分", "Score"), Some(text(score.title.get(language)))),
        (pick("周期", "Period"), Some(text(score.period.name(language)))),
        (pick("文件", "Document"), Some(text(score.document.title.get(language)))),
        (pick("依据", "Basis"), Some(text(score.basis.get(language)))),
        (pick("满分", "Full score"), score.full().map(|full| whole(&full.to_string()))),
    ])
}

const fn sign(entry: &Entry) -> &'static str {
    match entry.kind {
        EntryKind::Deduction => "− ",
        EntryKind::Bonus => "+ ",
    }
}

/// The parts with their points, and under each what was taken off or added.
fn parts(outcome: &ScoreOutcome, language: Language) -> Markup {
    let score = outcome.score();
    let of = |part: Option<usize>| {
        let entries = score.entries.iter().zip(&outcome.entries);
        let counted = entries.filter_map(|(entry, accounted)| match accounted {
            Accounted::Points(points) if entry.part == part && !points.is_zero() => {
                Some(format!("{}{points} {}", sign(entry), entry.title.get(language)))
            }
            _ => None,
        });
        counted.collect::<Vec<_>>()
    };
    let lines = |lines: Vec<String>| html! { @for (place, line) in lines.iter().enumerate() { @if place > 0 { br; } (line) } };
    let parts = score.parts.iter().zip(&outcome.parts).enumerate().map(|(place, (part, found))| {
        vec![
            text(part.title.get(language)),
            whole(&part.points.to_string()),
            lines(of(Some(place))),
            whole(&found.points.to_string()),
        ]
    });
    let on_the_whole = of(None);
    let whole_row = (!on_the_whole.is_empty()).then(|| {
        vec![
            text(language.pick("总分", "the whole")),
            text(""),
            lines(on_the_whole),
            whole(&outcome.sum.to_string()),
        ]
    });
    let pick = |zh, en| language.pick(zh, en);
    let heads = [
        pick("部分", "Part"),
        pick("满分", "Full"),
        pick("扣分、加分", "Taken off, added"),
        pick("得分", "Points"),
    ];
    table(&heads, parts.chain(whole_row).collect())
}
