//! What supervision found in one case or application.

use evenhand::Language;
use evenhand::limit::Light;
use evenhand::supervise::{Application, ApprovalSupervision, DecidedCase, Irregular, Supervision};
use maud::{Markup, html};

use super::due::{light, state};
use super::{frame, sheet, table_of_words, text, version, whole};

/// The findings about a decided case as HTML.
pub(crate) fn supervision(case: &DecidedCase, found: &Supervision, language: Language) -> String {
    let pick = |zh, en| language.pick(zh, en);
    let outcome = found.outcome();
    let body = html! {
        (sheet(vec![
            (pick("案件", "Case"), told(case.name())),
            (pick("机关", "Office"), told(case.office())),
            (pick("事项", "Item"), Some(html! { code { (case.item()) } })),
            (pick("决定日期", "Decided"), Some(whole(&case.case().days().decided.to_string()))),
        ]))
        (findings(&found.findings, language))
        @if let Some(outcome) = outcome { (version(&outcome.item().id, &outcome.item().document, language)) }
        (version(&found.policy().id, &found.policy().document, language))
    };
    frame(language, &headline(&found.findings, language), &body)
}

/// The findings about an application as HTML.
pub(crate) fn approval(application: &Application, found: &ApprovalSupervision, language: Language) -> String {
    let pick = |zh, en| language.pick(zh, en);
    let due = found.due();
    let body = html! {
        (sheet(vec![
            (pick("案件", "Case"), told(application.name())),
            (pick("机关", "Office"), told(application.office())),
            (pick("期限", "Limit"), Some(html! { code { (application.limit()) } })),
            (pick("届满", "Last day"), due.and_then(|due| due.due).map(|day| whole(&day.to_string()))),
            (pick("亮灯", "Light"), due.and_then(|due| due.light).map(|shown| light(shown, language))),
            (pick("状态", "State"), due.map(|due| text(state(due.state, language)))),
        ]))
        (findings(&found.findings, language))
        @if let Some(limit) = found.limit() { (version(&limit.limit.id, &limit.document, language)) }
    };
    frame(language, &headline(&found.findings, language), &body)
}

fn told(words: &str) -> Option<Markup> {
    (!words.is_empty()).then(|| text(words))
}

fn headline(findings: &[Irregular], language: Language) -> String {
    match (findings.len(), language) {
        (0, _) => language.pick("没有发现", "Nothing found").to_owned(),
        (count, Language::Chinese) => format!("发现{count}处"),
        (1, Language::English) => "1 finding".to_owned(),
        (count, Language::English) => format!("{count} findings"),
    }
}

fn findings(findings: &[Irregular], language: Language) -> Markup {
    let pick = |zh, en| language.pick(zh, en);
    let rows = findings.iter().map(|found| {
        let handling = found.handling.map(|handling| handling.name(language));
        vec![
            lamp(found.colour, language),
            html! { code.whole { (found.code.as_str()) } },
            text(found.message.get(language)),
            text(found.expected.as_deref().unwrap_or_default()),
            text(found.found.as_deref().unwrap_or_default()),
            text(found.basis.as_ref().map_or("", |basis| basis.get(language))),
            text(handling.unwrap_or_default()),
        ]
    });
    let heads = [
        pick("颜色", "Colour"),
        pick("代码", "Code"),
        pick("发现", "Finding"),
        pick("应为", "Expected"),
        pick("实为", "Found"),
        pick("依据", "Basis"),
        pick("处置", "Handling"),
    ];
    table_of_words(&heads, rows.collect())
}

/// The colour of an alert; nothing where there is none.
pub(super) fn lamp(colour: Option<Light>, language: Language) -> Markup {
    html! { @if let Some(colour) = colour { span.whole { (light(colour, language)) } } }
}
