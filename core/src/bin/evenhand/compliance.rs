//! `evenhand compliance SCHEME FILE`

use std::path::PathBuf;

use clap::Args;
use evenhand::Language;
use evenhand::compliance::{ComplianceReport, ComplianceReview, OfficeTally};
use evenhand::pack::SourceKind;

use crate::book::{Day, Rules, Speech};
use crate::page::{office_name, plain_table, trim_lines, version_line};
use crate::{Answer, lines};

#[derive(Args)]
pub(crate) struct Arguments {
    /// The scheme, such as cn.official-reception-regulation/reception; `evenhand list --schemes` lists them
    scheme: String,
    /// The records, a JSON object a line: matter, day and, as far as there are, office, open, facts, events. `evenhand show`
    /// of the scheme lists the facts and steps
    file: PathBuf,
    #[command(flatten)]
    day: Day,
    /// Print the whole report as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    speech: Speech,
    #[command(flatten)]
    rules: Rules,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Answer, Answer> {
    let book = arguments.rules.load_for(&[arguments.scheme.as_str()])?;
    let scheme = book.on(arguments.day.get()?).compliance(&arguments.scheme);
    let scheme = scheme.map_err(|error| Answer::no_scheme(&error, arguments.json))?;
    let mut review = ComplianceReview::new(scheme);
    lines::each(&arguments.file, |line, text| review.add_line(line, text.as_bytes()))?;
    let report = review.finish();
    let output = if arguments.json { report.to_json() } else { page(&report, arguments.speech.get()) };
    Ok(Answer::judged(output, report.refused == 0))
}

fn page(report: &ComplianceReport, language: Language) -> String {
    let scheme = &report.compliance;
    let mut parts = vec![counts(report, language), provisions(report, language)];
    if report.offices.len() > 1 {
        parts.push(offices(report, language));
    }
    let at = |line: u64, matter: &str, sentence: String| match language {
        Language::Chinese => format!("第{line}行 {matter} {sentence}"),
        Language::English => format!("line {line} {matter} {sentence}"),
    };
    let findings =
        report.findings.iter().map(|one| at(one.line, &one.matter, one.what.sentence(scheme, language)));
    let unsettled =
        report.unsettled.iter().map(|one| at(one.line, &one.matter, one.what.sentence(scheme, language)));
    let faults = report
        .faults
        .iter()
        .map(|(line, fault)| lines::refused(*line, fault.code, &fault.message(language), language));
    for list in [findings.collect::<Vec<_>>(), unsettled.collect(), faults.collect()] {
        if !list.is_empty() {
            parts.push(list.join("\n"));
        }
    }
    if report.findings.is_empty() {
        parts.push(language.pick("没有问题。", "No findings.").to_owned());
    }
    parts.push(caution(report, language));
    parts.push(version_line(&scheme.id, &scheme.document, language));
    format!("{}\n", parts.join("\n\n"))
}

fn caution(report: &ComplianceReport, language: Language) -> String {
    let caution = language
        .pick("提示只是核查的线索，不是违纪违法的证明。", "A finding is a reason to look, not a proof.");
    if report.compliance.document.source.kind != SourceKind::Illustration {
        return caution.to_owned();
    }
    let unofficial = language.pick(
        "所用要求和界限是示例，不是机关公布的。",
        " What is demanded here is an illustration; no authority published it.",
    );
    format!("{caution}{unofficial}")
}

fn counts(report: &ComplianceReport, language: Language) -> String {
    let (read, judged, refused) = (report.read, report.judged, report.refused);
    let OfficeTally { in_order, with_findings, unsettled } = report.all;
    match language {
        Language::Chinese => format!(
            "读取记录{read}条：已判断{judged}条，不予受理{refused}条\n\
             符合{in_order}条，有问题{with_findings}条，未能全部判断或者尚待办理{unsettled}条"
        ),
        Language::English => format!(
            "{read} records read: {judged} judged, {refused} refused\n\
             {in_order} in order, {with_findings} with findings, {unsettled} not settled"
        ),
    }
}

fn provisions(report: &ComplianceReport, language: Language) -> String {
    let mut table = plain_table();
    table.set_header([
        language.pick("要求", "DUTY OR STEP"),
        "",
        language.pick("符合", "MET"),
        language.pick("不符合", "NOT MET"),
        language.pick("不适用", "DOES NOT APPLY"),
        language.pick("未判断", "NOT JUDGED"),
        language.pick("待办", "PENDING"),
    ]);
    for (provision, tally) in report.compliance.provisions().zip(&report.tallies) {
        let counts = [tally.met, tally.not_met, tally.not_applicable, tally.not_judged, tally.pending]
            .map(|count| count.to_string());
        let words = [provision.name.clone(), provision.title.get(language).to_owned()];
        table.add_row(words.into_iter().chain(counts));
    }
    trim_lines(&table.to_string())
}

fn offices(report: &ComplianceReport, language: Language) -> String {
    let mut table = plain_table();
    table.set_header([
        language.pick("单位", "OFFICE"),
        language.pick("符合", "IN ORDER"),
        language.pick("有问题", "WITH FINDINGS"),
        language.pick("未定", "NOT SETTLED"),
    ]);
    for (office, tally) in &report.offices {
        let counts = [tally.in_order, tally.with_findings, tally.unsettled].map(|count| count.to_string());
        table.add_row([office_name(office, language)].into_iter().chain(counts));
    }
    trim_lines(&table.to_string())
}
