//! `check order`, `check cliff`, and what `check statutory` says of ranges that are never reached, held against every
//! single case of small random items. What is expected is told by the engine's answers alone, one by one.

use evenhand::check::{CheckOptions, Finding, FindingCode};
use evenhand::number::Rational;
use evenhand::penalty::OutcomeKind;
use evenhand::{Facts, Item, RuleBook};
use proptest::prelude::*;

/// A whole number that aggravates, another one, a truth value that aggravates, and a text that does.
const FACTS: &str = "x = { type = \"number\", range = \"[0..6]\", unit = \"m2\", aggravates = true }\n\
                     y = { type = \"number\", range = \"[0..4]\", unit = \"t\" }\n\
                     repeat = { type = \"boolean\", aggravates = true }\n\
                     place = { type = \"string\", values = [\"a\", \"b\", \"c\"], aggravates = true }\n";
const PLACES: [&str; 3] = ["a", "b", "c"];

fn book(body: &str) -> RuleBook {
    let pack = format!(
        "format = 1\nid = \"xx.town.law\"\ntitle = {{ zh = \"示例\", en = \"Example\" }}\n\
         source = {{ kind = \"illustration\", issuer = \"nobody\", checked = 2026-11-22 }}\n\
         in-force = {{ from = 2020-01-01 }}\n[facts]\n{FACTS}\n\
         [penalty.1]\ntitle = {{ zh = \"甲\", en = \"a\" }}\nbasis = \"1\"\n{body}\n"
    );
    RuleBook::load([("law.toml", pack)]).unwrap_or_else(|faults| panic!("{body}\n{faults}"))
}

/// One case: `x`, `y`, `repeat`, and the place of `place`.
type Point = [usize; 4];

const SIZES: Point = [7, 5, 2, 3];

fn points() -> Vec<Point> {
    let mut points = vec![[0; 4]];
    for (axis, size) in SIZES.into_iter().enumerate() {
        points = points
            .into_iter()
            .flat_map(|point| {
                (0..size).map(move |value| {
                    let mut point = point;
                    point[axis] = value;
                    point
                })
            })
            .collect();
    }
    points
}

fn facts(item: &Item, point: Point) -> Facts {
    let number = |value: usize| i64::try_from(value).unwrap();
    let all = Facts::new()
        .with("x", number(point[0]))
        .with("y", number(point[1]))
        .with("repeat", point[2] == 1)
        .with("place", PLACES[point[3]]);
    all.iter()
        .filter(|(name, _)| item.facts.iter().any(|fact| fact.name == *name))
        .map(|(name, value)| (name, value.clone()))
        .collect()
}

/// What a case leads to: the ends of its fine, nothing for an exemption; no answer where there is none.
type Answer = Option<Option<(Rational, Rational)>>;

fn answers(item: &Item) -> Vec<(Point, Answer)> {
    let answer = |point: Point| match item.decide(&facts(item, point)) {
        Ok(decision) => match (decision.kind, decision.fine) {
            (_, Some(fine)) => Some(Some((fine.min, fine.max))),
            (OutcomeKind::NoPenalty, None) => Some(None),
            _ => None,
        },
        Err(_) => None,
    };
    points().into_iter().map(|point| (point, answer(point))).collect()
}

/// Whether two cases are a lighter and a graver one of which the graver is fined less.
fn falls(lighter: Answer, graver: Answer) -> bool {
    match (lighter, graver) {
        (Some(Some((min, max))), Some(Some((low, high)))) => low < min || high < max,
        (Some(Some((_, max))), Some(None)) => max > Rational::ZERO,
        _ => false,
    }
}

/// The cases, by their facts, with one fact moved up.
fn pairs(answers: &[(Point, Answer)], axis: usize) -> Vec<(Answer, Answer, usize)> {
    let mut pairs = Vec::new();
    for (point, lighter) in answers {
        for (other, graver) in answers {
            let alike = (0..4).all(|other_axis| other_axis == axis || point[other_axis] == other[other_axis]);
            if alike && other[axis] > point[axis] {
                pairs.push((*lighter, *graver, other[axis] - point[axis]));
            }
        }
    }
    pairs
}

fn named<'a>(item: &Item, found: &'a [Finding], axis: &str) -> Vec<&'a Finding> {
    let Some(fact) = item.facts.iter().find(|fact| fact.name == axis) else { return Vec::new() };
    let moved = |finding: &&Finding| {
        let value = |facts: &Option<Facts>| {
            let facts = facts.as_ref().expect("two cases");
            facts.iter().find(|(name, _)| *name == fact.name).map(|(_, value)| value.to_string())
        };
        finding.code == FindingCode::GraverFinedLess && value(&finding.witness) != value(&finding.against)
    };
    found.iter().filter(moved).collect()
}

/// Every finding of an item is one, and what there is to be found is found.
fn agrees(body: &str) -> Result<(), TestCaseError> {
    let rules = book(body);
    let item = rules.items().next().expect("an item");
    let found = rules.check(CheckOptions::default());
    let answers = answers(item);
    // Whether a row can be chosen at all is a question of another check.
    let of_amounts = |finding: &&Finding| !finding.message.en.contains("can be chosen");
    let open = found.iter().filter(|finding| finding.code == FindingCode::NotDecided).filter(of_amounts);
    let open: Vec<&Finding> = open.collect();
    prop_assert!(open.is_empty(), "{body}\n{}", open[0].message.en);
    for (axis, name) in [(0, "x"), (2, "repeat"), (3, "place")] {
        let expected = pairs(&answers, axis).into_iter().any(|(lighter, graver, _)| falls(lighter, graver));
        let told = named(item, &found, name);
        prop_assert_eq!(!told.is_empty(), expected, "{} {}: {:?}", body, name, told);
        for finding in told {
            let at = |facts: &Option<Facts>| item.decide(facts.as_ref().unwrap()).expect("an answer").fine;
            let (lighter, graver) = (at(&finding.against).expect("a fine"), at(&finding.witness));
            let lower = graver.is_none_or(|graver| graver.min < lighter.min || graver.max < lighter.max);
            prop_assert!(lower, "{} {:?}", body, finding.witness_words());
        }
    }
    cliffs(body, item, &found, &answers)?;
    reached(body, item, &found, &answers)
}

/// With a constant range from 0 to 1,000 yuan: a jump of more than a third at one step of a number.
fn cliffs(
    body: &str,
    item: &Item,
    found: &[Finding],
    answers: &[(Point, Answer)],
) -> Result<(), TestCaseError> {
    if !body.contains("statutory = \"[0..1000]\"") {
        return Ok(());
    }
    let width = |a: Answer, b: Answer| {
        let ((a, b), (c, d)) = (a??, b??);
        Some(c.subtract(b)?.max(a.subtract(d)?).max(Rational::ZERO))
    };
    // What rises inside one formula is no boundary: only constants are drawn where cliffs are asked for.
    let highest =
        [0, 1].into_iter().flat_map(|axis| pairs(answers, axis)).filter(|(_, _, apart)| *apart == 1);
    let highest = highest.filter_map(|(a, b, _)| width(a, b)).max().unwrap_or(Rational::ZERO);
    let bar = Rational::new(1000, 3).unwrap();
    let told: Vec<&Finding> = found.iter().filter(|finding| finding.code == FindingCode::Cliff).collect();
    prop_assert_eq!(told.len(), usize::from(highest > bar), "{} {:?}", body, highest);
    for finding in told {
        let at =
            |facts: &Option<Facts>| item.decide(facts.as_ref().unwrap()).ok().map(|decision| decision.fine);
        let ends = |facts: &Option<Facts>| at(facts).map(|fine| fine.map(|fine| (fine.min, fine.max)));
        prop_assert_eq!(width(ends(&finding.against), ends(&finding.witness)), Some(highest), "{}", body);
    }
    Ok(())
}

/// A part that is told is reached by no case.
fn reached(
    body: &str,
    item: &Item,
    found: &[Finding],
    answers: &[(Point, Answer)],
) -> Result<(), TestCaseError> {
    let told = found.iter().find(|finding| finding.code == FindingCode::NotReached);
    let fines: Vec<(Rational, Rational)> = answers.iter().filter_map(|(_, answer)| (*answer)?).collect();
    let (Some(told), false) = (told, fines.is_empty()) else { return Ok(()) };
    let (_, parts) = told.message.en.rsplit_once(": ").expect("parts");
    let plain = parts.replace(',', "").replace(" yuan", "\n");
    for part in plain.lines() {
        let (low, high) = part.trim().split_once(" to ").expect("two ends");
        let end = |text: &str| Rational::from(text.parse::<rust_decimal::Decimal>().expect("an amount"));
        let (low, high) = (end(low), end(high));
        for (min, max) in &fines {
            prop_assert!(*max <= low || *min >= high, "{}: {} in {}", body, part, item.id);
        }
    }
    Ok(())
}

/// A cell of a row over one of the facts.
fn cell() -> impl Strategy<Value = String> {
    let number = |name: &'static str, most: u32| {
        (0..=most, 0_usize..4)
            .prop_map(move |(value, sign)| format!("{name} = \"{} {value}\"", ["<=", ">=", "<", ">"][sign]))
    };
    prop_oneof![
        number("x", 6).prop_filter("some value fits", |cell| cell != "x = \"< 0\"" && cell != "x = \"> 6\""),
        number("y", 4).prop_filter("some value fits", |cell| cell != "y = \"< 0\"" && cell != "y = \"> 4\""),
        any::<bool>().prop_map(|value| format!("repeat = {value}")),
        (0_usize..3).prop_map(|place| format!("place = \"{}\"", PLACES[place])),
        (0_usize..3).prop_map(|place| format!("place = 'not(\"{}\")'", PLACES[place])),
        (0_u32..9).prop_map(|sum| format!("when = \"x / 1 + 2 * y / 1 > {sum}\"")),
    ]
}

fn constant() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => (0_u32..11).prop_map(|amount| format!("fine = {}", amount * 100)),
        3 => (0_u32..8, 1_u32..4).prop_map(|(low, width)| format!("fine = \"[{}..{}]\"", low * 100, (low + width) * 100)),
        1 => Just("outcome = \"no-penalty\"".to_owned()),
    ]
}

fn formula() -> impl Strategy<Value = String> {
    let ends = (0_i32..5, 0_i32..5, 0_i32..40, 0_i32..40);
    prop_oneof![
        ends.clone().prop_map(|(a, b, c, d)| format!(
            "fine = \"[{a} * x + {b} * y + {c}..{a} * x + {b} * y + {}]\"",
            c + d
        )),
        ends.clone().prop_map(|(a, b, c, d)| format!("fine = \"max(min({a} * x + {b} * y, {c}), {d})\"")),
        ends.clone().prop_map(|(a, b, c, d)| format!(
            "fine = \"max(0, {} - {a} * x + {b} * y)\", within = \"[{d}..{}]\"",
            c + 20,
            c + d
        )),
        ends.prop_map(|(a, b, c, d)| format!("fine = \"if x > 3 then {a} * x + {c} else {b} * y + {d}\"")),
    ]
}

fn table(amount: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    let several = prop_oneof![Just("unique"), Just("first"), Just("heaviest")];
    let row = (prop::collection::vec(cell(), 1..3), amount).prop_map(|(mut cells, amount)| {
        cells.sort();
        cells.dedup_by_key(|cell| cell.split(' ').next().map(str::to_owned));
        format!("  {{ {}, {amount} }},\n", cells.join(", "))
    });
    (several, prop::collection::vec(row, 1..6))
        .prop_map(|(several, rows)| format!("when-several = \"{several}\"\ntiers = [\n{}]\n", rows.concat()))
}

fn weights() -> impl Strategy<Value = String> {
    let weight = || 0_u32..60;
    ((weight(), weight(), weight()), (weight(), weight()), (weight(), weight(), weight()), any::<bool>(), 1_u32..6).prop_map(
        |((a, b, c), (d, e), (f, g, h), based, slope)| {
            let base = if based { format!("base = \"{slope} * x + 100\"\n") } else { String::new() };
            format!(
                "statutory = \"[0..900]\"\n{base}weights = {{ cap = \"100%\", factors = [\n\
                 {{ fact = \"x\", weight = {{ \"< 2\" = \"{a}%\", \"[2..5)\" = \"{b}%\", \">= 5\" = \"{c}%\" }} }},\n\
                 {{ fact = \"repeat\", weight = {{ false = \"{d}%\", true = \"{e}%\" }} }},\n\
                 {{ fact = \"place\", weight = {{ a = \"{f}%\", b = \"{g}%\", c = \"{h}%\" }} }},\n] }}"
            )
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn tables_of_constants(table in table(constant())) {
        agrees(&format!("statutory = \"[0..1000]\"\n{table}"))?;
    }

    #[test]
    fn tables_of_formulas(table in table(formula())) {
        agrees(&table)?;
    }

    #[test]
    fn formulas_in_a_range_that_moves(table in table(formula()), a in 0_i32..4, b in 1_i32..40) {
        agrees(&format!("statutory = \"[{a} * x..{a} * x + {b}]\"\n{table}"))?;
    }

    #[test]
    fn weighted_tables(body in weights()) {
        agrees(&body)?;
    }
}

/// The third row is as heavy as the first where `x` is above 3, and heavier elsewhere.
#[test]
fn a_row_that_is_as_heavy_as_another_here_and_there() {
    let table = "statutory = \"[0 * x..0 * x + 13]\"\nwhen-several = \"heaviest\"\ntiers = [\n\
                 { repeat = false, fine = \"if x > 3 then 0 * x + 16 else 0 * y\" },\n\
                 { y = \"<= 0\", fine = \"if x > 3 then 2 * x + 4 else 0 * y + 16\" },\n\
                 { repeat = false, fine = \"[0 * x + 16..0 * x + 16]\" },\n]\n";
    agrees(table).unwrap_or_else(|fault| panic!("{fault}"));
}
