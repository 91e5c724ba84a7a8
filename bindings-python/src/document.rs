//! The document that an item comes from.

use std::sync::Arc;

use evenhand::pack::SourceKind;
use evenhand::penalty;
use pyo3::prelude::*;

use crate::day::Day;
use crate::words::Bilingual;

/// A published document in one version.
#[pyclass(frozen, module = "evenhand")]
pub(crate) struct Document(pub(crate) Arc<penalty::Document>);

#[pymethods]
impl Document {
    /// Its id, such as "cn.dongying.city-appearance".
    #[getter]
    fn id(&self) -> &str {
        &self.0.id
    }

    /// Its title.
    #[getter]
    fn title(&self) -> Bilingual {
        (&self.0.title).into()
    }

    /// Who issued it.
    #[getter]
    fn issuer(&self) -> &str {
        &self.0.source.issuer
    }

    /// Its number, such as "粤环发〔2021〕7号".
    #[getter]
    fn number(&self) -> Option<&str> {
        self.0.source.number.as_deref()
    }

    /// Where it is published.
    #[getter]
    fn url(&self) -> Option<&str> {
        self.0.source.url.as_deref()
    }

    /// Whether no authority has published these rules.
    #[getter]
    fn illustration(&self) -> bool {
        self.0.source.kind == SourceKind::Illustration
    }

    /// The first day on which it is in force.
    #[getter]
    fn in_force_from(&self) -> Day {
        Day(self.0.in_force.from)
    }

    /// The last day on which it is in force, if it has ended or will.
    #[getter]
    fn in_force_until(&self) -> Option<Day> {
        self.0.in_force.until.map(Day)
    }

    /// The day on which it was last compared with its source.
    #[getter]
    fn checked(&self) -> Day {
        Day(self.0.source.checked)
    }

    /// SHA-256 of the pack's bytes, in hexadecimal: with the id it names the rules that were applied.
    #[getter]
    fn digest(&self) -> &str {
        &self.0.digest
    }

    /// The currency of all amounts, such as "CNY".
    #[getter]
    fn currency(&self) -> String {
        self.0.currency.to_string()
    }

    /// The currency in words, such as "yuan".
    #[getter]
    fn currency_name(&self) -> Bilingual {
        Bilingual::of_unit(self.0.currency)
    }

    fn __repr__(&self) -> String {
        format!("<Document {} in force from {}>", self.0.id, self.0.in_force.from)
    }
}
