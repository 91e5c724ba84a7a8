use super::Unit;

/// A unit that is only partly known: a known part times powers of the unknown units of literals.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct PartialUnit {
    known: Unit,
    unknown: Vec<(usize, i32)>,
}

impl PartialUnit {
    pub(super) const fn known(unit: Unit) -> Self {
        Self { known: unit, unknown: Vec::new() }
    }

    pub(super) fn multiply(mut self, other: &Self) -> Self {
        self.known = self.known.multiply(other.known);
        for (variable, exponent) in &other.unknown {
            self.add(*variable, *exponent);
        }
        self
    }

    pub(super) fn power(mut self, exponent: i32) -> Self {
        self.known = self.known.power(exponent);
        for (_, own) in &mut self.unknown {
            *own = own.saturating_mul(exponent);
        }
        self.unknown.retain(|(_, exponent)| *exponent != 0);
        self
    }

    /// The root that all its exponents have in common, if the known part has it too.
    fn reduced(self) -> Self {
        let common =
            self.unknown.iter().fold(0, |common, (_, exponent)| divisor(common, exponent.saturating_abs()));
        match self.known.root(common).filter(|_| common > 1) {
            Some(known) => {
                let parts = self.unknown.iter().map(|(variable, exponent)| {
                    (*variable, exponent.checked_div(common).unwrap_or(*exponent))
                });
                Self { known, unknown: parts.collect() }
            }
            None => self,
        }
    }

    fn add(&mut self, variable: usize, exponent: i32) {
        match self.unknown.iter().position(|(known, _)| *known >= variable) {
            Some(index) if self.unknown.get(index).is_some_and(|(known, _)| *known == variable) => {
                if let Some((_, own)) = self.unknown.get_mut(index) {
                    *own = own.saturating_add(exponent);
                    if *own == 0 {
                        self.unknown.remove(index);
                    }
                }
            }
            Some(index) => self.unknown.insert(index, (variable, exponent)),
            None => self.unknown.push((variable, exponent)),
        }
    }
}

/// Finds the units of literals from the places they stand in, as F# does: units form an Abelian group, and
/// each place that needs two units to be equal is one linear equation between exponents.
#[derive(Default)]
pub(super) struct UnitSolver {
    solutions: Vec<Option<PartialUnit>>,
}

impl UnitSolver {
    /// A new literal, whose unit is not known yet.
    pub(super) fn literal(&mut self) -> (usize, PartialUnit) {
        let variable = self.solutions.len();
        self.solutions.push(None);
        (variable, PartialUnit { known: Unit::NONE, unknown: vec![(variable, 1)] })
    }

    /// Makes the two units equal, or tells what they are.
    #[allow(clippy::result_large_err, reason = "two units, told once when a formula is refused")]
    pub(super) fn unify(&mut self, left: &PartialUnit, right: &PartialUnit) -> Result<(), (Unit, Unit)> {
        let difference = self.resolve(left.clone().multiply(&right.clone().power(-1)));
        if difference.unknown.is_empty() {
            if difference.known.is_none() {
                return Ok(());
            }
            return Err((self.unit_of(left), self.unit_of(right)));
        }
        // Where nothing is known yet, a literal of the right side follows the left, so that a long list of terms
        // does not become a long chain.
        if difference.known.is_none() {
            let newest = self.resolve(right.clone()).unknown;
            let follower = newest.iter().find_map(|(variable, _)| {
                let found = difference.unknown.iter().find(|(other, _)| other == variable)?;
                (found.1.unsigned_abs() == 1).then_some(*found)
            });
            if let Some((variable, exponent)) = follower {
                let mut rest = difference;
                rest.unknown.retain(|(other, _)| *other != variable);
                self.solve(variable, rest.power(exponent.saturating_neg()));
                return Ok(());
            }
        }
        // What is a power as a whole is equal where its roots are: `(x / 3) ** 2` tells as much as `x / 3`.
        let difference = difference.reduced();
        // The first literal takes the unit, so that in `100 * area * 1.3` the 100 is yuan per square metre.
        let simple = difference.unknown.iter().find(|(_, exponent)| exponent.unsigned_abs() == 1).copied();
        if let Some((variable, exponent)) = simple {
            let mut rest = difference;
            rest.unknown.retain(|(other, _)| *other != variable);
            self.solve(variable, rest.power(exponent.saturating_neg()));
            return Ok(());
        }
        if let [(variable, exponent)] = difference.unknown.as_slice()
            && let Some(root) = difference.known.root(exponent.saturating_neg())
        {
            self.solve(*variable, PartialUnit::known(root));
            return Ok(());
        }
        Err((self.unit_of(left), self.unit_of(right)))
    }

    /// The unit of a power of constants, such as `10 ** 3`: the constants are plain numbers, and the power takes
    /// the unit that its place needs, like any other number.
    pub(super) fn constant_power(&mut self, base: &PartialUnit) -> Option<PartialUnit> {
        let base = self.resolve(base.clone());
        if base.unknown.is_empty() || !base.known.is_none() {
            return None;
        }
        for (variable, _) in &base.unknown {
            self.solve(*variable, PartialUnit::known(Unit::NONE));
        }
        Some(self.literal().1)
    }

    fn solve(&mut self, variable: usize, solution: PartialUnit) {
        if let Some(slot) = self.solutions.get_mut(variable) {
            *slot = Some(solution);
        }
    }

    fn resolve(&self, mut unit: PartialUnit) -> PartialUnit {
        while let Some((variable, exponent, solution)) =
            unit.unknown.iter().find_map(|(variable, exponent)| {
                let solution = self.solutions.get(*variable)?.as_ref()?;
                Some((*variable, *exponent, solution))
            })
        {
            unit.unknown.retain(|(other, _)| *other != variable);
            unit = unit.multiply(&solution.clone().power(exponent));
        }
        unit
    }

    /// The unit, where literals that nothing constrains are plain numbers.
    pub(super) fn unit_of(&self, unit: &PartialUnit) -> Unit {
        self.resolve(unit.clone()).known
    }

    /// The units of all literals.
    pub(super) fn literal_units(&self) -> Vec<Unit> {
        (0..self.solutions.len())
            .map(|variable| self.unit_of(&PartialUnit { known: Unit::NONE, unknown: vec![(variable, 1)] }))
            .collect()
    }
}

/// The greatest common divisor.
fn divisor(a: i32, b: i32) -> i32 {
    match a.checked_rem(b) {
        None => a,
        Some(rest) => divisor(b, rest),
    }
}
