//! `evenhand list`

use clap::Args;
use comfy_table::{Table, presets};
use evenhand::Language;

use crate::Answer;
use crate::book::{Day, Rules, Speech};

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    day: Day,
    #[command(flatten)]
    speech: Speech,
    #[command(flatten)]
    rules: Rules,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Answer, Answer> {
    let day = arguments.day.get()?;
    let language = arguments.speech.get();
    let book = arguments.rules.load()?;
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header([
        language.pick("事项", "ITEM"),
        language.pick("施行日", "FROM"),
        language.pick("止", "UNTIL"),
        language.pick("违法行为", "VIOLATION"),
    ]);
    let (mut in_force, mut elsewhen) = (0_usize, 0_usize);
    for item in book.items() {
        let days = &item.document.in_force;
        if !days.contains(day) {
            elsewhen = elsewhen.saturating_add(1);
            continue;
        }
        in_force = in_force.saturating_add(1);
        let until = days.until.map_or_else(String::new, |until| until.to_string());
        table.add_row([item.id.clone(), days.from.to_string(), until, item.title.get(language).to_owned()]);
    }
    let summary = match language {
        Language::Chinese => format!("{day}有效的事项{in_force}个，该日无效的{elsewhen}个"),
        Language::English => format!("{in_force} items in force on {day}, {elsewhen} on other days only"),
    };
    Ok(Answer::done(format!("{}\n\n{summary}\n", trim_lines(&table.to_string()))))
}

/// The table without the blanks that fill its last column.
pub(crate) fn trim_lines(table: &str) -> String {
    table.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}
