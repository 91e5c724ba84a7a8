//! What is the same in every row of given columns: those result columns are filled, not looked up.

use super::exact::Cases;
use super::outputs::AmountKind;
use super::program::{Lines, Program};

/// The results that no row changes; `None` where rows differ.
#[derive(Debug)]
pub(super) struct Fixed {
    pub(super) tier: Option<i16>,
    pub(super) outcome: Option<u8>,
    pub(super) error: Option<u8>,
    pub(super) clamped: Option<bool>,
    amounts: Vec<(AmountKind, FixedAmount)>,
}

/// The same for one amount.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct FixedAmount {
    /// Whether there is one.
    pub(super) given: Option<bool>,
    /// What it is, in 64 bits.
    pub(super) value: Option<i64>,
}

impl Fixed {
    /// Looks at the cells that these columns can lead to: a column without validity is given in every row.
    pub(super) fn new(program: &Program, cases: &Cases<'_, '_>) -> Self {
        let reached = reached(program, cases);
        let amount = |table: &super::program::AmountTable| {
            let value = match &table.lines {
                Lines::Narrow { unit, lines, .. } => {
                    same(lines, &reached).and_then(|line| line.fixed(table.shift, *unit))
                }
                Lines::Wide(_) => None,
            };
            (table.kind, FixedAmount { given: same(&table.given, &reached), value })
        };
        Self {
            tier: same(&program.tiers, &reached),
            outcome: same(&program.outcomes, &reached),
            error: same(&program.errors, &reached),
            clamped: same(&program.clamped, &reached),
            amounts: program.amounts.iter().map(amount).collect(),
        }
    }

    pub(super) fn amount(&self, kind: AmountKind) -> FixedAmount {
        let found = self.amounts.iter().find(|(own, _)| *own == kind);
        found.map_or_else(FixedAmount::default, |(_, fixed)| *fixed)
    }
}

fn same<T: Copy + PartialEq>(table: &[T], reached: &[bool]) -> Option<T> {
    let mut values = table.iter().zip(reached).filter(|(_, reached)| **reached).map(|(value, _)| *value);
    let first = values.next()?;
    values.all(|value| value == first).then_some(first)
}

fn reached(program: &Program, cases: &Cases<'_, '_>) -> Vec<bool> {
    let mut places = vec![0_u32];
    for axis in &program.axes {
        let is_sum = program.sum.as_ref().is_some_and(|sum| sum.variable == axis.variable);
        let column = cases.column(axis.variable);
        let given = if is_sum || column.is_some() { 0..axis.missing() } else { 0..0 };
        let missing =
            (!is_sum && column.is_none_or(|column| column.validity.is_some())).then_some(axis.missing());
        let own: Vec<u32> = given.chain(missing).map(|place| place.wrapping_mul(axis.stride)).collect();
        places = places.iter().flat_map(|start| own.iter().map(|place| start.wrapping_add(*place))).collect();
    }
    let mut reached = vec![false; program.tiers.len()];
    for place in places {
        let place = usize::try_from(place).ok();
        let leaf = match &program.cells {
            Some(cells) => {
                place.and_then(|place| cells.get(place)).and_then(|leaf| usize::try_from(*leaf).ok())
            }
            None => place,
        };
        if let Some(room) = leaf.and_then(|leaf| reached.get_mut(leaf)) {
            *room = true;
        }
    }
    reached
}
