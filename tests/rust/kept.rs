//! Whole outcomes of scores, indices, screens, surcharges and supervision, kept in `schemes/` of `tests/vectors`: the bytes that
//! every language gives. With `EVENHAND_BLESS=1` they are written instead of compared; read them afterwards.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use evenhand::calendar::Calendar;
use evenhand::compliance::ComplianceReview;
use evenhand::limit::Log;
use evenhand::number::{Rational, parse_decimal};
use evenhand::risk::Assessments;
use evenhand::risk::payments::PaymentScreening;
use evenhand::risk::screen::{Screening, Tender};
use evenhand::supervise::{Application, ApprovalSupervisor, DecidedCase};
use evenhand::{Facts, RuleBook};
use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors")
}

fn read(file: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(folder().join(file)).unwrap()).unwrap()
}

fn book() -> &'static RuleBook {
    static BOOK: OnceLock<RuleBook> = OnceLock::new();
    BOOK.get_or_init(|| RuleBook::bundled().unwrap())
}

fn facts(case: &Value) -> Facts {
    let facts = case["facts"].as_object().unwrap();
    facts.iter().map(|(fact, value)| (fact.clone(), value.as_str().unwrap().to_owned())).collect()
}

/// The outcome of a case, by the file that it stands in.
fn outcome(vectors: &str, case: &Value) -> String {
    let text = |key: &str| case[key].as_str().unwrap();
    let calendar = Calendar::bundled("cn").unwrap();
    let on = text("on").parse().unwrap();
    let rules = book().on(on);
    match vectors {
        "score.json" => rules.score(text("score")).unwrap().assess(&facts(case)).unwrap().to_json(),
        "index.json" => {
            let given = |value: &Value| value.as_str().unwrap().to_owned();
            let assessed = case["assessed"].as_array().unwrap().iter();
            let assessed = assessed.fold(Assessments::new(), |all, one| {
                all.with(given(&one[0]), given(&one[1]), given(&one[2]))
            });
            rules.index(text("index")).unwrap().assess(&facts(case), &assessed).unwrap().to_json()
        }
        "screen.json" => {
            let mut screening = Screening::new(rules.screen(text("screen")).unwrap());
            for (line, tender) in (1..).zip(case["lines"].as_array().unwrap()) {
                match Tender::from_ocds(&tender.to_string()) {
                    Ok(tender) => drop(screening.add(line, &tender)),
                    Err(fault) => screening.refuse(line, fault),
                }
            }
            screening.finish().to_json()
        }
        "compliance.json" => {
            let mut review = ComplianceReview::new(rules.compliance(text("scheme")).unwrap());
            for (line, record) in (1..).zip(case["lines"].as_array().unwrap()) {
                review.add_line(line, record.to_string().as_bytes());
            }
            review.finish().to_json()
        }
        "payments.json" => {
            let mut screening = PaymentScreening::new(rules.payment_screen(text("screen")).unwrap());
            for (line, payment) in (1..).zip(case["lines"].as_array().unwrap()) {
                screening.add_line(line, payment.to_string().as_bytes());
            }
            screening.finish().to_json()
        }
        "surcharge.json" => {
            let principal = Rational::from(parse_decimal(text("principal")).unwrap());
            let events = case["events"].as_array().unwrap().iter();
            let log = events.fold(Log::new(), |log, event| {
                log.read(event[0].as_str().unwrap(), event[1].as_str().unwrap()).unwrap()
            });
            book().surcharge(text("surcharge"), principal, &log, &calendar, on).unwrap().to_json()
        }
        "supervision.json" => {
            let record = DecidedCase::from_json(&case["record"].to_string()).unwrap();
            let policy = rules.policy(text("policy")).unwrap();
            book().supervise(&record, policy, &calendar).to_json(&record)
        }
        "approvals.json" => {
            let record = Application::from_json(&case["record"].to_string()).unwrap();
            let policy = rules.policy(text("policy")).unwrap();
            ApprovalSupervisor::new(book(), policy, &calendar, on).judge(&record).to_json(&record)
        }
        _ => panic!("no way to run {vectors}"),
    }
}

/// The text without the digests of packs: what a document says of itself in a remark changes no outcome.
fn without_digests(json: &str) -> String {
    const KEY: &str = "\"sha256\": \"";
    let mut parts = json.split(KEY);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        let (digest, rest) = part.split_at(64);
        assert!(digest.bytes().all(|digit| digit.is_ascii_hexdigit()), "{digest}");
        text + KEY + rest
    })
}

#[test]
fn whole_outcomes_are_those_that_are_kept() {
    let bless = std::env::var("EVENHAND_BLESS").is_ok_and(|value| value == "1");
    let index = read("schemes/index.json");
    let (mut complaints, mut listed) = (Vec::new(), vec!["index.json".to_owned()]);
    for kept in index.as_array().unwrap() {
        let text = |key: &str| kept[key].as_str().unwrap();
        let vectors = read(text("vectors"));
        let cases = vectors.get("cases").unwrap_or(&vectors).as_array().unwrap();
        let case = cases.iter().find(|case| case["name"] == kept["name"]);
        let found =
            without_digests(&outcome(text("vectors"), case.unwrap_or_else(|| panic!("no case {kept}"))));
        let path = folder().join("schemes").join(text("file"));
        listed.push(text("file").to_owned());
        if bless {
            fs::write(&path, &found).unwrap();
        } else if fs::read_to_string(&path).unwrap_or_default() != found {
            complaints.push(text("file").to_owned());
        }
    }
    for entry in fs::read_dir(folder().join("schemes")).unwrap() {
        let file = entry.unwrap().file_name().to_string_lossy().into_owned();
        assert!(listed.contains(&file), "schemes/{file} is not in schemes/index.json");
    }
    assert!(
        complaints.is_empty(),
        "other bytes: {}; `EVENHAND_BLESS=1` writes them, then read them",
        complaints.join(", ")
    );
}
