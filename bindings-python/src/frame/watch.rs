//! How far a run is: told to whoever asked, and stopped by Ctrl-C.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::PyBool;
use pyo3::{PyTypeInfo, type_hint_identifier, type_hint_union};

use super::failure::Failure;
use crate::error;

/// How often somebody is told, and keys are looked at.
const PAUSE: Duration = Duration::from_millis(50);

/// Who wants to know how far a run is: a callable that takes the rows done and all rows, or True for a bar.
pub(crate) struct GivenProgress(Option<Py<PyAny>>);

impl<'py> FromPyObject<'_, 'py> for GivenProgress {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr =
        type_hint_union!(PyBool::TYPE_HINT, type_hint_identifier!("evenhand._progress", "Progress"));

    fn extract(given: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let py = given.py();
        if let Ok(wanted) = given.cast::<PyBool>() {
            let bar = || py.import("evenhand._progress")?.getattr("Bar")?.call0();
            return Ok(Self(wanted.is_true().then(bar).transpose()?.map(Bound::unbind)));
        }
        if given.is_callable() {
            return Ok(Self(Some(given.to_owned().unbind())));
        }
        let found = given.get_type().name()?;
        let message = format!("`progress` must be a callable, True or False, found a {found}");
        Err(error::assess(py, "wrong-type", Some("progress"), &message))
    }
}

/// What is known of a run while it goes on.
pub(super) struct Watch {
    told: Option<Py<PyAny>>,
    all: Option<usize>,
    done: AtomicUsize,
    /// Only there are keys looked at, and somebody told.
    thread: Mutex<(ThreadId, Instant)>,
    is_stopped: AtomicBool,
    stopped: Mutex<Option<PyErr>>,
}

impl Watch {
    pub(super) fn new(progress: Option<GivenProgress>, all: Option<usize>) -> Self {
        Self {
            told: progress.and_then(|progress| progress.0),
            all,
            done: AtomicUsize::new(0),
            thread: Mutex::new((thread::current().id(), Instant::now())),
            is_stopped: AtomicBool::new(false),
            stopped: Mutex::new(None),
        }
    }

    /// Whether somebody is told, so that it is worth asking how many rows there are.
    pub(super) const fn is_asked(progress: Option<&GivenProgress>) -> bool {
        matches!(progress, Some(GivenProgress(Some(_))))
    }

    /// This thread is the one that was called from Python: a stream is not read where it was made.
    pub(super) fn enter(&self) {
        self.thread.lock().unwrap_or_else(PoisonError::into_inner).0 = thread::current().id();
    }

    /// Called from any thread with the rows that are done now.
    pub(super) fn each(&self, rows: usize) -> ControlFlow<()> {
        self.done.fetch_add(rows, Ordering::Relaxed);
        if self.is_stopped.load(Ordering::Relaxed) {
            return ControlFlow::Break(());
        }
        {
            let mut thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner);
            if thread.0 != thread::current().id() || thread.1.elapsed() < PAUSE {
                return ControlFlow::Continue(());
            }
            thread.1 = Instant::now();
        }
        match Python::attach(|py| py.check_signals().and_then(|()| self.tell(py, self.all))) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                *self.stopped.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                self.is_stopped.store(true, Ordering::Relaxed);
                ControlFlow::Break(())
            }
        }
    }

    /// Called with the rows that are done now where nothing is left half done.
    ///
    /// # Errors
    /// Why the run is stopped.
    pub(super) fn goes_on(&self, rows: usize) -> Result<(), Failure> {
        if self.each(rows).is_break() {
            return Err(self.why().map_or(Failure::Interrupted, Failure::Stopped));
        }
        Ok(())
    }

    /// Why the run was stopped.
    pub(super) fn why(&self) -> Option<PyErr> {
        self.stopped.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// All rows are done.
    pub(super) fn finish(&self) -> Result<(), Failure> {
        let all = Some(self.done.load(Ordering::Relaxed));
        if self.told.is_none() {
            return Ok(());
        }
        Python::attach(|py| self.tell(py, all)).map_err(Failure::Stopped)
    }

    fn tell(&self, py: Python<'_>, all: Option<usize>) -> PyResult<()> {
        let Some(told) = &self.told else { return Ok(()) };
        told.call1(py, (self.done.load(Ordering::Relaxed), all)).map(drop)
    }
}
