//! Why a case has no outcome, in words of both languages.

use super::limit_error::{did_you_mean, no_such_day};
use super::phrase::kind_values;
use crate::feel::FactType;
use crate::language::{Bilingual, Language};
use crate::number::NumberError;
use crate::penalty::AssessError;
use crate::time::Date;

impl AssessError {
    /// What is wrong, in one language. The English words are those of `to_string`.
    ///
    /// ```
    /// # #[cfg(feature = "bundled")] {
    /// use evenhand::{Facts, Language, RuleBook};
    ///
    /// let book = RuleBook::bundled()?;
    /// let item = book.on("2026-11-22".parse()?).item("cn.dongying.city-appearance/46-4")?;
    /// let error = item.assess(&Facts::new().with("area", -1)).unwrap_err();
    /// assert_eq!(error.message(Language::Chinese), "事实`area`应在(0..100000]之内，实为-1");
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        match language {
            Language::Chinese => chinese(self),
            Language::English => self.to_string(),
        }
    }
}

fn chinese(error: &AssessError) -> String {
    match error {
        AssessError::UnknownItem { item, suggestion } => {
            format!("没有事项`{item}`{}", did_you_mean(suggestion))
        }
        AssessError::NotInForce { item, on, in_force, earlier_unrecorded } => {
            let unrecorded =
                if *earlier_unrecorded { "；此前另有文本，此处没有收录" } else { "" };
            format!("`{item}`在{on}没有施行；施行期间：{}{unrecorded}", periods(in_force))
        }
        AssessError::MissingFact { fact, label, kind, others } => {
            let values = kind_values(kind, Language::Chinese);
            let others = if others.is_empty() {
                String::new()
            } else {
                format!("；另外没有给出：{}", others.join("、"))
            };
            format!("需要事实`{fact}`（{}）：应为{values}{others}", label.zh)
        }
        AssessError::UnknownFact { item, fact, suggestion, known } => match (suggestion, known.as_slice()) {
            (None, []) => format!("`{item}`没有事实`{fact}`，也没有任何其他事实"),
            _ => format!("`{item}`没有事实`{fact}`{}", did_you_mean_or(suggestion, known)),
        },
        AssessError::DuplicateFact { fact } => format!("事实`{fact}`给出了两次"),
        AssessError::WrongType { fact, expected, found } => {
            format!("事实`{fact}`应为{}，实为`{found}`", type_name(*expected))
        }
        AssessError::NotANumber { fact, error } => format!("事实`{fact}`：{}", no_number(error)),
        AssessError::NoSuchDay { fact, error } => format!("事实`{fact}`：{}", no_such_day(error)),
        AssessError::OutOfRange { fact, value, range } => {
            format!("事实`{fact}`应在{range}之内，实为{value}")
        }
        AssessError::TooManyDecimals { fact, value, decimals: 0 } => {
            format!("事实`{fact}`应为整数，实为{value}")
        }
        AssessError::TooManyDecimals { fact, value, decimals } => {
            format!("事实`{fact}`最多有{decimals}位小数，实为{value}")
        }
        AssessError::UnknownValue { fact, value, suggestion, known } => {
            format!("事实`{fact}`没有`{value}`这一取值{}", did_you_mean_or(suggestion, known))
        }
        AssessError::NoTier { item } => format!("`{item}`没有哪一档适用于这些事实：规则在此有空白"),
        AssessError::NoLevel { item, fact } => {
            format!("`{item}`的权重对`{fact}`没有相应的等级：规则在此有空白")
        }
        AssessError::SeveralTiers { item, tiers } => {
            let row = |(row, tier): &(usize, Option<Bilingual>)| match tier {
                Some(tier) => format!("`{}`（第{row}行）", tier.zh),
                None => format!("第{row}行"),
            };
            let rows: Vec<String> = tiers.iter().map(row).collect();
            format!("`{item}`有几档同时适用于这些事实：{}", rows.join("、"))
        }
        AssessError::InvalidAmount { item, min, max } => {
            format!("规则`{item}`对这些事实得不出有效的数额：{min}至{max}")
        }
        AssessError::DuplicateItem { item } => format!("事项`{item}`给出了两次；不同的行为应分别裁量"),
        AssessError::DaysReversed { first, on, second, before } => {
            format!("日期`{second}`（{before}）早于日期`{first}`（{on}）")
        }
        AssessError::Overflow { item } => format!("`{item}`的结果过大，无法精确计算"),
    }
}

fn did_you_mean_or(suggestion: &Option<String>, known: &[String]) -> String {
    if suggestion.is_some() || known.is_empty() {
        return did_you_mean(suggestion);
    }
    format!("；应为其中之一：{}", known.join("、"))
}

fn periods(in_force: &[(Date, Option<Date>)]) -> String {
    let period = |(from, until): &(Date, Option<Date>)| match until {
        Some(until) => format!("{from}至{until}"),
        None => format!("自{from}起"),
    };
    in_force.iter().map(period).collect::<Vec<_>>().join("、")
}

const fn type_name(kind: FactType) -> &'static str {
    match kind {
        FactType::Number => "数",
        FactType::Boolean => "true或者false",
        FactType::Text => "文字",
        FactType::Date => "日期",
        FactType::Period => "期间",
    }
}

fn no_number(error: &NumberError) -> String {
    match error {
        NumberError::Empty => "应为数，如16.8，实为空白".to_owned(),
        NumberError::Character { found, position } => {
            format!("应为数，如16.8，第{position}个字符却是`{found}`")
        }
        NumberError::Point => "小数点两边都应有数字".to_owned(),
        NumberError::TooLong => "位数过多，无法精确表示".to_owned(),
    }
}
