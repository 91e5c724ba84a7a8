//! Bad input: it never panics, never hangs, and gets an answer that says what is wrong and where.
//!
//! Here files that are no packs, then packs with numbers and days that a rule must not have; in `facts`, facts that
//! do not fit. Faults of rules that are well meant are the matter of `diagnostics.rs`.

mod facts;

use std::fmt::Debug;
use std::process::Command;
use std::time::{Duration, Instant};

use evenhand::RuleBook;
use evenhand::diagnostic::{Code, Diagnostic, Diagnostics};
use evenhand::pack::MAX_PACK_BYTES;
use proptest::prelude::*;

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

fn dongying() -> &'static str {
    let pack = evenhand_rules::PACKS.iter().find(|pack| pack.path == "cn/dongying/city-appearance.toml");
    pack.unwrap().text
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
fn a_file_of_4_mib_is_read_and_a_larger_one_refused_at_once() {
    let mut bytes = format!("{HEAD}# ").into_bytes();
    bytes.resize(MAX_PACK_BYTES, b'x');
    quickly(5, || assert!(load(&bytes).is_ok()));
    bytes.push(b'x');
    faults_of(Code::TooLarge, &bytes);
    bytes.resize(50 * 1024 * 1024, b'x');
    let faults = quickly(1, || faults_of(Code::TooLarge, &bytes));
    assert!(faults[0].message.contains("more than 4194304 bytes"), "{}", faults[0]);
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
fn a_table_may_have_1000_rows_a_factor_1000_cells_and_a_document_500_facts_and_no_more() {
    const ITEM: &str = "[penalty.1]\ntitle = { zh = \"甲\", en = \"one\" }\nbasis = \"1\"\n";
    const AREA: &str = "facts.area = { type = \"number\", range = \"[0..2000]\" }\n";
    let rows = |count: usize| {
        let row = |row: usize| format!("{{ area = \"{row}\", fine = {row} }}, ");
        format!("{HEAD}{AREA}{ITEM}tiers = [{}]\n", (0..count).map(row).collect::<String>())
    };
    let cells = |count: usize| {
        let cells: String = (0..count).map(|cell| format!("\"{cell}\" = \"1%\", ")).collect();
        let factor = format!("{{ fact = \"area\", weight = {{ {cells} }} }}");
        format!("{HEAD}{AREA}{ITEM}base = 100\nweights = {{ factors = [{factor}] }}\n")
    };
    let facts = |count: usize| {
        let facts: String =
            (0..count).map(|fact| format!("facts.f{fact} = {{ type = \"boolean\" }}\n")).collect();
        format!("{HEAD}{facts}{ITEM}fine = 1\n")
    };
    let held = |pack: &dyn Fn(usize) -> String, most: usize, of_what: &str| {
        quickly(5, || assert!(load(pack(most)).is_ok(), "{of_what}"));
        let faults = faults_of(Code::TooLarge, pack(most + 1));
        assert_eq!(faults[0].message, format!("{} {of_what}, at most {most} are read", most + 1));
    };
    held(&rows, 1_000, "rows");
    held(&cells, 1_000, "cells");
    held(&facts, 500, "facts");
}

#[test]
fn a_formula_with_thousands_of_numbers_is_checked_quickly() {
    let numbers = vec!["1"; 8_000].join(",");
    for formula in [format!("sum({numbers})"), format!("if area in ({numbers}) then 1 else 2")] {
        quickly(2, || assert!(load(format!("{HEAD}{STALLS}statutory = \"{formula}\"\n")).is_ok()));
    }
}

#[test]
fn a_fault_after_half_a_million_lines_is_found_quickly() {
    let text = format!("{HEAD}{}titel = 1\n", "# 行\n".repeat(500_000));
    let report = quickly(5, || {
        let faults = faults_of(Code::UnknownKey, text);
        assert_eq!(place(&faults[0]), (500_006, "titel"));
        Diagnostics(faults).to_string()
    });
    assert!(report.contains("500006 | titel = 1"), "{report}");
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

/// Code, line and message of each fault.
type Findings = Vec<(Code, usize, String)>;

/// The ids of the items of a pack with their formulas, or its faults with their lines. Where a key stands with a
/// blank before it, the reader takes the file in one go instead of item by item.
fn read_both_ways(text: &str) -> [Result<Vec<String>, Findings>; 2] {
    [text.to_owned(), text.replace("\n[penalty.", "\n[ penalty.")].map(|text| match load(text) {
        Ok(book) => Ok(book.items().map(|item| format!("{} {:?}", item.id, item.tariff)).collect()),
        Err(faults) => {
            Err(faults.0.iter().map(|fault| (fault.code, place(fault).0, fault.message.clone())).collect())
        }
    })
}

#[test]
fn an_item_in_two_parts_is_read_as_one() {
    let item = |key: &str, rest: &str| {
        format!("\n[penalty.{key}]\ntitle = {{ zh = \"甲\", en = \"A\" }}\nbasis = \"一\"\n{rest}\n")
    };
    let area = "area = { type = \"number\", unit = \"m2\", range = \"(0..9]\" }";
    let sound = [
        item("1", "fine = 1") + &item("2", "fine = 2"),
        item("1", "fine = \"2 * area\"") + &format!("[penalty.1.facts]\n{area}\n") + &item("2", "fine = 2"),
        item("1", "fine = \"2 * area\"") + &item("2", "fine = 2") + &format!("[penalty.1.facts]\n{area}\n"),
        format!("\n[penalty.1.facts]\n{area}\n") + &item("2", "fine = 2") + &item("1", "fine = \"2 * area\""),
        item("1", "fine = 1") + "[[penalty.1.also]]\nmeasure = \"warning\"\n" + &item("2", "fine = 2"),
        item("1", "fine = 1") + &format!("[facts]\n{area}\n") + &item("2", "fine = \"2 * area\""),
    ];
    for items in sound {
        let [pieces, whole] = read_both_ways(&format!("{HEAD}{items}"));
        assert_eq!(pieces.as_ref().map(Vec::len), Ok(2), "{items}");
        assert_eq!(pieces, whole, "{items}");
    }
    let text = item("1", "fine = 1\nnote.en = \"\"\"\n[penalty.2]\n\"\"\"\nnote.zh = \"甲\"");
    assert_eq!(load(format!("{HEAD}{text}")).unwrap().items().count(), 1, "a line in a text starts no item");
    let wrong = [
        item("1", "fine = 1") + &item("1", "fine = 2"),
        item("1", "fine = 1") + &item("\"1\"", "fine = 2"),
        item("1", "fine = 1") + &item("2", "fine = 2") + "[penalty]\n1 = {}\n",
        "penalty.1.fine = 1\n".to_owned() + &item("1", "fine = 2"),
        item("1", "also = [\n") + &item("2", "fine = 2"),
        item("1", "fin = 1") + &item("2", "fine = \"2 * aera\"") + &item("3", "fine = 3\nfine = 4"),
        item("1", "fin = 1") + &item("2", "fine = \"2 * aera\"") + &item("3", "fines = 3"),
    ];
    for items in wrong {
        let [pieces, whole] = read_both_ways(&format!("{HEAD}{items}"));
        assert!(pieces.is_err(), "{items}");
        assert_eq!(pieces, whole, "{items}");
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
    fn reading_item_by_item_changes_no_answer(
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0..4_usize, scrap()), 1..4),
    ) {
        if let Ok(text) = String::from_utf8(bent(dongying().as_bytes(), &edits)) {
            let [pieces, whole] = read_both_ways(&text);
            prop_assert_eq!(pieces, whole);
        }
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
