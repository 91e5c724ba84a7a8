use std::collections::{BTreeMap, HashMap};

use super::Payment;
use crate::time::Date;

/// The payments of a run, their names held once.
#[derive(Clone, Debug, Default)]
pub(super) struct Ledger {
    names: Vec<String>,
    numbers: HashMap<String, Name>,
    /// By day and id, once all are there.
    pub(super) payments: Vec<Entry>,
}

/// The place of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Name(usize);

/// A payment of a run.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) line: u64,
    pub(super) day: Date,
    pub(super) amount: i128,
    pub(super) group: Option<Name>,
    pub(super) from: Option<Name>,
    pub(super) to: Option<Name>,
    pub(super) purpose: Option<Name>,
    pub(super) office: Option<Name>,
}

impl Ledger {
    pub(super) fn add(&mut self, line: u64, payment: Payment) {
        let Payment { id, day, amount, group, from, to, purpose, office } = payment;
        let [group, from, to, purpose, office] =
            [group, from, to, purpose, office].map(|name| name.map(|name| self.number(name)));
        self.payments.push(Entry { id, line, day, amount, group, from, to, purpose, office });
    }

    fn number(&mut self, name: String) -> Name {
        if let Some(number) = self.numbers.get(&name) {
            return *number;
        }
        let number = Name(self.names.len());
        self.names.push(name.clone());
        self.numbers.insert(name, number);
        number
    }

    /// By day and id: where a payment stands then does not hang on its line.
    pub(super) fn sort(&mut self) {
        self.payments.sort_unstable_by(|one, other| (one.day, &one.id).cmp(&(other.day, &other.id)));
    }

    pub(super) fn name(&self, name: Name) -> &str {
        self.names.get(name.0).map_or("", String::as_str)
    }

    /// The payments that have something in common, each list in their order; a payment without a key is in none.
    pub(super) fn together<K: Ord>(
        &self,
        key: impl Fn(&Entry) -> Option<K>,
    ) -> impl Iterator<Item = (K, Vec<Placed<'_>>)> {
        let mut together: BTreeMap<K, Vec<Placed<'_>>> = BTreeMap::new();
        for (place, entry) in self.payments.iter().enumerate() {
            if let Some(key) = key(entry) {
                together.entry(key).or_default().push(Placed { place, entry });
            }
        }
        together.into_iter()
    }
}

/// A payment with its place in the order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed<'a> {
    pub(super) place: usize,
    pub(super) entry: &'a Entry,
}

impl Placed<'_> {
    /// Whether it came at most so many days after another.
    pub(super) fn within(self, days: i64, other: Placed<'_>) -> bool {
        self.entry.day.days_since(other.entry.day) <= days
    }
}
