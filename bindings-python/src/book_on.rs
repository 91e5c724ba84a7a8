//! The rules of one day.

use std::sync::Arc;

use evenhand::RuleBook as Rules;
use evenhand::time::Date;
use pyo3::prelude::*;

use crate::day::Day;
use crate::document::Document;
use crate::error;
use crate::item::Item;

/// The rules as they stand on one day.
#[pyclass(frozen, module = "evenhand")]
pub(crate) struct BookOn {
    pub(crate) book: Arc<Rules>,
    pub(crate) day: Date,
}

impl BookOn {
    pub(crate) fn find(&self, py: Python<'_>, id: &str) -> PyResult<Item> {
        let found = self.book.on(self.day).item(id);
        found.map(|item| Item(Arc::clone(item))).map_err(|error| error::assess_error(py, &error))
    }
}

#[pymethods]
impl BookOn {
    /// The day.
    #[getter]
    fn day(&self) -> Day {
        Day(self.day)
    }

    /// The item with this id that is in force on the day.
    fn item(&self, py: Python<'_>, id: &str) -> PyResult<Item> {
        self.find(py, id)
    }

    fn __getitem__(&self, py: Python<'_>, id: &str) -> PyResult<Item> {
        self.find(py, id)
    }

    fn __contains__(&self, id: &str) -> bool {
        self.book.on(self.day).item(id).is_ok()
    }

    /// The items that are in force on the day, by document and the order of the file.
    fn items(&self) -> Vec<Item> {
        self.book.on(self.day).items().map(|item| Item(Arc::clone(item))).collect()
    }

    /// The documents that are in force on the day, also those without items, by id.
    fn documents(&self) -> Vec<Document> {
        self.book.on(self.day).documents().map(|document| Document(Arc::clone(document))).collect()
    }

    /// The powers in force on the day, as JSON: every item with what it can impose, under which law, and who enforces it.
    fn to_json(&self, py: Python<'_>) -> String {
        py.detach(|| self.book.on(self.day).to_json())
    }

    fn __repr__(&self) -> String {
        format!("<BookOn {}: {} items>", self.day, self.book.on(self.day).items().count())
    }
}
