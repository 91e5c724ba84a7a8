//! `evenhand screen SCREEN FILE`

use std::path::PathBuf;
use std::thread;

use clap::Args;
use evenhand::Language;
use evenhand::risk::screen::{ScreenReport, Screening};

use crate::book::{Day, Rules, Speech};
use crate::page::version_line;
use crate::{Answer, lines};

#[derive(Args)]
pub(crate) struct Arguments {
    /// The screen, such as cn.bidding-screen/prices; `evenhand list --schemes` lists them
    screen: String,
    /// The tenders: an OCDS release or compiled release a line. Beside the fields of OCDS a bid may have `preparer`,
    /// `address` and `account`
    file: PathBuf,
    #[command(flatten)]
    day: Day,
    /// How many threads work; as many as the machine has if left out
    #[arg(long, value_name = "NUMBER")]
    threads: Option<usize>,
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
    let screen = book.on(arguments.day.get()?).screen(&arguments.screen);
    let screen = screen.map_err(|error| Answer::no_scheme(&error, arguments.json))?;
    let threads = arguments.threads.unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from));
    let mut screening = Screening::new(screen);
    lines::texts(&arguments.file, |lines| screening.add_lines(lines, threads))?;
    let report = screening.finish();
    let language = arguments.speech.get();
    let output = if arguments.json { report.to_json() } else { page(&report, language) };
    Ok(Answer::judged(output, report.refused == 0))
}

fn page(report: &ScreenReport, language: Language) -> String {
    let mut lines: Vec<String> = Vec::new();
    let (read, judged, refused) = (report.read, report.judged, report.refused);
    lines.push(match language {
        Language::Chinese => format!("读取项目{read}个：已筛查{judged}个，不予受理{refused}个"),
        Language::English => format!("{read} tenders read: {judged} judged, {refused} refused"),
    });
    lines.push(String::new());
    for (flag, tally) in report.screen.flags.iter().zip(&report.tallies) {
        let (code, title) = (&flag.code, flag.title.get(language));
        let (raised, clear) = (tally.raised, tally.clear);
        let mut line = match language {
            Language::Chinese => format!("{code} {title}：存疑{raised}，未见异常{clear}"),
            Language::English => format!("{code} {title}: raised {raised}, clear {clear}"),
        };
        for (reason, count) in &tally.not_judged {
            let reason = reason.name(language);
            line.push_str(&match language {
                Language::Chinese => format!("，未判断{count}（{reason}）"),
                Language::English => format!(", not judged {count} ({reason})"),
            });
        }
        lines.push(line);
    }
    if !report.findings.is_empty() {
        lines.push(String::new());
    }
    lines.extend(report.findings.iter().map(|finding| finding.sentence(report, language)));
    if !report.faults.is_empty() {
        lines.push(String::new());
    }
    let faults = report.faults.iter();
    lines.extend(
        faults.map(|(line, fault)| lines::refused(*line, fault.code, &fault.message(language), language)),
    );
    lines.push(String::new());
    lines.push(match language {
        Language::Chinese => "存疑只是核查的线索，不是串通的证明。".to_owned(),
        Language::English => "A finding is a reason to look, not a proof of collusion.".to_owned(),
    });
    lines.push(String::new());
    lines.push(version_line(&report.screen.id, &report.screen.document, language));
    format!("{}\n", lines.join("\n"))
}
