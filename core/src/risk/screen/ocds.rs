use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use rust_decimal::Decimal;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::fault::LINE;
use super::{Award, AwardStatus, Bid, BidStatus, Instant, Tender, TenderFault, ocds_shape};
use crate::number::parse_decimal;
use crate::record::{expected, where_it_breaks};

/// A text; OCDS lets ids be numbers as well.
#[derive(Clone)]
struct Text<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Words;
        impl<'de> Visitor<'de> for Words {
            type Value = Text<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a text or a whole number")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(number.to_string())))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(number.to_string())))
            }
        }
        deserializer.deserialize_any(Words)
    }
}

/// What stands in braces: of itself the reader of JSON takes a list of the values as well.
struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Fields<T> {
            type Value = Object<T>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, fields: M) -> Result<Object<T>, M::Error> {
                T::deserialize(MapAccessDeserializer::new(fields)).map(Object)
            }
        }
        deserializer.deserialize_map(Fields(PhantomData))
    }
}

#[derive(Deserialize)]
struct Release<'a> {
    #[serde(borrow)]
    ocid: Option<Text<'a>>,
    tender: Option<Object<TenderPart<'a>>>,
    bids: Option<Object<Bids<'a>>>,
    awards: Option<Vec<Object<AwardPart<'a>>>>,
    parties: Option<Vec<Object<Party<'a>>>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TenderPart<'a> {
    #[serde(borrow)]
    status: Option<Text<'a>>,
    procurement_method: Option<Text<'a>>,
    tender_period: Option<Object<Period<'a>>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Period<'a> {
    #[serde(borrow)]
    start_date: Option<Text<'a>>,
    end_date: Option<Text<'a>>,
}

#[derive(Deserialize)]
struct Bids<'a> {
    #[serde(borrow)]
    details: Option<Vec<Object<BidPart<'a>>>>,
}

#[derive(Deserialize)]
struct BidPart<'a> {
    #[serde(borrow)]
    status: Option<Text<'a>>,
    date: Option<Text<'a>>,
    tenderers: Option<Vec<Object<Organisation<'a>>>>,
    value: Option<Object<Value<'a>>>,
    preparer: Option<Text<'a>>,
    address: Option<Text<'a>>,
    account: Option<Text<'a>>,
}

#[derive(Deserialize)]
struct Value<'a> {
    #[serde(borrow)]
    amount: Option<&'a RawValue>,
    currency: Option<Text<'a>>,
}

#[derive(Deserialize)]
struct Organisation<'a> {
    #[serde(borrow)]
    id: Option<Text<'a>>,
}

#[derive(Deserialize)]
struct AwardPart<'a> {
    #[serde(borrow)]
    status: Option<Text<'a>>,
    suppliers: Option<Vec<Object<Organisation<'a>>>>,
}

#[derive(Deserialize)]
struct Party<'a> {
    #[serde(borrow)]
    id: Option<Text<'a>>,
    address: Option<Object<Address<'a>>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Address<'a> {
    #[serde(borrow)]
    street_address: Option<Text<'a>>,
    locality: Option<Text<'a>>,
    region: Option<Text<'a>>,
    postal_code: Option<Text<'a>>,
    country_name: Option<Text<'a>>,
}

impl<'a> Tender<'a> {
    /// Reads a line: an OCDS release or compiled release.
    ///
    /// Beside the fields of OCDS a bid may have `preparer`, `address` and `account`, texts; without an `address` that of
    /// its first tenderer among the `parties` is taken, if that has a street.
    ///
    /// ```
    /// use evenhand::risk::screen::Tender;
    ///
    /// let line = r#"{"ocid":"T-1","bids":{"details":[
    ///     {"status":"valid","tenderers":[{"id":"A"}],"value":{"amount":100.5,"currency":"CNY"}}]}}"#;
    /// assert_eq!(Tender::from_ocds(line)?.bids.len(), 1);
    /// # Ok::<(), evenhand::risk::screen::TenderFault>(())
    /// ```
    ///
    /// # Errors
    /// The field that is at fault, and what was expected.
    pub fn from_ocds(line: &'a str) -> Result<Self, TenderFault> {
        let Object(release): Object<Release<'a>> = serde_json::from_str(line).map_err(|error| {
            let misfit = || error.is_data().then(|| ocds_shape::misfit(line)).flatten();
            misfit().unwrap_or_else(|| {
                let found = if error.is_data() { error.to_string() } else { where_it_breaks(line, &error) };
                TenderFault::new("not-json", LINE, expected("OCDS发布", "an OCDS release"), found)
            })
        })?;
        let id = release.ocid.map(|id| id.0).filter(|id| !id.trim().is_empty());
        let id = id.ok_or_else(|| {
            TenderFault::new("no-id", "ocid", expected("项目编号", "the id of the tender"), "null")
        })?;
        let parties = release.parties.unwrap_or_default();
        let details = release.bids.and_then(|Object(bids)| bids.details).unwrap_or_default();
        let bids = details.into_iter().enumerate().map(|(place, Object(bid))| read_bid(bid, place, &parties));
        let bids = bids.collect::<Result<_, _>>()?;
        let awards = release.awards.unwrap_or_default().into_iter().map(|Object(award)| Award {
            status: award.status.map_or(AwardStatus::Open, |status| AwardStatus::read(&status.0)),
            with_unknown: has_unknown(award.suppliers.as_deref()),
            suppliers: ids(award.suppliers),
        });
        let (status, method, period) = match release.tender {
            Some(Object(tender)) => (tender.status, tender.procurement_method, tender.tender_period),
            None => (None, None, None),
        };
        let Object(period) = period.unwrap_or(Object(Period { start_date: None, end_date: None }));
        Ok(Self {
            id,
            cancelled: status.is_some_and(|status| status.0 == "cancelled"),
            method: method.map(|method| method.0),
            start: read_date(period.start_date, || "tender.tenderPeriod.startDate".to_owned())?,
            end: read_date(period.end_date, || "tender.tenderPeriod.endDate".to_owned())?,
            bids,
            awards: awards.collect(),
        })
    }
}

fn read_bid<'a>(
    bid: BidPart<'a>,
    place: usize,
    parties: &[Object<Party<'a>>],
) -> Result<Bid<'a>, TenderFault> {
    let field = |name: &str| format!("bids.details[{place}].{name}");
    let with_unknown = has_unknown(bid.tenderers.as_deref());
    let tenderers = ids(bid.tenderers);
    let (amount, currency) = match bid.value {
        Some(Object(value)) => (value.amount, value.currency.map(|currency| currency.0)),
        None => (None, None),
    };
    let amount = amount.map(|amount| read_amount(amount.get(), || field("value.amount"))).transpose()?;
    let address = bid.address.map(|address| address.0).or_else(|| {
        let Object(party) = parties.iter().find(|Object(party)| {
            party.id.as_ref().is_some_and(|id| tenderers.first().is_some_and(|tenderer| *tenderer == id.0))
        })?;
        party.address.as_ref().and_then(|Object(address)| in_one_line(address))
    });
    Ok(Bid {
        tenderers,
        with_unknown,
        amount,
        currency,
        status: bid.status.map_or(BidStatus::Unstated, |status| BidStatus::read(&status.0)),
        date: read_date(bid.date, || field("date"))?,
        preparer: bid.preparer.map(|preparer| preparer.0),
        address,
        account: bid.account.map(|account| account.0),
    })
}

fn ids<'a>(organisations: Option<Vec<Object<Organisation<'a>>>>) -> Vec<Cow<'a, str>> {
    organisations
        .unwrap_or_default()
        .into_iter()
        .filter_map(|Object(organisation)| Some(organisation.id?.0))
        .collect()
}

fn has_unknown(organisations: Option<&[Object<Organisation<'_>>]>) -> bool {
    organisations.unwrap_or_default().iter().any(|Object(organisation)| organisation.id.is_none())
}

/// A price; also as JSON may write a number, `1.5e6`.
fn read_amount(text: &str, field: impl Fn() -> String) -> Result<Decimal, TenderFault> {
    let fault = |zh: &str, en: &str| Err(TenderFault::new("amount", field(), expected(zh, en), text));
    let read = parse_decimal(text).ok().or_else(|| {
        let number = text.starts_with(|first: char| first.is_ascii_digit() || first == '-');
        number.then(|| Decimal::from_scientific(text).ok()).flatten()
    });
    let Some(amount) = read else { return fault("数字，如1680.5", "a number such as 1680.5") };
    let amount = amount.normalize();
    if amount <= Decimal::ZERO {
        return fault("大于0的数", "more than 0");
    }
    if amount.scale() > 18 || amount >= Decimal::from(1_000_000_000_000_000_u64) {
        return fault("小于10^15且至多18位小数的数", "less than 10^15, with at most 18 decimals");
    }
    Ok(amount)
}

fn read_date(date: Option<Text<'_>>, field: impl Fn() -> String) -> Result<Option<Instant>, TenderFault> {
    let Some(Text(text)) = date else { return Ok(None) };
    match Instant::read(&text) {
        Some(instant) => Ok(Some(instant)),
        None => {
            let expected = expected(
                "日期，或者带时差的时刻，如2026-02-28T14:30:00+08:00",
                "a day, or a moment with its offset such as 2026-02-28T14:30:00+08:00",
            );
            Err(TenderFault::new("date", field(), expected, format!("`{text}`")))
        }
    }
}

/// An address with a street, its parts in one line.
fn in_one_line<'a>(address: &Address<'a>) -> Option<Cow<'a, str>> {
    let street = address.street_address.as_ref()?;
    let rest = [&address.locality, &address.region, &address.postal_code, &address.country_name];
    let rest = rest.into_iter().flatten();
    let parts: Vec<&str> = std::iter::once(street).chain(rest).map(|part| part.0.trim()).collect();
    (!street.0.trim().is_empty()).then(|| Cow::Owned(parts.join(", ")))
}
