//! Rules that were read, checked and compiled.

use evenhand::{Case, RuleBook as Rules};
use wasm_bindgen::prelude::*;

use crate::calendar::Calendar;
use crate::error::{self, thrown};
use crate::given;
use crate::item::Item;

/// Rules that were read, checked and compiled.
#[wasm_bindgen]
pub struct Book(pub(crate) Rules);

#[wasm_bindgen]
impl Book {
    /// Rules from the texts of packs, each with the name that reports call it by.
    pub fn load(names: Vec<String>, texts: Vec<String>) -> Result<Book, JsValue> {
        let rules = Rules::load(names.into_iter().zip(texts));
        rules.map(Self).map_err(|faults| thrown(&faults.to_json()))
    }

    /// These rules, and of another book the documents that are not among them.
    pub fn completed_by(&self, other: &Book) -> Book {
        Self(self.0.clone().completed_by(other.0.clone()))
    }

    /// The ids of all documents, in whatever version.
    pub fn documents(&self) -> Vec<String> {
        let mut ids: Vec<String> = self.0.documents().map(|document| document.id.clone()).collect();
        ids.dedup();
        ids
    }

    /// The item with this id that is in force on a day.
    pub fn item(&self, id: &str, day: &str) -> Result<Item, JsValue> {
        let found = self.0.on(error::day("day", day)?).item(id);
        let item = found.map_err(error::assess)?;
        Ok(Item::new(item))
    }

    /// The facts that the rules above an item ask for on a day, beside those of the item, as a list of JSON.
    pub fn general_facts(&self, item: &Item, day: &str) -> Result<String, JsValue> {
        Ok(self.0.on(error::day("day", day)?).general_facts_to_json(&item.rule))
    }

    /// The items in force on a day, as JSON.
    pub fn powers(&self, day: &str) -> Result<String, JsValue> {
        Ok(self.0.on(error::day("day", day)?).to_json())
    }

    /// The time limits in force on a day, as JSON.
    pub fn limits(&self, day: &str) -> Result<String, JsValue> {
        Ok(self.0.on(error::day("day", day)?).limits_to_json())
    }

    /// What follows from a case, under the general law and the law of the day, as JSON. `days` are those of the decision,
    /// the act, its end and its discovery, one a line; an empty line where there is none.
    pub fn assess(&self, id: &str, facts: &str, days: &str) -> Result<String, JsValue> {
        let outcome = self.0.assess(id, &case(facts, days)?).map_err(error::assess)?;
        Ok(outcome.to_json())
    }

    /// What follows from one act that breaks several rules, as JSON.
    pub fn assess_one_act(&self, ids: Vec<String>, facts: &str, days: &str) -> Result<String, JsValue> {
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let together = self.0.assess_one_act(&ids, &case(facts, days)?).map_err(error::assess)?;
        Ok(together.to_json())
    }

    /// By when a case is due, as JSON. The log has names and days in turn, each ended by a NUL.
    pub fn due(&self, id: &str, log: &str, on: &str, calendar: &Calendar) -> Result<String, JsValue> {
        let (events, on) = (given::log(log).map_err(error::limit)?, error::when("on", on)?);
        let outcome = self.0.due(id, &events, &calendar.0, on).map_err(error::limit)?;
        Ok(outcome.to_json())
    }
}

fn case(facts: &str, days: &str) -> Result<Case, JsValue> {
    let facts = given::facts(facts).map_err(error::assess)?;
    let mut lines = days.split('\n');
    let mut next = |field: &str| match lines.next().unwrap_or_default() {
        "" => Ok(None),
        text => error::day(field, text).map(Some),
    };
    let decided = next("decided")?;
    let decided = match decided {
        Some(day) => day,
        None => error::day("decided", "")?,
    };
    let mut case = Case::new(facts, decided);
    if let Some(day) = next("acted")? {
        case = case.acted(day);
    }
    if let Some(day) = next("ended")? {
        case = case.ended(day);
    }
    if let Some(day) = next("found")? {
        case = case.found(day);
    }
    Ok(case)
}
