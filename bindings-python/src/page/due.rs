//! By when a case is due: the days, the lights, the stages, the steps of the counting.

use evenhand::limit::{Length, Light, State, When};
use evenhand::{DueOutcome, Language, length_text};
use maud::{Markup, html};

use super::{frame, list, sheet, table, text, version, whole};

/// The outcome of a time limit as HTML.
pub(crate) fn due(outcome: &DueOutcome, language: Language) -> String {
    let (limit, due) = (outcome.limit(), outcome.due());
    let pick = |zh, en| language.pick(zh, en);
    let day = |when: Option<When>| when.map(|when| text(&when.to_string()));
    let unit = limit.length.unit.counted_in();
    let amount = |number: i64| {
        let sign = if number < 0 { "−" } else { "" };
        let length = Length::new(u32::try_from(number.unsigned_abs()).unwrap_or(u32::MAX), unit);
        html! { (sign) (length_text(length).get(language)) }
    };
    let about = sheet(vec![
        (pick("事项", "What"), Some(text(limit.title.get(language)))),
        (pick("依据", "Basis"), Some(text(limit.basis.get(language)))),
        (pick("起算", "Counted from"), day(Some(due.start))),
        (pick("期限届满", "Last day"), day(due.due)),
        (pick("法定期限", "Last day of the law"), day(due.statutory)),
        (pick("办结", "Done"), day(due.ended)),
        (pick("查询日", "Asked on"), day(Some(due.on))),
        (pick("已用", "Used"), due.used.map(amount)),
        (pick("剩余", "Left"), Some(amount(due.left))),
        (pick("亮灯", "Light"), due.light.map(|shown| light(shown, language))),
    ]);
    let coming = Light::THAT_COME_ON
        .into_iter()
        .zip(due.lights)
        .filter_map(|(shown, on)| Some(vec![light(shown, language), text(&on?.to_string())]));
    let stages = due.stages.iter().filter_map(|stage| {
        let declared = limit.stages.get(stage.stage)?;
        let day = |when: Option<When>| whole(&when.map(|when| when.to_string()).unwrap_or_default());
        Some(vec![
            text(declared.title.get(language)),
            text(state(stage.state, language)),
            day(stage.due),
            day(stage.ended),
        ])
    });
    let steps = outcome.steps().into_iter().map(|step| {
        vec![whole(&step.day.map(|day| day.to_string()).unwrap_or_default()), text(step.text.get(language))]
    });
    let told = |texts: Vec<String>, zh, en| list(language.pick(zh, en), &texts);
    let warnings = outcome.warnings().into_iter().map(|warning| warning.text.get(language).to_owned());
    let assumed = outcome.assumptions().into_iter().map(|assumed| assumed.text.get(language).to_owned());
    let heads =
        [pick("阶段", "Stage"), pick("状态", "State"), pick("期限", "Last day"), pick("完成", "Done")];
    let body = html! {
        (told(warnings.collect(), "注意", "Warnings"))
        (about)
        (table(&[pick("亮灯", "Light"), pick("日期", "From")], coming.collect()))
        (table(&heads, stages.collect()))
        (table(&[pick("日期", "Day"), pick("计算", "Counting")], steps.collect()))
        (told(assumed.collect(), "有待确认", "Still to be established"))
        (version(&limit.id, outcome.document(), language))
    };
    frame(language, &outcome.headline(language), &body)
}

pub(super) fn light(light: Light, language: Language) -> Markup {
    html! { span class={ "light " (light.code()) } { (light.name(language)) } }
}

pub(super) fn state(state: State, language: Language) -> &'static str {
    match state {
        State::Waiting => language.pick("未开始", "not begun"),
        State::Running => language.pick("进行中", "running"),
        State::Stopped => language.pick("停止计算", "the clock stands"),
        State::Met => language.pick("按期完成", "done in time"),
        State::Late => language.pick("逾期完成", "done late"),
        State::Overdue => language.pick("已经逾期", "overdue"),
    }
}
