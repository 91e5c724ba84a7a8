//! Which procedure, and who decides. An ordinary water accident costs 20 % of the direct loss.

use evenhand::Outcome;
use evenhand::pack::Actor;

use super::{acted_and_decided, assess, case, told};

fn accident(day: &str, loss: &str, more: &[(&str, &str)]) -> Outcome {
    let facts = [&[("accident_grade", "ordinary"), ("direct_loss", loss)], more].concat();
    assess("cn.water-pollution-law/94", &case(day, &facts))
}

/// The fine, the procedure, and who decides.
fn decided(outcome: &Outcome) -> (String, String, Actor) {
    let procedure = outcome.procedure().expect("a procedure");
    (told(outcome.decision()), procedure.procedure.key.clone(), procedure.decides)
}

fn summary(fine: &str) -> (String, String, Actor) {
    (fine.to_owned(), "summary".to_owned(), Actor::Officer)
}

fn ordinary(fine: &str) -> (String, String, Actor) {
    (fine.to_owned(), "ordinary".to_owned(), Actor::Head)
}

#[test]
fn summary_up_to_50_and_1000_before_2021() {
    let decide = |party, loss| decided(&accident("2020-03-02", loss, &[("party", party)]));
    assert_eq!(decide("individual", "250"), summary("50"));
    assert_eq!(decide("individual", "250.05"), ordinary("50.01"));
    assert_eq!(decide("organisation", "5000"), summary("1000"));
    assert_eq!(decide("organisation", "5000.05"), ordinary("1000.01"));
}

#[test]
fn summary_up_to_200_and_3000_since_2021() {
    let decide = |party, loss| decided(&accident("2026-03-02", loss, &[("party", party)]));
    assert_eq!(decide("individual", "1000"), summary("200"));
    assert_eq!(decide("individual", "1000.05"), ordinary("200.01"));
    assert_eq!(decide("organisation", "15000"), summary("3000"));
    assert_eq!(decide("organisation", "15000.05"), ordinary("3000.01"));
}

#[test]
fn the_same_facts_in_2020_and_2026() {
    let facts = [("party", "organisation")];
    let (before, after) = (accident("2020-03-02", "15000", &facts), accident("2026-03-02", "15000", &facts));
    assert_eq!(decided(&before), ordinary("3000"));
    assert_eq!(decided(&after), summary("3000"));
    assert_eq!(before.procedure().unwrap().procedure.basis.zh, "《行政处罚法》（2017年）第三十六条");
    assert_eq!(after.procedure().unwrap().procedure.basis.zh, "《行政处罚法》第五十一条");
}

#[test]
fn an_old_act_is_decided_by_the_procedure_of_the_day() {
    let facts = [("accident_grade", "ordinary"), ("direct_loss", "15000"), ("party", "organisation")];
    let case = acted_and_decided("2021-07-01", "2021-07-15", &facts);
    assert_eq!(decided(&assess("cn.water-pollution-law/94", &case)), summary("3000"));
    let case = acted_and_decided("2021-07-01", "2021-07-14", &facts);
    assert_eq!(decided(&assess("cn.water-pollution-law/94", &case)), ordinary("3000"));
}

#[test]
fn without_the_party_summary_is_possible_only() {
    let outcome = accident("2026-03-02", "1000", &[]);
    let procedure = outcome.procedure().unwrap();
    assert_eq!((procedure.procedure.key.as_str(), procedure.decides), ("ordinary", Actor::Head));
    let possible: Vec<&str> =
        procedure.possible.iter().map(|(procedure, _)| procedure.key.as_str()).collect();
    assert_eq!(possible, ["summary"]);
}

#[test]
fn a_range_across_the_threshold_is_open() {
    // 500 to 5,000, but the goods are confiscated, so no summary procedure whatever the fine.
    let stall = assess("cn.beijing.city-appearance/35", &case("2026-03-02", &[("party", "organisation")]));
    assert!(stall.procedure().unwrap().possible.is_empty());
    // 100 to 1,000 for a natural person: up to 200 on the spot.
    let range = assess("cn.quzhou.city-appearance/11", &case("2026-03-02", &[("party", "individual")]));
    let possible = range.procedure().unwrap().possible;
    assert_eq!(possible.len(), 1);
    assert_eq!(possible[0].1.en, "depends on the fine that is decided");
}

#[test]
fn complicated_or_grave_cases_are_decided_together() {
    for (day, step) in [("2020-03-02", "第三十八条第二款"), ("2026-03-02", "第五十七条第二款")]
    {
        let grave = accident(day, "500000", &[("party", "organisation"), ("complex_or_grave", "true")]);
        assert_eq!(decided(&grave), ("100000".into(), "ordinary".into(), Actor::Collective));
        let procedure = grave.procedure().unwrap();
        let due = procedure.steps.iter().find(|due| due.step.basis.zh == step).expect("the deliberation");
        assert!(due.open.is_none());
        let plain = accident(day, "500000", &[("party", "organisation"), ("complex_or_grave", "false")]);
        assert!(plain.procedure().unwrap().steps.iter().all(|due| due.step.basis.zh != step));
    }
}

#[test]
fn a_fine_that_may_be_collected_on_the_spot_is_due_within_15_days_all_the_same() {
    for (day, at_most, above, collecting, paying) in [
        ("2020-03-02", "100", "100.05", "第四十七条", "第四十六条"),
        ("2026-03-02", "500", "500.05", "第六十八条", "第六十七条"),
    ] {
        for (loss, on_the_spot) in [(at_most, true), (above, false)] {
            let found = accident(day, loss, &[("party", "individual")]);
            let procedure = found.procedure().expect("a procedure");
            assert_eq!(procedure.procedure.key, "summary");
            let due = |basis: &str| procedure.steps.iter().any(|due| due.step.basis.zh == basis);
            assert_eq!((due(collecting), due(paying)), (on_the_spot, true), "{day}, {loss}");
        }
    }
}

#[test]
fn working_days_only_since_2021() {
    use evenhand::pack::LimitLength;
    let limits = |day| {
        let facts = [("party", "organisation"), ("evidence_registered", "true"), ("absent", "true")];
        let outcome = accident(day, "1000000", &facts);
        let steps = outcome.procedure().unwrap().steps;
        let limits: Vec<LimitLength> =
            steps.iter().filter_map(|due| Some(due.step.limit.as_ref()?.length)).collect();
        limits
    };
    use LimitLength::{Days, WorkingDays};
    // Evidence 7, request for a hearing 3, its notice 7 (open), service 7, payment 15.
    assert_eq!(limits("2020-03-02"), [Days(7), Days(3), Days(7), Days(7), Days(15)]);
    // Evidence 7, request 5, notice 7 (open), decision 90, service 7, payment 15.
    let since = [WorkingDays(7), WorkingDays(5), WorkingDays(7), Days(90), WorkingDays(7), Days(15)];
    assert_eq!(limits("2026-03-02"), since);
}
