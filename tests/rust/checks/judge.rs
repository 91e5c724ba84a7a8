//! Random tables, small enough to look at every case there is: what the checks say is what is.

use std::collections::{BTreeMap, BTreeSet};

use evenhand::RuleBook;
use evenhand::check::{Finding, FindingCode};
use proptest::prelude::*;

use super::drawn::{Point, Several, Table, Tape, name, text};

fn tables() -> impl Strategy<Value = Table> {
    prop::collection::vec(any::<u32>(), 600).prop_map(|numbers| Table::drawn(&mut Tape::new(&numbers)))
}

/// Each set of rows that match at once, with a case where they do.
fn sets(table: &Table) -> BTreeMap<Vec<usize>, Point> {
    table.points().into_iter().map(|point| (table.matching(&point), point)).collect()
}

/// Every two of some rows.
fn pairs(rows: &[usize]) -> impl Iterator<Item = (usize, usize)> {
    rows.iter().flat_map(|a| rows.iter().filter(move |b| a < b).map(|b| (*a, *b)))
}

/// The rows that a finding points to.
fn rows(table: &Table, finding: &Finding) -> Vec<usize> {
    let first = table.line(0);
    finding.labels.iter().map(|label| label.source.line(label.span.start) - first).collect()
}

/// Rows that match in the same cases as an earlier one with the same fine, each with that one.
fn repeats(table: &Table, sets: &BTreeMap<Vec<usize>, Point>) -> BTreeMap<usize, usize> {
    let matches = |row: usize| sets.keys().filter(move |rows| rows.contains(&row));
    let same =
        |row: usize, other: usize| table.fine(row) == table.fine(other) && matches(row).eq(matches(other));
    let rows = (0..table.len()).filter(|row| matches(*row).next().is_some());
    rows.filter_map(|row| (0..row).find(|other| same(row, *other)).map(|other| (row, other))).collect()
}

/// The sets of rows that a sentence lists, each with the row that counts: `row 1 with row 2: row 2 counts; …`, and
/// whether these are all.
fn listed(message: &str) -> (Vec<(Vec<usize>, usize)>, bool) {
    let number = |words: &str| words.trim().strip_prefix("row ").unwrap().parse::<usize>().unwrap() - 1;
    let (_, sets) = message.split_once(" decides: ").unwrap();
    let (sets, _) = sets.split_once(". For example: ").unwrap();
    let set = |set: &str| {
        let (rows, counts) = set.split_once(": ").unwrap();
        (rows.split(" with ").map(number).collect(), number(counts.strip_suffix(" counts").unwrap()))
    };
    let (sets, more) = sets.split_once("; and ").map_or((sets, None), |(sets, more)| (sets, Some(more)));
    (sets.split("; ").map(set).collect(), more.is_none())
}

/// Holds all findings of a table against all of its cases.
fn compare(table: &Table) -> Result<(), TestCaseError> {
    let pack = table.pack();
    let book = RuleBook::load([("drawn.toml", &pack)])
        .map_err(|faults| TestCaseError::fail(format!("the table does not load:\n{faults}")))?;
    let item = book.items().next().unwrap();
    let findings = book.check(None);
    let of = |code: FindingCode| findings.iter().filter(move |finding| finding.code == code);
    let sets = sets(table);

    prop_assert_eq!(of(FindingCode::NotDecided).count(), 0, "a small table is decided");

    let gaps: Vec<&Finding> = of(FindingCode::Uncovered).collect();
    prop_assert_eq!(
        gaps.len(),
        usize::from(sets.contains_key(&Vec::new())),
        "gap: {:?}",
        sets.get(&Vec::new())
    );
    for gap in gaps {
        let witness = gap.witness.as_ref().unwrap();
        prop_assert_eq!(table.matching(&table.point(witness)), Vec::<usize>::new(), "witness of the gap");
    }

    let repeats = repeats(table, &sets);
    let origin = |row: usize| repeats.get(&row).copied().unwrap_or(row);
    let meet = sets.keys().flat_map(|rows| pairs(rows).collect::<Vec<_>>());
    let (code, other) = match table.several {
        Several::Unique => (FindingCode::SeveralTiers, FindingCode::Precedence),
        Several::First | Several::Heaviest => (FindingCode::Precedence, FindingCode::SeveralTiers),
    };
    prop_assert_eq!(of(other).count(), 0);
    let mut told = BTreeSet::new();
    let mut all_listed = true;
    let meet: BTreeSet<(usize, usize)> = if table.several == Several::Unique {
        for finding in of(code) {
            let rows = rows(table, finding);
            let witness = finding.witness.as_ref().unwrap();
            prop_assert_eq!(&table.matching(&table.point(witness)), &rows, "witness of several rows");
            told.extend(pairs(&rows));
        }
        meet.collect()
    } else {
        prop_assert!(of(code).count() <= 1, "one finding tells all");
        for finding in of(code) {
            let witness = finding.witness.as_ref().unwrap();
            let shown = table.matching(&table.point(witness));
            prop_assert_eq!(item.decide(witness).unwrap().row, table.winner(&shown));
            let (listed, complete) = listed(&finding.message.en);
            prop_assert!(listed.iter().any(|(rows, _)| *rows == shown), "the example is one of them");
            let concerned: BTreeSet<usize> = listed.iter().flat_map(|(rows, _)| rows).copied().collect();
            let pointed: BTreeSet<usize> = rows(table, finding).into_iter().collect();
            if complete {
                prop_assert_eq!(pointed, concerned);
            } else {
                prop_assert!(pointed.is_superset(&concerned));
                all_listed = false;
            }
            for (rows, winner) in listed {
                prop_assert!(sets.contains_key(&rows), "{:?} never match together", rows);
                prop_assert_eq!(table.winner(&rows), Some(winner));
                told.extend(pairs(&rows).filter(|(a, b)| origin(*a) != origin(*b)));
            }
        }
        meet.filter(|(a, b)| origin(*a) != origin(*b)).collect()
    };
    prop_assert!(told.is_subset(&meet), "rows that match together: {:?}, not {:?}", told, meet);
    prop_assert!(!all_listed || told == meet, "rows that match together: {:?}, not {:?}", told, meet);

    for finding in of(FindingCode::Repeated) {
        prop_assert_eq!(rows(table, finding).len(), 2, "a row and the one that it repeats");
    }
    let found: BTreeMap<usize, usize> = of(FindingCode::Repeated)
        .map(|finding| rows(table, finding))
        .map(|rows| (rows[0], rows[1]))
        .collect();
    prop_assert_eq!(&found, &repeats, "rows that repeat others");

    let never: BTreeSet<usize> =
        of(FindingCode::NeverChosen).flat_map(|finding| rows(table, finding)).collect();
    let counts = |row: &usize| match table.several {
        Several::First | Several::Heaviest => sets.keys().any(|rows| table.winner(rows) == Some(*row)),
        Several::Unique => sets.keys().any(|rows| rows.contains(row)),
    };
    let wanted: BTreeSet<usize> =
        (0..table.len()).filter(|row| !counts(row) && !repeats.contains_key(row)).collect();
    prop_assert_eq!(never, wanted, "rows that are never chosen");

    for finding in of(FindingCode::SameValues) {
        alike(table, &finding.message.en)?;
    }
    Ok(())
}

/// Whether the values that a finding names as told apart by nothing are.
fn alike(table: &Table, message: &str) -> Result<(), TestCaseError> {
    let (before, values) = message.split_once("`) apart: ").unwrap();
    let (_, fact) = before.split_once("(`").unwrap();
    let fact = (0..).find(|index| name(*index) == fact).unwrap();
    let values: Vec<i64> =
        table.values(fact).into_iter().filter(|value| values.contains(text(*value))).collect();
    for point in table.points().iter().filter(|point| point[fact] == values[0]) {
        for value in &values {
            let mut other = point.clone();
            other[fact] = *value;
            prop_assert_eq!(table.matching(point), table.matching(&other), "{}", message);
        }
    }
    Ok(())
}

proptest! {
    // `PROPTEST_CASES` goes before the number here. No files with seeds are left beside the tests.
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Gaps, rows that match together, rows that are never chosen, values that are alike.
    #[test]
    fn every_case_of_a_small_table_is_as_the_checks_say(table in tables()) {
        compare(&table)?;
    }
}

/// A judge that always agrees would be none: the tables have what is looked for, each of it often.
#[test]
fn tables_are_drawn_with_and_without_faults() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    let mut runner = TestRunner::deterministic();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for _ in 0..200 {
        let table = tables().new_tree(&mut runner).unwrap().current();
        let sets = sets(&table);
        let mut count = |what, is: bool| *seen.entry(what).or_default() += usize::from(is);
        let gap = sets.contains_key(&Vec::new());
        let several = sets.keys().any(|rows| rows.len() > 1);
        count("gap", gap);
        count("no gap", !gap);
        count("a row that repeats another", !repeats(&table, &sets).is_empty());
        count("several rows", several);
        count("one row at most", !several);
        count(
            "a row that never matches",
            (0..table.len()).any(|row| sets.keys().all(|rows| !rows.contains(&row))),
        );
    }
    assert!(seen.values().all(|count| *count >= 10), "{seen:?}");
}
