use super::steps::judge_steps;
use super::{Compliance, Duty, Finding, Judgement, Matter, Noncompliance, Provision, Unsettled, Verdict};
use crate::feel::{Condition, Fault, Formula, Value};
use crate::language::{Bilingual, Language};
use crate::outcome::{fact_text, fact_values};
use crate::penalty::{AssessError, Fact};
use crate::record::{RecordFault, expected, nearest_or_all};

/// Whether a condition holds; else the facts that are missing.
pub(super) enum Answer {
    Yes,
    No,
    Open(Vec<String>),
}

/// A matter on its way through a scheme.
pub(super) struct Review<'a> {
    pub(super) compliance: &'a Compliance,
    pub(super) matter: &'a Matter,
    values: Vec<Value<'a>>,
    pub(super) judgement: Judgement,
}

impl Compliance {
    /// How a matter stands to each duty and step.
    ///
    /// ```
    /// # #[cfg(feature = "bundled")] {
    /// use evenhand::RuleBook;
    /// use evenhand::compliance::{Matter, Noncompliance};
    ///
    /// let book = RuleBook::bundled()?;
    /// let scheme = book.on("2026-11-22".parse()?).compliance("cn.official-reception-regulation/reception")?;
    /// let matter = Matter::from_json(
    ///     r#"{"matter": "2026-17", "day": "2026-11-20", "facts": {"guests": 8, "accompanying": 5, "working_meals": 1}}"#,
    /// )?;
    /// let judgement = scheme.judge(&matter)?;
    /// let found = &judgement.findings[0];
    /// assert_eq!((found.code, found.found.as_deref()), (Noncompliance::NotMet, Some("accompanying = 5, guests = 8")));
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// A record that cannot be taken: a fact, step or role that there is not, a value that a fact cannot have, a step that lies
    /// after the day of the record, a day on which the scheme is not in force.
    pub fn judge(&self, matter: &Matter) -> Result<Judgement, RecordFault> {
        self.refuse(matter)?;
        let values = self.values(matter)?;
        let judgement = Judgement { verdicts: Vec::new(), findings: Vec::new(), unsettled: Vec::new() };
        let mut review = Review { compliance: self, matter, values, judgement };
        for duty in &self.duties {
            review.duty(duty)?;
        }
        judge_steps(&mut review)?;
        Ok(review.judgement)
    }

    /// The faults of a record that need no judging.
    fn refuse(&self, matter: &Matter) -> Result<(), RecordFault> {
        let days = &self.document.in_force;
        if !days.contains(matter.day) {
            let told = |word: &str| days.until.map_or_else(String::new, |until| format!("{word}{until}"));
            let zh = format!("规则施行期间的日期，自{}起{}", days.from, told("至"));
            let en =
                format!("a day on which these rules are in force, from {}{}", days.from, told(" until "));
            return Err(RecordFault::new("not-in-force", "day", expected(zh, en), matter.day.to_string()));
        }
        let word = |field: &str, word: &str, known: &[&str]| {
            if known.contains(&word) {
                return Ok(());
            }
            let known = nearest_or_all(word, known.iter().copied());
            Err(RecordFault::new("not-a-choice", field, known, format!("`{word}`")))
        };
        let steps: Vec<&str> = self.steps.iter().map(|step| step.provision.name.as_str()).collect();
        let roles: Vec<&str> = self.roles.iter().map(|role| role.name.as_str()).collect();
        for event in &matter.events {
            word("events.event", &event.event, &steps)?;
            if let Some(by) = &event.by {
                word("events.by", by, &roles)?;
            }
            if event.day > matter.day {
                let zh = format!("不晚于记录日期{}的日期", matter.day);
                let en = format!("a day that is not after that of the record, {}", matter.day);
                let day = event.day.to_string();
                return Err(RecordFault::new("contradiction", "events.day", expected(zh, en), day));
            }
        }
        Ok(())
    }

    /// The values of the facts, by slot.
    fn values<'a>(&self, matter: &'a Matter) -> Result<Vec<Value<'a>>, RecordFault> {
        let mut values = vec![Value::Missing; self.facts.len()];
        for (name, given) in matter.facts.iter() {
            let field = format!("facts.{name}");
            let found = self.facts.iter().zip(&mut values).find(|(fact, _)| fact.name == name);
            let Some((fact, value)) = found else {
                let known = nearest_or_all(name, self.facts.iter().map(|fact| fact.name.as_str()));
                return Err(RecordFault::new("unknown-fact", field, known, format!("`{name}`")));
            };
            if *value != Value::Missing {
                return Err(RecordFault::repeated(field));
            }
            *value = fact.read(given).map_err(|error: AssessError| {
                RecordFault::new(
                    error.code(),
                    field,
                    expected(fact_values(fact, Language::Chinese), fact.expected()),
                    given.to_string(),
                )
            })?;
        }
        Ok(values)
    }
}

/// A value as JSON would have it.
fn plain(value: Value<'_>) -> String {
    match value {
        Value::Missing => String::new(),
        Value::Number(number) => number.to_string(),
        Value::Boolean(truth) => truth.to_string(),
        Value::Text(text) => text.to_owned(),
        Value::Date(day) => day.to_string(),
    }
}

impl Review<'_> {
    fn duty(&mut self, duty: &Duty) -> Result<(), RecordFault> {
        let missing = match self.applies(&duty.provision)? {
            Answer::No => {
                self.settle(Verdict::NotApplicable);
                return Ok(());
            }
            Answer::Yes => Vec::new(),
            Answer::Open(missing) => missing,
        };
        match (self.ask(&duty.holds.formula)?, missing.is_empty()) {
            // What holds is in order whether or not it must.
            (Answer::Yes, _) => self.settle(Verdict::Met),
            (Answer::No, true) => {
                let finding = self.not_met(duty);
                self.judgement.findings.push(finding);
                self.settle(Verdict::NotMet);
            }
            (Answer::No, false) => self.unsettle(Verdict::NotJudged, missing),
            (Answer::Open(more), _) => {
                let more = more.into_iter().filter(|name| !missing.contains(name)).collect::<Vec<_>>();
                self.unsettle(Verdict::NotJudged, [missing, more].concat());
            }
        }
        Ok(())
    }

    fn not_met(&self, duty: &Duty) -> Finding {
        let formula = &duty.holds.formula;
        let named: Vec<(&Fact, Value<'_>)> = formula
            .facts
            .iter()
            .filter_map(|slot| Some((self.compliance.facts.get(slot.0)?, *self.values.get(slot.0)?)))
            .filter(|(_, value)| *value != Value::Missing)
            .collect();
        let found: Vec<String> =
            named.iter().map(|(fact, value)| format!("{} = {}", fact.name, plain(*value))).collect();
        let words = |language: Language| {
            let required = self.compliance.phrases(language).condition(&duty.holds);
            let facts: Vec<String> =
                named.iter().filter_map(|(fact, value)| fact_text(fact, *value, language)).collect();
            match language {
                Language::Chinese => format!("应当{required}，实为{}", facts.join("，")),
                Language::English => format!("required is {required}, found {}", facts.join(", ")),
            }
        };
        Finding {
            code: Noncompliance::NotMet,
            provision: self.place(),
            expected: duty.holds.text.clone(),
            found: Some(found.join(", ")),
            message: Bilingual { zh: words(Language::Chinese), en: words(Language::English) },
        }
    }

    /// Whether a duty or step applies to the matter.
    pub(super) fn applies(&self, provision: &Provision) -> Result<Answer, RecordFault> {
        provision.when.as_ref().map_or(Ok(Answer::Yes), |when| self.ask(&when.formula))
    }

    fn ask(&self, condition: &Formula<Condition>) -> Result<Answer, RecordFault> {
        match condition.term.evaluate(&self.values) {
            Ok(true) => Ok(Answer::Yes),
            Ok(false) => Ok(Answer::No),
            Err(Fault::Missing(_)) => {
                let missing = condition.facts.iter();
                let missing = missing.filter(|slot| self.values.get(slot.0) == Some(&Value::Missing));
                let facts = missing.filter_map(|slot| self.compliance.facts.get(slot.0));
                Ok(Answer::Open(facts.map(|fact| fact.name.clone()).collect()))
            }
            Err(Fault::Overflow) => Err(RecordFault::new(
                "overflow",
                "facts",
                expected("可以精确计算的数和日期", "numbers and days that can be computed exactly"),
                "one beyond that",
            )),
        }
    }

    /// The place of the duty or step that is judged.
    pub(super) fn place(&self) -> usize {
        self.judgement.verdicts.len()
    }

    /// Ends the duty or step that is judged.
    pub(super) fn settle(&mut self, verdict: Verdict) {
        self.judgement.verdicts.push(verdict);
    }

    /// Ends it without an answer.
    pub(super) fn unsettle(&mut self, verdict: Verdict, missing: Vec<String>) {
        self.judgement.unsettled.push(Unsettled { provision: self.place(), verdict, missing });
        self.settle(verdict);
    }
}
