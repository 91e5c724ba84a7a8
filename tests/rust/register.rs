//! The event table of offices: as many cases as there are, each as it is alone.

use std::collections::BTreeMap;

use evenhand::calendar::Calendar;
use evenhand::limit::{Light, Log, State};
use evenhand::risk::{Count, Register, Row, Tally};
use evenhand::time::Date;
use evenhand::{Facts, RuleBook};

const LIMIT: &str = "cn.administrative-licence-law/42";

fn book() -> RuleBook {
    RuleBook::bundled_documents([
        "cn.administrative-licence-law",
        "cn.approval-supervision",
        "cn.approval-score",
    ])
    .unwrap()
}

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

/// One event as a row: case, office, event, day, reason.
type Event = (String, &'static str, &'static str, String, &'static str);

fn register(events: &[Event]) -> Register {
    let mut register = Register::default();
    for (index, (case, office, event, day, reason)) in events.iter().enumerate() {
        register.add(Row { line: index + 2, case, limit: LIMIT, office, event, day, reason });
    }
    register
}

/// The same numbers on every run.
struct Drawn(u64);

impl Drawn {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

fn drawn_events(cases: usize) -> Vec<Event> {
    let mut drawn = Drawn(2026);
    let mut events = Vec::new();
    for case in 0..cases {
        let name = format!("C-{case}");
        let office = ["North", "South", "East"][case % 3];
        let start = date("2025-01-02").plus_days(drawn.below(360) as i64).unwrap();
        let mut at = start;
        let mut push = |event: &'static str, day: Date, reason: &'static str| {
            events.push((name.clone(), office, event, day.to_string(), reason));
        };
        push("accepted", start, "");
        if drawn.below(4) == 0 {
            at = at.plus_days(1 + drawn.below(8) as i64).unwrap();
            push("stopped", at, ["expert-review", ""][drawn.below(2) as usize]);
            if drawn.below(8) > 0 {
                at = at.plus_days(drawn.below(20) as i64).unwrap();
                push("resumed", at, "");
            }
        }
        if drawn.below(6) == 0 {
            push("extended", start.plus_days(10).unwrap(), "");
        }
        if drawn.below(5) > 0 {
            at = at.plus_days(drawn.below(45) as i64).unwrap();
            push("decided", at, "");
        }
        // Some are at fault: a decision before the acceptance, a second acceptance, an event that nobody knows.
        match drawn.below(40) {
            0 => push("decided", start.plus_days(-3).unwrap(), ""),
            1 => push("accepted", start.plus_days(1).unwrap(), ""),
            2 => push("forgotten", start, ""),
            _ => {}
        }
    }
    // The rows of a case need not stand together, but keep their order.
    let mut mixed: Vec<Event> = Vec::with_capacity(events.len());
    let (even, odd): (Vec<_>, Vec<_>) =
        events.into_iter().partition(|(case, ..)| case.ends_with(['0', '2', '4', '6', '8']));
    let (mut even, mut odd) = (even.into_iter(), odd.into_iter());
    loop {
        let (a, b) = (even.next(), odd.next());
        if a.is_none() && b.is_none() {
            return mixed;
        }
        mixed.extend(a);
        mixed.extend(b);
    }
}

#[test]
fn thousands_of_cases_stand_as_each_does_alone() {
    let (book, calendar) = (book(), Calendar::bundled("cn").unwrap());
    let (since, on) = (date("2025-11-01"), date("2026-01-20"));
    let events = drawn_events(4000);
    let standing = register(&events).stand(&book, &calendar, Some(since), on);
    assert_eq!(standing.cases.len(), 4000);
    let mut logs: BTreeMap<&str, Log> = BTreeMap::new();
    for (case, _, event, day, reason) in &events {
        let text = if reason.is_empty() { day.clone() } else { format!("{day}:{reason}") };
        let log = logs.entry(case).or_default();
        *log = log.clone().read(event, &text).unwrap();
    }
    let (mut tallies, mut faults): (BTreeMap<&str, Tally>, usize) = (BTreeMap::new(), 0);
    for case in &standing.cases {
        let alone = book.due(LIMIT, &logs[case.case.as_str()], &calendar, on);
        let tally = tallies.entry(&case.office).or_default();
        match (&case.due, alone) {
            (Ok(found), Ok(alone)) => {
                assert_eq!(found.due(), alone.due(), "{}", case.case);
                let due = alone.due();
                let ended = due.ended.map(|ended| ended.date());
                let decided = ended.is_some_and(|ended| (since..=on).contains(&ended));
                let until = ended.unwrap_or(on);
                let came = |light: usize| due.lights[light].map(|day| day.date()).filter(|day| *day <= until);
                let gravest = (0..3).rev().find_map(|light| Some((light, came(light)?)));
                let gravest = gravest.filter(|(_, day)| (since..=on).contains(day)).map(|(light, _)| light);
                tally.cases += 1;
                tally.open += u32::from(matches!(due.state, State::Running | State::Stopped));
                tally.overdue += u32::from(due.state == State::Overdue);
                tally.decided += u32::from(decided);
                tally.late += u32::from(decided && due.state == State::Late);
                let last = due.due.map(|due| due.date());
                let early = ended.zip(last).map_or(due.left > 0, |(ended, last)| ended < last);
                tally.early += u32::from(decided && early);
                tally.hint += u32::from(gravest == Some(0));
                tally.yellow += u32::from(gravest == Some(1));
                tally.red += u32::from(gravest == Some(2));
            }
            (Err(fault), Err(alone)) => {
                assert_eq!((fault.code, &fault.message.en), (alone.code(), &alone.to_string()));
                tally.faults += 1;
                faults += 1;
            }
            (found, alone) => panic!("{}: {found:?} but alone {alone:?}", case.case),
        }
    }
    let found: BTreeMap<&str, Tally> =
        standing.offices.iter().map(|office| (office.office.as_str(), office.tally)).collect();
    assert_eq!(found, tallies);
    let all = |count: Count| standing.offices.iter().map(|office| office.tally.get(count)).sum::<u32>();
    assert!(faults > 100, "{faults} cases at fault");
    for count in
        [Count::Open, Count::Overdue, Count::Late, Count::Early, Count::Hint, Count::Yellow, Count::Red]
    {
        assert!(all(count) > 0, "no case is counted as {count:?}");
    }
}

/// February 2026, worked from the calendar. Off: 15 to 23 February; worked: Sat 14 and Sat 28.
#[test]
fn a_month_of_two_offices_worked_by_hand() {
    let event = |case: &str, office, event, day: &str| (case.to_owned(), office, event, day.to_owned(), "");
    let events = [
        // 20 days: 6-9, 12-16, 19-23, 26-30 January and 2 February. Decided on 30 January, before the period.
        event("N1", "North", "accepted", "2026-01-05"),
        event("N1", "North", "decided", "2026-01-30"),
        // 16, 19-23, 26-30 January, 2-6, 9-12 February: on the last day, yellow.
        event("N2", "North", "accepted", "2026-01-15"),
        event("N2", "North", "decided", "2026-02-12"),
        // The day before: the hint only, and early.
        event("N3", "North", "accepted", "2026-01-15"),
        event("N3", "North", "decided", "2026-02-11"),
        // 19-23, 26-30 January, 2-6, 9-13 February. A day late, on the make-up Saturday: red.
        event("N4", "North", "accepted", "2026-01-16"),
        event("N4", "North", "decided", "2026-02-14"),
        // 3-6, 9-14, 24-28 February, 2-6 March. Long before its light: early.
        event("S1", "South", "accepted", "2026-02-02"),
        event("S1", "South", "decided", "2026-02-10"),
        // 29, 30 January, 2-6, 9-14 February, 24-28 February, 2 and 3 March: open, no light yet.
        event("S2", "South", "accepted", "2026-01-28"),
        // No decision at all: as N4 due on 13 February, red from the 14th.
        event("S3", "South", "accepted", "2026-01-16"),
        // At fault.
        event("S4", "South", "decided", "2026-02-10"),
        // Decided while the clock stood, with 18 days left: early.
        event("S5", "South", "accepted", "2026-02-03"),
        ("S5".to_owned(), "South", "stopped", "2026-02-05".to_owned(), "testing"),
        event("S5", "South", "decided", "2026-02-13"),
    ];
    let (book, calendar) = (book(), Calendar::bundled("cn").unwrap());
    let on = date("2026-02-28");
    let standing = register(&events).stand(&book, &calendar, Some(date("2026-02-01")), on);
    let due = |case: usize| standing.cases[case].due.as_ref().unwrap().due().due.unwrap().to_string();
    assert_eq!(
        [due(0), due(1), due(2), due(3), due(4), due(5), due(6)],
        ["2026-02-02", "2026-02-12", "2026-02-12", "2026-02-13", "2026-03-06", "2026-03-03", "2026-02-13"]
    );
    assert_eq!(standing.cases[7].due.as_ref().unwrap_err().code, "missing-start");
    let lights = |case: usize| standing.cases[case].due.as_ref().unwrap().due().light;
    assert_eq!([lights(3), lights(5), lights(6)], [Some(Light::Red), Some(Light::Green), Some(Light::Red)]);
    let rules = book.on(on);
    let score = rules.score("cn.approval-score/monthly").unwrap();
    let standing = standing.scored(score, &Facts::new().with("coefficient", "0.9"));
    let [north, south] = standing.offices.as_slice() else { panic!("two offices") };
    let counts = |tally: Tally| Count::ALL.iter().map(|(_, count)| tally.get(*count)).collect::<Vec<_>>();
    // cases, open, overdue, decided, late, early, hint, yellow, red
    assert_eq!(counts(north.tally), [4, 0, 0, 3, 1, 1, 1, 1, 1]);
    assert_eq!(counts(south.tally), [4, 1, 1, 2, 0, 2, 0, 0, 1]);
    assert_eq!((north.tally.faults, south.tally.faults), (0, 1));
    let points = |office: &evenhand::risk::OfficeStanding| {
        office.score.as_ref().unwrap().as_ref().unwrap().points.to_string()
    };
    // North: time limits 14 - 5 - 10, held at 0; a third early: 3; (86 + 3) * 0.9.
    assert_eq!(points(north), "80.1");
    // South: 14 - 10; all decided early: 10; (90 + 10) * 0.9.
    assert_eq!(points(south), "90");
}

#[test]
fn cases_that_begin_on_one_day_share_their_limit() {
    let event = |case: &str, day: &str| (case.to_owned(), "North", "accepted", day.to_owned(), "");
    let events = [event("A", "2026-01-28"), event("B", "2026-01-29"), event("C", "2026-01-28")];
    let calendar = Calendar::bundled("cn").unwrap();
    let standing = register(&events).stand(&book(), &calendar, None, date("2026-02-10"));
    let limit = |case: usize| std::ptr::from_ref(standing.cases[case].due.as_ref().unwrap().limit());
    assert_eq!(limit(0), limit(2));
    assert_ne!(limit(0), limit(1));
}

/// Of three stops the second, which comes while the first still lasts, is at fault, and neither the first nor the last.
#[test]
fn a_fault_of_an_event_is_told_with_the_line_of_its_day() {
    let event = |event, day: &str, reason| ("A".to_owned(), "North", event, day.to_owned(), reason);
    let events = [
        event("accepted", "2026-01-28", ""),
        event("stopped", "2026-02-02", "testing"),
        event("stopped", "2026-02-03", "testing"),
        event("resumed", "2026-02-04", ""),
        event("stopped", "2026-02-05", "testing"),
    ];
    let calendar = Calendar::bundled("cn").unwrap();
    let standing = register(&events).stand(&book(), &calendar, None, date("2026-02-10"));
    let fault = standing.cases[0].due.as_ref().unwrap_err();
    assert_eq!((fault.code, fault.line), ("stopped-twice", 4));
}

#[test]
fn a_bad_row_is_told_with_its_line_and_stops_no_other() {
    let mut register = Register::default();
    let row = Row {
        case: "A",
        limit: LIMIT,
        office: "North",
        event: "accepted",
        day: "2026-01-28",
        ..Row::default()
    };
    register.add(Row { line: 2, ..row });
    register.add(Row { line: 3, event: "decided", day: "2026-02-30", ..row });
    register.add(Row { line: 4, case: "B", ..row });
    register.add(Row {
        line: 5,
        case: "B",
        limit: "cn.administrative-licence-law/44",
        event: "decided",
        ..row
    });
    register.add(Row { line: 6, case: "C", ..row });
    register.add(Row { line: 7, case: "C", office: "South", event: "decided", ..row });
    register.add(Row { line: 8, case: "", ..row });
    register.add(Row { line: 9, case: "D", ..row });
    let standing = register.stand(&book(), &Calendar::bundled("cn").unwrap(), None, date("2026-02-10"));
    let found: Vec<_> = standing
        .cases
        .iter()
        .map(|case| match &case.due {
            Ok(outcome) => format!("{}: {}", case.case, outcome.due().due.unwrap()),
            Err(fault) => {
                format!(
                    "{}: {} {:?} {} {}",
                    case.case, fault.line, fault.column, fault.code, fault.message.en
                )
            }
        })
        .collect();
    assert_eq!(
        found,
        [
            "A: 3 Some(\"day\") no-such-day the event `decided`: the calendar has no day 2026-02-30",
            "B: 5 Some(\"limit\") row the case has `cn.administrative-licence-law/42` before, and `cn.administrative-licence-law/44` here",
            "C: 7 Some(\"office\") row the case has `North` before, and `South` here",
            ": 8 Some(\"case\") row it is empty",
            "D: 2026-03-03",
        ]
    );
}
