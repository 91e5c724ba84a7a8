//! Consistency over many decisions: `consistency.json` (worked out by hand) and `consistency-statistics.json` (by an
//! independent script) of `tests/vectors`, what holds for any decisions, and a caseload with planted faults.

mod planted;

use std::sync::{Arc, OnceLock};

use evenhand::Language;
use evenhand::RuleBook;
use evenhand::consistency::{Consistency, ConsistencyReport, Decision, DecisionFault, Place, Policy, Row};
use evenhand::number::Rational;
use proptest::prelude::*;
use serde_json::{Value, json};

fn small() -> &'static Arc<Policy> {
    static BOOK: OnceLock<RuleBook> = OnceLock::new();
    let book = BOOK.get_or_init(|| {
        let pack = include_str!("../vectors/consistency/limits.toml");
        RuleBook::load([("limits.toml", pack)]).unwrap_or_else(|faults| panic!("{faults}"))
    });
    book.on("2026-11-22".parse().unwrap()).consistency("xx.vectors.consistency/small").unwrap()
}

fn report(lines: impl IntoIterator<Item = String>) -> ConsistencyReport {
    let mut consistency = Consistency::new(small());
    for (number, line) in (1..).zip(lines) {
        let row = Row::from_json(&line);
        match row.as_ref().map_err(DecisionFault::clone).and_then(Decision::read) {
            Ok(decision) => consistency.add(number, &decision),
            Err(fault) => consistency.refuse(number, fault),
        }
    }
    consistency.finish()
}

fn json_of(report: &ConsistencyReport) -> Value {
    serde_json::from_str(&report.to_json()).unwrap()
}

/// Where the answer is not what was expected: of objects the keys that are expected, of lists all.
fn differences(expected: &Value, found: &Value, path: &str, complaints: &mut Vec<String>) {
    match (expected, found) {
        (Value::Object(expected), Value::Object(_)) => {
            for (key, expected) in expected {
                differences(expected, &found[key], &format!("{path}.{key}"), complaints);
            }
        }
        (Value::Array(expected), Value::Array(answer)) if expected.len() == answer.len() => {
            for (place, (expected, found)) in expected.iter().zip(answer).enumerate() {
                differences(expected, found, &format!("{path}[{place}]"), complaints);
            }
        }
        _ if expected == found => {}
        _ => complaints.push(format!("{path}: expected {expected}, found {found}")),
    }
}

#[test]
fn decisions_tell_what_was_worked_out() {
    let cases: Vec<Value> = serde_json::from_str(include_str!("../vectors/consistency.json")).unwrap();
    assert!(cases.len() >= 9, "{} cases", cases.len());
    let mut complaints = Vec::new();
    for case in &cases {
        let found = report(case["lines"].as_array().unwrap().iter().map(Value::to_string));
        differences(&case["expect"], &json_of(&found), case["name"].as_str().unwrap(), &mut complaints);
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn statistics_are_those_of_the_definitions() {
    let cases: Vec<Value> =
        serde_json::from_str(include_str!("../vectors/consistency-statistics.json")).unwrap();
    assert!(cases.len() >= 6, "{} cases", cases.len());
    let mut complaints = Vec::new();
    for case in &cases {
        let rows = case["rows"].as_array().unwrap().iter();
        let lines = rows.map(|row| {
            let fields = Row::FIELDS.iter().map(|field| (*field).to_owned());
            let values = row.as_array().unwrap().iter().cloned();
            Value::Object(fields.zip(values).collect()).to_string()
        });
        let mut found = json_of(&report(lines));
        assert_eq!(found["refused"], 0);
        for kind in ["officers", "offices", "items"] {
            found[kind] = found[kind]["groups"].take();
        }
        differences(&case["expect"], &found, case["name"].as_str().unwrap(), &mut complaints);
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn a_line_of_anything_is_answered() {
    for line in ["", "{", "null", "[]", "7", "\u{0}", r#"{"item":"a","item":"b"}"#, r#"{"item":"\ud800"}"#] {
        let fault = Row::from_json(line).unwrap_err();
        assert_eq!(fault.code, "not-json", "{line}");
    }
    let row = Row::from_json(r#"{"item":"x","decided":"2026-03-02","fine":1,"facts":"{"}"#).unwrap();
    assert_eq!(Decision::read(&row).unwrap_err().code, "facts");
    let row =
        Row::from_json(r#"{"item":"x","decided":"2026-03-02","fine":1,"facts":{"a":1,"a":1}}"#).unwrap();
    assert_eq!(Decision::read(&row).unwrap_err().to_string(), "facts.a: expected each fact once, found 2");
    let row = Row::from_json(r#"{"item":"x","decided":"2026-03-02","fine":1,"facts":{"a":1e3}}"#).unwrap();
    assert_eq!(Decision::read(&row).unwrap_err().field, "facts.a");
}

#[test]
fn a_trend_is_that_of_the_last_ten_years() {
    let lines = (0..130).flat_map(|month| {
        let (year, month_of_year) = (2010 + month / 12, month % 12 + 1);
        // In the first ten months places fall, then they rise.
        let fine = if month < 10 { 900 - month } else { month };
        let line = json!({"item": "x", "decided": format!("{year}-{month_of_year:02}-05"), "min": 0, "max": 1000, "fine": fine});
        std::iter::repeat_n(line.to_string(), 3)
    });
    let whole = &json_of(&report(lines))["series"][0]["place"];
    let expected = json!({
        "months": 120, "from": "2010-11", "to": "2020-10", "statistic": 7140, "chance": "0.000001",
        "slope": "0.001", "change": "0.119", "drifts": true,
    });
    assert_eq!(whole, &expected);
}

/// A decision on one of two items, by one of three officers of two offices, in one of six months.
fn decisions() -> impl Strategy<Value = Vec<(u8, u8, u8, i64, Option<bool>)>> {
    prop::collection::vec((0_u8..2, 0_u8..3, 0_u8..6, -2_i64..=12, any::<Option<bool>>()), 0..60)
}

fn line((item, officer, month, tenth, flagged): (u8, u8, u8, i64, Option<bool>), times: i64) -> Value {
    json!({
        "item": format!("x/{item}"), "office": format!("O{}", officer / 2), "officer": officer.to_string(),
        "decided": format!("2026-{:02}-01", month + 1), "min": 200 * times, "max": 1200 * times,
        "fine": (200 + 100 * tenth).max(0) * times, "flagged": flagged, "facts": {"item": item, "month": month},
    })
}

/// Without what tells where a decision stands in the file.
fn without_lines(mut report: Value) -> Value {
    for unlike in report["likeness"]["unlike"].as_array_mut().unwrap() {
        for result in unlike["results"].as_array_mut().unwrap() {
            for key in ["line", "officer", "office"] {
                result[key].take();
            }
        }
    }
    report["likeness"]["unlike"].as_array_mut().unwrap().sort_by_key(Value::to_string);
    report["findings"].take();
    report
}

#[test]
fn what_is_at_fault_is_told_in_both_languages() {
    let fault = |line: &str| {
        let row = Row::from_json(line)?;
        Decision::read(&row).map(drop)
    };
    for (line, zh, en) in [
        (
            r#"["A", "x", "", "", "", "", "2026-03-02", 0, 10, 5, ""]"#,
            "line：应为含case, item, version, facts, office, officer, decided, min, max, fine, flagged的JSON对象，实为[…]",
            "line: expected a JSON object with case, item, version, facts, office, officer, decided, min, max, fine, flagged, found […]",
        ),
        (r#"{"item": "x"}"#, "缺少decided", "decided: expected a value, found nothing"),
        (
            r#"{"item": "x", "decided": "2026-03-02", "fine": 5, "max": 10}"#,
            "min：应为幅度的两端，实为max = 10",
            "min: expected both ends of the range, found max = 10",
        ),
        (
            r#"{"item": "x", "decided": "2026-03-02", "fine": 0.00001}"#,
            "fine：应为至多4位小数，实为`0.00001`",
            "fine: expected at most 4 decimals, found `0.00001`",
        ),
    ] {
        let told = fault(line).unwrap_err();
        assert_eq!(
            (told.message(Language::Chinese).as_str(), told.message(Language::English).as_str()),
            (zh, en)
        );
    }
}

proptest! {
    #[test]
    fn neither_the_order_nor_the_unit_matters(decisions in decisions()) {
        let there = report(decisions.iter().map(|decision| line(*decision, 1).to_string()));
        let back = report(decisions.iter().rev().map(|decision| line(*decision, 1).to_string()));
        prop_assert_eq!(without_lines(json_of(&there)), without_lines(json_of(&back)));
        let dear = report(decisions.iter().map(|decision| line(*decision, 1000).to_string()));
        let (there, dear) = (json_of(&there), json_of(&dear));
        for key in ["whole", "officers", "offices", "items", "series"] {
            prop_assert_eq!(&there[key], &dear[key], "{}", key);
        }
    }

    #[test]
    fn counts_add_up(decisions in decisions(), faulty in 0_usize..5) {
        let faults = std::iter::repeat_n(r#"{"item":"x"}"#.to_owned(), faulty);
        let report = report(decisions.iter().map(|decision| line(*decision, 1).to_string()).chain(faults));
        prop_assert_eq!(report.read, report.judged + report.refused);
        prop_assert_eq!(report.refused, report.faults.len() as u64);
        let whole = &report.whole.tally;
        prop_assert_eq!(whole.decisions, report.judged);
        prop_assert_eq!(whole.decisions, whole.placed + whole.points + whole.below + whole.above + whole.no_range);
        prop_assert_eq!(report.likeness.compared + report.likeness.without_facts, report.judged);
        for (kind, groups) in &report.groups {
            let named: u64 = groups.iter().map(|group| group.figures.tally.decisions).sum();
            prop_assert_eq!(named + report.unnamed.get(kind).copied().unwrap_or_default(), report.judged);
        }
        for series in report.series.iter().filter(|series| series.of.is_none()) {
            let of_months: u64 = series.months.iter().map(|month| month.figures.tally.decisions).sum();
            prop_assert_eq!(of_months, report.judged);
        }
        for group in report.groups.values().flatten() {
            for comparison in group.comparisons.values().flatten() {
                prop_assert!(comparison.interval[0] <= comparison.value && comparison.value <= comparison.interval[1]);
                prop_assert!(1 <= comparison.rank[0] && comparison.rank[0] <= comparison.rank[1]);
                prop_assert!(comparison.rank[1] <= comparison.of);
            }
        }
    }

    #[test]
    fn pairs_are_those_of_every_two(decisions in decisions()) {
        let report = report(decisions.iter().map(|decision| line(*decision, 1).to_string()));
        let (mut pairs, mut unlike) = (0, 0);
        for (place, (item, _, month, tenth, _)) in decisions.iter().enumerate() {
            for (other, _, on, other_tenth, _) in &decisions[..place] {
                let alike = (item, month) == (other, on);
                pairs += u128::from(alike);
                unlike += u128::from(alike && tenth.max(&-2) != other_tenth.max(&-2));
            }
        }
        prop_assert_eq!((report.likeness.pairs, report.likeness.unlike_pairs), (pairs, unlike));
    }

    #[test]
    fn a_place_is_a_fraction_of_the_range(min in 0_i64..1_000_000, width in 1_i64..1_000_000, part in 0_i64..1_000_000) {
        let part = part % (width + 1);
        let text = json!({"item": "x", "decided": "2026-03-02", "min": min, "max": min + width, "fine": min + part});
        let text = text.to_string();
        let row = Row::from_json(&text).unwrap();
        let place = Decision::read(&row).unwrap().place();
        prop_assert_eq!(place, Place::Within(Rational::new(part.into(), width.into()).unwrap()));
    }
}
