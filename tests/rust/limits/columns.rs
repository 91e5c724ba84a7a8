//! Many cases at once give what each gives alone, faulty ones too.

use evenhand::limit::{DueColumns, EventCode, EventColumns, Light, LimitError, Log, NONE, State, TimeLimit};
use evenhand::time::Date;
use proptest::prelude::*;

/// Of a case: for each event its number, its day, and a detail.
type Case = Vec<(EventCode, i32, i32)>;

const ASKED: i32 = 20_000;

fn cases() -> impl Strategy<Value = Vec<Case>> {
    // Numbers of the clock, of the events, and one that there is not.
    let event = (0..10 as EventCode, 19_900..20_005_i32, -2..8_i32);
    prop::collection::vec(prop::collection::vec(event, 0..7), 0..40)
}

/// The same as a log by names; none where a number has no name.
fn log(limit: &TimeLimit, case: &Case) -> Option<Log> {
    let mut log = Log::new();
    for (code, day, detail) in case {
        let day = Date::from_epoch_day(*day).expect("a day");
        let name = limit.event_name(*code);
        if name.is_empty() {
            return None;
        }
        let text = match (name, *detail) {
            ("stopped", -1) | ("extended", -1) => day.to_string(),
            ("stopped", detail) => {
                let reason = usize::try_from(detail).ok().and_then(|place| limit.stops.get(place));
                format!("{day}:{}", reason.map_or("unknown", |stop| stop.reason.as_str()))
            }
            ("extended", detail) => format!("{day}:{detail}"),
            _ => day.to_string(),
        };
        log = log.read(name, &text).expect("an event");
    }
    Some(log)
}

fn alone(limit: &TimeLimit, case: &Case) -> Result<[i32; 6], Option<&'static str>> {
    let log = log(limit, case).ok_or(Some("unknown-event"))?;
    let asked = Date::from_epoch_day(ASKED).expect("a day");
    let due = limit.due(&log, super::calendar(), asked).map_err(|error| Some(error.code()))?;
    let day = |when: Option<evenhand::limit::When>| when.map_or(NONE, |when| when.date().epoch_day());
    let number = |number: i64| i32::try_from(number).expect("a small number");
    let lights = [Light::Green, Light::Hint, Light::Yellow, Light::Red];
    let light = due.light.and_then(|light| lights.iter().position(|known| *known == light));
    let state = State::ALL.iter().position(|(_, state)| *state == due.state).expect("a state");
    Ok([
        day(due.due),
        day(due.raw),
        due.used.map_or(NONE, number),
        number(due.left),
        light.map_or(255, |light| light as i32),
        state as i32,
    ])
}

fn together(limit: &TimeLimit, cases: &[Case]) -> DueColumns {
    let mut starts = vec![0];
    for case in cases {
        starts.push(starts.last().expect("a start") + case.len());
    }
    let rows = || cases.iter().flatten();
    let (events, days): (Vec<_>, Vec<_>) = rows().map(|(event, day, _)| (*event, *day)).unzip();
    let details: Vec<i32> = rows().map(|(_, _, detail)| *detail).collect();
    let columns = EventColumns { cases: &starts, events: &events, days: &days, details: &details };
    let asked = Date::from_epoch_day(ASKED).expect("a day");
    limit.due_over(columns, super::calendar(), asked).expect("columns that belong together")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(300), ..ProptestConfig::default() })]

    #[test]
    fn columns_say_what_each_case_says_alone(cases in cases()) {
        let asked = Date::from_epoch_day(ASKED).expect("a day");
        for key in ["working", "moves", "unsettled", "month", "capped", "staged", "promised", "month-before"] {
            let limit = super::vectors_book().on(asked).limit(&format!("cn.vectors.clock/{key}")).expect("a limit").limit;
            let columns = together(&limit, &cases);
            for (row, case) in cases.iter().enumerate() {
                let error = match columns.error[row] {
                    0 => None,
                    place => Some(LimitError::CODES[usize::from(place) - 1].0),
                };
                let found = [
                    columns.due[row], columns.raw[row], columns.used[row], columns.left[row],
                    columns.light[row].into(), columns.state[row].into(),
                ];
                match (alone(&limit, case), error) {
                    (Ok(expected), None) => prop_assert_eq!(found, expected, "{} {:?}", key, case),
                    // Several things may be wrong, and a log by names finds another one first.
                    (Err(_), Some(_)) => {}
                    (expected, _) => prop_assert!(false, "{} {:?}: {:?} alone, {:?} together", key, case, expected, error),
                }
            }
        }
    }
}

#[test]
fn columns_that_do_not_belong_together_are_refused() {
    let asked = Date::from_epoch_day(ASKED).expect("a day");
    let limit = super::vectors_book().on(asked).limit("cn.vectors.clock/working").expect("a limit").limit;
    let refused = |cases: &[usize], events: &[EventCode], days: &[i32], details: &[i32]| {
        let columns = EventColumns { cases, events, days, details };
        limit.due_over(columns, super::calendar(), asked).expect_err("a fault").to_string()
    };
    assert_eq!(
        refused(&[0, 1], &[3], &[], &[]),
        "the columns of events do not fit: as many days as events, found 0"
    );
    assert!(refused(&[0, 1], &[3], &[1], &[1, 2]).contains("as many details as events, or none, found 2"));
    assert!(refused(&[1, 1], &[3], &[1], &[]).contains("cases that start with row 0, found 1"));
    assert!(refused(&[0, 2], &[3], &[1], &[]).contains("cases that end with the last row, found 2"));
    assert!(refused(&[0, 1, 0, 1], &[3], &[1], &[]).contains("cases in the order of their rows, found 1"));
    assert!(refused(&[], &[], &[], &[]).contains("cases that start with row 0"));
}

#[test]
fn a_row_has_the_error_of_its_case() {
    let asked = Date::from_epoch_day(ASKED).expect("a day");
    let of = |key: &str, case: Case| {
        let limit =
            super::vectors_book().on(asked).limit(&format!("cn.vectors.clock/{key}")).expect("a limit").limit;
        let place = together(&limit, &[case]).error[0];
        LimitError::CODES[usize::from(place) - 1].0
    };
    assert_eq!(of("working", vec![]), "missing-start");
    assert_eq!(of("working", vec![(3, ASKED - 2, -1), (3, ASKED - 1, -1)]), "repeated-event");
    assert_eq!(of("hours", vec![(3, ASKED - 2, -1)]), "needs-time");
}
