//! Rules that were read, checked and compiled.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use evenhand::calendar::Calendar as Working;
use evenhand::limit::SurchargeError;
use evenhand::pack::Supervised;
use evenhand::supervise::Policy;
use evenhand::time::Date;
use evenhand::{Difference, RuleBook as Rules, Trust, Verdict, VerifyError};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::book_on::BookOn;
use crate::calendar::Calendar;
use crate::case::Case;
use crate::compliance::Compliance;
use crate::concurrence::Concurrence;
use crate::day::GivenDay;
use crate::error;
use crate::finding::Findings;
use crate::given::GivenAmount;
use crate::index::Index;
use crate::item::Item;
use crate::limit::{self, DueOutcome, Limit};
use crate::loaded::Loaded;
use crate::log::{GivenLog, GivenWhen};
use crate::outcome::{Decision, Outcome};
use crate::payments::PaymentScreen;
use crate::record::GivenRecord;
use crate::score::Score;
use crate::screen::Screen;
use crate::supervision::{self, ApprovalSupervision, OF_APPLICATIONS, OF_CASES, Supervision};
use crate::surcharge::SurchargeOutcome;

/// Where a record first differs: the place, what is recorded there, what comes out.
type FirstDifference = (String, Option<String>, Option<String>);

/// Rules that were read, checked and compiled: what everything else works with. Made by `evenhand.load`.
#[pyclass(frozen, module = "evenhand")]
pub(crate) struct RuleBook(pub(crate) Arc<Loaded>);

#[pymethods]
impl RuleBook {
    /// The rules that come with the library.
    #[staticmethod]
    fn bundled(py: Python<'_>) -> PyResult<Self> {
        made(py, py.detach(Rules::bundled))
    }

    /// The bundled rules of these documents only, with those that govern them: less time and memory. An id that no
    /// document has adds nothing.
    #[staticmethod]
    fn bundled_documents(py: Python<'_>, ids: Vec<String>) -> PyResult<Self> {
        made(py, py.detach(|| Rules::bundled_documents(ids)))
    }

    /// Rules from the bytes of packs, each with the name that reports call it by; no other rules are added.
    #[staticmethod]
    #[pyo3(name = "load")]
    fn load(py: Python<'_>, files: Vec<(String, Vec<u8>)>) -> PyResult<Self> {
        made(py, py.detach(|| Rules::load(files)))
    }

    /// The same for packs that are trusted, each with its name, its bytes and its signature: by their SHA-256, or by the
    /// signature of a key of minisign.
    #[staticmethod]
    fn load_trusted(
        py: Python<'_>,
        files: Vec<(String, Vec<u8>, Option<String>)>,
        digests: Vec<String>,
        keys: Vec<String>,
    ) -> PyResult<Self> {
        let trust = digests.iter().try_fold(Trust::none(), |trust, digest| trust.with_digest(digest));
        let trust = trust.and_then(|trust| keys.iter().try_fold(trust, |trust, key| trust.with_key(key)));
        let trust = trust.map_err(|error| PyValueError::new_err(error.to_string()))?;
        made(py, py.detach(|| Rules::load_trusted(files, &trust)))
    }

    /// Works a kept outcome out again, from the item, the version, the facts and the days in its JSON: nothing where the
    /// same comes out, else the first value that differs, as its place, what is recorded and what comes out.
    ///
    ///     >>> kept = book["cn.dongying.city-appearance/46-5"].assess().to_json()
    ///     >>> book.verify(kept)
    ///     >>> book.verify(kept.replace('"max": "2000"', '"max": "9000"'))
    ///     ('fine.max', '"9000"', '"2000"')
    fn verify(&self, py: Python<'_>, record: &str) -> PyResult<Option<FirstDifference>> {
        match py.detach(|| self.0.verify(record)) {
            Ok(Verdict::SameBytes | Verdict::SameValues) => Ok(None),
            Ok(Verdict::Differs(Difference { path, recorded, found })) => Ok(Some((path, recorded, found))),
            Err(VerifyError::NoOutcome(error)) => Err(error::assess_error(py, &error)),
            Err(error) => Err(PyValueError::new_err(error.to_string())),
        }
    }

    /// These rules, and of another book the documents that are not among them.
    fn completed_by(&self, other: &Self) -> Self {
        Self(Arc::new(Loaded::from(Rules::clone(&self.0).completed_by(Rules::clone(&other.0)))))
    }

    /// The ids of all documents, in whatever version.
    fn documents(&self) -> Vec<&str> {
        let mut ids: Vec<&str> = self.0.documents().map(|document| document.id.as_str()).collect();
        ids.dedup();
        ids
    }

    /// The ids of the documents whose limits the limits of these rules keep within.
    fn statutory_documents(&self) -> Vec<&str> {
        self.0.statutory_documents().collect()
    }

    /// The rules as they stand on a day.
    fn on(&self, day: GivenDay<'_>) -> PyResult<BookOn> {
        Ok(BookOn { book: Arc::clone(&self.0), day: day.read("day")? })
    }

    /// The item with this id that is in force today, by the machine's clock in China's time; for another day there is
    /// `on`.
    fn __getitem__(&self, py: Python<'_>, id: &str) -> PyResult<Item> {
        BookOn { book: Arc::clone(&self.0), day: current(py)? }.find(py, id)
    }

    /// The time limit with this id, as it stands today. `due` takes the version of the day from which a case is counted.
    fn limit(&self, py: Python<'_>, id: &str) -> PyResult<Limit> {
        BookOn { book: Arc::clone(&self.0), day: current(py)? }.find_limit(py, id)
    }

    /// By when a case is due under a limit: `limit(id).due(…)`, also for a limit that is not in force today.
    #[pyo3(signature = (id, log, *, on, calendar=None))]
    fn due(
        &self,
        py: Python<'_>,
        id: &str,
        log: GivenLog,
        on: GivenWhen<'_>,
        calendar: Option<&Calendar>,
    ) -> PyResult<DueOutcome> {
        limit::due(py, &self.0, id, (&log, on.read("on")?), calendar)
    }

    /// What late payment costs by a day: `paid=DAY:AMOUNT`, `deferred=DAY:UNTIL`, `instalment=DAY:AMOUNT`,
    /// `stopped=DAY:REASON` and `resumed=DAY` among the events, given as for `due`. `BookOn.surcharges` lists the ids.
    ///
    ///     >>> log = {"delivered": "2026-01-05", "paid": "2026-01-28:4000"}
    ///     >>> book.surcharge("cn.administrative-penalty-law/72", 10000, log, on="2026-01-30").amount
    ///     Decimal('2760')
    #[pyo3(signature = (id, principal, log, *, on, calendar=None))]
    fn surcharge(
        &self,
        py: Python<'_>,
        id: &str,
        principal: GivenAmount<'_>,
        log: GivenLog,
        on: GivenDay<'_>,
        calendar: Option<&Calendar>,
    ) -> PyResult<SurchargeOutcome> {
        let calendar = Calendar::or_bundled(py, calendar, id)?;
        let on = on.read("on")?;
        let outcome = match principal.read("principal")? {
            Some(principal) => py.detach(|| self.0.surcharge(id, principal, &log.0, &calendar, on)),
            None => Err(SurchargeError::Principal { found: principal.text()? }),
        };
        outcome.map(SurchargeOutcome).map_err(|error| error::surcharge_error(py, &error))
    }

    /// The score with this id that is in force today; for another day there is `on`.
    fn score(&self, py: Python<'_>, id: &str) -> PyResult<Score> {
        BookOn { book: Arc::clone(&self.0), day: current(py)? }.find_score(py, id)
    }

    /// What follows from a case under an item, with the general law and the law of the day applied.
    fn assess(&self, py: Python<'_>, id: &str, case: &Case) -> PyResult<Outcome> {
        let outcome = py.detach(|| self.0.assess(id, &case.0));
        outcome
            .map(|outcome| Outcome(outcome, Arc::clone(&self.0)))
            .map_err(|error| error::assess_error(py, &error))
    }

    /// The bare result of `assess`, without explanation.
    fn decide(&self, py: Python<'_>, id: &str, case: &Case) -> PyResult<Decision> {
        let decision = py.detach(|| self.0.decide(id, &case.0));
        decision.map(Decision).map_err(|error| error::assess_error(py, &error))
    }

    /// A decided case against the rules: what is irregular, what could not be judged. The record is a mapping as
    /// docs/supervision.md has it, or its JSON; the policy that is in force on `on`, today if left out, gives colours and
    /// handlings, and the limits that are watched. The same call on the same record gives the same findings.
    ///
    ///     >>> record = {"item": "cn.dongying.city-appearance/46-4", "facts": {"area": 20, "refused_to_correct": True}}
    ///     >>> record |= {"days": {"acted": "2026-11-01", "decided": "2026-11-21"}, "decision": {"fine": 3000}}
    ///     >>> found = book.supervise(record).findings[0]
    ///     >>> found.code, found.expected
    ///     ('S0102', '2000')
    #[pyo3(signature = (record, *, on=None, policy=OF_CASES, calendar=None))]
    fn supervise(
        &self,
        py: Python<'_>,
        record: GivenRecord,
        on: Option<GivenDay<'_>>,
        policy: &str,
        calendar: Option<&Calendar>,
    ) -> PyResult<Supervision> {
        let (policy, calendar) = self.policy(py, policy, on, Supervised::DecidedCases, calendar)?;
        Supervision::of(py, &self.0, &record.0, &policy, &calendar)
    }

    /// An application as it stands on a day: the light of its limit, what is overdue, a refusal without a reason, a fee above
    /// the tariff. The record is a mapping as docs/supervision.md has it, or its JSON.
    ///
    ///     >>> record = {"limit": "cn.approval-office/licence", "events": [{"event": "accepted", "day": "2026-02-10"}]}
    ///     >>> book.supervise_application(record, on="2026-03-02").findings[0].code
    ///     'S0902'
    #[pyo3(signature = (record, *, on, policy=OF_APPLICATIONS, calendar=None))]
    fn supervise_application(
        &self,
        py: Python<'_>,
        record: GivenRecord,
        on: GivenDay<'_>,
        policy: &str,
        calendar: Option<&Calendar>,
    ) -> PyResult<ApprovalSupervision> {
        let day = on.read("on")?;
        let policy = supervision::policy(py, &self.0, policy, day, Supervised::Applications)?;
        let calendar = Calendar::or_bundled(py, calendar, &policy.id)?;
        ApprovalSupervision::of(py, &self.0, &record.0, (&policy, day), &calendar)
    }

    /// The index with this id that is in force today; for another day there is `on`.
    fn index(&self, py: Python<'_>, id: &str) -> PyResult<Index> {
        BookOn { book: Arc::clone(&self.0), day: current(py)? }.find_index(py, id)
    }

    /// The screen with this id that is in force today; for another day there is `on`.
    fn screen(&self, py: Python<'_>, id: &str) -> PyResult<Screen> {
        BookOn { book: Arc::clone(&self.0), day: current(py)? }.find_screen(py, id)
    }

    /// The screen of payments with this id that is in force today; for another day there is `on`.
    fn payment_screen(&self, py: Python<'_>, id: &str) -> PyResult<PaymentScreen> {
        BookOn { book: Arc::clone(&self.0), day: current(py)? }.find_payment_screen(py, id)
    }

    /// The compliance scheme with this id that is in force today; for another day there is `on`.
    fn compliance(&self, py: Python<'_>, id: &str) -> PyResult<Compliance> {
        self.at(py, None)?.find_compliance(py, id)
    }

    /// What follows from one act that breaks several rules: the one with the higher fine applies.
    fn assess_one_act(&self, py: Python<'_>, ids: Vec<String>, case: &Case) -> PyResult<Concurrence> {
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let together = py.detach(|| self.0.assess_one_act(&ids, &case.0));
        together
            .map(|together| Concurrence(together, Arc::clone(&self.0)))
            .map_err(|error| error::assess_error(py, &error))
    }

    /// Everything that the checks find in the rules; with a day, also which documents have ended by it or end soon
    /// after. Of time limits `check_limit` tells.
    #[pyo3(signature = (day=None))]
    fn check(&self, py: Python<'_>, day: Option<GivenDay<'_>>) -> PyResult<Findings> {
        let day = day.map(|day| day.read("day")).transpose()?;
        Ok(Findings::from(py.detach(|| self.0.check(day))))
    }

    /// Everything that the checks find in all versions of a time limit. Its examples need a calendar: that of its country,
    /// where none is given.
    #[pyo3(signature = (id, *, calendar=None))]
    fn check_limit(&self, py: Python<'_>, id: &str, calendar: Option<&Calendar>) -> PyResult<Findings> {
        let versions: Vec<_> = self.0.limits().filter(|rule| rule.id == id).collect();
        if versions.is_empty() {
            // The error that names the nearest one.
            BookOn { book: Arc::clone(&self.0), day: current(py)? }.find_limit(py, id)?;
        }
        let calendar = Calendar::or_bundled(py, calendar, id)?;
        let found = py.detach(|| {
            versions.iter().flat_map(|rule| self.0.check_limit(rule, Some(&calendar))).collect::<Vec<_>>()
        });
        Ok(Findings::from(found))
    }

    fn __repr__(&self) -> String {
        let (documents, items) = (self.documents().len(), self.0.items().count());
        format!("<RuleBook of {documents} documents, {items} items in all versions>")
    }
}

impl RuleBook {
    /// The rules of a day, or of today.
    pub(super) fn at(&self, py: Python<'_>, on: Option<GivenDay<'_>>) -> PyResult<BookOn> {
        let day = on.map_or_else(|| current(py), |on| on.read("on"))?;
        Ok(BookOn { book: Arc::clone(&self.0), day })
    }

    /// The policy for such records that is in force on a day, with its calendar.
    pub(super) fn policy(
        &self,
        py: Python<'_>,
        id: &str,
        on: Option<GivenDay<'_>>,
        of: Supervised,
        calendar: Option<&Calendar>,
    ) -> PyResult<(Arc<Policy>, Arc<Working>)> {
        let day = self.at(py, on)?.day;
        let policy = supervision::policy(py, &self.0, id, day, of)?;
        let calendar = Calendar::or_bundled(py, calendar, &policy.id)?;
        Ok((policy, calendar))
    }
}

fn made(py: Python<'_>, book: Result<Rules, evenhand::diagnostic::Diagnostics>) -> PyResult<RuleBook> {
    book.map(|book| RuleBook(Arc::new(Loaded::from(book)))).map_err(|faults| error::rules_error(py, &faults))
}

pub(super) fn current(py: Python<'_>) -> PyResult<Date> {
    today().ok_or_else(|| error::assess(py, "wrong-type", None, "no day from the clock: take `on`"))
}

/// Today by the machine's clock, in China's time, where the rules are in force.
fn today() -> Option<Date> {
    const SECONDS_AHEAD: u64 = 8 * 60 * 60;
    const SECONDS_A_DAY: u64 = 24 * 60 * 60;
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs();
    let days = since.checked_add(SECONDS_AHEAD)? / SECONDS_A_DAY;
    Date::from_epoch_day(i32::try_from(days).ok()?)
}
