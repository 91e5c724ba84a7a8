//! What the checks find in the rules.

use std::collections::BTreeMap;
use std::convert::Infallible;

use evenhand::Language;
use evenhand::check;
use evenhand::diagnostic::Label;
use pyo3::exceptions::PyIndexError;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::{PyIterator, PyTuple};
use pyo3::{PyTypeInfo, type_hint_identifier, type_hint_subscript};

use crate::page;
use crate::words::{Bilingual, Tongue};

/// Something that a check has found out about a rule.
#[pyclass(frozen, module = "evenhand")]
#[derive(Clone)]
pub(crate) struct Finding(pub(crate) check::Finding);

#[pymethods]
impl Finding {
    /// Its stable code, such as "C0101".
    #[getter]
    fn code(&self) -> &'static str {
        self.0.code.as_str()
    }

    /// The check that found it, such as "gap".
    #[getter]
    fn check(&self) -> &'static str {
        self.0.code.check()
    }

    /// "error", "warning" or "note".
    #[getter]
    fn severity(&self) -> &'static str {
        self.0.code.severity().code()
    }

    /// The item, or the document where it is about no item.
    #[getter]
    fn item(&self) -> &str {
        &self.0.item
    }

    /// What was found.
    #[getter]
    fn message(&self) -> Bilingual {
        (&self.0.message).into()
    }

    /// Facts that show it when they are put into `assess`, as texts.
    #[getter]
    fn witness(&self) -> Option<BTreeMap<String, String>> {
        let facts = self.0.witness.as_ref()?;
        Some(facts.iter().map(|(name, value)| (name.to_owned(), value.to_string())).collect())
    }

    /// The files and lines that it is about.
    #[getter]
    fn places(&self) -> Vec<(String, usize)> {
        let place = |label: &Label| (label.source.name().to_owned(), label.source.line(label.span.start));
        self.0.labels.iter().map(place).collect()
    }

    /// The finding with the lines of the file that it is about.
    #[pyo3(signature = (language=None))]
    fn report(&self, language: Option<Tongue>) -> String {
        self.0.report(Tongue::or_local(language))
    }

    /// The finding as JSON, in one line.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __str__(&self) -> String {
        self.0.report(Tongue::or_local(None))
    }

    fn __repr__(&self) -> String {
        format!(
            "<Finding {} {}: {}>",
            self.0.code.as_str(),
            self.0.item,
            self.0.message.get(Language::English)
        )
    }
}

/// The report of the checks: a sequence of findings.
#[pyclass(frozen, sequence, module = "evenhand")]
pub(crate) struct Findings(pub(crate) Vec<Finding>);

impl From<Vec<check::Finding>> for Findings {
    fn from(findings: Vec<check::Finding>) -> Self {
        Self(findings.into_iter().map(Finding).collect())
    }
}

/// An iterator whose type tells what it goes over.
struct EachFinding<'py>(Bound<'py, PyIterator>);

impl<'py> IntoPyObject<'py> for EachFinding<'py> {
    type Target = PyIterator;
    type Output = Bound<'py, PyIterator>;
    type Error = Infallible;

    const OUTPUT_TYPE: PyStaticExpr =
        type_hint_subscript!(type_hint_identifier!("collections.abc", "Iterator"), Finding::TYPE_HINT);

    fn into_pyobject(self, _: Python<'py>) -> Result<Self::Output, Infallible> {
        Ok(self.0)
    }
}

#[pymethods]
impl Findings {
    fn __len__(&self) -> usize {
        self.0.len()
    }

    fn __getitem__(&self, index: usize) -> PyResult<Finding> {
        self.0.get(index).cloned().ok_or_else(|| PyIndexError::new_err("there are fewer findings"))
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<EachFinding<'py>> {
        Ok(EachFinding(PyTuple::new(py, self.0.iter().cloned())?.try_iter()?))
    }

    /// The report as HTML; in the language of the surroundings, if none is named. Notebooks show it by themselves.
    #[pyo3(signature = (language=None))]
    fn to_html(&self, language: Option<Tongue>) -> String {
        let findings: Vec<&check::Finding> = self.0.iter().map(|finding| &finding.0).collect();
        page::findings(&findings, Tongue::or_local(language))
    }

    fn _repr_html_(&self) -> String {
        self.to_html(None)
    }

    fn __str__(&self) -> String {
        let language = Tongue::or_local(None);
        let reports: Vec<String> = self.0.iter().map(|finding| finding.0.report(language)).collect();
        reports.join("\n\n")
    }

    fn __repr__(&self) -> String {
        let count = |severity: &str| self.0.iter().filter(|finding| finding.severity() == severity).count();
        let (errors, warnings, notes) = (count("error"), count("warning"), count("note"));
        format!("<Findings: {errors} errors, {warnings} warnings, {notes} notes>")
    }
}
