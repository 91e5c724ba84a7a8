//! `evenhand supervise FILE`

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::thread;

use clap::Args;
use evenhand::Language;
use evenhand::number::{Rational, Rounding, RoundingMode};
use evenhand::supervise::{Caseload, DecidedCase, Judged, Policy, PolicyError, Supervision, Supervisor};

use crate::book::{Day, Rules, Speech, completed};
use crate::due::calendar;
use crate::page::{plain_table, trim_lines, version_line};
use crate::{Answer, FAULT};

#[derive(Args)]
pub(crate) struct Arguments {
    /// The decided cases: a record as JSON a line; docs/supervision.md lists its keys
    file: PathBuf,
    /// The policy that gives colours, handlings and the limits that are watched; `evenhand list --schemes` lists them
    #[arg(long, default_value = "cn.penalty-supervision/cases")]
    policy: String,
    #[command(flatten)]
    day: Day,
    /// Calendars beside the bundled one: years that it lacks, days of an office
    #[arg(long, value_name = "FILE")]
    calendar: Vec<PathBuf>,
    /// How many threads work; as many as the machine has if left out
    #[arg(long, value_name = "NUMBER")]
    threads: Option<usize>,
    /// Print JSON: a line for each case with findings and each refused record, and the counts as the last line
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    speech: Speech,
    #[command(flatten)]
    rules: Rules,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Answer, Answer> {
    // Which items the records name shows only on the way.
    let book = completed(arguments.rules.load()?)?;
    let policy = book.on(arguments.day.get()?).policy(&arguments.policy);
    let policy = policy.map_err(|error| refuse(&error, arguments.json))?;
    let calendar = calendar(&arguments.policy, &arguments.calendar)?;
    let threads = arguments.threads.unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from));
    let mut lines = Lines::open(&arguments.file)?;
    let (language, json) = (arguments.speech.get(), arguments.json);
    let mut output = BufWriter::new(io::stdout());
    let supervisor = Supervisor::new(&book, policy, &calendar);
    let caseload = supervisor.caseload(&mut lines, threads, |judged| {
        let Some(text) = told(judged, json, language) else { return ControlFlow::Continue(()) };
        // A reader that has seen enough (`| head`) closes the pipe; that is no fault.
        match writeln!(output, "{text}") {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    });
    let _closed = output.flush();
    if let Some(error) = lines.error {
        return Err(Answer::usage(format!("error: {}: {error}", arguments.file.display())));
    }
    let output = if json { in_one_line(&caseload.to_json()) } else { page(&caseload, policy, language) };
    let code = if caseload.refused == 0 && caseload.not_judged == 0 { 0 } else { FAULT };
    Ok(Answer { output, complaint: String::new(), code })
}

fn refuse(error: &PolicyError, json: bool) -> Answer {
    let output = if json { error.to_json() } else { String::new() };
    let hint = match error {
        PolicyError::UnknownPolicy { .. } => "\nhelp: `evenhand list --schemes` lists the policies",
        PolicyError::NotInForce(_) => "",
    };
    Answer { output, complaint: format!("error[{}]: {error}{hint}", error.code()), code: FAULT }
}

/// The lines of a file, until it ends or cannot be read further.
struct Lines {
    reader: BufReader<File>,
    error: Option<io::Error>,
}

impl Lines {
    fn open(file: &Path) -> Result<Self, Answer> {
        let opened = File::open(file);
        let refuse = |error: io::Error| Answer::usage(format!("error: {}: {error}", file.display()));
        Ok(Self { reader: BufReader::with_capacity(1 << 20, opened.map_err(refuse)?), error: None })
    }
}

impl Iterator for Lines {
    type Item = Vec<u8>;

    fn next(&mut self) -> Option<Vec<u8>> {
        let mut line = Vec::new();
        match self.reader.read_until(b'\n', &mut line) {
            Ok(0) => None,
            Ok(_) => Some(line),
            Err(error) => {
                self.error = Some(error);
                None
            }
        }
    }
}

/// What is told of a line; nothing where nothing was found.
fn told(judged: &Judged, json: bool, language: Language) -> Option<String> {
    let line = judged.line;
    match &judged.record {
        Ok((_, supervision)) if supervision.findings.is_empty() => None,
        _ if json => Some(judged.to_json()),
        Ok((case, supervision)) => Some(found(line, case, supervision, language)),
        Err(fault) => Some(match language {
            Language::Chinese => {
                format!("第{line}行：错误[{}]：{}\n", fault.code, fault.message(language))
            }
            Language::English => format!("line {line}: error[{}]: {fault}\n", fault.code),
        }),
    }
}

fn found(line: u64, case: &DecidedCase, supervision: &Supervision, language: Language) -> String {
    let mut head = match language {
        Language::Chinese => format!("第{line}行"),
        Language::English => format!("line {line}"),
    };
    for part in [case.name(), case.office(), case.item()].into_iter().filter(|part| !part.is_empty()) {
        head.push_str(&format!(" · {part}"));
    }
    for finding in &supervision.findings {
        head.push_str(&format!("\n  {}", finding.sentence(language)));
    }
    head.push('\n');
    head
}

fn page(caseload: &Caseload, policy: &Policy, language: Language) -> String {
    let Caseload { read, judged, not_judged, refused, all, .. } = caseload;
    let mut text = match language {
        Language::Chinese => {
            format!("读取{read}件：已判断{judged}件，未能判断{not_judged}件，不予受理{refused}件\n")
        }
        Language::English => {
            format!("{read} records read: {judged} judged, {not_judged} not judged, {refused} refused\n")
        }
    };
    let mut offices = plain_table();
    offices.set_header([
        language.pick("机关", "OFFICE"),
        language.pick("月份", "MONTH"),
        language.pick("已判断", "JUDGED"),
        language.pick("异常", "IRREGULAR"),
        language.pick("异常率", "SHARE"),
        language.pick("提示", "HINT"),
        language.pick("黄", "YELLOW"),
        language.pick("红", "RED"),
    ]);
    let mut row = |office: &str, month: String, tally: &evenhand::supervise::Tally| {
        let [hint, yellow, red] = tally.colours.map(|count| count.to_string());
        let share = share(tally.irregular, tally.judged);
        let counts = [tally.judged.to_string(), tally.irregular.to_string(), share, hint, yellow, red];
        offices.add_row([office.to_owned(), month].into_iter().chain(counts));
    };
    for (office, months) in &caseload.offices {
        for ((year, month), tally) in months {
            row(office, format!("{year:04}-{month:02}"), tally);
        }
    }
    row(language.pick("合计", "all"), String::new(), all);
    text.push_str(&format!("\n{}\n", trim_lines(&offices.to_string())));
    if !all.findings.is_empty() {
        let mut findings = plain_table();
        for (code, count) in &all.findings {
            findings.add_row([code.as_str().to_owned(), count.to_string(), code.name(language).to_owned()]);
        }
        text.push_str(&format!("\n{}\n", trim_lines(&findings.to_string())));
    }
    format!("{text}\n{}\n", version_line(&policy.id, &policy.document, language))
}

/// A share in per cent, rounded to three decimals.
fn share(part: u64, whole: u64) -> String {
    let percent = Rational::new(i128::from(part).saturating_mul(100), whole.into());
    let rounding = Rational::power_of_ten(-3).and_then(|step| Rounding::new(step, RoundingMode::HalfUp));
    let rounded = percent.zip(rounding).and_then(|(percent, rounding)| rounding.round(percent));
    rounded.map_or_else(|| "-".to_owned(), |percent| format!("{percent}%"))
}

/// JSON without the line breaks that are for people.
fn in_one_line(json: &str) -> String {
    json.lines().map(str::trim_start).collect()
}
