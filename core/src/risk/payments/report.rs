use std::collections::BTreeMap;
use std::sync::Arc;

use super::{FoundValue, PaymentScreen, RecordFault};
use crate::language::words;

words! {
    /// Why a payment could not be judged by a flag.
    PaymentReason;
    /// The record does not tell who paid whom, or which group the payment is in.
    NotTold = "not-told", "记录未写明", "not told";
    /// Its group has fewer payments than the test needs.
    TooFewPayments = "too-few-payments", "同组笔数不足", "too few payments in the group";
    /// More than half of its group, or the middle half, are of one amount: nothing tells what is far from it.
    NoSpread = "no-spread", "同组数额无离散", "no spread in the group";
    /// The amounts of its group do not span as many orders of magnitude as the test needs.
    TooNarrow = "too-narrow", "同组数额跨度不足", "the amounts of the group span too little";
    /// The statistic lies closer to the limit than its irrational shares are known.
    TooClose = "too-close", "与界限过近，无法判断", "too close to the limit to tell";
}

/// What came out of a run. `read` is always `judged + refused`.
#[derive(Clone, Debug)]
pub struct PaymentReport {
    /// The screen.
    pub screen: Arc<PaymentScreen>,
    /// How many records were read.
    pub read: u64,
    /// Of these, those that were judged.
    pub judged: u64,
    /// Of these, those that were refused.
    pub refused: u64,
    /// What the flags said, in the order of the screen.
    pub tallies: Vec<PaymentTally>,
    /// The payments of each office; those that name none under an empty name.
    pub offices: BTreeMap<String, PaymentOffice>,
    /// What was found: by flag, then by the day and id of the first payment, or by group.
    pub findings: Vec<PaymentFinding>,
    /// The faults of the records that were refused, each with its line.
    pub faults: Vec<(u64, RecordFault)>,
}

/// What a flag said of the payments: of each that was judged, one of these.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaymentTally {
    /// Payments that a finding concerns.
    pub raised: u64,
    /// Payments that none does.
    pub clear: u64,
    /// Payments that could not be judged, by the reason.
    pub not_judged: BTreeMap<PaymentReason, u64>,
    /// Findings.
    pub findings: u64,
}

/// The payments of an office.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PaymentOffice {
    /// Those that were judged.
    pub judged: u64,
    /// Of these, those that a finding concerns.
    pub raised: u64,
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentFinding {
    /// The place of the flag in the screen.
    pub place: usize,
    /// Of what stands out among peers: which.
    pub group: Option<String>,
    /// Of what shows between two: who paid.
    pub from: Option<String>,
    /// Who was paid.
    pub to: Option<String>,
    /// The payments; of a whole group they are not named.
    pub payments: Vec<Concerned>,
    /// The values, and where they are suspicious.
    pub values: Vec<FoundValue>,
}

/// A payment that a finding concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concerned {
    /// Its id.
    pub id: String,
    /// Its line.
    pub line: u64,
}
