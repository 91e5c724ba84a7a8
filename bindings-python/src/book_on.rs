//! The rules of one day.

use std::sync::Arc;

use evenhand::LimitRule;
use evenhand::time::Date;
use pyo3::prelude::*;

use crate::compliance::Compliance;
use crate::day::Day;
use crate::document::Document;
use crate::error;
use crate::index::Index;
use crate::item::Item;
use crate::limit::Limit;
use crate::loaded::Loaded;
use crate::payments::PaymentScreen;
use crate::score::Score;
use crate::screen::Screen;

/// The rules as they stand on one day.
#[pyclass(frozen, module = "evenhand")]
pub(crate) struct BookOn {
    pub(crate) book: Arc<Loaded>,
    pub(crate) day: Date,
}

impl BookOn {
    pub(crate) fn find(&self, py: Python<'_>, id: &str) -> PyResult<Item> {
        let found = self.book.on(self.day).item(id);
        found
            .map(|item| Item(Arc::clone(item), Arc::clone(&self.book)))
            .map_err(|error| error::assess_error(py, &error))
    }

    pub(crate) fn find_limit(&self, py: Python<'_>, id: &str) -> PyResult<Limit> {
        let found = self.book.on(self.day).limit(id);
        let limit = found.map(|dated| Limit { book: Arc::clone(&self.book), dated });
        limit.map_err(|error| error::limit_error(py, &error))
    }
}

impl BookOn {
    pub(crate) fn find_score(&self, py: Python<'_>, id: &str) -> PyResult<Score> {
        let found = self.book.on(self.day).score(id);
        found.map(|score| Score(Arc::clone(score))).map_err(|error| error::score_error(py, &error))
    }
}

impl BookOn {
    pub(crate) fn find_index(&self, py: Python<'_>, id: &str) -> PyResult<Index> {
        let found = self.book.on(self.day).index(id);
        found.map(|index| Index(Arc::clone(index))).map_err(|error| error::index_error(py, &error))
    }

    pub(crate) fn find_screen(&self, py: Python<'_>, id: &str) -> PyResult<Screen> {
        let found = self.book.on(self.day).screen(id);
        found.map(|screen| Screen(Arc::clone(screen))).map_err(|error| error::scheme_error(py, &error))
    }

    pub(crate) fn find_payment_screen(&self, py: Python<'_>, id: &str) -> PyResult<PaymentScreen> {
        let found = self.book.on(self.day).payment_screen(id);
        found.map(|screen| PaymentScreen(Arc::clone(screen))).map_err(|error| error::scheme_error(py, &error))
    }

    pub(crate) fn find_compliance(&self, py: Python<'_>, id: &str) -> PyResult<Compliance> {
        let found = self.book.on(self.day).compliance(id);
        found.map(|scheme| Compliance(Arc::clone(scheme))).map_err(|error| error::scheme_error(py, &error))
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
        let items = self.book.on(self.day).items();
        items.map(|item| Item(Arc::clone(item), Arc::clone(&self.book))).collect()
    }

    /// The time limit with this id that is in force on the day. `due` takes the version of the day from which a case is
    /// counted.
    fn limit(&self, py: Python<'_>, id: &str) -> PyResult<Limit> {
        self.find_limit(py, id)
    }

    /// The ids of the time limits that are in force on the day, by document and the order of the file; with words, of those
    /// whose id or title has them all, in either language.
    ///
    ///     >>> book.on("2026-11-21").limits("licence decide")
    ///     ['cn.administrative-licence-law/42', 'cn.approval-office/licence']
    #[pyo3(signature = (words=""))]
    fn limits(&self, words: &str) -> Vec<&str> {
        let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
        let has_all = |rule: &&Arc<LimitRule>| {
            let text = [&rule.id, &rule.title().zh, &rule.title().en].map(|text| text.to_lowercase());
            words.iter().all(|word| text.iter().any(|text| text.contains(word)))
        };
        self.book.on(self.day).limits().filter(has_all).map(|rule| rule.id.as_str()).collect()
    }

    /// The time limits that are in force on the day as JSON, each with what is counted, and how.
    fn limits_to_json(&self, py: Python<'_>) -> String {
        py.detach(|| self.book.on(self.day).limits_to_json())
    }

    /// The ids of the surcharges for late payment that are in force on the day.
    fn surcharges(&self) -> Vec<&str> {
        let in_force = self.book.surcharges().filter(|rule| rule.document.in_force.contains(self.day));
        in_force.map(|rule| rule.surcharge.id.as_str()).collect()
    }

    /// The score with this id that is in force on the day.
    fn score(&self, py: Python<'_>, id: &str) -> PyResult<Score> {
        self.find_score(py, id)
    }

    /// The ids of the scores that are in force on the day.
    fn scores(&self) -> Vec<&str> {
        self.book.on(self.day).scores().map(|score| score.id.as_str()).collect()
    }

    /// The index with this id that is in force on the day.
    fn index(&self, py: Python<'_>, id: &str) -> PyResult<Index> {
        self.find_index(py, id)
    }

    /// The screen with this id that is in force on the day.
    fn screen(&self, py: Python<'_>, id: &str) -> PyResult<Screen> {
        self.find_screen(py, id)
    }

    /// The screen of payments with this id that is in force on the day.
    fn payment_screen(&self, py: Python<'_>, id: &str) -> PyResult<PaymentScreen> {
        self.find_payment_screen(py, id)
    }

    /// The compliance scheme with this id that is in force on the day.
    fn compliance(&self, py: Python<'_>, id: &str) -> PyResult<Compliance> {
        self.find_compliance(py, id)
    }

    /// The surcharges, scores, indices, screens of tenders and of payments, and policies of supervision and consistency that are
    /// in force on the day, as JSON, each with its id, its kind and what it is about.
    fn schemes_to_json(&self, py: Python<'_>) -> String {
        py.detach(|| self.book.on(self.day).schemes_to_json())
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
