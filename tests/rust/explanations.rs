//! What an officer reads, in both languages, for items of different kinds.
//!
//! The stored texts are in `snapshots/`; `INSTA_UPDATE=always cargo test` writes them anew, for a person to read.

use evenhand::{Facts, Language, RuleBook};

fn explain(id: &str, facts: &[(&str, &str)]) -> String {
    let book = RuleBook::bundled().expect("the bundled packs are sound");
    let item = book.on("2024-06-01".parse().expect("a day")).item(id).expect("a bundled item");
    let facts: Facts = facts.iter().copied().collect();
    let outcome = item.assess(&facts).expect("an outcome");
    format!("{}\n\n{}\n", outcome.explanation(Language::Chinese), outcome.explanation(Language::English))
}

macro_rules! explained {
    ($($name:ident: $id:literal, [$($fact:literal = $value:literal),*];)+) => {
        $(#[test]
        fn $name() {
            insta::assert_snapshot!(explain($id, &[$(($fact, $value)),*]));
        })+
    };
}

explained! {
    rate_with_cap: "cn.dongying.city-appearance/46-4", ["area" = "16.8"];
    precondition_not_met: "cn.dongying.city-appearance/46-4", ["area" = "16.8", "refused_to_correct" = "false"];
    range_per_head: "cn.dongying.city-appearance/46-10", ["head" = "12"];
    tiers_adjusted_and_rounded: "cn.hangzhou.shop-display/1", ["area" = "2.57", "repeat" = "true"];
    weights_with_unknown_facts: "cn.guangdong.ecology/4.7", ["tonnes" = "5", "days" = "4", "disposal_cost" = "50000"];
    weights_below_the_statutory_range: "cn.guangdong.ecology/2.7.1", [];
    place_in_the_range: "cn.hunan.ecology/13", ["statutory_min" = "20000", "statutory_max" = "200000", "discretion_percent" = "5"];
    matrix: "cn.guangdong.ecology/1.3", ["region" = "restricted_or_sensitive", "corrected_in_time" = "true"];
    band: "cn.shaanxi.fire/60", ["severity" = "ordinary"];
    piecewise_by_value: "cn.food-safety-law/124", ["goods_value" = "10000"];
    second_stage: "cn.bidding-law/53", ["project_amount" = "1234567.89"];
    only_a_range: "cn.beijing.city-appearance/35", [];
}
