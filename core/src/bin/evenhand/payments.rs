//! `evenhand payments SCREEN FILE`

use std::path::PathBuf;

use clap::Args;
use evenhand::Language;
use evenhand::pack::SourceKind;
use evenhand::risk::payments::{PaymentReport, PaymentScreening};

use crate::book::{Day, Rules, Speech};
use crate::page::{office_name, plain_table, trim_lines, version_line};
use crate::{Answer, lines};

#[derive(Args)]
pub(crate) struct Arguments {
    /// The screen, such as cn.special-funds/payments; `evenhand list --schemes` lists them
    screen: String,
    /// The payments, a JSON object a line: id, day, amount and, as far as there are, from, to, purpose, group, office
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
    let book = arguments.rules.load_for(&[arguments.screen.as_str()])?;
    let screen = book.on(arguments.day.get()?).payment_screen(&arguments.screen);
    let screen = screen.map_err(|error| Answer::no_scheme(&error, arguments.json))?;
    let mut screening = PaymentScreening::new(screen);
    lines::each(&arguments.file, |line, text| screening.add_line(line, text.as_bytes()))?;
    let report = screening.finish();
    let output = if arguments.json { report.to_json() } else { page(&report, arguments.speech.get()) };
    Ok(Answer::judged(output, report.refused == 0))
}

fn page(report: &PaymentReport, language: Language) -> String {
    let (read, judged, refused_count) = (report.read, report.judged, report.refused);
    let counts = match language {
        Language::Chinese => format!("读取支付记录{read}笔：已筛查{judged}笔，不予受理{refused_count}笔"),
        Language::English => format!("{read} payments read: {judged} judged, {refused_count} refused"),
    };
    let mut parts = vec![counts, flags(report, language)];
    if report.offices.len() > 1 {
        parts.push(offices(report, language));
    }
    let findings = report.findings.iter().map(|finding| finding.sentence(&report.screen, language));
    let faults = report
        .faults
        .iter()
        .map(|(line, fault)| lines::refused(*line, fault.code, &fault.message(language), language));
    for list in [reasons(report, language), findings.collect(), faults.collect()] {
        if !list.is_empty() {
            parts.push(list.join("\n"));
        }
    }
    if report.findings.is_empty() {
        parts.push(language.pick("没有线索。", "No findings.").to_owned());
    }
    parts.push(caution(report, language));
    parts.push(version_line(&report.screen.id, &report.screen.document, language));
    format!("{}\n", parts.join("\n\n"))
}

fn flags(report: &PaymentReport, language: Language) -> String {
    let mut table = plain_table();
    table.set_header([
        language.pick("线索", "FLAG"),
        "",
        language.pick("发现", "FINDINGS"),
        language.pick("涉及笔数", "RAISED"),
        language.pick("未见异常", "CLEAR"),
        language.pick("未判断", "NOT JUDGED"),
    ]);
    for (flag, tally) in report.screen.flags.iter().zip(&report.tallies) {
        let not_judged: u64 = tally.not_judged.values().sum();
        let counts = [tally.findings, tally.raised, tally.clear, not_judged].map(|count| count.to_string());
        let words = [flag.code.clone(), flag.title.get(language).to_owned()];
        table.add_row(words.into_iter().chain(counts));
    }
    trim_lines(&table.to_string())
}

/// Why payments were not judged, a line a flag.
fn reasons(report: &PaymentReport, language: Language) -> Vec<String> {
    let flags = report.screen.flags.iter().zip(&report.tallies);
    let untold = flags.filter(|(_, tally)| !tally.not_judged.is_empty()).map(|(flag, tally)| {
        let reasons = tally.not_judged.iter().map(|(reason, count)| match language {
            Language::Chinese => format!("{count}笔{}", reason.name(language)),
            Language::English => format!("{count} {}", reason.name(language)),
        });
        let reasons: Vec<String> = reasons.collect();
        match language {
            Language::Chinese => format!("{}未判断：{}", flag.code, reasons.join("，")),
            Language::English => format!("{} not judged: {}", flag.code, reasons.join(", ")),
        }
    });
    untold.collect()
}

fn offices(report: &PaymentReport, language: Language) -> String {
    let mut table = plain_table();
    table.set_header([
        language.pick("单位", "OFFICE"),
        language.pick("已筛查", "JUDGED"),
        language.pick("有线索", "RAISED"),
    ]);
    for (office, counted) in &report.offices {
        table.add_row([
            office_name(office, language),
            counted.judged.to_string(),
            counted.raised.to_string(),
        ]);
    }
    trim_lines(&table.to_string())
}

fn caution(report: &PaymentReport, language: Language) -> String {
    let caution = language
        .pick("存疑只是核查的线索，不是违纪违法的证明。", "A finding is a reason to look, not a proof.");
    if report.screen.document.source.kind != SourceKind::Illustration {
        return caution.to_owned();
    }
    let unofficial = language.pick(
        "所用界限是示例，不是机关公布的。",
        " The limits here are an illustration; no authority published them.",
    );
    format!("{caution}{unofficial}")
}
