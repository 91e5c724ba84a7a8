//! One row the exact way: the values of its facts as a case would give them, and the item applied to them.

use rust_decimal::Decimal;

use super::{Column, Values};
use crate::facts::{Facts, Given};
use crate::feel::Value;
use crate::number::Grid;
use crate::pack::FactTypeDeclaration;
use crate::penalty::{AssessError, Decision, Fact, Heeded, Item, Trace};
use crate::time::Date;

/// The columns of an item's facts, by slot; `None` where a fact is given in no row.
#[derive(Debug)]
pub(super) struct Cases<'p, 'c> {
    item: &'p Item,
    columns: Vec<Option<Column<'c>>>,
    /// The slots in the order in which the columns were given, which is the order in which their faults are told.
    order: Vec<usize>,
}

impl<'p, 'c> Cases<'p, 'c> {
    pub(super) const fn new(item: &'p Item, columns: Vec<Option<Column<'c>>>, order: Vec<usize>) -> Self {
        Self { item, columns, order }
    }

    pub(super) const fn item(&self) -> &'p Item {
        self.item
    }

    pub(super) fn column(&self, slot: usize) -> Option<&Column<'c>> {
        self.columns.get(slot)?.as_ref()
    }

    /// The facts that are given in a row, in the order of the columns.
    pub(super) fn facts(&self, row: usize) -> Facts {
        let given = self.order.iter().filter_map(|slot| {
            let fact = self.item.facts.get(*slot)?;
            let column = self.column(*slot).filter(|column| column.is_given(row))?;
            Some((fact.name.as_str(), given(&column.values, row, fact.decimals())))
        });
        given.collect()
    }

    /// The result of a row. `read` gives the steps that were read already, `values` is room that rows share.
    pub(super) fn decide(
        &self,
        row: usize,
        read: impl Fn(usize) -> Option<i64>,
        values: &mut Vec<Value<'p>>,
    ) -> Result<Decision, AssessError> {
        values.clear();
        values.resize(self.item.facts.len(), Value::Missing);
        for slot in &self.order {
            let (Some(fact), Some(column)) = (self.item.facts.get(*slot), self.column(*slot)) else {
                continue;
            };
            if let Some(room) = values.get_mut(*slot)
                && column.is_given(row)
            {
                *room = match read(*slot).and_then(|step| fact.of_step(step)) {
                    Some(value) => value,
                    None => fact.in_column(&column.values, row)?,
                };
            }
        }
        self.item.compute(values, &Heeded::default(), &mut Trace::off())
    }
}

impl Fact {
    const fn decimals(&self) -> u32 {
        match &self.kind {
            FactTypeDeclaration::Number { decimals, .. } => *decimals,
            _ => 0,
        }
    }

    /// The value of a row, held against the declaration.
    fn in_column(&self, values: &Values<'_>, row: usize) -> Result<Value<'_>, AssessError> {
        if let (FactTypeDeclaration::Text(known), Some(text)) = (&self.kind, values.text(row))
            && let Some((value, _)) = known.iter().find(|(value, _)| value == text)
        {
            // The item's own text: it lives as long as the item.
            return Ok(Value::Text(value));
        }
        match self.read(&given(values, row, self.decimals()))? {
            Value::Number(number) => Ok(Value::Number(number)),
            Value::Boolean(value) => Ok(Value::Boolean(value)),
            Value::Date(date) => Ok(Value::Date(date)),
            Value::Text(_) | Value::Missing => Ok(Value::Missing),
        }
    }
}

/// What a row says, as somebody would give it. What no decimal or day can hold is given as a text, which is refused.
fn given(values: &Values<'_>, row: usize, decimals: u32) -> Given {
    let integer = |value: Option<Decimal>| value.map(Given::Number);
    let given = match values {
        Values::Int8(values) => integer(values.get(row).map(|value| Decimal::from(*value))),
        Values::Int16(values) => integer(values.get(row).map(|value| Decimal::from(*value))),
        Values::Int32(values) => integer(values.get(row).map(|value| Decimal::from(*value))),
        Values::Int64(values) => integer(values.get(row).map(|value| Decimal::from(*value))),
        Values::UInt8(values) => integer(values.get(row).map(|value| Decimal::from(*value))),
        Values::UInt16(values) => integer(values.get(row).map(|value| Decimal::from(*value))),
        Values::UInt32(values) => integer(values.get(row).map(|value| Decimal::from(*value))),
        Values::UInt64(values) => integer(values.get(row).map(|value| Decimal::from(*value))),
        Values::Float32(values) => values.get(row).map(|value| Given::Text(value.to_string())),
        Values::Float64(values) => values.get(row).map(|value| float(*value, decimals)),
        Values::Decimal64 { values, scale } => values.get(row).map(|value| decimal((*value).into(), *scale)),
        Values::Decimal128 { values, scale } => values.get(row).map(|value| decimal(*value, *scale)),
        Values::Boolean { bits, .. } => Some(Given::Boolean(bits.get(row))),
        Values::BooleanBytes(bytes) => bytes.get(row).map(|byte| Given::Boolean(*byte != 0)),
        Values::Text { .. } | Values::TextViews { .. } | Values::Dictionary { .. } => {
            values.text(row).map(Given::from)
        }
        Values::Date(days) => days.get(row).map(|day| {
            Date::from_epoch_day(*day)
                .map_or_else(|| Given::Text(format!("day {day} since 1970-01-01")), Given::Date)
        }),
    };
    // A text that is no UTF-8, or a code that is not in the dictionary.
    given.unwrap_or_else(|| Given::Text(char::REPLACEMENT_CHARACTER.to_string()))
}

fn float(value: f64, decimals: u32) -> Given {
    let grid = Grid::new(decimals).and_then(|grid| grid.place(value));
    let number = grid.and_then(|number| Decimal::try_from_i128_with_scale(number.into(), decimals).ok());
    number.map_or_else(|| Given::Text(value.to_string()), Given::Number)
}

fn decimal(mut mantissa: i128, mut scale: u32) -> Given {
    loop {
        if let Ok(number) = Decimal::try_from_i128_with_scale(mantissa, scale) {
            return Given::Number(number);
        }
        if scale == 0 || mantissa.checked_rem(10) != Some(0) {
            return Given::Text(format!("{mantissa}e-{scale}"));
        }
        mantissa = mantissa.checked_div(10).unwrap_or_default();
        scale = scale.saturating_sub(1);
    }
}
