//! Decisions where a table, a limit or a missing fact could lead astray. Each case was once answered wrongly.

use evenhand::diagnostic::Code;
use evenhand::{AssessError, Facts, Language, Outcome, RuleBook};

const HEAD: &str = r#"
format = 1
id = "xx.town.rules"
title = { zh = "示例", en = "Example" }
source = { kind = "illustration", issuer = "nobody", checked = 2026-11-21 }
in-force = { from = 2026-01-01 }

[facts]
n = { type = "number", range = "[0..1000]" }
big = { type = "number", range = "[0..1000000000]" }
rate = { type = "number", range = "[0..1]", decimals = 2 }
bad = { type = "boolean" }
grade = { type = "string", values = ["light", "grave"] }
day = { type = "date" }

[penalty.1]
title = { zh = "违法", en = "violation" }
basis = "article 1"
"#;

fn assess(item: &str, facts: &[(&str, &str)]) -> Result<Outcome, AssessError> {
    let pack = format!("{HEAD}{item}");
    let book = RuleBook::load([("rules.toml", pack)]).unwrap_or_else(|faults| panic!("{faults}"));
    let facts: Facts = facts.iter().copied().collect();
    book.on("2026-06-01".parse().unwrap()).item("xx.town.rules/1").unwrap().assess(&facts)
}

/// The least and the most of the fine, and of that of the persons responsible.
fn fine(outcome: &Outcome) -> (String, String) {
    let fine = outcome.decision().fine.expect("a fine");
    (fine.min.to_string(), fine.max.to_string())
}

fn persons(outcome: &Outcome) -> Option<(String, String)> {
    outcome.decision().persons.map(|fine| (fine.min.to_string(), fine.max.to_string()))
}

fn pair(min: &str, max: &str) -> (String, String) {
    (min.to_owned(), max.to_owned())
}

fn codes(item: &str) -> Vec<Code> {
    let faults = RuleBook::load([("rules.toml", format!("{HEAD}{item}"))]).unwrap_err();
    faults.0.iter().map(|fault| fault.code).collect()
}

#[test]
fn a_tie_does_not_hide_a_fact_that_decides_on_a_measure() {
    let item = r#"when-several = "heaviest"
tiers = [{ bad = true, fine = 5000, also = ["revoke-licence"] }, { n = ">= 0", fine = 5000 }]"#;
    assert_eq!(assess(item, &[("n", "1"), ("bad", "true")]).unwrap().measures().len(), 1);
    assert_eq!(assess(item, &[("n", "1")]).unwrap_err().field(), Some("bad"));
}

#[test]
fn the_heaviest_row_is_the_heaviest_that_the_law_allows() {
    let item = r#"when-several = "heaviest"
tiers = [{ n = "> 0", fine = 5000, statutory = "[0..1000]" }, { n = ">= 0", fine = 2000, statutory = "[0..5000]" }]"#;
    assert_eq!(fine(&assess(item, &[("n", "1")]).unwrap()), pair("2000", "2000"));
}

#[test]
fn an_exemption_asks_for_nothing_else_and_keeps_the_orders() {
    let item = r#"when-several = "heaviest"
also = ["order-to-correct", "warning"]
tiers = [{ grade = "light", outcome = "no-penalty" }, { n = "> 5", fine = 5000 }, { n = "<= 5", fine = 1000 }]"#;
    let outcome = assess(item, &[("grade", "light")]).unwrap();
    let measures: Vec<&str> = outcome.measures().iter().map(|applied| applied.measure.code()).collect();
    assert_eq!((outcome.decision().fine, measures), (None, vec!["order-to-correct"]));
}

#[test]
fn a_measure_that_cannot_be_computed_is_an_error_and_one_that_is_open_is_told() {
    let item = r#"fine = 100
also = [{ measure = "revoke-licence", when = "big ** 20 > 5" }]"#;
    assert_eq!(assess(item, &[("big", "2")]).unwrap().measures().len(), 1);
    assert_eq!(assess(item, &[("big", "1000000000")]).unwrap_err().code(), "overflow");
    let open = assess(item, &[]).unwrap();
    assert!(open.measures().is_empty());
    assert_eq!(open.assumptions()[0].fact, "big");
}

#[test]
fn the_fine_of_persons_may_stay_open_and_covers_all_that_the_unit_can_be_fined() {
    let item = r#"fine = "[1000..10000]"
persons = { fine = "if fine > 5000 then fine * rate else 500" }"#;
    let open = assess(item, &[]).unwrap();
    assert_eq!((fine(&open), persons(&open)), (pair("1000", "10000"), None));
    assert_eq!(open.assumptions()[0].fact, "rate");

    let falling = r#"fine = "[1000..10000]"
persons = { fine = "if fine > 6000 then fine * 5% else fine * 10%" }"#;
    assert_eq!(persons(&assess(falling, &[]).unwrap()), Some(pair("100", "600")));
    let plain = r#"fine = "[1000..10000]"
persons = { fine = "[5% * fine..10% * fine]" }"#;
    assert_eq!(persons(&assess(plain, &[]).unwrap()), Some(pair("50", "1000")));
}

#[test]
fn rounding_neither_leaves_the_law_nor_takes_the_officers_choice_away() {
    let choice = "statutory = \"[150..180]\"\nround = { to = \"100\", mode = \"half-up\" }";
    assert_eq!(fine(&assess(choice, &[]).unwrap()), pair("150", "180"));
    let down =
        "statutory = \"[10% * 123.45..1000]\"\nfine = 12.345\nround = { to = \"0.01\", mode = \"down\" }";
    let outcome = assess(down, &[]).unwrap();
    assert_eq!(fine(&outcome), pair("12.35", "12.35"));
    assert!(outcome.explanation(Language::English).contains("stay inside the statutory range"));
    assert!(!outcome.explanation(Language::English).contains("dropped"));
}

#[test]
fn what_can_be_refused_when_a_pack_is_loaded_is() {
    let weights = r#"base = 1000
weights = { factors = [{ fact = "n", weight = { "<= 10" = "0%", "[10..50)" = "10%", "-" = "20%" } }] }"#;
    assert_eq!(codes(weights), [Code::Contradiction], "two levels for 10");
    let dead = "fine = 999\ntiers = [{ n = \"< 5\", fine = 1 }, { n = \">= 5\", fine = 2 }]";
    assert_eq!(codes(dead), [Code::Contradiction], "a fine that no row uses");
    assert_eq!(
        codes("fine = 1\nfacts.word = { type = \"string\", values = [\"A\", \"-\"] }"),
        [Code::InvalidName]
    );
    assert_eq!(codes("tiers = [{ n = \"> 5000\", fine = 1 }]"), [Code::InvalidRange], "n ends at 1000");
    let days = r#"tiers = [{ day = '[date("2026-05-01")..date("2026-01-01")]', fine = 1 }]"#;
    assert_eq!(codes(days), [Code::InvalidRange]);
}

#[test]
fn a_fault_of_shape_does_not_hide_the_faults_of_formulas() {
    let item = r#"fine = "100 * nn"

[penalty.2]
title = { zh = "违法", en = "violation" }
bassis = "article 2"
fine = 1

[penalty.3]
title = { zh = "违法", en = "violation" }
basis = "article 3"
fine = "1 / n"
"#;
    assert_eq!(codes(item), [Code::UnknownFact, Code::UnknownKey, Code::DivisionByZero]);
}

/// What the article does not provide is imposed as the standard says, but never without a word.
#[test]
fn a_measure_that_the_article_does_not_provide_is_warned_of() {
    let item = r#"
fine = 100
statutory-measures = ["confiscate-gains", { measure = "revoke-licence", when = "n >= 10" }]
also = ["order-to-correct", "confiscate-gains", { measure = "revoke-licence", when = "bad" }]
"#;
    let warned = |facts: &[(&str, &str)]| {
        let outcome = assess(item, facts).unwrap();
        let warnings =
            outcome.warnings().into_iter().filter(|warning| warning.code == "measure-without-basis");
        warnings.count()
    };
    assert_eq!(warned(&[("n", "9"), ("bad", "true")]), 1);
    assert_eq!(warned(&[("bad", "true")]), 1, "nobody has established the condition");
    assert_eq!(warned(&[("n", "10"), ("bad", "true")]), 0);
    assert_eq!(warned(&[("n", "9"), ("bad", "false")]), 0);
}

/// A precondition over declared facts: not met, met, and open as long as a fact is missing.
#[test]
fn a_condition_can_say_for_which_cases_an_item_is() {
    let item = r#"
requires = { zh = "不足60或者轻微", en = "under 60, or light", when = 'n < 60 or grade = "light"' }
tiers = [{ n = "< 60", fine = 100 }, { grade = "light", fine = 100 }, { n = ">= 60", grade = "grave", fine = 200 }]
when-several = "first"
"#;
    let outcome = assess(item, &[("n", "60"), ("grade", "grave")]).unwrap();
    assert_eq!(outcome.decision().kind.code(), "not-applicable");
    let told = outcome.explanation(Language::English);
    assert!(told.contains("its precondition is not met: under 60, or light"), "{told}");

    let outcome = assess(item, &[("n", "59")]).unwrap();
    assert_eq!((fine(&outcome), outcome.assumptions().len()), (pair("100", "100"), 0));

    let error = assess(item, &[("n", "60")]).unwrap_err();
    assert_eq!(error.field(), Some("grade"));
}

/// What a precondition hangs on and is not known does not hold up the fine, but is told.
#[test]
fn a_condition_that_is_open_is_an_assumption() {
    let item = r#"
requires = { zh = "造成损害", en = "harm was done", when = "bad and n > 0" }
fine = "100 * n"
"#;
    let outcome = assess(item, &[("n", "5")]).unwrap();
    let assumptions = outcome.assumptions();
    assert_eq!((fine(&outcome), assumptions.len()), (pair("500", "500"), 1));
    assert_eq!(
        (assumptions[0].fact.as_str(), assumptions[0].text.en.as_str()),
        ("bad", "harm was done (to be confirmed)")
    );
    let outcome = assess(item, &[("n", "0")]).unwrap();
    assert_eq!(outcome.decision().kind.code(), "not-applicable");
}

#[test]
fn a_precondition_must_be_true_or_false_and_name_known_facts() {
    let requires =
        |when: &str| format!("requires = {{ zh = \"须\", en = \"required\", when = '{when}' }}\nfine = 1");
    assert_eq!(codes(&requires("n")), [Code::TypeMismatch]);
    assert_eq!(codes(&requires("n + 1")), [Code::TypeMismatch]);
    assert_eq!(codes(&requires("n > 1 and unheard")), [Code::UnknownFact]);
    assert_eq!(codes(&requires("refused to correct")), [Code::InvalidName]);
}

#[test]
fn of_two_possible_rows_with_one_amount_the_first_is_taken() {
    let item = r#"tiers = [{ n = "> 5", fine = 1000 }, { n = "[3..5]", fine = 100 }, { n = "< 3", fine = 100 }]

[conventions]
unknown-fact = "lightest""#;
    let outcome = assess(item, &[]).unwrap();
    assert_eq!((fine(&outcome), outcome.decision().row), (pair("100", "100"), Some(1)));
}

/// 10 to the power of 32 is a multiple of 2 to that of 32, and has more digits than a decimal.
#[test]
fn a_whole_amount_with_too_many_digits_is_an_error() {
    let found = assess("fine = \"10 ** 31 * n\"", &[("n", "10")]);
    assert_eq!(found.map(|outcome| fine(&outcome)).unwrap_err().code(), "overflow");
}
