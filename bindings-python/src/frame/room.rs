//! The buffers that results are written into, and the columns that they become.

use std::sync::Arc;

use arrow_array::types::{ArrowDictionaryKeyType, Int8Type, Int16Type, Int32Type};
use arrow_array::{
    ArrayRef, BooleanArray, Decimal128Array, DictionaryArray, PrimitiveArray, StringArray, UInt32Array,
};
use arrow_buffer::{BooleanBuffer, Buffer, NullBuffer};
use arrow_schema::ArrowError;
use arrow_select::take::take;
use evenhand::columns::{AmountValues, Amounts, NO_OUTCOME, NO_TIER, Outputs, error_name, outcome_name};

use super::amounts::AmountRoom;
use super::failure::Failure;
use super::groups::Group;
use super::select::{Rule, Select};
use super::wanted::{DECIMAL_DIGITS, Wanted};

/// Results as they are computed: only those that are asked for have buffers.
pub(super) struct Room {
    rows: usize,
    amounts: [Option<(AmountRoom, Vec<u8>)>; 6],
    tier: Option<Vec<i16>>,
    long_tier: Option<Vec<i32>>,
    outcome: Option<Vec<u8>>,
    version: Option<Vec<i16>>,
    error: Option<Vec<u8>>,
    clamped: Option<Vec<u8>>,
}

/// No place in a dictionary.
const NO_KEY: i16 = -1;

impl Room {
    /// Buffers for so many rows. `raises` asks for the errors even if no column has them.
    pub(super) fn new(rows: usize, wanted: &[Wanted], raises: bool, long_tiers: bool) -> Self {
        let asks = |one: Wanted| wanted.contains(&one);
        let bits = rows.div_ceil(8);
        Self {
            rows,
            amounts: Wanted::AMOUNTS
                .map(|amount| asks(amount).then(|| (AmountRoom::new(rows), vec![0; bits]))),
            tier: asks(Wanted::Tier).then(|| vec![0; rows]),
            long_tier: (asks(Wanted::Tier) && long_tiers).then(|| vec![0; rows]),
            outcome: asks(Wanted::Outcome).then(|| vec![0; rows]),
            version: asks(Wanted::Version).then(|| vec![0; rows]),
            error: (raises || asks(Wanted::Error)).then(|| vec![0; rows]),
            clamped: asks(Wanted::Clamped).then(|| vec![0; bits]),
        }
    }

    /// The buffers for the library to write into.
    pub(super) fn outputs(&mut self) -> Outputs<'_> {
        let mut amounts = self.amounts.iter_mut().map(|amounts| {
            let (values, validity) = amounts.as_mut()?;
            Some(Amounts { values: AmountValues::Decimal128(values.values()), validity })
        });
        let mut next = || amounts.next().flatten();
        Outputs {
            min: next(),
            max: next(),
            statutory_min: next(),
            statutory_max: next(),
            persons_min: next(),
            persons_max: next(),
            tier: self.tier.as_deref_mut(),
            outcome: self.outcome.as_deref_mut(),
            error: self.error.as_deref_mut(),
            clamped: self.clamped.as_deref_mut(),
        }
    }

    /// Puts what the rule of a group says of the columns: its version, the names of its tiers, its decimals.
    pub(super) fn complete(
        &mut self,
        group: &Group,
        rule: Option<&Rule>,
        more_decimals: u32,
    ) -> Result<(), Failure> {
        let span = group.start..group.start.saturating_add(group.rows);
        if let Some(versions) = self.version.as_mut().and_then(|versions| versions.get_mut(span.clone())) {
            let version = rule.map_or(NO_KEY, |rule| rule.version);
            // Buffers are full of zeros.
            if version != 0 {
                versions.fill(version);
            }
        }
        let place = |tier: i16| {
            let row = usize::try_from(tier).ok();
            row.and_then(|row| rule?.tiers.get(row)).copied().unwrap_or(NO_KEY.into())
        };
        let tiers = self.tier.as_mut().and_then(|tiers| tiers.get_mut(span.clone()));
        match (tiers, self.long_tier.as_mut().and_then(|tiers| tiers.get_mut(span.clone()))) {
            (Some(tiers), Some(long)) => {
                long.iter_mut().zip(tiers).for_each(|(long, tier)| *long = place(*tier))
            }
            (Some(tiers), None) if !is_in_order(rule) => {
                let short = |tier: i16| i16::try_from(place(tier)).unwrap_or(NO_KEY);
                tiers.iter_mut().for_each(|tier| *tier = short(*tier));
            }
            _ => {}
        }
        if let Some(power) = 10_i128.checked_pow(more_decimals).filter(|power| *power > 1) {
            for (values, _) in self.amounts.iter_mut().flatten() {
                for value in values.values().get_mut(span.clone()).unwrap_or_default() {
                    let scaled =
                        value.checked_mul(power).filter(|value| value.unsigned_abs() < 10_u128.pow(38));
                    let message = "an amount is too large for a column of decimals".to_owned();
                    *value = scaled.ok_or(Failure::Refused { code: "overflow", field: None, message })?;
                }
            }
        }
        Ok(())
    }

    /// The first row with an error, at its place.
    pub(super) fn first_error(&self, places: Option<&[u32]>) -> Option<usize> {
        let errors = self.error.as_ref()?;
        match places {
            None => errors.iter().position(|error| *error != 0),
            Some(places) => places.iter().position(|place| {
                let error = usize::try_from(*place).ok().and_then(|place| errors.get(place));
                error.is_some_and(|error| *error != 0)
            }),
        }
    }

    /// The columns that are wanted, in the order of the frame's rows.
    pub(super) fn columns(
        mut self,
        wanted: &[Wanted],
        select: &Select,
        places: Option<&UInt32Array>,
        mut reasons: Option<StringArray>,
    ) -> Result<Vec<ArrayRef>, ArrowError> {
        let column = |wanted: &Wanted| self.column(*wanted, select, places, &mut reasons);
        wanted.iter().map(column).collect()
    }

    fn column(
        &mut self,
        wanted: Wanted,
        select: &Select,
        places: Option<&UInt32Array>,
        reasons: &mut Option<StringArray>,
    ) -> Result<ArrayRef, ArrowError> {
        let rows = self.rows;
        let placed = |array: ArrayRef| match places {
            Some(places) => take(&array, places, None),
            None => Ok(array),
        };
        match wanted {
            Wanted::Tier => match self.long_tier.take() {
                Some(tiers) => coded::<Int32Type>(tiers, |tier| tier < 0, &select.labels, placed),
                None => {
                    let none = |tier| tier < 0 || tier == NO_TIER;
                    coded::<Int16Type>(self.tier.take().unwrap_or_default(), none, &select.labels, placed)
                }
            },
            Wanted::Version => coded::<Int16Type>(
                self.version.take().unwrap_or_default(),
                |key| key < 0,
                &select.dates,
                placed,
            ),
            Wanted::Outcome => {
                let codes = self.outcome.take().unwrap_or_default();
                let codes =
                    codes.into_iter().map(|code| if code == NO_OUTCOME { -1 } else { code.cast_signed() });
                coded::<Int8Type>(codes.collect(), |key| key < 0, &names(outcome_name), placed)
            }
            Wanted::Error => {
                let codes = self.error.take().unwrap_or_default();
                // 0 is no error.
                let codes = codes.into_iter().map(|code| code.cast_signed().wrapping_sub(1));
                coded::<Int8Type>(
                    codes.collect(),
                    |key| key < 0,
                    &names(|code| error_name(code.checked_add(1)?)),
                    placed,
                )
            }
            Wanted::Clamped => {
                let bits = self.clamped.take().unwrap_or_default();
                placed(Arc::new(BooleanArray::new(BooleanBuffer::new(Buffer::from_vec(bits), 0, rows), None)))
            }
            Wanted::Reason => placed(Arc::new(reasons.take().unwrap_or_else(|| StringArray::new_null(rows)))),
            _ => {
                let mut amounts = Wanted::AMOUNTS.iter().zip(&mut self.amounts);
                let own = amounts.find(|(own, _)| **own == wanted).and_then(|(_, room)| room.take());
                let (values, bits) =
                    own.unwrap_or_else(|| (AmountRoom::new(rows), vec![0; rows.div_ceil(8)]));
                let given = NullBuffer::new(BooleanBuffer::new(Buffer::from_vec(bits), 0, rows));
                let values = Decimal128Array::new(
                    values.into_values(),
                    Some(given).filter(|given| given.null_count() > 0),
                );
                let scale = i8::try_from(select.decimals).unwrap_or(i8::MAX);
                placed(Arc::new(values.with_precision_and_scale(DECIMAL_DIGITS, scale)?))
            }
        }
    }
}

/// Whether the tiers of a rule stand in the column as the library numbers them.
fn is_in_order(rule: Option<&Rule>) -> bool {
    rule.is_some_and(|rule| (0..).zip(&rule.tiers).all(|(row, place): (i32, &i32)| row == *place))
}

/// The names of codes from 0 on.
fn names(name: impl Fn(u8) -> Option<&'static str>) -> ArrayRef {
    Arc::new(StringArray::from((0..).map_while(name).collect::<Vec<_>>()))
}

pub(super) fn coded<K: ArrowDictionaryKeyType>(
    keys: Vec<K::Native>,
    is_none: impl Fn(K::Native) -> bool,
    names: &ArrayRef,
    placed: impl Fn(ArrayRef) -> Result<ArrayRef, ArrowError>,
) -> Result<ArrayRef, ArrowError> {
    // In blocks, since looking for any of a block takes no branches.
    let mut blocks = keys.chunks(4096);
    let any_none = blocks.any(|keys| keys.iter().fold(false, |found, key| found | is_none(*key)));
    let given = any_none.then(|| BooleanBuffer::from_iter(keys.iter().map(|key| !is_none(*key))));
    let keys = placed(Arc::new(PrimitiveArray::<K>::new(keys.into(), given.map(NullBuffer::new))))?;
    let keys = arrow_array::cast::AsArray::as_primitive::<K>(keys.as_ref()).clone();
    Ok(Arc::new(DictionaryArray::<K>::try_new(keys, Arc::clone(names))?))
}
