use std::fmt;

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
#[derive(Clone, Default, PartialEq)]
pub struct Facts {
    /// The names, one behind the other: a case has many, and each is looked at once.
    names: String,
    /// Where the name of each ends, and what was given.
    given: Vec<(usize, Given)>,
}

impl Facts {
    /// No facts yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { names: String::new(), given: Vec::new() }
    }

    /// The facts with one more. A fact that is given twice is an error when the facts are used.
    #[must_use]
    pub fn with(mut self, name: impl AsRef<str>, value: impl Into<Given>) -> Self {
        self.push(name.as_ref(), value.into());
        self
    }

    /// Room for so many facts, whose names have so many bytes together.
    pub(crate) fn with_room(facts: usize, bytes: usize) -> Self {
        Self { names: String::with_capacity(bytes), given: Vec::with_capacity(facts) }
    }

    /// One more.
    pub(crate) fn push(&mut self, name: &str, value: Given) {
        self.names.push_str(name);
        self.given.push((self.names.len(), value));
    }

    /// How many there are.
    pub(crate) const fn len(&self) -> usize {
        self.given.len()
    }

    /// The facts in the order in which they were given.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Given)> {
        let mut start = 0_usize;
        self.given.iter().map(move |(end, value)| {
            let name = self.names.get(start..*end).unwrap_or_default();
            start = *end;
            (name, value)
        })
    }
}

impl fmt::Debug for Facts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_map().entries(self.iter()).finish()
    }
}

impl<N: AsRef<str>, V: Into<Given>> FromIterator<(N, V)> for Facts {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(facts: I) -> Self {
        facts.into_iter().fold(Self::new(), |facts, (name, value)| facts.with(name, value))
    }
}
