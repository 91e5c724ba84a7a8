//! Surcharges in JSON.

use serde::Serialize;

use super::{AssumptionJson, VersionJson, WarningJson, WordsJson, error_json, to_json, version, words};
use crate::language::Language;
use crate::limit::{HaltReason, SurchargeError};
use crate::outcome::SurchargeOutcome;

#[derive(Serialize)]
struct SurchargeJson<'a> {
    surcharge: &'a str,
    version: VersionJson<'a>,
    basis: WordsJson,
    principal: String,
    currency: String,
    on: String,
    due: String,
    days: i64,
    amount: String,
    reached: Option<String>,
    unpaid: String,
    owed: String,
    /// Where the law leaves open what the rate is of: by the whole principal.
    of_principal: Option<String>,
    instalments: Vec<PaymentJson>,
    payments: Vec<PaymentJson>,
    halts: Vec<HaltJson<'a>>,
    trace: Vec<SpanJson>,
    assumptions: Vec<AssumptionJson>,
    warnings: Vec<WarningJson>,
    explanation: WordsJson,
}

#[derive(Serialize)]
struct PaymentJson {
    day: String,
    amount: String,
}

#[derive(Serialize)]
struct HaltJson<'a> {
    from: String,
    until: Option<String>,
    deferred: bool,
    reason: Option<&'a str>,
}

#[derive(Serialize)]
struct SpanJson {
    from: String,
    until: String,
    days: i64,
    of: String,
    amount: String,
}

impl SurchargeOutcome {
    /// The outcome as JSON, for other languages and for the record.
    #[must_use]
    pub fn to_json(&self) -> String {
        let (surcharge, charge, document) = (self.surcharge(), self.charge(), self.document());
        let payments = |sums: &[(crate::time::Date, crate::number::Rational)]| {
            let payment = |(day, amount): &(crate::time::Date, crate::number::Rational)| PaymentJson {
                day: day.to_string(),
                amount: amount.to_string(),
            };
            sums.iter().map(payment).collect()
        };
        let halts = charge.halts.iter().map(|halt| HaltJson {
            from: halt.from.to_string(),
            until: halt.until.map(|until| until.to_string()),
            deferred: halt.why == HaltReason::Deferred,
            reason: match halt.why {
                HaltReason::Stopped(Some(place)) => {
                    surcharge.stops.get(place).map(|stop| stop.reason.as_str())
                }
                _ => None,
            },
        });
        let trace = charge.spans.iter().map(|span| SpanJson {
            from: span.from.to_string(),
            until: span.until.to_string(),
            days: span.days,
            of: span.of.to_string(),
            amount: span.amount.to_string(),
        });
        let assumptions = self.assumptions().into_iter().map(|assumption| {
            let (zh, en) = words(assumption.text);
            AssumptionJson { fact: assumption.fact, zh, en }
        });
        let warnings = self.warnings().into_iter().map(|warning| {
            let (zh, en) = words(warning.text);
            WarningJson { code: warning.code, zh, en }
        });
        to_json(&SurchargeJson {
            surcharge: &surcharge.id,
            version: version(document),
            basis: WordsJson::from(&surcharge.basis),
            principal: charge.principal.to_string(),
            currency: document.currency.to_string(),
            on: charge.on.to_string(),
            due: charge.due.to_string(),
            days: charge.days,
            amount: charge.surcharge.to_string(),
            reached: charge.reached.map(|day| day.to_string()),
            unpaid: charge.unpaid.to_string(),
            owed: charge.owed.to_string(),
            of_principal: charge.of_principal.map(|amount| amount.to_string()),
            instalments: payments(&charge.instalments),
            payments: payments(&charge.payments),
            halts: halts.collect(),
            trace: trace.collect(),
            assumptions: assumptions.collect(),
            warnings: warnings.collect(),
            explanation: WordsJson {
                zh: self.explanation(Language::Chinese),
                en: self.explanation(Language::English),
            },
        })
    }
}

impl SurchargeError {
    /// The error as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        error_json(self.code(), self.field(), self.to_string())
    }
}
