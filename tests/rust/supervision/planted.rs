//! Right cases, made of the worked examples of the bundled rules, and faults planted in them one at a time.
//!
//! What is right comes from the examples, which were worked out by hand, and from the text of the packs; nothing here
//! asks the engine.

use evenhand::number::{Rational, Rounding, RoundingMode};
use evenhand::penalty::{AmountRule, Expected, Item};
use evenhand::time::Date;
use evenhand::{Given, RuleBook};
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

/// The day on which every case is decided.
pub const DECIDED: &str = "2026-06-01";

/// A right case and what the example says of it.
#[derive(Clone)]
pub struct Right {
    pub record: Value,
    /// The least and the most that the example allows.
    fine: (Decimal, Decimal),
    /// The statutory range, where the example tells it.
    statutory: Option<(Decimal, Decimal)>,
    /// Other tiers with fixed amounts: the name, and whether it is heavier.
    tiers: Vec<(String, bool)>,
    /// The measures that the item imposes in every case, and whether a penalty is among them.
    measures: Vec<&'static str>,
    penal: bool,
    /// The rules were the same two years before, and the limitation period is that of the general law.
    old: bool,
}

/// A record with one fault, and the codes that must be found, no others.
pub struct Planted {
    pub fault: &'static str,
    pub record: Value,
    pub codes: Vec<&'static str>,
}

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn fact(given: &Given) -> Value {
    match given {
        Given::Boolean(value) => json!(value),
        Given::Number(number) => json!(number.to_string()),
        Given::Text(text) => json!(text),
        Given::Date(day) => json!(day.to_string()),
    }
}

fn decimals(ends: evenhand::feel::Ends) -> Option<(Decimal, Decimal)> {
    ends.to_decimals()
}

/// The fixed amount or range of a row as it is written in the pack.
fn written(amount: &AmountRule) -> Option<(Decimal, Decimal)> {
    let AmountRule::Amount(formula) = amount else { return None };
    let text = formula.text.trim();
    let number = |text: &str| text.trim().parse::<Decimal>().ok();
    match text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'))
        .and_then(|text| text.split_once(".."))
    {
        Some((low, high)) => Some((number(low)?, number(high)?)),
        None => number(text).map(|amount| (amount, amount)),
    }
}

/// Every right case that the examples of the bundled rules give.
pub fn right_cases(book: &RuleBook) -> Vec<Right> {
    let on = book.on(date(DECIDED));
    let mut cases = Vec::new();
    for item in on.items().filter(|item| item.id.starts_with("cn.") && !item.id.contains("penalty-law/")) {
        let governing = on.governing(&item.document);
        let measured = governing.iter().any(|document| document.general.parts.is_some());
        let conditional = item.measures.iter().any(|rule| rule.when.is_some() || rule.may);
        let of_rows = item.tariff.rows().iter().any(|row| !row.measures.is_empty());
        // What these add to the example would have to be worked out by hand.
        if measured || conditional || of_rows || item.may {
            continue;
        }
        for example in &item.examples {
            cases.extend(right_case(book, item, example));
        }
    }
    cases
}

fn right_case(book: &RuleBook, item: &Item, example: &evenhand::penalty::ExampleCase) -> Option<Right> {
    let Expected::Fine(fine) = example.expected else { return None };
    let fine = decimals(fine)?;
    let mut facts: Map<String, Value> =
        example.given.iter().map(|(name, given)| (name.to_owned(), fact(given))).collect();
    for requirement in &item.requirements {
        let slot = requirement.fact()?;
        let name = item.facts[slot.0].name.clone();
        facts.entry(name).or_insert(json!(true));
    }
    let denied = [
        "harm_removed",
        "coerced",
        "confessed",
        "merit",
        "lenient_by_other_rule",
        "trivial",
        "promptly_corrected",
        "first_violation",
        "proved_without_fault",
        "emergency_measures",
        "complex_or_grave",
        "public_interest",
        "several_relations",
        "hearing_requested",
        "gains_to_confiscate",
        "large_confiscation",
        "evidence_registered",
        "absent",
    ];
    for name in denied {
        facts.entry(name.to_owned()).or_insert(json!(false));
    }
    facts.entry("party".to_owned()).or_insert(json!("organisation"));
    let named = item.tariff.rows().iter().any(|row| row.tier.is_some());
    let tier = example.tier.clone();
    // Which tier it is has to be told by the example.
    if named && tier.is_none() {
        return None;
    }
    let rows = item.tariff.rows();
    let row = |name: &str| {
        let is = |row: &&evenhand::penalty::TableRow| {
            row.tier.as_ref().is_some_and(|tier| tier.zh == name || tier.en == name)
        };
        let mut found = rows.iter().filter(is);
        found.next().filter(|_| found.next().is_none())
    };
    let own = tier.as_deref().and_then(row).and_then(|row| written(&row.amount));
    let mut tiers = Vec::new();
    for other in rows.iter().filter_map(|row| row.tier.as_ref()) {
        if Some(&other.zh) == tier.as_ref() {
            continue;
        }
        let amount = row(&other.zh).and_then(|row| written(&row.amount));
        if let (Some(own), Some(amount)) = (own, amount) {
            let (own, amount) = ((own.1, own.0), (amount.1, amount.0));
            if own != amount {
                tiers.push((other.zh.clone(), amount > own));
            }
        }
    }
    let measures: Vec<&str> = item.measures.iter().map(|rule| rule.measure.code()).collect();
    // Two years; some documents have another period.
    let old = item.document.general.limitation.is_none()
        && book.on(date("2024-01-10")).item(&item.id).is_ok_and(|old| std::ptr::eq(old.as_ref(), item));
    let record = json!({
        "case": format!("{} (line {})", item.id, example.line),
        "office": item.document.id,
        "item": item.id,
        "facts": facts,
        "days": {"acted": "2026-04-01", "found": "2026-04-08", "decided": DECIDED},
        "events": [
            {"event": "filed", "day": "2026-04-10", "persons": ["Zhao"]},
            {"event": "investigated", "day": "2026-04-20", "persons": ["Qian", "Sun"]},
            {"event": "penalty_told", "day": "2026-05-11", "persons": ["Qian"]},
            {"event": "hearing_right_told", "day": "2026-05-11", "persons": ["Qian"]},
            {"event": "delivered", "day": "2026-06-02", "persons": ["Sun"]},
        ],
        "decision": {
            "fine": fine.0.to_string(),
            "measures": measures,
            "circumstances": [],
            "procedure": "ordinary",
            "by": "head",
            "persons": ["Zhao"],
            "version": {"pack": item.document.id, "in_force": item.document.in_force.from.to_string()},
        },
    });
    let mut record = record;
    if let Some(tier) = &tier {
        record["decision"]["tier"] = json!(tier);
    }
    let statutory = example.statutory.and_then(decimals).or_else(|| {
        let text = &item.statutory.as_ref()?.text;
        let (low, high) = text.strip_prefix('[')?.strip_suffix(']')?.split_once("..")?;
        rows.iter().all(|row| row.statutory.is_none()).then_some(())?;
        Some((low.trim().parse().ok()?, high.trim().parse().ok()?))
    });
    let penal = item.measures.iter().any(|rule| rule.measure.is_penalty());
    Some(Right { record, fine, statutory, tiers, measures, penal, old })
}

impl Right {
    fn with(&self, fault: &'static str, codes: &[&'static str], change: impl FnOnce(&mut Value)) -> Planted {
        let mut record = self.record.clone();
        change(&mut record);
        Planted { fault, record, codes: codes.to_vec() }
    }

    /// The case itself, and with each fault that can be planted in it.
    pub fn planted(&self) -> Vec<Planted> {
        let mut all = vec![self.with("none", &[], |_| {})];
        all.extend(self.amounts());
        all.extend(self.tiers_and_circumstances());
        all.extend(self.measures());
        all.extend(self.steps());
        all.extend(self.persons_and_days());
        all.extend(self.untold());
        all
    }

    fn amounts(&self) -> Vec<Planted> {
        let (low, high) = self.fine;
        let fined = |amount: Decimal| {
            move |record: &mut Value| record["decision"]["fine"] = json!(amount.to_string())
        };
        let (less, more) = (low - Decimal::ONE, high + Decimal::ONE);
        let mut all = Vec::new();
        if high > low {
            all.push(self.with("the upper end", &[], fined(high)));
            let middle = Rational::from(low).add(high.into()).unwrap().divide(Rational::integer(2)).unwrap();
            let middle = Rounding::new(Rational::ONE, RoundingMode::Up).unwrap().round(middle).unwrap();
            if middle <= high.into() {
                all.push(self.with("the middle", &[], fined(middle.to_decimal().unwrap())));
            }
        }
        // Where neither example nor item tells the statutory range, it can hang on the row.
        if let Some((least, most)) = self.statutory {
            if less >= Decimal::ZERO {
                let code = if less < least { "S0103" } else { "S0101" };
                all.push(self.with("below the range", &[code], fined(less)));
            }
            let code = if more > most { "S0104" } else { "S0102" };
            all.push(self.with("above the range", &[code], fined(more)));
            all.push(self.with("above the law", &["S0104"], fined(most + Decimal::ONE)));
            if least > Decimal::ONE {
                all.push(self.with("below the law", &["S0103"], fined(least - Decimal::new(1, 2))));
            }
        }
        all.push(self.with("not fined", &["S0106"], |record| record["decision"]["fine"] = Value::Null));
        if !self.penal {
            all.push(self.with("a child", &["S0105"], |record| {
                record["facts"]["age"] = json!(13);
                record["decision"]["circumstances"] =
                    json!([{"circumstance": "cn.administrative-penalty-law/30-1"}]);
            }));
            if self.old {
                all.push(self.with("too late", &["S0107"], |record| {
                    record["days"]["acted"] = json!("2024-01-10");
                    record["facts"]["life_or_finance"] = json!(false);
                }));
                all.push(self.with("found in time", &[], |record| {
                    record["days"]["acted"] = json!("2024-05-01");
                    record["facts"]["life_or_finance"] = json!(false);
                }));
            }
        }
        all
    }

    fn tiers_and_circumstances(&self) -> Vec<Planted> {
        let mut all = vec![
            self.with("unknown tier", &["S0201"], |record| record["decision"]["tier"] = json!("不存在的档次")),
            self.with("mandatory circumstance ignored", &["S0301"], |record| {
                record["facts"]["harm_removed"] = json!(true);
            }),
            self.with("mandatory circumstance heeded", &[], |record| {
                record["facts"]["harm_removed"] = json!(true);
                record["decision"]["circumstances"] =
                    json!([{"circumstance": "cn.administrative-penalty-law/32-1"}]);
            }),
            self.with("circumstance not established", &["S0302"], |record| {
                record["decision"]["circumstances"] =
                    json!([{"circumstance": "cn.administrative-penalty-law/32-1", "reason": "told by the party"}]);
            }),
            self.with("unknown circumstance", &["S0302"], |record| {
                record["decision"]["circumstances"] =
                    json!([{"circumstance": "cn.administrative-penalty-law/99"}]);
            }),
        ];
        for (name, heavier) in &self.tiers {
            let code = if *heavier { "S0202" } else { "S0203" };
            all.push(self.with("tier jumped", &[code], |record| record["decision"]["tier"] = json!(name)));
        }
        let spared = |reason: Option<&'static str>| {
            let measures: Vec<&str> = self.measures.clone();
            move |record: &mut Value| {
                record["facts"]["first_violation"] = json!(true);
                record["facts"]["promptly_corrected"] = json!(true);
                record["facts"]["harm"] = json!("slight");
                record["decision"]["circumstances"] =
                    json!([{"circumstance": "cn.administrative-penalty-law/33-1-first", "reason": reason}]);
                record["decision"]["fine"] = Value::Null;
                record["decision"]["measures"] = json!(measures);
            }
        };
        if !self.penal {
            all.push(self.with("spared with a reason", &[], spared(Some("first time, stopped at once"))));
            all.push(self.with("spared without a reason", &["S0303"], spared(None)));
        }
        all
    }

    fn measures(&self) -> Vec<Planted> {
        let mut all = Vec::new();
        if !self.measures.is_empty() {
            let left: Vec<&str> = self.measures.iter().skip(1).copied().collect();
            all.push(self.with("measure missing", &["S0401"], |record| {
                record["decision"]["measures"] = json!(left);
            }));
        }
        if !self.measures.contains(&"detention") {
            let more: Vec<&str> = self.measures.iter().copied().chain(["detention"]).collect();
            all.push(self.with("measure without basis", &["S0402"], |record| {
                record["decision"]["measures"] = json!(more);
            }));
        }
        let ordered: Vec<&str> = self.measures.iter().copied().chain(["order-to-correct"]).collect();
        all.push(
            self.with("an order to correct", &[], |record| record["decision"]["measures"] = json!(ordered)),
        );
        all
    }

    fn steps(&self) -> Vec<Planted> {
        let without = |event: &'static str| {
            move |record: &mut Value| {
                let events = record["events"].as_array_mut().unwrap();
                events.retain(|one| one["event"] != event);
            }
        };
        let mut all = vec![
            self.with("not filed", &["S0502"], without("filed")),
            self.with("not told", &["S0502"], without("penalty_told")),
            self.with("not investigated", &["S0502"], without("investigated")),
            self.with("not delivered", &["S0502"], without("delivered")),
            self.with("no legal review", &["S0502"], |record| {
                record["facts"]["public_interest"] = json!(true)
            }),
            self.with("legally reviewed", &[], |record| {
                record["facts"]["public_interest"] = json!(true);
                let events = record["events"].as_array_mut().unwrap();
                events.push(json!({"event": "legally_reviewed", "day": "2026-05-20", "persons": ["Li"]}));
            }),
            self.with("no deliberation", &["S0502"], |record| {
                record["facts"]["complex_or_grave"] = json!(true);
                record["decision"]["by"] = json!("collective");
            }),
            self.with("head in place of the heads", &["S0601"], |record| {
                record["facts"]["complex_or_grave"] = json!(true);
                let events = record["events"].as_array_mut().unwrap();
                events
                    .push(json!({"event": "deliberated", "day": "2026-05-25", "persons": ["Zhao", "Zhou"]}));
            }),
            self.with("told after the decision", &["S0503"], |record| {
                record["events"][2]["day"] = json!("2026-06-03");
            }),
        ];
        // Beyond 3,000 yuan, or with another penalty than a warning, there is no summary procedure.
        let summary = |record: &mut Value| {
            record["decision"]["procedure"] = json!("summary");
            record["decision"]["by"] = json!("officer");
            record["events"] = json!([
                {"event": "penalty_told", "day": DECIDED, "persons": ["Qian"]},
                {"event": "delivered", "day": DECIDED, "persons": ["Qian"]},
                {"event": "reported", "day": "2026-06-02", "persons": ["Qian"]},
            ]);
        };
        let organisation = self.record["facts"]["party"] == "organisation";
        if organisation && self.fine.0 > Decimal::from(3000) {
            all.push(self.with("summary procedure beyond its limit", &["S0501"], summary));
        } else if organisation && !self.penal {
            all.push(self.with("summary procedure", &[], summary));
        }
        all
    }

    fn persons_and_days(&self) -> Vec<Planted> {
        vec![
            self.with("an officer decided", &["S0601"], |record| record["decision"]["by"] = json!("officer")),
            self.with("the inquirer decided", &["S0602"], |record| {
                record["decision"]["persons"] = json!(["Zhao", "Qian"]);
            }),
            // 90 days from 2 March are over on 31 May, a Sunday; the last day may move to Monday, 1 June.
            self.with("decided too late", &["S0701"], |record| {
                record["events"][0]["day"] = json!("2026-02-27")
            }),
            self.with("decided on the last day", &[], |record| {
                record["events"][0]["day"] = json!("2026-03-03")
            }),
            // 2 to 10 June are seven working days.
            self.with("served too late", &["S0701"], |record| {
                record["facts"]["absent"] = json!(true);
                record["events"][4]["day"] = json!("2026-06-11");
            }),
            self.with("served on the last day", &[], |record| {
                record["facts"]["absent"] = json!(true);
                record["events"][4]["day"] = json!("2026-06-10");
            }),
            self.with("the law of another day", &["S0801"], |record| {
                record["decision"]["version"]["in_force"] = json!("1999-01-01");
            }),
        ]
    }

    /// What the record does not tell.
    fn untold(&self) -> Vec<Planted> {
        let without = |key: &'static str| {
            move |record: &mut Value| drop(record["decision"].as_object_mut().unwrap().remove(key))
        };
        let mut all = vec![
            self.with("version not told", &["S0002"], without("version")),
            self.with("procedure not told", &["S0002"], without("procedure")),
            self.with("decider not told", &["S0002"], without("by")),
            self.with("persons not told", &["S0002"], without("persons")),
            self.with("unknown event", &["S0002"], |record| {
                let events = record["events"].as_array_mut().unwrap();
                events.push(json!({"event": "filled", "day": "2026-05-25"}));
            }),
            self.with("circumstances not told", &["S0002"], |record| {
                record["facts"]["harm_removed"] = json!(true);
                record["decision"].as_object_mut().unwrap().remove("circumstances");
            }),
            self.with("unknown item", &["S0001"], |record| record["item"] = json!("cn.nowhere/1")),
            self.with("unknown fact", &["S0001"], |record| record["facts"]["colour_of_hair"] = json!("grey")),
            self.with("days reversed", &["S0001"], |record| record["days"]["acted"] = json!("2026-06-30")),
        ];
        if self.record["decision"].get("tier").is_some() {
            all.push(self.with("tier not told", &["S0002"], without("tier")));
        }
        all
    }
}
