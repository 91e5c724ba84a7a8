//! Which part of a range is lenient, ordinary and severe: five documents, five conventions.

use super::{assess, case, result, told};

/// Shaanxi, article 6: 30, 40 and 30 % of the statutory range, by the severity that the standard itself grades. How a
/// circumstance of the general law moves the band it does not say.
#[test]
fn bands_of_the_statutory_range() {
    let item = "cn.shaanxi.fire/58";
    let fine = |facts: &[(&str, &str)]| result(item, &case("2023-05-01", facts));
    // The law: 30,000 to 300,000, so 270,000 wide. 30 %: 30,000 + 81,000; 70 %: 30,000 + 189,000.
    assert_eq!(fine(&[("severity", "lighter")]), "30000..111000");
    assert_eq!(fine(&[("severity", "ordinary")]), "111000..219000");
    assert_eq!(fine(&[("severity", "serious")]), "219000..300000");
    // From the band up to the maximum; from the minimum, or nothing, up to the end of the band.
    assert_eq!(fine(&[("severity", "ordinary"), ("emergency_measures", "true")]), "111000..300000");
    assert_eq!(
        fine(&[("severity", "ordinary"), ("harm_removed", "true")]),
        "30000..219000 or 0.01..29999.99"
    );
}

/// Market supervision, 2019: the lower and the upper 30 %, until the opinions of 2022-10-08.
#[test]
fn parts_by_a_document_above_the_law() {
    let item = "cn.food-safety-law/122";
    let fine = |day: &str, fact: &str| result(item, &case(day, &[("goods_value", "0"), (fact, "true")]));
    // The law: 50,000 to 100,000. 70 %: 50,000 + 35,000; 30 %: 50,000 + 15,000.
    assert_eq!(fine("2022-10-07", "emergency_measures"), "85000..100000");
    assert_eq!(fine("2022-10-07", "harm_removed"), "50000..65000 or 0.01..49999.99");
    // Where nobody says which part is severe, all that the law leaves.
    assert_eq!(fine("2022-10-08", "emergency_measures"), "50000..100000");
    assert_eq!(fine("2022-10-08", "harm_removed"), "50000..100000 or 0.01..49999.99");
}

const CLASS_1: [(&str, &str); 5] = [
    ("investment", "1000000"),
    ("eia_document", "form"),
    ("stage", "unbuilt"),
    ("prohibited_area", "false"),
    ("serious_consequences", "false"),
];

fn jiangmen(more: &[(&str, &str)]) -> evenhand::Outcome {
    assess("cn.jiangmen.ecology/eia-1-1", &case("2022-03-01", &[&CLASS_1, more].concat()))
}

/// Jiangmen, articles 5 and 6: top and bottom of the class. Class 1 is 1 to 2 % of 1,000,000.
#[test]
fn ends_of_the_tier() {
    let fine = |more: &[(&str, &str)]| told(jiangmen(more).decision());
    assert_eq!(fine(&[]), "10000..20000");
    assert_eq!(fine(&[("lenient_ground", "true")]), "10000");
    assert_eq!(fine(&[("severe_ground", "true")]), "20000");
    assert_eq!(fine(&[("like_offences", "1")]), "10000..20000");
    assert_eq!(fine(&[("like_offences", "2")]), "20000");
}

/// Jiangmen, article 5: from the third like offence on one class up; class 2 is 2 to 3 %, class 4 the last, 4 to 5 %.
#[test]
fn one_tier_up() {
    let fine = |more: &[(&str, &str)]| told(jiangmen(more).decision());
    assert_eq!(fine(&[("like_offences", "3")]), "20000..30000");
    assert_eq!(fine(&[("like_offences", "3"), ("lenient_ground", "true")]), "20000");
    assert_eq!(fine(&[("like_offences", "3"), ("severe_ground", "true")]), "30000");
    let mut worst = CLASS_1;
    worst[4] = ("serious_consequences", "true");
    let highest = case("2022-03-01", &[&worst[..], &[("like_offences", "3")]].concat());
    assert_eq!(result("cn.jiangmen.ecology/eia-1-1", &highest), "40000..50000");
}

fn guangdong(more: &[(&str, &str)]) -> evenhand::Outcome {
    let coal = [("goods_value", "10000"), ("tonnes", "2"), ("major_impact", "false")];
    assess("cn.guangdong.ecology/3.11", &case("2024-03-01", &[&coal, more].concat()))
}

/// Guangdong, article 12: the middle. 2 t: 1.5 to 2 times 10,000; the law: 10,000 to 30,000.
#[test]
fn middle_of_the_tier() {
    let fine = |more: &[(&str, &str)]| told(guangdong(more).decision());
    assert_eq!(fine(&[]), "17500");
    assert_eq!(fine(&[("emergency_measures", "true")]), "17500..20000");
    // Lighter: below the middle, 15,000 to 17,499.99; or below the law's minimum of 10,000.
    assert_eq!(fine(&[("harm_removed", "true")]), "15000..17499.99 or 0.01..9999.99");
    // Both: the authority weighs them in the whole range of the tier.
    assert_eq!(fine(&[("harm_removed", "true"), ("emergency_measures", "true")]), "15000..20000");
}

/// Guangdong, article 12, where there is only a maximum: 20 % for lenient, 50 % for ordinary cases.
#[test]
fn middle_without_a_minimum() {
    let item = "cn.guangdong.ecology/1.3";
    let filed_in_time = [("region", "ordinary"), ("corrected_in_time", "true")];
    let fine = |more: &[(&str, &str)]| result(item, &case("2024-03-01", &[&filed_in_time, more].concat()));
    // The tier: 0 to 10,000. The law has no minimum, so that there is nothing below it.
    assert_eq!(fine(&[("harm_removed", "true")]), "2000");
    assert_eq!(fine(&[]), "5000");
    assert_eq!(fine(&[("emergency_measures", "true")]), "5000..10000");
    // The next tier, 10,000 to 30,000, has a minimum of its own: below the middle of 20,000.
    let late = [("region", "ordinary"), ("corrected_in_time", "false"), ("harm_removed", "true")];
    assert_eq!(result(item, &case("2024-03-01", &late)), "10000..19999.99");
}

/// Guangdong, article 14: an apology may take 30 to 50 % off, down to the statutory minimum.
#[test]
fn factor_with_a_floor() {
    let apologised = |more: &[(&str, &str)]| {
        let facts = [&[("apologised_publicly", "true"), ("apology_excluded", "false")], more].concat();
        let outcome = guangdong(&facts);
        let allows: Vec<String> = outcome
            .circumstances()
            .iter()
            .filter_map(|found| found.allows)
            .map(|allows| told(&allows))
            .collect();
        (told(outcome.decision()), allows)
    };
    // From the middle of 17,500: 8,750, held at 10,000; 12,250.
    assert_eq!(apologised(&[]), ("17500".into(), vec!["10000..12250".into()]));
    // Where nobody says that it is one of the cases in which it does not count, it is none; the outcome tells that.
    let unsaid = guangdong(&[("apologised_publicly", "true")]);
    let allows: Vec<String> =
        unsaid.circumstances().iter().filter_map(|found| found.allows).map(|allows| told(&allows)).collect();
    assert_eq!(allows, ["10000..12250"]);
    assert!(unsaid.assumptions().iter().any(|assumption| assumption.fact == "apology_excluded"));
    // Severe: 17,500 to 20,000, so 8,750, held at 10,000, to 14,000.
    let severe = apologised(&[("emergency_measures", "true")]);
    assert_eq!(severe, ("17500..20000".into(), vec!["10000..14000".into()]));
    // One of the eleven cases in which it does not count.
    let excluded = guangdong(&[("apologised_publicly", "true"), ("apology_excluded", "true")]);
    assert!(excluded.circumstances().is_empty());
}
