//! Right records, written from the texts of the rules, and faults to plant in them.

use evenhand::time::Date;
use serde_json::{Value, json};

/// A fault, and what must be found then.
pub struct Plant {
    pub scheme: &'static str,
    pub plant: fn(&mut Value),
    pub findings: &'static [(&'static str, &'static str)],
}

/// A right record; its days lie so many days before the end of 2025.
pub fn right(scheme: &str, days: i64) -> Value {
    let day = |after: i64| {
        let start: Date = "2025-01-01".parse().unwrap();
        start.plus_days(after - days).unwrap().to_string()
    };
    let event = |name: &str, after: i64, by: Option<&str>, persons: &[&str]| json!({ "event": name, "day": day(after), "by": by, "persons": persons });
    let (facts, events) = match scheme {
        "cn.official-reception-regulation/reception" => (
            json!({ "letter": true, "guests": 14, "accompanying": 4, "working_meals": 1 }),
            vec![
                event("approved", 0, Some("head"), &[]),
                event("received", 0, None, &[]),
                event("listed", 3, None, &[]),
                event("signed", 4, Some("head"), &[]),
            ],
        ),
        "cn.public-expenses/trip" => (
            json!({ "in_plan": true, "countries": 3, "days_abroad": 10, "spent": "1999.99", "budget": 2000 }),
            vec![
                event("announced", 0, None, &[]),
                event("funded", 2, Some("finance"), &[]),
                event("approved", 8, Some("foreign-affairs"), &[]),
                event("left", 20, None, &[]),
                event("returned", 29, None, &[]),
                event("accounted", 59, Some("finance"), &[]),
            ],
        ),
        "cn.public-expenses/vehicle" => (
            json!({ "distance": 1000, "fuel": 88, "fuel_rate": 0.08, "days_off": 1, "days_off_approved": 1 }),
            Vec::new(),
        ),
        "cn.decision-supervision/rural-deal" => (
            json!({ "members": 10, "present": 7, "in_favour": 5, "price": 500000, "reserve_price": 480000,
                    "public_sale": true, "term": 15 }),
            vec![
                event("resolved", 0, Some("villagers"), &["Chen", "Wu"]),
                event("approved", 5, Some("town"), &[]),
                event("announced", 6, Some("exchange"), &[]),
                event("sold", 14, Some("exchange"), &["Lin"]),
                event("signed", 44, Some("village"), &[]),
            ],
        ),
        "cn.major-decision-regulation/decision" => (
            json!({ "confidential": false, "technical": true, "risky": true, "consultation_days": 31,
                    "shortened_with_reasons": false, "review_passed": true }),
            vec![
                event("consulted", 0, Some("undertaking"), &[]),
                event("experts", 20, Some("undertaking"), &[]),
                event("risk", 25, None, &[]),
                event("reviewed", 40, Some("legal"), &[]),
                event("discussed", 50, Some("meeting"), &[]),
                event("published", 60, Some("authority"), &[]),
            ],
        ),
        "cn.civil-servants-law/recusal" => (
            json!({}),
            vec![
                event("interest", 0, None, &["Wang"]),
                event("handled", 1, None, &["Li"]),
                event("handled", 2, None, &["Zhao", "Li"]),
                event("decided", 9, None, &["Zhang"]),
            ],
        ),
        "cn.civil-servants-law/after-office" => (
            json!({ "related": true, "leading": true, "left": "2021-02-28", "engaged": "2024-02-29" }),
            Vec::new(),
        ),
        "cn.prescription-measures/prescription" => (
            json!({ "drugs": 5, "days": 15, "emergency": false, "extended_with_reasons": false, "controlled": "narcotic",
                    "form": "controlled-release", "severe_pain": true, "inpatient": false, "prescribed": "2025-06-01",
                    "dispensed": "2025-06-04", "validity_extended": true }),
            Vec::new(),
        ),
        "cn.special-funds/level" => (
            json!({ "allocated": 1000, "received": 1000, "passed_on": 600, "spent": "250.55", "off_purpose": 0,
                    "returned": 100, "held": "49.45", "final_level": true }),
            vec![
                event("allocated", 0, Some("finance"), &[]),
                event("arrived", 10, None, &[]),
                event("used", 15, None, &["Gao"]),
                event("used", 70, None, &["Gao"]),
                event("accepted", 80, None, &["Xu"]),
                event("audited", 90, Some("audit"), &[]),
            ],
        ),
        other => panic!("no right record of {other}"),
    };
    json!({ "matter": "1", "day": "2025-12-31", "facts": facts, "events": events })
}

fn find<'a>(record: &'a mut Value, name: &str) -> &'a mut Value {
    let events = record["events"].as_array_mut().unwrap();
    events.iter_mut().find(|event| event["event"] == name).unwrap()
}

fn drop_step(record: &mut Value, name: &str) {
    record["events"].as_array_mut().unwrap().retain(|event| event["event"] != name);
}

/// Moves a step by days.
fn shift(record: &mut Value, name: &str, days: i64) {
    let event = find(record, name);
    let day: Date = event["day"].as_str().unwrap().parse().unwrap();
    event["day"] = json!(day.plus_days(days).unwrap().to_string());
}

const RECEPTION: &str = "cn.official-reception-regulation/reception";
const TRIP: &str = "cn.public-expenses/trip";
const VEHICLE: &str = "cn.public-expenses/vehicle";
const DEAL: &str = "cn.decision-supervision/rural-deal";
const DECISION: &str = "cn.major-decision-regulation/decision";
const RECUSAL: &str = "cn.civil-servants-law/recusal";
const AFTER_OFFICE: &str = "cn.civil-servants-law/after-office";
const PRESCRIPTION: &str = "cn.prescription-measures/prescription";
const FUND: &str = "cn.special-funds/level";

macro_rules! plants {
    ($($scheme:ident: |$record:ident| $plant:expr => [$(($about:literal, $code:literal)),*];)+) => {
        pub const PLANTS: &[Plant] = &[$(Plant {
            scheme: $scheme,
            plant: |$record| { $plant; },
            findings: &[$(($about, $code)),*],
        }),+];
    };
}

plants! {
    RECEPTION: |record| record["facts"]["letter"] = json!(false) => [("letter", "not-met")];
    // 14 / 3 = 4.67: four may, five may not.
    RECEPTION: |record| record["facts"]["accompanying"] = json!(5) => [("accompanying", "not-met")];
    RECEPTION: |record| record["facts"]["working_meals"] = json!(2) => [("meals", "not-met")];
    RECEPTION: |record| drop_step(record, "approved") => [("approved", "step-missing")];
    RECEPTION: |record| drop_step(record, "signed") => [("signed", "step-missing")];
    RECEPTION: |record| shift(record, "received", -1) => [("received", "out-of-order")];
    RECEPTION: |record| find(record, "approved")["by"] = json!("staff") => [("approved", "without-authority")];
    TRIP: |record| record["facts"]["days_abroad"] = json!(11) => [("days", "not-met")];
    // More than three countries: the days are not limited then, the countries are.
    TRIP: |record| record["facts"]["countries"] = json!(4) => [("countries", "not-met")];
    TRIP: |record| record["facts"]["spent"] = json!("2000.01") => [("budget", "not-met")];
    TRIP: |record| shift(record, "approved", -1) => [("approved", "too-soon")];
    TRIP: |record| shift(record, "accounted", 1) => [("accounted", "too-late")];
    TRIP: |record| shift(record, "left", -13) => [("left", "out-of-order")];
    VEHICLE: |record| record["facts"]["fuel"] = json!("88.01") => [("fuel", "not-met")];
    VEHICLE: |record| record["facts"]["days_off"] = json!(2) => [("days-off", "not-met")];
    DEAL: |record| record["facts"]["in_favour"] = json!(4) => [("votes", "not-met")];
    DEAL: |record| record["facts"]["present"] = json!(6) => [("votes", "not-met")];
    DEAL: |record| record["facts"]["price"] = json!("479999.99") => [("price", "not-met")];
    DEAL: |record| record["facts"]["public_sale"] = json!(false) => [("public", "not-met")];
    DEAL: |record| drop_step(record, "approved") => [("approved", "step-missing")];
    DEAL: |record| { shift(record, "sold", -1); shift(record, "signed", -1) } => [("sold", "too-soon")];
    DEAL: |record| shift(record, "signed", 1) => [("signed", "too-late")];
    DEAL: |record| find(record, "sold")["persons"] = json!(["Lin", "Wu"]) => [("sold", "same-person")];
    DEAL: |record| find(record, "signed")["by"] = json!("town") => [("signed", "without-authority")];
    DECISION: |record| record["facts"]["consultation_days"] = json!(29) => [("consultation", "not-met")];
    DECISION: |record| record["facts"]["review_passed"] = json!(false) => [("lawful", "not-met")];
    DECISION: |record| drop_step(record, "experts") => [("experts", "step-missing")];
    DECISION: |record| drop_step(record, "reviewed") => [("reviewed", "step-missing")];
    DECISION: |record| shift(record, "reviewed", -16) => [("reviewed", "out-of-order")];
    DECISION: |record| find(record, "discussed")["by"] = json!("undertaking") => [("discussed", "without-authority")];
    RECUSAL: |record| find(record, "handled")["persons"] = json!(["Wang"]) => [("handled", "same-person")];
    RECUSAL: |record| find(record, "decided")["persons"] = json!(["Zhang", "Wang"]) => [("decided", "same-person")];
    RECUSAL: |record| drop_step(record, "decided") => [("decided", "step-missing")];
    // 2021-02-28 and three years are 2024-02-28, still closed.
    AFTER_OFFICE: |record| record["facts"]["engaged"] = json!("2024-02-28") => [("cooling-off", "not-met")];
    PRESCRIPTION: |record| record["facts"]["drugs"] = json!(6) => [("drugs", "not-met")];
    PRESCRIPTION: |record| record["facts"]["days"] = json!("15.5") => [("pain", "not-met")];
    // Without severe pain seven days of controlled release are the limit, in hospital one of anything.
    PRESCRIPTION: |record| record["facts"]["severe_pain"] = json!(false) => [("outpatient", "not-met")];
    PRESCRIPTION: |record| record["facts"]["inpatient"] = json!(true) => [("inpatient", "not-met")];
    PRESCRIPTION: |record| record["facts"]["controlled"] = json!("none") => [("days", "not-met")];
    PRESCRIPTION: |record| record["facts"]["controlled"] = json!("psychotropic-2") => [("psychotropic-2", "not-met")];
    PRESCRIPTION: |record| record["facts"]["dispensed"] = json!("2025-06-05") => [("valid", "not-met")];
    PRESCRIPTION: |record| record["facts"]["dispensed"] = json!("2025-05-31") => [("valid", "not-met")];
    FUND: |record| record["facts"]["spent"] = json!("250.56") => [("no-more-out-than-in", "not-met")];
    FUND: |record| record["facts"]["held"] = json!("49.44") => [("all-told", "not-met")];
    FUND: |record| record["facts"]["off_purpose"] = json!("0.01") => [("purpose", "not-met")];
    FUND: |record| record["facts"]["allocated"] = json!(1001) => [("arrived-whole", "not-met")];
    FUND: |record| shift(record, "arrived", 1) => [("arrived", "too-late")];
    FUND: |record| shift(record, "used", -6) => [("used", "out-of-order")];
    FUND: |record| find(record, "accepted")["persons"] = json!(["Xu", "Gao"]) => [("accepted", "same-person")];
    FUND: |record| drop_step(record, "audited") => [("audited", "step-missing")];
    AFTER_OFFICE: |record| record["facts"]["engaged"] = json!("2021-02-27")
        => [("cooling-off", "not-met"), ("order", "not-met")];
}
