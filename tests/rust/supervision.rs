//! Supervision of decided cases: `supervision.json` of `tests/vectors`, faults planted one at a time, and what holds for
//! any caseload.

mod planted;

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::OnceLock;

use evenhand::calendar::Calendar;
use evenhand::risk::{Register, Row};
use evenhand::supervise::{
    Application, ApprovalSupervisor, Approvals, Caseload, DecidedCase, Irregularity, Policy, Supervisor,
};
use evenhand::time::Date;
use evenhand::{Facts, Language, RuleBook};
use planted::{Planted, right_cases};
use serde_json::{Value, json};

const POLICY: &str = "cn.penalty-supervision/cases";

fn book() -> &'static RuleBook {
    static BOOK: OnceLock<RuleBook> = OnceLock::new();
    BOOK.get_or_init(|| RuleBook::bundled().unwrap())
}

fn calendar() -> &'static Calendar {
    static CALENDAR: OnceLock<Calendar> = OnceLock::new();
    CALENDAR.get_or_init(|| Calendar::bundled("cn").unwrap())
}

fn policy() -> &'static std::sync::Arc<Policy> {
    book().on("2026-06-01".parse().unwrap()).policy(POLICY).unwrap()
}

fn supervisor() -> Supervisor<'static> {
    Supervisor::new(book(), policy(), calendar())
}

fn planted_cases() -> &'static [Planted] {
    static PLANTED: OnceLock<Vec<Planted>> = OnceLock::new();
    PLANTED.get_or_init(|| right_cases(book()).iter().flat_map(|right| right.planted()).collect())
}

#[test]
fn planted_faults_are_found_and_nothing_else_is() {
    let mut supervisor = supervisor();
    let (mut wrong, mut by_fault) = (Vec::new(), BTreeMap::new());
    for planted in planted_cases() {
        let case = DecidedCase::from_json(&planted.record.to_string()).unwrap();
        let supervision = supervisor.judge(&case);
        let codes: Vec<&str> = supervision.findings.iter().map(|found| found.code.as_str()).collect();
        *by_fault.entry(planted.fault).or_insert(0) += 1;
        if codes != planted.codes {
            let told: Vec<String> =
                supervision.findings.iter().map(|found| found.sentence(Language::English)).collect();
            wrong.push(format!(
                "{} in {}: expected {:?}, found {told:?}",
                planted.fault,
                case.name(),
                planted.codes
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} wrong\n{}",
        wrong.len(),
        planted_cases().len(),
        wrong[..wrong.len().min(40)].join("\n")
    );
    assert!(by_fault["none"] >= 100, "{by_fault:?}");
    let planted: Vec<&str> = planted_cases().iter().flat_map(|planted| planted.codes.clone()).collect();
    let of_cases = Irregularity::ALL.iter().filter(|code| code.check() != "approval");
    let never: Vec<&str> =
        of_cases.map(|code| code.as_str()).filter(|code| !planted.contains(code)).collect();
    assert!(never.is_empty(), "planted nowhere: {never:?}");
}

fn run(lines: &[String], threads: usize) -> (Caseload, Vec<String>) {
    let mut told = Vec::new();
    let caseload = supervisor().caseload(lines.iter(), threads, |judged| {
        told.push(judged.to_json());
        ControlFlow::Continue(())
    });
    (caseload, told)
}

#[test]
fn a_caseload_adds_up_and_is_the_same_on_any_number_of_threads() {
    let mut lines: Vec<String> = Vec::new();
    let (mut planted_codes, mut irregular) = (BTreeMap::new(), 0);
    for planted in planted_cases() {
        lines.push(planted.record.to_string());
        for code in &planted.codes {
            *planted_codes.entry((*code).to_owned()).or_insert(0_u64) += 1;
        }
        irregular += u64::from(planted.codes.iter().any(|code| !code.starts_with("S00")));
        if lines.len().is_multiple_of(97) {
            lines.push("{\"case\": \"torn".to_owned());
            lines.push(String::new());
        }
    }
    let (caseload, told) = run(&lines, 1);
    let empty = lines.iter().filter(|line| line.is_empty()).count();
    assert_eq!(caseload.read, (lines.len() - empty) as u64);
    assert_eq!(caseload.read, caseload.judged + caseload.not_judged + caseload.refused);
    assert_eq!(caseload.refused, empty as u64);
    assert_eq!(told.len() as u64, caseload.read);
    let counted: BTreeMap<String, u64> =
        caseload.all.findings.iter().map(|(code, count)| (code.as_str().to_owned(), *count)).collect();
    assert_eq!(counted, planted_codes);
    assert_eq!(caseload.all.irregular, irregular);
    let of_offices: u64 = caseload
        .offices
        .values()
        .flat_map(BTreeMap::values)
        .map(|tally| tally.judged + tally.not_judged)
        .sum();
    assert_eq!(of_offices, caseload.judged + caseload.not_judged);
    for threads in [2, 5] {
        assert_eq!(run(&lines, threads), (caseload.clone(), told.clone()), "{threads} threads");
    }
}

#[test]
fn a_run_can_be_stopped() {
    let lines: Vec<String> = planted_cases().iter().map(|planted| planted.record.to_string()).collect();
    for threads in [1, 4] {
        let mut seen = 0;
        let caseload = supervisor().caseload(lines.iter(), threads, |_| {
            seen += 1;
            if seen == 1000 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert_eq!((seen, caseload.read), (1000, 1000));
    }
}

#[test]
fn a_finding_can_be_run_again_from_what_it_tells() {
    let mut supervisor = supervisor();
    for planted in planted_cases().iter().step_by(7) {
        let case = DecidedCase::from_json(&planted.record.to_string()).unwrap();
        let told: Value = serde_json::from_str(&supervisor.judge(&case).to_json(&case)).unwrap();
        let mut again = planted.record.clone();
        for key in ["case", "office", "item", "facts", "days"] {
            again[key] = told[key].clone();
        }
        let again = DecidedCase::from_json(&again.to_string()).unwrap();
        let told_again: Value = serde_json::from_str(&supervisor.judge(&again).to_json(&again)).unwrap();
        assert_eq!(told, told_again);
        if !planted.codes.contains(&"S0001") {
            assert!(told["version"]["sha256"].as_str().unwrap().len() == 64);
        }
    }
}

/// The findings in the keys of `expect`.
fn observed(findings: &Value) -> Value {
    let keys = ["code", "about", "expected", "found", "colour", "handling"];
    let finding = |found: &Value| -> Value {
        keys.iter()
            .filter(|key| !found[**key].is_null())
            .map(|key| ((*key).to_owned(), found[*key].clone()))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    findings.as_array().unwrap().iter().map(finding).collect()
}

#[test]
fn the_vectors_come_out() {
    let vectors: Value = serde_json::from_str(include_str!("../vectors/supervision.json")).unwrap();
    let mut names = Vec::new();
    for case in vectors["cases"].as_array().unwrap() {
        let name = case["name"].as_str().unwrap();
        assert!(!names.contains(&name), "twice: {name}");
        names.push(name);
        let on = case["on"].as_str().unwrap().parse().unwrap();
        let policy = book().on(on).policy(case["policy"].as_str().unwrap()).unwrap();
        match DecidedCase::from_json(&case["record"].to_string()) {
            Ok(record) => {
                let supervision = book().supervise(&record, policy, calendar());
                let told: Value = serde_json::from_str(&supervision.to_json(&record)).unwrap();
                assert_eq!(observed(&told["findings"]), case["expect"], "{name}");
            }
            Err(fault) => {
                assert_eq!(json!({"code": fault.code, "field": fault.field}), case["error"], "{name}")
            }
        }
    }
}

const APPLICATIONS: &str = "cn.approval-supervision/applications";

#[test]
fn the_vectors_of_approvals_come_out() {
    let vectors: Value = serde_json::from_str(include_str!("../vectors/approvals.json")).unwrap();
    let mut names = Vec::new();
    for case in vectors["cases"].as_array().unwrap() {
        let name = case["name"].as_str().unwrap();
        assert!(!names.contains(&name), "twice: {name}");
        names.push(name);
        let on: Date = case["on"].as_str().unwrap().parse().unwrap();
        let policy = book().on(on).policy(case["policy"].as_str().unwrap()).unwrap();
        match Application::from_json(&case["record"].to_string()) {
            Ok(record) => {
                let supervision = ApprovalSupervisor::new(book(), policy, calendar(), on).judge(&record);
                let told: Value = serde_json::from_str(&supervision.to_json(&record)).unwrap();
                assert_eq!(observed(&told["findings"]), case["expect"], "{name}");
            }
            Err(fault) => {
                assert_eq!(json!({"code": fault.code, "field": fault.field}), case["error"], "{name}")
            }
        }
    }
}

fn run_approvals(lines: &[String], on: Date, threads: usize) -> (Approvals, Vec<String>) {
    let policy = book().on(on).policy(APPLICATIONS).unwrap();
    let since = Some("2026-02-01".parse().unwrap());
    let mut told = Vec::new();
    let supervisor = ApprovalSupervisor::new(book(), policy, calendar(), on);
    let approvals = supervisor.approvals(lines.iter(), since, threads, |judged| {
        told.push(judged.to_json());
        ControlFlow::Continue(())
    });
    (approvals, told)
}

/// The applications of three offices over a year: the same as records and as rows of an event table.
#[test]
fn offices_are_counted_and_scored_as_event_tables_are() {
    let limit = "cn.administrative-licence-law/42";
    let on: Date = "2026-02-28".parse().unwrap();
    let (mut lines, mut register) = (Vec::new(), Register::default());
    for case in 0..3000_i64 {
        let day = |days: i64| on.plus_days(days - 100 + case % 90).unwrap().to_string();
        let (name, office) = (format!("A-{case}"), ["North", "South", "East"][case as usize % 3]);
        let mut events = vec![("accepted", day(0), "")];
        if case % 5 == 0 {
            events.push(("stopped", day(3), "testing"));
            events.push(("resumed", day(9), ""));
        }
        let decided = day(case % 41);
        if case % 7 != 0 && decided.as_str() <= "2026-02-28" && case % 41 >= 9 {
            events.push(("decided", decided, ""));
        }
        events.retain(|(_, day, _)| day.as_str() <= "2026-02-28");
        if case % 11 == 0 {
            events.push(("stopped", day(1), "holiday"));
        }
        for (line, (event, day, reason)) in (2..).zip(&events) {
            register.add(Row { line, case: &name, limit, office, event, day, reason });
        }
        let events: Vec<Value> = events
            .iter()
            .map(|(event, day, reason)| json!({"event": event, "day": day, "reason": reason.is_empty().then_some(()).map_or(json!(reason), |()| Value::Null)}))
            .collect();
        lines.push(json!({"case": name, "office": office, "limit": limit, "events": events}).to_string());
    }
    let (approvals, told) = run_approvals(&lines, on, 1);
    assert_eq!(approvals.read, 3000);
    assert_eq!(approvals.read, approvals.judged + approvals.not_judged + approvals.refused);
    assert!(approvals.not_judged > 200, "{}", approvals.not_judged);
    assert_eq!(run_approvals(&lines, on, 4), (approvals.clone(), told));
    let mut in_parts = Approvals::new(on, approvals.since);
    for part in lines.chunks(700) {
        in_parts.append(&run_approvals(part, on, 3).0);
    }
    assert_eq!(in_parts, approvals);
    let table = register.stand(book(), calendar(), approvals.since, on);
    let score = book().on(on).score("cn.approval-score/monthly").unwrap();
    let further = Facts::new().with("coefficient", 1);
    let (one, other) = (approvals.standing().scored(score, &further), table.scored(score, &further));
    assert_eq!(one.offices.len(), 3);
    for (one, other) in one.offices.iter().zip(&other.offices) {
        assert_eq!((&one.office, &one.tally), (&other.office, &other.tally));
        let points =
            |scored: &evenhand::risk::OfficeStanding| scored.score.as_ref().unwrap().as_ref().unwrap().points;
        assert_eq!(points(one), points(other));
        assert!(one.tally.late > 0 && one.tally.overdue > 0 && one.tally.early > 0 && one.tally.faults > 0);
    }
    let overdue: u64 =
        approvals.offices.values().filter_map(|office| office.findings.get(&Irregularity::Overdue)).sum();
    let cases = other.cases.iter().filter_map(|case| case.due.as_ref().ok());
    assert_eq!(overdue as usize, cases.filter(|due| due.due().state.in_time() == Some(false)).count());
}

/// A law of two versions, the limit of an office that keeps within it, and a policy that watches that limit alone.
const WATCHED: [(&str, &str); 4] = [
    ("earlier.toml", include_str!("supervision/law-earlier.toml")),
    ("later.toml", include_str!("supervision/law-later.toml")),
    ("office.toml", include_str!("supervision/office.toml")),
    ("policy.toml", include_str!("supervision/policy.toml")),
];

/// By hand: 30 days until the end of 2024, 10 from 2025 on, counted by the version of the day on which they begin. The day of
/// the beginning does not count.
#[test]
fn a_limit_is_that_of_the_day_on_which_it_begins() {
    let book = RuleBook::load(WATCHED).unwrap();
    let policy = book.on("2026-06-01".parse().unwrap()).policy("xx.policy/cases").unwrap();
    let mut supervisor = Supervisor::new(&book, policy, calendar());
    let mut late = |opened: &str, decided: &str| {
        let record = json!({
            "item": "xx.office/1", "facts": {}, "days": {"acted": opened, "decided": decided},
            "events": [{"event": "opened", "day": opened}], "decision": {"fine": 100},
        });
        let supervision = supervisor.judge(&DecidedCase::from_json(&record.to_string()).unwrap());
        // The law names the event: the office's limit knows it.
        let unknown = |found: &&evenhand::supervise::Irregular| found.found.as_deref() == Some("opened");
        assert_eq!(supervision.findings.iter().find(unknown).map(|found| &found.message.en), None);
        supervision.findings.iter().any(|found| found.code == Irregularity::LimitOverrun)
    };
    for (opened, in_time, too_late) in [
        ("2024-12-31", "2025-01-30", "2025-01-31"),
        ("2025-01-01", "2025-01-11", "2025-01-12"),
        ("2024-06-03", "2024-07-03", "2024-07-04"),
        ("2025-06-03", "2025-06-13", "2025-06-14"),
    ] {
        assert!(!late(opened, in_time), "{opened}");
        assert!(late(opened, too_late), "{opened}");
    }
}
