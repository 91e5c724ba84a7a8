//! `evenhand score SCORE fact=value…`

use std::sync::Arc;

use clap::Args;
use evenhand::risk::{OverPeriods, Score, ScoreError, ScoreOutcome};
use evenhand::{AssessError, Facts, Language};

use crate::Answer;
use crate::assess::parse_fact;
use crate::book::{Day, Rules, Speech};
use crate::page::version_line;

#[derive(Args)]
pub(crate) struct Arguments {
    /// The score, such as cn.approval-score/monthly, and the facts of the period; `evenhand show SCORE` lists them.
    /// Given several times, each with its facts: several periods, which come together as the document says
    #[arg(value_name = "SCORE | FACT=VALUE", required = true)]
    words: Vec<String>,
    /// What is taken off once from the score of several periods, such as warned=1
    #[arg(long, value_name = "FACT=VALUE", value_parser = parse_fact)]
    once: Vec<(String, String)>,
    #[command(flatten)]
    day: Day,
    /// Print the whole score as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    speech: Speech,
    #[command(flatten)]
    rules: Rules,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Answer, Answer> {
    let (id, periods) = periods(&arguments.words)?;
    let book = arguments.rules.load_for(&[id])?;
    let language = arguments.speech.get();
    let refuse = |error: ScoreError| refuse(&error, id, arguments.json);
    let score = book.on(arguments.day.get()?).score(id).map_err(refuse)?;
    let outcomes: Vec<ScoreOutcome> =
        periods.iter().map(|facts| score.assess(facts)).collect::<Result<_, _>>().map_err(refuse)?;
    Ok(Answer::done(match (outcomes.as_slice(), arguments.once.is_empty()) {
        ([outcome], true) if arguments.json => outcome.to_json(),
        ([outcome], true) => page(outcome, language),
        (several, _) => {
            let once = arguments.once.iter().cloned().collect();
            let over = score.over_periods(several, &once).map_err(refuse)?;
            if arguments.json { over.to_json(several) } else { together(&over, several, language) }
        }
    }))
}

/// The id, and the facts of each period.
fn periods(words: &[String]) -> Result<(&str, Vec<Facts>), Answer> {
    let usage = |message: String| Answer::usage(format!("error: {message}"));
    let Some(id) = words.first().filter(|word| !word.contains('=')) else {
        return Err(usage("expected a score, DOCUMENT/NAME, before the facts".to_owned()));
    };
    let mut periods: Vec<Facts> = Vec::new();
    for word in words {
        if word == id {
            periods.push(Facts::new());
            continue;
        }
        let (name, value) = match word.contains('=') {
            true => parse_fact(word).map_err(usage)?,
            false => return Err(usage(format!("one score at a time: `{word}` is not `{id}`"))),
        };
        if let Some(period) = periods.pop() {
            periods.push(period.with(name, value));
        }
    }
    Ok((id, periods))
}

fn refuse(error: &ScoreError, id: &str, json: bool) -> Answer {
    let help = match error {
        ScoreError::Facts(AssessError::MissingFact { .. } | AssessError::UnknownFact { .. }) => {
            format!("`evenhand show {id}` lists the facts")
        }
        ScoreError::UnknownScore { .. } => "`evenhand list --schemes` lists the scores".to_owned(),
        _ => String::new(),
    };
    Answer::refused(error.code(), error, &help, json.then(|| error.to_json()))
}

fn headline(points: &str, language: Language) -> String {
    format!("{}{points}", language.pick("得分：", "Score: "))
}

fn page(outcome: &ScoreOutcome, language: Language) -> String {
    let points = headline(&outcome.points.to_string(), language);
    format!(
        "{points}\n\n{}\n\n{}\n",
        outcome.sentences(language).join("\n"),
        version(outcome.score(), language)
    )
}

/// The score of several periods, and under it each period's.
fn together(over: &OverPeriods, outcomes: &[ScoreOutcome], language: Language) -> String {
    let mut text = format!(
        "{}\n\n{}\n",
        headline(&over.points.to_string(), language),
        over.sentences(language).join("\n")
    );
    for (place, outcome) in outcomes.iter().enumerate() {
        let number = place.saturating_add(1);
        let period = match language {
            Language::Chinese => format!("第{number}期"),
            Language::English => format!("Period {number}"),
        };
        let points = headline(&outcome.points.to_string(), language);
        text.push_str(&format!("\n{period}  {points}\n{}\n", outcome.working(language).join("\n")));
    }
    format!("{text}\n{}\n", version(over.score(), language))
}

fn version(score: &Arc<Score>, language: Language) -> String {
    version_line(&score.id, &score.document, language)
}
