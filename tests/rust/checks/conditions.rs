//! Cells and conditions drawn at random, with a meaning of their own.

use rust_decimal::Decimal;

use super::drawn::{Kind, Tape, name, text};

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sign {
    Less,
    AtMost,
    Greater,
    AtLeast,
    Equal,
    NotEqual,
}

const SIGNS: [Sign; 6] =
    [Sign::Less, Sign::AtMost, Sign::Greater, Sign::AtLeast, Sign::Equal, Sign::NotEqual];

impl Sign {
    fn holds(self, left: i64, right: i64) -> bool {
        match self {
            Self::Less => left < right,
            Self::AtMost => left <= right,
            Self::Greater => left > right,
            Self::AtLeast => left >= right,
            Self::Equal => left == right,
            Self::NotEqual => left != right,
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
            Self::Equal => "=",
            Self::NotEqual => "!=",
        }
    }
}

/// Values between two ends, each with whether it belongs to them.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    low: (i64, bool),
    high: (i64, bool),
}

impl Span {
    fn holds(self, value: i64) -> bool {
        let above = value > self.low.0 || (self.low.1 && value == self.low.0);
        above && (value < self.high.0 || (self.high.1 && value == self.high.0))
    }
}

/// A cell of a row.
#[derive(Clone, Debug)]
pub enum Test {
    Any,
    Boolean(bool),
    Choices(Vec<i64>, bool),
    Numbers(Vec<NumberTest>, bool),
}

/// One of the tests of a cell.
#[derive(Clone, Copy, Debug)]
pub enum NumberTest {
    Compare(Sign, i64),
    Between(Span),
}

/// What a row says outside its cells.
#[derive(Clone, Debug)]
pub enum Condition {
    Compare(usize, Sign, i64),
    Between(usize, Span),
    Flag(usize),
    Is(usize, i64, bool),
    Sum(usize, usize, Sign, i64),
    Product(usize, usize, Sign, i64),
    Facts(usize, Sign, usize),
    Remainder(usize, i64, Sign, i64),
    Not(Box<Condition>),
    And(Box<[Condition; 2]>),
    Or(Box<[Condition; 2]>),
    If(Box<[Condition; 3]>),
}

/// A cell for a fact.
pub fn test(kind: Kind, tape: &mut Tape<'_>) -> Test {
    if tape.one_in(8) {
        return Test::Any;
    }
    match kind {
        Kind::Boolean | Kind::Required => Test::Boolean(tape.one_in(2)),
        Kind::Text(count) => {
            let values: Vec<i64> = (0..count).filter(|_| tape.one_in(2)).collect();
            let negated = tape.one_in(3);
            if values.is_empty() { Test::Choices(vec![0], negated) } else { Test::Choices(values, negated) }
        }
        Kind::Number { .. } | Kind::Date(_) => {
            let count = 1 + tape.below(2);
            Test::Numbers((0..count).map(|_| number_test(kind, tape)).collect(), tape.one_in(4))
        }
    }
}

fn number_test(kind: Kind, tape: &mut Tape<'_>) -> NumberTest {
    match tape.below(6) {
        sign @ 0..=4 => NumberTest::Compare(SIGNS[sign], kind.constant(tape)),
        _ => NumberTest::Between(span(kind, tape)),
    }
}

fn span(kind: Kind, tape: &mut Tape<'_>) -> Span {
    let (a, b) = (kind.constant(tape), kind.constant(tape));
    // Only a range of one value must have both ends.
    let mut end = |value| (value, a == b || tape.one_in(2));
    Span { low: end(a.min(b)), high: end(a.max(b)) }
}

/// A condition over some facts.
pub fn condition(kinds: &[Kind], depth: usize, tape: &mut Tape<'_>) -> Condition {
    let numbers: Vec<usize> = (0..kinds.len()).filter(|fact| kinds[*fact].is_number()).collect();
    let inner = |tape: &mut Tape<'_>| condition(kinds, depth - 1, tape);
    match tape.below(if depth == 0 { 7 } else { 11 }) {
        7 => Condition::Not(Box::new(inner(tape))),
        8 => Condition::And(Box::new([inner(tape), inner(tape)])),
        9 => Condition::Or(Box::new([inner(tape), inner(tape)])),
        10 => Condition::If(Box::new([inner(tape), inner(tape), inner(tape)])),
        which @ 3..=6 if !numbers.is_empty() => {
            let (a, b, sign) = (tape.pick(&numbers), tape.pick(&numbers), tape.pick(&SIGNS));
            let constant = kinds[a].constant(tape);
            match which {
                3 => Condition::Sum(a, b, sign, constant + kinds[b].constant(tape)),
                4 => Condition::Product(a, b, sign, constant),
                5 => Condition::Facts(a, sign, b),
                _ => Condition::Remainder(a, tape.pick(&[100, 200, 300]), sign, constant.abs()),
            }
        }
        _ => single(kinds, tape),
    }
}

/// A condition of one fact.
fn single(kinds: &[Kind], tape: &mut Tape<'_>) -> Condition {
    let fact = tape.below(kinds.len());
    let kind = kinds[fact];
    match kind {
        Kind::Boolean | Kind::Required => Condition::Flag(fact),
        Kind::Text(count) => Condition::Is(fact, tape.below_signed(count), tape.one_in(2)),
        Kind::Number { .. } | Kind::Date(_) if tape.one_in(3) => Condition::Between(fact, span(kind, tape)),
        Kind::Number { .. } | Kind::Date(_) => {
            Condition::Compare(fact, tape.pick(&SIGNS), kind.constant(tape))
        }
    }
}

impl Test {
    /// Whether it holds.
    pub fn holds(&self, value: i64) -> bool {
        match self {
            Self::Any => true,
            Self::Boolean(wanted) => i64::from(*wanted) == value,
            Self::Choices(values, negated) => values.contains(&value) != *negated,
            Self::Numbers(tests, negated) => tests.iter().any(|test| test.holds(value)) != *negated,
        }
    }

    /// As a pack writes it.
    pub fn text(&self, kind: Kind) -> String {
        let list = |texts: Vec<String>, negated: bool| {
            let texts = texts.join(", ");
            if negated { format!("not({texts})") } else { texts }
        };
        match self {
            Self::Any => "-".to_owned(),
            Self::Boolean(wanted) => wanted.to_string(),
            Self::Choices(values, negated) => {
                list(values.iter().map(|value| kind.constant_text(*value)).collect(), *negated)
            }
            Self::Numbers(tests, negated) => {
                list(tests.iter().map(|test| test.text(kind)).collect(), *negated)
            }
        }
    }
}

impl NumberTest {
    fn holds(self, value: i64) -> bool {
        match self {
            Self::Compare(sign, constant) => sign.holds(value, constant),
            Self::Between(span) => span.holds(value),
        }
    }

    fn text(self, kind: Kind) -> String {
        match self {
            Self::Compare(Sign::Equal, constant) => kind.constant_text(constant),
            Self::Compare(sign, constant) => format!("{} {}", sign.text(), kind.constant_text(constant)),
            Self::Between(span) => span.text(kind),
        }
    }
}

impl Span {
    fn text(self, kind: Kind) -> String {
        let (left, right) = (if self.low.1 { '[' } else { '(' }, if self.high.1 { ']' } else { ')' });
        format!("{left}{}..{}{right}", kind.constant_text(self.low.0), kind.constant_text(self.high.0))
    }
}

impl Condition {
    /// Whether it holds.
    pub fn holds(&self, point: &[i64]) -> bool {
        match self {
            Self::Compare(fact, sign, constant) => sign.holds(point[*fact], *constant),
            Self::Between(fact, span) => span.holds(point[*fact]),
            Self::Flag(fact) => point[*fact] == 1,
            Self::Is(fact, value, negated) => (point[*fact] == *value) != *negated,
            Self::Sum(a, b, sign, constant) => sign.holds(point[*a] + point[*b], *constant),
            // Hundredths times hundredths are parts of ten thousand.
            Self::Product(a, b, sign, constant) => sign.holds(point[*a] * point[*b], *constant * 100),
            Self::Facts(a, sign, b) => sign.holds(point[*a], point[*b]),
            Self::Remainder(fact, divisor, sign, constant) => {
                sign.holds(point[*fact].rem_euclid(*divisor), *constant)
            }
            Self::Not(inner) => !inner.holds(point),
            Self::And(parts) => parts.iter().all(|part| part.holds(point)),
            Self::Or(parts) => parts.iter().any(|part| part.holds(point)),
            Self::If(parts) => parts[if parts[0].holds(point) { 1 } else { 2 }].holds(point),
        }
    }

    /// As a pack writes it.
    pub fn text(&self, kinds: &[Kind]) -> String {
        let number = |value: i64| Decimal::new(value, 2).normalize();
        match self {
            Self::Compare(fact, sign, constant) => {
                format!("{} {} {}", name(*fact), sign.text(), kinds[*fact].constant_text(*constant))
            }
            Self::Between(fact, span) => format!("{} in {}", name(*fact), span.text(kinds[*fact])),
            Self::Flag(fact) => name(*fact),
            Self::Is(fact, value, negated) => {
                let sign = if *negated { "!=" } else { "=" };
                format!("{} {sign} \"{}\"", name(*fact), text(*value))
            }
            Self::Sum(a, b, sign, constant) => {
                format!("{} + {} {} {}", name(*a), name(*b), sign.text(), number(*constant))
            }
            Self::Product(a, b, sign, constant) => {
                format!("{} * {} {} {}", name(*a), name(*b), sign.text(), number(*constant))
            }
            Self::Facts(a, sign, b) => format!("{} {} {}", name(*a), sign.text(), name(*b)),
            Self::Remainder(fact, divisor, sign, constant) => {
                format!("modulo({}, {}) {} {}", name(*fact), number(*divisor), sign.text(), number(*constant))
            }
            Self::Not(inner) => format!("not({})", inner.text(kinds)),
            Self::And(parts) => format!("({}) and ({})", parts[0].text(kinds), parts[1].text(kinds)),
            Self::Or(parts) => format!("({}) or ({})", parts[0].text(kinds), parts[1].text(kinds)),
            Self::If(parts) => {
                let [condition, then, otherwise] = &**parts;
                let (then, otherwise) = (then.text(kinds), otherwise.text(kinds));
                format!("(if {} then {then} else {otherwise})", condition.text(kinds))
            }
        }
    }
}
