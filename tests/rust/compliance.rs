//! Conduct and procedures: `compliance.json` of `tests/vectors`, worked out by hand, and faults planted in right records,
//! all of which are found, with nothing else.

#[path = "compliance/planted.rs"]
mod planted;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use evenhand::RuleBook;
use evenhand::compliance::{ComplianceReport, ComplianceReview, Matter, MatterEvent, Noncompliance, Verdict};
use planted::{PLANTS, right};
use proptest::prelude::*;
use serde_json::{Value, json};

const DOCUMENTS: [&str; 7] = [
    "cn.official-reception-regulation",
    "cn.public-expenses",
    "cn.major-decision-regulation",
    "cn.decision-supervision",
    "cn.civil-servants-law",
    "cn.prescription-measures",
    "cn.special-funds",
];

/// The day on which all records are judged.
const ON: &str = "2026-11-22";

fn book() -> &'static RuleBook {
    static BOOK: OnceLock<RuleBook> = OnceLock::new();
    BOOK.get_or_init(|| RuleBook::bundled_documents(DOCUMENTS).unwrap())
}

fn reviewed(book: &RuleBook, scheme: &str, lines: &[Value]) -> ComplianceReport {
    let scheme = book.on(ON.parse().unwrap()).compliance(scheme).unwrap();
    let mut review = ComplianceReview::new(scheme);
    for (line, record) in (1..).zip(lines) {
        review.add_line(line, record.to_string().as_bytes());
    }
    review.finish()
}

/// The report in the keys of `expect`.
fn observed(report: &ComplianceReport) -> Value {
    let json: Value = serde_json::from_str(&report.to_json()).unwrap();
    let told = |list: &str, keys: &[&str]| -> Vec<Value> {
        let entries = json[list].as_array().unwrap().iter();
        entries.map(|entry| keys.iter().map(|key| entry[*key].clone()).collect()).collect()
    };
    json!({
        "read": json["read"], "judged": json["judged"], "refused": json["refused"],
        "findings": told("findings", &["line", "about", "code", "expected", "found"]),
        "open": told("open", &["line", "about", "verdict", "missing"]),
        "faults": told("faults", &["line", "code", "field"]),
    })
}

#[test]
fn vectors() {
    let cases: Vec<Value> = serde_json::from_str(include_str!("../vectors/compliance.json")).unwrap();
    let mut complaints = Vec::new();
    for case in &cases {
        let lines = case["lines"].as_array().unwrap();
        assert_eq!(case["on"], ON);
        let report = reviewed(book(), case["scheme"].as_str().unwrap(), lines);
        adds_up(&report);
        let found = observed(&report);
        let mut expected = json!({ "findings": [], "open": [], "faults": [] });
        expected.as_object_mut().unwrap().extend(case["expect"].as_object().unwrap().clone());
        if found != expected {
            complaints.push(format!("{}\n  expected {expected}\n  found    {found}", case["name"]));
        }
    }
    assert!(cases.len() >= 12 && complaints.is_empty(), "{}", complaints.join("\n"));
}

/// Of the records that were read each is judged or refused, and of those that were judged each stands somewhere in every count.
fn adds_up(report: &ComplianceReport) {
    assert_eq!(report.read, report.judged + report.refused);
    assert_eq!(report.refused, report.faults.len() as u64);
    let all = report.all;
    assert_eq!(report.judged, all.in_order + all.with_findings + all.unsettled);
    let offices = report.offices.values();
    let sum = offices.map(|one| one.in_order + one.with_findings + one.unsettled).sum::<u64>();
    assert_eq!(report.judged, sum);
    for tally in &report.tallies {
        let sum = tally.met + tally.not_met + tally.not_applicable + tally.not_judged + tally.pending;
        assert_eq!(report.judged, sum);
    }
    let unsettled = report.tallies.iter().map(|tally| tally.not_judged + tally.pending).sum::<u64>();
    assert_eq!(unsettled, report.unsettled.len() as u64);
}

#[test]
fn every_planted_fault_stands_on_a_right_record() {
    for scheme in PLANTS.iter().map(|plant| plant.scheme) {
        let report = reviewed(book(), scheme, &[right(scheme, 0)]);
        assert_eq!(report.all.in_order, 1, "{scheme}: {:?} {:?}", report.findings, report.unsettled);
    }
    let codes: Vec<&str> = PLANTS.iter().flat_map(|plant| plant.findings).map(|(_, code)| *code).collect();
    for code in Noncompliance::CODES {
        assert!(codes.contains(code), "no fault is planted for {code}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// Many records, some with a fault: each fault is found at its record, and nothing else is.
    #[test]
    fn what_was_planted_is_found_and_nothing_else(
        drawn in prop::collection::vec((any::<prop::sample::Index>(), any::<bool>(), 0_i64..365), 1..80),
    ) {
        let mut lines: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
        let mut expected: BTreeMap<&str, Vec<(u64, String, String)>> = BTreeMap::new();
        for (which, faulty, days) in drawn {
            let plant = &PLANTS[which.index(PLANTS.len())];
            let lines = lines.entry(plant.scheme).or_default();
            let mut record = right(plant.scheme, days);
            let line = lines.len() as u64 + 1;
            record["matter"] = json!(line.to_string());
            record["office"] = json!((line % 3).to_string());
            if faulty {
                (plant.plant)(&mut record);
                let found = plant.findings.iter();
                let found = found.map(|(about, code)| (line, (*about).to_owned(), (*code).to_owned()));
                expected.entry(plant.scheme).or_default().extend(found);
            }
            lines.push(record);
        }
        for (scheme, lines) in &lines {
            let report = reviewed(book(), scheme, lines);
            adds_up(&report);
            prop_assert!(report.faults.is_empty(), "{:?}", report.faults);
            prop_assert!(report.unsettled.is_empty(), "{:?}", report.unsettled);
            let found: Vec<(u64, String, String)> = report
                .findings
                .iter()
                .map(|one| {
                    let about = &report.compliance.provision(one.what.provision).unwrap().name;
                    (one.line, about.clone(), one.what.code.code().to_owned())
                })
                .collect();
            prop_assert_eq!(&found, &expected.remove(scheme).unwrap_or_default());
        }
    }

    /// A fact that is left out makes a finding unknown, never a record right or wrong: what was in order is in order
    /// or not judged.
    #[test]
    fn what_is_left_out_is_said(which in any::<prop::sample::Index>(), left_out in any::<prop::sample::Index>()) {
        let scheme = PLANTS[which.index(PLANTS.len())].scheme;
        let mut record = right(scheme, 0);
        let facts = record["facts"].as_object_mut().unwrap();
        if !facts.is_empty() {
            let name = facts.keys().nth(left_out.index(facts.len())).unwrap().clone();
            facts.remove(&name);
            let report = reviewed(book(), scheme, &[record]);
            adds_up(&report);
            prop_assert!(report.findings.is_empty(), "{name}: {:?}", report.findings);
            for one in &report.unsettled {
                prop_assert_eq!(one.what.verdict, Verdict::NotJudged);
                prop_assert!(one.what.missing.contains(&name));
            }
            prop_assert_eq!(report.all.in_order, u64::from(report.unsettled.is_empty()));
        }
    }

    /// The order in which a record lists its steps does not count.
    #[test]
    fn the_order_of_events_in_a_record_does_not_count(
        which in any::<prop::sample::Index>(),
        places in prop::collection::vec(any::<prop::sample::Index>(), 10),
    ) {
        let plant = &PLANTS[which.index(PLANTS.len())];
        let mut record = right(plant.scheme, 0);
        (plant.plant)(&mut record);
        let before = observed(&reviewed(book(), plant.scheme, &[record.clone()]));
        let events = record["events"].as_array_mut().unwrap();
        let places = if events.is_empty() { &[] } else { places.as_slice() };
        for place in places {
            let event = events.remove(place.index(events.len()));
            events.push(event);
        }
        prop_assert_eq!(before, observed(&reviewed(book(), plant.scheme, &[record])));
    }
}

const PACK: &str = r#"
format = 1
id = "xx.steps"
title = { zh = "示例", en = "Example" }
source = { kind = "illustration", issuer = "nobody", checked = 2026-11-21 }
in-force = { from = 2026-01-01, until = 2026-06-30 }
facts.large = { type = "boolean" }
facts.area = { type = "number", range = "[0..10]" }

[compliance.chain]
title = { zh = "步骤", en = "steps" }
basis = "article 1"
duties = [{ duty = "small", title = { zh = "小", en = "small" }, holds = "area <= 5" }]
steps = [
  { step = "a", title = { zh = "甲", en = "a" } },
  { step = "b", title = { zh = "乙", en = "b" }, when = "large", after = ["a"] },
  { step = "c", title = { zh = "丙", en = "c" }, after = ["b"], within = "P1M" },
]
"#;

fn chain() -> RuleBook {
    RuleBook::load([("steps.toml", PACK)]).unwrap()
}

fn judged(matter: &Matter) -> Vec<Verdict> {
    let book = chain();
    let scheme = book.on("2026-03-01".parse().unwrap()).compliance("xx.steps/chain").unwrap();
    scheme.judge(matter).unwrap().verdicts
}

fn event(name: &str, day: &str) -> MatterEvent {
    MatterEvent::new(name, day.parse().unwrap())
}

#[test]
fn an_open_matter_misses_only_what_was_passed_over() {
    let open = |events: &[(&str, &str)]| {
        let facts = [("large", true)].into_iter().collect::<evenhand::Facts>().with("area", 5);
        let matter = Matter::new("2026-06-30".parse().unwrap()).with_facts(facts).still_open(true);
        judged(&events.iter().fold(matter, |matter, (name, day)| matter.with_event(event(name, day))))
    };
    use Verdict::{Met, NotMet, Pending};
    assert_eq!(open(&[]), [Met, Pending, Pending, Pending]);
    assert_eq!(open(&[("a", "2026-03-01")]), [Met, Met, Pending, Pending]);
    assert_eq!(open(&[("a", "2026-03-01"), ("b", "2026-06-01")]), [Met, Met, Met, Pending]);
    // `c` was taken, so that `b` and, before it, `a` will not come.
    assert_eq!(open(&[("c", "2026-03-01")])[..3], [Met, NotMet, NotMet]);
    // A month after 2026-05-29 is 2026-06-29, which has passed.
    assert_eq!(open(&[("a", "2026-05-01"), ("b", "2026-05-29")]), [Met, Met, Met, NotMet]);
    assert_eq!(open(&[("a", "2026-05-01"), ("b", "2026-05-30")]), [Met, Met, Met, Pending]);
}

#[test]
fn a_step_that_may_not_apply_is_judged_where_that_makes_no_difference() {
    let matter = || Matter::new("2026-06-30".parse().unwrap()).with_event(event("a", "2026-03-01"));
    let verdicts =
        judged(&matter().with_event(event("b", "2026-03-02")).with_event(event("c", "2026-03-03")));
    use Verdict::{Met, NotJudged};
    assert_eq!(verdicts, [NotJudged, Met, Met, Met]);
    // Before `a` it would be out of order, if it had to come at all.
    let verdicts =
        judged(&matter().with_event(event("b", "2026-02-28")).with_event(event("c", "2026-03-03")));
    assert_eq!(verdicts, [NotJudged, Met, NotJudged, Met]);
    // Whether `c` was in time hangs on `b`, of which nobody knows whether it is missing.
    assert_eq!(
        judged(&matter().with_event(event("c", "2026-03-03"))),
        [NotJudged, Met, NotJudged, NotJudged]
    );
}

#[test]
fn twice_taken_is_right_if_it_was_right_once() {
    let facts = [("large", true)].into_iter().collect::<evenhand::Facts>().with("area", 0);
    let matter = Matter::new("2026-06-30".parse().unwrap()).with_facts(facts);
    let events = [("a", "2026-03-10"), ("b", "2026-03-01"), ("b", "2026-03-11"), ("c", "2026-04-11")];
    let matter = events.iter().fold(matter, |matter, (name, day)| matter.with_event(event(name, day)));
    use Verdict::Met;
    // A month is counted from the `b` that was in order.
    assert_eq!(judged(&matter), [Met, Met, Met, Met]);
}

#[test]
fn ids_and_days() {
    let book = book();
    let on = |day: &str| book.on(day.parse().unwrap());
    let error = on("2026-11-22").compliance("cn.civil-servants-law/recusl").unwrap_err();
    assert_eq!(error.code(), "unknown-scheme");
    assert!(error.to_string().contains("did you mean `cn.civil-servants-law/recusal`?"), "{error}");
    assert_eq!(
        on("2019-05-31").compliance("cn.civil-servants-law/recusal").unwrap_err().code(),
        "not-in-force"
    );
    let schemes: Value = serde_json::from_str(&on("2026-11-22").schemes_to_json()).unwrap();
    let schemes = schemes.as_array().unwrap().iter();
    let ids = schemes
        .filter(|scheme| scheme["kind"] == "compliance")
        .map(|scheme| scheme["scheme"].as_str().unwrap());
    assert_eq!(ids.filter(|id| id.starts_with("cn.civil-servants-law/")).count(), 3);
}
