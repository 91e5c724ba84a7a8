//! All cases of a table, box by box: which rows match together.
//!
//! Facts are fixed one after the other, class by class. What follows depends only on the rows that match already, on the
//! ways in which others still can, and on the classes that open conditions hang on: where these are the same, it is not
//! looked into again.

use std::collections::{BTreeMap, BTreeSet};

use super::space::{Case, Class, Space, halves};
use crate::feel::{Slot, Truth};

/// How much is looked into before an answer is given up as not decided: boxes, and in each of them the rows whose
/// conditions put facts together.
const BUDGET: usize = 200_000;

/// How many open rows are tried out to see whether a box can show anything new.
const MAX_TRIED: usize = 6;

/// Which rows match together, with one box where just these do.
pub(super) struct Partition {
    /// Each set of rows that match at once, in the order of the table, with a box of such cases.
    pub(super) sets: BTreeMap<Vec<usize>, Case>,
    /// Whether every case was looked into.
    pub(super) complete: bool,
}

impl Space<'_> {
    /// Every set of rows that match together.
    pub(super) fn partition(&self) -> Partition {
        let mut walk = Walk {
            space: self,
            partition: Partition { sets: BTreeMap::new(), complete: true },
            seen: BTreeSet::new(),
            budget: BUDGET,
            case: Self::whole(self.item),
            chosen: Vec::new(),
        };
        walk.descend(vec![false; self.width()], vec![true; self.groups.len()]);
        let mut partition = walk.partition;
        if self.width() > self.rows.len() {
            // What lies outside the conditions on which the item applies is no case.
            let in_scope = |(mut rows, case): (Vec<usize>, Case)| {
                (rows.pop() == Some(self.rows.len())).then_some((rows, case))
            };
            partition.sets = partition.sets.into_iter().filter_map(in_scope).collect();
        }
        partition
    }
}

struct Walk<'s, 'a> {
    space: &'s Space<'a>,
    partition: Partition,
    /// Places that were reached before, so that what follows is known.
    seen: BTreeSet<Place>,
    budget: usize,
    case: Case,
    /// The class of each fact that is fixed.
    chosen: Vec<usize>,
}

/// What decides about all that follows.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    depth: usize,
    /// For each row whether it matches whatever follows.
    matched: Vec<bool>,
    /// For each group of the other rows whether it can still match.
    alive: Vec<bool>,
    /// The classes of the fixed facts that open conditions hang on.
    classes: Vec<usize>,
}

impl Walk<'_, '_> {
    /// Takes a box and the rows looked into there from the budget; false where it is used up.
    fn pay(&mut self, rows: usize) -> bool {
        let left = self.budget.checked_sub(1).and_then(|left| left.checked_sub(rows));
        self.budget = left.unwrap_or(0);
        self.partition.complete &= left.is_some();
        left.is_some()
    }

    fn descend(&mut self, mut matched: Vec<bool>, mut alive: Vec<bool>) {
        if !self.pay(0) {
            return;
        }
        let space = self.space;
        let depth = self.chosen.len();
        let hangs_on = self.settle(&mut matched, &mut alive);
        // The conditions on which the item applies are the last group.
        if matched.get(space.rows.len()) == Some(&false) && alive.last() == Some(&false) {
            return;
        }
        let fixed = space.axes.iter().zip(&self.chosen).filter(|(axis, _)| hangs_on.contains(&axis.slot));
        let classes = fixed.map(|(_, class)| *class).collect();
        if !self.seen.insert(Place { depth, matched: matched.clone(), alive: alive.clone(), classes }) {
            return;
        }
        let Some(axis) = space.axes.get(depth) else {
            self.leaf(&matched, &alive);
            return;
        };
        for (index, Class { domain, admitted }) in axis.classes.iter().enumerate() {
            let Some(place) = self.case.get_mut(axis.slot.0) else { return };
            let before = std::mem::replace(place, domain.clone());
            self.chosen.push(index);
            let still = alive.iter().zip(admitted).map(|(alive, admitted)| *alive && *admitted);
            self.descend(matched.clone(), still.collect());
            self.chosen.pop();
            if let Some(place) = self.case.get_mut(axis.slot.0) {
                *place = before;
            }
        }
    }

    /// Notes which rows match and which groups cannot as far as facts are fixed. The facts that the rest hangs on.
    fn settle(&self, matched: &mut [bool], alive: &mut [bool]) -> BTreeSet<Slot> {
        let mut open: Vec<(usize, BTreeSet<Slot>)> = Vec::new();
        for (group, alive) in self.space.groups.iter().zip(alive.iter_mut()).filter(|(_, alive)| **alive) {
            let (truth, slots) = group.conditions_over(&self.case);
            *alive = truth != Truth::Never;
            let matches = truth == Truth::Always && group.cells_end <= self.chosen.len();
            if let Some(matched) = matched.get_mut(group.row) {
                *matched |= matches;
            }
            if *alive {
                open.push((group.row, slots));
            }
        }
        let has_matched = |row: usize| matched.get(row).copied().unwrap_or_default();
        for (group, alive) in self.space.groups.iter().zip(alive) {
            *alive &= !has_matched(group.row);
        }
        open.into_iter().filter(|(row, _)| !has_matched(*row)).flat_map(|(_, slots)| slots).collect()
    }

    /// Every fact lies in one class: what is still open are conditions that put facts together.
    fn leaf(&mut self, matched: &[bool], alive: &[bool]) {
        let truth = |matched: &bool| if *matched { Truth::Always } else { Truth::Never };
        let mut truths: Vec<Truth> = matched.iter().map(truth).collect();
        for (group, _) in self.space.groups.iter().zip(alive).filter(|(_, alive)| **alive) {
            if let Some(truth) = truths.get_mut(group.row) {
                *truth = Truth::Either;
            }
        }
        let mut boxes = vec![(self.case.clone(), truths)];
        while let Some((case, before)) = boxes.pop() {
            let looked_into = before.iter().filter(|before| **before == Truth::Either).count();
            if !self.pay(looked_into) {
                return;
            }
            let truth = |(row, before)| match before {
                Truth::Either => self.space.truth(row, &case, &[]),
                decided => decided,
            };
            let truths: Vec<Truth> = before.into_iter().enumerate().map(truth).collect();
            let rows = |wanted: Truth| {
                let rows = truths.iter().enumerate().filter(move |(_, truth)| **truth == wanted);
                rows.map(|(row, _)| row).collect::<Vec<usize>>()
            };
            let open = rows(Truth::Either);
            if self.shows_nothing_new(&case, &rows(Truth::Always), &open) {
                continue;
            }
            let slots = self.space.put_together(&open);
            if let Some((left, right)) = halves(&case, &slots) {
                boxes.extend([(left, truths.clone()), (right, truths)]);
                continue;
            }
            match self.space.matching(&truths, &case, &slots) {
                Some(matching) => drop(self.partition.sets.entry(matching).or_insert(case)),
                None => self.partition.complete = false,
            }
        }
    }

    /// Whether all that can match in a box has been found to match elsewhere, wherever the sums that open rows compare
    /// lie, and whichever of the rows that are open even then match.
    fn shows_nothing_new(&self, case: &Case, matching: &[usize], open: &[usize]) -> bool {
        let places = self.space.sums.places(&self.space.sums_of(open), case);
        let places = places.unwrap_or_else(|| vec![Vec::new()]);
        places.iter().all(|places| {
            let (mut matching, mut undecided) = (matching.to_vec(), Vec::new());
            for row in open {
                match self.space.truth(*row, case, places) {
                    Truth::Always => matching.push(*row),
                    Truth::Either => undecided.push(*row),
                    Truth::Never => {}
                }
            }
            self.are_known(matching, &undecided)
        })
    }

    /// Whether these rows have been found to match together, with every choice of the open ones.
    fn are_known(&self, matching: Vec<usize>, open: &[usize]) -> bool {
        if open.len() > MAX_TRIED {
            return false;
        }
        let mut sets = vec![matching];
        for row in open {
            let with = sets.clone().into_iter().map(|mut rows| {
                rows.push(*row);
                rows
            });
            sets.extend(with.collect::<Vec<_>>());
        }
        sets.into_iter().all(|mut rows| {
            rows.sort_unstable();
            self.partition.sets.contains_key(&rows)
        })
    }
}
