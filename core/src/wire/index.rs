//! Indices in JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{VersionJson, WordsJson, error_json, to_json, version};
use crate::language::Language;
use crate::number::{Edge, Rational};
use crate::risk::{
    Grade, GradeChange, Index, IndexError, IndexOutcome, IndicatorChange, Method, Movement, Scored, Weighted,
};

#[derive(Serialize)]
struct IndexJson<'a> {
    index: &'a str,
    version: VersionJson<'a>,
    basis: WordsJson,
    facts: BTreeMap<&'a str, String>,
    /// The number, rounded if the index says so; none where the grade needs none.
    number: Option<String>,
    exact: Option<String>,
    grade: Option<GradeJson<'a>>,
    kinds: Vec<PartJson<'a>>,
    groups: Vec<PartJson<'a>>,
    indicators: Vec<IndicatorJson<'a>>,
    criteria: Vec<CriterionJson<'a>>,
    /// None where they do not fit.
    changes: Option<Vec<ChangeJson<'a>>>,
    assumptions: Vec<WordsJson>,
    explanation: WordsJson,
}

#[derive(Serialize)]
struct GradeJson<'a> {
    grade: &'a str,
    zh: &'a str,
    en: &'a str,
    colour: Option<WordsJson>,
    measures: Vec<MeasureJson<'a>>,
}

#[derive(Serialize)]
struct MeasureJson<'a> {
    zh: &'a str,
    en: &'a str,
    basis: Option<WordsJson>,
}

#[derive(Serialize)]
struct PartJson<'a> {
    name: &'a str,
    zh: &'a str,
    en: &'a str,
    contribution: String,
}

#[derive(Serialize)]
struct IndicatorJson<'a> {
    indicator: &'a str,
    group: Option<&'a str>,
    zh: &'a str,
    en: &'a str,
    weight: String,
    points: String,
    contribution: String,
    /// The points that assessors gave; none for one who gave none.
    #[serde(skip_serializing_if = "Option::is_none")]
    assessors: Option<BTreeMap<&'a str, Option<String>>>,
}

#[derive(Serialize)]
struct CriterionJson<'a> {
    zh: &'a str,
    en: &'a str,
    holds: bool,
}

#[derive(Serialize)]
struct ChangeJson<'a> {
    grade: &'a str,
    from: String,
    /// The number must pass `from`, not only reach it.
    beyond: bool,
    by: String,
    alone: Vec<IndicatorChangeJson<'a>>,
    together: Vec<IndicatorChangeJson<'a>>,
}

#[derive(Serialize)]
struct IndicatorChangeJson<'a> {
    indicator: &'a str,
    from: String,
    to: String,
    beyond: bool,
}

impl IndexOutcome {
    /// The outcome as JSON, for other languages and for the record.
    #[must_use]
    pub fn to_json(&self) -> String {
        let index = self.index();
        let changes = self.changes().ok();
        let (kinds, groups, criteria) = parts(self);
        to_json(&IndexJson {
            index: &index.id,
            version: version(&index.document),
            basis: WordsJson::from(&index.basis),
            facts: self.given().iter().map(|(name, given)| (name, given.to_string())).collect(),
            number: text(self.number),
            exact: text(self.exact),
            grade: self.grade().map(grade_json),
            kinds,
            groups,
            indicators: indicators(self),
            criteria,
            changes: changes
                .map(|changes| changes.iter().filter_map(|change| change_json(index, change)).collect()),
            assumptions: index.assumes.iter().map(WordsJson::from).collect(),
            explanation: WordsJson {
                zh: self.explanation(Language::Chinese),
                en: self.explanation(Language::English),
            },
        })
    }
}

fn text(number: Option<Rational>) -> Option<String> {
    number.map(|number| number.to_string())
}

fn grade_json(grade: &Grade) -> GradeJson<'_> {
    let measures = grade.measures.iter().map(|measure| MeasureJson {
        zh: &measure.title.zh,
        en: &measure.title.en,
        basis: measure.basis.as_ref().map(WordsJson::from),
    });
    GradeJson {
        grade: &grade.name,
        zh: &grade.title.zh,
        en: &grade.title.en,
        colour: grade.colour.as_ref().map(WordsJson::from),
        measures: measures.collect(),
    }
}

type Parts<'a> = (Vec<PartJson<'a>>, Vec<PartJson<'a>>, Vec<CriterionJson<'a>>);

fn parts(outcome: &IndexOutcome) -> Parts<'_> {
    match &outcome.index().method {
        Method::Weighted(Weighted { kinds, groups, .. }) => {
            let kinds = kinds.iter().zip(outcome.kinds()).map(|(kind, contribution)| PartJson {
                name: &kind.name,
                zh: &kind.title.zh,
                en: &kind.title.en,
                contribution: contribution.to_string(),
            });
            let groups = groups.iter().zip(outcome.groups()).map(|(group, contribution)| PartJson {
                name: &group.name,
                zh: &group.title.zh,
                en: &group.title.en,
                contribution: contribution.to_string(),
            });
            (kinds.collect(), groups.collect(), Vec::new())
        }
        Method::Count(criteria) => {
            let criteria = criteria.iter().zip(&outcome.criteria).map(|(criterion, holds)| CriterionJson {
                zh: &criterion.title.zh,
                en: &criterion.title.en,
                holds: *holds,
            });
            (Vec::new(), Vec::new(), criteria.collect())
        }
        _ => (Vec::new(), Vec::new(), Vec::new()),
    }
}

fn indicators(outcome: &IndexOutcome) -> Vec<IndicatorJson<'_>> {
    let Method::Weighted(weighted) = &outcome.index().method else { return Vec::new() };
    let found = weighted.indicators.iter().zip(&outcome.indicators);
    let found = found.map(|(indicator, found)| {
        let assessors = match (&found.scored, &weighted.assessors) {
            (Scored::Assessors(points), Some(assessors)) => Some(
                points
                    .iter()
                    .filter_map(|one| {
                        let name = assessors.list.get(one.assessor)?.name.as_str();
                        Some((name, text(one.points)))
                    })
                    .collect(),
            ),
            _ => None,
        };
        IndicatorJson {
            indicator: &indicator.name,
            group: indicator.group.and_then(|group| Some(weighted.groups.get(group)?.name.as_str())),
            zh: &indicator.title.zh,
            en: &indicator.title.en,
            weight: indicator.weight.to_string(),
            points: found.points.to_string(),
            contribution: found.contribution.to_string(),
            assessors,
        }
    });
    found.collect()
}

fn change_json<'a>(index: &'a Index, change: &GradeChange) -> Option<ChangeJson<'a>> {
    let listed = |changes: &[IndicatorChange]| {
        let changes = changes.iter().filter_map(|change| {
            Some(IndicatorChangeJson {
                indicator: &index.indicators().get(change.indicator)?.name,
                from: change.from.to_string(),
                to: change.to.to_string(),
                beyond: change.beyond,
            })
        });
        changes.collect()
    };
    Some(ChangeJson {
        grade: &index.grades.get(change.grade)?.name,
        from: text(change.from.value())?,
        beyond: matches!(change.from, Edge::Excluded(_)),
        by: change.by.to_string(),
        alone: listed(&change.alone),
        together: listed(&change.together),
    })
}

impl IndexError {
    /// The error as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        error_json(self.code(), self.field(), self.to_string())
    }
}

#[derive(Serialize)]
struct MovementJson<'a> {
    exact: [Option<String>; 2],
    grades: [&'a Option<String>; 2],
    by: Option<String>,
    indicators: Vec<MovedJson<'a>>,
}

#[derive(Serialize)]
struct MovedJson<'a> {
    indicator: &'a str,
    before: Option<String>,
    after: Option<String>,
    by: String,
    by_weight: String,
}

impl Movement {
    /// The movement as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        let indicators = self.indicators.iter().map(|moved| MovedJson {
            indicator: &moved.indicator,
            before: text(moved.before),
            after: text(moved.after),
            by: moved.by.to_string(),
            by_weight: moved.by_weight.to_string(),
        });
        to_json(&MovementJson {
            exact: [text(self.exact.0), text(self.exact.1)],
            grades: [&self.grades.0, &self.grades.1],
            by: text(self.by),
            indicators: indicators.collect(),
        })
    }
}
