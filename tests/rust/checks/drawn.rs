//! Tables drawn at random, with a meaning of their own: nothing here asks the engine.
//!
//! A value is a whole number whatever the fact is: hundredths of a number, 0 or 1, the place in a list of texts, days
//! since the first day of the table.

use std::fmt::Write;

use evenhand::Facts;
use evenhand::time::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::conditions::{Condition, Test, condition, test};

/// Random numbers from which a table is made; the simplest table is made of zeros, so that failures shrink.
pub struct Tape<'a>(std::slice::Iter<'a, u32>);

impl<'a> Tape<'a> {
    /// A tape that is read from its start.
    pub fn new(numbers: &'a [u32]) -> Self {
        Self(numbers.iter())
    }

    /// A number below this one.
    pub fn below(&mut self, end: usize) -> usize {
        self.0.next().map_or(0, |number| *number as usize % end)
    }

    /// The same, with a sign.
    pub fn below_signed(&mut self, end: i64) -> i64 {
        i64::try_from(self.below(usize::try_from(end).unwrap())).unwrap()
    }

    /// Whether one case of so many has come up.
    pub fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == many - 1
    }

    /// One of several.
    pub fn pick<T: Copy>(&mut self, among: &[T]) -> T {
        among[self.below(among.len())]
    }
}

/// What a fact is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
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
    /// Which cases there are at all.
    scope: Option<Condition>,
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

    /// Whether it is a number.
    pub fn is_number(self) -> bool {
        matches!(self, Self::Number { .. })
    }

    /// A constant to compare the fact with. Cells for values that the fact never has are refused when a pack is loaded.
    pub fn constant(self, tape: &mut Tape<'_>) -> i64 {
        match self {
            Self::Number { low, count, step, .. } => low + tape.below_signed(count) * step,
            Self::Date(count) => tape.below_signed(count),
            Self::Text(count) => tape.below_signed(count),
            Self::Boolean | Self::Required => tape.below_signed(2),
        }
    }

    /// A value as a pack writes it.
    pub fn constant_text(self, value: i64) -> String {
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
        let scope = tape.one_in(4).then(|| condition(&kinds, 1, tape));
        Self { kinds, rows, scope, several }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Every case that can be told apart from another.
    pub fn points(&self) -> Vec<Point> {
        let points = self.kinds.iter().fold(vec![Vec::new()], |points, kind| {
            let values = kind.values();
            let longer = |point: Point| {
                values.clone().into_iter().map(move |value| [point.as_slice(), &[value]].concat())
            };
            points.into_iter().flat_map(longer).collect()
        });
        let is_case = |point: &Point| self.scope.as_ref().is_none_or(|scope| scope.holds(point));
        points.into_iter().filter(is_case).collect()
    }

    /// The fine of a row; nothing for an exemption.
    pub fn fine(&self, row: usize) -> Option<i64> {
        self.rows[row].fine
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
        let required = (0..self.kinds.len()).filter(|fact| self.kinds[*fact] == Kind::Required);
        let required = required.map(|fact| name(fact).to_string());
        // In brackets it is a condition, even where it is a fact alone.
        let scope = self.scope.iter().map(|scope| format!("({})", scope.text(&self.kinds)));
        let requirement = |when: String| format!("{{ zh = \"须\", en = \"required\", when = '{when}' }}");
        let requirements: Vec<String> = required.chain(scope).map(requirement).collect();
        if !requirements.is_empty() {
            writeln!(pack, "requires = [{}]", requirements.join(", ")).unwrap();
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
