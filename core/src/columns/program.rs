//! An item as tables of integers: where each fact is cut, and what follows in each cell.

use super::ask::Question;
use super::form::Monomial;
use super::line::{Line, Width};
use super::outputs::{AmountKind, NO_TIER};
use super::settle::Found;
use super::space::{Cell, Cut, Place, Stop, Tree, Variable};
use crate::number::Rational;
use crate::pack::FactTypeDeclaration;
use crate::penalty::{Fact, FactorWeights, Item, Tariff};
use crate::time::Date;

/// The most cells of a table: as many as a core has at hand.
const MOST_CELLS: usize = 1 << 16;
/// Up to so many cells a row goes straight to what follows; with more, cells that are alike share it.
const FEW_CELLS: usize = 1 << 10;
/// Machine integers are used up to here: a thousand million yuan in hundredths.
const REACH: i64 = 100_000_000_000;
/// How many codes a byte can be.
pub(super) const BYTES: usize = 256;
/// A weight that a fact does not have: it leads the sum beyond its reach, whatever the others are.
pub(super) const NO_WEIGHT: i64 = 1 << 40;

/// An item as a program over columns.
#[derive(Debug)]
pub(super) struct Program {
    pub(super) variables: Vec<Variable>,
    /// The sum of weights, and the variable that it is.
    pub(super) sum: Option<Sum>,
    pub(super) axes: Vec<Axis>,
    /// For each cell what it leads to, unless every cell has its own.
    pub(super) cells: Option<Vec<u32>>,
    pub(super) tiers: Vec<i16>,
    pub(super) outcomes: Vec<u8>,
    pub(super) errors: Vec<u8>,
    pub(super) clamped: Vec<bool>,
    /// Where nothing was proved; empty where everything was.
    pub(super) exact: Vec<bool>,
    pub(super) amounts: Vec<AmountTable>,
    /// Whether the highest fine is the least in every cell.
    pub(super) is_point: bool,
}

/// How a variable is cut.
#[derive(Clone, Debug)]
pub(super) struct Axis {
    pub(super) variable: usize,
    /// The steps at which a new stretch begins.
    pub(super) cuts: Vec<i64>,
    /// How far two stretches lie apart in the table of cells.
    pub(super) stride: u32,
}

impl Axis {
    /// The stretches, and the place of the facts that are not given after them.
    fn size(&self) -> usize {
        self.cuts.len().saturating_add(2)
    }

    /// The weight, or whatever stands in such a table, of a step.
    pub(super) fn look_up<T: Copy>(&self, table: &[T], step: i64) -> Option<T> {
        table.get(self.cuts.partition_point(|cut| *cut <= step)).copied()
    }

    /// The place of a fact that is not given.
    pub(super) fn missing(&self) -> u32 {
        u32::try_from(self.cuts.len().saturating_add(1)).unwrap_or(u32::MAX)
    }

    /// What each place stands for.
    fn places(&self, variable: &Variable) -> Vec<Place> {
        let (first, last) = variable.reach;
        let starts = std::iter::once(first).chain(self.cuts.iter().copied());
        let ends = self.cuts.iter().map(|cut| cut.saturating_sub(1)).chain([last]);
        let stretches = starts.zip(ends).map(|(low, high)| Place::Within(low, high));
        stretches.chain([Place::Missing]).collect()
    }
}

/// The sum of the weights of facts.
#[derive(Debug)]
pub(super) struct Sum {
    pub(super) variable: usize,
    pub(super) start: i64,
    pub(super) factors: Vec<Factor>,
}

/// The weights of one fact by its stretches.
#[derive(Debug)]
pub(super) struct Factor {
    pub(super) axis: Axis,
    pub(super) weights: Vec<i64>,
}

/// One amount of every cell.
#[derive(Debug)]
pub(super) struct AmountTable {
    pub(super) kind: AmountKind,
    pub(super) shift: u32,
    /// Whether there is an amount.
    pub(super) given: Vec<bool>,
    pub(super) lines: Lines,
}

impl AmountTable {
    /// Whether it has the same amount in every cell.
    fn gives_the_same_as(&self, other: &Self) -> bool {
        self.shift == other.shift && self.given == other.given && self.lines == other.lines
    }
}

/// The lines of an amount, for each cell.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Lines {
    /// In 64 bits, of one variable at most, all rounded to the same unit; in 32 as well, where those prove all of them.
    Narrow { variable: Option<usize>, unit: i64, lines: Vec<NarrowLine>, short: Option<ShortLines> },
    /// In 128 bits, of any number.
    Wide(Vec<Line>),
}

/// A line of one variable in 64 bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct NarrowLine {
    pub(super) slope: i64,
    pub(super) offset: i64,
}

/// Lines of one variable in 32 bits, at most as many as a byte can tell apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ShortLines {
    pub(super) shift: u32,
    pub(super) lines: Box<[ShortLine; BYTES]>,
}

/// A line in 32 bits: the slope, and the offset above it, in one word, so that a row looks up one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ShortLine(u64);

impl ShortLine {
    fn new(line: &NarrowLine) -> Option<Self> {
        let half = |value: i64| i32::try_from(value).ok().map(|half| u64::from(half.cast_unsigned()));
        Some(Self(half(line.offset)? << 32 | half(line.slope)?))
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) const fn units(self, step: i32, shift: u32) -> i32 {
        let [a, b, c, d, e, f, g, h] = self.0.to_le_bytes();
        let (slope, offset) = (i32::from_le_bytes([a, b, c, d]), i32::from_le_bytes([e, f, g, h]));
        slope.wrapping_mul(step).wrapping_add(offset) >> (shift & 31)
    }
}

impl ShortLines {
    fn new(lines: &[NarrowLine], shift: u32) -> Option<Self> {
        let mut short = Box::new([ShortLine::default(); BYTES]);
        for (place, line) in lines.iter().enumerate() {
            *short.get_mut(place)? = ShortLine::new(line)?;
        }
        Some(Self { shift, lines: short })
    }
}

impl Program {
    /// The program of an item; `None` where it would have too many cells, or could prove nothing.
    pub(super) fn new(item: &Item, decimals: u32, width: Width) -> Option<Self> {
        let mut variables = item.facts.iter().map(Fact::variable).collect::<Option<Vec<_>>>()?;
        let sum = match &item.tariff {
            Tariff::Weights(_) => Some(Sum::of(item, &mut variables)?),
            _ => None,
        };
        let mut whole = Cell::whole(&variables);
        if let Some(sum) = &sum {
            let (low, high) = variables.get(sum.variable)?.reach;
            *whole.places.get_mut(sum.variable)? = Place::Within(low, high);
        }
        let sum_variable = sum.as_ref().map(|sum| sum.variable);
        let ask = |cell: &Cell<'_>| item.in_cell(cell, sum_variable, decimals);
        let tree = Tree::grow(&whole, &ask, &|_| Found::Nothing, &mut 0);
        let mut found = Vec::new();
        let numbers = tree.number(&mut found);
        if found.iter().all(|found| matches!(found, Found::Nothing)) {
            return None;
        }
        let (axes, mut cells) = lay_out(&numbers, &variables)?;
        let mut shared = None;
        if cells.len() <= FEW_CELLS {
            found = cells.iter().filter_map(|leaf| found.get(*leaf).cloned()).collect();
        } else {
            shared = Some(cells.drain(..).filter_map(|leaf| u32::try_from(leaf).ok()).collect());
        }
        let mut program = Self {
            variables,
            sum,
            axes,
            cells: shared,
            tiers: Vec::new(),
            outcomes: Vec::new(),
            errors: Vec::new(),
            clamped: Vec::new(),
            exact: found.iter().map(|found| matches!(found, Found::Nothing)).collect(),
            amounts: Vec::new(),
            is_point: false,
        };
        for kind in AmountKind::ALL {
            let table = program.amount(kind, &found, decimals, width)?;
            program.amounts.push(table);
        }
        let table = |kind: AmountKind| program.amounts.iter().find(|table| table.kind == kind);
        program.is_point = table(AmountKind::Min)
            .zip(table(AmountKind::Max))
            .is_some_and(|(min, max)| min.gives_the_same_as(max));
        for found in &found {
            let row = match found {
                Found::Row(row, _) => Some(row),
                Found::Nothing => None,
            };
            program.tiers.push(row.map_or(NO_TIER, |row| row.tier));
            program.outcomes.push(row.map_or(0, |row| row.outcome));
            program.errors.push(row.map_or(0, |row| row.error));
            program.clamped.push(row.is_some_and(|row| row.clamped));
        }
        if !program.exact.contains(&true) {
            program.exact.clear();
        }
        Some(program)
    }

    /// The lines of an amount at the shift that proves most of them; where one is not proved, the cell goes the exact
    /// way.
    fn amount(
        &mut self,
        kind: AmountKind,
        found: &[Found],
        decimals: u32,
        width: Width,
    ) -> Option<AmountTable> {
        let line = |found: &Found, shift: u32, width: Width| {
            let Found::Row(row, moving) = found else { return Line::fixed(0, shift) };
            match moving.iter().find(|moving| moving.kind == kind) {
                Some(moving) => Line::new(moving, &self.variables, decimals, shift, width),
                None => Line::fixed(row.amount(kind).unwrap_or_default(), shift),
            }
        };
        let at = |shift: u32, width: Width| -> (usize, u32, Vec<Option<Line>>) {
            let lines: Vec<_> = found.iter().map(|found| line(found, shift, width)).collect();
            (lines.iter().flatten().count(), shift, lines)
        };
        let best = |width: Width| {
            let mut best: Option<(usize, u32, Vec<Option<Line>>, Lines)> = None;
            for shift in width.shifts() {
                let (proved, shift, lines) = at(shift, width);
                let table = match width {
                    Width::Short | Width::Narrow => Lines::narrow(&lines, shift),
                    Width::Wide => Some(Lines::wide(&lines)),
                };
                let Some(table) = table else { continue };
                if best.as_ref().is_none_or(|(most, ..)| proved > *most) {
                    best = Some((proved, shift, lines, table));
                }
                if proved == found.len() {
                    break;
                }
            }
            best
        };
        let narrow = if width == Width::Wide { None } else { best(Width::Narrow) };
        // What 64 bits do not prove, 128 may.
        let (_, shift, lines, mut table) = match narrow {
            Some(narrow) if narrow.0 == found.len() => narrow,
            narrow => {
                let wide = best(Width::Wide)?;
                narrow.filter(|narrow| narrow.0 >= wide.0).unwrap_or(wide)
            }
        };
        if let (Width::Short, Lines::Narrow { short, .. }) = (width, &mut table)
            && let Some((proved, shift, _, Lines::Narrow { lines, .. })) = best(Width::Short)
            && proved == found.len()
        {
            *short = ShortLines::new(&lines, shift);
        }
        for (exact, line) in self.exact.iter_mut().zip(&lines) {
            *exact |= line.is_none();
        }
        let given = found.iter().map(|found| match found {
            Found::Row(row, moving) => {
                row.amount(kind).is_some() || moving.iter().any(|moving| moving.kind == kind)
            }
            Found::Nothing => false,
        });
        Some(AmountTable { kind, shift, given: given.collect(), lines: table })
    }
}

impl Program {
    /// Whether nothing but the weights of a fact is looked at.
    pub(super) fn only_weighs(&self, slot: usize) -> bool {
        let moves = |table: &AmountTable| match &table.lines {
            Lines::Narrow { variable, .. } => *variable == Some(slot),
            Lines::Wide(lines) => lines
                .iter()
                .flat_map(|line| &line.slopes)
                .any(|(monomial, _)| monomial.variable == slot || monomial.times == Some(slot)),
        };
        let weighed = self.sum.iter().flat_map(|sum| &sum.factors).any(|factor| factor.axis.variable == slot);
        weighed && self.axes.iter().all(|axis| axis.variable != slot) && !self.amounts.iter().any(moves)
    }
}

impl Lines {
    fn wide(lines: &[Option<Line>]) -> Self {
        Self::Wide(lines.iter().map(|line| line.clone().unwrap_or_default()).collect())
    }

    /// The lines in 64 bits, what was not proved as nothing; `None` if they move with several variables, or round to
    /// different units.
    fn narrow(lines: &[Option<Line>], shift: u32) -> Option<Self> {
        let mut moving = lines.iter().flatten().filter(|line| !line.slopes.is_empty());
        let unit = moving.next().map_or(1, |line| line.unit);
        if moving.any(|line| line.unit != unit) {
            return None;
        }
        let mut variable = None;
        let mut narrow = Vec::with_capacity(lines.len());
        for line in lines {
            let Some(line) = line else {
                narrow.push(NarrowLine::default());
                continue;
            };
            let (slope, offset) = match line.slopes.as_slice() {
                [] => {
                    let amount = (line.offset >> shift).checked_mul(line.unit)?;
                    let units = amount.checked_div(unit).filter(|_| amount.checked_rem(unit) == Some(0))?;
                    (0, units.checked_mul(1_i128.checked_shl(shift)?)?)
                }
                [(Monomial { variable: own, times: None }, slope)]
                    if variable.is_none_or(|variable| variable == *own) =>
                {
                    variable = Some(*own);
                    (*slope, line.offset)
                }
                _ => return None,
            };
            let word = |value: i128| i64::try_from(value).ok();
            narrow.push(NarrowLine { slope: word(slope)?, offset: word(offset)? });
        }
        Some(Self::Narrow { variable, unit: i64::try_from(unit).ok()?, lines: narrow, short: None })
    }
}

/// The axes of the variables that a tree is cut along, and the leaf of each cell.
fn lay_out(tree: &Tree<usize>, variables: &[Variable]) -> Option<(Vec<Axis>, Vec<usize>)> {
    let mut cuts = Vec::new();
    tree.cuts(&mut cuts);
    let mut axes = Vec::new();
    let mut size = 1_usize;
    for variable in 0..variables.len() {
        let asked = cuts.iter().any(|cut| match cut {
            Cut::Given(own) | Cut::At(own, _) => *own == variable,
        });
        if !asked {
            continue;
        }
        let own = cuts.iter().filter_map(|cut| match cut {
            Cut::At(own, at) if *own == variable => Some(*at),
            _ => None,
        });
        let mut own: Vec<i64> = own.collect();
        own.sort_unstable();
        own.dedup();
        let axis = Axis { variable, cuts: own, stride: u32::try_from(size).ok()? };
        size = size.checked_mul(axis.size()).filter(|size| *size <= MOST_CELLS)?;
        axes.push(axis);
    }
    let choices = axes.iter().map(|axis| Some(axis.places(variables.get(axis.variable)?)));
    let choices: Vec<Vec<Place>> = choices.collect::<Option<_>>()?;
    let mut places = vec![Place::Open; variables.len()];
    let mut cells = Vec::with_capacity(size);
    for cell in 0..size {
        let mut rest = cell;
        for (axis, choices) in axes.iter().zip(&choices) {
            let choice = rest.checked_rem(choices.len())?;
            rest = rest.checked_div(choices.len())?;
            *places.get_mut(axis.variable)? = *choices.get(choice)?;
        }
        cells.push(*tree.at(&places));
    }
    Some((axes, cells))
}

impl<T> Tree<T> {
    /// The same tree with the numbers of what was found.
    fn number(self, found: &mut Vec<T>) -> Tree<usize> {
        match self {
            Self::Leaf(leaf) => {
                found.push(leaf);
                Tree::Leaf(found.len().saturating_sub(1))
            }
            Self::Branch(cut, parts) => Tree::Branch(cut, Box::new(parts.map(|part| part.number(found)))),
        }
    }
}

impl Fact {
    pub(super) fn variable(&self) -> Option<Variable> {
        Some(match &self.kind {
            FactTypeDeclaration::Number { range, decimals, .. } => {
                let step = Rational::power_of_ten(i32::try_from(*decimals).ok()?.checked_neg()?)?;
                let interval = range.on_grid(*decimals)?;
                let end = |end: Option<Rational>, open: i64| match end {
                    Some(end) => {
                        let steps = end.divide(step)?.floor();
                        Some(i64::try_from(steps.clamp(REACH.checked_neg()?.into(), REACH.into())).ok()?)
                    }
                    None => Some(open),
                };
                Variable {
                    step,
                    reach: (end(interval.low, REACH.checked_neg()?)?, end(interval.high, REACH)?),
                }
            }
            FactTypeDeclaration::Boolean => Variable { step: Rational::ONE, reach: (0, 1) },
            FactTypeDeclaration::Text(values) => {
                let last = i64::try_from(values.len()).ok()?.checked_sub(1)?;
                Variable { step: Rational::ONE, reach: (0, last) }
            }
            FactTypeDeclaration::Date => {
                let reach = (Date::FIRST.epoch_day().into(), Date::LAST.epoch_day().into());
                Variable { step: Rational::ONE, reach }
            }
        })
    }
}

impl Sum {
    /// The sum of an item's weights, as a variable after its facts.
    fn of(item: &Item, variables: &mut Vec<Variable>) -> Option<Self> {
        let Tariff::Weights(table) = &item.tariff else { return None };
        let mut found = Vec::new();
        for factor in &table.factors {
            let FactorWeights::Cells(slot, cells) = &factor.weights else { continue };
            let ask = |cell: &Cell<'_>| {
                let question = Question { item, cell };
                // Which cell admits the fact is asked here, what follows from it of the engine.
                if let Err(stop @ Stop::Open(_)) = cell.stretch(slot.0) {
                    return Err(stop);
                }
                for (tested, _) in cells {
                    match question.admits(tested) {
                        Ok(true) | Err(Stop::Missing) => break,
                        Ok(false) => {}
                        Err(stop) => return Err(stop),
                    }
                }
                Ok(item.factor_weight(table, factor, &question.sample()).ok().map(|choice| choice.weight))
            };
            let mut weights = Vec::new();
            let tree = Tree::grow(&Cell::whole(variables), &ask, &|_| None, &mut 0).number(&mut weights);
            let (mut axes, leaves) = lay_out(&tree, variables)?;
            let weights =
                leaves.iter().map(|leaf| weights.get(*leaf).copied()).collect::<Option<Vec<_>>>()?;
            found.push((axes.pop().filter(|_| axes.is_empty())?, weights));
        }
        let mut denominator = table.start.denominator();
        for weight in found.iter().flat_map(|(_, weights)| weights).flatten() {
            let scaled = Rational::new(denominator, weight.denominator())?;
            denominator = scaled.denominator().checked_mul(denominator)?;
        }
        let whole = |weight: Rational| {
            let steps = weight.multiply(Rational::integer(denominator))?;
            i64::try_from(steps.numerator()).ok().filter(|steps| steps.unsigned_abs() < 1 << 24)
        };
        let start = whole(table.start)?;
        let (mut low, mut high) = (start, start);
        let mut factors = Vec::new();
        for (axis, weights) in found {
            let weights = weights.iter().map(|weight| weight.map_or(Some(NO_WEIGHT), whole));
            let weights: Vec<i64> = weights.collect::<Option<_>>()?;
            let known = || weights.iter().copied().filter(|weight| *weight != NO_WEIGHT);
            low = low.checked_add(known().min()?)?;
            high = high.checked_add(known().max()?)?;
            factors.push(Factor { axis, weights });
        }
        let variable = variables.len();
        variables.push(Variable { step: Rational::new(1, denominator)?, reach: (low, high) });
        Some(Self { variable, start, factors })
    }
}
