use std::borrow::Cow;

use jiff::Timestamp;
use rust_decimal::Decimal;

use crate::time::Date;

/// A tender with its bids and awards, as a file has it.
#[derive(Clone, Debug, Default)]
pub struct Tender<'a> {
    /// Its id: the `ocid`.
    pub id: Cow<'a, str>,
    /// Whether it was cancelled.
    pub cancelled: bool,
    /// The procurement method, such as `open`.
    pub method: Option<Cow<'a, str>>,
    /// When bids could be handed in from.
    pub start: Option<Instant>,
    /// Until when.
    pub end: Option<Instant>,
    /// The bids, in the order of the file.
    pub bids: Vec<Bid<'a>>,
    /// The awards.
    pub awards: Vec<Award<'a>>,
}

/// A bid.
#[derive(Clone, Debug, Default)]
pub struct Bid<'a> {
    /// Who bids: mostly one.
    pub tenderers: Vec<Cow<'a, str>>,
    /// Whether others bid with them whose ids are not told.
    pub with_unknown: bool,
    /// The price: above zero, below 10¹⁵, with at most 18 decimals.
    pub amount: Option<Decimal>,
    /// The currency of the price.
    pub currency: Option<Cow<'a, str>>,
    /// How it stands.
    pub status: BidStatus,
    /// When it was received.
    pub date: Option<Instant>,
    /// Who drew it up.
    pub preparer: Option<Cow<'a, str>>,
    /// The bidder's address.
    pub address: Option<Cow<'a, str>>,
    /// The account from which the deposit was paid.
    pub account: Option<Cow<'a, str>>,
}

/// How a bid stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BidStatus {
    /// Nothing is said: it does not count as handed in.
    #[default]
    Unstated,
    /// Not handed in: `invited` or `withdrawn`.
    NotSubmitted,
    /// Handed in, and neither of the following.
    Pending,
    /// Found to be in order.
    Valid,
    /// Excluded.
    Disqualified,
}

impl BidStatus {
    /// The status with the word that OCDS has for it.
    #[must_use]
    pub fn read(word: &str) -> Self {
        match word {
            "invited" | "withdrawn" => Self::NotSubmitted,
            "valid" => Self::Valid,
            "disqualified" => Self::Disqualified,
            _ => Self::Pending,
        }
    }

    /// Whether it was handed in.
    #[must_use]
    pub const fn is_submitted(self) -> bool {
        matches!(self, Self::Pending | Self::Valid | Self::Disqualified)
    }
}

/// An award.
#[derive(Clone, Debug)]
pub struct Award<'a> {
    /// How it stands.
    pub status: AwardStatus,
    /// Who won.
    pub suppliers: Vec<Cow<'a, str>>,
    /// Whether others won with them whose ids are not told.
    pub with_unknown: bool,
}

/// How an award stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AwardStatus {
    /// In force.
    Active,
    /// `cancelled` or `unsuccessful`.
    Ended,
    /// Anything else: nothing final.
    Open,
}

impl AwardStatus {
    /// The status with the word that OCDS has for it.
    #[must_use]
    pub fn read(word: &str) -> Self {
        match word {
            "active" => Self::Active,
            "cancelled" | "unsuccessful" => Self::Ended,
            _ => Self::Open,
        }
    }
}

const NANOSECONDS_OF_A_DAY: i128 = 86_400_000_000_000;

/// When something was: a day, or a moment with its offset from UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instant {
    /// A day, where no time is told.
    Day(Date),
    /// Nanoseconds since 1970-01-01T00:00Z.
    Moment(i128),
}

impl Instant {
    /// Reads `2026-02-28` or `2026-02-28T14:30:00+08:00`.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        match text.parse::<Date>() {
            Ok(day) => Some(Self::Day(day)),
            Err(_) => Some(Self::Moment(text.parse::<Timestamp>().ok()?.as_nanosecond())),
        }
    }

    /// Whole days from an earlier one, and whether it is later at all; none where one is a day and the other a moment.
    pub(super) fn since(self, earlier: Self) -> Option<(i64, bool)> {
        match (self, earlier) {
            (Self::Day(day), Self::Day(earlier)) => Some((day.days_since(earlier), day > earlier)),
            (Self::Moment(moment), Self::Moment(earlier)) => {
                let days = moment.checked_sub(earlier)?.checked_div(NANOSECONDS_OF_A_DAY)?;
                Some((i64::try_from(days).ok()?, moment > earlier))
            }
            _ => None,
        }
    }
}
