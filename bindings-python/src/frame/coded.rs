//! Texts of which many are alike, by number.

use std::collections::HashMap;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, StringViewArray};
use arrow_schema::DataType;

use super::failure::Failure;
use super::json::{texts, value};
use super::values::is_text;

/// The text of each row by its number among the different ones.
pub(super) struct Coded {
    codes: Vec<Option<u32>>,
    /// Those that come up, and of a dictionary some that do not.
    pub(super) texts: Vec<String>,
}

impl Coded {
    pub(super) fn of(column: &ArrayRef) -> Result<Self, Failure> {
        match column.data_type() {
            DataType::Dictionary(_, values) if is_text(values) => {
                let dictionary = column.as_any_dictionary();
                let values = texts(dictionary.values())?;
                let text = |place: usize| value(&values, place);
                let keys = dictionary.normalized_keys().into_iter().enumerate();
                let code = |(row, key): (usize, usize)| {
                    dictionary.keys().is_valid(row).then_some(key).filter(|key| text(*key).is_some())
                };
                let codes = keys.map(|key| u32::try_from(code(key)?).ok()).collect();
                let texts = (0..values.len()).map(|place| text(place).unwrap_or_default().to_owned());
                Ok(Self { codes, texts: texts.collect() })
            }
            _ => Ok(Self::of_texts(&texts(column)?)),
        }
    }

    fn of_texts(column: &StringViewArray) -> Self {
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        // Where texts come in turns, the one that followed the last time mostly follows again.
        let mut following: Vec<u32> = Vec::new();
        let (mut texts, mut last): (Vec<String>, u32) = (Vec::new(), 0);
        let at = |code: u32| usize::try_from(code).unwrap_or(usize::MAX);
        let mut code = |row: usize| {
            let text = value(column, row)?;
            let guessed = following.get(at(last)).copied();
            let guessed = guessed.filter(|code| texts.get(at(*code)).is_some_and(|known| known == text));
            let code = guessed.unwrap_or_else(|| {
                *numbers.entry(text).or_insert_with(|| {
                    texts.push(text.to_owned());
                    following.push(0);
                    u32::try_from(texts.len().saturating_sub(1)).unwrap_or(u32::MAX)
                })
            });
            if let Some(after) = following.get_mut(at(last)) {
                *after = code;
            }
            last = code;
            Some(code)
        };
        let codes = (0..column.len()).map(&mut code).collect();
        Self { codes, texts }
    }

    /// The number of the text of a row, if it has one that is not empty.
    pub(super) fn code(&self, row: usize) -> Option<usize> {
        self.codes.get(row).copied().flatten().and_then(|code| usize::try_from(code).ok())
    }
}
