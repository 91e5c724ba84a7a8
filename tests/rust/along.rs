//! The stretches along a fact, held against the item applied to single values: each bundled item, each of its examples,
//! each number of it.

use evenhand::columns::Stretch;
use evenhand::number::Rational;
use evenhand::pack::FactTypeDeclaration;
use evenhand::{AssessError, Decision, Facts, Given, Item, RuleBook};

fn at(item: &Item, fact: &str, others: &Facts, value: Rational) -> Result<Decision, AssessError> {
    item.decide(&others.clone().with(fact, Given::Number(value.to_decimal().unwrap())))
}

fn without(facts: &Facts, fact: &str) -> Facts {
    facts.iter().filter(|(name, _)| *name != fact).map(|(name, value)| (name, value.clone())).collect()
}

/// The value at this share of the way between two values of a fact, on its grid.
fn between(first: Rational, last: Rational, decimals: u32, (part, whole): (i128, i128)) -> Rational {
    let (first, last) = (first.mantissa(decimals).unwrap(), last.mantissa(decimals).unwrap());
    let step = Rational::power_of_ten(-i32::try_from(decimals).unwrap()).unwrap();
    Rational::integer(first + (last - first) * part / whole).multiply(step).unwrap()
}

/// What a straight line gives between the ends of a stretch.
fn on_the_line(stretch: &Stretch, value: Rational, end: impl Fn(&Decision) -> Rational) -> Rational {
    let (low, high) = (end(stretch.at_first.as_ref().unwrap()), end(stretch.at_last.as_ref().unwrap()));
    let width = stretch.last.subtract(stretch.first).unwrap();
    if width.is_zero() {
        return low;
    }
    let share = value.subtract(stretch.first).unwrap().divide(width).unwrap();
    low.add(high.subtract(low).unwrap().multiply(share).unwrap()).unwrap()
}

#[test]
fn along_every_number_of_every_item() {
    let book = RuleBook::bundled().unwrap();
    let (mut proved, mut open, mut moving) = (0, 0, 0);
    for item in book.items() {
        let step = item.rounding.step();
        for example in &item.examples {
            for fact in &item.facts {
                let FactTypeDeclaration::Number { decimals, .. } = fact.kind else { continue };
                let others = without(&example.given, &fact.name);
                let along = item.along(&fact.name, &others).unwrap();
                for pair in along.windows(2) {
                    let one = Rational::power_of_ten(-i32::try_from(decimals).unwrap()).unwrap();
                    assert_eq!(pair[0].last.add(one), Some(pair[1].first), "{} along {}", item.id, fact.name);
                }
                for stretch in &along {
                    let whose = || format!("{} along {}: {stretch:?}", item.id, fact.name);
                    assert_eq!(at(item, &fact.name, &others, stretch.first), stretch.at_first, "{}", whose());
                    assert_eq!(at(item, &fact.name, &others, stretch.last), stretch.at_last, "{}", whose());
                    if !stretch.straight {
                        open += 1;
                        continue;
                    }
                    proved += 1;
                    for part in [1, 13, 50, 77, 99] {
                        let value = between(stretch.first, stretch.last, decimals, (part, 100));
                        let found = at(item, &fact.name, &others, value);
                        match (&found, &stretch.at_first) {
                            (Ok(found), Ok(first)) => {
                                assert_eq!((found.kind, found.row), (first.kind, first.row), "{}", whose());
                                let ends: [fn(&Decision) -> Rational; 2] = [
                                    |decision| decision.fine.unwrap().min,
                                    |decision| decision.fine.unwrap().max,
                                ];
                                for end in ends.into_iter().filter(|_| found.fine.is_some()) {
                                    let line = on_the_line(stretch, value, end);
                                    let off = end(found).subtract(line).and_then(Rational::absolute).unwrap();
                                    moving += u32::from(end(first) != line);
                                    assert!(off <= step, "{} at {value}: {found:?}", whose());
                                }
                            }
                            (Err(found), Err(first)) => assert_eq!(found.code(), first.code(), "{}", whose()),
                            _ => panic!("{} at {value}: {found:?}", whose()),
                        }
                    }
                }
            }
        }
    }
    assert!(proved > 1_000 && moving > 1_000, "{proved} proved, {moving} on slopes, {open} open");
    assert!(proved > 20 * open, "{proved} proved, {open} open");
}

fn pack(tiers: &str) -> RuleBook {
    let text = format!(
        r#"
format = 1
id = "xx.town.stalls"
title = {{ zh = "示例", en = "Example" }}
source = {{ kind = "illustration", issuer = "nobody", checked = 2026-11-22 }}
in-force = {{ from = 2026-01-01 }}
facts.area = {{ type = "number", unit = "m2", range = "[0..100]", decimals = 1 }}
facts.refused = {{ type = "boolean" }}

[penalty.1]
title = {{ zh = "占道经营", en = "stall on the pavement" }}
basis = "article 1"
{tiers}
"#
    );
    RuleBook::load([("stalls.toml", text)]).unwrap()
}

fn told(book: &RuleBook, facts: &Facts) -> Vec<String> {
    let item = book.on("2026-11-21".parse().unwrap()).item("xx.town.stalls/1").unwrap();
    let fine = |decision: &Result<Decision, AssessError>| match decision {
        Ok(decision) => {
            decision.fine.map_or_else(|| "none".to_owned(), |fine| format!("{}..{}", fine.min, fine.max))
        }
        Err(error) => error.code().to_owned(),
    };
    let stretches = item.along("area", facts).unwrap();
    stretches
        .iter()
        .map(|stretch| {
            format!(
                "{}-{} {} {}",
                stretch.first,
                stretch.last,
                fine(&stretch.at_first),
                fine(&stretch.at_last)
            )
        })
        .collect()
}

#[test]
fn a_jump_lies_at_its_place_and_a_gap_stays_one() {
    let book = pack(
        r#"tiers = [{ area = "< 10", fine = "[100..200]" }, { area = "(10..50]", fine = "10 * area" }]"#,
    );
    assert_eq!(
        told(&book, &Facts::new()),
        [
            "0-9.9 100..200 100..200",
            "10-10 no-tier no-tier",
            "10.1-50 101..101 500..500",
            "50.1-100 no-tier no-tier"
        ]
    );
}

#[test]
fn what_rounding_makes_of_a_slope_is_told_stair_by_stair() {
    let book = pack("fine = \"10 * area\"\nround = { to = 500, mode = \"half-up\" }");
    // 24.9 × 10 = 249 is rounded to 0, 25 × 10 = 250 to 500, and so on.
    assert_eq!(
        told(&book, &Facts::new()),
        ["0-24.9 0..0 0..0", "25-74.9 500..500 500..500", "75-100 1000..1000 1000..1000"]
    );
}

#[test]
fn other_facts_choose_the_course() {
    let book = pack(
        r#"tiers = [{ refused = true, fine = 900 }, { refused = false, area = "<= 10", fine = 100 }, { refused = false, area = "> 10", fine = 300 }]"#,
    );
    assert_eq!(told(&book, &Facts::new().with("refused", true)), ["0-100 900..900 900..900"]);
    assert_eq!(
        told(&book, &Facts::new().with("refused", false)),
        ["0-10 100..100 100..100", "10.1-100 300..300 300..300"]
    );
}

#[test]
fn what_cannot_be_moved_is_an_error() {
    let book = pack(r#"tiers = [{ refused = true, fine = 900 }, { refused = false, fine = "10 * area" }]"#);
    let item = book.on("2026-11-21".parse().unwrap()).item("xx.town.stalls/1").unwrap();
    let along = |fact: &str, facts: &Facts| item.along(fact, facts).unwrap_err().to_string();
    assert!(along("aera", &Facts::new()).contains("did you mean `area`?"));
    assert_eq!(along("area", &Facts::new().with("area", 3)), "the fact `area` is given twice");
    assert_eq!(along("refused", &Facts::new()), "the fact `refused` must be a number, found `true or false`");
}
