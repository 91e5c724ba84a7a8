//! `evenhand show INDEX`: what is entered, who gives points, and which grades there are.

use std::fmt::Write;

use evenhand::risk::{Assessors, Index, Indicator, Method, MissingAssessor, Scoring, Weighted};
use evenhand::{Bilingual, Language, fact_values};

use crate::page::version_line;
use crate::show_scheme::{head, table};

pub(crate) fn page(index: &Index, language: Language) -> String {
    let mut text = head(&index.id, [&index.title, &index.document.title, &index.basis], language);
    match &index.method {
        Method::Weighted(weighted) => text.push_str(&indicators(weighted, language)),
        Method::Count(criteria) => {
            let rows = criteria.iter();
            let rows = rows.map(|one| vec![one.title.get(language).to_owned(), one.when.text.clone()]);
            let _ = writeln!(text, "\n{}\n{}", language.pick("标准", "CRITERIA"), table(rows));
        }
        Method::Number(number) => {
            let _ = writeln!(text, "{}{}", language.pick("指数：", "Number:   "), number.text);
        }
        Method::Matrix(matrix) => {
            let axes = [matrix.rows, matrix.columns].map(|slot| index.facts.get(slot));
            let axes: Vec<&str> = axes.into_iter().flatten().map(|fact| fact.name.as_str()).collect();
            let rows = matrix.cells.iter().map(|row| {
                let grade = |place: &usize| index.grades.get(*place).map(|grade| grade.name.clone());
                row.iter().filter_map(grade).collect()
            });
            let _ =
                writeln!(text, "\n{} {}\n{}", language.pick("矩阵", "MATRIX"), axes.join(" × "), table(rows));
        }
        Method::Conditions => {}
    }
    let facts = index.facts.iter();
    let facts = facts.map(|fact| {
        vec![fact.name.clone(), fact.label.get(language).to_owned(), fact_values(fact, language)]
    });
    let _ = writeln!(text, "\n{}\n{}", language.pick("事实", "FACTS"), table(facts));
    let grades = index.grades.iter().map(|grade| {
        let range = grade.range.map(|range| range.to_string());
        let when = range.or_else(|| grade.when.as_ref().map(|when| when.text.clone()));
        let measures: Vec<&str> = grade.measures.iter().map(|measure| measure.title.get(language)).collect();
        let colour = grade.colour.as_ref().map(|colour| colour.get(language).to_owned());
        let title = grade.title.get(language).to_owned();
        vec![title, when.unwrap_or_default(), colour.unwrap_or_default(), measures.join("; ")]
    });
    let _ = writeln!(text, "\n{}\n{}", language.pick("等级", "GRADES"), table(grades));
    let notes: Vec<&Bilingual> =
        index.assumes.iter().chain(&index.note).chain(&index.document.note).collect();
    for note in notes {
        let _ = writeln!(text, "\n{}", note.get(language));
    }
    format!("{text}\n{}\n", version_line(&index.id, &index.document, language))
}

fn indicators(weighted: &Weighted, language: Language) -> String {
    let mut text = String::new();
    let rows = weighted.indicators.iter().map(|indicator| {
        let group = indicator.group.and_then(|group| weighted.groups.get(group));
        let group = group.map(|group| group.title.get(language).to_owned()).unwrap_or_default();
        let title = indicator.title.get(language).to_owned();
        vec![indicator.name.clone(), group, title, indicator.weight.to_string(), scoring(indicator, weighted)]
    });
    let _ = writeln!(text, "\n{}\n{}", language.pick("指标", "INDICATORS"), table(rows));
    if let Some(assessors) = &weighted.assessors {
        let rows = assessors.list.iter();
        let rows = rows
            .map(|one| vec![one.name.clone(), one.title.get(language).to_owned(), one.weight.to_string()]);
        let _ = writeln!(text, "\n{}\n{}", language.pick("评估主体", "ASSESSORS"), table(rows));
        let _ = writeln!(text, " {}", together(assessors, language));
    }
    text
}

/// What becomes of the points of several.
fn together(assessors: &Assessors, language: Language) -> String {
    let (by, least) = (assessors.by.name(language), assessors.least);
    match (assessors.missing, language) {
        (MissingAssessor::Refuse, Language::Chinese) => format!("{by}；须全部评分"),
        (MissingAssessor::LeaveOut, Language::Chinese) => format!("{by}；未评的不计，至少{least}个评分"),
        (MissingAssessor::Zero, Language::Chinese) => format!("{by}；未评的按0分，至少{least}个评分"),
        (MissingAssessor::Refuse, Language::English) => format!("{by}; all must give points"),
        (MissingAssessor::LeaveOut, Language::English) => {
            format!("{by}; those who give none are left out, at least {least} must give some")
        }
        (MissingAssessor::Zero, Language::English) => {
            format!("{by}; those who give none count as 0, at least {least} must give some")
        }
    }
}

/// How the points come about, as the pack says it.
fn scoring(indicator: &Indicator, weighted: &Weighted) -> String {
    match &indicator.scoring {
        Scoring::Formula(formula) => formula.text.clone(),
        Scoring::Table(rows) => {
            let rows = rows.iter().map(|row| match &row.when {
                Some(when) => format!("{}: {}", when.text, row.points),
                None => format!("else {}", row.points),
            });
            rows.collect::<Vec<_>>().join("; ")
        }
        Scoring::Bands(of, bands) => {
            let bands = bands.iter().map(|band| format!("{}: {}", band.range, band.points));
            format!("{} {}", of.text, bands.collect::<Vec<_>>().join("; "))
        }
        Scoring::Deductions(entries) => {
            let entries = entries.iter().map(|entry| format!(" - {}", entry.points.text));
            format!("{}{}", weighted.full, entries.collect::<String>())
        }
        Scoring::Assessed(by) => {
            let list =
                weighted.assessors.as_ref().map(|assessors| assessors.list.as_slice()).unwrap_or_default();
            if by.len() == list.len() {
                return "*".to_owned();
            }
            let names = by.iter().filter_map(|place| Some(list.get(*place)?.name.as_str()));
            names.collect::<Vec<_>>().join(", ")
        }
    }
}
