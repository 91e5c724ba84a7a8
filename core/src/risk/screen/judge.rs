use std::cell::LazyCell;
use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{AwardStatus, Bid, BidStatus, Instant, Prices, Screen, Shared, Tender, TenderFault, Test};
use crate::language::{Bilingual, Language, words};
use crate::number::Rational;
use crate::record::expected;
use crate::seen::Fingerprint;

/// More bids than any tender has; beyond them a line is taken for damaged.
const MOST_BIDS: usize = 10_000;

words! {
    /// Why a flag could not be judged for a tender.
    Reason;
    /// The tender was cancelled, and the screen leaves such out.
    Cancelled = "cancelled", "项目已取消", "cancelled";
    /// Fewer bids than the test needs.
    TooFewBids = "too-few-bids", "投标不足", "too few bids";
    /// A bid has no price.
    NoAmount = "no-amount", "有投标未填报价", "a bid without a price";
    /// All prices are equal, and the statistic divides zero by zero.
    NoSpread = "no-spread", "报价全同，无离散", "all prices are equal";
    /// Fewer than two bids tell it.
    NotTold = "not-told", "未填该项", "not told of two bids";
    /// The time for bids is not told.
    NoPeriod = "no-period", "未填投标期限", "the time for bids is not told";
    /// A day stands beside a moment.
    MixedDates = "mixed-dates", "日期与时刻混用", "a day beside a moment";
    /// The method is not among those that are judged.
    OtherMethod = "other-method", "采购方式不在其列", "another procurement method";
    /// The winner's bid has no date.
    NoDate = "no-date", "中标投标无收到时间", "no date of the winning bid";
    /// There is no active award.
    NoAward = "no-award", "无有效授标", "no active award";
    /// An award is not final.
    AwardsOpen = "awards-open", "授标未定", "an award is not final";
    /// There are several active awards.
    SeveralAwards = "several-awards", "多项授标", "several awards";
    /// The award has several suppliers, or none.
    SeveralSuppliers = "several-suppliers", "中标人非一家", "not one supplier";
    /// A valid bid has several tenderers, or none.
    JointBid = "joint-bid", "投标人非一家", "a bid not of one tenderer";
    /// The winner has no valid bid.
    NoWinningBid = "no-winning-bid", "中标人无有效投标", "no valid bid of the winner";
    /// A lower valid bid did not win: not only the price counted.
    NotLowest = "not-lowest", "中标价非最低", "the lowest bid did not win";
    /// There is no valid bid with a price.
    NoValidBid = "no-valid-bid", "无有效报价", "no valid bid with a price";
}

/// What a flag says of a tender.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// Raised, with what was found.
    Raised(Found),
    /// Not raised.
    Clear,
    /// Not judged.
    NotJudged(Reason),
    /// Judged when all tenders are read.
    AtTheEnd,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The values, and where they would have been no finding.
    pub values: Vec<FoundValue>,
    /// The tenderers that it is about.
    pub tenderers: Vec<String>,
}

/// A value that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundValue {
    /// The stable name.
    pub name: &'static str,
    /// What it is called.
    pub title: Bilingual,
    /// The value.
    pub found: String,
    /// Where it is suspicious; empty where its being there is.
    pub suspicious: String,
}

/// A tender as the flags of a screen see it.
#[derive(Clone, Debug)]
pub struct Judged {
    pub(super) id: String,
    pub(super) fingerprint: Fingerprint,
    pub(super) currency: Option<String>,
    /// Of each flag, in the order of the screen.
    pub verdicts: Vec<Verdict>,
    /// The winner's distance to the next bid, with the two.
    pub(super) difference: Option<(Rational, [String; 2])>,
    /// Who bid, and whether they won.
    pub(super) tenderers: Vec<(String, bool)>,
}

impl Screen {
    /// What the flags say of one tender; needs nothing of the others, so tenders can be judged in parallel.
    ///
    /// # Errors
    /// The tender contradicts itself: two currencies, an end before the start.
    pub fn judge(&self, tender: &Tender<'_>) -> Result<Judged, TenderFault> {
        if tender.bids.len() > MOST_BIDS {
            let found = tender.bids.len().to_string();
            return Err(TenderFault::new(
                "many-bids",
                "bids",
                expected(format!("至多{MOST_BIDS}份"), format!("at most {MOST_BIDS}")),
                found,
            ));
        }
        if let (Some(start), Some(end)) = (tender.start, tender.end)
            && end.since(start).is_some_and(|(_, later)| !later && start != end)
        {
            let field = "tender.tenderPeriod.endDate";
            return Err(TenderFault::new(
                "date",
                field,
                expected("不早于开始的时间", "no day before the start"),
                "endDate < startDate",
            ));
        }
        let currency = one_currency(&tender.bids)?;
        if tender.cancelled && !self.cancelled {
            return Ok(Judged {
                id: tender.id.to_string(),
                fingerprint: Fingerprint::of(&tender.id),
                currency: None,
                verdicts: vec![Verdict::NotJudged(Reason::Cancelled); self.flags.len()],
                difference: None,
                tenderers: Vec::new(),
            });
        }
        let wanted = |test: fn(&Test) -> bool| self.flags.iter().any(|flag| test(&flag.test));
        let awarded = awarded(tender);
        let outliers = wanted(|test| matches!(test, Test::ClosePrice(_) | Test::HeavyDiscount(_)));
        let difference =
            outliers.then(|| awarded.clone().and_then(|(bids, winner)| difference(&bids, winner)));
        let submitted: Vec<&Bid<'_>> = tender.bids.iter().filter(|bid| bid.status.is_submitted()).collect();
        // Not every screen looks at them.
        let prices = LazyCell::new(|| prices(&submitted));
        let at_the_end = |reason: Option<Reason>| reason.map_or(Verdict::AtTheEnd, Verdict::NotJudged);
        let verdicts = self.flags.iter().map(|flag| match &flag.test {
            Test::Statistics { when, bids } => statistics(&prices, when, *bids),
            Test::IdenticalPrices => identical(&submitted),
            Test::RegularSpacing(fewest) => progression(&prices, *fewest, true),
            Test::ConstantRatio(fewest) => progression(&prices, *fewest, false),
            Test::Shared(what) => shared(&submitted, *what),
            Test::ShortPeriod(days, methods) => short_period(tender, *days, methods),
            Test::ClosePrice(_) | Test::HeavyDiscount(_) => {
                at_the_end(difference.as_ref().and_then(|difference| difference.as_ref().err().copied()))
            }
            Test::LowSuccess { .. } => at_the_end(awarded.as_ref().err().copied()),
            Test::LateBidWon => late_bid_won(tender),
            Test::LowestDisqualified => lowest_disqualified(tender, &submitted),
        });
        let verdicts = verdicts.collect();
        let counted = wanted(|test| matches!(test, Test::LowSuccess { .. }));
        let tenderers = match &awarded {
            Ok((bids, winner)) if counted => who_bid(bids, winner),
            _ => Vec::new(),
        };
        Ok(Judged {
            id: tender.id.to_string(),
            fingerprint: Fingerprint::of(&tender.id),
            currency: currency.map(str::to_owned),
            verdicts,
            difference: difference.and_then(Result::ok),
            tenderers,
        })
    }
}

/// Each tenderer once, however many bids it handed in, and whether it won.
fn who_bid(valid: &[&Bid<'_>], winner: &str) -> Vec<(String, bool)> {
    let mut tenderers: Vec<&str> =
        valid.iter().filter_map(|bid| bid.tenderers.first()).map(AsRef::as_ref).collect();
    tenderers.sort_unstable();
    tenderers.dedup();
    tenderers.into_iter().map(|tenderer| (tenderer.to_owned(), tenderer == winner)).collect()
}

fn one_currency<'a>(bids: &'a [Bid<'_>]) -> Result<Option<&'a str>, TenderFault> {
    let mut first: Option<&'a str> = None;
    let priced = bids.iter().enumerate().filter(|(_, bid)| bid.amount.is_some());
    for (count, (place, bid)) in priced.enumerate() {
        let currency = bid.currency.as_deref();
        if count == 0 {
            first = currency;
        } else if currency != first {
            let told = |currency: Option<&str>| {
                currency.map_or_else(|| "null".to_owned(), |code| format!("`{code}`"))
            };
            let (field, expected) =
                (format!("bids.details[{place}].value.currency"), Bilingual::same(&told(first)));
            return Err(TenderFault::new("currency", field, expected, told(currency)));
        }
    }
    Ok(first)
}

/// The prices of all bids that were handed in.
fn prices(submitted: &[&Bid<'_>]) -> Result<Prices, Reason> {
    let amounts: Option<Vec<Decimal>> = submitted.iter().map(|bid| bid.amount).collect();
    amounts.and_then(Prices::new).ok_or(Reason::NoAmount)
}

fn statistics(
    prices: &Result<Prices, Reason>,
    when: &[(super::Statistic, crate::number::Range)],
    bids: usize,
) -> Verdict {
    let prices = match prices {
        Ok(prices) if prices.count() < bids => return Verdict::NotJudged(Reason::TooFewBids),
        Ok(prices) => prices,
        Err(reason) => return Verdict::NotJudged(*reason),
    };
    let mut values = Vec::with_capacity(when.len());
    for (statistic, range) in when {
        let measured = prices.measure(*statistic);
        match measured.lies_in(range) {
            Some(true) => {}
            Some(false) => return Verdict::Clear,
            None => return Verdict::NotJudged(Reason::NoSpread),
        }
        let title = both(|language| statistic.name(language));
        values.push((statistic.code(), title, measured, range));
    }
    let values = values.into_iter().map(|(name, title, measured, range)| FoundValue {
        name,
        title,
        found: measured.text(),
        suspicious: range.to_string(),
    });
    Verdict::Raised(Found { values: values.collect(), tenderers: Vec::new() })
}

pub(super) fn both(name: impl Fn(Language) -> &'static str) -> Bilingual {
    Bilingual { zh: name(Language::Chinese).to_owned(), en: name(Language::English).to_owned() }
}

fn told(name: &'static str, zh: &'static str, en: &'static str, found: String) -> FoundValue {
    let title = both(|language| language.pick(zh, en));
    FoundValue { name, title, found, suspicious: String::new() }
}

fn progression(prices: &Result<Prices, Reason>, fewest: usize, regular: bool) -> Verdict {
    let prices = match prices {
        Ok(prices) if prices.count() < fewest => return Verdict::NotJudged(Reason::TooFewBids),
        Ok(prices) => prices,
        Err(reason) => return Verdict::NotJudged(*reason),
    };
    let (step, value) = if regular {
        (prices.regular_step(fewest), ("step", "等差", "step"))
    } else {
        (prices.constant_ratio(fewest), ("ratio", "等比", "ratio"))
    };
    let (name, zh, en) = value;
    step.map_or(Verdict::Clear, |step| {
        Verdict::Raised(Found { values: vec![told(name, zh, en, step)], tenderers: Vec::new() })
    })
}

/// The bids in groups with one value, of which those of different tenderers are found.
fn in_common<K: Ord>(bids: &[(K, &Bid<'_>)], value: impl Fn(&K) -> FoundValue) -> Verdict {
    // Mostly no two have anything in common, which shows without groups.
    let mut keys: Vec<&K> = bids.iter().map(|(key, _)| key).collect();
    keys.sort_unstable();
    if keys.windows(2).all(|pair| pair.first() != pair.last()) {
        return Verdict::Clear;
    }
    let mut groups: BTreeMap<&K, Vec<Vec<&str>>> = BTreeMap::new();
    for (key, bid) in bids {
        let mut tenderers: Vec<&str> = bid.tenderers.iter().map(AsRef::as_ref).collect();
        tenderers.sort_unstable();
        tenderers.dedup();
        groups.entry(key).or_default().push(tenderers);
    }
    let mut found = Found::default();
    for (key, groups) in groups {
        if groups.iter().any(|tenderers| Some(tenderers) != groups.first()) {
            found.values.push(value(key));
            found.tenderers.extend(groups.concat().into_iter().map(str::to_owned));
        }
    }
    found.tenderers.sort_unstable();
    found.tenderers.dedup();
    if found.values.is_empty() { Verdict::Clear } else { Verdict::Raised(found) }
}

fn identical(submitted: &[&Bid<'_>]) -> Verdict {
    let priced = submitted.iter().filter(|bid| !bid.tenderers.is_empty());
    let priced: Vec<_> = priced.filter_map(|bid| Some((bid.amount?.normalize(), *bid))).collect();
    if priced.len() < 2 {
        return Verdict::NotJudged(Reason::TooFewBids);
    }
    in_common(&priced, |price| told("price", "报价", "price", price.to_string()))
}

fn shared(submitted: &[&Bid<'_>], what: Shared) -> Verdict {
    if submitted.len() < 2 {
        return Verdict::NotJudged(Reason::TooFewBids);
    }
    let known = submitted.iter().filter_map(|bid| {
        let value = match what {
            Shared::Preparer => &bid.preparer,
            Shared::Address => &bid.address,
            Shared::Account => &bid.account,
        };
        let value = value.as_deref().map(str::trim).filter(|value| !value.is_empty())?;
        Some((value, *bid)).filter(|_| !bid.tenderers.is_empty())
    });
    let known: Vec<_> = known.collect();
    if known.len() < 2 {
        return Verdict::NotJudged(Reason::NotTold);
    }
    let name = what.name(Language::English);
    in_common(&known, |value| told(name, what.name(Language::Chinese), name, (*value).to_owned()))
}

fn short_period(tender: &Tender<'_>, days: i64, methods: &[String]) -> Verdict {
    let among = |method: &str| methods.iter().any(|known| known == method);
    if !methods.is_empty() && !tender.method.as_deref().is_some_and(among) {
        return Verdict::NotJudged(Reason::OtherMethod);
    }
    let (Some(start), Some(end)) = (tender.start, tender.end) else {
        return Verdict::NotJudged(Reason::NoPeriod);
    };
    match end.since(start) {
        None => Verdict::NotJudged(Reason::MixedDates),
        Some((found, _)) if found < days => {
            let value = FoundValue {
                suspicious: format!("< {days}"),
                ..told("days", "天数", "days", found.to_string())
            };
            Verdict::Raised(Found { values: vec![value], tenderers: Vec::new() })
        }
        Some(_) => Verdict::Clear,
    }
}

/// The valid bids and the one winner, where there is one.
type Awarded<'t, 'a> = (Vec<&'t Bid<'a>>, &'t str);

fn awarded<'t, 'a>(tender: &'t Tender<'a>) -> Result<Awarded<'t, 'a>, Reason> {
    if tender.awards.iter().any(|award| award.status == AwardStatus::Open) {
        return Err(Reason::AwardsOpen);
    }
    let mut active = tender.awards.iter().filter(|award| award.status == AwardStatus::Active);
    let award = match (active.next(), active.next()) {
        (Some(award), None) => award,
        (None, _) => return Err(Reason::NoAward),
        (Some(_), Some(_)) => return Err(Reason::SeveralAwards),
    };
    let ([winner], false) = (award.suppliers.as_slice(), award.with_unknown) else {
        return Err(Reason::SeveralSuppliers);
    };
    let valid: Vec<_> = tender.bids.iter().filter(|bid| bid.status == BidStatus::Valid).collect();
    if valid.iter().any(|bid| bid.tenderers.len() != 1 || bid.with_unknown) {
        return Err(Reason::JointBid);
    }
    Ok((valid, winner))
}

/// How far the lowest valid bid of the others lies above the winner's, as a part of it.
fn difference(valid: &[&Bid<'_>], winner: &str) -> Result<(Rational, [String; 2]), Reason> {
    let mut own: Option<Decimal> = None;
    let mut next: Option<(Decimal, &str)> = None;
    for bid in valid {
        let (amount, tenderer) = (bid.amount.ok_or(Reason::NoAmount)?, bid.tenderers.first());
        let tenderer = tenderer.map(AsRef::as_ref).unwrap_or_default();
        if tenderer == winner {
            own = Some(own.map_or(amount, |own| own.min(amount)));
        } else if next.is_none_or(|(lowest, _)| amount < lowest) {
            next = Some((amount, tenderer));
        }
    }
    let own = own.ok_or(Reason::NoWinningBid)?;
    let (next, tenderer) = next.ok_or(Reason::TooFewBids)?;
    if next < own {
        return Err(Reason::NotLowest);
    }
    // Both in one unit: an amount has at most 18 decimals and 15 digits before them, so that it fits.
    let decimals = own.scale().max(next.scale());
    let whole = |amount: Decimal| Rational::from(amount).mantissa(decimals);
    let part = whole(own).zip(whole(next)).and_then(|(own, next)| Rational::new(next.checked_sub(own)?, own));
    Ok((part.ok_or(Reason::NoAmount)?, [winner.to_owned(), tenderer.to_owned()]))
}

fn late_bid_won(tender: &Tender<'_>) -> Verdict {
    let Some(end) = tender.end else { return Verdict::NotJudged(Reason::NoPeriod) };
    let active = || tender.awards.iter().filter(|award| award.status == AwardStatus::Active);
    if active().next().is_none() {
        return Verdict::NotJudged(Reason::NoAward);
    }
    let suppliers: Vec<&str> = active().flat_map(|award| &award.suppliers).map(AsRef::as_ref).collect();
    let valid = tender.bids.iter().filter(|bid| bid.status == BidStatus::Valid);
    let won: Vec<_> =
        valid.filter(|bid| bid.tenderers.iter().any(|one| suppliers.contains(&one.as_ref()))).collect();
    let mut dates = won.iter().filter_map(|bid| Some((bid.date?, bid))).peekable();
    if won.is_empty() {
        return Verdict::NotJudged(Reason::NoWinningBid);
    }
    if dates.peek().is_none() {
        return Verdict::NotJudged(Reason::NoDate);
    }
    let mut found = Found::default();
    for (date, bid) in dates {
        match Instant::since(date, end) {
            None => return Verdict::NotJudged(Reason::MixedDates),
            Some((days, true)) => {
                found.values.push(told("days-late", "迟到整日数", "whole days late", days.to_string()));
                found.tenderers.extend(bid.tenderers.iter().map(ToString::to_string));
            }
            Some((_, false)) => {}
        }
    }
    if found.values.is_empty() { Verdict::Clear } else { Verdict::Raised(found) }
}

fn lowest_disqualified(tender: &Tender<'_>, submitted: &[&Bid<'_>]) -> Verdict {
    if tender.awards.iter().all(|award| award.status != AwardStatus::Active) {
        return Verdict::NotJudged(Reason::NoAward);
    }
    let priced: Vec<_> = submitted.iter().filter_map(|bid| Some((bid.amount?, *bid))).collect();
    if priced.iter().all(|(_, bid)| bid.status != BidStatus::Valid) {
        return Verdict::NotJudged(Reason::NoValidBid);
    }
    // Of several at the lowest price the first counts.
    let lowest = priced.iter().min_by_key(|(amount, _)| *amount);
    match lowest {
        Some((amount, bid)) if bid.status == BidStatus::Disqualified => Verdict::Raised(Found {
            values: vec![told("price", "报价", "price", amount.to_string())],
            tenderers: bid.tenderers.iter().map(ToString::to_string).collect(),
        }),
        _ => Verdict::Clear,
    }
}
