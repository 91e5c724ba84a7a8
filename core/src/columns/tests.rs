//! Every row of every bundled item against the item applied to that row alone, with values on and around each boundary.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "small numbers and known texts of a test"
)]

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rust_decimal::Decimal;

use super::line::Width;
use super::outputs::Row;
use super::{
    AmountValues, Amounts, Bits, Codes, Column, ColumnError, ColumnPlan, Offsets, Outputs, Progress, Values,
};
use crate::RuleBook;
use crate::facts::{Facts, Given};
use crate::feel::Ends;
use crate::number::Rational;
use crate::pack::FactTypeDeclaration;
use crate::penalty::{Fact, Item};
use crate::time::Date;

/// A source of numbers that is the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % u64::try_from(sides).unwrap()).unwrap()
    }

    fn pick<T: Clone>(&mut self, among: &[T]) -> T {
        among[self.roll(among.len())].clone()
    }
}

/// The columns of a fact in several of Arrow's types, made from what would be given row by row.
enum Owned {
    Integers(Vec<i32>, Vec<u8>),
    Floats(Vec<f64>, Vec<u8>),
    Decimals(Vec<i64>, u32, Vec<u8>),
    Wide(Vec<i128>, u32, Vec<u8>),
    Booleans(Vec<u8>, usize, Vec<u8>),
    Bytes(Vec<u8>, Vec<u8>),
    Codes(Vec<u8>, Vec<String>, Vec<u8>),
    Texts(Vec<i32>, Vec<u8>, Vec<u8>),
    Days(Vec<i32>, Vec<u8>),
}

fn bits(given: impl Iterator<Item = bool>) -> Vec<u8> {
    let given: Vec<bool> = given.collect();
    given.chunks(8).map(|byte| byte.iter().rev().fold(0, |bits, bit| (bits << 1) | u8::from(*bit))).collect()
}

/// As a whole number of `scale` decimals.
fn mantissa(given: &Option<Given>, scale: u32) -> i128 {
    let Some(Given::Number(number)) = given else { return -77 };
    crate::number::Rational::from(*number).mantissa(scale).unwrap()
}

fn text(given: &Option<Given>) -> String {
    match given {
        Some(Given::Text(text)) => text.clone(),
        _ => "nothing".to_owned(),
    }
}

impl Owned {
    fn new(fact: &Fact, rows: &[Option<Given>], dice: &mut Dice) -> Self {
        let valid = bits(rows.iter().map(Option::is_some));
        match &fact.kind {
            // One more decimal than the fact has, so that there can be too many.
            FactTypeDeclaration::Number { decimals, .. } => {
                let scale = decimals + 1;
                let whole = |given: &Option<Given>| match given {
                    Some(Given::Number(number)) if number.is_integer() => {
                        i32::try_from(number.mantissa()).ok()
                    }
                    Some(_) => None,
                    None => Some(-77),
                };
                let integers: Option<Vec<i32>> = rows.iter().map(whole).collect();
                if let Some(integers) = integers {
                    return Self::Integers(integers, valid);
                }
                match dice.roll(3) {
                    0 => Self::Floats(
                        rows.iter()
                            .map(|given| match given {
                                Some(Given::Number(number)) => number.to_string().parse().unwrap(),
                                _ => f64::NAN,
                            })
                            .collect(),
                        valid,
                    ),
                    1 => {
                        let narrow = |given| i64::try_from(mantissa(given, scale)).unwrap();
                        Self::Decimals(rows.iter().map(narrow).collect(), scale, valid)
                    }
                    _ => Self::Wide(rows.iter().map(|given| mantissa(given, scale)).collect(), scale, valid),
                }
            }
            FactTypeDeclaration::Boolean => {
                let truths = rows.iter().map(|given| *given == Some(Given::Boolean(true)));
                if dice.roll(2) == 0 {
                    Self::Booleans(bits(truths), rows.len(), valid)
                } else {
                    Self::Bytes(truths.map(u8::from).collect(), valid)
                }
            }
            FactTypeDeclaration::Text(_) if dice.roll(2) == 0 => {
                let texts: BTreeSet<String> = rows.iter().map(text).collect();
                let texts: Vec<String> = texts.into_iter().collect();
                let code = |given| texts.iter().position(|known| *known == text(given)).unwrap();
                Self::Codes(
                    rows.iter().map(|given| u8::try_from(code(given)).unwrap()).collect(),
                    texts,
                    valid,
                )
            }
            FactTypeDeclaration::Text(_) => {
                let (mut offsets, mut bytes) = (vec![0], Vec::new());
                for given in rows {
                    bytes.extend(text(given).bytes());
                    offsets.push(i32::try_from(bytes.len()).unwrap());
                }
                Self::Texts(offsets, bytes, valid)
            }
            FactTypeDeclaration::Date => {
                let day = |given: &Option<Given>| match given {
                    Some(Given::Date(date)) => date.epoch_day(),
                    _ => i32::MAX,
                };
                Self::Days(rows.iter().map(day).collect(), valid)
            }
        }
    }

    fn column<'a>(&'a self, texts: &'a [&'a str]) -> Column<'a> {
        let (values, valid) = match self {
            Self::Integers(values, valid) => (Values::Int32(values), valid),
            Self::Floats(values, valid) => (Values::Float64(values), valid),
            Self::Decimals(values, scale, valid) => (Values::Decimal64 { values, scale: *scale }, valid),
            Self::Wide(values, scale, valid) => (Values::Decimal128 { values, scale: *scale }, valid),
            Self::Booleans(bytes, len, valid) => {
                (Values::Boolean { bits: Bits { bytes, offset: 0 }, len: *len }, valid)
            }
            Self::Bytes(values, valid) => (Values::BooleanBytes(values), valid),
            Self::Codes(codes, _, valid) => (Values::Dictionary { codes: Codes::UInt8(codes), texts }, valid),
            Self::Texts(offsets, bytes, valid) => {
                (Values::Text { offsets: Offsets::Int32(offsets), bytes }, valid)
            }
            Self::Days(days, valid) => (Values::Date(days), valid),
        };
        // Where all are given, the column has no validity, and other kernels run.
        let all_given = (0..values.len()).all(|row| Bits { bytes: valid, offset: 0 }.get(row));
        let column = Column::new(values);
        if all_given { column } else { column.with_validity(Bits { bytes: valid, offset: 0 }) }
    }

    fn texts(&self) -> Vec<&str> {
        match self {
            Self::Codes(_, texts, _) => texts.iter().map(String::as_str).collect(),
            _ => Vec::new(),
        }
    }
}

/// The values at which something may change, and their neighbours on the grid.
fn candidates(item: &Item, plan: &ColumnPlan, slot: usize, fact: &Fact) -> Vec<Given> {
    match &fact.kind {
        FactTypeDeclaration::Number { range, decimals, .. } => {
            let power = 10_i64.pow(*decimals);
            let mut steps = BTreeSet::new();
            // Every number that the item's part of the pack has, whatever it stands for.
            let text = &item.document.file.text()[item.span.start..];
            let end = text[1..].find("\n[penalty").map_or(text.len(), |end| end + 1);
            let numbers = text[..end].split(|c: char| !c.is_ascii_digit() && c != '.');
            for number in numbers.filter_map(|number| number.trim_matches('.').parse::<Decimal>().ok()) {
                let step = (number * Decimal::from(power)).trunc();
                steps.extend(i64::try_from(step).ok().filter(|step| *step < 1_000_000_000_000_000));
            }
            let ends = range.on_grid(*decimals).unwrap();
            for end in [ends.low, ends.high].into_iter().flatten() {
                steps.extend(end.mantissa(*decimals).and_then(|step| i64::try_from(step).ok()));
            }
            steps.extend(plan.cuts(slot));
            let around = steps.iter().flat_map(|step| [step - 1, *step, step + 1]);
            let around: BTreeSet<i64> = around.collect();
            around
                .iter()
                .map(|step| {
                    Given::Number(Decimal::try_from_i128_with_scale((*step).into(), *decimals).unwrap())
                })
                .collect()
        }
        FactTypeDeclaration::Boolean => vec![Given::Boolean(false), Given::Boolean(true)],
        FactTypeDeclaration::Text(values) => {
            values.iter().map(|(value, _)| Given::Text(value.clone())).collect()
        }
        FactTypeDeclaration::Date => ["2008-02-29", "2015-01-01", "2021-07-15", "2025-12-31"]
            .iter()
            .map(|day| Given::Date(day.parse::<Date>().unwrap()))
            .collect(),
    }
}

/// A value that the fact cannot have, where there is one.
fn refused(fact: &Fact, dice: &mut Dice) -> Option<Given> {
    match &fact.kind {
        FactTypeDeclaration::Number { decimals, .. } if dice.roll(2) == 0 => {
            Some(Given::Number(Decimal::new(15, decimals + 1)))
        }
        FactTypeDeclaration::Number { .. } => Some(Given::Number(Decimal::new(-7, 0))),
        FactTypeDeclaration::Text(_) => Some(Given::Text("no such value".to_owned())),
        FactTypeDeclaration::Boolean | FactTypeDeclaration::Date => None,
    }
}

/// Rows of facts: each boundary of each fact once, the others at random; then all at random.
fn rows(item: &Item, plan: &ColumnPlan, dice: &mut Dice) -> Vec<Vec<Option<Given>>> {
    let facts = item.facts.iter().enumerate();
    let candidates: Vec<Vec<Given>> = facts.map(|(slot, fact)| candidates(item, plan, slot, fact)).collect();
    let random = |dice: &mut Dice, wild: bool| -> Vec<Option<Given>> {
        let facts = item.facts.iter().zip(&candidates);
        facts
            .map(|(fact, candidates)| match dice.roll(if wild { 12 } else { 200 }) {
                0 => None,
                1 => refused(fact, dice),
                _ => Some(dice.pick(candidates)),
            })
            .collect()
    };
    let mut rows = Vec::new();
    for (slot, candidates) in candidates.iter().enumerate() {
        for value in candidates {
            let mut row = random(dice, false);
            row[slot] = Some(value.clone());
            rows.push(row);
        }
    }
    for round in 0..300 {
        rows.push(random(dice, round % 2 == 0));
    }
    rows
}

/// Runs a plan over rows and gives every row back.
fn run(plan: &ColumnPlan, columns: &[(&str, Column<'_>)], threads: usize) -> Vec<Row> {
    let bound = plan.bind(columns).unwrap();
    let rows = bound.rows();
    let bytes = rows.div_ceil(8);
    let mut amounts: Vec<(Vec<i128>, Vec<u8>)> = vec![(vec![0; rows], vec![0; bytes]); 6];
    let (mut tier, mut outcome, mut error) = (vec![0_i16; rows], vec![0_u8; rows], vec![0_u8; rows]);
    let mut clamped = vec![0_u8; bytes];
    {
        let mut room = amounts
            .iter_mut()
            .map(|(values, validity)| Amounts { values: AmountValues::Decimal128(values), validity });
        let wanted = Outputs {
            min: room.next(),
            max: room.next(),
            statutory_min: room.next(),
            statutory_max: room.next(),
            persons_min: room.next(),
            persons_max: room.next(),
            tier: Some(&mut tier),
            outcome: Some(&mut outcome),
            error: Some(&mut error),
            clamped: Some(&mut clamped),
        };
        bound.decide(wanted, threads, Progress::IGNORED).unwrap();
    }
    let bit = |bytes: &[u8], row: usize| Bits { bytes, offset: 0 }.get(row);
    (0..rows)
        .map(|row| Row {
            outcome: outcome[row],
            error: error[row],
            tier: tier[row],
            clamped: bit(&clamped, row),
            amounts: std::array::from_fn(|kind| {
                let (values, validity) = &amounts[kind];
                bit(validity, row).then_some(values[row])
            }),
        })
        .collect()
}

#[test]
fn every_row_of_every_bundled_item_is_what_the_item_gives_alone() {
    let book = RuleBook::load(evenhand_rules::PACKS.iter().map(|pack| (pack.path, pack.text))).unwrap();
    let mut dice = Dice(7);
    let (mut short, mut mostly_exact) = (0, Vec::new());
    for item in book.items() {
        let plan = ColumnPlan::new(Arc::clone(item));
        let [narrow, wide] =
            [Width::Narrow, Width::Wide].map(|width| ColumnPlan::of_width(Arc::clone(item), width));
        short += usize::from(plan.is_short());
        let (cells, exact) = plan.proved();
        if exact * 2 > cells {
            mostly_exact.push(item.id.as_str());
        }
        let all = rows(item, &plan, &mut dice);
        let mut given = all.clone();
        given.retain(|row| row.iter().all(Option::is_some));
        // Some facts in no row: preconditions and circumstances mostly come so.
        let mut partly = all.clone();
        let absent: Vec<bool> = item.facts.iter().map(|_| dice.roll(3) == 0).collect();
        for row in &mut partly {
            row.iter_mut().zip(&absent).filter(|(_, absent)| **absent).for_each(|(value, _)| *value = None);
        }
        for rows in [&all, &given, &partly] {
            agree(&[(&plan, 1), (&plan, 3), (&narrow, 1), (&wide, 2)], rows, &mut dice);
        }
    }
    assert!(short > 0, "no item has lines in 32 bits");
    // There the fine of the persons responsible hangs on the facts that the unit's fine only weighs.
    assert_eq!(mostly_exact, ["cn.guangdong.ecology/4.26", "cn.guangdong.ecology/4.27"]);
}

/// Every plan of an item gives for every row what the item gives for it alone.
fn agree(plans: &[(&ColumnPlan, usize)], rows: &[Vec<Option<Given>>], dice: &mut Dice) {
    let (plan, _) = plans[0];
    let item = plan.item();
    let expected: Vec<Row> = rows
        .iter()
        .map(|row| {
            let given = item.facts.iter().zip(row);
            let given = given.filter_map(|(fact, given)| Some((fact.name.clone(), given.clone()?)));
            Row::of(&item.decide(&given.collect::<Facts>()), plan.decimals())
        })
        .collect();
    let columns = item.facts.iter().enumerate().filter_map(|(slot, fact)| {
        let column: Vec<Option<Given>> = rows.iter().map(|row| row[slot].clone()).collect();
        column.iter().any(Option::is_some).then(|| (fact.name.as_str(), Owned::new(fact, &column, dice)))
    });
    let owned: Vec<(&str, Owned)> = columns.collect();
    let texts: Vec<Vec<&str>> = owned.iter().map(|(_, owned)| owned.texts()).collect();
    let columns = owned.iter().zip(&texts).map(|((name, owned), texts)| (*name, owned.column(texts)));
    let columns: Vec<(&str, Column<'_>)> = columns.collect();
    // Without a column there are no rows.
    if columns.is_empty() {
        return;
    }
    for (plan, threads) in plans {
        let found = run(plan, &columns, *threads);
        assert_eq!(found.len(), expected.len());
        for ((row, found), expected) in rows.iter().zip(&found).zip(&expected) {
            assert_eq!(found, expected, "{} from {:?} for {row:?}", item.id, item.document.in_force.from);
        }
    }
}

fn stall() -> Arc<Item> {
    let book = RuleBook::load(evenhand_rules::PACKS.iter().map(|pack| (pack.path, pack.text))).unwrap();
    let rules = book.on("2026-11-21".parse().unwrap());
    Arc::clone(rules.item("cn.dongying.city-appearance/46-4").unwrap())
}

#[test]
fn columns_that_do_not_fit_are_told() {
    let plan = ColumnPlan::new(stall());
    let area = Column::new(Values::Float64(&[1.0, 2.0]));
    let refused = |columns: &[(&str, Column<'_>)]| plan.bind(columns).err().unwrap();
    assert!(matches!(refused(&[("aera", area)]), ColumnError::UnknownFact { .. }));
    assert!(matches!(refused(&[("area", area), ("area", area)]), ColumnError::DuplicateFact { .. }));
    let days = Column::new(Values::Date(&[1]));
    let wrong = refused(&[("area", days)]);
    assert_eq!(wrong.to_string(), "the column `area` must hold a number, found a column that holds a date");
    let short = area.with_validity(Bits { bytes: &[], offset: 0 });
    assert!(matches!(refused(&[("area", short)]), ColumnError::ShortValidity { .. }));
    let ordered = Column::new(Values::BooleanBytes(&[1]));
    let fact = &plan.item().facts.iter().find(|fact| fact.kind == FactTypeDeclaration::Boolean).unwrap().name;
    assert!(matches!(refused(&[("area", area), (fact, ordered)]), ColumnError::WrongLength { .. }));
    let bound = plan.bind(&[("area", area)]).unwrap();
    let mut tier = [0; 3];
    let wanted = Outputs { tier: Some(&mut tier), ..Outputs::default() };
    let wrong = bound.decide(wanted, 1, Progress::IGNORED).err().unwrap();
    assert_eq!(wrong.to_string(), "the column `tier` has 3 rows, expected 2");
}

#[test]
fn a_text_is_read_as_the_number_that_it_is() {
    let plan = ColumnPlan::new(stall());
    let text = Values::Text { offsets: Offsets::Int32(&[0, 4, 8]), bytes: b"16.8many" };
    let found = run(&plan, &[("area", Column::new(text))], 1);
    assert_eq!(found[0].amounts[0], Some(168_000));
    assert_eq!(super::error_name(found[1].error), Some("wrong-type"));
    let floats = run(&plan, &[("area", Column::new(Values::Float32(&[16.8, f32::NAN])))], 1);
    assert_eq!(floats, found);
}

/// The same item by the kernels of every width.
fn stalls() -> [ColumnPlan; 3] {
    let item = stall();
    [Width::Short, Width::Narrow, Width::Wide].map(|width| ColumnPlan::of_width(Arc::clone(&item), width))
}

/// A column of areas by the kernels, row by row what it is alone, which does not go through their reading.
fn is_read_as_it_is(plans: &[ColumnPlan], column: Column<'_>) {
    for plan in plans {
        let bound = plan.bind(&[("area", column)]).unwrap();
        for (row, found) in run(plan, &[("area", column)], 1).iter().enumerate() {
            let alone = Row::of(&bound.decide_row(row), plan.decimals());
            assert_eq!(*found, alone, "row {row} of {column:?}");
        }
    }
}

#[test]
fn integers_of_every_width_and_scale_are_read_as_they_are() {
    fn read(plans: &[ColumnPlan], values: Values<'_>) {
        is_read_as_it_is(plans, Column::new(values));
    }
    let plans = stalls();
    read(&plans, Values::Int8(&[i8::MIN, -1, 0, 1, 17, i8::MAX]));
    read(&plans, Values::Int16(&[i16::MIN, -1, 0, 17, i16::MAX]));
    read(&plans, Values::Int32(&[i32::MIN, -1, 0, 17, 1_000_000, i32::MAX]));
    read(&plans, Values::UInt8(&[0, 17, u8::MAX]));
    read(&plans, Values::UInt16(&[0, 17, u16::MAX]));
    read(&plans, Values::UInt32(&[0, 17, 1 << 31, u32::MAX]));
    read(&plans, Values::UInt64(&[0, 17, (1 << 32) + 17, (1 << 63) + 17, u64::MAX]));
    for scale in 0..=20 {
        let unit = 10_i128.pow(scale);
        let mut wide = vec![0, 1, -1, i128::MIN, i128::MAX, (1 << 31) + 17, (1 << 32) + 17, (1 << 64) + 17];
        for hundredths in [1, 17, 1_680, 1_681, -1_680, 100_000_000] {
            let value = hundredths * unit / 100;
            wide.extend([value - 1, value, value + 1, value + unit * (1 << 32), value + (1 << 64)]);
        }
        let narrow: Vec<i64> = wide.iter().filter_map(|value| i64::try_from(*value).ok()).collect();
        read(&plans, Values::Decimal128 { values: &wide, scale });
        read(&plans, Values::Decimal64 { values: &narrow, scale });
        // Without a value that no lane holds.
        let small: Vec<i64> = narrow.iter().copied().filter(|value| value.abs() < 1 << 30).collect();
        read(&plans, Values::Decimal64 { values: &small, scale });
    }
}

#[test]
fn floats_are_read_as_the_decimals_that_they_are() {
    let near = [16.8, -16.8, 2.57, 0.07, 0.01, 1e5, 21_474_836.48, 42_949_672.96, 1e13, 1e15, 1e300];
    let around = near.iter().flat_map(|value: &f64| [value.next_down(), *value, value.next_up()]);
    let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.0, 0.005, f64::MIN_POSITIVE];
    let values: Vec<f64> = around.chain(odd).collect();
    is_read_as_it_is(&stalls(), Column::new(Values::Float64(&values)));
}

#[test]
fn bits_may_start_anywhere() {
    let areas: Vec<i64> = (0..50).map(|row| row * 100 - 300).collect();
    let bytes: Vec<u8> = (0..9).map(|byte: u8| byte.wrapping_mul(157) ^ 0x5a).collect();
    let plans = stalls();
    for offset in 0..20 {
        let area = Column::new(Values::Decimal64 { values: &areas, scale: 2 });
        is_read_as_it_is(&plans, area.with_validity(Bits { bytes: &bytes, offset }));
        let bits = Bits { bytes: &bytes, offset };
        for place in 0..72 {
            let expected = (0..8).fold(0, |byte, bit| byte | u8::from(bits.get(place + bit)) << bit);
            assert_eq!(bits.byte(place), expected, "from {place} and {offset}");
        }
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let plan = ColumnPlan::new(stall());
    let mut dice = Dice(3);
    let areas: Vec<i64> = (0..100_003).map(|_| i64::try_from(dice.roll(4_000)).unwrap() - 100).collect();
    let area = Column::new(Values::Decimal64 { values: &areas, scale: 2 });
    let alone = run(&plan, &[("area", area)], 1);
    for threads in [0, 2, 4, 7] {
        assert!(run(&plan, &[("area", area)], threads) == alone, "{threads} threads");
    }
    let bound = plan.bind(&[("area", area)]).unwrap();
    for row in [0, 1, 2_047, 2_048, 16_383, 16_384, 100_002] {
        assert_eq!(Row::of(&bound.decide_row(row), plan.decimals()), alone[row]);
    }
}

#[test]
fn a_run_can_be_watched_and_stopped() {
    let plan = ColumnPlan::new(stall());
    let areas = vec![168_i64; 100_000];
    let bound = plan.bind(&[("area", Column::new(Values::Decimal64 { values: &areas, scale: 1 }))]).unwrap();
    let done = AtomicUsize::new(0);
    let watch = |rows| {
        done.fetch_add(rows, Ordering::Relaxed);
        ControlFlow::Continue(())
    };
    let mut tier = vec![0; areas.len()];
    bound.decide(Outputs { tier: Some(&mut tier), ..Outputs::default() }, 3, Progress::new(&watch)).unwrap();
    assert_eq!(done.load(Ordering::Relaxed), areas.len());
    let stop = |_| ControlFlow::Break(());
    let stopped = bound.decide(Outputs::default(), 2, Progress::new(&stop));
    assert_eq!(stopped, Err(ColumnError::Stopped));
}

#[test]
fn amounts_that_do_not_fit_into_64_bits_are_an_overflow() {
    let mut values = [0_i64; 1];
    let mut validity = [0];
    let amounts = Amounts { values: AmountValues::Int64(&mut values), validity: &mut validity };
    let mut error = [0];
    let mut room = Outputs { max: Some(amounts), error: Some(&mut error), ..Outputs::default() };
    let mut decision = stall().decide(&Facts::new().with("area", Decimal::ONE)).unwrap();
    decision.fine = Some(Ends::point(Rational::integer(i128::from(i64::MAX))));
    room.write(0, &Ok(decision), 2);
    assert_eq!((super::error_name(error[0]), validity), (Some("overflow"), [0]));
}

#[test]
fn texts_as_views_are_read_like_other_texts() {
    let plan = ColumnPlan::new(stall());
    let texts = ["16.8", "", "a text of more than twelve bytes", "16.80000000000000"];
    let buffer = format!("--{}{}", texts[2], texts[3]);
    let mut views: Vec<u8> = Vec::new();
    let mut place = 2;
    for text in texts {
        let mut view = [0; 16];
        view[..4].copy_from_slice(&u32::try_from(text.len()).unwrap().to_le_bytes());
        if text.len() <= 12 {
            view[4..4 + text.len()].copy_from_slice(text.as_bytes());
        } else {
            view[4..8].copy_from_slice(&text.as_bytes()[..4]);
            view[8..12].copy_from_slice(&1_u32.to_le_bytes());
            view[12..].copy_from_slice(&u32::to_le_bytes(place));
            place += u32::try_from(text.len()).unwrap();
        }
        views.extend(view);
    }
    let buffers: [&[u8]; 2] = [b"another", buffer.as_bytes()];
    let found = Values::TextViews { views: &views, buffers: &buffers };
    assert_eq!(std::array::from_fn(|row| found.text(row)), texts.map(Some));
    assert_eq!((found.len(), found.text(4)), (4, None));
    // A buffer that is not there.
    assert_eq!(Values::TextViews { views: &views, buffers: &[] }.text(2), None);
    let found = run(&plan, &[("area", Column::new(found))], 1);
    assert_eq!(found[0].amounts[0], Some(168_000));
    assert_eq!(super::error_name(found[2].error), Some("wrong-type"));
}

#[test]
fn there_are_rows_without_columns() {
    let plan = ColumnPlan::new(stall());
    let bound = plan.bind_rows(3, &[]).unwrap();
    let mut errors = [0; 3];
    let wanted = Outputs { error: Some(&mut errors), ..Outputs::default() };
    bound.decide(wanted, 1, Progress::IGNORED).unwrap();
    assert_eq!(errors.map(super::error_name), [Some("missing-fact"); 3]);
    assert_eq!(bound.facts(1), Facts::new());
    let area = Column::new(Values::Float64(&[16.8]));
    assert_eq!(
        plan.bind(&[("area", area)]).unwrap().facts(0),
        Facts::new().with("area", Decimal::new(168, 1))
    );
    assert!(matches!(plan.bind_rows(2, &[("area", area)]), Err(ColumnError::WrongLength { .. })));
}
