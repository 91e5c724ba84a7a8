//! Decisions beside each other: a row a decided case, to frames of groups, months and findings.

use std::borrow::Cow;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::ArrowError;
use evenhand::Language;
use evenhand::consistency::{
    Consistency, ConsistencyReport, Decision, Figures, Finding, Group, GroupKind, Measure, Policy, Robust,
    Row,
};
use evenhand::number::Rational;
use pyo3::prelude::*;

use super::failure::Failure;
use super::frame_call::{Asked, FrameCall, Reading, SLICE};
use super::json::{Shape, value};
use super::made::{counts, frame, line, numbers, refused, texts, truths, words};
use super::table::Frame;
use super::watch::Watch;
use super::whole::{Columns, Wanted};

const fn wanted(name: &'static str, shape: Shape, needed: bool) -> Wanted {
    Wanted { name, shape, needed }
}

/// The columns of decisions, those of [`Row`] in its order.
const COLUMNS: [Wanted; 11] = [
    wanted("case", Shape::Text, false),
    wanted("item", Shape::Text, true),
    wanted("version", Shape::Fact, false),
    wanted("facts", Shape::Object, false),
    wanted("office", Shape::Text, false),
    wanted("officer", Shape::Text, false),
    wanted("decided", Shape::Day, true),
    wanted("min", Shape::Number, false),
    wanted("max", Shape::Number, false),
    wanted("fine", Shape::Number, true),
    wanted("flagged", Shape::Fact, false),
];
const FACTS: usize = 3;
/// After so many rows keys are looked at.
const PORTION: usize = 4096;

/// Decisions on their way to be counted.
struct Decisions {
    columns: Columns,
    consistency: Consistency,
}

impl FrameCall {
    /// Holds the decisions of a frame beside each other.
    pub(crate) fn consistency(self, py: Python<'_>, policy: &Arc<Policy>) -> PyResult<ConsistencyReport> {
        self.read(py, SLICE, |Asked { schema, columns, .. }| {
            let columns = Columns::new(&schema, columns, &COLUMNS)?;
            Ok(Decisions { columns, consistency: Consistency::new(policy) })
        })
    }
}

impl Reading for Decisions {
    type Report = ConsistencyReport;

    fn take(&mut self, slice: &RecordBatch, first: usize, watch: &Watch) -> Result<(), Failure> {
        let whole = self.columns.of(slice);
        let column = |number| if number == FACTS { None } else { Some(whole.texts(number)) };
        let columns = (0..COLUMNS.len()).map(|number| column(number).transpose());
        let columns = columns.collect::<Result<Vec<_>, Failure>>()?;
        let facts = whole.json(FACTS)?;
        let text = |number: usize, row: usize| -> Cow<'_, str> {
            let column = columns.get(number).and_then(Option::as_ref);
            Cow::Borrowed(column.and_then(|column| value(column, row)).unwrap_or_default())
        };
        let (mut written, rows) = (Vec::new(), slice.num_rows());
        for row in 0..rows {
            written.clear();
            facts.write(row, Shape::Object, &mut written);
            let decision = Row {
                case: text(0, row),
                item: text(1, row),
                version: text(2, row),
                // What the columns hold is UTF-8. A digest of facts is no object, and stands between quotes.
                facts: Cow::Borrowed(std::str::from_utf8(&written).unwrap_or_default()),
                office: text(4, row),
                officer: text(5, row),
                decided: text(6, row),
                min: text(7, row),
                max: text(8, row),
                fine: text(9, row),
                flagged: text(10, row),
            };
            let line = line(first.saturating_add(row));
            match Decision::read(&decision) {
                Ok(decision) => self.consistency.add(line, &decision),
                Err(fault) => self.consistency.refuse(line, fault),
            }
            let done = row.saturating_add(1);
            if done.is_multiple_of(PORTION) {
                watch.goes_on(PORTION)?;
            }
        }
        watch.goes_on(rows % PORTION)
    }

    fn finish(self, _: &Watch) -> Result<ConsistencyReport, Failure> {
        Ok(self.consistency.finish())
    }
}

/// Result columns by name.
type Made<'a> = Vec<(&'a str, arrow_array::ArrayRef)>;

/// The counts and shares of groups or months, in their order.
fn figures<'a>(all: &[&'a Figures]) -> Result<Made<'a>, ArrowError> {
    let count = |count: fn(&Figures) -> u64| counts(all.iter().map(|figures| Some(count(figures))));
    let number =
        |number: fn(&Figures) -> Option<Rational>| numbers(all.iter().map(|figures| number(figures)));
    Ok(vec![
        ("decisions", count(|figures| figures.tally.decisions)),
        ("placed", count(|figures| figures.tally.placed)),
        ("points", count(|figures| figures.tally.points)),
        ("below", count(|figures| figures.tally.below)),
        ("above", count(|figures| figures.tally.above)),
        ("no_range", count(|figures| figures.tally.no_range)),
        ("place", number(|figures| Some(figures.place.ok()?.value))?),
        ("place_low", number(|figures| Some(figures.place.ok()?.interval[0]))?),
        ("place_high", number(|figures| Some(figures.place.ok()?.interval[1]))?),
        ("minimum", number(|figures| Some(figures.minimum.ok()?.value))?),
        ("maximum", number(|figures| Some(figures.maximum.ok()?.value))?),
        ("flagged", number(|figures| Some(figures.flagged.ok()?.value))?),
    ])
}

fn named(name: &str) -> Option<&str> {
    (!name.is_empty()).then_some(name)
}

/// A row an officer, an office or an item: what its decisions tell by themselves. What too few tell is null.
pub(crate) fn groups(report: &ConsistencyReport) -> Result<Frame, ArrowError> {
    let all: Vec<(GroupKind, &Group)> = each_group(report).collect();
    let mut columns = vec![
        ("kind", words(all.iter().map(|(kind, _)| Some(kind.code())))),
        ("name", texts(all.iter().map(|(_, group)| Some(group.name.as_str())))),
        ("office", texts(all.iter().map(|(_, group)| named(&group.office)))),
    ];
    columns.extend(figures(&all.iter().map(|(_, group)| &group.figures).collect::<Vec<_>>())?);
    frame(columns)
}

fn each_group(report: &ConsistencyReport) -> impl Iterator<Item = (GroupKind, &Group)> {
    let groups = |kind: GroupKind| report.groups.get(&kind).into_iter().flatten();
    GroupKind::ALL.into_iter().flat_map(move |kind| groups(kind).map(move |group| (kind, group)))
}

/// A row a group and measure: how it stands beside the others of its kind.
pub(crate) fn comparisons(report: &ConsistencyReport) -> Result<Frame, ArrowError> {
    let rows = || {
        each_group(report).flat_map(|(kind, group)| {
            let told = group.comparisons.iter();
            told.filter_map(move |(measure, told)| Some((kind, group, *measure, told.ok()?)))
        })
    };
    frame(vec![
        ("kind", words(rows().map(|(kind, ..)| Some(kind.code())))),
        ("name", texts(rows().map(|(_, group, ..)| Some(group.name.as_str())))),
        ("office", texts(rows().map(|(_, group, ..)| named(&group.office)))),
        ("measure", words(rows().map(|(_, _, measure, _)| Some(measure.code())))),
        ("decisions", counts(rows().map(|(.., told)| Some(told.decisions)))),
        ("value", numbers(rows().map(|(.., told)| Some(told.value)))?),
        ("low", numbers(rows().map(|(.., told)| Some(told.interval[0])))?),
        ("high", numbers(rows().map(|(.., told)| Some(told.interval[1])))?),
        ("others", numbers(rows().map(|(.., told)| Some(told.others)))?),
        (
            "robust_z",
            numbers(rows().map(|(.., told)| match told.robust {
                Robust::Value(score) => Some(score),
                Robust::Unbounded => None,
            }))?,
        ),
        ("rank_best", counts(rows().map(|(.., told)| Some(told.rank[0])))),
        ("rank_worst", counts(rows().map(|(.., told)| Some(told.rank[1])))),
        ("of", counts(rows().map(|(.., told)| Some(told.of)))),
        ("apart", truths(rows().map(|(.., told)| Some(told.apart)))),
    ])
}

/// A row a month of the whole, of each office and of each item.
pub(crate) fn months(report: &ConsistencyReport) -> Result<Frame, ArrowError> {
    let all: Vec<_> = report
        .series
        .iter()
        .flat_map(|series| series.months.iter().map(|month| (series.of.as_ref(), month)))
        .collect();
    let month: Vec<String> = all.iter().map(|(_, month)| month.month.to_string()).collect();
    let mut columns = vec![
        ("kind", words(all.iter().map(|(of, _)| Some(of.map_or("whole", |(kind, _)| kind.code()))))),
        ("name", texts(all.iter().map(|(of, _)| of.map(|(_, name)| name.as_str())))),
        ("month", words(month.iter().map(|month| Some(month.as_str())))),
    ];
    columns.extend(figures(&all.iter().map(|(_, month)| &month.figures).collect::<Vec<_>>())?);
    frame(columns)
}

/// A row a finding, with the kind and name of what it is about.
pub(crate) fn consistency_findings(report: &ConsistencyReport) -> Result<Frame, ArrowError> {
    let all = || report.findings.iter();
    let group = |finding: &Finding| match finding {
        Finding::Apart(kind, place, _) => report.groups.get(kind).and_then(|groups| groups.get(*place)),
        _ => None,
    };
    let of = |finding: &Finding| match finding {
        Finding::Unlike(place) => {
            Some((GroupKind::Item.code(), report.likeness.unlike.get(*place)?.item.as_str()))
        }
        Finding::Apart(kind, ..) => Some((kind.code(), group(finding)?.name.as_str())),
        Finding::Drifting(place, _) => {
            let series = report.series.get(*place)?;
            Some(series.of.as_ref().map_or(("whole", ""), |(kind, name)| (kind.code(), name.as_str())))
        }
    };
    let measure = |finding: &Finding| match finding {
        Finding::Unlike(_) => None,
        Finding::Apart(_, _, measure) | Finding::Drifting(_, measure) => Some(Measure::code(*measure)),
    };
    let sentences = |language| all().map(|finding| finding.sentence(report, language)).collect::<Vec<_>>();
    let (zh, en) = (sentences(Language::Chinese), sentences(Language::English));
    frame(vec![
        ("finding", words(all().map(|finding| Some(finding.code())))),
        ("kind", words(all().map(|finding| Some(of(finding)?.0)))),
        ("name", texts(all().map(|finding| named(of(finding)?.1)))),
        ("office", texts(all().map(|finding| named(&group(finding)?.office)))),
        ("measure", words(all().map(measure))),
        ("message_zh", texts(zh.iter().map(|text| Some(text.as_str())))),
        ("message_en", texts(en.iter().map(|text| Some(text.as_str())))),
    ])
}

/// A row a fine among those that the same facts got, with the first decision that imposed it.
pub(crate) fn unlike(report: &ConsistencyReport) -> Result<Frame, ArrowError> {
    let rows = || {
        let all = (0_u64..).zip(&report.likeness.unlike);
        all.flat_map(|(number, unlike)| unlike.results.iter().map(move |result| (number, unlike, result)))
    };
    frame(vec![
        ("number", counts(rows().map(|(number, ..)| Some(number)))),
        ("item", words(rows().map(|(_, unlike, _)| Some(unlike.item.as_str())))),
        ("version", words(rows().map(|(_, unlike, _)| named(&unlike.version)))),
        ("fine", texts(rows().map(|(.., result)| Some(result.fine.as_str())))),
        ("decisions", counts(rows().map(|(.., result)| Some(result.decisions)))),
        ("row", counts(rows().map(|(.., result)| result.line.checked_sub(1)))),
        ("case", texts(rows().map(|(.., result)| named(&result.case)))),
        ("office", texts(rows().map(|(.., result)| named(&result.office)))),
        ("officer", texts(rows().map(|(.., result)| named(&result.officer)))),
    ])
}

/// A row a decision that was refused.
pub(crate) fn consistency_faults(report: &ConsistencyReport) -> Result<Frame, ArrowError> {
    let faults = report.faults.iter();
    refused(faults.map(|(line, fault)| (*line, fault.code, fault.field.as_str(), fault.to_string())))
}
