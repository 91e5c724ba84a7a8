use std::sync::Arc;

use super::sentence_due::Teller;
use super::{Assumption, Warning};
use crate::language::{Bilingual, Language};
use crate::limit::{Due, EventEffect, Light, Log, State, TimeLimit, When};
use crate::pack::SourceKind;
use crate::penalty::Document;

/// By when a case is due, and why.
#[derive(Clone, Debug)]
pub struct DueOutcome {
    pub(super) document: Arc<Document>,
    pub(super) limit: Arc<TimeLimit>,
    pub(super) due: Due,
    pub(super) log: Log,
}

/// A step of the counting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueStep {
    /// Its stable name.
    pub step: &'static str,
    /// The day that it is about.
    pub day: Option<When>,
    /// In words.
    pub text: Bilingual,
}

impl DueOutcome {
    pub(crate) fn new(document: Arc<Document>, limit: Arc<TimeLimit>, due: Due, log: &Log) -> Self {
        let log = limit.named(log);
        Self { document, limit, due, log }
    }

    /// The document, in the version that was applied.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The limit.
    #[must_use]
    pub fn limit(&self) -> &TimeLimit {
        &self.limit
    }

    /// What was counted.
    #[must_use]
    pub const fn due(&self) -> &Due {
        &self.due
    }

    /// What happened, under the names that the document has for it.
    #[must_use]
    pub const fn log(&self) -> &Log {
        &self.log
    }

    /// The steps of the counting, in order.
    #[must_use]
    pub fn steps(&self) -> Vec<DueStep> {
        Teller::new(self).steps()
    }

    /// The last day in one line, and how the limit stands: `期限：2026-03-03`, `Due: 2026-03-03, overdue (red)`.
    #[must_use]
    pub fn headline(&self, language: Language) -> String {
        let due = &self.due;
        let last = match due.due {
            Some(last) => format!("{}{last}", language.pick("期限：", "Due: ")),
            None => language.pick("期限：停止计算", "Due: open, the clock stands").to_owned(),
        };
        let state = match due.state {
            State::Met => language.pick("，按期完成", ", done in time"),
            State::Late => language.pick("，逾期完成", ", done late"),
            State::Overdue => language.pick("，已经逾期", ", overdue"),
            State::Waiting | State::Running | State::Stopped => "",
        };
        let light = due.light.filter(|light| *light != Light::Green);
        let light = light.map_or_else(String::new, |light| match language {
            Language::Chinese => format!("（{}）", light.name(language)),
            Language::English => format!(" ({})", light.name(language)),
        });
        format!("{last}{state}{light}")
    }

    /// The outcome in sentences: the steps, what it rests on, what to know before using it.
    #[must_use]
    pub fn sentences(&self, language: Language) -> Vec<String> {
        let steps = self.steps().into_iter().map(|step| step.text.get(language).to_owned());
        let assumed = self.assumptions().into_iter().map(|assumption| {
            let text = assumption.text.get(language);
            match language {
                Language::Chinese => format!("有待确认：{text}。"),
                Language::English => format!("Still to be established: {text}."),
            }
        });
        let warned = self.warnings().into_iter().map(|warning| {
            let text = warning.text.get(language);
            match language {
                Language::Chinese => format!("注意：{text}。"),
                Language::English => format!("Warning: {text}."),
            }
        });
        steps.chain(assumed).chain(warned).collect()
    }

    /// The sentences as one paragraph.
    #[must_use]
    pub fn explanation(&self, language: Language) -> String {
        self.sentences(language).join(language.pick("", " "))
    }

    /// What was taken for granted.
    #[must_use]
    pub fn assumptions(&self) -> Vec<Assumption> {
        let mut assumptions = Vec::new();
        for stop in self.due.stopped.iter().filter(|stop| stop.reason.is_none()) {
            let text = Bilingual {
                zh: format!("{}停止计算没有说明事由，按有法定事由计", stop.from),
                en: format!(
                    "no reason is given for the stop on {}, and it is taken as one of the law",
                    stop.from
                ),
            };
            assumptions.push(Assumption { fact: "stopped".to_owned(), text });
        }
        for latest in &self.limit.at_latest {
            let Some(event) = self.limit.events.get(latest.from) else { continue };
            if self.log.first(&event.name).is_none() {
                let text = Bilingual {
                    zh: format!("没有给出“{}”的日期，未核对最长期限", event.label.zh),
                    en: format!(
                        "the day of “{}” is not given, so the day beyond which the limit never goes was not looked at",
                        event.label.en
                    ),
                };
                assumptions.push(Assumption { fact: event.name.clone(), text });
            }
        }
        assumptions
    }

    /// What to know before using the outcome.
    #[must_use]
    pub fn warnings(&self) -> Vec<Warning> {
        let mut warnings = Vec::new();
        let mut warn =
            |code, zh: String, en: String| warnings.push(Warning { code, text: Bilingual { zh, en } });
        let due = &self.due;
        for extension in &due.extensions {
            let on = extension.on;
            match extension.effect {
                EventEffect::Counted => {}
                EventEffect::TooLate => warn(
                    "late-extension",
                    format!("{on}的延长在期限届满之后，不计"),
                    format!("the extension on {on} came after the last day and does not count"),
                ),
                EventEffect::AfterTheEnd => warn(
                    "after-the-end",
                    format!("{on}的延长在办结之后，不计"),
                    format!("the extension on {on} came when all was done and does not count"),
                ),
            }
        }
        for stop in &due.stopped {
            let from = stop.from;
            match stop.effect {
                EventEffect::Counted => {}
                EventEffect::TooLate => warn(
                    "late-stop",
                    format!("{from}停止计算时期限已经届满，不计"),
                    format!(
                        "the limit had run out when the clock was stopped on {from}; the stop does not count"
                    ),
                ),
                EventEffect::AfterTheEnd => warn(
                    "after-the-end",
                    format!("{from}停止计算在办结之后，不计"),
                    format!("the stop on {from} came when all was done and does not count"),
                ),
            }
        }
        if let (Some(last), Some(moved)) = (due.due, due.moved)
            && last != moved
        {
            warn(
                "unsettled-last-day",
                format!("{last}是休息日，法律没有写明是否顺延；顺延的话是{moved}"),
                format!(
                    "{last} is a day off, and the law does not say whether it moves; it would move to {moved}"
                ),
            );
        }
        if let (Some(last), true) = (due.due, due.provisional) {
            warn(
                "provisional-day",
                format!("次年的放假安排尚未收录，可能改变{last}前后的工作日"),
                format!(
                    "the arrangement of the next year is not known yet, and may change which days around {last} are worked"
                ),
            );
        }
        let (in_force, counted_from) = (&self.document.in_force, due.start.date());
        if let Some(from) = in_force.uncertain_from.filter(|from| *from <= counted_from) {
            let note = |language: Language| {
                in_force.note.as_ref().map_or_else(String::new, |note| {
                    format!(
                        "{}{}",
                        language.pick("：", ": "),
                        note.get(language).trim_end_matches(['。', '.'])
                    )
                })
            };
            warn(
                "uncertain",
                format!("{from}以后规则是否仍然有效不能确定{}", note(Language::Chinese)),
                format!(
                    "from {from} on it is not certain that the rules still hold{}",
                    note(Language::English)
                ),
            );
        }
        if self.document.source.kind == SourceKind::Illustration {
            warn(
                "illustration",
                "本规则仅为示例，未经任何机关公布，不能作为依据".to_owned(),
                "this rule is an illustration: no authority has published it, and nothing can rest on it"
                    .to_owned(),
            );
        }
        warnings
    }
}
