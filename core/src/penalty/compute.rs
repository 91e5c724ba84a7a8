use super::{
    AmountRule, AssessError, Conditions, Decision, FactorChoice, FactorRule, FactorWeights, Item,
    OutcomeKind, Sourced, Step, TableRow, Tariff, TierTable, WeightTable,
};
use crate::facts::Facts;
use crate::feel::{Amount, Ends, Fault, Slot, Value, decide};
use crate::number::{Rational, Rounding, RoundingMode};
use crate::pack::{UnknownFactRule, WhenSeveral};

/// Where steps are written down, if anybody wants them.
pub(crate) struct Trace(Option<Vec<Step>>);

impl Trace {
    pub(crate) const fn off() -> Self {
        Self(None)
    }

    pub(crate) const fn on() -> Self {
        Self(Some(Vec::new()))
    }

    fn record(&mut self, step: impl FnOnce() -> Step) {
        if let Some(steps) = &mut self.0 {
            steps.push(step());
        }
    }

    pub(crate) fn into_steps(self) -> Vec<Step> {
        self.0.unwrap_or_default()
    }
}

impl Item {
    /// The bare result, without explanation: for those who need a number, millions of times.
    ///
    /// # Errors
    /// [`AssessError`]: the facts do not fit, or the rule has a gap or a contradiction for them.
    pub fn decide(&self, facts: &Facts) -> Result<Decision, AssessError> {
        let mut values = self.bind(facts)?;
        self.compute(&mut values, &mut Trace::off())
    }

    pub(crate) fn compute(
        &self,
        values: &mut Vec<Value<'_>>,
        trace: &mut Trace,
    ) -> Result<Decision, AssessError> {
        for (slot, _) in &self.requirements {
            if values.get(slot.0) == Some(&Value::Boolean(false)) {
                return Ok(Decision::without_fine(OutcomeKind::NotApplicable, None));
            }
        }
        let row = match &self.tariff {
            Tariff::Tiers(table) => {
                let index = self.choose_row(table, values, trace)?;
                table.rows.get(index).map(|row| (index, row))
            }
            _ => None,
        };
        let index = row.map(|(index, _)| index);
        match row.map(|(_, row)| &row.amount) {
            Some(AmountRule::NoPenalty) => {
                return Ok(Decision::without_fine(OutcomeKind::NoPenalty, index));
            }
            Some(AmountRule::Measures) => return Ok(Decision::without_fine(OutcomeKind::Measures, index)),
            _ => {}
        }
        let statutory = self.statutory_range(row.map(|(_, row)| row), values)?;
        if let Some(range) = statutory {
            trace.record(|| Step::Statutory(range));
        }
        let mut amount = match (&self.tariff, row) {
            (Tariff::Tiers(_), Some((_, row))) => {
                let amount = self.row_amount(&row.amount, statutory, values, trace)?;
                self.hold_in_row(row, amount, values, trace)?
            }
            (Tariff::Amount(fine), _) => self.formula(fine, values, trace)?,
            (Tariff::Weights(table), _) => self.weighted(table, statutory, values, trace)?,
            (Tariff::StatutoryRange | Tariff::Tiers(_), _) => self.statutory_choice(statutory, trace)?,
        };
        amount = self.adjust(amount, values, trace)?;
        if let Some(within) = &self.within {
            let limits = self.evaluate(within, values)?;
            let after = amount.held_inside(limits);
            trace.record(|| Step::Within { limits, after, changed: after != amount });
            amount = after;
        }
        let mut clamped = false;
        if let Some(range) = statutory {
            let after = amount.held_inside(range);
            clamped = after != amount;
            if clamped {
                trace.record(|| Step::Clamped { before: amount, after });
            }
            amount = after;
        }
        let statutory = statutory.map(|range| self.round_to_cent(range)).transpose()?;
        let fine = self.round_inside(amount, statutory)?;
        if fine != amount {
            trace.record(|| Step::Rounded { rounding: self.rounding, after: fine });
        }
        let persons = self.persons_fine(row.map(|(_, row)| row), fine, values, trace)?;
        Ok(Decision { kind: OutcomeKind::Fine, row: index, fine: Some(fine), statutory, clamped, persons })
    }

    fn evaluate(&self, amount: &Sourced<Amount>, values: &[Value<'_>]) -> Result<Ends, AssessError> {
        let ends = amount.formula.term.evaluate(values).map_err(|fault| self.fault(fault, values))?;
        self.valid(ends)
    }

    /// The ends, if they are those of an amount.
    fn valid(&self, ends: Ends) -> Result<Ends, AssessError> {
        if ends.min.is_negative() || ends.min > ends.max {
            return Err(AssessError::InvalidAmount {
                item: self.id.clone(),
                min: ends.min.to_string(),
                max: ends.max.to_string(),
            });
        }
        Ok(ends)
    }

    fn round(&self, amount: Ends) -> Result<Ends, AssessError> {
        let rounded = amount.map(|end| self.rounding.round(end));
        // What does not fit into a decimal could not be handed out.
        rounded.filter(|ends| ends.to_decimals().is_some()).ok_or_else(|| self.fault(Fault::Overflow, &[]))
    }

    /// The ends of the statutory range as money: to the hundredth, whatever the rule rounds its fines to.
    fn round_to_cent(&self, range: Ends) -> Result<Ends, AssessError> {
        range.map(|end| Rounding::FEN.round(end)).ok_or_else(|| self.fault(Fault::Overflow, &[]))
    }

    /// The rounded amount. Where a coarse step would lead out of the statutory range, the next step inside it is
    /// taken, or the end of the range where there is none.
    fn round_inside(&self, amount: Ends, statutory: Option<Ends>) -> Result<Ends, AssessError> {
        let rounded = self.round(amount)?;
        let Some(range) = statutory else { return Ok(rounded) };
        let end = |value: Rational, rounded: Rational| {
            if (range.min..=range.max).contains(&rounded) {
                return Some(rounded);
            }
            let mode = if rounded > range.max { RoundingMode::Down } else { RoundingMode::Up };
            let inward = Rounding::new(self.rounding.step(), mode)?.round(value)?;
            if (range.min..=range.max).contains(&inward) {
                return Some(inward);
            }
            Some(if rounded > range.max { range.max } else { range.min })
        };
        let ends = end(amount.min, rounded.min).zip(end(amount.max, rounded.max));
        ends.map(|(min, max)| Ends { min, max }).ok_or_else(|| self.fault(Fault::Overflow, &[]))
    }

    fn statutory_range(
        &self,
        row: Option<&TableRow>,
        values: &[Value<'_>],
    ) -> Result<Option<Ends>, AssessError> {
        let rule = row.and_then(|row| row.statutory.as_ref()).or(self.statutory.as_ref());
        rule.map(|rule| self.evaluate(rule, values)).transpose()
    }

    fn choose_row(
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
            ([], _) if !possible.is_empty() => self.lightest(table, &possible, None, values)?,
            ([], _) => return Err(AssessError::NoTier { item: self.id.clone() }),
            ([first, ..], WhenSeveral::First) => self.lightest(table, &possible, Some(*first), values)?,
            ([only], _) => *only,
            (_, WhenSeveral::Unique) => {
                let name = |index: &usize| {
                    let tier = table.rows.get(*index).and_then(|row| row.tier.as_ref());
                    let number = index.saturating_add(1);
                    tier.map_or_else(
                        || format!("row {number}"),
                        |tier| format!("`{}` (row {number})", tier.zh),
                    )
                };
                return Err(AssessError::SeveralTiers {
                    item: self.id.clone(),
                    tiers: matching.iter().map(name).collect(),
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

    /// The lightest of the rows that are possible as long as some facts are not established, and of the one that
    /// matches, if there is one. An exemption is never assumed: it has to be proved.
    fn lightest(
        &self,
        table: &TierTable,
        possible: &[(usize, Slot)],
        matching: Option<usize>,
        values: &[Value<'_>],
    ) -> Result<usize, AssessError> {
        let mut best: Option<(usize, Ends)> = None;
        for index in possible.iter().map(|(index, _)| *index).chain(matching) {
            let Some(row) = table.rows.get(index) else { continue };
            if matches!(row.amount, AmountRule::NoPenalty) && Some(index) != matching {
                continue;
            }
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
        if possible.is_empty() || table.unknown_fact == UnknownFactRule::Refuse {
            return Ok(assumed);
        }
        let Some(row) = table.rows.get(chosen) else { return Ok(assumed) };
        // Beside an exemption that is proved, nothing else counts.
        if matches!(row.amount, AmountRule::NoPenalty) {
            return Ok(assumed);
        }
        let taken = self.bare_row_amount(row, values)?;
        let only_possible = possible.iter().any(|(index, _)| *index == chosen);
        for (index, _) in possible {
            let Some(row) = table.rows.get(*index) else { continue };
            let exemption = matches!(row.amount, AmountRule::NoPenalty);
            let ends = self.bare_row_amount(row, values)?;
            // Beside a row that matches, a lighter one would change nothing, except where the first one counts.
            let matters = only_possible
                || exemption
                || table.when_several == WhenSeveral::First
                || (ends.max, ends.min) > (taken.max, taken.min);
            if matters {
                assumed.extend(row.missing(values));
            }
        }
        assumed.sort_unstable();
        assumed.dedup();
        Ok(assumed)
    }

    /// The amount of a row before the item's own steps; nothing for a row without penalty.
    fn bare_row_amount(&self, row: &TableRow, values: &[Value<'_>]) -> Result<Ends, AssessError> {
        if matches!(row.amount, AmountRule::NoPenalty | AmountRule::Measures) {
            return Ok(Ends::point(Rational::ZERO));
        }
        let statutory = self.statutory_range(Some(row), values)?;
        let amount = self.row_amount(&row.amount, statutory, values, &mut Trace::off())?;
        self.hold_in_row(row, amount, values, &mut Trace::off())
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
        if possible.is_empty() || rows().any(|row| matches!(row.amount, AmountRule::NoPenalty)) {
            return Ok(());
        }
        let mut heaviest: Option<Ends> = None;
        for row in rows() {
            let ends = self.bare_row_amount(row, values)?;
            if heaviest.is_none_or(|best| (ends.max, ends.min) > (best.max, best.min)) {
                heaviest = Some(ends);
            }
        }
        for (index, slot) in possible {
            let row = table.rows.get(*index).filter(|row| !matches!(row.amount, AmountRule::NoPenalty));
            let ends = row.and_then(|row| self.bare_row_amount(row, values).ok());
            let lighter =
                ends.zip(heaviest).is_some_and(|(ends, best)| (ends.max, ends.min) <= (best.max, best.min));
            if !lighter {
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
        let mut best: Option<(usize, Ends)> = None;
        for index in matching {
            let Some(row) = table.rows.get(*index) else { continue };
            if matches!(row.amount, AmountRule::NoPenalty) {
                return Ok(*index);
            }
            let ends = self.bare_row_amount(row, values)?;
            if best.is_none_or(|(_, heaviest)| (ends.max, ends.min) > (heaviest.max, heaviest.min)) {
                best = Some((*index, ends));
            }
        }
        Ok(best.map_or(first, |(index, _)| index))
    }

    fn formula(
        &self,
        fine: &Sourced<Amount>,
        values: &[Value<'_>],
        trace: &mut Trace,
    ) -> Result<Ends, AssessError> {
        let ends = self.evaluate(fine, values)?;
        trace.record(|| Step::Formula(ends));
        Ok(ends)
    }

    fn statutory_choice(&self, statutory: Option<Ends>, trace: &mut Trace) -> Result<Ends, AssessError> {
        // Loading refuses a range-only rule without a statutory range.
        let range = statutory.ok_or_else(|| AssessError::NoTier { item: self.id.clone() })?;
        trace.record(|| Step::StatutoryChoice(range));
        Ok(range)
    }

    fn row_amount(
        &self,
        amount: &AmountRule,
        statutory: Option<Ends>,
        values: &[Value<'_>],
        trace: &mut Trace,
    ) -> Result<Ends, AssessError> {
        match amount {
            AmountRule::Amount(fine) => self.formula(fine, values, trace),
            AmountRule::StatutoryRange => self.statutory_choice(statutory, trace),
            AmountRule::NoPenalty | AmountRule::Measures => Ok(Ends::point(Rational::ZERO)),
            AmountRule::Band(band) => {
                let range = statutory.ok_or_else(|| AssessError::NoTier { item: self.id.clone() })?;
                let ends = band
                    .map(|share| place_in(range, share))
                    .ok_or_else(|| self.fault(Fault::Overflow, &[]))?;
                trace.record(|| Step::Band(ends));
                Ok(ends)
            }
        }
    }

    fn hold_in_row(
        &self,
        row: &TableRow,
        amount: Ends,
        values: &[Value<'_>],
        trace: &mut Trace,
    ) -> Result<Ends, AssessError> {
        let Some(within) = &row.within else { return Ok(amount) };
        let limits = self.evaluate(within, values)?;
        let after = amount.held_inside(limits);
        trace.record(|| Step::RowWithin { limits, after, changed: after != amount });
        Ok(after)
    }

    fn weighted(
        &self,
        table: &WeightTable,
        statutory: Option<Ends>,
        values: &[Value<'_>],
        trace: &mut Trace,
    ) -> Result<Ends, AssessError> {
        let overflow = || self.fault(Fault::Overflow, &[]);
        let mut sum = table.start;
        let mut factors = Vec::with_capacity(table.factors.len());
        for factor in &table.factors {
            let choice = self.factor_weight(table, factor, values)?;
            sum = sum.add(choice.weight).ok_or_else(overflow)?;
            factors.push(choice);
        }
        let mut counted = sum;
        if let Some(floor) = table.floor {
            counted = counted.max(floor);
        }
        if let Some(cap) = table.cap {
            counted = counted.min(cap);
        }
        trace.record(|| Step::Weights { factors, sum, counted });
        let amount = match &table.base {
            Some(base) => {
                let base = base.formula.term.evaluate(values).map_err(|fault| self.fault(fault, values))?;
                trace.record(|| Step::Base(base));
                base.multiply(counted)
            }
            // Loading refuses a weighted table with neither a base nor a statutory range.
            None => place_in(statutory.ok_or_else(overflow)?, counted),
        };
        let ends = self.valid(Ends::point(amount.ok_or_else(overflow)?))?;
        trace.record(|| Step::Weighted(ends));
        Ok(ends)
    }

    fn factor_weight(
        &self,
        table: &WeightTable,
        factor: &FactorRule,
        values: &[Value<'_>],
    ) -> Result<FactorChoice, AssessError> {
        let (slot, cells) = match &factor.weights {
            FactorWeights::Expression(weight) => {
                let weight =
                    weight.formula.term.evaluate(values).map_err(|fault| self.fault(fault, values))?;
                return Ok(FactorChoice { cell: None, weight, assumed: false });
            }
            FactorWeights::Cells(slot, cells) => (slot, cells),
        };
        let missing = values.get(slot.0).is_none_or(|value| *value == Value::Missing);
        if missing && table.unknown_fact == UnknownFactRule::Lightest {
            let lightest = cells.iter().enumerate().min_by_key(|(_, (_, weight))| *weight);
            if let Some((index, (_, weight))) = lightest {
                return Ok(FactorChoice { cell: Some(index), weight: *weight, assumed: true });
            }
        }
        for (index, (cell, weight)) in cells.iter().enumerate() {
            if cell.evaluate(values).map_err(|fault| self.fault(fault, values))? {
                return Ok(FactorChoice { cell: Some(index), weight: *weight, assumed: false });
            }
        }
        let fact = self.facts.get(slot.0).map_or_else(String::new, |fact| fact.name.clone());
        Err(AssessError::NoLevel { item: self.id.clone(), fact })
    }

    fn adjust(&self, mut amount: Ends, values: &[Value<'_>], trace: &mut Trace) -> Result<Ends, AssessError> {
        for (index, adjustment) in self.adjustments.iter().enumerate() {
            let applies = match &adjustment.when {
                Some(when) => {
                    when.formula.term.evaluate(values).map_err(|fault| self.fault(fault, values))?
                }
                None => true,
            };
            if !applies {
                continue;
            }
            let times = self.evaluate(&adjustment.times, values)?;
            let product = amount.min.multiply(times.min).zip(amount.max.multiply(times.max));
            let (min, max) = product.ok_or_else(|| self.fault(Fault::Overflow, &[]))?;
            amount = Ends { min, max };
            trace.record(|| Step::Adjusted { index, times, after: amount });
        }
        Ok(amount)
    }

    /// The formula at both ends of the unit's fine: from the least of the one to the most of the other.
    fn persons_fine(
        &self,
        row: Option<&TableRow>,
        fine: Ends,
        values: &mut Vec<Value<'_>>,
        trace: &mut Trace,
    ) -> Result<Option<Ends>, AssessError> {
        let Some(persons) = &self.persons else { return Ok(None) };
        let rule = row.and_then(|row| row.persons.as_ref()).or(persons.fine.as_ref());
        let Some(rule) = rule else { return Ok(None) };
        let mut at = |unit_fine: Rational| {
            values.truncate(persons.unit_fine.0);
            values.push(Value::Number(unit_fine));
            self.evaluate(rule, values)
        };
        let (low, high) = match (at(fine.min), at(fine.max)) {
            (Ok(low), Ok(high)) => (low, high),
            // The unit's fine stands whether or not that of the persons can be told.
            (Err(AssessError::MissingFact { fact, .. }), _) => {
                let slot = self.facts.iter().position(|known| known.name == fact);
                trace.record(|| Step::PersonsOpen(Slot(slot.unwrap_or_default())));
                return Ok(None);
            }
            (Err(error), _) | (_, Err(error)) => return Err(error),
        };
        let ends = self.round(Ends { min: low.min.min(high.min), max: low.max.max(high.max) })?;
        trace.record(|| Step::Persons(ends));
        Ok(Some(ends))
    }
}

/// The amount at a place of a range: 0 is its minimum, 1 its maximum.
fn place_in(range: Ends, place: Rational) -> Option<Rational> {
    range.min.add(place.multiply(range.max.subtract(range.min)?)?)
}

impl TierTable {
    /// Whether a row that depends on a fact that was not given can be left open for the time being.
    fn tolerates_unknown(&self) -> bool {
        self.unknown_fact == UnknownFactRule::Lightest || self.when_several == WhenSeveral::Heaviest
    }
}

impl TableRow {
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
    /// The facts that its conditions name and that were not given.
    fn missing<'a>(&'a self, values: &'a [Value<'_>]) -> impl Iterator<Item = Slot> + 'a {
        let groups = std::iter::once(&self.conditions).chain(&self.any);
        let slots = groups.flat_map(|group| {
            let cells = group.cells.iter().map(|cell| cell.slot);
            cells.chain(group.when.iter().flat_map(|when| when.formula.facts.iter().copied()))
        });
        slots.filter(|slot| values.get(slot.0).is_none_or(|value| *value == Value::Missing))
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
