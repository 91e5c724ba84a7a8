use std::sync::Arc;

use rust_decimal::Decimal;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::shape::{BILINGUAL, Key, Table};
use crate::diagnostic::{Code, Diagnostic, MAX_FAULTS, SourceFile, Span, nearest};
use crate::language::Bilingual;
use crate::number::parse_decimal;
use crate::time::Date;

/// A value with the place that it stood at.
#[derive(Clone, Debug, PartialEq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// The place of the value in the file.
    pub span: Span,
    /// The place of the text itself, without quotes, if it stands in the file as it is.
    pub inner: Option<usize>,
}

pub(crate) type Node<'a> = Spanned<DeValue<'a>>;

/// Reads values along the description of the format and collects what is wrong with them.
pub(crate) struct Reader {
    pub(crate) file: Arc<SourceFile>,
    /// Where in the file the piece starts that is being read.
    pub(crate) offset: usize,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// A table whose keys have been held against their description.
pub(crate) struct Fields<'a> {
    table: &'a DeTable<'a>,
    pub(crate) span: Span,
    offset: usize,
    description: &'static Table,
}

impl<'a> Fields<'a> {
    pub(crate) fn get(&self, name: &str) -> Option<&'a Node<'a>> {
        self.table.get(name)
    }

    /// The place of a key.
    pub(crate) fn key_span(&self, name: &str) -> Option<Span> {
        self.table.get_key_value(name).map(|(key, _)| to_span(key.span()).shifted(self.offset))
    }

    /// The keys that the author named, in the order of the file.
    pub(crate) fn others(&self) -> Vec<(Located<String>, &'a Node<'a>)> {
        let named = |key: &str| self.description.keys.iter().any(|known| known.name == key);
        let mut others: Vec<_> = self
            .table
            .iter()
            .filter(|(key, _)| !named(key.as_ref()))
            .map(|(key, value)| {
                let span = to_span(key.span()).shifted(self.offset);
                (Located { value: key.as_ref().to_string(), span, inner: None }, value)
            })
            .collect();
        others.sort_by_key(|(key, _)| key.span);
        others
    }
}

pub(crate) fn to_span(range: std::ops::Range<usize>) -> Span {
    Span::new(range.start, range.end)
}

/// Lower-case words joined by dots, at least two.
pub(crate) fn is_document_id(id: &str) -> bool {
    id.contains('.') && id.split('.').all(is_id_segment)
}

/// Whether a text can stand between the dots of an id.
pub(crate) fn is_id_segment(part: &str) -> bool {
    part.starts_with(|first: char| first.is_ascii_lowercase())
        && part.chars().all(|part| part.is_ascii_lowercase() || part.is_ascii_digit() || part == '-')
}

impl Reader {
    pub(crate) fn new(file: &Arc<SourceFile>) -> Self {
        Self { file: Arc::clone(file), offset: 0, diagnostics: Vec::new() }
    }

    /// Whatever else would be said about a file of another format would mislead.
    pub(crate) fn known_format(&mut self, root: &DeTable<'_>) -> bool {
        let Some(node) = root.get("format") else { return true };
        let DeValue::Integer(number) = node.get_ref() else {
            self.wrong_type(node, "the number 1");
            return true;
        };
        if number.as_str() == "1" {
            return true;
        }
        let message = format!("format {} is not known", number.as_str());
        let help = Some("this library reads format 1".into());
        self.report_with(Code::UnknownFormat, self.place(node.span()), message, help);
        false
    }

    /// The place in the file of what has this place in its piece.
    pub(crate) fn place(&self, range: std::ops::Range<usize>) -> Span {
        to_span(range).shifted(self.offset)
    }

    pub(crate) fn report(&mut self, code: Code, span: Span, message: impl Into<String>) {
        self.report_with(code, span, message, None);
    }

    pub(crate) fn report_with(
        &mut self,
        code: Code,
        span: Span,
        message: impl Into<String>,
        help: Option<String>,
    ) {
        self.diagnostics.push(Diagnostic::new(code, &self.file, span, message).help(help));
    }

    /// The table behind a value; reports keys that it cannot have and keys that it lacks.
    pub(crate) fn table<'a>(
        &mut self,
        node: &'a Node<'a>,
        description: &'static Table,
    ) -> Option<Fields<'a>> {
        match node.get_ref() {
            DeValue::Table(table) => Some(self.fields(table, self.place(node.span()), description)),
            _ => {
                let keys: Vec<String> = description
                    .keys
                    .iter()
                    .filter(|key| key.required)
                    .map(|key| format!("`{}`", key.name))
                    .collect();
                match keys.as_slice() {
                    [] => self.wrong_type(node, "a table"),
                    keys => self.wrong_type(node, &format!("a table with {}", keys.join(" and "))),
                }
                None
            }
        }
    }

    pub(crate) fn fields<'a>(
        &mut self,
        table: &'a DeTable<'a>,
        span: Span,
        description: &'static Table,
    ) -> Fields<'a> {
        // A misspelt key that is required is one fault, not two.
        let mut meant = Vec::new();
        for (key, _) in table.iter() {
            let name: &str = key.as_ref();
            let known = || description.keys.iter().map(|key: &Key| key.name);
            if description.others.is_some() || known().any(|known| known == name) {
                continue;
            }
            let suggestion = if self.is_full() { None } else { nearest(name, known()) };
            meant.extend(suggestion);
            let help = match suggestion {
                Some(known) => format!("did you mean `{known}`?"),
                None => format!("the keys here are {}", known().collect::<Vec<_>>().join(", ")),
            };
            let message = format!("unknown key `{name}` in {}", description.phrase);
            self.report_with(Code::UnknownKey, self.place(key.span()), message, Some(help));
        }
        for key in description.keys.iter().filter(|key| key.required && !meant.contains(&key.name)) {
            if table.get(key.name).is_none() {
                let message = format!("{} has no `{}`", description.phrase, key.name);
                let first_line = self.first_line(span);
                self.report_with(Code::MissingKey, first_line, message, Some(as_help(key.doc)));
            }
        }
        Fields { table, span, offset: self.offset, description }
    }

    /// Whether so many faults were found that suggestions for more would only cost time.
    pub(crate) fn is_full(&self) -> bool {
        self.diagnostics.len() >= MAX_FAULTS
    }

    /// The part of a span that lies on its first line, so that a picture of it stays small.
    pub(crate) fn first_line(&self, span: Span) -> Span {
        let text = self.file.text().get(span.start..span.end).unwrap_or_default();
        let length = text.find('\n').unwrap_or(text.len());
        Span::new(span.start, span.start.saturating_add(length))
    }

    pub(crate) fn wrong_type(&mut self, node: &Node<'_>, wanted: &str) {
        let found = match node.get_ref() {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        let span = self.first_line(self.place(node.span()));
        self.report(Code::WrongType, span, format!("expected {wanted}, found {found}"));
    }

    pub(crate) fn text(&mut self, node: &Node<'_>) -> Option<Located<String>> {
        match node.get_ref() {
            DeValue::String(text) => Some(self.located(text.as_ref(), self.place(node.span()))),
            _ => {
                self.wrong_type(node, "a text");
                None
            }
        }
    }

    /// A formula: a text, or a plain number or truth value that stands for itself.
    pub(crate) fn formula(&mut self, node: &Node<'_>) -> Option<Located<String>> {
        match node.get_ref() {
            DeValue::String(_) => self.text(node),
            DeValue::Integer(_) | DeValue::Float(_) => {
                self.number(node)?;
                Some(self.verbatim(node))
            }
            _ => {
                self.wrong_type(node, "a formula or a number");
                None
            }
        }
    }

    /// A cell: a text, number or truth value.
    pub(crate) fn cell(&mut self, node: &Node<'_>) -> Option<Located<String>> {
        match node.get_ref() {
            DeValue::Boolean(_) => Some(self.verbatim(node)),
            _ => self.formula(node),
        }
    }

    /// A day or minute as it is written, or a text.
    pub(crate) fn day_or_text(&mut self, node: &Node<'_>) -> Option<Located<String>> {
        match node.get_ref() {
            DeValue::Datetime(_) => Some(self.verbatim(node)),
            DeValue::String(_) => self.text(node),
            _ => {
                self.wrong_type(node, "a day such as 2026-02-28, or a text");
                None
            }
        }
    }

    fn verbatim(&self, node: &Node<'_>) -> Located<String> {
        let span = self.place(node.span());
        let value = self.file.text().get(span.start..span.end).unwrap_or_default().to_owned();
        Located { value, span, inner: Some(span.start) }
    }

    /// The text with its place; the inner place is known if the text stands in the file letter by letter.
    fn located(&self, text: &str, span: Span) -> Located<String> {
        let start = span.start.saturating_add(1);
        let plain = self.file.text().get(start..span.end.saturating_sub(1)) == Some(text);
        Located { value: text.to_owned(), span, inner: plain.then_some(start) }
    }

    pub(crate) fn boolean(&mut self, node: &Node<'_>) -> Option<bool> {
        match node.get_ref() {
            DeValue::Boolean(value) => Some(*value),
            _ => {
                self.wrong_type(node, "true or false");
                None
            }
        }
    }

    /// A number, written plainly or as a text, in the strict decimal grammar.
    pub(crate) fn number(&mut self, node: &Node<'_>) -> Option<Decimal> {
        let written = match node.get_ref() {
            DeValue::Integer(_) | DeValue::Float(_) => self.verbatim(node).value,
            DeValue::String(text) => text.to_string(),
            _ => {
                self.wrong_type(node, "a number");
                return None;
            }
        };
        match parse_decimal(&written) {
            Ok(number) => Some(number),
            Err(error) => {
                self.report(Code::WrongType, self.place(node.span()), error.to_string());
                None
            }
        }
    }

    pub(crate) fn date(&mut self, node: &Node<'_>) -> Option<Date> {
        let written = match node.get_ref() {
            DeValue::Datetime(_) => self.verbatim(node).value,
            DeValue::String(text) => text.to_string(),
            _ => {
                self.wrong_type(node, "a day such as 2026-02-28");
                return None;
            }
        };
        match written.parse() {
            Ok(date) => Some(date),
            Err(error) => {
                let error: crate::time::DateError = error;
                self.report(Code::WrongType, self.place(node.span()), error.to_string());
                None
            }
        }
    }

    pub(crate) fn choice<T: Copy>(&mut self, node: &Node<'_>, choices: &[(&str, T)]) -> Option<T> {
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        let place = self.one_of(node, &names)?;
        choices.get(place).map(|(_, choice)| *choice)
    }

    /// Which of the names it is.
    fn one_of(&mut self, node: &Node<'_>, names: &[&str]) -> Option<usize> {
        let text = self.text(node)?;
        if let Some(place) = names.iter().position(|name| *name == text.value) {
            return Some(place);
        }
        // A short list is better than a guess.
        let help = match nearest(&text.value, names.iter().copied()).filter(|_| names.len() > 6) {
            Some(name) => format!("did you mean `{name}`?"),
            None => format!("the choices are {}", names.join(", ")),
        };
        let message = if text.value.is_empty() {
            "an empty text is not one of the choices".to_owned()
        } else {
            format!("`{}` is not one of the choices", text.value)
        };
        self.report_with(Code::NotAChoice, text.span, message, Some(help));
        None
    }

    pub(crate) fn bilingual(&mut self, node: &Node<'_>) -> Option<Bilingual> {
        let fields = self.table(node, &BILINGUAL)?;
        let zh = fields.get("zh").and_then(|node| self.text(node));
        let en = fields.get("en").and_then(|node| self.text(node));
        Some(Bilingual { zh: zh?.value, en: en?.value })
    }

    pub(crate) fn text_at(&mut self, fields: &Fields<'_>, key: &str) -> Option<Located<String>> {
        self.text(fields.get(key)?)
    }

    pub(crate) fn formula_at(&mut self, fields: &Fields<'_>, key: &str) -> Option<Located<String>> {
        self.formula(fields.get(key)?)
    }

    pub(crate) fn boolean_at(&mut self, fields: &Fields<'_>, key: &str) -> Option<bool> {
        self.boolean(fields.get(key)?)
    }

    pub(crate) fn date_at(&mut self, fields: &Fields<'_>, key: &str) -> Option<Date> {
        self.date(fields.get(key)?)
    }

    pub(crate) fn bilingual_at(&mut self, fields: &Fields<'_>, key: &str) -> Option<Bilingual> {
        self.bilingual(fields.get(key)?)
    }

    pub(crate) fn words_at(&mut self, fields: &Fields<'_>, key: &str) -> Option<Bilingual> {
        self.words(fields.get(key)?)
    }

    /// A text for both languages, or one for each.
    pub(crate) fn words(&mut self, node: &Node<'_>) -> Option<Bilingual> {
        match node.get_ref() {
            DeValue::String(text) => Some(Bilingual::same(text)),
            DeValue::Table(_) => self.bilingual(node),
            _ => {
                self.wrong_type(node, "a text, or a table with `zh` and `en`");
                None
            }
        }
    }

    /// As many of the parts of a table as are read.
    pub(crate) fn at_most<T>(
        &mut self,
        most: usize,
        of_what: &str,
        node: &Node<'_>,
        mut parts: Vec<T>,
    ) -> Vec<T> {
        if parts.len() > most {
            let message = format!("{} {of_what}, at most {most} are read", parts.len());
            self.report(Code::TooLarge, self.place(node.span()), message);
            parts.truncate(most);
        }
        parts
    }

    pub(crate) fn list<'a>(&mut self, node: &'a Node<'a>) -> Vec<&'a Node<'a>> {
        match node.get_ref() {
            DeValue::Array(items) => items.iter().collect(),
            _ => {
                self.wrong_type(node, "a list");
                Vec::new()
            }
        }
    }
}

/// A sentence of the reference as a help line: lower case, without a full stop.
fn as_help(doc: &str) -> String {
    let doc = doc.trim_end_matches('.');
    let mut characters = doc.chars();
    let first = characters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(characters).collect()
}
