//! What must be heeded, what may be, what excludes a penalty, and what stands against each other.

use super::{GivenFacts, assess, case, result, told, try_assess, warnings};

const STALL: &str = "cn.dongying.city-appearance/46-4";

/// A stall of 20 m²: 100 yuan a square metre, 2,000 yuan; the law names this one amount.
fn stall(day: &str, more: &[(&str, &str)]) -> evenhand::Case {
    case(day, &[&[("area", "20"), ("refused_to_correct", "true")], more].concat())
}

#[test]
fn a_may_never_changes_the_fine() {
    let cases: [(GivenFacts<'_>, &str, &str); 2] = [
        (
            &[("first_violation", "true"), ("promptly_corrected", "true"), ("harm", "slight")],
            "cn.administrative-penalty-law/33-1-first",
            "no-penalty",
        ),
        // The law names one amount, so what is lighter is below it.
        (&[("mental_capacity", "limited")], "cn.administrative-penalty-law/31-2", "2000 or 0.01..1999.99"),
    ];
    for (facts, id, allows) in cases {
        let outcome = assess(STALL, &stall("2026-03-01", facts));
        assert_eq!(told(outcome.decision()), "2000", "{id}");
        let found = outcome.circumstances();
        assert_eq!(found.len(), 1, "{id}");
        assert_eq!((found[0].circumstance.id.as_str(), found[0].circumstance.may), (id, true));
        assert_eq!(found[0].allows.map(|allows| told(&allows)).as_deref(), Some(allows));
    }
}

#[test]
fn a_must_is_in_the_fine() {
    for (facts, id, fine) in [
        ([("age", "13")].as_slice(), "30-1", "no-penalty"),
        (&[("age", "14")], "30-2", "2000 or 0.01..1999.99"),
        (&[("age", "17")], "30-2", "2000 or 0.01..1999.99"),
        (&[("mental_capacity", "none")], "31-1", "no-penalty"),
        (&[("harm_removed", "true")], "32-1", "2000 or 0.01..1999.99"),
        (&[("coerced", "true")], "32-2", "2000 or 0.01..1999.99"),
        (&[("confessed", "true")], "32-3", "2000 or 0.01..1999.99"),
        (&[("merit", "true")], "32-4", "2000 or 0.01..1999.99"),
        (&[("lenient_by_other_rule", "true")], "32-5", "2000 or 0.01..1999.99"),
        (&[("proved_without_fault", "true")], "33-2", "no-penalty"),
    ] {
        let outcome = assess(STALL, &stall("2026-03-01", facts));
        assert_eq!(told(outcome.decision()), fine, "{id}");
        let found = outcome.circumstances();
        assert_eq!(found[0].circumstance.id, format!("cn.administrative-penalty-law/{id}"));
        assert!(found[0].allows.is_none(), "{id} must be heeded, so it is in the outcome");
    }
    let grown_up = assess(STALL, &stall("2026-03-01", &[("age", "18")]));
    assert_eq!((told(grown_up.decision()), grown_up.circumstances().len()), ("2000".into(), 0));
}

#[test]
fn the_law_before_2021_knows_fewer() {
    for (facts, id, fine) in [
        ([("age", "13")].as_slice(), "25-1", "no-penalty"),
        (&[("age", "17")], "25-2", "2000 or 0.01..1999.99"),
        (&[("mental_capacity", "none")], "26", "no-penalty"),
        (&[("harm_removed", "true")], "27-1-1", "2000 or 0.01..1999.99"),
        (&[("duress", "true")], "27-1-2", "2000 or 0.01..1999.99"),
        (&[("merit", "true")], "27-1-3", "2000 or 0.01..1999.99"),
        (&[("lenient_by_other_rule", "true")], "27-1-4", "2000 or 0.01..1999.99"),
        (&[("trivial", "true"), ("promptly_corrected", "true"), ("harm", "none")], "27-2", "no-penalty"),
    ] {
        let outcome = assess(STALL, &stall("2020-03-02", facts));
        assert_eq!(told(outcome.decision()), fine, "{id}");
        assert_eq!(outcome.circumstances()[0].circumstance.id, format!("cn.administrative-penalty-law/{id}"));
    }
    // Neither a confession nor a first violation nor the lack of fault counts, and nobody asks for them.
    for fact in
        ["confessed", "first_violation", "proved_without_fault", "emergency_measures", "life_or_finance"]
    {
        let error = try_assess(STALL, &stall("2020-03-02", &[(fact, "true")])).unwrap_err();
        assert_eq!((error.code(), error.field()), ("unknown-fact", Some(fact)));
    }
    let limited = assess(STALL, &stall("2020-03-02", &[("mental_capacity", "limited")]));
    assert_eq!((told(limited.decision()), limited.circumstances().len()), ("2000".into(), 0));
}

#[test]
fn trivial_corrected_and_harmless_is_not_penalised() {
    let all = [("trivial", "true"), ("promptly_corrected", "true"), ("harm", "none")];
    assert_eq!(result(STALL, &stall("2026-03-01", &all)), "no-penalty");
    for (index, other) in [(0, "false"), (1, "false"), (2, "slight")] {
        let mut facts = all;
        facts[index].1 = other;
        assert_eq!(result(STALL, &stall("2026-03-01", &facts)), "2000", "{facts:?}");
    }
    // What nobody has established does not count.
    assert_eq!(result(STALL, &stall("2026-03-01", &all[..2])), "2000");
}

#[test]
fn reduced_is_below_the_statutory_minimum() {
    let item = "cn.beijing.city-appearance/35";
    // The law: 500 to 5,000. Nobody says which part is lenient, so lighter is all of it; or below it, from the first fen to 499.99.
    let outcome = assess(item, &case("2026-03-01", &[("harm_removed", "true")]));
    assert_eq!(told(outcome.decision()), "500..5000 or 0.01..499.99");
    assert!(!outcome.decision().clamped, "a reduced penalty has left the range by law");
    assert_eq!(outcome.decision().statutory.map(|range| range.min.to_string()).as_deref(), Some("500"));
    assert_eq!(result(item, &case("2026-03-01", &[])), "500..5000");
    let severe = case("2026-03-01", &[("emergency_measures", "true")]);
    assert_eq!(result(item, &severe), "500..5000");
}

#[test]
fn lenient_and_severe_stand_against_each_other() {
    let both = [("harm_removed", "true"), ("emergency_measures", "true")];
    let outcome = assess(STALL, &stall("2026-03-01", &both));
    assert_eq!(told(outcome.decision()), "2000", "nobody weighs them, so nothing moves");
    assert!(warnings(&outcome).contains(&"circumstances-conflict"));
    assert_eq!(outcome.circumstances().len(), 2);
    // An exemption is not weighed.
    let exempt = [("age", "13"), ("emergency_measures", "true")];
    assert_eq!(result(STALL, &stall("2026-03-01", &exempt)), "no-penalty");
}

#[test]
fn an_item_that_does_not_apply_is_not_made_to_by_circumstances() {
    let corrected = [("area", "20"), ("refused_to_correct", "false"), ("age", "13")];
    assert_eq!(result(STALL, &case("2026-03-01", &corrected)), "not-applicable");
}
