//! Work over many rows or groups of rows, in portions on several threads.

use std::collections::BTreeMap;
use std::ops::{ControlFlow, Range};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::failure::Failure;
use super::watch::Watch;

/// How many rows a thread takes at a time, where each is work of its own.
const PORTION: usize = 1024;
/// How many portions a thread can have that wait for their turn.
const AHEAD: usize = 4;

/// On how many threads, and who is told.
pub(super) struct Pace<'a> {
    pub(super) threads: usize,
    pub(super) watch: &'a Watch,
}

impl Pace<'_> {
    /// Does the work on so many rows, portion by portion; `each` gets what came out in the order of the rows.
    pub(super) fn rows<T: Send>(
        &self,
        count: usize,
        work: impl Fn(Range<usize>) -> T + Sync,
        each: impl FnMut(T) + Send,
    ) -> Result<(), Failure> {
        let portions = portions(count, PORTION);
        self.portions(&portions, ExactSizeIterator::len, |rows| Ok(work(rows.clone())), each)
    }

    /// The same for portions of another kind; `rows` tells how many rows one has.
    pub(super) fn portions<P: Sync, T: Send>(
        &self,
        portions: &[P],
        rows: impl Fn(&P) -> usize + Sync,
        work: impl Fn(&P) -> Result<T, Failure> + Sync,
        each: impl FnMut(T) + Send,
    ) -> Result<(), Failure> {
        let work = |portion: &P| {
            let done = work(portion)?;
            match self.watch.each(rows(portion)) {
                ControlFlow::Continue(()) => Ok(done),
                ControlFlow::Break(()) => Err(Failure::Interrupted),
            }
        };
        in_order(self.threads, portions, work, each)
            .map_err(|failure| self.watch.why().map_or(failure, Failure::Stopped))
    }
}

/// So many rows, cut into portions.
pub(super) fn portions(count: usize, portion: usize) -> Vec<Range<usize>> {
    let starts = (0..count).step_by(portion);
    starts.map(|start| start..count.min(start.saturating_add(portion))).collect()
}

/// Does the work on so many threads and at least on this one; `each` gets what came out in the order of the portions.
///
/// # Errors
/// The first in that order.
pub(super) fn in_order<P: Sync, T: Send>(
    threads: usize,
    portions: &[P],
    work: impl Fn(&P) -> Result<T, Failure> + Sync,
    each: impl FnMut(T) + Send,
) -> Result<(), Failure> {
    let queue = Mutex::new(portions.iter().enumerate());
    let order = Order::new(threads, each);
    let work = || {
        let next = || lock(&queue).next();
        while let Some((place, portion)) = next() {
            if order.take(place, work(portion)).is_break() {
                return;
            }
        }
    };
    thread::scope(|scope| {
        for _ in 1..threads.min(portions.len()) {
            // Where no thread can be had, the others do its part.
            let _ = thread::Builder::new().spawn_scoped(scope, work);
        }
        work();
    });
    lock(&order.sink).failure.take().map_or(Ok(()), Err)
}

/// Hands over what came out of portions in their order, one after the other, whoever has done them.
struct Order<T, F> {
    sink: Mutex<Sink<T>>,
    each: Mutex<F>,
    turn: Condvar,
    /// How many portions can be done before their turn.
    ahead: usize,
}

struct Sink<T> {
    /// The place of the portion that is handed over next.
    next: usize,
    /// What was done and not handed over.
    done: BTreeMap<usize, Result<T, Failure>>,
    is_handing_over: bool,
    /// Nothing is handed over after it.
    failure: Option<Failure>,
}

impl<T, F: FnMut(T)> Order<T, F> {
    fn new(threads: usize, each: F) -> Self {
        let sink = Sink { next: 0, done: BTreeMap::new(), is_handing_over: false, failure: None };
        let ahead = threads.max(1).saturating_mul(AHEAD);
        Self { sink: Mutex::new(sink), each: Mutex::new(each), turn: Condvar::new(), ahead }
    }

    /// Takes what came out of a portion, and hands over what can be by now.
    fn take(&self, place: usize, done: Result<T, Failure>) -> ControlFlow<()> {
        let has_failed = done.is_err();
        let mut sink = lock(&self.sink);
        // Whoever has the earliest portion never waits, so that the others come to their turn.
        while place.saturating_sub(sink.next) >= self.ahead && sink.failure.is_none() {
            sink = self.turn.wait(sink).unwrap_or_else(PoisonError::into_inner);
        }
        sink.done.insert(place, done);
        while !sink.is_handing_over && sink.failure.is_none() {
            let next = sink.next;
            match sink.done.remove(&next) {
                None => break,
                Some(Ok(done)) => {
                    sink.is_handing_over = true;
                    drop(sink);
                    lock(&self.each)(done);
                    sink = lock(&self.sink);
                    sink.is_handing_over = false;
                    sink.next = next.saturating_add(1);
                }
                Some(Err(failure)) => sink.failure = Some(failure),
            }
            self.turn.notify_all();
        }
        // What comes after a failure is wanted by nobody.
        if has_failed || sink.failure.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
