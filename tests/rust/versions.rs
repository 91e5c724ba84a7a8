//! Documents that were amended: the law of the last day before, and of the first day after.
//!
//! The ranges are worked out by hand from both texts.

use evenhand::{AssessError, Facts, RuleBook};

const LAND: (&str, &str) = ("2021-08-31", "2021-09-01");
const TRANSPORT: (&str, &str) = ("2023-07-19", "2023-07-20");

fn range(on: &str, id: &str, facts: &[(&str, &str)]) -> Result<Option<(String, String)>, AssessError> {
    let book = RuleBook::bundled().expect("the bundled packs are sound");
    let facts: Facts = facts.iter().copied().collect();
    let outcome = book.on(on.parse().expect("a day")).item(id)?.assess(&facts)?;
    Ok(outcome.decision().fine.map(|fine| (fine.min.to_string(), fine.max.to_string())))
}

fn changes(days: (&str, &str), id: &str, facts: &[(&str, &str)], before: (&str, &str), after: (&str, &str)) {
    for (on, (min, max)) in [(days.0, before), (days.1, after)] {
        assert_eq!(range(on, id, facts), Ok(Some((min.to_owned(), max.to_owned()))), "{id} on {on}");
    }
}

#[test]
fn the_land_regulation_of_2021_is_heavier() {
    let occupied = [("area", "100"), ("against_plan", "true")];
    changes(LAND, "cn.land-administration-regulation/57", &occupied, ("0", "3000"), ("10000", "100000"));
    let kept = [("area", "100")];
    changes(LAND, "cn.land-administration-regulation/59", &kept, ("1000", "3000"), ("10000", "50000"));
    let let_out = [("illegal_gains", "1000")];
    changes(LAND, "cn.land-administration-regulation/60", &let_out, ("50", "200"), ("100", "300"));
    let sold = [("illegal_gains", "1000"), ("against_plan", "true")];
    changes(LAND, "cn.land-administration-regulation/54", &sold, ("0", "500"), ("100", "500"));
}

#[test]
fn a_permanent_building_on_temporary_land_was_removed_without_a_fine() {
    let item = "cn.land-administration-regulation/52";
    assert_eq!(range(LAND.0, item, &[]), Ok(None));
    let fined = Ok(Some(("100000".to_owned(), "200000".to_owned())));
    assert_eq!(range(LAND.1, item, &[("reclamation_fee", "20000")]), fined);
}

#[test]
fn the_transport_regulation_of_2023_is_lighter() {
    let repair = [("refused_to_correct", "true")];
    changes(TRANSPORT, "cn.road-transport-regulation/65-4", &repair, ("5000", "20000"), ("3000", "10000"));
    let off_route = [("serious", "false")];
    changes(TRANSPORT, "cn.road-transport-regulation/68-1", &off_route, ("1000", "3000"), ("1000", "2000"));
    changes(TRANSPORT, "cn.road-transport-regulation/70-2", &[], ("10000", "30000"), ("3000", "30000"));
    let haulage = "cn.road-transport-regulation/63-1";
    let before = range(TRANSPORT.0, haulage, &[("illegal_gains", "5000")]);
    assert_eq!(before, Ok(Some(("30000".to_owned(), "100000".to_owned()))));
    let after = range(TRANSPORT.1, haulage, &[("illegal_gains", "5000"), ("serious", "false")]);
    assert_eq!(after, Ok(Some(("3000".to_owned(), "10000".to_owned()))));
}

#[test]
fn a_certificate_not_carried_is_no_longer_fined() {
    let item = "cn.road-transport-regulation/68-2019";
    assert_eq!(range(TRANSPORT.0, item, &[]), Ok(Some(("20".to_owned(), "200".to_owned()))));
    assert_eq!(range(TRANSPORT.1, item, &[]).unwrap_err().code(), "not-in-force");
}
