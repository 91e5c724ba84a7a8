//! An index, and the reports of screens of tenders and of payments, of consistency and of compliance.

use evenhand::Language;
use evenhand::compliance::ComplianceReport;
use evenhand::consistency::ConsistencyReport;
use evenhand::pack::SourceKind;
use evenhand::risk::IndexOutcome;
use evenhand::risk::payments::PaymentReport;
use evenhand::risk::screen::ScreenReport;
use maud::{Markup, html};

use super::caseload::{further, grouped};
use super::{frame, list, office_name, sheet, table, table_of_words, text, version, whole};

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

/// The report of compliance as HTML.
pub(crate) fn compliance(report: &ComplianceReport, most: usize, language: Language) -> String {
    let pick = |zh, en| language.pick(zh, en);
    let scheme = &report.compliance;
    let count = |count: u64| whole(&grouped(count));
    let provisions = scheme.provisions().zip(&report.tallies).map(|(provision, tally)| {
        vec![
            text(provision.title.get(language)),
            count(tally.met),
            count(tally.not_met),
            count(tally.not_applicable),
            count(tally.not_judged),
            count(tally.pending),
        ]
    });
    let heads = [
        pick("要求", "Duty or step"),
        pick("符合", "Met"),
        pick("不符合", "Not met"),
        pick("不适用", "Does not apply"),
        pick("未判断", "Not judged"),
        pick("待办", "Pending"),
    ];
    let offices = report.offices.iter().map(|(office, tally)| {
        vec![
            text(office_name(office, language)),
            count(tally.in_order),
            count(tally.with_findings),
            count(tally.unsettled),
        ]
    });
    let office_heads = [
        pick("单位", "Office"),
        pick("符合", "In order"),
        pick("有问题", "With findings"),
        pick("未定", "Not settled"),
    ];
    let at = |matter: &str, sentence: String| format!("{matter} {sentence}");
    let told = report.findings.iter().take(most);
    let told: Vec<String> =
        told.map(|found| at(&found.matter, found.what.sentence(scheme, language))).collect();
    let open = report.unsettled.iter().take(most);
    let open: Vec<String> =
        open.map(|found| at(&found.matter, found.what.sentence(scheme, language))).collect();
    let illustration = scheme.document.source.kind == SourceKind::Illustration;
    let headline = match language {
        Language::Chinese => format!("{}：{}件", scheme.title.zh, grouped(report.read)),
        Language::English => format!("{}: {} records", scheme.title.en, grouped(report.read)),
    };
    let body = html! {
        (counts(report.judged, report.refused, language))
        (table_of_words(&heads, provisions.collect()))
        @if report.offices.len() > 1 { (table_of_words(&office_heads, offices.collect())) }
        (findings(&told, report.findings.len(), language))
        (list(pick("未能判断或者尚待办理", "Not judged, or still to come"), &open))
        (further(report.unsettled.len().saturating_sub(open.len()), "open", language))
        @if illustration {
            p { (pick("所用要求和界限是示例，不是机关公布的。", "What is demanded here is an illustration; no authority published it.")) }
        }
        (version(&scheme.id, &scheme.document, language))
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
