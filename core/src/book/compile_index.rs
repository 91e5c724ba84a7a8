use std::sync::Arc;

use super::coverage::{Hole, hole};
use super::scheme_formulas::SchemeFormulas;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::facts::Facts;
use crate::number::{Interval, Range, Rational};
use crate::pack::{
    AssessorDeclaration, CombineDeclaration, EntryDeclaration, FactTypeDeclaration, GradeDeclaration,
    IndexDeclaration, IndexExampleDeclaration, IndicatorDeclaration, Located, MatrixDeclaration, Pack,
    ScoringDeclaration,
};
use crate::penalty::Document;
use crate::risk::{
    Assessments, Assessor, Assessors, Band, Combination, Criterion, Entry, Grade, GradeMeasure, Index,
    IndexExample, Indicator, IndicatorGroup, IndicatorKind, Matrix, Method, Scoring, TableRow, Weighted,
};
use rust_decimal::Decimal;

/// Checks an index; one with a fault is left out and reported.
pub(super) fn compile_index(
    pack: &Pack,
    declared: &IndexDeclaration,
    document: &Arc<Document>,
    faults: &mut Vec<Diagnostic>,
) -> Option<Index> {
    let before = faults.len();
    let formulas = SchemeFormulas::new(pack, faults);
    let index = IndexCompiler { declared, full: declared.full.value.into(), formulas }.compile(document);
    index.filter(|_| faults.len() == before)
}

struct IndexCompiler<'a> {
    declared: &'a IndexDeclaration,
    full: Rational,
    formulas: SchemeFormulas<'a>,
}

impl IndexCompiler<'_> {
    fn compile(mut self, document: &Arc<Document>) -> Option<Index> {
        let declared = self.declared;
        self.formulas.declare_facts(texts(declared).into_iter());
        let before = self.formulas.faults.len();
        let method = self.method();
        let grades: Vec<Grade> = declared.grades.iter().filter_map(|grade| self.grade(grade)).collect();
        let (method, bounds) = method.filter(|_| self.formulas.faults.len() == before)?;
        self.grades_fit(&method, bounds);
        let examples = declared.examples.iter().filter_map(|example| self.example(example)).collect();
        let index = Index {
            id: format!("{}/{}", self.formulas.pack.id.value, declared.key.value),
            document: Arc::clone(document),
            span: declared.key.span,
            title: declared.title.clone(),
            basis: declared.basis.clone(),
            facts: self.formulas.facts.clone(),
            method,
            rounding: declared.rounding,
            grades,
            assumes: declared.assumes.clone(),
            note: declared.note.clone(),
            examples,
        };
        self.bind_examples(&index);
        Some(index)
    }

    /// The way to the number, and the values that the number can have, if there is one.
    fn method(&mut self) -> Option<(Method, Interval)> {
        let declared = self.declared;
        if !declared.indicators.is_empty() {
            let bounds = Interval { low: Some(Rational::ZERO), high: Some(self.full) };
            return Some((Method::Weighted(self.weighted()?), bounds));
        }
        if !declared.criteria.is_empty() {
            let criteria = declared.criteria.iter().filter_map(|criterion| {
                let when = self.formulas.condition(&criterion.when)?;
                Some(Criterion { title: criterion.title.clone(), when })
            });
            let criteria: Vec<Criterion> = criteria.collect();
            let high = i128::try_from(criteria.len()).ok().map(Rational::integer);
            return Some((Method::Count(criteria), Interval { low: Some(Rational::ZERO), high }));
        }
        if let Some(number) = &declared.number {
            let (number, bounds) = self.formulas.number(number)?;
            return Some((Method::Number(number), bounds));
        }
        match &declared.matrix {
            Some(matrix) => Some((Method::Matrix(self.matrix(matrix)?), Interval::ALL)),
            None => Some((Method::Conditions, Interval::ALL)),
        }
    }

    fn weighted(&mut self) -> Option<Weighted> {
        let declared = self.declared;
        let group_weights: Vec<_> =
            declared.groups.iter().map(|group| (&group.name, &group.weight)).collect();
        let group_weights = self.weights("the groups", declared.key.span, &group_weights);
        let mut indicator_weights: Vec<(usize, Rational)> = Vec::new();
        let group_of = |indicator: &IndicatorDeclaration| {
            let group = indicator.group.as_ref()?;
            declared.groups.iter().position(|known| known.name.value == group.value)
        };
        let mut levels: Vec<(Option<usize>, String, Span)> = Vec::new();
        if declared.groups.is_empty() {
            levels.push((None, "the indicators".to_owned(), declared.key.span));
        }
        for (place, group) in declared.groups.iter().enumerate() {
            let what = format!("the indicators of `{}`", group.name.value);
            levels.push((Some(place), what, group.name.span));
        }
        for (group, what, span) in levels {
            let own = declared.indicators.iter().enumerate();
            let own: Vec<_> = own.filter(|(_, indicator)| group_of(indicator) == group).collect();
            let named: Vec<_> =
                own.iter().map(|(_, indicator)| (&indicator.name, &indicator.weight)).collect();
            if named.is_empty() {
                self.formulas.report(
                    Code::MissingKey,
                    span,
                    format!("{what} are missing: the group has none"),
                );
                continue;
            }
            let weights = self.weights(&what, span, &named).unwrap_or_default();
            indicator_weights.extend(own.iter().zip(weights).map(|((place, _), weight)| (*place, weight)));
        }
        let assessors = self.assessors();
        let mut indicators = Vec::new();
        for (place, indicator) in declared.indicators.iter().enumerate() {
            let scoring = self.scoring(indicator);
            let own = indicator_weights.iter().find(|(of, _)| *of == place).map(|(_, weight)| *weight);
            let (Some(scoring), Some(own)) = (scoring, own) else { continue };
            let group = group_of(indicator);
            let above = match (group, &group_weights) {
                (Some(group), Some(weights)) => weights.get(group).copied(),
                (None, _) => Some(Rational::ONE),
                (Some(_), None) => None,
            };
            let Some(weight) = above.and_then(|above| above.multiply(own)) else { continue };
            indicators.push(Indicator {
                name: indicator.name.value.clone(),
                title: indicator.title.clone(),
                basis: indicator.basis.clone(),
                group,
                weight,
                scoring,
                note: indicator.note.clone(),
            });
        }
        let kind_of =
            |kind: &Located<String>| declared.kinds.iter().position(|(known, _)| known.value == kind.value);
        let groups = declared.groups.iter().zip(group_weights.unwrap_or_default()).map(|(group, weight)| {
            IndicatorGroup {
                name: group.name.value.clone(),
                title: group.title.clone(),
                kind: group.kind.as_ref().and_then(kind_of),
                weight,
            }
        });
        let kinds = declared.kinds.iter();
        let kinds =
            kinds.map(|(name, title)| IndicatorKind { name: name.value.clone(), title: title.clone() });
        Some(Weighted {
            full: self.full,
            kinds: kinds.collect(),
            groups: groups.collect(),
            indicators,
            assessors,
        })
    }

    /// The weights of a level as shares of 1; a fault if they are not above zero, or do not add up.
    fn weights(
        &mut self,
        what: &str,
        span: Span,
        declared: &[(&Located<String>, &Located<String>)],
    ) -> Option<Vec<Rational>> {
        let whole: Rational = self.declared.whole.into();
        let mut sum = Some(Rational::ZERO);
        let mut shares = Vec::new();
        let before = self.formulas.faults.len();
        for (name, text) in declared {
            let Some(weight) = self.formulas.constant(text) else { continue };
            if weight <= Rational::ZERO {
                let message = format!("the weight of `{}` is not above zero", name.value);
                self.formulas.report(Code::WeightsDoNotAddUp, text.span, message);
            }
            sum = sum.and_then(|sum| sum.add(weight));
            shares.extend(weight.divide(whole));
        }
        if self.formulas.faults.len() > before {
            return None;
        }
        if declared.is_empty() || sum == Some(whole) {
            return Some(shares);
        }
        let found = sum.map_or_else(|| "a number that does not fit".to_owned(), |sum| sum.to_string());
        let message = format!("the weights of {what} add up to {found}, not to {whole}");
        let terms: Vec<&str> = declared.iter().map(|(_, weight)| weight.value.as_str()).collect();
        let help =
            (whole == Rational::ONE && terms.len() <= 8).then(|| format!("they are {}", terms.join(" + ")));
        self.formulas.report_with(Code::WeightsDoNotAddUp, span, message, help);
        None
    }

    fn assessors(&mut self) -> Option<Assessors> {
        let declared = self.declared;
        let by =
            |indicator: &&IndicatorDeclaration| matches!(indicator.scoring, ScoringDeclaration::Assessed(_));
        let assessed = declared.indicators.iter().find(by);
        let combine = match (&declared.combine, assessed, declared.assessors.is_empty()) {
            (Some(combine), _, false) => combine,
            (Some(combine), _, true) => {
                self.formulas.report(Code::MissingKey, combine.span, "the index has no `assessors`");
                return None;
            }
            (None, Some(indicator), _) => {
                let message = format!(
                    "the indicator `{}` is assessed, and the index has no `combine`",
                    indicator.name.value
                );
                self.formulas.report(Code::MissingKey, indicator.name.span, message);
                return None;
            }
            (None, None, _) => return None,
        };
        self.enough(combine);
        let list = match combine.by {
            Combination::WeightedMean => {
                let mut named = Vec::new();
                for assessor in &declared.assessors {
                    match &assessor.weight {
                        Some(weight) => named.push((&assessor.name, weight)),
                        None => {
                            let message = format!(
                                "the assessor `{}` has no weight for the weighted mean",
                                assessor.name.value
                            );
                            self.formulas.report(Code::MissingKey, assessor.name.span, message);
                        }
                    }
                }
                self.weights("the assessors", combine.span, &named)?
            }
            _ => {
                for assessor in declared.assessors.iter().filter(|assessor| assessor.weight.is_some()) {
                    let message = "only assessors of a weighted mean have weights";
                    self.formulas.report(Code::Contradiction, assessor.name.span, message);
                }
                declared.assessors.iter().map(|_| Rational::ONE).collect()
            }
        };
        let assessor = |(assessor, weight): (&AssessorDeclaration, Rational)| Assessor {
            name: assessor.name.value.clone(),
            title: assessor.title.clone(),
            weight,
        };
        let least = combine.least.unwrap_or(1);
        Some(Assessors {
            list: declared.assessors.iter().zip(list).map(assessor).collect(),
            by: combine.by,
            missing: combine.missing,
            least: usize::try_from(least).unwrap_or(usize::MAX).max(1),
            decimals: combine.decimals,
        })
    }

    /// Each indicator that is assessed has as many assessors as its mean needs.
    fn enough(&mut self, combine: &CombineDeclaration) {
        let least = combine.least.map_or(1, |least| usize::try_from(least).unwrap_or(usize::MAX));
        let least = least.max(combine.by.left_out().saturating_add(1));
        for indicator in &self.declared.indicators {
            let ScoringDeclaration::Assessed(named) = &indicator.scoring else { continue };
            let count = named.as_ref().map_or(self.declared.assessors.len(), Vec::len);
            if count < least {
                let message = format!(
                    "the indicator `{}` has {count} assessors, and the mean needs {least}",
                    indicator.name.value
                );
                self.formulas.report(Code::Contradiction, indicator.name.span, message);
            }
        }
    }

    fn scoring(&mut self, indicator: &IndicatorDeclaration) -> Option<Scoring> {
        Some(match &indicator.scoring {
            ScoringDeclaration::Formula(text) => {
                let (formula, bounds) = self.formulas.number(text)?;
                let fits = bounds.low.is_some_and(|low| low >= Rational::ZERO)
                    && bounds.high.is_some_and(|high| high <= self.full);
                if !fits {
                    let full = self.full;
                    let message =
                        format!("the points can come out below 0 or above {full} for facts in their ranges");
                    let help = format!("hold them, as in `min({full}, max(0, …))`");
                    self.formulas.report_formula(text, &message, &help);
                    return None;
                }
                Scoring::Formula(formula)
            }
            ScoringDeclaration::Table(rows) => {
                let mut compiled = Vec::new();
                for row in rows {
                    let when = match &row.when {
                        Some(when) => Some(self.formulas.condition(when)?),
                        None => None,
                    };
                    let points = self.fitting(&row.points)?;
                    compiled.push(TableRow { when, points, title: row.title.clone() });
                }
                Scoring::Table(compiled)
            }
            ScoringDeclaration::Bands(of, bands) => {
                let (formula, bounds) = self.formulas.number(of)?;
                let ranges: Vec<(Range, Span)> =
                    bands.iter().map(|band| (band.range.value, band.range.span)).collect();
                self.covers("band", indicator.name.span, &ranges, bounds);
                let mut compiled = Vec::new();
                for band in bands {
                    let points = self.fitting(&band.points)?;
                    compiled.push(Band { range: band.range.value, points, title: band.title.clone() });
                }
                Scoring::Bands(formula, compiled)
            }
            ScoringDeclaration::Deductions(entries) => {
                let entries: Vec<Entry> = entries.iter().filter_map(|entry| self.entry(entry)).collect();
                Scoring::Deductions(entries)
            }
            ScoringDeclaration::Assessed(named) => {
                let all = self.declared.assessors.iter().enumerate();
                let by = all.filter(|(_, assessor)| {
                    let is = |name: &Located<String>| name.value == assessor.name.value;
                    named.as_ref().is_none_or(|named| named.iter().any(is))
                });
                Scoring::Assessed(by.map(|(place, _)| place).collect())
            }
        })
    }

    fn entry(&mut self, declared: &EntryDeclaration) -> Option<Entry> {
        let points = self.formulas.points(&declared.points)?;
        Some(Entry {
            kind: declared.kind,
            title: declared.title.clone(),
            basis: declared.basis.clone(),
            part: None,
            points,
            note: declared.note.clone(),
        })
    }

    /// Points from 0 to the full ones.
    fn fitting(&mut self, points: &Located<Decimal>) -> Option<Rational> {
        let value = Rational::from(points.value);
        if value < Rational::ZERO || value > self.full {
            let message = format!("the points must lie in [0..{}]", self.full);
            self.formulas.report(Code::InvalidAmount, points.span, message);
            return None;
        }
        Some(value)
    }

    fn matrix(&mut self, declared: &MatrixDeclaration) -> Option<Matrix> {
        let axis = |name: &Located<String>| {
            let place = self.formulas.facts.iter().position(|fact| fact.name == name.value)?;
            match &self.formulas.facts.get(place)?.kind {
                FactTypeDeclaration::Text(values) => Some((place, values.len())),
                _ => None,
            }
        };
        let (rows, columns) = (axis(&declared.rows), axis(&declared.columns));
        for (name, axis) in [(&declared.rows, rows), (&declared.columns, columns)] {
            if axis.is_none() && !self.formulas.pack.unreadable_facts.contains(&name.value) {
                let message = format!("the pack has no string `{}`", name.value);
                self.formulas.report(Code::UnknownFact, name.span, message);
            }
        }
        let ((rows, height), (columns, width)) = (rows?, columns?);
        if declared.cells.len() != height {
            let message = format!(
                "the matrix has {} rows, and `{}` {height} values",
                declared.cells.len(),
                declared.rows.value
            );
            self.formulas.report(Code::Contradiction, declared.span, message);
        }
        for (span, row) in declared.cells.iter().filter(|(_, row)| row.len() != width) {
            let message =
                format!("the row has {} cells, and `{}` {width} values", row.len(), declared.columns.value);
            self.formulas.report(Code::Contradiction, *span, message);
        }
        let place = |grade: &Located<String>| {
            self.declared.grades.iter().position(|known| known.name.value == grade.value)
        };
        let cells = declared.cells.iter().map(|(_, row)| row.iter().filter_map(place).collect());
        Some(Matrix { rows, columns, cells: cells.collect() })
    }

    fn grade(&mut self, declared: &GradeDeclaration) -> Option<Grade> {
        let when = match &declared.when {
            Some(when) => Some(self.formulas.condition(when)?),
            None => None,
        };
        let measures = declared.measures.iter();
        let measures =
            measures.map(|(title, basis)| GradeMeasure { title: title.clone(), basis: basis.clone() });
        Some(Grade {
            name: declared.name.value.clone(),
            title: declared.title.clone(),
            range: declared.range.as_ref().map(|range| range.value),
            when,
            colour: declared.colour.clone(),
            measures: measures.collect(),
            note: declared.note.clone(),
        })
    }

    /// Every number that can come out has one grade, and a grade says when it is given.
    fn grades_fit(&mut self, method: &Method, bounds: Interval) {
        let grades = &self.declared.grades;
        let (ranges, conditions) = match method {
            Method::Matrix(_) => (false, false),
            Method::Conditions => (false, true),
            _ => (true, false),
        };
        let count = grades.len();
        for (place, grade) in grades.iter().enumerate() {
            let last = place.saturating_add(1) == count;
            let condition = conditions && !last;
            let message = match (grade.range.is_some(), grade.when.is_some()) {
                (found, _) if found != ranges => match ranges {
                    true => "the grade has no `range`, and the index comes to a number",
                    false => "the grade has a `range`, and the index comes to no number",
                },
                (_, found) if found != condition => match (conditions, last) {
                    (true, true) => "the last grade has a `when`: nothing is said of the other cases",
                    (true, false) => "only the last grade can be without `when`",
                    _ => "the grade has a `when`, and it is found in another way",
                },
                _ => continue,
            };
            self.formulas.report(Code::Contradiction, grade.name.span, message);
        }
        if !ranges || grades.is_empty() || grades.iter().any(|grade| grade.range.is_none()) {
            return;
        }
        let ranges: Vec<(Range, Span)> = grades
            .iter()
            .filter_map(|grade| grade.range.as_ref().map(|range| (range.value, range.span)))
            .collect();
        let span = self.declared.key.span;
        if let Method::Count(criteria) = method {
            self.counts_covered(criteria.len(), &ranges);
            return;
        }
        let Some(rounding) = self.declared.rounding else {
            return self.covers("grade", span, &ranges, bounds);
        };
        let rounded = |end: Option<Rational>| end.and_then(|end| rounding.round(end));
        let full = rounded(bounds.high);
        if matches!(method, Method::Weighted(_)) && full != Some(self.full) {
            let message = format!("full points of {} are no multiple of {}", self.full, rounding.step());
            self.formulas.report(Code::Contradiction, span, message);
            return;
        }
        self.covers("grade", span, &ranges, Interval { low: rounded(bounds.low), high: full });
    }

    /// Each count of criteria lies in one range.
    fn counts_covered(&mut self, criteria: usize, ranges: &[(Range, Span)]) {
        for count in 0..=criteria {
            let Some(number) = i128::try_from(count).ok().map(Rational::integer) else { continue };
            let found: Vec<&(Range, Span)> =
                ranges.iter().filter(|(range, _)| range.contains(number)).collect();
            match found.as_slice() {
                [_] => {}
                [] => {
                    let message = format!("no grade is for {count} criteria");
                    self.formulas.report(Code::NotOneRange, self.declared.key.span, message);
                }
                [_, (_, span), ..] => {
                    let message = format!("{count} criteria have another grade already");
                    self.formulas.report(Code::NotOneRange, *span, message);
                }
            }
        }
    }

    fn covers(&mut self, what: &str, whole: Span, ranges: &[(Range, Span)], bounds: Interval) {
        let (span, message) = match hole(ranges, bounds) {
            None => return,
            Some(Hole::Gap(place)) => (whole, format!("no {what} is for {place}")),
            Some(Hole::Overlap(span, at)) => (span, format!("another {what} has {at} already")),
        };
        self.formulas.report(Code::NotOneRange, span, message);
    }

    fn example(&mut self, example: &IndexExampleDeclaration) -> Option<IndexExample> {
        let index = match &example.index {
            Some(index) => Some(self.formulas.constant(index)?),
            None => None,
        };
        let mut points = Vec::new();
        for (name, text) in &example.points {
            points.push((name.value.clone(), self.formulas.constant(text)?));
        }
        let given = example.given.iter().map(|(name, given)| (name.value.clone(), given.value.clone()));
        let assessed =
            example.assessed.iter().fold(Assessments::new(), |assessed, (indicator, assessor, points)| {
                assessed.with(indicator.value.clone(), assessor.value.clone(), points.value.clone())
            });
        Some(IndexExample {
            line: self.formulas.pack.file.line(example.span.start),
            given: given.collect::<Facts>(),
            assessed,
            index,
            grade: example.grade.as_ref().map(|grade| grade.value.clone()),
            points,
            error: example.error.clone(),
            note: example.note.clone(),
        })
    }

    /// What examples give must be what somebody could give.
    fn bind_examples(&mut self, index: &Index) {
        for (example, declared) in index.examples.iter().zip(&self.declared.examples) {
            // What an example shows may be that it is refused.
            if example.error.is_some() {
                continue;
            }
            if let Err(error) = index.readable(&example.given, &example.assessed) {
                let named =
                    declared.given.iter().find(|(name, _)| Some(name.value.as_str()) == error.field());
                let span = named.map_or(declared.span, |(_, given)| given.span);
                self.formulas.report(Code::InvalidExample, span, error.to_string());
            }
        }
    }
}

/// Every text of an index that can name a fact.
fn texts(declared: &IndexDeclaration) -> Vec<&Located<String>> {
    let mut texts = Vec::new();
    for indicator in &declared.indicators {
        match &indicator.scoring {
            ScoringDeclaration::Formula(text) | ScoringDeclaration::Bands(text, _) => texts.push(text),
            ScoringDeclaration::Table(rows) => texts.extend(rows.iter().filter_map(|row| row.when.as_ref())),
            ScoringDeclaration::Deductions(entries) => {
                texts.extend(entries.iter().map(|entry| &entry.points))
            }
            ScoringDeclaration::Assessed(_) => {}
        }
    }
    texts.extend(declared.criteria.iter().map(|criterion| &criterion.when));
    texts.extend(&declared.number);
    texts.extend(declared.matrix.iter().flat_map(|matrix| [&matrix.rows, &matrix.columns]));
    texts.extend(declared.grades.iter().filter_map(|grade| grade.when.as_ref()));
    texts
}
