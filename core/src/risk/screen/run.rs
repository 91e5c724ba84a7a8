use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;
use std::sync::Arc;

use super::judge::both;
use super::outlier::{Outliers, outliers, percentile};
use super::{
    Found, FoundValue, Judged, Reason, STATISTIC_DECIMALS, Screen, ScreenExample, Tender, TenderFault, Test,
    Verdict,
};
use crate::language::Bilingual;
use crate::lines::in_order;
use crate::number::{Rational, Surd};
use crate::record::expected;
use crate::seen::Seen;

/// A run of a screen over tenders, one after the other.
///
/// What is kept of a tender is sixteen bytes, so that none is counted twice, and its distance to the next bid where a flag
/// compares it with that of the others.
///
/// ```
/// # #[cfg(feature = "bundled")] {
/// use evenhand::RuleBook;
/// use evenhand::risk::screen::{Screening, Tender};
///
/// let book = RuleBook::bundled()?;
/// let screen = book.on("2026-11-21".parse()?).screen("cn.bidding-screen/prices")?;
/// let mut screening = Screening::new(screen);
/// let line = r#"{"ocid":"T-1","bids":{"details":[
///     {"status":"valid","tenderers":[{"id":"A"}],"value":{"amount":100,"currency":"CNY"}},
///     {"status":"valid","tenderers":[{"id":"B"}],"value":{"amount":100,"currency":"CNY"}}]}}"#;
/// screening.add(1, &Tender::from_ocds(line)?)?;
/// assert_eq!(screening.finish().findings[0].flag, "identical-prices");
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Screening {
    screen: Arc<Screen>,
    report: ScreenReport,
    seen: Seen,
    differences: Vec<(Subject, Rational, [String; 2])>,
    tenderers: HashMap<String, (u64, u64)>,
}

/// What came out of a run.
#[derive(Clone, Debug)]
pub struct ScreenReport {
    /// The screen.
    pub screen: Arc<Screen>,
    /// The currency of the prices.
    pub currency: Option<String>,
    /// How many tenders were read.
    pub read: u64,
    /// Of these, those that were judged.
    pub judged: u64,
    /// Of these, those that were refused.
    pub refused: u64,
    /// The faults of those, each with its line.
    pub faults: Vec<(u64, TenderFault)>,
    /// What the flags said, in the order of the screen.
    pub tallies: Vec<Tallied>,
    /// What was found, in the order of the file; what needs all tenders comes last.
    pub findings: Vec<Finding>,
}

/// How often a flag was raised.
#[derive(Clone, Debug, Default)]
pub struct Tallied {
    /// Tenders (of `low-success`: tenderers) for which it was raised.
    pub raised: u64,
    /// Those for which it was not.
    pub clear: u64,
    /// Tenders for which it could not be judged, by the reason.
    pub not_judged: BTreeMap<Reason, u64>,
    /// Where outliers begin, for flags that look for them.
    pub outliers: Option<Outliers>,
    /// From how many bids on a tenderer bids often, for `low-success`.
    pub often: Option<Surd>,
}

/// A flag that was raised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which.
    pub flag: String,
    /// The place of the flag in the screen.
    pub place: usize,
    /// What it is about.
    pub subject: Subject,
    /// What was found.
    pub found: Found,
}

/// What a finding is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A tender, with the line on which it stands.
    Tender(String, u64),
    /// A tenderer.
    Tenderer(String),
}

impl Screening {
    /// A run that has read nothing.
    #[must_use]
    pub fn new(screen: &Arc<Screen>) -> Self {
        let tallies = vec![Tallied::default(); screen.flags.len()];
        let report = ScreenReport {
            screen: Arc::clone(screen),
            currency: None,
            read: 0,
            judged: 0,
            refused: 0,
            faults: Vec::new(),
            tallies,
            findings: Vec::new(),
        };
        let (seen, differences, tenderers) = (Seen::default(), Vec::new(), HashMap::new());
        Self { screen: Arc::clone(screen), report, seen, differences, tenderers }
    }

    /// Judges a tender that stands on a line.
    ///
    /// # Errors
    /// The tender is refused, which is counted.
    pub fn add(&mut self, line: u64, tender: &Tender<'_>) -> Result<(), TenderFault> {
        match self.screen.judge(tender) {
            Ok(judged) => self.take(line, judged),
            Err(fault) => {
                self.refuse(line, fault.clone());
                Err(fault)
            }
        }
    }

    /// Judges tenders, an OCDS release a line, on so many threads and at least on this one. Lines are counted from 1, blank
    /// ones among them; each thread has a few hundred at a time, whatever their number. What comes out is the same for any
    /// number of threads.
    ///
    /// ```
    /// # #[cfg(feature = "bundled")] {
    /// use evenhand::RuleBook;
    /// use evenhand::risk::screen::Screening;
    ///
    /// let book = RuleBook::bundled()?;
    /// let screen = book.on("2026-11-21".parse()?).screen("cn.bidding-screen/prices")?;
    /// let mut screening = Screening::new(screen);
    /// screening.add_lines([r#"{"ocid":"T-1"}"#, "", r#"{"ocid":"T-1"}"#].into_iter(), 2);
    /// let report = screening.finish();
    /// assert_eq!((report.judged, report.faults[0].0, report.faults[0].1.code), (1, 3, "repeated-tender"));
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn add_lines<L, I>(&mut self, lines: I, threads: usize)
    where
        L: AsRef<str>,
        I: Iterator<Item = L> + Send,
    {
        let screen = Arc::clone(&self.screen);
        let work = || {
            |line: u64, text: L| {
                let text = text.as_ref().trim();
                let judge = || Tender::from_ocds(text).and_then(|tender| screen.judge(&tender));
                (!text.is_empty()).then(|| (line, judge()))
            }
        };
        in_order(lines, threads, work, |(line, judged)| {
            match judged {
                // What is refused is counted, and told in the report.
                Ok(judged) => drop(self.count(*line, judged)),
                Err(fault) => self.refuse(*line, fault.clone()),
            }
            ControlFlow::Continue(())
        });
    }

    /// Counts a tender that could not be read.
    pub fn refuse(&mut self, line: u64, fault: TenderFault) {
        self.report.read = self.report.read.saturating_add(1);
        self.report.refused = self.report.refused.saturating_add(1);
        self.report.faults.push((line, fault));
    }

    /// Takes a tender that [`Screen::judge`] has judged.
    ///
    /// # Errors
    /// It was there before, or its currency is another than that of those before it; it is refused, which is counted.
    pub fn take(&mut self, line: u64, judged: Judged) -> Result<(), TenderFault> {
        self.count(line, &judged)
    }

    fn count(&mut self, line: u64, judged: &Judged) -> Result<(), TenderFault> {
        let fault = if self.seen.has(judged.fingerprint) {
            Some(TenderFault::new(
                "repeated-tender",
                "ocid",
                expected("每个项目一次", "each tender once"),
                format!("`{}`", judged.id),
            ))
        } else {
            match (&self.report.currency, &judged.currency) {
                (Some(known), Some(found)) if known != found => Some(TenderFault::new(
                    "currency",
                    "bids",
                    Bilingual::same(&format!("`{known}`")),
                    format!("`{found}`"),
                )),
                _ => None,
            }
        };
        if let Some(fault) = fault {
            self.refuse(line, fault.clone());
            return Err(fault);
        }
        self.seen.keep(judged.fingerprint);
        if self.report.currency.is_none() {
            self.report.currency.clone_from(&judged.currency);
        }
        self.report.read = self.report.read.saturating_add(1);
        self.report.judged = self.report.judged.saturating_add(1);
        let flags = self.screen.flags.iter().enumerate().zip(&judged.verdicts);
        for (((place, flag), verdict), tally) in flags.zip(&mut self.report.tallies) {
            match verdict {
                Verdict::Raised(found) => {
                    tally.raised = tally.raised.saturating_add(1);
                    let subject = Subject::Tender(judged.id.clone(), line);
                    let found = found.clone();
                    self.report.findings.push(Finding { flag: flag.code.clone(), place, subject, found });
                }
                Verdict::Clear => tally.clear = tally.clear.saturating_add(1),
                Verdict::NotJudged(reason) => {
                    let count = tally.not_judged.entry(*reason).or_default();
                    *count = count.saturating_add(1);
                }
                Verdict::AtTheEnd => {}
            }
        }
        if let Some((part, tenderers)) = &judged.difference {
            let subject = Subject::Tender(judged.id.clone(), line);
            self.differences.push((subject, *part, tenderers.clone()));
        }
        for (tenderer, won) in &judged.tenderers {
            let won = u64::from(*won);
            match self.tenderers.get_mut(tenderer) {
                Some((wins, bids)) => {
                    *wins = wins.saturating_add(won);
                    *bids = bids.saturating_add(1);
                }
                None => drop(self.tenderers.insert(tenderer.clone(), (won, 1))),
            }
        }
        Ok(())
    }

    /// What is counted so far: without what needs all tenders, and with the findings that were not handed on.
    #[must_use]
    pub const fn so_far(&self) -> &ScreenReport {
        &self.report
    }

    /// The findings since the last time, which are not kept: for a run over more tenders than findings find room.
    ///
    /// ```
    /// # #[cfg(feature = "bundled")] {
    /// use evenhand::RuleBook;
    /// use evenhand::risk::screen::{Screening, Tender};
    ///
    /// let book = RuleBook::bundled()?;
    /// let screen = book.on("2026-11-21".parse()?).screen("cn.bidding-screen/prices")?;
    /// let mut screening = Screening::new(screen);
    /// let line = r#"{"ocid":"T-1","bids":{"details":[
    ///     {"status":"valid","tenderers":[{"id":"A"}],"value":{"amount":100,"currency":"CNY"}},
    ///     {"status":"valid","tenderers":[{"id":"B"}],"value":{"amount":100,"currency":"CNY"}}]}}"#;
    /// screening.add(1, &Tender::from_ocds(line)?)?;
    /// assert_eq!(screening.hand_on().len(), 1);
    /// assert!(screening.finish().findings.is_empty());
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn hand_on(&mut self) -> Vec<Finding> {
        std::mem::take(&mut self.report.findings)
    }

    /// Judges what needs all tenders, and ends.
    #[must_use]
    pub fn finish(mut self) -> ScreenReport {
        let mut parts: Vec<Rational> = self.differences.iter().map(|(_, part, _)| *part).collect();
        parts.sort_unstable();
        let tenderers: BTreeMap<String, (u64, u64)> = self.tenderers.into_iter().collect();
        let screen = Arc::clone(&self.screen);
        for (place, flag) in screen.flags.iter().enumerate() {
            let Some(tally) = self.report.tallies.get_mut(place) else { continue };
            let mut raise = |subject: Subject, found: Found| {
                self.report.findings.push(Finding { flag: flag.code.clone(), place, subject, found });
            };
            match &flag.test {
                Test::ClosePrice(fence) | Test::HeavyDiscount(fence) => {
                    let low = matches!(flag.test, Test::ClosePrice(_));
                    tally.outliers = outliers(&parts, *fence, low);
                    for (subject, part, tenderers) in &self.differences {
                        let Some(found) = tally.outlier(*part, low) else {
                            tally.clear = tally.clear.saturating_add(1);
                            continue;
                        };
                        tally.raised = tally.raised.saturating_add(1);
                        let title = both(|language| {
                            language.pick("中标价与次低价之相对差", "distance to the next bid")
                        });
                        let value = FoundValue { name: "difference", title, ..found };
                        raise(subject.clone(), Found { values: vec![value], tenderers: tenderers.to_vec() });
                    }
                }
                Test::LowSuccess { percentile: often, fence } => {
                    let ratio = |wins: u64, bids: u64| Rational::new(wins.into(), bids.into());
                    let counts = tenderers.values();
                    let mut ratios: Vec<_> =
                        counts.clone().filter_map(|(wins, bids)| ratio(*wins, *bids)).collect();
                    let mut counts: Vec<_> =
                        counts.map(|(_, bids)| Rational::integer((*bids).into())).collect();
                    ratios.sort_unstable();
                    counts.sort_unstable();
                    tally.outliers = outliers(&ratios, *fence, true);
                    tally.often = percentile(&counts, *often);
                    for (tenderer, (wins, bids)) in &tenderers {
                        let often = tally.often.as_ref();
                        let often =
                            often.filter(|often| !often.compare(Rational::integer((*bids).into())).is_gt());
                        let found = ratio(*wins, *bids).and_then(|ratio| tally.outlier(ratio, true));
                        let (Some(often), Some(found)) = (often, found) else {
                            tally.clear = tally.clear.saturating_add(1);
                            continue;
                        };
                        let title = both(|language| language.pick("中标率", "share of bids won"));
                        let share = FoundValue { name: "success", title, ..found };
                        let bids = FoundValue {
                            name: "bids",
                            title: both(|language| language.pick("投标次数", "bids")),
                            found: bids.to_string(),
                            suspicious: format!(">= {}", often.decimal(STATISTIC_DECIMALS)),
                        };
                        tally.raised = tally.raised.saturating_add(1);
                        let subject = Subject::Tenderer(tenderer.clone());
                        raise(subject, Found { values: vec![share, bids], tenderers: Vec::new() });
                    }
                }
                _ => {}
            }
        }
        self.report
    }
}

impl Tallied {
    /// The value as a finding, if it is an outlier; it has no name yet.
    fn outlier(&self, value: Rational, low: bool) -> Option<FoundValue> {
        let outliers = self.outliers.as_ref().filter(|outliers| outliers.applied)?;
        let beyond =
            if low { outliers.fence.compare(value).is_ge() } else { outliers.fence.compare(value).is_le() };
        let printed = Surd::fraction(value.numerator().into(), value.denominator().into());
        let sign = if low { "<=" } else { ">=" };
        beyond.then(|| FoundValue {
            name: "",
            title: both(|_| ""),
            found: printed.map_or_else(String::new, |value| value.decimal(STATISTIC_DECIMALS)),
            suspicious: format!("{sign} {}", outliers.fence.decimal(STATISTIC_DECIMALS)),
        })
    }
}

impl ScreenExample {
    /// Whether the screen raises the flags that the example says.
    ///
    /// # Errors
    /// In what it differs.
    pub fn holds(&self, screen: &Arc<Screen>) -> Result<(), String> {
        let bids = self.bids.iter().enumerate().map(|(place, amount)| super::Bid {
            tenderers: vec![place.to_string().into()],
            amount: Some(*amount),
            status: super::BidStatus::Valid,
            ..super::Bid::default()
        });
        let tender = Tender { id: "example".into(), bids: bids.collect(), ..Tender::default() };
        let mut screening = Screening::new(screen);
        screening.add(1, &tender).map_err(|fault| format!("  {fault}"))?;
        let found: Vec<String> =
            screening.finish().findings.into_iter().map(|finding| finding.flag).collect();
        if found == self.flags {
            return Ok(());
        }
        Err(format!("  flags: expected {}, found {}", self.flags.join(", "), found.join(", ")))
    }
}
