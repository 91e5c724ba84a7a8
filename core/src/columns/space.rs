//! The cases of an item cut into cells, so that in each one the rule makes the same choices.
//!
//! Every fact is a whole number here: a number counts the steps of its grid, a text is its place among the values, a
//! truth value 0 or 1, a day the days since 1970. A cell is a stretch of each. What is asked of a cell either has one
//! answer in all of it, or says where it has to be cut.

use super::form::{Form, Monomial};
use crate::number::{Interval, Rational};

/// A variable: a fact, or the sum of weights.
#[derive(Clone, Debug)]
pub(super) struct Variable {
    /// The size of a step.
    pub(super) step: Rational,
    /// The first and the last step that machine integers are used for.
    pub(super) reach: (i64, i64),
}

/// What is known of a variable in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Nobody asked yet whether it is given.
    Open,
    /// It is not given.
    Missing,
    /// It is given, and lies between these steps.
    Within(i64, i64),
}

/// Why a question has no answer that holds in all of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// The answer needs a fact that is missing in all of the cell.
    Missing,
    /// It has to be known whether this variable is given.
    Open(usize),
    /// The answer changes at this step of this variable.
    Cut(usize, i64),
    /// Nothing of the above can be proved.
    Unknown,
}

/// A part of the cases of an item.
#[derive(Clone, Debug)]
pub(super) struct Cell<'v> {
    pub(super) variables: &'v [Variable],
    pub(super) places: Vec<Place>,
}

/// Up to here every product of a numerator and a denominator fits into 128 bits, and so does a sum of two of them.
const SAFE: i128 = 1 << 60;

impl<'v> Cell<'v> {
    pub(super) fn whole(variables: &'v [Variable]) -> Self {
        Self { variables, places: vec![Place::Open; variables.len()] }
    }

    pub(super) fn place(&self, variable: usize) -> Place {
        self.places.get(variable).copied().unwrap_or(Place::Missing)
    }

    /// The stretch of a variable that is given.
    pub(super) fn stretch(&self, variable: usize) -> Result<(i64, i64), Stop> {
        match self.place(variable) {
            Place::Open => Err(Stop::Open(variable)),
            Place::Missing => Err(Stop::Missing),
            Place::Within(low, high) => Ok((low, high)),
        }
    }

    /// The one value of a variable; a stretch of several is cut.
    pub(super) fn single(&self, variable: usize) -> Result<i64, Stop> {
        let (low, high) = self.stretch(variable)?;
        if low == high { Ok(low) } else { Err(Stop::Cut(variable, low.saturating_add(1))) }
    }

    pub(super) fn variable(&self, variable: usize) -> Result<Form, Stop> {
        let (low, high) = self.stretch(variable)?;
        let step = self.step(variable)?;
        if low == high {
            return Rational::from(low).multiply(step).map(Form::constant).ok_or(Stop::Unknown);
        }
        Ok(Form::variable(variable))
    }

    fn step(&self, variable: usize) -> Result<Rational, Stop> {
        self.variables.get(variable).map(|variable| variable.step).ok_or(Stop::Unknown)
    }

    fn interval(&self, variable: usize) -> Result<Interval, Stop> {
        let (low, high) = self.stretch(variable)?;
        let step = self.step(variable)?;
        let end = |end: i64| Rational::from(end).multiply(step);
        Ok(Interval { low: end(low), high: end(high) })
    }

    fn monomial(&self, monomial: Monomial) -> Result<Interval, Stop> {
        let own = self.interval(monomial.variable)?;
        monomial.times.map_or(Ok(own), |times| Ok(own.multiply(self.interval(times)?)))
    }

    /// The least and the greatest value of a form.
    pub(super) fn bounds(&self, form: &Form) -> Result<(Rational, Rational), Stop> {
        let mut sum = Interval::point(form.constant);
        for (monomial, coefficient) in &form.terms {
            sum = sum.add(self.monomial(*monomial)?.multiply(Interval::point(*coefficient)));
        }
        sum.low.zip(sum.high).ok_or(Stop::Unknown)
    }

    /// The form, if none of its values comes near to what 128 bits cannot hold: then the exact way cannot overflow
    /// where the form does not.
    pub(super) fn safe(&self, form: Option<Form>) -> Result<Form, Stop> {
        let form = form.ok_or(Stop::Unknown)?;
        let mut denominator = Some(form.constant.denominator());
        for (monomial, coefficient) in &form.terms {
            let steps = std::iter::once(monomial.variable).chain(monomial.times);
            for variable in steps {
                let step = self.step(variable)?.denominator();
                denominator = denominator.and_then(|product| product.checked_mul(step));
            }
            denominator = denominator.and_then(|product| product.checked_mul(coefficient.denominator()));
        }
        let denominator = denominator.filter(|product| *product < SAFE).ok_or(Stop::Unknown)?;
        let (low, high) = self.bounds(&form)?;
        let small = |end: Rational| {
            let numerator = end.multiply(Rational::integer(denominator)).and_then(Rational::absolute);
            numerator.is_some_and(|numerator| numerator < Rational::integer(SAFE))
        };
        if small(low) && small(high) { Ok(form) } else { Err(Stop::Unknown) }
    }

    /// Whether the form is below zero, in all of the cell.
    pub(super) fn is_negative(&self, form: &Form) -> Result<bool, Stop> {
        let (low, high) = self.bounds(form)?;
        if high.is_negative() {
            return Ok(true);
        }
        if !low.is_negative() {
            return Ok(false);
        }
        if let Some((variable, coefficient)) = form.only_variable() {
            return Err(self.sign_change(form.constant, variable, coefficient).unwrap_or(Stop::Unknown));
        }
        // `gains · (a + b · sum)`: the sign is that of the brackets where the gains are above zero.
        let (variable, rest) = form.common_variable().ok_or(Stop::Unknown)?;
        match self.stretch(variable)? {
            (0, _) => Err(Stop::Cut(variable, 1)),
            (low, _) if low > 0 => self.is_negative(&rest),
            _ => Err(Stop::Unknown),
        }
    }

    /// The step at which `constant + coefficient · variable` goes from below zero to zero or above, or back.
    fn sign_change(&self, constant: Rational, variable: usize, coefficient: Rational) -> Option<Stop> {
        let root = constant.negate()?.divide(coefficient)?.divide(self.step(variable).ok()?)?;
        let below = i64::try_from(root.floor()).ok()?;
        // Rising: the first step at or above the root. Falling: the first step above it.
        let stays_below = root.is_integer() && !coefficient.is_negative();
        Some(Stop::Cut(variable, if stays_below { below } else { below.checked_add(1)? }))
    }

    pub(super) fn is_less(&self, left: &Form, right: &Form) -> Result<bool, Stop> {
        self.is_negative(&left.subtract(right).ok_or(Stop::Unknown)?)
    }

    pub(super) fn greater(&self, left: Form, right: Form) -> Result<Form, Stop> {
        Ok(if self.is_less(&left, &right)? { right } else { left })
    }

    pub(super) fn smaller(&self, left: Form, right: Form) -> Result<Form, Stop> {
        Ok(if self.is_less(&right, &left)? { right } else { left })
    }

    /// The two parts that a cut makes; `None` where it makes none.
    pub(super) fn parts(&self, stop: Stop) -> Option<(Cut, [Self; 2])> {
        let with = |variable: usize, place: Place| {
            let mut part = self.clone();
            *part.places.get_mut(variable)? = place;
            Some(part)
        };
        match stop {
            Stop::Open(variable) => {
                let (low, high) = self.variables.get(variable)?.reach;
                let parts = [with(variable, Place::Missing)?, with(variable, Place::Within(low, high))?];
                Some((Cut::Given(variable), parts))
            }
            Stop::Cut(variable, at) => {
                let Place::Within(low, high) = self.place(variable) else { return None };
                if at <= low || at > high {
                    return None;
                }
                let below = Place::Within(low, at.checked_sub(1)?);
                let parts = [with(variable, below)?, with(variable, Place::Within(at, high))?];
                Some((Cut::At(variable, at), parts))
            }
            Stop::Missing | Stop::Unknown => None,
        }
    }
}

/// Where a tree branches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    /// Missing on the first side, given on the second.
    Given(usize),
    /// Below the step on the first side, at it or above on the second.
    At(usize, i64),
}

/// Cells and what was found in each.
#[derive(Debug)]
pub(super) enum Tree<T> {
    Leaf(T),
    Branch(Cut, Box<[Tree<T>; 2]>),
}

/// More cells than this are not worth their memory: such an item takes the exact way where it has been cut no further.
const MOST_LEAVES: usize = 1 << 12;

impl<T> Tree<T> {
    /// Cuts a cell until `ask` has an answer in each part; `Err` in the end is an answer, too: that there is none.
    pub(super) fn grow<'v>(
        cell: &Cell<'v>,
        ask: &impl Fn(&Cell<'v>) -> Result<T, Stop>,
        give_up: &impl Fn(Stop) -> T,
        leaves: &mut usize,
    ) -> Self {
        let stop = match ask(cell) {
            Ok(answer) => {
                *leaves = leaves.saturating_add(1);
                return Self::Leaf(answer);
            }
            Err(stop) => stop,
        };
        match cell.parts(stop).filter(|_| *leaves < MOST_LEAVES) {
            Some((cut, parts)) => {
                let parts = parts.map(|part| Self::grow(&part, ask, give_up, leaves));
                Self::Branch(cut, Box::new(parts))
            }
            None => {
                *leaves = leaves.saturating_add(1);
                Self::Leaf(give_up(stop))
            }
        }
    }

    /// Every cut.
    pub(super) fn cuts(&self, found: &mut Vec<Cut>) {
        if let Self::Branch(cut, parts) = self {
            found.push(*cut);
            parts.iter().for_each(|part| part.cuts(found));
        }
    }

    /// What was found where the variables have these places.
    pub(super) fn at(&self, places: &[Place]) -> &T {
        match self {
            Self::Leaf(found) => found,
            Self::Branch(cut, parts) => {
                let [first, second] = &**parts;
                let place = |variable: usize| places.get(variable).copied().unwrap_or(Place::Missing);
                let on_second = match cut {
                    Cut::Given(variable) => place(*variable) != Place::Missing,
                    Cut::At(variable, at) => matches!(place(*variable), Place::Within(low, _) if low >= *at),
                };
                if on_second { second.at(places) } else { first.at(places) }
            }
        }
    }
}
