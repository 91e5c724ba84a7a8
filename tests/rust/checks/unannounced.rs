//! What a check must not say, or must say without a pack of its own.

use evenhand::RuleBook;
use evenhand::check::FindingCode;

/// The codes that are found in an item with these lines; `n` is a whole number from 0 to 10.
fn codes(lines: &str) -> Vec<FindingCode> {
    let pack = format!(
        "format = 1\nid = \"xx.town\"\ntitle = {{ zh = \"例\", en = \"example\" }}\n\
         source = {{ kind = \"illustration\", issuer = \"nobody\", checked = 2026-11-21 }}\n\
         in-force = {{ from = 2026-01-01, until = 2026-01-31 }}\n\
         facts.n = {{ type = \"number\", range = \"[0..10]\" }}\n\
         [penalty.1]\ntitle = {{ zh = \"例\", en = \"example\" }}\nbasis = \"1\"\n{lines}\n"
    );
    let book = RuleBook::load([("pack.toml", pack)]).unwrap_or_else(|faults| panic!("{faults}"));
    book.check(None).iter().map(|finding| finding.code).collect()
}

#[test]
fn a_row_whose_amount_is_invalid_can_still_be_chosen() {
    let found = codes(
        "when-several = \"first\"\n\
         tiers = [{ n = \"> 5\", fine = \"-1 * n\" }, { n = \"<= 5\", fine = 100 }]",
    );
    assert!(!found.contains(&FindingCode::NeverChosen), "{found:?}");
}

/// It is the only one that matches there, so that nothing has to be tried.
#[test]
fn a_row_that_is_alone_can_be_chosen_under_heaviest_whatever_its_amount() {
    let found = codes(
        "when-several = \"heaviest\"\n\
         tiers = [{ n = \"> 5\", fine = 100 }, { n = \"<= 5\", fine = \"1 * n - 3\" }]",
    );
    assert!(found.contains(&FindingCode::BelowZero), "{found:?}");
    assert!(!found.contains(&FindingCode::NotDecided), "{found:?}");
}

#[test]
fn without_a_day_nothing_is_said_of_documents_that_end() {
    let found = codes("fine = 100");
    assert!(!found.contains(&FindingCode::Expired) && !found.contains(&FindingCode::Expiring), "{found:?}");
}

#[test]
fn the_checks_say_the_same_each_time() {
    let book = RuleBook::bundled().unwrap();
    let told = || book.check(None).iter().map(|finding| finding.to_json()).collect::<Vec<String>>();
    assert_eq!(told(), told());
}

/// A factor over a precondition needs a level only for where it is met.
#[test]
fn a_precondition_that_is_not_met_needs_no_level() {
    let found = codes(
        "requires = { zh = \"须\", en = \"required\", when = \"ordered\" }\nbase = 100\n\
         weights = { factors = [{ fact = \"ordered\", weight = { true = \"10%\" } }] }",
    );
    assert!(!found.contains(&FindingCode::NoLevel), "{found:?}");
}

/// So many rows that are open in one box are not tried in every combination.
#[test]
fn many_rows_that_hang_on_one_number_are_told_apart() {
    let row =
        |remainder: u32| format!("{{ when = \"modulo(n * n * n, 41) = {remainder}\", fine = {remainder} }}");
    let rows: Vec<String> = (0..41).map(row).collect();
    let found = codes(&format!("tiers = [{}]", rows.join(", ")));
    let cubes: std::collections::BTreeSet<u32> = (0..=10_u32).map(|n| n.pow(3) % 41).collect();
    let never = found.iter().filter(|code| **code == FindingCode::NeverChosen).count();
    assert_eq!(never, 41 - cubes.len(), "{found:?}");
    for code in [FindingCode::NotDecided, FindingCode::SeveralTiers, FindingCode::Uncovered] {
        assert!(!found.contains(&code), "{found:?}");
    }
}

/// Fewer rises than two do not make a table go up.
#[test]
fn two_tiers_after_the_first_are_no_order() {
    let found = codes("tiers = [{ n = 1, fine = 100 }, { n = 2, fine = 300 }, { n = \">= 3\", fine = 200 }]");
    assert!(!found.contains(&FindingCode::TiersOutOfOrder), "{found:?}");
}

/// A table of so many rows, whose fine rises by a yuan from one to the next.
fn not_decided(rows: usize) -> Vec<String> {
    let row = |row: usize| format!("{{ n = {row}, fine = {row} }}, ");
    let pack = format!(
        "format = 1\nid = \"xx.town\"\ntitle = {{ zh = \"例\", en = \"example\" }}\n\
         source = {{ kind = \"illustration\", issuer = \"nobody\", checked = 2026-11-21 }}\n\
         in-force = {{ from = 2026-01-01 }}\n\
         facts.n = {{ type = \"number\", range = \"[1..{rows}]\", aggravates = true }}\n\
         [penalty.1]\ntitle = {{ zh = \"例\", en = \"example\" }}\nbasis = \"1\"\n\
         statutory = \"[1..{rows}]\"\ntiers = [{}]\n",
        (1..=rows).map(row).collect::<String>()
    );
    let book = RuleBook::load([("pack.toml", pack)]).unwrap_or_else(|faults| panic!("{faults}"));
    let findings = book.check(None);
    let open = findings.iter().filter(|finding| finding.code == FindingCode::NotDecided);
    open.map(|finding| finding.message.en.clone()).collect()
}

#[test]
fn each_two_of_five_hundred_rows_are_compared() {
    assert_eq!(not_decided(500), Vec::<String>::new());
}

#[test]
fn that_more_rows_are_not_compared_is_said() {
    assert_eq!(
        not_decided(501),
        [
            "whether a graver n can be fined less was not decided",
            "whether the fine jumps at a boundary was not decided"
        ]
    );
}
