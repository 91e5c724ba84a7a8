//! Records, judged on several threads and told in their order, in constant memory.

use std::ops::ControlFlow;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// How many records a thread takes at once.
const BATCH: usize = 256;

/// The records that are still to be judged.
struct Source<I> {
    records: I,
    /// The number of the record before the next one.
    record: u64,
    /// The number of the next batch.
    batch: u64,
}

/// Where the batches are put back into their order.
struct Sink<F> {
    next: u64,
    each: F,
    stopped: bool,
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
pub(super) fn in_order<T, I, J, R, W, F>(records: I, threads: usize, judge: J, each: F)
where
    I: Iterator<Item = T> + Send,
    J: Fn() -> W + Sync,
    W: FnMut(u64, T) -> Option<R>,
    F: FnMut(&R) -> ControlFlow<()> + Send,
{
    let source = Mutex::new(Source { records, record: 0, batch: 0 });
    let sink = Mutex::new(Sink { next: 0, each, stopped: false });
    let turn = Condvar::new();
    let work = || {
        let mut judge = judge();
        loop {
            let (number, records) = lock(&source).take();
            if records.is_empty() {
                return;
            }
            let judged = records.into_iter().filter_map(|(number, record)| judge(number, record));
            let judged: Vec<R> = judged.collect();
            let mut sink = lock(&sink);
            // Whoever has the earliest records never waits, so that the others come to their turn.
            while sink.next != number && !sink.stopped {
                sink = turn.wait(sink).unwrap_or_else(PoisonError::into_inner);
            }
            if sink.stopped {
                return;
            }
            sink.stopped = judged.iter().any(|one| (sink.each)(one).is_break());
            sink.next = sink.next.saturating_add(1);
            turn.notify_all();
            if sink.stopped {
                return;
            }
        }
    };
    thread::scope(|scope| {
        for _ in 1..threads {
            // Where no thread can be had, as in a browser, the others do its part.
            let _ = thread::Builder::new().spawn_scoped(scope, work);
        }
        work();
    });
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether a line is a record: empty ones are passed over.
pub(super) fn is_record(line: &[u8]) -> bool {
    !line.trim_ascii().is_empty()
}
