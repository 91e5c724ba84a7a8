//! Which rule each row of a frame falls under.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Date32Type;
use arrow_array::{Array, ArrayRef, RecordBatch, StringArray};
use arrow_cast::cast;
use arrow_schema::DataType;
use evenhand::Item;
use evenhand::Language;
use evenhand::columns::ColumnPlan;
use evenhand::penalty::Tariff;
use evenhand::time::Date;

use super::failure::Failure;
use super::values::readable;
use crate::loaded::Loaded;

/// An item, and how its results stand in the columns.
pub(super) struct Rule {
    pub(super) item: Arc<Item>,
    /// For each row of its table, the place of its name; -1 if it has none.
    pub(super) tiers: Vec<i32>,
    /// The place of its version.
    pub(super) version: i16,
}

/// Where the day of a row comes from.
pub(super) enum DayOf {
    Fixed(Date),
    Column(usize),
}

/// How the rule of a row is found.
pub(super) enum Way {
    /// The first for all rows.
    One,
    /// By the versions of one item.
    Day(DayOf),
    /// By the id in a column.
    Item(usize, DayOf),
}

/// The rules that rows can fall under.
pub(super) struct Select {
    pub(super) rules: Vec<Rule>,
    way: Way,
    /// The versions of each id.
    versions: Vec<Vec<Version>>,
    places: HashMap<String, u32>,
    /// The names of tiers and of versions, as the columns have them.
    pub(super) labels: ArrayRef,
    pub(super) dates: ArrayRef,
    pub(super) decimals: u32,
}

/// The days on which a rule is in force, counted from 1970-01-01.
struct Version {
    from: i32,
    until: i32,
    rule: u32,
}

/// Why a row falls under no rule.
#[derive(Clone, Copy)]
pub(super) enum NoRule {
    UnknownItem,
    NotInForce,
    Missing,
    NoDay,
}

impl NoRule {
    pub(super) const ALL: [Self; 4] = [Self::UnknownItem, Self::NotInForce, Self::Missing, Self::NoDay];

    /// The code of [`AssessError`] for it.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::UnknownItem => "unknown-item",
            Self::NotInForce => "not-in-force",
            Self::Missing => "missing-fact",
            Self::NoDay => "wrong-type",
        }
    }
}

impl Select {
    /// The rules in which items can be found, in the words of a language.
    pub(super) fn new(
        items: impl Iterator<Item = Arc<Item>>,
        way: Way,
        language: Language,
    ) -> Result<Self, Failure> {
        let (mut labels, mut dates) = (Names::default(), Names::default());
        let (mut versions, mut places): (Vec<Vec<Version>>, HashMap<String, u32>) =
            (Vec::new(), HashMap::new());
        let (mut rules, mut decimals) = (Vec::new(), 2);
        for item in items {
            let names: Vec<Option<&str>> = match &item.tariff {
                Tariff::Tiers(table) => {
                    table.rows.iter().map(|row| row.tier.as_ref().map(|tier| tier.get(language))).collect()
                }
                _ => Vec::new(),
            };
            let tiers = names.into_iter().map(|name| name.map_or(Ok(-1), |name| labels.place(name)));
            let tiers = tiers.collect::<Result<Vec<i32>, Failure>>()?;
            let digest = item.document.digest.get(..12).unwrap_or(&item.document.digest);
            let version = dates.place(&format!("{} {digest}", item.document.in_force.from))?;
            let version = i16::try_from(version).map_err(|_| too_many("versions"))?;
            decimals = decimals.max(ColumnPlan::decimals_of(&item));
            let place = places.entry(item.id.clone()).or_insert_with(|| {
                versions.push(Vec::new());
                u32::try_from(versions.len().saturating_sub(1)).unwrap_or(u32::MAX)
            });
            let in_force = &item.document.in_force;
            if let Some(room) = usize::try_from(*place).ok().and_then(|place| versions.get_mut(place)) {
                room.push(Version {
                    from: in_force.from.epoch_day(),
                    until: in_force.until.map_or(i32::MAX, Date::epoch_day),
                    rule: u32::try_from(rules.len()).map_err(|_| too_many("items"))?,
                });
            }
            rules.push(Rule { item, tiers, version });
        }
        Ok(Self { rules, way, versions, places, labels: labels.array(), dates: dates.array(), decimals })
    }

    /// Whether each row has a rule of its own.
    pub(super) const fn is_by_row(&self) -> bool {
        !matches!(self.way, Way::One)
    }

    /// Whether rows have items of their own.
    pub(super) const fn is_by_item(&self) -> bool {
        matches!(self.way, Way::Item(..))
    }

    /// For each row the place of its rule; behind the rules those of [`NoRule::ALL`]. `None`: the first for all.
    pub(super) fn choose(&self, batch: &RecordBatch) -> Result<Option<Vec<u32>>, Failure> {
        let (ids, day) = match &self.way {
            Way::One => return Ok(None),
            Way::Day(day) => (Ids::One, day),
            Way::Item(column, day) => (self.ids(batch.column(*column))?, day),
        };
        let days = match day {
            DayOf::Fixed(day) => Days::Fixed(day.epoch_day()),
            DayOf::Column(column) => days(batch.column(*column))?,
        };
        let rows = 0..batch.num_rows();
        Ok(Some(rows.map(|row| self.rule_of(ids.at(row), days.at(row))).collect()))
    }

    fn rule_of(&self, id: Result<u32, NoRule>, day: Result<i32, NoRule>) -> u32 {
        let found = id.and_then(|id| {
            let day = day?;
            let versions = usize::try_from(id).ok().and_then(|id| self.versions.get(id));
            let versions = versions.map(Vec::as_slice).unwrap_or_default();
            let version = versions.iter().find(|version| version.from <= day && day <= version.until);
            version.map(|version| version.rule).ok_or(NoRule::NotInForce)
        });
        found.unwrap_or_else(|none| {
            let place = self.rules.len().saturating_add(none as usize);
            u32::try_from(place).unwrap_or(u32::MAX)
        })
    }

    fn ids(&self, column: &ArrayRef) -> Result<Ids, Failure> {
        let place = |id: Option<&str>| match id {
            Some(id) => self.places.get(id).copied().ok_or(NoRule::UnknownItem),
            None => Err(NoRule::Missing),
        };
        let mut last: Option<(&str, Result<u32, NoRule>)> = None;
        let column = match column.data_type() {
            DataType::Dictionary(..) => {
                let codes = column.as_any_dictionary();
                let texts = cast(codes.values(), &DataType::Utf8View)?;
                let known: Vec<_> = texts.as_string_view().iter().map(place).collect();
                if known.is_empty() {
                    return Ok(Ids::Each(vec![Err(NoRule::Missing); column.len()]));
                }
                let (nulls, keys) = (codes.nulls(), codes.normalized_keys());
                let of = |(row, key): (usize, usize)| match known.get(key) {
                    Some(known) if nulls.is_none_or(|nulls| nulls.is_valid(row)) => *known,
                    _ => Err(NoRule::Missing),
                };
                return Ok(Ids::Each(keys.into_iter().enumerate().map(of).collect()));
            }
            DataType::Utf8View => Arc::clone(column),
            _ => cast(column, &DataType::Utf8View)?,
        };
        // Most tables have the rows of an item together.
        let mut each = Vec::with_capacity(column.len());
        for id in column.as_string_view() {
            let found = match (last, id) {
                (Some((known, place)), Some(id)) if known == id => place,
                _ => place(id),
            };
            last = id.map(|id| (id, found));
            each.push(found);
        }
        Ok(Ids::Each(each))
    }

    /// Why a row falls under no rule: the column and what to say.
    pub(super) fn fault(
        &self,
        none: NoRule,
        batch: &RecordBatch,
        row: usize,
        loaded: &Loaded,
    ) -> (String, String) {
        let schema = batch.schema();
        let name = |column: usize| schema.fields().get(column).map_or("", |field| field.name().as_str());
        let (item, day) = match &self.way {
            Way::Item(column, day) => (Some(*column), Some(day)),
            Way::Day(day) => (None, Some(day)),
            Way::One => (None, None),
        };
        let of_day = day.and_then(|day| match day {
            DayOf::Column(column) => Some(name(*column)),
            DayOf::Fixed(_) => None,
        });
        let day = day.and_then(|day| match day {
            DayOf::Fixed(day) => Some(*day),
            DayOf::Column(column) => days(&batch.column(*column).slice(row, 1)).ok()?.date(),
        });
        let own = || self.rules.first().map(|rule| rule.item.id.clone());
        let id = item.map_or_else(own, |column| text(&batch.column(column).slice(row, 1)));
        let of_item = item.map(name);
        let field = match none {
            NoRule::UnknownItem => of_item,
            NoRule::Missing if id.is_none() => of_item,
            NoRule::Missing | NoRule::NotInForce | NoRule::NoDay => of_day.or(of_item),
        };
        let field = field.unwrap_or_default().to_owned();
        let message = match none {
            NoRule::Missing => format!("the column `{field}` has no value"),
            NoRule::NoDay => format!("the column `{field}` must hold a day such as 2026-02-28"),
            NoRule::UnknownItem | NoRule::NotInForce => {
                let day = day.or_else(|| Date::from_epoch_day(0));
                let found = day.zip(id.as_deref()).and_then(|(day, id)| loaded.on(day).item(id).err());
                found.map_or_else(|| none.code().to_owned(), |error| error.to_string())
            }
        };
        (field, message)
    }
}

/// Texts in the order in which they are first named.
#[derive(Default)]
struct Names(Vec<String>, HashMap<String, i32>);

impl Names {
    fn place(&mut self, name: &str) -> Result<i32, Failure> {
        if let Some(place) = self.1.get(name) {
            return Ok(*place);
        }
        let place = i32::try_from(self.0.len()).map_err(|_| too_many("tiers"))?;
        self.0.push(name.to_owned());
        self.1.insert(name.to_owned(), place);
        Ok(place)
    }

    fn array(self) -> ArrayRef {
        Arc::new(StringArray::from(self.0))
    }
}

fn too_many(what: &str) -> Failure {
    Failure::Refused {
        code: "overflow",
        field: None,
        message: format!("the rules have too many {what} for a column"),
    }
}

enum Ids {
    One,
    Each(Vec<Result<u32, NoRule>>),
}

impl Ids {
    fn at(&self, row: usize) -> Result<u32, NoRule> {
        match self {
            Self::One => Ok(0),
            Self::Each(ids) => ids.get(row).copied().unwrap_or(Err(NoRule::Missing)),
        }
    }
}

enum Days {
    Fixed(i32),
    Each(Vec<Result<i32, NoRule>>),
}

impl Days {
    fn at(&self, row: usize) -> Result<i32, NoRule> {
        match self {
            Self::Fixed(day) => Ok(*day),
            Self::Each(days) => days.get(row).copied().unwrap_or(Err(NoRule::Missing)),
        }
    }

    /// Of a single row.
    fn date(&self) -> Option<Date> {
        Date::from_epoch_day(self.at(0).ok()?)
    }
}

/// The days of a column: dates, moments at midnight, or texts.
fn days(column: &ArrayRef) -> Result<Days, Failure> {
    let column = readable(column)?;
    let days = if *column.data_type() == DataType::Date32 {
        let known = |day: i32| if Date::from_epoch_day(day).is_some() { Ok(day) } else { Err(NoRule::NoDay) };
        column
            .as_primitive::<Date32Type>()
            .iter()
            .map(|day| day.ok_or(NoRule::Missing).and_then(known))
            .collect()
    } else {
        let texts = cast(&column, &DataType::Utf8View)?;
        let read = |text: &str| text.parse().map(Date::epoch_day).map_err(|_| NoRule::NoDay);
        texts.as_string_view().iter().map(|text| text.ok_or(NoRule::Missing).and_then(read)).collect()
    };
    Ok(Days::Each(days))
}

/// The text of a single row.
fn text(column: &ArrayRef) -> Option<String> {
    let text = cast(column, &DataType::Utf8View).ok()?;
    text.as_string_view().iter().next().flatten().map(str::to_owned)
}
