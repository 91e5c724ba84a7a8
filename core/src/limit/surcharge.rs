use super::{Event, LimitError, Log, StopReason, SurchargeError, When};
use crate::language::Bilingual;
use crate::number::{Rational, Rounding, parse_decimal};
use crate::time::Date;

/// What is added day by day when money is not paid in time.
///
/// It is made by [`RuleBook::surcharge`](crate::RuleBook::surcharge).
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct Surcharge {
    /// Its id: the document's, `/`, and the article.
    pub id: String,
    /// What it is called.
    pub title: Bilingual,
    /// The article.
    pub basis: Bilingual,
    /// The part of the money that each day adds.
    pub rate: Rational,
    /// The most that it comes to, as a part of the principal.
    pub cap: Option<Rational>,
    /// The article that says so, where it is another.
    pub cap_basis: Option<Bilingual>,
    /// What each day's part is a part of.
    pub of: SurchargeOf,
    /// By when the money was to be paid.
    pub start: SurchargeStart,
    /// What keeps days from being counted.
    pub stops: Vec<StopReason>,
    /// How it is rounded, once.
    pub rounding: Rounding,
    /// What a reader should know.
    pub note: Option<Bilingual>,
}

/// What each day's part is a part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SurchargeOf {
    /// Of what is overdue and still unpaid.
    Unpaid,
    /// Of the whole principal, as long as something is overdue.
    Principal,
    /// The law does not say: of what is unpaid, and the other reading is told as well.
    Unsettled,
}

impl SurchargeOf {
    /// Every choice with the word that a pack uses.
    pub const ALL: [(&str, Self); 3] =
        [("unpaid", Self::Unpaid), ("principal", Self::Principal), ("unsettled", Self::Unsettled)];
}

/// By when the money was to be paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SurchargeStart {
    /// By the last day of this limit.
    After(String),
    /// By the day of this event.
    From {
        /// The event.
        event: String,
        /// What happened.
        label: Bilingual,
    },
}

/// How much there is to pay beside the principal, and how it came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge {
    /// What was to be paid.
    pub principal: Rational,
    /// The day that was asked about.
    pub on: Date,
    /// The last day for paying.
    pub due: Date,
    /// What was agreed to be paid later: the days and amounts, in order.
    pub instalments: Vec<(Date, Rational)>,
    /// The spans that are not counted: the days after the first, up to and with the second.
    pub halts: Vec<Halt>,
    /// What was paid, in order.
    pub payments: Vec<(Date, Rational)>,
    /// The spans that were counted, up to the cap.
    pub spans: Vec<ChargedSpan>,
    /// The days late that were counted, also beyond the cap.
    pub days: i64,
    /// The surcharge, held at the cap and rounded.
    pub surcharge: Rational,
    /// The day on which it reached the cap.
    pub reached: Option<Date>,
    /// Of the principal, what is not paid.
    pub unpaid: Rational,
    /// Principal and surcharge, less what was paid.
    pub owed: Rational,
    /// Where the law leaves open what the rate is of: the surcharge by the whole principal, if it differs.
    pub of_principal: Option<Rational>,
}

/// A span that is not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Halt {
    /// The day of the stop, or on which the deferral was granted: counted itself.
    pub from: Date,
    /// The day of the resumption, or up to which payment was deferred; open if it still lasts.
    pub until: Option<Date>,
    /// Why.
    pub why: HaltReason,
}

/// Why a span is not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HaltReason {
    /// Payment was deferred.
    Deferred,
    /// One of the reasons of the surcharge; none was given if none.
    Stopped(Option<usize>),
}

/// Days that were counted alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChargedSpan {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
    /// How many.
    pub days: i64,
    /// What the rate is of.
    pub of: Rational,
    /// What they add.
    pub amount: Rational,
}

const PAID: &str = "paid";
const DEFERRED: &str = "deferred";
const INSTALMENT: &str = "instalment";
const STOPPED: &str = "stopped";
const RESUMED: &str = "resumed";

/// What can happen to a debt, beside the events that say from when on it is late.
pub(crate) const MONEY_EVENTS: [&str; 5] = [PAID, DEFERRED, INSTALMENT, STOPPED, RESUMED];

/// How the debt grew, before it is held at the cap and rounded.
struct Grown {
    spans: Vec<ChargedSpan>,
    days: i64,
    amount: Rational,
    reached: Option<Date>,
}

impl Surcharge {
    /// The surcharge on a day, for money that was to be paid by the day `due`.
    ///
    /// Of the log it takes `paid=DAY:AMOUNT` (without an amount: the rest of the principal), `deferred=DAY:UNTIL`,
    /// `instalment=DAY:AMOUNT`, `stopped=DAY:REASON` and `resumed=DAY`.
    ///
    /// # Errors
    /// What is wrong with the principal or an event, by the event and its day.
    pub fn charge(
        &self,
        principal: Rational,
        due: Date,
        log: &Log,
        on: Date,
    ) -> Result<Charge, SurchargeError> {
        if principal.is_negative() || principal.is_zero() {
            return Err(SurchargeError::Principal { found: principal.to_string() });
        }
        let mut events: Vec<&Event> = log.events().iter().collect();
        events.sort_by_key(|event| event.when.date());
        let (mut payments, mut instalments) = (Vec::new(), Vec::new());
        for event in &events {
            let day = event.when.date();
            if day > on && event.name != INSTALMENT && MONEY_EVENTS.contains(&event.name.as_str()) {
                let (event, asked) = (event.name.clone(), When::Day(on));
                return Err(LimitError::AfterTheDay { event, on: When::Day(day), asked }.into());
            }
            match event.name.as_str() {
                PAID if event.detail.is_none() => {
                    let rest = principal.subtract(sum(&payments)?).ok_or(SurchargeError::Overflow)?;
                    payments.push((day, rest.max(Rational::ZERO)));
                }
                PAID => payments.push((day, amount(event)?)),
                INSTALMENT => instalments.push((day, amount(event)?)),
                _ => {}
            }
        }
        if !instalments.is_empty() && sum(&instalments)? != principal {
            let found = sum(&instalments)?.to_string();
            return Err(SurchargeError::Instalments { found, principal: principal.to_string() });
        }
        let halts = self.halts(&events)?;
        let plan = if instalments.is_empty() { vec![(due, principal)] } else { instalments.clone() };
        let debt = Debt { principal, plan: &plan, payments: &payments, halts: &halts, on };
        let grown = self.grow(&debt, self.of == SurchargeOf::Principal).ok_or(SurchargeError::Overflow)?;
        let surcharge = self.settle(&grown)?;
        let of_principal = match self.of {
            SurchargeOf::Unsettled => {
                let other = self.grow(&debt, true).ok_or(SurchargeError::Overflow)?;
                Some(self.settle(&other)?).filter(|other| *other != surcharge)
            }
            SurchargeOf::Unpaid | SurchargeOf::Principal => None,
        };
        let paid = sum(&payments)?;
        let whole = principal.add(surcharge).ok_or(SurchargeError::Overflow)?;
        let owed = whole.subtract(paid).ok_or(SurchargeError::Overflow)?;
        if owed.is_negative() {
            return Err(SurchargeError::Overpaid { paid: paid.to_string(), owed: whole.to_string() });
        }
        let unpaid = principal.subtract(paid).ok_or(SurchargeError::Overflow)?.max(Rational::ZERO);
        let Grown { spans, days, reached, .. } = grown;
        Ok(Charge {
            principal,
            on,
            due,
            instalments,
            halts,
            payments,
            spans,
            days,
            surcharge,
            reached,
            unpaid,
            owed,
            of_principal,
        })
    }

    fn settle(&self, grown: &Grown) -> Result<Rational, SurchargeError> {
        self.rounding.round(grown.amount).ok_or(SurchargeError::Overflow)
    }

    /// The spans that are not counted, in order.
    fn halts(&self, events: &[&Event]) -> Result<Vec<Halt>, SurchargeError> {
        let mut halts: Vec<Halt> = Vec::new();
        // The place of the stop that still lasts.
        let mut standing: Option<usize> = None;
        for event in events {
            let from = event.when.date();
            match event.name.as_str() {
                DEFERRED => {
                    let text = event.detail.as_deref().unwrap_or_default();
                    let until: Option<Date> = text.parse().ok().filter(|until| *until > from);
                    let Some(until) = until else {
                        return Err(SurchargeError::Deferral { on: event.when, found: text.to_owned() });
                    };
                    halts.push(Halt { from, until: Some(until), why: HaltReason::Deferred });
                }
                STOPPED => {
                    if let Some(halt) = standing.and_then(|place| halts.get(place)) {
                        let since = When::Day(halt.from);
                        return Err(LimitError::StoppedTwice { on: event.when, since }.into());
                    }
                    let why = HaltReason::Stopped(self.reason(event)?);
                    standing = Some(halts.len());
                    halts.push(Halt { from, until: None, why });
                }
                RESUMED => {
                    let Some(halt) = standing.take().and_then(|place| halts.get_mut(place)) else {
                        return Err(LimitError::ResumeWithoutStop { on: event.when }.into());
                    };
                    halt.until = Some(from);
                }
                _ => {}
            }
        }
        Ok(halts)
    }

    fn reason(&self, event: &Event) -> Result<Option<usize>, LimitError> {
        let Some(reason) = &event.detail else { return Ok(None) };
        let place = self.stops.iter().position(|stop| stop.reason == *reason);
        place.map(Some).ok_or_else(|| LimitError::UnknownReason {
            on: event.when,
            reason: reason.clone(),
            known: self.stops.iter().map(|stop| stop.reason.clone()).collect(),
        })
    }

    /// Adds up the days between the days on which something changes; none if a number does not fit.
    fn grow(&self, debt: &Debt<'_>, of_principal: bool) -> Option<Grown> {
        let cap = match self.cap {
            Some(cap) => Some(debt.principal.multiply(cap)?),
            None => None,
        };
        let mut grown = Grown { spans: Vec::new(), days: 0, amount: Rational::ZERO, reached: None };
        let changes = debt.changes();
        for pair in changes.windows(2) {
            let &[from, until] = pair else { continue };
            let overdue = debt.overdue(from)?;
            if overdue.is_zero() || debt.is_halted(from, until) {
                continue;
            }
            let mut days = until.days_since(from);
            grown.days = grown.days.checked_add(days)?;
            if grown.reached.is_some() {
                continue;
            }
            let of = if of_principal { debt.principal } else { overdue };
            let daily = of.multiply(self.rate)?;
            let mut amount = daily.multiply(Rational::integer(days.into()))?;
            if let Some(room) = cap.and_then(|cap| cap.subtract(grown.amount)).filter(|room| amount >= *room)
            {
                days = i64::try_from(room.divide(daily)?.negate()?.floor().checked_neg()?).ok()?;
                grown.reached = Some(from.plus_days(days)?);
                amount = room;
            }
            grown.amount = grown.amount.add(amount)?;
            let (first, last) = (from.plus_days(1)?, from.plus_days(days)?);
            grown.spans.push(ChargedSpan { from: first, until: last, days, of, amount });
        }
        Some(grown)
    }
}

/// A debt with all that happened to it.
struct Debt<'a> {
    principal: Rational,
    plan: &'a [(Date, Rational)],
    payments: &'a [(Date, Rational)],
    halts: &'a [Halt],
    on: Date,
}

impl Debt<'_> {
    /// The days after which something is different, up to the day that is asked about.
    fn changes(&self) -> Vec<Date> {
        let of_money = self.plan.iter().chain(self.payments).map(|(day, _)| *day);
        let of_halts = self.halts.iter().flat_map(|halt| [Some(halt.from), halt.until]).flatten();
        let mut changes: Vec<Date> =
            of_money.chain(of_halts).chain([self.on]).filter(|day| *day <= self.on).collect();
        changes.sort();
        changes.dedup();
        changes
    }

    /// What was to be paid by the end of a day and was not.
    fn overdue(&self, day: Date) -> Option<Rational> {
        let until = |sums: &[(Date, Rational)]| {
            let of_the_day = sums.iter().filter(|(due, _)| *due <= day);
            of_the_day.copied().try_fold(Rational::ZERO, |sum, (_, amount)| sum.add(amount))
        };
        Some(until(self.plan)?.subtract(until(self.payments)?)?.max(Rational::ZERO))
    }

    fn is_halted(&self, from: Date, until: Date) -> bool {
        self.halts.iter().any(|halt| halt.from <= from && halt.until.is_none_or(|end| until <= end))
    }
}

fn sum(sums: &[(Date, Rational)]) -> Result<Rational, SurchargeError> {
    let sum = sums.iter().try_fold(Rational::ZERO, |sum, (_, amount)| sum.add(*amount));
    sum.ok_or(SurchargeError::Overflow)
}

/// The amount behind the day of an event.
fn amount(event: &Event) -> Result<Rational, SurchargeError> {
    let text = event.detail.as_deref().unwrap_or_default();
    let amount = parse_decimal(text).ok().map(Rational::from);
    let wrong =
        || SurchargeError::Amount { event: event.name.clone(), on: event.when, found: text.to_owned() };
    amount.filter(|amount| !amount.is_zero() && !amount.is_negative()).ok_or_else(wrong)
}
