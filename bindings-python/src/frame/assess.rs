//! A frame under its rules, slice by slice: the columns of facts in, the result columns out.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchOptions, StringArray, UInt32Array};
use arrow_schema::{DataType, SchemaRef};
use arrow_select::concat::concat;
use evenhand::columns::{Column, ColumnError, NO_OUTCOME, NO_TIER, Outputs, Progress};
use evenhand::{AssessError, Language};

use super::failure::Failure;
use super::groups::{Group, Groups, padded};
use super::reason::reasons;
use super::room::Room;
use super::select::{NoRule, Rule, Select};
use super::table::Work;
use super::values::{Parts, column, fits, is_rewritten, readable, type_of};
use super::wanted::{DECIMAL_DIGITS, Wanted};
use super::watch::Watch;
use crate::loaded::Loaded;

/// Everything that is known before the first row is read.
pub(super) struct Assessment {
    pub(super) loaded: Arc<Loaded>,
    pub(super) select: Select,
    /// The columns of facts, by place.
    pub(super) facts: Vec<(String, usize)>,
    pub(super) wanted: Vec<Wanted>,
    /// The columns that are handed through.
    pub(super) kept: Vec<usize>,
    /// A fault of a row ends the run.
    pub(super) raises: bool,
    pub(super) language: Language,
    pub(super) threads: usize,
    /// Of the results.
    pub(super) schema: SchemaRef,
}

/// A slice of a frame, its columns of facts as they are read, and its rows by rule.
struct Slice<'a> {
    batch: &'a RecordBatch,
    facts: &'a [ArrayRef],
    groups: &'a Groups,
}

/// From so many rows on, a group has all threads to itself.
const LARGE_GROUP: usize = 1 << 16;
/// The rows of a slice, where room is needed beside input and output.
const SLICE: usize = 1 << 19;
/// The same where each row has a text of its own.
const SLICE_OF_TEXTS: usize = 1 << 16;

impl Work for Assessment {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn run(&mut self, slice: &RecordBatch, first: usize, watch: &Watch) -> Result<RecordBatch, Failure> {
        self.results_and_kept(slice, first, watch)
    }
}

impl Assessment {
    /// How many rows are worked on at a time.
    pub(super) fn slice_rows(&self, schema: &SchemaRef, streams: bool) -> usize {
        let is_rewritten = |(_, column): &(String, usize)| {
            schema.fields().get(*column).is_some_and(|field| is_rewritten(field.data_type()))
        };
        if self.wanted.contains(&Wanted::Reason) {
            SLICE_OF_TEXTS
        } else if streams || self.select.is_by_row() || self.facts.iter().any(is_rewritten) {
            SLICE
        } else {
            // Rows are counted in 32 bits.
            1 << 31
        }
    }

    fn results_and_kept(
        &self,
        batch: &RecordBatch,
        first: usize,
        watch: &Watch,
    ) -> Result<RecordBatch, Failure> {
        let done = self.results(batch, first, watch);
        let interrupted = |failure| match failure {
            Failure::Interrupted => watch.why().map_or(Failure::Interrupted, Failure::Stopped),
            failure => failure,
        };
        let results = done.map_err(interrupted)?;
        let kept = self.kept.iter().map(|column| Arc::clone(batch.column(*column)));
        let columns = kept.chain(results).collect();
        let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
        Ok(RecordBatch::try_new_with_options(Arc::clone(&self.schema), columns, &options)?)
    }

    fn results(&self, batch: &RecordBatch, first: usize, watch: &Watch) -> Result<Vec<ArrayRef>, Failure> {
        let facts = self.facts.iter().map(|(_, place)| readable(batch.column(*place)));
        let facts = facts.collect::<Result<Vec<ArrayRef>, _>>()?;
        let rows = batch.num_rows();
        let rules = self.select.choose(batch)?;
        let same = match rules.as_deref() {
            None | Some([]) => Some(0),
            Some(rules @ [rule, ..]) => rules.iter().all(|other| other == rule).then_some(*rule),
        };
        let groups = match (same, &rules) {
            (None, Some(rules)) => Groups::new(rules),
            (same, _) => Groups::of_one(same.unwrap_or_default(), rows),
        };
        let mut room = Room::new(groups.room, &self.wanted, self.raises, self.select.is_by_item());
        let texts = self.fill(&Slice { batch, facts: &facts, groups: &groups }, &mut room, watch)?;
        for group in &groups.groups {
            let rule = self.select.rules.get(group.rule);
            let decimals = rule.map_or(self.select.decimals, |rule| self.loaded.plan(&rule.item).decimals());
            room.complete(group, rule, self.select.decimals.saturating_sub(decimals))?;
        }
        if self.raises
            && let Some(row) = room.first_error(groups.places.as_deref())
        {
            return Err(self.fault(batch, row, first)?);
        }
        let places = groups.places.map(UInt32Array::from);
        Ok(room.columns(&self.wanted, &self.select, places.as_ref(), texts)?)
    }

    /// Runs every group into its part of the room. Large groups one after the other, each on all threads; small ones at
    /// the same time.
    fn fill(
        &self,
        slice: &Slice<'_>,
        room: &mut Room,
        watch: &Watch,
    ) -> Result<Option<StringArray>, Failure> {
        let groups = slice.groups;
        let wants_texts = self.wanted.contains(&Wanted::Reason);
        let (mut large, mut small) = (Vec::new(), Vec::new());
        let mut outputs = room.outputs();
        for (place, group) in groups.groups.iter().enumerate() {
            let own = outputs.take(padded(group.rows)).take(group.rows);
            let list =
                if group.rows >= LARGE_GROUP || groups.groups.len() == 1 { &mut large } else { &mut small };
            list.push((place, group, own));
        }
        let texts: Mutex<Vec<Option<StringArray>>> = Mutex::new(vec![None; groups.groups.len()]);
        let failure: Mutex<Option<Failure>> = Mutex::new(None);
        let run = |(place, group, own): (usize, &Group, Outputs<'_>), threads: usize| match self
            .run_group(group, slice, own, threads, watch)
        {
            Ok(told) => {
                if let Some(room) = texts.lock().unwrap_or_else(PoisonError::into_inner).get_mut(place) {
                    *room = told;
                }
            }
            Err(failed) => {
                failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(failed);
            }
        };
        large.into_iter().for_each(|group| run(group, self.threads));
        let threads = self.threads.min(small.len());
        let queue = Mutex::new(small.into_iter());
        let work = || {
            let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
            let goes_on = || failure.lock().unwrap_or_else(PoisonError::into_inner).is_none();
            while let Some(group) = next().filter(|_| goes_on()) {
                run(group, 1);
            }
        };
        thread::scope(|scope| {
            for _ in 1..threads {
                let _ = thread::Builder::new().spawn_scoped(scope, work);
            }
            work();
        });
        if let Some(failure) = failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
            return Err(failure);
        }
        if !wants_texts {
            return Ok(None);
        }
        let texts = texts.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut parts: Vec<StringArray> = Vec::new();
        for (group, texts) in groups.groups.iter().zip(texts) {
            parts.extend(texts);
            if groups.places.is_some() {
                parts.push(StringArray::new_null(padded(group.rows).saturating_sub(group.rows)));
            }
        }
        let parts: Vec<&dyn Array> = parts.iter().map(|part| part as &dyn Array).collect();
        if parts.is_empty() {
            return Ok(None);
        }
        let whole = concat(&parts)?;
        Ok(Some(arrow_array::cast::AsArray::as_string::<i32>(whole.as_ref()).clone()))
    }

    fn run_group(
        &self,
        group: &Group,
        slice: &Slice<'_>,
        outputs: Outputs<'_>,
        threads: usize,
        watch: &Watch,
    ) -> Result<Option<StringArray>, Failure> {
        let Slice { batch, facts, groups } = *slice;
        let wants_texts = self.wanted.contains(&Wanted::Reason);
        let Some(rule) = self.select.rules.get(group.rule) else {
            return Ok(self.without_rule(group, groups, batch, outputs));
        };
        let of_rule = |name: &str| rule.item.facts.iter().any(|fact| fact.name == name);
        let used = self.facts.iter().zip(facts).filter(|((name, _), _)| of_rule(name));
        let mut arrays = Vec::new();
        for ((name, place), array) in used {
            check_type(rule, name, batch.schema().field(*place).name(), array.data_type())?;
            arrays.push((name.as_str(), groups.rows_of(group, array)?));
        }
        let parts: Vec<Parts<'_>> = arrays.iter().map(|(_, array)| Parts::of(array.as_ref())).collect();
        let columns = arrays
            .iter()
            .zip(&parts)
            .filter_map(|((name, array), parts)| Some((*name, column(array.as_ref(), parts)?)));
        let columns: Vec<(&str, Column<'_>)> = columns.collect();
        let plan = self.loaded.plan(&rule.item);
        let cases = plan.bind_rows(group.rows, &columns)?;
        let each = |rows| watch.each(if wants_texts { 0 } else { rows });
        let decided = cases.decide(outputs, threads, Progress::new(&each));
        decided.map_err(|error| match error {
            ColumnError::Stopped => Failure::Interrupted,
            error => error.into(),
        })?;
        if !wants_texts {
            return Ok(None);
        }
        let texts = reasons(&rule.item, &cases, self.language, threads, watch);
        if texts.len() == group.rows { Ok(Some(texts)) } else { Err(Failure::Interrupted) }
    }

    /// Rows that fall under no rule have an error and nothing else.
    fn without_rule(
        &self,
        group: &Group,
        groups: &Groups,
        batch: &RecordBatch,
        outputs: Outputs<'_>,
    ) -> Option<StringArray> {
        let none = self.none(group.rule);
        let place = AssessError::CODES.iter().position(|(code, _)| *code == none.code());
        let code = place.and_then(|place| u8::try_from(place.saturating_add(1)).ok()).unwrap_or(u8::MAX);
        outputs.error.into_iter().for_each(|errors| errors.fill(code));
        outputs.outcome.into_iter().for_each(|outcomes| outcomes.fill(NO_OUTCOME));
        outputs.tier.into_iter().for_each(|tiers| tiers.fill(NO_TIER));
        let told = |row| self.select.fault(none, batch, row, &self.loaded).1;
        let wants_texts = self.wanted.contains(&Wanted::Reason);
        wants_texts.then(|| StringArray::from_iter_values(groups.numbers_of(group).map(told)))
    }

    fn none(&self, rule: usize) -> NoRule {
        let place = rule.saturating_sub(self.select.rules.len());
        NoRule::ALL.get(place).copied().unwrap_or(NoRule::UnknownItem)
    }

    /// What is wrong with a row of a slice, in words.
    fn fault(&self, batch: &RecordBatch, row: usize, first: usize) -> Result<Failure, Failure> {
        let alone = batch.slice(row, 1);
        let number = first.saturating_add(row);
        let rule = self.select.choose(&alone)?.and_then(|rules| rules.first().copied()).unwrap_or_default();
        let rule = usize::try_from(rule).unwrap_or(usize::MAX);
        let Some(found) = self.select.rules.get(rule) else {
            let none = self.none(rule);
            let (field, message) = self.select.fault(none, &alone, 0, &self.loaded);
            return Ok(Failure::refused(none.code(), &field, format!("row {number}: {message}")));
        };
        let arrays =
            self.facts.iter().filter(|(name, _)| found.item.facts.iter().any(|fact| fact.name == *name));
        let arrays = arrays.map(|(name, place)| Ok((name.as_str(), readable(alone.column(*place))?)));
        let arrays = arrays.collect::<Result<Vec<(&str, ArrayRef)>, Failure>>()?;
        let parts: Vec<Parts<'_>> = arrays.iter().map(|(_, array)| Parts::of(array.as_ref())).collect();
        let columns = arrays.iter().zip(&parts);
        let columns: Vec<(&str, Column<'_>)> = columns
            .filter_map(|((name, array), parts)| Some((*name, column(array.as_ref(), parts)?)))
            .collect();
        let plan = self.loaded.plan(&found.item);
        let decided = plan.bind_rows(1, &columns)?.decide_row(0);
        Ok(match decided {
            Err(error) => Failure::of_row(number, &error),
            // The amount has more digits than the column.
            Ok(_) => Failure::Refused {
                code: "overflow",
                field: None,
                message: format!("row {number}: an amount has more than {DECIMAL_DIGITS} digits"),
            },
        })
    }
}

/// Whether a fact of a rule can be read from a column.
pub(super) fn check_type(rule: &Rule, name: &str, column: &str, found: &DataType) -> Result<(), Failure> {
    let Some(fact) = rule.item.facts.iter().find(|fact| fact.name == name) else { return Ok(()) };
    let wanted = type_of(&fact.kind);
    if fits(found, wanted) {
        return Ok(());
    }
    let help = match found {
        DataType::Timestamp(_, Some(_)) => "; make it a day of its zone first",
        _ => "",
    };
    let message = format!(
        "the column `{column}` must hold {wanted} for the fact `{name}` of `{}`, found {found}{help}",
        rule.item.id
    );
    Err(Failure::refused("wrong-type", column, message))
}
