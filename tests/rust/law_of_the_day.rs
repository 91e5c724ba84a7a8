//! Which version of the rules applies to a case, and which of several rules: small packs, worked out by hand.

use evenhand::penalty::LimitationState;
use evenhand::{AssessError, Case, Facts, LawOfTheDay, Outcome, Precedence, RuleBook};

/// A pack in force on these days, with these tables.
fn pack(days: &str, tables: &str) -> String {
    format!(
        "format = 1\nid = \"xx.town.stalls\"\ntitle = {{ zh = \"示例\", en = \"Example\" }}\n\
         source = {{ kind = \"illustration\", issuer = \"nobody\", checked = 2026-11-22 }}\n\
         in-force = {{ {days} }}\n{tables}"
    )
}

fn item(key: &str, more: &str) -> String {
    format!(
        "\n[penalty.{key}]\ntitle = {{ zh = \"事项{key}\", en = \"item {key}\" }}\nbasis = \"article {key}\"\n{more}\n"
    )
}

/// Before 2024: items 1 to 6. From 2024 on: 1 lighter, 2 heavier, 3 is now 13, 4 no violation any more, 5 left to
/// other law, 6 split into 61 and 62.
fn book() -> RuleBook {
    let mut old = String::new();
    for (key, fine) in
        [("1", "1000"), ("2", "1000"), ("3", "1000"), ("4", "1000"), ("5", "1000"), ("6", "1000")]
    {
        old.push_str(&item(key, &format!("fine = {fine}")));
    }
    let mut new = item("1", "fine = 999.99") + &item("2", "fine = 1000.01");
    new += &item("13", "fine = 500\nreplaces = [\"3\"]");
    new += &item("61", "fine = 100\nreplaces = [\"6\"]");
    new += &item("62", "fine = 2000\nreplaces = [\"6\"]");
    new += "\n[cancelled.4]\ntitle = { zh = \"事项4\", en = \"item 4\" }\nlawful = true\n";
    new += "\n[cancelled.5]\ntitle = { zh = \"事项5\", en = \"item 5\" }\nlawful = false\n";
    let packs = [
        ("old.toml", pack("from = 2020-01-01, until = 2023-12-31", &old)),
        ("new.toml", pack("from = 2024-01-01", &new)),
    ];
    RuleBook::load(packs).expect("the packs are sound")
}

fn case(acted: &str, decided: &str) -> Case {
    let day = |text: &str| text.parse().expect("a day");
    Case::new(Facts::new(), day(decided)).acted(day(acted))
}

fn assess(key: &str, acted: &str, decided: &str) -> Result<Outcome, AssessError> {
    book().assess(&format!("xx.town.stalls/{key}"), &case(acted, decided))
}

/// The word for the choice and the fine.
fn applied(key: &str, acted: &str, decided: &str) -> (&'static str, Option<String>) {
    let outcome = assess(key, acted, decided).expect("an outcome");
    let law = outcome.law_of_the_day().expect("a case has days").code();
    (law, outcome.decision().fine.map(|fine| fine.max.to_string()))
}

fn fine(amount: &str) -> Option<String> {
    Some(amount.to_owned())
}

#[test]
fn the_lighter_of_two_versions_applies_to_the_last_fen() {
    assert_eq!(applied("1", "2023-12-31", "2024-01-01"), ("new", fine("999.99")));
    assert_eq!(applied("2", "2023-12-31", "2024-01-01"), ("old", fine("1000")));
    assert_eq!(applied("1", "2023-12-31", "2023-12-31"), ("same", fine("1000")));
    assert_eq!(applied("2", "2024-01-01", "2024-01-01"), ("same", fine("1000.01")));
}

#[test]
fn a_continuous_act_counts_from_its_end() {
    let day = |text: &str| text.parse().expect("a day");
    let ended = case("2023-06-01", "2024-06-01").ended(day("2024-01-01"));
    let outcome = book().assess("xx.town.stalls/2", &ended).expect("an outcome");
    assert!(matches!(outcome.law_of_the_day(), Some(LawOfTheDay::Same)));
    assert_eq!(outcome.decision().fine.expect("a fine").max.to_string(), "1000.01");
}

#[test]
fn an_item_with_another_number_is_compared_with_its_successor() {
    assert_eq!(applied("3", "2023-06-01", "2024-06-01"), ("new", fine("500")));
    // Asked for by its present number, it is the same case.
    assert_eq!(applied("13", "2023-06-01", "2024-06-01"), ("new", fine("500")));
    assert_eq!(applied("62", "2023-06-01", "2024-06-01"), ("old", fine("1000")));
    assert_eq!(applied("61", "2023-06-01", "2024-06-01"), ("new", fine("100")));
}

#[test]
fn a_key_that_another_item_got_does_not_stand_for_the_old_one() {
    let old = item("4", "fine = 10") + &item("5", "fine = 1000") + &item("6", "fine = 1000");
    let old = old + &item("7", "fine = 1000") + &item("8", "fine = 1000");
    // 5 is now 15, and 4 is now 5; 6 is no violation any more, and 9 is new under its key; 7 kept a part; 8 is
    // dropped for other law.
    let mut new = item("15", "fine = 2000\nreplaces = [\"5\"]") + &item("5", "fine = 11\nreplaces = [\"4\"]");
    new += &item("6", "fine = 1\nreplaces = [\"elsewhere.rules/9\"]");
    new += &item("7", "fine = 1\nreplaces = [\"7\"]");
    new += &item("17", "fine = 2\nreplaces = [\"7\"]");
    new += &item("8", "fine = 1\nreplaces = [\"elsewhere.rules/9\"]");
    new += "\n[cancelled.6]\ntitle = { zh = \"事项6\", en = \"item 6\" }\nlawful = true\n";
    new += "\n[cancelled.8]\ntitle = { zh = \"事项8\", en = \"item 8\" }\nlawful = false\n";
    let packs = [
        ("old.toml", pack("from = 2020-01-01, until = 2023-12-31", &old)),
        ("new.toml", pack("from = 2024-01-01", &new)),
    ];
    let book = RuleBook::load(packs).expect("the packs are sound");
    let applied = |key: &str| {
        let outcome = book
            .assess(&format!("xx.town.stalls/{key}"), &case("2023-06-01", "2024-06-01"))
            .expect("an outcome");
        let law = outcome.law_of_the_day().expect("a case has days").code();
        (law, outcome.decision().fine.map(|fine| fine.max.to_string()))
    };
    assert_eq!(applied("5"), ("old", fine("1000")));
    assert_eq!(applied("15"), ("old", fine("1000")));
    assert_eq!(applied("4"), ("old", fine("10")));
    assert_eq!(applied("6"), ("no-longer-unlawful", None));
    assert_eq!(applied("7"), ("new", fine("1")));
    assert_eq!(applied("8"), ("no-longer-in-force", fine("1000")));
}

/// The state of limitation under two versions, for an act of 2018-06-01.
fn limitation(old: &str, new: &str, found: &str) -> (LimitationState, Option<String>) {
    let facts = "facts.grave = { type = \"boolean\" }\nfacts.gravest = { type = \"boolean\" }\n";
    let version = |days: &str, limitation: &str| {
        let tables = format!("limitation = {{ basis = \"article 9\", {limitation} }}\n{facts}");
        pack(days, &(tables + &item("1", "fine = 1000")))
    };
    let packs = [
        ("old.toml", version("from = 2010-01-01, until = 2019-12-31", old)),
        ("new.toml", version("from = 2020-01-01", new)),
    ];
    let case = case("2018-06-01", "2030-06-01").found(found.parse().expect("a day"));
    let book = RuleBook::load(packs).expect("the packs are sound");
    let outcome = book.assess("xx.town.stalls/1", &case).expect("an outcome");
    let (_, finding) = outcome.limitation().expect("a period");
    (finding.state, outcome.decision().fine.map(|fine| fine.max.to_string()))
}

fn longer(fact: &str, period: &str) -> String {
    format!("{{ title = {{ zh = \"严重\", en = \"grave\" }}, when = \"{fact}\", period = \"{period}\" }}")
}

#[test]
fn of_several_longer_periods_that_are_open_the_longest_counts() {
    for periods in [["P10Y", "P3Y"], ["P3Y", "P10Y"]] {
        let list = [longer("gravest", periods[0]), longer("grave", periods[1])].join(", ");
        let rule = format!("period = \"P2Y\", longer = [{list}]");
        // Five years after the act: too late for three years, not for ten.
        let (state, amount) = limitation(&rule, &rule, "2023-06-01");
        assert!(matches!(state, LimitationState::FactOpen(_)), "{periods:?}: {state:?}");
        assert_eq!(amount, fine("1000"));
        // Ten years end with 2028-06-01, on which it is still open.
        let case = |found: &str| limitation(&rule, &rule, found).0;
        assert!(matches!(case("2028-06-01"), LimitationState::FactOpen(_)), "{periods:?}");
        assert_eq!(case("2028-06-02"), LimitationState::Expired, "{periods:?}");
        // Where both are established, the longest counts, too.
        let rule = rule.replace("\"gravest\"", "\"true\"").replace("\"grave\"", "\"true\"");
        assert_eq!(limitation(&rule, &rule, "2028-06-01").0, LimitationState::InTime, "{periods:?}");
        assert_eq!(limitation(&rule, &rule, "2028-06-02").0, LimitationState::Expired, "{periods:?}");
    }
}

#[test]
fn what_is_too_late_under_one_version_is_too_late() {
    let open = |period: &str| format!("period = \"{period}\", longer = [{}]", longer("grave", "P10Y"));
    let expired = (LimitationState::Expired, None);
    // Three years after the act: two years are over in the old law, whatever the new one hangs on, and the reverse.
    assert_eq!(limitation("period = \"P2Y\"", &open("P1Y"), "2021-06-01"), expired);
    assert_eq!(limitation(&open("P2Y"), "period = \"P30M\"", "2021-06-01"), expired);
    // Neither is over for certain.
    let (state, amount) = limitation(&open("P2Y"), &open("P1Y"), "2021-06-01");
    assert!(matches!(state, LimitationState::FactOpen(_)), "{state:?}");
    assert_eq!(amount, fine("1000"));
}

#[test]
fn what_is_no_violation_any_more_is_not_penalised() {
    let outcome = assess("4", "2023-06-01", "2024-06-01").expect("an outcome");
    assert_eq!(outcome.decision().kind.code(), "no-penalty");
    assert_eq!(outcome.law_of_the_day().map(LawOfTheDay::code), Some("no-longer-unlawful"));
    assert!(
        outcome
            .explanation(evenhand::Language::English)
            .contains("no longer under the rules from 2024-01-01")
    );
    assert_eq!(applied("4", "2023-06-01", "2023-12-31"), ("same", fine("1000")));
}

#[test]
fn an_item_that_is_left_to_other_law_or_split_is_told_as_open() {
    for key in ["5", "6"] {
        let outcome = assess(key, "2023-06-01", "2024-06-01").expect("an outcome");
        assert_eq!(outcome.law_of_the_day().map(LawOfTheDay::code), Some("no-longer-in-force"), "{key}");
        let warnings = outcome.warnings();
        assert!(warnings.iter().any(|warning| warning.code == "no-longer-in-force"), "{key}: {warnings:?}");
    }
}

/// An item that ended with 2019, under a law of procedure that begins with 2020 and asks for `party`.
fn ended_item(more: &str) -> RuleBook {
    let law = "governs = [\"xx.town.stalls\"]\nfacts.party = { type = \"boolean\" }\n\
               [procedure.summary]\ntitle = { zh = \"简易\", en = \"summary\" }\nbasis = \"article 1\"\n\
               when = \"party\"\ndecides = \"officer\"\nsteps = []\n\
               [procedure.ordinary]\ntitle = { zh = \"普通\", en = \"ordinary\" }\nbasis = \"article 2\"\n\
               decides = \"head\"\nsteps = []\n";
    let law = pack("from = 2020-01-01", law).replace("xx.town.stalls\"\ntitle", "xx.law\"\ntitle");
    let rules = item("1", "fine = 1000")
        + &item(
            "2",
            "fine = \"100 * area\"\nfacts.area = { type = \"number\", unit = \"m2\", range = \"[0..100]\" }",
        );
    let rules = pack("from = 2010-01-01, until = 2019-12-31", &(rules + more));
    RuleBook::load([("law.toml", law), ("rules.toml", rules)]).expect("the packs are sound")
}

#[test]
fn the_procedure_for_an_item_that_is_gone_asks_for_the_facts_of_the_day() {
    let text = "fine = 10\nfacts.party = { type = \"string\", values = [\"one\", \"many\"] }\n\
                tiers = [{ party = \"one\" }, { party = \"many\" }]";
    let book = ended_item(&item("3", text));
    let day = |text: &str| text.parse().expect("a day");
    let case = |facts: Facts| Case::new(facts, day("2024-06-01")).acted(day("2018-06-01"));
    let key = |outcome: &Outcome| outcome.procedure().map(|applied| applied.procedure.key.clone());
    for (party, procedure) in [(true, "summary"), (false, "ordinary")] {
        let case = case(Facts::new().with("party", party));
        let outcome = book.assess("xx.town.stalls/1", &case).expect("an outcome");
        assert_eq!(outcome.law_of_the_day().map(LawOfTheDay::code), Some("no-longer-in-force"));
        assert_eq!(key(&outcome).as_deref(), Some(procedure));
        let json: serde_json::Value = serde_json::from_str(&outcome.to_json()).expect("JSON");
        assert_eq!(json["facts"], serde_json::json!({ "party": party.to_string() }));
        // Given once for the act, it counts under each of its rules.
        let ids = ["xx.town.stalls/1", "xx.town.stalls/2"];
        let case = Case::new(Facts::new().with("party", party).with("area", 5), day("2024-06-01"))
            .acted(day("2018-06-01"));
        let concurrence = book.assess_one_act(&ids, &case).expect("outcomes");
        for outcome in concurrence.outcomes() {
            assert_eq!(key(outcome).as_deref(), Some(procedure));
        }
    }
    // A value that the law of procedure cannot read is refused, as it is where the item goes on.
    let error =
        book.assess("xx.town.stalls/3", &case(Facts::new().with("party", "one"))).expect_err("a text");
    assert_eq!((error.code(), error.field()), ("wrong-type", Some("party")));
    let error =
        book.assess("xx.town.stalls/1", &case(Facts::new().with("weather", "rain"))).expect_err("unknown");
    assert_eq!((error.code(), error.field()), ("unknown-fact", Some("weather")));
}

#[test]
fn nobody_is_penalised_by_a_rule_that_came_later() {
    let error = assess("1", "2019-12-31", "2024-06-01").expect_err("no rule on that day");
    assert_eq!(error.code(), "not-in-force");
    assert!(error.to_string().contains("2019-12-31"), "{error}");
}

#[test]
fn days_in_the_wrong_order_are_refused() {
    let day = |text: &str| text.parse().expect("a day");
    let cases = [
        (case("2024-06-02", "2024-06-01"), "decided"),
        (case("2023-06-02", "2024-06-01").ended(day("2023-06-01")), "ended"),
        (case("2023-06-02", "2024-06-01").found(day("2023-06-01")), "found"),
        (case("2023-06-02", "2024-06-01").found(day("2024-06-02")), "decided"),
        (case("2023-06-02", "2024-06-01").ended(day("2024-06-02")), "decided"),
    ];
    for (case, field) in cases {
        let error = book().assess("xx.town.stalls/1", &case).expect_err("days in the wrong order");
        assert_eq!((error.code(), error.field()), ("days-reversed", Some(field)), "{error}");
    }
    // A continuous act may be found before it ends.
    let found_early = case("2024-01-02", "2024-06-01").found(day("2024-02-01")).ended(day("2024-03-01"));
    assert!(book().assess("xx.town.stalls/1", &found_early).is_ok());
}

#[test]
fn the_bare_decision_is_that_of_the_outcome() {
    for key in ["1", "2", "3", "4", "5", "6"] {
        let id = format!("xx.town.stalls/{key}");
        let case = case("2023-06-01", "2024-06-01");
        let book = book();
        let outcome = book.assess(&id, &case).expect("an outcome");
        assert_eq!(book.decide(&id, &case).as_ref(), Ok(outcome.decision()), "{key}");
    }
}

#[test]
fn one_act_under_several_rules_takes_the_heavier_rule() {
    let rules = item("a", "statutory = \"[100..2000]\"\nfine = \"500\"")
        + &item("b", "statutory = \"[200..2000]\"")
        + &item("c", "statutory = \"[0..1999.99]\"\nfine = \"1999.99\"")
        + &item("d", "statutory = \"[200..2000]\"\nfine = \"2000\"")
        + &item("e", "tiers = [{ outcome = \"no-penalty\" }]")
        + &item("g", "statutory = \"[200..2000]\"\nfine = \"2000\"")
        + &item("h", "tiers = [{ outcome = \"measures\", also = [\"warning\"] }]")
        + &item(
            "f",
            "fine = \"50 * area\"\nfacts.area = { type = \"number\", unit = \"m2\", range = \"[0..100]\" }",
        );
    let book = RuleBook::load([("rules.toml", pack("from = 2020-01-01", &rules))]).expect("sound");
    let choose = |keys: &[&'static str], facts: Facts| {
        let ids: Vec<String> = keys.iter().map(|key| format!("xx.town.stalls/{key}")).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let case = Case::new(facts, "2024-06-01".parse().expect("a day"));
        let concurrence = book.assess_one_act(&ids, &case).expect("outcomes");
        assert_eq!(concurrence.outcomes().len(), keys.len());
        (concurrence.applied().and_then(|(index, _)| keys.get(index).copied()), concurrence.precedence())
    };
    assert_eq!(choose(&["c", "a"], Facts::new()), (Some("a"), Precedence::HigherMaximum));
    assert_eq!(choose(&["a", "b"], Facts::new()), (Some("b"), Precedence::HigherMinimum));
    assert_eq!(choose(&["b", "d"], Facts::new()), (Some("d"), Precedence::HigherFine));
    assert_eq!(choose(&["d", "g"], Facts::new()), (Some("d"), Precedence::Equal));
    assert_eq!(choose(&["e", "a"], Facts::new()), (Some("a"), Precedence::OnlyFine));
    assert_eq!(choose(&["e", "h"], Facts::new()), (None, Precedence::NoFine));
    // A fact that only one of the rules asks for is given once for the act.
    assert_eq!(choose(&["a", "f"], Facts::new().with("area", 39)), (Some("a"), Precedence::HigherMaximum));
    assert_eq!(choose(&["a", "f"], Facts::new().with("area", 40)), (Some("f"), Precedence::HigherMinimum));
}

#[test]
fn a_fact_that_no_rule_knows_is_refused_in_every_rule() {
    let case = Case::new(Facts::new().with("weather", "rain"), "2024-06-01".parse().expect("a day"));
    let error = book().assess_one_act(&["xx.town.stalls/1", "xx.town.stalls/2"], &case).expect_err("unknown");
    assert_eq!((error.code(), error.field()), ("unknown-fact", Some("weather")));
}

#[test]
fn one_act_cannot_break_the_same_rule_twice() {
    let case = Case::new(Facts::new(), "2024-06-01".parse().expect("a day"));
    let twice = ["xx.town.stalls/1", "xx.town.stalls/1"];
    let error = book().assess_one_act(&twice, &case).expect_err("the same rule");
    assert_eq!(error.code(), "duplicate-item");
}

/// A general law over `xx.town` on these days.
fn general(days: &str, tables: &str) -> String {
    format!(
        "format = 1\nid = \"xx.general.law\"\ntitle = {{ zh = \"示例\", en = \"Example\" }}\ngoverns = [\"xx.town\"]\n\
         source = {{ kind = \"illustration\", issuer = \"nobody\", checked = 2026-11-22 }}\n\
         in-force = {{ {days} }}\n{tables}"
    )
}

const FIRST: &str = r#"
facts.first = { type = "boolean" }

[circumstance.1]
title = { zh = "初次", en = "first time" }
basis = "article 1"
when = "first"
effect = "no-penalty"
may = true
"#;

#[test]
fn what_only_the_later_law_allows_makes_it_lighter() {
    let rule = item("1", "fine = 1000");
    let packs = [
        ("old.toml", pack("from = 2020-01-01, until = 2023-12-31", &rule)),
        ("new.toml", pack("from = 2024-01-01", &rule)),
        ("law.toml", general("from = 2024-01-01", FIRST)),
    ];
    let book = RuleBook::load(packs).expect("sound");
    let day = |text: &str| text.parse().expect("a day");
    let with = |first: bool| {
        let case = Case::new(Facts::new().with("first", first), day("2024-06-01")).acted(day("2023-06-01"));
        let outcome = book.assess("xx.town.stalls/1", &case).expect("an outcome");
        let allowed = outcome.circumstances().iter().filter(|found| found.allows.is_some()).count();
        (outcome.law_of_the_day().expect("days").code(), allowed)
    };
    assert_eq!(with(true), ("new", 1));
    assert_eq!(with(false), ("old", 0));
}

#[test]
fn gains_are_confiscated_by_the_general_law_where_the_item_does_not_say_so() {
    let law = r#"
facts.gains = { type = "boolean" }
also = [{ measure = "confiscate-gains", when = "gains" }]
"#;
    // A key of the root stands before the first table.
    let law = general("from = 2020-01-01", "").replace("governs =", &format!("{}\ngoverns =", law.trim()));
    let rules = item("1", "fine = 1000")
        + &item("2", "fine = 1000\nalso = [{ measure = \"confiscate-gains\", may = true }]");
    let book = RuleBook::load([("law.toml", law), ("rules.toml", pack("from = 2020-01-01", &rules))])
        .expect("sound");
    let measures = |key: &str, gains: bool| {
        let case = Case::new(Facts::new().with("gains", gains), "2024-06-01".parse().expect("a day"));
        let outcome = book.assess(&format!("xx.town.stalls/{key}"), &case).expect("an outcome");
        outcome.measures().iter().map(|measure| measure.may).collect::<Vec<_>>()
    };
    assert_eq!(measures("1", true), [false]);
    assert_eq!(measures("1", false), [] as [bool; 0]);
    assert_eq!(measures("2", true), [true], "the item has its own word on it");
}

#[test]
fn a_window_between_the_ends_of_the_fine_is_open() {
    let procedure = |when: &str| {
        let law = format!(
            "\n[procedure.window]\ntitle = {{ zh = \"甲\", en = \"a\" }}\nbasis = \"1\"\ndecides = \"head\"\nsteps = []\nwhen = \"{when}\"\n"
        );
        let rule = item("1", "statutory = \"[500..5000]\"");
        let packs = [
            ("law.toml", general("from = 2020-01-01", &law)),
            ("rules.toml", pack("from = 2020-01-01", &rule)),
        ];
        let book = RuleBook::load(packs).expect("sound");
        let case = Case::new(Facts::new(), "2024-06-01".parse().expect("a day"));
        let outcome = book.assess("xx.town.stalls/1", &case).expect("an outcome");
        outcome.procedure().is_some()
    };
    assert!(procedure("fine in [500..5000]"));
    assert!(!procedure("fine in [1000..3000]"), "not certain");
    assert!(!procedure("fine < 1000 or fine > 3000"), "not certain");
    assert!(!procedure("fine > 5000"));
}

#[test]
fn what_is_not_certain_or_not_recorded_is_said() {
    let days = "from = 2020-01-01, uncertain-from = 2024-01-01, earlier = \"unrecorded\", note = { zh = \"据报废止\", en = \"said to be repealed\" }";
    let book = RuleBook::load([("rules.toml", pack(days, &item("1", "fine = 1000")))]).expect("sound");
    let warned = |acted: &str, decided: &str| {
        let outcome = book.assess("xx.town.stalls/1", &case(acted, decided)).expect("an outcome");
        outcome
            .warnings()
            .iter()
            .any(|warning| warning.code == "uncertain" && warning.text.en.contains("repealed"))
    };
    assert!(!warned("2023-12-30", "2023-12-31"));
    assert!(warned("2023-12-31", "2024-01-01"));
    assert!(warned("2024-01-01", "2024-01-01"));
    let error = book.assess("xx.town.stalls/1", &case("2019-12-31", "2020-02-01")).expect_err("before");
    assert!(error.to_string().contains("an earlier text was in force"), "{error}");
}

#[test]
fn a_circumstance_can_be_for_some_items_only() {
    let rules = "\n[circumstance.1]\ntitle = { zh = \"从重\", en = \"severe\" }\nbasis = \"1\"\nwhen = \"grave\"\neffect = \"times\"\ntimes = \"2\"\nitems = [\"1\"]\n\n[facts]\ngrave = { type = \"boolean\" }\n".to_owned()
        + &item("1", "fine = 1000")
        + &item("2", "fine = 1000");
    let book = RuleBook::load([("rules.toml", pack("from = 2020-01-01", &rules))]).expect("sound");
    let fine = |key: &str| {
        let case = Case::new(Facts::new().with("grave", true), "2024-06-01".parse().expect("a day"));
        let decision = book.decide(&format!("xx.town.stalls/{key}"), &case).expect("a decision");
        decision.fine.map(|fine| fine.max.to_string())
    };
    assert_eq!((fine("1"), fine("2")), (Some("2000".to_owned()), Some("1000".to_owned())));
    let unknown = rules.replace("items = [\"1\"]", "items = [\"3\"]");
    let faults =
        RuleBook::load([("rules.toml", pack("from = 2020-01-01", &unknown))]).expect_err("no such item");
    assert!(faults.to_string().contains("there is no item `3`"), "{faults}");
}
