//! Screens of tenders: `screen.json` (worked out by hand) and `screen-statistics.json` (by an independent script) of
//! `tests/vectors`, and what holds for any prices.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use evenhand::number::{Edge, Range, Rational, Surd};
use evenhand::risk::screen::{Measured, Prices, ScreenReport, Screening, Statistic, Subject, Tender};
use evenhand::{Language, RuleBook};
use num_rational::BigRational;
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::Value;

fn book() -> &'static RuleBook {
    static BOOK: OnceLock<RuleBook> = OnceLock::new();
    BOOK.get_or_init(|| RuleBook::bundled_documents(["cn.bidding-screen"]).unwrap())
}

fn screened(case: &Value) -> ScreenReport {
    let on = case["on"].as_str().unwrap().parse().unwrap();
    let mut screening = Screening::new(book().on(on).screen(case["screen"].as_str().unwrap()).unwrap());
    for (line, tender) in (1..).zip(case["lines"].as_array().unwrap()) {
        let text = tender.to_string();
        match Tender::from_ocds(&text) {
            Ok(tender) => drop(screening.add(line, &tender)),
            Err(fault) => screening.refuse(line, fault),
        }
    }
    screening.finish()
}

/// The report in the keys of `expect`.
fn observed(report: &ScreenReport) -> Value {
    let json: Value = serde_json::from_str(&report.to_json()).unwrap();
    let mut raised: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut tenderers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for finding in &report.findings {
        match &finding.subject {
            Subject::Tender(id, _) => raised.entry(&finding.flag).or_default().push(id),
            Subject::Tenderer(id) => tenderers.entry(&finding.flag).or_default().push(id),
        }
    }
    let of_flags = |key: &str, inner: Option<&str>| -> Value {
        let flags = json["flags"].as_array().unwrap().iter();
        flags
            .map(|flag| {
                (
                    flag["flag"].as_str().unwrap().to_owned(),
                    match inner {
                        None => flag[key].clone(),
                        Some(inner) => flag[key][inner].clone(),
                    },
                )
            })
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    serde_json::json!({
        "read": report.read, "judged": report.judged, "refused": report.refused,
        "raised": raised, "tenderers": tenderers,
        "fence": of_flags("outliers", Some("fence")), "not_judged": of_flags("not_judged", None),
        "faults": report.faults.iter().map(|(_, fault)| fault.code).collect::<Vec<_>>(),
    })
}

#[test]
fn tenders_are_judged_as_was_worked_out() {
    let cases: Vec<Value> = serde_json::from_str(include_str!("../vectors/screen.json")).unwrap();
    assert!(cases.len() >= 18, "{} cases", cases.len());
    let mut complaints = Vec::new();
    for case in &cases {
        let found = observed(&screened(case));
        for (key, expected) in case["expect"].as_object().unwrap() {
            let found = match key.as_str() {
                // Only the flags that are named.
                "fence" | "not_judged" => {
                    let named = expected.as_object().unwrap().keys();
                    named
                        .map(|flag| (flag.clone(), found[key][flag].clone()))
                        .collect::<serde_json::Map<_, _>>()
                        .into()
                }
                _ => found[key].clone(),
            };
            if *expected != found {
                complaints.push(format!("{}: {key}: expected {expected}, found {found}", case["name"]));
            }
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn counts_add_up() {
    let cases: Vec<Value> = serde_json::from_str(include_str!("../vectors/screen.json")).unwrap();
    for case in &cases {
        let report = screened(case);
        assert_eq!(report.read, report.judged + report.refused, "{}", case["name"]);
        assert_eq!(report.refused, report.faults.len() as u64);
        for (flag, tally) in report.screen.flags.iter().zip(&report.tallies) {
            // A flag of tenderers counts tenderers where it is judged.
            if flag.code != "R025" {
                let not_judged: u64 = tally.not_judged.values().sum();
                assert_eq!(
                    tally.raised + tally.clear + not_judged,
                    report.judged,
                    "{}: {}",
                    case["name"],
                    flag.code
                );
            }
        }
    }
}

#[test]
fn statistics_are_those_of_the_formulas() {
    let cases: Vec<Value> = serde_json::from_str(include_str!("../vectors/screen-statistics.json")).unwrap();
    assert!(cases.len() >= 70, "{} cases", cases.len());
    for case in &cases {
        let prices = case["prices"].as_array().unwrap().iter();
        let prices = Prices::new(prices.map(|price| price.as_str().unwrap().parse().unwrap())).unwrap();
        for (code, statistic) in Statistic::ALL {
            let found = prices.measure(*statistic).text();
            assert_eq!(found, case["statistics"][code].as_str().unwrap(), "{}: {code}", case["name"]);
        }
    }
}

#[test]
fn a_line_of_anything_is_answered() {
    for line in ["", "{", "null", "[]", "\u{0}", r#"{"ocid":null}"#, r#"{"ocid":" "}"#, r#"{"ocid":{}}"#] {
        assert!(Tender::from_ocds(line).is_err(), "{line}");
    }
    let number = Tender::from_ocds(r#"{"ocid":7,"bids":{"details":[{"value":{"amount":1.5e3}}]}}"#).unwrap();
    assert_eq!((number.id.as_ref(), number.bids[0].amount), ("7", Some(1500.into())));
    let fault = Tender::from_ocds(r#"{"ocid":"a","bids":{"details":[{"value":{"amount":0}}]}}"#).unwrap_err();
    assert_eq!(fault.to_string(), "bids.details[0].value.amount: expected more than 0, found 0");
}

fn prices() -> impl Strategy<Value = Vec<Decimal>> {
    prop::collection::vec((1_i64..=10_000_000_000_000, 0_u32..=4), 2..9)
        .prop_map(|prices| prices.into_iter().map(|(price, scale)| Decimal::new(price, scale)).collect())
}

proptest! {
    #[test]
    fn statistics_do_not_hang_on_the_order_or_the_unit(prices in prices()) {
        let there = Prices::new(prices.clone()).unwrap();
        let back = Prices::new(prices.iter().rev().map(|price| price * Decimal::ONE_THOUSAND)).unwrap();
        for (code, statistic) in Statistic::ALL {
            if *statistic != Statistic::Difference {
                prop_assert_eq!(there.measure(*statistic).text(), back.measure(*statistic).text(), "{}", code);
            }
        }
    }

    /// What is compared is what is printed: a value lies between the decimal below and the one above.
    #[test]
    fn a_limit_divides_where_the_digits_say(prices in prices()) {
        let prices = Prices::new(prices).unwrap();
        for (code, statistic) in Statistic::ALL {
            let Measured::Value(value) = prices.measure(*statistic) else { continue };
            let printed = value.decimal(6).parse::<Decimal>().unwrap();
            let half = Rational::new(1, 2_000_000).unwrap();
            let (low, high) = (Rational::from(printed).subtract(half), Rational::from(printed).add(half));
            let around = Range { low: Edge::Included(low.unwrap()), high: Edge::Included(high.unwrap()) };
            prop_assert!(value.lies_in(&around), "{}: {} and {:?}", code, printed, value);
        }
    }

    #[test]
    fn fractions_are_printed_as_they_are(above in any::<i64>(), below in 1_i64..) {
        let printed = Surd::fraction(above.into(), below.into()).unwrap().decimal(8);
        let exact = BigRational::new(above.into(), below.into()) * BigRational::from_integer(100_000_000.into());
        // num-rational rounds a half away from zero as well.
        let whole = exact.round().to_integer();
        let found = printed.parse::<Decimal>().unwrap() * Decimal::from(100_000_000);
        prop_assert_eq!(found.normalize().to_string(), whole.to_string());
    }

    #[test]
    fn planted_progressions_are_found(first in 1_i64..1_000_000, step in 1_i64..1_000_000, count in 3_i64..9) {
        let bids = (0..count).map(|place| serde_json::json!({
            "status": "valid", "tenderers": [{"id": place.to_string()}],
            "value": {"amount": first + place * step, "currency": "CNY"},
        }));
        let line = serde_json::json!({"ocid": "T", "bids": {"details": bids.collect::<Vec<_>>()}}).to_string();
        let screen = book().on("2026-11-22".parse().unwrap()).screen("cn.bidding-screen/prices").unwrap();
        let mut screening = Screening::new(screen);
        screening.add(1, &Tender::from_ocds(&line).unwrap()).unwrap();
        let findings = screening.finish().findings;
        prop_assert!(findings.iter().any(|finding| finding.flag == "regular-spacing"));
        prop_assert!(findings.iter().all(|finding| finding.flag != "constant-ratio" && finding.flag != "identical-prices"));
    }
}

#[test]
fn a_part_of_another_type_is_named() {
    use evenhand::risk::screen::Tender;
    for (line, told) in [
        ("[1]", "the line: expected an OCDS release, found […]"),
        (r#"["T", null, null, null, null]"#, "the line: expected an OCDS release, found […]"),
        ("7", "the line: expected an OCDS release, found 7"),
        (r#"{"ocid": 1.5}"#, "ocid: expected a text or a whole number, found 1.5"),
        (r#"{"ocid": "T", "bids": []}"#, "bids: expected an object, found […]"),
        (r#"{"ocid": "T", "bids": {"details": {}}}"#, "bids.details: expected a list, found {…}"),
        (r#"{"ocid": "T", "bids": {"details": [null]}}"#, "bids.details[0]: expected an object, found null"),
        (
            r#"{"ocid": "T", "bids": {"details": [{}, {"value": [100, "CNY"]}]}}"#,
            "bids.details[1].value: expected an object, found […]",
        ),
        (
            r#"{"ocid": "T", "bids": {"details": [{"tenderers": "A"}]}}"#,
            r#"bids.details[0].tenderers: expected a list, found "A""#,
        ),
        (
            r#"{"ocid": "T", "awards": [{"suppliers": ["A"]}]}"#,
            r#"awards[0].suppliers[0]: expected an object, found "A""#,
        ),
        (
            r#"{"ocid": "T", "parties": [{"id": "A", "address": {"streetAddress": true}}]}"#,
            "parties[0].address.streetAddress: expected a text or a whole number, found true",
        ),
        (
            r#"{"ocid": "T", "tender": {"tenderPeriod": {"endDate": {}}}}"#,
            "tender.tenderPeriod.endDate: expected a text or a whole number, found {…}",
        ),
    ] {
        assert_eq!(Tender::from_ocds(line).unwrap_err().to_string(), told, "{line}");
    }
    let fault = Tender::from_ocds(r#"{"ocid": "T", "bids": []}"#).unwrap_err();
    assert_eq!(fault.message(Language::Chinese), "bids：应为对象，实为[…]");
    let fault = Tender::from_ocds("[1]").unwrap_err();
    assert_eq!(fault.message(Language::Chinese), "本行应为OCDS发布，实为[…]");
    // What is null is not there, what OCDS has beside is passed over, and ids can be numbers.
    let sound =
        r#"{"ocid": 7, "tender": null, "date": [], "bids": {"details": [{"id": [], "value": null}]}}"#;
    assert_eq!(Tender::from_ocds(sound).unwrap().bids.len(), 1);
}
