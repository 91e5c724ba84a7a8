use std::collections::BTreeMap;
use std::sync::Arc;

use super::mentioned::mentioned;
use super::optional::optional;
use super::succession::replaced_ids;
use crate::diagnostic::{Code, Diagnostic, MAX_FAULTS, Span, nearest};
use crate::facts::Facts;
use crate::feel::{
    Amount, Cell, CellTest, Condition, Ends, Expression, FactKind, FeelError, Formula, NumberTerm, Scope,
    Slot, Unit, check_amount, check_condition, check_number, constant_amount, constant_number, parse_amount,
    parse_expression,
};
use crate::language::Bilingual;
use crate::number::{Edge, Interval, Rational};
use crate::pack::format_item::ROW;
use crate::pack::{
    Adjustment, Cells, Example, ExampleFine, FactDeclaration, FactTypeDeclaration, Factor, FactorWeight,
    Located, MeasureUse, Pack, Penalty, Row, RowConditions, RowOutcome, Weights,
};
use crate::penalty::{
    AdjustmentRule, AmountRule, AssessError, Conditions, Document, ExampleCase, Expected, Fact, FactorRule,
    FactorWeights, Item, MeasureRule, PersonsRule, RequirementRule, Sourced, TableRow, Tariff, TierTable,
    WeightTable,
};

/// The name that the unit's fine has in the formula of the second stage.
const UNIT_FINE: &str = "fine";

/// Builds one item. Every fault is reported at its place; parts with a fault come out as `None`.
pub(super) struct ItemCompiler<'a> {
    pack: &'a Pack,
    penalty: &'a Penalty,
    document: &'a Arc<Document>,
    shared: &'a BTreeMap<&'a str, &'a FactDeclaration>,
    facts: Vec<Fact>,
    scope: Scope,
    faults: &'a mut Vec<Diagnostic>,
}

impl<'a> ItemCompiler<'a> {
    pub(super) fn new(
        pack: &'a Pack,
        penalty: &'a Penalty,
        document: &'a Arc<Document>,
        shared: &'a BTreeMap<&'a str, &'a FactDeclaration>,
        faults: &'a mut Vec<Diagnostic>,
    ) -> Self {
        let mut compiler =
            Self { pack, penalty, document, shared, facts: Vec::new(), scope: Scope::default(), faults };
        compiler.declare_facts();
        compiler
    }

    pub(super) fn compile(mut self) -> Option<Item> {
        let before = self.faults.len();
        let (penalty, money) = (self.penalty, self.pack.currency);
        let statutory = optional(penalty.statutory.as_ref(), |text| self.amount(text, money));
        let tariff = self.tariff();
        let adjustments: Vec<_> = penalty.adjust.iter().map(|adjust| self.adjustment(adjust)).collect();
        let within = optional(penalty.within.as_ref(), |text| self.amount(text, money));
        let persons = self.persons();
        let measures = self.measures(&penalty.also);
        let statutory_measures = match &penalty.statutory_measures {
            Some(measures) => self.measures(measures).map(Some),
            None => Some(None),
        };
        let requirements: Vec<_> = penalty
            .requires
            .iter()
            .map(|requirement| {
                let when = self.condition(&requirement.when)?;
                Some(RequirementRule { text: requirement.text.clone(), when })
            })
            .collect();
        let examples = if cfg!(feature = "whole") { penalty.examples.as_slice() } else { &[] };
        let examples: Vec<_> = examples.iter().map(|example| self.example(example)).collect();
        if self.faults.len() > before {
            return None;
        }
        let item = Item {
            id: format!("{}/{}", self.pack.id.value, penalty.key.value),
            document: Arc::clone(self.document),
            span: penalty.key.span,
            title: penalty.title.clone(),
            basis: penalty.basis.clone(),
            standard: penalty.standard.clone(),
            authority: penalty.authority.clone().or_else(|| self.document.authority.clone()),
            replaces: replaced_ids(self.pack, penalty).map(|(id, _)| id).collect(),
            same_conduct: penalty.same_conduct.iter().map(|other| other.value.clone()).collect(),
            may: penalty.may,
            note: penalty.note.clone(),
            facts: self.facts.clone(),
            requirements: requirements.into_iter().collect::<Option<_>>()?,
            statutory: statutory?,
            statutory_measures: statutory_measures?,
            tariff: tariff?,
            adjustments: adjustments.into_iter().collect::<Option<_>>()?,
            within: within?,
            rounding: penalty.rounding.unwrap_or(self.pack.rounding),
            persons: persons?,
            measures: measures?,
            examples: examples.into_iter().collect::<Option<_>>()?,
        };
        if cfg!(feature = "whole") {
            self.bind_examples(&item);
        }
        Some(item)
    }

    /// Takes the declared facts that the item names, in the order in which it names them.
    fn declare_facts(&mut self) {
        let penalty = self.penalty;
        let own: BTreeMap<&str, &FactDeclaration> =
            penalty.facts.iter().map(|fact| (fact.name.value.as_str(), fact)).collect();
        for name in mentioned(penalty) {
            if self.scope.find(&name).is_some() {
                continue;
            }
            let declared = own.get(name.as_str()).or_else(|| self.shared.get(name.as_str()));
            let requirement = penalty.requires.iter().find(|requirement| requirement.when.value == name);
            let fact = match (declared, requirement) {
                (Some(declared), _) => Fact {
                    name: name.clone(),
                    label: declared.label.clone().unwrap_or_else(|| Bilingual::same(&name)),
                    help: declared.help.clone(),
                    kind: declared.kind.clone(),
                    aggravates: declared.aggravates,
                },
                // A precondition declares its own fact.
                (None, Some(requirement)) => Fact {
                    name: name.clone(),
                    label: requirement.text.clone(),
                    help: None,
                    kind: FactTypeDeclaration::Boolean,
                    aggravates: false,
                },
                (None, None) => continue,
            };
            self.scope.declare(name, fact.feel_kind());
            self.facts.push(fact);
        }
    }

    fn report(&mut self, code: Code, span: Span, message: impl Into<String>, help: Option<String>) {
        self.faults.push(Diagnostic::new(code, &self.pack.file, span, message).help(help));
    }

    /// Reports a fault of a formula at its place in the file.
    fn report_feel(&mut self, text: &Located<String>, error: FeelError) {
        let named = text.value.get(error.span.start..error.span.end).unwrap_or_default();
        if error.code == Code::UnknownFact && self.is_unreadable(named) {
            return;
        }
        let span = text.inner.map_or(text.span, |inner| error.span.shifted(inner));
        let help = if error.code == Code::UnknownFact {
            // The scope has only facts that the item names rightly; a misspelt one is looked for among all.
            let name = text.value.get(error.span.start..error.span.end).unwrap_or_default();
            self.fact_help(name)
        } else {
            error.help
        };
        self.report(error.code, span, error.message, help);
    }

    /// Whether the fact is declared, but in a way that could not be read; that has been said already.
    fn is_unreadable(&self, name: &str) -> bool {
        self.pack.unreadable_facts.iter().any(|unreadable| unreadable == name)
    }

    /// The fact, or key of a row, that a name may have meant; else the facts that there are.
    fn fact_help(&self, name: &str) -> Option<String> {
        if self.faults.len() >= MAX_FAULTS {
            return None;
        }
        let shared = self.shared.keys().copied();
        let own = self.penalty.facts.iter().map(|fact| fact.name.value.as_str());
        let requirements = self.penalty.requires.iter().map(|requirement| requirement.when.value.as_str());
        let facts: Vec<&str> = shared.chain(own).chain(requirements).collect();
        let second_stage = self.penalty.persons.iter().map(|_| UNIT_FINE);
        let keys = ROW.keys.iter().map(|key| key.name).filter(|_| !self.penalty.tiers.is_empty());
        match nearest(name, facts.iter().copied().chain(second_stage).chain(keys)) {
            Some(known) => Some(format!("did you mean `{known}`?")),
            None if facts.is_empty() => Some("no facts are declared".to_owned()),
            None if facts.len() <= 8 => Some(format!("the facts are {}", facts.join(", "))),
            None => None,
        }
    }

    /// What a check gave, or `None` after its fault was reported.
    fn checked<T>(&mut self, text: &Located<String>, result: Result<T, FeelError>) -> Option<T> {
        result.map_err(|error| self.report_feel(text, error)).ok()
    }

    fn amount(&mut self, text: &Located<String>, unit: Unit) -> Option<Sourced<Amount>> {
        let checked = amount_in(text, unit, &self.scope);
        self.checked(text, checked)
    }

    fn number(&mut self, text: &Located<String>, unit: Unit) -> Option<Sourced<NumberTerm>> {
        let checked = parse_expression(&text.value)
            .and_then(|expression: Expression| check_number(&expression, &self.scope, Some(unit)));
        let formula: Formula<NumberTerm> = self.checked(text, checked)?;
        Some(Sourced { text: text.value.clone(), formula })
    }

    fn condition(&mut self, text: &Located<String>) -> Option<Sourced<Condition>> {
        let checked =
            parse_expression(&text.value).and_then(|expression| check_condition(&expression, &self.scope));
        let formula = self.checked(text, checked)?;
        Some(Sourced { text: text.value.clone(), formula })
    }

    fn constant(&mut self, text: &Located<String>) -> Option<Rational> {
        let constant = parse_expression(&text.value).and_then(|expression| constant_number(&expression));
        self.checked(text, constant)
    }

    fn find_fact(&mut self, name: &Located<String>) -> Option<(Slot, FactKind)> {
        if let Some((slot, kind)) = self.scope.find(&name.value) {
            return Some((slot, kind.clone()));
        }
        if self.is_unreadable(&name.value) {
            return None;
        }
        let help = self.fact_help(&name.value);
        self.report(Code::UnknownFact, name.span, format!("unknown fact `{}`", name.value), help);
        None
    }

    fn cell(
        &mut self,
        name: &Located<String>,
        slot: Slot,
        kind: &FactKind,
        text: &Located<String>,
    ) -> Option<Cell> {
        let test = self.checked(text, CellTest::read(&text.value, &name.value, kind))?;
        Some(Cell { slot, test })
    }

    fn tariff(&mut self) -> Option<Tariff> {
        let (penalty, money) = (self.penalty, self.pack.currency);
        if let Some(weights) = &penalty.weights {
            return self.weights(weights).map(Tariff::Weights);
        }
        let fine = optional(penalty.fine.as_ref(), |text| self.amount(text, money));
        if !penalty.tiers.is_empty() {
            let rows: Vec<_> = penalty.tiers.iter().map(|row| self.row(row, fine.as_ref())).collect();
            let inherits = |row: &Row| row.outcome == RowOutcome::Inherited;
            if let Some(fine) = penalty.fine.as_ref().filter(|_| !penalty.tiers.iter().any(inherits)) {
                let message = "every tier has an amount of its own, so that this `fine` is never used";
                self.report(Code::Contradiction, fine.span, message, None);
            }
            let when_several = penalty.when_several.unwrap_or(self.pack.conventions.when_several);
            let rows = rows.into_iter().collect::<Option<_>>()?;
            return Some(Tariff::Tiers(TierTable {
                rows,
                when_several,
                unknown_fact: self.pack.conventions.unknown_fact,
            }));
        }
        match fine? {
            Some(fine) => Some(Tariff::Amount(fine)),
            None if penalty.statutory.is_some() => Some(Tariff::StatutoryRange),
            None => {
                let help = "give `fine`, `tiers`, `weights`, or a `statutory` range to choose from";
                let message = format!("nothing says how much the fine of `{}` is", penalty.key.value);
                self.report(Code::NoAmount, penalty.key.span, message, Some(help.into()));
                None
            }
        }
    }

    fn row(&mut self, row: &Row, item_fine: Option<&Option<Sourced<Amount>>>) -> Option<TableRow> {
        let money = self.pack.currency;
        let conditions = self.conditions(&row.conditions);
        let any: Vec<_> = row.any.iter().map(|group| self.conditions(group)).collect();
        let statutory = optional(row.statutory.as_ref(), |text| self.amount(text, money));
        let has_range = row.statutory.is_some() || self.penalty.statutory.is_some();
        let amount = match &row.outcome {
            RowOutcome::NoPenalty => Some(AmountRule::NoPenalty),
            RowOutcome::Measures => Some(AmountRule::Measures),
            RowOutcome::Fine(fine) => self.amount(fine, money).map(AmountRule::Amount),
            RowOutcome::Band(band) if has_range => self.band(band).map(AmountRule::Band),
            RowOutcome::Inherited if row.statutory.is_some() && self.penalty.fine.is_some() => {
                let message = "the tier has a statutory range of its own, and nothing says whether its fine is that of the item or a choice in this range";
                let help = "write its `fine`: the item's formula again, or the range";
                self.report(Code::NoAmount, row.span, message, Some(help.into()));
                None
            }
            RowOutcome::Inherited if self.penalty.fine.is_some() => {
                item_fine.cloned().flatten().map(AmountRule::Amount)
            }
            RowOutcome::Inherited if has_range => Some(AmountRule::StatutoryRange),
            RowOutcome::Inherited | RowOutcome::Band(_) => {
                let help = "give `fine`, `outcome`, or a `statutory` range to choose from";
                self.report(Code::NoAmount, row.span, "nothing says how much the fine is", Some(help.into()));
                None
            }
        };
        let within = optional(row.within.as_ref(), |text| self.amount(text, money));
        let measures = self.measures(&row.also);
        let persons = optional(row.persons.as_ref(), |text| self.persons_fine(text));
        Some(TableRow {
            span: row.span,
            tier: row.tier.clone(),
            conditions: conditions?,
            any: any.into_iter().collect::<Option<_>>()?,
            amount: amount?,
            statutory: statutory?,
            within: within?,
            measures: measures?,
            may: row.may,
            persons: persons?,
            basis: row.basis.clone(),
            note: row.note.clone(),
        })
    }

    fn conditions(&mut self, conditions: &RowConditions) -> Option<Conditions> {
        let cells: Vec<_> = conditions
            .cells
            .iter()
            .map(|(name, text)| {
                let (slot, kind) = self.find_fact(name)?;
                self.cell(name, slot, &kind, text)
            })
            .collect();
        let when = optional(conditions.when.as_ref(), |text| self.condition(text));
        Some(Conditions { cells: cells.into_iter().collect::<Option<_>>()?, when: when? })
    }

    /// A part of a range, such as `[30%..70%]`.
    fn band(&mut self, text: &Located<String>) -> Option<Ends> {
        let kind = FactKind::Number { unit: Unit::NONE, range: Interval::ALL, decimals: None };
        let test = self.checked(text, CellTest::read(&text.value, "band", &kind))?;
        if let CellTest::Number { ranges, negated: false } = &test
            && let [range] = ranges.as_slice()
            && let (Edge::Included(min), Edge::Included(max)) = (range.low, range.high)
            && !min.is_negative()
            && max <= Rational::ONE
        {
            return Some(Ends { min, max });
        }
        let message = "expected a part of the statutory range such as [30%..70%]";
        self.report(Code::InvalidAmount, text.span, message, None);
        None
    }

    fn weights(&mut self, weights: &Weights) -> Option<WeightTable> {
        let money = self.pack.currency;
        let base = optional(self.penalty.base.as_ref(), |text| self.number(text, money));
        if self.penalty.base.is_none() && self.penalty.statutory.is_none() {
            let help = "give a `base`, or a `statutory` range in which the sum is the place";
            let message = "nothing says what the weights apply to";
            self.report(Code::NoAmount, self.penalty.key.span, message, Some(help.into()));
        }
        let start = optional(weights.start.as_ref(), |text| self.constant(text));
        let floor = optional(weights.floor.as_ref(), |text| self.constant(text));
        let cap = optional(weights.cap.as_ref(), |text| self.constant(text));
        if let (Some(Some(floor)), Some(Some(most))) = (floor, cap)
            && floor > most
        {
            let span = weights.floor.as_ref().map_or(self.penalty.key.span, |floor| floor.span);
            self.report(
                Code::InvalidAmount,
                span,
                format!("the floor {floor} lies above the cap {most}"),
                None,
            );
        }
        let factors: Vec<_> = weights.factors.iter().map(|factor| self.factor(factor)).collect();
        Some(WeightTable {
            base: base?,
            start: start?.unwrap_or(Rational::ZERO),
            floor: floor?,
            cap: cap?,
            factors: factors.into_iter().collect::<Option<_>>()?,
            unknown_fact: self.pack.conventions.unknown_fact,
        })
    }

    fn factor(&mut self, factor: &Factor) -> Option<FactorRule> {
        match &factor.weight {
            FactorWeight::Expression(text) => {
                let weight = self.number(text, Unit::NONE)?;
                let title = factor.title.clone().unwrap_or_else(|| Bilingual::same(&text.value));
                Some(FactorRule { span: factor.span, title, weights: FactorWeights::Expression(weight) })
            }
            FactorWeight::Cells(name, cells_text) => {
                let fact = self.find_fact(name);
                let cells: Vec<_> = cells_text
                    .iter()
                    .map(|(cell, weight)| {
                        let weight = self.constant(weight);
                        let (slot, kind) = fact.as_ref()?;
                        Some((self.cell(name, *slot, kind, cell)?, weight?))
                    })
                    .collect();
                let (slot, kind) = fact?;
                self.report_overlaps(name, &kind, cells_text, &cells);
                let label = self.facts.get(slot.0).map(|fact| fact.label.clone());
                let title = factor.title.clone().or(label)?;
                let cells = cells.into_iter().collect::<Option<_>>()?;
                Some(FactorRule { span: factor.span, title, weights: FactorWeights::Cells(slot, cells) })
            }
        }
    }

    /// Two levels of a factor must not match the same case: nothing says which one would count.
    fn report_overlaps(
        &mut self,
        name: &Located<String>,
        kind: &FactKind,
        texts: &Cells,
        cells: &[Option<(Cell, Rational)>],
    ) {
        for (index, later) in cells.iter().enumerate() {
            let (Some((later, _)), Some((text, _))) = (later, texts.get(index)) else { continue };
            // At the end, `-` is whatever the levels before it leave.
            if later.test == CellTest::Any && index.saturating_add(1) == cells.len() {
                continue;
            }
            let earlier = cells.iter().take(index).flatten();
            if earlier.into_iter().any(|(earlier, _)| earlier.test.meets(&later.test, kind)) {
                let message = format!("this level of `{}` overlaps an earlier one", name.value);
                self.report(Code::Contradiction, text.span, message, None);
            }
        }
    }

    fn adjustment(&mut self, adjustment: &Adjustment) -> Option<AdjustmentRule> {
        let when = optional(adjustment.when.as_ref(), |text| self.condition(text));
        let times = self.amount(&adjustment.times, Unit::NONE);
        Some(AdjustmentRule {
            title: adjustment.title.clone(),
            when: when?,
            times: times?,
            basis: adjustment.basis.clone(),
        })
    }

    /// Who the persons responsible are, if the item or one of its rows fines them.
    fn persons(&mut self) -> Option<Option<PersonsRule>> {
        let penalty = self.penalty;
        if penalty.persons.is_none() && penalty.tiers.iter().all(|row| row.persons.is_none()) {
            return Some(None);
        }
        let own = penalty.persons.as_ref();
        let fine = optional(own.and_then(|own| own.fine.as_ref()), |text| self.persons_fine(text));
        let title = own.and_then(|own| own.title.clone()).unwrap_or_else(|| Bilingual {
            zh: "直接负责的主管人员和其他直接责任人员".into(),
            en: "the persons directly responsible".into(),
        });
        let basis = own.and_then(|own| own.basis.clone());
        Some(Some(PersonsRule { title, basis, fine: fine?, unit_fine: Slot(self.facts.len()) }))
    }

    /// A fine of the persons responsible: its formula may name the unit's fine, in the slot after all facts.
    fn persons_fine(&mut self, text: &Located<String>) -> Option<Sourced<Amount>> {
        let mut scope = self.scope.clone();
        let range = Interval { low: Some(Rational::ZERO), high: None };
        let kind = FactKind::Number { unit: self.pack.currency, range, decimals: None };
        scope.declare(UNIT_FINE, kind);
        let checked = amount_in(text, self.pack.currency, &scope);
        self.checked(text, checked)
    }

    fn measures(&mut self, measures: &[MeasureUse]) -> Option<Vec<MeasureRule>> {
        let rules: Vec<_> = measures
            .iter()
            .map(|used| {
                let when = optional(used.when.as_ref(), |text| self.condition(text))?;
                Some(MeasureRule { measure: used.measure, what: used.what.clone(), when, may: used.may })
            })
            .collect();
        rules.into_iter().collect()
    }

    fn example(&mut self, example: &Example) -> Option<ExampleCase> {
        let statutory = optional(example.statutory.as_ref(), |text| self.constant_amount(text));
        let persons = optional(example.persons.as_ref(), |text| self.constant_amount(text));
        let expected = match &example.outcome {
            ExampleFine::Fine(fine) => self.constant_amount(fine).map(Expected::Fine),
            ExampleFine::Measures => Some(Expected::Measures),
            ExampleFine::NoPenalty => Some(Expected::NoPenalty),
            ExampleFine::Error(code) => Some(Expected::Error(code)),
            ExampleFine::NotApplicable => Some(Expected::NotApplicable),
        };
        Some(ExampleCase {
            line: self.pack.file.line(example.span.start),
            given: Facts::from_iter(
                example.given.iter().map(|(name, given)| (name.value.clone(), given.value.clone())),
            ),
            expected: expected?,
            tier: self.tier_of_example(example)?,
            statutory: statutory?,
            persons: persons?,
            warns: example.warns,
            note: example.note.clone(),
        })
    }

    /// The tier that an example names: `Some(None)` if it names none, `None` if no row has this name.
    fn tier_of_example(&mut self, example: &Example) -> Option<Option<String>> {
        let Some(tier) = &example.tier else { return Some(None) };
        let names = || self.penalty.tiers.iter().filter_map(|row| row.tier.as_ref());
        if names().any(|name| name.zh == tier.value || name.en == tier.value) {
            return Some(Some(tier.value.clone()));
        }
        let all = names().flat_map(|name| [name.zh.as_str(), name.en.as_str()]);
        let help = nearest(&tier.value, all).map(|known| format!("did you mean `{known}`?"));
        self.report(Code::InvalidExample, tier.span, format!("no tier is called `{}`", tier.value), help);
        None
    }

    /// An amount that names no fact.
    fn constant_amount(&mut self, text: &Located<String>) -> Option<Ends> {
        let ends = parse_amount(&text.value).and_then(|amount| constant_amount(&amount));
        let ends = self.checked(text, ends)?;
        if !ends.is_sound() {
            let message = "no amount is below zero or has its ends reversed";
            self.report(Code::InvalidExample, text.span, message, None);
            return None;
        }
        Some(ends)
    }

    /// The facts of examples must be facts that an officer could give.
    fn bind_examples(&mut self, item: &Item) {
        for (case, example) in item.examples.iter().zip(&self.penalty.examples) {
            if let Err(error) = item.bind(&case.given) {
                let named = example.given.iter().find(|(name, _)| Some(name.value.as_str()) == error.field());
                let span = match (named, &error) {
                    (Some((name, _)), AssessError::UnknownFact { .. }) => name.span,
                    (Some((_, given)), _) => given.span,
                    (None, _) => example.span,
                };
                self.report(Code::InvalidExample, span, error.to_string(), None);
            }
        }
    }
}

/// A checked amount that can be one: not below zero, nor with its ends reversed, whatever the facts.
fn amount_in(text: &Located<String>, unit: Unit, scope: &Scope) -> Result<Sourced<Amount>, FeelError> {
    let formula = check_amount(&parse_amount(&text.value)?, scope, unit)?;
    let whole = Span::new(0, text.value.len());
    if let Ok((low, high)) = formula.term.bounds(scope.domains()) {
        if low.low.zip(high.high).is_some_and(|(low, high)| low > high) {
            return Err(FeelError::new(Code::InvalidAmount, whole, "the ends of the amount are reversed"));
        }
        if high.high.is_some_and(Rational::is_negative) {
            return Err(FeelError::new(Code::InvalidAmount, whole, "the amount is below zero"));
        }
    }
    Ok(Sourced { text: text.value.clone(), formula })
}
