use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::alike::Alike;
use super::compare::{OnItem, Parts, alone, beside_others, compare, figures};
use super::counts::{Counts, Ranked};
use super::drift::{Orders, drift};
use super::{
    ConsistencyReport, Decision, DecisionFault, Drift, Figures, Finding, Group, GroupKind, Limits, Measure,
    Month, MonthFigures, Policy, Series, Tally, Told,
};
use crate::number::Rational;

/// A run over decisions, one after the other.
///
/// Of a decision nothing is kept but counts: of each officer and office by item, of each office by item and month, and of
/// each combination of item, version and facts. So memory goes with the number of these, not of decisions; a number that
/// stands in a file twice is counted twice. Faults are all kept.
///
/// ```
/// # #[cfg(feature = "bundled")] {
/// use evenhand::RuleBook;
/// use evenhand::consistency::{Consistency, Decision, Row};
///
/// let book = RuleBook::bundled()?;
/// let policy = book.on("2026-11-21".parse()?).consistency("cn.penalty-consistency/decisions")?;
/// let mut consistency = Consistency::new(policy);
/// for (line, fine) in [(1, 400), (2, 900)] {
///     let text = format!(r#"{{"item":"x/1","facts":{{"area":2}},"decided":"2026-03-02","min":200,"max":2000,"fine":{fine}}}"#);
///     consistency.add(line, &Decision::read(&Row::from_json(&text)?)?);
/// }
/// let report = consistency.finish();
/// assert_eq!(report.likeness.unlike[0].spread(), "500");
/// assert!(report.whole.place.is_err(), "two decisions are too few for a median");
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Consistency {
    policy: Arc<Policy>,
    judged: u64,
    faults: Vec<(u64, DecisionFault)>,
    items: Names,
    versions: Names,
    offices: Names,
    officers: Names,
    /// The office of each officer.
    office_of: Vec<u32>,
    by_officer: HashMap<[u32; 2], Tally>,
    by_month: HashMap<(u32, u32, Month), Tally>,
    alike: Alike,
}

/// Names by number.
#[derive(Clone, Debug, Default)]
struct Names {
    numbers: HashMap<Box<str>, u32>,
    names: Vec<Box<str>>,
}

impl Names {
    fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.names.push(name.into());
        self.numbers.insert(name.into(), number);
        number
    }

    fn name(&self, number: u32) -> &str {
        usize::try_from(number).ok().and_then(|place| self.names.get(place)).map_or("", |name| name)
    }
}

/// Between an office and the name of an officer, so that two offices can have officers of one name.
const BETWEEN: char = '\u{1f}';

impl Consistency {
    /// A run that has read nothing.
    #[must_use]
    pub fn new(policy: &Arc<Policy>) -> Self {
        Self {
            policy: Arc::clone(policy),
            judged: 0,
            faults: Vec::new(),
            items: Names::default(),
            versions: Names::default(),
            offices: Names::default(),
            officers: Names::default(),
            office_of: Vec::new(),
            by_officer: HashMap::new(),
            by_month: HashMap::new(),
            alike: Alike::default(),
        }
    }

    /// Takes a decision that stands on a line.
    pub fn add(&mut self, line: u64, decision: &Decision<'_>) {
        self.judged = self.judged.saturating_add(1);
        let (item, version) = (self.items.number(decision.item), self.versions.number(decision.version));
        let office = self.offices.number(decision.office);
        let officer = self.officers.number(&format!("{}{BETWEEN}{}", decision.office, decision.officer));
        if self.office_of.len() < self.officers.names.len() {
            self.office_of.push(office);
        }
        self.by_officer.entry([officer, item]).or_default().add(decision);
        self.by_month.entry((office, item, decision.month)).or_default().add(decision);
        self.alike.add(line, decision, [item, version, officer]);
    }

    /// Counts a decision that could not be read.
    pub fn refuse(&mut self, line: u64, fault: DecisionFault) {
        self.faults.push((line, fault));
    }

    /// What all of them tell.
    #[must_use]
    pub fn finish(self) -> ConsistencyReport {
        let limits = &self.policy.limits;
        let mut whole = Tally::default();
        let mut items = ByItem::new();
        let mut of_officers: BTreeMap<u32, ByItem> = BTreeMap::new();
        let mut of_offices: BTreeMap<u32, ByItem> = BTreeMap::new();
        for ([officer, item], tally) in self.by_officer {
            whole.merge(&tally);
            items.entry(item).or_default().merge(&tally);
            let office = usize::try_from(officer).ok().and_then(|place| self.office_of.get(place));
            let of_office = of_offices.entry(office.copied().unwrap_or_default()).or_default();
            of_office.entry(item).or_default().merge(&tally);
            of_officers.entry(officer).or_default().insert(item, tally);
        }
        let officer_name = |officer: u32| {
            let name = self.officers.name(officer);
            name.split_once(BETWEEN).unwrap_or(("", name))
        };
        let item_name = |item: u32| self.items.name(item);
        let on_items: BTreeMap<u32, OnItem<'_>> = items
            .iter()
            .map(|(item, tally)| (*item, OnItem { tally, places: Ranked::of(&tally.places) }))
            .collect();
        let mut unnamed = BTreeMap::new();
        let mut groups = BTreeMap::new();
        let (officers, lost) = by_name(&of_officers, officer_name);
        groups.insert(GroupKind::Officer, beside_each_other(&officers, &on_items, limits));
        unnamed.insert(GroupKind::Officer, lost);
        let (offices, lost) = by_name(&of_offices, |office| ("", self.offices.name(office)));
        groups.insert(GroupKind::Office, beside_each_other(&offices, &on_items, limits));
        unnamed.insert(GroupKind::Office, lost);
        let mut of_items: Vec<_> = items.iter().map(|(item, tally)| (item_name(*item), tally)).collect();
        of_items.sort_unstable_by_key(|(name, _)| *name);
        groups.insert(GroupKind::Item, items_beside_each_other(&of_items, limits));
        let series =
            months(&self.by_month, &items, limits, (&|office| self.offices.name(office), &item_name));
        let likeness = self.alike.finish(item_name, |version| self.versions.name(version), officer_name);
        let refused = u64::try_from(self.faults.len()).unwrap_or(u64::MAX);
        let mut report = ConsistencyReport {
            read: self.judged.saturating_add(refused),
            judged: self.judged,
            refused,
            faults: self.faults,
            whole: figures(&whole, limits),
            likeness,
            groups,
            unnamed,
            series,
            findings: Vec::new(),
            policy: Arc::clone(&self.policy),
        };
        report.findings = report.found();
        report
    }
}

/// The decisions of an officer or an office by item.
type ByItem = BTreeMap<u32, Tally>;

/// The office and the name of an officer, or the name of an office, with its decisions.
type Named<'a> = ((&'a str, &'a str), &'a ByItem);

/// Those with a name, in order, and how many decisions the others have.
fn by_name<'a>(
    members: &'a BTreeMap<u32, ByItem>,
    name: impl Fn(u32) -> (&'a str, &'a str),
) -> (Vec<Named<'a>>, u64) {
    let members = members.iter().map(|(number, tallies)| (name(*number), tallies));
    let (mut named, lost): (Vec<Named<'_>>, Vec<Named<'_>>) =
        members.partition(|((_, name), _)| !name.is_empty());
    named.sort_unstable_by_key(|(name, _)| *name);
    let lost = lost.iter().flat_map(|(_, tallies)| tallies.values());
    (named, lost.fold(0, |sum, tally| sum.saturating_add(tally.decisions)))
}

fn beside_each_other(named: &[Named<'_>], items: &BTreeMap<u32, OnItem<'_>>, limits: &Limits) -> Vec<Group> {
    let mut groups: Vec<Group> = named
        .iter()
        .map(|((office, name), tallies)| {
            let mut whole = Tally::default();
            tallies.values().for_each(|tally| whole.merge(tally));
            group(office, name, figures(&whole, limits))
        })
        .collect();
    let parts: Vec<Parts<'_>> = named
        .iter()
        .map(|(_, tallies)| tallies.iter().filter_map(|(item, own)| Some((items.get(item)?, own))).collect())
        .collect();
    for measure in Measure::ALL {
        let standings: Vec<_> = parts.iter().map(|parts| beside_others(parts, measure, limits)).collect();
        for (group, comparison) in groups.iter_mut().zip(compare(&standings, limits)) {
            group.comparisons.insert(measure, comparison);
        }
    }
    groups
}

fn items_beside_each_other(items: &[(&str, &Tally)], limits: &Limits) -> Vec<Group> {
    let mut groups: Vec<Group> =
        items.iter().map(|(name, tally)| group("", name, figures(tally, limits))).collect();
    for measure in Measure::ALL {
        let standings: Vec<_> = groups.iter().map(|group| alone(&group.figures, measure)).collect();
        for (group, comparison) in groups.iter_mut().zip(compare(&standings, limits)) {
            group.comparisons.insert(measure, comparison);
        }
    }
    groups
}

fn group(office: &str, name: &str, figures: Figures) -> Group {
    Group { name: name.to_owned(), office: office.to_owned(), figures, comparisons: BTreeMap::new() }
}

/// A month of a series: its decisions, and the distances of their places from the median of their item, in 1/20,000.
#[derive(Default)]
struct MonthTally {
    tally: Tally,
    distances: Counts,
}

type Monthly = BTreeMap<Month, MonthTally>;

/// The months of the whole, of the offices and of the items, by name.
fn months<'a>(
    by_month: &HashMap<(u32, u32, Month), Tally>,
    items: &ByItem,
    limits: &Limits,
    (office_name, item_name): (&dyn Fn(u32) -> &'a str, &dyn Fn(u32) -> &'a str),
) -> Vec<Series> {
    let usual: BTreeMap<u32, i32> =
        items.iter().filter_map(|(item, tally)| Some((*item, tally.places.doubled_median()?))).collect();
    let mut series: BTreeMap<Option<(GroupKind, &str)>, Monthly> = BTreeMap::new();
    for ((office, item, month), tally) in by_month {
        let usual = usual.get(item).copied().unwrap_or_default();
        let of_office = Some((GroupKind::Office, office_name(*office))).filter(|(_, name)| !name.is_empty());
        let of_item = Some((GroupKind::Item, item_name(*item)));
        for of in [Some(None), of_office.map(Some), Some(of_item)].into_iter().flatten() {
            let months = series.entry(of).or_default().entry(*month).or_default();
            months.tally.merge(tally);
            for (place, times) in tally.places.iter() {
                months.distances.add(place.saturating_mul(2).saturating_sub(usual), times);
            }
        }
    }
    let mut orders = Orders::default();
    let told = series.into_iter().map(|(of, months)| {
        let (place, flagged) = drifts(&months, limits, &mut orders);
        let months = months
            .into_iter()
            .map(|(month, counted)| MonthFigures { month, figures: figures(&counted.tally, limits) });
        let of = of.map(|(kind, name)| (kind, name.to_owned()));
        Series { of, months: months.collect(), place, flagged }
    });
    told.collect()
}

fn drifts(months: &Monthly, limits: &Limits, orders: &mut Orders) -> (Told<Drift>, Told<Drift>) {
    let enough = |count: u64| count >= limits.month_decisions.max(1);
    let places =
        months.iter().filter(|(_, counted)| enough(counted.tally.placed)).filter_map(|(month, counted)| {
            let median = counted.distances.doubled_median()?;
            Some((*month, Rational::new(median.into(), 40_000)?))
        });
    let rates =
        months.iter().filter(|(_, counted)| enough(counted.tally.examined)).filter_map(|(month, counted)| {
            Some((*month, Rational::new(counted.tally.flagged.into(), counted.tally.examined.into())?))
        });
    let [places, rates]: [Vec<_>; 2] = [places.collect(), rates.collect()];
    (drift(&places, limits, orders), drift(&rates, limits, orders))
}

impl ConsistencyReport {
    fn found(&self) -> Vec<Finding> {
        let mut found: Vec<Finding> = (0..self.likeness.unlike.len()).map(Finding::Unlike).collect();
        for (kind, groups) in &self.groups {
            for (place, group) in groups.iter().enumerate() {
                let apart = group.comparisons.iter();
                let apart = apart.filter(|(_, told)| told.is_ok_and(|comparison| comparison.apart));
                found.extend(apart.map(|(measure, _)| Finding::Apart(*kind, place, *measure)));
            }
        }
        for (place, series) in self.series.iter().enumerate() {
            for (measure, told) in [(Measure::Place, series.place), (Measure::Flagged, series.flagged)] {
                if told.is_ok_and(|drift| drift.drifts) {
                    found.push(Finding::Drifting(place, measure));
                }
            }
        }
        found
    }
}
