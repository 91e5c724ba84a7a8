//! Files with a record a line: decided cases, applications, decisions, matters, tenders, payments. The first line names the
//! scheme; where it names none, its first byte picks one. Every record that is read is judged or refused, the same lines tell the same, and
//! their order matters only where a record is there twice.

use std::fmt::Debug;
use std::ops::ControlFlow;
use std::sync::OnceLock;

use evenhand::RuleBook;
use evenhand::calendar::Calendar;
use evenhand::compliance::{ComplianceReport, ComplianceReview, OfficeTally};
use evenhand::consistency::{Consistency, ConsistencyReport, Decision, DecisionFault, Row};
use evenhand::risk::payments::{PaymentReport, PaymentScreening};
use evenhand::risk::screen::{ScreenReport, Screening, Tender, Test};
use evenhand::supervise::{ApprovalSupervisor, Approvals, Caseload, Supervisor};
use evenhand::time::Date;

use super::whole;

fn calendar() -> &'static Calendar {
    static CALENDAR: OnceLock<Calendar> = OnceLock::new();
    CALENDAR.get_or_init(|| Calendar::bundled("cn").expect("the bundled calendar is sound"))
}

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

/// A record on its line.
type Line<'a> = (u64, &'a [u8]);

/// The first line, and what stands on those below it.
fn split(bytes: &[u8]) -> (&str, Vec<Line<'_>>) {
    let mut lines = bytes.split(|byte| *byte == b'\n');
    let first = lines.next().and_then(|first| std::str::from_utf8(first).ok()).unwrap_or_default();
    (first, (1..).zip(lines).filter(|(_, line)| !line.trim_ascii().is_empty()).collect())
}

/// That which the first line names, or else picks.
fn picked<T>(all: Vec<T>, first: &str, id: impl Fn(&T) -> &str) -> T {
    let named = all.iter().position(|one| id(one) == first.trim());
    let place = named.unwrap_or_else(|| usize::from(first.bytes().next().unwrap_or_default()) % all.len());
    all.into_iter().nth(place).expect("one of them")
}

/// Decided cases: what is told of each is the same on two threads, and the counts are the same in any order and in parts.
pub(super) fn cases(bytes: &[u8]) {
    let (_, lines) = split(bytes);
    let policy =
        whole().on(day("2026-06-01")).policy("cn.penalty-supervision/cases").expect("a bundled policy");
    let supervisor = Supervisor::new(whole(), policy, calendar());
    let run = |lines: &[Line<'_>], threads: usize| -> (Caseload, Vec<String>) {
        let mut told = Vec::new();
        let caseload = supervisor.caseload(lines.iter().map(|(_, text)| text), threads, |judged| {
            told.push(judged.to_json());
            ControlFlow::Continue(())
        });
        (caseload, told)
    };
    let (caseload, told) = run(&lines, 1);
    assert_eq!(caseload.read, count(lines.len()));
    assert_eq!(caseload.read, caseload.judged + caseload.not_judged + caseload.refused);
    assert_eq!(caseload.all.judged + caseload.all.not_judged, caseload.judged + caseload.not_judged);
    assert!(
        caseload.all.irregular <= caseload.judged
            && caseload.all.colours.iter().sum::<u64>() <= caseload.read
    );
    assert_eq!(caseload.read, count(told.len()));
    assert_eq!(run(&lines, 2), (caseload.clone(), told));
    assert_eq!(run(&backwards(&lines), 1).0, caseload);
    let (one, other) = lines.split_at(lines.len() / 2);
    let mut parts = run(one, 1).0;
    parts.append(&run(other, 1).0);
    assert_eq!(parts, caseload);
}

/// Applications as they stand on the day of the first line.
pub(super) fn applications(bytes: &[u8]) {
    let (first, lines) = split(bytes);
    let on = first.trim().parse().unwrap_or(day("2026-02-28"));
    let of = whole().on(day("2026-02-28"));
    let policy = of.policy("cn.approval-supervision/applications").expect("a bundled policy");
    let supervisor = ApprovalSupervisor::new(whole(), policy, calendar(), on);
    let run = |lines: &[Line<'_>], threads: usize| -> (Approvals, Vec<String>) {
        let mut told = Vec::new();
        let since = Some(day("2026-02-01"));
        let approvals = supervisor.approvals(lines.iter().map(|(_, text)| text), since, threads, |judged| {
            told.push(judged.to_json());
            ControlFlow::Continue(())
        });
        (approvals, told)
    };
    let (approvals, told) = run(&lines, 1);
    assert_eq!(approvals.read, count(lines.len()));
    assert_eq!(approvals.read, approvals.judged + approvals.not_judged + approvals.refused);
    assert_eq!(approvals.read, count(told.len()));
    assert_eq!(approvals.standing().offices.len(), approvals.offices.len());
    assert_eq!(run(&lines, 2), (approvals.clone(), told));
    assert_eq!(run(&backwards(&lines), 1).0, approvals);
}

/// Decisions of an authority, by the bundled limits or by such as a few decisions reach.
pub(super) fn decisions(bytes: &[u8]) {
    static SMALL: OnceLock<RuleBook> = OnceLock::new();
    let small = SMALL.get_or_init(|| {
        let limits = include_str!("../../vectors/consistency/limits.toml");
        RuleBook::load([("limits.toml", limits)]).expect("the limits are sound")
    });
    let (first, lines) = split(bytes);
    let policies = small.consistency_policies().chain(whole().consistency_policies()).collect();
    let policy = picked(policies, first, |policy| policy.id.as_str());
    let run = |lines: &[Line<'_>]| -> ConsistencyReport {
        let mut consistency = Consistency::new(policy);
        for (line, text) in lines {
            let text = String::from_utf8_lossy(text);
            let row = Row::from_json(&text);
            match row.as_ref().map_err(DecisionFault::clone).and_then(Decision::read) {
                Ok(decision) => consistency.add(*line, &decision),
                Err(fault) => consistency.refuse(*line, fault),
            }
        }
        consistency.finish()
    };
    let report = run(&lines);
    assert_eq!(report.read, count(lines.len()));
    assert_eq!((report.read, report.refused), (report.judged + report.refused, count(report.faults.len())));
    let tally = &report.whole.tally;
    assert_eq!(tally.decisions, report.judged);
    assert_eq!(tally.decisions, tally.placed + tally.points + tally.below + tally.above + tally.no_range);
    assert_eq!(report.likeness.compared + report.likeness.without_facts, report.judged);
    assert!(report.likeness.unlike_pairs <= report.likeness.pairs);
    for (kind, groups) in &report.groups {
        let named: u64 = groups.iter().map(|group| group.figures.tally.decisions).sum();
        assert_eq!(named + report.unnamed.get(kind).copied().unwrap_or_default(), report.judged);
    }
    assert_eq!(run(&lines).to_json(), report.to_json());
    // Of the same facts only the places in the file are told by the order.
    let whatever_the_order = |report: &ConsistencyReport| {
        let alike = &report.likeness;
        let pairs = (alike.combinations, alike.repeated, alike.pairs, alike.unlike_pairs, alike.unlike.len());
        told(&(pairs, &report.whole, &report.groups, &report.unnamed, &report.series))
    };
    assert_eq!(whatever_the_order(&run(&backwards(&lines))), whatever_the_order(&report));
}

/// Matters under a scheme of compliance.
pub(super) fn matters(bytes: &[u8]) {
    let (first, lines) = split(bytes);
    let scheme = picked(whole().compliances().collect(), first, |scheme| scheme.id.as_str());
    let run = |lines: &[Line<'_>]| -> ComplianceReport {
        let mut review = ComplianceReview::new(scheme);
        lines.iter().for_each(|(line, text)| review.add_line(*line, text));
        review.finish()
    };
    let report = run(&lines);
    assert_eq!(report.read, count(lines.len()));
    assert_eq!((report.read, report.refused), (report.judged + report.refused, count(report.faults.len())));
    let sum = |tally: &OfficeTally| tally.in_order + tally.with_findings + tally.unsettled;
    assert_eq!(sum(&report.all), report.judged);
    assert_eq!(report.offices.values().map(sum).sum::<u64>(), report.judged);
    for tally in &report.tallies {
        let all = [tally.met, tally.not_met, tally.not_applicable, tally.not_judged, tally.pending];
        assert_eq!(all.iter().sum::<u64>(), report.judged);
    }
    assert_eq!(run(&lines).to_json(), report.to_json());
    if report.faults.iter().all(|(_, fault)| fault.code != "repeated-record") {
        let back = run(&backwards(&lines));
        assert_eq!(
            (&back.all, &back.offices, &back.tallies),
            (&report.all, &report.offices, &report.tallies)
        );
        assert_eq!(sorted(&back.findings), sorted(&report.findings));
        assert_eq!(sorted(&back.unsettled), sorted(&report.unsettled));
    }
}

/// Tenders under a screen.
pub(super) fn tenders(bytes: &[u8]) {
    let (first, lines) = split(bytes);
    let screen = picked(whole().screens().collect(), first, |screen| screen.id.as_str());
    let run = |lines: &[Line<'_>]| -> ScreenReport {
        let mut screening = Screening::new(screen);
        for (line, text) in lines {
            match Tender::from_ocds(&String::from_utf8_lossy(text)) {
                Ok(tender) => drop(screening.add(*line, &tender)),
                Err(fault) => screening.refuse(*line, fault),
            }
        }
        screening.finish()
    };
    let report = run(&lines);
    assert_eq!(report.read, count(lines.len()));
    assert_eq!((report.read, report.refused), (report.judged + report.refused, count(report.faults.len())));
    for ((place, flag), tally) in screen.flags.iter().enumerate().zip(&report.tallies) {
        let raised = report.findings.iter().filter(|finding| finding.place == place);
        assert_eq!(count(raised.count()), tally.raised);
        // That one counts tenderers.
        if !matches!(flag.test, Test::LowSuccess { .. }) {
            assert_eq!(tally.raised + tally.clear + tally.not_judged.values().sum::<u64>(), report.judged);
        }
    }
    assert_eq!(run(&lines).to_json(), report.to_json());
    let on_threads = |threads: usize| {
        let mut screening = Screening::new(screen);
        screening.add_lines(lines.iter().map(|(_, text)| String::from_utf8_lossy(text)), threads);
        screening.finish().to_json()
    };
    assert_eq!(on_threads(1), on_threads(2));
    let first_counts = |code: &str| matches!(code, "repeated-tender" | "currency");
    if !report.faults.iter().any(|(_, fault)| first_counts(fault.code)) {
        let back = run(&backwards(&lines));
        assert_eq!(told(&back.tallies), told(&report.tallies));
        assert_eq!(sorted(&back.findings), sorted(&report.findings));
    }
}

/// Payments under a screen of payments.
pub(super) fn payments(bytes: &[u8]) {
    let (first, lines) = split(bytes);
    let screen = picked(whole().payment_screens().collect(), first, |screen| screen.id.as_str());
    let run = |lines: &[Line<'_>]| -> PaymentReport {
        let mut screening = PaymentScreening::new(screen);
        lines.iter().for_each(|(line, text)| screening.add_line(*line, text));
        screening.finish()
    };
    let report = run(&lines);
    assert_eq!(report.read, count(lines.len()));
    assert_eq!((report.read, report.refused), (report.judged + report.refused, count(report.faults.len())));
    for (place, tally) in report.tallies.iter().enumerate() {
        let findings = report.findings.iter().filter(|finding| finding.place == place);
        assert_eq!(count(findings.count()), tally.findings);
        assert_eq!(tally.raised + tally.clear + tally.not_judged.values().sum::<u64>(), report.judged);
    }
    assert_eq!(run(&lines).to_json(), report.to_json());
    if report.faults.iter().all(|(_, fault)| fault.code != "repeated-record") {
        let back = run(&backwards(&lines));
        assert_eq!(told(&(back.tallies, back.offices)), told(&(&report.tallies, &report.offices)));
        assert_eq!(sorted(&back.findings), sorted(&report.findings));
    }
}

fn backwards<'a>(lines: &[Line<'a>]) -> Vec<Line<'a>> {
    lines.iter().rev().copied().collect()
}

fn count(many: usize) -> u64 {
    u64::try_from(many).expect("fewer")
}

fn told(what: &impl Debug) -> String {
    format!("{what:?}")
}

fn sorted<T: Debug>(list: &[T]) -> Vec<String> {
    let mut list: Vec<String> = list.iter().map(told).collect();
    list.sort_unstable();
    list
}
