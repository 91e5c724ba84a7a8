//! Indices: `index.json` of `tests/vectors`, an independent reference in big fractions, and what would change a grade.

use std::sync::{Arc, OnceLock};

use evenhand::number::{Edge, Rational};
use evenhand::risk::{Assessments, Index, IndexError, IndexOutcome};
use evenhand::{Facts, RuleBook};
use num_rational::BigRational;
use proptest::prelude::*;
use serde_json::{Value, json};

fn bundled() -> &'static RuleBook {
    static BOOK: OnceLock<RuleBook> = OnceLock::new();
    BOOK.get_or_init(|| {
        RuleBook::bundled_documents(["cn.qinhuangdao.integrity-index", "cn.risk-point-grading"]).unwrap()
    })
}

#[test]
fn indices_are_what_was_worked_out() {
    let cases: Vec<Value> = serde_json::from_str(include_str!("../vectors/index.json")).unwrap();
    assert!(cases.len() >= 20);
    let mut complaints = Vec::new();
    for case in &cases {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let facts: Facts = case["facts"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, value)| (name.clone(), text(value)))
            .collect();
        let assessed = case["assessed"].as_array().unwrap().iter();
        let assessed = assessed
            .fold(Assessments::new(), |all, one| all.with(text(&one[0]), text(&one[1]), text(&one[2])));
        let rules = bundled().on(text(&case["on"]).parse().unwrap());
        let outcome =
            rules.index(case["index"].as_str().unwrap()).and_then(|index| index.assess(&facts, &assessed));
        let found: Value = serde_json::from_str(&match &outcome {
            Ok(outcome) => outcome.to_json(),
            Err(error) => IndexError::to_json(error),
        })
        .unwrap();
        let found = match outcome {
            Ok(_) => json!({
                "exact": found["exact"], "number": found["number"], "grade": found["grade"]["grade"],
                "points": found["indicators"].as_array().unwrap().iter()
                    .map(|one| (text(&one["indicator"]), one["points"].clone())).collect::<Value>(),
            }),
            Err(_) => found["error"].clone(),
        };
        let expected = case.get("expect").unwrap_or(&case["error"]).as_object().unwrap();
        for (key, expected) in expected {
            let differs = match (key.as_str(), expected) {
                ("points", Value::Object(points)) => {
                    points.iter().any(|(name, points)| found["points"][name] != *points)
                }
                _ => found.get(key) != Some(expected),
            };
            if differs {
                complaints.push(format!(
                    "{}: {key}: expected {expected}, found {:?}",
                    case["name"],
                    found.get(key)
                ));
            }
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// How an index of assessed indicators is put together, and what the assessors gave.
#[derive(Clone, Debug)]
struct Random {
    /// Of each group its weight, and the weights of its indicators: they are divided by their sums.
    groups: Vec<(u32, Vec<u32>)>,
    assessors: Vec<u32>,
    mean: usize,
    missing: usize,
    /// By indicator and assessor.
    points: Vec<Vec<Option<u32>>>,
    step: usize,
}

const MEANS: [&str; 3] = ["mean", "trimmed-mean", "weighted-mean"];
const MISSING: [&str; 3] = ["refuse", "leave-out", "zero"];
const STEPS: [&str; 4] = ["0.01", "0.1", "1", "5"];
const MODES: [&str; 4] = ["half-up", "half-down", "up", "down"];

fn random() -> impl Strategy<Value = (Random, usize)> {
    let groups = prop::collection::vec((1..20_u32, prop::collection::vec(1..20_u32, 1..4)), 1..4);
    (groups, prop::collection::vec(1..20_u32, 3..6), 0..3_usize, 0..3_usize, 0..4_usize, 0..4_usize)
        .prop_flat_map(|(groups, assessors, mean, missing, step, mode)| {
            let indicators: usize = groups.iter().map(|(_, own)| own.len()).sum();
            let one = prop_oneof![9 => (0..=100_u32).prop_map(Some), 1 => Just(None)];
            let points = prop::collection::vec(prop::collection::vec(one, assessors.len()), indicators);
            (Just((groups, assessors, mean, missing, step)), points, Just(mode)).prop_map(
                |((groups, assessors, mean, missing, step), points, mode)| {
                    (Random { groups, assessors, mean, missing, points, step }, mode)
                },
            )
        })
}

impl Random {
    fn load(&self, mode: usize) -> Arc<Index> {
        let title = r#"title = { zh = "名", en = "name" }"#;
        let (mut groups, mut indicators, mut assessors) = (String::new(), String::new(), String::new());
        let whole: u32 = self.groups.iter().map(|(weight, _)| weight).sum();
        let mut number = 0;
        for (place, (weight, own)) in self.groups.iter().enumerate() {
            groups
                .push_str(&format!("{{ group = \"g{place}\", {title}, weight = \"{weight}/{whole}\" }},\n"));
            let sum: u32 = own.iter().sum();
            for weight in own {
                indicators.push_str(&format!(
                    "{{ indicator = \"i{number}\", group = \"g{place}\", {title}, weight = \"{weight}/{sum}\", assessed-by = \"all\" }},\n"
                ));
                number += 1;
            }
        }
        let sum: u32 = self.assessors.iter().sum();
        for (place, weight) in self.assessors.iter().enumerate() {
            let weight =
                if self.mean == 2 { format!(", weight = \"{weight}/{sum}\"") } else { String::new() };
            assessors.push_str(&format!("{{ assessor = \"a{place}\", {title}{weight} }},\n"));
        }
        let pack = format!(
            r#"
format = 1
id = "xx.town.rated"
title = {{ zh = "示例", en = "Example" }}
source = {{ kind = "illustration", issuer = "nobody", checked = 2026-11-22 }}
in-force = {{ from = 2026-01-01 }}

[index.one]
{title}
basis = "article 1"
groups = [
{groups}]
indicators = [
{indicators}]
assessors = [
{assessors}]
combine = {{ by = "{}", missing = "{}" }}
round = {{ to = "{}", mode = "{}" }}
grades = [
  {{ grade = "low", {title}, range = "[0..40)" }},
  {{ grade = "middle", {title}, range = "[40..70]" }},
  {{ grade = "high", {title}, range = "(70..100]" }},
]
"#,
            MEANS[self.mean], MISSING[self.missing], STEPS[self.step], MODES[mode]
        );
        let book = RuleBook::load([("rated.toml", pack)]).unwrap_or_else(|faults| panic!("{faults}"));
        Arc::clone(book.on("2026-11-22".parse().unwrap()).index("xx.town.rated/one").unwrap())
    }

    fn assess(&self, index: &Arc<Index>) -> Result<IndexOutcome, IndexError> {
        let mut assessed = Assessments::new();
        for (indicator, points) in self.points.iter().enumerate() {
            for (assessor, points) in points.iter().enumerate() {
                if let Some(points) = points {
                    assessed = assessed.with(format!("i{indicator}"), format!("a{assessor}"), *points);
                }
            }
        }
        index.assess(&Facts::new(), &assessed)
    }

    /// The index before rounding in big fractions; none where it must be refused.
    fn reference(&self) -> Option<BigRational> {
        let whole: u32 = self.groups.iter().map(|(weight, _)| weight).sum();
        let weights = self.groups.iter().flat_map(|(weight, own)| {
            let sum: u32 = own.iter().sum();
            own.iter().map(move |one| big(weight * one, whole * sum))
        });
        let mut index = big(0, 1);
        for (weight, points) in weights.zip(&self.points) {
            let mut counted: Vec<(u32, u32)> = Vec::new();
            for (points, weight) in points.iter().zip(&self.assessors) {
                match (points, self.missing) {
                    (Some(points), _) => counted.push((*points, *weight)),
                    (None, 0) => return None,
                    (None, 2) => counted.push((0, *weight)),
                    _ => {}
                }
            }
            if self.mean == 1 {
                if counted.len() < 3 {
                    return None;
                }
                counted.sort_unstable();
                counted.pop();
                counted.remove(0);
            }
            if self.mean != 2 {
                counted.iter_mut().for_each(|(_, weight)| *weight = 1);
            }
            let weights: u32 = counted.iter().map(|(_, weight)| weight).sum();
            if weights == 0 {
                return None;
            }
            let sum: u32 = counted.iter().map(|(points, weight)| points * weight).sum();
            index += weight * big(sum, weights);
        }
        Some(index)
    }
}

fn big(numerator: u32, denominator: u32) -> BigRational {
    BigRational::new(numerator.into(), denominator.into())
}

fn as_big(number: Rational) -> BigRational {
    BigRational::new(number.numerator().into(), number.denominator().into())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// The index is that of big fractions, and its contributions add up to it.
    #[test]
    fn an_index_is_that_of_big_fractions((random, mode) in random()) {
        let outcome = random.assess(&random.load(mode));
        match random.reference() {
            None => prop_assert!(outcome.is_err()),
            Some(expected) => {
                let outcome = outcome.unwrap();
                prop_assert_eq!(as_big(outcome.exact.unwrap()), expected.clone());
                let contributions: BigRational =
                    outcome.indicators.iter().map(|one| as_big(one.contribution)).sum();
                prop_assert_eq!(contributions, expected.clone());
                let groups: BigRational = outcome.groups().into_iter().map(as_big).sum();
                prop_assert_eq!(groups, expected);
            }
        }
    }

    /// What is said to bring another grade does so, and a little less does not: tried through rounding and grades.
    #[test]
    fn a_change_of_grade_is_exact((random, mode) in random()) {
        let index = random.load(mode);
        let Ok(outcome) = random.assess(&index) else { return Ok(()) };
        let grade = |exact: Rational| {
            let rounded = index.rounding.unwrap().round(exact).unwrap();
            index.grades.iter().position(|grade| grade.range.unwrap().contains(rounded)).unwrap()
        };
        let little = Rational::new(1, 1_000_000_000).unwrap();
        for change in outcome.changes().unwrap() {
            // Where the index stands on the edge itself, it has no way to go, up or down.
            let up = change.grade > grade(outcome.exact.unwrap());
            let onwards = if up { little } else { little.negate().unwrap() };
            let edge = change.from.value().unwrap();
            let (inside, outside) = match change.from {
                Edge::Included(_) => (edge, edge.subtract(onwards).unwrap()),
                _ => (edge.add(onwards).unwrap(), edge),
            };
            prop_assert_eq!(grade(inside), change.grade);
            prop_assert_ne!(grade(outside), change.grade);
            let weights: Vec<Rational> = index.indicators().iter().map(|one| one.weight).collect();
            let reached = |changes: &[evenhand::risk::IndicatorChange]| {
                changes.iter().fold(outcome.exact.unwrap(), |exact, one| {
                    let by = one.to.subtract(one.from).unwrap().multiply(weights[one.indicator]).unwrap();
                    exact.add(by).unwrap()
                })
            };
            for one in &change.alone {
                prop_assert_eq!(reached(&[*one]), edge);
            }
            if change.alone.is_empty() {
                prop_assert!(change.together.len() > 1);
                prop_assert_eq!(reached(&change.together), edge);
            }
        }
    }

    /// What moved an index adds up to by how much it moved.
    #[test]
    fn what_moved_adds_up((random, mode) in random(), other in prop::collection::vec(0..=100_u32, 60)) {
        let index = random.load(mode);
        let Ok(before) = random.assess(&index) else { return Ok(()) };
        let mut later = random.clone();
        let mut others = other.into_iter();
        later.points.iter_mut().flatten().for_each(|points| *points = others.next());
        let after = later.assess(&index).unwrap();
        let movement = after.since(&before).unwrap();
        let moved: BigRational = movement.indicators.iter().map(|one| as_big(one.by)).sum();
        prop_assert_eq!(&moved, &as_big(movement.by.unwrap()));
        prop_assert_eq!(moved, later.reference().unwrap() - random.reference().unwrap());
    }
}
