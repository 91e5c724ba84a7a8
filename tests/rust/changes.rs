//! What changed between two days.

use std::collections::{BTreeMap, BTreeSet};

use evenhand::{Aspect, Change, Ending, RuleBook};
use proptest::prelude::*;

/// A version of a document: its head, and whatever follows.
fn version(id: &str, days: &str, items: &str) -> String {
    format!(
        r#"format = 1
id = "{id}"
title = {{ zh = "示例", en = "Example" }}
source = {{ kind = "illustration", issuer = "nobody", checked = 2026-11-21 }}
in-force = {{ {days} }}
{items}"#
    )
}

/// The years in which the three versions of a document are in force.
const DAYS: [&str; 3] =
    ["from = 2024-01-01, until = 2024-12-31", "from = 2025-01-01, until = 2025-12-31", "from = 2026-01-01"];

fn item(key: &str, rest: &str) -> String {
    let title = "title = { zh = \"违法\", en = \"violation\" }";
    format!("[penalty.{key}]\n{title}\nbasis = \"article\"\n{rest}\n")
}

fn book(files: &[String]) -> RuleBook {
    let names = (0..).map(|number| format!("{number}.toml"));
    RuleBook::load(names.zip(files)).unwrap_or_else(|faults| panic!("{faults}"))
}

/// A book of one document, with these items in its versions, one a year from 2024.
fn town(versions: &[String]) -> RuleBook {
    let versions = DAYS.iter().zip(versions).map(|(days, items)| version("xx.town", days, items));
    book(&versions.collect::<Vec<_>>())
}

fn changes<'a>(book: &'a RuleBook, from: &str, to: &str) -> Vec<Change<'a>> {
    book.changes(from.parse().unwrap(), to.parse().unwrap())
}

/// The changes in a few words: what, the ids before and after, and in what, or why.
fn told(book: &RuleBook, from: &str, to: &str) -> Vec<String> {
    let ids = |items: &[&std::sync::Arc<evenhand::Item>]| {
        items.iter().map(|item| item.id.replace("xx.", "")).collect::<Vec<_>>().join(" + ")
    };
    let words = |change: &Change<'_>| {
        let aspects: Vec<&str> = change.aspects().iter().map(|aspect| aspect.code()).collect();
        let why = match change {
            Change::Cancelled { ending: Ending::Stated { cancellation, document }, .. } => {
                format!("lawful {} from {}", cancellation.lawful, document.in_force.from)
            }
            Change::Cancelled { ending: Ending::Unstated { document }, .. } => {
                format!("unstated from {}", document.in_force.from)
            }
            Change::Cancelled { ending: Ending::DocumentEnded { document }, .. } => {
                format!("ended {}", document.in_force.until.unwrap())
            }
            Change::Cancelled { ending: Ending::NotYet, .. } => "not yet".to_owned(),
            _ => aspects.join(" "),
        };
        let parts =
            [change.code().to_owned(), ids(change.before()), ">".to_owned(), ids(change.after()), why];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    };
    changes(book, from, to).iter().map(words).collect()
}

const A: &str = "2024-06-01";
const B: &str = "2025-06-01";
const C: &str = "2026-06-01";

#[test]
fn items_come_change_and_go() {
    let book = town(&[
        item("1", "fine = 100") + &item("2", "fine = 100") + &item("3", "fine = 100"),
        item("1", "fine = 100") + &item("2", "fine = 200") + &item("4", "fine = 100"),
    ]);
    assert_eq!(
        told(&book, A, B),
        ["changed town/2 > town/2 amount", "added > town/4", "cancelled town/3 > unstated from 2025-01-01"]
    );
    assert_eq!(
        told(&book, B, A),
        ["changed town/2 > town/2 amount", "cancelled town/4 > not yet", "added > town/3"]
    );
    assert!(told(&book, A, A).is_empty() && told(&book, B, B).is_empty());
    assert!(told(&book, "2024-01-01", "2024-12-31").is_empty(), "both ends belong to the version");
}

#[test]
fn an_item_is_renumbered_merged_or_split() {
    let book = town(&[
        (1..=6).map(|key| item(&key.to_string(), &format!("fine = {key}00"))).collect(),
        item("11", "fine = 100\nreplaces = [\"1\"]")
            + &item("12", "fine = 201\nreplaces = [\"xx.town/2\"]")
            + &item("13", "fine = 300\nreplaces = [\"3\", \"4\"]")
            + &item("5", "fine = 500\nreplaces = [\"6\"]"),
        item("11", "fine = 100")
            + &item("12", "fine = 201")
            + &item("14", "fine = 300\nreplaces = [\"13\"]")
            + &item("15", "fine = 300\nreplaces = [\"13\"]")
            + &item("5", "fine = 500"),
    ]);
    assert_eq!(
        told(&book, A, B),
        [
            "renumbered town/1 > town/11",
            "renumbered town/2 > town/12 amount",
            "merged town/3 + town/4 > town/13",
            "merged town/5 + town/6 > town/5",
        ]
    );
    assert_eq!(told(&book, B, C), ["split town/13 > town/14 + town/15"]);
    assert_eq!(
        told(&book, A, C),
        [
            "renumbered town/1 > town/11",
            "renumbered town/2 > town/12 amount",
            "regrouped town/3 + town/4 > town/14 + town/15",
            "merged town/5 + town/6 > town/5",
        ]
    );
    assert_eq!(told(&book, C, B), ["merged town/14 + town/15 > town/13"]);
}

#[test]
fn a_part_that_keeps_its_key_says_so() {
    let both = item("1", "fine = 100") + &item("2", "fine = 200\nreplaces = [\"1\"]");
    let book = town(&[item("1", "fine = 100"), both.clone()]);
    assert_eq!(told(&book, A, B), ["added > town/1", "renumbered town/1 > town/2 amount"]);
    let kept = both.replacen("fine = 100", "fine = 100\nreplaces = [\"1\"]", 1);
    let book = town(&[item("1", "fine = 100"), kept]);
    assert_eq!(told(&book, A, B), ["split town/1 > town/1 + town/2"]);
}

#[test]
fn keys_that_move_up_do_not_lead_astray() {
    let book = town(&[
        item("1", "fine = 100") + &item("2", "fine = 200") + &item("3", "fine = 300"),
        item("1", "fine = 200\nreplaces = [\"2\"]")
            + &item("2", "fine = 300\nreplaces = [\"3\"]")
            + "[cancelled]\n1 = { title = { zh = \"违法\", en = \"violation\" }, lawful = true }",
        item("1", "fine = 200") + &item("2", "fine = 300") + &item("3", "fine = 400"),
    ]);
    let moved = ["renumbered town/2 > town/1", "renumbered town/3 > town/2"];
    let cancelled = "cancelled town/1 > lawful true from 2025-01-01";
    assert_eq!(told(&book, A, B), [moved[0], moved[1], cancelled]);
    // A key that comes back later is a new item: the old one moved on.
    assert_eq!(told(&book, A, C), [moved[0], moved[1], "added > town/3", cancelled]);
}

#[test]
fn what_a_version_between_says_still_counts() {
    let cancelled = "[cancelled]\n\
        2 = { title = { zh = \"违法\", en = \"violation\" }, lawful = true }\n\
        3 = { title = { zh = \"违法\", en = \"violation\" }, lawful = false }\n";
    let keys = |keys: &[&str]| keys.iter().map(|key| item(key, "fine = 100")).collect::<String>();
    let book = town(&[
        keys(&["1", "2", "3", "4", "5"]),
        item("1b", "fine = 100\nreplaces = [\"1\"]") + &keys(&["4", "5", "6"]) + cancelled,
        item("1c", "fine = 100\nreplaces = [\"1b\"]")
            + &item("5", "fine = 100\nreplaces = [\"6\"]")
            + "[cancelled]\n4 = { title = { zh = \"违法\", en = \"violation\" }, lawful = true }",
    ]);
    assert_eq!(
        told(&book, A, C),
        [
            "renumbered town/1 > town/1c",
            "cancelled town/2 > lawful true from 2025-01-01",
            "cancelled town/3 > lawful false from 2025-01-01",
            "cancelled town/4 > lawful true from 2026-01-01",
        ],
        "6 came and was merged between the two days, so that 5 is what it was"
    );
}

#[test]
fn documents_end_lapse_and_take_over_from_each_other() {
    let one = item("1", "fine = 100");
    let two = one.clone() + &item("2", "fine = 200");
    let book = book(&[
        // Ends, and another document takes one item over a month later.
        version("xx.old", DAYS[0], &two),
        version("xx.new", "from = 2025-02-01", &item("9", "fine = 100\nreplaces = [\"xx.old/1\"]")),
        // Lapses for half a year.
        version("xx.pause", DAYS[0], &two),
        version("xx.pause", "from = 2025-07-01, until = 2025-12-31", &one),
        // Stays, while another document takes an item of it as well.
        version("xx.stay", "from = 2020-01-01", &one),
        version("xx.twin", "from = 2025-01-01", &item("1", "fine = 100\nreplaces = [\"xx.stay/1\"]")),
    ]);
    let split = "split stay/1 > stay/1 + twin/1";
    assert_eq!(
        told(&book, A, "2025-03-01"),
        [
            "renumbered old/1 > new/9",
            "cancelled old/2 > ended 2024-12-31",
            "cancelled pause/1 > ended 2024-12-31",
            "cancelled pause/2 > ended 2024-12-31",
            split,
        ]
    );
    assert_eq!(
        told(&book, A, "2025-08-01")[2..],
        ["cancelled pause/2 > unstated from 2025-07-01", split],
        "an item that is there again is the same item"
    );
    assert_eq!(told(&book, A, C)[2], "cancelled pause/1 > ended 2025-12-31", "the last version counts");
}

#[test]
fn an_item_that_moved_on_is_not_missing_where_it_was() {
    let one = item("1", "fine = 100");
    let book = book(&[
        version("xx.heir", DAYS[1], &item("7", "fine = 100\nreplaces = [\"xx.zone/1\"]")),
        version("xx.zone", DAYS[0], &(one + &item("2", "fine = 200"))),
        version("xx.zone", "from = 2025-01-01", &item("2", "fine = 200")),
    ]);
    assert_eq!(told(&book, A, B), ["renumbered zone/1 > heir/7"]);
    assert_eq!(told(&book, A, C), ["cancelled zone/1 > ended 2025-12-31"]);
}

const RULE: &str = r#"authority = { zh = "甲局", en = "bureau A" }
[facts]
area = { type = "number", unit = "m2", range = "(0..100]", decimals = 2, label = { zh = "面积", en = "area" } }
grade = { type = "string", values = ["light", "grave"] }

[penalty.1]
title = { zh = "违法", en = "violation" }
basis = "article 1"
requires = { zh = "拒不改正", en = "refused to correct", when = "refused" }
statutory = "[0..2000]"
tiers = [
  { grade = "light", area = "<= 10", fine = "50 * area" },
  { grade = "grave", area = "<= 10", fine = "100 * area", also = ["confiscate-goods"] },
  { area = "> 10", band = "[50%..100%]", statutory = "[0..5000]", persons = 100, basis = "article 2" },
]
adjust = [{ title = { zh = "从重", en = "heavier" }, when = "grade = \"grave\"", times = "1.5", basis = "article 3" }]
within = "[10..5000]"
round = { to = 1, mode = "half-up" }
persons = { fine = "fine * 10%" }
also = [{ measure = "warning", when = "area > 50", may = true }]
"#;

/// In what a rule differs from the one where `to` stands instead of `from`.
fn differs(from: &str, to: &str) -> Vec<Aspect> {
    assert!(RULE.contains(from), "{from}");
    let book = town(&[RULE.to_owned(), RULE.replacen(from, to, 1)]);
    match changes(&book, A, B).as_slice() {
        [] => Vec::new(),
        [Change::Changed { aspects, .. }] => aspects.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_change_of_a_rule_is_told_by_what_it_is_about() {
    use Aspect::*;
    let cases: &[(&str, &str, &[Aspect])] = &[
        ("\"violation\"", "\"offence\"", &[Title]),
        ("basis = \"article 1\"", "basis = \"article 8\"", &[Basis]),
        ("basis = \"article 1\"", "basis = \"article 1\"\nstandard = { zh = \"一\", en = \"1\" }", &[Basis]),
        ("basis = \"article 2\"", "basis = \"article 8\"", &[Basis]),
        ("basis = \"article 3\"", "basis = \"article 8\"", &[Basis]),
        ("statutory = \"[0..2000]\"", "statutory = \"[0..3000]\"", &[StatutoryRange]),
        ("statutory = \"[0..5000]\"", "statutory = \"[0..6000]\"", &[StatutoryRange]),
        ("50 * area", "60 * area", &[Amount]),
        ("[50%..100%]", "[60%..100%]", &[Amount]),
        ("grade = \"light\", area = \"<= 10\"", "grade = \"light\", area = \"< 10\"", &[Amount]),
        ("{ grade = \"light\"", "{ tier = \"light\", grade = \"light\"", &[Amount]),
        ("times = \"1.5\"", "times = \"1.6\"", &[Amount]),
        ("within = \"[10..5000]\"", "within = \"[20..5000]\"", &[Amount]),
        ("basis = \"article 1\"", "basis = \"article 1\"\nmay = true", &[Amount]),
        ("basis = \"article 1\"", "basis = \"article 1\"\nwhen-several = \"first\"", &[Amount]),
        ("(0..100]", "(0..200]", &[Facts]),
        ("[\"light\", \"grave\"]", "[\"light\", \"grave\", \"gravest\"]", &[Facts]),
        ("en = \"area\"", "en = \"area occupied\"", &[Facts]),
        ("refused to correct", "refused", &[Preconditions]),
        ("when = \"refused\"", "when = \"told\"", &[Preconditions]),
        ("may = true", "may = false", &[Measures]),
        ("area > 50", "area > 60", &[Measures]),
        ("[\"confiscate-goods\"]", "[\"confiscate-gains\"]", &[Measures]),
        ("to = 1,", "to = 10,", &[Rounding]),
        ("fine * 10%", "fine * 20%", &[Persons]),
        ("persons = 100", "persons = 200", &[Persons]),
        ("bureau A", "bureau B", &[Authority]),
        // The item's own goes before the document's.
        (
            "basis = \"article 1\"",
            "basis = \"article 1\"\nauthority = { zh = \"丙局\", en = \"bureau C\" }",
            &[Authority],
        ),
        ("area = \"> 10\"", "area = \"> 10\", grade = \"grave\"", &[Basis, StatutoryRange, Amount, Persons]),
    ];
    for (from, to, aspects) in cases {
        assert_eq!(differs(from, to), *aspects, "{from} > {to}");
    }
    let seen: BTreeSet<Aspect> = cases.iter().flat_map(|(_, _, aspects)| *aspects).copied().collect();
    assert_eq!(seen.len(), Aspect::ALL.len(), "every aspect has a case");
}

#[test]
fn what_says_the_same_is_no_change() {
    let cases = [
        ("", ""),
        ("50 * area", "(50*area)"),
        ("when = \"area > 50\"", "when = \" area>50 \""),
        // Facts get other slots; what is said of them stays.
        ("grade = \"light\", area = \"<= 10\"", "area = \"<= 10\", grade = \"light\""),
        ("label =", "help = { zh = \"量\", en = \"measure\" }, label ="),
        ("title =", "note = { zh = \"注\", en = \"note\" }\ntitle ="),
        ("{ area = \"> 10\"", "{ note = \"as read\", area = \"> 10\""),
        (
            "also = [{",
            "examples = [{ given = { area = 1, grade = \"light\" }, fine = 50, persons = 5 }]\nalso = [{",
        ),
        ("authority = { zh = \"甲局\", en = \"bureau A\" }", ""),
    ];
    for (from, to) in cases {
        assert_eq!(differs(from, to), [], "{from} > {to}");
    }
}

#[test]
fn an_unused_fact_is_none_of_the_rule() {
    let fact = "[facts]\nother = { type = \"boolean\" }";
    assert_eq!(differs("[facts]", fact), []);
}

#[test]
fn kinds_of_penalty_are_those_that_some_case_can_bring() {
    let book = town(&[item(
        "1",
        r#"facts.grade = { type = "string", values = ["none", "light", "grave"] }
also = ["order-to-correct", "revoke-licence"]
tiers = [
  { grade = "none", outcome = "no-penalty", also = ["detention"] },
  { grade = "light", fine = 100, may = true, also = [{ measure = "warning", may = true }] },
  { grade = "grave", fine = 200, also = [{ measure = "revoke-licence", may = true }] },
]"#,
    ) + &item("2", "fine = 100\nmay = true")
        + &item(
            "3",
            r#"facts.bad = { type = "boolean" }
also = [{ measure = "suspend-business", may = true }]
tiers = [{ bad = true, outcome = "measures" }, { bad = false, outcome = "no-penalty" }]"#,
        )]);
    let day = A.parse().unwrap();
    let powers = |id: &str| -> Vec<(&str, bool)> {
        let item = book.on(day).item(id).unwrap();
        item.penalty_powers().iter().map(|power| (power.kind.code(), power.may)).collect()
    };
    assert_eq!(powers("xx.town/1"), [("fine", false), ("warning", true), ("revoke-licence", false)]);
    assert_eq!(powers("xx.town/2"), [("fine", true)]);
    assert_eq!(powers("xx.town/3"), [("suspend-business", true)]);
}

/// A version of a small document: for each key its fine, and the earlier keys that it replaces.
type Keys = BTreeMap<u8, (u8, BTreeSet<u8>)>;

fn written(keys: &Keys) -> String {
    let items = keys.iter().map(|(key, (fine, replaces))| {
        let replaces: Vec<String> = replaces.iter().map(|key| format!("\"{key}\"")).collect();
        item(&key.to_string(), &format!("fine = {fine}\nreplaces = [{}]", replaces.join(", ")))
    });
    items.collect()
}

/// Three versions in a row; an item replaces only what an earlier version has, and never itself.
fn histories(replacing: bool) -> impl Strategy<Value = Vec<Keys>> {
    let keys =
        || prop::collection::btree_map(0_u8..8, (1_u8..3, prop::collection::btree_set(0_u8..8, 0..3)), 0..7);
    prop::collection::vec(keys(), 3).prop_map(move |mut versions| {
        let mut known = BTreeSet::new();
        for keys in &mut versions {
            for (key, (_, replaces)) in keys.iter_mut() {
                replaces.retain(|earlier| replacing && earlier != key && known.contains(earlier));
            }
            known.extend(keys.keys().copied());
        }
        versions
    })
}

proptest! {
    #[test]
    fn every_item_is_accounted_for_once(versions in histories(true)) {
        let book = town(&versions.iter().map(written).collect::<Vec<_>>());
        for (from, to) in [(A, A), (A, B), (B, C), (A, C), (C, A), (C, C)] {
            let changes = changes(&book, from, to);
            prop_assert!(from != to || changes.is_empty());
            let day = |day: &str| -> Vec<(String, String)> {
                let items = book.on(day.parse().unwrap()).items();
                items.map(|item| (item.id.clone(), format!("{:?}", item.tariff))).collect()
            };
            let (mut before, mut after) = (day(from), day(to));
            let expected = changes.iter().try_fold(before.len(), |count, change| {
                (count + change.after().len()).checked_sub(change.before().len())
            });
            prop_assert_eq!(expected, Some(after.len()));
            for change in &changes {
                for (items, left) in [(change.before(), &mut before), (change.after(), &mut after)] {
                    for item in items {
                        let place = left.iter().position(|(id, _)| *id == item.id);
                        prop_assert!(place.is_some(), "{} is told twice", item.id);
                        left.remove(place.unwrap());
                    }
                }
            }
            // What is not told of is there on both days and says the same.
            prop_assert_eq!(before, after);
        }
    }

    #[test]
    fn without_replacements_it_is_what_two_lists_show(versions in histories(false)) {
        let book = town(&versions.iter().map(written).collect::<Vec<_>>());
        for (from, to, left, right) in [(A, B, 0, 1), (B, C, 1, 2), (A, C, 0, 2)] {
            let (left, right) = (&versions[left], &versions[right]);
            let id = |key: &u8| format!("xx.town/{key}");
            let only = |one: &Keys, other: &Keys| -> BTreeSet<String> {
                one.keys().filter(|key| !other.contains_key(key)).map(id).collect()
            };
            let of_kind = |from: &str, to: &str, code: &str| -> BTreeSet<String> {
                let changes = changes(&book, from, to).into_iter().filter(|change| change.code() == code);
                changes.map(|change| change.before().first().or(change.after().first()).unwrap().id.clone()).collect()
            };
            prop_assert_eq!(of_kind(from, to, "added"), only(right, left));
            prop_assert_eq!(of_kind(from, to, "cancelled"), only(left, right));
            prop_assert_eq!(of_kind(to, from, "cancelled"), only(right, left));
            prop_assert_eq!(of_kind(to, from, "added"), only(left, right));
            let changed = left.iter().filter(|(key, (fine, _))| right.get(key).is_some_and(|(other, _)| other != fine));
            let changed: BTreeSet<String> = changed.map(|(key, _)| id(key)).collect();
            prop_assert_eq!(of_kind(from, to, "changed"), changed);
        }
    }
}
