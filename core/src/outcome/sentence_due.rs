//! The counting of a limit in sentences, in Chinese and English side by side.

use super::{DueOutcome, DueStep};
use crate::language::{Bilingual, Language};
use crate::limit::{Direction, EventEffect, Length, Light, State, Unit, When};

pub(super) struct Teller<'a> {
    outcome: &'a DueOutcome,
}

impl<'a> Teller<'a> {
    pub(super) const fn new(outcome: &'a DueOutcome) -> Self {
        Self { outcome }
    }

    pub(super) fn steps(&self) -> Vec<DueStep> {
        let mut steps = vec![self.limit(), self.start()];
        steps.extend(self.stops());
        steps.extend(self.extensions());
        steps.extend(self.last_day());
        steps.extend(self.statutory());
        steps.push(self.state());
        steps.extend(self.missed());
        steps.extend(self.stages());
        steps.extend(self.light());
        steps
    }

    fn limit(&self) -> DueStep {
        let (limit, document) = (&self.outcome.limit, &self.outcome.document);
        let length = length_text(limit.length);
        let extended = self.outcome.due.length > i64::from(limit.length.number);
        let (zh_extended, en_extended) =
            if extended { ("（另有延长）", " (without extensions)") } else { ("", "") };
        let zh = format!(
            "期限：{}，{}办理，{}{zh_extended}（《{}》{}）。",
            limit.title.zh,
            limit.by.name(Language::Chinese),
            length.zh,
            document.title.zh,
            limit.basis.zh,
        );
        let en = format!(
            "Limit: {}, by {}, {}{en_extended} ({}, {}).",
            limit.title.en,
            limit.by.name(Language::English),
            length.en,
            document.title.en,
            limit.basis.en,
        );
        step("limit", None, zh, en)
    }

    fn start(&self) -> DueStep {
        let (limit, due) = (&self.outcome.limit, &self.outcome.due);
        let start = due.start;
        if let (Some(deemed), true) = (&limit.deemed, due.deemed) {
            let (label, within) = (self.label(deemed.event), length_text(deemed.within));
            let basis = cited(deemed.basis.as_ref());
            let zh = format!(
                "{start}{}后{}内没有答复，视为自该日起算{}，当日不计入。",
                label.zh, within.zh, basis.zh
            );
            let en = format!(
                "Nothing was said within {} of {start} ({}), so the limit is counted from that day{}, which is not counted itself.",
                within.en, label.en, basis.en
            );
            return step("deemed", Some(start), zh, en);
        }
        let label = self.label(limit.from);
        let (zh, en) = match (limit.direction, limit.is_in_hours()) {
            (Direction::Before, _) => (
                format!("自{start}（{}）往前倒数，当日不计入。", label.zh),
                format!("Counted backwards from {start} ({}), which is not counted itself.", label.en),
            ),
            (Direction::After, true) => {
                (format!("自{start}（{}）起算。", label.zh), format!("Counted from {start} ({}).", label.en))
            }
            (Direction::After, false) => (
                format!("自{start}（{}）起算，当日不计入。", label.zh),
                format!("Counted from {start} ({}), which is not counted itself.", label.en),
            ),
        };
        step("start", Some(start), zh, en)
    }

    fn stops(&self) -> Vec<DueStep> {
        let (limit, due) = (&self.outcome.limit, &self.outcome.due);
        let counted = due.stopped.iter().filter(|stop| stop.effect == EventEffect::Counted);
        let told = counted.map(|stop| {
            let reason = stop.reason.and_then(|reason| limit.stops.get(reason));
            let (zh_reason, en_reason) = reason.map_or_else(Default::default, |reason| {
                let basis = listed(reason.basis.as_ref());
                (
                    format!("（{}{}）", reason.title.zh, basis.zh),
                    format!(" ({}{})", reason.title.en, basis.en),
                )
            });
            let (from, days) = (stop.from, self.units(stop.days));
            match stop.until {
                Some(until) => step(
                    "stopped",
                    Some(from),
                    format!("{from}停止计算{zh_reason}，{until}恢复，不计{}。", days.zh),
                    format!("Stopped on {from}{en_reason}, resumed on {until}: {} not counted.", days.en),
                ),
                None => step(
                    "stopped",
                    Some(from),
                    format!("{from}停止计算{zh_reason}，尚未恢复。"),
                    format!("Stopped on {from}{en_reason}, and not resumed."),
                ),
            }
        });
        told.collect()
    }

    fn extensions(&self) -> Vec<DueStep> {
        let (limit, due) = (&self.outcome.limit, &self.outcome.due);
        let Some(rule) = &limit.extension else { return Vec::new() };
        let counted = due.extensions.iter().filter(|extension| extension.effect == EventEffect::Counted);
        let told = counted.map(|extension| {
            let (on, by) = (extension.on, length_text(Length::new(extension.by, limit.length.unit)));
            let (zh_who, en_who) = rule.by.as_ref().map_or_else(Default::default, |who| {
                (format!("经{}批准", who.zh), format!(" by {}", who.en))
            });
            let basis = cited(rule.basis.as_ref());
            let zh = format!("{on}{zh_who}延长{}{}。", by.zh, basis.zh);
            let en = format!("Extended on {on}{en_who}, by {}{}.", by.en, basis.en);
            step("extended", Some(on), zh, en)
        });
        told.collect()
    }

    fn last_day(&self) -> Vec<DueStep> {
        let (limit, due) = (&self.outcome.limit, &self.outcome.due);
        let (Some(last), Some(raw)) = (due.due, due.raw) else { return Vec::new() };
        if let Some(latest) = due.capped.and_then(|index| limit.at_latest.get(index)) {
            let (length, from) = (length_text(latest.length), self.label(latest.from));
            let basis = cited(latest.basis.as_ref());
            let zh = format!("自“{}”起最长{}{}，最后一日为{last}。", from.zh, length.zh, basis.zh);
            let en = format!(
                "It never goes beyond {} from the day of “{}”{}: the last day is {last}.",
                length.en, from.en, basis.en
            );
            return vec![step("capped", Some(last), zh, en)];
        }
        if last != raw {
            let basis = cited(limit.last_day_basis.as_ref());
            let (zh_to, en_to) = match limit.direction {
                Direction::After => ("顺延至", "moves to"),
                Direction::Before => ("提前至", "moves back to"),
            };
            let zh = format!("期限届满的{raw}是休息日，{zh_to}{last}{}。", basis.zh);
            let en = format!("It would end on {raw}, a day off, and {en_to} {last}{}.", basis.en);
            return vec![step("last-day", Some(last), zh, en)];
        }
        let word = if limit.is_in_hours() {
            ("期限至", "It ends at")
        } else {
            ("最后一日为", "The last day is")
        };
        vec![step("last-day", Some(last), format!("{}{last}。", word.0), format!("{} {last}.", word.1))]
    }

    fn statutory(&self) -> Option<DueStep> {
        let (statutory, last) = (self.outcome.limit.statutory.as_ref()?, self.outcome.due.statutory?);
        let length = length_text(statutory.length);
        let (basis, id) = (&statutory.basis, &statutory.id);
        let zh = format!("这是承诺的期限；法定期限为{}（{id}，{}），最后一日为{last}。", length.zh, basis.zh);
        let en = format!(
            "This is what was promised; the law gives {} ({id}, {}), until {last}.",
            length.en, basis.en
        );
        Some(step("statutory", Some(last), zh, en))
    }

    fn state(&self) -> DueStep {
        let (limit, due) = (&self.outcome.limit, &self.outcome.due);
        let (on, left) = (due.on, self.units(due.left.saturating_abs()));
        let used = due.used.map(|used| self.units(used));
        let (zh_used, en_used) = used.map_or_else(Default::default, |used| {
            (format!("已用{}，", used.zh), format!("{} used, ", used.en))
        });
        let event = limit.to.map(|to| self.label(to)).unwrap_or_else(|| Bilingual::same(""));
        let (zh, en) = match (due.state, due.ended) {
            (State::Met, Some(ended)) => (
                format!("{ended}{}，在期限内，{zh_used}还剩{}。", event.zh, left.zh),
                format!("{}: on {ended}, in time; {en_used}{} left.", capital(&event.en), left.en),
            ),
            (State::Late, Some(ended)) => (
                format!("{ended}{}，已经逾期{}。", event.zh, left.zh),
                format!("{}: on {ended}, late by {}.", capital(&event.en), left.en),
            ),
            (State::Overdue, _) => {
                (format!("截至{on}，已经逾期{}。", left.zh), format!("On {on} it is overdue by {}.", left.en))
            }
            (State::Stopped, _) => (
                format!("截至{on}，{zh_used}恢复以后还剩{}。", left.zh),
                format!("On {on} the clock stands: {en_used}{} left after resumption.", left.en),
            ),
            _ => (
                format!("截至{on}，{zh_used}还剩{}。", left.zh),
                format!("On {on}: {en_used}{} left.", left.en),
            ),
        };
        step(due.state.code(), Some(due.ended.unwrap_or(on)), zh, en)
    }

    fn missed(&self) -> Option<DueStep> {
        let missed = self.outcome.limit.missed.as_ref()?;
        let passed = matches!(self.outcome.due.state, State::Late | State::Overdue);
        let (zh, en) = (missed.zh.trim_end_matches('。'), missed.en.trim_end_matches('.'));
        passed.then(|| step("missed", None, format!("逾期的后果：{zh}。"), format!("What follows: {en}.")))
    }

    fn stages(&self) -> Vec<DueStep> {
        let begun = self.outcome.due.stages.iter().filter(|stage| stage.state != State::Waiting);
        let told = begun.filter_map(|due| {
            let stage = self.outcome.limit.stages.get(due.stage)?;
            let (zh_state, en_state) = state_words(due.state);
            let (zh_by, en_by) =
                due.due.map_or_else(Default::default, |day| (format!("限{day}，"), format!(" until {day},")));
            let zh = format!("环节“{}”：{zh_by}{zh_state}。", stage.title.zh);
            let en = format!("Stage “{}”:{en_by} {en_state}.", stage.title.en);
            Some(step("stage", due.due, zh, en))
        });
        told.collect()
    }

    fn light(&self) -> Option<DueStep> {
        let due = &self.outcome.due;
        let light = due.light?;
        let on =
            due.lights.into_iter().zip(Light::THAT_COME_ON).filter_map(|(day, light)| Some((day?, light)));
        let [zh, en] = [Language::Chinese, Language::English].map(|language| {
            let days: Vec<String> = on
                .clone()
                .map(|(day, light)| match language {
                    Language::Chinese => format!("{}自{day}", light.name(language)),
                    Language::English => format!("{} from {day}", light.name(language)),
                })
                .collect();
            let days = days.join(language.pick("，", ", "));
            let name = light.name(language);
            match (language, days.is_empty()) {
                (Language::Chinese, true) => format!("当前：{name}。"),
                (Language::Chinese, false) => format!("当前：{name}（{days}）。"),
                (Language::English, true) => format!("Light: {name}."),
                (Language::English, false) => format!("Light: {name} ({days})."),
            }
        });
        Some(step("light", None, zh, en))
    }

    fn label(&self, event: usize) -> Bilingual {
        let event = self.outcome.limit.events.get(event);
        event.map_or_else(|| Bilingual::same(""), |event| event.label.clone())
    }

    /// Units of the limit in words: those of months are days.
    fn units(&self, count: i64) -> Bilingual {
        let unit = match self.outcome.limit.length.unit {
            Unit::Years | Unit::Months => Unit::Days,
            unit => unit,
        };
        counted(count, unit)
    }
}

fn step(step: &'static str, day: Option<When>, zh: String, en: String) -> DueStep {
    DueStep { step, day, text: Bilingual { zh, en } }
}

/// A length of time in words: `20个工作日`, `20 working days`.
///
/// ```
/// use evenhand::length_text;
/// use evenhand::limit::{Length, Unit};
///
/// assert_eq!(length_text(Length::new(1, Unit::WorkingDays)).en, "1 working day");
/// ```
#[must_use]
pub fn length_text(length: Length) -> Bilingual {
    counted(length.number.into(), length.unit)
}

fn counted(count: i64, unit: Unit) -> Bilingual {
    let [zh, en] = [Language::Chinese, Language::English].map(|language| unit.name(language, count == 1));
    Bilingual { zh: format!("{count}{zh}"), en: format!("{count} {en}") }
}

const fn state_words(state: State) -> (&'static str, &'static str) {
    (state.name(Language::Chinese), state.name(Language::English))
}

/// The article in brackets, if there is one.
fn cited(basis: Option<&Bilingual>) -> Bilingual {
    basis.map_or_else(
        || Bilingual::same(""),
        |basis| Bilingual { zh: format!("（{}）", basis.zh), en: format!(" ({})", basis.en) },
    )
}

/// The article behind a comma, if there is one.
fn listed(basis: Option<&Bilingual>) -> Bilingual {
    basis.map_or_else(
        || Bilingual::same(""),
        |basis| Bilingual { zh: format!("，{}", basis.zh), en: format!(", {}", basis.en) },
    )
}

/// The text with a capital at its start.
fn capital(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).collect()
}
