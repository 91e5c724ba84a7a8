use std::sync::Arc;

use super::Phrases;
use super::law::{CaseFinding, CircumstancesFound};
use super::provided::{is_provided, without_basis};
use super::sentence::Narrator;
use crate::facts::Facts;
use crate::feel::{Fault, Value};
use crate::language::{Bilingual, Language};
use crate::pack::{Measure, SourceKind};
use crate::penalty::{
    AssessError, Bound, Decision, Document, Fact, FactorWeights, Governed, Item, MeasureRule, OutcomeKind,
    Step, TableRow, Tariff, Trace,
};

/// What follows from the facts of a case under one item, and why.
///
/// ```
/// # #[cfg(feature = "bundled")] {
/// use evenhand::{Facts, Language, RuleBook};
/// use rust_decimal::dec;
///
/// let book = RuleBook::bundled()?;
/// let item = book.on("2026-11-21".parse()?).item("cn.dongying.city-appearance/46-4")?;
/// let outcome = item.assess(&Facts::new().with("area", dec!(16.8)))?;
///
/// let (min, max) = outcome.decision().fine.and_then(|fine| fine.to_decimals()).unwrap();
/// assert_eq!((min, max), (dec!(1680), dec!(1680)));
/// assert!(outcome.explanation(Language::English).contains("1,680 yuan"));
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Outcome {
    pub(super) item: Arc<Item>,
    /// The documents whose general rules were applied.
    pub(super) documents: Vec<Arc<Document>>,
    facts: Facts,
    pub(super) decision: Decision,
    steps: Vec<Step>,
    pub(crate) circumstances: CircumstancesFound,
    pub(super) case: Option<CaseFinding>,
}

/// Something that the outcome rests on and that nobody said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumption {
    /// The fact that would settle it.
    pub fact: String,
    /// What was taken for granted.
    pub text: Bilingual,
}

/// Something that an officer must know before using the outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Its stable name.
    pub code: &'static str,
    /// In words.
    pub text: Bilingual,
}

/// A measure beside the fine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppliedMeasure {
    /// Which one.
    pub measure: Measure,
    /// The authority may, but need not.
    pub may: bool,
    /// In words, with what it is about.
    pub text: Bilingual,
}

impl Item {
    /// What follows from the facts, with everything that is needed to explain it.
    ///
    /// # Errors
    /// [`AssessError`]: the facts do not fit, or the rule has a gap or a contradiction for them.
    pub fn assess(self: &Arc<Self>, facts: &Facts) -> Result<Outcome, AssessError> {
        // Without general rules, a fact that the item does not have is one that nobody knows.
        Outcome::of(&Governed { item: self, documents: Vec::new() }, facts, None)
    }
}

impl Outcome {
    /// What follows under an item and the rules that govern it. Facts that only `other` knows are passed over.
    pub(crate) fn of(
        governed: &Governed<'_>,
        facts: &Facts,
        other: Option<&Governed<'_>>,
    ) -> Result<Self, AssessError> {
        Self::of_bound(governed, facts, &mut governed.bind(facts, other)?)
    }

    /// The same with facts that are bound already.
    pub(crate) fn of_bound(
        governed: &Governed<'_>,
        facts: &Facts,
        bound: &mut Bound<'_>,
    ) -> Result<Self, AssessError> {
        let circumstances = governed.circumstances(bound)?;
        let heeded = governed.heeding(circumstances.must.clone());
        let mut trace = Trace::on();
        let decision = governed.item.compute(&mut bound.item, &heeded, &mut trace)?;
        let allowed = match decision.kind {
            OutcomeKind::Fine | OutcomeKind::Measures => governed.allowed(&circumstances, bound)?,
            OutcomeKind::NoPenalty | OutcomeKind::NotApplicable => Vec::new(),
        };
        let outcome = Self {
            item: Arc::clone(governed.item),
            documents: governed.documents.iter().map(|document| Arc::clone(document)).collect(),
            facts: facts.clone(),
            decision,
            steps: trace.into_steps(),
            circumstances: CircumstancesFound {
                must: circumstances.must.into_iter().map(|(reference, _)| reference).collect(),
                may: circumstances.may.into_iter().map(|(reference, _)| reference).collect(),
                allowed,
                open: circumstances.open,
            },
            case: None,
        };
        // A measure whose condition is merely open is told as such; one that cannot be computed is an error.
        let own = outcome.measure_rules().chain(governed.item.statutory_measures.iter().flatten());
        let own = own.map(|rule| unsettled(rule, &bound.item));
        let general = outcome.documents.iter().zip(&bound.general).flat_map(|(document, values)| {
            let rules =
                document.general.measures.iter().filter(|rule| goes_with(outcome.decision.kind, rule));
            rules.map(|rule| unsettled(rule, values))
        });
        if own.chain(general).any(|fault| fault == Some(Fault::Overflow)) {
            return Err(governed.item.fault(Fault::Overflow, &bound.item));
        }
        Ok(outcome)
    }

    /// The outcome with what the days of the case add: a penalty that is excluded takes the place of the item's own.
    pub(crate) fn put_before_the_law(&mut self, case: CaseFinding, decision: Decision) {
        if decision.kind == OutcomeKind::NoPenalty && self.decision.kind != OutcomeKind::NoPenalty {
            self.steps.clear();
            self.circumstances.allowed.clear();
            self.decision = decision;
        }
        self.case = Some(case);
    }
}

impl Outcome {
    /// The item.
    #[must_use]
    pub const fn item(&self) -> &Arc<Item> {
        &self.item
    }

    /// The facts, as they were given.
    #[must_use]
    pub const fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The bare result.
    #[must_use]
    pub const fn decision(&self) -> &Decision {
        &self.decision
    }

    /// The steps that led to it.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The name of the tier that was chosen.
    #[must_use]
    pub fn tier(&self) -> Option<&Bilingual> {
        self.row()?.tier.as_ref()
    }

    pub(super) fn row(&self) -> Option<&TableRow> {
        match &self.item.tariff {
            Tariff::Tiers(table) => table.rows.get(self.decision.row?),
            _ => None,
        }
    }

    /// The facts that were given, by name, each written in one way however it was given: `16.80` is `16.8`.
    #[must_use]
    pub fn established(&self) -> Vec<(&str, String)> {
        let text = |value: Value<'_>| match value {
            Value::Missing => None,
            Value::Number(number) => Some(number.to_string()),
            Value::Boolean(value) => Some(value.to_string()),
            Value::Text(text) => Some(text.to_owned()),
            Value::Date(date) => Some(date.to_string()),
        };
        let own = self.item.facts.iter().zip(self.values());
        let procedural = self.case.iter().flat_map(|case| &case.procedural);
        let general = self
            .documents
            .iter()
            .chain(procedural)
            .flat_map(|document| document.general.facts.iter().zip(self.general_values(document)));
        let named = own.chain(general).map(move |(fact, value)| (fact.name.as_str(), text(value)));
        named.filter_map(|(name, value)| Some((name, value?))).collect()
    }

    /// The documents whose general rules were applied.
    pub(crate) fn documents(&self) -> &[Arc<Document>] {
        &self.documents
    }

    /// The facts by slot. They were bound before, so binding them again cannot fail.
    pub(crate) fn values(&self) -> Vec<Value<'_>> {
        Fact::bind_all(&self.item.facts, &self.facts).unwrap_or_default()
    }

    /// The same for the facts that a governing document declares.
    pub(crate) fn general_values(&self, document: &Document) -> Vec<Value<'_>> {
        Fact::bind_all(&document.general.facts, &self.facts).unwrap_or_default()
    }

    /// What the outcome rests on and nobody said: preconditions, levels of factors, conditions of measures, the days
    /// of the case, general circumstances.
    #[must_use]
    pub fn assumptions(&self) -> Vec<Assumption> {
        let mut assumptions = self.own_assumptions();
        assumptions.extend(self.open_general_facts().into_iter().map(|fact| Assumption {
            fact: fact.name.clone(),
            text: Bilingual {
                zh: format!("{}：未提供，按没有计", fact.label.zh),
                en: format!("{}: not given, taken as absent", fact.label.en),
            },
        }));
        assumptions
    }

    /// The assumptions without the general circumstances.
    pub(super) fn own_assumptions(&self) -> Vec<Assumption> {
        if self.decision.kind == OutcomeKind::NotApplicable {
            return Vec::new();
        }
        let values = self.values();
        let fact_name =
            |slot: crate::feel::Slot| self.item.facts.get(slot.0).map_or("", |fact| fact.name.as_str());
        let mut assumptions = self.assumptions_about_days();
        for requirement in &self.item.requirements {
            if let Err(Fault::Missing(slot)) = requirement.when.formula.term.evaluate(&values) {
                let text = Bilingual {
                    zh: format!("{}（待确认）", requirement.text.zh),
                    en: format!("{} (to be confirmed)", requirement.text.en),
                };
                assumptions.push(Assumption { fact: fact_name(slot).to_owned(), text });
            }
        }
        for step in &self.steps {
            match (step, &self.item.tariff) {
                (Step::Weights { factors, .. }, Tariff::Weights(table)) => {
                    for (choice, factor) in factors.iter().zip(&table.factors) {
                        if let (FactorWeights::Cells(slot, _), true) = (&factor.weights, choice.assumed) {
                            assumptions.push(not_established(fact_name(*slot), &factor.title));
                        }
                    }
                }
                (Step::Row { assumed, .. }, _) => {
                    let facts = assumed.iter().filter_map(|slot| self.item.facts.get(slot.0));
                    assumptions.extend(facts.map(|fact| not_established(&fact.name, &fact.label)));
                }
                (Step::PersonsOpen(slot), _) => {
                    let label = self.item.facts.get(slot.0).map_or("", |fact| fact.label.zh.as_str());
                    let label_en = self.item.facts.get(slot.0).map_or("", |fact| fact.label.en.as_str());
                    let text = Bilingual {
                        zh: format!("责任人员的罚款取决于“{label}”（待确认）"),
                        en: format!(
                            "the fine of the persons responsible depends on “{label_en}” (to be confirmed)"
                        ),
                    };
                    assumptions.push(Assumption { fact: fact_name(*slot).to_owned(), text });
                }
                _ => {}
            }
        }
        for rule in self.measure_rules() {
            let Some(Fault::Missing(slot)) = unsettled(rule, &values) else { continue };
            let narrate = |language| Phrases::new(&self.item, language).measure(rule);
            let label = self.item.facts.get(slot.0).map(|fact| fact.label.clone());
            let label = label.unwrap_or_else(|| Bilingual::same(""));
            let text = Bilingual {
                zh: format!("是否{}，取决于“{}”（待确认）", narrate(Language::Chinese), label.zh),
                en: format!("{} depends on “{}” (to be confirmed)", narrate(Language::English), label.en),
            };
            assumptions.push(Assumption { fact: fact_name(slot).to_owned(), text });
        }
        assumptions
    }

    /// What an officer must know before using the outcome.
    #[must_use]
    pub fn warnings(&self) -> Vec<Warning> {
        let mut warnings = self.warnings_about_the_law();
        if self.item.document.source.kind == SourceKind::Illustration {
            let text = Bilingual {
                zh: "本规则仅为示例，未经任何机关公布，不得作为处罚依据".into(),
                en: "this rule is an illustration: no authority has published it, and no penalty can rest on it"
                    .into(),
            };
            warnings.push(Warning { code: "illustration", text });
        }
        for step in &self.steps {
            if let Step::Clamped { before, after } = step {
                let narrate = |language| {
                    let say = Phrases::new(&self.item, language);
                    (say.ends(*before), say.ends(*after))
                };
                let (before_zh, after_zh) = narrate(Language::Chinese);
                let (before_en, after_en) = narrate(Language::English);
                let text = Bilingual {
                    zh: format!("按本规则计算的{before_zh}不在法定幅度之内，已按{after_zh}计"),
                    en: format!(
                        "the rule's own amount of {before_en} leaves the statutory range and was moved to {after_en}"
                    ),
                };
                warnings.push(Warning { code: "clamped", text });
            }
        }
        let values = self.values();
        for rule in self.applied_rules(&values).filter(|rule| !is_provided(&self.item, rule.measure, &values))
        {
            let text = without_basis(&self.item, rule.measure);
            warnings.push(Warning { code: "measure-without-basis", text });
        }
        warnings
    }

    /// The measures beside the fine.
    #[must_use]
    pub fn measures(&self) -> Vec<AppliedMeasure> {
        let values = self.values();
        let own: Vec<&MeasureRule> = self.applied_rules(&values).collect();
        let of_documents: Vec<_> =
            self.documents.iter().map(|document| self.general_values(document)).collect();
        let general = self
            .general_measures(&of_documents)
            .filter(|rule| self.measure_rules().all(|own| own.measure != rule.measure));
        let all = own.iter().copied().chain(general);
        all.map(|rule| AppliedMeasure {
            measure: rule.measure,
            may: rule.may,
            text: Bilingual {
                zh: Phrases::new(&self.item, Language::Chinese).measure(rule),
                en: Phrases::new(&self.item, Language::English).measure(rule),
            },
        })
        .collect()
    }

    /// The item's own measures whose conditions are met.
    fn applied_rules<'a>(&'a self, values: &'a [Value<'a>]) -> impl Iterator<Item = &'a MeasureRule> {
        let holds = |rule: &MeasureRule| match &rule.when {
            Some(when) => when.formula.term.evaluate(values) == Ok(true),
            None => true,
        };
        self.measure_rules().filter(move |rule| holds(rule))
    }

    /// The measures of the governing documents whose conditions are met, by the facts of each.
    pub(crate) fn general_measures<'a>(
        &'a self,
        of_documents: &'a [Vec<Value<'a>>],
    ) -> impl Iterator<Item = &'a MeasureRule> {
        let kind = self.decision.kind;
        self.documents.iter().zip(of_documents).flat_map(move |(document, values)| {
            let applied = move |rule: &&MeasureRule| {
                let holds =
                    rule.when.as_ref().is_none_or(|when| when.formula.term.evaluate(values) == Ok(true));
                holds && goes_with(kind, rule)
            };
            document.general.measures.iter().filter(applied)
        })
    }

    /// The article: the row's, where it has one of its own.
    #[must_use]
    pub fn basis(&self) -> &Bilingual {
        self.row().and_then(|row| row.basis.as_ref()).unwrap_or(&self.item.basis)
    }

    /// Whether the authority may, but need not, fine.
    #[must_use]
    pub fn may(&self) -> bool {
        self.row().and_then(|row| row.may).unwrap_or(self.item.may)
    }

    /// The measures that go with the outcome, their own conditions aside. Without a penalty the orders stay.
    pub(crate) fn measure_rules(&self) -> impl Iterator<Item = &MeasureRule> {
        let kind = self.decision.kind;
        let all = self.item.measures.iter().chain(self.row().into_iter().flat_map(|row| &row.measures));
        all.filter(move |rule| goes_with(kind, rule))
    }

    /// The step in a sentence; empty where there is nothing to say about it.
    #[must_use]
    pub fn sentence(&self, step: &Step, language: Language) -> String {
        Narrator::new(self, language).sentence(step)
    }

    /// The facts that were given, each with its name and its value in words: the item's, then those of the general law.
    #[must_use]
    pub fn facts_in_words(&self, language: Language) -> Vec<(String, String)> {
        let say = Phrases::new(&self.item, language);
        let own = self.item.facts.iter().zip(self.values());
        let told = own.chain(self.general_facts_given());
        told.filter_map(|(fact, value)| {
            Some((fact.label.get(language).to_owned(), say.value_text(fact, value)?))
        })
        .collect()
    }

    /// The result in one line: `罚款：1680元`, `Fine: 1,680 yuan`, `No penalty`.
    #[must_use]
    pub fn headline(&self, language: Language) -> String {
        match (self.decision.kind, self.decision.fine) {
            (OutcomeKind::Fine, Some(_)) => {
                let fine = Phrases::new(&self.item, language).fine(&self.decision);
                format!("{}{fine}", language.pick("罚款：", "Fine: "))
            }
            (OutcomeKind::Measures, _) => {
                language.pick("不处罚款，另有措施", "No fine, but measures").to_owned()
            }
            (OutcomeKind::NoPenalty, _) => language.pick("不予行政处罚", "No penalty").to_owned(),
            (OutcomeKind::Fine | OutcomeKind::NotApplicable, _) => {
                language.pick("不适用本项", "The item does not apply").to_owned()
            }
        }
    }

    /// The whole outcome in sentences, in the order in which a decision says them.
    #[must_use]
    pub fn sentences(&self, language: Language) -> Vec<String> {
        Narrator::new(self, language).sentences()
    }

    /// The whole outcome as a paragraph that can be put into a decision.
    #[must_use]
    pub fn explanation(&self, language: Language) -> String {
        self.sentences(language).join(match language {
            Language::Chinese => "",
            Language::English => " ",
        })
    }
}

fn not_established(fact: &str, label: &Bilingual) -> Assumption {
    let text = Bilingual {
        zh: format!("{}未查明，按最低档计", label.zh),
        en: format!("{}: not established, so its lightest level is taken", label.en),
    };
    Assumption { fact: fact.to_owned(), text }
}

/// Whether a measure goes with an outcome: without a penalty the orders stay.
fn goes_with(kind: OutcomeKind, rule: &MeasureRule) -> bool {
    match kind {
        OutcomeKind::Fine | OutcomeKind::Measures => true,
        OutcomeKind::NoPenalty => !rule.measure.is_penalty(),
        OutcomeKind::NotApplicable => false,
    }
}

/// The fault of a measure's condition, if it cannot be decided.
fn unsettled(rule: &MeasureRule, values: &[Value<'_>]) -> Option<Fault> {
    rule.when.as_ref()?.formula.term.evaluate(values).err()
}
