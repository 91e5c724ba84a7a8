//! What is wrong with the log of a case, in words of both languages.

use super::length_text;
use crate::calendar::CalendarError;
use crate::language::Language;
use crate::limit::{LengthError, LimitError};
use crate::time::{DateError, MomentError};

impl LimitError {
    /// What is wrong, in one language. The English words are those of `to_string`.
    ///
    /// ```
    /// use evenhand::Language;
    /// use evenhand::limit::Log;
    ///
    /// let error = Log::new().read("accepted", "2026-02-30").unwrap_err();
    /// assert_eq!(error.message(Language::Chinese), "事件`accepted`：日历上没有2026-02-30这一天");
    /// ```
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        match language {
            Language::Chinese => chinese(self),
            Language::English => self.to_string(),
        }
    }
}

fn chinese(error: &LimitError) -> String {
    match error {
        LimitError::UnknownLimit { limit, suggestion } => {
            format!("没有时限`{limit}`{}", did_you_mean(suggestion))
        }
        LimitError::NotInForce { limit, on, in_force } => {
            format!("`{limit}`在{on}没有施行；施行期间：{}", in_force.join("、"))
        }
        LimitError::StatutoryMissing { limit, statutory, on } => {
            format!("`{limit}`以`{statutory}`为法定时限，{on}没有这一时限")
        }
        LimitError::Unfit { limit, reason } => format!("`{limit}`与其法定时限不符：{reason}"),
        LimitError::UnknownEvent { limit, event, suggestion, known } => match suggestion {
            Some(_) => format!("`{limit}`没有事件`{event}`{}", did_you_mean(suggestion)),
            None => format!("`{limit}`没有事件`{event}`；应为其中之一：{}", known.join("、")),
        },
        LimitError::RepeatedEvent { event, first, second } => {
            format!("事件`{event}`给出了两次：{first}和{second}")
        }
        LimitError::MissingStart { event, .. } => {
            format!("没有给出事件`{event}`，而时限自该日起算")
        }
        LimitError::ResumeWithoutStop { on } => format!("{on}的事件`resumed`：计时并未停止"),
        LimitError::StoppedTwice { on, since } => {
            format!("{on}的事件`stopped`：计时自{since}起已经停止")
        }
        LimitError::TooManyExtensions { on, allowed } => {
            format!("{on}的事件`extended`：最多延长{allowed}次，这是多出的一次")
        }
        LimitError::NoExtension { limit, on } => format!("{on}的事件`extended`：`{limit}`不能延长"),
        LimitError::ExtensionLength { on, given, allowed } => {
            format!("{on}的事件`extended`：应为1至{}，实为{given}", allowed.number)
        }
        LimitError::BeforeStart { event, on, start, started } => {
            format!("{on}的事件`{event}`早于{started}的事件`{start}`")
        }
        LimitError::AfterTheDay { event, on, asked } => {
            format!("{on}的事件`{event}`晚于所问的日期{asked}")
        }
        LimitError::UnknownReason { on, known, .. } if known.is_empty() => {
            format!("{on}的事件`stopped`：这一时限没有停止计算的情形")
        }
        LimitError::UnknownReason { on, reason, known } => {
            format!("{on}的事件`stopped`：`{reason}`不停止计时；应为其中之一：{}", known.join("、"))
        }
        LimitError::UnknownDetail { event, on, detail } => {
            format!("{on}的事件`{event}`：日期之后不应有内容，实为`{detail}`")
        }
        LimitError::NoSuchDay { event, error } => format!("事件`{event}`：{}", no_such_day(error)),
        LimitError::NoSuchMinute { event, error } => format!("事件`{event}`：{}", no_such_minute(error)),
        LimitError::NeedsTime { limit, event, on } => {
            format!("{on}的事件`{event}`需要时刻，如{on}T14:30：`{limit}`按小时计算")
        }
        LimitError::Length { event, on, error } => {
            format!("自{on}的事件`{event}`起算：{}", no_last_day(error))
        }
        LimitError::Columns { .. } => format!("事件各列不一致：{error}"),
    }
}

pub(super) fn did_you_mean(suggestion: &Option<String>) -> String {
    suggestion.as_ref().map_or_else(String::new, |known| format!("；是否为`{known}`？"))
}

pub(super) fn no_such_day(error: &DateError) -> String {
    match error {
        DateError::Form(found) => format!("应为日期，如2026-02-28，实为`{found}`"),
        DateError::NoSuchDay(day) => format!("日历上没有{day}这一天"),
    }
}

fn no_such_minute(error: &MomentError) -> String {
    match error {
        MomentError::Form(found) => format!("应为日期和时刻，如2026-02-28T14:30，实为`{found}`"),
        MomentError::Date(error) => no_such_day(error),
        MomentError::NoSuchTime(time) => format!("一天之中没有{time}这一时刻，最晚为23:59"),
    }
}

fn no_last_day(error: &LengthError) -> String {
    match error {
        LengthError::Calendar(CalendarError::YearMissing { calendar, year, covered }) => {
            let covered = covered.replace(" to ", "至").replace(", ", "、").replace("none", "无");
            format!("日历`{calendar}`没有{year}年；所含年份：{covered}")
        }
        LengthError::Calendar(error) => format!("日历没有答案：{error}"),
        LengthError::NoCorrespondingDay { start, length } => {
            format!("{start}起{}，该月没有{}日，规则也不取月末", length_text(*length).zh, start.day())
        }
        LengthError::BeyondTheYears { start, length } => {
            format!("{start}起{}，超出1年至9999年", length_text(*length).zh)
        }
        LengthError::HoursFromADay(day) => format!("按小时计算须有时刻，如{day}T09:00"),
    }
}
