//! # limits
//!
//! **What it finds:** stages of a time limit that follow one another and together have more time than the limit; of
//! limits also what [examples](#examples) finds of items.
//!
//! **Why it matters:** every stage can be in time, and the case late.
//!
//! **Example:** a limit of 20 working days, with 8 for the review and 15 for the decision after it.

use super::finding::{Finding, FindingCode};
use crate::book::{LimitRule, RuleBook};
use crate::calendar::Calendar;
use crate::limit::{Direction, Length, TimeLimit};
use crate::outcome::length_text;

impl RuleBook {
    /// Everything that the checks find in a time limit. This book has what the limit rests on: the law that an office
    /// keeps within, and the lights. Its examples need the calendar of its country.
    ///
    /// ```
    /// # #[cfg(feature = "bundled")] {
    /// use evenhand::RuleBook;
    /// use evenhand::calendar::Calendar;
    ///
    /// let (book, calendar) = (RuleBook::bundled()?, Calendar::bundled("cn")?);
    /// let errors = book.limits().flat_map(|limit| book.check_limit(limit, Some(&calendar)));
    /// assert_eq!(errors.count(), 0);
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn check_limit(&self, rule: &LimitRule, calendar: Option<&Calendar>) -> Vec<Finding> {
        let mut findings = Vec::new();
        stages(self, rule, &mut findings);
        examples(self, rule, calendar, &mut findings);
        findings
    }
}

fn stages(book: &RuleBook, rule: &LimitRule, findings: &mut Vec<Finding>) {
    let limit = match book.on(rule.document.in_force.from).limit(&rule.id) {
        Ok(dated) => dated.limit,
        Err(error) => {
            let (zh, en) =
                (format!("期限的环节没有核对：{error}"), format!("the stages were not looked into: {error}"));
            findings.push(found(FindingCode::NotDecided, rule, zh, en));
            return;
        }
    };
    // Stages are counted forwards.
    if limit.direction == Direction::Before {
        return;
    }
    let (longest, chain) = longest_chain(&limit, limit.from, &mut Vec::new());
    if longest <= limit.length.number {
        return;
    }
    let named = chain.iter().filter_map(|stage| limit.stages.get(*stage));
    let [mut zh_names, mut en_names] = [Vec::new(), Vec::new()];
    for stage in named {
        zh_names.push(format!("“{}”", stage.title.zh));
        en_names.push(format!("“{}”", stage.title.en));
    }
    let together = length_text(Length::new(longest, limit.length.unit));
    let whole = length_text(limit.length);
    let zh = format!("{}先后共{}，整个期限只有{}", zh_names.join("、"), together.zh, whole.zh);
    let verb = if chain.len() == 1 { "has" } else { "have" };
    let en = format!(
        "{} {verb} {} one after another, and the whole limit is {}",
        en_names.join(", "),
        together.en,
        whole.en
    );
    findings.push(found(FindingCode::StagesTooLong, rule, zh, en));
}

/// The stages with the most time that follow one another from an event on, in the unit of the limit, and not beyond
/// its end.
fn longest_chain(limit: &TimeLimit, from: usize, before: &mut Vec<usize>) -> (u32, Vec<usize>) {
    let mut longest = (0, Vec::new());
    if limit.to == Some(from) {
        return longest;
    }
    before.push(from);
    for (place, stage) in limit.stages.iter().enumerate() {
        // Events that follow each other in a circle happen once all the same.
        if stage.from != from || stage.length.unit != limit.length.unit || before.contains(&stage.to) {
            continue;
        }
        let (rest, chain) = longest_chain(limit, stage.to, before);
        let whole = stage.length.number.saturating_add(rest);
        if whole > longest.0 {
            longest = (whole, std::iter::once(place).chain(chain).collect());
        }
    }
    before.pop();
    longest
}

fn examples(book: &RuleBook, rule: &LimitRule, calendar: Option<&Calendar>, findings: &mut Vec<Finding>) {
    if rule.examples().is_empty() {
        findings.push(found(FindingCode::NoExample, rule, "期限没有例子", "the limit has no example"));
        return;
    }
    let Some(calendar) = calendar else {
        let (zh, en) = (
            "没有该国的日历，例子没有核对",
            "there is no calendar of the country: no example was looked into",
        );
        findings.push(found(FindingCode::NotDecided, rule, zh, en));
        return;
    };
    for example in rule.examples() {
        let Err(difference) = rule.holds(example, book, calendar) else { continue };
        let line = rule.document.file.line(example.span.start);
        let zh = format!("第{line}行的例子算出来不一样：\n{difference}");
        let en = format!("the example in line {line} does not come out:\n{difference}");
        let finding = Finding::new(FindingCode::WrongExample, &rule.id, zh, en);
        findings.push(finding.at(&rule.document.file, example.span));
    }
}

fn found(code: FindingCode, rule: &LimitRule, zh: impl Into<String>, en: impl Into<String>) -> Finding {
    Finding::new(code, &rule.id, zh, en).at(&rule.document.file, rule.span)
}
