//! What is told of whole cases under a general law: whoever changes words or steps reads them here.

use std::fmt::Write;

use evenhand::{Case, Language};

use super::{acted_and_decided, assess, case};

const STALL: &str = "cn.dongying.city-appearance/46-4";
const STALL_FACTS: [(&str, &str); 2] = [("area", "20"), ("refused_to_correct", "true")];
const JIANGMEN: [(&str, &str); 5] = [
    ("investment", "1000000"),
    ("eia_document", "form"),
    ("stage", "unbuilt"),
    ("prohibited_area", "false"),
    ("serious_consequences", "false"),
];

fn stall(more: &[(&str, &str)]) -> Case {
    case("2026-03-01", &[&STALL_FACTS, more].concat())
}

fn stall_of_2021(found: &str, more: &[(&str, &str)]) -> Case {
    let case = acted_and_decided("2021-09-01", "2026-09-01", &[&STALL_FACTS, more].concat());
    case.found(found.parse().unwrap())
}

fn jiangmen(more: &[(&str, &str)]) -> Case {
    case("2022-03-01", &[&JIANGMEN, more].concat())
}

#[test]
fn cases_under_a_general_law_are_told_as_they_were_read() {
    let cases = [
        (
            "first violation, corrected",
            STALL,
            stall(&[("first_violation", "true"), ("promptly_corrected", "true"), ("harm", "slight")]),
        ),
        ("harm removed", STALL, stall(&[("harm_removed", "true")])),
        (
            "five years for what endangers life",
            STALL,
            stall_of_2021("2026-08-01", &[("life_or_finance", "true")]),
        ),
        ("two years or five, nobody says", STALL, stall_of_2021("2024-08-01", &[])),
        ("time-barred", STALL, stall_of_2021("2024-08-01", &[("life_or_finance", "false")])),
        ("a tier up", "cn.jiangmen.ecology/eia-1-1", jiangmen(&[("like_offences", "3")])),
        (
            "a tier up, and lenient",
            "cn.jiangmen.ecology/eia-1-1",
            jiangmen(&[("like_offences", "3"), ("lenient_ground", "true")]),
        ),
        (
            "lenient and severe",
            "cn.jiangmen.ecology/eia-1-1",
            jiangmen(&[("lenient_ground", "true"), ("severe_ground", "true")]),
        ),
        (
            "a part of the range",
            "cn.shaanxi.fire/58",
            case("2023-05-01", &[("severity", "ordinary"), ("harm_removed", "true")]),
        ),
    ];
    let mut told = String::new();
    for (name, item, case) in cases {
        let outcome = assess(item, &case);
        for language in [Language::Chinese, Language::English] {
            writeln!(told, "== {name}\n{}\n", outcome.explanation(language)).unwrap();
        }
    }
    insta::assert_snapshot!(told);
}
