use super::{
    AlikeResult, Comparison, ConsistencyReport, Drift, Finding, GroupKind, Lacking, Measure, Median, Robust,
    Series, Share, TooFew, Unlike,
};
use crate::language::Language;
use crate::number::{Rational, Surd};

/// Places and shares are shown with at most so many decimals.
const SHOWN: u32 = 4;

/// A number with at most four decimals, a half away from zero.
fn shown(value: Rational) -> String {
    let value = Surd::fraction(value.numerator().into(), value.denominator().into());
    value.map_or_else(String::new, |value| value.decimal(SHOWN))
}

fn signed(value: Rational) -> String {
    let digits = shown(value);
    if value > Rational::ZERO { format!("+{digits}") } else { digits }
}

/// A share in percent.
fn percent(value: Rational) -> String {
    let hundredfold = value.multiply(Rational::integer(100));
    hundredfold.map_or_else(String::new, |value| {
        let value = Surd::fraction(value.numerator().into(), value.denominator().into());
        value.map_or_else(String::new, |value| format!("{}%", value.decimal(3)))
    })
}

impl TooFew {
    /// That there are too few, and of what.
    #[must_use]
    pub fn text(self, language: Language) -> String {
        let Self { of, have, need } = self;
        match (of, language) {
            (Lacking::Decisions | Lacking::Comparable, Language::Chinese) => {
                format!("过少（{have}件，需{need}件）")
            }
            (Lacking::Groups, Language::Chinese) => format!("可比者过少（{have}个，需{need}个）"),
            (Lacking::Months, Language::Chinese) => format!("月份过少（{have}个，需{need}个）"),
            (Lacking::Decisions, Language::English) => format!("too few ({have} of {need} decisions)"),
            (Lacking::Comparable, Language::English) => {
                format!("too few ({have} of {need} comparable decisions)")
            }
            (Lacking::Groups, Language::English) => format!("too few ({have} of {need} others)"),
            (Lacking::Months, Language::English) => format!("too few ({have} of {need} months)"),
        }
    }
}

impl Median {
    /// The median with its interval.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        between(self.bare(), self.interval.map(shown), language)
    }

    /// The median alone.
    #[must_use]
    pub fn bare(&self) -> String {
        shown(self.value)
    }
}

impl Share {
    /// The share with its interval, in percent.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        between(self.bare(), self.interval.map(percent), language)
    }

    /// The share alone, in percent.
    #[must_use]
    pub fn bare(&self) -> String {
        percent(self.value)
    }
}

fn between(value: String, [low, high]: [String; 2], language: Language) -> String {
    match language {
        Language::Chinese => format!("{value}（{low}至{high}）"),
        Language::English => format!("{value} ({low} to {high})"),
    }
}

impl Robust {
    /// The score with at most four decimals.
    #[must_use]
    pub fn text(self, language: Language) -> String {
        match self {
            Self::Value(score) => shown(score),
            Self::Unbounded => language.pick("无界", "unbounded").to_owned(),
        }
    }
}

impl Comparison {
    /// The value: of officers and offices a difference, with its sign.
    #[must_use]
    pub fn value_text(&self, kind: GroupKind) -> String {
        match kind {
            GroupKind::Item => shown(self.value),
            GroupKind::Officer | GroupKind::Office => signed(self.value),
        }
    }

    /// The best and the worst rank that the group can have.
    #[must_use]
    pub fn rank_text(&self) -> String {
        let [best, worst] = self.rank;
        if best == worst { best.to_string() } else { format!("{best}-{worst}") }
    }
}

impl Series {
    /// What it is of.
    #[must_use]
    pub fn name(&self, language: Language) -> String {
        match (&self.of, language) {
            (None, _) => language.pick("全部", "all").to_owned(),
            (Some((kind, name)), Language::Chinese) => format!("{}{name}", kind.name(language)),
            (Some((kind, name)), Language::English) => format!("{} {name}", kind.name(language)),
        }
    }
}

impl Finding {
    /// The finding in a sentence.
    #[must_use]
    pub fn sentence(&self, report: &ConsistencyReport, language: Language) -> String {
        self.told(report, language).unwrap_or_default()
    }

    fn told(&self, report: &ConsistencyReport, language: Language) -> Option<String> {
        Some(match self {
            Self::Unlike(place) => unlike(report.likeness.unlike.get(*place)?, language),
            Self::Apart(kind, place, measure) => {
                let group = report.groups.get(kind)?.get(*place)?;
                let comparison = group.comparisons.get(measure)?.ok()?;
                let name = match (kind, group.office.as_str(), language) {
                    (GroupKind::Officer, office, Language::Chinese) if !office.is_empty() => {
                        format!("人员{}（{office}）", group.name)
                    }
                    (GroupKind::Officer, office, Language::English) if !office.is_empty() => {
                        format!("officer {} ({office})", group.name)
                    }
                    (_, _, Language::Chinese) => format!("{}{}", kind.name(language), group.name),
                    (_, _, Language::English) => format!("{} {}", kind.name(language), group.name),
                };
                let value = match group.figures.share(*measure) {
                    None => shown(group.figures.place.ok()?.value),
                    Some(share) => percent(share.ok()?.value),
                };
                apart(&name, *kind, *measure, &value, &comparison, language)
            }
            Self::Drifting(place, measure) => {
                let series = report.series.get(*place)?;
                let told = if *measure == Measure::Flagged { series.flagged } else { series.place };
                drifting(&series.name(language), *measure, &told.ok()?, language)
            }
        })
    }
}

fn unlike(unlike: &Unlike, language: Language) -> String {
    let results: Vec<String> = unlike.results.iter().map(|result| result_text(result, language)).collect();
    let (item, decisions, spread) = (&unlike.item, unlike.decisions, unlike.spread());
    let version = unlike.version.as_str();
    match language {
        Language::Chinese => {
            let version = if version.is_empty() { String::new() } else { format!("（版本{version}）") };
            format!(
                "事项{item}{version}：事实相同的{decisions}件处罚不同，相差{spread}：{}",
                results.join("；")
            )
        }
        Language::English => {
            let version = if version.is_empty() { String::new() } else { format!(" (version {version})") };
            let results = results.join("; ");
            format!(
                "item {item}{version}: {decisions} decisions on the same facts, {spread} apart: {results}"
            )
        }
    }
}

fn result_text(result: &AlikeResult, language: Language) -> String {
    let AlikeResult { fine, decisions, line, case, office, officer } = result;
    let separator = language.pick("，", ", ");
    let mut of = vec![match language {
        Language::Chinese => format!("第{line}行"),
        Language::English => format!("line {line}"),
    }];
    of.extend([case, office, officer].into_iter().filter(|name| !name.is_empty()).cloned());
    let of = of.join(separator);
    match (language, *decisions) {
        (Language::Chinese, 1) => format!("{fine}（{of}）"),
        (Language::Chinese, _) => format!("{fine}共{decisions}件（首件：{of}）"),
        (Language::English, 1) => format!("{fine} ({of})"),
        (Language::English, _) => format!("{fine} in {decisions} decisions (the first: {of})"),
    }
}

fn apart(
    name: &str,
    kind: GroupKind,
    measure: Measure,
    own: &str,
    comparison: &Comparison,
    language: Language,
) -> String {
    let Comparison { decisions, value, interval: [low, high], others, of, .. } = comparison;
    let (title, rank) = (measure.name(language), comparison.rank_text());
    let robust = comparison.robust.text(language);
    let [low, high, others] = [low, high, others].map(|number| match kind {
        GroupKind::Item => shown(*number),
        GroupKind::Officer | GroupKind::Office => signed(*number),
    });
    if kind == GroupKind::Item {
        return match language {
            Language::Chinese => format!(
                "{name}：{title}{own}（{decisions}件，{low}至{high}）；其他事项的中位数{others}；稳健z值{robust}；位次{rank}/{of}"
            ),
            Language::English => format!(
                "{name}: {title} {own} ({decisions} decisions, {low} to {high}); median of the other items {others}; robust z {robust}; rank {rank} of {of}"
            ),
        };
    }
    let value = signed(*value);
    match language {
        Language::Chinese => format!(
            "{name}：{title}{own}；与他人同事项的处罚相差{value}（{decisions}件，{low}至{high}），其他各方的中位数{others}；稳健z值{robust}；位次{rank}/{of}"
        ),
        Language::English => format!(
            "{name}: {title} {own}; {value} beside what others decide on the same items ({decisions} decisions, {low} to {high}), median of the others {others}; robust z {robust}; rank {rank} of {of}"
        ),
    }
}

fn drifting(name: &str, measure: Measure, drift: &Drift, language: Language) -> String {
    let Drift { months, span: [first, last], chance, slope, change, .. } = drift;
    let (title, slope, chance, change) = (measure.name(language), signed(*slope), chance, signed(*change));
    match language {
        Language::Chinese => format!(
            "{name}：{title}自{first}至{last}变化{change}（{months}个月，每月{slope}；若无趋势，出现此等变化的概率不超过{chance}）"
        ),
        Language::English => format!(
            "{name}: {title} changes by {change} from {first} to {last} ({months} months, {slope} a month; without a trend the probability of as much is at most {chance})"
        ),
    }
}
