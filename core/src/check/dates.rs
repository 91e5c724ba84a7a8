//! # dates
//!
//! **What it finds:** documents that have ended or end within 90 days of a given day; days between two versions on which
//! none is in force; an item that takes over one of another document while that one is still in force; on a given day,
//! laws that the items cite in a version that has ended. Two versions of one document on the same day are refused when
//! the rules are loaded.
//!
//! **Why it matters:** a penalty needs a rule that is in force on the day of the act, and so does the article behind it. A
//! document that ends without a successor leaves the office without a standard.
//!
//! **Example:** `in-force = { from = 2022-01-01, until = 2026-12-31 }` on 2026-11-22; `[law."环境噪声污染防治法"]` with
//! `until = 2022-06-04` under a document that goes on.

use std::sync::Arc;

use super::finding::{Finding, FindingCode};
use crate::book::RuleBook;
use crate::penalty::{Document, Item};
use crate::time::Date;

/// Days before the end of a document from which on it is told.
const SOON: i64 = 90;

/// The versions of one document, the earlier first.
pub(super) fn check(versions: &[&Arc<Document>], day: Option<Date>, findings: &mut Vec<Finding>) {
    for pair in versions.windows(2) {
        let [earlier, later] = pair else { continue };
        let Some(until) = earlier.in_force.until else { continue };
        let days = later.in_force.from.days_since(until).saturating_sub(1);
        if days > 0 {
            findings.push(
                Finding::new(
                    FindingCode::Hole,
                    &later.id,
                    format!(
                        "上一版本于{until}止，本版本自{}起施行，中间{days}日没有规定",
                        later.in_force.from
                    ),
                    format!(
                        "the version before ends on {until} and this one begins on {}: {} without a rule",
                        later.in_force.from,
                        told_days(days)
                    ),
                )
                .at(&later.file, later.in_force.span)
                .at(&earlier.file, earlier.in_force.span),
            );
        }
    }
    let (Some(day), Some(last)) = (day, versions.last()) else { return };
    let Some(until) = last.in_force.until else { return };
    let left = until.days_since(day);
    let finding = if left < 0 {
        let (zh, en) = (
            format!("文件已于{until}失效，没有后续版本"),
            format!("the document ended on {until}, and no version follows"),
        );
        Finding::new(FindingCode::Expired, &last.id, zh, en)
    } else if left <= SOON {
        let (zh, en) = (
            format!("文件将于{until}失效（还有{left}日），没有后续版本"),
            format!("the document ends on {until}, in {}, and no version follows", told_days(left)),
        );
        Finding::new(FindingCode::Expiring, &last.id, zh, en)
    } else {
        return;
    };
    findings.push(finding.at(&last.file, last.in_force.span));
}

fn told_days(days: i64) -> String {
    if days == 1 { "1 day".to_owned() } else { format!("{days} days") }
}

/// Items that take over one of another document which goes on beside them.
pub(super) fn overlaps(book: &RuleBook, findings: &mut Vec<Finding>) {
    for item in book.items() {
        let elsewhere = item.replaces.iter().filter(|id| document_of(id) != item.document.id);
        for id in elsewhere {
            let earlier =
                book.items_called(id).find_map(|other| Some((other, first_common_day(item, other)?)));
            let Some((other, day)) = earlier else { continue };
            findings.push(
                Finding::new(
                    FindingCode::Overlap,
                    &item.id,
                    format!("本项接替{id}，但自{day}起两者同时施行"),
                    format!("it takes over `{id}`, but from {day} on both are in force"),
                )
                .at(&item.document.file, item.span)
                .at(&other.document.file, other.span),
            );
        }
    }
}

fn document_of(item: &str) -> &str {
    item.split_once('/').map_or(item, |(document, _)| document)
}

/// The first day on which two items are both in force.
pub(super) fn first_common_day(first: &Item, second: &Item) -> Option<Date> {
    let (first, second) = (&first.document.in_force, &second.document.in_force);
    let day = first.from.max(second.from);
    (first.contains(day) && second.contains(day)).then_some(day)
}
