//! The clock against one that ticks day by day.

use evenhand::calendar::Calendar;
use evenhand::limit::{Light, Log, State};
use evenhand::time::Date;
use proptest::prelude::*;

/// What a log can have besides its start: an event some days after the one before.
#[derive(Clone, Copy, Debug)]
enum Move {
    Turn,
    Extend,
}

#[derive(Clone, Debug)]
struct Story {
    start: i32,
    moves: Vec<(i32, Move)>,
    /// Days from the last move to the end, if it ends.
    end: Option<i32>,
    /// Days from the last event to the day asked about.
    asked: i32,
}

fn stories() -> impl Strategy<Value = Story> {
    // From 2008 to the autumn of 2025, so that every last day lies in a year that the calendar has.
    let moves =
        prop::collection::vec((0..9_i32, prop_oneof![4 => Just(Move::Turn), 1 => Just(Move::Extend)]), 0..8);
    (13_880..20_350_i32, moves, prop::option::of(0..25_i32), 0..35_i32)
        .prop_map(|(start, moves, end, asked)| Story { start, moves, end, asked })
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Event {
    Stopped,
    Resumed,
    Extended,
    Finished,
}

impl Story {
    /// Events that can happen in this order, and the day asked about.
    fn events(&self, extensions: usize, stops: bool) -> (Vec<(i32, Event)>, i32) {
        let (mut day, mut standing, mut extended) = (self.start, false, 0);
        let mut events = Vec::new();
        for (gap, change) in &self.moves {
            day += gap;
            match change {
                Move::Turn if stops => {
                    standing = !standing;
                    events.push((day, if standing { Event::Stopped } else { Event::Resumed }));
                }
                Move::Extend if extended < extensions => {
                    extended += 1;
                    events.push((day, Event::Extended));
                }
                Move::Turn | Move::Extend => {}
            }
        }
        if let Some(gap) = self.end {
            day += gap;
            events.push((day, Event::Finished));
        }
        (events, day + self.asked)
    }
}

fn date(day: i32) -> Date {
    Date::from_epoch_day(day).expect("a day")
}

/// How a limit counts: which days, how many, by how much it is extended, and whether its last day moves.
struct Way {
    working: bool,
    length: i32,
    by: i32,
    moves: bool,
}

#[derive(Debug, PartialEq)]
struct Found {
    raw: Option<i32>,
    due: Option<i32>,
    used: i64,
    left: i64,
    state: State,
    light: Light,
}

struct Days<'a>(&'a Calendar);

impl Days<'_> {
    fn is_worked(&self, day: i32) -> bool {
        self.0.is_working_day(date(day)).expect("a year of the calendar")
    }

    /// The day off moved, one day at a time.
    fn moved(&self, mut day: i32) -> i32 {
        while !self.is_worked(day) {
            day += 1;
        }
        day
    }

    /// So many working days on or back, one day at a time.
    fn walk(&self, mut day: i32, mut count: i32) -> i32 {
        let step = count.signum();
        while count != 0 {
            day += step;
            if self.is_worked(day) {
                count -= step;
            }
        }
        day
    }
}

/// Lives through the days from the start to the one asked about, and on to the last day.
fn live(way: &Way, start: i32, events: &[(i32, Event)], asked: i32, days: &Days<'_>) -> Found {
    let counts = |day: i32| !way.working || days.is_worked(day);
    let settle = |raw: i32| if way.moves { days.moved(raw) } else { raw };
    let (mut used, mut length) = (0, way.length);
    let (mut standing, mut ran_out, mut finished) = (false, None, None);
    let mut day = start;
    loop {
        // A day counts before what happens on it: that of a stop does, that of a resumption does not.
        if day > start && !standing && counts(day) {
            used += 1;
            if used == length {
                ran_out = Some(day);
            }
        }
        for (_, event) in events.iter().filter(|(on, _)| *on == day) {
            match event {
                _ if finished.is_some() => {}
                Event::Stopped => {
                    standing = ran_out.is_none_or(|raw| day <= settle(raw));
                    ran_out = ran_out.filter(|_| !standing);
                }
                Event::Resumed => {
                    // Stopped on its last day, it ends on the day on which it is resumed.
                    if standing && used == length {
                        ran_out = Some(day);
                    }
                    standing = false;
                }
                Event::Extended => {
                    if ran_out.is_none_or(|raw| day <= settle(raw)) {
                        length += way.by;
                        ran_out = None;
                    }
                }
                Event::Finished => finished = Some(day),
            }
        }
        if day == asked || finished.is_some() {
            break;
        }
        day += 1;
    }
    let now = day;
    let spent = used;
    if !standing {
        while ran_out.is_none() {
            day += 1;
            if counts(day) {
                used += 1;
            }
            if used == length {
                ran_out = Some(day);
            }
        }
    }
    let due = ran_out.map(settle);
    let left = match due {
        None => length - spent,
        Some(due) => {
            let between = |from: i32, to: i32| (from + 1..=to).filter(|day| counts(*day)).count() as i32;
            if due >= now { between(now, due) } else { -between(due, now) }
        }
    };
    let in_time = due.is_none_or(|due| now <= due);
    let state = match (finished.is_some(), due.is_none(), in_time) {
        (true, _, true) => State::Met,
        (true, _, false) => State::Late,
        (false, true, _) => State::Stopped,
        (false, false, true) => State::Running,
        (false, false, false) => State::Overdue,
    };
    // While the clock stands, the light is that of a resumption today.
    let last = due.unwrap_or_else(|| {
        let (mut day, mut rest) = (now, length - spent);
        while rest > 0 {
            day += 1;
            if counts(day) {
                rest -= 1;
            }
        }
        settle(day)
    });
    let light = match state {
        State::Met => Light::Green,
        State::Late => Light::Red,
        _ if now >= days.walk(last, 1) => Light::Red,
        _ if now >= days.walk(last, -1) => Light::Yellow,
        _ if now >= days.walk(last, -3) => Light::Hint,
        _ => Light::Green,
    };
    Found { raw: ran_out, due, used: spent.into(), left: left.into(), state, light }
}

fn compare(id: &str, way: &Way, extensions: usize, stops: bool, story: &Story) -> Result<(), TestCaseError> {
    let (book, calendar) = (super::vectors_book(), super::calendar());
    let limit = book.on(date(story.start)).limit(id).expect("a limit").limit;
    let (events, asked) = story.events(extensions, stops);
    let mut log = Log::new().with("began", date(story.start));
    for (day, event) in &events {
        let name = match event {
            Event::Stopped => "stopped",
            Event::Resumed => "resumed",
            Event::Extended => "extended",
            Event::Finished => "finished",
        };
        log = log.with(name, date(*day));
    }
    let due = limit.due(&log, calendar, date(asked)).expect("a last day");
    let day = |when: Option<evenhand::limit::When>| when.map(|when| when.date().epoch_day());
    let found = Found {
        raw: day(due.raw),
        due: day(due.due),
        used: due.used.expect("counted forward"),
        left: due.left,
        state: due.state,
        light: due.light.expect("a light"),
    };
    let expected = live(way, story.start, &events, asked, &Days(calendar));
    prop_assert_eq!(found, expected, "{} {:?} asked on {}", id, log, date(asked));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(2000), ..ProptestConfig::default() })]

    #[test]
    fn working_days_tick(story in stories()) {
        let way = Way { working: true, length: 10, by: 5, moves: false };
        compare("cn.vectors.clock/working", &way, 2, true, &story)?;
    }

    #[test]
    fn calendar_days_tick(story in stories()) {
        let way = Way { working: false, length: 10, by: 0, moves: false };
        compare("cn.vectors.clock/stays", &way, 0, true, &story)?;
    }

    #[test]
    fn days_that_move_tick(story in stories()) {
        let way = Way { working: false, length: 10, by: 0, moves: true };
        compare("cn.vectors.clock/moves", &way, 0, false, &story)?;
    }

    #[test]
    fn a_month_ticks(story in stories()) {
        let start = date(story.start);
        let length = start.plus_months(1).expect("a day").epoch_day() - story.start;
        let way = Way { working: false, length, by: 0, moves: false };
        compare("cn.vectors.clock/month", &way, 0, true, &story)?;
    }
}
