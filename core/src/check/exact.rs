//! # exact
//!
//! **What it finds:** facts in their ranges for which a number on the way to the fine does not fit, an amount has more
//! digits than can be handed out, a root is rounded, or an amount lies below zero. Everything else is proved: no formula
//! of the item overflows or loses a digit. That no divisor can be zero was proved when the rules were loaded.
//!
//! **Why it matters:** the library gives an error rather than a wrong number, so that in such a case the officer gets no
//! fine at all. Most often the range of a fact is wider than any case.
//!
//! **Example:** `fine = "100 * (20 - days)"` with `days` up to 30.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::arithmetic::{amount, decides, number};
use super::finding::{Finding, FindingCode};
use super::gap::told;
use super::pairs::joined;
use super::size::{Doubt, Size};
use super::space::{Case, Space, cell_truth, classes, halves_at, halves_of, witness};
use crate::diagnostic::Span;
use crate::facts::Facts;
use crate::feel::{Amount, Domain, Ends, Fault, Slot, Truth};
use crate::language::{Bilingual, Language};
use crate::number::{Interval, Rational, Rounding};
use crate::pack::FactTypeDeclaration;
use crate::penalty::{
    AmountRule, AssessError, Conditions, FactorWeights, Item, MeasureRule, Sourced, TableRow, Tariff,
};

/// How many boxes are looked into for one way through an item.
const BUDGET: usize = 2_000;

/// How many facts are put to both ends in every combination when a case is looked for.
const MAX_COMBINED: usize = 4;

/// A way through an item: what is computed on it, and where.
struct Way<'a> {
    item: &'a Item,
    computed: Computed<'a>,
    /// Conditions of the row that hold on the way.
    conditions: Vec<&'a Conditions>,
    /// The facts that it depends on.
    facts: BTreeSet<Slot>,
    span: Span,
}

#[derive(Clone, Copy)]
enum Computed<'a> {
    /// The amount, by a row of the table or without one.
    Fine(Option<(usize, &'a TableRow)>),
    /// The preconditions.
    Requirements,
    /// The conditions of all rows.
    Rows,
    /// The condition of a measure.
    Measure(&'a MeasureRule),
}

/// What was found out about a way.
enum Answer {
    Proved,
    /// In this case it is not exact.
    Shown(FindingCode, Facts),
    /// It could not be decided.
    Open,
}

pub(super) fn check(item: &Arc<Item>, findings: &mut Vec<Finding>) {
    let mut told_codes = BTreeSet::new();
    let whole = Space::whole(item);
    for mut way in ways(item) {
        // Nearly every rule is exact whatever the facts.
        if way.proved(&whole, false).is_ok() {
            continue;
        }
        way.facts = way.named();
        let fits = way.search(true);
        let undecided = !matches!(fits, Answer::Proved);
        report(&way, fits, &mut told_codes, findings);
        if matches!(way.computed, Computed::Fine(_)) {
            let positive = way.search(false);
            // Where it is not known whether numbers fit, that has been said.
            if !(undecided && matches!(positive, Answer::Open)) {
                report(&way, positive, &mut told_codes, findings);
            }
        }
    }
}

/// One finding of a code for an item is enough: the others have the same cause.
fn report(
    way: &Way<'_>,
    answer: Answer,
    told_codes: &mut BTreeSet<FindingCode>,
    findings: &mut Vec<Finding>,
) {
    let (code, facts) = match answer {
        Answer::Proved => return,
        Answer::Shown(code, facts) => (code, Some(facts)),
        Answer::Open => (FindingCode::NotDecided, None),
    };
    if !told_codes.insert(code) {
        return;
    }
    let words = match code {
        FindingCode::Overflow if matches!(way.computed, Computed::Measure(_)) => Bilingual {
            zh: "措施的适用条件中，数值过大，无法精确计算，因此得不出处罚结果".into(),
            en: "a number in the condition of a measure gets too large to be exact, so that there is no answer".into(),
        },
        FindingCode::Overflow if way.has_days() => Bilingual {
            zh: "数值过大无法精确计算，或者日期超出历法范围".into(),
            en: "a number gets too large to be exact, or a day lies beyond the calendar".into(),
        },
        FindingCode::Overflow => {
            Bilingual { zh: "数值过大，无法精确计算".into(), en: "a number gets too large to be exact".into() }
        }
        FindingCode::LostDigits if facts.as_ref().is_some_and(|facts| way.item.decide(facts).is_err()) => {
            Bilingual {
                zh: "结果的位数超出可以给出的范围".into(),
                en: "the result has more digits than can be handed out".into(),
            }
        }
        FindingCode::LostDigits => Bilingual {
            zh: "方根不是有限小数，计算中途取整".into(),
            en: "a root does not end, and is rounded on the way".into(),
        },
        FindingCode::BelowZero => {
            Bilingual { zh: "金额为负，得不出处罚结果".into(), en: "an amount lies below zero, so that there is no answer".into() }
        }
        _ => Bilingual {
            zh: "数值是否总能精确计算、是否为负，未能查明".into(),
            en: "whether every number stays exact, and no amount lies below zero, was not decided".into(),
        },
    };
    let with_case = |words: &str, language: Language| match &facts {
        Some(facts) if facts.iter().next().is_some() => {
            format!("{words}{}{}", language.pick("：", ": "), told(way.item, facts, language))
        }
        _ => words.to_owned(),
    };
    let zh = with_case(&words.zh, Language::Chinese);
    let en = with_case(&words.en, Language::English);
    let finding = Finding::new(code, &way.item.id, zh, en).at(&way.item.document.file, way.span);
    findings.push(match facts {
        Some(facts) => finding.witness(facts),
        None => finding,
    });
}

/// Every way through an item.
fn ways(item: &Item) -> Vec<Way<'_>> {
    let rows = item.tariff.rows();
    let way = |computed, conditions, span| Way { item, computed, conditions, facts: BTreeSet::new(), span };
    let mut ways = Vec::new();
    if item.requirements.iter().any(|requirement| requirement.fact().is_none()) {
        ways.push(way(Computed::Requirements, Vec::new(), item.span));
    }
    if rows.is_empty() {
        ways.push(way(Computed::Fine(None), Vec::new(), item.span));
    }
    for (index, row) in rows.iter().enumerate() {
        let computed = Computed::Fine(Some((index, row)));
        let own = &row.conditions;
        match row.any.as_slice() {
            [] => ways.push(way(computed, vec![own], row.span)),
            any => ways.extend(any.iter().map(|group| way(computed, vec![own, group], row.span))),
        }
    }
    if rows.iter().any(|row| conditions(row).any(|conditions| conditions.when.is_some())) {
        ways.push(way(Computed::Rows, Vec::new(), item.span));
    }
    let of_rows = rows.iter().flat_map(|row| &row.measures);
    let measures = item.measures.iter().chain(of_rows).filter(|rule| rule.when.is_some());
    ways.extend(measures.map(|rule| way(Computed::Measure(rule), Vec::new(), item.span)));
    ways
}

fn conditions(row: &TableRow) -> impl Iterator<Item = &Conditions> {
    std::iter::once(&row.conditions).chain(&row.any)
}

impl<'a> Way<'a> {
    fn row(&self) -> Option<&'a TableRow> {
        match self.computed {
            Computed::Fine(row) => row.map(|(_, row)| row),
            Computed::Requirements | Computed::Rows | Computed::Measure(_) => None,
        }
    }

    /// Whether it computes with days.
    fn has_days(&self) -> bool {
        let kinds = self.facts.iter().filter_map(|slot| self.item.facts.get(slot.0));
        kinds.map(|fact| &fact.kind).any(|kind| *kind == FactTypeDeclaration::Date)
    }

    /// The facts that its formulas and conditions name.
    fn named(&self) -> BTreeSet<Slot> {
        let required = self.item.requirements.iter().flat_map(|requirement| &requirement.when.formula.facts);
        let mut slots: BTreeSet<Slot> = required.copied().collect();
        let (item, row) = (self.item, self.row());
        let held: Vec<&Conditions> = match self.computed {
            Computed::Rows => item.tariff.rows().iter().flat_map(conditions).collect(),
            Computed::Fine(_) | Computed::Requirements | Computed::Measure(_) => self.conditions.clone(),
        };
        for conditions in held {
            slots.extend(conditions.cells.iter().map(|cell| cell.slot));
            slots.extend(conditions.when.iter().flat_map(|when| &when.formula.facts));
        }
        if let Computed::Measure(rule) = self.computed {
            slots.extend(rule.when.iter().flat_map(|when| &when.formula.facts));
        }
        if !matches!(self.computed, Computed::Fine(_)) {
            return slots;
        }
        let of_row = row.iter().flat_map(|row| row.statutory.iter().chain(&row.within).chain(&row.persons));
        let own =
            item.statutory.iter().chain(&item.within).chain(item.persons.iter().flat_map(|rule| &rule.fine));
        let times = item.adjustments.iter().map(|adjustment| &adjustment.times);
        let fine = match (row.map(|row| &row.amount), &item.tariff) {
            (Some(AmountRule::Amount(fine)), _) | (None, Tariff::Amount(fine)) => Some(fine),
            _ => None,
        };
        let amounts = of_row.chain(own).chain(times).chain(fine);
        slots.extend(amounts.flat_map(|rule| &rule.formula.facts));
        let conditions = item.adjustments.iter().filter_map(|adjustment| adjustment.when.as_ref());
        slots.extend(conditions.flat_map(|when| &when.formula.facts));
        if let Tariff::Weights(table) = &item.tariff {
            slots.extend(table.base.iter().flat_map(|base| &base.formula.facts));
            for factor in &table.factors {
                match &factor.weights {
                    FactorWeights::Cells(slot, _) => drop(slots.insert(*slot)),
                    FactorWeights::Expression(weight) => slots.extend(&weight.formula.facts),
                }
            }
        }
        slots
    }

    /// The cases that come this way, as far as cells tell them; none where no case does.
    fn starts(&self) -> Option<Case> {
        let mut case = Space::whole(self.item);
        for cell in self.conditions.iter().flat_map(|conditions| &conditions.cells) {
            let classes = classes(self.item, cell.slot, std::iter::once(cell));
            *case.get_mut(cell.slot.0)? =
                joined(classes.iter().filter(|class| cell_truth(cell, class) != Truth::Never))?;
        }
        self.narrowed(case)
    }

    /// A box without the cases that its conditions leave out; nothing where none is left.
    fn narrowed(&self, mut case: Case) -> Option<Case> {
        if !matches!(self.computed, Computed::Requirements) {
            // Where a precondition is not met, nothing is computed.
            for requirement in &self.item.requirements {
                if let Ok(branches) = requirement.when.formula.term.branches(&case) {
                    case = branches.when_true?;
                }
            }
        }
        for conditions in &self.conditions {
            let excluded = |cell: &crate::feel::Cell| {
                case.get(cell.slot.0).is_some_and(|domain| cell_truth(cell, domain) == Truth::Never)
            };
            if conditions.cells.iter().any(excluded) {
                return None;
            }
            if let Some(when) = &conditions.when
                && let Ok(branches) = when.formula.term.branches(&case)
            {
                case = branches.when_true?;
            }
        }
        Some(case)
    }

    /// Looks for a case that is not exact, or has an amount below zero; or proves that there is none.
    fn search(&self, forgiving: bool) -> Answer {
        let mut boxes: Vec<Case> = self.starts().into_iter().collect();
        for _ in 0..BUDGET {
            let Some(case) = boxes.pop() else { return Answer::Proved };
            let Some(case) = self.narrowed(case) else { continue };
            if self.proved(&case, forgiving).is_ok() {
                continue;
            }
            for candidate in self.candidates(&case) {
                let facts = witness(self.item, &candidate);
                if let Some(code) = self.shown(&candidate, &facts, forgiving) {
                    return Answer::Shown(code, facts);
                }
            }
            let open = self.open(&case);
            let halves = open.and_then(|slot| halves_at(&case, slot)).or_else(|| halves_of(&case));
            // A single case was decided by the engine itself.
            if let Some((lower, upper)) = halves {
                boxes.extend([lower, upper]);
            }
        }
        Answer::Open
    }

    /// What the engine itself says is wrong with a case.
    fn shown(&self, case: &[Domain], facts: &Facts, forgiving: bool) -> Option<FindingCode> {
        if let Computed::Measure(rule) = self.computed {
            let values = self.item.bind(facts).ok()?;
            let answer = rule.when.as_ref()?.formula.term.evaluate(&values);
            return (answer == Err(Fault::Overflow)).then_some(FindingCode::Overflow);
        }
        let doubt = || self.proved(case, true).err();
        match (self.item.decide(facts), forgiving) {
            (Err(AssessError::Overflow { .. }), true) if doubt() == Some(Doubt::Digits) => {
                Some(FindingCode::LostDigits)
            }
            (Err(AssessError::Overflow { .. }), true) => Some(FindingCode::Overflow),
            (Err(AssessError::InvalidAmount { min, .. }), false) if min.starts_with('-') => {
                Some(FindingCode::BelowZero)
            }
            // A root that was rounded on the way.
            (Ok(decision), true) if self.open(case).is_none() => {
                let comes_here = match self.computed {
                    Computed::Fine(row) => decision.row == row.map(|(index, _)| index),
                    Computed::Requirements | Computed::Rows | Computed::Measure(_) => true,
                };
                (comes_here && doubt() == Some(Doubt::Root)).then_some(FindingCode::LostDigits)
            }
            _ => None,
        }
    }

    /// The fact to cut a box at: an open text or truth value, or the widest range.
    fn open(&self, case: &[Domain]) -> Option<Slot> {
        let open = |slot: &Slot| match case.get(slot.0) {
            Some(Domain::Boolean(value)) => value.is_none(),
            Some(Domain::Text(values)) => values.as_ref().is_some_and(|values| values.len() > 1),
            _ => false,
        };
        let width = |slot: &Slot| match case.get(slot.0)? {
            Domain::Number(Interval { low: Some(low), high: Some(high) }, _)
            | Domain::Date(Interval { low: Some(low), high: Some(high) })
                if low < high =>
            {
                high.subtract(*low).map(|width| (width, *slot))
            }
            _ => None,
        };
        self.facts
            .iter()
            .copied()
            .find(open)
            .or_else(|| self.facts.iter().filter_map(width).max().map(|(_, slot)| slot))
    }

    /// Cases at the ends of the ranges, where numbers are largest, and a step or more inside, where their digits differ.
    fn candidates(&self, case: &[Domain]) -> Vec<Case> {
        let ranges: Vec<(usize, Interval, u32)> = self
            .facts
            .iter()
            .filter_map(|slot| match case.get(slot.0)? {
                Domain::Number(values, decimals) => Some((slot.0, *values, decimals.unwrap_or(0))),
                Domain::Date(days) => Some((slot.0, *days, 0)),
                Domain::Boolean(_) | Domain::Text(_) => None,
            })
            .filter(|(_, values, _)| values.as_point().is_none())
            .collect();
        let combined = u32::try_from(ranges.len().min(MAX_COMBINED)).unwrap_or(0);
        let patterns = 1_usize.checked_shl(combined).unwrap_or(1);
        let mut candidates = Vec::new();
        for inwards in [false, true] {
            for pattern in 0..patterns {
                let mut candidate = case.to_vec();
                for (index, (slot, values, decimals)) in ranges.iter().enumerate() {
                    let bit = u32::try_from(index.min(MAX_COMBINED.saturating_sub(1))).unwrap_or(0);
                    let highest = pattern.checked_shr(bit).is_some_and(|rest| rest.checked_rem(2) == Some(1));
                    let steps = if inwards { index.saturating_add(1) } else { 0 };
                    if let (Some(point), Some(domain)) =
                        (point_inside(*values, *decimals, steps, highest), candidate.get_mut(*slot))
                    {
                        put(domain, point);
                    }
                }
                candidates.push(candidate);
            }
        }
        candidates
    }

    /// Whether all that is computed on the way is exact over a box.
    fn proved(&self, case: &[Domain], forgiving: bool) -> Result<(), Doubt> {
        match self.computed {
            Computed::Fine(row) => self.fine(row.map(|(_, row)| row), case, forgiving),
            Computed::Requirements => {
                let required = &self.item.requirements;
                required.iter().try_for_each(|requirement| decides(&requirement.when.formula.term, case))
            }
            Computed::Rows => {
                let rows = self.item.tariff.rows().iter().flat_map(conditions);
                rows.filter_map(|conditions| conditions.when.as_ref())
                    .try_for_each(|when| decides(&when.formula.term, case))
            }
            Computed::Measure(rule) => {
                rule.when.as_ref().map_or(Ok(()), |when| decides(&when.formula.term, case))
            }
        }
    }

    /// The steps of the fine, as the engine takes them.
    fn fine(&self, row: Option<&TableRow>, case: &[Domain], forgiving: bool) -> Result<(), Doubt> {
        let item = self.item;
        let ends = |rule: &Sourced<Amount>| amount(&rule.formula.term, case, forgiving);
        if matches!(row.map(|row| &row.amount), Some(AmountRule::NoPenalty | AmountRule::Measures)) {
            return Ok(());
        }
        let statutory = row.and_then(|row| row.statutory.as_ref()).or(item.statutory.as_ref());
        let statutory = statutory.map(ends).transpose()?;
        let range = || statutory.ok_or(Doubt::Overflow);
        let mut fine = match (row.map(|row| &row.amount), &item.tariff) {
            (Some(AmountRule::Amount(rule)), _) | (None, Tariff::Amount(rule)) => ends(rule)?,
            (Some(AmountRule::Band(Ends { min, max })), _) => {
                let range = range()?;
                [place_in(range, Size::point(*min))?, place_in(range, Size::point(*max))?]
            }
            (None, Tariff::Weights(_)) => [self.weighted(statutory, case, forgiving)?; 2],
            _ => range()?,
        };
        if let Some(within) = row.and_then(|row| row.within.as_ref()) {
            fine = held_inside(fine, ends(within)?)?;
        }
        for adjustment in &item.adjustments {
            let changed = |case: &[Domain]| {
                let [low, high] = amount(&adjustment.times.formula.term, case, forgiving)?;
                Ok([fine[0].multiply(low)?, fine[1].multiply(high)?])
            };
            fine = match &adjustment.when {
                None => changed(case)?,
                Some(when) => {
                    decides(&when.formula.term, case)?;
                    let branches = when.formula.term.branches(case).map_err(|_| Doubt::Overflow)?;
                    match (branches.when_true, branches.when_false) {
                        (Some(holding), None) => changed(&holding)?,
                        (Some(holding), Some(_)) => either(fine, changed(&holding)?)?,
                        (None, _) => fine,
                    }
                }
            };
        }
        if let Some(within) = &item.within {
            fine = held_inside(fine, ends(within)?)?;
        }
        let fine = self.rounded(fine, statutory)?;
        self.persons(row, fine, case, forgiving)
    }

    fn weighted(
        &self,
        statutory: Option<[Size; 2]>,
        case: &[Domain],
        forgiving: bool,
    ) -> Result<Size, Doubt> {
        let Tariff::Weights(table) = &self.item.tariff else { return Err(Doubt::Overflow) };
        let mut sum = Size::point(table.start);
        for factor in &table.factors {
            let weight = match &factor.weights {
                FactorWeights::Expression(weight) => number(&weight.formula.term, case)?,
                FactorWeights::Cells(slot, cells) => {
                    let met = cells.iter().filter(|(cell, _)| {
                        case.get(slot.0).is_none_or(|domain| cell_truth(cell, domain) != Truth::Never)
                    });
                    let mut weights = met.map(|(_, weight)| Size::point(*weight));
                    // Without a level there is no fine.
                    let Some(first) = weights.next() else { return Ok(Size::point(Rational::ZERO)) };
                    weights.try_fold(first, Size::or)?
                }
            };
            sum = sum.add(weight)?;
        }
        if let Some(floor) = table.floor {
            sum = sum.greater(Size::point(floor))?;
        }
        if let Some(cap) = table.cap {
            sum = sum.smaller(Size::point(cap))?;
        }
        let Some(base) = &table.base else { return place_in(statutory.ok_or(Doubt::Overflow)?, sum) };
        let amount = number(&base.formula.term, case)?.multiply(sum)?;
        if forgiving || amount.is_never_negative() { Ok(amount.not_negative()) } else { Err(Doubt::Negative) }
    }

    /// The fine as it is handed out.
    fn rounded(&self, fine: [Size; 2], statutory: Option<[Size; 2]>) -> Result<Size, Doubt> {
        let handed_out = |end: Size, rounding| end.round(rounding)?.fits_decimal();
        let Some([least, most]) = statutory else {
            let [low, high] = fine;
            return handed_out(low, self.item.rounding)?.or(handed_out(high, self.item.rounding)?);
        };
        let told = [handed_out(least, Rounding::FEN)?, handed_out(most, Rounding::FEN)?];
        let mut fine_told = told[0].or(told[1])?;
        for end in held_inside(fine, [least, most])? {
            fine_told = fine_told.or(handed_out(end, self.item.rounding)?)?;
            fine_told = fine_told.or(handed_out(end, Rounding::FEN)?)?;
        }
        Ok(fine_told)
    }

    fn persons(
        &self,
        row: Option<&TableRow>,
        fine: Size,
        case: &[Domain],
        forgiving: bool,
    ) -> Result<(), Doubt> {
        let Some(persons) = &self.item.persons else { return Ok(()) };
        let rule = row.and_then(|row| row.persons.as_ref()).or(persons.fine.as_ref());
        let Some(rule) = rule else { return Ok(()) };
        let unit_fine = Domain::Number(fine.values(), fine.decimals());
        let case: Case = case.iter().take(persons.unit_fine.0).cloned().chain([unit_fine]).collect();
        for end in amount(&rule.formula.term, &case, forgiving)? {
            end.round(self.item.rounding)?.fits_decimal()?;
        }
        Ok(())
    }
}

/// The point so many steps inside the lower or the upper end.
fn point_inside(values: Interval, decimals: u32, steps: usize, highest: bool) -> Option<Rational> {
    let step =
        i32::try_from(decimals).ok().and_then(|decimals| Rational::power_of_ten(decimals.checked_neg()?))?;
    let way = step.multiply(Rational::integer(i128::try_from(steps).ok()?))?;
    let point = if highest { values.high?.subtract(way)? } else { values.low?.add(way)? };
    values.contains(point).then_some(point)
}

fn put(domain: &mut Domain, point: Rational) {
    *domain = match domain {
        Domain::Number(_, decimals) => Domain::Number(Interval::point(point), *decimals),
        Domain::Date(_) => Domain::Date(Interval::point(point)),
        Domain::Boolean(_) | Domain::Text(_) => return,
    };
}

fn place_in([least, most]: [Size; 2], place: Size) -> Result<Size, Doubt> {
    least.add(place.multiply(most.subtract(least)?)?)
}

fn held_inside(fine: [Size; 2], [least, most]: [Size; 2]) -> Result<[Size; 2], Doubt> {
    let [low, high] = fine;
    let hold = |end: Size| end.greater(least)?.smaller(most);
    Ok([hold(low)?, hold(high)?])
}

fn either([a, b]: [Size; 2], [c, d]: [Size; 2]) -> Result<[Size; 2], Doubt> {
    Ok([a.or(c)?, b.or(d)?])
}
