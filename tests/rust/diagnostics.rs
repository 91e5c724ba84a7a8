//! Faulty packs: every fault is found, at its place, and reads well.
//!
//! `tests/diagnostics/*.toml` are faulty packs; a folder there is one rule book of several files. Each fault is
//! announced where it stands: `#~ E0302` at the end of its line, or, where the line ends inside a text of several
//! lines, `#^ E0302` on the line directly above. `<name>.txt` beside a pack is the report as it is printed;
//! `EVENHAND_BLESS=1 cargo test -p evenhand-tests --test engine diagnostics` writes it anew, if what it reports is what is
//! announced. The packs in `tests/diagnostics/sound` look similar and have no fault. `tests/diagnostics/calendars` has the
//! same for calendars.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use evenhand::calendar::Calendar;
use evenhand::diagnostic::{Code, Diagnostic, Diagnostics};
use evenhand::pack::MAX_PACK_BYTES;
use evenhand::{RuleBook, Trust};

/// A rule book of one file or several, each with the name that reports call it by; or a calendar.
struct Case {
    name: String,
    files: Vec<(String, String)>,
    report: PathBuf,
    is_calendar: bool,
}

/// A fault as it is announced or found: file, line, code.
type Finding = (String, usize, String);

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("diagnostics")
}

/// What lies in a folder, by name.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn is_pack(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "toml")
}

fn name_of(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}

/// Reads a pack; where git has changed the line ends, they are changed back.
fn read(path: &Path) -> (String, String) {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    (name, fs::read_to_string(path).unwrap().replace("\r\n", "\n"))
}

fn cases(folder: &Path) -> Vec<Case> {
    let is_calendar = folder.components().any(|part| part.as_os_str() == "calendars");
    let case = |path: PathBuf| {
        let (name, report) = (name_of(&path), path.with_extension("txt"));
        if path.is_dir() && !path.ends_with("sound") && !path.ends_with("calendars") {
            let files = entries(&path).iter().filter(|path| is_pack(path)).map(|path| read(path)).collect();
            return Some(Case { name, files, report, is_calendar });
        }
        is_pack(&path).then(|| Case { name, files: vec![read(&path)], report, is_calendar })
    };
    let cases: Vec<Case> = entries(folder).into_iter().filter_map(case).collect();
    assert!(!cases.is_empty(), "no packs in {}", folder.display());
    cases
}

/// The cases of packs and of calendars.
fn all_cases() -> Vec<Case> {
    let mut cases = self::cases(&folder());
    cases.extend(self::cases(&folder().join("calendars")));
    cases
}

impl Case {
    fn faults(&self) -> Vec<Diagnostic> {
        if self.is_calendar {
            let (name, text) = &self.files[0];
            return Calendar::read(name, text).err().map_or_else(Vec::new, |diagnostics| diagnostics.0);
        }
        RuleBook::load(self.files.clone()).err().map_or_else(Vec::new, |diagnostics| diagnostics.0)
    }

    fn announced(&self) -> Vec<Finding> {
        let mut announced = Vec::new();
        for (file, text) in &self.files {
            for (index, line) in text.lines().enumerate() {
                let here = line.split_once("#~").map(|(_, codes)| (index + 1, codes));
                let below = line.split_once("#^").map(|(_, codes)| (index + 2, codes));
                for (line, codes) in here.into_iter().chain(below) {
                    let finding = |code: &str| (file.clone(), line, code.to_owned());
                    announced.extend(codes.split_whitespace().map(finding));
                }
            }
        }
        announced.sort();
        announced
    }
}

fn found(faults: &[Diagnostic]) -> Vec<Finding> {
    let finding = |fault: &Diagnostic| {
        let (line, _) = fault.position().expect("a fault has a place");
        (fault.labels[0].source.name().to_owned(), line, fault.code.to_string())
    };
    let mut found: Vec<Finding> = faults.iter().map(finding).collect();
    found.sort();
    found
}

/// What is in `left` but not in `right`, as often as it is there more often.
fn without(left: &[Finding], right: &[Finding]) -> Vec<Finding> {
    let mut rest = right.to_vec();
    let mut missing = Vec::new();
    for finding in left {
        match rest.iter().position(|other| other == finding) {
            Some(index) => drop(rest.swap_remove(index)),
            None => missing.push(finding.clone()),
        }
    }
    missing
}

/// Holds a report against the stored one, or stores it.
fn compare_with_stored(path: &Path, report: &str, failures: &mut String) {
    let name = name_of(path);
    let report = format!("{report}\n");
    if std::env::var_os("EVENHAND_BLESS").is_some() {
        fs::write(path, report).unwrap();
        return;
    }
    let stored = fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
    if stored == report {
        return;
    }
    let differs = stored.lines().zip(report.lines()).position(|(stored, report)| stored != report);
    let line = differs.unwrap_or(stored.lines().count().min(report.lines().count()));
    writeln!(failures, "{name}.txt, line {}:", line + 1).unwrap();
    writeln!(failures, "  stored: {}", stored.lines().nth(line).unwrap_or("(the end)")).unwrap();
    writeln!(failures, "     now: {}", report.lines().nth(line).unwrap_or("(the end)")).unwrap();
}

/// Reports for the faults that need more than a text file.
fn reports_of_bytes() -> Vec<(&'static str, Diagnostics)> {
    let load = |name: &str, bytes: Vec<u8>| RuleBook::load([(name, bytes)]).unwrap_err();
    let gbk = b"format = 1\nid = \"cn.dongying.stalls\"\ntitle = { zh = \"\xb6\xab\xd3\xaa\", en = \"Dongying\" }\n";
    let untrusted = |trust: Trust, signature: Option<&str>| {
        RuleBook::load_trusted([("pack.toml", "format = 1\n", signature)], &trust).unwrap_err()
    };
    let key = || Trust::none().with_key("RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3").unwrap();
    vec![
        ("other-file", untrusted(Trust::none().with_digest(&"0".repeat(64)).unwrap(), None)),
        ("unsigned", untrusted(key(), None)),
        ("wrong-signature", untrusted(key(), Some("signed"))),
        ("not-utf8", load("gbk.toml", gbk.to_vec())),
        ("too-large", load("large.toml", vec![b'#'; MAX_PACK_BYTES + 1])),
    ]
}

#[test]
fn faults_are_found_where_they_are_announced_and_nowhere_else() {
    let mut failures = String::new();
    for case in all_cases() {
        let (announced, found) = (case.announced(), found(&case.faults()));
        for (file, line, code) in without(&announced, &found) {
            writeln!(failures, "{}: {file}:{line}: {code} is announced, but not found", case.name).unwrap();
        }
        for (file, line, code) in without(&found, &announced) {
            writeln!(failures, "{}: {file}:{line}: {code} is found, but not announced", case.name).unwrap();
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn reports_are_printed_as_stored() {
    let mut failures = String::new();
    for case in all_cases() {
        let faults = case.faults();
        if found(&faults) == case.announced() {
            compare_with_stored(&case.report, &Diagnostics(faults).to_string(), &mut failures);
        } else {
            writeln!(failures, "{}: not compared, the faults are not those announced", case.name).unwrap();
        }
    }
    for (name, report) in reports_of_bytes() {
        compare_with_stored(&folder().join(format!("{name}.txt")), &report.to_string(), &mut failures);
    }
    assert!(failures.is_empty(), "\n{failures}EVENHAND_BLESS=1 stores what is printed now.");
}

#[test]
fn every_stored_report_belongs_to_a_pack() {
    let mut known: BTreeSet<PathBuf> = all_cases().into_iter().map(|case| case.report).collect();
    known.extend(reports_of_bytes().into_iter().map(|(name, _)| folder().join(format!("{name}.txt"))));
    let files = [folder(), folder().join("calendars")].into_iter().flat_map(|folder| entries(&folder));
    let stored = files.filter(|path| path.extension().is_some_and(|end| end == "txt"));
    let orphans: Vec<PathBuf> = stored.filter(|path| !known.contains(path)).collect();
    assert!(orphans.is_empty(), "without a pack: {orphans:?}");
}

#[test]
fn every_code_is_covered() {
    let announced = all_cases().into_iter().flat_map(|case| case.announced());
    let of_bytes = reports_of_bytes().into_iter().flat_map(|(_, report)| found(&report.0));
    let keys: String = (0..200).map(|number| format!("key_{number} = 1\n")).collect();
    let many = format!("[source]\n{keys}");
    let too_many = found(&RuleBook::load([("many.toml", many)]).unwrap_err().0);
    assert_eq!(too_many.len(), 101, "a hundred faults and the word that there are more");
    let covered: BTreeSet<String> =
        announced.chain(of_bytes).chain(too_many).map(|(_, _, code)| code).collect();
    let known: BTreeSet<String> = Code::ALL.iter().map(|code| code.as_str().to_owned()).collect();
    assert_eq!(covered, known);
}

#[test]
fn sound_packs_load_without_a_finding() {
    let calendars = cases(&folder().join("calendars/sound"));
    for case in cases(&folder().join("sound")).into_iter().chain(calendars) {
        let faults = case.faults();
        assert!(faults.is_empty(), "{} is sound, but:\n{}", case.name, Diagnostics(faults));
    }
}

#[test]
fn line_ends_of_windows_change_no_finding() {
    for case in cases(&folder()) {
        let (name, text) = &case.files[0];
        let report = |text: String| match RuleBook::load([(name, text)]) {
            Ok(_) => (Vec::new(), String::new()),
            Err(faults) => (found(&faults.0), faults.to_string()),
        };
        assert_eq!(report(text.clone()), report(text.replace('\n', "\r\n")), "{}", case.name);
    }
}

/// A blank before a key lets the file be read in one go instead of item by item.
#[test]
fn reading_item_by_item_changes_no_finding() {
    for case in cases(&folder()) {
        let (name, text) = &case.files[0];
        let findings = |text: String| match RuleBook::load([(name, text)]) {
            Ok(_) => Vec::new(),
            Err(faults) => faults
                .0
                .iter()
                .map(|fault| (found(std::slice::from_ref(fault)), fault.message.clone(), fault.help.clone()))
                .collect(),
        };
        let whole = text.replace("\n[penalty.", "\n[ penalty.");
        assert_eq!(findings(text.clone()), findings(whole), "{}", case.name);
    }
}

#[test]
fn a_byte_order_mark_changes_no_finding() {
    for case in cases(&folder()) {
        let (name, text) = &case.files[0];
        let places = |text: String| match RuleBook::load([(name, text)]) {
            Ok(_) => Vec::new(),
            Err(faults) => faults.0.iter().map(|fault| (fault.code, fault.position())).collect(),
        };
        assert_eq!(places(text.clone()), places(format!("\u{feff}{text}")), "{}", case.name);
    }
}

/// The only fault of an item with this line in it, and what it marks.
fn fault_of_line(line: &str) -> (Diagnostic, String) {
    let head = &fs::read_to_string(folder().join("sound/minimal.toml")).unwrap();
    let facts = "facts.area = { type = \"number\", unit = \"m2\", range = \"(0..1000]\", decimals = 2 }\n\
        facts.kind = { type = \"string\", values = [\"摊位\", \"店铺\"] }\n";
    let item = "[penalty.1]\ntitle = { zh = \"占道经营\", en = \"stall\" }\nbasis = \"第一条\"\n";
    let text = format!("{head}{facts}{item}{line}\n");
    let Err(faults) = RuleBook::load([("line.toml", &text)]) else { panic!("no fault: {line}") };
    assert_eq!(faults.0.len(), 1, "{faults}");
    let label = &faults.0[0].labels[0];
    (faults.0[0].clone(), text[label.span.start..label.span.end].to_owned())
}

#[test]
fn what_is_marked_is_the_fault_itself() {
    let cases = [
        (r#"fine = "if kind = '摊位' then 1 else 2""#, "'"),
        (r#"fine = 'if kind = "门店" then 1 else 2'"#, "\"门店\""),
        (r#"fine = "100 * 面积""#, "面积"),
        (r#"tiers = [{ tier = "情节较轻", area = "5元", fine = 1 }]"#, "5元"),
        (r#"tiers = [{ tier = "情节较轻", "店铺" = "5", fine = 1 }]"#, "\"店铺\""),
        (
            r#"base = 1
weights = { factors = [{ fact = "kind", weight = { "摊位" = "0%", '"门店"' = "1%" } }] }"#,
            "\"门店\"",
        ),
        // Where the text is not in the file letter by letter, the whole of it is marked.
        (r#"fine = "100 * \u0061era""#, r#""100 * \u0061era""#),
        (
            r#"base = 1
weights = { factors = [{ fact = "area", weight = { "\u003C 3 m2" = "0%" } }] }"#,
            r#""\u003C 3 m2""#,
        ),
        (
            r#"base = 1
weights = { factors = [{ fact = "kind", weight = { "\"门店\"" = "0%" } }] }"#,
            r#""\"门店\"""#,
        ),
    ];
    let mut failures = String::new();
    for (line, wanted) in cases {
        let (_, marked) = fault_of_line(line);
        if marked != wanted {
            writeln!(failures, "{line}\n  marked: {marked}\n  wanted: {wanted}").unwrap();
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn a_slip_of_the_pen_gets_a_suggestion() {
    let cases = [
        (r#"fine = "100 * aera""#, "`area`"),
        (r#"fine = "mim(100 * area, 2000)""#, "`min`"),
        (r#"tiers = [{ aera = "< 5", fine = 1 }]"#, "`area`"),
        (r#"tiers = [{ tier = "轻", area = "< 5", outcom = "no-penalty", fine = 1 }]"#, "`outcome`"),
        (r#"tiers = [{ tier = "轻", area = "< 5", fien = 1, fine = 1 }]"#, "`fine`"),
        (r#"tiers = [{ teir = "轻", area = "< 5", fine = 1 }]"#, "`tier`"),
        (r#"tiers = [{ tier = "轻", area = "< 5", alos = ["warning"], fine = 1 }]"#, "`also`"),
        (r#"tiers = [{ kind = "店面", fine = 1 }]"#, "店铺"),
        (r#"tiers = [{ kind = '"店面"', fine = 1 }]"#, "店铺"),
        ("fine = 1\npersons = { fine = \"5% * fien\" }", "`fine`"),
        ("fine = 1\nalso = [\"warnign\"]", "`warning`"),
        ("fine = 1\nfacts.head = { type = \"number\", unit = \"heads\", range = \"[1..9]\" }", "head"),
    ];
    let mut failures = String::new();
    for (line, wanted) in cases {
        let (fault, _) = fault_of_line(line);
        if !fault.help.as_deref().unwrap_or_default().contains(wanted) {
            writeln!(failures, "{line}\n  help: {:?}\n  wanted: {wanted}", fault.help).unwrap();
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}
