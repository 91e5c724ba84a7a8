//! The cases that an item can meet, cut into boxes on which no condition of its rows changes.
//!
//! Facts lie on grids: numbers have a range and decimals, texts a list, days a calendar. Each constant that a cell or a
//! condition compares a fact with is a cut; between two cuts nothing changes. So a table is looked into with finitely
//! many boxes, and what is found out about them is a proof. Conditions that put facts together (`a + b > 10`) are not
//! cut by constants: for them boxes are halved, down to single cases, as long as the budget lasts.

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::{Facts, Given};
use crate::feel::{Cell, CellTest, Comparison, Condition, Domain, NumberTerm, Slot, Truth};
use crate::number::{Edge, Interval, Range, Rational};
use crate::pack::FactTypeDeclaration;
use crate::penalty::{Conditions, Fact, Item, TableRow};

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
        let mut cuts: BTreeMap<Slot, Cuts> = BTreeMap::new();
        for conditions in groups.iter().flat_map(|group| &group.conditions) {
            for cell in &conditions.cells {
                cuts.entry(cell.slot).or_default().cell(cell);
            }
            if let Some(when) = &conditions.when {
                for slot in &when.formula.facts {
                    cuts.entry(*slot).or_default();
                }
                condition_cuts(&when.formula.term, &mut cuts);
            }
        }
        let axes =
            cuts.into_iter().filter_map(|(slot, cuts)| Some((slot, cuts.classes(item.facts.get(slot.0)?))));
        Self { item, rows, axes: axes.collect(), groups }
    }

    /// The whole domain of every fact.
    pub(super) fn whole(item: &Item) -> Case {
        item.facts.iter().map(|fact| Domain::of(&fact.feel_kind())).collect()
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
            if truths.contains(&Truth::Either) {
                match halves(&case, self.space) {
                    Some((left, right)) => boxes.extend([left, right]),
                    None => self.partition.complete = false,
                }
                continue;
            }
            let matching =
                truths.iter().enumerate().filter(|(_, truth)| **truth == Truth::Always).map(|(row, _)| row);
            self.partition.sets.entry(matching.collect()).or_insert(case);
        }
    }
}

impl Group<'_> {
    fn cells_of(&self, slot: Slot) -> impl Iterator<Item = &Cell> {
        let cells = self.conditions.iter().flat_map(|conditions| &conditions.cells);
        cells.filter(move |cell| cell.slot == slot)
    }
}

/// The box cut in two at the widest range of numbers that a condition hangs on.
fn halves(case: &Case, space: &Space<'_>) -> Option<(Case, Case)> {
    let slots = space.axes.iter().map(|(slot, _)| *slot);
    let (slot, _) =
        slots.filter_map(|slot| Some((slot, width(case.get(slot.0)?)?))).max_by(|(_, a), (_, b)| a.cmp(b))?;
    halves_at(case, slot)
}

/// The box cut in two: where a text or truth value is open, at it; else at the widest range of numbers.
pub(super) fn halves_of(case: &Case) -> Option<(Case, Case)> {
    let open = case.iter().position(|domain| match domain {
        Domain::Boolean(value) => value.is_none(),
        Domain::Text(values) => values.as_ref().is_some_and(|values| values.len() > 1),
        Domain::Number(..) | Domain::Date => false,
    });
    let widest = || {
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
            let middle = low.add(*high)?.divide(Rational::integer(2))?;
            let below =
                Range { low: Edge::Included(*low), high: Edge::Included(middle) }.on_grid(*decimals)?;
            let above =
                Range { low: Edge::Excluded(middle), high: Edge::Included(*high) }.on_grid(*decimals)?;
            (Domain::Number(below, Some(*decimals)), Domain::Number(above, Some(*decimals)))
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

/// Whether a row matches on a whole box.
pub(super) fn row_truth(row: &TableRow, case: &[Domain]) -> Truth {
    let own = conditions_truth(&row.conditions, case);
    if row.any.is_empty() {
        return own;
    }
    let groups = row.any.iter().map(|group| conditions_truth(group, case));
    let any = groups.fold(Truth::Never, |any, group| match (any, group) {
        (Truth::Always, _) | (_, Truth::Always) => Truth::Always,
        (Truth::Either, _) | (_, Truth::Either) => Truth::Either,
        (Truth::Never, Truth::Never) => Truth::Never,
    });
    both(own, any)
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

fn from(holds: bool) -> Truth {
    if holds { Truth::Always } else { Truth::Never }
}

/// The values of a fact, cut where one of the cells tells them apart.
pub(super) fn classes<'a>(item: &Item, slot: Slot, cells: impl Iterator<Item = &'a Cell>) -> Vec<Domain> {
    let mut cuts = Cuts::default();
    cells.for_each(|cell| cuts.cell(cell));
    item.facts.get(slot.0).map(|fact| cuts.classes(fact)).unwrap_or_default()
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

/// The places at which a fact's values are told apart.
#[derive(Default)]
struct Cuts {
    /// Numbers: each with whether a class begins at it (else just above it).
    numbers: Vec<(Rational, bool)>,
}

impl Cuts {
    fn cell(&mut self, cell: &Cell) {
        if let CellTest::Number { ranges, .. } = &cell.test {
            for range in ranges {
                self.edge(range.low, true);
                self.edge(range.high, false);
            }
        }
    }

    fn edge(&mut self, edge: Edge, is_low: bool) {
        match edge {
            Edge::Open => {}
            // Below a low end, and above a high one, another class begins.
            Edge::Included(value) => self.numbers.push((value, is_low)),
            Edge::Excluded(value) => self.numbers.push((value, !is_low)),
        }
    }

    fn around(&mut self, value: Rational) {
        self.numbers.extend([(value, true), (value, false)]);
    }

    /// The values of a fact, class by class.
    fn classes(&self, fact: &Fact) -> Vec<Domain> {
        match &fact.kind {
            FactTypeDeclaration::Boolean => [false, true].map(|value| Domain::Boolean(Some(value))).into(),
            FactTypeDeclaration::Text(values) => {
                values.iter().map(|(value, _)| Domain::Text(Some([value.clone()].into()))).collect()
            }
            FactTypeDeclaration::Date => vec![Domain::Date],
            FactTypeDeclaration::Number { range, decimals, .. } => self.number_classes(range, *decimals),
        }
    }

    fn number_classes(&self, range: &Range, decimals: u32) -> Vec<Domain> {
        let Some(Interval { low: Some(low), high: Some(high) }) = range.on_grid(decimals) else {
            return Vec::new();
        };
        let first = |(value, at): &(Rational, bool)| {
            let edge = if *at { Edge::Included(*value) } else { Edge::Excluded(*value) };
            Range { low: edge, high: Edge::Open }.on_grid(decimals)?.low
        };
        let starts = self.numbers.iter().filter_map(first).filter(|start| *start > low && *start <= high);
        let starts: BTreeSet<Rational> = starts.chain([low]).collect();
        let starts: Vec<Rational> = starts.into_iter().collect();
        let step =
            i32::try_from(decimals).ok().and_then(|decimals| Rational::power_of_ten(decimals.checked_neg()?));
        let mut classes = Vec::with_capacity(starts.len());
        for (index, start) in starts.iter().enumerate() {
            let next = starts.get(index.saturating_add(1));
            let end = match next {
                None => Some(high),
                Some(next) => step.and_then(|step| next.subtract(step)),
            };
            classes.push(Domain::Number(
                Interval { low: Some(*start), high: Some(end.unwrap_or(high)) },
                Some(decimals),
            ));
        }
        classes
    }
}

/// The constants that a condition compares single facts with.
fn condition_cuts(condition: &Condition, cuts: &mut BTreeMap<Slot, Cuts>) {
    let mut compare = |left: &NumberTerm, right: &NumberTerm| {
        if let (NumberTerm::Fact(slot), NumberTerm::Constant(literal, _))
        | (NumberTerm::Constant(literal, _), NumberTerm::Fact(slot)) = (left, right)
        {
            cuts.entry(*slot).or_default().around(literal.value);
        }
    };
    match condition {
        Condition::Number(_, sides) => {
            let [left, right] = &**sides;
            compare(left, right);
        }
        Condition::NumberIn(membership) => {
            let tests: &Vec<Vec<(Comparison, NumberTerm)>> = &membership.tests;
            for (_, term) in tests.iter().flatten() {
                compare(&membership.value, term);
            }
        }
        Condition::Not(inner) => condition_cuts(inner, cuts),
        Condition::And(parts) | Condition::Or(parts) => {
            parts.iter().for_each(|part| condition_cuts(part, cuts));
        }
        Condition::ConditionEqual(parts) => parts.iter().for_each(|part| condition_cuts(part, cuts)),
        Condition::If(parts) => parts.iter().for_each(|part| condition_cuts(part, cuts)),
        Condition::Constant(_)
        | Condition::Fact(_)
        | Condition::Date(..)
        | Condition::Period(..)
        | Condition::DateIn(_)
        | Condition::TextIn(_) => {}
    }
}

/// Facts that lie in a box: the lightest of each, with every precondition met.
pub(super) fn witness(item: &Item, case: &[Domain]) -> Facts {
    let values = item.facts.iter().zip(case).enumerate().filter_map(|(index, (fact, domain))| {
        let required = item.requirements.iter().any(|(slot, _)| slot.0 == index);
        let given = match domain {
            Domain::Boolean(value) => Given::Boolean(value.unwrap_or(required)),
            Domain::Text(values) => Given::Text(values.as_ref()?.first()?.clone()),
            Domain::Number(values, _) => Given::Number(values.low?.to_decimal()?),
            Domain::Date => Given::Date(crate::time::Date::new(2025, 1, 1)?),
        };
        Some((fact.name.clone(), given))
    });
    values.collect()
}
