//! Which result columns are made.

use arrow_schema::{DataType, Field};
use evenhand::diagnostic::nearest;
use pyo3::inspect::{PyStaticConstant, PyStaticExpr};
use pyo3::prelude::*;
use pyo3::{type_hint_identifier, type_hint_subscript};

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
        let codes = |codes| DataType::Dictionary(Box::new(codes), Box::new(DataType::Utf8));
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
        let py = given.py();
        let wrong = |message: String| error::assess(py, "wrong-type", Some("results"), &message);
        let names: Vec<String> =
            given.extract().map_err(|_| wrong("`results` must be a list of names".to_owned()))?;
        let mut wanted: Vec<Wanted> = Vec::with_capacity(names.len());
        for name in &names {
            let known = || Wanted::NAMES.iter().map(|(known, _)| *known);
            let Some((_, found)) = Wanted::NAMES.iter().find(|(known, _)| known == name) else {
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
        Ok(Self(wanted))
    }
}
