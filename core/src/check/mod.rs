//! Proofs about rules, before they are used.
//!
//! In: a [`RuleBook`]. Out: [`Finding`]s, each with a stable code, its place in the file, words in Chinese and English,
//! and where there is a case that shows it, the facts of that case: put into `assess`, they show the fault. One check a
//! file. What could not be decided within a budget is a finding of its own, never silence.

mod compared;
mod conflict;
mod cuts;
mod dates;
mod examples;
mod extent;
mod facts;
mod finding;
mod gap;
mod space;
mod statutory;
mod walk;

pub use finding::{Finding, FindingCode};

use crate::book::RuleBook;
use crate::penalty::{Item, Tariff};
use crate::time::Date;
use space::Space;

impl RuleBook {
    /// Everything that the checks find in the rules, by document, version and item. With a day, also which documents
    /// have ended by it or end soon after.
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
    pub fn check(&self, day: Option<Date>) -> Vec<Finding> {
        let mut findings = Vec::new();
        for versions in self.versions() {
            dates::check(&versions, day, &mut findings);
        }
        for item in self.items() {
            check_item(item, &mut findings);
        }
        findings
    }
}

fn check_item(item: &std::sync::Arc<Item>, findings: &mut Vec<Finding>) {
    if let Tariff::Tiers(table) = &item.tariff {
        let partition = Space::new(item, &table.rows).partition();
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
    statutory::check(item, findings);
    facts::check(item, findings);
    examples::check(item, findings);
}
