//! `check exact`: random formulas, held against the engine at the corners of their facts and at random points.

use evenhand::check::Finding;
use evenhand::{AssessError, Facts, RuleBook};
use proptest::prelude::*;
use rust_decimal::Decimal;

/// A fact: its highest whole number as a power of ten, and its decimals. The lowest is 1.
type Shape = (u32, u32);

/// A book of one item; nothing where loading knows already that the amount is below zero for all facts.
fn book(shapes: &[Shape], body: &str) -> Option<RuleBook> {
    let fact = |(index, (power, decimals)): (usize, &Shape)| {
        let name = ["x", "y", "z"][index];
        let high = 10_i128.pow(*power);
        format!("{name} = {{ type = \"number\", range = \"[1..{high}]\", decimals = {decimals} }}\n")
    };
    let facts: String = shapes.iter().enumerate().map(fact).collect();
    let pack = format!(
        "format = 1\nid = \"xx.town.law\"\ntitle = {{ zh = \"示例\", en = \"Example\" }}\n\
         source = {{ kind = \"illustration\", issuer = \"nobody\", checked = 2026-11-22 }}\n\
         in-force = {{ from = 2020-01-01 }}\n[facts]\n{facts}\n\
         [penalty.1]\ntitle = {{ zh = \"甲\", en = \"a\" }}\nbasis = \"1\"\n{body}\n"
    );
    match RuleBook::load([("law.toml", pack)]) {
        Ok(rules) => Some(rules),
        Err(faults) if faults.0.iter().all(|fault| fault.code.as_str() == "E0402") => None,
        Err(faults) => panic!("{faults}"),
    }
}

fn told(rules: &RuleBook) -> Vec<Finding> {
    let findings = rules.check(None).into_iter();
    findings.filter(|finding| matches!(finding.code.check(), "exact" | "budget")).collect()
}

/// Whether the engine has no exact amount for these facts; a range with its ends reversed is another matter.
fn refused(rules: &RuleBook, facts: &Facts) -> Option<&'static str> {
    let item = rules.items().next().expect("an item");
    match item.decide(facts) {
        Ok(_) => None,
        Err(error @ AssessError::Overflow { .. }) => Some(error.code()),
        Err(error @ AssessError::InvalidAmount { .. }) if error.to_string().contains("facts: -") => {
            Some(error.code())
        }
        Err(AssessError::InvalidAmount { .. }) => None,
        Err(error) => panic!("{error}: {facts:?}"),
    }
}

/// A formula over `x`, `y` and `z` whose divisors are never zero.
fn formula() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("x".to_owned()),
        Just("y".to_owned()),
        Just("z".to_owned()),
        (1_i64..1000).prop_map(|number| number.to_string()),
        (1_i64..1_000_000_000_000).prop_map(|number| number.to_string()),
        (1_i64..9999).prop_map(|number| format!("{}.{:02}", number / 100, number % 100)),
    ];
    leaf.prop_recursive(5, 24, 3, |inner| {
        let pair = (inner.clone(), inner.clone());
        prop_oneof![
            pair.clone().prop_map(|(a, b)| format!("({a} + {b})")),
            pair.clone().prop_map(|(a, b)| format!("({a} - {b})")),
            pair.clone().prop_map(|(a, b)| format!("({a} * {b})")),
            pair.clone().prop_map(|(a, b)| format!("({a} * {b})")),
            (inner.clone(), prop_oneof![Just("x"), Just("y"), Just("7"), Just("0.3"), Just("(z + 1)")])
                .prop_map(|(a, b)| format!("({a} / {b})")),
            pair.clone().prop_map(|(a, b)| format!("({a} / max({b}, 1))")),
            pair.clone().prop_map(|(a, b)| format!("min({a}, {b})")),
            pair.clone().prop_map(|(a, b)| format!("max({a}, {b})")),
            pair.clone().prop_map(|(a, b)| format!("mean({a}, {b}, 3)")),
            (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(a, b, c)| format!("median({a}, {b}, {c})")),
            pair.clone().prop_map(|(a, b)| format!("modulo({a}, max({b}, 1))")),
            (inner.clone(), -2_i32..3).prop_map(|(a, n)| format!("floor({a}, {n})")),
            (inner.clone(), 0_i32..3).prop_map(|(a, n)| format!("round half up({a}, {n})")),
            (inner.clone(), 1_i32..4).prop_map(|(a, n)| format!("({a} ** {n})")),
            inner.clone().prop_map(|a| format!("abs({a})")),
            (inner.clone(), inner.clone(), 1_i64..100_000)
                .prop_map(|(a, b, limit)| format!("(if x > {limit} then {a} else {b})")),
            (inner.clone(), inner.clone(), inner)
                .prop_map(|(a, b, c)| format!("(if {a} > {b} then {c} else y)")),
        ]
    })
}

fn shapes() -> impl Strategy<Value = Vec<Shape>> {
    proptest::collection::vec((0_u32..14, 0_u32..5), 3)
}

fn body() -> impl Strategy<Value = String> {
    let round = prop_oneof![
        Just(""),
        Just("round = { to = \"1\", mode = \"down\" }\n"),
        Just("round = { to = \"100\", mode = \"half-up\" }\n")
    ];
    let rule = prop_oneof![
        formula().prop_map(|formula| format!("fine = \"1 * {formula}\"\n")),
        formula().prop_map(|formula| format!("fine = \"1 * {formula}\"\nstatutory = \"[10 * x..10 * x + 30 * y]\"\n")),
        formula().prop_map(|formula| format!("fine = \"1 * {formula}\"\npersons = {{ fine = \"[fine / 7..fine]\" }}\n")),
        (formula(), formula()).prop_map(|(base, weight)| {
            format!(
                "base = \"1 * {base}\"\nweights = {{ start = \"1/3\", factors = [{{ weight = \"{weight}\", title = \"权\" }}, {{ fact = \"x\", weight = {{ \"<= 50\" = \"1/7\", \"-\" = \"1/12\" }} }}] }}\n"
            )
        }),
        (formula(), formula()).prop_map(|(low, when)| {
            format!("tiers = [{{ when = \"{when} > 30\", fine = \"1 * {low}\" }}, {{ when = \"not({when} > 30)\", fine = 5 }}]\n")
        }),
        (formula(), formula()).prop_map(|(times, fine)| {
            format!("fine = \"1 * {fine}\"\nadjust = [{{ title = {{ zh = \"再\", en = \"again\" }}, when = \"y > 9\", times = \"{times}\" }}]\n")
        }),
    ];
    (rule, round).prop_map(|(rule, round)| rule + round)
}

/// A number on the grid of a fact: the lowest, the highest, near the highest, or any.
fn value((power, decimals): Shape, choice: u8, any: u64) -> Decimal {
    let step = 10_i128.pow(decimals);
    let high = 10_i128.pow(power) * step;
    let width = high - step;
    let grid = match choice {
        0 => step,
        1 => high,
        2 => high - i128::from(any % 7).min(width),
        _ => step + i128::from(any) * width / i128::from(u64::MAX),
    };
    Decimal::from_i128_with_scale(grid, decimals)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn what_the_check_calls_exact_is_and_what_it_tells_is_shown(
        shapes in shapes(),
        body in body(),
        points in proptest::collection::vec((0_u8..4, 0_u8..4, 0_u8..4, any::<u64>(), any::<u64>(), any::<u64>()), 40),
    ) {
        let Some(rules) = book(&shapes, &body) else { return Ok(()) };
        let findings = told(&rules);
        for finding in &findings {
            let Some(witness) = &finding.witness else {
                prop_assert_eq!(finding.code.as_str(), "C0001");
                continue;
            };
            let expected = match finding.code.as_str() {
                "C0604" => "invalid-amount",
                _ => "overflow",
            };
            prop_assert_eq!(refused(&rules, witness), Some(expected), "{}\n{:?}\n{:?}", body, shapes, witness);
        }
        if findings.is_empty() {
            for (a, b, c, d, e, f) in points {
                let item = rules.items().next().expect("an item");
                let all = [("x", value(shapes[0], a, d)), ("y", value(shapes[1], b, e)), ("z", value(shapes[2], c, f))];
                let named = all.into_iter().filter(|(name, _)| item.facts.iter().any(|fact| fact.name == *name));
                let facts = named.fold(Facts::new(), |facts, (name, value)| facts.with(name, value));
                prop_assert_eq!(refused(&rules, &facts), None, "{}\n{:?}\n{:?}", body, shapes, facts);
            }
        }
    }
}
