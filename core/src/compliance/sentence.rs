use super::{Compliance, Finding, Unsettled, Verdict};
use crate::feel::describe::Names;
use crate::feel::{Condition, Slot};
use crate::language::Language;
use crate::penalty::Sourced;

/// The words of a scheme in one language.
pub(super) struct Phrases<'a> {
    compliance: &'a Compliance,
    language: Language,
}

impl Compliance {
    pub(super) const fn phrases(&self, language: Language) -> Phrases<'_> {
        Phrases { compliance: self, language }
    }

    /// A condition with the names of its facts: `陪餐人数 ≤ 3`, `accompanying ≤ 3`.
    #[must_use]
    pub fn condition(&self, condition: &Sourced<Condition>, language: Language) -> String {
        self.phrases(language).condition(condition)
    }
}

impl Phrases<'_> {
    pub(super) fn condition(&self, condition: &Sourced<Condition>) -> String {
        condition.formula.in_words(self, self.language)
    }
}

impl Names for Phrases<'_> {
    fn fact(&self, slot: Slot) -> String {
        let fact = self.compliance.facts.get(slot.0);
        fact.map_or_else(String::new, |fact| fact.label.get(self.language).to_owned())
    }

    fn value(&self, slot: Slot, value: &str) -> String {
        let fact = self.compliance.facts.get(slot.0);
        fact.map_or(value, |fact| fact.value_label(value, self.language)).to_owned()
    }
}

impl Finding {
    /// The finding in a sentence: what it is about, what is wrong, the article, the alert.
    #[must_use]
    pub fn sentence(&self, compliance: &Compliance, language: Language) -> String {
        let Some(provision) = compliance.provision(self.provision) else { return String::new() };
        let (title, message) = (provision.title.get(language), self.message.get(language));
        let (code, basis) = (self.code.name(language), provision.basis.in_brackets(language));
        let colour = provision.colour.map(|colour| colour.name(language));
        let handling = provision.handling.map(|handling| handling.name(language));
        let alert: Vec<&str> = colour.into_iter().chain(handling).collect();
        let alert = if alert.is_empty() {
            String::new()
        } else {
            format!("{}{}", language.pick("——", " – "), alert.join(language.pick("，", ", ")))
        };
        match language {
            Language::Chinese => format!("{title}：{code}，{message}{basis}{alert}"),
            Language::English => format!("{title}: {code}, {message}{basis}{alert}"),
        }
    }
}

impl Unsettled {
    /// What is not settled, and what it hangs on.
    #[must_use]
    pub fn sentence(&self, compliance: &Compliance, language: Language) -> String {
        let Some(provision) = compliance.provision(self.provision) else { return String::new() };
        let (title, verdict) = (provision.title.get(language), self.verdict.name(language));
        let missing = self.missing.join(language.pick("、", ", "));
        match (self.verdict, language) {
            (Verdict::Pending, Language::Chinese) => format!("{title}：{verdict}"),
            (Verdict::Pending, Language::English) => format!("{title}: {verdict}"),
            (_, Language::Chinese) => format!("{title}：{verdict}，记录未写明{missing}"),
            (_, Language::English) => format!("{title}: {verdict}, the record does not tell {missing}"),
        }
    }
}
