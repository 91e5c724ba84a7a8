use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::DecisionFault;
use crate::language::Bilingual;
use crate::number::{Rational, parse_decimal};
use crate::record::{expected, where_it_breaks};
use crate::time::Date;

/// A decided case as a file has it, each field as text; what is empty is not told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row<'a> {
    /// Its number in the register of the office.
    pub case: Cow<'a, str>,
    /// The item of the rules.
    pub item: Cow<'a, str>,
    /// The version of the rules, in any words.
    pub version: Cow<'a, str>,
    /// The facts: a JSON object, or any digest of them.
    pub facts: Cow<'a, str>,
    /// The office that decided.
    pub office: Cow<'a, str>,
    /// Who decided.
    pub officer: Cow<'a, str>,
    /// The day of the decision.
    pub decided: Cow<'a, str>,
    /// The lower end of the range that the rules left.
    pub min: Cow<'a, str>,
    /// Its upper end.
    pub max: Cow<'a, str>,
    /// The fine that was imposed.
    pub fine: Cow<'a, str>,
    /// Whether something was found against the decision: `true` or `false`.
    pub flagged: Cow<'a, str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line<'a> {
    #[serde(borrow)]
    case: Option<&'a RawValue>,
    item: Option<&'a RawValue>,
    version: Option<&'a RawValue>,
    facts: Option<&'a RawValue>,
    office: Option<&'a RawValue>,
    officer: Option<&'a RawValue>,
    decided: Option<&'a RawValue>,
    min: Option<&'a RawValue>,
    max: Option<&'a RawValue>,
    fine: Option<&'a RawValue>,
    flagged: Option<&'a RawValue>,
}

impl<'a> Row<'a> {
    /// The names of the fields, in the order of tables.
    pub const FIELDS: [&'static str; 11] =
        ["case", "item", "version", "facts", "office", "officer", "decided", "min", "max", "fine", "flagged"];

    /// The row of a line of JSON.
    ///
    /// # Errors
    /// It is no object with these fields; a field that is neither text, number, `true` nor `false`.
    pub fn from_json(line: &'a str) -> Result<Self, DecisionFault> {
        let fault = |error: serde_json::Error| {
            let found = if error.is_data() { error.to_string() } else { where_it_breaks(line, &error) };
            DecisionFault::new("not-json", "line", an_object(), found)
        };
        // The reader of JSON takes a list of the values as well.
        if line.trim_start().starts_with('[') {
            return Err(DecisionFault::new("not-json", "line", an_object(), "[…]"));
        }
        let line: Line<'a> = serde_json::from_str(line).map_err(fault)?;
        Ok(Self {
            case: scalar("case", line.case)?,
            item: scalar("item", line.item)?,
            version: scalar("version", line.version)?,
            facts: match line.facts.map(RawValue::get) {
                Some(object) if object.starts_with('{') => Cow::Borrowed(object),
                _ => scalar("facts", line.facts)?,
            },
            office: scalar("office", line.office)?,
            officer: scalar("officer", line.officer)?,
            decided: scalar("decided", line.decided)?,
            min: scalar("min", line.min)?,
            max: scalar("max", line.max)?,
            fine: scalar("fine", line.fine)?,
            flagged: scalar("flagged", line.flagged)?,
        })
    }
}

/// A text, a number, `true` or `false`, as text.
fn scalar<'a>(field: &str, raw: Option<&'a RawValue>) -> Result<Cow<'a, str>, DecisionFault> {
    let Some(raw) = raw.map(RawValue::get) else { return Ok(Cow::Borrowed("")) };
    let fault = || {
        let expected = expected("文字、数字、true或者false", "a text, a number, true or false");
        DecisionFault::new("not-json", field, expected, format!("`{raw}`"))
    };
    match raw.bytes().next() {
        Some(b'"') => {
            let plain = raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
            match plain.filter(|text| !text.contains('\\')) {
                Some(text) => Ok(Cow::Borrowed(text)),
                None => serde_json::from_str(raw).map(Cow::Owned).map_err(|_| fault()),
            }
        }
        Some(b'[' | b'{') | None => Err(fault()),
        Some(_) => Ok(Cow::Borrowed(raw)),
    }
}

/// A month of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(i32);

impl Month {
    /// The month of a day.
    #[must_use]
    pub fn of(day: Date) -> Self {
        let month = i32::from(day.month()).saturating_sub(1);
        Self(i32::from(day.year()).saturating_mul(12).saturating_add(month))
    }

    /// How many months lie between an earlier one and this one.
    pub(super) const fn since(self, earlier: Self) -> i32 {
        self.0.saturating_sub(earlier.0)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let month = self.0.rem_euclid(12).saturating_add(1);
        write!(formatter, "{:04}-{month:02}", self.0.div_euclid(12))
    }
}

/// Amounts are whole numbers of 1/10,000 of the currency.
const DECIMALS: u32 = 4;
/// 10¹⁴ of the currency.
const TOO_MUCH: i64 = 1_000_000_000_000_000_000;

/// A decided case, read.
///
/// ```
/// use evenhand::consistency::{Decision, Place, Row};
/// use evenhand::number::Rational;
///
/// let row = Row::from_json(r#"{"item":"x/1","decided":"2026-03-02","min":200,"max":2000,"fine":800}"#)?;
/// assert_eq!(Decision::read(&row)?.place(), Place::Within(Rational::new(1, 3).unwrap()));
/// # Ok::<(), evenhand::consistency::DecisionFault>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision<'a> {
    /// Its number; empty if it has none.
    pub case: &'a str,
    /// The item of the rules.
    pub item: &'a str,
    /// The version of the rules; empty if it is not told.
    pub version: &'a str,
    /// Who decided: the office, and the officer; empty if they are not told.
    pub office: &'a str,
    /// See `office`.
    pub officer: &'a str,
    /// When.
    pub month: Month,
    /// Whether something was found against the decision, if that is told.
    pub flagged: Option<bool>,
    /// What decisions on the same item, version and facts have in common.
    pub(super) likeness: Option<[u8; 16]>,
    pub(super) range: Option<(i64, i64)>,
    pub(super) fine: i64,
}

/// Where a fine lies in the range that the rules left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// From 0, the lower end, to 1, the upper one.
    Within(Rational),
    /// The range is a single amount, and that was imposed.
    Point,
    /// Below the range.
    Below,
    /// Above it.
    Above,
    /// No range is told.
    NoRange,
}

impl<'a> Decision<'a> {
    /// Reads a row.
    ///
    /// # Errors
    /// A field that every decision has is not there, or a field does not say what it should.
    pub fn read(row: &'a Row<'_>) -> Result<Self, DecisionFault> {
        let item = needed("item", &row.item)?;
        let day = needed("decided", &row.decided)?;
        let day = day.parse::<Date>().map_err(|_| {
            let expected = expected("日期，如2026-02-28", "a day such as 2026-02-28");
            DecisionFault::new("day", "decided", expected, format!("`{day}`"))
        })?;
        let fine = amount("fine", needed("fine", &row.fine)?)?;
        let range = match (row.min.trim(), row.max.trim()) {
            ("", "") => None,
            ("", max) => return Err(DecisionFault::new("range", "min", both_ends(), format!("max = {max}"))),
            (min, "") => return Err(DecisionFault::new("range", "max", both_ends(), format!("min = {min}"))),
            (min, max) => {
                let (low, high) = (amount("min", min)?, amount("max", max)?);
                if low > high {
                    let expected = expected(format!("至多max = {max}"), format!("at most max = {max}"));
                    return Err(DecisionFault::new("range", "min", expected, format!("`{min}`")));
                }
                Some((low, high))
            }
        };
        let flagged = match row.flagged.trim() {
            "" => None,
            "true" | "是" => Some(true),
            "false" | "否" => Some(false),
            other => {
                let found = format!("`{other}`");
                let expected = expected("true或者false", "true or false");
                return Err(DecisionFault::new("flagged", "flagged", expected, found));
            }
        };
        let version = row.version.trim();
        Ok(Self {
            case: row.case.trim(),
            item,
            version,
            office: row.office.trim(),
            officer: row.officer.trim(),
            month: Month::of(day),
            flagged,
            likeness: likeness(item, version, row.facts.trim())?,
            range,
            fine,
        })
    }

    /// Where the fine lies in its range, exactly.
    #[must_use]
    pub fn place(&self) -> Place {
        match self.range {
            None => Place::NoRange,
            Some((low, _)) if self.fine < low => Place::Below,
            Some((_, high)) if self.fine > high => Place::Above,
            Some((low, high)) => {
                let (part, whole) = (self.fine.saturating_sub(low), high.saturating_sub(low));
                Rational::new(part.into(), whole.into()).map_or(Place::Point, Place::Within)
            }
        }
    }

    /// The place in 1/10,000, a half up; 0 where there is none.
    pub(super) fn ten_thousandths(&self) -> i32 {
        let Some((low, high)) = self.range else { return 0 };
        let (part, whole) = (i128::from(self.fine.saturating_sub(low)), i128::from(high.saturating_sub(low)));
        let doubled = part.saturating_mul(20_000).saturating_add(whole);
        let rounded = doubled.checked_div(whole.saturating_mul(2)).unwrap_or_default();
        i32::try_from(rounded).unwrap_or_default()
    }
}

/// What a line must be.
fn an_object() -> Bilingual {
    let fields = Row::FIELDS.join(", ");
    expected(format!("含{fields}的JSON对象"), format!("a JSON object with {fields}"))
}

fn both_ends() -> Bilingual {
    expected("幅度的两端", "both ends of the range")
}

fn needed<'a>(field: &str, text: &'a str) -> Result<&'a str, DecisionFault> {
    let text = text.trim();
    if text.is_empty() {
        return Err(DecisionFault::new("missing", field, expected("一个值", "a value"), "nothing"));
    }
    Ok(text)
}

fn amount(field: &str, text: &str) -> Result<i64, DecisionFault> {
    let fault =
        |zh: &str, en: &str| DecisionFault::new("amount", field, expected(zh, en), format!("`{text}`"));
    let number = parse_decimal(text)
        .map_err(|_| fault("金额，如2000或者618.09", "an amount such as 2000 or 618.09"))?;
    if number.is_sign_negative() && !number.is_zero() {
        return Err(fault("不低于零的金额", "no amount below zero"));
    }
    let Some(whole) = Rational::from(number).mantissa(DECIMALS) else {
        return Err(fault(&format!("至多{DECIMALS}位小数"), &format!("at most {DECIMALS} decimals")));
    };
    let whole = i64::try_from(whole).ok().filter(|whole| *whole < TOO_MUCH);
    whole.ok_or_else(|| fault("低于10^14的金额", "an amount below 10^14"))
}

/// An amount as it is printed.
pub(super) fn amount_text(amount: i64) -> String {
    Rational::new(amount.into(), 10_000).map_or_else(String::new, |amount| amount.to_string())
}

/// An object, field by field, so that none hides another of the same name.
struct Object<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Object<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Object<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object of facts")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object<'de>, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Object(fields))
            }
        }
        deserializer.deserialize_map(Fields)
    }
}

/// What decisions on the same item, version and facts have in common: sixteen bytes of a digest. An object is taken as the
/// facts that it holds, in any order, 16.80 as 16.8; other texts are taken letter by letter.
fn likeness(item: &str, version: &str, facts: &str) -> Result<Option<[u8; 16]>, DecisionFault> {
    if facts.is_empty() {
        return Ok(None);
    }
    let mut digest = Sha256::new();
    let mut take = |text: &str| {
        digest.update(text.len().to_le_bytes());
        digest.update(text.as_bytes());
    };
    take(item);
    take(version);
    if facts.starts_with('{') {
        let object: Object<'_> = serde_json::from_str(facts).map_err(|error| {
            let expected = expected("事实的JSON对象", "a JSON object of facts");
            DecisionFault::new("facts", "facts", expected, error.to_string())
        })?;
        let mut known: BTreeMap<&str, String> = BTreeMap::new();
        for (name, value) in &object.0 {
            let field = || format!("facts.{name}");
            if value.get() == "null" {
                continue;
            }
            let text =
                scalar(&field(), Some(value)).map_err(|fault| DecisionFault { code: "facts", ..fault })?;
            let text = text.trim();
            let written = match parse_decimal(text) {
                Ok(number) => number.normalize().to_string(),
                Err(_) if value.get().starts_with(|first: char| first == '-' || first.is_ascii_digit()) => {
                    let expected = expected(
                        "至多28位的数字，不带指数",
                        "a number of at most 28 digits, without an exponent",
                    );
                    return Err(DecisionFault::new("facts", field(), expected, format!("`{text}`")));
                }
                Err(_) => text.to_owned(),
            };
            if known.insert(name, written).is_some() {
                let expected = expected("每项事实一次", "each fact once");
                return Err(DecisionFault::new("facts", field(), expected, "2"));
            }
        }
        for (name, value) in &known {
            take(name);
            take(value);
        }
    } else {
        take(facts);
    }
    let mut likeness = [0_u8; 16];
    likeness.iter_mut().zip(digest.finalize()).for_each(|(place, byte)| *place = byte);
    Ok(Some(likeness))
}
