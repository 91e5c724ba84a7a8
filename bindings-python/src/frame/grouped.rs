//! Rows that belong together: by a text of theirs, in the order in which the texts come up.

use std::collections::HashMap;

use arrow_array::{Array, StringViewArray};

use super::json::value;

/// Which rows have which text.
pub(super) struct Grouped {
    numbers: HashMap<Box<str>, usize>,
    /// Where the rows of each group start, and the end of the last one.
    starts: Vec<usize>,
    rows: Vec<usize>,
    /// Rows without a text.
    pub(super) nowhere: Vec<usize>,
}

impl Grouped {
    pub(super) fn of(texts: &StringViewArray) -> Self {
        let mut numbers: HashMap<Box<str>, usize> = HashMap::new();
        let mut last: Option<(&str, usize)> = None;
        let mut number = |row: usize| {
            let text = value(texts, row)?;
            // The rows of a group mostly stand together.
            if let Some((_, number)) = last.filter(|(same, _)| *same == text) {
                return Some(number);
            }
            let next = numbers.len();
            let number = match numbers.get(text) {
                Some(number) => *number,
                None => *numbers.entry(text.into()).or_insert(next),
            };
            last = Some((text, number));
            Some(number)
        };
        let of: Vec<Option<usize>> = (0..texts.len()).map(&mut number).collect();
        let mut starts = vec![0_usize; numbers.len().saturating_add(1)];
        for number in of.iter().flatten() {
            starts.get_mut(number + 1).into_iter().for_each(|count| *count += 1);
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let (mut rows, mut nowhere) = (vec![0; sum], Vec::new());
        for (row, number) in of.iter().enumerate() {
            let Some(place) = number.and_then(|number| next.get_mut(number)) else {
                nowhere.push(row);
                continue;
            };
            rows.get_mut(*place).into_iter().for_each(|room| *room = row);
            *place += 1;
        }
        Self { numbers, starts, rows, nowhere }
    }

    /// The groups and the rows without a text, in the order of their first rows.
    pub(super) fn in_order(&self) -> Vec<&[usize]> {
        let mut all: Vec<&[usize]> = (0..self.len()).map(|number| self.rows(number)).collect();
        if !self.nowhere.is_empty() {
            all.extend(self.nowhere.chunks(1));
            all.sort_unstable_by_key(|rows| rows.first());
        }
        all
    }

    /// How many groups there are.
    pub(super) fn len(&self) -> usize {
        self.numbers.len()
    }

    /// The number of the group with a text.
    pub(super) fn number(&self, text: &str) -> Option<usize> {
        self.numbers.get(text).copied()
    }

    /// The rows of a group, in their order.
    pub(super) fn rows(&self, number: usize) -> &[usize] {
        let ends = self.starts.get(number).zip(self.starts.get(number.saturating_add(1)));
        ends.and_then(|(start, end)| self.rows.get(*start..*end)).unwrap_or_default()
    }
}
