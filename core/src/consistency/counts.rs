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

    /// Twice the median of what is left without a part.
    pub(super) fn doubled_median_without(&self, part: &Self) -> Option<i32> {
        let left = self.iter().map(|(value, times)| {
            let own = part.0.get(&value).copied().unwrap_or_default();
            (value, times.saturating_sub(own))
        });
        middle(left, self.total().saturating_sub(part.total()))
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

/// The sum of the two values in the middle.
fn middle(values: impl Iterator<Item = (i32, u64)>, total: u64) -> Option<i32> {
    let ranks = [total.checked_add(1)?.checked_div(2)?, total.checked_div(2)?.checked_add(1)?];
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
