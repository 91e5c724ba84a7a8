//! `evenhand schema`

use clap::Args;
use evenhand::pack::json_schema;

use crate::Answer;
use crate::book::{Day, Rules, Speech};

#[derive(Args)]
pub(crate) struct Arguments {
    /// Instead of the pack format, the facts that an item asks for
    #[arg(long, value_name = "ITEM")]
    facts: Option<String>,
    #[command(flatten)]
    day: Day,
    #[command(flatten)]
    speech: Speech,
    #[command(flatten)]
    rules: Rules,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Answer, Answer> {
    let schema = match &arguments.facts {
        None => format!("{:#}", json_schema()),
        Some(id) => {
            let book = arguments.rules.load_for(&[id])?;
            let item = book.on(arguments.day.get()?).item(id);
            let item = item.map_err(|error| Answer::fault(format!("error[{}]: {error}", error.code())))?;
            item.facts_schema(arguments.speech.get())
        }
    };
    Ok(Answer::done(format!("{schema}\n")))
}
