//! The facts that an item uses are those that it names.

use crate::feel::names_in;
use crate::pack::{FactorWeight, Located, Penalty, RowOutcome};

/// The names in all texts of an item, in the order of its keys.
pub(super) fn mentioned(penalty: &Penalty) -> Vec<String> {
    let mut names = Vec::new();
    let mut formula = |text: &Located<String>| names.extend(names_in(&text.value));
    penalty.fine.iter().for_each(&mut formula);
    for row in &penalty.tiers {
        for group in std::iter::once(&row.conditions).chain(&row.any) {
            group.when.iter().for_each(&mut formula);
            group.cells.iter().for_each(|(name, _)| formula(name));
        }
        if let RowOutcome::Fine(fine) = &row.outcome {
            formula(fine);
        }
        row.within.iter().chain(&row.statutory).chain(&row.persons).for_each(&mut formula);
        row.also.iter().filter_map(|used| used.when.as_ref()).for_each(&mut formula);
    }
    penalty.base.iter().for_each(&mut formula);
    for factor in penalty.weights.iter().flat_map(|weights| &weights.factors) {
        match &factor.weight {
            FactorWeight::Cells(fact, _) => formula(fact),
            FactorWeight::Expression(weight) => formula(weight),
        }
    }
    penalty.statutory.iter().chain(&penalty.within).for_each(&mut formula);
    for adjustment in &penalty.adjust {
        adjustment.when.iter().for_each(&mut formula);
        formula(&adjustment.times);
    }
    penalty.persons.iter().filter_map(|persons| persons.fine.as_ref()).for_each(&mut formula);
    penalty.also.iter().filter_map(|used| used.when.as_ref()).for_each(&mut formula);
    let provided = penalty.statutory_measures.iter().flatten();
    provided.filter_map(|used| used.when.as_ref()).for_each(&mut formula);
    penalty.requires.iter().for_each(|requirement| formula(&requirement.when));
    names
}
