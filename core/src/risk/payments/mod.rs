//! Screens of payments: what shows only in single payments, and among their peers.
//!
//! In: a [`PaymentScreen`], which is what a pack looks for and by which limits, and [`Payment`]s, one after the other. Out: a
//! [`PaymentReport`]: what was found with the payments and values, what could not be judged and why, and counts that add up. What
//! comes out does not hang on the order of the lines. A finding is a reason to look, never a proof. This room knows lines of JSON,
//! but no files.
//!
//! * `payment`: a record, and how it is read from a line. `screen`: the types of a screen.
//! * `ledger`: the payments in their order, by who paid whom and by group. `mark`: what a test says of each.
//! * `split`, `returned`, `repeated`: what shows between a payer and a payee. `outlier`, `first_digit`: what shows among peers.
//! * `run`: many payments. `report`: what came out; `sentence`: in words. `example`: worked examples.

mod example;
mod first_digit;
mod ledger;
mod mark;
mod outlier;
mod payment;
mod repeated;
mod report;
mod returned;
mod run;
mod screen;
mod sentence;
mod split;

pub use example::{PaymentExample, PaymentsExpected};
pub use first_digit::first_digit_share;
pub use payment::Payment;
pub(crate) use payment::millionths;
pub use report::{Concerned, PaymentFinding, PaymentOffice, PaymentReason, PaymentReport, PaymentTally};
pub use run::PaymentScreening;
pub use screen::{DigitLimit, OutlierLimit, PaymentFlag, PaymentScreen, PaymentTest};

pub use super::screen::FoundValue;
pub use crate::record::RecordFault;
