//! Texts in two languages, and which of them is asked for.

use std::env;

use evenhand::Language;
use evenhand::feel::Unit;
use pyo3::exceptions::PyValueError;
use pyo3::inspect::{PyStaticConstant, PyStaticExpr};
use pyo3::prelude::*;
use pyo3::types::PyString;
use pyo3::{type_hint_identifier, type_hint_subscript};

/// The same words in Chinese and in English.
#[pyclass(frozen, eq, hash, get_all, module = "evenhand")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Bilingual {
    /// In Chinese.
    zh: String,
    /// In English.
    en: String,
}

impl From<&evenhand::Bilingual> for Bilingual {
    fn from(words: &evenhand::Bilingual) -> Self {
        Self { zh: words.zh.clone(), en: words.en.clone() }
    }
}

impl From<evenhand::Bilingual> for Bilingual {
    fn from(words: evenhand::Bilingual) -> Self {
        Self { zh: words.zh, en: words.en }
    }
}

impl Bilingual {
    /// A unit in words; empty for a plain number.
    pub(crate) fn of_unit(unit: Unit) -> Self {
        Self { zh: unit.chinese(), en: unit.english(true) }
    }
}

#[pymethods]
impl Bilingual {
    /// The words in one language: "zh" or "en".
    fn get(&self, language: Tongue) -> &str {
        language.0.pick(&self.zh, &self.en)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let quoted = |text: &str| PyString::new(py, text).repr()?.extract::<String>();
        Ok(format!("Bilingual(zh={}, en={})", quoted(&self.zh)?, quoted(&self.en)?))
    }
}

/// A language as a caller names it.
#[derive(Clone, Copy)]
pub(crate) struct Tongue(pub(crate) Language);

impl FromPyObject<'_, '_> for Tongue {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_subscript!(
        type_hint_identifier!("typing", "Literal"),
        PyStaticExpr::Constant { value: PyStaticConstant::Str("zh") },
        PyStaticExpr::Constant { value: PyStaticConstant::Str("en") }
    );

    fn extract(given: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        match given.extract::<&str>() {
            Ok("zh") => Ok(Self(Language::Chinese)),
            Ok("en") => Ok(Self(Language::English)),
            _ => Err(PyValueError::new_err(format!("a language is \"zh\" or \"en\", not {}", given.repr()?))),
        }
    }
}

impl Tongue {
    /// Its name, for the language that [`or_local`](Self::or_local) gives.
    pub(crate) fn name(language: Language) -> &'static str {
        language.pick("zh", "en")
    }

    /// The language that is asked for, or that of the surroundings, as the `evenhand` command has it.
    pub(crate) fn or_local(given: Option<Self>) -> Language {
        let set = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
        let locale = || ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set).unwrap_or_default();
        match given {
            Some(tongue) => tongue.0,
            None if locale().starts_with("zh") => Language::Chinese,
            None => Language::English,
        }
    }
}
