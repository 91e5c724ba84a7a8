//! An index, and the reports of screens of tenders and of payments, and of consistency.

use evenhand::Language;
use evenhand::consistency::ConsistencyReport;
use evenhand::risk::IndexOutcome;
use evenhand::risk::payments::PaymentReport;
use evenhand::risk::screen::ScreenReport;
use maud::{Markup, html};

use super::caseload::{further, grouped};
use super::{frame, list, sheet, table, text, version, whole};

/// An index as HTML.
pub(crate) fn index_outcome(outcome: &IndexOutcome, language: Language) -> String {
    let pick = |zh, en| language.pick(zh, en);
    let index = outcome.index();
    let grade = outcome.grade();
    let colour = grade.and_then(|grade| grade.colour.as_ref()).map(|colour| colour.get(language));
    let parts = outcome.number.map(|number| number.to_string());
    let parts = parts.into_iter().chain(grade.map(|grade| grade.title.get(language).to_owned()));
    let parts: Vec<String> = parts.chain(colour.map(str::to_owned)).collect();
    let rows = index.indicators().iter().zip(&outcome.indicators).map(|(indicator, found)| {
        vec![
            text(indicator.title.get(language)),
            whole(&indicator.weight.to_string()),
            whole(&found.points.to_string()),
            whole(&found.contribution.to_string()),
        ]
    });
    let heads = [
        pick("指标", "Indicator"),
        pick("权重", "Weight"),
        pick("得分", "Points"),
        pick("贡献", "Contribution"),
    ];
    let measures = grade.into_iter().flat_map(|grade| &grade.measures);
    let measures: Vec<String> = measures.map(|measure| measure.title.get(language).to_owned()).collect();
    let body = html! {
        (sheet(vec![
            (pick("指数", "Index"), Some(text(index.title.get(language)))),
            (pick("文件", "Document"), Some(text(index.document.title.get(language)))),
            (pick("依据", "Basis"), Some(text(index.basis.get(language)))),
        ]))
        (table(&heads, rows.collect()))
        (list(pick("措施", "Measures"), &measures))
        (list(pick("计算", "Working"), &outcome.sentences(language)))
        (version(&index.id, &index.document, language))
    };
    frame(language, &format!("{}{}", pick("结果：", "Result: "), parts.join(" · ")), &body)
}

/// The report of a screen as HTML.
pub(crate) fn screen(report: &ScreenReport, most: usize, language: Language) -> String {
    let pick = |zh, en| language.pick(zh, en);
    let rows = report.screen.flags.iter().zip(&report.tallies).map(|(flag, tally)| {
        vec![
            html! { code { (flag.code) } },
            text(flag.title.get(language)),
            whole(&grouped(tally.raised)),
            whole(&grouped(tally.clear)),
            whole(&grouped(tally.not_judged.values().sum())),
            text(flag.basis.get(language)),
        ]
    });
    let heads = [
        pick("提示", "Flag"),
        pick("名称", "What it is"),
        pick("亮起", "Raised"),
        pick("未亮", "Clear"),
        pick("未能判断", "Not judged"),
        pick("依据", "Basis"),
    ];
    let sentences: Vec<String> =
        report.findings.iter().take(most).map(|finding| finding.sentence(report, language)).collect();
    let headline = match language {
        Language::Chinese => {
            format!("招标{}件，提示{}条", grouped(report.read), report.findings.len())
        }
        Language::English => {
            format!("{} tenders, {} findings", grouped(report.read), report.findings.len())
        }
    };
    let body = html! {
        (counts(report.judged, report.refused, language))
        (table(&heads, rows.collect()))
        (findings(&sentences, report.findings.len(), language))
        (version(&report.screen.id, &report.screen.document, language))
    };
    frame(language, &headline, &body)
}

/// The report of a screen of payments as HTML.
pub(crate) fn payments(report: &PaymentReport, most: usize, language: Language) -> String {
    let pick = |zh, en| language.pick(zh, en);
    let rows = report.screen.flags.iter().zip(&report.tallies).map(|(flag, tally)| {
        vec![
            html! { code { (flag.code) } },
            text(flag.title.get(language)),
            whole(&grouped(tally.findings)),
            whole(&grouped(tally.raised)),
            whole(&grouped(tally.clear)),
            whole(&grouped(tally.not_judged.values().sum())),
            text(flag.basis.get(language)),
        ]
    });
    let heads = [
        pick("线索", "Flag"),
        pick("名称", "What it is"),
        pick("发现", "Findings"),
        pick("涉及笔数", "Raised"),
        pick("未见异常", "Clear"),
        pick("未能判断", "Not judged"),
        pick("依据", "Basis"),
    ];
    let sentences: Vec<String> =
        report.findings.iter().take(most).map(|finding| finding.sentence(&report.screen, language)).collect();
    let headline = match language {
        Language::Chinese => format!("支付{}笔，线索{}条", grouped(report.read), report.findings.len()),
        Language::English => format!("{} payments, {} findings", grouped(report.read), report.findings.len()),
    };
    let body = html! {
        (counts(report.judged, report.refused, language))
        (table(&heads, rows.collect()))
        (findings(&sentences, report.findings.len(), language))
        (version(&report.screen.id, &report.screen.document, language))
    };
    frame(language, &headline, &body)
}

/// The report of consistency as HTML.
pub(crate) fn consistency(report: &ConsistencyReport, most: usize, language: Language) -> String {
    let sentences: Vec<String> =
        report.findings.iter().take(most).map(|finding| finding.sentence(report, language)).collect();
    let headline = match language {
        Language::Chinese => format!("决定{}件，提示{}条", grouped(report.read), report.findings.len()),
        Language::English => {
            format!("{} decisions, {} findings", grouped(report.read), report.findings.len())
        }
    };
    let body = html! {
        (counts(report.judged, report.refused, language))
        (findings(&sentences, report.findings.len(), language))
        (version(&report.policy.id, &report.policy.document, language))
    };
    frame(language, &headline, &body)
}

fn counts(judged: u64, refused: u64, language: Language) -> Markup {
    sheet(vec![
        (language.pick("已判断", "Judged"), Some(whole(&grouped(judged)))),
        (language.pick("记录有误", "Refused"), Some(whole(&grouped(refused)))),
    ])
}

fn findings(sentences: &[String], all: usize, language: Language) -> Markup {
    html! {
        (list(language.pick("提示只是核查的线索，不是违法的证明", "A finding is a reason to look, not a proof"), sentences))
        (further(all.saturating_sub(sentences.len()), "findings", language))
    }
}
