//! Bad input: it never panics, never hangs, and gets an answer that says what is wrong and where.
//!
//! First files that are no packs, then packs with numbers and days that a rule must not have, then facts that do
//! not fit. Faults of rules that are well meant are the matter of `diagnostics.rs`.

use std::fmt::Debug;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use evenhand::diagnostic::{Code, Diagnostic, Diagnostics};
use evenhand::feel::FactType;
use evenhand::number::NumberError;
use evenhand::pack::MAX_PACK_BYTES;
use evenhand::penalty::{AssessError, Item};
use evenhand::time::Date;
use evenhand::{Facts, Given, RuleBook};
use proptest::prelude::*;
use rust_decimal::{Decimal, dec};

/// The five lines that every pack needs.
const HEAD: &str = r#"format = 1
id = "cn.dongying.stalls"
title = { zh = "东营市城镇容貌条例", en = "Dongying Ordinance" }
source = { kind = "illustration", issuer = "示例", checked = 2026-11-21 }
in-force = { from = 2026-01-01 }
"#;

/// An item that takes facts of every type, in force in 2024 and from 2026 on.
const STALLS: &str = r#"
[facts]
area = { type = "number", unit = "m2", range = "(0..1000]", decimals = 2, label = { zh = "占用面积", en = "area" } }
offences = { type = "number", unit = "time", range = "[1..100]", label = { zh = "次数", en = "offences" } }
repeat = { type = "boolean", label = { zh = "再犯", en = "repeat" } }
region = { type = "string", values = ["ordinary", "sensitive"], label = { zh = "区域", en = "region" } }
day = { type = "date", label = { zh = "违法行为发生之日", en = "day of the act" } }

[penalty.46-4]
title = { zh = "占道经营", en = "stall on the pavement" }
basis = "第四十六条第四项"
fine = 'if repeat and region = "sensitive" and day > date("2026-01-01") then 200 * area else 50 * area + 1 * offences'
"#;

const STALLS_ID: &str = "cn.dongying.stalls/46-4";

fn load(bytes: impl AsRef<[u8]>) -> Result<RuleBook, Diagnostics> {
    RuleBook::load([("hostile.toml", bytes)])
}

fn faults(bytes: impl AsRef<[u8]>) -> Vec<Diagnostic> {
    let Err(faults) = load(bytes) else { panic!("this must not load") };
    assert!(!faults.0.is_empty(), "an error says what is wrong");
    faults.0
}

/// The faults of a file that has faults of this kind only.
fn faults_of(code: Code, bytes: impl AsRef<[u8]> + Debug) -> Vec<Diagnostic> {
    let faults = faults(&bytes);
    for fault in &faults {
        assert_eq!(fault.code, code, "{fault}");
        assert!(!fault.message.is_empty());
    }
    faults
}

/// The line of a fault, and the text that it marks.
fn place(fault: &Diagnostic) -> (usize, &str) {
    let label = &fault.labels[0];
    (fault.position().unwrap().0, &label.source.text()[label.span.start..label.span.end])
}

fn quickly<T>(seconds: u64, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    let taken = start.elapsed();
    assert!(taken < Duration::from_secs(seconds), "takes {taken:?}");
    result
}

fn stalls() -> Arc<Item> {
    let book = load(format!("{HEAD}{STALLS}")).unwrap();
    Arc::clone(book.on("2026-11-21".parse().unwrap()).item(STALLS_ID).unwrap())
}

fn dongying() -> &'static str {
    let pack = evenhand_rules::PACKS.iter().find(|(path, _)| *path == "cn/dongying/city-appearance.toml");
    pack.unwrap().1
}

/// Loads a pack and, if that works, applies its items to their own examples.
fn load_and_use(bytes: &[u8]) {
    match load(bytes) {
        Ok(book) => {
            for item in book.items() {
                for example in &item.examples {
                    let _ = item.decide(&example.given);
                }
            }
        }
        Err(faults) => assert!(!faults.to_string().is_empty()),
    }
}

#[test]
fn what_is_not_toml_is_refused_as_such() {
    let texts = r#"<?xml version="1.0"?>
{ "format": 1 }
format: 1
罚款一百元
format =
format
= 1
[
[[
]
"
'''
format = 1 id = 2
format = "1
format = "\x"
format = [1, 2
format = { a = 1
%PDF-1.7"#;
    for text in texts.lines() {
        faults_of(Code::Syntax, text);
        faults_of(Code::Syntax, format!("{HEAD}{text}"));
    }
}

#[test]
fn what_is_not_utf8_is_refused_with_its_line() {
    let after_head = |bytes: &[u8]| [HEAD.as_bytes(), bytes].concat();
    for bytes in [&b"\xff"[..], b"note = \"\xb6\xab\"", b"# \xe4\xb8", b"\xc0\x80", b"\xed\xa0\x80"] {
        let faults = faults_of(Code::NotUtf8, after_head(bytes));
        assert_eq!(faults.len(), 1);
        assert!(faults[0].message.contains("line 6"), "{}", faults[0]);
    }
    let utf16: Vec<u8> =
        "\u{feff}".encode_utf16().chain(HEAD.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    faults_of(Code::NotUtf8, utf16);
}

#[test]
fn the_position_of_broken_utf8_is_its_line() {
    let faults = faults_of(Code::NotUtf8, [HEAD.as_bytes(), b"# \xff"].concat());
    assert_eq!(faults[0].position().map(|(line, _)| line), Some(6), "{}", faults[0]);
}

#[test]
fn a_file_without_content_lacks_every_required_key() {
    for text in ["", "\n", "  \t\r\n", "# 空", "\u{feff}"] {
        let missing = faults_of(Code::MissingKey, text);
        for (fault, key) in missing.iter().zip(["format", "id", "title", "source", "in-force"]) {
            assert!(fault.message.contains(&format!("`{key}`")), "{fault}");
        }
        assert_eq!(missing.len(), 5);
    }
}

#[test]
fn a_file_of_16_mib_is_read_and_a_larger_one_refused_at_once() {
    let mut bytes = format!("{HEAD}# ").into_bytes();
    bytes.resize(MAX_PACK_BYTES, b'x');
    quickly(5, || assert!(load(&bytes).is_ok()));
    bytes.push(b'x');
    faults_of(Code::TooLarge, &bytes);
    bytes.resize(50 * 1024 * 1024, b'x');
    let faults = quickly(1, || faults_of(Code::TooLarge, &bytes));
    assert!(faults[0].message.contains("more than 16777216 bytes"), "{}", faults[0]);
}

#[test]
fn values_nested_10_000_deep_are_refused_at_their_line() {
    let many = |part: &str| part.repeat(10_000);
    let texts = [
        format!("{HEAD}note = {}1{}\n", many("["), many("]")),
        format!("{HEAD}note = {}\n", many("[")),
        format!("{HEAD}note = {}1{}\n", many("{ a = "), many(" }")),
        format!("{HEAD}note = {}\n", many("{ a = ")),
        format!("{HEAD}note = {}1{}\n", many("[{ a = "), many("}]")),
        format!("{HEAD}{}\n", many("[")),
    ];
    for text in texts {
        for fault in quickly(2, || faults_of(Code::Syntax, text)) {
            assert_eq!(place(&fault).0, 6, "{}", fault.message);
        }
    }
}

#[test]
fn keys_of_10_000_parts_are_refused_at_their_line() {
    let key = vec!["a"; 10_000].join(".");
    for text in [format!("{HEAD}{key} = 1\n"), format!("{HEAD}[{key}]\n"), format!("{HEAD}[[{key}]]\n")] {
        for fault in quickly(2, || faults_of(Code::Syntax, text)) {
            assert_eq!(place(&fault).0, 6, "{fault}");
        }
    }
}

/// Each limit of the TOML reader kept, all of them used: 79 tables in each other, each at a key of 79 parts. On
/// Windows and in wasm the main thread has 1 MiB.
#[test]
#[ignore = "run by `nesting_fits_the_smallest_stack`, in a process of its own: a stack that is full ends it"]
fn load_what_is_nested_6_000_deep() {
    let key = vec!["a"; 79].join(".");
    let inner = format!("{{ {key} = ").repeat(79);
    let text = format!("{HEAD}[{key}]\n{key} = {inner}1{}\n", "}".repeat(79));
    let thread = std::thread::Builder::new().stack_size(1024 * 1024).spawn(|| drop(faults(text)));
    thread.unwrap().join().unwrap();
}

#[test]
fn nesting_fits_the_smallest_stack() {
    let mut child = Command::new(std::env::current_exe().unwrap());
    let output = child.args(["load_what_is_nested_6_000_deep", "--exact", "--ignored"]).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {errors}", output.status);
}

#[test]
fn formulas_nested_deep_are_refused() {
    let formulas = ["(", "-", "not(", "if ", "min(", "1 + (", "1 in (", "[", "area ** (", "if true then "];
    for part in formulas {
        let formula = part.repeat(16_000 / part.len());
        let pack = |line: String| format!("{HEAD}{STALLS}{line}\n");
        for line in [format!("statutory = \"{formula}\""), format!("tiers = [{{ area = \"{formula}\" }}]")] {
            for fault in quickly(2, || faults(pack(line))) {
                let known = [Code::TooComplex, Code::Expression];
                assert!(known.contains(&fault.code), "{}", fault.message);
            }
        }
    }
}

#[test]
fn a_formula_may_have_16_kib_and_no_more() {
    let pack = |length: usize| {
        let filler = " ".repeat(length - "100 * area".len());
        format!("{HEAD}{STALLS}statutory = \"100 *{filler} area\"\n")
    };
    assert!(load(pack(16 * 1024)).is_ok());
    faults_of(Code::TooComplex, pack(16 * 1024 + 1));
}

#[test]
fn a_formula_with_thousands_of_numbers_is_checked_quickly() {
    let numbers = vec!["1"; 8_000].join(",");
    for formula in [format!("sum({numbers})"), format!("if area in ({numbers}) then 1 else 2")] {
        quickly(2, || assert!(load(format!("{HEAD}{STALLS}statutory = \"{formula}\"\n")).is_ok()));
    }
}

#[test]
fn a_fault_after_a_million_lines_is_found_quickly() {
    let text = format!("{HEAD}{}titel = 1\n", "# 行\n".repeat(1_000_000));
    let report = quickly(5, || {
        let faults = faults_of(Code::UnknownKey, text);
        assert_eq!(place(&faults[0]), (1_000_006, "titel"));
        Diagnostics(faults).to_string()
    });
    assert!(report.contains("1000006 | titel = 1"), "{report}");
}

#[test]
fn ten_thousand_faults_are_printed_quickly() {
    let keys: String = (0..10_000).map(|number| format!("key{number} = 1\n")).collect();
    let report = quickly(3, || Diagnostics(faults(format!("{HEAD}{keys}"))).to_string());
    assert!(report.contains("`key0`") && report.contains("9900 further faults"));
}

#[test]
fn ten_thousand_faults_of_one_line_are_printed_quickly() {
    let text = format!("{HEAD}note = [{}]\n", "１, ".repeat(10_000));
    let report = quickly(3, || Diagnostics(faults_of(Code::Syntax, text)).to_string());
    assert!(!report.is_empty());
}

#[test]
fn control_characters_in_a_key_do_not_reach_the_terminal() {
    let hostile = |character: char| (character.is_control() && character != '\n') || character == '\u{202E}';
    let escapes = r"\u0000|\u0007|\u001B[2J|\u009B31m|\u0085|\u202Eevil|\r|\n|\t|\u007F";
    let prints = |escape: &&str| {
        let faults = faults_of(Code::UnknownKey, format!("{HEAD}\"{escape}\" = 1\n"));
        faults[0].to_string().contains(hostile)
    };
    let printed: Vec<&str> = escapes.split('|').filter(prints).collect();
    assert!(printed.is_empty(), "printed as they are: {printed:?}");
}

#[test]
fn control_characters_in_the_file_are_refused() {
    faults_of(Code::Syntax, HEAD.replace('\n', "\r"));
    for character in ["\0", "\u{1}", "\u{7}", "\u{8}", "\u{b}", "\u{c}", "\u{1b}", "\u{7f}"] {
        for line in [character.to_owned(), format!("# {character} #"), format!("note = \"{character}x\"")] {
            for fault in faults_of(Code::Syntax, format!("{HEAD}{line}\n")) {
                assert_eq!(place(&fault).0, 6, "{fault}");
            }
        }
    }
}

#[test]
fn a_byte_order_mark_stands_at_the_start_or_nowhere() {
    assert!(load(format!("\u{feff}{HEAD}{STALLS}")).is_ok());
    faults_of(Code::Syntax, format!("{HEAD}\u{feff}{STALLS}"));
    faults_of(Code::Syntax, format!("\u{feff}\u{feff}{HEAD}"));
}

#[test]
fn line_ends_of_windows_change_no_result() {
    let windows = dongying().replace('\n', "\r\n");
    let (here, there) = (load(dongying()).unwrap(), load(windows).unwrap());
    for (here, there) in here.items().zip(there.items()) {
        assert_eq!(here.id, there.id);
        for example in &here.examples {
            assert_eq!(here.decide(&example.given), there.decide(&example.given));
        }
    }
}

#[test]
fn every_prefix_of_a_pack_is_read_or_refused() {
    let bytes = dongying().as_bytes();
    for length in 0..=bytes.len() {
        load_and_use(&bytes[..length]);
    }
}

/// Texts that mean something to some reader of a pack.
const SCRAPS: &str = "\"|'|\"\"\"|[|]|[[|{|}|(|)|=|,|.|..|\n|\r|#|\\|\\u0041|-|+|*|/|**|<|>=|!=|%|‰|0|1e9|0x10|nan|true|\
    99999999999999999999999999999|null|if | then | else | in | and |not(|min(|date(|fine|area|2026-02-30|面积|，|１|\u{feff}|\0|🏪";

fn scrap() -> impl Strategy<Value = &'static str> {
    prop::sample::select(SCRAPS.split('|').collect::<Vec<_>>())
}

fn bent(bytes: &[u8], edits: &[(prop::sample::Index, usize, &str)]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for (place, removed, inserted) in edits {
        let start = place.index(bytes.len());
        let end = (start + removed).min(bytes.len());
        bytes.splice(start..end, inserted.bytes());
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_pack_with_one_byte_changed_is_read_or_refused(place: prop::sample::Index, byte: u8) {
        let mut bytes = dongying().as_bytes().to_vec();
        let place = place.index(bytes.len());
        bytes[place] = byte;
        load_and_use(&bytes);
    }

    #[test]
    fn a_pack_with_scraps_put_in_is_read_or_refused(
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0..4_usize, scrap()), 1..4),
    ) {
        load_and_use(&bent(include_bytes!("../diagnostics/sound/every-key.toml"), &edits));
    }

    #[test]
    fn any_text_as_a_fact_is_taken_or_refused(
        name in "area|offences|repeat|region|day|\\PC{0,8}",
        value in "\\PC{0,40}|[-0-9.]{1,40}",
    ) {
        let error = stalls().decide(&Facts::new().with(name, value)).unwrap_err();
        prop_assert!(!error.to_string().is_empty());
    }
}

#[test]
fn numbers_of_other_languages_are_refused_where_they_stand() {
    let numbers = "0x10 0o17 0b11 1_000 +5 1e3 1E-3 1.5e3 inf -inf +inf nan -nan 99999999999999999999999999999.5 \
        0.00000000000000000000000000001 9223372036854775808e0";
    let lines = [
        "statutory = #",
        "base = #",
        "round = { mode = \"up\", to = # }",
        "tiers = [{ area = #, fine = 100 }]",
        "weights = { factors = [{ fact = \"repeat\", weight = { true = 0, false = # } }] }",
        "examples = [{ fine = 100, given = { area = # } }]",
    ];
    for number in numbers.split(' ') {
        for line in lines {
            let faults = faults(format!("{HEAD}{STALLS}{}\n", line.replace('#', number)));
            let here = |fault: &&Diagnostic| fault.code == Code::WrongType && place(fault) == (18, number);
            assert_eq!(faults.iter().filter(here).count(), 1, "{number}:\n{}", Diagnostics(faults));
        }
    }
}

#[test]
fn numbers_of_other_languages_are_refused_as_text_as_well() {
    for number in "0x10|1_000|+5|1e3|inf|NaN|１００|1,5|16,8|| 5|5 |5.|.5|--5".split('|') {
        let faults = faults(format!("{HEAD}round = {{ mode = \"up\", to = \"{number}\" }}\n"));
        assert_eq!((faults.len(), faults[0].code), (1, Code::WrongType), "{number:?}");
        assert_eq!(place(&faults[0]), (6, &*format!("\"{number}\"")));
    }
}

#[test]
fn days_that_do_not_exist_are_refused_where_they_stand() {
    let days = "2026-02-29 2026-13-01 2026-00-10 2026-01-32 2026-01-00 0000-01-01 2026-11-21T08:00:00 \
        2026-11-21T08:00:00Z 2026-11-21T08:00:00+08:00 08:00:00 20261121 2026";
    for day in days.split(' ') {
        let text = HEAD.replace("from = 2026-01-01", &format!("from = {day}"));
        let faults = faults(text);
        assert_eq!(faults.len(), 1, "{day}: {}", Diagnostics(faults));
        assert_eq!(place(&faults[0]), (5, day), "{}", faults[0]);
        assert!([Code::WrongType, Code::Syntax].contains(&faults[0].code));
    }
    for day in "2026-02-29|2026-2-3|2026/02/03|2026年2月3日|26-02-03||2026-11-21T08:00:00|今天".split('|')
    {
        let text = HEAD.replace("from = 2026-01-01", &format!("from = \"{day}\""));
        let faults = faults_of(Code::WrongType, text);
        assert_eq!(place(&faults[0]), (5, &*format!("\"{day}\"")), "{}", faults[0]);
    }
}

fn refused(facts: Facts) -> AssessError {
    stalls().decide(&facts).unwrap_err()
}

fn fact(name: &str, value: impl Into<Given>) -> AssessError {
    refused(Facts::new().with(name, value))
}

/// The error is about this fact, has this code, and its text names the fact and what was expected.
fn says(error: &AssessError, code: &str, field: &str, expected: &str) {
    assert_eq!((error.code(), error.field()), (code, Some(field)), "{error}");
    let text = error.to_string();
    assert!(text.contains(&format!("`{field}`")) && text.contains(expected), "{text}");
}

#[test]
fn a_missing_fact_is_asked_for_with_what_can_be_given() {
    let error = refused(Facts::new().with("repeat", false).with("offences", 1));
    assert!(matches!(&error, AssessError::MissingFact { fact, .. } if fact == "area"));
    says(&error, "missing-fact", "area", "a number in (0..1000] m2 with at most 2 decimals");
    let error = refused(Facts::new().with("repeat", false).with("area", 3));
    says(&error, "missing-fact", "offences", "whole number in [1..100]");
    says(&refused(Facts::new()), "missing-fact", "repeat", "true or false");
    says(&refused(Facts::new().with("repeat", true)), "missing-fact", "region", "one of ordinary, sensitive");
    let facts = Facts::new().with("repeat", true).with("region", "sensitive");
    says(&refused(facts), "missing-fact", "day", "a day such as 2026-02-28");
}

#[test]
fn an_unknown_fact_gets_the_nearest_or_all() {
    let error = fact("aera", 3);
    let wanted = Some("area".to_owned());
    assert!(matches!(&error, AssessError::UnknownFact { suggestion, .. } if *suggestion == wanted));
    says(&error, "unknown-fact", "aera", "did you mean `area`?");
    says(&fact("Area", 3), "unknown-fact", "Area", "did you mean `area`?");
    says(&fact("area ", 3), "unknown-fact", "area ", "did you mean `area`?");
    says(&fact("面积", 3), "unknown-fact", "面积", "repeat, region, day, area, offences");
    says(&fact("", 3), "unknown-fact", "", "repeat, region, day, area, offences");
    says(&fact("fine", 3), "unknown-fact", "fine", "repeat, region, day, area, offences");
    let long = "a".repeat(100_000);
    says(&fact(&long, 3), "unknown-fact", &long, "repeat, region, day, area, offences");
}

#[test]
fn a_fact_given_twice_is_refused_even_with_the_same_value() {
    for (first, second) in [(3, 3), (3, 4)] {
        let error = refused(Facts::new().with("area", first).with("area", second));
        assert_eq!(error, AssessError::DuplicateFact { fact: "area".into() });
        says(&error, "duplicate-fact", "area", "twice");
    }
}

#[test]
fn a_value_of_another_type_is_refused() {
    let day: Date = "2026-11-21".parse().unwrap();
    let wrong = |fact: &str, expected, found: &str| AssessError::WrongType {
        fact: fact.into(),
        expected,
        found: found.into(),
    };
    assert_eq!(fact("area", true), wrong("area", FactType::Number, "true"));
    assert_eq!(fact("area", day), wrong("area", FactType::Number, "2026-11-21"));
    let words = ["yes", "True", "1", "", "是", " true"].map(Given::from);
    for value in words.into_iter().chain([dec!(1).into(), day.into()]) {
        let error = fact("repeat", value.clone());
        assert_eq!(error, wrong("repeat", FactType::Boolean, &value.to_string()));
        says(&error, "wrong-type", "repeat", "must be true or false");
    }
    for value in [Given::from(dec!(1)), true.into(), day.into()] {
        says(&fact("region", value), "wrong-type", "region", "must be a text");
    }
    let words = ["2026-2-3", "2026-11-21T00:00:00", "", "今天"].map(Given::from);
    for value in words.into_iter().chain([dec!(20261121).into(), true.into()]) {
        says(&fact("day", value), "wrong-type", "day", "must be a date");
    }
}

#[test]
fn a_day_that_the_calendar_does_not_have_is_refused_as_that() {
    for day in ["2026-02-29", "2026-04-31", "2026-13-01"] {
        says(&fact("day", day), "wrong-type", "day", "the calendar has no day");
    }
}

#[test]
fn a_text_that_is_no_number_is_refused_at_its_character() {
    let not_a_number = |error| AssessError::NotANumber { fact: "area".into(), error };
    // `^` stands before the first character that a number does not have there.
    let texts =
        "1^e3|16^,8|^ 16.8|16.8^ |^１６.8|16^．8|^十六|^NaN|^inf|^+16.8|0^x10|1^_000|1^-6|1.6^.8|16^m2|^−5";
    for marked in texts.split('|') {
        let (before, after) = marked.split_once('^').unwrap();
        let (position, found) = (before.chars().count() + 1, after.chars().next().unwrap());
        let error = fact("area", format!("{before}{after}"));
        assert_eq!(error, not_a_number(NumberError::Character { found, position }));
        says(&error, "wrong-type", "area", "expected a number such as 16.8");
    }
    for (text, error) in [("", NumberError::Empty), ("-", NumberError::Empty), (".8", NumberError::Point)] {
        assert_eq!(fact("area", text), not_a_number(error));
    }
    assert_eq!(fact("area", "16."), not_a_number(NumberError::Point));
    assert_eq!(fact("area", "9".repeat(1_000_000)), not_a_number(NumberError::TooLong));
}

#[test]
fn a_number_out_of_range_is_refused_with_the_range() {
    for value in [dec!(0), dec!(-0.01), dec!(1000.01), Decimal::MAX, Decimal::MIN] {
        let error = fact("area", value);
        let range = "(0..1000]".to_owned();
        assert_eq!(error, AssessError::OutOfRange { fact: "area".into(), value, range });
        says(&error, "out-of-range", "area", "(0..1000]");
    }
    says(&fact("offences", 0), "out-of-range", "offences", "[1..100]");
    says(&fact("offences", i64::MAX), "out-of-range", "offences", "[1..100]");
    says(&fact("area", "0.00"), "out-of-range", "area", "(0..1000]");
}

#[test]
fn a_number_with_too_many_decimals_is_refused_not_rounded() {
    for value in [dec!(16.888), dec!(0.0000000000000000000000000001), dec!(999.999)] {
        let error = fact("area", value);
        assert_eq!(error, AssessError::TooManyDecimals { fact: "area".into(), value, decimals: 2 });
        says(&error, "too-many-decimals", "area", "at most 2 decimals");
    }
    assert_eq!(fact("offences", dec!(1.5)).code(), "too-many-decimals");
}

#[test]
fn zeros_at_the_end_are_no_decimals() {
    let facts = |area: &str| Facts::new().with("repeat", false).with("area", area).with("offences", "1.000");
    let decide = |area: &str| stalls().decide(&facts(area));
    assert_eq!(decide("16.80000"), decide("16.8"));
    assert_eq!(decide("016.80"), decide("16.8"));
}

#[test]
fn a_misspelt_value_gets_the_nearest_or_all() {
    let error = fact("region", "sensitiv");
    let wanted = Some("sensitive".to_owned());
    assert!(matches!(&error, AssessError::UnknownValue { suggestion, .. } if *suggestion == wanted));
    says(&error, "unknown-value", "region", "did you mean `sensitive`?");
    says(&fact("region", "Ordinary"), "unknown-value", "region", "did you mean `ordinary`?");
    says(&fact("region", "ordinary "), "unknown-value", "region", "did you mean `ordinary`?");
    says(&fact("region", "敏感"), "unknown-value", "region", "expected one of ordinary, sensitive");
    says(&fact("region", ""), "unknown-value", "region", "expected one of ordinary, sensitive");
}

#[test]
fn an_item_that_does_not_exist_gets_the_nearest() {
    let book = load(format!("{HEAD}{STALLS}")).unwrap();
    let unknown = |id: &str| book.on("2026-11-21".parse().unwrap()).item(id).unwrap_err();
    for suffix in ["stalls/46-5", "stals/46-4", "stalls/464", "stalls"] {
        let id = &format!("cn.dongying.{suffix}");
        let error = unknown(id);
        assert_eq!(error, AssessError::UnknownItem { item: id.clone(), suggestion: Some(STALLS_ID.into()) });
        assert_eq!((error.code(), error.field()), ("unknown-item", None));
        assert_eq!(error.to_string(), format!("there is no item `{id}`; did you mean `{STALLS_ID}`?"));
    }
    for id in ["", "/", "46-4", "第四十六条", "cn.dongying.stalls/46-4/x/y/z/more", &"x".repeat(1_000_000)]
    {
        assert!(matches!(unknown(id), AssessError::UnknownItem { .. }), "{id}");
    }
}

#[test]
fn an_item_on_another_day_says_when_it_is_in_force() {
    let version = |from: &str, until: &str| {
        format!("{}{STALLS}", HEAD.replace("from = 2026-01-01", &format!("from = {from}{until}")))
    };
    let files = [version("2026-01-01", ""), version("2024-01-01", ", until = 2024-12-31")];
    let book = RuleBook::load(files.iter().map(|text| ("stalls.toml", text))).unwrap();
    let day = |text: &str| -> Date { text.parse().unwrap() };
    for on in ["0001-01-01", "2023-12-31", "2025-01-01", "2025-12-31"] {
        let error = book.on(day(on)).item(STALLS_ID).unwrap_err();
        let in_force = vec![(day("2024-01-01"), Some(day("2024-12-31"))), (day("2026-01-01"), None)];
        assert_eq!(error, AssessError::NotInForce { item: STALLS_ID.into(), on: day(on), in_force });
        assert_eq!((error.code(), error.field()), ("not-in-force", None));
        let wanted = format!(
            "`{STALLS_ID}` is not in force on {on}: in force from 2024-01-01 to 2024-12-31, in force from 2026-01-01"
        );
        assert_eq!(error.to_string(), wanted);
    }
    for on in ["2024-01-01", "2024-12-31", "2026-01-01", "9999-12-31"] {
        assert!(book.on(day(on)).item(STALLS_ID).is_ok(), "{on}");
    }
}

#[test]
fn a_result_too_large_to_be_exact_is_an_error() {
    let facts = "facts.value = { type = \"number\", unit = \"CNY\", range = \"[0..9999999999999999999999999999]\" }\n";
    let formulas = [
        "value * 9999999999999999999999999999 / 3",
        "value + 9999999999999999999999999999 * 9999999999999999999999999999",
        "10 * value",
        "(value + 1/3) * 9999999999999999999999999999",
        "1000 * (value / 7) ** 9 / (value / 7 + 1) ** 8",
    ];
    for formula in formulas {
        let item = format!(
            "[penalty.1]\ntitle = {{ zh = \"甲\", en = \"A\" }}\nbasis = \"一\"\nfine = '{formula}'\n"
        );
        let book = load(format!("{HEAD}{facts}{item}")).unwrap();
        let item = book.items().next().unwrap();
        let error = item.decide(&Facts::new().with("value", "9999999999999999999999999999")).unwrap_err();
        assert_eq!(error, AssessError::Overflow { item: "cn.dongying.stalls/1".into() });
        assert_eq!((error.code(), error.field()), ("overflow", None));
    }
}
