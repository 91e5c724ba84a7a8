//! `evenhand supervise FILE`

use std::io::{self, BufWriter, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use clap::Args;
use evenhand::number::{Rational, Rounding, RoundingMode};
use evenhand::pack::Supervised;
use evenhand::risk::Score;
use evenhand::supervise::{ApprovalSupervisor, Caseload, Irregular, Judged, Policy, Supervisor};
use evenhand::time::Date;
use evenhand::{Facts, Language};

use crate::assess::parse_fact;
use crate::book::{Day, Rules, Speech, completed};
use crate::due::calendar;
use crate::lines::{self, Lines};
use crate::page::{office_name, plain_table, trim_lines, version_line};
use crate::{Answer, approval_page};

#[derive(Args)]
pub(crate) struct Arguments {
    /// The decided cases, or the applications where the policy is for them: a record as JSON a line; docs/supervision.md
    /// lists its keys
    file: PathBuf,
    /// The policy that gives colours, handlings and the limits that are watched; `evenhand list --schemes` lists them
    #[arg(long, default_value = "cn.penalty-supervision/cases")]
    policy: String,
    #[command(flatten)]
    day: Day,
    /// Calendars beside the bundled one: years that it lacks, days of an office
    #[arg(long, value_name = "FILE")]
    calendar: Vec<PathBuf>,
    /// Of applications: the first day of the period over which decisions and lights are counted
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// Of applications: score each office, such as cn.approval-score/monthly
    #[arg(long, value_name = "SCORE")]
    score: Option<String>,
    /// With --score: a fact that is the same for every office, such as coefficient=0.95
    #[arg(long, value_name = "FACT=VALUE", value_parser = parse_fact, requires = "score")]
    fact: Vec<(String, String)>,
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
    let policy = policy.map_err(|error| Answer::no_scheme(&error, arguments.json))?;
    let calendar = calendar(&arguments.policy, &arguments.calendar)?;
    let threads = arguments.threads.unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from));
    let mut run = Run {
        lines: Lines::open(&arguments.file)?,
        threads,
        told: Told { output: BufWriter::new(io::stdout()), json: arguments.json },
        language: arguments.speech.get(),
    };
    let answer = match policy.of {
        Supervised::DecidedCases => {
            if arguments.since.is_some() || arguments.score.is_some() {
                return Err(Answer::usage(
                    "error: --since and --score are for policies of applications".into(),
                ));
            }
            run.cases(&Supervisor::new(&book, policy, &calendar), policy)
        }
        Supervised::Applications => {
            let on = arguments.day.get()?;
            if let Some(since) = arguments.since.filter(|since| *since > on) {
                return Err(Answer::usage(format!("error: --since {since} lies after {on}")));
            }
            let score = arguments.score.as_deref().map(|id| book.on(on).score(id)).transpose();
            let score = score.map_err(|error| Answer::fault(format!("error[{}]: {error}", error.code())))?;
            let further: Facts = arguments.fact.iter().cloned().collect();
            let supervisor = ApprovalSupervisor::new(&book, policy, &calendar, on);
            run.applications(&supervisor, policy, arguments.since, score.map(|score| (score, &further)))
        }
    };
    match run.lines.error {
        Some(error) => Err(lines::unreadable(&arguments.file, &error)),
        None => Ok(answer),
    }
}

/// What both kinds of records need.
struct Run {
    lines: Lines,
    threads: usize,
    told: Told,
    language: Language,
}

/// Where findings go as they are found.
struct Told {
    output: BufWriter<io::Stdout>,
    json: bool,
}

impl Told {
    fn tell(&mut self, text: Option<String>) -> ControlFlow<()> {
        let Some(text) = text else { return ControlFlow::Continue(()) };
        // A reader that has seen enough (`| head`) closes the pipe; that is no fault.
        match writeln!(self.output, "{text}") {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }
}

impl Run {
    fn cases(&mut self, supervisor: &Supervisor<'_>, policy: &Policy) -> Answer {
        let Self { lines, threads, told, language } = self;
        let (json, language) = (told.json, *language);
        let caseload =
            supervisor.caseload(lines, *threads, |judged| told.tell(case_text(judged, json, language)));
        let _closed = told.output.flush();
        let output = if json { in_one_line(&caseload.to_json()) } else { page(&caseload, policy, language) };
        Answer::judged(output, caseload.refused == 0 && caseload.not_judged == 0)
    }

    fn applications(
        &mut self,
        supervisor: &ApprovalSupervisor<'_>,
        policy: &Policy,
        since: Option<Date>,
        score: Option<(&Arc<Score>, &Facts)>,
    ) -> Answer {
        let Self { lines, threads, told, language } = self;
        let (json, language) = (told.json, *language);
        let approvals = supervisor.approvals(lines, since, *threads, |judged| {
            told.tell(approval_page::line(judged, json, language))
        });
        let _closed = told.output.flush();
        let mut standing = approvals.standing();
        if let Some((score, further)) = score {
            standing = standing.scored(score, further);
        }
        let scored = standing.offices.iter().all(|office| !matches!(office.score, Some(Err(_))));
        let output = if json {
            // With a score, the offices in the shape of event tables stand behind the counts.
            let standing = score.map(|_| format!("\n{}", in_one_line(&standing.to_json())));
            format!("{}{}", in_one_line(&approvals.to_json()), standing.unwrap_or_default())
        } else {
            approval_page::page(&approvals, &standing, policy, language)
        };
        Answer::judged(output, approvals.refused == 0 && approvals.not_judged == 0 && scored)
    }
}

/// What is told of a line; nothing where nothing was found.
fn case_text(judged: &Judged, json: bool, language: Language) -> Option<String> {
    let line = judged.line;
    match &judged.record {
        Ok((_, supervision)) if supervision.findings.is_empty() => None,
        _ if json => Some(judged.to_json()),
        Ok((case, supervision)) => {
            Some(found(line, [case.name(), case.office(), case.item()], &supervision.findings, language))
        }
        Err(fault) => Some(lines::refused(line, fault.code, &fault.message(language), language) + "\n"),
    }
}

/// What was found in a record, in words.
pub(crate) fn found(line: u64, parts: [&str; 3], findings: &[Irregular], language: Language) -> String {
    let mut text = match language {
        Language::Chinese => format!("第{line}行"),
        Language::English => format!("line {line}"),
    };
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        text.push_str(&format!(" · {part}"));
    }
    for finding in findings {
        text.push_str(&format!("\n  {}", finding.sentence(language)));
    }
    text.push('\n');
    text
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
        offices.add_row([office_name(office, language), month].into_iter().chain(counts));
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
