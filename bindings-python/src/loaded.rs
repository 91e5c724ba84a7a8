//! Rules with what was worked out from them so far.

use std::collections::HashMap;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use evenhand::columns::ColumnPlan;
use evenhand::{Item, RuleBook};

/// A book, and how its items run over columns: worked out once for each, when it is first asked for.
pub(crate) struct Loaded {
    book: RuleBook,
    /// By the address of the item, which the book keeps alive.
    plans: Mutex<HashMap<usize, Arc<ColumnPlan>>>,
}

impl From<RuleBook> for Loaded {
    fn from(book: RuleBook) -> Self {
        Self { book, plans: Mutex::new(HashMap::new()) }
    }
}

impl Deref for Loaded {
    type Target = RuleBook;

    fn deref(&self) -> &RuleBook {
        &self.book
    }
}

impl Loaded {
    /// How an item of the book runs over columns.
    pub(crate) fn plan(&self, item: &Arc<Item>) -> Arc<ColumnPlan> {
        let address = Arc::as_ptr(item).addr();
        let plans = || self.plans.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(plan) = plans().get(&address) {
            return Arc::clone(plan);
        }
        // Not under the lock: other threads need other plans meanwhile.
        let plan = Arc::new(ColumnPlan::new(Arc::clone(item)));
        Arc::clone(plans().entry(address).or_insert(plan))
    }
}
