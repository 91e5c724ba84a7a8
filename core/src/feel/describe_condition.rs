//! Conditions for people, with the names of the facts.

use super::describe::{CHOICE, Describer, Standing, period_text};
use super::{Comparison, Condition, DateTerm, Membership, PeriodTerm, Slot, TextTerm};
use crate::language::Language;
use crate::time::Period;

const OR: u8 = 1;
const AND: u8 = 2;
const ATOM: u8 = 3;

impl Comparison {
    /// The sign as people write it.
    const fn printed(self) -> &'static str {
        match self {
            Self::NotEqual => "≠",
            Self::AtMost => "≤",
            Self::AtLeast => "≥",
            other => other.sign(),
        }
    }
}

impl Describer<'_> {
    /// The condition, in parentheses if it binds weaker than `minimum`.
    pub(super) fn condition(&self, condition: &Condition, minimum: u8) -> String {
        let (text, strength) = match condition {
            Condition::Constant(true) => (self.language.pick("总是", "always").to_owned(), ATOM),
            Condition::Constant(false) => (self.language.pick("从不", "never").to_owned(), ATOM),
            Condition::Fact(slot) => (format!("“{}”", self.name(*slot)), ATOM),
            Condition::Not(inner) => {
                // `!=` of texts is `not` of `=`.
                if let Condition::TextIn(membership) = &**inner
                    && let [_] = membership.tests.as_slice()
                {
                    return self.text_member(membership, self.language.pick("不为", " is not ")).0;
                }
                (format!("{}{}", self.language.pick("非", "not "), self.condition(inner, ATOM)), ATOM)
            }
            Condition::And(parts) => {
                let part = |part: &Condition| match part {
                    Condition::And(_) => self.condition(part, AND),
                    _ => self.condition(part, ATOM),
                };
                (parts.iter().map(part).collect::<Vec<_>>().join(self.and()), AND)
            }
            // `and` binds stronger, but not every reader knows it.
            Condition::Or(parts) => {
                let part = |part: &Condition| match part {
                    Condition::Or(_) => self.condition(part, OR),
                    _ => self.condition(part, ATOM),
                };
                (parts.iter().map(part).collect::<Vec<_>>().join(self.or()), OR)
            }
            Condition::Number(comparison, sides) => {
                let [left, right] = &**sides;
                compared(&self.term(left, CHOICE), *comparison, &self.term(right, CHOICE))
            }
            Condition::Date(comparison, sides) => {
                let [left, right] = &**sides;
                compared(&self.date(left), *comparison, &self.date(right))
            }
            Condition::Period(comparison, sides) => {
                let [left, right] = &**sides;
                compared(&self.period(left), *comparison, &self.period(right))
            }
            Condition::NumberIn(membership) => self.member(membership, |term| self.term(term, CHOICE)),
            Condition::DateIn(membership) => self.member(membership, |term| self.date(term)),
            Condition::TextIn(membership) => self.text_member(membership, self.language.pick("为", " is ")),
            Condition::ConditionEqual(sides) => {
                let [left, right] = &**sides;
                compared(&self.condition(left, ATOM), Comparison::Equal, &self.condition(right, ATOM))
            }
            Condition::If(parts) => {
                let [condition, then, otherwise] = &**parts;
                let [then, otherwise] = [then, otherwise].map(|part| self.condition(part, OR));
                (self.branches(condition, &then, &otherwise), CHOICE)
            }
        };
        if strength < minimum { format!("({text})") } else { text }
    }

    const fn and(&self) -> &'static str {
        self.language.pick("且", " and ")
    }

    const fn or(&self) -> &'static str {
        self.language.pick("或者", " or ")
    }

    /// A value among tests: each test is a list of limits that must all hold. The value is written once: nested ones
    /// would otherwise double with every level.
    fn member<T>(&self, membership: &Membership<T>, write: impl Fn(&T) -> String) -> (String, u8) {
        let several = membership.tests.len() > 1;
        let test = |limits: &Vec<(Comparison, T)>| {
            let limits: Vec<String> =
                limits.iter().map(|(sign, limit)| format!("{} {}", sign.printed(), write(limit))).collect();
            let text = limits.join(self.language.pick("且 ", " and "));
            if several && limits.len() > 1 { format!("({text})") } else { text }
        };
        let tests: Vec<String> = membership.tests.iter().map(test).collect();
        let strength = match membership.tests.as_slice() {
            [only] if only.len() <= 1 => ATOM,
            _ => OR,
        };
        (
            format!("{} {}", write(&membership.value), tests.join(self.language.pick("或者 ", " or "))),
            strength,
        )
    }

    /// `违法主体为“单位”`; the words of a string fact go by its own labels. Texts are only ever tested for equality.
    fn text_member(&self, membership: &Membership<TextTerm>, is: &str) -> (String, u8) {
        let tests = || membership.tests.iter().flatten().map(|(_, text)| text);
        let of = std::iter::once(&membership.value).chain(tests()).find_map(|text| match text {
            TextTerm::Fact(slot) => Some(*slot),
            _ => None,
        });
        let texts: Vec<String> = tests().map(|text| self.text(text, of)).collect();
        let strength = if texts.len() > 1 { OR } else { ATOM };
        (format!("{}{is}{}", self.text(&membership.value, of), texts.join(self.or())), strength)
    }

    fn name(&self, slot: Slot) -> String {
        match &self.facts {
            Standing::Names(names) => names.fact(slot),
            Standing::Values(..) => "?".to_owned(),
        }
    }

    /// A text, by its label where it is a value of the fact in `of`.
    fn text(&self, term: &TextTerm, of: Option<Slot>) -> String {
        match (term, of, &self.facts) {
            (TextTerm::Constant(text), Some(slot), Standing::Names(names)) => {
                format!("“{}”", names.value(slot, text))
            }
            (TextTerm::Constant(text), ..) => format!("“{text}”"),
            (TextTerm::Fact(slot), ..) => self.name(*slot),
            (TextTerm::If(parts), ..) => {
                let (condition, then, otherwise) = &**parts;
                let [then, otherwise] = [then, otherwise].map(|part| self.text(part, of));
                format!("({})", self.branches(condition, &then, &otherwise))
            }
        }
    }

    fn date(&self, term: &DateTerm) -> String {
        match term {
            DateTerm::Constant(date) => date.to_string(),
            DateTerm::Fact(slot) => self.name(*slot),
            DateTerm::Shift(parts, back) => {
                let (date, period) = &**parts;
                format!("{} {} {}", self.date(date), sign(*back), self.period_operand(period))
            }
            DateTerm::If(parts) => {
                let (condition, then, otherwise) = &**parts;
                let [then, otherwise] = [then, otherwise].map(|part| self.date(part));
                format!("({})", self.branches(condition, &then, &otherwise))
            }
        }
    }

    fn period(&self, term: &PeriodTerm) -> String {
        match term {
            PeriodTerm::Constant(period) => period_text(*period, self.language),
            PeriodTerm::Between(dates) => {
                let [later, earlier] = &**dates;
                let (later, earlier) = (self.date(later), self.date(earlier));
                match self.language {
                    Language::Chinese => format!("自{earlier}至{later}的日数"),
                    Language::English => format!("the days from {earlier} to {later}"),
                }
            }
            PeriodTerm::Negate(inner) => format!("-{}", self.period_operand(inner)),
            PeriodTerm::Add(sides, back) => {
                let [left, right] = &**sides;
                format!("{} {} {}", self.period(left), sign(*back), self.period_operand(right))
            }
            PeriodTerm::If(parts) => {
                let (condition, then, otherwise) = &**parts;
                let [then, otherwise] = [then, otherwise].map(|part| self.period(part));
                format!("({})", self.branches(condition, &then, &otherwise))
            }
        }
    }

    fn period_operand(&self, term: &PeriodTerm) -> String {
        let text = self.period(term);
        if matches!(term, PeriodTerm::Add(..) | PeriodTerm::Negate(_)) { format!("({text})") } else { text }
    }

    /// A duration divided by one of `divisor` months or days, whichever it is made of.
    pub(super) fn ratio(&self, period: &PeriodTerm, divisor: i64) -> String {
        let divisor = if in_months(period) { Period::Months(divisor) } else { Period::Days(divisor) };
        format!("{} ÷ {}", self.period_operand(period), period_text(divisor, self.language))
    }
}

fn compared(left: &str, comparison: Comparison, right: &str) -> (String, u8) {
    (format!("{left} {} {right}", comparison.printed()), ATOM)
}

const fn sign(back: bool) -> &'static str {
    if back { "-" } else { "+" }
}

fn in_months(term: &PeriodTerm) -> bool {
    match term {
        PeriodTerm::Constant(period) => matches!(period, Period::Months(_)),
        PeriodTerm::Between(_) => false,
        PeriodTerm::Negate(inner) => in_months(inner),
        PeriodTerm::Add(sides, _) => sides.iter().all(in_months),
        PeriodTerm::If(parts) => in_months(&parts.1),
    }
}
