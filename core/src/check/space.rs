//! The cases that an item can meet, cut into boxes on which no condition of its rows changes.
//!
//! Facts lie on grids: numbers have a range and decimals, texts a list, days a calendar. Each constant that a cell or a
//! condition compares a fact with is a cut; between two cuts nothing changes. So a table is looked into with finitely
//! many boxes, and what is found out about them is a proof. Conditions that put facts together (`a + b > 10`) are not
//! cut by constants: for them boxes are halved, down to single cases, which the engine itself decides, as long as the
//! budget lasts. Where a precondition is not met the item does not apply: such cases are none.

use std::collections::{BTreeMap, BTreeSet};

use super::cuts::{Cuts, Mentions};
use crate::facts::{Facts, Given};
use crate::feel::{Cell, CellTest, Comparison, Domain, Slot, Truth, Value, day_number};
use crate::number::{Edge, Interval, Range, Rational};
use crate::penalty::{Conditions, Fact, Item, TableRow};
use crate::time::Date;

/// How many boxes are looked into before an answer is given up as not decided.
const BUDGET: usize = 200_000;

/// A box: for each fact of the item the values that it still can have.
pub(super) type Case = Vec<Domain>;

/// Which rows match together, with one box where just these do.
pub(super) struct Partition {
    /// Each set of rows that match at once, in the order of the table, with a box of such cases.
    pub(super) sets: BTreeMap<Vec<usize>, Case>,
    /// Whether every case was looked into.
    pub(super) complete: bool,
}

/// The rows of a table over all cases of its item.
pub(super) struct Space<'a> {
    item: &'a Item,
    rows: &'a [TableRow],
    axes: Vec<(Slot, Vec<Domain>)>,
    groups: Vec<Group<'a>>,
    /// The facts that conditions put together: constants do not cut them finely enough.
    together: BTreeSet<Slot>,
}

/// A way in which a row can match: its own conditions, with one of its groups.
struct Group<'a> {
    conditions: Vec<&'a Conditions>,
}

impl<'a> Space<'a> {
    pub(super) fn new(item: &'a Item, rows: &'a [TableRow]) -> Self {
        let groups = rows.iter().flat_map(|row| {
            let own = &row.conditions;
            let with = |conditions: Vec<&'a Conditions>| Group { conditions };
            match row.any.as_slice() {
                [] => vec![with(vec![own])],
                any => any.iter().map(|group| with(vec![own, group])).collect(),
            }
        });
        let groups: Vec<Group<'a>> = groups.collect();
        let mut mentions = Mentions::default();
        for conditions in groups.iter().flat_map(|group| &group.conditions) {
            for cell in &conditions.cells {
                mentions.cuts.entry(cell.slot).or_default().cell(cell);
            }
            if let Some(when) = &conditions.when {
                for slot in &when.formula.facts {
                    mentions.cuts.entry(*slot).or_default();
                }
                mentions.condition(&when.formula.term);
            }
        }
        let Mentions { cuts, together } = mentions;
        let axes = cuts.into_iter().map(|(slot, cuts)| (slot, cuts.classes(item, slot)));
        Self { item, rows, axes: axes.collect(), groups, together }
    }

    /// All that every fact can be where the item applies.
    pub(super) fn whole(item: &Item) -> Case {
        let facts = item.facts.iter().enumerate();
        let domain = |(index, fact): (usize, &Fact)| {
            if is_required(item, Slot(index)) {
                Domain::Boolean(Some(true))
            } else {
                Domain::of(&fact.feel_kind())
            }
        };
        facts.map(domain).collect()
    }

    /// Every set of rows that match together.
    pub(super) fn partition(&self) -> Partition {
        let mut walk = Walk {
            space: self,
            partition: Partition { sets: BTreeMap::new(), complete: true },
            seen: BTreeSet::new(),
            budget: BUDGET,
            case: Self::whole(self.item),
        };
        let alive: Vec<bool> = vec![true; self.groups.len()];
        walk.descend(0, &alive);
        walk.partition
    }

    /// The rows that match in a box that cannot be cut further: where a row is still open, the facts that its conditions
    /// put together must have one value each, and the engine tells. `None` where it cannot be told.
    fn matching(&self, truths: &[Truth], case: &[Domain], open: &BTreeSet<Slot>) -> Option<Vec<usize>> {
        let single = |slot: &Slot| match case.get(slot.0) {
            Some(Domain::Number(values, _) | Domain::Date(values)) => values.as_point().is_some(),
            Some(Domain::Boolean(value)) => value.is_some(),
            Some(Domain::Text(values)) => values.as_ref().is_some_and(|values| values.len() == 1),
            None => false,
        };
        let decided = open.iter().all(single);
        // Neither cells nor constants tell the values of a box apart, so that any one of them stands for all.
        let values: Vec<Value<'_>> = case.iter().map(one_of).collect();
        let mut matching = Vec::new();
        for (index, (row, truth)) in self.rows.iter().zip(truths).enumerate() {
            let matches = match truth {
                Truth::Always => true,
                Truth::Never => false,
                Truth::Either if decided => row.matches(&values).ok()?,
                Truth::Either => return None,
            };
            if matches {
                matching.push(index);
            }
        }
        Some(matching)
    }

    /// Whether a row is looked into with constants only, so that the order of its boxes does not matter.
    fn only_cells(&self) -> bool {
        self.groups.iter().flat_map(|group| &group.conditions).all(|conditions| conditions.when.is_none())
    }
}

struct Walk<'s, 'a> {
    space: &'s Space<'a>,
    partition: Partition,
    /// Places that were reached with the same ways still open: what follows is the same.
    seen: BTreeSet<(usize, Vec<bool>)>,
    budget: usize,
    case: Case,
}

impl Walk<'_, '_> {
    fn descend(&mut self, depth: usize, alive: &[bool]) {
        if self.budget == 0 {
            self.partition.complete = false;
            return;
        }
        self.budget = self.budget.saturating_sub(1);
        let space = self.space;
        if space.only_cells() && !self.seen.insert((depth, alive.to_vec())) {
            return;
        }
        let Some((slot, classes)) = space.axes.get(depth) else {
            self.leaf();
            return;
        };
        for class in classes {
            let before = self.case.get_mut(slot.0).map(|domain| std::mem::replace(domain, class.clone()));
            let still: Vec<bool> = space
                .groups
                .iter()
                .zip(alive)
                .map(|(group, alive)| {
                    *alive && group.cells_of(*slot).all(|cell| cell_truth(cell, class) != Truth::Never)
                })
                .collect();
            self.descend(depth.saturating_add(1), &still);
            if let (Some(domain), Some(before)) = (self.case.get_mut(slot.0), before) {
                *domain = before;
            }
        }
    }

    /// Every fact lies in one class: what is still open are conditions that put facts together.
    fn leaf(&mut self) {
        let mut boxes = vec![self.case.clone()];
        while let Some(case) = boxes.pop() {
            if self.budget == 0 {
                self.partition.complete = false;
                return;
            }
            self.budget = self.budget.saturating_sub(1);
            let truths: Vec<Truth> = self.space.rows.iter().map(|row| row_truth(row, &case)).collect();
            let open: BTreeSet<Slot> = self
                .space
                .rows
                .iter()
                .zip(&truths)
                .filter(|(_, truth)| **truth == Truth::Either)
                .flat_map(|(row, _)| slots_of_conditions(row))
                .filter(|slot| self.space.together.contains(slot))
                .collect();
            if let Some((left, right)) = halves(&case, &open) {
                boxes.extend([left, right]);
                continue;
            }
            let Some(matching) = self.space.matching(&truths, &case, &open) else {
                self.partition.complete = false;
                continue;
            };
            self.partition.sets.entry(matching).or_insert(case);
        }
    }
}

impl Group<'_> {
    fn cells_of(&self, slot: Slot) -> impl Iterator<Item = &Cell> {
        let cells = self.conditions.iter().flat_map(|conditions| &conditions.cells);
        cells.filter(move |cell| cell.slot == slot)
    }
}

/// The facts that the conditions of a row name outside its cells.
fn slots_of_conditions(row: &TableRow) -> impl Iterator<Item = Slot> {
    let conditions = std::iter::once(&row.conditions).chain(&row.any);
    conditions.flat_map(|conditions| &conditions.when).flat_map(|when| when.formula.facts.iter().copied())
}

/// The box cut in two at the widest range of numbers among the facts that are open.
fn halves(case: &Case, open: &BTreeSet<Slot>) -> Option<(Case, Case)> {
    let widths = open.iter().filter_map(|slot| Some((*slot, width(case.get(slot.0)?)?)));
    let (slot, _) = widths.max_by(|(_, a), (_, b)| a.cmp(b))?;
    halves_at(case, slot)
}

/// The box cut in two: where a text or truth value is open, at it; else at the widest range of numbers or days.
pub(super) fn halves_of(case: &Case) -> Option<(Case, Case)> {
    let open = case.iter().position(|domain| match domain {
        Domain::Boolean(value) => value.is_none(),
        Domain::Text(values) => values.as_ref().is_some_and(|values| values.len() > 1),
        Domain::Number(..) | Domain::Date(_) => false,
    });
    let widest = || {
        let width = |domain: &Domain| match domain {
            Domain::Date(days) if days.low < days.high => days.high?.subtract(days.low?),
            domain => width(domain),
        };
        let widths = case.iter().enumerate().filter_map(|(index, domain)| Some((index, width(domain)?)));
        widths.max_by(|(_, a), (_, b)| a.cmp(b)).map(|(index, _)| index)
    };
    halves_at(case, Slot(open.or_else(widest)?))
}

fn width(domain: &Domain) -> Option<Rational> {
    match domain {
        Domain::Number(Interval { low: Some(low), high: Some(high) }, Some(_)) if low < high => {
            high.subtract(*low)
        }
        _ => None,
    }
}

fn halves_at(case: &Case, slot: Slot) -> Option<(Case, Case)> {
    let (left, right) = match case.get(slot.0)? {
        Domain::Boolean(None) => (Domain::Boolean(Some(false)), Domain::Boolean(Some(true))),
        Domain::Text(Some(values)) => {
            let (first, rest) = values.split_first()?;
            (Domain::Text(Some([first.clone()].into())), Domain::Text(Some(rest.to_vec().into())))
        }
        Domain::Number(Interval { low: Some(low), high: Some(high) }, Some(decimals)) => {
            let (below, above) = halves_on_grid(*low, *high, *decimals)?;
            (Domain::Number(below, Some(*decimals)), Domain::Number(above, Some(*decimals)))
        }
        Domain::Date(Interval { low: Some(low), high: Some(high) }) => {
            let (below, above) = halves_on_grid(*low, *high, 0)?;
            (Domain::Date(below), Domain::Date(above))
        }
        _ => return None,
    };
    let with = |values| {
        let mut half = case.clone();
        if let Some(domain) = half.get_mut(slot.0) {
            *domain = values;
        }
        half
    };
    Some((with(left), with(right)))
}

fn halves_on_grid(low: Rational, high: Rational, decimals: u32) -> Option<(Interval, Interval)> {
    let middle = low.add(high)?.divide(Rational::integer(2))?;
    let below = Range { low: Edge::Included(low), high: Edge::Included(middle) }.on_grid(decimals)?;
    let above = Range { low: Edge::Excluded(middle), high: Edge::Included(high) }.on_grid(decimals)?;
    Some((below, above))
}

/// Whether a row matches on a whole box.
pub(super) fn row_truth(row: &TableRow, case: &[Domain]) -> Truth {
    let own = conditions_truth(&row.conditions, case);
    if row.any.is_empty() {
        return own;
    }
    let groups = row.any.iter().map(|group| conditions_truth(group, case));
    both(own, groups.fold(Truth::Never, either))
}

fn conditions_truth(conditions: &Conditions, case: &[Domain]) -> Truth {
    let cells = conditions
        .cells
        .iter()
        .map(|cell| case.get(cell.slot.0).map_or(Truth::Either, |domain| cell_truth(cell, domain)));
    // Loading has made sure that nothing is divided by zero.
    let when = conditions.when.iter().map(|when| when.formula.term.truth(case).unwrap_or(Truth::Either));
    cells.chain(when).fold(Truth::Always, both)
}

fn both(a: Truth, b: Truth) -> Truth {
    match (a, b) {
        (Truth::Never, _) | (_, Truth::Never) => Truth::Never,
        (Truth::Either, _) | (_, Truth::Either) => Truth::Either,
        (Truth::Always, Truth::Always) => Truth::Always,
    }
}

fn either(a: Truth, b: Truth) -> Truth {
    match (a, b) {
        (Truth::Always, _) | (_, Truth::Always) => Truth::Always,
        (Truth::Either, _) | (_, Truth::Either) => Truth::Either,
        (Truth::Never, Truth::Never) => Truth::Never,
    }
}

fn from(holds: bool) -> Truth {
    if holds { Truth::Always } else { Truth::Never }
}

/// The values of a fact, cut where one of the cells tells them apart.
pub(super) fn classes<'a>(item: &Item, slot: Slot, cells: impl Iterator<Item = &'a Cell>) -> Vec<Domain> {
    let mut cuts = Cuts::default();
    cells.for_each(|cell| cuts.cell(cell));
    cuts.classes(item, slot)
}

/// Whether a fact is a precondition of the item.
pub(super) fn is_required(item: &Item, slot: Slot) -> bool {
    item.requirements.iter().any(|(required, _)| *required == slot)
}

/// Whether a cell admits all values of a domain, or none.
pub(super) fn cell_truth(cell: &Cell, domain: &Domain) -> Truth {
    match (&cell.test, domain) {
        (CellTest::Any, _) => Truth::Always,
        (CellTest::Number { ranges, negated }, Domain::Number(values, _)) => {
            let (Some(low), Some(high)) = (values.low, values.high) else { return Truth::Either };
            let inside = ranges.iter().any(|range| range.contains(low) && range.contains(high));
            let outside = ranges.iter().all(|range| {
                let above = match range.low {
                    Edge::Open => false,
                    Edge::Included(edge) => high < edge,
                    Edge::Excluded(edge) => high <= edge,
                };
                let below = match range.high {
                    Edge::Open => false,
                    Edge::Included(edge) => low > edge,
                    Edge::Excluded(edge) => low >= edge,
                };
                above || below
            });
            match (inside, outside) {
                (true, _) => from(!negated),
                (_, true) => from(*negated),
                _ => Truth::Either,
            }
        }
        (CellTest::Date { tests, negated }, Domain::Date(days)) => {
            let truth = |(comparison, date): &(Comparison, Date)| {
                comparison.truth(*days, Interval::point(day_number(*date)))
            };
            let tests = tests.iter().map(|test| test.iter().map(truth).fold(Truth::Always, both));
            match (tests.fold(Truth::Never, either), negated) {
                (Truth::Always, true) => Truth::Never,
                (Truth::Never, true) => Truth::Always,
                (truth, _) => truth,
            }
        }
        (CellTest::Boolean(wanted), Domain::Boolean(Some(value))) => from(wanted == value),
        (CellTest::Text(test), Domain::Text(Some(values))) => {
            let admitted = values.iter().filter(|value| test.values.contains(value) != test.negated).count();
            match admitted {
                0 => Truth::Never,
                admitted if admitted == values.len() => Truth::Always,
                _ => Truth::Either,
            }
        }
        _ => Truth::Either,
    }
}

/// One value of a domain.
fn one_of(domain: &Domain) -> Value<'_> {
    let value = match domain {
        Domain::Number(values, _) => values.low.map(Value::Number),
        Domain::Boolean(value) => value.map(Value::Boolean),
        Domain::Text(values) => {
            values.as_ref().and_then(|values| values.first()).map(|text| Value::Text(text))
        }
        Domain::Date(days) => a_day_of(*days).map(Value::Date),
    };
    value.unwrap_or(Value::Missing)
}

/// A day among days: one that a reader would not stop at, where it is among them, or the nearest to it.
fn a_day_of(days: Interval) -> Option<Date> {
    let familiar = Date::new(2025, 1, 1)?;
    let number = |date| day_number(date);
    let nearest = match (days.low, days.high) {
        (Some(low), _) if low > number(familiar) => low,
        (_, Some(high)) if high < number(familiar) => high,
        _ => return Some(familiar),
    };
    Date::FIRST.plus_days(nearest.floor().try_into().ok()?)
}

/// Facts that lie in a box: the lightest of each.
pub(super) fn witness(item: &Item, case: &[Domain]) -> Facts {
    let values = item.facts.iter().zip(case).filter_map(|(fact, domain)| {
        let given = match domain {
            Domain::Boolean(value) => Given::Boolean(value.unwrap_or(false)),
            Domain::Text(values) => Given::Text(values.as_ref()?.first()?.clone()),
            Domain::Number(values, _) => Given::Number(values.low?.to_decimal()?),
            Domain::Date(days) => Given::Date(a_day_of(*days)?),
        };
        Some((fact.name.clone(), given))
    });
    values.collect()
}
