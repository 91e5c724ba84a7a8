//! Rules over frames and streams: a row a case, a record, a bid, a payment.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::Arc;

use evenhand::calendar::Calendar as Working;
use evenhand::pack::Supervised;
use evenhand::supervise::Policy;
use pyo3::prelude::*;

use crate::approvals::{Approvals, ApprovalsStream};
use crate::book::{RuleBook, current};
use crate::book_on::BookOn;
use crate::calendar::Calendar;
use crate::caseload::{Caseload, CaseloadStream};
use crate::compliance::ComplianceReport;
use crate::consistency::ConsistencyReport;
use crate::day::GivenDay;
use crate::error;
use crate::frame::{
    Applications, Call, ComplianceCall, Day as FrameDay, DecidedCases, Falls, Frame, FrameCall, FrameStream,
    GivenFacts, GivenFrame, GivenProgress, GivenRecords, OnError, Results, SuperviseCall,
};
use crate::payments::PaymentReport;
use crate::screen::{ScreenReport, ScreenStream};
use crate::supervision::{OF_APPLICATIONS, OF_CASES};
use crate::words::Tongue;

/// The policy for consistency that applies if nobody names one.
const OF_DECISIONS: &str = "cn.penalty-consistency/decisions";

#[pymethods]
impl RuleBook {
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
    ) -> PyResult<Py<CaseloadStream>> {
        let (policy, calendar) = self.policy(py, policy, on, Supervised::DecidedCases, calendar)?;
        let given = GivenRecords { columns, facts, events, event_columns, threads, progress };
        let call = self.call(DecidedCases, &policy, calendar, given);
        CaseloadStream::of(py, call.stream(py, frame)?, policy)
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
    ) -> PyResult<Py<ApprovalsStream>> {
        let kind = applications(py, &on, since)?;
        let (policy, calendar) = self.policy(py, policy, Some(on), Supervised::Applications, calendar)?;
        let given = GivenRecords { columns, facts, events, event_columns, threads, progress };
        let call = self.call(kind, &policy, calendar, given);
        ApprovalsStream::of(py, call.stream(py, frame)?, policy)
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
    /// "account" and "won"; "method", "start", "end" and "tender_status" of the tender are read from its first row.
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
    ) -> PyResult<Py<ScreenStream>> {
        let screen = self.at(py, on)?.find_screen(py, screen)?;
        ScreenStream::of(py, FrameCall { frame, columns, threads, progress }.screen_stream(py, &screen.0)?)
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
}

impl RuleBook {
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
