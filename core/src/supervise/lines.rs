//! Lines of a file, judged on several threads and told in their order, in constant memory.

use std::ops::ControlFlow;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// How many lines a thread takes at once.
const BATCH: usize = 256;

/// The lines that are still to be judged.
struct Source<I> {
    lines: I,
    /// The number of the line before the next one.
    line: u64,
    /// The number of the next batch.
    batch: u64,
}

/// Where the batches are put back into their order.
struct Sink<F> {
    next: u64,
    each: F,
    stopped: bool,
}

impl<L: AsRef<[u8]>, I: Iterator<Item = L>> Source<I> {
    /// The next lines that are not empty, each with its number, and the number of the batch.
    fn take(&mut self) -> (u64, Vec<(u64, L)>) {
        let mut lines = Vec::with_capacity(BATCH);
        while lines.len() < BATCH {
            let Some(text) = self.lines.next() else { break };
            self.line = self.line.saturating_add(1);
            if !text.as_ref().trim_ascii().is_empty() {
                lines.push((self.line, text));
            }
        }
        let batch = self.batch;
        self.batch = batch.saturating_add(1);
        (batch, lines)
    }
}

/// Judges every line that is not empty, on so many threads and at least on this one. `judge` makes what a thread judges with;
/// `each` is called for every line in its order and can stop the run.
pub(super) fn in_order<L, I, J, R, W, F>(lines: I, threads: usize, judge: J, each: F)
where
    L: AsRef<[u8]>,
    I: Iterator<Item = L> + Send,
    J: Fn() -> W + Sync,
    W: FnMut(u64, &[u8]) -> R,
    F: FnMut(R) -> ControlFlow<()> + Send,
{
    let source = Mutex::new(Source { lines, line: 0, batch: 0 });
    let sink = Mutex::new(Sink { next: 0, each, stopped: false });
    let turn = Condvar::new();
    let work = || {
        let mut judge = judge();
        loop {
            let (number, lines) = lock(&source).take();
            if lines.is_empty() {
                return;
            }
            let judged: Vec<R> = lines.iter().map(|(line, text)| judge(*line, text.as_ref())).collect();
            let mut sink = lock(&sink);
            // Whoever has the earliest lines never waits, so that the others come to their turn.
            while sink.next != number && !sink.stopped {
                sink = turn.wait(sink).unwrap_or_else(PoisonError::into_inner);
            }
            if sink.stopped {
                return;
            }
            sink.stopped = judged.into_iter().any(|one| (sink.each)(one).is_break());
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
