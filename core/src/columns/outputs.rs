//! The result columns: those that the caller asks for, in buffers that the caller brings.

use std::mem::take;

use super::ColumnError;
use crate::number::Rational;
use crate::penalty::{AssessError, Decision, OutcomeKind};

/// What [`Outputs::tier`] has where no row of a table was chosen.
pub const NO_TIER: i16 = -1;
/// What [`Outputs::outcome`] has where there is an error.
pub const NO_OUTCOME: u8 = u8::MAX;

/// The outcomes in the order of their codes in [`Outputs::outcome`].
const OUTCOMES: [OutcomeKind; 4] =
    [OutcomeKind::Fine, OutcomeKind::Measures, OutcomeKind::NoPenalty, OutcomeKind::NotApplicable];

/// The word for a code of [`Outputs::outcome`].
///
/// ```
/// assert_eq!(evenhand::columns::outcome_name(2), Some("no-penalty"));
/// ```
#[must_use]
pub fn outcome_name(code: u8) -> Option<&'static str> {
    OUTCOMES.get(usize::from(code)).map(|kind| kind.code())
}

/// The name of an error, as [`AssessError::code`] gives it, for a code of [`Outputs::error`]; `None` for 0, no error.
///
/// ```
/// assert_eq!(evenhand::columns::error_name(0), None);
/// assert_eq!(evenhand::columns::error_name(3), Some("missing-fact"));
/// ```
#[must_use]
pub fn error_name(code: u8) -> Option<&'static str> {
    AssessError::CODES.get(usize::from(code).checked_sub(1)?).map(|(name, _)| *name)
}

/// Arrow's decimals in 128 bits have 38 digits.
const DECIMAL_128_END: u128 = 10_u128.pow(38);

/// Room for amounts, as whole numbers of [`ColumnPlan::decimals`](super::ColumnPlan::decimals) decimals.
#[derive(Debug)]
pub enum AmountValues<'o> {
    /// In 64 bits. An amount that does not fit makes its row an `overflow`.
    Int64(&'o mut [i64]),
    /// In 128 bits, as Arrow's decimals are.
    Decimal128(&'o mut [i128]),
}

impl<'o> AmountValues<'o> {
    fn take(&mut self, rows: usize) -> Self {
        match self {
            Self::Int64(values) => Self::Int64(front(values, rows)),
            Self::Decimal128(values) => Self::Decimal128(front(values, rows)),
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Int64(values) => values.len(),
            Self::Decimal128(values) => values.len(),
        }
    }

    /// Writes an amount. Whether it fits into the column.
    fn put(&mut self, place: usize, amount: i128) -> bool {
        match self {
            Self::Int64(values) => {
                let word = i64::try_from(amount);
                put(values, place, word.unwrap_or_default());
                word.is_ok()
            }
            Self::Decimal128(values) => {
                let fits = amount.unsigned_abs() < DECIMAL_128_END;
                put(values, place, if fits { amount } else { 0 });
                fits
            }
        }
    }
}

/// A column of amounts: 0 where there is none, and a bit for each row that says whether there is one.
#[derive(Debug)]
pub struct Amounts<'o> {
    /// The amounts.
    pub values: AmountValues<'o>,
    /// Whether there is one: a bit for each row, the lowest of each byte first, in a byte for each eight rows.
    pub validity: &'o mut [u8],
}

/// Which amount of a decision a column of [`Outputs`] has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AmountKind {
    Min,
    Max,
    StatutoryMin,
    StatutoryMax,
    PersonsMin,
    PersonsMax,
}

impl AmountKind {
    pub(super) const ALL: [Self; 6] =
        [Self::Min, Self::Max, Self::StatutoryMin, Self::StatutoryMax, Self::PersonsMin, Self::PersonsMax];

    const fn name(self) -> &'static str {
        match self {
            Self::Min => "min",
            Self::Max => "max",
            Self::StatutoryMin => "statutory_min",
            Self::StatutoryMax => "statutory_max",
            Self::PersonsMin => "persons_min",
            Self::PersonsMax => "persons_max",
        }
    }

    fn of(self, decision: &Decision) -> Option<Rational> {
        match self {
            Self::Min => decision.fine.map(|ends| ends.min),
            Self::Max => decision.fine.map(|ends| ends.max),
            Self::StatutoryMin => decision.statutory.map(|ends| ends.min),
            Self::StatutoryMax => decision.statutory.map(|ends| ends.max),
            Self::PersonsMin => decision.persons.map(|ends| ends.min),
            Self::PersonsMax => decision.persons.map(|ends| ends.max),
        }
    }
}

/// The result columns that are wanted; what is left out is not computed. Every column has as many rows as the facts,
/// bit columns a byte for each eight rows.
///
/// ```
/// use evenhand::columns::{AmountValues, Amounts, Outputs};
///
/// let (mut fines, mut validity, mut errors) = ([0_i64; 3], [0_u8; 1], [0_u8; 3]);
/// let wanted = Outputs {
///     min: Some(Amounts { values: AmountValues::Int64(&mut fines), validity: &mut validity }),
///     error: Some(&mut errors),
///     ..Outputs::default()
/// };
/// # drop(wanted);
/// ```
#[derive(Debug, Default)]
pub struct Outputs<'o> {
    /// The least fine.
    pub min: Option<Amounts<'o>>,
    /// The highest fine.
    pub max: Option<Amounts<'o>>,
    /// The least that the law allows.
    pub statutory_min: Option<Amounts<'o>>,
    /// The most that the law allows.
    pub statutory_max: Option<Amounts<'o>>,
    /// The least fine of the persons responsible.
    pub persons_min: Option<Amounts<'o>>,
    /// The highest fine of the persons responsible.
    pub persons_max: Option<Amounts<'o>>,
    /// The row of the table, from 0; [`NO_TIER`] where none was chosen.
    pub tier: Option<&'o mut [i16]>,
    /// What follows: a code for [`outcome_name`], [`NO_OUTCOME`] where there is an error.
    pub outcome: Option<&'o mut [u8]>,
    /// Why there is no outcome: a code for [`error_name`]; 0 where there is one.
    pub error: Option<&'o mut [u8]>,
    /// Whether the fine was moved into the statutory range: bits.
    pub clamped: Option<&'o mut [u8]>,
}

impl<'o> Outputs<'o> {
    pub(super) fn amount(&mut self, kind: AmountKind) -> Option<&mut Amounts<'o>> {
        match kind {
            AmountKind::Min => self.min.as_mut(),
            AmountKind::Max => self.max.as_mut(),
            AmountKind::StatutoryMin => self.statutory_min.as_mut(),
            AmountKind::StatutoryMax => self.statutory_max.as_mut(),
            AmountKind::PersonsMin => self.persons_min.as_mut(),
            AmountKind::PersonsMax => self.persons_max.as_mut(),
        }
    }

    /// Writes the least fines as the highest, where both are wanted in the same integers. Whether they are.
    pub(super) fn copy_min(&mut self) -> bool {
        let (Some(min), Some(max)) = (&self.min, &mut self.max) else { return false };
        match (&min.values, &mut max.values) {
            (AmountValues::Int64(from), AmountValues::Int64(to)) => copy(from, to),
            (AmountValues::Decimal128(from), AmountValues::Decimal128(to)) => copy(from, to),
            _ => return false,
        }
        copy(min.validity, max.validity);
        true
    }

    /// Whether every column has this many rows.
    pub(super) fn check(&mut self, rows: usize) -> Result<(), ColumnError> {
        let same = |column: &str, expected: usize, found: usize| {
            if expected == found {
                return Ok(());
            }
            Err(ColumnError::WrongLength { column: column.to_owned(), expected, found })
        };
        let bytes = rows.div_ceil(8);
        for kind in AmountKind::ALL {
            if let Some(amounts) = self.amount(kind) {
                same(kind.name(), rows, amounts.values.len())?;
                same(&format!("validity of {}", kind.name()), bytes, amounts.validity.len())?;
            }
        }
        same("tier", rows, self.tier.as_ref().map_or(rows, |tier| tier.len()))?;
        same("outcome", rows, self.outcome.as_ref().map_or(rows, |outcome| outcome.len()))?;
        same("error", rows, self.error.as_ref().map_or(rows, |error| error.len()))?;
        same("clamped", bytes, self.clamped.as_ref().map_or(bytes, |clamped| clamped.len()))
    }

    /// The first rows, a multiple of eight unless they are the last, which leave these columns.
    #[must_use]
    pub fn take(&mut self, rows: usize) -> Self {
        let bytes = rows.div_ceil(8);
        let amounts = |amounts: &mut Option<Amounts<'o>>| {
            amounts.as_mut().map(|amounts| Amounts {
                values: amounts.values.take(rows),
                validity: front(&mut amounts.validity, bytes),
            })
        };
        Self {
            min: amounts(&mut self.min),
            max: amounts(&mut self.max),
            statutory_min: amounts(&mut self.statutory_min),
            statutory_max: amounts(&mut self.statutory_max),
            persons_min: amounts(&mut self.persons_min),
            persons_max: amounts(&mut self.persons_max),
            tier: self.tier.as_mut().map(|tier| front(tier, rows)),
            outcome: self.outcome.as_mut().map(|outcome| front(outcome, rows)),
            error: self.error.as_mut().map(|error| front(error, rows)),
            clamped: self.clamped.as_mut().map(|clamped| front(clamped, bytes)),
        }
    }

    /// Writes the result of a row, its amounts with this many decimals; as an `overflow`, if one does not fit into its
    /// column.
    pub(super) fn write(&mut self, place: usize, decided: &Result<Decision, AssessError>, decimals: u32) {
        match decided {
            Ok(decision) => {
                if self.put_amounts(place, |kind| kind.of(decision).map(|amount| amount.mantissa(decimals))) {
                    self.put_codes(place, &Row::without_amounts(decision));
                } else {
                    self.fail(place, "overflow");
                }
            }
            Err(error) => self.fail(place, error.code()),
        }
    }

    fn fail(&mut self, place: usize, error: &str) {
        self.put_amounts(place, |_| None);
        self.put_codes(place, &Row::failed(error));
    }

    /// Whether every amount, if there is one, fits into its column.
    #[inline]
    fn put_amounts(&mut self, place: usize, amount: impl Fn(AmountKind) -> Option<Option<i128>>) -> bool {
        let mut fit = true;
        for kind in AmountKind::ALL {
            let Some(column) = self.amount(kind) else { continue };
            let amount = amount(kind);
            put_bit(column.validity, place, amount.is_some());
            fit &= amount.unwrap_or(Some(0)).is_some_and(|amount| column.values.put(place, amount));
        }
        fit
    }

    #[inline]
    fn put_codes(&mut self, place: usize, row: &Row) {
        if let Some(tier) = &mut self.tier {
            put(tier, place, row.tier);
        }
        if let Some(outcome) = &mut self.outcome {
            put(outcome, place, row.outcome);
        }
        if let Some(error) = &mut self.error {
            put(error, place, row.error);
        }
        if let Some(clamped) = &mut self.clamped {
            put_bit(clamped, place, row.clamped);
        }
    }
}

fn front<'o, T>(slice: &mut &'o mut [T], count: usize) -> &'o mut [T] {
    let whole = take(slice);
    let (front, rest) = whole.split_at_mut(count.min(whole.len()));
    *slice = rest;
    front
}

fn copy<T: Copy>(from: &[T], to: &mut [T]) {
    for (to, from) in to.iter_mut().zip(from) {
        *to = *from;
    }
}

fn put<T>(values: &mut [T], place: usize, value: T) {
    if let Some(room) = values.get_mut(place) {
        *room = value;
    }
}

fn put_bit(bits: &mut [u8], place: usize, value: bool) {
    let bit = 1 << (place & 7);
    if let Some(byte) = bits.get_mut(place >> 3) {
        *byte = if value { *byte | bit } else { *byte & !bit };
    }
}

/// What the result columns hold of one case.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub(super) outcome: u8,
    pub(super) error: u8,
    pub(super) tier: i16,
    pub(super) clamped: bool,
    pub(super) amounts: [Option<i128>; AmountKind::ALL.len()],
}

impl Row {
    /// The row of a case that was assessed alone, its amounts with this many decimals.
    pub(super) fn of(decided: &Result<Decision, AssessError>, decimals: u32) -> Self {
        let decision = match decided {
            Ok(decision) => decision,
            Err(error) => return Self::failed(error.code()),
        };
        let mut row = Self::without_amounts(decision);
        for (kind, room) in AmountKind::ALL.iter().zip(&mut row.amounts) {
            let Some(amount) = kind.of(decision) else { continue };
            *room = amount.mantissa(decimals);
            if room.is_none() {
                return Self::failed("overflow");
            }
        }
        row
    }

    fn without_amounts(decision: &Decision) -> Self {
        let code = OUTCOMES.iter().position(|kind| *kind == decision.kind);
        Self {
            outcome: code.and_then(|code| u8::try_from(code).ok()).unwrap_or(NO_OUTCOME),
            error: 0,
            tier: decision.row.and_then(|row| i16::try_from(row).ok()).unwrap_or(NO_TIER),
            clamped: decision.clamped,
            amounts: [None; AmountKind::ALL.len()],
        }
    }

    pub(super) fn amount(&self, kind: AmountKind) -> Option<i128> {
        AmountKind::ALL
            .iter()
            .zip(self.amounts)
            .find_map(|(own, amount)| if *own == kind { amount } else { None })
    }

    fn failed(code: &str) -> Self {
        let place = AssessError::CODES.iter().position(|(name, _)| *name == code);
        let error = place.and_then(|place| u8::try_from(place.saturating_add(1)).ok());
        Self {
            outcome: NO_OUTCOME,
            error: error.unwrap_or(u8::MAX),
            tier: NO_TIER,
            clamped: false,
            amounts: [None; AmountKind::ALL.len()],
        }
    }
}
