use rust_decimal::Decimal;

use crate::time::Date;

/// The value that somebody gives for a fact, before it is held against the fact's declaration.
///
/// A text also stands for a number, truth value or day where the fact has that type, as in JSON and on the
/// command line; it is read strictly.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// A number.
    Number(Decimal),
    /// True or false.
    Boolean(bool),
    /// A text.
    Text(String),
    /// A day.
    Date(Date),
}

macro_rules! given_from {
    ($($source:ty => |$value:ident| $result:expr;)+) => {
        $(impl From<$source> for Given {
            fn from($value: $source) -> Self {
                $result
            }
        })+
    };
}

given_from! {
    Decimal => |value| Self::Number(value);
    i32 => |value| Self::Number(value.into());
    i64 => |value| Self::Number(value.into());
    u32 => |value| Self::Number(value.into());
    u64 => |value| Self::Number(value.into());
    bool => |value| Self::Boolean(value);
    &str => |value| Self::Text(value.to_owned());
    String => |value| Self::Text(value);
    Date => |value| Self::Date(value);
}

/// The facts of one case, by name.
///
/// ```
/// use evenhand::Facts;
/// use rust_decimal::dec;
///
/// let facts = Facts::new().with("area", dec!(16.8)).with("repeat", false);
/// assert_eq!(facts.iter().count(), 2);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts(Vec<(String, Given)>);

impl Facts {
    /// No facts yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The facts with one more. A fact that is given twice is an error when the facts are used.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<Given>) -> Self {
        self.0.push((name.into(), value.into()));
        self
    }

    /// The facts in the order in which they were given.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Given)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }
}

impl<N: Into<String>, V: Into<Given>> FromIterator<(N, V)> for Facts {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(facts: I) -> Self {
        Self(facts.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}
