//! Rows that belong together: by a text of theirs, in the order in which the texts come up.

use std::cmp::Ordering;
use std::collections::HashMap;

use arrow_array::{Array, StringViewArray};

use super::json::value;

/// Which rows have which text.
pub(super) struct Grouped {
    texts: StringViewArray,
    /// By text; nothing as long as the groups stand in the order of their texts and few were looked for.
    numbers: Option<HashMap<Box<str>, usize>>,
    looked_for: usize,
    /// Where the rows of each group start, and the end of the last one.
    starts: Vec<usize>,
    rows: Vec<usize>,
    /// Rows without a text.
    pub(super) nowhere: Vec<usize>,
}

/// Of so many groups one is looked for before all of them get a place in a table.
const SEARCHED: usize = 32;

impl Grouped {
    pub(super) fn of(texts: &StringViewArray) -> Self {
        let texts = texts.clone();
        if let Some(starts) = sorted(&texts) {
            let rows = (0..texts.len()).collect();
            return Self { texts, numbers: None, looked_for: 0, starts, rows, nowhere: Vec::new() };
        }
        let mut numbers: HashMap<Box<str>, usize> = HashMap::new();
        let mut last: Option<(&str, usize)> = None;
        let mut number = |row: usize| {
            let text = value(&texts, row)?;
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
        Self { texts, numbers: Some(numbers), looked_for: 0, starts, rows, nowhere }
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
    pub(super) const fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The number of the group with a text. It is mostly the one that follows the last that was looked for.
    pub(super) fn number(&mut self, text: &str, last: Option<usize>) -> Option<usize> {
        let next = last.map_or(0, |last| last.saturating_add(1));
        if self.text(next) == Some(text) {
            return Some(next);
        }
        self.looked_for = self.looked_for.saturating_add(1);
        if self.numbers.is_none() && self.looked_for > self.len() / SEARCHED {
            let texts = (0..self.len()).filter_map(|number| Some((self.text(number)?.into(), number)));
            self.numbers = Some(texts.collect());
        }
        match &self.numbers {
            Some(numbers) => numbers.get(text).copied(),
            None => self.search(text),
        }
    }

    /// The same among groups that stand in the order of their texts.
    fn search(&self, text: &str) -> Option<usize> {
        let (mut first, mut end) = (0, self.len());
        while first < end {
            let middle = first + (end - first) / 2;
            match self.text(middle)?.cmp(text) {
                Ordering::Equal => return Some(middle),
                Ordering::Less => first = middle + 1,
                Ordering::Greater => end = middle,
            }
        }
        None
    }

    /// The text of a group.
    fn text(&self, number: usize) -> Option<&str> {
        value(&self.texts, *self.rows(number).first()?)
    }

    /// The rows of a group, in their order.
    pub(super) fn rows(&self, number: usize) -> &[usize] {
        let ends = self.starts.get(number).zip(self.starts.get(number.saturating_add(1)));
        ends.and_then(|(start, end)| self.rows.get(*start..*end)).unwrap_or_default()
    }
}

/// Where the rows of each text start, and the end of the last one, if they stand in the order of their texts and none is without.
fn sorted(texts: &StringViewArray) -> Option<Vec<usize>> {
    let (mut starts, mut last) = (Vec::new(), None);
    for row in 0..texts.len() {
        let text = value(texts, row)?;
        match last.map(|last| text.cmp(last)) {
            Some(Ordering::Less) => return None,
            Some(Ordering::Equal) => {}
            Some(Ordering::Greater) | None => {
                starts.push(row);
                last = Some(text);
            }
        }
    }
    starts.push(texts.len());
    Some(starts)
}
