//! What late payment costs, in words.

use std::sync::Arc;

use super::{Assumption, DueOutcome, Warning};
use crate::book::SurchargeRule;
use crate::feel::describe::quantity_text;
use crate::language::{Bilingual, Language, number_text};
use crate::limit::{Charge, HaltReason, Surcharge, SurchargeOf};
use crate::number::Rational;
use crate::penalty::Document;
use crate::time::Date;

/// What late payment costs, and why.
#[derive(Clone, Debug)]
pub struct SurchargeOutcome {
    rule: Arc<SurchargeRule>,
    charge: Charge,
    limit: Option<DueOutcome>,
}

impl SurchargeOutcome {
    pub(crate) const fn new(rule: Arc<SurchargeRule>, charge: Charge, limit: Option<DueOutcome>) -> Self {
        Self { rule, charge, limit }
    }

    /// The surcharge that was applied.
    #[must_use]
    pub fn surcharge(&self) -> &Surcharge {
        &self.rule.surcharge
    }

    /// The document, in the version that was applied.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.rule.document
    }

    /// What was counted.
    #[must_use]
    pub const fn charge(&self) -> &Charge {
        &self.charge
    }

    /// The limit for paying, if one was counted.
    #[must_use]
    pub const fn limit(&self) -> Option<&DueOutcome> {
        self.limit.as_ref()
    }

    /// The outcome as a paragraph.
    #[must_use]
    pub fn explanation(&self, language: Language) -> String {
        self.sentences(language).join(language.pick("", " "))
    }

    /// The outcome in sentences: the steps, what it rests on, what to know before using it.
    #[must_use]
    pub fn sentences(&self, language: Language) -> Vec<String> {
        let mut sentences = self.working(language);
        let assumed = self.assumptions().into_iter().map(|assumption| {
            let text = assumption.text.get(language);
            match language {
                Language::Chinese => format!("有待确认：{text}。"),
                Language::English => format!("Still to be established: {text}."),
            }
        });
        sentences.extend(assumed);
        sentences.extend(self.warnings().into_iter().map(|warning| {
            let text = warning.text.get(language);
            match language {
                Language::Chinese => format!("注意：{text}。"),
                Language::English => format!("Warning: {text}."),
            }
        }));
        sentences
    }

    fn money(&self, amount: Rational, language: Language) -> String {
        quantity_text(amount, self.rule.document.currency, language)
    }

    /// How it came about, a sentence a step.
    fn working(&self, language: Language) -> Vec<String> {
        let (surcharge, charge) = (&self.rule.surcharge, &self.charge);
        let money = |amount| self.money(amount, language);
        let (title, document) = (surcharge.title.get(language), self.rule.document.title.get(language));
        let (basis, principal) = (surcharge.basis.get(language), money(charge.principal));
        let (rate, due) = (percent(surcharge.rate, language), charge.due);
        let mut sentences = vec![match language {
            Language::Chinese => {
                format!(
                    "{title}：依据《{document}》{basis}，到期不缴纳的，每日加{rate}。应缴{principal}，最迟{due}缴纳。"
                )
            }
            Language::English => format!(
                "{}: {document}, {basis}: {rate} for each day of late payment. To be paid: {principal}, by {due}.",
                capitalised(title)
            ),
        }];
        sentences.extend(charge.instalments.iter().map(|(day, amount)| match language {
            Language::Chinese => format!("分期：{}最迟{day}缴纳。", money(*amount)),
            Language::English => format!("Instalment: {} by {day}.", money(*amount)),
        }));
        sentences
            .extend(charge.halts.iter().map(|halt| self.halt(halt.from, halt.until, halt.why, language)));
        sentences.extend(charge.payments.iter().map(|(day, amount)| match language {
            Language::Chinese => format!("{day}缴纳{}。", money(*amount)),
            Language::English => format!("Paid on {day}: {}.", money(*amount)),
        }));
        for span in &charge.spans {
            let (of, amount) = (money(span.of), money(span.amount));
            let held = charge.reached == Some(span.until);
            let equals = match (language, held) {
                (_, false) => format!(" = {amount}"),
                (Language::Chinese, true) => format!("，以上限为止，计{amount}"),
                (Language::English, true) => format!(", up to the cap: {amount}"),
            };
            sentences.push(match language {
                Language::Chinese => {
                    format!(
                        "{}至{}，{}日：{of} × {rate} × {}{equals}。",
                        span.from, span.until, span.days, span.days
                    )
                }
                Language::English => {
                    format!("{} to {}: {of} × {rate} × {} days{equals}.", span.from, span.until, span.days)
                }
            });
        }
        sentences.extend(charge.reached.map(|day| self.reached(day, language)));
        let (days, total) = (charge.days, money(charge.surcharge));
        let (unpaid, owed) = (money(charge.unpaid), money(charge.owed));
        sentences.push(match language {
            Language::Chinese => {
                format!("截至{}，计{days}日，{title}{total}；本金尚欠{unpaid}，合计应缴{owed}。", charge.on)
            }
            Language::English => format!(
                "By {}: {days} {} counted, {title} {total}; of the principal {unpaid} are open, {owed} in all.",
                charge.on,
                if days == 1 { "day" } else { "days" }
            ),
        });
        sentences
    }

    fn halt(&self, from: Date, until: Option<Date>, why: HaltReason, language: Language) -> String {
        let stop = match why {
            HaltReason::Deferred => None,
            HaltReason::Stopped(reason) => reason.and_then(|reason| self.rule.surcharge.stops.get(reason)),
        };
        let why = match (why, stop) {
            (HaltReason::Deferred, _) => language.pick("批准暂缓缴纳", "payment was deferred").to_owned(),
            (_, None) => language.pick("停止计算", "the counting was stopped").to_owned(),
            (_, Some(stop)) => {
                let basis = stop.basis.as_ref().map(|basis| basis.in_brackets(language)).unwrap_or_default();
                format!("{}{basis}", stop.title.get(language))
            }
        };
        match (language, until) {
            (Language::Chinese, Some(until)) => format!("{from}次日至{until}不计：{why}。"),
            (Language::Chinese, None) => format!("{from}次日起不计：{why}。"),
            (Language::English, Some(until)) => {
                format!("Not counted are the days after {from}, up to and with {until}: {why}.")
            }
            (Language::English, None) => format!("Not counted are the days after {from}: {why}."),
        }
    }

    fn reached(&self, day: Date, language: Language) -> String {
        let surcharge = &self.rule.surcharge;
        let basis = surcharge.cap_basis.as_ref().map(|basis| basis.in_brackets(language)).unwrap_or_default();
        let cap = percent(surcharge.cap.unwrap_or(Rational::ONE), language);
        match language {
            Language::Chinese => format!("{day}达到上限：本金的{cap}{basis}。"),
            Language::English => format!("On {day} the cap is reached: {cap} of the principal{basis}."),
        }
    }

    /// What it rests on, to be confirmed.
    #[must_use]
    pub fn assumptions(&self) -> Vec<Assumption> {
        let charge = &self.charge;
        let mut assumptions = self.limit.as_ref().map(DueOutcome::assumptions).unwrap_or_default();
        if let Some(other) = charge.of_principal {
            let text = Bilingual {
                zh: format!(
                    "部分缴纳以后按未缴部分计算；法律没有写明，如按全部本金计算，为{}",
                    self.money(other, Language::Chinese)
                ),
                en: format!(
                    "after a part was paid, the rate is taken of what is unpaid; the law does not say so, and of the whole principal it would be {}",
                    self.money(other, Language::English)
                ),
            };
            assumptions.push(Assumption { fact: "paid".to_owned(), text });
        }
        let unnamed = charge.halts.iter().filter(|halt| halt.why == HaltReason::Stopped(None));
        assumptions.extend(unnamed.map(|halt| Assumption {
            fact: "stopped".to_owned(),
            text: Bilingual {
                zh: format!("{}停止计算的事由没有说明", halt.from),
                en: format!("why the counting was stopped on {} is not said", halt.from),
            },
        }));
        let late = |day: &Date| *day > charge.due;
        if !charge.instalments.is_empty() && self.rule.surcharge.of != SurchargeOf::Principal {
            let text = Bilingual {
                zh: "一期逾期不使其余各期提前到期".into(),
                en: "that one instalment is late does not make the others due".into(),
            };
            assumptions.push(Assumption { fact: "instalment".to_owned(), text });
        }
        if charge.payments.iter().any(|(day, _)| late(day)) {
            let text = Bilingual {
                zh: "缴纳当日计算在内；所缴款项先抵本金".into(),
                en: "the day of a payment is counted, and what is paid goes to the principal first".into(),
            };
            assumptions.push(Assumption { fact: "paid".to_owned(), text });
        }
        assumptions
    }

    /// What to know before using it.
    #[must_use]
    pub fn warnings(&self) -> Vec<Warning> {
        let limit = self.limit.as_ref().map(DueOutcome::warnings).unwrap_or_default();
        // That the limit has passed is what this is about.
        limit.into_iter().collect()
    }
}

fn percent(part: Rational, language: Language) -> String {
    let hundredfold = part.multiply(Rational::integer(100));
    hundredfold.map_or_else(|| part.to_string(), |percent| format!("{}%", number_text(percent, language)))
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).collect()
}
