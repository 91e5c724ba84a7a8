//! # conflict
//!
//! **What it finds:** tiers that match the same case where the document does not say which one counts; tiers that never
//! count, or only repeat others.
//!
//! **Why it matters:** where only one tier may match, the same violation can get two results. Where the pack had to choose,
//! the document should say which tier wins. A tier that never counts was meant to.
//!
//! **Example:** `{ offences = "<= 2", … }, { offences = ">= 2", … }` both match the second offence.

use std::collections::BTreeSet;

use super::finding::{Finding, FindingCode};
use super::gap::told;
use super::space::{Case, witness};
use super::walk::Partition;
use crate::language::{Bilingual, Language};
use crate::pack::WhenSeveral;
use crate::penalty::{AssessError, Item, TableRow, TierTable};

/// How many sets of tiers one finding lists.
const MAX_LISTED: usize = 20;

pub(super) fn check(item: &Item, table: &TierTable, partition: &Partition, findings: &mut Vec<Finding>) {
    let repeated = if partition.complete { repeated(item, table, partition) } else { Vec::new() };
    let meetings = meetings(partition, &repeated, table.when_several);
    if table.when_several == WhenSeveral::Unique {
        for (rows, case) in &meetings {
            several(item, table, rows, case, findings);
        }
    } else if !is_stated(item, table) {
        precedence(item, table, &meetings, findings);
    }
    for (row, other) in &repeated {
        findings.push(repeats(item, table, *row, *other));
    }
    if partition.complete {
        let repeats = |row: &usize| repeated.iter().any(|(repeated, _)| repeated == row);
        for row in (0..table.rows.len()).filter(|row| !repeats(row)) {
            findings.extend(never_chosen(item, table, partition, row));
        }
    }
}

/// Whether the document itself says which tier counts.
fn is_stated(item: &Item, table: &TierTable) -> bool {
    let conventions = &item.document.conventions;
    conventions.when_several == table.when_several && conventions.when_several_basis.is_some()
}

/// Sets of rows that match the same case, until every two rows that do are in one. A row and its repetition need no
/// convention.
fn meetings<'p>(
    partition: &'p Partition,
    repeated: &[(usize, usize)],
    when_several: WhenSeveral,
) -> Vec<(&'p [usize], &'p Case)> {
    let origin =
        |row: usize| repeated.iter().find(|(repeats, _)| *repeats == row).map_or(row, |(_, other)| *other);
    let is_told =
        |(row, other): &(usize, usize)| when_several != WhenSeveral::Unique && origin(*row) == origin(*other);
    let mut known: BTreeSet<(usize, usize)> = BTreeSet::new();
    // Two rows alone say more than the same two among others.
    let mut sets: Vec<_> = partition.sets.iter().collect();
    sets.sort_by_key(|(rows, _)| rows.len());
    let mut meetings = Vec::new();
    for (rows, case) in sets {
        // The same two rows in another case are the same finding.
        let new: Vec<(usize, usize)> =
            pairs(rows).filter(|pair| !known.contains(pair) && !is_told(pair)).collect();
        if !new.is_empty() {
            known.extend(new);
            meetings.push((rows.as_slice(), case));
        }
    }
    meetings
}

/// Every two of the rows.
fn pairs<'r>(rows: &'r [usize]) -> impl Iterator<Item = (usize, usize)> + use<'r> {
    let behind =
        |(first, next): (&'r usize, usize)| rows.iter().skip(next).map(move |second| (*first, *second));
    rows.iter().zip(1..).flat_map(behind)
}

/// Several rows where only one may match.
fn several(item: &Item, table: &TierTable, rows: &[usize], case: &Case, findings: &mut Vec<Finding>) {
    let facts = witness(item, case);
    let decided = item.decide(&facts);
    let words = |language: Language| (names(table, rows, language), told(item, &facts, language));
    let ((zh_rows, zh_case), (en_rows, en_case)) = (words(Language::Chinese), words(Language::English));
    let all = if rows.len() == 2 { "both" } else { "all" };
    let (zh, en) = (
        format!("{zh_rows}同时适用于这种情形：{zh_case}"),
        format!("{en_rows} {all} match this case: {en_case}"),
    );
    findings.push(if matches!(decided, Err(AssessError::SeveralTiers { .. })) {
        let finding = Finding::new(FindingCode::SeveralTiers, &item.id, zh, en);
        at_rows(finding, item, table, rows).witness(facts)
    } else {
        Finding::not_confirmed(item, item.span, (zh, en), &decided)
    });
}

/// All that match together where a convention decides, and which one counts.
fn precedence(item: &Item, table: &TierTable, meetings: &[(&[usize], &Case)], findings: &mut Vec<Finding>) {
    let mut shown = None;
    for (rows, case) in meetings {
        let facts = witness(item, case);
        let decided = item.decide(&facts);
        if decided.is_err() {
            let words = (
                format!("{}同时适用", names(table, rows, Language::Chinese)),
                format!("{} all match", names(table, rows, Language::English)),
            );
            findings.push(Finding::not_confirmed(item, item.span, words, &decided));
        } else if shown.is_none() {
            shown = Some(facts);
        }
    }
    let Some(facts) = shown else { return };
    let words = |language: Language| {
        let mut listed: Vec<String> =
            meetings.iter().take(MAX_LISTED).map(|(rows, _)| meeting(item, table, rows, language)).collect();
        match (meetings.len().saturating_sub(MAX_LISTED), language) {
            (0, _) => {}
            (more, Language::Chinese) => listed.push(format!("另有{more}组")),
            (more, Language::English) => listed.push(format!("and {more} more")),
        }
        (listed.join(language.pick("；", "; ")), told(item, &facts, language))
    };
    let convention = match table.when_several {
        WhenSeveral::First => {
            Bilingual { zh: "取最先符合的一档".into(), en: "the first that matches".into() }
        }
        _ => Bilingual {
            zh: "取最重的一档，免罚优先".into(),
            en: "the heaviest, an exemption before all".into(),
        },
    };
    let ((zh_sets, zh_case), (en_sets, en_case)) = (words(Language::Chinese), words(Language::English));
    let finding = Finding::new(
        FindingCode::Precedence,
        &item.id,
        format!("几档可以同时适用，按约定（{}）：{zh_sets}。例如：{zh_case}", convention.zh),
        format!(
            "several tiers can match the same case, and the convention ({}) decides: {en_sets}. For example: {en_case}",
            convention.en
        ),
    );
    let rows: BTreeSet<usize> = meetings.iter().flat_map(|(rows, _)| rows.iter().copied()).collect();
    let rows: Vec<usize> = rows.into_iter().collect();
    findings.push(at_rows(finding, item, table, &rows).witness(facts));
}

/// `“slight” (row 1) with “lighter” (row 2): row 1 counts`
fn meeting(item: &Item, table: &TierTable, rows: &[usize], language: Language) -> String {
    let wins = |row: &usize| {
        rows.iter().all(|other| other == row || item.always_before(table, *row, *other) == Some(true))
    };
    let names: Vec<String> = rows.iter().map(|row| name(table, *row, language)).collect();
    let names = names.join(language.pick("与", " with "));
    match (rows.iter().copied().find(|row| wins(row)).map(|row| row.saturating_add(1)), language) {
        (Some(row), Language::Chinese) => format!("{names}，取第{row}行"),
        (Some(row), Language::English) => format!("{names}: row {row} counts"),
        (None, Language::Chinese) => format!("{names}，取罚款较高的"),
        (None, Language::English) => format!("{names}: whichever fine is higher"),
    }
}

/// Rows that match in the same cases as an earlier one, and with the same result: each with that one.
fn repeated(item: &Item, table: &TierTable, partition: &Partition) -> Vec<(usize, usize)> {
    let matches = |row: usize| partition.sets.keys().map(move |rows| rows.contains(&row));
    let repeats = |row: usize, other: usize| {
        let (Some(this), Some(earlier)) = (table.rows.get(row), table.rows.get(other)) else { return false };
        matches(row).eq(matches(other)) && said(item, this) == said(item, earlier)
    };
    let rows = (0..table.rows.len()).filter(|row| matches(*row).any(|matches| matches));
    rows.filter_map(|row| (0..row).find(|other| repeats(row, *other)).map(|other| (row, other))).collect()
}

/// What follows where a row applies.
fn said<'a>(item: &Item, row: &'a TableRow) -> impl PartialEq + use<'a> {
    let fine = match row.amount {
        crate::penalty::AmountRule::Amount(ref fine) => Some(fine.text.trim()),
        _ => None,
    };
    let amount = item.constant_amount(row);
    let measures = row.measures.iter().map(|rule| {
        (rule.measure, rule.what.as_ref(), rule.when.as_ref().map(|when| when.text.trim()), rule.may)
    });
    let text = |amount: &'a Option<crate::penalty::Sourced<crate::feel::Amount>>| {
        amount.as_ref().map(|amount| amount.text.trim())
    };
    (
        std::mem::discriminant(&row.amount),
        amount,
        amount.is_none().then_some((fine, text(&row.within))),
        text(&row.statutory),
        text(&row.persons),
        measures.collect::<Vec<_>>(),
        row.may,
    )
}

fn repeats(item: &Item, table: &TierTable, row: usize, other: usize) -> Finding {
    let finding = Finding::new(
        FindingCode::Repeated,
        &item.id,
        format!(
            "{}与{}的条件、结果都相同",
            name(table, row, Language::Chinese),
            name(table, other, Language::Chinese)
        ),
        format!(
            "{} is for the same cases as {}, with the same result",
            name(table, row, Language::English),
            name(table, other, Language::English)
        ),
    );
    at_rows(finding, item, table, &[row, other])
}

/// A row that no case leads to: nothing fits it, or wherever it matches another one that goes before it does, too.
fn never_chosen(item: &Item, table: &TierTable, partition: &Partition, row: usize) -> Option<Finding> {
    let span = table.rows.get(row)?.span;
    let mut matching = partition.sets.iter().filter(|(rows, _)| rows.contains(&row)).peekable();
    let fits = matching.peek().is_some();
    let before = |other: &usize| *other != row && item.always_before(table, *other, row) == Some(true);
    let open: Vec<_> = matching.filter(|(rows, _)| !rows.iter().any(before)).collect();
    let (zh_name, en_name) = (name(table, row, Language::Chinese), name(table, row, Language::English));
    let (zh, en) = match (fits, table.when_several) {
        (false, _) => ("没有任何情形符合", "no case fits it"),
        _ if open.is_empty() => {
            ("凡符合的情形，总有优先的一档同时适用", "one that goes before it matches whenever it does")
        }
        (_, WhenSeveral::Heaviest) => {
            let after = |other: &usize| *other == row || item.always_before(table, row, *other) == Some(true);
            let is_chosen = |(rows, case): &(&Vec<usize>, &Case)| {
                rows.iter().all(after)
                    || item.decide(&witness(item, case)).is_ok_and(|decision| decision.row == Some(row))
            };
            if open.iter().any(is_chosen) {
                return None;
            }
            // Its amount, or that of those which match with it, hangs on facts, and where it was tried it was less.
            let zh = format!("{zh_name}是否会被适用取决于金额，未能查明");
            let en = format!("whether {en_name} can be chosen hangs on amounts, and was not decided");
            return Some(Finding::not_decided(item, span, zh, en));
        }
        _ => return None,
    };
    let (zh, en) = (format!("{zh_name}不会被适用：{zh}"), format!("{en_name} can never be chosen: {en}"));
    Some(Finding::new(FindingCode::NeverChosen, &item.id, zh, en).at(&item.document.file, span))
}

fn at_rows(finding: Finding, item: &Item, table: &TierTable, rows: &[usize]) -> Finding {
    let rows = rows.iter().filter_map(|row| table.rows.get(*row));
    rows.fold(finding, |finding, row| finding.at(&item.document.file, row.span))
}

fn names(table: &TierTable, rows: &[usize], language: Language) -> String {
    let names: Vec<String> = rows.iter().map(|row| name(table, *row, language)).collect();
    names.join(language.pick("、", ", "))
}

/// The tier by its name, or by its place in the table.
pub(super) fn name(table: &TierTable, row: usize, language: Language) -> String {
    let number = row.saturating_add(1);
    let tier = table.rows.get(row).and_then(|row| row.tier.as_ref());
    match (language, tier) {
        (Language::Chinese, Some(tier)) => format!("“{}”（第{number}行）", tier.zh),
        (Language::Chinese, None) => format!("第{number}行"),
        (Language::English, Some(tier)) => format!("“{}” (row {number})", tier.en),
        (Language::English, None) => format!("row {number}"),
    }
}
