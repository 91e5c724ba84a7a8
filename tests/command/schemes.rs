//! Surcharges and scores.

use crate::evenhand;

#[test]
fn surcharges_and_scores_are_listed_shown_and_worked_out() {
    let list = evenhand(&["list", "--schemes", "--on", "2026-02-28"]).output;
    let listed = evenhand(&["list", "--schemes", "--json", "--on", "2026-02-28"]).output;
    let listed: Vec<serde_json::Value> = serde_json::from_str(&listed).expect("JSON");
    assert_eq!(listed.len(), list.lines().count() - 1, "{list}");
    let tax = listed.iter().find(|scheme| scheme["scheme"] == "cn.tax-collection-law/32").expect("the tax");
    assert_eq!((&tax["kind"], &tax["basis"]["en"]), (&"surcharge".into(), &"article 32".into()));
    assert_eq!(tax["in_force"]["until"], serde_json::Value::Null);
    for id in ["cn.administrative-penalty-law/72", "cn.tax-collection-law/32", "cn.approval-score/monthly"] {
        assert!(list.contains(id), "{list}");
        assert!(evenhand(&["show", id, "--on", "2026-02-28"]).output.starts_with(id));
    }
    let id = "cn.administrative-penalty-law/72";
    let asked = |words: &[&str]| evenhand(&[&["surcharge", id, "--on", "2026-06-30"], words].concat());
    let whole = asked(&["principal=10000", "delivered=2026-01-05"]);
    assert!(whole.output.starts_with("Surcharge: 10000, to be paid in all: 20000\n"), "{}", whole.output);
    assert!(whole.output.contains("On 2026-02-23 the cap is reached"), "{}", whole.output);
    let refused = asked(&["principal=much", "delivered=2026-01-05", "--json"]);
    assert_eq!(refused.code, 1);
    assert!(refused.output.contains("\"field\": \"principal\""), "{}", refused.output);
    assert_eq!(asked(&["delivered=2026-01-05"]).code, 2);
    let id = "cn.approval-score/monthly";
    let once = evenhand(&["score", id, "red_time=1", id, "--once", "warned=1", "--on", "2026-02-28"]);
    assert!(once.output.starts_with("Score: 85\n"), "{}", once.output);
    let refused = evenhand(&["score", id, "yelow_time=1", "--on", "2026-02-28"]);
    assert_eq!(refused.code, 1);
    assert!(refused.complaint.contains("did you mean `yellow_time`?"), "{}", refused.complaint);
}
