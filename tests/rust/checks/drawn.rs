//! Tables drawn at random, with a meaning of their own: nothing here asks the engine.
//!
//! A value is a whole number whatever the fact is: hundredths of a number, 0 or 1, the place in a list of texts, days
//! since the first day of the table.

use std::fmt::Write;

use evenhand::Facts;
use evenhand::time::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// Random numbers from which a table is made; the simplest table is made of zeros, so that failures shrink.
pub struct Tape<'a>(std::slice::Iter<'a, u32>);

impl<'a> Tape<'a> {
    /// A tape that is read from its start.
    pub fn new(numbers: &'a [u32]) -> Self {
        Self(numbers.iter())
    }

    fn below(&mut self, end: usize) -> usize {
        self.0.next().map_or(0, |number| *number as usize % end)
    }

    fn below_signed(&mut self, end: i64) -> i64 {
        i64::try_from(self.below(usize::try_from(end).unwrap())).unwrap()
    }

    /// Whether one case of so many has come up.
    fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == many - 1
    }

    fn pick<T: Copy>(&mut self, among: &[T]) -> T {
        among[self.below(among.len())]
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    /// From `low`, so many values a `step` apart, in hundredths; whether the declared ends belong to the range.
    Number {
        low: i64,
        count: i64,
        step: i64,
        open: (bool, bool),
    },
    Boolean,
    /// A boolean that is a precondition: only `true` is a case.
    Required,
    Text(i64),
    /// Days around this many constants.
    Date(i64),
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Sign {
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
struct Span {
    low: (i64, bool),
    high: (i64, bool),
}

impl Span {
    fn holds(self, value: i64) -> bool {
        let above = value > self.low.0 || (self.low.1 && value == self.low.0);
        above && (value < self.high.0 || (self.high.1 && value == self.high.0))
    }
}

#[derive(Clone, Debug)]
enum Test {
    Any,
    Boolean(bool),
    Choices(Vec<i64>, bool),
    Numbers(Vec<NumberTest>, bool),
}

#[derive(Clone, Copy, Debug)]
enum NumberTest {
    Compare(Sign, i64),
    Between(Span),
}

#[derive(Clone, Debug)]
enum Condition {
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

#[derive(Clone, Debug, Default)]
struct Group {
    cells: Vec<(usize, Test)>,
    when: Option<Condition>,
}

#[derive(Clone, Debug)]
struct Row {
    own: Group,
    any: Vec<Group>,
    /// In yuan; nothing for an exemption.
    fine: Option<i64>,
}

/// Which row counts where several match.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Several {
    /// None: only one may match.
    Unique,
    /// The first one.
    First,
    /// The one with the highest fine, an exemption before all.
    Heaviest,
}

/// A table of tiers over a few facts.
#[derive(Clone)]
pub struct Table {
    kinds: Vec<Kind>,
    rows: Vec<Row>,
    /// Which row counts where several match.
    pub several: Several,
}

/// As the pack that it is.
impl std::fmt::Debug for Table {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "\n{}", self.pack())
    }
}

/// One value for each fact.
pub type Point = Vec<i64>;

/// The day that the days of a table are counted from: the end of February of a leap year is near.
fn first_day() -> Date {
    "2024-02-27".parse().unwrap()
}

fn day(value: i64) -> Date {
    first_day().plus_days(value).unwrap()
}

impl Kind {
    /// Every value of the fact; for days those that constants can tell apart.
    fn values(self) -> Vec<i64> {
        match self {
            Self::Number { low, count, step, .. } => (0..count).map(|index| low + index * step).collect(),
            Self::Boolean => vec![0, 1],
            Self::Required => vec![1],
            Self::Text(count) => (0..count).collect(),
            Self::Date(count) => (-1..=count).collect(),
        }
    }

    fn is_number(self) -> bool {
        matches!(self, Self::Number { .. })
    }

    /// A constant to compare the fact with. Cells for values that the fact never has are refused when a pack is loaded.
    fn constant(self, tape: &mut Tape<'_>) -> i64 {
        match self {
            Self::Number { low, count, step, .. } => low + tape.below_signed(count) * step,
            Self::Date(count) => tape.below_signed(count),
            Self::Text(count) => tape.below_signed(count),
            Self::Boolean | Self::Required => tape.below_signed(2),
        }
    }

    fn constant_text(self, value: i64) -> String {
        match self {
            Self::Number { .. } => Decimal::new(value, 2).normalize().to_string(),
            Self::Date(_) => format!("date(\"{}\")", day(value)),
            Self::Text(_) => format!("\"{}\"", text(value)),
            Self::Boolean | Self::Required => (value == 1).to_string(),
        }
    }

    fn declaration(self) -> String {
        match self {
            Self::Number { low, count, step, open } => {
                let last = low + (count - 1) * step;
                let end = |value: i64| Decimal::new(value, 2).normalize();
                let low = if open.0 { format!("({}", end(low - step)) } else { format!("[{}", end(low)) };
                let high = if open.1 { format!("{})", end(last + step)) } else { format!("{}]", end(last)) };
                let decimals = match step {
                    100 => 0,
                    10 => 1,
                    _ => 2,
                };
                format!("{{ type = \"number\", range = \"{low}..{high}\", decimals = {decimals} }}")
            }
            Self::Boolean | Self::Required => "{ type = \"boolean\" }".to_owned(),
            Self::Text(count) => {
                let values: Vec<String> = (0..count).map(|value| format!("\"{}\"", text(value))).collect();
                format!("{{ type = \"string\", values = [{}] }}", values.join(", "))
            }
            Self::Date(_) => "{ type = \"date\" }".to_owned(),
        }
    }
}

/// A text of a list.
pub fn text(value: i64) -> char {
    char::from(b'a' + u8::try_from(value).unwrap())
}

/// The name of a fact.
pub fn name(fact: usize) -> String {
    format!("f{fact}")
}

impl Table {
    /// A table made from random numbers: two to six facts, one to twelve rows.
    pub fn drawn(tape: &mut Tape<'_>) -> Self {
        let facts = 2 + tape.below(5);
        let most = [9, 9, 7, 5, 4][facts - 2];
        let kinds: Vec<Kind> = (0..facts).map(|fact| kind(fact, most, tape)).collect();
        let several = tape.pick(&[Several::Unique, Several::First, Several::Heaviest]);
        let conditions = tape.one_in(2);
        let rows = 1 + tape.below(12);
        let rows = (0..rows).map(|_| row(&kinds, several, conditions, tape)).collect();
        Self { kinds, rows, several }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Every case that can be told apart from another.
    pub fn points(&self) -> Vec<Point> {
        self.kinds.iter().fold(vec![Vec::new()], |points, kind| {
            let values = kind.values();
            let longer = |point: Point| {
                values.clone().into_iter().map(move |value| [point.as_slice(), &[value]].concat())
            };
            points.into_iter().flat_map(longer).collect()
        })
    }

    /// The rows that match a case.
    pub fn matching(&self, point: &[i64]) -> Vec<usize> {
        (0..self.rows.len()).filter(|row| self.rows[*row].holds(point)).collect()
    }

    /// The row that counts where these match.
    pub fn winner(&self, matching: &[usize]) -> Option<usize> {
        let first = matching.first().copied();
        match self.several {
            Several::Unique => first.filter(|_| matching.len() == 1),
            Several::First => first,
            Several::Heaviest => {
                let exemption = matching.iter().copied().find(|row| self.rows[*row].fine.is_none());
                let fine = |row: usize| self.rows[row].fine.unwrap_or_default();
                let heaviest = matching.iter().copied().reduce(|a, b| if fine(b) > fine(a) { b } else { a });
                exemption.or(heaviest)
            }
        }
    }

    /// The case that facts are. A fact that the item does not name can have any value.
    pub fn point(&self, facts: &Facts) -> Point {
        let value = |(fact, kind): (usize, &Kind)| {
            let given = facts.iter().find(|(given, _)| *given == name(fact));
            let Some((_, given)) = given else { return kind.values()[0] };
            let given = given.to_string();
            match kind {
                Kind::Number { .. } => {
                    (given.parse::<Decimal>().unwrap() * Decimal::ONE_HUNDRED).to_i64().unwrap()
                }
                Kind::Boolean | Kind::Required => i64::from(given == "true"),
                Kind::Text(count) => (0..*count).find(|value| text(*value).to_string() == given).unwrap(),
                Kind::Date(count) => {
                    // Beyond the constants one day is like another.
                    given.parse::<Date>().unwrap().days_since(first_day()).clamp(-1, *count)
                }
            }
        };
        self.kinds.iter().enumerate().map(value).collect()
    }

    /// Every value of a fact.
    pub fn values(&self, fact: usize) -> Vec<i64> {
        self.kinds[fact].values()
    }

    /// The line of a row in the pack.
    pub fn line(&self, row: usize) -> usize {
        self.pack().lines().position(|line| line == "tiers = [").unwrap() + 2 + row
    }

    /// The table as a pack with one item.
    pub fn pack(&self) -> String {
        let mut pack = "format = 1\nid = \"xx.drawn\"\ntitle = { zh = \"例\", en = \"drawn\" }\n\
            source = { kind = \"illustration\", issuer = \"nobody\", checked = 2026-11-21 }\n\
            in-force = { from = 2026-01-01 }\n"
            .to_owned();
        for (fact, kind) in self.kinds.iter().enumerate() {
            if *kind != Kind::Required {
                writeln!(pack, "facts.{} = {}", name(fact), kind.declaration()).unwrap();
            }
        }
        pack.push_str("\n[penalty.1]\ntitle = { zh = \"例\", en = \"drawn\" }\nbasis = \"1\"\n");
        for fact in (0..self.kinds.len()).filter(|fact| self.kinds[*fact] == Kind::Required) {
            let words = "zh = \"须\", en = \"required\"";
            writeln!(pack, "requires = {{ {words}, when = \"{}\" }}", name(fact)).unwrap();
        }
        let several = match self.several {
            Several::Unique => "unique",
            Several::First => "first",
            Several::Heaviest => "heaviest",
        };
        writeln!(pack, "when-several = \"{several}\"\ntiers = [").unwrap();
        for row in &self.rows {
            let mut keys = self.keys(&row.own);
            if !row.any.is_empty() {
                let groups: Vec<String> =
                    row.any.iter().map(|group| format!("{{ {} }}", self.keys(group).join(", "))).collect();
                keys.push(format!("any = [{}]", groups.join(", ")));
            }
            keys.push(match row.fine {
                Some(fine) => format!("fine = {fine}"),
                None => "outcome = \"no-penalty\"".to_owned(),
            });
            writeln!(pack, "  {{ {} }},", keys.join(", ")).unwrap();
        }
        pack.push_str("]\n");
        pack
    }

    fn keys(&self, group: &Group) -> Vec<String> {
        let cell =
            |(fact, test): &(usize, Test)| format!("{} = '{}'", name(*fact), test.text(self.kinds[*fact]));
        let when = |when: &Condition| format!("when = '{}'", when.text(&self.kinds));
        group.cells.iter().map(cell).chain(group.when.iter().map(when)).collect()
    }
}

fn kind(fact: usize, most: i64, tape: &mut Tape<'_>) -> Kind {
    match tape.below(8) {
        0..=3 => {
            let step = tape.pick(&[100, 10, 1]);
            let count = 1 + tape.below_signed(most);
            let low = (tape.below_signed(5) - 2) * step;
            Kind::Number { low, count, step, open: (tape.one_in(3), tape.one_in(3)) }
        }
        4 => Kind::Boolean,
        5 => Kind::Text(2 + tape.below_signed(2)),
        6 => Kind::Date(1 + tape.below_signed(most - 2)),
        // One precondition is enough.
        _ if fact == 0 => Kind::Required,
        _ => Kind::Boolean,
    }
}

fn row(kinds: &[Kind], several: Several, conditions: bool, tape: &mut Tape<'_>) -> Row {
    let own = group(kinds, conditions, tape);
    let groups = if tape.one_in(4) { 1 + tape.below(3) } else { 0 };
    let any = (0..groups).map(|_| group(kinds, conditions, tape)).collect();
    let exempt = several == Several::Heaviest && tape.one_in(5);
    Row { own, any, fine: (!exempt).then(|| 100 * (1 + tape.below_signed(4))) }
}

fn group(kinds: &[Kind], conditions: bool, tape: &mut Tape<'_>) -> Group {
    let mut cells = Vec::new();
    for (fact, kind) in kinds.iter().enumerate() {
        if tape.one_in(2) {
            cells.push((fact, test(*kind, tape)));
        }
    }
    let when = (conditions && tape.one_in(3)).then(|| condition(kinds, 2, tape));
    // A group that says nothing is none.
    if cells.is_empty() && when.is_none() {
        cells.push((0, test(kinds[0], tape)));
    }
    Group { cells, when }
}

fn test(kind: Kind, tape: &mut Tape<'_>) -> Test {
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

fn condition(kinds: &[Kind], depth: usize, tape: &mut Tape<'_>) -> Condition {
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

impl Row {
    fn holds(&self, point: &[i64]) -> bool {
        self.own.holds(point) && (self.any.is_empty() || self.any.iter().any(|group| group.holds(point)))
    }
}

impl Group {
    fn holds(&self, point: &[i64]) -> bool {
        self.cells.iter().all(|(fact, test)| test.holds(point[*fact]))
            && self.when.as_ref().is_none_or(|when| when.holds(point))
    }
}

impl Test {
    fn holds(&self, value: i64) -> bool {
        match self {
            Self::Any => true,
            Self::Boolean(wanted) => i64::from(*wanted) == value,
            Self::Choices(values, negated) => values.contains(&value) != *negated,
            Self::Numbers(tests, negated) => tests.iter().any(|test| test.holds(value)) != *negated,
        }
    }

    fn text(&self, kind: Kind) -> String {
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
    fn holds(&self, point: &[i64]) -> bool {
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

    fn text(&self, kinds: &[Kind]) -> String {
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
