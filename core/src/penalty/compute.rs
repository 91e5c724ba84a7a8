use super::{
    AmountRule, AssessError, Decision, FactorChoice, FactorRule, FactorWeights, Heeded, Item, OutcomeKind,
    Sourced, Step, TableRow, Tariff, WeightTable,
};
use crate::facts::Facts;
use crate::feel::{Amount, Domain, Ends, Fault, Value, day_number};
use crate::number::{Interval, Rational, Rounding, RoundingMode};
use crate::pack::{Effect, UnknownFactRule};

/// Where steps are written down, if anybody wants them.
pub(crate) struct Trace(Option<Vec<Step>>);

impl Trace {
    pub(crate) const fn off() -> Self {
        Self(None)
    }

    pub(crate) const fn on() -> Self {
        Self(Some(Vec::new()))
    }

    pub(super) fn record(&mut self, step: impl FnOnce() -> Step) {
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
        self.compute(&mut values, &Heeded::default(), &mut Trace::off())
    }

    pub(crate) fn compute(
        &self,
        values: &mut Vec<Value<'_>>,
        heeded: &Heeded<'_>,
        trace: &mut Trace,
    ) -> Result<Decision, AssessError> {
        for requirement in &self.requirements {
            if requirement.is_unmet(values).map_err(|fault| self.fault(fault, values))? {
                return Ok(Decision::without_fine(OutcomeKind::NotApplicable, None));
            }
        }
        if let Some(circumstance) = heeded.first(Effect::NoPenalty) {
            trace.record(|| Step::Exempted(circumstance));
            return Ok(Decision::without_fine(OutcomeKind::NoPenalty, None));
        }
        let row = match &self.tariff {
            Tariff::Tiers(table) => {
                let mut index = self.choose_row(table, values, trace)?;
                if let Some(circumstance) = heeded.first(Effect::TierUp) {
                    index = self.tier_up(table, index, circumstance, values, trace)?;
                }
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
        let (mut allowed, mut reduced) = (statutory, None);
        if heeded.moves() {
            // What circumstances move is an amount that the law allows.
            let moved = self.moved(amount, statutory, heeded, trace)?;
            if moved.below_minimum {
                allowed = statutory.map(|range| Ends { min: Rational::ZERO, ..range });
            }
            amount = allowed.map_or(moved.amount, |range| moved.amount.held_inside(range));
            reduced = moved.reduced.map(|reduced| self.round(reduced, self.rounding)).transpose()?;
        }
        let (plain, fine) = self.round_all(amount, allowed)?;
        let statutory = statutory.map(|range| self.told(range)).transpose()?;
        if fine != amount {
            let inside = fine != plain;
            trace.record(|| Step::Rounded { rounding: self.rounding, inside, after: fine });
        }
        let persons = self.persons_fine(row.map(|(_, row)| row), fine, values, trace)?;
        Ok(Decision {
            kind: OutcomeKind::Fine,
            row: index,
            fine: Some(fine),
            reduced,
            statutory,
            clamped,
            persons,
        })
    }

    #[inline]
    fn evaluate(&self, amount: &Sourced<Amount>, values: &[Value<'_>]) -> Result<Ends, AssessError> {
        let ends = amount.formula.term.evaluate(values).map_err(|fault| self.fault(fault, values))?;
        self.valid(ends)
    }

    /// The ends, if they are those of an amount.
    #[inline]
    fn valid(&self, ends: Ends) -> Result<Ends, AssessError> {
        if ends.is_sound() { Ok(ends) } else { Err(self.invalid(ends)) }
    }

    #[cold]
    fn invalid(&self, ends: Ends) -> AssessError {
        AssessError::InvalidAmount {
            item: self.id.clone(),
            min: ends.min.to_string(),
            max: ends.max.to_string(),
        }
    }

    /// The amount rounded in this way. What does not fit into a decimal could not be handed out.
    pub(crate) fn round(&self, amount: Ends, rounding: Rounding) -> Result<Ends, AssessError> {
        let rounded = amount.map(|end| rounding.round(end));
        rounded.filter(|ends| ends.are_decimals()).ok_or_else(|| self.fault(Fault::Overflow, &[]))
    }

    /// A statutory range as it is told: the law's own ends are money to the hundredth, whatever the rule rounds its
    /// fines to.
    pub(crate) fn told(&self, range: Ends) -> Result<Ends, AssessError> {
        if range.are_whole() { Ok(range) } else { self.round(range, Rounding::FEN) }
    }

    /// The amount as the rule alone rounds it, and as it is with the allowed range in view.
    pub(crate) fn round_all(&self, amount: Ends, allowed: Option<Ends>) -> Result<(Ends, Ends), AssessError> {
        // Whole yuan need no rounding, and nearly all amounts are whole.
        if self.rounding.keeps_integers() && amount.are_whole() && allowed.is_none_or(Ends::are_whole) {
            return Ok((amount, amount));
        }
        let plain = self.round(amount, self.rounding)?;
        let Some(range) = allowed else { return Ok((plain, plain)) };
        Ok((plain, self.round_inside(amount, plain, range, self.told(range)?)?))
    }

    /// The rounded amount inside the statutory range. Where a coarse step would lead out of it, the next step inwards
    /// is taken, or the amount to the hundredth where there is none. An end that is an end of the range stays one.
    fn round_inside(&self, amount: Ends, plain: Ends, range: Ends, told: Ends) -> Result<Ends, AssessError> {
        let allowed = |value: &Rational| (told.min..=told.max).contains(value);
        let end = |value: Rational, plain: Rational| {
            if value == range.min {
                return Some(told.min);
            }
            if value == range.max {
                return Some(told.max);
            }
            if allowed(&plain) {
                return Some(plain);
            }
            let mode = if plain > told.max { RoundingMode::Down } else { RoundingMode::Up };
            let inward = Rounding::new(self.rounding.step(), mode)?.round(value)?;
            if allowed(&inward) {
                return Some(inward);
            }
            Some(Rounding::FEN.round(value)?.max(told.min).min(told.max))
        };
        let ends = if amount.is_point() {
            end(amount.min, plain.min).map(Ends::point)
        } else {
            end(amount.min, plain.min).zip(end(amount.max, plain.max)).map(|(min, max)| Ends { min, max })
        };
        ends.ok_or_else(|| self.fault(Fault::Overflow, &[]))
    }

    pub(super) fn statutory_range(
        &self,
        row: Option<&TableRow>,
        values: &[Value<'_>],
    ) -> Result<Option<Ends>, AssessError> {
        let rule = row.and_then(|row| row.statutory.as_ref()).or(self.statutory.as_ref());
        rule.map(|rule| self.evaluate(rule, values)).transpose()
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

    pub(super) fn row_amount(
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

    pub(super) fn hold_in_row(
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
                let amount = base.multiply(counted).ok_or_else(overflow)?;
                Some(self.valid(Ends::point(amount))?.min)
            }
            // Loading refuses a weighted table with neither a base nor a statutory range.
            None => place_in(statutory.ok_or_else(overflow)?, counted),
        };
        // A place outside the statutory range is moved into it, like any amount that leaves it.
        let ends = Ends::point(amount.ok_or_else(overflow)?);
        trace.record(|| Step::Weighted(ends));
        Ok(ends)
    }

    pub(crate) fn factor_weight(
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

    /// The fine of the persons responsible over all that the unit's fine can be.
    pub(crate) fn persons_fine(
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
            rule.formula.term.evaluate(values)
        };
        let (low, high) = match (at(fine.min), at(fine.max)) {
            (Ok(low), Ok(high)) => (low, high),
            // The unit's fine stands whether or not that of the persons can be told.
            (Err(Fault::Missing(slot)), _) | (_, Err(Fault::Missing(slot))) => {
                trace.record(|| Step::PersonsOpen(slot));
                return Ok(None);
            }
            (Err(fault), _) | (_, Err(fault)) => return Err(self.fault(fault, values)),
        };
        let ends = if fine.is_point() {
            low
        } else {
            self.hull(rule, fine, Ends { min: low.min, max: high.max }, values)
        };
        let ends = self.round(self.valid(ends)?, self.rounding)?;
        trace.record(|| Step::Persons(ends));
        Ok(Some(ends))
    }

    /// All that a formula can give while the unit's fine moves over its range: where it has choices, more than lies
    /// between its values at the two ends.
    fn hull(&self, rule: &Sourced<Amount>, fine: Ends, at_ends: Ends, values: &[Value<'_>]) -> Ends {
        let known = self.facts.iter().zip(values).map(|(fact, value)| match value {
            Value::Missing => Domain::of(&fact.feel_kind()),
            Value::Number(number) => Domain::Number(Interval::point(*number), None),
            Value::Boolean(value) => Domain::Boolean(Some(*value)),
            Value::Text(text) => Domain::Text(Some([(*text).to_owned()].into())),
            Value::Date(date) => Domain::Date(Interval::point(day_number(*date))),
        });
        let unit_fine = Interval { low: Some(fine.min), high: Some(fine.max) };
        let domains: Vec<Domain> = known.chain([Domain::Number(unit_fine, None)]).collect();
        let bounds = rule.formula.term.bounds(&domains).ok();
        let ends = bounds.and_then(|(low, high)| Some(Ends { min: low.low?, max: high.high? }));
        ends.unwrap_or(at_ends)
    }
}

/// The amount at a place of a range: 0 is its minimum, 1 its maximum.
fn place_in(range: Ends, place: Rational) -> Option<Rational> {
    range.min.add(place.multiply(range.max.subtract(range.min)?)?)
}
