use std::collections::BTreeMap;

/// Whole numbers and how often each occurs: places in 1/10,000 of the range, or distances in 1/20,000.
///
/// This is what keeps a group small: there are 10,001 places, however many decisions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts(BTreeMap<i32, u64>);

impl Counts {
    pub(super) fn add(&mut self, value: i32, times: u64) {
        let count = self.0.entry(value).or_default();
        *count = count.saturating_add(times);
    }

    pub(super) fn merge(&mut self, other: &Self) {
        other.iter().for_each(|(value, times)| self.add(value, times));
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (i32, u64)> {
        self.0.iter().map(|(value, times)| (*value, *times))
    }

    pub(super) fn total(&self) -> u64 {
        self.0.values().fold(0, |total, times| total.saturating_add(*times))
    }

    /// Twice the median.
    pub(super) fn doubled_median(&self) -> Option<i32> {
        middle(self.iter(), self.total())
    }

    /// Four times the median distance from the median.
    pub(super) fn fourfold_deviation(&self) -> Option<i32> {
        let median = self.doubled_median()?;
        let mut distances = Self::default();
        for (value, times) in self.iter() {
            distances.add(value.checked_mul(2)?.checked_sub(median)?.checked_abs()?, times);
        }
        distances.doubled_median()
    }

    /// The value with this rank, from 1.
    pub(super) fn at(&self, rank: u64) -> Option<i32> {
        let mut passed = 0_u64;
        self.iter().find_map(|(value, times)| {
            passed = passed.saturating_add(times);
            (passed >= rank).then_some(value)
        })
    }
}

/// Counts in order, each value with how many lie up to it: asked often, changed never.
pub(super) struct Ranked(Vec<(i32, u64)>);

impl Ranked {
    pub(super) fn of(counts: &Counts) -> Self {
        let mut passed = 0_u64;
        let up_to = counts.iter().map(|(value, times)| {
            passed = passed.saturating_add(times);
            (value, passed)
        });
        Self(up_to.collect())
    }

    fn up_to(&self, value: i32) -> u64 {
        let place = self.0.partition_point(|(other, _)| *other <= value).checked_sub(1);
        place.and_then(|place| self.0.get(place)).map_or(0, |(_, passed)| *passed)
    }

    /// Twice the median of what is left without a part.
    pub(super) fn doubled_median_without(&self, part: &Counts) -> Option<i32> {
        let part = Self::of(part);
        let left = |value: i32, passed: u64| passed.saturating_sub(part.up_to(value));
        let (highest, all) = self.0.last()?;
        let total = left(*highest, *all);
        let at = |rank: u64| {
            let place = self.0.partition_point(|(value, passed)| left(*value, *passed) < rank);
            self.0.get(place).filter(|_| rank > 0).map(|(value, _)| *value)
        };
        let [below, above] = middle_ranks(total)?;
        at(below)?.checked_add(at(above)?)
    }
}

/// The ranks of the two values in the middle, from 1: the same one of an odd number.
fn middle_ranks(total: u64) -> Option<[u64; 2]> {
    Some([total.checked_add(1)?.checked_div(2)?, total.checked_div(2)?.checked_add(1)?])
}

/// The sum of the two values in the middle.
fn middle(values: impl Iterator<Item = (i32, u64)>, total: u64) -> Option<i32> {
    let ranks = middle_ranks(total)?;
    let (mut passed, mut first) = (0_u64, None);
    for (value, times) in values {
        passed = passed.saturating_add(times);
        for rank in ranks.iter().skip(usize::from(first.is_some())) {
            if passed < *rank {
                break;
            }
            match first {
                None => first = Some(value),
                Some(first) => return value.checked_add(first),
            }
        }
    }
    None
}
