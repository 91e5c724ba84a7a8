//! Surcharges against a debt that is walked day by day.

use evenhand::RuleBook;
use evenhand::calendar::Calendar;
use evenhand::limit::Log;
use evenhand::number::{Rational, Rounding};
use evenhand::time::Date;
use proptest::prelude::*;

const PACK: &str = r#"
format = 1
id = "xx.town.fees"
title = { zh = "示例", en = "Example" }
source = { kind = "illustration", issuer = "nobody", checked = 2026-11-21 }
in-force = { from = 2020-01-01 }
events.payable = { zh = "应缴", en = "payable" }

[surcharge.1]
title = { zh = "加收", en = "surcharge" }
basis = "article 1"
from = "payable"
rate = "3%"
cap = "100%"
of = "unpaid"
stops = [{ reason = "review", title = { zh = "复议", en = "review" } }]

[surcharge.2]
title = { zh = "加收", en = "surcharge" }
basis = "article 2"
from = "payable"
rate = "0.7%"
of = "principal"
"#;

fn day(offset: i64) -> Date {
    "2026-01-01".parse::<Date>().unwrap().plus_days(offset).unwrap()
}

/// What happened to a debt: on which day of the year, and how much.
#[derive(Clone, Debug)]
struct Debt {
    principal: i64,
    payments: Vec<(i64, i64)>,
    /// Pairs of stops and resumptions, one after the other.
    halts: Vec<(i64, i64)>,
    deferred: Option<(i64, i64)>,
    on: i64,
}

fn debts() -> impl Strategy<Value = Debt> {
    let halts = proptest::collection::vec(1_i64..25, 0..6);
    let payments = proptest::collection::vec((0_i64..120, 1_i64..400), 0..4);
    let deferred = proptest::option::of((0_i64..60, 1_i64..60));
    (300_i64..3000, payments, halts, deferred, 60_i64..200).prop_map(
        |(principal, payments, gaps, deferred, on)| {
            let mut at = 0;
            let days: Vec<i64> = gaps
                .into_iter()
                .map(|gap| {
                    at += gap;
                    at
                })
                .filter(|day| *day < on)
                .collect();
            let halts = days.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
            let payments = payments.into_iter().filter(|(day, _)| *day < on).collect();
            Debt {
                principal,
                payments,
                halts,
                deferred: deferred.map(|(from, long)| (from, from + long)),
                on,
            }
        },
    )
}

/// Each day on its own: whether it counts, and what it adds.
fn walked(
    debt: &Debt,
    rate: Rational,
    cap: Option<Rational>,
    of_principal: bool,
) -> (i64, Rational, Option<i64>) {
    let whole = |number: i64| Rational::integer(number.into());
    let most = cap.map(|cap| cap.multiply(whole(debt.principal)).unwrap());
    let (mut days, mut sum, mut reached) = (0, Rational::ZERO, None);
    for today in 1..=debt.on {
        let stands = |(from, until): &(i64, i64)| *from < today && today <= *until;
        let paid: i64 = debt.payments.iter().filter(|(day, _)| *day < today).map(|(_, amount)| amount).sum();
        let unpaid = (debt.principal - paid).max(0);
        if unpaid == 0 || debt.halts.iter().chain(&debt.deferred).any(stands) {
            continue;
        }
        days += 1;
        let of = if of_principal { debt.principal } else { unpaid };
        sum = sum.add(rate.multiply(whole(of)).unwrap()).unwrap();
        if most.is_some_and(|most| sum >= most) {
            sum = most.unwrap();
            reached = reached.or(Some(today));
        }
    }
    (days, Rounding::FEN.round(sum).unwrap(), reached)
}

fn log(debt: &Debt) -> Log {
    let mut log = Log::new().with("payable", day(0));
    for (at, amount) in &debt.payments {
        log = log.read("paid", &format!("{}:{amount}", day(*at))).unwrap();
    }
    for (from, until) in &debt.halts {
        log = log.with("stopped", day(*from)).with("resumed", day(*until));
    }
    if let Some((from, until)) = debt.deferred {
        log = log.read("deferred", &format!("{}:{}", day(from), day(until))).unwrap();
    }
    log
}

proptest! {
    #[test]
    fn a_surcharge_is_the_sum_of_its_days(debt in debts()) {
        let book = RuleBook::load([("fees.toml", PACK)]).unwrap();
        let calendar = Calendar::bundled("cn").unwrap();
        let hundredth = |number: i64| Rational::new(number.into(), 1000).unwrap();
        for (id, rate, cap, of_principal) in [
            ("xx.town.fees/1", hundredth(30), Some(Rational::ONE), false),
            ("xx.town.fees/2", hundredth(7), None, true),
        ] {
            let principal = Rational::integer(debt.principal.into());
            let (days, sum, reached) = walked(&debt, rate, cap, of_principal);
            let paid = Rational::integer(debt.payments.iter().map(|(_, amount)| i128::from(*amount)).sum());
            let found = match book.surcharge(id, principal, &log(&debt), &calendar, day(debt.on)) {
                Ok(found) => found,
                Err(error) => {
                    prop_assert_eq!(error.code(), "overpaid");
                    prop_assert!(paid > principal.add(sum).unwrap());
                    continue;
                }
            };
            let charge = found.charge();
            prop_assert_eq!(charge.days, days);
            prop_assert_eq!(charge.surcharge, sum);
            prop_assert_eq!(charge.reached, reached.map(day));
            // The spans are the surcharge, up to rounding.
            let spans = charge.spans.iter().try_fold(Rational::ZERO, |sum, span| sum.add(span.amount)).unwrap();
            prop_assert_eq!(Rounding::FEN.round(spans).unwrap(), charge.surcharge);
        }
    }
}

#[test]
fn what_does_not_fit_names_the_event() {
    let book = RuleBook::load([("fees.toml", PACK)]).unwrap();
    let calendar = Calendar::bundled("cn").unwrap();
    let on = day(100);
    let of = |principal: i128, events: &[(&str, &str)]| {
        let mut log = Log::new();
        for (name, text) in events {
            log = log.read(name, text).unwrap();
        }
        let error = book.surcharge("xx.town.fees/1", Rational::integer(principal), &log, &calendar, on);
        error.map(|_| ()).unwrap_err().to_string()
    };
    let payable = ("payable", "2026-01-01");
    for (found, expected) in [
        (of(0, &[payable]), "the `principal` must be an amount above zero, found `0`"),
        (of(9, &[]), "the event `payable` (payable) is not given, and the limit is counted from its day"),
        (of(9, &[payable, payable]), "the event `payable` is given twice, on 2026-01-01 and on 2026-01-01"),
        (
            of(9, &[payable, ("payed", "2026-01-02")]),
            "`xx.town.fees/1` knows no event `payed`; did you mean `paid`?",
        ),
        (
            of(9, &[payable, ("paid", "2026-01-02:much")]),
            "the event `paid` on 2026-01-02: expected an amount above zero, as in paid=2026-01-02:3000, found `much`",
        ),
        (
            of(9, &[payable, ("paid", "2026-01-02:12")]),
            "the events `paid` come to 12, but only 9.27 was to be paid",
        ),
        (
            of(9, &[payable, ("instalment", "2026-02-01:5")]),
            "the events `instalment` come to 5, but the principal is 9",
        ),
        (
            of(9, &[payable, ("deferred", "2026-02-01:2026-01-31")]),
            "the event `deferred` on 2026-02-01: expected the later day up to which payment is deferred, as in deferred=2026-02-01:2027-01-31, found `2026-01-31`",
        ),
        (
            of(9, &[payable, ("deferred", "2026-02-01:2026-02-01")]),
            "the event `deferred` on 2026-02-01: expected the later day up to which payment is deferred, as in deferred=2026-02-01:2027-01-31, found `2026-02-01`",
        ),
        (
            of(9, &[payable, ("paid", "2026-01-02:0")]),
            "the event `paid` on 2026-01-02: expected an amount above zero, as in paid=2026-01-02:3000, found `0`",
        ),
        (
            of(9, &[payable, ("paid", "2026-01-02:-1")]),
            "the event `paid` on 2026-01-02: expected an amount above zero, as in paid=2026-01-02:3000, found `-1`",
        ),
        (
            of(9, &[payable, ("resumed", "2026-02-01")]),
            "the event `resumed` on 2026-02-01: the clock was not stopped",
        ),
        (
            of(9, &[payable, ("stopped", "2026-02-01:rain")]),
            "the event `stopped` on 2026-02-01: `rain` does not stop this clock; expected one of review",
        ),
        (
            of(9, &[payable, ("paid", "2026-09-01:1")]),
            "the event `paid` on 2026-09-01 lies after the day that is asked about, 2026-04-11",
        ),
    ] {
        assert_eq!(found, expected);
    }
}

/// 3 % of 9 a day: nine days without a payment; what is paid on the day that is asked about is paid.
#[test]
fn what_is_paid_on_the_day_that_is_asked_about_counts() {
    let book = RuleBook::load([("fees.toml", PACK)]).unwrap();
    let calendar = Calendar::bundled("cn").unwrap();
    let log = Log::new().with("payable", day(0)).read("paid", &format!("{}:2", day(9))).unwrap();
    let found = book.surcharge("xx.town.fees/1", Rational::integer(9), &log, &calendar, day(9)).unwrap();
    assert_eq!((found.charge().days, found.charge().surcharge.to_string()), (9, "2.43".to_owned()));
    assert_eq!(found.charge().unpaid.to_string(), "7");
}
