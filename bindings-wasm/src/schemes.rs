//! What packs have beside items and limits: scores, indices, screens, compliance and surcharges.

use evenhand::compliance::ComplianceReview;
use evenhand::limit::SurchargeError;
use evenhand::number::{Rational, parse_decimal};
use evenhand::risk::payments::PaymentScreening;
use evenhand::risk::screen::{Screening, Tender};
use wasm_bindgen::prelude::*;

use crate::book::Book;
use crate::calendar::Calendar;
use crate::error::{self, thrown};
use crate::given;

#[wasm_bindgen]
impl Book {
    /// The surcharges, scores, indices, screens and policies that are in force on a day, as a list of JSON.
    pub fn schemes(&self, day: &str) -> Result<String, JsValue> {
        Ok(self.0.on(error::day("day", day)?).schemes_to_json())
    }

    /// The score for the facts of a period, as JSON.
    pub fn score(&self, id: &str, day: &str, facts: &str) -> Result<String, JsValue> {
        let facts = given::facts(facts).map_err(error::assess)?;
        let outcome = self.0.on(error::day("on", day)?).score(id).and_then(|score| score.assess(&facts));
        outcome.map(|outcome| outcome.to_json()).map_err(|error| thrown(&error.to_json()))
    }

    /// The rating by facts and by the points of assessors, as JSON.
    pub fn index(&self, id: &str, day: &str, facts: &str, assessed: &str) -> Result<String, JsValue> {
        let facts = given::facts(facts).map_err(error::assess)?;
        let assessed = given::assessments(assessed).map_err(error::assess)?;
        let index = self.0.on(error::day("on", day)?).index(id);
        let outcome = index.and_then(|index| index.assess(&facts, &assessed));
        outcome.map(|outcome| outcome.to_json()).map_err(|error| thrown(&error.to_json()))
    }

    /// What a screen finds among tenders, each an OCDS release as JSON; as JSON.
    pub fn screen(&self, id: &str, day: &str, tenders: Vec<String>) -> Result<String, JsValue> {
        let screen = self.0.on(error::day("on", day)?).screen(id);
        let mut screening = Screening::new(screen.map_err(|error| thrown(&error.to_json()))?);
        for (line, text) in (1..).zip(&tenders) {
            match Tender::from_ocds(text) {
                // What is refused is counted, and told in the report.
                Ok(tender) => drop(screening.add(line, &tender)),
                Err(fault) => screening.refuse(line, fault),
            }
        }
        Ok(screening.finish().to_json())
    }

    /// What does not fit a compliance scheme in records of matters, each as JSON; as JSON.
    pub fn compliance(&self, id: &str, day: &str, matters: Vec<String>) -> Result<String, JsValue> {
        let scheme = self.0.on(error::day("on", day)?).compliance(id);
        let mut review = ComplianceReview::new(scheme.map_err(|error| thrown(&error.to_json()))?);
        for (line, text) in (1..).zip(&matters) {
            review.add_line(line, text.as_bytes());
        }
        Ok(review.finish().to_json())
    }

    /// What a screen of payments finds, each record as JSON; as JSON.
    pub fn payments(&self, id: &str, day: &str, payments: Vec<String>) -> Result<String, JsValue> {
        let screen = self.0.on(error::day("on", day)?).payment_screen(id);
        let mut screening = PaymentScreening::new(screen.map_err(|error| thrown(&error.to_json()))?);
        for (line, text) in (1..).zip(&payments) {
            screening.add_line(line, text.as_bytes());
        }
        Ok(screening.finish().to_json())
    }

    /// What late payment costs by a day, as JSON. The log is that of `due`.
    pub fn surcharge(
        &self,
        id: &str,
        principal: &str,
        log: &str,
        on: &str,
        calendar: &Calendar,
    ) -> Result<String, JsValue> {
        let (log, on) = (given::log(log).map_err(error::limit)?, error::day("on", on)?);
        let outcome = parse_decimal(principal)
            .map_err(|_| SurchargeError::Principal { found: principal.to_owned() })
            .and_then(|principal| self.0.surcharge(id, Rational::from(principal), &log, &calendar.0, on));
        outcome.map(|outcome| outcome.to_json()).map_err(|error| thrown(&error.to_json()))
    }
}
