//! A generated caseload with planted faults: all of them are found, and nothing else is.

use std::collections::BTreeSet;

use evenhand::RuleBook;
use evenhand::consistency::{Consistency, ConsistencyReport, Decision, Finding, GroupKind, Row};

const DECISIONS: u64 = 120_000;
const OFFICES: u64 = 12;
const OFFICERS: u64 = 10;
const ITEMS: u64 = 20;
const MONTHS: u64 = 24;

/// Numbers that look drawn, always the same (splitmix64).
struct Drawn(u64);

impl Drawn {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }
}

/// What is wrong with the caseload, if anything.
#[derive(Clone, Copy)]
struct Faults {
    planted: bool,
}

/// Officers of different offices decide different items more often; an item has its own usual place in the range.
fn caseload(faults: Faults) -> ConsistencyReport {
    let book = RuleBook::bundled_documents(["cn.penalty-consistency"]).unwrap();
    let policy =
        book.on("2026-11-22".parse().unwrap()).consistency("cn.penalty-consistency/decisions").unwrap();
    let mut consistency = Consistency::new(policy);
    let mut drawn = Drawn(8);
    for line in 1..=DECISIONS {
        let (office, officer) = (drawn.below(OFFICES), drawn.below(OFFICERS));
        let item = match drawn.below(3) {
            0 => (drawn.below(ITEMS) * drawn.below(ITEMS) / ITEMS + office) % ITEMS,
            _ => drawn.below(ITEMS),
        };
        let month = drawn.below(MONTHS);
        let area = drawn.below(1_000);
        // In thousandths of the range: what the facts ask for, all told.
        let right = match area {
            0..50 => 0,
            980.. => 1_000,
            _ => 200 + (item % 5) * 100 + (area - 50) * 400 / 930 - 200,
        };
        let mut place = right;
        let mut flagged = drawn.below(100) < 2;
        let mut facts = drawn.below(2) == 0;
        if faults.planted {
            match (office, officer) {
                (3, 5) => place = if right == 0 || right == 1_000 { right } else { (right + 250).min(990) },
                (7, 2) if drawn.below(5) == 0 => place = 0,
                (1, 1) => flagged |= drawn.below(4) == 0,
                (4, _) if right != 0 && right != 1_000 => {
                    place = (right + month * 400 / (MONTHS - 1)).saturating_sub(200).clamp(1, 999);
                }
                _ => {}
            }
            facts &= !matches!((office, officer), (3, 5) | (7, 2) | (4, _));
        }
        let (min, max) = (1_000 * (item + 1), 11_000 * (item + 1));
        let mut fine = min + 10 * (item + 1) * place;
        // Seven decisions out of line with those on the same facts.
        if faults.planted && facts && office == 9 && line % 2_500 < 24 {
            fine += 7;
        }
        let row = Row {
            case: format!("C{line}").into(),
            item: format!("x/{item}").into(),
            facts: if facts { format!("area={area}").into() } else { "".into() },
            office: format!("office {office}").into(),
            officer: format!("{office}.{officer}").into(),
            decided: format!("{}-{:02}-15", 2024 + month / 12, month % 12 + 1).into(),
            min: min.to_string().into(),
            max: max.to_string().into(),
            fine: fine.to_string().into(),
            flagged: flagged.to_string().into(),
            ..Row::default()
        };
        consistency.add(line, &Decision::read(&row).unwrap());
    }
    consistency.finish()
}

/// The findings by code and name.
fn found(report: &ConsistencyReport) -> BTreeSet<(&'static str, String)> {
    let found = report.findings.iter().map(|finding| {
        let name = match finding {
            Finding::Unlike(place) => {
                let off = report.likeness.unlike[*place].results.iter();
                off.min_by_key(|result| result.decisions).unwrap().case.clone()
            }
            Finding::Apart(kind, place, _) => report.groups[kind][*place].name.clone(),
            Finding::Drifting(place, _) => {
                report.series[*place].of.clone().map_or_else(|| "whole".to_owned(), |(_, name)| name)
            }
        };
        (finding.code(), name)
    });
    found.collect()
}

#[test]
fn a_sound_caseload_has_no_findings() {
    let report = caseload(Faults { planted: false });
    assert_eq!(found(&report), BTreeSet::new());
    assert_eq!((report.judged, report.refused), (DECISIONS, 0));
    // Not for want of numbers: all could be compared.
    for kind in [GroupKind::Officer, GroupKind::Office] {
        let groups = &report.groups[&kind];
        assert!(groups.iter().all(|group| group.comparisons.values().all(Result::is_ok)));
    }
}

#[test]
fn planted_faults_are_found_and_nothing_else() {
    let report = caseload(Faults { planted: true });
    let found = found(&report);
    let (unlike, others): (BTreeSet<_>, BTreeSet<_>) =
        found.into_iter().partition(|(code, _)| *code == "unlike-results");
    let expected = [
        ("findings-apart", "1.1"),
        ("minimum-apart", "7.2"),
        ("place-apart", "3.5"),
        ("place-drift", "office 4"),
    ];
    assert_eq!(others, expected.map(|(code, name)| (code, name.to_owned())).into());
    // Each of them is told with the decisions on the same facts that are right.
    let out_of_line: u64 = report
        .likeness
        .unlike
        .iter()
        .map(|unlike| {
            assert_eq!(unlike.results.len(), 2);
            unlike.results[1].decisions
        })
        .sum();
    assert_eq!(report.likeness.unlike.len(), unlike.len());
    assert!(unlike.len() >= 20 && out_of_line >= unlike.len() as u64, "{} {out_of_line}", unlike.len());
}
