//! The report of the checks.

use evenhand::Language;
use evenhand::check::Finding;
use evenhand::diagnostic::Severity;
use maud::html;

use super::{frame, table, text};

/// The findings as HTML.
pub(crate) fn findings(findings: &[&Finding], language: Language) -> String {
    let count =
        |severity: Severity| findings.iter().filter(|finding| finding.code.severity() == severity).count();
    let (errors, warnings, notes) = (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
    let headline = match language {
        Language::Chinese => format!("错误{errors}个，警告{warnings}个，提示{notes}个"),
        Language::English => format!("{errors} errors, {warnings} warnings, {notes} notes"),
    };
    let rows = findings.iter().map(|finding| {
        let severity = finding.code.severity();
        let (light, name) = match severity {
            Severity::Error => ("red", language.pick("错误", "error")),
            Severity::Warning => ("yellow", language.pick("警告", "warning")),
            Severity::Note => ("hint", language.pick("提示", "note")),
        };
        let place = finding.labels.first();
        let place =
            place.map(|label| format!("{}:{}", label.source.name(), label.source.line(label.span.start)));
        vec![
            html! { span class={ "light " (light) } { (name) } },
            html! { code { (finding.code.as_str()) } },
            html! { code { (finding.item) } },
            text(finding.message.get(language)),
            html! { code { (finding.witness_words().join(" ")) } },
            html! { code { (place.unwrap_or_default()) } },
        ]
    });
    let heads = [
        language.pick("级别", "Severity"),
        language.pick("代码", "Code"),
        language.pick("事项", "Item"),
        language.pick("发现", "Finding"),
        language.pick("实例", "Case"),
        language.pick("位置", "Place"),
    ];
    frame(language, &headline, &table(&heads, rows.collect()))
}
