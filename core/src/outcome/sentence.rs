//! Sentences, and the paragraph that they make.

use super::{Outcome, Phrases, basis_sentence, facts_sentence};
use crate::feel::{Amount, Ends, Slot, Unit, Value};
use crate::language::{Bilingual, Language};
use crate::number::{Rational, Rounding, RoundingMode};
use crate::pack::{SourceKind, WhenSeveral};
use crate::penalty::{
    AmountRule, Conditions, Fact, FactorChoice, FactorWeights, Item, OutcomeKind, Sourced, Step, TableRow,
    Tariff, WeightTable,
};

/// Tells an outcome in one language.
pub(super) struct Narrator<'a> {
    pub(super) outcome: &'a Outcome,
    pub(super) item: &'a Item,
    values: Vec<Value<'a>>,
    pub(super) language: Language,
    pub(super) say: Phrases<'a>,
}

impl<'a> Narrator<'a> {
    pub(super) fn new(outcome: &'a Outcome, language: Language) -> Self {
        let item = outcome.item();
        Self { outcome, item, values: outcome.values(), language, say: Phrases::new(item, language) }
    }

    pub(super) fn words<'t>(&self, words: &'t Bilingual) -> &'t str {
        words.get(self.language)
    }

    fn fact(&self, slot: Slot) -> Option<String> {
        self.say.fact_with(self.item.facts.get(slot.0)?, *self.values.get(slot.0)?)
    }

    fn fact_unit(&self, slot: usize) -> Unit {
        self.item.facts.get(slot).map_or(self.item.document.currency, Fact::unit)
    }

    /// Everything that belongs into a decision, in the order in which a decision says it.
    pub(super) fn sentences(&self) -> Vec<String> {
        let mut sentences = vec![self.violation()];
        sentences.extend(self.established());
        sentences.push(self.basis());
        sentences.extend(self.limitation());
        sentences.extend(self.law_of_the_day());
        sentences.extend(self.outcome.steps().iter().map(|step| self.sentence(step)));
        sentences.push(self.result());
        sentences.extend(self.allowed());
        sentences.extend(self.procedure());
        sentences.extend(self.remarks());
        sentences.retain(|sentence| !sentence.is_empty());
        sentences
    }

    fn violation(&self) -> String {
        let title = self.words(&self.item.title);
        match self.language {
            Language::Chinese => format!("违法行为：{title}。"),
            Language::English => format!("Violation: {title}."),
        }
    }

    fn established(&self) -> Option<String> {
        let slots = (0..self.item.facts.len()).map(Slot);
        let general = self.outcome.general_facts_given().into_iter();
        let general = general.filter_map(|(fact, value)| self.say.fact_with(fact, value));
        facts_sentence(slots.filter_map(|slot| self.fact(slot)).chain(general), self.language)
    }

    /// The article, and the standard where it is not the law itself that sets the amounts.
    fn basis(&self) -> String {
        let document = &self.item.document;
        let basis = self.words(self.outcome.basis());
        let title = self.words(&document.title);
        let standard = self.item.standard.as_ref().map(|standard| self.words(standard));
        match (self.language, document.source.kind) {
            (Language::Chinese, SourceKind::DiscretionStandard) => {
                format!("依据{basis}，按照《{title}》{}裁量。", standard.unwrap_or_default())
            }
            (Language::English, SourceKind::DiscretionStandard) => match standard {
                Some(standard) => format!("Basis: {basis}, with {standard} of the {title}."),
                None => format!("Basis: {basis}, with the {title}."),
            },
            _ => basis_sentence(document, basis, self.language),
        }
    }

    /// One step in a sentence; empty where there is nothing to say.
    pub(super) fn sentence(&self, step: &Step) -> String {
        match step {
            Step::Statutory(range) => self.statutory(*range),
            Step::Row { matching, chosen, .. } => self.row(matching, *chosen),
            Step::Formula(ends) => self.formula(*ends),
            Step::StatutoryChoice(_) | Step::PersonsOpen(_) => String::new(),
            Step::Band(ends) => self.band(*ends),
            Step::Weights { factors, sum, counted } => match &self.item.tariff {
                Tariff::Weights(table) => self.weights(table, factors, *sum, *counted),
                _ => String::new(),
            },
            Step::Base(base) => {
                let Tariff::Weights(WeightTable { base: Some(rule), .. }) = &self.item.tariff else {
                    return String::new();
                };
                let text = rule.formula.describe(&self.values, &|slot| self.fact_unit(slot), self.language);
                let value = self.say.money(*base);
                let equals = if text == value { value } else { format!("{text} = {value}") };
                match self.language {
                    Language::Chinese => format!("计罚基数为{equals}。"),
                    Language::English => format!("The base is {equals}."),
                }
            }
            Step::Weighted(ends) => self.weighted(*ends),
            Step::RowWithin { limits, after, changed } => self.within(
                *limits,
                *after,
                *changed,
                self.language.pick("该档的上下限", "the limits of the tier"),
            ),
            Step::Within { limits, after, changed } => self.within(
                *limits,
                *after,
                *changed,
                self.language.pick("规则的上下限", "the limits of the rule"),
            ),
            Step::Adjusted { index, times, after } => self.adjusted(*index, *times, *after),
            Step::Clamped { before, after } => self.clamped(*before, *after),
            Step::Rounded { rounding, inside: false, after } => self.rounded(*rounding, *after),
            Step::Rounded { inside: true, after, .. } => match self.language {
                Language::Chinese => format!("取整不超出法定幅度，为{}。", self.say.ends(*after)),
                Language::English => {
                    format!("Rounded so as to stay inside the statutory range: {}.", self.say.ends(*after))
                }
            },
            Step::Persons(ends) => self.persons(*ends),
            Step::Exempted(_)
            | Step::TierUp { .. }
            | Step::Moved { .. }
            | Step::Reduced { .. }
            | Step::Multiplied { .. }
            | Step::Conflict { .. } => self.circumstance_step(step).unwrap_or_default(),
        }
    }

    fn clamped(&self, before: Ends, after: Ends) -> String {
        let (below, above) = (after.min > before.min, after.max < before.max);
        let (before, after) = (self.say.ends(before), self.say.ends(after));
        match (self.language, below, above) {
            (Language::Chinese, true, false) => format!("{before}低于法定最低额，按{after}计。"),
            (Language::Chinese, false, true) => format!("{before}超过法定最高额，按{after}计。"),
            (Language::Chinese, _, _) => format!("{before}超出法定幅度，按{after}计。"),
            (Language::English, true, false) => {
                format!("{before} is below the statutory minimum; {after} applies.")
            }
            (Language::English, false, true) => {
                format!("{before} is above the statutory maximum; {after} applies.")
            }
            (Language::English, _, _) => format!("{before} leaves the statutory range; {after} applies."),
        }
    }

    fn rounded(&self, rounding: Rounding, after: Ends) -> String {
        let (step, after) = (self.say.money(rounding.step()), self.say.ends(after));
        match (self.language, rounding.mode()) {
            (Language::Chinese, RoundingMode::Up) => format!("不足{step}的按{step}计，为{after}。"),
            (Language::Chinese, RoundingMode::Down) => format!("不足{step}的部分舍去，为{after}。"),
            (Language::Chinese, mode) if rounding.step() == Rational::HUNDREDTH => {
                format!("{}到分，为{after}。", mode.chinese())
            }
            (Language::Chinese, mode) => format!("{}至{step}，为{after}。", mode.chinese()),
            (Language::English, RoundingMode::Up) => format!("Rounded up to the next {step}: {after}."),
            (Language::English, RoundingMode::Down) => format!("What is under {step} is dropped: {after}."),
            (Language::English, RoundingMode::HalfUp) => format!("Rounded half up to {step}: {after}."),
            (Language::English, RoundingMode::HalfDown) => format!("Rounded half down to {step}: {after}."),
        }
    }

    fn statutory(&self, range: Ends) -> String {
        let row = self.outcome.row().and_then(|row| row.statutory.as_ref());
        let working = row.or(self.item.statutory.as_ref()).map(|rule| self.working(rule, range));
        let range = working.unwrap_or_else(|| self.say.ends(range));
        match self.language {
            Language::Chinese => format!("法定罚款幅度：{range}。"),
            Language::English => format!("The law allows a fine of {range}."),
        }
    }

    /// The amount, with the formula and its numbers where there is something to compute.
    fn working(&self, rule: &Sourced<Amount>, ends: Ends) -> String {
        if rule.formula.is_constant(&self.values) {
            return self.say.ends(ends);
        }
        let (low, high) = rule.formula.describe(&self.values, &|slot| self.fact_unit(slot), self.language);
        let equals = |text: &str, value: String| match value.strip_prefix('≈') {
            _ if text == value => value,
            Some(about) => format!("{text} ≈ {about}"),
            None => format!("{text} = {value}"),
        };
        let min = equals(&low, self.say.money(ends.min));
        match high {
            Some(high) if low == self.say.money(ends.min) && high == self.say.money(ends.max) => {
                self.say.ends(ends)
            }
            None => min,
            Some(high) => {
                let max = equals(&high, self.say.money(ends.max));
                match self.language {
                    Language::Chinese => format!("下限{min}，上限{max}"),
                    Language::English => format!("at least {min}, and at most {max}"),
                }
            }
        }
    }

    fn row(&self, matching: &[usize], chosen: usize) -> String {
        let Tariff::Tiers(table) = &self.item.tariff else { return String::new() };
        let Some(row) = table.rows.get(chosen) else { return String::new() };
        let reasons = self.reasons(row);
        let name = |index: usize| {
            let tier = table.rows.get(index).and_then(|row| row.tier.as_ref());
            match (self.language, tier) {
                (Language::Chinese, Some(tier)) => format!("“{}”", tier.zh),
                (Language::English, Some(tier)) => format!("“{}”", tier.en),
                (Language::Chinese, None) => format!("第{}档", index.saturating_add(1)),
                (Language::English, None) => format!("row {}", index.saturating_add(1)),
            }
        };
        let mut text = match (self.language, reasons.is_empty()) {
            (Language::Chinese, false) => format!("{}，属{}", reasons.join("；"), name(chosen)),
            (Language::Chinese, true) => format!("属{}", name(chosen)),
            (Language::English, false) => {
                format!("The case falls under {}: {}", name(chosen), reasons.join("; "))
            }
            (Language::English, true) => format!("The case falls under {}", name(chosen)),
        };
        let others: Vec<String> =
            matching.iter().filter(|index| **index != chosen).map(|index| name(*index)).collect();
        if !others.is_empty() && table.when_several == WhenSeveral::Heaviest {
            let exempt = matches!(row.amount, AmountRule::NoPenalty);
            let others = others.join(self.language.pick("、", ", "));
            text.push_str(&match (self.language, exempt) {
                (Language::Chinese, false) => format!("；同时符合{others}，适用处罚较重的一档"),
                (Language::Chinese, true) => format!("；同时符合{others}，不予处罚优先"),
                (Language::English, false) => format!("; it also matches {others}, and the heaviest applies"),
                (Language::English, true) => {
                    format!("; it also matches {others}, but an exemption goes first")
                }
            });
        }
        if let Some(note) = &row.note {
            text.push_str(&match self.language {
                Language::Chinese => format!("（{}）", note.zh.trim_end_matches('。')),
                Language::English => format!(" ({})", note.en.trim_end_matches('.')),
            });
        }
        text.push_str(self.language.pick("。", "."));
        text
    }

    /// The facts on which the row was chosen, each with what its cell admits.
    fn reasons(&self, row: &TableRow) -> Vec<String> {
        let matched = row.any.iter().filter(|group| group.hold(&self.values) == Ok(true));
        let groups: Vec<&Conditions> = std::iter::once(&row.conditions).chain(matched).collect();
        let mut reasons = Vec::new();
        for when in groups.iter().filter_map(|group| group.when.as_ref()) {
            reasons.push(self.say.condition(when));
        }
        for cell in groups.iter().flat_map(|group| &group.cells) {
            let Some(fact) = self.fact(cell.slot) else { continue };
            let admitted = self.say.cell(cell);
            // A cell that names the value itself adds nothing to it.
            reasons.push(if fact.ends_with(&admitted) {
                fact
            } else {
                match self.language {
                    Language::Chinese => format!("{fact}（{admitted}）"),
                    Language::English => format!("{fact} ({admitted})"),
                }
            });
        }
        reasons
    }

    fn formula(&self, ends: Ends) -> String {
        let row_rule = self.outcome.row().and_then(|row| match &row.amount {
            AmountRule::Amount(rule) => Some(rule),
            _ => None,
        });
        let item_rule = match &self.item.tariff {
            Tariff::Amount(rule) => Some(rule),
            _ => None,
        };
        let Some(rule) = row_rule.or(item_rule) else { return String::new() };
        let working = self.working(rule, ends);
        match self.language {
            Language::Chinese => format!("罚款额：{working}。"),
            Language::English => format!("The fine is {working}."),
        }
    }

    fn band(&self, ends: Ends) -> String {
        let Some(AmountRule::Band(band)) = self.outcome.row().map(|row| &row.amount) else {
            return String::new();
        };
        let (low, high) = (self.say.share(band.min), self.say.share(band.max));
        match self.language {
            Language::Chinese => format!("取法定幅度的{low}至{high}，即{}。", self.say.ends(ends)),
            Language::English => {
                format!("The tier takes {low} to {high} of the statutory range: {}.", self.say.ends(ends))
            }
        }
    }

    fn weights(
        &self,
        table: &WeightTable,
        factors: &[FactorChoice],
        sum: Rational,
        counted: Rational,
    ) -> String {
        let mut parts = Vec::new();
        if !table.start.is_zero() {
            parts.push(format!("{}{}", self.language.pick("起点", "start "), self.say.share(table.start)));
        }
        for (choice, factor) in factors.iter().zip(&table.factors) {
            let title = self.words(&factor.title);
            let weight = self.say.share(choice.weight);
            let level = match (&factor.weights, choice.cell) {
                (FactorWeights::Cells(_, cells), Some(index)) => {
                    cells.get(index).map(|(cell, _)| self.say.cell(cell))
                }
                _ => None,
            };
            let level = level.map(|level| match (self.language, choice.assumed) {
                (_, false) => level,
                (Language::Chinese, true) => format!("未查明，按“{level}”计"),
                (Language::English, true) => format!("not established, taken as {level}"),
            });
            parts.push(match (self.language, level) {
                (Language::Chinese, Some(level)) => format!("{title}（{level}）{weight}"),
                (Language::Chinese, None) => format!("{title}{weight}"),
                (Language::English, Some(level)) => format!("{title} ({level}) {weight}"),
                (Language::English, None) => format!("{title} {weight}"),
            });
        }
        let counts = if sum == counted {
            String::new()
        } else {
            format!("{}{}", self.language.pick("，按", ", counted as "), self.say.share(counted))
        };
        let end = if sum == counted { "" } else { self.language.pick("计", "") };
        match self.language {
            Language::Chinese => {
                format!("裁量百分值：{}；合计{}{counts}{end}。", parts.join("；"), self.say.share(sum))
            }
            Language::English => {
                format!("Weights: {}; together {}{counts}.", parts.join("; "), self.say.share(sum))
            }
        }
    }

    fn weighted(&self, ends: Ends) -> String {
        let steps = self.outcome.steps();
        let counted = steps.iter().find_map(|step| match step {
            Step::Weights { counted, .. } => Some(self.say.share(*counted)),
            _ => None,
        });
        let base = steps.iter().find_map(|step| match step {
            Step::Base(base) => Some(self.say.money(*base)),
            _ => None,
        });
        let range = steps.iter().find_map(|step| match step {
            Step::Statutory(range) => Some((self.say.money(range.min), self.say.money(range.max))),
            _ => None,
        });
        let (Some(counted), amount) = (counted, self.say.ends(ends)) else { return String::new() };
        let working = match (base, range) {
            (Some(base), _) => format!("{base} × {counted}"),
            (None, Some((min, max))) => format!("{min} + {counted} × ({max} - {min})"),
            (None, None) => return String::new(),
        };
        match self.language {
            Language::Chinese => format!("罚款额：{working} = {amount}。"),
            Language::English => format!("The fine is {working} = {amount}."),
        }
    }

    fn within(&self, limits: Ends, after: Ends, changed: bool, whose: &str) -> String {
        if !changed {
            return String::new();
        }
        match self.language {
            Language::Chinese => {
                format!("按{whose}（{}），为{}。", self.say.ends(limits), self.say.ends(after))
            }
            Language::English => {
                format!("Held inside {whose}, {}, it is {}.", self.say.ends(limits), self.say.ends(after))
            }
        }
    }

    fn adjusted(&self, index: usize, times: Ends, after: Ends) -> String {
        let Some(rule) = self.item.adjustments.get(index) else { return String::new() };
        let factor = if times.is_point() {
            times.min.to_string()
        } else {
            format!("{}{}{}", times.min, self.language.pick("至", " to "), times.max)
        };
        let title = self.words(&rule.title);
        let basis = rule.basis.as_ref().map(|basis| self.words(basis));
        match (self.language, basis) {
            (Language::Chinese, None) => format!("{title}，乘以{factor}，为{}。", self.say.ends(after)),
            (Language::Chinese, Some(basis)) => {
                format!("{title}（{basis}），乘以{factor}，为{}。", self.say.ends(after))
            }
            (Language::English, None) => {
                format!("Because of “{title}”, times {factor}: {}.", self.say.ends(after))
            }
            (Language::English, Some(basis)) => {
                format!("Because of “{title}” ({basis}), times {factor}: {}.", self.say.ends(after))
            }
        }
    }

    fn persons(&self, ends: Ends) -> String {
        let Some(rule) = &self.item.persons else { return String::new() };
        let title = self.words(&rule.title);
        let basis = rule.basis.as_ref().map(|basis| self.words(basis));
        match (self.language, basis) {
            (Language::Chinese, Some(basis)) => format!("对{title}依{basis}罚款{}。", self.say.ends(ends)),
            (Language::Chinese, None) => format!("对{title}罚款{}。", self.say.ends(ends)),
            (Language::English, Some(basis)) => {
                format!("For {title}, under {basis}, the fine is {}.", self.say.ends(ends))
            }
            (Language::English, None) => format!("For {title} the fine is {}.", self.say.ends(ends)),
        }
    }

    fn result(&self) -> String {
        let decision = self.outcome.decision();
        let fine = match (decision.kind, decision.fine) {
            (OutcomeKind::NoPenalty, _) => {
                return self.with_measures(
                    self.language.pick("结论：不予行政处罚", "Result: no penalty").to_owned(),
                );
            }
            (OutcomeKind::NotApplicable, _) | (OutcomeKind::Fine, None) => return self.not_applicable(),
            (OutcomeKind::Measures, _) => {
                let text = self.language.pick("结论：不处罚款", "Result: no fine").to_owned();
                return self.with_measures(text);
            }
            (OutcomeKind::Fine, Some(fine)) => fine,
        };
        let amount = self.say.fine(decision);
        let fixed = fine.is_point() && decision.reduced.is_none();
        let text = match (self.language, self.outcome.may(), fixed) {
            (Language::Chinese, false, true) => format!("结论：罚款{amount}"),
            (Language::Chinese, true, true) => format!("结论：可以罚款{amount}"),
            (Language::Chinese, false, false) => format!("结论：在{amount}之间裁量罚款"),
            (Language::Chinese, true, false) => format!("结论：可以在{amount}之间裁量罚款"),
            (Language::English, false, true) => format!("Result: a fine of {amount}"),
            (Language::English, true, true) => format!("Result: the authority may impose a fine of {amount}"),
            (Language::English, false, false) => {
                format!("Result: a fine of {amount}, at the officer's discretion")
            }
            (Language::English, true, false) => {
                format!("Result: the authority may impose a fine of {amount}, at its discretion")
            }
        };
        let persons = decision.persons.map(|ends| self.say.ends(ends)).zip(self.item.persons.as_ref());
        let text = match (persons, self.language) {
            (None, _) => text,
            (Some((fine, rule)), Language::Chinese) => format!("{text}，对{}罚款{fine}", rule.title.zh),
            (Some((fine, rule)), Language::English) => format!("{text}; for {} {fine}", rule.title.en),
        };
        self.with_measures(text)
    }

    fn with_measures(&self, mut text: String) -> String {
        let measures = self.outcome.measures();
        let kinds = [
            (false, true, "，并", "; also: "),
            (true, true, "，可以并处", "; the authority may add: "),
            (false, false, "，并", "; with: "),
            (true, false, "，并可以", "; the authority may also give: "),
        ];
        for (may, penalty, zh, en) in kinds {
            let named: Vec<&str> = measures
                .iter()
                .filter(|measure| measure.may == may && measure.measure.is_penalty() == penalty)
                .map(|measure| self.words(&measure.text))
                .collect();
            if !named.is_empty() {
                text.push_str(self.language.pick(zh, en));
                text.push_str(&named.join(self.language.pick("、", ", ")));
            }
        }
        text.push_str(self.language.pick("。", "."));
        text
    }

    fn not_applicable(&self) -> String {
        let unmet =
            self.item.requirements.iter().find(|requirement| requirement.is_unmet(&self.values) == Ok(true));
        let text = unmet.map_or("", |requirement| self.words(&requirement.text));
        match self.language {
            Language::Chinese => format!("结论：前提“{text}”不具备，不适用本项。"),
            Language::English => {
                format!("Result: this item does not apply, because its precondition is not met: {text}.")
            }
        }
    }

    fn remarks(&self) -> Vec<String> {
        let mut remarks = Vec::new();
        // General facts that were not given make one sentence of their own.
        let assumptions = self.outcome.own_assumptions();
        if !assumptions.is_empty() {
            let texts: Vec<&str> =
                assumptions.iter().map(|assumption| self.words(&assumption.text)).collect();
            remarks.push(match self.language {
                Language::Chinese => format!("尚待查明或者确认：{}。", texts.join("；")),
                Language::English => format!("Still to be established: {}.", texts.join("; ")),
            });
        }
        remarks.extend(self.general_facts_not_given());
        for warning in self.outcome.warnings() {
            remarks.push(match self.language {
                Language::Chinese => format!("注意：{}。", warning.text.zh),
                Language::English => format!("Warning: {}.", warning.text.en),
            });
        }
        remarks
    }
}
