//! A score in words.

use super::assess::bind;
use super::{Accounted, Entry, EntryKind, OverPeriods, PartScore, ScoreOutcome, ScorePart};
use crate::feel::{Unit, Value};
use crate::language::{Language, number_text};
use crate::number::Rational;
use crate::outcome::{basis_sentence, fact_text, facts_sentence};
use crate::penalty::Fact;

impl ScoreOutcome {
    /// How the score came about, as a paragraph.
    #[must_use]
    pub fn explanation(&self, language: Language) -> String {
        self.sentences(language).join(language.pick("", " "))
    }

    /// The same, a sentence a line.
    #[must_use]
    pub fn sentences(&self, language: Language) -> Vec<String> {
        self.narrator(language).sentences()
    }

    /// Only how the points came about, part by part.
    #[must_use]
    pub fn working(&self, language: Language) -> Vec<String> {
        self.narrator(language).working()
    }

    fn narrator(&self, language: Language) -> Narrator<'_> {
        let values = self.score.bind(&self.given).unwrap_or_default();
        Narrator { outcome: self, values, language }
    }
}

struct Narrator<'a> {
    outcome: &'a ScoreOutcome,
    values: Vec<Value<'a>>,
    language: Language,
}

impl Narrator<'_> {
    fn sentences(&self) -> Vec<String> {
        let mut sentences = vec![self.title()];
        sentences.extend(self.facts());
        sentences.push(self.basis());
        sentences.extend(self.working());
        sentences.extend(self.not_given());
        sentences.extend(self.assumed());
        sentences
    }

    fn working(&self) -> Vec<String> {
        let (touched, full): (Vec<_>, Vec<_>) =
            self.parts().partition(|(place, ..)| self.is_touched(Some(*place)));
        let mut sentences: Vec<String> =
            touched.into_iter().map(|(place, part, score)| self.part(place, part, score)).collect();
        sentences.extend(self.full_parts(&full));
        sentences.extend(self.whole());
        sentences.push(self.total());
        sentences
    }

    fn parts(&self) -> impl Iterator<Item = (usize, &ScorePart, &PartScore)> {
        let parts = self.outcome.score.parts.iter().zip(&self.outcome.parts).enumerate();
        parts.map(|(place, (part, score))| (place, part, score))
    }

    /// The entries of a part, or of the whole, that came to points.
    fn entries(&self, part: Option<usize>) -> impl Iterator<Item = (&Entry, Rational)> {
        let entries = self.outcome.score.entries.iter().zip(&self.outcome.entries);
        entries.filter_map(move |(entry, accounted)| match accounted {
            Accounted::Points(points) if entry.part == part && !points.is_zero() => Some((entry, *points)),
            _ => None,
        })
    }

    fn is_touched(&self, part: Option<usize>) -> bool {
        self.entries(part).next().is_some()
    }

    fn title(&self) -> String {
        let score = &self.outcome.score;
        let (title, period) = (score.title.get(self.language), score.period.name(self.language));
        match self.language {
            Language::Chinese => format!("评分：{title}（{period}）。"),
            Language::English => format!("Score: {title} ({period})."),
        }
    }

    fn facts(&self) -> Option<String> {
        let facts = self.outcome.score.facts.iter().zip(&self.values);
        let facts = facts.filter_map(|(fact, value)| fact_text(fact, *value, self.language));
        facts_sentence(facts, self.language)
    }

    fn basis(&self) -> String {
        let score = &self.outcome.score;
        basis_sentence(&score.document, score.basis.get(self.language), self.language)
    }

    fn points(&self, points: Rational) -> String {
        points_text(points, self.language)
    }

    fn entry(&self, entry: &Entry, points: Rational) -> String {
        entry_text(entry, points, &self.outcome.score.facts, &self.values, self.language)
    }

    fn part(&self, place: usize, part: &ScorePart, score: &PartScore) -> String {
        let entries: Vec<String> =
            self.entries(Some(place)).map(|(entry, points)| self.entry(entry, points)).collect();
        let (title, full, left) =
            (part.title.get(self.language), self.points(part.points), self.points(score.points));
        match (self.language, score.held) {
            (Language::Chinese, false) => format!("{title}：满{full}，{}，得{left}。", entries.join("，")),
            (Language::Chinese, true) => {
                format!("{title}：满{full}，{}，不低于{left}，得{left}。", entries.join("，"))
            }
            (Language::English, false) => {
                let title = capitalised(title);
                format!("{title}: {full}, {}, gives {left}.", entries.join(", "))
            }
            (Language::English, true) => {
                let title = capitalised(title);
                format!("{title}: {full}, {}, but not below {left}.", entries.join(", "))
            }
        }
    }

    fn full_parts(&self, parts: &[(usize, &ScorePart, &PartScore)]) -> Option<String> {
        let named = parts.iter().map(|(_, part, _)| {
            let (title, points) = (part.title.get(self.language), number_text(part.points, self.language));
            format!("{title}{}{points}", self.language.pick("", " "))
        });
        let named: Vec<String> = named.collect();
        if named.is_empty() {
            return None;
        }
        let some = parts.len() < self.outcome.parts.len();
        Some(match self.language {
            Language::Chinese => {
                format!("{}不扣分：{}。", if some { "其余各项" } else { "各项均" }, named.join("，"))
            }
            Language::English => {
                let which = if some { "The other parts have" } else { "All parts have" };
                format!("{which} their full points: {}.", named.join(", "))
            }
        })
    }

    /// What is added to the whole and taken off it.
    fn whole(&self) -> Option<String> {
        let entries: Vec<String> =
            self.entries(None).map(|(entry, points)| self.entry(entry, points)).collect();
        if entries.is_empty() {
            return None;
        }
        Some(match self.language {
            Language::Chinese => format!("总分另计：{}。", entries.join("；")),
            Language::English => format!("On the whole: {}.", entries.join("; ")),
        })
    }

    fn total(&self) -> String {
        let (sum, points) = (self.points(self.outcome.sum), self.points(self.outcome.points));
        let times = self.outcome.times.map(|times| number_text(times, self.language));
        match (self.language, times) {
            (Language::Chinese, None) => format!("合计{sum}。"),
            (Language::Chinese, Some(times)) => format!("合计{sum}，{sum} × {times} = {points}。"),
            (Language::English, None) => format!("Together {sum}."),
            (Language::English, Some(times)) => format!("Together {sum}; {sum} × {times} = {points}."),
        }
    }

    fn not_given(&self) -> Option<String> {
        let score = &self.outcome.score;
        // What is taken off in many parts for the same reason is named once.
        let (mut absent, mut given): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
        for (entry, accounted) in score.entries.iter().zip(&self.outcome.entries) {
            let title = entry.title.get(self.language);
            let titles = if *accounted == Accounted::NotGiven { &mut absent } else { &mut given };
            if !titles.contains(&title) {
                titles.push(title);
            }
        }
        let elsewhere = self.language.pick("（其余各项）", " (in the other parts)");
        let mut absent: Vec<String> = Vec::from_iter(absent.into_iter().map(|title| {
            let some = given.contains(&title);
            format!("{title}{}", if some { elsewhere } else { "" })
        }));
        if score.times.is_some() && self.outcome.times.is_none() {
            absent.push(self.language.pick("折合系数（按1计）", "the factor (taken as 1)").to_owned());
        }
        if absent.is_empty() {
            return None;
        }
        Some(match self.language {
            Language::Chinese => format!("未提供、按没有计算：{}。", absent.join("；")),
            Language::English => format!("Not given, and taken as absent: {}.", absent.join("; ")),
        })
    }

    fn assumed(&self) -> Vec<String> {
        let assumed = self.outcome.score.assumes.iter().map(|text| text.get(self.language));
        let assumed = assumed.map(|text| match self.language {
            Language::Chinese => format!("来源未明确，有待确认：{text}。"),
            Language::English => format!("Left open by the source, to be confirmed: {text}."),
        });
        assumed.collect()
    }
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).collect()
}

fn points_text(points: Rational, language: Language) -> String {
    let number = number_text(points, language);
    match language {
        Language::Chinese => format!("{number}分"),
        Language::English if points == Rational::ONE => "1 point".to_owned(),
        Language::English => format!("{number} points"),
    }
}

/// A deduction or bonus with its formula and the numbers of the case: `黄色纠错扣5 × 2 = 10分`.
pub(super) fn entry_text(
    entry: &Entry,
    points: Rational,
    facts: &[Fact],
    values: &[Value<'_>],
    language: Language,
) -> String {
    let unit = |slot: usize| facts.get(slot).map_or(Unit::NONE, Fact::unit);
    let formula = entry.points.formula.describe(values, &unit, language);
    let worth = points_text(points, language);
    let working =
        if formula == number_text(points, language) { worth } else { format!("{formula} = {worth}") };
    let title = entry.title.get(language);
    let basis = entry.basis.as_ref().map(|basis| basis.in_brackets(language)).unwrap_or_default();
    match (language, entry.kind) {
        (Language::Chinese, EntryKind::Deduction) => format!("{title}{basis}扣{working}"),
        (Language::Chinese, EntryKind::Bonus) => format!("{title}{basis}加{working}"),
        (Language::English, EntryKind::Deduction) => format!("less {working} for {title}{basis}"),
        (Language::English, EntryKind::Bonus) => format!("plus {working} for {title}{basis}"),
    }
}

impl OverPeriods {
    /// How the score came about, as a paragraph.
    #[must_use]
    pub fn explanation(&self, language: Language) -> String {
        self.sentences(language).join(language.pick("", " "))
    }

    /// The same, a sentence a line.
    #[must_use]
    pub fn sentences(&self, language: Language) -> Vec<String> {
        let Some(together) = &self.score.together else { return Vec::new() };
        let basis = together.basis.in_brackets(language);
        let (count, mean) = (self.periods.len(), points_text(self.mean, language));
        let period = self.score.period.name(language);
        let periods: Vec<String> = self.periods.iter().map(|points| number_text(*points, language)).collect();
        let mut sentences = vec![match language {
            Language::Chinese => {
                format!("{count}个{period}得分（{}）的平均{basis}：{mean}。", periods.join("、"))
            }
            Language::English => {
                format!("Mean of {count} {period} scores ({}){basis}: {mean}.", periods.join("; "))
            }
        }];
        let values = bind(&self.score.id, &together.facts, &self.once).unwrap_or_default();
        let entries = together.deductions.iter().zip(&self.entries);
        let taken = entries.filter_map(|(entry, accounted)| match accounted {
            Accounted::Points(points) if !points.is_zero() => {
                Some(entry_text(entry, *points, &together.facts, &values, language))
            }
            _ => None,
        });
        let taken: Vec<String> = taken.collect();
        if !taken.is_empty() {
            let points = points_text(self.points, language);
            sentences.push(match language {
                Language::Chinese => format!("另一次性扣除：{}，得{points}。", taken.join("；")),
                Language::English => format!("Taken off once: {}; {points} are left.", taken.join("; ")),
            });
        }
        sentences
    }
}
