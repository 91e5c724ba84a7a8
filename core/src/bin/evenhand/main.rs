//! The `evenhand` command: the library for people at a terminal.
//!
//! This is the only part that reads files, the clock and the environment. Each command is a file; it gives back
//! what to print, and `main` prints it.

mod approval_page;
mod assess;
mod book;
mod changes;
mod check;
mod compliance;
mod consistency;
mod decision_table;
mod due;
mod eval;
mod event_table;
mod index;
mod index_table;
mod lines;
mod list;
mod page;
mod payments;
mod publish;
mod register;
mod schema;
mod score;
mod screen;
mod show;
mod show_compliance;
mod show_document;
mod show_index;
mod show_limit;
mod show_policy;
mod show_scheme;
mod supervise;
mod surcharge;
mod test;
mod verify;

use std::fmt::Display;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use evenhand::SchemeError;

/// The same violation gets the same result, whoever decides, and anyone can see why.
#[derive(Parser)]
#[command(name = "evenhand", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Work out the penalty for the facts of a case
    Assess(assess::Arguments),
    /// Say by when a case is due, and how its time limit stands
    Due(due::Arguments),
    /// List the items that are in force, or what changed between two days
    List(list::Arguments),
    /// Show an item, a time limit, or what a document lays down over items: its facts, ranges, tiers and articles
    Show(show::Arguments),
    /// Write the rules as pages for an office's site
    Publish(publish::Arguments),
    /// Run every worked example of the rules
    Test(test::Arguments),
    /// Look for faults in the rules: gaps, contradictions, what ends, what has no example
    Check(check::Arguments),
    /// Print the value of one expression of the formula language
    Eval(eval::Arguments),
    /// What late payment costs by a day
    Surcharge(surcharge::Arguments),
    /// Score an office for the facts of a period, under a published scheme
    Score(score::Arguments),
    /// Look for what is suspicious among the bids of tenders
    Screen(screen::Arguments),
    /// Screen payments for what was split, comes back, is repeated, or stands out among its peers
    Payments(payments::Arguments),
    /// Hold many decided cases beside each other: same facts, officers, offices, items, months
    Consistency(consistency::Arguments),
    /// Hold decided cases, or applications, against the rules
    Supervise(supervise::Arguments),
    /// Hold records of conduct and procedures against duties and steps: expenses, major decisions, conflicts of interest
    Compliance(compliance::Arguments),
    /// Rate a person, a group, a post or a project by an index, or many from a table
    Index(index::Arguments),
    /// Work kept outcomes out again, and say whether they come out the same or where they first differ
    Verify(verify::Arguments),
    /// Print the JSON Schema of the pack format, or of the facts that an item asks for
    Schema(schema::Arguments),
}

/// What a command has to say.
struct Answer {
    /// For standard output.
    output: String,
    /// For standard error.
    complaint: String,
    /// How the process ends.
    code: u8,
}

/// The rules or the facts are at fault.
const FAULT: u8 = 1;
/// The command was called in a wrong way.
const USAGE: u8 = 2;

impl Answer {
    fn done(output: String) -> Self {
        Self { output, complaint: String::new(), code: 0 }
    }

    /// What came of records or examples: none of them may be at fault.
    fn judged(output: String, sound: bool) -> Self {
        Self { output, complaint: String::new(), code: if sound { 0 } else { FAULT } }
    }

    fn fault(complaint: String) -> Self {
        Self { output: String::new(), complaint, code: FAULT }
    }

    /// An error of the library with what may help; on standard output as JSON, where that is asked for.
    fn refused(code: &str, error: &dyn Display, help: &str, json: Option<String>) -> Self {
        let help = if help.is_empty() { String::new() } else { format!("\nhelp: {help}") };
        let output = json.unwrap_or_default();
        Self { output, complaint: format!("error[{code}]: {error}{help}"), code: FAULT }
    }

    /// There is no such scheme, or not on the day.
    fn no_scheme(error: &SchemeError, json: bool) -> Self {
        let help = match error {
            SchemeError::Unknown { .. } => "`evenhand list --schemes` lists what there is",
            SchemeError::NotInForce(_) => "",
        };
        Self::refused(error.code(), error, help, json.then(|| error.to_json()))
    }

    fn usage(complaint: String) -> Self {
        Self { output: String::new(), complaint, code: USAGE }
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let answer = match arguments.command {
        Command::Assess(arguments) => assess::run(&arguments),
        Command::Due(arguments) => due::run(&arguments),
        Command::List(arguments) => list::run(&arguments),
        Command::Show(arguments) => show::run(&arguments),
        Command::Publish(arguments) => publish::run(&arguments),
        Command::Test(arguments) => test::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Eval(arguments) => eval::run(&arguments),
        Command::Surcharge(arguments) => surcharge::run(&arguments),
        Command::Score(arguments) => score::run(&arguments),
        Command::Screen(arguments) => screen::run(&arguments),
        Command::Payments(arguments) => payments::run(&arguments),
        Command::Consistency(arguments) => consistency::run(&arguments),
        Command::Supervise(arguments) => supervise::run(&arguments),
        Command::Compliance(arguments) => compliance::run(&arguments),
        Command::Index(arguments) => index::run(&arguments),
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
    };
    // What goes wrong on the way is an answer as well.
    let answer = answer.unwrap_or_else(|answer| answer);
    // A reader that has seen enough (`| head`) closes the pipe; that is no fault.
    let _closed = print(io::stdout(), &answer.output);
    let _closed = print(io::stderr(), &visible(&answer.complaint));
    ExitCode::from(answer.code)
}

/// The text without control characters: a complaint repeats what somebody typed.
fn visible(text: &str) -> String {
    text.chars().map(|part| if part.is_control() && part != '\n' { '\u{fffd}' } else { part }).collect()
}

fn print(mut stream: impl Write, text: &str) -> io::Result<()> {
    if text.is_empty() {
        return Ok(());
    }
    stream.write_all(text.as_bytes())?;
    if !text.ends_with('\n') {
        stream.write_all(b"\n")?;
    }
    stream.flush()
}
