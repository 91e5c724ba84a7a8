//! Proofs about rules, before they are used.
//!
//! In: a [`RuleBook`]. Out: [`Finding`]s, each with a stable code, its place in the file, words in Chinese and English,
//! and where there is a case that shows it, the facts of that case: put into `assess`, they show the fault. One check a
//! file. What could not be decided within a budget is a finding of its own, never silence.

mod across;
mod arithmetic;
mod cliff;
mod compared;
mod conflict;
mod cuts;
mod dates;
mod exact;
mod examples;
mod extent;
mod facts;
mod finding;
mod gap;
mod general;
mod joint;
mod laws;
mod limits;
mod measures;
mod order;
mod pairs;
mod pieces;
mod reached;
mod search;
mod size;
mod space;
mod statutory;
mod tier_order;
mod walk;

pub use finding::{Finding, FindingCode};

use crate::book::RuleBook;
use crate::number::Rational;
use crate::penalty::{Item, Tariff};
use crate::time::Date;
use pieces::Pieces;
use space::Space;

/// What the checks are asked.
///
/// ```
/// use evenhand::check::CheckOptions;
/// use evenhand::number::Rational;
///
/// assert_eq!(CheckOptions::default().cliff, Rational::new(1, 3).unwrap());
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CheckOptions {
    /// The day on which documents may have ended or end soon; without one nothing is said about that.
    pub day: Option<Date>,
    /// How far a fine may jump at a boundary, as a share of the statutory range.
    pub cliff: Rational,
}

impl Default for CheckOptions {
    fn default() -> Self {
        Self { day: None, cliff: Rational::new(1, 3).unwrap_or(Rational::ONE) }
    }
}

impl From<Option<Date>> for CheckOptions {
    fn from(day: Option<Date>) -> Self {
        Self { day, ..Self::default() }
    }
}

impl RuleBook {
    /// Everything that the checks find in the rules, by document, version and item. With a day, also which documents
    /// have ended by it or end soon after. Of time limits, which need a calendar, [`check_limit`](Self::check_limit)
    /// tells. Where nothing else is asked for, the day alone will do as options.
    ///
    /// ```
    /// use evenhand::RuleBook;
    ///
    /// let pack = r#"
    /// format = 1
    /// id = "xx.town.stalls"
    /// title = { zh = "示例", en = "Example" }
    /// source = { kind = "illustration", issuer = "nobody", checked = 2026-11-22 }
    /// in-force = { from = 2026-01-01 }
    /// facts.area = { type = "number", unit = "m2", range = "(0..100]", decimals = 2 }
    ///
    /// [penalty.1]
    /// title = { zh = "占道经营", en = "stall on the pavement" }
    /// basis = "article 1"
    /// tiers = [{ area = "< 10", fine = 100 }, { area = "> 10", fine = 200 }]
    /// "#;
    /// let book = RuleBook::load([("stalls.toml", pack)])?;
    /// let findings = book.check(None);
    /// let gap = findings.iter().find(|finding| finding.code.check() == "gap").unwrap();
    /// assert_eq!(gap.witness_words(), ["area=10"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn check(&self, options: impl Into<CheckOptions>) -> Vec<Finding> {
        let options = options.into();
        let mut findings = Vec::new();
        for versions in self.versions() {
            dates::check(&versions, options.day, &mut findings);
            versions.iter().for_each(|document| general::check(document, &mut findings));
        }
        facts::unused(self, &mut findings);
        dates::overlaps(self, &mut findings);
        if let Some(day) = options.day {
            laws::check(self, day, &mut findings);
        }
        for item in self.items() {
            let in_force = &item.document.in_force;
            let day = options.day.filter(|day| in_force.contains(*day)).unwrap_or(in_force.from);
            let mut own = Vec::new();
            check_item(item, &options, &mut own);
            findings.extend(own.into_iter().map(|finding| finding.on(day)));
        }
        across::check(self, options.day, &mut findings);
        findings
    }
}

fn check_item(item: &std::sync::Arc<Item>, options: &CheckOptions, findings: &mut Vec<Finding>) {
    let space = Space::new(item, item.tariff.rows());
    if let Tariff::Tiers(table) = &item.tariff {
        let partition = space.partition();
        gap::tiers(item, &partition, findings);
        conflict::check(item, table, &partition, findings);
        if !partition.complete {
            let (zh, en) = (
                "档次太多，或者条件把几项事实合在一起，未能逐一查明各种情形",
                "the table has too many cases, or conditions that put facts together: not every case was looked into",
            );
            findings.push(Finding::not_decided(item, item.span, zh, en));
        }
    }
    if let Tariff::Weights(table) = &item.tariff {
        gap::levels(item, table, findings);
    }
    let pieces = Pieces::new(item, &Space::whole(item));
    statutory::check(item, &pieces, &space, findings);
    measures::check(item, findings);
    order::check(item, &pieces, &space, findings);
    cliff::check(item, &pieces, &space, options.cliff, findings);
    exact::check(item, findings);
    facts::check(item, findings);
    examples::check(item, findings);
}
