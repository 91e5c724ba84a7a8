//! What late payment costs.

use evenhand::SurchargeOutcome as Outcome;
use evenhand::limit::HaltReason;
use evenhand::number::Rational;
use evenhand::time::Date;
use pyo3::prelude::*;

use crate::day::Day;
use crate::limit::DueOutcome;
use crate::number::{Money, Number};
use crate::outcome::{Assumption, Warning};
use crate::page;
use crate::words::{Bilingual, Tongue};

/// A span that is not counted: the days after the first, up to and with the second.
#[pyclass(frozen, get_all, module = "evenhand")]
pub(crate) struct Halt {
    /// The day of the stop, or on which the deferral was granted. (`from` is a word of Python.)
    stopped: Day,
    /// The day of the resumption, or up to which payment was deferred; None if it still lasts.
    resumed: Option<Day>,
    /// Whether payment was deferred.
    deferred: bool,
    /// The reason of a stop.
    reason: Option<String>,
}

/// Days that were counted alike.
#[pyclass(frozen, get_all, module = "evenhand")]
pub(crate) struct ChargedSpan {
    /// The first day.
    first: Day,
    /// The last day.
    last: Day,
    /// How many.
    days: i64,
    /// What the rate is of.
    of: Number,
    /// What they add.
    amount: Number,
}

/// What late payment costs, and why.
#[pyclass(frozen, module = "evenhand")]
pub(crate) struct SurchargeOutcome(pub(crate) Outcome);

fn sums(sums: &[(Date, Rational)]) -> Vec<(Day, Money)> {
    sums.iter().map(|(day, amount)| (Day(*day), Money(*amount))).collect()
}

#[pymethods]
impl SurchargeOutcome {
    /// The id of the surcharge.
    #[getter]
    fn surcharge(&self) -> &str {
        &self.0.surcharge().id
    }

    /// What it is called.
    #[getter]
    fn title(&self) -> Bilingual {
        (&self.0.surcharge().title).into()
    }

    /// The article.
    #[getter]
    fn basis(&self) -> Bilingual {
        (&self.0.surcharge().basis).into()
    }

    /// What was to be paid.
    #[getter]
    fn principal(&self) -> Money {
        Money(self.0.charge().principal)
    }

    /// The day that was asked about.
    #[getter]
    fn on(&self) -> Day {
        Day(self.0.charge().on)
    }

    /// The last day for paying.
    #[getter]
    fn due(&self) -> Day {
        Day(self.0.charge().due)
    }

    /// The limit for paying; None where the surcharge is counted from an event.
    #[getter]
    fn limit(&self) -> Option<DueOutcome> {
        self.0.limit().cloned().map(DueOutcome)
    }

    /// The days late that were counted, also beyond the cap.
    #[getter]
    fn days(&self) -> i64 {
        self.0.charge().days
    }

    /// The surcharge, held at the cap and rounded.
    #[getter]
    fn amount(&self) -> Money {
        Money(self.0.charge().surcharge)
    }

    /// The day on which it reached the cap.
    #[getter]
    fn reached(&self) -> Option<Day> {
        self.0.charge().reached.map(Day)
    }

    /// Of the principal, what is not paid.
    #[getter]
    fn unpaid(&self) -> Money {
        Money(self.0.charge().unpaid)
    }

    /// Principal and surcharge, less what was paid.
    #[getter]
    fn owed(&self) -> Money {
        Money(self.0.charge().owed)
    }

    /// Where the law leaves open what the rate is of: the surcharge by the whole principal, if it differs.
    #[getter]
    fn of_principal(&self) -> Option<Money> {
        self.0.charge().of_principal.map(Money)
    }

    /// What was agreed to be paid later: the days and amounts.
    #[getter]
    fn instalments(&self) -> Vec<(Day, Money)> {
        sums(&self.0.charge().instalments)
    }

    /// What was paid: the days and amounts.
    #[getter]
    fn payments(&self) -> Vec<(Day, Money)> {
        sums(&self.0.charge().payments)
    }

    /// The spans that are not counted.
    #[getter]
    fn halts(&self) -> Vec<Halt> {
        let halts = self.0.charge().halts.iter().map(|halt| {
            let place = match halt.why {
                HaltReason::Stopped(place) => place,
                HaltReason::Deferred => None,
            };
            let stop = place.and_then(|place| self.0.surcharge().stops.get(place));
            Halt {
                stopped: Day(halt.from),
                resumed: halt.until.map(Day),
                deferred: halt.why == HaltReason::Deferred,
                reason: stop.map(|stop| stop.reason.clone()),
            }
        });
        halts.collect()
    }

    /// The spans that were counted, up to the cap.
    #[getter]
    fn spans(&self) -> Vec<ChargedSpan> {
        let spans = self.0.charge().spans.iter().map(|span| ChargedSpan {
            first: Day(span.from),
            last: Day(span.until),
            days: span.days,
            of: Number(span.of),
            amount: Number(span.amount),
        });
        spans.collect()
    }

    /// What was taken for granted.
    #[getter]
    fn assumptions(&self) -> Vec<Assumption> {
        self.0.assumptions().into_iter().map(Assumption::from).collect()
    }

    /// What to know before using it.
    #[getter]
    fn warnings(&self) -> Vec<Warning> {
        self.0.warnings().into_iter().map(Warning::from).collect()
    }

    /// All in sentences; in the language of the surroundings, if none is named.
    #[pyo3(signature = (language=None))]
    fn sentences(&self, language: Option<Tongue>) -> Vec<String> {
        self.0.sentences(Tongue::or_local(language))
    }

    /// The sentences as one paragraph.
    #[pyo3(signature = (language=None))]
    fn explanation(&self, language: Option<Tongue>) -> String {
        self.0.explanation(Tongue::or_local(language))
    }

    /// The outcome as JSON: the same bytes in every language that has the library.
    fn to_json(&self, py: Python<'_>) -> String {
        py.detach(|| self.0.to_json())
    }

    /// The outcome as HTML; in the language of the surroundings, if none is named. Notebooks show it by themselves.
    #[pyo3(signature = (language=None))]
    fn to_html(&self, language: Option<Tongue>) -> String {
        page::surcharge(&self.0, Tongue::or_local(language))
    }

    fn _repr_html_(&self) -> String {
        self.to_html(None)
    }

    fn __str__(&self) -> String {
        self.0.sentences(Tongue::or_local(None)).join("\n")
    }

    fn __repr__(&self) -> String {
        let charge = self.0.charge();
        format!("<SurchargeOutcome {}: {} by {}>", self.0.surcharge().id, charge.surcharge, charge.on)
    }
}
