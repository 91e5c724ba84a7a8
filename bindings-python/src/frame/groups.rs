//! The rows of a frame, those of one rule together.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, UInt32Array};
use arrow_schema::ArrowError;
use arrow_select::take::take;

/// The rows that fall under one rule.
pub(super) struct Group {
    /// The place of the rule.
    pub(super) rule: usize,
    /// The place of its first row among all, in order.
    pub(super) first: usize,
    pub(super) rows: usize,
    /// Where its results start: at a multiple of eight, since bits are written by bytes.
    pub(super) start: usize,
}

/// Rows by rule.
pub(super) struct Groups {
    pub(super) groups: Vec<Group>,
    /// The rows, group by group; within a group as they are in the frame.
    pub(super) order: Vec<u32>,
    /// Where the results of each row stand; `None` where they stand in the order of the rows.
    pub(super) places: Option<Vec<u32>>,
    /// How much room the results take.
    pub(super) room: usize,
}

/// The rows that a group takes in the results.
pub(super) const fn padded(rows: usize) -> usize {
    rows.next_multiple_of(8)
}

impl Groups {
    /// Puts the rows together, given the rule of each. There are at most 2³² of them.
    pub(super) fn new(rules: &[u32]) -> Self {
        let at = |rule: u32| usize::try_from(rule).unwrap_or(usize::MAX);
        let count = rules.iter().copied().max().map_or(0, |last| at(last).saturating_add(1));
        let mut rows = vec![0_usize; count];
        for rule in rules {
            rows.get_mut(at(*rule)).into_iter().for_each(|rows| *rows += 1);
        }
        let mut groups = Vec::new();
        // For each rule, where its next row goes: among the rows, and among the results.
        let mut next = Vec::with_capacity(count);
        let (mut first, mut start) = (0, 0);
        for (rule, rows) in rows.into_iter().enumerate() {
            next.push((first, start));
            if rows > 0 {
                groups.push(Group { rule, first, rows, start });
            }
            first += rows;
            start += padded(rows);
        }
        let (mut order, mut places) = (vec![0; rules.len()], Vec::with_capacity(rules.len()));
        for (row, rule) in (0_u32..).zip(rules) {
            let Some((first, start)) = next.get_mut(at(*rule)) else { continue };
            if let Some(room) = order.get_mut(*first) {
                *room = row;
            }
            places.push(u32::try_from(*start).unwrap_or(u32::MAX));
            *first += 1;
            *start += 1;
        }
        Self { groups, order, places: Some(places), room: start }
    }

    /// All rows under one rule.
    pub(super) fn of_one(rule: u32, rows: usize) -> Self {
        let rule = usize::try_from(rule).unwrap_or(usize::MAX);
        Self {
            groups: vec![Group { rule, first: 0, rows, start: 0 }],
            order: Vec::new(),
            places: None,
            room: rows,
        }
    }

    /// The rows of a group, as they are numbered in the frame.
    pub(super) fn numbers_of(&self, group: &Group) -> impl Iterator<Item = usize> {
        let numbers = 0..if self.places.is_none() { group.rows } else { 0 };
        let order = self.of(group).iter().filter_map(|row| usize::try_from(*row).ok());
        numbers.chain(order)
    }

    /// The values of a group's rows.
    pub(super) fn rows_of(&self, group: &Group, column: &ArrayRef) -> Result<ArrayRef, ArrowError> {
        match self.of(group) {
            [] => Ok(Arc::clone(column)),
            rows @ [first, .., last] if last.abs_diff(*first) as usize + 1 == rows.len() => {
                Ok(column.slice(*first as usize, rows.len()))
            }
            rows => take(column, &UInt32Array::from_iter_values(rows.iter().copied()), None),
        }
    }

    fn of(&self, group: &Group) -> &[u32] {
        let rows = group.first..group.first.saturating_add(group.rows);
        self.order.get(rows).unwrap_or_default()
    }
}
