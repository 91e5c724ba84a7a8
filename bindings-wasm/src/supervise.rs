//! A decided case, or an application, against the rules.

use std::sync::Arc;

use evenhand::pack::Supervised;
use evenhand::supervise::{Application, ApprovalSupervisor, DecidedCase, Policy};
use evenhand::time::Date;
use wasm_bindgen::prelude::*;

use crate::book::Book;
use crate::calendar::Calendar;
use crate::error::{self, thrown};

#[wasm_bindgen]
impl Book {
    /// What is irregular in a record under a policy as it is in force on a day, as JSON. Whether the record is that of a
    /// decided case, or of an application as it stands on the day, is for the policy to say.
    pub fn supervise(
        &self,
        policy: &str,
        day: &str,
        record: &str,
        calendar: &Calendar,
    ) -> Result<String, JsValue> {
        let on = error::day("on", day)?;
        let policy = self.0.on(on).policy(policy).map_err(|error| thrown(&error.to_json()))?;
        match policy.of {
            Supervised::DecidedCases => self.decided(policy, record, calendar),
            Supervised::Applications => self.applied(policy, on, record, calendar),
        }
    }
}

impl Book {
    fn decided(&self, policy: &Arc<Policy>, record: &str, calendar: &Calendar) -> Result<String, JsValue> {
        let case = DecidedCase::from_json(record).map_err(|fault| thrown(&fault.to_json()))?;
        Ok(self.0.supervise(&case, policy, &calendar.0).to_json(&case))
    }

    fn applied(
        &self,
        policy: &Arc<Policy>,
        on: Date,
        record: &str,
        calendar: &Calendar,
    ) -> Result<String, JsValue> {
        let application = Application::from_json(record).map_err(|fault| thrown(&fault.to_json()))?;
        let found = ApprovalSupervisor::new(&self.0, policy, &calendar.0, on).judge(&application);
        Ok(found.to_json(&application))
    }
}
