use rust_decimal::Decimal;

use crate::record::{Field, Object, RecordFault, expected, required, text};
use crate::time::Date;

/// Amounts are kept in millionths.
pub(super) const DECIMALS: u32 = 6;

/// A payment, or another amount that has peers, such as what a prescription came to.
///
/// ```
/// use evenhand::risk::payments::Payment;
/// use rust_decimal::dec;
///
/// let payment = Payment::new("V-1", "2026-03-02".parse()?, dec!(49000))?.between("finance", "builder")?.in_group("roads");
/// assert_eq!(payment.amount(), dec!(49000));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    pub(super) id: String,
    pub(super) day: Date,
    /// In millionths: above zero and below 10²¹.
    pub(super) amount: i128,
    pub(super) group: Option<String>,
    pub(super) from: Option<String>,
    pub(super) to: Option<String>,
    pub(super) purpose: Option<String>,
    pub(super) office: Option<String>,
}

impl Payment {
    /// A payment of which neither the payer nor the payee is known.
    ///
    /// # Errors
    /// The id is blank, or the amount is not above zero, not below 10¹⁵, or has more than six decimals.
    pub fn new(id: impl Into<String>, day: Date, amount: Decimal) -> Result<Self, RecordFault> {
        let id = id.into();
        if id.trim().is_empty() {
            return Err(RecordFault::new("wrong-type", "id", not_blank(), format!("\"{id}\"")));
        }
        let fault =
            |(zh, en)| RecordFault::new("not-a-number", "amount", expected(zh, en), amount.to_string());
        let amount = millionths(amount).map_err(fault)?;
        Ok(Self { id, day, amount, group: None, from: None, to: None, purpose: None, office: None })
    }

    /// From a payer to a payee.
    ///
    /// # Errors
    /// They are the same.
    pub fn between(mut self, from: impl Into<String>, to: impl Into<String>) -> Result<Self, RecordFault> {
        (self.from, self.to) = (Some(from.into()), Some(to.into()));
        self.apart()
    }

    /// Among these peers.
    #[must_use]
    pub fn in_group(mut self, group: impl Into<String>) -> Self {
        self.group = Some(group.into());
        self
    }

    /// For a purpose.
    #[must_use]
    pub fn for_purpose(mut self, purpose: impl Into<String>) -> Self {
        self.purpose = Some(purpose.into());
        self
    }

    /// For a purpose and among peers, as far as they are told.
    #[must_use]
    pub(crate) fn about(self, purpose: Option<String>, group: Option<String>) -> Self {
        Self { purpose, group, ..self }
    }

    /// With the office that it is counted for.
    #[must_use]
    pub fn of_office(mut self, office: impl Into<String>) -> Self {
        self.office = Some(office.into());
        self
    }

    /// Reads a line: the record of one payment as JSON; `docs/screens.md` lists the keys. What is `null` is not there.
    ///
    /// ```
    /// use evenhand::risk::payments::Payment;
    ///
    /// let line = r#"{"id": "V-1", "day": "2026-03-02", "amount": 49000, "from": "finance", "to": "builder"}"#;
    /// assert_eq!(Payment::from_json(line)?.id(), "V-1");
    ///
    /// let fault = Payment::from_json(&line.replace("49000", "-1")).unwrap_err();
    /// assert_eq!(fault.to_string(), "amount: expected an amount above zero, found -1");
    /// # Ok::<(), evenhand::risk::payments::RecordFault>(())
    /// ```
    ///
    /// # Errors
    /// The field that is at fault, and what was expected.
    pub fn from_json(line: &str) -> Result<Self, RecordFault> {
        let names = ["id", "day", "amount", "group", "from", "to", "purpose", "office"];
        let [id, day, amount, group, from, to, purpose, office] = Object::read(line)?.keys("", names)?;
        let words = |field: Option<Field<'_>>| field.map(Field::words).transpose();
        let payment = Self {
            id: required("id", id)?.words()?,
            day: required("day", day)?.day()?,
            amount: required("amount", amount)?.millionths()?,
            group: words(group)?,
            from: words(from)?,
            to: words(to)?,
            purpose: words(purpose)?,
            office: words(office)?,
        };
        payment.apart()
    }

    /// The same for a line as bytes.
    ///
    /// # Errors
    /// Those of [`from_json`](Self::from_json).
    pub fn from_line(line: &[u8]) -> Result<Self, RecordFault> {
        Self::from_json(text(line)?)
    }

    /// Its number.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The day.
    #[must_use]
    pub const fn day(&self) -> Date {
        self.day
    }

    /// The amount.
    #[must_use]
    pub fn amount(&self) -> Decimal {
        Decimal::try_from_i128_with_scale(self.amount, DECIMALS).unwrap_or_default().normalize()
    }

    /// Who pays somebody else.
    fn apart(self) -> Result<Self, RecordFault> {
        match (&self.from, &self.to) {
            (Some(from), Some(to)) if from == to => {
                let other = expected("与付款方不同的收款方", "another than the payer");
                Err(RecordFault::new("contradiction", "to", other, format!("`{to}`")))
            }
            _ => Ok(self),
        }
    }
}

/// An amount in millionths, or what was expected of it.
pub(crate) fn millionths(amount: Decimal) -> Result<i128, (&'static str, &'static str)> {
    let amount = amount.normalize();
    if amount <= Decimal::ZERO {
        return Err(("大于零的数额", "an amount above zero"));
    }
    let most = ("小于一千万亿、小数不超过六位的数额", "an amount below 10^15 with at most six decimals");
    let whole = DECIMALS.checked_sub(amount.scale()).and_then(|more| {
        let unit = 10_i128.checked_pow(more)?;
        amount.mantissa().checked_mul(unit)
    });
    whole.filter(|whole| *whole < 1_000_000_000_000_000_000_000).ok_or(most)
}

fn not_blank() -> crate::Bilingual {
    expected("不为空的文字", "a text that is not blank")
}

impl Field<'_> {
    /// A text that says something: blank ones would make peers of what has nothing in common.
    fn words(self) -> Result<String, RecordFault> {
        let text = self.owned()?;
        if text.trim().is_empty() {
            let words = not_blank();
            return Err(self.fault("wrong-type", &words.zh, &words.en));
        }
        Ok(text)
    }

    fn millionths(self) -> Result<i128, RecordFault> {
        millionths(self.number()?).map_err(|(zh, en)| self.fault("not-a-number", zh, en))
    }
}
