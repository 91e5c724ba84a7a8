//! An index in words.

use super::{
    AssessorPoints, GradeChange, IndexOutcome, Indicator, IndicatorChange, IndicatorOutcome, Method,
    MissingAssessor, Scored, Scoring,
};
use crate::feel::{Unit, Value};
use crate::language::{Language, number_text};
use crate::number::{Edge, Rational, RoundingMode};
use crate::outcome::{basis_sentence, fact_text, facts_sentence};
use crate::penalty::Fact;
use crate::risk::assess::bind;
use crate::risk::sentence::entry_text;

impl IndexOutcome {
    /// How the index came about, as a paragraph.
    #[must_use]
    pub fn explanation(&self, language: Language) -> String {
        self.sentences(language).join(language.pick("", " "))
    }

    /// The same, a sentence a line.
    #[must_use]
    pub fn sentences(&self, language: Language) -> Vec<String> {
        let values = bind(&self.index.id, &self.index.facts, &self.given).unwrap_or_default();
        Narrator { outcome: self, values, language }.sentences()
    }

    /// What would change the grade, a sentence for each of the two ways.
    ///
    /// ```text
    /// For grade B (60 and more) the index lacks 4: diligence from 50 to 70 would do.
    /// ```
    #[must_use]
    pub fn change_sentences(&self, changes: &[GradeChange], language: Language) -> Vec<String> {
        let narrator = Narrator { outcome: self, values: Vec::new(), language };
        changes.iter().filter_map(|change| narrator.change(change)).collect()
    }
}

struct Narrator<'a> {
    outcome: &'a IndexOutcome,
    values: Vec<Value<'a>>,
    language: Language,
}

impl Narrator<'_> {
    fn sentences(&self) -> Vec<String> {
        let index = &self.outcome.index;
        let title = index.title.get(self.language);
        let mut sentences = vec![match self.language {
            Language::Chinese => format!("评定：{title}。"),
            Language::English => format!("Rated: {title}."),
        }];
        sentences.extend(self.facts());
        sentences.push(self.basis());
        let indicators = index.indicators().iter().zip(&self.outcome.indicators);
        sentences.extend(indicators.map(|(indicator, found)| self.indicator(indicator, found)));
        sentences.extend(self.criteria());
        sentences.extend(self.number());
        sentences.extend(self.grade());
        let assumed = index.assumes.iter().map(|text| text.get(self.language));
        sentences.extend(assumed.map(|text| match self.language {
            Language::Chinese => format!("来源未明确，有待确认：{text}。"),
            Language::English => format!("Left open by the source, to be confirmed: {text}."),
        }));
        sentences
    }

    fn facts(&self) -> Option<String> {
        let facts = self.outcome.index.facts.iter().zip(&self.values);
        let facts = facts.filter_map(|(fact, value)| fact_text(fact, *value, self.language));
        facts_sentence(facts, self.language)
    }

    fn basis(&self) -> String {
        let index = &self.outcome.index;
        basis_sentence(&index.document, index.basis.get(self.language), self.language)
    }

    fn digits(&self, number: Rational) -> String {
        number_text(number, self.language)
    }

    fn indicator(&self, indicator: &Indicator, found: &IndicatorOutcome) -> String {
        let title = indicator.title.get(self.language);
        let (points, weight) = (self.digits(found.points), self.digits(indicator.weight));
        let brings = self.digits(found.contribution);
        let how = self.how(indicator, found);
        match self.language {
            Language::Chinese => format!("{title}：{how}{points}分，权重{weight}，计入{brings}。"),
            Language::English => format!("{title}: {how}{points} points, weight {weight}, brings {brings}."),
        }
    }

    fn how(&self, indicator: &Indicator, found: &IndicatorOutcome) -> String {
        let unit = |slot: usize| self.outcome.index.facts.get(slot).map_or(Unit::NONE, Fact::unit);
        match (&indicator.scoring, &found.scored) {
            (Scoring::Formula(formula), _) => {
                let working = formula.formula.describe(&self.values, &unit, self.language);
                if working == self.digits(found.points) { String::new() } else { format!("{working} = ") }
            }
            (Scoring::Table(rows), Scored::Row(place)) => {
                let title = rows.get(*place).and_then(|row| row.title.as_ref());
                title.map(|title| self.before_points(title.get(self.language))).unwrap_or_default()
            }
            (Scoring::Bands(_, bands), Scored::Band(place, number)) => {
                let band = bands.get(*place);
                let range = band.map(|band| band.range.to_string()).unwrap_or_default();
                let title = band.and_then(|band| band.title.as_ref());
                let title = title
                    .map(|title| format!("{}{}", self.language.pick("，", ", "), title.get(self.language)));
                let number = self.digits(*number);
                let lies = self.language.pick("属于", " in ");
                self.before_points(&format!("{number}{lies}{range}{}", title.unwrap_or_default()))
            }
            (Scoring::Deductions(entries), Scored::Deductions(deducted)) => {
                let taken = entries.iter().zip(deducted).filter(|(_, points)| !points.is_zero());
                let taken: Vec<String> = taken
                    .map(|(entry, points)| {
                        entry_text(entry, *points, &self.outcome.index.facts, &self.values, self.language)
                    })
                    .collect();
                if taken.is_empty() {
                    String::new()
                } else {
                    self.before_points(&taken.join(self.language.pick("，", ", ")))
                }
            }
            (Scoring::Assessed(_), Scored::Assessors(points)) => self.assessors(points),
            _ => String::new(),
        }
    }

    fn before_points(&self, text: &str) -> String {
        format!("{text}{}", self.language.pick("，得", ": "))
    }

    fn assessors(&self, points: &[AssessorPoints]) -> String {
        let Some(assessors) = self.outcome.index.assessors() else { return String::new() };
        let told = points.iter().filter_map(|one| {
            let title = assessors.list.get(one.assessor)?.title.get(self.language);
            Some(format!("{title}{}{}", self.language.pick("", " "), self.digits(one.points?)))
        });
        let told: Vec<String> = told.collect();
        let mean = assessors.by.name(self.language);
        let missing = points.len().saturating_sub(told.len());
        let missing = match (missing, assessors.missing == MissingAssessor::Zero, self.language) {
            (0, ..) => String::new(),
            (_, true, Language::Chinese) => format!("，{missing}个未评的按0分"),
            (_, false, Language::Chinese) => format!("，{missing}个未评"),
            (_, true, Language::English) => format!("; {missing} without points, taken as 0"),
            (_, false, Language::English) => format!("; {missing} without points"),
        };
        match self.language {
            Language::Chinese => format!("{}{missing}，{mean}", told.join("、")),
            Language::English => format!("{}{missing}; {mean} ", told.join(", ")),
        }
    }

    fn criteria(&self) -> Option<String> {
        let Method::Count(criteria) = &self.outcome.index.method else { return None };
        let holding = criteria.iter().zip(&self.outcome.criteria).filter(|(_, holds)| **holds);
        let titles: Vec<&str> = holding.map(|(criterion, _)| criterion.title.get(self.language)).collect();
        let (found, all) = (titles.len(), criteria.len());
        let named = match (titles.is_empty(), self.language) {
            (true, _) => String::new(),
            (false, Language::Chinese) => format!("：{}", titles.join("；")),
            (false, Language::English) => format!(": {}", titles.join("; ")),
        };
        Some(match self.language {
            Language::Chinese => format!("{all}项标准中符合{found}项{named}。"),
            Language::English => format!("Of {all} criteria {found} hold{named}."),
        })
    }

    fn number(&self) -> Option<String> {
        let (exact, number) = (self.outcome.exact?, self.outcome.number?);
        let unit = |slot: usize| self.outcome.index.facts.get(slot).map_or(Unit::NONE, Fact::unit);
        let value = match &self.outcome.index.method {
            Method::Number(formula) => {
                let working = formula.formula.describe(&self.values, &unit, self.language);
                let exact = self.digits(exact);
                if working == exact { exact } else { format!("{working} = {exact}") }
            }
            Method::Count(_) => return None,
            _ => self.digits(exact),
        };
        let rounding = self.outcome.index.rounding.map(|rounding| {
            let (step, number) = (self.digits(rounding.step()), self.digits(number));
            let mode = match rounding.mode() {
                RoundingMode::Up => self.language.pick("进位", "up"),
                RoundingMode::Down => self.language.pick("舍去", "down"),
                RoundingMode::HalfUp => self.language.pick("四舍五入", "half up"),
                RoundingMode::HalfDown => self.language.pick("五舍六入", "half down"),
            };
            match self.language {
                Language::Chinese => format!("，按{step}{mode}为{number}"),
                Language::English => format!(", rounded {mode} to {step}: {number}"),
            }
        });
        let rounding = rounding.unwrap_or_default();
        Some(match self.language {
            Language::Chinese => format!("指数：{value}{rounding}。"),
            Language::English => format!("Index: {value}{rounding}."),
        })
    }

    fn grade(&self) -> Option<String> {
        let grade = self.outcome.grade()?;
        let title = grade.title.get(self.language);
        let colour = grade.colour.as_ref().map(|colour| colour.get(self.language));
        let colour =
            colour.map(|colour| format!("{}{colour}", self.language.pick("，", ", "))).unwrap_or_default();
        let measures: Vec<String> = grade
            .measures
            .iter()
            .map(|measure| {
                let basis = measure.basis.as_ref().map(|basis| basis.in_brackets(self.language));
                format!("{}{}", measure.title.get(self.language), basis.unwrap_or_default())
            })
            .collect();
        let measures = match (measures.is_empty(), self.language) {
            (true, _) => String::new(),
            (false, Language::Chinese) => format!("；应当：{}", measures.join("；")),
            (false, Language::English) => format!("; to be done: {}", measures.join("; ")),
        };
        Some(match self.language {
            Language::Chinese => format!("等级：{title}{colour}{measures}。"),
            Language::English => format!("Grade: {title}{colour}{measures}."),
        })
    }

    fn change(&self, change: &GradeChange) -> Option<String> {
        let grade = self.outcome.index.grades.get(change.grade)?.title.get(self.language);
        let up = !change.by.is_negative();
        let by = self.digits(change.by.absolute()?);
        let edge = self.digits(change.from.value()?);
        let passed = matches!(change.from, Edge::Excluded(_));
        let needs = match (self.language, up, passed) {
            (Language::Chinese, true, false) => format!("指数须达到{edge}（升{by}）"),
            (Language::Chinese, true, true) => format!("指数须超过{edge}（升{by}以上）"),
            (Language::Chinese, false, false) => format!("指数须降至{edge}（降{by}）"),
            (Language::Chinese, false, true) => format!("指数须低于{edge}（降{by}以上）"),
            (Language::English, true, false) => format!("the index must reach {edge} ({by} more)"),
            (Language::English, true, true) => format!("the index must pass {edge} (more than {by} more)"),
            (Language::English, false, false) => format!("the index must fall to {edge} ({by} less)"),
            (Language::English, false, true) => {
                format!("the index must fall below {edge} (more than {by} less)")
            }
        };
        let listed = |changes: &[IndicatorChange]| {
            let told: Vec<String> =
                changes.iter().filter_map(|change| self.indicator_change(change, up)).collect();
            told.join(self.language.pick("；", "; "))
        };
        let ways = match (self.language, change.alone.is_empty(), change.together.is_empty()) {
            (Language::Chinese, false, _) => format!("单独一项即可：{}", listed(&change.alone)),
            (Language::Chinese, true, false) => {
                format!("至少{}项一起：{}", change.together.len(), listed(&change.together))
            }
            (Language::Chinese, true, true) => "现有分值达不到".to_owned(),
            (Language::English, false, _) => format!("any one would do: {}", listed(&change.alone)),
            (Language::English, true, false) => {
                format!("at least {} together: {}", change.together.len(), listed(&change.together))
            }
            (Language::English, true, true) => "no points that there are would do".to_owned(),
        };
        Some(match self.language {
            Language::Chinese => format!("要成为“{grade}”，{needs}；{ways}。"),
            Language::English => format!("For \"{grade}\" {needs}; {ways}."),
        })
    }

    fn indicator_change(&self, change: &IndicatorChange, up: bool) -> Option<String> {
        let title = self.outcome.index.indicators().get(change.indicator)?.title.get(self.language);
        let (from, to) = (self.digits(change.from), self.digits(change.to));
        Some(match (self.language, change.beyond, up) {
            (Language::Chinese, false, _) => format!("{title}由{from}分到{to}分"),
            (Language::Chinese, true, true) => format!("{title}由{from}分到{to}分以上（不含）"),
            (Language::Chinese, true, false) => format!("{title}由{from}分到{to}分以下（不含）"),
            (Language::English, false, _) => format!("{title} from {from} to {to} points"),
            (Language::English, true, true) => format!("{title} from {from} to more than {to} points"),
            (Language::English, true, false) => format!("{title} from {from} to less than {to} points"),
        })
    }
}
