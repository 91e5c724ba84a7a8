//! Scores over many: a row of facts a period, to its points.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use arrow_array::{RecordBatch, StringViewArray};
use arrow_schema::{Field, Schema, SchemaRef};
use evenhand::Facts;
use evenhand::diagnostic::nearest;
use evenhand::risk::Score;
use pyo3::prelude::*;

use super::call::place;
use super::failure::Failure;
use super::json::{Shape, texts, value};
use super::made;
use super::records::check;
use super::table::Frame;
use super::wanted::kept_and;
use super::whole::WholeCall;

impl WholeCall {
    /// The points of every row, beside the columns that are kept.
    pub(crate) fn score(
        mut self,
        py: Python<'_>,
        score: &Arc<Score>,
        keep: Option<Vec<String>>,
    ) -> PyResult<Frame> {
        let named = self.columns.take().unwrap_or_default();
        self.run(py, &[], |whole, pace| {
            let schema = whole.batch.schema();
            let facts = facts(score, named, &schema)?;
            let columns = facts.iter().map(|(name, place)| Ok((*name, texts(whole.batch.column(*place))?)));
            let columns = columns.collect::<Result<Vec<(&str, StringViewArray)>, Failure>>()?;
            let judge = |rows: Range<usize>| {
                let scored = rows.map(|row| {
                    let given =
                        columns.iter().filter_map(|(name, column)| Some((*name, value(column, row)?)));
                    score.assess(&given.collect::<Facts>()).map(|outcome| outcome.points)
                });
                scored.collect::<Vec<_>>()
            };
            let mut all = Vec::with_capacity(whole.batch.num_rows());
            pace.portions(whole.batch.num_rows(), |rows| rows.len(), judge, |scored| all.extend(scored))?;
            let errors = || all.iter().map(|scored| scored.as_ref().err());
            let exact: Vec<Option<String>> =
                all.iter().map(|scored| scored.as_ref().ok().map(ToString::to_string)).collect();
            let messages: Vec<Option<String>> = errors().map(|error| Some(error?.to_string())).collect();
            let results = vec![
                ("points", made::numbers(all.iter().map(|scored| scored.as_ref().ok().copied()))?),
                ("exact", made::texts(exact.iter().map(Option::as_deref))),
                ("error", made::words(errors().map(|error| Some(error?.code())))),
                ("field", made::words(errors().map(|error| error?.field()))),
                ("message", made::texts(messages.iter().map(Option::as_deref))),
            ];
            let field = |(name, column): &(&str, arrow_array::ArrayRef)| {
                Field::new(*name, arrow_array::Array::data_type(column).clone(), true)
            };
            let (kept, schema): (Vec<usize>, SchemaRef) =
                kept_and(&schema, keep, results.iter().map(field).collect())?;
            let kept = kept.into_iter().map(|place| Arc::clone(whole.batch.column(place)));
            let columns = kept.chain(results.into_iter().map(|(_, column)| column)).collect();
            Ok(Frame::new(Arc::clone(&schema), vec![RecordBatch::try_new(schema, columns)?]))
        })
    }
}

/// The columns of facts: those that are named, and of the others those that are called like a fact.
fn facts<'a>(
    score: &'a Score,
    mut named: HashMap<String, String>,
    schema: &Schema,
) -> Result<Vec<(&'a str, usize)>, Failure> {
    let mut facts = Vec::new();
    for fact in &score.facts {
        let found = match named.remove(&fact.name) {
            Some(column) => Some(place(schema, &column)?),
            None => schema.index_of(&fact.name).ok(),
        };
        let Some(place) = found else { continue };
        check(schema, place, &format!("the fact `{}`", fact.name), Shape::Fact)?;
        facts.push((fact.name.as_str(), place));
    }
    let known = || score.facts.iter().map(|fact| fact.name.as_str());
    if let Some(name) = named.into_keys().min() {
        let help =
            nearest(&name, known()).map_or_else(String::new, |known| format!("; did you mean `{known}`?"));
        let message = format!("`{}` has no fact `{name}`{help}", score.id);
        return Err(Failure::refused("unknown-fact", &name, message));
    }
    if facts.is_empty() {
        let expected = known().collect::<Vec<_>>().join(", ");
        let message =
            format!("no column of the frame is a fact of `{}`: expected some of {expected}", score.id);
        return Err(Failure::Refused { code: "missing-fact", field: None, message });
    }
    Ok(facts)
}
