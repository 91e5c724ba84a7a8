//! `evenhand assess ITEM fact=value…`

use clap::Args;
use evenhand::time::Date;
use evenhand::{AssessError, Case, Concurrence, Facts, Language, Outcome, Precedence, RuleBook};

use crate::Answer;
use crate::book::{Day, Rules, Speech};
use crate::page::version_line;

#[derive(Args)]
pub(crate) struct Arguments {
    /// The item, such as cn.dongying.city-appearance/46-4, and the facts; `evenhand show ITEM` lists them.
    /// Several items are rules that one act breaks: the one with the higher fine applies
    #[arg(value_name = "ITEM | FACT=VALUE", required = true)]
    words: Vec<String>,
    #[command(flatten)]
    days: Days,
    /// The items are separate acts: each with the facts that follow it, each with a penalty of its own
    #[arg(long)]
    separate: bool,
    /// List the steps of the procedure, with who takes them and by when
    #[arg(long)]
    steps: bool,
    /// Print the whole outcome as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    speech: Speech,
    #[command(flatten)]
    rules: Rules,
}

/// The days of a case.
#[derive(Args)]
struct Days {
    #[command(flatten)]
    decided: Day,
    /// The day of the act, or the first day of a continuous one; that of the decision if left out
    #[arg(long, value_name = "DATE")]
    acted: Option<Date>,
    /// The last day of a continuous act
    #[arg(long, value_name = "DATE")]
    ended: Option<Date>,
    /// The day on which the act was discovered
    #[arg(long, value_name = "DATE")]
    found: Option<Date>,
}

impl Days {
    fn case(&self, facts: Facts) -> Result<Case, Answer> {
        let mut case = Case::new(facts, self.decided.get()?);
        if let Some(day) = self.acted {
            case = case.acted(day);
        }
        if let Some(day) = self.ended {
            case = case.ended(day);
        }
        if let Some(day) = self.found {
            case = case.found(day);
        }
        Ok(case)
    }
}

pub(crate) fn parse_fact(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("a fact is given as NAME=VALUE, such as area=16.8".to_owned()),
    }
}

/// An item with the facts that were given after it.
struct Act {
    item: String,
    facts: Vec<(String, String)>,
}

/// The items and facts in the order in which they were given.
fn acts(words: &[String]) -> Result<Vec<Act>, Answer> {
    let mut acts: Vec<Act> = Vec::new();
    for word in words {
        match (word.contains('='), acts.last_mut()) {
            (false, _) if !word.contains('/') => {
                let message =
                    format!("error: `{word}` is neither an item, DOCUMENT/NUMBER, nor a fact, NAME=VALUE");
                return Err(Answer::usage(message));
            }
            (false, _) => acts.push(Act { item: word.clone(), facts: Vec::new() }),
            (true, Some(act)) => {
                act.facts.push(parse_fact(word).map_err(|error| Answer::usage(format!("error: {error}")))?);
            }
            (true, None) => {
                let message = format!("error: expected an item before the facts, found `{word}`");
                return Err(Answer::usage(message));
            }
        }
    }
    Ok(acts)
}

pub(crate) fn run(arguments: &Arguments) -> Result<Answer, Answer> {
    let acts = acts(&arguments.words)?;
    let items: Vec<&str> = acts.iter().map(|act| act.item.as_str()).collect();
    let book = arguments.rules.load_for(&items)?;
    match acts.as_slice() {
        [act] => {
            let outcome = assess(&book, act, arguments)?;
            Ok(Answer::done(if arguments.json { outcome.to_json() } else { page(&outcome, arguments) }))
        }
        acts if arguments.separate => {
            let outcomes: Result<Vec<Outcome>, Answer> =
                acts.iter().map(|act| assess(&book, act, arguments)).collect();
            Ok(Answer::done(separate(&outcomes?, arguments)))
        }
        acts => {
            let facts: Facts = acts.iter().flat_map(|act| act.facts.iter().cloned()).collect();
            let concurrence = book
                .assess_one_act(&items, &arguments.days.case(facts)?)
                .map_err(|error| refuse(&error, items.first().copied().unwrap_or_default(), arguments))?;
            let json = arguments.json;
            Ok(Answer::done(if json { concurrence.to_json() } else { together(&concurrence, arguments) }))
        }
    }
}

fn assess(book: &RuleBook, act: &Act, arguments: &Arguments) -> Result<Outcome, Answer> {
    let case = arguments.days.case(act.facts.iter().cloned().collect())?;
    book.assess(&act.item, &case).map_err(|error| refuse(&error, &act.item, arguments))
}

fn refuse(error: &AssessError, item: &str, arguments: &Arguments) -> Answer {
    let (zh, en) = match error {
        AssessError::MissingFact { .. } | AssessError::UnknownFact { .. } => {
            (format!("`evenhand show {item}`列出各事实"), format!("`evenhand show {item}` lists the facts"))
        }
        AssessError::UnknownItem { .. } => {
            ("`evenhand list`列出各事项".to_owned(), "`evenhand list` lists the items".to_owned())
        }
        _ => Default::default(),
    };
    let language = arguments.speech.get();
    let (message, help) = (error.message(language), language.pick(&zh, &en));
    Answer::refused(error.code(), &message, help, arguments.json.then(|| error.to_json()))
}

/// Each act with its own outcome.
fn separate(outcomes: &[Outcome], arguments: &Arguments) -> String {
    if arguments.json {
        let outcomes: Vec<String> = outcomes.iter().map(Outcome::to_json).collect();
        return format!("[\n{}\n]", outcomes.join(",\n"));
    }
    let count = outcomes.len();
    let headline = match arguments.speech.get() {
        Language::Chinese => format!("{count}个违法行为，分别裁量，合并执行"),
        Language::English => format!("{count} separate acts, each with a penalty of its own"),
    };
    let pages: Vec<String> = outcomes.iter().map(|outcome| page(outcome, arguments)).collect();
    format!("{headline}\n\n{}", pages.join("\n"))
}

/// One act under several rules: which one counts and why, its outcome, and what the others would give.
fn together(concurrence: &Concurrence, arguments: &Arguments) -> String {
    let language = arguments.speech.get();
    let because = match concurrence.precedence() {
        Precedence::NoFine => language.pick("各规定均不处罚款", "none of the rules gives a fine"),
        Precedence::OnlyFine => language.pick("只有该规定处罚款", "it is the only one that gives a fine"),
        Precedence::HigherMaximum => {
            language.pick("其法定最高罚款额较高", "its statutory maximum is the highest")
        }
        Precedence::HigherMinimum => language.pick(
            "法定最高额相同，其法定最低额较高",
            "the maxima are equal, and its statutory minimum is the highest",
        ),
        Precedence::HigherFine => {
            language.pick("法定幅度相同，其罚款额较高", "the ranges are equal, and its fine is the highest")
        }
        Precedence::Equal => {
            language.pick("各规定并无差别，取在先的", "there is no difference: the first one")
        }
    };
    let basis = concurrence.basis().map_or_else(String::new, |basis| basis.in_brackets(language));
    let applied = concurrence.applied();
    let mut text = match (applied, language) {
        (Some((_, outcome)), Language::Chinese) => {
            format!(
                "一个行为违反{}项规定，适用{}：{because}{basis}\n\n",
                concurrence.outcomes().len(),
                outcome.item().id
            )
        }
        (Some((_, outcome)), Language::English) => format!(
            "One act under {} rules; {} applies: {because}{basis}\n\n",
            concurrence.outcomes().len(),
            outcome.item().id
        ),
        (None, _) => format!("{because}\n\n"),
    };
    for (index, outcome) in concurrence.outcomes().iter().enumerate() {
        if applied.is_none_or(|(applied, _)| applied != index) {
            text.push_str(&format!("  {}: {}\n", outcome.item().id, outcome.headline(language)));
        }
    }
    if let Some((_, outcome)) = applied {
        text.push_str(&format!("\n{}", page(outcome, arguments)));
    }
    text
}

/// The result in one line, the sentences that explain it, the steps of the procedure, and the version of the rules.
fn page(outcome: &Outcome, arguments: &Arguments) -> String {
    let (item, language) = (outcome.item(), arguments.speech.get());
    let version = version_line(&item.id, &item.document, language);
    let sentences = outcome.sentences(language).join("\n");
    let steps = if arguments.steps { steps(outcome, language) } else { String::new() };
    format!("{}\n\n{sentences}\n{steps}\n{version}\n", outcome.headline(language))
}

/// The steps of the procedure, one a line; a question mark where it is open whether they are due.
fn steps(outcome: &Outcome, language: Language) -> String {
    let Some(procedure) = outcome.procedure() else { return String::new() };
    let mut text = format!("\n{}\n", language.pick("步骤", "STEPS"));
    for applied in &procedure.steps {
        let step = applied.step;
        let mark = if applied.open.is_some() { "?" } else { "-" };
        let mut notes = vec![step.basis.get(language).to_owned(), step.by.name(language).to_owned()];
        notes.extend(step.limit.as_ref().map(|limit| limit.text(language)));
        notes.extend(applied.open.as_ref().map(|open| open.get(language).to_owned()));
        let notes = notes.join(language.pick("；", "; "));
        text.push_str(&match language {
            Language::Chinese => format!("  {mark} {}（{notes}）\n", step.title.zh),
            Language::English => format!("  {mark} {} ({notes})\n", step.title.en),
        });
    }
    text
}
