//! Packs with faults that are announced in them.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use evenhand::calendar::Calendar;
use evenhand::check::{Finding, FindingCode};
use evenhand::feel::Ends;
use evenhand::{AssessError, Facts, Item, Language, RuleBook};

/// How many lines a pack and its neighbour may differ in, on either side.
const NEAR: usize = 5;

/// A rule book of one file or several, each with its name.
struct Case {
    name: String,
    files: Vec<(String, String)>,
}

/// A finding as it is announced or found: file, line, code.
type Place = (String, usize, String);

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("checks")
}

/// What lies in a folder, by name.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn cases(folder: &Path) -> Vec<Case> {
    let read = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, fs::read_to_string(path).unwrap().replace("\r\n", "\n"))
    };
    let paths = entries(folder).into_iter().filter(|path| !path.ends_with("sound"));
    let case = |path: PathBuf| {
        let files = if path.is_dir() { entries(&path) } else { vec![path.clone()] };
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        Case { name, files: files.iter().map(read).collect() }
    };
    let cases: Vec<Case> = paths.map(case).collect();
    assert!(!cases.is_empty(), "no packs in {}", folder.display());
    cases
}

impl Case {
    fn book(&self) -> RuleBook {
        RuleBook::load(self.files.clone()).unwrap_or_else(|faults| panic!("{}:\n{faults}", self.name))
    }

    fn findings(&self) -> Vec<Finding> {
        let book = self.book();
        let mut findings = book.check(Some("2026-11-22".parse().unwrap()));
        let calendar = Calendar::bundled("cn").unwrap();
        findings.extend(book.limits().flat_map(|limit| book.check_limit(limit, Some(&calendar))));
        findings
    }

    fn announced(&self) -> Vec<Place> {
        let mut announced = Vec::new();
        for (file, text) in &self.files {
            for (index, line) in text.lines().enumerate() {
                let codes = line.split_once("#~").map_or("", |(_, codes)| codes);
                announced
                    .extend(codes.split_whitespace().map(|code| (file.clone(), index + 1, code.to_owned())));
            }
        }
        announced.sort();
        announced
    }

    /// The lines that say something, without what is announced.
    fn lines(&self) -> Vec<String> {
        let lines = self.files.iter().flat_map(|(_, text)| text.lines());
        let plain = lines.map(|line| line.split_once("#~").map_or(line, |(before, _)| before).trim_end());
        plain.map(str::to_owned).collect()
    }
}

fn place(finding: &Finding) -> Place {
    let label = finding.labels.first().expect("a finding has a place");
    let line = label.source.line(label.span.start);
    (label.source.name().to_owned(), line, finding.code.as_str().to_owned())
}

/// The item of a finding in the version that the finding is about.
fn item<'a>(book: &'a RuleBook, finding: &Finding) -> &'a Item {
    let file = finding.labels[0].source.name();
    book.items().find(|item| item.id == finding.item && item.document.file.name() == file).unwrap()
}

/// What is in `left` but not in `right`, as often as it is there more often.
fn without(left: &[Place], right: &[Place]) -> Vec<Place> {
    let mut rest = right.to_vec();
    let mut missing = Vec::new();
    for place in left {
        match rest.iter().position(|other| other == place) {
            Some(index) => drop(rest.swap_remove(index)),
            None => missing.push(place.clone()),
        }
    }
    missing
}

#[test]
fn what_is_announced_is_found_and_nothing_else() {
    let mut failures = String::new();
    for case in cases(&folder()) {
        let announced = case.announced();
        let found: Vec<Place> = case.findings().iter().map(place).collect();
        for (file, line, code) in without(&announced, &found) {
            writeln!(failures, "{}: {file}:{line}: {code} is announced, but not found", case.name).unwrap();
        }
        for (file, line, code) in without(&found, &announced) {
            writeln!(failures, "{}: {file}:{line}: {code} is found, but not announced", case.name).unwrap();
        }
        if announced.is_empty() {
            writeln!(failures, "{}: nothing is announced", case.name).unwrap();
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

/// Every finding as it is told: whoever changes words, places or cases reads them here.
#[test]
fn findings_are_told_as_they_were_read() {
    let mut told = String::new();
    for case in cases(&folder()) {
        writeln!(told, "== {}", case.name).unwrap();
        for finding in case.findings() {
            writeln!(told, "{}\n{}\n", finding.report(Language::English), finding.message.zh).unwrap();
        }
    }
    insta::assert_snapshot!(told);
}

#[test]
fn in_the_nearest_neighbour_nothing_is_found() {
    let mut failures = String::new();
    for case in cases(&folder().join("sound")) {
        for finding in case.findings() {
            writeln!(failures, "sound/{}:\n{}", case.name, finding.report(Language::English)).unwrap();
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn every_pack_with_a_fault_has_a_neighbour() {
    let (faulty, sound) = (cases(&folder()), cases(&folder().join("sound")));
    let names = |cases: &[Case]| cases.iter().map(|case| case.name.clone()).collect::<BTreeSet<String>>();
    assert_eq!(names(&faulty), names(&sound));
    for (faulty, sound) in faulty.iter().zip(&sound) {
        let (left, right) = (faulty.lines(), sound.lines());
        let gone = left.iter().filter(|line| !right.contains(line)).count();
        let new = right.iter().filter(|line| !left.contains(line)).count();
        assert!(gone <= NEAR && new <= NEAR, "{}: {gone} lines differ from {new}", faulty.name);
        assert!(gone + new > 0, "{} is its own neighbour", faulty.name);
    }
}

#[test]
fn every_code_is_covered() {
    let announced = cases(&folder()).into_iter().flat_map(|case| case.announced());
    let announced: BTreeSet<String> = announced.map(|(_, _, code)| code).collect();
    let known: BTreeSet<String> = FindingCode::ALL.iter().map(|code| code.as_str().to_owned()).collect();
    let missing: Vec<&FindingCode> =
        FindingCode::ALL.iter().filter(|code| !announced.contains(code.as_str())).collect();
    assert!(missing.is_empty(), "no pack in tests/checks has {missing:?}");
    let unknown: Vec<&String> = announced.difference(&known).collect();
    assert!(unknown.is_empty(), "announced, but no code: {unknown:?}");
}

#[test]
fn codes_are_unique_and_grouped_by_their_check() {
    let codes: BTreeSet<&str> = FindingCode::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(codes.len(), FindingCode::ALL.len());
    let groups: BTreeSet<(&str, &str)> =
        FindingCode::ALL.iter().map(|code| (&code.as_str()[..3], code.check())).collect();
    let checks: BTreeSet<&str> = groups.iter().map(|(_, check)| *check).collect();
    assert_eq!(groups.len(), checks.len(), "{groups:?}");
}

/// What is wrong with the witness of a finding; nothing if it shows what the finding says.
fn unconvincing(book: &RuleBook, finding: &Finding) -> Option<String> {
    let shows_itself = |code: FindingCode| {
        use FindingCode::{NeverChosen, NoExample, NotReached, OverTheCap, Repeated, TiersOutOfOrder};
        !matches!(code, NeverChosen | NoExample | NotReached | OverTheCap | Repeated | TiersOutOfOrder)
    };
    let Some(facts) = &finding.witness else {
        let wanted =
            matches!(finding.code.check(), "gap" | "conflict" | "statutory" | "order" | "cliff" | "across")
                && shows_itself(finding.code);
        return wanted.then(|| "there is no witness".to_owned());
    };
    let item = item(book, finding);
    let decided = item.decide(facts);
    let shown = match (finding.code, &decided) {
        (FindingCode::Uncovered, Err(AssessError::NoTier { .. })) => true,
        (FindingCode::NoLevel, Err(AssessError::NoLevel { .. })) => true,
        (FindingCode::SeveralTiers, Err(AssessError::SeveralTiers { tiers, .. })) => {
            tiers.len() == finding.labels.len()
        }
        (FindingCode::Precedence, Ok(decision)) => is_winner(item, finding, decision.row),
        (FindingCode::WrongExample, _) => {
            let mut examples =
                book.items().flat_map(|item| item.examples.iter().map(move |case| (item, case)));
            examples.any(|(owner, example)| example.given == *facts && example.holds(owner).is_err())
        }
        (FindingCode::OutsideTheLaw | FindingCode::WeightsTooLow, Ok(decision)) => decision.clamped,
        (FindingCode::ReversedEnds, Err(AssessError::InvalidAmount { .. })) => true,
        (FindingCode::GraverFinedLess, Ok(graver)) => {
            let lighter = against(item, finding).expect("a fine");
            graver.fine.is_none_or(|graver| graver.min < lighter.min || graver.max < lighter.max)
        }
        (FindingCode::Cliff, Ok(above)) => {
            let (below, above) = (against(item, finding).expect("a fine"), above.fine.expect("a fine"));
            below.max < above.min || above.max < below.min
        }
        (FindingCode::DifferentAmounts, Ok(decision)) => {
            let (other, against) = (finding.other.as_ref().unwrap(), finding.against.as_ref().unwrap());
            let mut others = book.items().filter(|item| item.id == *other);
            others.any(|other| {
                other
                    .decide(against)
                    .is_ok_and(|there| (there.kind, there.fine) != (decision.kind, decision.fine))
            })
        }
        (FindingCode::MeasureWithoutBasis, Ok(decision)) => {
            let rows = book.items().find(|other| other.id == item.id).unwrap();
            let imposed = rows.assess(facts).unwrap().measures();
            let named =
                |measure: &evenhand::AppliedMeasure| finding.message.zh.contains(measure.measure.chinese());
            decision.row.is_none_or(|row| row < item.tariff.rows().len()) && imposed.iter().any(named)
        }
        (
            FindingCode::DifferentAmounts
            | FindingCode::MeasureWithoutBasis
            | FindingCode::ReversedEnds
            | FindingCode::OutsideTheLaw
            | FindingCode::WeightsTooLow
            | FindingCode::GraverFinedLess
            | FindingCode::Cliff
            | FindingCode::Uncovered
            | FindingCode::NoLevel
            | FindingCode::SeveralTiers
            | FindingCode::Precedence,
            _,
        ) => false,
        // Whatever else a finding says, its facts are ones that the item takes.
        (_, Ok(_)) => true,
        (_, Err(error)) => error.field().is_none(),
    };
    (!shown).then(|| format!("{} gives {decided:?}", finding.witness_words().join(" ")))
}

/// The fine of the case that a witness is held against: it differs from it in one fact.
fn against(item: &Item, finding: &Finding) -> Option<Ends> {
    let (witness, other) = (finding.witness.as_ref()?, finding.against.as_ref()?);
    let differing = witness.iter().zip(other.iter()).filter(|(a, b)| a != b).count();
    assert_eq!(differing, 1, "{}: {:?}", finding.item, finding.against_words());
    item.decide(other).ok()?.fine
}

/// Whether the row that counts is one of those that are pointed to, and both sentences name it last.
fn is_winner(item: &Item, finding: &Finding, row: Option<usize>) -> bool {
    let (Some(index), rows) = (row, item.tariff.rows()) else { return false };
    let Some(row) = rows.get(index) else { return false };
    let named = [format!("第{}行", index + 1), format!("row {}", index + 1)];
    let words = [&finding.message.zh, &finding.message.en];
    finding.labels.iter().any(|label| label.span == row.span)
        && named.iter().zip(words).all(|(name, words)| words.contains(name.as_str()))
}

#[test]
fn witnesses_show_what_is_found() {
    let mut failures = String::new();
    for case in cases(&folder()) {
        let book = case.book();
        for finding in case.findings() {
            if let Some(why) = unconvincing(&book, &finding) {
                writeln!(failures, "{}: {}: {why}", case.name, finding.code.as_str()).unwrap();
            }
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

/// The same for every finding in the bundled rules.
#[test]
fn witnesses_of_the_bundled_rules_show_what_is_found() {
    let book = RuleBook::bundled().unwrap();
    let mut failures = String::new();
    for finding in book.check(Some("2026-11-22".parse().unwrap())) {
        if let Some(why) = unconvincing(&book, &finding) {
            writeln!(failures, "{}: {}: {why}", finding.item, finding.code.as_str()).unwrap();
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

/// What the command prints as the words of a witness is read back as the same facts.
#[test]
fn words_of_witnesses_are_the_facts() {
    for case in cases(&folder()) {
        let book = case.book();
        for finding in case.findings().iter().filter(|finding| finding.witness.is_some()) {
            let item = item(&book, finding);
            let words: Facts = finding
                .witness_words()
                .iter()
                .map(|word| word.split_once('=').unwrap())
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect();
            let given = finding.witness.as_ref().unwrap();
            assert_eq!(item.decide(&words), item.decide(given), "{}", case.name);
        }
    }
}

#[test]
fn findings_are_told_in_both_languages_and_as_json() {
    for case in cases(&folder()) {
        for finding in case.findings() {
            let (zh, en) = (&finding.message.zh, &finding.message.en);
            assert!(zh.chars().any(|sign| ('\u{4e00}'..='\u{9fff}').contains(&sign)), "{}: {zh}", case.name);
            assert!(en.chars().any(|sign| sign.is_ascii_alphabetic()), "{}: {en}", case.name);
            let json = finding.to_json();
            assert!(!json.contains('\n'), "one line: {json}");
            let json: serde_json::Value = serde_json::from_str(&json).unwrap();
            assert_eq!(json["check"], finding.code.check());
            assert_eq!(json["code"], finding.code.as_str());
            assert_eq!(json["severity"], finding.code.severity().code());
            assert_eq!(json["item"], finding.item.as_str());
            assert_eq!(json["message"]["zh"], zh.as_str());
            assert_eq!(json["message"]["en"], en.as_str());
            assert_eq!(json["places"][0]["line"], place(&finding).1);
            assert_eq!(json["witness"].is_null(), finding.witness.is_none());
            assert_eq!(json.get("against").is_none(), finding.against.is_none());
            assert_eq!(json["other"].as_str(), finding.other.as_deref());
            for (name, value) in finding.against.iter().flat_map(Facts::iter) {
                assert_eq!(json["against"][name], value.to_string());
            }
            for (name, value) in finding.witness.iter().flat_map(Facts::iter) {
                assert_eq!(json["witness"][name], value.to_string());
            }
        }
    }
}
