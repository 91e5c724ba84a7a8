//! `check statutory`: amounts that can leave the law's range, held against every single case.

use evenhand::check::{Finding, FindingCode};
use evenhand::{Facts, RuleBook};
use proptest::prelude::*;

/// A book of one item with these facts and this body.
fn book(facts: &str, body: &str) -> RuleBook {
    let pack = format!(
        "format = 1\nid = \"xx.town.law\"\ntitle = {{ zh = \"示例\", en = \"Example\" }}\n\
         source = {{ kind = \"illustration\", issuer = \"nobody\", checked = 2026-11-22 }}\n\
         in-force = {{ from = 2020-01-01 }}\n[facts]\n{facts}\n\
         [penalty.1]\ntitle = {{ zh = \"甲\", en = \"a\" }}\nbasis = \"1\"\n{body}\n"
    );
    RuleBook::load([("law.toml", pack)]).unwrap_or_else(|faults| panic!("{faults}"))
}

const NUMBERS: &str = "x = { type = \"number\", range = \"[0..20]\", unit = \"m2\" }\n\
                       y = { type = \"number\", range = \"[0..20]\", unit = \"t\" }\n\
                       repeat = { type = \"boolean\" }\n";

/// What is found of amounts and their range; parts that no case reaches are held against every case in `order_check`.
fn findings(body: &str) -> Vec<Finding> {
    let found = book(NUMBERS, body).check(None);
    let wanted = |code: FindingCode| code.check() == "statutory" && code != FindingCode::NotReached;
    found
        .into_iter()
        .filter(|finding| wanted(finding.code) || finding.code == FindingCode::NotDecided)
        .collect()
}

/// What is found about a body, and the facts that show it.
fn codes(body: &str) -> Vec<(&'static str, Vec<String>)> {
    findings(body).iter().map(|finding| (finding.code.as_str(), finding.witness_words())).collect()
}

#[test]
fn what_stays_inside_is_not_told() {
    let inside = [
        "fine = \"5% * 100 * x\"\nstatutory = \"[1% * 100 * x..5% * 100 * x]\"",
        "fine = \"min(100 * x, 2000)\"\nstatutory = \"[0..2000]\"",
        "fine = \"max(100 * x, 50)\"\nwithin = \"[50..200]\"\nstatutory = \"[50..200]\"",
        "fine = \"100 * x\"\nwithin = \"[50..2000]\"\nstatutory = \"[50..2000]\"\nadjust = [{ title = { zh = \"再\", en = \"again\" }, when = \"repeat\", times = \"1.3\" }]",
        "fine = \"if x > 10 then [1 * x..5 * x] else [3..10]\"\nstatutory = \"if x > 10 then [1 * x..5 * x] else [3..10]\"",
        "fine = \"10 * x + 20 * y\"\nstatutory = \"[5 * x..10 * x + 20 * y]\"",
        "statutory = \"[10..50]\"\ntiers = [{ x = \"< 10\", fine = 10 }, { x = \">= 10\", fine = \"[10..50]\" }]",
        // No case leads to the row.
        "statutory = \"[10..50]\"\nwhen-several = \"first\"\ntiers = [{ x = \"-\", fine = 10 }, { x = \"3\", fine = 500 }]",
        // A form that is not a sum of products is looked into case by case.
        "fine = \"floor(1.5 * x)\"\nstatutory = \"[0..30]\"",
    ];
    for body in inside {
        assert_eq!(codes(body), [], "{body}");
    }
}

#[test]
fn what_leaves_the_range_is_told_with_a_case() {
    let outside = [
        "fine = \"5.1% * 100 * x\"\nstatutory = \"[1% * 100 * x..5% * 100 * x]\"",
        "fine = \"min(100 * x, 2000)\"\nstatutory = \"[0..1999.99]\"",
        "fine = \"100 * x\"\nstatutory = \"[50..2000]\"",
        "fine = \"100 * x\"\nwithin = \"[50..2000]\"\nstatutory = \"[50..1999]\"",
        "fine = \"100 * x\"\nstatutory = \"[0..2000]\"\nadjust = [{ title = { zh = \"再\", en = \"again\" }, when = \"repeat\", times = \"1.3\" }]",
        "fine = \"if x > 10 then [1 * x..5 * x] else [3..10]\"\nstatutory = \"if x > 11 then [1 * x..5 * x] else [3..10]\"",
        "statutory = \"[10..50]\"\ntiers = [{ x = \"< 10\", fine = 9.99 }, { x = \">= 10\", fine = \"[10..50]\" }]",
        "fine = \"floor(1.5 * x)\"\nstatutory = \"[0..29]\"",
        // A part of the range is none any more behind a floor of the row, a cap of the item, or a circumstance.
        "statutory = \"[10..50]\"\ntiers = [{ x = \"< 10\", band = \"[0%..30%]\", within = \"[60..70]\" }, { x = \">= 10\", band = \"[30%..100%]\" }]",
        "statutory = \"[10..50]\"\nwithin = \"[5..9]\"",
        "statutory = \"[10..50]\"\nadjust = [{ title = { zh = \"再\", en = \"again\" }, when = \"repeat\", times = \"1.3\" }]",
        // Without a base the weights are a place in the range, which they leave beyond its end.
        "statutory = \"[10..50]\"\nweights = { start = \"50%\", factors = [{ fact = \"repeat\", weight = { false = \"0%\", true = \"60%\" } }] }",
    ];
    for body in outside {
        let found = codes(body);
        let [("C0301", words)] = found.as_slice() else { panic!("{body}: {found:?}") };
        let facts: Facts = words.iter().filter_map(|word| word.split_once('=')).collect();
        let rules = book(NUMBERS, body);
        let item = rules.items().next().expect("an item");
        assert!(item.decide(&facts).expect("a decision").clamped, "{body}: {words:?}");
    }
}

#[test]
fn weights_beyond_their_cap_are_told() {
    let table = |most: &str| {
        format!(
            "statutory = \"[0..1000]\"\nbase = \"1000\"\nweights = {{ start = \"50%\", cap = \"100%\", factors = [{{ fact = \"repeat\", weight = {{ false = \"0%\", true = \"{most}\" }} }}] }}"
        )
    };
    assert_eq!(codes(&table("50%")), []);
    assert_eq!(codes(&table("51%")), [("C0302", Vec::new())]);
}

/// Of an amount that only single cases tell, each way out of the range is told by itself.
#[test]
fn weights_are_told_on_the_side_on_which_they_leave_the_range() {
    let table = |least: u32, most: u32| {
        format!(
            "statutory = \"[{least}..{most}]\"\nbase = \"floor(1.5 * x)\"\nweights = {{ start = \"100%\", factors = [{{ fact = \"repeat\", weight = {{ false = \"0%\", true = \"0%\" }} }}] }}"
        )
    };
    let told = |least, most| codes(&table(least, most)).iter().map(|(code, _)| *code).collect::<Vec<_>>();
    assert_eq!(told(0, 30), [""; 0]);
    assert_eq!(told(1, 30), ["C0306"]);
    assert_eq!(told(0, 29), ["C0301"]);
    assert_eq!(told(1, 29), ["C0301", "C0306"]);
}

/// More cases than anybody could look into: only where all levels are the lightest, or all the gravest, a range is left.
#[test]
fn of_very_many_levels_the_extreme_ones_are_tried() {
    for falling in [false, true] {
        assert_eq!(sides(FACTORS, 1, FACTORS - 1, falling), ["C0301", "C0306"], "falling: {falling}");
    }
}

/// A sum of so many weights has no form: the engine tells on which side the range is left, and on no other.
#[test]
fn of_more_weights_than_a_form_has_the_engine_tells_the_side() {
    assert_eq!(sides(2, 0, FACTORS - 1, false), ["C0301"]);
    assert_eq!(sides(2, 1, FACTORS, false), ["C0306"]);
    assert_eq!(sides(2, 0, FACTORS, false), [""; 0]);
}

const FACTORS: u32 = 132;

/// The codes for leaving a range, of a table whose factors add nothing or one each, by so many facts.
fn sides(facts: u32, least: u32, most: u32, falling: bool) -> Vec<&'static str> {
    let kinds = [
        ("{ type = \"number\", range = \"[0..1]\" }", ["\"0\"", "\"1\""]),
        ("{ type = \"string\", values = [\"甲\", \"乙\"] }", ["\"甲\"", "\"乙\""]),
        ("{ type = \"date\" }", ["'< date(\"2026-01-01\")'", "'>= date(\"2026-01-01\")'"]),
        ("{ type = \"boolean\" }", ["false", "true"]),
    ];
    let kind = |index: u32| &kinds[index as usize % kinds.len()];
    let declared: String = (0..facts).map(|index| format!("f{index} = {}\n", kind(index).0)).collect();
    let factor = |index: u32| {
        let fact = index % facts;
        let [first, second] = kind(fact).1;
        let (lighter, graver) = if falling { (1, 0) } else { (0, 1) };
        format!(
            "{{ fact = \"f{fact}\", weight = {{ {first} = \"{lighter}\", {second} = \"{graver}\" }} }},\n"
        )
    };
    let factors: String = (0..FACTORS).map(factor).collect();
    let body =
        format!("statutory = \"[{least}..{most}]\"\nbase = \"1\"\nweights = {{ factors = [\n{factors}] }}");
    let found = book(&declared, &body).check(None);
    let codes = found.iter().map(|finding| finding.code).filter(|code| *code != FindingCode::NotReached);
    codes.filter(|code| matches!(code.check(), "statutory" | "budget")).map(FindingCode::as_str).collect()
}

#[test]
fn ends_that_are_reversed_are_told_of_the_formula_in_which_they_are() {
    let reversed = [
        // Only one side of a choice has ends that facts move.
        ("fine = \"if repeat then [50..10 * x + 1] else [3..10]\"", "`if repeat then"),
        // The ends of the range are equal where those of the fine are reversed.
        ("statutory = \"[floor(1 * x)..floor(2 * x)]\"\nfine = \"[max(10 - 100 * x, 0)..5]\"", "`[max"),
    ];
    for (body, formula) in reversed {
        let found = findings(body);
        let told: Vec<&Finding> =
            found.iter().filter(|finding| finding.code == FindingCode::ReversedEnds).collect();
        assert!(matches!(told.as_slice(), [one] if one.message.en.contains(formula)), "{body}: {found:?}");
    }
}

/// The greater of two facts, times a difference that can be below zero, has no form: the ends are looked for in boxes.
#[test]
fn a_product_with_a_difference_is_looked_into() {
    let product =
        |from: u32| format!("statutory = \"[0..600]\"\nfine = \"{from} + 1 * max(x, 2 * x - 3) * (y - 20)\"");
    assert!(codes(&product(601)).iter().any(|(code, _)| *code == "C0301"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Every case is looked at one by one: the check says the same.
    #[test]
    fn the_check_agrees_with_every_single_case(a in 0_i32..5, b in 0_i32..5, c in 0_i32..60, d in 0_i32..5, e in 0_i32..5, f in 0_i32..60) {
        let body = format!(
            "fine = \"[{a} * x + {b} * y..{a} * x + {b} * y + {c}]\"\nstatutory = \"[{d} * x..{d} * x + {e} * y + {f}]\""
        );
        let rules = book(NUMBERS, &body);
        let item = rules.items().next().expect("an item");
        let mut outside = false;
        for x in 0..=20 {
            for y in 0..=20 {
                let facts = Facts::new().with("x", x).with("y", y);
                outside |= item.decide(&facts).expect("a decision").clamped;
            }
        }
        let found = codes(&body);
        prop_assert_eq!(found.iter().any(|(code, _)| *code == "C0301"), outside, "{}: {:?}", body, found);
        prop_assert!(found.iter().all(|(code, _)| *code == "C0301"), "{}: {:?}", body, found);
    }
}

const SIGNED: &str =
    "x = { type = \"number\", range = \"[-4..6]\" }\ny = { type = \"number\", range = \"[-3..5]\" }\n";
/// Above what any of the formulas below comes to, so that no amount is below zero.
const FLOOR: i64 = 1_000_000_000;

/// A formula over two facts that can be below zero.
#[derive(Clone, Debug)]
enum Formula {
    X,
    Y,
    Constant(i64),
    Both(&'static str, Box<[Formula; 2]>),
}

impl Formula {
    fn text(&self) -> String {
        match self {
            Self::X => "x".to_owned(),
            Self::Y => "y".to_owned(),
            Self::Constant(value) if *value < 0 => format!("({value})"),
            Self::Constant(value) => value.to_string(),
            Self::Both(name @ ("min" | "max"), sides) => {
                format!("{name}({}, {})", sides[0].text(), sides[1].text())
            }
            Self::Both(sign, sides) => format!("({} {sign} {})", sides[0].text(), sides[1].text()),
        }
    }

    fn value(&self, x: i64, y: i64) -> i64 {
        match self {
            Self::X => x,
            Self::Y => y,
            Self::Constant(value) => *value,
            Self::Both(sign, sides) => {
                let (left, right) = (sides[0].value(x, y), sides[1].value(x, y));
                match *sign {
                    "+" => left + right,
                    "-" => left - right,
                    "*" => left * right,
                    "min" => left.min(right),
                    _ => left.max(right),
                }
            }
        }
    }
}

fn formulas() -> impl Strategy<Value = Formula> {
    let leaf = prop_oneof![Just(Formula::X), Just(Formula::Y), (-3_i64..4).prop_map(Formula::Constant)];
    leaf.prop_recursive(3, 8, 2, |inner| {
        let sign = prop::sample::select(vec!["+", "-", "*", "*", "min", "max"]);
        (sign, inner.clone(), inner)
            .prop_map(|(sign, left, right)| Formula::Both(sign, Box::new([left, right])))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    /// Products of what can be below zero, also under the lesser and the greater: the range fits to one yuan, or misses by one.
    #[test]
    fn signs_are_heeded(formula in formulas(), above in 0_i64..2, below in 0_i64..2) {
        let values = (-4..=6).flat_map(|x| (-3..=5).map(move |y| (x, y)));
        let values: Vec<i64> = values.map(|(x, y)| formula.value(x, y)).collect();
        let (least, most) = (values.iter().min().unwrap() + above, values.iter().max().unwrap() - below);
        prop_assume!(least <= most);
        let body = format!(
            "fine = \"{FLOOR} + 1 * ({})\"\nstatutory = \"[{}..{}]\"", formula.text(), FLOOR + least, FLOOR + most
        );
        let found = book(SIGNED, &body).check(None);
        let told = found.iter().any(|finding| finding.code == FindingCode::OutsideTheLaw);
        let undecided = found.iter().any(|finding| finding.code == FindingCode::NotDecided);
        prop_assert!(!undecided, "{}: {:?}", body, found);
        prop_assert_eq!(told, above + below > 0, "{}", body);
    }
}
