//! Values of columns, read without JSON: what a column holds in another way is told by the record as JSON.

use evenhand::limit::When;
use evenhand::number::parse_decimal;
use evenhand::time::Date;
use evenhand::{Facts, Given};
use rust_decimal::Decimal;

use super::fact_columns::FactColumns;
use super::json::{Json, value};

/// A value that only the record as JSON tells of.
pub(super) struct Otherwise;

/// The value of a row, nothing where there is none.
pub(super) type Told<T> = Result<Option<T>, Otherwise>;

impl Json {
    /// That there is no value.
    pub(super) fn nothing(&self, row: usize) -> Result<(), Otherwise> {
        match self {
            Self::Nothing => Ok(()),
            Self::Texts(texts) if value(texts, row).is_none() => Ok(()),
            _ => Err(Otherwise),
        }
    }

    pub(super) fn text(&self, row: usize) -> Told<&str> {
        match self {
            Self::Nothing => Ok(None),
            Self::Texts(texts) | Self::Bare(texts) => Ok(value(texts, row)),
            _ => Err(Otherwise),
        }
    }

    pub(super) fn day(&self, row: usize) -> Told<Date> {
        match self {
            Self::Nothing => Ok(None),
            Self::Days(_) => self.whole_day(row).map_or(Ok(None), |day| day.map(Some).ok_or(Otherwise)),
            Self::Texts(texts) => {
                value(texts, row).map(|text| text.parse().map_err(|_| Otherwise)).transpose()
            }
            _ => Err(Otherwise),
        }
    }

    /// A day, or as a text also a minute of it.
    pub(super) fn when(&self, row: usize) -> Told<When> {
        match self {
            Self::Texts(texts) => {
                value(texts, row).map(|text| text.parse().map_err(|_| Otherwise)).transpose()
            }
            _ => self.day(row).map(|day| day.map(When::Day)),
        }
    }

    /// A number that is not below zero.
    pub(super) fn amount(&self, row: usize) -> Told<Decimal> {
        let read = |text| parse_decimal(text).ok().filter(|amount| !amount.is_sign_negative());
        self.text(row)?.map(|text| read(text).ok_or(Otherwise)).transpose()
    }

    pub(super) fn texts(&self, row: usize) -> Told<Vec<&str>> {
        match self {
            Self::List(..) => {
                let Some((places, values)) = self.list(row) else { return Ok(None) };
                places.map(|place| values.text(place)?.ok_or(Otherwise)).collect::<Result<_, _>>().map(Some)
            }
            _ => self.nothing(row).map(|()| None),
        }
    }

    /// The columns of a struct with these fields and no others.
    pub(super) fn fields<const N: usize>(&self, row: usize, names: [&str; N]) -> Told<[&Self; N]> {
        match self {
            Self::Struct(columns, nulls) => {
                if nulls.as_ref().is_some_and(|nulls| nulls.is_null(row)) {
                    return Ok(None);
                }
                let columns: &[(String, Self); N] = columns.as_slice().try_into().map_err(|_| Otherwise)?;
                let same = columns.iter().zip(names).all(|((name, _), wanted)| name == wanted);
                if same { Ok(Some(columns.each_ref().map(|(_, column)| column))) } else { Err(Otherwise) }
            }
            _ => self.nothing(row).map(|()| None),
        }
    }

    fn fact(&self, row: usize) -> Told<Given> {
        match self {
            Self::Nothing => Ok(None),
            Self::Texts(texts) => Ok(value(texts, row).map(Given::from)),
            Self::Bare(texts) => match value(texts, row) {
                None => Ok(None),
                Some("true") => Ok(Some(Given::Boolean(true))),
                Some("false") => Ok(Some(Given::Boolean(false))),
                Some(number) => {
                    parse_decimal(number).map(|number| Some(number.into())).map_err(|_| Otherwise)
                }
            },
            _ => Err(Otherwise),
        }
    }
}

impl FactColumns<'_> {
    /// The facts of a row, from columns of single facts, or where there are none from one that holds them all.
    pub(super) fn facts(&self, all: &Json, row: usize) -> Result<Facts, Otherwise> {
        if self.columns().is_empty() {
            return match all.text(row)? {
                // What does not begin so is a text in a record, even if it could be read.
                Some(facts) if facts.starts_with('{') => Facts::from_json(facts).map_err(|_| Otherwise),
                Some(_) => Err(Otherwise),
                None => Ok(Facts::new()),
            };
        }
        all.nothing(row)?;
        let mut facts = Facts::new();
        for (name, column) in self.columns() {
            if let Some(given) = column.fact(row)? {
                facts = facts.with(name, given);
            }
        }
        Ok(facts)
    }
}
