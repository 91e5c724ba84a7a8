//! The check across items against a look at every case that two random items for the same conduct can both meet.

use evenhand::check::FindingCode;
use evenhand::{Decision, Facts, Item, RuleBook};
use proptest::prelude::*;

/// The fines that a row can have; those with the fact are the same amount under different texts.
const FINES: [&str; 6] = ["100", "200", "40 * n", "n * 10 * 4", "[100..min(200, 40 * n + 100)]", "no fine"];

/// A row from `low` on, for one side of the truth value or for both.
#[derive(Clone, Debug)]
struct Drawn {
    low: i64,
    side: Option<bool>,
    fine: &'static str,
}

fn row() -> impl Strategy<Value = Drawn> {
    (0_i64..6, prop::option::of(any::<bool>()), prop::sample::select(&FINES[..]))
        .prop_map(|(low, side, fine)| Drawn { low, side, fine })
}

fn item(key: &str, rows: &[Drawn], with: &str, further: &str) -> String {
    let rows = rows.iter().map(|row| {
        let side = row.side.map_or_else(String::new, |side| format!(", {with} = {side}"));
        let fine = if row.fine == "no fine" {
            "outcome = \"no-penalty\"".to_owned()
        } else {
            format!("fine = \"{}\"", row.fine)
        };
        format!("  {{ n = \">= {}\"{side}, {fine} }},\n", row.low)
    });
    format!(
        "[penalty.{key}]\ntitle = {{ zh = \"第{key}项\", en = \"item {key}\" }}\nbasis = \"第{key}条\"\n{further}when-several = \"first\"\ntiers = [\n{}]\n\n",
        rows.collect::<String>()
    )
}

fn pack(first: &[Drawn], second: &[Drawn], shared: bool) -> String {
    let with = if shared { "flag" } else { "other" };
    format!(
        r#"format = 1
id = "xx.town.stalls"
title = {{ zh = "示例", en = "Example" }}
source = {{ kind = "illustration", issuer = "nobody", checked = 2026-11-22 }}
in-force = {{ from = 2026-01-01 }}
facts.n = {{ type = "number", range = "[0..6]" }}
facts.flag = {{ type = "boolean" }}
facts.other = {{ type = "boolean" }}

{}{}"#,
        item("1", first, "flag", "same-conduct-as = [\"xx.town.stalls/2\"]\n"),
        item("2", second, with, "")
    )
}

/// What an item says of a case: the facts that it does not have are left out.
fn decided(item: &Item, n: i64, flags: [(&str, bool); 2]) -> Option<Decision> {
    let known = |name: &str| item.facts.iter().any(|fact| fact.name == name);
    let flags = flags.into_iter().filter(|(name, _)| known(name));
    let facts = flags.fold(Facts::new().with("n", n), |facts, (name, value)| facts.with(name, value));
    item.decide(&facts).ok()
}

/// Whether some case that both items decide gets different fines.
fn differ(book: &RuleBook) -> bool {
    let items: Vec<_> = book.items().collect();
    let [first, second] = items.as_slice() else { panic!("two items") };
    let cases = (0..=6_i64).flat_map(|n| (0..4).map(move |flags| (n, flags)));
    cases.into_iter().any(|(n, flags)| {
        let flags = [("flag", flags & 1 == 1), ("other", flags & 2 == 2)];
        let both = decided(first, n, flags).zip(decided(second, n, flags));
        both.is_some_and(|(one, two)| (one.kind, one.fine) != (two.kind, two.fine))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_difference_is_told_exactly_where_there_is_one(
        first in prop::collection::vec(row(), 1..4),
        second in prop::collection::vec(row(), 1..4),
        alike in any::<bool>(),
        shared in any::<bool>(),
    ) {
        let second = if alike { first.clone() } else { second };
        let pack = pack(&first, &second, shared);
        let book = RuleBook::load([("drawn.toml", &pack)]).expect("a sound pack");
        let findings = book.check(None);
        let told = findings.iter().any(|finding| finding.code == FindingCode::DifferentAmounts);
        prop_assert_eq!(told, differ(&book), "{}", pack);
        let undecided = findings.iter().any(|finding| finding.code == FindingCode::NotDecided);
        prop_assert!(!undecided, "{}", pack);
    }
}
