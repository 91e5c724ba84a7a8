//! Faults of rule files, as data and as text.
//!
//! In: a [`Code`], a place in a [`SourceFile`] and words. Out: a [`Diagnostic`], and its picture in the style of
//! rustc. This room knows nothing of the format it reports on.

mod code;
mod render;
mod suggest;

use std::fmt;
use std::sync::Arc;

pub use code::Code;
pub(crate) use code::codes;
pub(crate) use render::picture;
pub use suggest::nearest;

/// A place in a text, in bytes: from `start` up to, not including, `end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// A span from its two ends.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The span from the start of this one to the end of `other`.
    #[must_use]
    pub const fn to(self, other: Self) -> Self {
        Self { start: self.start, end: other.end }
    }

    /// The same place in a text that has this one from byte `offset` on.
    #[must_use]
    pub const fn shifted(self, offset: usize) -> Self {
        Self { start: self.start.saturating_add(offset), end: self.end.saturating_add(offset) }
    }
}

/// A text with the name that reports call it by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    name: String,
    text: String,
    line_starts: Vec<usize>,
}

impl SourceFile {
    /// A text with its name: a path, or any other.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let after_newlines = text.match_indices('\n').map(|(index, _)| index.saturating_add(1));
        let line_starts = std::iter::once(0).chain(after_newlines).collect();
        Self { name: name.into(), text, line_starts }
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The line in which a byte stands, counted from 1.
    #[must_use]
    pub fn line(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= offset)
    }

    /// The first byte of a line.
    pub(crate) fn line_start(&self, line: usize) -> usize {
        self.line_starts.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len())
    }
}

/// How grave a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing: it may well be meant.
    Note,
    /// Probably not what was meant.
    Warning,
    /// Wrong.
    Error,
}

impl Severity {
    /// The word in JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A place with a word on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The text that the place is in.
    pub source: Arc<SourceFile>,
    /// The place.
    pub span: Span,
    /// What is there; may be empty.
    pub text: String,
}

/// One fault of a rule file: what, where, and what to do about it.
///
/// `Display` draws it with the source line, like rustc; the fields serve other programs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable code.
    pub code: Code,
    /// What is wrong, in lower case and without a full stop.
    pub message: String,
    /// Where; the first label is the place of the fault, others are related places.
    pub labels: Vec<Label>,
    /// What to do, if that is known.
    pub help: Option<String>,
    /// The id of the item that it is about, else of the document, where that is known.
    pub subject: Option<String>,
}

impl Diagnostic {
    /// A fault with one place.
    #[must_use]
    pub fn new(code: Code, source: &Arc<SourceFile>, span: Span, message: impl Into<String>) -> Self {
        let label = Label { source: Arc::clone(source), span, text: String::new() };
        Self { code, message: message.into(), labels: vec![label], help: None, subject: None }
    }

    /// The same with a help line.
    #[must_use]
    pub fn help(mut self, help: Option<String>) -> Self {
        self.help = help;
        self
    }

    /// The same with a further place.
    #[must_use]
    pub fn related(mut self, source: &Arc<SourceFile>, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { source: Arc::clone(source), span, text: text.into() });
        self
    }

    /// Line and column of the fault, counted from 1, the column in characters.
    #[must_use]
    pub fn position(&self) -> Option<(usize, usize)> {
        let label = self.labels.first()?;
        let line = label.source.line(label.span.start);
        let before = label.source.text.get(label.source.line_start(line)..label.span.start)?;
        // A byte order mark is no column that an editor shows.
        let columns = before.chars().filter(|character| *character != '\u{feff}').count();
        Some((line, columns.saturating_add(1)))
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&render::render(self))
    }
}

/// Says of faults what they are about, where nobody has said it before.
pub(crate) fn about(subject: &str, faults: &mut [Diagnostic]) {
    for fault in faults.iter_mut().filter(|fault| fault.subject.is_none()) {
        fault.subject = Some(subject.to_owned());
    }
}

/// The most faults that are kept of one file.
pub(crate) const MAX_FAULTS: usize = 100;

/// Sorts the faults of one file by place and keeps the first [`MAX_FAULTS`].
pub(crate) fn in_order(mut faults: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let place = |fault: &Diagnostic| fault.labels.first().map(|label| label.span);
    faults.sort_by_key(place);
    if faults.len() > MAX_FAULTS {
        let omitted = faults.len().saturating_sub(MAX_FAULTS);
        faults.truncate(MAX_FAULTS);
        if let Some(label) = faults.last().and_then(|fault| fault.labels.first()) {
            let message = format!("{omitted} further faults of this file are not shown");
            let fault = Diagnostic::new(Code::TooManyFaults, &label.source, label.span, message);
            faults.push(fault);
        }
    }
    faults
}

/// All faults that were found: never empty where it is an error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics(pub Vec<Diagnostic>);

impl fmt::Display for Diagnostics {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, diagnostic) in self.0.iter().enumerate() {
            if index > 0 {
                writeln!(formatter, "\n")?;
            }
            fmt::Display::fmt(diagnostic, formatter)?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}
