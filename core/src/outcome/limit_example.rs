use super::DueOutcome;
use crate::calendar::Calendar;
use crate::limit::{LimitError, State, When};
use crate::pack::LimitExample;
use crate::{LimitRule, RuleBook};

impl LimitRule {
    /// Whether the limit gives what an example says, under the rules of a book.
    ///
    /// # Errors
    /// Everything in which the outcome differs, one difference a line.
    pub fn holds(&self, example: &LimitExample, book: &RuleBook, calendar: &Calendar) -> Result<(), String> {
        let outcome = match (book.due(&self.id, &example.given, calendar, example.on), &example.error) {
            (Ok(outcome), None) => outcome,
            (Err(error), Some(code)) if error.code() == code => return Ok(()),
            (Ok(_), Some(code)) => return Err(format!("  expected the error {code}, found none")),
            (Err(error), _) => return Err(format!("  error[{}]: {error}", LimitError::code(&error))),
        };
        let differences = differences(example, &outcome);
        if differences.is_empty() { Ok(()) } else { Err(differences.join("\n")) }
    }
}

fn differences(example: &LimitExample, outcome: &DueOutcome) -> Vec<String> {
    let due = outcome.due();
    let mut differences = Vec::new();
    let mut compare = |what: &str, expected: Option<String>, found: String| {
        if let Some(expected) = expected.filter(|expected| *expected != found) {
            differences.push(format!("  {what}: expected {expected}, found {found}"));
        }
    };
    let day = |day: Option<When>| day.map_or_else(|| "none".to_owned(), |day| day.to_string());
    let number = |number: i64| number.to_string();
    compare("due", example.due.map(|day| day.to_string()), day(due.due));
    compare("raw", example.raw.map(|day| day.to_string()), day(due.raw));
    compare("used", example.used.map(number), due.used.map_or_else(|| "none".to_owned(), number));
    compare("left", example.left.map(number), number(due.left));
    let light = due.light.map_or("none", |light| light.code());
    compare("light", example.light.map(|light| light.code().to_owned()), light.to_owned());
    compare("state", example.state.map(|state| state.code().to_owned()), due.state.code().to_owned());
    compare("statutory", example.statutory.map(|day| day.to_string()), day(due.statutory));
    compare("late", example.late.as_ref().map(|late| late.join(", ")), outcome.late_stages().join(", "));
    differences
}

impl DueOutcome {
    /// The names of the stages that are late.
    #[must_use]
    pub fn late_stages(&self) -> Vec<&str> {
        let late = self.due().stages.iter().filter(|due| matches!(due.state, State::Late | State::Overdue));
        late.filter_map(|due| Some(self.limit().stages.get(due.stage)?.name.as_str())).collect()
    }
}
