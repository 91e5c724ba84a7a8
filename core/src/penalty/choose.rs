//! Which row of a discretion table counts.
//!
//! In: the rows and the values of the facts, some of them missing. Out: one row, and the facts that it was taken
//! without.

use super::compute::Trace;
use super::{AmountRule, AssessError, CircumstanceRef, Conditions, Item, Step, TableRow, TierTable};
use crate::feel::{CellTest, Ends, Fault, Slot, Value, decide};
use crate::number::Rational;
use crate::pack::{UnknownFactRule, WhenSeveral};

impl Item {
    pub(crate) fn choose_row(
        &self,
        table: &TierTable,
        values: &[Value<'_>],
        trace: &mut Trace,
    ) -> Result<usize, AssessError> {
        // A row may depend on a fact that was not given; whether that matters shows when all rows are known.
        let (mut matching, mut possible) = (Vec::new(), Vec::new());
        for (index, row) in table.rows.iter().enumerate() {
            match row.matches(values) {
                Ok(true) => matching.push(index),
                Ok(false) => continue,
                Err(Fault::Missing(slot)) if table.tolerates_unknown() => {
                    possible.push((index, slot));
                    continue;
                }
                Err(fault) => return Err(self.fault(fault, values)),
            }
            if table.when_several == WhenSeveral::First {
                break;
            }
        }
        if table.unknown_fact == UnknownFactRule::Refuse {
            self.settled(table, &matching, &possible, values)?;
        }
        let chosen = match (matching.as_slice(), table.when_several) {
            ([], _) => self.lightest(table, &possible, None, values)?,
            ([first, ..], WhenSeveral::First) if possible.is_empty() => *first,
            ([first, ..], WhenSeveral::First) => self.lightest(table, &possible, Some(*first), values)?,
            ([only], _) => *only,
            (_, WhenSeveral::Unique) => {
                let row = |index: &usize| {
                    let tier = table.rows.get(*index).and_then(|row| row.tier.clone());
                    (index.saturating_add(1), tier)
                };
                return Err(AssessError::SeveralTiers {
                    item: self.id.clone(),
                    tiers: matching.iter().map(row).collect(),
                });
            }
            ([first, ..], WhenSeveral::Heaviest) => self.heaviest(table, *first, &matching, values)?,
        };
        if matching.is_empty() {
            matching.push(chosen);
        }
        let assumed = self.assumed(table, chosen, &possible, values)?;
        trace.record(|| Step::Row { matching, chosen, assumed });
        Ok(chosen)
    }

    /// The next heavier tier: of the rows with a fine that is heavier, the lightest; the same row if there is none.
    /// Each row with a fine has to be weighed, so what its amount hangs on is needed.
    pub(super) fn tier_up(
        &self,
        table: &TierTable,
        chosen: usize,
        circumstance: CircumstanceRef,
        values: &[Value<'_>],
        trace: &mut Trace,
    ) -> Result<usize, AssessError> {
        let Some(row) = table.rows.get(chosen).filter(|row| row.has_fine()) else { return Ok(chosen) };
        let weight = |ends: Ends| (ends.max, ends.min);
        let taken = weight(self.bare_row_amount(row, values)?);
        let mut next: Option<(usize, (Rational, Rational))> = None;
        for (index, row) in table.rows.iter().enumerate().filter(|(_, row)| row.has_fine()) {
            let heavier = weight(self.bare_row_amount(row, values)?);
            if heavier > taken && next.is_none_or(|(_, lightest)| heavier < lightest) {
                next = Some((index, heavier));
            }
        }
        let to = next.map_or(chosen, |(index, _)| index);
        trace.record(|| Step::TierUp { circumstance, to, highest: next.is_none() });
        Ok(to)
    }

    /// The lightest of the rows that are possible as long as some facts are not established, and of the one that
    /// matches, if there is one. Measures alone are lighter than any fine; a fine that could be the lightest has to be
    /// weighed, so what its amount hangs on is needed. An exemption is never assumed: it has to be proved, and one that
    /// stands behind rows that may match is not, unless these are exemptions as well.
    fn lightest(
        &self,
        table: &TierTable,
        possible: &[(usize, Slot)],
        matching: Option<usize>,
        values: &[Value<'_>],
    ) -> Result<usize, AssessError> {
        let is_exemption = |index: usize| table.rows.get(index).is_some_and(TableRow::is_exemption);
        if let Some(index) = matching.filter(|index| is_exemption(*index))
            && possible.iter().all(|(index, _)| is_exemption(*index))
        {
            return Ok(index);
        }
        let candidates = || {
            let indices = possible.iter().map(|(index, _)| *index).chain(matching);
            indices
                .filter_map(|index| Some((index, table.rows.get(index).filter(|row| !row.is_exemption())?)))
        };
        if let Some((index, _)) = candidates().find(|(_, row)| !row.has_fine()) {
            return Ok(index);
        }
        let mut best: Option<(usize, Ends)> = None;
        for (index, row) in candidates() {
            let ends = self.bare_row_amount(row, values)?;
            if best.is_none_or(|(_, lightest)| (ends.max, ends.min) < (lightest.max, lightest.min)) {
                best = Some((index, ends));
            }
        }
        match (best, possible.first()) {
            (Some((index, _)), _) => Ok(index),
            (None, Some((_, slot))) => Err(self.fault(Fault::Missing(*slot), values)),
            (None, None) => Err(AssessError::NoTier { item: self.id.clone() }),
        }
    }

    /// The facts that were not given and could have led to another result.
    fn assumed(
        &self,
        table: &TierTable,
        chosen: usize,
        possible: &[(usize, Slot)],
        values: &[Value<'_>],
    ) -> Result<Vec<Slot>, AssessError> {
        let mut assumed = Vec::new();
        if possible.is_empty() {
            return Ok(assumed);
        }
        let Some(row) = table.rows.get(chosen) else { return Ok(assumed) };
        // Beside an exemption that is proved, nothing else counts, but under `first` another one before it.
        if row.is_exemption() && table.when_several != WhenSeveral::First {
            return Ok(assumed);
        }
        let taken = self.bare_row_amount(row, values)?;
        let only_possible = possible.iter().any(|(index, _)| *index == chosen);
        for (index, _) in possible {
            let Some(row) = table.rows.get(*index) else { continue };
            let exemption = row.is_exemption();
            let heavier = match self.bare_row_amount(row, values) {
                Ok(ends) => goes_before((*index, ends), (chosen, taken)),
                // What cannot be told may well be heavier.
                Err(_) => true,
            };
            // Beside a row that matches, a lighter one would change nothing, except where the first one counts.
            let matters = only_possible || exemption || table.when_several == WhenSeveral::First || heavier;
            if matters {
                assumed.extend(row.missing(values));
            }
        }
        assumed.sort_unstable();
        assumed.dedup();
        Ok(assumed)
    }

    /// Whether one of two rows counts before the other in every case in which both match; `None` where that hangs on
    /// facts, or where no row counts before another.
    pub(crate) fn always_before(&self, table: &TierTable, first: usize, second: usize) -> Option<bool> {
        match table.when_several {
            WhenSeveral::Unique => return None,
            WhenSeveral::First => return Some(first < second),
            WhenSeveral::Heaviest => {}
        }
        let (row, other) = (table.rows.get(first)?, table.rows.get(second)?);
        match (row.is_exemption(), other.is_exemption()) {
            (true, true) => Some(first < second),
            (false, false) => {
                Some(goes_before((first, self.constant_amount(row)?), (second, self.constant_amount(other)?)))
            }
            (is_exemption, _) => Some(is_exemption),
        }
    }

    /// What [`Self::bare_row_amount`] gives whatever the facts are; `None` where it hangs on one.
    pub(crate) fn constant_amount(&self, row: &TableRow) -> Option<Ends> {
        self.bare_row_amount(row, &vec![Value::Missing; self.facts.len()]).ok()
    }

    /// The amount of a row before the item's own steps; nothing for a row without penalty.
    pub(crate) fn bare_row_amount(&self, row: &TableRow, values: &[Value<'_>]) -> Result<Ends, AssessError> {
        if !row.has_fine() {
            return Ok(Ends::point(Rational::ZERO));
        }
        let statutory = self.statutory_range(Some(row), values)?;
        let amount = self.row_amount(&row.amount, statutory, values, &mut Trace::off())?;
        let amount = self.hold_in_row(row, amount, values, &mut Trace::off())?;
        Ok(statutory.map_or(amount, |range| amount.held_inside(range)))
    }

    /// Under `heaviest`, a row that is only possible does not matter where an exemption matches, or where its
    /// amount would not be the heaviest anyway. Otherwise its fact is needed.
    fn settled(
        &self,
        table: &TierTable,
        matching: &[usize],
        possible: &[(usize, Slot)],
        values: &[Value<'_>],
    ) -> Result<(), AssessError> {
        let rows = || matching.iter().filter_map(|index| table.rows.get(*index));
        if possible.is_empty() || rows().any(|row| row.is_exemption()) {
            return Ok(());
        }
        let mut heaviest: Option<(usize, Ends)> = None;
        for (index, row) in matching.iter().filter_map(|index| Some((*index, table.rows.get(*index)?))) {
            let ends = self.bare_row_amount(row, values)?;
            if heaviest.is_none_or(|best| goes_before((index, ends), best)) {
                heaviest = Some((index, ends));
            }
        }
        for (index, slot) in possible {
            let row = table.rows.get(*index).filter(|row| !row.is_exemption());
            let ends = row.and_then(|row| self.bare_row_amount(row, values).ok());
            let matters = match (ends, heaviest) {
                (Some(ends), Some(best)) => goes_before((*index, ends), best),
                _ => true,
            };
            if matters {
                return Err(self.fault(Fault::Missing(*slot), values));
            }
        }
        Ok(())
    }

    /// The matching row with the highest maximum; among equals the highest minimum; among those the first.
    ///
    /// A row without penalty is not the lightest tier but an exemption (article 33 of the Administrative Penalty
    /// Law): where it matches, there is nothing to compare.
    fn heaviest(
        &self,
        table: &TierTable,
        first: usize,
        matching: &[usize],
        values: &[Value<'_>],
    ) -> Result<usize, AssessError> {
        let rows = || matching.iter().filter_map(|index| Some((*index, table.rows.get(*index)?)));
        if let Some((index, _)) = rows().find(|(_, row)| row.is_exemption()) {
            return Ok(index);
        }
        let mut best: Option<(usize, Ends)> = None;
        for (index, row) in rows() {
            let ends = self.bare_row_amount(row, values)?;
            if best.is_none_or(|best| goes_before((index, ends), best)) {
                best = Some((index, ends));
            }
        }
        Ok(best.map_or(first, |(index, _)| index))
    }
}

/// Whether the first of two rows counts before the second where the heaviest counts: by its maximum, then by its
/// minimum; among equals the earlier row.
fn goes_before(first: (usize, Ends), second: (usize, Ends)) -> bool {
    let weight = |(index, ends): (usize, Ends)| (ends.max, ends.min, std::cmp::Reverse(index));
    weight(first) > weight(second)
}

impl TierTable {
    /// Whether a row that depends on a fact that was not given can be left open for the time being.
    pub(crate) fn tolerates_unknown(&self) -> bool {
        self.unknown_fact == UnknownFactRule::Lightest || self.when_several == WhenSeveral::Heaviest
    }
}

impl TableRow {
    /// Whether a fine follows where the row applies.
    pub(crate) fn has_fine(&self) -> bool {
        !matches!(self.amount, AmountRule::NoPenalty | AmountRule::Measures)
    }

    /// Whether there is no penalty where the row applies.
    pub(crate) fn is_exemption(&self) -> bool {
        matches!(self.amount, AmountRule::NoPenalty)
    }

    /// Whether the row applies. A fact that is missing matters only if the answer depends on it.
    pub(crate) fn matches(&self, values: &[Value<'_>]) -> Result<bool, Fault> {
        let own = self.conditions.hold(values);
        if own == Ok(false) || self.any.is_empty() {
            return own;
        }
        let any = decide(self.any.iter().map(|group| group.hold(values)), true);
        decide([own, any].into_iter(), false)
    }
}

impl TableRow {
    /// The facts that were not given, of each of its conditions that is not decided.
    fn missing(&self, values: &[Value<'_>]) -> Vec<Slot> {
        let one_holds = self.any.iter().any(|group| group.hold(values) == Ok(true));
        let any = self.any.iter().filter(|_| !one_holds);
        let open = std::iter::once(&self.conditions).chain(any).filter(|group| group.hold(values).is_err());
        let slots = open.flat_map(|group| {
            let cells = group.cells.iter().filter(|cell| cell.test != CellTest::Any).map(|cell| cell.slot);
            let when = group.when.iter().filter(|when| when.formula.term.evaluate(values).is_err());
            cells.chain(when.flat_map(|when| when.formula.facts.iter().copied()))
        });
        slots.filter(|slot| values.get(slot.0).is_none_or(|value| *value == Value::Missing)).collect()
    }
}

impl Conditions {
    /// Whether all of them hold.
    pub(crate) fn hold(&self, values: &[Value<'_>]) -> Result<bool, Fault> {
        let cells = self.cells.iter().map(|cell| cell.evaluate(values));
        let when = self.when.iter().map(|when| when.formula.term.evaluate(values));
        decide(cells.chain(when), false)
    }
}
