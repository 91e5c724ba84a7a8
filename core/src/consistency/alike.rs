use std::collections::HashMap;

use super::Decision;
use super::decision::amount_text;

/// Same facts, same result? What came out of decisions on the same item, version and facts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Likeness {
    /// Decisions of which the facts are told.
    pub compared: u64,
    /// Decisions of which they are not.
    pub without_facts: u64,
    /// Different facts: combinations of item, version and facts.
    pub combinations: u64,
    /// Those that were decided more than once.
    pub repeated: u64,
    /// Pairs of decisions on the same facts.
    pub pairs: u128,
    /// Of these, pairs with different fines.
    pub unlike_pairs: u128,
    /// The combinations with different fines, the widest spread first.
    pub unlike: Vec<Unlike>,
}

/// The same facts with different fines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unlike {
    /// The item.
    pub item: String,
    /// The version of the rules; empty if it is not told.
    pub version: String,
    /// How many decisions there are on these facts.
    pub decisions: u64,
    /// The fines, from the lowest to the highest; any two of these are a pair of unlike results.
    pub results: Vec<AlikeResult>,
    spread: i64,
}

/// A fine for facts, with the first decision that imposed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlikeResult {
    /// The fine.
    pub fine: String,
    /// How many decisions imposed it.
    pub decisions: u64,
    /// The line of the first of these.
    pub line: u64,
    /// Its case; empty if it has no number.
    pub case: String,
    /// Its office, and its officer; empty if they are not told.
    pub office: String,
    /// See `office`.
    pub officer: String,
}

impl Unlike {
    /// The highest fine less the lowest.
    #[must_use]
    pub fn spread(&self) -> String {
        amount_text(self.spread)
    }
}

/// What is kept of facts: one result where all were decided alike.
#[derive(Clone, Debug)]
struct Facts {
    item: u32,
    version: u32,
    first: Imposed,
    others: Vec<Imposed>,
}

#[derive(Clone, Debug)]
struct Imposed {
    fine: i64,
    decisions: u64,
    line: u64,
    case: Box<str>,
    officer: u32,
}

/// The results by facts, while decisions are read.
#[derive(Clone, Debug, Default)]
pub(super) struct Alike {
    facts: HashMap<[u8; 16], Facts>,
    without: u64,
}

impl Alike {
    pub(super) fn add(&mut self, line: u64, decision: &Decision<'_>, [item, version, officer]: [u32; 3]) {
        let Some(likeness) = decision.likeness else {
            self.without = self.without.saturating_add(1);
            return;
        };
        let imposed =
            || Imposed { fine: decision.fine, decisions: 1, line, case: decision.case.into(), officer };
        let Some(facts) = self.facts.get_mut(&likeness) else {
            let facts = Facts { item, version, first: imposed(), others: Vec::new() };
            self.facts.insert(likeness, facts);
            return;
        };
        let known = std::iter::once(&mut facts.first).chain(&mut facts.others);
        match known.into_iter().find(|known| known.fine == decision.fine) {
            Some(known) => known.decisions = known.decisions.saturating_add(1),
            None => facts.others.push(imposed()),
        }
    }

    /// What came out, with the names of items, versions and officers by their numbers.
    pub(super) fn finish<'a>(
        &self,
        item: impl Fn(u32) -> &'a str,
        version: impl Fn(u32) -> &'a str,
        officer: impl Fn(u32) -> (&'a str, &'a str),
    ) -> Likeness {
        let mut likeness = Likeness { without_facts: self.without, ..Likeness::default() };
        likeness.combinations = u64::try_from(self.facts.len()).unwrap_or(u64::MAX);
        for facts in self.facts.values() {
            let mut results: Vec<&Imposed> = std::iter::once(&facts.first).chain(&facts.others).collect();
            let decisions = results.iter().fold(0_u64, |sum, known| sum.saturating_add(known.decisions));
            let alike = results.iter().fold(0_u128, |sum, known| sum.saturating_add(pairs(known.decisions)));
            likeness.compared = likeness.compared.saturating_add(decisions);
            likeness.repeated = likeness.repeated.saturating_add(u64::from(decisions > 1));
            likeness.pairs = likeness.pairs.saturating_add(pairs(decisions));
            let unlike = pairs(decisions).saturating_sub(alike);
            likeness.unlike_pairs = likeness.unlike_pairs.saturating_add(unlike);
            results.sort_unstable_by_key(|known| known.fine);
            let [lowest, .., highest] = results.as_slice() else { continue };
            let spread = highest.fine.saturating_sub(lowest.fine);
            let results = results.iter().map(|known| {
                let (office, officer) = officer(known.officer);
                AlikeResult {
                    fine: amount_text(known.fine),
                    decisions: known.decisions,
                    line: known.line,
                    case: known.case.to_string(),
                    office: office.to_owned(),
                    officer: officer.to_owned(),
                }
            });
            likeness.unlike.push(Unlike {
                item: item(facts.item).to_owned(),
                version: version(facts.version).to_owned(),
                decisions,
                results: results.collect(),
                spread,
            });
        }
        let first = |unlike: &Unlike| unlike.results.iter().map(|result| result.line).min();
        likeness.unlike.sort_by_key(|unlike| (std::cmp::Reverse(unlike.spread), first(unlike)));
        likeness
    }
}

fn pairs(decisions: u64) -> u128 {
    let count = u128::from(decisions);
    count.saturating_mul(count.saturating_sub(1)).checked_div(2).unwrap_or_default()
}
