//! The procedure that an outcome asks for.

use evenhand::{AppliedProcedure, AppliedStep};
use pyo3::prelude::*;

use crate::words::Bilingual;

/// The procedure that an outcome asks for.
#[pyclass(frozen, get_all, module = "evenhand")]
pub(crate) struct Procedure {
    /// Its name, such as "ordinary".
    procedure: String,
    /// In a few words.
    title: Bilingual,
    /// The article.
    basis: Bilingual,
    /// Who decides, such as "head".
    decides: &'static str,
    /// Its steps.
    steps: Vec<Py<ProcedureStep>>,
    /// Procedures that would go before this one, each with what that hangs on.
    possible: Vec<(String, Bilingual)>,
}

/// A step of a procedure.
#[pyclass(frozen, get_all, module = "evenhand")]
pub(crate) struct ProcedureStep {
    /// In a few words.
    title: Bilingual,
    /// The article.
    basis: Bilingual,
    /// Who takes it, such as "officer".
    by: &'static str,
    /// What it hangs on; None where it is due.
    open: Option<Bilingual>,
    /// By when, in words.
    limit: Option<Bilingual>,
}

impl Procedure {
    pub(crate) fn new(py: Python<'_>, applied: &AppliedProcedure<'_>) -> PyResult<Self> {
        let procedure = applied.procedure;
        let steps = applied.steps.iter().map(|step| Py::new(py, ProcedureStep::from(step)));
        let possible = applied.possible.iter();
        Ok(Self {
            procedure: procedure.key.clone(),
            title: (&procedure.title).into(),
            basis: (&procedure.basis).into(),
            decides: applied.decides.code(),
            steps: steps.collect::<PyResult<_>>()?,
            possible: possible.map(|(procedure, open)| (procedure.key.clone(), open.into())).collect(),
        })
    }
}

impl From<&AppliedStep<'_>> for ProcedureStep {
    fn from(applied: &AppliedStep<'_>) -> Self {
        let step = applied.step;
        let limit = step.limit.as_ref().map(|limit| evenhand::Bilingual {
            zh: limit.text(evenhand::Language::Chinese),
            en: limit.text(evenhand::Language::English),
        });
        Self {
            title: (&step.title).into(),
            basis: (&step.basis).into(),
            by: step.by.code(),
            open: applied.open.as_ref().map(Bilingual::from),
            limit: limit.map(Bilingual::from),
        }
    }
}
