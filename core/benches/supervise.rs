//! A year of decided cases and of applications against the rules. `cargo bench --bench supervise --features bundled`

#![allow(clippy::expect_used, reason = "a benchmark that cannot run should stop")]
#![allow(clippy::arithmetic_side_effects, reason = "counts of a benchmark")]

use std::ops::ControlFlow;

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use evenhand::RuleBook;
use evenhand::calendar::Calendar;
use evenhand::supervise::{Application, ApprovalSupervisor, DecidedCase, Supervisor};

/// The cases that Guangzhou is reported to have supervised.
const CASES: usize = 385_841;

fn main() {
    divan::main();
}

/// A record as an office would hand it over: every fact, day, step and person. Every tenth case has too high a fine.
fn record(case: usize) -> String {
    let area = case % 1900 + 1;
    let fine = if case.is_multiple_of(10) { area + 1 } else { area };
    let (month, day) = (case % 5 + 1, case % 28 + 1);
    let office = case % 40;
    let told = if month == 1 { "2026-01-31" } else { "2026-06-12" };
    let decided = if month == 1 { "2026-02-02" } else { "2026-06-15" };
    let filed = if month == 1 { "2026-01-05" } else { "2026-05-06" };
    format!(
        r#"{{"case":"2026-{case}","office":"office {office}","item":"cn.dongying.city-appearance/46-4","facts":{{"area":{whole}.{cents:02},"refused_to_correct":true,"party":"individual","harm_removed":false,"coerced":false,"confessed":false,"merit":false,"trivial":false,"promptly_corrected":false,"first_violation":false,"complex_or_grave":false,"public_interest":false,"several_relations":false,"hearing_requested":false,"gains_to_confiscate":false,"evidence_registered":false,"absent":false}},"days":{{"acted":"2025-{month:02}-{day:02}","found":"2025-{month:02}-{day:02}","decided":"{decided}"}},"events":[{{"event":"filed","day":"{filed}","persons":["p{office}"]}},{{"event":"investigated","day":"{filed}","persons":["q{office}","r{office}"]}},{{"event":"penalty_told","day":"{told}","persons":["q{office}"]}},{{"event":"hearing_right_told","day":"{told}","persons":["q{office}"]}},{{"event":"delivered","day":"{decided}","persons":["q{office}"]}}],"decision":{{"fine":{fine},"measures":[],"circumstances":[],"procedure":"ordinary","by":"head","persons":["p{office}"],"version":{{"pack":"cn.dongying.city-appearance","in_force":"2016-12-01"}}}}}}"#,
        whole = area / 100,
        cents = area % 100,
    )
}

fn book() -> RuleBook {
    RuleBook::load(evenhand_rules::PACKS.iter().map(|pack| (pack.path, pack.text)))
        .expect("the bundled packs are sound")
}

fn calendar() -> Calendar {
    let file = evenhand_rules::CALENDARS.iter().find(|file| file.id == "cn").expect("a bundled calendar");
    Calendar::read(file.path, file.text).expect("the bundled calendar is sound")
}

#[divan::bench(args = [1, 2, 4], sample_count = 5, sample_size = 1)]
fn a_year_of_cases(bencher: Bencher<'_, '_>, threads: usize) {
    let (book, calendar) = (book(), calendar());
    let on = "2026-06-30".parse().expect("a day");
    let policy = book.on(on).policy("cn.penalty-supervision/cases").expect("a bundled policy");
    let lines: Vec<String> = (0..CASES).map(record).collect();
    let supervisor = Supervisor::new(&book, policy, &calendar);
    bencher.counter(ItemsCount::new(CASES)).bench_local(|| {
        let caseload = supervisor.caseload(black_box(&lines).iter(), threads, |_| ControlFlow::Continue(()));
        assert_eq!(caseload.judged, 385_841);
        assert_eq!(caseload.all.irregular, 38_585);
        caseload
    });
}

#[divan::bench]
fn reading_a_record(bencher: Bencher<'_, '_>) {
    let line = record(7);
    bencher.bench_local(|| DecidedCase::from_json(black_box(&line)));
}

#[divan::bench]
fn judging_a_record(bencher: Bencher<'_, '_>) {
    let (book, calendar) = (book(), calendar());
    let on = "2026-06-30".parse().expect("a day");
    let policy = book.on(on).policy("cn.penalty-supervision/cases").expect("a bundled policy");
    let mut supervisor = Supervisor::new(&book, policy, &calendar);
    let case = DecidedCase::from_json(&record(7)).expect("a record");
    assert_eq!(supervisor.judge(&case).findings, []);
    bencher.bench_local(|| supervisor.judge(black_box(&case)));
}

const APPLICATIONS: usize = 400_000;

/// An application with its events. Every fortieth is decided late.
fn application(case: usize) -> String {
    let (office, day) = (case % 40, case % 20 + 4);
    let decided = if case.is_multiple_of(40) { "2026-06-30" } else { "2026-05-26" };
    format!(
        r#"{{"case":"A-{case}","office":"office {office}","limit":"cn.administrative-licence-law/42","events":[{{"event":"accepted","day":"2026-05-{day:02}"}},{{"event":"stopped","day":"2026-05-25","reason":"testing"}},{{"event":"decided","day":"{decided}"}}],"fee":0}}"#,
    )
}

#[divan::bench(args = [1, 2, 4], sample_count = 5, sample_size = 1)]
fn many_applications(bencher: Bencher<'_, '_>, threads: usize) {
    let (book, calendar) = (book(), calendar());
    let on = "2026-06-30".parse().expect("a day");
    let policy = book.on(on).policy("cn.approval-supervision/applications").expect("a bundled policy");
    let lines: Vec<String> = (0..APPLICATIONS).map(application).collect();
    let supervisor = ApprovalSupervisor::new(&book, policy, &calendar, on);
    bencher.counter(ItemsCount::new(APPLICATIONS)).bench_local(|| {
        let approvals =
            supervisor.approvals(black_box(&lines).iter(), None, threads, |_| ControlFlow::Continue(()));
        assert_eq!(approvals.judged, 400_000);
        approvals
    });
}

#[divan::bench]
fn reading_an_application(bencher: Bencher<'_, '_>) {
    let line = application(7);
    bencher.bench_local(|| Application::from_json(black_box(&line)));
}

#[divan::bench]
fn judging_an_application(bencher: Bencher<'_, '_>) {
    let (book, calendar) = (book(), calendar());
    let on = "2026-06-30".parse().expect("a day");
    let policy = book.on(on).policy("cn.approval-supervision/applications").expect("a bundled policy");
    let mut supervisor = ApprovalSupervisor::new(&book, policy, &calendar, on);
    let licence = r#"{"case":"A-7","office":"North","limit":"cn.approval-office/licence","events":[{"event":"accepted","day":"2026-05-25"},{"event":"reviewed","day":"2026-05-26"},{"event":"decided","day":"2026-05-27"}],"facts":{"complete":true,"in_scope":true,"copies":2},"fee":140}"#;
    let application = Application::from_json(licence).expect("a record");
    assert_eq!(supervisor.judge(&application).findings, []);
    bencher.bench_local(|| supervisor.judge(black_box(&application)));
}
