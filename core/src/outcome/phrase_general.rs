//! The words for what a document lays down over many items.

use crate::feel::describe::{Names, period_text, quantity_text};
use crate::feel::{Condition, Slot, Unit};
use crate::language::Language;
use crate::number::{Edge, Range, Rational};
use crate::pack::{Effect, PartsOf};
use crate::penalty::{Circumstance, Document, Sourced, outcome_names};
use crate::time::Period;

/// The general rules of a document in the words of one language: for pages and tables that show them.
///
/// ```
/// # #[cfg(feature = "bundled")] {
/// use evenhand::{DocumentPhrases, Language, RuleBook};
///
/// let book = RuleBook::bundled_documents(["cn.administrative-penalty-law"])?;
/// let rules = book.on("2026-11-21".parse()?);
/// let law = rules.document("cn.administrative-penalty-law").ok_or("not in force")?;
/// let say = DocumentPhrases::new(law, Language::English);
/// let of_children = law.general.circumstances.first().ok_or("no circumstance")?;
/// assert_eq!(say.condition(&of_children.when), "age at the time of the act < 14 years");
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct DocumentPhrases<'a> {
    document: &'a Document,
    language: Language,
}

impl<'a> DocumentPhrases<'a> {
    /// The general rules of this document in this language.
    #[must_use]
    pub const fn new(document: &'a Document, language: Language) -> Self {
        Self { document, language }
    }

    /// A condition of the general rules, with the names of their facts and of what came out: `罚款数额 ≤ 200元`,
    /// `the fine ≤ 200 yuan`.
    #[must_use]
    pub fn condition(&self, rule: &Sourced<Condition>) -> String {
        rule.formula.in_words(self, self.language)
    }

    /// What a circumstance does; a factor with its numbers: `罚款按50%至70%计`, `50% to 70% of the fine`.
    #[must_use]
    pub fn effect(&self, circumstance: &Circumstance) -> String {
        let times = circumstance.times.filter(|_| circumstance.effect == Effect::Times);
        let Some(times) = times else { return circumstance.effect.name(self.language).to_owned() };
        let to = self.language.pick("至", " to ");
        let factor = if times.is_point() {
            self.share(times.min)
        } else {
            format!("{}{to}{}", self.share(times.min), self.share(times.max))
        };
        match self.language {
            Language::Chinese => format!("罚款按{factor}计"),
            Language::English => format!("{factor} of the fine"),
        }
    }

    /// A length of time: `2年`, `2 years`.
    #[must_use]
    pub fn period(&self, period: Period) -> String {
        period_text(period, self.language)
    }

    /// A share: `12.5%`, or a fraction where a percentage has no end.
    #[must_use]
    pub fn share(&self, value: Rational) -> String {
        let percent = value.multiply(Rational::integer(100)).filter(|percent| percent.to_decimal().is_some());
        percent.map_or_else(|| value.to_string(), |percent| format!("{percent}%"))
    }

    /// A part of a range: `0%至30%（不含30%）`, `0% to 30% (without 30%)`; one place is `50%`.
    #[must_use]
    pub fn part(&self, part: &Range) -> String {
        let [low, high] = [part.low, part.high].map(|edge| edge.value().unwrap_or(Rational::ZERO));
        let (low_text, high_text) = (self.share(low), self.share(high));
        if low == high {
            return low_text;
        }
        let ends = [(part.low, &low_text), (part.high, &high_text)];
        let without: Vec<&str> = ends
            .into_iter()
            .filter(|(edge, _)| matches!(edge, Edge::Excluded(_)))
            .map(|(_, text)| text.as_str())
            .collect();
        let text = format!("{low_text}{}{high_text}", self.language.pick("至", " to "));
        match (self.language, without.is_empty()) {
            (_, true) => text,
            (Language::Chinese, false) => format!("{text}（不含{}）", without.join("、")),
            (Language::English, false) => format!("{text} (without {})", without.join(" and ")),
        }
    }

    /// The range that parts divide: `该档幅度`, `the range of the tier`.
    #[must_use]
    pub const fn divided(&self, of: PartsOf) -> &'static str {
        match of {
            PartsOf::Tier => self.language.pick("该档幅度", "the range of the tier"),
            PartsOf::Statutory => self.language.pick("法定幅度", "the statutory range"),
        }
    }

    /// `3吨以上10吨以下`, with 以上 and 以下 as the document defines them.
    #[must_use]
    pub fn range(&self, range: Range, unit: Unit) -> String {
        if let (Edge::Included(low), Edge::Included(high)) = (range.low, range.high)
            && low == high
        {
            return quantity_text(low, unit, self.language);
        }
        let conventions = &self.document.conventions;
        let quantity = |value: Rational| quantity_text(value, unit, self.language);
        let (low, high) = match self.language {
            Language::Chinese => (
                match range.low {
                    Edge::Open => String::new(),
                    Edge::Included(low) if conventions.above_inclusive() => format!("{}以上", quantity(low)),
                    Edge::Included(low) => format!("不低于{}", quantity(low)),
                    Edge::Excluded(low) if conventions.above_inclusive() => format!("超过{}", quantity(low)),
                    Edge::Excluded(low) => format!("{}以上", quantity(low)),
                },
                match range.high {
                    Edge::Open => String::new(),
                    Edge::Included(high) if conventions.below_inclusive() => {
                        format!("{}以下", quantity(high))
                    }
                    Edge::Included(high) => format!("不超过{}", quantity(high)),
                    Edge::Excluded(high) if conventions.below_inclusive() => {
                        format!("不满{}", quantity(high))
                    }
                    Edge::Excluded(high) => format!("{}以下", quantity(high)),
                },
            ),
            Language::English => (
                match range.low {
                    Edge::Open => String::new(),
                    Edge::Included(low) => format!("at least {}", quantity(low)),
                    Edge::Excluded(low) => format!("more than {}", quantity(low)),
                },
                match range.high {
                    Edge::Open => String::new(),
                    Edge::Included(high) => format!("at most {}", quantity(high)),
                    Edge::Excluded(high) => format!("less than {}", quantity(high)),
                },
            ),
        };
        let between = match (low.is_empty() || high.is_empty(), self.language) {
            (true, _) => "",
            (false, Language::Chinese) if low.ends_with("以上") => "",
            (false, Language::Chinese) => "、",
            (false, Language::English) => " and ",
        };
        format!("{low}{between}{high}")
    }
}

impl Names for DocumentPhrases<'_> {
    /// The slots after all facts are parts of what came out.
    fn fact(&self, slot: Slot) -> String {
        let facts = &self.document.general.facts;
        if let Some(fact) = facts.get(slot.0) {
            return fact.label.get(self.language).to_owned();
        }
        let mut names = outcome_names(self.document.currency).into_iter();
        let name = slot.0.checked_sub(facts.len()).and_then(|index| names.nth(index));
        name.map_or_else(String::new, |name| name.label.get(self.language).to_owned())
    }

    fn value(&self, slot: Slot, value: &str) -> String {
        let fact = self.document.general.facts.get(slot.0);
        fact.map_or(value, |fact| fact.value_label(value, self.language)).to_owned()
    }
}
