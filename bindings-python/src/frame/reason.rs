//! The reasons of rows in sentences: each row assessed alone.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use arrow_array::StringArray;
use evenhand::columns::BoundColumns;
use evenhand::{Item, Language};

use super::watch::Watch;

/// How many rows a thread takes at a time.
const PORTION: usize = 512;

/// Why each row has its result, or what is wrong with it; empty where the run was stopped.
pub(super) fn reasons(
    item: &Arc<Item>,
    cases: &BoundColumns<'_, '_>,
    language: Language,
    threads: usize,
    watch: &Watch,
) -> StringArray {
    let portions: Vec<usize> = (0..cases.rows()).step_by(PORTION).collect();
    let told: Mutex<Vec<Vec<String>>> = Mutex::new(vec![Vec::new(); portions.len()]);
    let queue = Mutex::new(portions.into_iter().enumerate());
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
    let work = || {
        while let Some((portion, first)) = next() {
            let rows = first..cases.rows().min(first.saturating_add(PORTION));
            let count = rows.len();
            let own: Vec<String> = rows.map(|row| reason(item, cases, row, language)).collect();
            if let Some(room) = told.lock().unwrap_or_else(PoisonError::into_inner).get_mut(portion) {
                *room = own;
            }
            if watch.each(count).is_break() {
                return;
            }
        }
    };
    thread::scope(|scope| {
        for _ in 1..threads {
            let _ = thread::Builder::new().spawn_scoped(scope, work);
        }
        work();
    });
    let told = told.into_inner().unwrap_or_else(PoisonError::into_inner);
    let told: Vec<String> = told.into_iter().flatten().collect();
    StringArray::from(told)
}

fn reason(item: &Arc<Item>, cases: &BoundColumns<'_, '_>, row: usize, language: Language) -> String {
    match item.assess(&cases.facts(row)) {
        Ok(outcome) => outcome.explanation(language),
        Err(error) => error.to_string(),
    }
}
