//! Scores over many: a row of facts a period, to its points.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StringViewArray};
use arrow_schema::{ArrowError, Schema, SchemaRef};
use evenhand::Facts;
use evenhand::diagnostic::nearest;
use evenhand::number::Rational;
use evenhand::risk::{Score, ScoreError};
use pyo3::prelude::*;

use super::call::place;
use super::failure::Failure;
use super::frame_call::{Asked, FrameCall, SLICE};
use super::json::{Shape, texts, value};
use super::made::{self, field, numbers, words};
use super::pace::Pace;
use super::records::check;
use super::table::{Frame, FrameStream, Run, Work};
use super::wanted::kept_and;
use super::watch::Watch;

/// Scores on their way.
struct Scores {
    score: Arc<Score>,
    /// The facts, by name and place of their columns.
    facts: Vec<(String, usize)>,
    /// The columns that are handed through.
    kept: Vec<usize>,
    threads: usize,
    schema: SchemaRef,
}

impl FrameCall {
    /// The points of every row, beside the columns that are kept.
    pub(crate) fn score(
        self,
        py: Python<'_>,
        score: &Arc<Score>,
        keep: Option<Vec<String>>,
    ) -> PyResult<Frame> {
        self.scores(py, score, keep)?.table(py)
    }

    /// The same part by part.
    pub(crate) fn score_stream(
        self,
        py: Python<'_>,
        score: &Arc<Score>,
        keep: Option<Vec<String>>,
    ) -> PyResult<FrameStream> {
        Ok(FrameStream::new(self.scores(py, score, keep)?))
    }

    fn scores(self, py: Python<'_>, score: &Arc<Score>, keep: Option<Vec<String>>) -> PyResult<Run> {
        self.run(py, SLICE, |Asked { schema, columns, threads }| {
            let facts = facts(score, columns.unwrap_or_default(), &schema)?;
            let results = results(&[])?;
            let results = results.iter().map(|(name, column)| field(name, column)).collect();
            let (kept, schema) = kept_and(&schema, keep, results)?;
            Ok(Scores { score: Arc::clone(score), facts, kept, threads, schema })
        })
    }
}

impl Work for Scores {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn run(&mut self, slice: &RecordBatch, _: usize, watch: &Watch) -> Result<RecordBatch, Failure> {
        let columns = self.facts.iter().map(|(name, place)| Ok((name, texts(slice.column(*place))?)));
        let columns = columns.collect::<Result<Vec<(&String, StringViewArray)>, Failure>>()?;
        let judge = |rows: Range<usize>| {
            let scored = rows.map(|row| {
                let given = columns.iter().filter_map(|(name, column)| Some((*name, value(column, row)?)));
                self.score.assess(&given.collect::<Facts>()).map(|outcome| outcome.points)
            });
            scored.collect::<Vec<_>>()
        };
        let mut all = Vec::with_capacity(slice.num_rows());
        let pace = Pace { threads: self.threads, watch };
        pace.rows(slice.num_rows(), judge, |scored| all.extend(scored))?;
        let kept = self.kept.iter().map(|place| Arc::clone(slice.column(*place)));
        let columns = kept.chain(results(&all)?.into_iter().map(|(_, column)| column)).collect();
        Ok(RecordBatch::try_new(Arc::clone(&self.schema), columns)?)
    }
}

/// The columns of results.
fn results(all: &[Result<Rational, ScoreError>]) -> Result<[(&'static str, ArrayRef); 5], ArrowError> {
    let errors = || all.iter().map(|scored| scored.as_ref().err());
    let exact: Vec<Option<String>> =
        all.iter().map(|scored| scored.as_ref().ok().map(ToString::to_string)).collect();
    let messages: Vec<Option<String>> = errors().map(|error| Some(error?.to_string())).collect();
    Ok([
        ("points", numbers(all.iter().map(|scored| scored.as_ref().ok().copied()))?),
        ("exact", made::texts(exact.iter().map(Option::as_deref))),
        ("error", words(errors().map(|error| Some(error?.code())))),
        ("field", words(errors().map(|error| error?.field()))),
        ("message", made::texts(messages.iter().map(Option::as_deref))),
    ])
}

/// The columns of facts: those that are named, and of the others those that are called like a fact.
fn facts(
    score: &Score,
    mut named: HashMap<String, String>,
    schema: &Schema,
) -> Result<Vec<(String, usize)>, Failure> {
    let mut facts = Vec::new();
    for fact in &score.facts {
        let found = match named.remove(&fact.name) {
            Some(column) => Some(place(schema, &column)?),
            None => schema.index_of(&fact.name).ok(),
        };
        let Some(place) = found else { continue };
        check(schema, place, &format!("the fact `{}`", fact.name), Shape::Fact)?;
        facts.push((fact.name.clone(), place));
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
