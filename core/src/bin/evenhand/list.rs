//! `evenhand list`

use clap::Args;
use comfy_table::{Table, presets};
use evenhand::time::Date;
use evenhand::{Language, RuleBook, length_text};

use crate::Answer;
use crate::book::{Day, Rules, Speech};
use crate::changes;
use crate::page::trim_lines;

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    day: Day,
    /// What was added, changed or cancelled between two days
    #[arg(long, num_args = 2, value_names = ["FROM", "TO"], conflicts_with = "on")]
    changes: Option<Vec<Date>>,
    /// The time limits in force, instead of the items
    #[arg(long, conflicts_with = "changes")]
    limits: bool,
    /// The surcharges for late payment, the scores of offices, the indices, screens, consistency and supervision policies and compliance schemes in force, instead of the items
    #[arg(long, conflicts_with_all = ["changes", "limits"])]
    schemes: bool,
    /// Print all there is to say as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    speech: Speech,
    #[command(flatten)]
    rules: Rules,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Answer, Answer> {
    let language = arguments.speech.get();
    if let Some(&[from, to]) = arguments.changes.as_deref() {
        if from > to {
            let message = format!("error: --changes takes the earlier day first, and {from} lies after {to}");
            return Err(Answer::usage(message));
        }
        let book = arguments.rules.load()?;
        return Ok(Answer::done(match arguments.json {
            true => book.changes_to_json(from, to),
            false => changes::page(&book, from, to, language),
        }));
    }
    let day = arguments.day.get()?;
    if arguments.limits {
        let book = arguments.rules.with_general_law(arguments.rules.load()?)?;
        return Ok(Answer::done(match arguments.json {
            true => book.on(day).limits_to_json(),
            false => limits_page(&book, day, language),
        }));
    }
    let book = arguments.rules.load()?;
    if arguments.schemes {
        return Ok(Answer::done(match arguments.json {
            true => book.on(day).schemes_to_json(),
            false => schemes_page(&book, day, language),
        }));
    }
    Ok(Answer::done(match arguments.json {
        true => book.on(day).to_json(),
        false => page(&book, day, language),
    }))
}

fn page(book: &RuleBook, day: Date, language: Language) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header([
        language.pick("事项", "ITEM"),
        language.pick("施行日", "FROM"),
        language.pick("止", "UNTIL"),
        language.pick("违法行为", "VIOLATION"),
    ]);
    for item in book.on(day).items() {
        let days = &item.document.in_force;
        let until = days.until.map_or_else(String::new, |until| until.to_string());
        table.add_row([item.id.clone(), days.from.to_string(), until, item.title.get(language).to_owned()]);
    }
    let in_force = book.on(day).items().count();
    let elsewhen = book.items().count().saturating_sub(in_force);
    let summary = match language {
        Language::Chinese => format!("{day}有效的事项{in_force}个，该日无效的{elsewhen}个"),
        Language::English => format!("{in_force} items in force on {day}, {elsewhen} on other days only"),
    };
    format!("{}\n\n{summary}\n", trim_lines(&table.to_string()))
}

fn schemes_page(book: &RuleBook, day: Date, language: Language) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header([
        language.pick("办法", "SCHEME"),
        language.pick("施行日", "FROM"),
        language.pick("种类", "KIND"),
        language.pick("名称", "TITLE"),
    ]);
    for scheme in book.on(day).schemes() {
        let (from, kind) = (scheme.document.in_force.from.to_string(), scheme.kind.name(language).to_owned());
        table.add_row([scheme.id.to_owned(), from, kind, scheme.title.get(language).to_owned()]);
    }
    format!("{}\n", trim_lines(&table.to_string()))
}

fn limits_page(book: &RuleBook, day: Date, language: Language) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header([
        language.pick("期限", "LIMIT"),
        language.pick("施行日", "FROM"),
        language.pick("长度", "LENGTH"),
        language.pick("应当办理的事", "WHAT MUST BE DONE"),
    ]);
    let rules = book.on(day);
    for rule in rules.limits() {
        // What an office has promised shows beside the law that it keeps within; without that law, nothing does.
        let length = rules.limit(&rule.id).map(|dated| length_text(dated.limit.length));
        let length = length.map_or_else(|_| "?".to_owned(), |length| length.get(language).to_owned());
        let from = rule.document.in_force.from.to_string();
        table.add_row([rule.id.clone(), from, length, rule.title().get(language).to_owned()]);
    }
    let in_force = rules.limits().count();
    let elsewhen = book.limits().count().saturating_sub(in_force);
    let summary = match language {
        Language::Chinese => format!("{day}有效的期限{in_force}个，该日无效的{elsewhen}个"),
        Language::English => format!("{in_force} limits in force on {day}, {elsewhen} on other days only"),
    };
    format!("{}\n\n{summary}\n", trim_lines(&table.to_string()))
}
