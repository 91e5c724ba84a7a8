//! Screens of payments: `payments.json` (worked out by hand) and `payment-statistics.json` (by an independent script) of
//! `tests/vectors`, and what holds for any payments.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use evenhand::number::Rational;
use evenhand::risk::payments::{
    Payment, PaymentReport, PaymentScreening, PaymentTest, RecordFault, first_digit_share,
};
use evenhand::time::Date;
use evenhand::{Language, RuleBook};
use num_bigint::BigUint;
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::{Value, json};

const FUNDS: &str = "cn.special-funds/payments";

fn book() -> &'static RuleBook {
    static BOOK: OnceLock<RuleBook> = OnceLock::new();
    BOOK.get_or_init(|| RuleBook::bundled_documents(["cn.special-funds", "cn.prescription-screen"]).unwrap())
}

/// A book whose only screen has these flags.
fn own(flags: &str) -> RuleBook {
    let pack = format!(
        "format = 1\nid = \"xx.payments\"\ntitle = {{ zh = \"甲\", en = \"a\" }}\n\
         [source]\nkind = \"illustration\"\nissuer = \"甲\"\nchecked = 2026-11-22\n[in-force]\nfrom = 2020-01-01\n\
         [payments.all]\ntitle = {{ zh = \"甲\", en = \"a\" }}\nbasis = \"甲\"\nflags = [{flags}]\n"
    );
    RuleBook::load([("own.toml", pack.as_bytes())]).unwrap_or_else(|faults| panic!("{faults}"))
}

fn flag(code: &str, rest: &str) -> String {
    format!("{{ flag = \"{code}\", title = {{ zh = \"甲\", en = \"a\" }}, {rest} }},")
}

fn screened(book: &RuleBook, screen: &str, lines: &[Value]) -> PaymentReport {
    let on = "2026-11-22".parse().unwrap();
    let mut screening = PaymentScreening::new(book.on(on).payment_screen(screen).unwrap());
    for (line, payment) in (1..).zip(lines) {
        screening.add_line(line, payment.to_string().as_bytes());
    }
    screening.finish()
}

/// The report in the keys of `expect`.
fn observed(report: &PaymentReport) -> Value {
    let json: Value = serde_json::from_str(&report.to_json()).unwrap();
    let findings = json["findings"].as_array().unwrap().iter().map(|finding| {
        let ids = finding["payments"].as_array().unwrap().iter().map(|payment| payment["id"].clone());
        let values = finding["values"].as_array().unwrap().iter();
        let values =
            values.map(|value| (value["value"].as_str().unwrap().to_owned(), value["found"].clone()));
        let mut told = json!({
            "flag": finding["flag"], "payments": ids.collect::<Vec<_>>(),
            "values": values.collect::<serde_json::Map<_, _>>(),
        });
        if !finding["group"].is_null() {
            told["group"] = finding["group"].clone();
        }
        told
    });
    let offices = json["offices"].as_array().unwrap().iter();
    let offices = offices.map(|one| json!([one["office"], one["judged"], one["raised"]]));
    let faults = json["faults"].as_array().unwrap().iter();
    let faults = faults.map(|one| json!([one["line"], one["code"], one["field"]]));
    let flags = json["flags"].as_array().unwrap().iter();
    let not_judged = flags.map(|one| (one["flag"].as_str().unwrap().to_owned(), one["not_judged"].clone()));
    json!({
        "read": report.read, "judged": report.judged, "refused": report.refused,
        "findings": findings.collect::<Vec<_>>(), "offices": offices.collect::<Vec<_>>(),
        "faults": faults.collect::<Vec<_>>(), "not_judged": not_judged.collect::<serde_json::Map<_, _>>(),
    })
}

fn vectors() -> Vec<Value> {
    serde_json::from_str(include_str!("../vectors/payments.json")).unwrap()
}

#[test]
fn payments_are_screened_as_was_worked_out() {
    let cases = vectors();
    assert!(cases.len() >= 20, "{} cases", cases.len());
    let mut complaints = Vec::new();
    for case in &cases {
        let lines = case["lines"].as_array().unwrap();
        let mut found = observed(&screened(book(), case["screen"].as_str().unwrap(), lines));
        if case["expect"]["faults"].is_null() {
            assert_eq!(found["faults"], json!([]), "{}", case["name"]);
        }
        for (key, expected) in case["expect"].as_object().unwrap() {
            if key == "not_judged" {
                // Only the flags that are named.
                found[key].as_object_mut().unwrap().retain(|flag, _| expected.get(flag).is_some());
            }
            if *expected != found[key] {
                complaints
                    .push(format!("{}: {key}: expected {expected}, found {}", case["name"], found[key]));
            }
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn counts_add_up() {
    for case in vectors() {
        let report = screened(book(), case["screen"].as_str().unwrap(), case["lines"].as_array().unwrap());
        assert_eq!(report.read, report.judged + report.refused, "{}", case["name"]);
        assert_eq!(report.refused, report.faults.len() as u64);
        assert_eq!(report.judged, report.offices.values().map(|office| office.judged).sum::<u64>());
        for (place, tally) in report.tallies.iter().enumerate() {
            let not_judged: u64 = tally.not_judged.values().sum();
            assert_eq!(report.judged, tally.raised + tally.clear + not_judged, "{} {place}", case["name"]);
            let findings = report.findings.iter().filter(|finding| finding.place == place);
            assert_eq!(tally.findings, findings.count() as u64);
        }
    }
}

#[test]
fn a_refused_record_is_told_in_both_languages() {
    let fault = Payment::from_json(r#"{"id": "1", "day": "2026-03-02", "amount": 0}"#).unwrap_err();
    assert_eq!(fault.message(Language::English), "amount: expected an amount above zero, found 0");
    assert_eq!(fault.message(Language::Chinese), "字段amount：应为大于零的数额，实为0");
    let fault = Payment::new("1", day(0), Decimal::ONE).unwrap().between("F", "F").unwrap_err();
    assert_eq!(fault.message(Language::English), "to: expected another than the payer, found `F`");
    assert_eq!(fault.message(Language::Chinese), "字段to：应为与付款方不同的收款方，实为`F`");
    let codes: Vec<&str> = RecordFault::CODES.iter().map(|(code, _)| *code).collect();
    assert!(codes.contains(&fault.code));
}

/// The shares of digits by their own way: one digit of a logarithm after the other, by tenth powers of whole numbers of 80
/// digits, rounded down and up.
#[test]
fn the_shares_of_first_digits_enclose_the_logarithms() {
    let one = BigUint::from(10_u8).pow(80);
    let ten = &one * 10_u8;
    let digits = |digit: u8, up: bool| {
        let mut number = (&one * (digit + 1) + if up { digit - 1 } else { 0 }) / digit;
        let mut digits = String::new();
        for _ in 0..32 {
            number = (0..9).fold(number.clone(), |power, _| {
                (power * &number + if up { &one - 1_u8 } else { BigUint::ZERO }) / &one
            });
            let mut next = 0;
            while number >= ten {
                number = (number + if up { 9_u8 } else { 0 }) / 10_u8;
                next += 1;
            }
            digits.push_str(&next.to_string());
        }
        digits
    };
    for digit in 1..=9 {
        let (low, high) = (digits(digit, false), digits(digit, true));
        assert_eq!(low, high, "the digits are sure");
        let expected: i128 = low[..30].parse().unwrap();
        let scale = 10_i128.pow(30);
        let share = first_digit_share(digit).unwrap();
        assert_eq!(share, [expected, expected + 1].map(|share| Rational::new(share, scale).unwrap()));
    }
    assert!(first_digit_share(0).is_none() && first_digit_share(10).is_none());
}

#[test]
fn statistics_are_those_of_the_formulas() {
    let flags = [
        flag("z", "test = \"outlier\", payments = 3, z = 0"),
        flag("fence", "test = \"outlier\", payments = 3, quartiles = 1.5"),
        flag("chi_square", "test = \"first-digit\", payments = 1, magnitudes = 0, chi-square = 0"),
        flag("deviation", "test = \"first-digit\", payments = 1, magnitudes = 0, deviation = 0"),
    ];
    let book = own(&flags.concat());
    let cases: Vec<Value> = serde_json::from_str(include_str!("../vectors/payment-statistics.json")).unwrap();
    assert!(cases.len() >= 70, "{} cases", cases.len());
    for case in &cases {
        let name = &case["name"];
        let payment = |number: usize, amount: Value| json!({"id": format!("{number:09}"), "day": "2026-03-02", "amount": amount, "group": "g"});
        let found = |lines: &[Value]| -> Value {
            serde_json::from_str(&screened(&book, "xx.payments/all", lines).to_json()).unwrap()
        };
        if let Some(amounts) = case["amounts"].as_array() {
            let lines: Vec<Value> = amounts.iter().cloned().enumerate().map(|(n, a)| payment(n, a)).collect();
            let found = found(&lines);
            let of = |flag: &'static str, value: &'static str, key: &'static str| {
                let findings = found["findings"].as_array().unwrap().iter();
                findings.filter(move |finding| finding["flag"] == flag).map(move |finding| {
                    let values = finding["values"].as_array().unwrap().iter();
                    let value = values.clone().find(|one| one["value"] == value).unwrap();
                    (
                        finding["payments"][0]["id"].as_str().unwrap().parse::<usize>().unwrap(),
                        value[key].clone(),
                    )
                })
            };
            let scores = case["z"].as_array().cloned().unwrap_or_default();
            let above = |score: &Value| !score.as_str().unwrap().starts_with('-') && score != "0";
            let expected: Vec<(usize, Value)> =
                scores.into_iter().enumerate().filter(|(_, score)| above(score)).collect();
            assert_eq!(of("z", "z", "found").collect::<Vec<_>>(), expected, "{name}");
            let fence: Option<Decimal> = case["fence"].as_str().map(|fence| fence.parse().unwrap());
            let beyond = |amount: &Value| Some(amount.as_str().unwrap().parse::<Decimal>().unwrap()) > fence;
            let expected: Vec<usize> = amounts
                .iter()
                .enumerate()
                .filter(|(_, amount)| fence.is_some() && beyond(amount))
                .map(|(number, _)| number)
                .collect();
            let beyond: Vec<(usize, Value)> = of("fence", "amount", "suspicious").collect();
            assert_eq!(beyond.iter().map(|(number, _)| *number).collect::<Vec<_>>(), expected, "{name}");
            for (_, limit) in beyond {
                assert_eq!(limit.as_str().unwrap().strip_prefix("> "), case["fence"].as_str(), "{name}");
            }
        } else {
            let counts: Vec<u64> =
                case["counts"].as_array().unwrap().iter().map(|n| n.as_u64().unwrap()).collect();
            let digits =
                counts.iter().enumerate().flat_map(|(place, count)| (0..*count).map(move |_| place + 1));
            let lines: Vec<Value> = digits.enumerate().map(|(n, digit)| payment(n, digit.into())).collect();
            let found = found(&lines);
            for flag in ["chi_square", "deviation"] {
                let findings = found["findings"].as_array().unwrap().iter();
                let finding = findings.clone().find(|finding| finding["flag"] == flag).unwrap();
                assert_eq!(finding["values"][0]["found"], case[flag], "{name}: {flag}");
                assert_eq!(finding["group"], "g");
            }
        }
    }
}

fn day(days: i64) -> Date {
    "2026-03-02".parse::<Date>().unwrap().plus_days(days).unwrap()
}

/// Few names and amounts, so that much comes together.
fn payments() -> impl Strategy<Value = Vec<Value>> {
    let one = (
        0_i64..40,
        prop::sample::select(vec![100_000_i64, 1_000_000, 2_500_000, 4_999_999, 5_000_000]),
        0_usize..3,
        0_usize..3,
        0_usize..2,
    );
    prop::collection::vec(one, 1..40).prop_map(|drawn| {
        let payments = drawn.into_iter().enumerate().map(|(number, (days, fen, from, to, group))| {
            let mut payment = json!({
                "id": format!("P{number}"), "day": day(days).to_string(),
                "amount": Decimal::new(fen, 2).to_string(), "group": format!("g{group}"),
            });
            if from != to {
                (payment["from"], payment["to"]) = (format!("N{from}").into(), format!("N{to}").into());
            }
            payment
        });
        payments.collect()
    })
}

/// The report without the lines, which are those of the order.
fn without_lines(report: &PaymentReport) -> Value {
    let mut json: Value = serde_json::from_str(&report.to_json()).unwrap();
    for finding in json["findings"].as_array_mut().unwrap() {
        finding.as_object_mut().unwrap().remove("explanation");
        for payment in finding["payments"].as_array_mut().unwrap() {
            payment.as_object_mut().unwrap().remove("line");
        }
    }
    json
}

/// The ids that a flag concerns.
fn raised(report: &PaymentReport, test: &str) -> BTreeSet<String> {
    let findings = report.findings.iter();
    let findings = findings.filter(|finding| report.screen.flags[finding.place].test.code() == test);
    findings.flat_map(|finding| finding.payments.iter().map(|payment| payment.id.clone())).collect()
}

proptest! {
    #[test]
    fn the_order_of_the_lines_does_not_matter(payments in payments(), seed in any::<u64>()) {
        let mut shuffled = payments.clone();
        let mut state = seed | 1;
        for place in (1..shuffled.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            shuffled.swap(place, (state >> 33) as usize % (place + 1));
        }
        let (one, other) = (screened(book(), FUNDS, &payments), screened(book(), FUNDS, &shuffled));
        prop_assert_eq!(without_lines(&one), without_lines(&other));
    }

    /// Split and repeated payments by their definitions, pair by pair.
    #[test]
    fn what_is_split_or_repeated_is_what_the_definition_says(payments in payments()) {
        let report = screened(book(), FUNDS, &payments);
        let of = |key: &str, payment: &Value| payment[key].as_str().unwrap_or_default().to_owned();
        let days = |payment: &Value| of("day", payment).parse::<Date>().unwrap();
        let fen = |payment: &Value| of("amount", payment).parse::<Decimal>().unwrap();
        let way = |payment: &Value| (of("from", payment), of("to", payment));
        let told: Vec<&Value> = payments.iter().filter(|payment| payment.get("from").is_some()).collect();
        let (mut split, mut repeated) = (BTreeSet::new(), BTreeSet::new());
        let threshold = Decimal::from(50_000);
        for first in &told {
            let window: Vec<_> = told.iter().filter(|other| {
                way(other) == way(first) && fen(other) < threshold && (0..=7).contains(&days(other).days_since(days(first)))
            }).collect();
            if fen(first) < threshold && window.len() >= 2 && window.iter().map(|one| fen(one)).sum::<Decimal>() >= threshold {
                split.extend(window.iter().map(|one| of("id", one)));
            }
            if told.iter().any(|other| {
                other["id"] != first["id"] && way(other) == way(first) && fen(other) == fen(first)
                    && days(other).days_since(days(first)).abs() <= 7
            }) {
                repeated.insert(of("id", first));
            }
        }
        prop_assert_eq!(raised(&report, "split"), split);
        prop_assert_eq!(raised(&report, "repeated"), repeated);
    }

    /// Money that comes back is counted once: never more than was paid back, nor more than was paid.
    #[test]
    fn what_comes_back_is_counted_once(payments in payments()) {
        let report = screened(book(), FUNDS, &payments);
        let amount: BTreeMap<&str, Decimal> = payments.iter()
            .map(|one| (one["id"].as_str().unwrap(), one["amount"].as_str().unwrap().parse().unwrap())).collect();
        let mut back = Decimal::ZERO;
        let mut returns = BTreeSet::new();
        for finding in &report.findings {
            if !matches!(report.screen.flags[finding.place].test, PaymentTest::Returned { .. }) { continue }
            let returned: Decimal = finding.values[1].found.parse().unwrap();
            let (paid, returning) = finding.payments.split_first().unwrap();
            prop_assert!(returned <= amount[paid.id.as_str()] && returned * Decimal::TEN >= amount[paid.id.as_str()] * Decimal::from(9));
            prop_assert!(returned <= returning.iter().map(|one| amount[one.id.as_str()]).sum());
            returns.extend(returning.iter().map(|one| one.id.clone()));
            back += returned;
        }
        prop_assert!(back <= returns.iter().map(|id| amount[id.as_str()]).sum());
    }

    #[test]
    fn ten_times_the_amounts_have_the_same_first_digits_and_the_same_outliers(fen in prop::collection::vec(1_i64..1_000_000_000, 300..330)) {
        let lines = |scale: u32| -> Vec<Value> {
            let one = |(number, fen): (usize, &i64)| json!({
                "id": format!("{number:03}"), "day": "2026-03-02", "group": "g", "amount": Decimal::new(*fen, scale).to_string(),
            });
            fen.iter().enumerate().map(one).collect()
        };
        let (one, ten) = (screened(book(), FUNDS, &lines(3)), screened(book(), FUNDS, &lines(2)));
        prop_assert_eq!(&one.tallies, &ten.tallies);
        prop_assert_eq!(raised(&one, "outlier"), raised(&ten, "outlier"));
        let digits = |report: &PaymentReport| -> Vec<_> {
            let groups = report.findings.iter().filter(|finding| finding.payments.is_empty());
            groups.map(|finding| finding.values.clone()).collect()
        };
        prop_assert_eq!(digits(&one), digits(&ten));
    }
}

#[test]
fn what_is_no_json_is_told_by_what_stands_where_it_breaks() {
    let lines: [(&[u8], &str, &str); 7] = [
        (
            b"{\"case\":\"1\" \"item\":\"a\"}",
            "the line: expected a record as JSON, found `\"item\":\"a\"}`",
            "本行应为一条JSON格式的记录，实为`\"item\":\"a\"}`",
        ),
        (
            b"{\"case\":\"1\",\"item\":\"cn.dongying.city-app",
            "the line: expected a record as JSON that is whole, found `…m\":\"cn.dongying.city-app`",
            "本行应为一条完整的JSON记录，实为`…m\":\"cn.dongying.city-app`",
        ),
        (
            b"2026-03-04;500",
            "the line: expected a record as JSON, found `2026-03-04;500`",
            "本行应为一条JSON格式的记录，实为`2026-03-04;500`",
        ),
        (
            b"nothing",
            "the line: expected a record as JSON, found `nothing`",
            "本行应为一条JSON格式的记录，实为`nothing`",
        ),
        (
            b"[1, 2]",
            "the line: expected a record as JSON, found `[1, 2]`",
            "本行应为一条JSON格式的记录，实为`[1, 2]`",
        ),
        (
            b"{\"office\":\"\xc4\xcf\"}",
            "the line: expected UTF-8, found `{\"office\":\"\\xc4`",
            "本行应为UTF-8编码，实为`{\"office\":\"\\xc4`",
        ),
        (
            "{\"office\":南方市某某区城市管理综合行政执法局某某街道执法队}".as_bytes(),
            "the line: expected a record as JSON, found `南方市某某区城市管理综合行政执法局某某街道执法队…`",
            "本行应为一条JSON格式的记录，实为`南方市某某区城市管理综合行政执法局某某街道执法队…`",
        ),
    ];
    let screen = book().payment_screens().next().expect("a bundled screen");
    for (line, en, zh) in lines {
        let mut screening = PaymentScreening::new(screen);
        screening.add_line(1, line);
        let report = screening.finish();
        let [(1, fault)] = report.faults.as_slice() else { panic!("one fault: {:?}", report.faults) };
        assert_eq!(
            (fault.message(Language::English).as_str(), fault.message(Language::Chinese).as_str()),
            (en, zh)
        );
    }
}
