//! Work over many rows or groups of rows, in portions on several threads.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::failure::Failure;
use super::watch::Watch;

/// How many groups or rows a thread takes at a time.
const PORTION: usize = 1024;

/// On how many threads, and who is told.
pub(super) struct Pace<'a> {
    pub(super) threads: usize,
    pub(super) watch: &'a Watch,
}

impl Pace<'_> {
    /// Does the work portion by portion; `each` gets what came out in the order of the portions. `rows` tells how many rows a
    /// portion has.
    pub(super) fn portions<T: Send>(
        &self,
        count: usize,
        rows: impl Fn(Range<usize>) -> usize,
        work: impl Fn(Range<usize>) -> T + Sync,
        mut each: impl FnMut(T),
    ) -> Result<(), Failure> {
        let starts: Vec<usize> = (0..count).step_by(PORTION).collect();
        for wave in starts.chunks(self.threads.max(1).saturating_mul(4)) {
            let done: Mutex<Vec<Option<T>>> = Mutex::new(wave.iter().map(|_| None).collect());
            let queue = Mutex::new(wave.iter().enumerate());
            let work = || {
                let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
                while let Some((place, start)) = next() {
                    let out = work(*start..count.min(start.saturating_add(PORTION)));
                    if let Some(room) = done.lock().unwrap_or_else(PoisonError::into_inner).get_mut(place) {
                        *room = Some(out);
                    }
                }
            };
            thread::scope(|scope| {
                for _ in 1..self.threads.min(wave.len()) {
                    let _ = thread::Builder::new().spawn_scoped(scope, work);
                }
                work();
            });
            done.into_inner()
                .unwrap_or_else(PoisonError::into_inner)
                .into_iter()
                .flatten()
                .for_each(&mut each);
            let ends = wave.first().zip(wave.last());
            let over = ends.map_or(0..0, |(first, last)| *first..count.min(last.saturating_add(PORTION)));
            self.watch.goes_on(rows(over))?;
        }
        Ok(())
    }
}
