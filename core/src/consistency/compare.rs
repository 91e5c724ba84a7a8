use std::collections::BTreeMap;

use super::counts::{Counts, Ranked};
use super::interval::{MILLION, median_rank, share};
use super::{Figures, Lacking, Limits, Measure, Median, Share, Tally, Told, TooFew};
use crate::number::{Rational, Rounding, RoundingMode};

/// Places are counted in 1/10,000; their median is in half of that, and a median distance in a quarter.
const PLACES: i128 = 10_000;

/// A group beside all others of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The decisions that can be compared: on items that others decide often enough.
    pub decisions: u64,
    /// Officers and offices: the median distance of the decisions to the median of all others on the same item, or the share
    /// less that which the others would have on the same items. Items: the median or the share itself.
    pub value: Rational,
    /// Between these the value lies, as sure as the policy asks.
    pub interval: [Rational; 2],
    /// The median of the same value of all other groups.
    pub others: Rational,
    /// How far the value lies from that.
    pub robust: Robust,
    /// The group's place from the highest value down, as sure as the intervals are: the best and the worst that it can have.
    pub rank: [u64; 2],
    /// Among how many groups.
    pub of: u64,
    /// Whether the policy says that it stands apart.
    pub apart: bool,
}

/// A robust z score: `0.6745 × (value − median of the others) / MAD of the others` (Iglewicz and Hoaglin 1993).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Robust {
    /// The score.
    Value(Rational),
    /// At least half of the others are alike, and this one is not like them: there is no spread to divide by.
    Unbounded,
}

/// `0.6745`: the distance of a quartile of the normal distribution from its middle.
const NORMAL: (i128, i128) = (6_745, 10_000);

/// All decisions on an item, and their places in order.
pub(super) struct OnItem<'a> {
    pub(super) tally: &'a Tally,
    pub(super) places: Ranked,
}

/// What a group is held against: the decisions on its items, and those of itself among them.
pub(super) type Parts<'a> = Vec<(&'a OnItem<'a>, &'a Tally)>;

/// The decisions of a group, and what they tell by themselves.
pub(super) fn figures(tally: &Tally, limits: &Limits) -> Figures {
    let share = |measure| {
        let (count, of) = tally.counted(measure);
        own_share(count, of, Lacking::Decisions, limits)
    };
    Figures {
        place: median(&tally.places, limits),
        minimum: share(Measure::Minimum),
        maximum: share(Measure::Maximum),
        flagged: share(Measure::Flagged),
        tally: tally.clone(),
    }
}

fn own_share(count: u64, of: u64, lacking: Lacking, limits: &Limits) -> Told<Share> {
    let need = limits.decisions.max(1);
    TooFew::check(lacking, of, need)?;
    share(count, of, limits.confidence).ok_or(TooFew { of: lacking, have: of, need })
}

fn median(places: &Counts, limits: &Limits) -> Told<Median> {
    let of = places.total();
    let lacking = TooFew { of: Lacking::Decisions, have: of, need: limits.decisions.max(1) };
    TooFew::check(lacking.of, of, lacking.need)?;
    let told = || {
        let whole = |place: i32, parts: i128| Rational::new(place.into(), parts);
        let rank = median_rank(of, limits.confidence)?;
        let [low, high] = [places.at(rank)?, places.at(of.checked_add(1)?.checked_sub(rank)?)?];
        Some(Median {
            of,
            value: whole(places.doubled_median()?, PLACES.checked_mul(2)?)?,
            interval: [whole(low, PLACES)?, whole(high, PLACES)?],
            deviation: whole(places.fourfold_deviation()?, PLACES.checked_mul(4)?)?,
        })
    };
    told().ok_or(lacking)
}

impl Tally {
    /// How many of how many decisions a share counts; of the place, those that have one.
    pub(super) const fn counted(&self, measure: Measure) -> (u64, u64) {
        match measure {
            Measure::Place => (self.placed, self.placed),
            Measure::Minimum => (self.minimum, self.placed),
            Measure::Maximum => (self.maximum, self.placed),
            Measure::Flagged => (self.flagged, self.examined),
        }
    }
}

/// A value of a group, before it is held against those of other groups.
#[derive(Clone, Copy)]
pub(super) struct Standing {
    decisions: u64,
    value: Rational,
    interval: [Rational; 2],
}

/// An item by itself.
pub(super) fn alone(figures: &Figures, measure: Measure) -> Told<Standing> {
    match figures.share(measure) {
        None => figures.place.map(|median| Standing {
            decisions: median.of,
            value: median.value,
            interval: median.interval,
        }),
        Some(share) => share.map(|share| Standing {
            decisions: share.of,
            value: rounded(share.value),
            interval: share.interval,
        }),
    }
}

/// A group against the decisions of all others on the same items.
pub(super) fn beside_others(parts: &Parts<'_>, measure: Measure, limits: &Limits) -> Told<Standing> {
    let comparable = parts.iter().filter(|(all, own)| {
        let others = all.tally.counted(measure).1.saturating_sub(own.counted(measure).1);
        others >= limits.decisions.max(1)
    });
    if measure == Measure::Place {
        let mut distances = Counts::default();
        for (all, own) in comparable {
            let Some(median) = all.places.doubled_median_without(&own.places) else { continue };
            for (place, times) in own.places.iter() {
                distances.add(place.saturating_mul(2).saturating_sub(median), times);
            }
        }
        let of = distances.total();
        // Distances are in half the step of places.
        let halved = |value: Rational| value.divide(Rational::integer(2));
        let lacking = |need| TooFew { of: Lacking::Comparable, have: of, need };
        let median = median(&distances, limits).map_err(|few| lacking(few.need))?;
        let [low, high] = median.interval.map(halved);
        let told = || Some(Standing { decisions: of, value: halved(median.value)?, interval: [low?, high?] });
        return told().ok_or(lacking(limits.decisions));
    }
    let (mut count, mut of, mut expected) = (0_u64, 0_u64, Rational::ZERO);
    for (all, own) in comparable {
        let ((all, all_of), (part, part_of)) = (all.tally.counted(measure), own.counted(measure));
        let others = Rational::new(all.saturating_sub(part).into(), all_of.saturating_sub(part_of).into());
        let of_others = others.and_then(|rate| rate.multiply(Rational::integer(part_of.into())));
        let Some(sum) = of_others.and_then(|more| expected.add(rounded(more))) else { continue };
        (count, of, expected) = (count.saturating_add(part), of.saturating_add(part_of), sum);
    }
    let lacking = TooFew { of: Lacking::Comparable, have: of, need: limits.decisions };
    let share = own_share(count, of, Lacking::Comparable, limits)?;
    let told = || {
        let expected = rounded(expected.divide(Rational::integer(of.into()))?);
        let [low, high] = share.interval.map(|end| end.subtract(expected));
        let value = rounded(share.value).subtract(expected)?;
        Some(Standing { decisions: of, value, interval: [low?, high?] })
    };
    told().ok_or(lacking)
}

/// To six decimals, a half up.
fn rounded(value: Rational) -> Rational {
    let step = Rational::new(1, MILLION.into());
    let rounding = step.and_then(|step| Rounding::new(step, RoundingMode::HalfUp));
    rounding.and_then(|rounding| rounding.round(value)).unwrap_or(value)
}

/// Each group beside all others.
pub(super) fn compare(standings: &[Told<Standing>], limits: &Limits) -> Vec<Told<Comparison>> {
    let told: Vec<Standing> = standings.iter().filter_map(|standing| standing.ok()).collect();
    let mut values = Others::of(told.iter().map(|standing| standing.value));
    let sorted = |end: usize| {
        let mut ends: Vec<Rational> =
            told.iter().filter_map(|standing| standing.interval.get(end).copied()).collect();
        ends.sort_unstable();
        ends
    };
    let (lows, highs) = (sorted(0), sorted(1));
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let of = count(told.len());
    let mut compared = Vec::with_capacity(standings.len());
    for standing in standings {
        compared.push(standing.and_then(|standing| {
            let need = limits.groups.max(1);
            TooFew::check(Lacking::Groups, of.saturating_sub(1), need)?;
            let lacking = TooFew { of: Lacking::Groups, have: of.saturating_sub(1), need };
            let [low, high] = standing.interval;
            let above = lows.len().saturating_sub(lows.partition_point(|other| *other <= high));
            let below = highs.partition_point(|other| *other < low);
            let rank = [count(above).saturating_add(1), of.saturating_sub(count(below))];
            let mut told = || {
                let (others, deviation) = values.without(standing.value)?;
                let distance = standing.value.subtract(others)?;
                let score = distance.multiply(Rational::new(NORMAL.0, NORMAL.1)?)?;
                let robust = match (score.divide(deviation), distance.is_zero()) {
                    (Some(score), _) => Robust::Value(score),
                    (None, true) => Robust::Value(Rational::ZERO),
                    (None, false) => Robust::Unbounded,
                };
                let far = match robust {
                    Robust::Value(score) => score.absolute()? >= limits.z,
                    Robust::Unbounded => true,
                };
                let apart =
                    far && distance.absolute()? >= limits.difference && (others < low || others > high);
                let Standing { decisions, value, interval } = standing;
                Some(Comparison { decisions, value, interval, others, robust, rank, of, apart })
            };
            told().ok_or(lacking)
        }));
    }
    compared
}

/// Values in order, and their distances from a middle, for as many middles as leaving one out can give.
struct Others {
    values: Vec<Rational>,
    distances: BTreeMap<Rational, Vec<Rational>>,
}

impl Others {
    fn of(values: impl Iterator<Item = Rational>) -> Self {
        let mut values: Vec<Rational> = values.collect();
        values.sort_unstable();
        Self { values, distances: BTreeMap::new() }
    }

    /// The median of all but one value, and the median distance from it.
    fn without(&mut self, value: Rational) -> Option<(Rational, Rational)> {
        let middle = median_without(&self.values, value)?;
        let distances = match self.distances.entry(middle) {
            std::collections::btree_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::btree_map::Entry::Vacant(free) => {
                let distances = self.values.iter().map(|value| value.subtract(middle)?.absolute());
                let mut distances = distances.collect::<Option<Vec<Rational>>>()?;
                distances.sort_unstable();
                free.insert(distances)
            }
        };
        let deviation = median_without(distances, value.subtract(middle)?.absolute()?)?;
        Some((middle, deviation))
    }
}

/// The median of sorted values without one of them.
fn median_without(sorted: &[Rational], value: Rational) -> Option<Rational> {
    let gone = sorted.partition_point(|other| *other < value);
    let left = sorted.len().checked_sub(1)?;
    let at = |place: usize| sorted.get(place.saturating_add(usize::from(place >= gone))).copied();
    let (below, above) = (at(left.checked_sub(1)?.checked_div(2)?)?, at(left.checked_div(2)?)?);
    below.add(above)?.divide(Rational::integer(2))
}
