//! Rows that belong together: by a text of theirs, in the order in which the texts come up.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::ops::Range;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, StringViewArray, UInt64Array, new_empty_array};
use arrow_schema::{ArrowError, DataType};
use arrow_select::concat::concat;
use arrow_select::take::take;

use super::failure::Failure;
use super::json::{texts, value};
use super::pace::{in_order, portions};

/// Which rows have which text. A row without a text is a group by itself.
pub(super) struct Grouped {
    /// The text of each group.
    texts: StringViewArray,
    /// Whether every group has a text, and they stand in the order of these.
    is_sorted: bool,
    /// By text; nothing as long as few were looked for.
    numbers: Option<HashMap<Box<str>, usize>>,
    looked_for: usize,
    /// Rows that stand together, group by group; within a group as they are in the frame.
    runs: Vec<Range<usize>>,
    /// Where the runs of each group start, and the end of the last one.
    starts: Vec<usize>,
}

/// Of so many groups one is looked for before all of them get a place in a table.
const SEARCHED: usize = 32;
/// The most rows that a thread looks through, or gets of groups, at a time: their columns stay in its cache.
const MOST: usize = 1 << 14;
/// The fewest, so that handing over takes no time beside the work.
const FEWEST: usize = 1 << 10;

/// Rows with one text that stand together, as long as they are in one portion: their starts and texts.
type Runs = (Vec<usize>, ArrayRef);

impl Grouped {
    /// The rows of a column of texts or whole numbers, which comes in pieces.
    pub(super) fn of(column: &[ArrayRef], threads: usize) -> Result<Self, Failure> {
        let (mut rows, mut cuts) = (0, Vec::new());
        for piece in column {
            let first = rows;
            let cut = portions(piece.len(), MOST).into_iter().map(|rows| (piece, rows, first));
            cuts.extend(cut);
            rows += piece.len();
        }
        let (mut starts, mut texts): (_, Vec<ArrayRef>) = (Vec::new(), Vec::new());
        in_order(
            threads,
            &cuts,
            |(piece, rows, first)| runs(piece, rows, *first),
            |(of, own)| {
                starts.extend(of);
                texts.push(own);
            },
        )?;
        let texts = match texts.as_slice() {
            [] => new_empty_array(&DataType::Utf8View),
            texts => concat(&texts.iter().map(AsRef::as_ref).collect::<Vec<_>>())?,
        };
        Ok(Self::of_runs(starts, texts.as_string_view(), rows)?)
    }

    /// Puts the runs of each text together.
    fn of_runs(mut starts: Vec<usize>, texts: &StringViewArray, rows: usize) -> Result<Self, ArrowError> {
        let text = |run: usize| value(texts, run);
        let follows = |run: &usize| match (text(*run), run.checked_sub(1)) {
            (Some(own), Some(above)) => text(above).is_some_and(|above| above <= own),
            (own, None) => own.is_some(),
            (None, _) => false,
        };
        let is_sorted = (0..texts.len()).all(|run| follows(&run));
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        if !is_sorted {
            numbers.reserve(texts.len());
        }
        starts.push(rows);
        // The first run of each group, and the runs with the numbers of their groups.
        let (mut firsts, mut numbered): (Vec<u64>, Vec<(usize, Range<usize>)>) = (Vec::new(), Vec::new());
        let mut last: Option<&str> = None;
        for (run, ends) in (0_u64..).zip(starts.windows(2)) {
            let [start, end] = *ends else { continue };
            let own = usize::try_from(run).ok().and_then(text);
            // A run that goes on in the next portion.
            if let (true, Some((_, above))) = (own.is_some() && own == last, numbered.last_mut()) {
                above.end = end;
                continue;
            }
            last = own;
            let next = firsts.len();
            let number = match own {
                Some(own) if !is_sorted => *numbers.entry(own).or_insert(next),
                _ => next,
            };
            if number == next {
                firsts.push(run);
            }
            numbered.push((number, start..end));
        }
        drop(numbers);
        // Runs of one group keep their order.
        numbered.sort_by_key(|(number, _)| *number);
        let mut starts = Vec::with_capacity(firsts.len().saturating_add(1));
        for (place, (number, _)) in numbered.iter().enumerate() {
            if *number == starts.len() {
                starts.push(place);
            }
        }
        starts.push(numbered.len());
        let runs = numbered.into_iter().map(|(_, rows)| rows).collect();
        let texts = take(texts, &UInt64Array::from(firsts), None)?.as_string_view().clone();
        Ok(Self { texts, is_sorted, numbers: None, looked_for: 0, runs, starts })
    }

    /// How many groups there are. They are numbered in the order of their first rows.
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
        if self.numbers.is_none() && (!self.is_sorted || self.looked_for > self.len() / SEARCHED) {
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

    /// The text of a group, if it has one.
    pub(super) fn text(&self, number: usize) -> Option<&str> {
        (number < self.len()).then(|| value(&self.texts, number)).flatten()
    }

    /// The rows of a group, in their order.
    pub(super) fn rows(&self, number: usize) -> impl Iterator<Item = usize> {
        self.runs(number..number.saturating_add(1)).iter().cloned().flatten()
    }

    /// The first row of a group.
    pub(super) fn first(&self, number: usize) -> usize {
        self.rows(number).next().unwrap_or_default()
    }

    /// How many rows some groups have.
    pub(super) fn count(&self, groups: Range<usize>) -> usize {
        self.runs(groups).iter().map(ExactSizeIterator::len).sum()
    }

    /// The groups, cut into portions for so many threads.
    pub(super) fn portions(&self, threads: usize) -> Vec<Range<usize>> {
        let rows: usize = self.count(0..self.len());
        let most = rows.checked_div(threads.saturating_mul(8)).unwrap_or(rows).clamp(FEWEST, MOST);
        let (mut portions, mut first, mut rows) = (Vec::new(), 0, 0);
        for number in 0..self.len() {
            let end = number.saturating_add(1);
            rows += self.count(number..end);
            if rows >= most || end == self.len() {
                portions.push(first..end);
                (first, rows) = (end, 0);
            }
        }
        portions
    }

    /// Whether rows of one group stand apart from each other.
    pub(super) const fn are_scattered(&self) -> bool {
        self.runs.len() > self.len()
    }

    /// The rows of some groups, group by group.
    pub(super) fn runs(&self, groups: Range<usize>) -> &[Range<usize>] {
        let ends = self.starts.get(groups.start).zip(self.starts.get(groups.end));
        ends.and_then(|(start, end)| self.runs.get(*start..*end)).unwrap_or_default()
    }
}

/// The runs among some rows of a piece, of which the first has this number in the frame.
fn runs(piece: &ArrayRef, rows: &Range<usize>, first: usize) -> Result<Runs, Failure> {
    let texts = texts(&piece.slice(rows.start, rows.len()))?;
    let (mut starts, mut places) = (Vec::new(), Vec::new());
    let mut last = None;
    for (place, row) in (0_u64..).zip(rows.clone()) {
        let text = value(&texts, row.saturating_sub(rows.start));
        if text.is_none() || text != last {
            starts.push(first.saturating_add(row));
            places.push(place);
            last = text;
        }
    }
    Ok((starts, take(&texts, &UInt64Array::from(places), None)?))
}
