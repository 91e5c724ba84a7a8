//! Rules that were read, checked and compiled.

use std::collections::HashMap;
use std::num::NonZeroUsize;
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

use crate::approvals::{Approvals, ApprovalsStream};
use crate::book_on::BookOn;
use crate::calendar::Calendar;
use crate::case::Case;
use crate::caseload::{Caseload, CaseloadStream};
use crate::compliance::{Compliance, ComplianceReport};
use crate::concurrence::Concurrence;
use crate::consistency::ConsistencyReport;
use crate::day::GivenDay;
use crate::error;
use crate::finding::Findings;
use crate::frame::{
    Applications, Call, ComplianceCall, Day as FrameDay, DecidedCases, Falls, Frame, FrameCall, FrameStream,
    GivenFacts, GivenFrame, GivenProgress, GivenRecords, OnError, Results, SuperviseCall,
};
use crate::given::GivenAmount;
use crate::index::Index;
use crate::item::Item;
use crate::limit::{self, DueOutcome, Limit};
use crate::loaded::Loaded;
use crate::log::{GivenLog, GivenWhen};
use crate::outcome::{Decision, Outcome};
use crate::payments::{PaymentReport, PaymentScreen};
use crate::record::GivenRecord;
use crate::score::Score;
use crate::screen::{Screen, ScreenReport, ScreenStream};
use crate::supervision::{self, ApprovalSupervision, OF_APPLICATIONS, OF_CASES, Supervision};
use crate::surcharge::SurchargeOutcome;
use crate::words::Tongue;

/// The policy for consistency that applies if nobody names one.
const OF_DECISIONS: &str = "cn.penalty-consistency/decisions";

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

    /// What follows from each row of a frame under the item that the column `item` names: a table of mixed cases.
    ///
    /// As `Item.assess_frame`; each row takes those facts that its item has. Without `on`, the rules of today apply.
    #[pyo3(signature = (frame, item, *, columns=None, results=None, keep=None, on=None, on_error=None, language=None, threads=None, progress=None))]
    #[expect(
        clippy::too_many_arguments,
        reason = "all but the frame and the item are named and can be left out"
    )]
    fn assess_frame(
        &self,
        py: Python<'_>,
        frame: GivenFrame,
        item: String,
        columns: Option<HashMap<String, String>>,
        results: Option<Results>,
        keep: Option<Vec<String>>,
        on: Option<FrameDay>,
        on_error: Option<OnError>,
        language: Option<Tongue>,
        threads: Option<NonZeroUsize>,
        progress: Option<GivenProgress>,
    ) -> PyResult<Frame> {
        let falls = Falls::UnderColumn(item, on.map_or_else(|| current(py).map(FrameDay::Fixed), Ok)?);
        let (loaded, language) = (Arc::clone(&self.0), Tongue::or_local(language));
        Call { loaded, falls, columns, results, keep, on_error, language, threads, progress }.table(py, frame)
    }

    /// The same as a stream: each part is computed when it is read, so that memory does not grow with the rows.
    #[pyo3(signature = (frame, item, *, columns=None, results=None, keep=None, on=None, on_error=None, language=None, threads=None, progress=None))]
    #[expect(
        clippy::too_many_arguments,
        reason = "all but the frame and the item are named and can be left out"
    )]
    fn assess_stream(
        &self,
        py: Python<'_>,
        frame: GivenFrame,
        item: String,
        columns: Option<HashMap<String, String>>,
        results: Option<Results>,
        keep: Option<Vec<String>>,
        on: Option<FrameDay>,
        on_error: Option<OnError>,
        language: Option<Tongue>,
        threads: Option<NonZeroUsize>,
        progress: Option<GivenProgress>,
    ) -> PyResult<FrameStream> {
        let falls = Falls::UnderColumn(item, on.map_or_else(|| current(py).map(FrameDay::Fixed), Ok)?);
        let (loaded, language) = (Arc::clone(&self.0), Tongue::or_local(language));
        Call { loaded, falls, columns, results, keep, on_error, language, threads, progress }
            .stream(py, frame)
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

    /// Every row of a frame as the record of a decided case, as `supervise` judges it, on several threads.
    ///
    /// Columns are called like the keys of the record: "case", "office", "item", "acted", "ended", "found", "decided", "fine",
    /// "tier", "measures", "circumstances", "procedure", "by", "persons", "version", "events" and "facts"; `columns` names
    /// others (`columns={"fine": "amount"}`), the rest are left alone. "item", "decided" and "fine" have to be there. Lists,
    /// structs and JSON texts stand for lists and objects. What is null or empty is not told.
    ///
    /// Facts are a column of structs or JSON texts, or with `facts` a list of columns, each called like its fact. Events can
    /// stand in a frame of their own, a row each with "case", "event", "day" and "persons", in any order; they belong to every
    /// row with their case, and those of no row are counted.
    #[pyo3(signature = (frame, *, facts=None, events=None, columns=None, event_columns=None, on=None, policy=OF_CASES, calendar=None, threads=None, progress=None))]
    #[expect(clippy::too_many_arguments, reason = "all but the frame are named and can be left out")]
    fn supervise_frame(
        &self,
        py: Python<'_>,
        frame: GivenFrame,
        facts: Option<GivenFacts>,
        events: Option<GivenFrame>,
        columns: Option<HashMap<String, String>>,
        event_columns: Option<HashMap<String, String>>,
        on: Option<GivenDay<'_>>,
        policy: &str,
        calendar: Option<&Calendar>,
        threads: Option<NonZeroUsize>,
        progress: Option<GivenProgress>,
    ) -> PyResult<Caseload> {
        let (policy, calendar) = self.policy(py, policy, on, Supervised::DecidedCases, calendar)?;
        let given = GivenRecords { columns, facts, events, event_columns, threads, progress };
        let call = self.call(DecidedCases, &policy, calendar, given);
        let (findings, counted) = call.table(py, frame)?;
        Ok(Caseload::new(&counted, findings, policy))
    }

    /// The same as a stream of findings: each part is found when it is read, so that memory does not grow with the cases; a
    /// frame of events is held whole.
    #[pyo3(signature = (frame, *, facts=None, events=None, columns=None, event_columns=None, on=None, policy=OF_CASES, calendar=None, threads=None, progress=None))]
    #[expect(clippy::too_many_arguments, reason = "all but the frame are named and can be left out")]
    fn supervise_stream(
        &self,
        py: Python<'_>,
        frame: GivenFrame,
        facts: Option<GivenFacts>,
        events: Option<GivenFrame>,
        columns: Option<HashMap<String, String>>,
        event_columns: Option<HashMap<String, String>>,
        on: Option<GivenDay<'_>>,
        policy: &str,
        calendar: Option<&Calendar>,
        threads: Option<NonZeroUsize>,
        progress: Option<GivenProgress>,
    ) -> PyResult<CaseloadStream> {
        let (policy, calendar) = self.policy(py, policy, on, Supervised::DecidedCases, calendar)?;
        let given = GivenRecords { columns, facts, events, event_columns, threads, progress };
        let call = self.call(DecidedCases, &policy, calendar, given);
        let (findings, counted) = call.stream(py, frame)?;
        Ok(CaseloadStream::new(findings, counted, policy))
    }

    /// Every row of a frame as the record of an application, as `supervise_application` judges it, on several threads.
    ///
    /// Columns are called like the keys of the record: "case", "office", "limit", "events", "fee" and "facts"; `columns` names
    /// others, the rest are left alone. "limit" has to be there, and "events", unless they stand in a frame of their own: a
    /// row each with "case", "event", "day" and "reason", in any order. They belong to every row with their case, and those of
    /// no row are counted. Facts are given as in `supervise_frame`, or left out. With `since` the decisions and lights of a
    /// period are counted.
    ///
    ///     >>> import polars
    ///     >>> frame = polars.DataFrame({"case": ["A-1"], "limit": ["cn.approval-office/licence"], "complete": [True], "in_scope": [True]})
    ///     >>> events = polars.DataFrame({"case": ["A-1"], "event": ["accepted"], "day": ["2026-02-10"]})
    ///     >>> report = book.applications_frame(frame, events=events, facts=["complete", "in_scope"], on="2026-03-02")
    ///     >>> polars.DataFrame(report.findings)["code"].to_list()
    ///     ['S0902', 'S0903']
    #[pyo3(signature = (frame, *, on, since=None, facts=None, events=None, columns=None, event_columns=None, policy=OF_APPLICATIONS, calendar=None, threads=None, progress=None))]
    #[expect(clippy::too_many_arguments, reason = "all but the frame are named and can be left out")]
    fn applications_frame(
        &self,
        py: Python<'_>,
        frame: GivenFrame,
        on: GivenDay<'_>,
        since: Option<GivenDay<'_>>,
        facts: Option<GivenFacts>,
        events: Option<GivenFrame>,
        columns: Option<HashMap<String, String>>,
        event_columns: Option<HashMap<String, String>>,
        policy: &str,
        calendar: Option<&Calendar>,
        threads: Option<NonZeroUsize>,
        progress: Option<GivenProgress>,
    ) -> PyResult<Approvals> {
        let kind = applications(py, &on, since)?;
        let (policy, calendar) = self.policy(py, policy, Some(on), Supervised::Applications, calendar)?;
        let given = GivenRecords { columns, facts, events, event_columns, threads, progress };
        let call = self.call(kind, &policy, calendar, given);
        let (findings, counted) = call.table(py, frame)?;
        Ok(Approvals::new(&counted, findings, policy))
    }

    /// The same as a stream of findings: each part is found when it is read, so that memory does not grow with the applications;
    /// a frame of events is held whole.
    #[pyo3(signature = (frame, *, on, since=None, facts=None, events=None, columns=None, event_columns=None, policy=OF_APPLICATIONS, calendar=None, threads=None, progress=None))]
    #[expect(clippy::too_many_arguments, reason = "all but the frame are named and can be left out")]
    fn applications_stream(
        &self,
        py: Python<'_>,
        frame: GivenFrame,
        on: GivenDay<'_>,
        since: Option<GivenDay<'_>>,
        facts: Option<GivenFacts>,
        events: Option<GivenFrame>,
        columns: Option<HashMap<String, String>>,
        event_columns: Option<HashMap<String, String>>,
        policy: &str,
        calendar: Option<&Calendar>,
        threads: Option<NonZeroUsize>,
        progress: Option<GivenProgress>,
    ) -> PyResult<ApprovalsStream> {
        let kind = applications(py, &on, since)?;
        let (policy, calendar) = self.policy(py, policy, Some(on), Supervised::Applications, calendar)?;
        let given = GivenRecords { columns, facts, events, event_columns, threads, progress };
        let call = self.call(kind, &policy, calendar, given);
        let (findings, counted) = call.stream(py, frame)?;
        Ok(ApprovalsStream::new(findings, counted, policy))
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

    /// The index of everybody in a frame: a row a fact, with "subject", "name" and "value", or the points that an "assessor" gave
    /// for an indicator. What comes out has a row for each subject, in the order in which they come up: "number" to six
    /// decimals, "exact", "grade" with its title and colour, or "error", "field" and "message". A row without a subject comes out
    /// as the error "no-id".
    #[pyo3(signature = (frame, index, *, columns=None, on=None, threads=None, progress=None))]
    #[expect(
        clippy::too_many_arguments,
        reason = "all but the frame and the index are named and can be left out"
    )]
    fn index_frame(
        &self,
        py: Python<'_>,
        frame: GivenFrame,
        index: &str,
        columns: Option<HashMap<String, String>>,
        on: Option<GivenDay<'_>>,
        threads: Option<NonZeroUsize>,
        progress: Option<GivenProgress>,
    ) -> PyResult<Frame> {
        let index = self.at(py, on)?.find_index(py, index)?;
        FrameCall { frame, columns, threads, progress }.index(py, &index.0)
    }

    /// The same as a stream: each part is rated when it is read, so that memory does not grow with the subjects. The rows must
    /// be sorted by "subject", as texts or as whole numbers: a subject whose rows do not stand together is refused with its row.
    #[pyo3(signature = (frame, index, *, columns=None, on=None, threads=None, progress=None))]
    #[expect(
        clippy::too_many_arguments,
        reason = "all but the frame and the index are named and can be left out"
    )]
    fn index_stream(
        &self,
        py: Python<'_>,
        frame: GivenFrame,
        index: &str,
        columns: Option<HashMap<String, String>>,
        on: Option<GivenDay<'_>>,
        threads: Option<NonZeroUsize>,
        progress: Option<GivenProgress>,
    ) -> PyResult<FrameStream> {
        let index = self.at(py, on)?.find_index(py, index)?;
        FrameCall { frame, columns, threads, progress }.index_stream(py, &index.0)
    }

    /// The score for every row of a frame: one column a fact, called like it unless `columns` names another. What comes out are
    /// the columns in `keep`, "points" to six decimals and "exact", or "error", "field" and "message".
    #[pyo3(signature = (frame, score, *, columns=None, keep=None, on=None, threads=None, progress=None))]
    #[expect(
        clippy::too_many_arguments,
        reason = "all but the frame and the score are named and can be left out"
    )]
    fn score_frame(
        &self,
        py: Python<'_>,
        frame: GivenFrame,
        score: &str,
        columns: Option<HashMap<String, String>>,
        keep: Option<Vec<String>>,
        on: Option<GivenDay<'_>>,
        threads: Option<NonZeroUsize>,
        progress: Option<GivenProgress>,
    ) -> PyResult<Frame> {
        let score = self.at(py, on)?.find_score(py, score)?;
        FrameCall { frame, columns, threads, progress }.score(py, &score.0, keep)
    }

    /// The same as a stream: each part is computed when it is read, so that memory does not grow with the rows.
    #[pyo3(signature = (frame, score, *, columns=None, keep=None, on=None, threads=None, progress=None))]
    #[expect(
        clippy::too_many_arguments,
        reason = "all but the frame and the score are named and can be left out"
    )]
    fn score_stream(
        &self,
        py: Python<'_>,
        frame: GivenFrame,
        score: &str,
        columns: Option<HashMap<String, String>>,
        keep: Option<Vec<String>>,
        on: Option<GivenDay<'_>>,
        threads: Option<NonZeroUsize>,
        progress: Option<GivenProgress>,
    ) -> PyResult<FrameStream> {
        let score = self.at(py, on)?.find_score(py, score)?;
        FrameCall { frame, columns, threads, progress }.score_stream(py, &score.0, keep)
    }

    /// What a screen finds among the bids of a frame: a row a bid, in any order, with "tender", "tenderer" (a text, or a list of
    /// those that bid together), "amount" and "status", and where there are such "currency", "date", "preparer", "address",
    /// "account" and "won"; "method", "start" and "end" of the tender are read from its first row.
    #[pyo3(signature = (frame, screen, *, columns=None, on=None, threads=None, progress=None))]
    #[expect(
        clippy::too_many_arguments,
        reason = "all but the frame and the screen are named and can be left out"
    )]
    fn screen_frame(
        &self,
        py: Python<'_>,
        frame: GivenFrame,
        screen: &str,
        columns: Option<HashMap<String, String>>,
        on: Option<GivenDay<'_>>,
        threads: Option<NonZeroUsize>,
        progress: Option<GivenProgress>,
    ) -> PyResult<ScreenReport> {
        let screen = self.at(py, on)?.find_screen(py, screen)?;
        FrameCall { frame, columns, threads, progress }.screen(py, &screen.0).map(ScreenReport)
    }

    /// The same as a stream of findings: each part is found when it is read; flags that need all tenders come last. The rows
    /// must be sorted by "tender", as texts or as whole numbers: a tender whose bids do not stand together is refused with its
    /// row. Of a tender that was judged sixteen bytes are kept, of each tenderer its bids and how many won, where a flag compares
    /// distances between prices that of each tender, and every refused tender.
    #[pyo3(signature = (frame, screen, *, columns=None, on=None, threads=None, progress=None))]
    #[expect(
        clippy::too_many_arguments,
        reason = "all but the frame and the screen are named and can be left out"
    )]
    fn screen_stream(
        &self,
        py: Python<'_>,
        frame: GivenFrame,
        screen: &str,
        columns: Option<HashMap<String, String>>,
        on: Option<GivenDay<'_>>,
        threads: Option<NonZeroUsize>,
        progress: Option<GivenProgress>,
    ) -> PyResult<ScreenStream> {
        let screen = self.at(py, on)?.find_screen(py, screen)?;
        FrameCall { frame, columns, threads, progress }.screen_stream(py, &screen.0).map(ScreenStream::new)
    }

    /// What a screen of payments finds in a frame: a row a payment, in any order, with "id", "day" and "amount", and where there
    /// are such "from", "to", "purpose", "group" and "office". A stream is read part by part; the payments are kept until the
    /// end, since most of what is looked for shows only among all of them.
    #[pyo3(signature = (frame, screen, *, columns=None, on=None, threads=None, progress=None))]
    #[expect(
        clippy::too_many_arguments,
        reason = "all but the frame and the screen are named and can be left out"
    )]
    fn payments_frame(
        &self,
        py: Python<'_>,
        frame: GivenFrame,
        screen: &str,
        columns: Option<HashMap<String, String>>,
        on: Option<GivenDay<'_>>,
        threads: Option<NonZeroUsize>,
        progress: Option<GivenProgress>,
    ) -> PyResult<PaymentReport> {
        let screen = self.at(py, on)?.find_payment_screen(py, screen)?;
        FrameCall { frame, columns, threads, progress }.payments(py, &screen.0).map(PaymentReport)
    }

    /// The compliance scheme with this id that is in force today; for another day there is `on`.
    fn compliance(&self, py: Python<'_>, id: &str) -> PyResult<Compliance> {
        self.at(py, None)?.find_compliance(py, id)
    }

    /// Conduct and procedures, held against a scheme: a row a matter, with "matter" and "day", and where there are such "office",
    /// "open" and "events". Facts are a column of structs or JSON texts, or with `facts` a list of columns, each called like its
    /// fact. Events can stand in a frame of their own, a row each with "matter", "event", "day", "by" and "persons", in any
    /// order; those of no matter are counted. A stream is read part by part; of a matter in order sixteen bytes are kept.
    #[pyo3(signature = (frame, scheme, *, facts=None, events=None, columns=None, event_columns=None, on=None, progress=None))]
    #[expect(
        clippy::too_many_arguments,
        reason = "all but the frame and the scheme are named and can be left out"
    )]
    fn compliance_frame(
        &self,
        py: Python<'_>,
        frame: GivenFrame,
        scheme: &str,
        facts: Option<GivenFacts>,
        events: Option<GivenFrame>,
        columns: Option<HashMap<String, String>>,
        event_columns: Option<HashMap<String, String>>,
        on: Option<GivenDay<'_>>,
        progress: Option<GivenProgress>,
    ) -> PyResult<ComplianceReport> {
        let scheme = self.at(py, on)?.find_compliance(py, scheme)?;
        let call = FrameCall { frame, columns, threads: NonZeroUsize::new(1), progress };
        ComplianceCall { call, facts, events, event_columns }.review(py, &scheme.0).map(ComplianceReport)
    }

    /// Decisions beside each other: a row a decided case, with "item", "decided" and "fine", and where there are such "case",
    /// "version", "facts" (structs, JSON texts, or digests), "office", "officer", "min" and "max" of the range that the rules
    /// left, and "flagged", whether something was found against the decision.
    ///
    /// A stream is read part by part. Of decisions nothing is kept but counts, by officer and item, by office, item and month,
    /// and by item, version and facts: memory goes with how many of these are different. Refused ones are all kept.
    #[pyo3(signature = (frame, *, columns=None, on=None, policy=OF_DECISIONS, progress=None))]
    fn consistency_frame(
        &self,
        py: Python<'_>,
        frame: GivenFrame,
        columns: Option<HashMap<String, String>>,
        on: Option<GivenDay<'_>>,
        policy: &str,
        progress: Option<GivenProgress>,
    ) -> PyResult<ConsistencyReport> {
        let BookOn { book, day } = self.at(py, on)?;
        let policy = book.on(day).consistency(policy);
        let policy = Arc::clone(policy.map_err(|error| error::scheme_error(py, &error))?);
        let call = FrameCall { frame, columns, threads: NonZeroUsize::new(1), progress };
        call.consistency(py, &policy).map(ConsistencyReport)
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
    fn at(&self, py: Python<'_>, on: Option<GivenDay<'_>>) -> PyResult<BookOn> {
        let day = on.map_or_else(|| current(py), |on| on.read("on"))?;
        Ok(BookOn { book: Arc::clone(&self.0), day })
    }

    /// The policy for such records that is in force on a day, with its calendar.
    fn policy(
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

    fn call<K>(
        &self,
        kind: K,
        policy: &Arc<Policy>,
        calendar: Arc<Working>,
        given: GivenRecords,
    ) -> SuperviseCall<K> {
        SuperviseCall { kind, loaded: Arc::clone(&self.0), policy: Arc::clone(policy), calendar, given }
    }
}

/// Applications as they stand on a day, counted from another one on.
fn applications(py: Python<'_>, on: &GivenDay<'_>, since: Option<GivenDay<'_>>) -> PyResult<Applications> {
    let (on, since) = (on.read("on")?, since.map(|since| since.read("since")).transpose()?);
    if let Some(since) = since.filter(|since| *since > on) {
        let message = format!("`since` {since} lies after `on` {on}");
        return Err(error::assess(py, "contradiction", Some("since"), &message));
    }
    Ok(Applications { on, since })
}

fn made(py: Python<'_>, book: Result<Rules, evenhand::diagnostic::Diagnostics>) -> PyResult<RuleBook> {
    book.map(|book| RuleBook(Arc::new(Loaded::from(book)))).map_err(|faults| error::rules_error(py, &faults))
}

fn current(py: Python<'_>) -> PyResult<Date> {
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
