//! A time limit, and by when a case is due under it.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::Arc;

use evenhand::limit::{Light, When};
use evenhand::{DatedLimit, DueOutcome as Outcome, RuleBook as Rules};
use pyo3::prelude::*;

use crate::calendar::Calendar;
use crate::day::GivenDay;
use crate::error;
use crate::frame::{
    CaseTable, Day as FrameDay, DueCall, DueResults, EventTable, Frame, FrameStream, GivenFrame,
    GivenProgress, OnError,
};
use crate::loaded::Loaded;
use crate::log::{GivenLog, GivenWhen, Point};
use crate::outcome::{Assumption, Warning};
use crate::page;
use crate::plot::{self, Plot};
use crate::words::{Bilingual, Tongue};

/// By when something must be done: a time limit of a law, or an office's own.
#[pyclass(frozen, module = "evenhand")]
pub(crate) struct Limit {
    pub(crate) book: Arc<Loaded>,
    pub(crate) dated: DatedLimit,
}

#[pymethods]
impl Limit {
    /// Its id, such as "cn.administrative-licence-law/42".
    #[getter]
    fn id(&self) -> &str {
        &self.dated.limit.id
    }

    /// What must be done.
    #[getter]
    fn title(&self) -> Bilingual {
        (&self.dated.limit.title).into()
    }

    /// The article.
    #[getter]
    fn basis(&self) -> Bilingual {
        (&self.dated.limit.basis).into()
    }

    /// The events that it knows, beside "stopped", "resumed" and "extended".
    #[getter]
    fn events(&self) -> Vec<(&str, Bilingual)> {
        let events = self.dated.limit.events.iter();
        events.map(|event| (event.name.as_str(), (&event.label).into())).collect()
    }

    /// The reasons that stop its clock.
    #[getter]
    fn stops(&self) -> Vec<(&str, Bilingual)> {
        let stops = self.dated.limit.stops.iter();
        stops.map(|stop| (stop.reason.as_str(), (&stop.title).into())).collect()
    }

    /// By when a case is due, and how it stands on a day, in the version of the day from which it is counted.
    ///
    /// Events are given by name, as dates, as datetimes for limits in hours, or as texts such as
    /// "2026-02-03:expert-review"; as pairs where one happens several times. Without a calendar, that of the limit's
    /// country is taken.
    #[pyo3(signature = (log, *, on, calendar=None))]
    fn due(
        &self,
        py: Python<'_>,
        log: GivenLog,
        on: GivenWhen<'_>,
        calendar: Option<&Calendar>,
    ) -> PyResult<DueOutcome> {
        due(py, &self.book, &self.dated.limit.id, (&log, on.read("on")?), calendar)
    }

    /// By when each case of a frame is due, and how it stands: one row a case, one column an event.
    ///
    /// The frame is any table or stream with Arrow's capsules. Events are the columns of their name, `columns` names
    /// others, as {event: column}; a text can have a detail, such as "2026-02-03:expert-review". `on` is the day that is
    /// asked about, or the name of a column that has it. `results` are the columns to make, of "due", "raw", "used",
    /// "left", "light", "state", "version" and "error"; `keep` names columns of the frame to hand through. Each case is
    /// counted under the version of the day from which it is counted.
    #[pyo3(signature = (frame, *, on, columns=None, calendar=None, results=None, keep=None, on_error=None, threads=None, progress=None))]
    #[expect(clippy::too_many_arguments, reason = "all but the frame and the day can be left out")]
    fn due_frame(
        &self,
        py: Python<'_>,
        frame: GivenFrame,
        on: FrameDay,
        columns: Option<HashMap<String, String>>,
        calendar: Option<&Calendar>,
        results: Option<DueResults>,
        keep: Option<Vec<String>>,
        on_error: Option<OnError>,
        threads: Option<NonZeroUsize>,
        progress: Option<GivenProgress>,
    ) -> PyResult<Frame> {
        let table = CaseTable { columns, on, keep };
        self.call(py, calendar, results, on_error, threads, progress)?.rows(py, frame, table)
    }

    /// The same as a stream: each part is counted when it is read, so that memory does not grow with the cases.
    #[pyo3(signature = (frame, *, on, columns=None, calendar=None, results=None, keep=None, on_error=None, threads=None, progress=None))]
    #[expect(clippy::too_many_arguments, reason = "all but the frame and the day can be left out")]
    fn due_stream(
        &self,
        py: Python<'_>,
        frame: GivenFrame,
        on: FrameDay,
        columns: Option<HashMap<String, String>>,
        calendar: Option<&Calendar>,
        results: Option<DueResults>,
        keep: Option<Vec<String>>,
        on_error: Option<OnError>,
        threads: Option<NonZeroUsize>,
        progress: Option<GivenProgress>,
    ) -> PyResult<FrameStream> {
        let table = CaseTable { columns, on, keep };
        self.call(py, calendar, results, on_error, threads, progress)?.stream(py, frame, table)
    }

    /// The same for an event table: one row an event, in any order. What comes out has one row a case.
    ///
    /// `case`, `event`, `day` and `detail` name the columns; a detail is the reason of a stop, or the length of an
    /// extension.
    #[pyo3(signature = (frame, *, on, case="case".to_owned(), event="event".to_owned(), day="day".to_owned(), detail=None, calendar=None, results=None, on_error=None, threads=None, progress=None))]
    #[expect(clippy::too_many_arguments, reason = "all but the frame and the day can be left out")]
    fn due_events(
        &self,
        py: Python<'_>,
        frame: GivenFrame,
        on: GivenDay<'_>,
        case: String,
        event: String,
        day: String,
        detail: Option<String>,
        calendar: Option<&Calendar>,
        results: Option<DueResults>,
        on_error: Option<OnError>,
        threads: Option<NonZeroUsize>,
        progress: Option<GivenProgress>,
    ) -> PyResult<Frame> {
        let (table, on) = (EventTable { case, event, day, detail }, on.read("on")?);
        self.call(py, calendar, results, on_error, threads, progress)?.events(py, frame, table, on)
    }

    /// The same as a stream, for an event table that is sorted by case: each part is counted when it is read, so that
    /// memory does not grow with the cases. A case that comes before the one above it ends the stream.
    #[pyo3(signature = (frame, *, on, case="case".to_owned(), event="event".to_owned(), day="day".to_owned(), detail=None, calendar=None, results=None, on_error=None, threads=None, progress=None))]
    #[expect(clippy::too_many_arguments, reason = "all but the frame and the day can be left out")]
    fn due_events_stream(
        &self,
        py: Python<'_>,
        frame: GivenFrame,
        on: GivenDay<'_>,
        case: String,
        event: String,
        day: String,
        detail: Option<String>,
        calendar: Option<&Calendar>,
        results: Option<DueResults>,
        on_error: Option<OnError>,
        threads: Option<NonZeroUsize>,
        progress: Option<GivenProgress>,
    ) -> PyResult<FrameStream> {
        let (table, on) = (EventTable { case, event, day, detail }, on.read("on")?);
        self.call(py, calendar, results, on_error, threads, progress)?.events_stream(py, frame, table, on)
    }

    fn __repr__(&self) -> String {
        format!("<Limit {}: {}>", self.dated.limit.id, self.dated.limit.title.en)
    }
}

impl Limit {
    fn call(
        &self,
        py: Python<'_>,
        calendar: Option<&Calendar>,
        results: Option<DueResults>,
        on_error: Option<OnError>,
        threads: Option<NonZeroUsize>,
        progress: Option<GivenProgress>,
    ) -> PyResult<DueCall> {
        let (loaded, limit) = (Arc::clone(&self.book), Arc::clone(&self.dated.limit));
        let calendar = Calendar::or_bundled(py, calendar, &limit.id)?;
        Ok(DueCall { loaded, limit, calendar, results, on_error, threads, progress })
    }
}

pub(crate) fn due(
    py: Python<'_>,
    book: &Rules,
    id: &str,
    (log, on): (&GivenLog, When),
    calendar: Option<&Calendar>,
) -> PyResult<DueOutcome> {
    let calendar = Calendar::or_bundled(py, calendar, id)?;
    let outcome = py.detach(|| book.due(id, &log.0, &calendar, on));
    outcome.map(DueOutcome).map_err(|error| error::limit_error(py, &error))
}

/// A step of the counting.
#[pyclass(frozen, get_all, module = "evenhand")]
pub(crate) struct DueStep {
    /// Its name.
    step: &'static str,
    /// The day that it is about.
    day: Option<Point>,
    /// In a sentence.
    text: Bilingual,
}

/// A span in which the clock stood, or was meant to.
#[pyclass(frozen, get_all, module = "evenhand")]
pub(crate) struct Stop {
    /// The day of the stop. (`from` is a word of Python.)
    stopped: Point,
    /// The day of the resumption.
    resumed: Option<Point>,
    /// What was not counted of it so far, in the unit of `used`.
    days: i64,
    /// The reason.
    reason: Option<String>,
    /// The reason in words.
    title: Option<Bilingual>,
    /// "counted", "too-late" or "after-the-end".
    effect: &'static str,
}

/// An extension.
#[pyclass(frozen, get_all, module = "evenhand")]
pub(crate) struct Extension {
    /// The day on which it was decided.
    on: Point,
    /// By how much, in the unit of the limit.
    by: u32,
    /// "counted", "too-late" or "after-the-end".
    effect: &'static str,
}

/// How a stage stands.
#[pyclass(frozen, get_all, module = "evenhand")]
pub(crate) struct StageDue {
    /// Its name.
    name: String,
    /// What is done in it.
    title: Bilingual,
    /// How it stands, as `DueOutcome.state`.
    state: &'static str,
    /// Its last day.
    due: Option<Point>,
    /// When it ended.
    ended: Option<Point>,
}

/// By when a case is due, and why.
#[pyclass(frozen, module = "evenhand")]
pub(crate) struct DueOutcome(pub(crate) Outcome);

#[pymethods]
impl DueOutcome {
    /// The id of the limit.
    #[getter]
    fn limit(&self) -> &str {
        &self.0.limit().id
    }

    /// What must be done.
    #[getter]
    fn title(&self) -> Bilingual {
        (&self.0.limit().title).into()
    }

    /// The article.
    #[getter]
    fn basis(&self) -> Bilingual {
        (&self.0.limit().basis).into()
    }

    /// "waiting", "running", "stopped", "met", "late" or "overdue".
    #[getter]
    fn state(&self) -> &'static str {
        self.0.due().state.code()
    }

    /// The last day that counts; None while the clock stands.
    #[getter]
    fn due(&self) -> Option<Point> {
        self.0.due().due.map(Point)
    }

    /// The last day as it is counted.
    #[getter]
    fn raw(&self) -> Option<Point> {
        self.0.due().raw.map(Point)
    }

    /// The nearest working day, where the law does not say whether a last day on a day off moves.
    #[getter]
    fn moved(&self) -> Option<Point> {
        self.0.due().moved.map(Point)
    }

    /// Of an office's own limit, the last day of the law.
    #[getter]
    fn statutory(&self) -> Option<Point> {
        self.0.due().statutory.map(Point)
    }

    /// The day from which is counted, not counted itself.
    #[getter]
    fn start(&self) -> Point {
        Point(self.0.due().start)
    }

    /// When what must be done was done.
    #[getter]
    fn ended(&self) -> Option<Point> {
        self.0.due().ended.map(Point)
    }

    /// The day that was asked about.
    #[getter]
    fn on(&self) -> Point {
        Point(self.0.due().on)
    }

    /// What was counted, in `unit`; None where it is counted backwards.
    #[getter]
    fn used(&self) -> Option<i64> {
        self.0.due().used
    }

    /// What is left, in `unit`; negative when overdue.
    #[getter]
    fn left(&self) -> i64 {
        self.0.due().left
    }

    /// "days", "working-days" or "hours".
    #[getter]
    fn unit(&self) -> &'static str {
        self.0.limit().length.unit.counted_in().code()
    }

    /// Whether it was done in time; None as long as that is open.
    #[getter]
    fn in_time(&self) -> Option<bool> {
        self.0.due().state.in_time()
    }

    /// "green", "hint", "yellow" or "red"; None where no rule sets lights.
    #[getter]
    fn light(&self) -> Option<&'static str> {
        self.0.due().light.map(Light::code)
    }

    /// The days on which hint, yellow and red come on.
    #[getter]
    fn lights(&self) -> (Option<Point>, Option<Point>, Option<Point>) {
        let [hint, yellow, red] = self.0.due().lights.map(|light| light.map(Point));
        (hint, yellow, red)
    }

    /// The spans in which the clock stood.
    #[getter]
    fn stopped(&self) -> Vec<Stop> {
        let stops = self.0.due().stopped.iter().map(|stop| {
            let reason = stop.reason.and_then(|reason| self.0.limit().stops.get(reason));
            Stop {
                stopped: Point(stop.from),
                resumed: stop.until.map(Point),
                days: stop.days,
                reason: reason.map(|reason| reason.reason.clone()),
                title: reason.map(|reason| (&reason.title).into()),
                effect: stop.effect.code(),
            }
        });
        stops.collect()
    }

    /// The extensions.
    #[getter]
    fn extensions(&self) -> Vec<Extension> {
        let extensions = self.0.due().extensions.iter();
        extensions
            .map(|extended| Extension {
                on: Point(extended.on),
                by: extended.by,
                effect: extended.effect.code(),
            })
            .collect()
    }

    /// The stages, in the order of the limit.
    #[getter]
    fn stages(&self) -> Vec<StageDue> {
        let stages = self.0.due().stages.iter().filter_map(|stage| {
            let declared = self.0.limit().stages.get(stage.stage)?;
            Some(StageDue {
                name: declared.name.clone(),
                title: (&declared.title).into(),
                state: stage.state.code(),
                due: stage.due.map(Point),
                ended: stage.ended.map(Point),
            })
        });
        stages.collect()
    }

    /// The names of the stages that are late.
    #[getter]
    fn late(&self) -> Vec<&str> {
        self.0.late_stages()
    }

    /// The steps of the counting, in order.
    #[getter]
    fn trace(&self) -> Vec<DueStep> {
        let steps = self.0.steps().into_iter();
        steps
            .map(|step| DueStep { step: step.step, day: step.day.map(Point), text: step.text.into() })
            .collect()
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

    /// By when it is due and how it stands, in a line; in the language of the surroundings, if none is named.
    #[pyo3(signature = (language=None))]
    fn headline(&self, language: Option<Tongue>) -> String {
        self.0.headline(Tongue::or_local(language))
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

    fn __str__(&self) -> String {
        self.0.sentences(Tongue::or_local(None)).join("\n")
    }

    /// The case on a line of days: what was counted, where the clock stood, the days off, and when the lights come on.
    /// Needs `pip install "evenhand[plot]"`. Days off are those of the calendar, or of the country's where none is given;
    /// a year that it lacks shows none. Without a language, that of the surroundings is taken.
    ///
    ///     >>> due = book.limit("cn.administrative-licence-law/42").due({"accepted": "2026-01-28"}, on="2026-03-05")
    ///     >>> due.plot(dark=True).save("case.png")
    #[pyo3(signature = (*, calendar=None, language=None, dark=false))]
    fn plot<'py>(
        slf: &Bound<'py, Self>,
        calendar: Option<&Calendar>,
        language: Option<Tongue>,
        dark: bool,
    ) -> PyResult<Plot<'py>> {
        let py = slf.py();
        let calendar = Calendar(Calendar::or_bundled(py, calendar, &slf.get().0.limit().id)?);
        let language = Tongue::name(Tongue::or_local(language));
        plot::call(py, "timeline", (slf, calendar, language, dark))
    }

    /// The outcome as HTML; in the language of the surroundings, if none is named. Notebooks show it by themselves.
    #[pyo3(signature = (language=None))]
    fn to_html(&self, language: Option<Tongue>) -> String {
        page::due(&self.0, Tongue::or_local(language))
    }

    fn _repr_html_(&self) -> String {
        self.to_html(None)
    }

    fn __repr__(&self) -> String {
        let last = self.0.due().due.map_or_else(|| "open".to_owned(), |last| last.to_string());
        format!("<DueOutcome {}: {last}, {}>", self.0.limit().id, self.0.due().state.code())
    }
}
