use std::fmt;

use thiserror::Error;

/// The base units: symbol, Chinese name, English name for one, English name for several.
const BASES: [(&str, &str, &str, &str); 21] = [
    ("CNY", "元", "yuan", "yuan"),
    ("TWD", "新台币元", "New Taiwan dollar", "New Taiwan dollars"),
    ("m2", "平方米", "m²", "m²"),
    ("m3", "立方米", "m³", "m³"),
    ("m", "米", "m", "m"),
    ("km", "公里", "km", "km"),
    ("L", "升", "L", "L"),
    ("t", "吨", "t", "t"),
    ("kg", "千克", "kg", "kg"),
    ("mu", "亩", "mu", "mu"),
    ("hour", "小时", "hour", "hours"),
    ("day", "日", "day", "days"),
    ("month", "个月", "month", "months"),
    ("year", "年", "year", "years"),
    ("person", "人", "person", "persons"),
    ("head", "头", "head", "head"),
    ("piece", "处", "piece", "pieces"),
    ("vehicle", "辆", "vehicle", "vehicles"),
    ("facility", "处", "facility", "facilities"),
    ("household", "户", "household", "households"),
    ("time", "次", "time", "times"),
];

/// The unit of a quantity: a product of powers of base units, such as `CNY/m2`.
///
/// ```
/// use evenhand::feel::Unit;
///
/// let rate: Unit = "CNY/m2".parse()?;
/// let area: Unit = "m2".parse()?;
/// assert_eq!(rate.multiply(area), "CNY".parse()?);
/// # Ok::<(), evenhand::feel::UnitError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Unit([i32; BASES.len()]);

/// A text that is no unit.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("unknown unit `{0}`")]
pub struct UnitError(pub String);

impl Unit {
    /// The unit of a plain number.
    pub const NONE: Self = Self([0; BASES.len()]);

    /// The symbols of all base units.
    pub fn symbols() -> impl Iterator<Item = &'static str> {
        BASES.iter().map(|(symbol, ..)| *symbol)
    }

    /// Whether this is the unit of a plain number.
    #[must_use]
    pub fn is_none(self) -> bool {
        self == Self::NONE
    }

    /// Whether it is money and nothing else.
    #[must_use]
    pub fn is_currency(self) -> bool {
        let money = |symbol: &str| symbol == "CNY" || symbol == "TWD";
        let expected = |((symbol, ..), exponent): (&(&str, &str, &str, &str), i32)| {
            exponent == 0 || (exponent == 1 && money(symbol))
        };
        !self.is_none() && BASES.iter().zip(self.0).all(expected)
    }

    /// The unit of a product.
    #[must_use]
    pub fn multiply(self, other: Self) -> Self {
        self.combine(other, i32::saturating_add)
    }

    /// The unit of a quotient.
    #[must_use]
    pub fn divide(self, other: Self) -> Self {
        self.combine(other, i32::saturating_sub)
    }

    /// The unit of a power; saturates at exponents that no rule has.
    #[must_use]
    pub fn power(self, exponent: i32) -> Self {
        Self(self.0.map(|part| part.saturating_mul(exponent)))
    }

    /// The unit whose power this is, if there is one.
    #[must_use]
    pub(super) fn root(self, exponent: i32) -> Option<Self> {
        let mut result = self;
        for part in &mut result.0 {
            if part.checked_rem(exponent)? != 0 {
                return None;
            }
            *part = part.checked_div(exponent)?;
        }
        Some(result)
    }

    fn combine(self, other: Self, operation: impl Fn(i32, i32) -> i32) -> Self {
        let mut result = self;
        for (part, other) in result.0.iter_mut().zip(other.0) {
            *part = operation(*part, other);
        }
        result
    }

    /// The unit in Chinese, as it follows a number: `元/平方米`. Empty for a plain number.
    #[must_use]
    pub fn chinese(self) -> String {
        self.write(|(_, chinese, ..), _| chinese)
    }

    /// The unit in English, as it follows a number: `yuan/m²`. Empty for a plain number.
    #[must_use]
    pub fn english(self, plural: bool) -> String {
        self.write(|(_, _, one, several), above| if plural && above { several } else { one })
    }

    fn write(
        self,
        name: impl Fn((&'static str, &'static str, &'static str, &'static str), bool) -> &'static str,
    ) -> String {
        let mut above = String::new();
        let mut below = String::new();
        for (exponent, base) in self.0.into_iter().zip(BASES) {
            let side = if exponent > 0 { &mut above } else { &mut below };
            if exponent == 0 {
                continue;
            }
            if !side.is_empty() {
                side.push('*');
            }
            side.push_str(name(base, exponent > 0));
            if exponent.unsigned_abs() > 1 {
                side.push_str(&format!("^{}", exponent.unsigned_abs()));
            }
        }
        match (above.is_empty(), below.is_empty()) {
            (_, true) => above,
            (true, false) => format!("/{below}"),
            (false, false) => format!("{above}/{below}"),
        }
    }
}

impl std::str::FromStr for Unit {
    type Err = UnitError;

    fn from_str(text: &str) -> Result<Self, UnitError> {
        let mut unit = Self::NONE;
        for (index, part) in text.split('/').enumerate() {
            for symbol in part.split('*') {
                let position = BASES
                    .iter()
                    .position(|(known, ..)| *known == symbol)
                    .ok_or_else(|| UnitError(symbol.to_owned()))?;
                let mut base = Self::NONE;
                if let Some(exponent) = base.0.get_mut(position) {
                    *exponent = 1;
                }
                unit = if index == 0 { unit.multiply(base) } else { unit.divide(base) };
            }
        }
        Ok(unit)
    }
}

/// By symbols: `CNY/m2`.
impl fmt::Display for Unit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let symbols = self.write(|(symbol, ..), _| symbol);
        if symbols.starts_with('/') {
            formatter.write_str("1")?;
        }
        formatter.write_str(&symbols)
    }
}
