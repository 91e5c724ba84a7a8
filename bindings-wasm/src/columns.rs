//! An item over columns: those of the facts are handed over one by one, then the results are taken out.

use std::mem::take;
use std::sync::Arc;

use evenhand::columns::{
    AmountValues, Amounts, Bits, BoundColumns, Codes, Column, ColumnError, ColumnPlan, Outputs, Progress,
    Values, error_name, outcome_name,
};
use wasm_bindgen::prelude::*;

use crate::error::{self, thrown};
use crate::item::Item;

enum Owned {
    Floats(Vec<f64>),
    Integers(Vec<i32>),
    Longs(Vec<i64>),
    Truths(Vec<u8>),
    Texts { codes: Vec<u32>, texts: Vec<String> },
}

/// Columns of facts.
#[wasm_bindgen]
#[derive(Default)]
pub struct Columns(Vec<(String, Owned, Option<Vec<u8>>)>);

#[wasm_bindgen]
impl Columns {
    /// No column yet.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Columns {
        Self::default()
    }

    /// Numbers, each standing for the shortest decimal that reads as it. `given` has a bit for each row.
    pub fn floats(&mut self, name: String, values: Vec<f64>, given: Option<Vec<u8>>) {
        self.0.push((name, Owned::Floats(values), given));
    }

    /// Whole numbers.
    pub fn integers(&mut self, name: String, values: Vec<i32>, given: Option<Vec<u8>>) {
        self.0.push((name, Owned::Integers(values), given));
    }

    /// Whole numbers.
    pub fn longs(&mut self, name: String, values: Vec<i64>, given: Option<Vec<u8>>) {
        self.0.push((name, Owned::Longs(values), given));
    }

    /// Truth values, 0 or 1.
    pub fn truths(&mut self, name: String, values: Vec<u8>, given: Option<Vec<u8>>) {
        self.0.push((name, Owned::Truths(values), given));
    }

    /// Texts, as places in a list of those that there are.
    pub fn texts(&mut self, name: String, codes: Vec<u32>, texts: Vec<String>, given: Option<Vec<u8>>) {
        self.0.push((name, Owned::Texts { codes, texts }, given));
    }

    /// The results of an item for all rows. `wanted` has a bit for each of `AMOUNTS` in turn, then for the tier, the
    /// outcome, the error, and whether the fine was moved into the range.
    pub fn decide(&self, item: &Item, wanted: u32) -> Result<Results, JsValue> {
        self.results(item, wanted).map_err(|error| thrown(&error.to_json()))
    }

    /// Throws the error of a row, if it has one.
    pub fn fail(&self, item: &Item, row: usize) -> Result<(), JsValue> {
        let decided = self.with(item, |bound, _| Ok(bound.decide_row(row)));
        let decided = decided.map_err(|error| thrown(&error.to_json()))?;
        decided.map(drop).map_err(error::assess)
    }
}

impl Columns {
    fn with<T>(
        &self,
        item: &Item,
        run: impl FnOnce(BoundColumns<'_, '_>, &ColumnPlan) -> Result<T, ColumnError>,
    ) -> Result<T, ColumnError> {
        let plan = item.plan.get_or_init(|| ColumnPlan::new(Arc::clone(&item.rule)));
        let named: Vec<Vec<&str>> = self.0.iter().map(|(_, values, _)| values.texts()).collect();
        let columns = self.0.iter().zip(&named).map(|((name, values, given), texts)| {
            let column = Column::new(values.borrowed(texts));
            let column = match given {
                Some(bytes) => column.with_validity(Bits { bytes, offset: 0 }),
                None => column,
            };
            (name.as_str(), column)
        });
        run(plan.bind(&columns.collect::<Vec<_>>())?, plan)
    }

    fn results(&self, item: &Item, wanted: u32) -> Result<Results, ColumnError> {
        let rows = self.0.first().map_or(0, |(_, values, _)| values.borrowed(&[]).len());
        let is_wanted = |place: usize| wanted & (1 << place) != 0;
        let room = |place: usize, len: usize| if is_wanted(place) { len } else { 0 };
        self.with(item, |bound, plan| {
            let mut amounts: [Vec<i64>; AMOUNTS] = std::array::from_fn(|place| vec![0; room(place, rows)]);
            let mut validity: [Vec<u8>; AMOUNTS] =
                std::array::from_fn(|place| vec![0; room(place, rows.div_ceil(8))]);
            let mut tier = vec![0; room(TIER, rows)];
            let mut outcome = vec![0; room(OUTCOME, rows)];
            let mut error = vec![0; room(ERROR, rows)];
            let mut clamped = vec![0; room(CLAMPED, rows.div_ceil(8))];
            let mut columns = amounts.iter_mut().zip(&mut validity).enumerate();
            let mut next = || {
                let (place, (values, validity)) = columns.next()?;
                is_wanted(place).then_some(Amounts { values: AmountValues::Int64(values), validity })
            };
            let outputs = Outputs {
                min: next(),
                max: next(),
                statutory_min: next(),
                statutory_max: next(),
                persons_min: next(),
                persons_max: next(),
                tier: is_wanted(TIER).then_some(&mut tier),
                outcome: is_wanted(OUTCOME).then_some(&mut outcome),
                error: is_wanted(ERROR).then_some(&mut error),
                clamped: is_wanted(CLAMPED).then_some(&mut clamped),
            };
            bound.decide(outputs, 1, Progress::IGNORED)?;
            Ok(Results { rows, decimals: plan.decimals(), amounts, validity, tier, outcome, error, clamped })
        })
    }
}

impl Owned {
    fn texts(&self) -> Vec<&str> {
        match self {
            Self::Texts { texts, .. } => texts.iter().map(String::as_str).collect(),
            _ => Vec::new(),
        }
    }

    fn borrowed<'a>(&'a self, texts: &'a [&'a str]) -> Values<'a> {
        match self {
            Self::Floats(values) => Values::Float64(values),
            Self::Integers(values) => Values::Int32(values),
            Self::Longs(values) => Values::Int64(values),
            Self::Truths(values) => Values::BooleanBytes(values),
            Self::Texts { codes, .. } => Values::Dictionary { codes: Codes::UInt32(codes), texts },
        }
    }
}

/// The columns of amounts: the ends of the fine, of the range of the law, of the fine of the persons.
const AMOUNTS: usize = 6;
const TIER: usize = 6;
const OUTCOME: usize = 7;
const ERROR: usize = 8;
const CLAMPED: usize = 9;

/// Result columns, each to be taken out once.
#[wasm_bindgen]
pub struct Results {
    rows: usize,
    decimals: u32,
    amounts: [Vec<i64>; AMOUNTS],
    validity: [Vec<u8>; AMOUNTS],
    tier: Vec<i16>,
    outcome: Vec<u8>,
    error: Vec<u8>,
    clamped: Vec<u8>,
}

#[wasm_bindgen]
impl Results {
    /// How many rows there are.
    #[wasm_bindgen(getter)]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The decimals of all amounts.
    #[wasm_bindgen(getter)]
    pub fn decimals(&self) -> u32 {
        self.decimals
    }

    /// The amounts of a column.
    pub fn amounts(&mut self, place: usize) -> Vec<i64> {
        self.amounts.get_mut(place).map(take).unwrap_or_default()
    }

    /// Where a column has an amount: a bit for each row.
    pub fn validity(&mut self, place: usize) -> Vec<u8> {
        self.validity.get_mut(place).map(take).unwrap_or_default()
    }

    /// The rows of the table that were chosen.
    pub fn tier(&mut self) -> Vec<i16> {
        take(&mut self.tier)
    }

    /// What follows, as codes.
    pub fn outcome(&mut self) -> Vec<u8> {
        take(&mut self.outcome)
    }

    /// Why nothing follows, as codes.
    pub fn error(&mut self) -> Vec<u8> {
        take(&mut self.error)
    }

    /// Whether the fine was moved into the range of the law: a bit for each row.
    pub fn clamped(&mut self) -> Vec<u8> {
        take(&mut self.clamped)
    }
}

/// The word for a code of an outcome.
#[wasm_bindgen]
#[must_use]
pub fn outcome_word(code: u8) -> Option<String> {
    outcome_name(code).map(str::to_owned)
}

/// The word for a code of an error.
#[wasm_bindgen]
#[must_use]
pub fn error_word(code: u8) -> Option<String> {
    error_name(code).map(str::to_owned)
}
