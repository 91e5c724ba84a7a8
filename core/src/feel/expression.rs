use std::fmt;

use crate::diagnostic::Span;
use crate::number::Rational;
use crate::time::{Date, Period};

/// A parsed expression, not yet checked against any facts.
///
/// Two expressions are equal if they mean the same tree, wherever they stood.
#[derive(Clone, Debug)]
pub struct Expression {
    /// What it is.
    pub kind: ExpressionKind,
    /// Where it stood.
    pub span: Span,
    /// Levels of the tree from here down, bounded by [`MAX_DEPTH`](super::MAX_DEPTH).
    pub(super) depth: usize,
}

impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

/// The forms of an expression.
#[derive(Clone, Debug, PartialEq)]
pub enum ExpressionKind {
    /// `16.8`, `5%`
    Number(Literal),
    /// `true`
    Boolean(bool),
    /// `"报告书"`
    Text(String),
    /// `date("2026-01-01")`
    Date(Date),
    /// `duration("P3M")`
    Period(Period),
    /// A fact.
    Name(String),
    /// `-x`
    Negate(Box<Expression>),
    /// `a + b`
    Arithmetic(Arithmetic, Box<[Expression; 2]>),
    /// `a < b`
    Compare(Comparison, Box<[Expression; 2]>),
    /// `a and b`
    And(Box<[Expression; 2]>),
    /// `a or b`
    Or(Box<[Expression; 2]>),
    /// `not(a)`
    Not(Box<Expression>),
    /// `if a then b else c`
    If(Box<[Expression; 3]>),
    /// `x between a and b`
    Between(Box<[Expression; 3]>),
    /// `x in [1..3)`, `x in (1, > 5)`
    In(Box<Expression>, Vec<Test>),
    /// `max(a, b)`
    Call(Function, Vec<Expression>),
}

/// A number as it stood in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Literal {
    /// The value: `5%` is one twentieth.
    pub value: Rational,
    /// How it was written.
    pub written: Written,
}

/// How a number was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// `0.05`
    Plain,
    /// `5%`
    Percent,
    /// `5‰`
    Permille,
}

impl fmt::Display for Literal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scale, mark) = match self.written {
            Written::Plain => (1, ""),
            Written::Percent => (100, "%"),
            Written::Permille => (1000, "‰"),
        };
        match self.value.multiply(Rational::integer(scale)) {
            Some(shown) => write!(formatter, "{shown}{mark}"),
            None => write!(formatter, "{}", self.value),
        }
    }
}

/// The operators that give a number, a date or a duration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arithmetic {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `**`
    Power,
}

impl Arithmetic {
    /// The sign.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Power => "**",
        }
    }
}

/// The operators that compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

impl Comparison {
    /// The sign.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
        }
    }

    /// Whether two values in this order satisfy the comparison.
    #[must_use]
    pub fn holds(self, ordering: std::cmp::Ordering) -> bool {
        match self {
            Self::Equal => ordering.is_eq(),
            Self::NotEqual => ordering.is_ne(),
            Self::Less => ordering.is_lt(),
            Self::AtMost => ordering.is_le(),
            Self::Greater => ordering.is_gt(),
            Self::AtLeast => ordering.is_ge(),
        }
    }

    /// The comparison that holds exactly where this one does not.
    #[must_use]
    pub const fn negate(self) -> Self {
        match self {
            Self::Equal => Self::NotEqual,
            Self::NotEqual => Self::Equal,
            Self::Less => Self::AtLeast,
            Self::AtMost => Self::Greater,
            Self::Greater => Self::AtMost,
            Self::AtLeast => Self::Less,
        }
    }

    /// The same comparison with its sides exchanged.
    #[must_use]
    pub const fn mirror(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::AtMost => Self::AtLeast,
            Self::Greater => Self::Less,
            Self::AtLeast => Self::AtMost,
            same => same,
        }
    }
}

/// The functions, by their names in FEEL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are FEEL's own; `Function::ALL` lists them")]
pub enum Function {
    Min,
    Max,
    Sum,
    Count,
    Mean,
    Median,
    Stddev,
    Abs,
    Floor,
    Ceiling,
    Modulo,
    RoundUp,
    RoundDown,
    RoundHalfUp,
    RoundHalfDown,
}

impl Function {
    /// Every function with its name.
    pub const ALL: [(Self, &'static str); 15] = [
        (Self::Min, "min"),
        (Self::Max, "max"),
        (Self::Sum, "sum"),
        (Self::Count, "count"),
        (Self::Mean, "mean"),
        (Self::Median, "median"),
        (Self::Stddev, "stddev"),
        (Self::Abs, "abs"),
        (Self::Floor, "floor"),
        (Self::Ceiling, "ceiling"),
        (Self::Modulo, "modulo"),
        (Self::RoundUp, "round up"),
        (Self::RoundDown, "round down"),
        (Self::RoundHalfUp, "round half up"),
        (Self::RoundHalfDown, "round half down"),
    ];

    /// The name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(function, _)| *function == self).map_or("", |(_, name)| name)
    }

    /// The function with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(function, _)| *function)
    }
}

/// One unary test, as in a cell or after `in`; equal to another if it tests the same, wherever it stood.
#[derive(Clone, Debug)]
pub struct Test {
    /// What is tested.
    pub kind: TestKind,
    /// Where it stood.
    pub span: Span,
}

impl PartialEq for Test {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

/// The forms of a unary test.
#[derive(Clone, Debug, PartialEq)]
pub enum TestKind {
    /// `-`: anything
    Any,
    /// `3`
    Equal(Expression),
    /// `< 3`
    Compare(Comparison, Expression),
    /// `[3..6)`
    Range {
        /// The lower end.
        low: Expression,
        /// `[` rather than `(`
        low_included: bool,
        /// The upper end.
        high: Expression,
        /// `]` rather than `)`
        high_included: bool,
    },
    /// `not(1, 2)`
    Not(Vec<Test>),
}

/// An amount: one number, or a range within which somebody chooses.
#[derive(Clone, Debug, PartialEq)]
pub enum AmountExpression {
    /// `100 * area`
    Point(Expression),
    /// `[10 * area..30 * area]`
    Range(Box<[Expression; 2]>),
    /// `if gains > 10000 then [gains..5 * gains] else [3000..10000]`
    If(Box<(Expression, AmountExpression, AmountExpression)>),
}
