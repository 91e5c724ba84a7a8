//! How the amount of an item comes about over a box of cases: what the engine computes for one case, as forms for many.
//!
//! In: an item. Out: its pieces, the rows of its table or its one rule, each with its amount in a box as a function of
//! the facts, and the places where boxes are best cut. Rounding is left out: it keeps the order of amounts.

use std::collections::BTreeSet;

use super::cuts::Mentions;
use super::extent::{Form, Reach};
use super::space::{Case, applies, cell_truth, halves_at, row_truth};
use crate::feel::{Amount, Cell, Condition, Domain, Ends, Slot, Truth};
use crate::number::{Interval, Rational};
use crate::pack::{FactTypeDeclaration, WhenSeveral};
use crate::penalty::{
    AmountRule, Conditions, FactorRule, FactorWeights, Item, Sourced, TableRow, Tariff, WeightTable,
};

/// A row of the table, or the one rule of an item without one.
#[derive(Clone, Copy)]
pub(super) struct Piece<'a> {
    pub(super) item: &'a Item,
    /// Its place in the table.
    pub(super) row: Option<(usize, &'a TableRow)>,
}

/// An amount by the rule's own steps, and the range that the law sets to it.
pub(super) struct Amounts {
    pub(super) rule: Reach,
    pub(super) law: Option<Reach>,
}

impl Amounts {
    /// The amount inside the statutory range: the fine, but for its rounding.
    pub(super) fn fine(self, case: &[Domain]) -> Option<Reach> {
        match &self.law {
            Some(law) => self.rule.held_inside(law, case),
            None => Some(self.rule),
        }
    }
}

impl<'a> Piece<'a> {
    /// Every piece of an item, in the order of the table.
    pub(super) fn all(item: &'a Item) -> Vec<Self> {
        match &item.tariff {
            Tariff::Tiers(table) => {
                table.rows.iter().enumerate().map(|row| Self { item, row: Some(row) }).collect()
            }
            _ => vec![Self { item, row: None }],
        }
    }

    /// Whether a fine follows.
    pub(super) fn has_fine(self) -> bool {
        let amount = self.row.map(|(_, row)| &row.amount);
        !matches!(amount, Some(AmountRule::NoPenalty | AmountRule::Measures))
    }

    /// Whether there is no penalty.
    pub(super) fn is_exemption(self) -> bool {
        self.row.is_some_and(|(_, row)| matches!(row.amount, AmountRule::NoPenalty))
    }

    /// The formula of its statutory range.
    pub(super) fn statutory(self) -> Option<&'a Sourced<Amount>> {
        self.row.and_then(|(_, row)| row.statutory.as_ref()).or(self.item.statutory.as_ref())
    }

    /// The formula of its own amount, where there is one.
    pub(super) fn rule(self) -> Option<&'a Sourced<Amount>> {
        match (self.row.map(|(_, row)| &row.amount), &self.item.tariff) {
            (Some(AmountRule::Amount(rule)), _) | (None, Tariff::Amount(rule)) => Some(rule),
            _ => None,
        }
    }

    /// Every amount that is computed on the way to the fine.
    pub(super) fn formulas(self) -> impl Iterator<Item = &'a Sourced<Amount>> {
        let within = self.row.and_then(|(_, row)| row.within.as_ref());
        let times = self.item.adjustments.iter().map(|adjustment| &adjustment.times);
        let own = self.statutory().into_iter().chain(self.rule()).chain(within);
        own.chain(times).chain(&self.item.within)
    }

    /// The facts that its amount hangs on.
    pub(super) fn facts(self) -> BTreeSet<Slot> {
        let mut slots = self.formula_facts();
        slots.extend(factors(self.item).iter().filter_map(|factor| match &factor.weights {
            FactorWeights::Cells(slot, _) => Some(*slot),
            FactorWeights::Expression(_) => None,
        }));
        slots
    }

    /// The facts that formulas of its amount name: those of levels are not among them.
    pub(super) fn formula_facts(self) -> BTreeSet<Slot> {
        let mut slots: BTreeSet<Slot> =
            self.formulas().flat_map(|formula| &formula.formula.facts).copied().collect();
        let conditions = self.item.adjustments.iter().filter_map(|adjustment| adjustment.when.as_ref());
        slots.extend(conditions.flat_map(|when| &when.formula.facts));
        if let Tariff::Weights(table) = &self.item.tariff {
            slots.extend(table.base.iter().flat_map(|base| &base.formula.facts));
            for factor in &table.factors {
                if let FactorWeights::Expression(weight) = &factor.weights {
                    slots.extend(&weight.formula.facts);
                }
            }
        }
        slots
    }

    /// Its amount in a box with the weights of factors put after the facts; nothing where a formula has no form.
    pub(super) fn amounts(self, case: &[Domain]) -> Option<Amounts> {
        let reach = |rule: &Sourced<Amount>| Reach::of(&rule.formula.term, case);
        let law = match self.statutory() {
            Some(rule) => Some(reach(rule)?),
            None => None,
        };
        let mut rule = match (self.row.map(|(_, row)| &row.amount), &self.item.tariff) {
            (Some(AmountRule::NoPenalty | AmountRule::Measures), _) => {
                let nothing = Reach::point(Form::constant(Rational::ZERO));
                return Some(Amounts { rule: nothing, law: None });
            }
            (Some(AmountRule::Amount(fine)), _) | (None, Tariff::Amount(fine)) => reach(fine)?,
            (Some(AmountRule::Band(band)), _) => band_of(law.as_ref()?, *band, case)?,
            (None, Tariff::Weights(table)) => weighted(self.item, table, law.as_ref(), case)?,
            _ => law.clone()?,
        };
        if let Some(within) = self.row.and_then(|(_, row)| row.within.as_ref()) {
            rule = rule.held_inside(&reach(within)?, case)?;
        }
        for adjustment in &self.item.adjustments {
            let applies = adjustment
                .when
                .as_ref()
                .map_or(Truth::Always, |when| when.formula.term.truth(case).unwrap_or(Truth::Either));
            if applies == Truth::Never {
                continue;
            }
            let times = rule.times(&reach(&adjustment.times)?, case)?;
            rule = if applies == Truth::Always { times } else { times.or(rule)? };
        }
        if let Some(within) = &self.item.within {
            rule = rule.held_inside(&reach(within)?, case)?;
        }
        Some(Amounts { rule, law })
    }
}

fn band_of(law: &Reach, band: Ends, case: &[Domain]) -> Option<Reach> {
    let at = |share: Rational| {
        let rest = Rational::ONE.subtract(share)?;
        law.min.times(&Form::constant(rest), case)?.plus(&law.max.times(&Form::constant(share), case)?)
    };
    Some(Reach { min: at(band.min)?, max: at(band.max)? })
}

/// What the weights of a table add up to, inside its floor and cap.
pub(super) fn sum_of_weights(item: &Item, table: &WeightTable, case: &[Domain]) -> Option<Form> {
    let mut sum = Form::constant(table.start);
    for (index, factor) in table.factors.iter().enumerate() {
        let weight = match &factor.weights {
            FactorWeights::Cells(..) => Form::fact(weight_slot(item, index)),
            FactorWeights::Expression(weight) => Form::of(&weight.formula.term, case)?,
        };
        sum = sum.plus(&weight)?;
    }
    if let Some(floor) = table.floor {
        sum = sum.greatest(Form::constant(floor), case);
    }
    if let Some(cap) = table.cap {
        sum = sum.least(Form::constant(cap), case);
    }
    Some(sum)
}

fn weighted(item: &Item, table: &WeightTable, law: Option<&Reach>, case: &[Domain]) -> Option<Reach> {
    let sum = sum_of_weights(item, table, case)?;
    let form = match (&table.base, law) {
        (Some(base), _) => Form::of(&base.formula.term, case)?.times(&sum, case)?,
        (None, Some(law)) => law.min.plus(&sum.times(&law.max.minus(&law.min)?, case)?)?,
        (None, None) => return None,
    };
    Some(Reach::point(form))
}

/// The slot of the graver value of the fact that is moved, after all facts.
pub(super) fn graver_slot(item: &Item) -> Slot {
    Slot(item.facts.len())
}

/// The slot of the distance between the two values of the fact that is moved.
pub(super) fn distance_slot(item: &Item) -> Slot {
    Slot(item.facts.len().saturating_add(1))
}

/// The slot of the weight of a factor with levels.
pub(super) fn weight_slot(item: &Item, factor: usize) -> Slot {
    Slot(item.facts.len().saturating_add(2).saturating_add(factor))
}

/// The factors of a weighted table; none otherwise.
pub(super) fn factors(item: &Item) -> &[FactorRule] {
    match &item.tariff {
        Tariff::Weights(table) => &table.factors,
        _ => &[],
    }
}

/// All weights that a factor can have in a box, of those of its levels that are possible.
pub(super) fn weights_of(factor: &FactorRule, case: &[Domain]) -> Interval {
    let FactorWeights::Cells(slot, cells) = &factor.weights else { return Interval::ALL };
    let possible = cells
        .iter()
        .filter(|(cell, _)| case.get(slot.0).is_none_or(|domain| cell_truth(cell, domain) != Truth::Never));
    let weights = possible.map(|(_, weight)| Interval::point(*weight));
    // Where no level is possible there is no answer, and nothing to be said of it.
    weights.reduce(Interval::union).unwrap_or(Interval::point(Rational::ZERO))
}

/// A box with the weights of the factors after the facts.
pub(super) fn with_weights(item: &Item, case: &[Domain]) -> Case {
    let unused = || Domain::Boolean(None);
    let facts = case.iter().take(item.facts.len()).cloned();
    let weights = factors(item).iter().map(|factor| Domain::Number(weights_of(factor, case), None));
    facts.chain([unused(), unused()]).chain(weights).collect()
}

/// The places where the boxes of an item are cut.
pub(super) struct Pieces<'a> {
    pub(super) item: &'a Item,
    pub(super) all: Vec<Piece<'a>>,
    when_several: WhenSeveral,
    /// For each fact its values, class by class: conditions of rows and of amounts change between two of them only.
    classes: Vec<Vec<Domain>>,
    /// Amounts that are the same in all cases, before the item's own steps.
    bare: Vec<Option<Ends>>,
    /// Fines that are the same in all cases, but for their rounding.
    fines: Vec<Option<Ends>>,
    /// The facts that the amount of each piece hangs on.
    facts: Vec<BTreeSet<Slot>>,
    /// The facts that conditions of rows name.
    conditions: BTreeSet<Slot>,
    /// The facts that conditions in amounts hang on.
    choices: BTreeSet<Slot>,
    /// The facts that conditions and amounts do more with than compare them with constants.
    computed: BTreeSet<Slot>,
}

impl<'a> Pieces<'a> {
    pub(super) fn new(item: &'a Item, whole: &[Domain]) -> Self {
        let all = Piece::all(item);
        let (mut mentions, mut of_amounts) = (Mentions::default(), Mentions::default());
        let mut conditions = BTreeSet::new();
        for (_, row) in all.iter().filter_map(|piece| piece.row) {
            for group in std::iter::once(&row.conditions).chain(&row.any) {
                mentions.conditions(group);
                conditions.extend(facts_of(group));
            }
        }
        for requirement in &item.requirements {
            mentions.condition(&requirement.when.formula.term);
            conditions.extend(&requirement.when.formula.facts);
        }
        for factor in factors(item) {
            match &factor.weights {
                FactorWeights::Cells(slot, cells) => {
                    cells.iter().for_each(|(cell, _)| mentions.cuts.entry(*slot).or_default().cell(cell));
                }
                FactorWeights::Expression(weight) => of_amounts.number(&weight.formula.term),
            }
        }
        for when in item.adjustments.iter().filter_map(|adjustment| adjustment.when.as_ref()) {
            of_amounts.condition(&when.formula.term);
        }
        for formula in all.iter().flat_map(|piece| piece.formulas()) {
            of_amounts.amount(&formula.formula.term);
        }
        let is_number = |slot: &Slot| {
            let kind = item.facts.get(slot.0).map(|fact| &fact.kind);
            matches!(kind, Some(FactTypeDeclaration::Number { .. }))
        };
        let mut choices: BTreeSet<Slot> = all.iter().flat_map(|piece| piece.formula_facts()).collect();
        choices.retain(|slot| !is_number(slot) || of_amounts.cuts.contains_key(slot));
        let computed = mentions.together.union(&of_amounts.together).copied().collect();
        for (slot, cuts) in of_amounts.cuts {
            mentions.cuts.entry(slot).or_default().and(cuts);
        }
        let slots = (0..item.facts.len()).map(Slot);
        let classes = slots.map(|slot| mentions.cuts.remove(&slot).unwrap_or_default().classes(item, slot));
        let when_several = match &item.tariff {
            Tariff::Tiers(table) => table.when_several,
            _ => WhenSeveral::First,
        };
        let case = with_weights(item, whole);
        let bare = all.iter().map(|piece| bare_amount(*piece, &case)?.fixed(&case)).collect();
        let facts = all.iter().map(|piece| piece.facts()).collect();
        let fines = all.iter().map(|piece| piece.amounts(&case)?.fine(&case)?.fixed(&case)).collect();
        Self {
            item,
            when_several,
            classes: classes.collect(),
            bare,
            fines,
            facts,
            conditions,
            choices,
            computed,
            all,
        }
    }

    /// The fine of a row where it is the same in all cases, but for its rounding.
    pub(super) fn fixed_fine(&self, row: usize) -> Option<Ends> {
        self.fines.get(row).copied().flatten()
    }

    /// Whether the amount of a row, or of the one rule, hangs on a fact.
    pub(super) fn hangs_on(&self, index: usize, slot: Slot) -> bool {
        self.facts.get(index).is_some_and(|facts| facts.contains(&slot))
    }

    /// Whether conditions or amounts compute with a fact.
    pub(super) fn is_computed_with(&self, slot: Slot) -> bool {
        self.computed.contains(&slot)
    }

    /// The values of a fact, class by class.
    pub(super) fn classes(&self, slot: Slot) -> &[Domain] {
        self.classes.get(slot.0).map_or(&[], Vec::as_slice)
    }

    /// Whether in no case of a box it is this piece that counts.
    pub(super) fn never_counts(&self, piece: Piece<'a>, case: &[Domain]) -> bool {
        if applies(self.item, case) == Truth::Never {
            return true;
        }
        let Some((index, row)) = piece.row else { return false };
        if row_truth(row, case) == Truth::Never {
            return true;
        }
        let end = if self.when_several == WhenSeveral::First { index } else { self.all.len() };
        self.all.iter().take(end).enumerate().any(|(other, rival)| {
            let goes_before = match self.when_several {
                WhenSeveral::First => true,
                WhenSeveral::Unique => other != index,
                WhenSeveral::Heaviest => other != index,
            };
            goes_before
                && rival.row.is_some_and(|(_, row)| row_truth(row, case) == Truth::Always)
                && (self.when_several != WhenSeveral::Heaviest || self.is_heavier(*rival, piece, case))
        })
    }

    /// Whether under `heaviest` one row surely goes before another where both match in a box, or is as heavy as it
    /// where it does not. Of two that are alike in the whole box neither does: in a larger box, in which one is heavier
    /// here and there, that one stands for both, whichever of them comes first.
    fn is_heavier(&self, rival: Piece<'a>, piece: Piece<'a>, case: &[Domain]) -> bool {
        if rival.is_exemption() || piece.is_exemption() {
            return rival.is_exemption() && !piece.is_exemption();
        }
        let (Some((other, _)), Some((index, _))) = (rival.row, piece.row) else { return false };
        let bare = |index: usize| self.bare.get(index).copied().flatten();
        let weight = |ends: Ends| (ends.max, ends.min);
        if let Some((rival, own)) = bare(other).zip(bare(index)) {
            return weight(rival) > weight(own);
        }
        let law = |piece: Piece<'a>| piece.statutory().map(std::ptr::from_ref);
        if law(rival) != law(piece) {
            return false;
        }
        let Some((rival, own)) = bare_amount(rival, case).zip(bare_amount(piece, case)) else {
            return false;
        };
        let at_least =
            |a: &Reach, b: &Reach| b.min.is_at_most(&a.min, case) && b.max.is_at_most(&a.max, case);
        at_least(&rival, &own) && !at_least(&own, &rival)
    }

    /// A box cut in two where that tells most: at the facts that it hangs on whether the pieces count; then at those
    /// that their amounts hang on; then at those of the other rows.
    pub(super) fn cut(
        &self,
        case: &Case,
        sides: &[(Piece<'a>, &[Domain])],
        moved: Option<Slot>,
    ) -> Option<(Case, Case)> {
        let with_graver = |slots: BTreeSet<Slot>| {
            let graver = moved.filter(|moved| slots.contains(moved)).map(|_| graver_slot(self.item));
            slots.into_iter().chain(graver).collect::<BTreeSet<Slot>>()
        };
        let open = sides.iter().filter_map(|(piece, case)| Some(open_facts(piece.row?.1, case)));
        let open = || with_graver(open.clone().flatten().collect());
        let choices = || with_graver(self.choices.clone());
        let amounts = || with_graver(sides.iter().flat_map(|(piece, _)| piece.facts()).collect());
        let own = || with_graver(moved.into_iter().collect());
        let rivals = || with_graver(self.conditions.clone());
        self.cut_among(case, &open(), moved)
            .or_else(|| self.cut_between_classes(case, &choices(), moved))
            .or_else(|| self.cut_among(case, &amounts(), moved))
            // Which other row may go before hangs on the fact that is moved more than on all others.
            .or_else(|| self.cut_between_classes(case, &own(), moved))
            .or_else(|| self.cut_among(case, &rivals(), moved))
            .or_else(|| self.cut_among(case, &own(), moved))
    }

    /// Cut between two classes of one of the facts, texts and truth values into single ones.
    fn cut_between_classes(
        &self,
        case: &Case,
        slots: &BTreeSet<Slot>,
        moved: Option<Slot>,
    ) -> Option<(Case, Case)> {
        let fact = |slot: Slot| moved.filter(|_| slot == graver_slot(self.item)).unwrap_or(slot);
        slots.iter().find_map(|slot| match case.get(slot.0)? {
            Domain::Boolean(_) | Domain::Text(_) => {
                width(case.get(slot.0)?)?;
                halves_at(case, *slot)
            }
            _ => cut_between(case, *slot, self.classes(fact(*slot))),
        })
    }

    /// Cut between two classes of one of the facts; else at the widest.
    fn cut_among(&self, case: &Case, slots: &BTreeSet<Slot>, moved: Option<Slot>) -> Option<(Case, Case)> {
        self.cut_between_classes(case, slots, moved).or_else(|| {
            let open = slots.iter().filter_map(|slot| Some((width(case.get(slot.0)?)?, *slot)));
            open.max().and_then(|(_, slot)| halves_at(case, slot))
        })
    }
}

/// The amount of a row before the item's own steps.
fn bare_amount(piece: Piece<'_>, case: &[Domain]) -> Option<Reach> {
    let (_, row) = piece.row?;
    let reach = |rule: &Sourced<Amount>| Reach::of(&rule.formula.term, case);
    let law = piece.statutory().map(reach);
    let mut amount = match &row.amount {
        AmountRule::Amount(rule) => reach(rule)?,
        AmountRule::Band(band) => band_of(law.as_ref()?.as_ref()?, *band, case)?,
        AmountRule::StatutoryRange => law.clone()??,
        AmountRule::Measures | AmountRule::NoPenalty => Reach::point(Form::constant(Rational::ZERO)),
    };
    if let Some(within) = &row.within {
        amount = amount.held_inside(&reach(within)?, case)?;
    }
    if let Some(law) = law.filter(|_| piece.has_fine()) {
        amount = amount.held_inside(&law?, case)?;
    }
    Some(amount)
}

fn facts_of(group: &Conditions) -> impl Iterator<Item = Slot> {
    let cells = group.cells.iter().map(|cell| cell.slot);
    cells.chain(group.when.iter().flat_map(|when| when.formula.facts.iter().copied()))
}

/// The facts that it hangs on whether a row matches in a box.
fn open_facts(row: &TableRow, case: &[Domain]) -> BTreeSet<Slot> {
    let mut slots = BTreeSet::new();
    if row_truth(row, case) != Truth::Either {
        return slots;
    }
    for group in std::iter::once(&row.conditions).chain(&row.any) {
        let open = |cell: &&Cell| {
            case.get(cell.slot.0).is_some_and(|domain| cell_truth(cell, domain) == Truth::Either)
        };
        slots.extend(group.cells.iter().filter(open).map(|cell| cell.slot));
        let open = |when: &&Sourced<Condition>| {
            !matches!(when.formula.term.truth(case), Ok(Truth::Always | Truth::Never))
        };
        let whens = group.when.iter().filter(open);
        slots.extend(whens.flat_map(|when| &when.formula.facts));
    }
    slots
}

/// A box cut between two classes of a fact, at the middle one of those that it has.
fn cut_between(case: &Case, slot: Slot, classes: &[Domain]) -> Option<(Case, Case)> {
    let start = |domain: &Domain| match domain {
        Domain::Number(values, _) | Domain::Date(values) => values.low,
        _ => None,
    };
    let (Domain::Number(values, _) | Domain::Date(values)) = case.get(slot.0)? else { return None };
    let inside: Vec<(Rational, Option<Rational>)> = classes
        .windows(2)
        .filter_map(|pair| {
            let [before, class] = pair else { return None };
            let (Domain::Number(before, _) | Domain::Date(before)) = before else { return None };
            Some((start(class)?, before.high))
        })
        .filter(|(start, _)| {
            values.low.is_some_and(|low| *start > low) && values.high.is_some_and(|high| *start <= high)
        })
        .collect();
    let (above, below) = inside.get(inside.len().checked_div(2)?).copied()?;
    let with = |values: Interval| {
        let mut half = case.clone();
        if let Some(domain) = half.get_mut(slot.0) {
            *domain = match domain {
                Domain::Number(_, decimals) => Domain::Number(values, *decimals),
                _ => Domain::Date(values),
            };
        }
        half
    };
    let left = Interval { low: values.low, high: below };
    let right = Interval { low: Some(above), high: values.high };
    Some((with(left), with(right)))
}

/// How much there is to cut: texts and truth values before numbers and days.
fn width(domain: &Domain) -> Option<(bool, Rational)> {
    match domain {
        Domain::Boolean(None) => Some((true, Rational::ONE)),
        Domain::Text(Some(values)) if values.len() > 1 => Some((true, Rational::ONE)),
        Domain::Number(values, Some(_)) | Domain::Date(values) => {
            Some((false, values.high?.subtract(values.low?)?))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a pack of a test")]

    use super::Pieces;
    use crate::RuleBook;
    use crate::check::space::Space;
    use crate::feel::Slot;

    #[test]
    fn what_is_compared_with_constants_alone_is_not_computed_with() {
        let pack = "format = 1\nid = \"xx.town\"\ntitle = { zh = \"例\", en = \"example\" }\n\
            source = { kind = \"illustration\", issuer = \"nobody\", checked = 2026-11-22 }\n\
            in-force = { from = 2026-01-01 }\n\
            facts.area = { type = \"number\", range = \"[0..9]\" }\n\
            facts.days = { type = \"number\", range = \"[0..9]\" }\n\
            facts.weight = { type = \"number\", range = \"[0..9]\" }\n\
            facts.volume = { type = \"number\", range = \"[0..9]\" }\n\
            [penalty.1]\ntitle = { zh = \"例\", en = \"example\" }\nbasis = \"1\"\n\
            tiers = [\n\
            { area = \"< 5\", when = \"weight + volume > 3\", fine = \"10 * days\" },\n\
            { area = \">= 5\", fine = \"if area > 7 then 200 else 100\" }]";
        let book = RuleBook::load([("pack.toml", pack)]).unwrap();
        let item = book.items().next().unwrap();
        let pieces = Pieces::new(item, &Space::whole(item));
        for (index, fact) in item.facts.iter().enumerate() {
            assert_eq!(pieces.is_computed_with(Slot(index)), fact.name != "area", "{}", fact.name);
        }
    }
}
