//! Records, judged on several threads and told in their order, in constant memory.

use std::collections::BTreeMap;
use std::mem;
use std::ops::ControlFlow;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// How many records a thread takes at once: so few that they are in its cache still when it lets go of them.
const BATCH: usize = 32;
/// How many batches a thread can have that wait for their turn.
const AHEAD: usize = 4;

/// The records that are still to be judged.
struct Source<I> {
    records: I,
    /// The number of the record before the next one.
    record: u64,
    /// The number of the next batch.
    batch: u64,
}

/// Where the batches are put back into their order.
struct Sink<R> {
    /// The number of the batch that is told next.
    next: u64,
    /// What was judged and not told, with the thread that has judged it.
    judged: BTreeMap<u64, (usize, Vec<R>)>,
    /// What was told, by the thread that has judged it and lets go of it: memory goes back to whom it came from.
    told: Vec<Vec<Vec<R>>>,
    is_telling: bool,
    is_stopped: bool,
}

/// Tells batches in their order, one after the other, whoever has judged them.
struct Order<R, F> {
    sink: Mutex<Sink<R>>,
    each: Mutex<F>,
    turn: Condvar,
    /// How many batches can be judged before their turn.
    ahead: u64,
}

impl<T, I: Iterator<Item = T>> Source<I> {
    /// The next records, each with its number, and the number of the batch.
    fn take(&mut self) -> (u64, Vec<(u64, T)>) {
        let mut records = Vec::with_capacity(BATCH);
        while records.len() < BATCH {
            let Some(record) = self.records.next() else { break };
            self.record = self.record.saturating_add(1);
            records.push((self.record, record));
        }
        let batch = self.batch;
        self.batch = batch.saturating_add(1);
        (batch, records)
    }
}

/// Judges every record, on so many threads and at least on this one. `judge` makes what a thread judges with, which can pass
/// a record over; `each` is called for every one that was judged, in its order, and can stop the run.
pub(crate) fn in_order<T, I, J, R, W, F>(records: I, threads: usize, judge: J, each: F)
where
    I: Iterator<Item = T> + Send,
    J: Fn() -> W + Sync,
    R: Send,
    W: FnMut(u64, T) -> Option<R>,
    F: FnMut(&R) -> ControlFlow<()> + Send,
{
    let source = Mutex::new(Source { records, record: 0, batch: 0 });
    let order = Order::new(threads.max(1), each);
    let work = |thread: usize| {
        let mut judge = judge();
        loop {
            let (number, records) = lock(&source).take();
            if records.is_empty() {
                return;
            }
            let mut judged = Vec::with_capacity(records.len());
            judged.extend(records.into_iter().filter_map(|(number, record)| judge(number, record)));
            if order.take(thread, number, judged).is_break() {
                return;
            }
        }
    };
    thread::scope(|scope| {
        for thread in 1..threads {
            let work = &work;
            // Where no thread can be had, as in a browser, the others do its part.
            let _ = thread::Builder::new().spawn_scoped(scope, move || work(thread));
        }
        work(0);
    });
}

impl<R, F: FnMut(&R) -> ControlFlow<()>> Order<R, F> {
    fn new(threads: usize, each: F) -> Self {
        let told = (0..threads).map(|_| Vec::new()).collect();
        let sink = Sink { next: 0, judged: BTreeMap::new(), told, is_telling: false, is_stopped: false };
        let ahead = u64::try_from(threads.saturating_mul(AHEAD)).unwrap_or(u64::MAX);
        Self { sink: Mutex::new(sink), each: Mutex::new(each), turn: Condvar::new(), ahead }
    }

    /// Takes a batch that a thread has judged, and tells what can be told by now.
    fn take(&self, thread: usize, number: u64, judged: Vec<R>) -> ControlFlow<()> {
        let mut sink = lock(&self.sink);
        // Whoever has the earliest records never waits, so that the others come to their turn.
        while number.saturating_sub(sink.next) >= self.ahead && !sink.is_stopped {
            sink = self.turn.wait(sink).unwrap_or_else(PoisonError::into_inner);
        }
        let let_go = sink.told.get_mut(thread).map(mem::take);
        sink.judged.insert(number, (thread, judged));
        while !sink.is_telling && !sink.is_stopped {
            let next = sink.next;
            let Some((of, batch)) = sink.judged.remove(&next) else { break };
            sink.is_telling = true;
            drop(sink);
            let is_stopped = {
                let mut each = lock(&self.each);
                batch.iter().any(|one| each(one).is_break())
            };
            sink = lock(&self.sink);
            sink.is_telling = false;
            sink.is_stopped = is_stopped;
            sink.next = next.saturating_add(1);
            if let Some(told) = sink.told.get_mut(of) {
                told.push(batch);
            }
            self.turn.notify_all();
        }
        let is_stopped = sink.is_stopped;
        drop(sink);
        drop(let_go);
        if is_stopped { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether a line is a record: empty ones are passed over.
pub(crate) fn is_record(line: &[u8]) -> bool {
    !line.trim_ascii().is_empty()
}
