//! The formula language: a strict profile of FEEL (Friendly Enough Expression Language, OMG DMN).
//!
//! In: the text of an expression, a cell or an amount, and the [`Scope`] of declared facts. Out: typed terms
//! that evaluate exactly, give their bounds over the declared ranges, and print themselves with the numbers
//! put in. This room knows nothing of packs, tiers or fines.
//!
//! ```text
//! text ──token──▶ tokens ──parser──▶ Expression ──check──▶ Formula ──▶ value | bounds | text
//! ```
//!
//! # Where it is stricter than the standard
//! * Every expression has one type, known before it runs; there is no null and no implicit conversion.
//! * An unknown name, a wrong type, a possible division by zero is an error when the rule is loaded.
//! * Facts have units; numbers take the unit that their place needs, and different units are never added.
//! * Names have no spaces. `date("…")` and `duration("…")` take a literal; durations have whole months or whole days.
//! * Exponents are whole constants. Lists stand only as arguments and after `in`.
//! * No `for`, `some`, `every`, contexts, paths, user functions, `instance of`.
//!
//! # Where it adds
//! * Percent and permille literals: `5%`, `5‰`.
//! * Amounts: `[e..e]` with expressions at the ends, chosen by `if` where the law is piecewise.

mod amount;
mod bounds;
mod cell;
mod check;
mod check_call;
mod check_units;
pub(crate) mod describe;
mod describe_condition;
mod evaluate;
mod expression;
mod parse_tests;
mod parser;
mod print;
mod scope;
mod term;
mod token;
mod unit;

use thiserror::Error;

use crate::diagnostic::{Code, Span};

pub use amount::{Amount, Ends};
pub(crate) use bounds::day_number;
pub use bounds::{Domain, Truth};
pub use cell::{Cell, CellTest, TextTest};
pub use check::{
    AnyTerm, Formula, check_amount, check_any, check_condition, check_number, constant_amount,
    constant_number,
};
pub(crate) use evaluate::decide;
pub use evaluate::{Fault, Value};
pub use expression::{
    AmountExpression, Arithmetic, Comparison, Expression, ExpressionKind, Function, Literal, Test, TestKind,
    Written,
};
pub use parser::{
    MAX_DEPTH, MAX_LENGTH, names_in, parse_amount, parse_expression, parse_tests, reserved_word,
};
pub use scope::{FactKind, FactType, Scope, Slot};
pub use term::{Condition, DateTerm, Membership, NumberTerm, PeriodTerm, TextTerm};
pub use unit::{Unit, UnitError};

/// A fault of an expression, at a place in its text.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct FeelError {
    /// The stable code.
    pub code: Code,
    /// The place in the expression, in bytes.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to do, if that is known.
    pub help: Option<String>,
}

impl FeelError {
    pub(crate) fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self { code, span, message: message.into(), help: None }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
