//! A register: the counts of offices, and the cases.

use evenhand::Language;
use evenhand::risk::{Count, Standing};
use maud::html;

use super::due::{light, state};
use super::{frame, office_name, table, text, whole};

/// The offices and cases as HTML.
pub(crate) fn standing(standing: &Standing, language: Language) -> String {
    let pick = |zh, en| language.pick(zh, en);
    let scored = standing.offices.iter().any(|office| office.score.is_some());
    let offices = standing.offices.iter().map(|office| {
        let mut row = vec![text(office_name(&office.office, language))];
        row.extend(Count::ALL.iter().map(|(_, count)| whole(&office.tally.get(*count).to_string())));
        row.push(whole(&office.tally.faults.to_string()));
        if let Some(score) = &office.score {
            row.push(match score {
                Ok(outcome) => whole(&outcome.points.to_string()),
                Err(error) => text(&error.to_string()),
            });
        }
        row
    });
    let mut heads = vec![pick("机关", "Office")];
    heads.extend(Count::ALL.iter().map(|(_, count)| count.name(language)));
    heads.push(pick("有误", "faulty"));
    if scored {
        heads.push(pick("得分", "score"));
    }
    let cases = standing.cases.iter().map(|case| {
        let found = case.due.as_ref().map(|outcome| outcome.due());
        let due = found.ok().and_then(|due| due.due).map(|day| day.to_string()).unwrap_or_default();
        let told = match found {
            Ok(due) => text(state(due.state, language)),
            Err(fault) => text(fault.message.get(language)),
        };
        let lamp = found.ok().and_then(|due| due.light).map(|shown| light(shown, language));
        vec![
            html! { code { (case.case) } },
            text(&case.office),
            html! { code { (case.limit) } },
            whole(&due),
            lamp.unwrap_or_default(),
            told,
        ]
    });
    let case_heads = [
        pick("案件", "Case"),
        pick("机关", "Office"),
        pick("期限", "Limit"),
        pick("届满", "Last day"),
        pick("亮灯", "Light"),
        pick("状态", "State"),
    ];
    let body = html! { (table(&heads, offices.collect())) (table(&case_heads, cases.collect())) };
    let headline = match language {
        Language::Chinese => format!("{}：案件{}件", standing.on, standing.cases.len()),
        Language::English => format!("{} cases on {}", standing.cases.len(), standing.on),
    };
    frame(language, &headline, &body)
}
