//! The ways into the library, each fed with any bytes: it must answer or refuse, and what it answers must hold together.
//! The fuzzer (`fuzz/`) and the tests (`tests/rust/ways_in.rs`) run the same functions.
#![allow(clippy::expect_used, clippy::panic, reason = "an entry that breaks a promise must fail")]

mod lines;

use std::sync::{Arc, OnceLock};

use evenhand::calendar::Calendar;
use evenhand::columns::{
    AmountValues, Amounts, Bits, Codes, Column, ColumnPlan, NO_TIER, Offsets, Outputs, Progress, Values,
    error_name,
};
use evenhand::feel::{AnyTerm, FactKind, Scope, Unit, Value, check_any, parse_expression};
use evenhand::limit::{Log, When};
use evenhand::number::{Interval, Rational, parse_decimal};
use evenhand::pack::FactTypeDeclaration;
use evenhand::time::Date;
use evenhand::{Facts, Item, RuleBook, Verdict};

pub(crate) type Entry = (&'static str, fn(&[u8]));

/// Every entry by its name, which is also that of its target.
pub(crate) const ENTRIES: &[Entry] = &[
    ("pack", pack),
    ("check", check),
    ("formula", formula),
    ("facts", facts),
    ("due", due),
    ("record", record),
    ("calendar", calendar),
    ("columns", columns),
    ("cases", lines::cases),
    ("applications", lines::applications),
    ("decisions", lines::decisions),
    ("matters", lines::matters),
    ("tenders", lines::tenders),
    ("payments", lines::payments),
];

fn bundled() -> &'static RuleBook {
    static BOOK: OnceLock<RuleBook> = OnceLock::new();
    BOOK.get_or_init(|| {
        let ids = [
            "cn.dongying.city-appearance",
            "cn.hangzhou.shop-display",
            "cn.food-safety-law",
            "cn.shenzhen.city-management",
        ];
        RuleBook::bundled_documents(ids).expect("the bundled packs are sound")
    })
}

/// All of the bundled rules.
fn whole() -> &'static RuleBook {
    static BOOK: OnceLock<RuleBook> = OnceLock::new();
    BOOK.get_or_init(|| RuleBook::bundled().expect("the bundled packs are sound"))
}

fn items() -> &'static [Arc<Item>] {
    static ITEMS: OnceLock<Vec<Arc<Item>>> = OnceLock::new();
    ITEMS.get_or_init(|| bundled().items().cloned().collect())
}

fn text(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

/// The bytes of a file of rules: read, and every item asked without a fact; or refused, with faults that can be printed.
fn pack(bytes: &[u8]) {
    match RuleBook::load([("pack.toml", bytes)]) {
        Ok(book) => {
            for item in book.items() {
                if let Ok(outcome) = item.assess(&Facts::new()) {
                    let json = outcome.to_json();
                    assert_eq!(item.assess(&Facts::new()).map(|outcome| outcome.to_json()), Ok(json));
                }
            }
        }
        Err(faults) => {
            assert!(!faults.0.is_empty());
            let _ = faults.to_string();
        }
    }
}

/// Rules that can be read are looked into, and each witness is a case in which the rules answer or refuse.
fn check(bytes: &[u8]) {
    // Time is bounded by the size of tables; the fuzzer wants many small ones.
    if bytes.len() > 4096 {
        return;
    }
    let Ok(book) = RuleBook::load([("pack.toml", bytes)]) else { return };
    for finding in book.check(None) {
        let _ = finding.to_json();
        let _ = finding.witness_words();
    }
}

/// A formula with a number, a truth value, a text and a day to name.
fn formula(bytes: &[u8]) {
    let text = text(bytes);
    let Ok(parsed) = parse_expression(&text) else { return };
    let day: Date = "2026-01-31".parse().expect("a day");
    let mut scope = Scope::default();
    let number = Rational::from(parse_decimal("16.8").expect("a number"));
    let range = Interval::point(number);
    scope.declare("area", FactKind::Number { unit: Unit::NONE, range, decimals: None });
    scope.declare("repeat", FactKind::Boolean);
    scope.declare("place", FactKind::Text(None));
    scope.declare("acted", FactKind::Date);
    let Ok(checked) = check_any(&parsed, &scope) else { return };
    let values = [Value::Number(number), Value::Boolean(true), Value::Text("road"), Value::Date(day)];
    match &checked.term {
        AnyTerm::Number(term) => drop(term.evaluate(&values)),
        AnyTerm::Condition(term) => drop(term.evaluate(&values)),
        AnyTerm::Text(term) => drop(term.evaluate(&values).map(str::to_owned)),
        AnyTerm::Date(term) => drop(term.evaluate(&values)),
        AnyTerm::Period(term) => drop(term.evaluate(&values)),
    }
}

/// An item by the first two bytes, then lines `fact=value`: an outcome that can be worked out again, or an error with words.
fn facts(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first_chunk::<2>() else { return };
    let items = items();
    let item = &items[usize::from(u16::from_le_bytes(*first)) % items.len()];
    let lines = text(rest);
    let facts: Facts = lines.lines().filter_map(|line| line.split_once('=')).collect();
    match item.assess(&facts) {
        Ok(outcome) => {
            assert_eq!(item.decide(&facts).as_ref(), Ok(outcome.decision()));
            let fine = outcome.decision().fine;
            assert!(fine.is_none_or(|fine| fine.min <= fine.max && fine.min >= Rational::ZERO));
            assert_eq!(bundled().verify(&outcome.to_json()), Ok(Verdict::SameBytes));
        }
        Err(error) => {
            assert_eq!(item.decide(&facts), Err(error.clone()));
            let _ = error.to_json();
        }
    }
}

/// A limit by the first byte, then lines `event=day`; the day asked about is the last line.
fn due(bytes: &[u8]) {
    static LIMITS: OnceLock<(Vec<String>, Calendar)> = OnceLock::new();
    let (limits, calendar) = LIMITS.get_or_init(|| {
        let limits = whole().limits().map(|limit| limit.id.clone()).collect();
        (limits, Calendar::bundled("cn").expect("the bundled calendar is sound"))
    });
    let Some((first, rest)) = bytes.split_first() else { return };
    let limit = &limits[usize::from(*first) % limits.len()];
    let text = text(rest);
    let Some((events, on)) = text.trim_end().rsplit_once('\n') else { return };
    let Ok(on) = on.parse::<When>() else { return };
    let mut log = Log::new();
    for (name, when) in events.lines().filter_map(|line| line.split_once('=')) {
        match log.clone().read(name, when) {
            Ok(more) => log = more,
            Err(error) => drop(error.to_string()),
        }
    }
    match whole().due(limit, &log, calendar, on) {
        Ok(outcome) => drop(outcome.to_json()),
        Err(error) => drop(error.to_json()),
    }
}

/// The JSON of somebody's record.
fn record(bytes: &[u8]) {
    if let Err(error) = bundled().verify(&text(bytes)) {
        let _ = error.to_string();
    }
}

/// The bytes of a file of working days.
fn calendar(bytes: &[u8]) {
    if let Err(faults) = Calendar::read("calendar.toml", bytes) {
        let _ = faults.to_string();
    }
}

/// An item by the first two bytes, then columns of any bytes in any of Arrow's layouts, with any offsets and codes: every row is
/// as its facts alone would be, for one thread and for two.
fn columns(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first_chunk::<2>() else { return };
    let items = items();
    let item = &items[usize::from(u16::from_le_bytes(*first)) % items.len()];
    let plan = ColumnPlan::new(Arc::clone(item));
    let Some((&rows, rest)) = rest.split_first() else { return };
    let rows = usize::from(rows);
    let mut source = Source(rest);
    let held: Vec<Given<'_>> = item
        .facts
        .iter()
        .filter_map(|fact| {
            let held = source.column(&fact.kind, rows)?;
            let validity = (source.byte() & 1 == 1).then(|| {
                let offset = usize::from(source.byte() % 9);
                (source.bytes(rows.saturating_add(offset).div_ceil(8)), offset)
            });
            Some((fact.name.as_str(), held, validity))
        })
        .collect();
    let texts: Vec<Vec<&str>> = held.iter().map(|(_, held, _)| held.texts()).collect();
    let buffers: Vec<Vec<&[u8]>> = held.iter().map(|(_, held, _)| held.buffers()).collect();
    let columns: Vec<(&str, Column<'_>)> = held
        .iter()
        .zip(texts.iter().zip(&buffers))
        .map(|((name, held, validity), (texts, buffers))| {
            let column = Column::new(held.values(texts, buffers));
            let column = match validity {
                Some((bytes, offset)) => column.with_validity(Bits { bytes, offset: *offset }),
                None => column,
            };
            (*name, column)
        })
        .collect();
    let Ok(bound) = plan.bind_rows(rows, &columns) else { return };
    let one = results(&bound, rows, 1);
    assert_eq!(one, results(&bound, rows, 2));
    for (row, (min, tier, error)) in one.iter().enumerate() {
        match bound.decide_row(row) {
            Ok(decision) => {
                assert_eq!(*error, 0, "row {row} of {}: {:?}", item.id, bound.facts(row));
                assert_eq!(decision, item.decide(&bound.facts(row)).expect("the same alone"));
                assert_eq!(decision.row.and_then(|row| i16::try_from(row).ok()).unwrap_or(NO_TIER), *tier);
                let least = decision.fine.and_then(|fine| fine.min.mantissa(plan.decimals()));
                assert_eq!(least, min.map(i128::from), "row {row} of {}: {:?}", item.id, bound.facts(row));
            }
            Err(refused) => {
                assert_eq!(
                    error_name(*error),
                    Some(refused.code()),
                    "row {row} of {}: {:?}",
                    item.id,
                    bound.facts(row)
                );
            }
        }
    }
}

/// The name of a fact, its column, and bits with the first one's place where some rows may have no value.
type Given<'a> = (&'a str, Held, Option<(Vec<u8>, usize)>);

type Row = (Option<i64>, i16, u8);

fn results(bound: &evenhand::columns::BoundColumns<'_, '_>, rows: usize, threads: usize) -> Vec<Row> {
    let (mut min, mut validity) = (vec![0_i64; rows], vec![0_u8; rows.div_ceil(8)]);
    let (mut tier, mut error) = (vec![0_i16; rows], vec![0_u8; rows]);
    let wanted = Outputs {
        min: Some(Amounts { values: AmountValues::Int64(&mut min), validity: &mut validity }),
        tier: Some(&mut tier),
        error: Some(&mut error),
        ..Outputs::default()
    };
    bound.decide(wanted, threads, Progress::IGNORED).expect("columns of the right length");
    let given = Bits { bytes: &validity, offset: 0 };
    let amount = |row: usize| given.get(row).then_some(min[row]);
    (0..rows).map(|row| (amount(row), tier[row], error[row])).collect()
}

/// Bytes to draw from; zeros when there are no more.
struct Source<'a>(&'a [u8]);

/// A column that somebody else holds.
enum Held {
    Int8(Vec<i8>),
    Int32(Vec<i32>),
    Int64(Vec<i64>),
    UInt64(Vec<u64>),
    Float32(Vec<f32>),
    Float64(Vec<f64>),
    Decimal128(Vec<i128>, u32),
    Boolean(Vec<u8>, usize, usize),
    BooleanBytes(Vec<u8>),
    Text(Vec<i32>, Vec<u8>),
    Views(Vec<u8>, Vec<u8>),
    Dictionary(Vec<i8>, Vec<String>),
    Date(Vec<i32>),
}

impl Source<'_> {
    fn byte(&mut self) -> u8 {
        let (first, rest) = self.0.split_first().unwrap_or((&0, &[]));
        self.0 = rest;
        *first
    }

    fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.byte()).collect()
    }

    fn word<const N: usize>(&mut self) -> [u8; N] {
        std::array::from_fn(|_| self.byte())
    }

    fn column(&mut self, kind: &FactTypeDeclaration, rows: usize) -> Option<Held> {
        let layout = self.byte();
        if layout == 255 {
            return None;
        }
        Some(match (kind, layout % 8) {
            (_, 0) => Held::Text(
                (0..=rows).map(|_| i32::from(i16::from_le_bytes(self.word())) % 64).collect(),
                self.bytes(64),
            ),
            (_, 1) => Held::Views(self.bytes(rows * 16), self.bytes(64)),
            (_, 2) => {
                let texts = (0..self.byte() % 6).map(|_| self.value(kind)).collect();
                Held::Dictionary((0..rows).map(|_| i8::from_le_bytes(self.word()) % 8).collect(), texts)
            }
            (FactTypeDeclaration::Number { .. }, 3) => {
                Held::Int8((0..rows).map(|_| i8::from_le_bytes(self.word())).collect())
            }
            (FactTypeDeclaration::Number { .. }, 4) => {
                Held::Float64((0..rows).map(|_| f64::from_le_bytes(self.word())).collect())
            }
            (FactTypeDeclaration::Number { .. }, 5) => {
                Held::Float32((0..rows).map(|_| f32::from_le_bytes(self.word())).collect())
            }
            (FactTypeDeclaration::Number { .. }, 6) => {
                let scale = u32::from(self.byte() % 40);
                Held::Decimal128(
                    (0..rows).map(|_| i128::from(i32::from_le_bytes(self.word()))).collect(),
                    scale,
                )
            }
            (FactTypeDeclaration::Number { .. }, _) if layout & 8 == 0 => {
                Held::Int64((0..rows).map(|_| i64::from_le_bytes(self.word())).collect())
            }
            (FactTypeDeclaration::Number { .. }, _) if layout & 16 == 0 => {
                Held::UInt64((0..rows).map(|_| u64::from(u16::from_le_bytes(self.word()))).collect())
            }
            (FactTypeDeclaration::Number { .. }, _) => {
                Held::Int32((0..rows).map(|_| i32::from(i16::from_le_bytes(self.word()))).collect())
            }
            (FactTypeDeclaration::Boolean, 3 | 4) => Held::BooleanBytes(self.bytes(rows)),
            (FactTypeDeclaration::Boolean, _) => {
                let offset = usize::from(self.byte() % 9);
                Held::Boolean(self.bytes((rows + offset).div_ceil(8)), offset, rows)
            }
            (FactTypeDeclaration::Date, _) => {
                Held::Date((0..rows).map(|_| i32::from_le_bytes(self.word())).collect())
            }
            (FactTypeDeclaration::Text(_), _) => Held::Text(vec![0; rows + 1], Vec::new()),
        })
    }

    /// A text that the fact may take, or nearly.
    fn value(&mut self, kind: &FactTypeDeclaration) -> String {
        match kind {
            FactTypeDeclaration::Text(values) if !values.is_empty() && self.byte() < 200 => {
                values[usize::from(self.byte()) % values.len()].0.clone()
            }
            FactTypeDeclaration::Boolean => {
                ["true", "false", "True"][usize::from(self.byte() % 3)].to_owned()
            }
            FactTypeDeclaration::Number { .. } => format!("{}.{}", self.byte(), self.byte()),
            _ => String::from_utf8_lossy(&self.bytes(6)).into_owned(),
        }
    }
}

impl Held {
    fn texts(&self) -> Vec<&str> {
        match self {
            Self::Dictionary(_, texts) => texts.iter().map(String::as_str).collect(),
            _ => Vec::new(),
        }
    }

    fn buffers(&self) -> Vec<&[u8]> {
        match self {
            Self::Views(_, buffer) => vec![buffer],
            _ => Vec::new(),
        }
    }

    fn values<'a>(&'a self, texts: &'a [&'a str], buffers: &'a [&'a [u8]]) -> Values<'a> {
        match self {
            Self::Int8(values) => Values::Int8(values),
            Self::Int32(values) => Values::Int32(values),
            Self::Int64(values) => Values::Int64(values),
            Self::UInt64(values) => Values::UInt64(values),
            Self::Float32(values) => Values::Float32(values),
            Self::Float64(values) => Values::Float64(values),
            Self::Decimal128(values, scale) => Values::Decimal128 { values, scale: *scale },
            Self::Boolean(bytes, offset, len) => {
                Values::Boolean { bits: Bits { bytes, offset: *offset }, len: *len }
            }
            Self::BooleanBytes(bytes) => Values::BooleanBytes(bytes),
            Self::Text(offsets, bytes) => Values::Text { offsets: Offsets::Int32(offsets), bytes },
            Self::Views(views, _) => Values::TextViews { views, buffers },
            Self::Dictionary(codes, _) => Values::Dictionary { codes: Codes::Int8(codes), texts },
            Self::Date(days) => Values::Date(days),
        }
    }
}

/// One of the entries, by its name.
#[allow(dead_code, reason = "the fuzzer takes them by name, the tests all of them")]
pub(crate) fn run(name: &str, bytes: &[u8]) {
    let (_, entry) = ENTRIES.iter().find(|(known, _)| *known == name).expect("an entry");
    entry(bytes);
}
