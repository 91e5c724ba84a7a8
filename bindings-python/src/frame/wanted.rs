//! Which result columns are made.

use std::sync::Arc;

use arrow_schema::{DataType, Field, Schema, SchemaRef};
use evenhand::diagnostic::nearest;
use pyo3::inspect::{PyStaticConstant, PyStaticExpr};
use pyo3::prelude::*;
use pyo3::{type_hint_identifier, type_hint_subscript};

use super::call::place;
use super::failure::Failure;
use crate::error;

/// A result column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    Min,
    Max,
    StatutoryMin,
    StatutoryMax,
    PersonsMin,
    PersonsMax,
    Tier,
    Outcome,
    Version,
    Error,
    Clamped,
    Reason,
}

impl Wanted {
    /// Amounts first, in the order of [`Room`](super::room::Room).
    pub(super) const AMOUNTS: [Self; 6] =
        [Self::Min, Self::Max, Self::StatutoryMin, Self::StatutoryMax, Self::PersonsMin, Self::PersonsMax];
    const NAMES: [(&str, Self); 12] = [
        ("min", Self::Min),
        ("max", Self::Max),
        ("statutory_min", Self::StatutoryMin),
        ("statutory_max", Self::StatutoryMax),
        ("persons_min", Self::PersonsMin),
        ("persons_max", Self::PersonsMax),
        ("tier", Self::Tier),
        ("outcome", Self::Outcome),
        ("version", Self::Version),
        ("error", Self::Error),
        ("clamped", Self::Clamped),
        ("reason", Self::Reason),
    ];

    fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, wanted)| *wanted == self).map_or("", |(name, _)| name)
    }

    /// The column in Arrow's words; tiers of many items need longer codes.
    pub(super) fn field(self, scale: i8, long_tiers: bool) -> Field {
        let data_type = match self {
            Self::Tier if long_tiers => codes(DataType::Int32),
            Self::Tier | Self::Version => codes(DataType::Int16),
            Self::Outcome | Self::Error => codes(DataType::Int8),
            Self::Clamped => DataType::Boolean,
            Self::Reason => DataType::Utf8,
            _ => DataType::Decimal128(DECIMAL_DIGITS, scale),
        };
        Field::new(self.name(), data_type, !matches!(self, Self::Clamped))
    }
}

/// The digits of an amount.
pub(super) const DECIMAL_DIGITS: u8 = 38;

/// The result columns that a caller asks for, in that order.
pub(crate) struct Results(pub(super) Vec<Wanted>);

impl Results {
    /// Those that are made if nobody chooses. Where a fault of a row is raised, no column is needed for it.
    pub(crate) fn or_usual(given: Option<Self>, raise: bool) -> Self {
        given.unwrap_or_else(|| {
            let mut usual = vec![Wanted::Min, Wanted::Max, Wanted::Tier, Wanted::Outcome, Wanted::Version];
            usual.extend((!raise).then_some(Wanted::Error));
            Self(usual)
        })
    }
}

macro_rules! literals {
    ($($name:literal),+) => {
        type_hint_subscript!(
            type_hint_identifier!("typing", "Literal"),
            $(PyStaticExpr::Constant { value: PyStaticConstant::Str($name) }),+
        )
    };
}

impl<'py> FromPyObject<'_, 'py> for Results {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_subscript!(
        type_hint_identifier!("collections.abc", "Sequence"),
        literals!(
            "min",
            "max",
            "statutory_min",
            "statutory_max",
            "persons_min",
            "persons_max",
            "tier",
            "outcome",
            "version",
            "error",
            "clamped",
            "reason"
        )
    );

    fn extract(given: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        read(given, &Wanted::NAMES).map(Self)
    }
}

/// A result column of a time limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DueWanted {
    Due,
    Raw,
    Used,
    Left,
    Light,
    State,
    Version,
    Error,
}

impl DueWanted {
    const NAMES: [(&str, Self); 8] = [
        ("due", Self::Due),
        ("raw", Self::Raw),
        ("used", Self::Used),
        ("left", Self::Left),
        ("light", Self::Light),
        ("state", Self::State),
        ("version", Self::Version),
        ("error", Self::Error),
    ];

    pub(super) fn field(self) -> Field {
        let name = Self::NAMES.iter().find(|(_, wanted)| *wanted == self).map_or("", |(name, _)| name);
        let data_type = match self {
            Self::Due | Self::Raw => DataType::Date32,
            Self::Used | Self::Left => DataType::Int32,
            Self::Light | Self::State | Self::Error => codes(DataType::Int8),
            Self::Version => codes(DataType::Int16),
        };
        Field::new(name, data_type, true)
    }
}

/// The result columns of a time limit that a caller asks for, in that order.
pub(crate) struct DueResults(pub(super) Vec<DueWanted>);

impl DueResults {
    /// Those that are made if nobody chooses. Where a fault of a case is raised, no column is needed for it.
    pub(super) fn or_usual(given: Option<Self>, raise: bool) -> Self {
        given.unwrap_or_else(|| {
            use DueWanted::{Due, Error, Left, Light, State, Used};
            let mut usual = vec![Due, Used, Left, Light, State];
            usual.extend((!raise).then_some(Error));
            Self(usual)
        })
    }
}

impl<'py> FromPyObject<'_, 'py> for DueResults {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_subscript!(
        type_hint_identifier!("collections.abc", "Sequence"),
        literals!("due", "raw", "used", "left", "light", "state", "version", "error")
    );

    fn extract(given: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        read(given, &DueWanted::NAMES).map(Self)
    }
}

/// Names of result columns, each known and asked for once.
fn read<T: Copy + PartialEq>(given: Borrowed<'_, '_, PyAny>, all: &[(&'static str, T)]) -> PyResult<Vec<T>> {
    let py = given.py();
    let wrong = |message: String| error::assess(py, "wrong-type", Some("results"), &message);
    let names: Vec<String> =
        given.extract().map_err(|_| wrong("`results` must be a list of names".to_owned()))?;
    let mut wanted: Vec<T> = Vec::with_capacity(names.len());
    for name in &names {
        let known = || all.iter().map(|(known, _)| *known);
        let Some((_, found)) = all.iter().find(|(known, _)| known == name) else {
            let help = match nearest(name, known()) {
                Some(known) => format!("did you mean `{known}`?"),
                None => format!("expected some of {}", known().collect::<Vec<_>>().join(", ")),
            };
            return Err(wrong(format!("there is no result column `{name}`; {help}")));
        };
        if wanted.contains(found) {
            return Err(wrong(format!("the result column `{name}` is asked for twice")));
        }
        wanted.push(*found);
    }
    Ok(wanted)
}

fn codes(codes: DataType) -> DataType {
    DataType::Dictionary(Box::new(codes), Box::new(DataType::Utf8))
}

/// The places of the columns that are kept, and the columns of the results behind them.
pub(super) fn kept_and(
    frame: &Schema,
    keep: Option<Vec<String>>,
    results: Vec<Field>,
) -> Result<(Vec<usize>, SchemaRef), Failure> {
    let keep = keep.unwrap_or_default();
    let kept = keep.iter().map(|name| place(frame, name)).collect::<Result<Vec<usize>, Failure>>()?;
    let mut fields: Vec<Field> = Vec::new();
    for field in kept.iter().map(|place| frame.field(*place).clone()).chain(results) {
        if fields.iter().any(|known| known.name() == field.name()) {
            let message =
                format!("two columns of the results would be called `{}`: leave one out", field.name());
            return Err(Failure::refused("duplicate-fact", field.name(), message));
        }
        fields.push(field);
    }
    Ok((kept, Arc::new(Schema::new(fields))))
}
