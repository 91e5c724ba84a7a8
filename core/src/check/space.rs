//! The cases that an item can meet, cut into boxes on which no condition of its rows changes.
//!
//! Facts lie on grids: numbers have a range and decimals, texts a list, days a calendar. Each constant that a cell or a
//! condition compares a fact with is a cut; between two cuts nothing changes. So a table is looked into with finitely
//! many boxes, and what is found out about them is a proof. Conditions that put facts together (`a + b > 10`) are not
//! cut by constants: what they compare is held against their constants (`compared`), and boxes are halved, down to single
//! cases, which the engine itself decides, as long as the budget lasts. Where a precondition is not met the item does not
//! apply: such cases are none.

use std::collections::BTreeSet;

use super::compared::{Known, Sums};
use super::cuts::{Cuts, Mentions};
use crate::facts::{Facts, Given};
use crate::feel::{Cell, CellTest, Comparison, Condition, Domain, Slot, Truth, Value, day_number};
use crate::number::{Edge, Interval, Range, Rational};
use crate::penalty::{Conditions, Fact, Item, RequirementRule, Sourced, TableRow};
use crate::time::Date;

/// A box: for each fact of the item the values that it still can have.
pub(super) type Case = Vec<Domain>;

/// The rows of a table over all cases of its item.
pub(super) struct Space<'a> {
    pub(super) item: &'a Item,
    pub(super) rows: &'a [TableRow],
    pub(super) axes: Vec<Axis>,
    /// The ways in which rows match, row by row. Behind the last row stand the conditions on which the item applies.
    pub(super) groups: Vec<Group<'a>>,
    /// What conditions compare with constants.
    pub(super) sums: Sums,
    /// The facts that conditions put together: constants do not cut them finely enough.
    together: BTreeSet<Slot>,
}

/// A fact, and its values cut into classes.
pub(super) struct Axis {
    pub(super) slot: Slot,
    pub(super) classes: Vec<Class>,
}

/// Values of a fact that neither cells nor constants tell apart.
pub(super) struct Class {
    pub(super) domain: Domain,
    /// For each group whether its cells admit them.
    pub(super) admitted: Vec<bool>,
}

/// A way in which a row can match: its own conditions, with one of its groups.
pub(super) struct Group<'a> {
    pub(super) row: usize,
    /// How many axes have to be fixed until all its cells are.
    pub(super) cells_end: usize,
    cells: Vec<&'a Cell>,
    conditions: Vec<GroupCondition<'a>>,
}

/// A condition outside cells.
struct GroupCondition<'a> {
    condition: &'a Condition,
    facts: &'a [Slot],
    known: Known<'a>,
}

impl<'a> Space<'a> {
    pub(super) fn new(item: &'a Item, rows: &'a [TableRow]) -> Self {
        let whole = Self::whole(item);
        let mut sums = Sums::default();
        let mut groups: Vec<Group<'a>> = Vec::new();
        let mut group = |row: usize, cells: Vec<&'a Cell>, conditions: Vec<&'a Sourced<Condition>>| {
            let mut condition = |when: &'a Sourced<Condition>| GroupCondition {
                condition: &when.formula.term,
                facts: &when.formula.facts,
                known: sums.read(&when.formula.term, &whole),
            };
            let conditions = conditions.into_iter().map(&mut condition).collect();
            groups.push(Group { row, cells_end: 0, cells, conditions });
        };
        for (index, row) in rows.iter().enumerate() {
            let own = &row.conditions;
            let mut with = |parts: &[&'a Conditions]| {
                let cells = parts.iter().flat_map(|part| &part.cells).collect();
                group(index, cells, parts.iter().filter_map(|part| part.when.as_ref()).collect());
            };
            match row.any.as_slice() {
                [] => with(&[own]),
                any => any.iter().for_each(|part| with(&[own, part])),
            }
        }
        let scope: Vec<_> = scope(item).map(|requirement| &requirement.when).collect();
        if !scope.is_empty() {
            group(rows.len(), Vec::new(), scope);
        }
        let mut mentions = Mentions::default();
        for group in &groups {
            for cell in &group.cells {
                mentions.cuts.entry(cell.slot).or_default().cell(cell);
            }
            for GroupCondition { condition, facts, .. } in &group.conditions {
                for slot in *facts {
                    mentions.cuts.entry(*slot).or_default();
                }
                mentions.condition(condition);
            }
        }
        let Mentions { cuts, together } = mentions;
        for (index, slot) in cuts.keys().enumerate() {
            for group in groups.iter_mut().filter(|group| group.cells.iter().any(|cell| cell.slot == *slot)) {
                group.cells_end = index.saturating_add(1);
            }
        }
        let class = |slot: Slot, domain: Domain| {
            let admitted = groups.iter().map(|group| group.admits(slot, &domain)).collect();
            Class { domain, admitted }
        };
        let axis = |(slot, cuts): (Slot, Cuts)| {
            let classes = cuts.classes(item, slot).into_iter().map(|domain| class(slot, domain));
            Axis { slot, classes: classes.collect() }
        };
        let axes = cuts.into_iter().map(axis).collect();
        Self { item, rows, axes, groups, sums, together }
    }

    /// How many rows there are to be told apart: those of the table, and the one behind them where the item hangs on
    /// conditions.
    pub(super) fn width(&self) -> usize {
        let last = self.groups.last().map_or(0, |group| group.row.saturating_add(1));
        self.rows.len().max(last)
    }

    /// Whether a row matches on a whole box, with sums that lie in these places.
    pub(super) fn truth(&self, row: usize, case: &[Domain], places: &[Option<Interval>]) -> Truth {
        let start = self.groups.partition_point(|group| group.row < row);
        let groups = self.groups.iter().skip(start).take_while(|group| group.row == row);
        any(groups.map(|group| group.truth(case, places)))
    }

    /// The sums that the conditions of some rows compare.
    pub(super) fn sums_of(&self, rows: &[usize]) -> BTreeSet<usize> {
        let groups = self.groups.iter().filter(|group| rows.contains(&group.row));
        let mut sums = BTreeSet::new();
        groups.flat_map(|group| &group.conditions).for_each(|part| part.known.sums(&mut sums));
        sums
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

    /// The rows that match in a box that cannot be cut further: where a row is still open, the facts that its conditions
    /// put together must have one value each, and the engine tells. `None` where it cannot be told.
    pub(super) fn matching(
        &self,
        truths: &[Truth],
        case: &[Domain],
        open: &BTreeSet<Slot>,
    ) -> Option<Vec<usize>> {
        // Only numbers and days are put together: of texts and truth values each is a class of its own.
        let single = |slot: &Slot| match case.get(slot.0) {
            Some(Domain::Number(values, _) | Domain::Date(values)) => values.as_point().is_some(),
            _ => false,
        };
        let decided = open.iter().all(single);
        // Neither cells nor constants tell the values of a box apart, so that any one of them stands for all.
        let values: Vec<Value<'_>> = case.iter().map(one_of).collect();
        let holds = |row: usize| match self.rows.get(row) {
            Some(row) => row.matches(&values).ok(),
            None => scope(self.item)
                .map(|requirement| requirement.when.formula.term.evaluate(&values).ok())
                .try_fold(true, |all, holds| Some(all && holds?)),
        };
        let mut matching = Vec::new();
        for (row, truth) in truths.iter().enumerate() {
            let matches = match truth {
                Truth::Always => true,
                Truth::Never => false,
                Truth::Either if decided => holds(row)?,
                Truth::Either => return None,
            };
            if matches {
                matching.push(row);
            }
        }
        Some(matching)
    }

    /// The facts that the conditions of some rows put together.
    pub(super) fn put_together(&self, rows: &[usize]) -> BTreeSet<Slot> {
        let groups = self.groups.iter().filter(|group| rows.contains(&group.row));
        let slots = groups.flat_map(|group| &group.conditions).flat_map(|part| part.facts);
        slots.filter(|slot| self.together.contains(slot)).copied().collect()
    }
}

impl Group<'_> {
    /// Whether one of its conditions names a fact.
    pub(super) fn names(&self, slot: Slot) -> bool {
        self.cells.iter().any(|cell| cell.slot == slot)
            || self.conditions.iter().any(|part| part.facts.contains(&slot))
    }

    /// Whether no cell of the group excludes a whole class of a fact.
    fn admits(&self, slot: Slot, class: &Domain) -> bool {
        self.cells.iter().filter(|cell| cell.slot == slot).all(|cell| cell_truth(cell, class) != Truth::Never)
    }

    /// Whether the conditions outside its cells hold on a whole box, and the facts that they hang on where that is open.
    pub(super) fn conditions_over(&self, case: &[Domain]) -> (Truth, BTreeSet<Slot>) {
        let mut truth = Truth::Always;
        let mut slots = BTreeSet::new();
        for GroupCondition { condition, facts, .. } in &self.conditions {
            // Loading has made sure that nothing is divided by zero.
            let holds = condition.truth(case).unwrap_or(Truth::Either);
            if holds == Truth::Either {
                slots.extend(*facts);
            }
            truth = both(truth, holds);
        }
        (truth, slots)
    }

    fn truth(&self, case: &[Domain], places: &[Option<Interval>]) -> Truth {
        let cells = self
            .cells
            .iter()
            .map(|cell| case.get(cell.slot.0).map_or(Truth::Either, |domain| cell_truth(cell, domain)));
        let conditions = self.conditions.iter().map(|part| match part.condition.truth(case) {
            Ok(Truth::Either) | Err(_) => part.known.truth(case, places),
            Ok(decided) => decided,
        });
        all(cells.chain(conditions))
    }
}

/// The preconditions that are conditions over facts.
fn scope(item: &Item) -> impl Iterator<Item = &RequirementRule> {
    item.requirements.iter().filter(|requirement| requirement.fact().is_none())
}

/// Whether the item applies on a whole box.
pub(super) fn applies(item: &Item, case: &[Domain]) -> Truth {
    let truth = |requirement: &RequirementRule| requirement.when.formula.term.truth(case);
    all(item.requirements.iter().map(|requirement| truth(requirement).unwrap_or(Truth::Either)))
}

/// The box cut in two at the widest range of numbers among the facts that are open.
pub(super) fn halves(case: &Case, open: &BTreeSet<Slot>) -> Option<(Case, Case)> {
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
            Domain::Date(days) => days.high?.subtract(days.low?),
            domain => width(domain),
        };
        let widths = case.iter().enumerate().filter_map(|(index, domain)| Some((index, width(domain)?)));
        widths.max_by(|(_, a), (_, b)| a.cmp(b)).map(|(index, _)| index)
    };
    halves_at(case, Slot(open.or_else(widest)?))
}

fn width(domain: &Domain) -> Option<Rational> {
    match domain {
        Domain::Number(Interval { low: Some(low), high: Some(high) }, Some(_)) => high.subtract(*low),
        _ => None,
    }
}

pub(super) fn halves_at(case: &Case, slot: Slot) -> Option<(Case, Case)> {
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

/// The single cases of a box at the lowest and at the highest values of all numbers, with the lightest of all else;
/// only one where they are the same.
pub(super) fn corners(case: &[Domain]) -> impl Iterator<Item = Case> + use<> {
    let [lowest, highest] = [true, false].map(|lowest| {
        let at = |domain: &Domain| match domain {
            Domain::Number(values, decimals) => {
                let end = if lowest { values.low } else { values.high };
                Domain::Number(end.map_or(*values, Interval::point), *decimals)
            }
            Domain::Boolean(value) => Domain::Boolean(Some(value.unwrap_or(false))),
            Domain::Text(Some(values)) => {
                Domain::Text(Some(values.first().cloned().into_iter().collect::<Vec<String>>().into()))
            }
            Domain::Text(None) | Domain::Date(_) => domain.clone(),
        };
        case.iter().map(at).collect::<Case>()
    });
    let highest = (highest != lowest).then_some(highest);
    std::iter::once(lowest).chain(highest)
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
    if row.any.is_empty() || own == Truth::Never {
        return own;
    }
    let groups = row.any.iter().map(|group| conditions_truth(group, case));
    both(own, any(groups))
}

fn conditions_truth(conditions: &Conditions, case: &[Domain]) -> Truth {
    let cells = conditions
        .cells
        .iter()
        .map(|cell| case.get(cell.slot.0).map_or(Truth::Either, |domain| cell_truth(cell, domain)));
    // Loading has made sure that nothing is divided by zero.
    let when = conditions.when.iter().map(|when| when.formula.term.truth(case).unwrap_or(Truth::Either));
    all(cells.chain(when))
}

pub(super) fn both(a: Truth, b: Truth) -> Truth {
    match (a, b) {
        (Truth::Never, _) | (_, Truth::Never) => Truth::Never,
        (Truth::Either, _) | (_, Truth::Either) => Truth::Either,
        (Truth::Always, Truth::Always) => Truth::Always,
    }
}

pub(super) fn either(a: Truth, b: Truth) -> Truth {
    match (a, b) {
        (Truth::Always, _) | (_, Truth::Always) => Truth::Always,
        (Truth::Either, _) | (_, Truth::Either) => Truth::Either,
        (Truth::Never, Truth::Never) => Truth::Never,
    }
}

/// Whether all hold; what stands behind one that never does is not asked for.
fn all(truths: impl Iterator<Item = Truth>) -> Truth {
    let mut joined = Truth::Always;
    for truth in truths {
        joined = both(joined, truth);
        if joined == Truth::Never {
            break;
        }
    }
    joined
}

/// Whether any holds; what stands behind one that always does is not asked for.
fn any(truths: impl Iterator<Item = Truth>) -> Truth {
    let mut joined = Truth::Never;
    for truth in truths {
        joined = either(joined, truth);
        if joined == Truth::Always {
            break;
        }
    }
    joined
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
    item.is_precondition(slot)
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

/// The first value of each fact alone.
pub(super) fn first_of(domain: &Domain) -> Domain {
    match domain {
        Domain::Number(values, decimals) => {
            Domain::Number(values.low.map_or(*values, Interval::point), *decimals)
        }
        Domain::Boolean(value) => Domain::Boolean(Some(value.unwrap_or(false))),
        Domain::Text(values) => {
            let first = values.as_ref().and_then(|values| values.first());
            Domain::Text(first.map(|first| [first.clone()].into()))
        }
        Domain::Date(days) => {
            Domain::Date(a_day_of(*days).map_or(*days, |day| Interval::point(day_number(day))))
        }
    }
}

/// A day among days: one that a reader would not stop at, where it is among them, or the nearest to it.
pub(super) fn a_day_of(days: Interval) -> Option<Date> {
    let familiar = day_number(Date::new(2025, 1, 1)?);
    let reached = days.low.map_or(familiar, |low| familiar.max(low));
    let nearest = days.high.map_or(reached, |high| reached.min(high));
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
