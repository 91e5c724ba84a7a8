//! An item together with the rules that govern it on one day.

use std::sync::Arc;

use super::compute::Trace;
use super::{
    AssessError, Circumstance, CircumstanceRef, Decision, Document, Fact, GeneralRules, Heeded, Item,
};
use crate::facts::Facts;
use crate::feel::{Fault, Slot, Value};
use crate::pack::FactTypeDeclaration;

/// An item, and the documents whose general rules apply to it: its own first, then the nearer before the farther.
#[derive(Clone, Debug)]
pub(crate) struct Governed<'a> {
    pub(crate) item: &'a Arc<Item>,
    pub(crate) documents: Vec<&'a Arc<Document>>,
}

/// The facts of a case, held against the declarations of an item and of what governs it.
pub(crate) struct Bound<'f> {
    pub(crate) item: Vec<Value<'f>>,
    /// For each governing document.
    pub(crate) general: Vec<Vec<Value<'f>>>,
}

/// The circumstances of a case.
#[derive(Clone, Debug, Default)]
pub(crate) struct Circumstances<'a> {
    /// Established, and to be heeded.
    pub(crate) must: Vec<(CircumstanceRef, &'a Circumstance)>,
    /// Established; the authority may heed them.
    pub(crate) may: Vec<(CircumstanceRef, &'a Circumstance)>,
    /// Open: this fact was not given.
    pub(crate) open: Vec<(CircumstanceRef, Slot)>,
}

impl<'a> Governed<'a> {
    /// Whether a fact with this name says anything here.
    pub(crate) fn knows(&self, name: &str) -> bool {
        self.declared().any(|fact| fact.name == name)
    }

    fn declared(&self) -> impl Iterator<Item = &'a Fact> + Clone {
        let general = self.documents.iter().flat_map(|document| &document.general.facts);
        self.item.facts.iter().chain(general)
    }

    /// The values of all facts.
    ///
    /// # Errors
    /// A fact that neither the item nor its general rules have, and `other` does not have either; one given twice;
    /// or a value that the fact cannot have.
    pub(crate) fn bind<'f>(
        &self,
        facts: &'f Facts,
        other: Option<&Governed<'_>>,
    ) -> Result<Bound<'f>, AssessError> {
        let mut known = vec![false; facts.len()];
        let mut bind = |declared: &[Fact]| Fact::bind_marking(declared, facts, &mut known);
        let item = bind(&self.item.facts);
        let general: Result<Vec<_>, _> =
            self.documents.iter().map(|document| bind(&document.general.facts)).collect();
        // A name that nobody knows goes before values that do not fit; where all fits, what is marked is known.
        let fits = item.is_ok() && general.is_ok();
        let stranger =
            facts.iter().zip(&known).map(|((name, _), known)| (name, *known)).find(|(name, known)| {
                let here = if fits { *known } else { self.knows(name) };
                !here && !other.is_some_and(|other| other.knows(name))
            });
        if let Some((name, _)) = stranger {
            return Err(self.item.unknown_fact(name, self.declared().map(|fact| fact.name.as_str())));
        }
        Ok(Bound { item: item?, general: general? })
    }

    /// Which circumstances are established, and which are open.
    ///
    /// # Errors
    /// A condition that cannot be computed exactly.
    pub(crate) fn circumstances(&self, bound: &Bound<'_>) -> Result<Circumstances<'a>, AssessError> {
        let mut found = Circumstances::default();
        for (document, values) in self.documents.iter().zip(&bound.general).enumerate() {
            let (rules, values) = (&values.0.general, values.1);
            found.open.reserve(rules.circumstances.len());
            let mut without = None;
            for (index, circumstance) in rules.circumstances.iter().enumerate() {
                if !circumstance.is_for(&self.item.id) {
                    continue;
                }
                let reference = CircumstanceRef { document, index };
                let mut holds = circumstance.when.formula.term.evaluate(values);
                if let Err(Fault::Missing(slot)) = holds {
                    found.open.push((reference, slot));
                    // What nobody says counts as absent, also where its absence is what establishes something.
                    if circumstance.by_absence {
                        let without = without.get_or_insert_with(|| absent(rules, values));
                        holds = circumstance.when.formula.term.evaluate(without);
                    }
                }
                match holds {
                    Ok(true) if circumstance.may => found.may.push((reference, circumstance)),
                    Ok(true) => found.must.push((reference, circumstance)),
                    Ok(false) | Err(Fault::Missing(_)) => {}
                    Err(fault @ Fault::Overflow) => return Err(self.item.fault(fault, &[])),
                }
            }
        }
        Ok(found)
    }

    /// The circumstances with the parts of ranges of the nearest document that names them.
    pub(crate) fn heeding(&self, circumstances: Vec<(CircumstanceRef, &'a Circumstance)>) -> Heeded<'a> {
        let parts = self.documents.iter().find_map(|document| document.general.parts.as_ref());
        Heeded { circumstances, parts }
    }

    /// The bare result.
    ///
    /// # Errors
    /// Those of [`Item::decide`].
    pub(crate) fn decide(&self, bound: &mut Bound<'_>) -> Result<Decision, AssessError> {
        let heeded = self.heeding(self.circumstances(bound)?.must);
        self.item.compute(&mut bound.item, &heeded, &mut Trace::off())
    }

    /// What each circumstance that may be heeded would allow beside those that must be.
    pub(crate) fn allowed(
        &self,
        circumstances: &Circumstances<'a>,
        bound: &mut Bound<'_>,
    ) -> Result<Vec<(CircumstanceRef, Decision)>, AssessError> {
        let mut allowed = Vec::with_capacity(circumstances.may.len());
        for one in &circumstances.may {
            let mut together = circumstances.must.clone();
            together.push(*one);
            let decision = self.item.compute(&mut bound.item, &self.heeding(together), &mut Trace::off())?;
            allowed.push((one.0, decision));
        }
        Ok(allowed)
    }
}

/// The values with every truth value that was not given taken as false.
fn absent<'v>(rules: &GeneralRules, values: &[Value<'v>]) -> Vec<Value<'v>> {
    let filled = rules.facts.iter().zip(values).map(|(fact, value)| match (value, &fact.kind) {
        (Value::Missing, FactTypeDeclaration::Boolean) => Value::Boolean(false),
        _ => *value,
    });
    filled.collect()
}
