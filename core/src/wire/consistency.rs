//! What many decisions tell of consistency, as JSON.
//!
//! A number that is not told is an object with `too_few`: of what there are too few, how many there are, how many are
//! needed.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{VersionJson, WordsJson, error_json, to_json, version};
use crate::consistency::{
    AlikeResult, Comparison, ConsistencyReport, DecisionFault, Drift, Figures, Finding, Group, GroupKind,
    Likeness, Median, MonthFigures, Robust, Series, Share, Tally, Told, TooFew, Unlike,
};
use crate::number::{Rational, Surd};

/// Numbers have at most this many decimals, a half away from zero; those that end have them all.
const DECIMALS: u32 = 6;

#[derive(Serialize)]
struct ReportJson<'a> {
    policy: &'a str,
    version: VersionJson<'a>,
    basis: WordsJson,
    limits: BTreeMap<&'static str, String>,
    read: u64,
    judged: u64,
    refused: u64,
    whole: FiguresJson,
    likeness: LikenessJson<'a>,
    officers: GroupsJson<'a>,
    offices: GroupsJson<'a>,
    items: GroupsJson<'a>,
    series: Vec<SeriesJson<'a>>,
    findings: Vec<FindingJson<'a>>,
    faults: Vec<FaultJson<'a>>,
}

#[derive(Serialize)]
struct FiguresJson {
    decisions: u64,
    placed: u64,
    at_minimum: u64,
    at_maximum: u64,
    points: u64,
    below: u64,
    above: u64,
    no_range: u64,
    examined: u64,
    flagged: u64,
    place: ToldJson<MedianJson>,
    minimum: ToldJson<ShareJson>,
    maximum: ToldJson<ShareJson>,
    findings: ToldJson<ShareJson>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum ToldJson<T> {
    Told(T),
    TooFew { too_few: TooFewJson },
}

#[derive(Serialize)]
struct TooFewJson {
    of: &'static str,
    have: u64,
    need: u64,
}

#[derive(Serialize)]
struct MedianJson {
    median: String,
    interval: [String; 2],
    mad: String,
}

#[derive(Serialize)]
struct ShareJson {
    share: String,
    interval: [String; 2],
}

#[derive(Serialize)]
struct LikenessJson<'a> {
    compared: u64,
    without_facts: u64,
    combinations: u64,
    repeated: u64,
    pairs: String,
    unlike_pairs: String,
    unlike: Vec<UnlikeJson<'a>>,
}

#[derive(Serialize)]
struct UnlikeJson<'a> {
    item: &'a str,
    version: &'a str,
    decisions: u64,
    spread: String,
    results: Vec<ResultJson<'a>>,
}

#[derive(Serialize)]
struct ResultJson<'a> {
    fine: &'a str,
    decisions: u64,
    line: u64,
    case: &'a str,
    office: &'a str,
    officer: &'a str,
}

#[derive(Serialize)]
struct GroupsJson<'a> {
    /// Decisions of which it is not told to which group they belong.
    unnamed: u64,
    groups: Vec<GroupJson<'a>>,
}

#[derive(Serialize)]
struct GroupJson<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    office: &'a str,
    figures: FiguresJson,
    compared: BTreeMap<&'static str, ToldJson<ComparisonJson>>,
}

#[derive(Serialize)]
struct ComparisonJson {
    decisions: u64,
    value: String,
    interval: [String; 2],
    others: String,
    robust_z: String,
    rank: [u64; 2],
    of: u64,
    apart: bool,
}

#[derive(Serialize)]
struct SeriesJson<'a> {
    kind: &'static str,
    name: Option<&'a str>,
    place: ToldJson<DriftJson>,
    findings: ToldJson<DriftJson>,
    months: Vec<MonthJson>,
}

#[derive(Serialize)]
struct MonthJson {
    month: String,
    figures: FiguresJson,
}

#[derive(Serialize)]
struct DriftJson {
    months: u64,
    from: String,
    to: String,
    statistic: i64,
    chance: String,
    slope: String,
    change: String,
    drifts: bool,
}

#[derive(Serialize)]
struct FindingJson<'a> {
    finding: &'static str,
    explanation: WordsJson,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    office: Option<&'a str>,
}

#[derive(Serialize)]
struct FaultJson<'a> {
    line: u64,
    code: &'a str,
    field: &'a str,
    message: String,
}

impl ConsistencyReport {
    /// The report as JSON: with the version of the policy and its limits, so that it can be made again from the same file.
    #[must_use]
    pub fn to_json(&self) -> String {
        let limits = self.policy.limits.named().into_iter().map(|(key, .., value)| (key, value));
        let groups = |kind: GroupKind| GroupsJson {
            unnamed: self.unnamed.get(&kind).copied().unwrap_or_default(),
            groups: self.groups.get(&kind).into_iter().flatten().map(group).collect(),
        };
        let faults = self.faults.iter().map(|(line, fault)| FaultJson {
            line: *line,
            code: fault.code,
            field: &fault.field,
            message: fault.to_string(),
        });
        to_json(&ReportJson {
            policy: &self.policy.id,
            version: version(&self.policy.document),
            basis: WordsJson::from(&self.policy.basis),
            limits: limits.collect(),
            read: self.read,
            judged: self.judged,
            refused: self.refused,
            whole: figures(&self.whole),
            likeness: likeness(&self.likeness),
            officers: groups(GroupKind::Officer),
            offices: groups(GroupKind::Office),
            items: groups(GroupKind::Item),
            series: self.series.iter().map(series).collect(),
            findings: self.findings.iter().map(|finding| finding_json(finding, self)).collect(),
            faults: faults.collect(),
        })
    }
}

fn number(value: Rational) -> String {
    let value = Surd::fraction(value.numerator().into(), value.denominator().into());
    value.map_or_else(String::new, |value| value.decimal(DECIMALS))
}

fn told<T, J>(told: Told<T>, json: impl Fn(T) -> J) -> ToldJson<J> {
    match told {
        Ok(value) => ToldJson::Told(json(value)),
        Err(TooFew { of, have, need }) => {
            ToldJson::TooFew { too_few: TooFewJson { of: of.code(), have, need } }
        }
    }
}

fn figures(figures: &Figures) -> FiguresJson {
    let Tally {
        decisions, placed, minimum, maximum, points, below, above, no_range, examined, flagged, ..
    } = figures.tally;
    let median = |median: Median| MedianJson {
        median: number(median.value),
        interval: median.interval.map(number),
        mad: number(median.deviation),
    };
    let share = |share: Share| ShareJson { share: number(share.value), interval: share.interval.map(number) };
    FiguresJson {
        decisions,
        placed,
        at_minimum: minimum,
        at_maximum: maximum,
        points,
        below,
        above,
        no_range,
        examined,
        flagged,
        place: told(figures.place, median),
        minimum: told(figures.minimum, share),
        maximum: told(figures.maximum, share),
        findings: told(figures.flagged, share),
    }
}

fn likeness(likeness: &Likeness) -> LikenessJson<'_> {
    let unlike = likeness.unlike.iter().map(|unlike: &Unlike| UnlikeJson {
        item: &unlike.item,
        version: &unlike.version,
        decisions: unlike.decisions,
        spread: unlike.spread(),
        results: unlike.results.iter().map(result_json).collect(),
    });
    LikenessJson {
        compared: likeness.compared,
        without_facts: likeness.without_facts,
        combinations: likeness.combinations,
        repeated: likeness.repeated,
        pairs: likeness.pairs.to_string(),
        unlike_pairs: likeness.unlike_pairs.to_string(),
        unlike: unlike.collect(),
    }
}

fn result_json(result: &AlikeResult) -> ResultJson<'_> {
    ResultJson {
        fine: &result.fine,
        decisions: result.decisions,
        line: result.line,
        case: &result.case,
        office: &result.office,
        officer: &result.officer,
    }
}

fn group(group: &Group) -> GroupJson<'_> {
    let comparison = |comparison: Comparison| ComparisonJson {
        decisions: comparison.decisions,
        value: number(comparison.value),
        interval: comparison.interval.map(number),
        others: number(comparison.others),
        robust_z: match comparison.robust {
            Robust::Value(score) => number(score),
            Robust::Unbounded => "unbounded".to_owned(),
        },
        rank: comparison.rank,
        of: comparison.of,
        apart: comparison.apart,
    };
    let compared =
        group.comparisons.iter().map(|(measure, compared)| (measure.code(), told(*compared, comparison)));
    GroupJson {
        name: &group.name,
        office: &group.office,
        figures: figures(&group.figures),
        compared: compared.collect(),
    }
}

fn series(series: &Series) -> SeriesJson<'_> {
    let drift = |drift: Drift| {
        let [from, to] = drift.span.map(|month| month.to_string());
        DriftJson {
            months: drift.months,
            from,
            to,
            statistic: drift.statistic,
            chance: number(drift.chance),
            slope: number(drift.slope),
            change: number(drift.change),
            drifts: drift.drifts,
        }
    };
    let month =
        |month: &MonthFigures| MonthJson { month: month.month.to_string(), figures: figures(&month.figures) };
    SeriesJson {
        kind: series.of.as_ref().map_or("whole", |(kind, _)| kind.code()),
        name: series.of.as_ref().map(|(_, name)| name.as_str()),
        place: told(series.place, drift),
        findings: told(series.flagged, drift),
        months: series.months.iter().map(month).collect(),
    }
}

fn finding_json<'a>(finding: &Finding, report: &'a ConsistencyReport) -> FindingJson<'a> {
    let (kind, name, office) = match finding {
        Finding::Unlike(place) => {
            let unlike = report.likeness.unlike.get(*place);
            (Some(GroupKind::Item.code()), unlike.map(|unlike| unlike.item.as_str()), None)
        }
        Finding::Apart(kind, place, _) => {
            let group = report.groups.get(kind).and_then(|groups| groups.get(*place));
            let office = group.map(|group| group.office.as_str()).filter(|office| !office.is_empty());
            (Some(kind.code()), group.map(|group| group.name.as_str()), office)
        }
        Finding::Drifting(place, _) => {
            let of = report.series.get(*place).and_then(|series| series.of.as_ref());
            (Some(of.map_or("whole", |(kind, _)| kind.code())), of.map(|(_, name)| name.as_str()), None)
        }
    };
    let explanation = WordsJson::told(|language| finding.sentence(report, language));
    FindingJson { finding: finding.code(), explanation, kind, name, office }
}

impl DecisionFault {
    /// The fault as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        error_json(self.code, Some(&self.field), self.to_string())
    }
}
