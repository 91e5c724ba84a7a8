//! Two cases that are alike but for one fact.
//!
//! A box of such pairs is a box of cases with one more slot after the facts: the second value of the fact that is moved,
//! which comes after the first one in its order. Of a text the later value of the list comes after, of truth values true.

use super::extent::{Form, Reach};
use super::pieces::{
    Piece, Pieces, distance_slot, factors, graver_slot, sum_of_weights, weight_slot, weights_of, with_weights,
};
use super::space::{Axis, Case, Class, Space, corners, first_of, witness};
use crate::facts::Facts;
use crate::feel::{Domain, Slot, Truth};
use crate::number::{Interval, Rational};
use crate::pack::FactTypeDeclaration;
use crate::penalty::{AssessError, Decision, FactorWeights, Item, Tariff};

/// A fact that is moved, with the piece that counts before and the one that counts after.
#[derive(Clone, Copy)]
pub(super) struct Pair<'a> {
    pub(super) pieces: &'a Pieces<'a>,
    pub(super) slot: Slot,
    pub(super) before: Piece<'a>,
    pub(super) after: Piece<'a>,
    /// Whether only pairs whose values of the fact lie next to each other are meant.
    pub(super) adjacent: bool,
}

/// What the engine says of two cases.
pub(super) struct Shown {
    pub(super) facts: [Facts; 2],
    pub(super) decisions: [Result<Decision, AssessError>; 2],
}

impl Shown {
    /// Whether neither failed on a number that does not fit.
    pub(super) fn is_computed(&self) -> bool {
        self.decisions.iter().all(|decision| !matches!(decision, Err(AssessError::Overflow { .. })))
    }
}

impl<'a> Pair<'a> {
    fn item(&self) -> &'a Item {
        self.pieces.item
    }

    fn values(&self) -> &'a [(String, crate::language::Bilingual)] {
        match self.item().facts.get(self.slot.0).map(|fact| &fact.kind) {
            Some(FactTypeDeclaration::Text(values)) => values,
            _ => &[],
        }
    }

    /// The smallest step of the fact, if it is a number.
    fn step(&self) -> Option<Rational> {
        match self.item().facts.get(self.slot.0)?.kind {
            FactTypeDeclaration::Number { decimals, .. } => {
                Rational::power_of_ten(i32::try_from(decimals).ok()?.checked_neg()?)
            }
            _ => None,
        }
    }

    /// The box of the cases after the move.
    pub(super) fn moved(&self, case: &[Domain]) -> Case {
        let mut moved = case.to_vec();
        if let (Some(place), Some(after)) = (moved.get_mut(self.slot.0), case.get(graver_slot(self.item()).0))
        {
            *place = after.clone();
        }
        moved
    }

    /// The place of a text in its list.
    fn place(&self, text: &String) -> Option<usize> {
        self.values().iter().position(|(value, _)| value == text)
    }

    /// The box without the values that are in no pair: the first value comes before the second. Nothing where no pair is
    /// left.
    pub(super) fn narrowed(&self, case: &[Domain]) -> Option<Case> {
        let graver = graver_slot(self.item());
        let (before, after) = match (case.get(self.slot.0)?, case.get(graver.0)?) {
            (Domain::Number(before, decimals), Domain::Number(after, _)) => {
                let step = self.step()?;
                let up_to = Interval { low: None, high: after.high.and_then(|high| high.subtract(step)) };
                let from = Interval { low: before.low.and_then(|low| low.add(step)), high: None };
                let number = |values| Domain::Number(values, *decimals);
                let (mut before, mut after) = (before.intersection(up_to)?, after.intersection(from)?);
                if self.adjacent {
                    let next = Interval::point(step);
                    (before, after) =
                        (before.intersection(after.subtract(next))?, after.intersection(before.add(next))?);
                }
                (number(before), number(after))
            }
            (Domain::Boolean(before), Domain::Boolean(after)) => {
                if *before == Some(true) || *after == Some(false) {
                    return None;
                }
                (Domain::Boolean(Some(false)), Domain::Boolean(Some(true)))
            }
            (Domain::Text(Some(before)), Domain::Text(Some(after))) => {
                let first = before.iter().filter_map(|text| self.place(text)).min()?;
                let last = after.iter().filter_map(|text| self.place(text)).max()?;
                let texts = |values: &[String], keep: &dyn Fn(usize) -> bool| {
                    let kept = values.iter().filter(|text| self.place(text).is_some_and(keep));
                    let kept: Vec<String> = kept.cloned().collect();
                    (!kept.is_empty()).then(|| Domain::Text(Some(kept.into())))
                };
                (texts(before, &|place| place < last)?, texts(after, &|place| place > first)?)
            }
            _ => return None,
        };
        let mut narrowed = case.to_vec();
        *narrowed.get_mut(self.slot.0)? = before;
        *narrowed.get_mut(graver.0)? = after;
        Some(narrowed)
    }

    /// The boxes before and after the move with the weights of factors, and one that both can be put into.
    fn boxes(&self, case: &[Domain]) -> [Case; 3] {
        let item = self.item();
        let moved = self.moved(case);
        let (before, after) = (with_weights(item, case), with_weights(item, &moved));
        let mut both = before.clone();
        if let (Some(Domain::Number(to, _)), Some(Domain::Number(from, decimals))) =
            (case.get(graver_slot(item).0), case.get(self.slot.0))
            && let Some(domain) = both.get_mut(distance_slot(item).0)
        {
            let apart = to.subtract(*from);
            let least = self.step().zip(apart.low).map(|(step, low)| step.max(low));
            let wide = Interval { low: least.or(apart.low), high: apart.high };
            let next = self.step().filter(|_| self.adjacent).map(Interval::point);
            *domain = Domain::Number(next.unwrap_or(wide), *decimals);
        }
        if let (Some(domain), Some(to)) = (both.get_mut(graver_slot(item).0), case.get(graver_slot(item).0)) {
            *domain = to.clone();
        }
        both.extend(factors(item).iter().map(|factor| Domain::Number(weights_of(factor, &moved), None)));
        [before, after, both]
    }

    /// A form of the box after the move over the box of both. Where the two values of the fact can be near, the second is
    /// the first and what lies between, so that what is alike cancels out; and a factor that hangs on the fact has a weight
    /// of its own.
    fn put(&self, form: &Form, case: &[Domain]) -> Option<Form> {
        let item = self.item();
        let apart = match (case.get(self.slot.0), case.get(graver_slot(item).0)) {
            (Some(Domain::Number(before, _)), Some(Domain::Number(after, _))) => before.high < after.low,
            _ => false,
        };
        let count = factors(item).len();
        form.put(|slot: Slot| {
            if slot == self.slot && self.step().is_some() {
                return if apart { vec![graver_slot(item)] } else { vec![slot, distance_slot(item)] };
            }
            let factor = factors(item).iter().enumerate().find(|(index, factor)| {
                let hangs = matches!(&factor.weights, FactorWeights::Cells(own, _) if *own == self.slot);
                hangs && weight_slot(item, *index) == slot
            });
            vec![factor.map_or(slot, |(index, _)| weight_slot(item, index.saturating_add(count)))]
        })
    }

    /// What can follow before and after the move, as forms over one box, and that box.
    pub(super) fn fines(&self, case: &[Domain]) -> Option<(Reach, Reach, Case)> {
        let [before, after, both] = self.boxes(case);
        let first = self.before.amounts(&before)?.fine(&before)?;
        let second = self.after.amounts(&after)?.fine(&after)?;
        let second = Reach { min: self.put(&second.min, case)?, max: self.put(&second.max, case)? };
        Some((first, second, both))
    }

    /// Whether each part of one and the same amount rises with the fact in a whole box: then the amount does, since every
    /// step to it keeps their order.
    pub(super) fn parts_rise(&self, case: &[Domain]) -> bool {
        let same = self.before.row.map(|(row, _)| row) == self.after.row.map(|(row, _)| row);
        same && self.try_parts(case).unwrap_or(false)
    }

    fn try_parts(&self, case: &[Domain]) -> Option<bool> {
        let item = self.item();
        let [before, after, both] = self.boxes(case);
        let rises = |first: &Form, second: &Form| {
            let apart = self.put(second, case)?.minus(first)?.bounds(&both);
            Some(apart.low.is_some_and(|low| !low.is_negative()))
        };
        for formula in self.before.formulas() {
            let (first, second) =
                (Reach::of(&formula.formula.term, &before)?, Reach::of(&formula.formula.term, &after)?);
            if !rises(&first.min, &second.min)? || !rises(&first.max, &second.max)? {
                return Some(false);
            }
        }
        for when in item.adjustments.iter().filter_map(|adjustment| adjustment.when.as_ref()) {
            let truths = [&before, &after].map(|case| when.formula.term.truth(case));
            let settled = truths[0] == truths[1] && truths[0] != Ok(Truth::Either);
            if when.formula.facts.contains(&self.slot) && !settled {
                return Some(false);
            }
        }
        if let Tariff::Weights(table) = &item.tariff {
            let (first, second) =
                (sum_of_weights(item, table, &before)?, sum_of_weights(item, table, &after)?);
            let sums = first.bounds(&before).union(second.bounds(&after));
            let at_least_zero = |values: Interval| values.low.is_some_and(|low| !low.is_negative());
            let in_place = at_least_zero(sums) && sums.high.is_some_and(|high| high <= Rational::ONE);
            let proportional = match &table.base {
                Some(base) => {
                    let (low, high) =
                        (Form::of(&base.formula.term, &before)?, Form::of(&base.formula.term, &after)?);
                    rises(&low, &high)? && at_least_zero(low.bounds(&before)) && at_least_zero(sums)
                }
                // A place in a range rises with both of its ends.
                None => in_place,
            };
            if !proportional || !rises(&first, &second)? {
                return Some(false);
            }
        }
        Some(true)
    }

    /// The engine's answers for some pairs of a box: those that lie next to each other, and those farthest apart.
    pub(super) fn shown(&self, case: &Case) -> impl Iterator<Item = Shown> + use<'a> {
        let pair = *self;
        let item = self.item();
        let points = self.points(case);
        let mut rest = case.get(..item.facts.len()).unwrap_or(case).to_vec();
        // The fact that is moved makes no corner: its values are those of the points.
        if let Some(moved) = rest.get_mut(self.slot.0) {
            *moved = first_of(moved);
        }
        corners(&rest).flat_map(move |corner| {
            let pairs = points.clone().into_iter().map(move |(before, after)| {
                let mut first = corner.clone();
                if let Some(place) = first.get_mut(pair.slot.0) {
                    *place = before;
                }
                let mut second = first.clone();
                if let Some(place) = second.get_mut(pair.slot.0) {
                    *place = after;
                }
                let facts = [witness(item, &first), witness(item, &second)];
                let decisions = [item.decide(&facts[0]), item.decide(&facts[1])];
                Shown { facts, decisions }
            });
            pairs.collect::<Vec<Shown>>()
        })
    }

    /// Some pairs of values of the fact in a box.
    fn points(&self, case: &[Domain]) -> Vec<(Domain, Domain)> {
        match (case.get(self.slot.0), case.get(graver_slot(self.item()).0)) {
            (Some(Domain::Number(before, decimals)), Some(Domain::Number(after, _))) => {
                let (Some(step), Some(low), Some(high), Some(from), Some(to)) =
                    (self.step(), before.low, before.high, after.low, after.high)
                else {
                    return Vec::new();
                };
                let nearest = low.add(step).map(|next| (low, next.max(from)));
                let last = to.subtract(step).map(|before| (before.min(high), to));
                let mut pairs: Vec<(Rational, Rational)> = nearest.into_iter().chain(last).collect();
                pairs.extend([(low, to), (high, from)]);
                pairs.retain(|(a, b)| a < b && before.contains(*a) && after.contains(*b));
                if self.adjacent {
                    pairs.retain(|(a, b)| a.add(step) == Some(*b));
                }
                pairs.sort_unstable();
                pairs.dedup();
                let point = |value| Domain::Number(Interval::point(value), *decimals);
                pairs.into_iter().map(|(a, b)| (point(a), point(b))).collect()
            }
            (Some(Domain::Boolean(_)), Some(Domain::Boolean(_))) => {
                vec![(Domain::Boolean(Some(false)), Domain::Boolean(Some(true)))]
            }
            (Some(Domain::Text(Some(before))), Some(Domain::Text(Some(after)))) => {
                let comes_before = |a: &String, b: &String| self.place(a) < self.place(b);
                let pairs = before.iter().flat_map(|a| after.iter().map(move |b| (a, b)));
                let pair = pairs.into_iter().find(|(a, b)| comes_before(a, b));
                let text = |value: &String| Domain::Text(Some([value.clone()].into()));
                pair.map(|(a, b)| (text(a), text(b))).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    /// A box of pairs cut in two.
    pub(super) fn cut(&self, case: &Case) -> Option<(Case, Case)> {
        let case = &self.narrowed(case)?;
        let moved = self.moved(case);
        self.pieces.cut(case, &[(self.before, case), (self.after, &moved)], Some(self.slot))
    }
}

/// Whether moving a fact can put another row in the place of one, or change what it gives. Where neither way to match
/// names the fact, both rows match before and after, and which of them counts stays as it is.
pub(super) fn can_change(space: &Space<'_>, pieces: &Pieces<'_>, groups: (usize, usize), slot: Slot) -> bool {
    let group = |index: usize| space.groups.get(index);
    let (Some(before), Some(after)) = (group(groups.0), group(groups.1)) else { return false };
    let hangs = |row: usize| pieces.hangs_on(row, slot);
    hangs(before.row)
        || hangs(after.row)
        || (before.row != after.row && (before.names(slot) || after.names(slot)))
}

/// The boxes of pairs in which one way to match counts before and another after the move: all other facts as both admit
/// them. Without a table all that facts can be.
pub(super) fn together(
    space: &Space<'_>,
    whole: &Case,
    (before, after): (usize, usize),
    slot: Slot,
) -> Option<Case> {
    let item = space.item;
    let mut case = whole.clone();
    case.truncate(item.facts.len());
    case.push(whole.get(slot.0)?.clone());
    for axis in &space.axes {
        if axis.slot == slot {
            narrow(case.get_mut(slot.0)?, axis, &[before])?;
            narrow(case.get_mut(graver_slot(item).0)?, axis, &[after])?;
        } else {
            narrow(case.get_mut(axis.slot.0)?, axis, &[before, after])?;
        }
    }
    Some(case)
}

/// The values of one way to match a row.
pub(super) fn alone(space: &Space<'_>, whole: &Case, group: usize) -> Option<Case> {
    let mut case = whole.clone();
    for axis in &space.axes {
        narrow(case.get_mut(axis.slot.0)?, axis, &[group])?;
    }
    Some(case)
}

/// Leaves of all values of a fact those that some ways to match admit; nothing where there is none.
fn narrow(values: &mut Domain, axis: &Axis, groups: &[usize]) -> Option<()> {
    let is_admitted =
        |class: &&Class| groups.iter().all(|group| class.admitted.get(*group).copied().unwrap_or(true));
    if axis.classes.is_empty() || !axis.classes.iter().all(|class| is_admitted(&class)) {
        *values = joined(axis.classes.iter().filter(is_admitted).map(|class| &class.domain))?;
    }
    Some(())
}

/// All values of some classes, the first to the last; nothing where there is none.
pub(super) fn joined<'d>(mut classes: impl Iterator<Item = &'d Domain>) -> Option<Domain> {
    let first = classes.next()?.clone();
    Some(classes.fold(first, |joined, class| match (joined, class) {
        (Domain::Number(a, decimals), Domain::Number(b, _)) => Domain::Number(a.union(*b), decimals),
        (Domain::Date(a), Domain::Date(b)) => Domain::Date(a.union(*b)),
        (Domain::Boolean(_), _) => Domain::Boolean(None),
        (Domain::Text(Some(a)), Domain::Text(Some(b))) => {
            Domain::Text(Some(a.iter().chain(b.iter()).cloned().collect()))
        }
        (joined, _) => joined,
    }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "small cases of a test")]

    use super::{Case, Pair, graver_slot};
    use crate::RuleBook;
    use crate::check::pieces::Pieces;
    use crate::check::space::Space;
    use crate::feel::{Domain, Slot};
    use crate::number::{Interval, Rational};

    const PACK: &str = "format = 1\nid = \"xx.town\"\ntitle = { zh = \"例\", en = \"example\" }\n\
        source = { kind = \"illustration\", issuer = \"nobody\", checked = 2026-11-22 }\n\
        in-force = { from = 2026-01-01 }\n\
        facts.days = { type = \"number\", range = \"[0..6]\" }\n\
        facts.region = { type = \"string\", values = [\"甲\", \"乙\", \"丙\"] }\n\
        facts.again = { type = \"boolean\" }\n\
        [penalty.1]\ntitle = { zh = \"例\", en = \"example\" }\nbasis = \"1\"\n\
        fine = \"if again and region = \\\"甲\\\" then 1 * days else 2 * days\"";
    const TEXTS: [&str; 3] = ["甲", "乙", "丙"];

    /// Asks about pairs that are moved in the fact of this name.
    fn asked<T>(fact: &str, adjacent: bool, ask: impl Fn(Pair<'_>, &Case) -> T) -> T {
        let book = RuleBook::load([("pack.toml", PACK)]).unwrap();
        let item = book.items().next().unwrap();
        let whole = Space::whole(item);
        let pieces = Pieces::new(item, &whole);
        let slot = Slot(item.facts.iter().position(|own| own.name == fact).unwrap());
        let piece = pieces.all[0];
        let case = whole.iter().chain([&whole[slot.0]]).cloned().collect();
        ask(Pair { pieces: &pieces, slot, before: piece, after: piece, adjacent }, &case)
    }

    fn with(pair: Pair<'_>, case: &Case, before: Domain, after: Domain) -> Case {
        let mut case = case.clone();
        case[pair.slot.0] = before;
        case[graver_slot(pair.item()).0] = after;
        case
    }

    fn numbers(low: i128, high: i128) -> Domain {
        let values = Interval { low: Some(Rational::integer(low)), high: Some(Rational::integer(high)) };
        Domain::Number(values, Some(0))
    }

    fn texts(values: &[&str]) -> Domain {
        Domain::Text(Some(values.iter().map(|text| (*text).to_owned()).collect()))
    }

    /// The pairs of two lists that come one after the other.
    fn pairs<T: Copy + PartialOrd>(before: &[T], after: &[T], joins: impl Fn(T, T) -> bool) -> Vec<(T, T)> {
        let all = before.iter().flat_map(|a| after.iter().map(move |b| (*a, *b)));
        all.filter(|(a, b)| joins(*a, *b)).collect()
    }

    #[test]
    fn of_numbers_those_are_left_that_are_in_a_pair() {
        for adjacent in [false, true] {
            asked("days", adjacent, |pair, case| {
                let ranges = || (0..=6).flat_map(|low| (low..=6).map(move |high| (low, high)));
                for ((a, b), (c, d)) in ranges().flat_map(|first| ranges().map(move |second| (first, second)))
                {
                    let joins = |a: i128, b: i128| a < b && (!adjacent || a.checked_add(1) == Some(b));
                    let (before, after) = ((a..=b).collect::<Vec<_>>(), (c..=d).collect::<Vec<_>>());
                    let wanted = pairs(&before, &after, joins);
                    let lies = |of: &dyn Fn(&(i128, i128)) -> i128| {
                        wanted.iter().map(of).min().zip(wanted.iter().map(of).max())
                    };
                    let ends = lies(&|pair| pair.0).zip(lies(&|pair| pair.1));
                    let expected =
                        ends.map(|((a, b), (c, d))| with(pair, case, numbers(a, b), numbers(c, d)));
                    let given = with(pair, case, numbers(a, b), numbers(c, d));
                    assert_eq!(pair.narrowed(&given), expected, "{adjacent} {a}..{b} {c}..{d}");
                    let point = |domain: Domain| match domain {
                        Domain::Number(values, _) => values.as_point().unwrap().floor(),
                        other => panic!("{other:?}"),
                    };
                    let points = expected.iter().flat_map(|case| pair.points(case));
                    let points = points.map(|(a, b)| (point(a), point(b)));
                    let points: Vec<(i128, i128)> = points.collect();
                    assert!(points.iter().all(|pair| wanted.contains(pair)), "{adjacent} {points:?}");
                    assert_eq!(points.is_empty(), wanted.is_empty(), "{adjacent} {a}..{b} {c}..{d}");
                }
            });
        }
    }

    #[test]
    fn of_texts_those_are_left_that_are_in_a_pair() {
        asked("region", false, |pair, case| {
            let some: [&[usize]; 7] = [&[0], &[1], &[2], &[0, 1], &[0, 2], &[1, 2], &[0, 1, 2]];
            for (before, after) in
                some.iter().flat_map(|before| some.iter().map(move |after| (before, after)))
            {
                let wanted = pairs(before, after, |a, b| a < b);
                let named = |places: &[usize], keep: &dyn Fn(usize) -> bool| {
                    let kept = places.iter().filter(|place| keep(**place)).map(|place| TEXTS[*place]);
                    texts(&kept.collect::<Vec<_>>())
                };
                let expected = (!wanted.is_empty()).then(|| {
                    let lighter = named(before, &|place| wanted.iter().any(|(a, _)| *a == place));
                    let graver = named(after, &|place| wanted.iter().any(|(_, b)| *b == place));
                    with(pair, case, lighter, graver)
                });
                let given = with(pair, case, named(before, &|_| true), named(after, &|_| true));
                assert_eq!(pair.narrowed(&given), expected, "{before:?} {after:?}");
                let shown: Vec<(Domain, Domain)> =
                    wanted.iter().map(|(a, b)| (texts(&[TEXTS[*a]]), texts(&[TEXTS[*b]]))).collect();
                let points = pair.points(&given);
                assert!(points.iter().all(|pair| shown.contains(pair)), "{before:?} {after:?}: {points:?}");
                assert_eq!(points.is_empty(), wanted.is_empty(), "{before:?} {after:?}");
            }
        });
    }

    #[test]
    fn of_truth_values_false_comes_before_true() {
        asked("again", false, |pair, case| {
            let moved = with(pair, case, Domain::Boolean(Some(false)), Domain::Boolean(Some(true)));
            let values = [None, Some(false), Some(true)];
            for (before, after) in values.iter().flat_map(|a| values.iter().map(move |b| (*a, *b))) {
                let given = with(pair, case, Domain::Boolean(before), Domain::Boolean(after));
                let is_pair = before != Some(true) && after != Some(false);
                assert_eq!(pair.narrowed(&given), is_pair.then(|| moved.clone()), "{before:?} {after:?}");
            }
        });
    }
}
