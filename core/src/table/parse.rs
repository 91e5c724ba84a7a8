use std::sync::Arc;

use toml::de::DeTable;

use super::reader::to_span;
use crate::diagnostic::{Code, Diagnostic, SourceFile, Span};

/// The largest file that is read: 4 MiB.
pub const MAX_FILE_BYTES: usize = 4 * 1024 * 1024;

/// The bytes of a file as a text that a reader can walk.
pub(crate) fn text_file(name: &str, bytes: &[u8]) -> Result<Arc<SourceFile>, Vec<Diagnostic>> {
    if bytes.len() > MAX_FILE_BYTES {
        let message = format!("the file has more than {MAX_FILE_BYTES} bytes, the most that is read");
        let file = Arc::new(SourceFile::new(name, ""));
        return Err(vec![Diagnostic::new(Code::TooLarge, &file, Span::default(), message)]);
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        // Up to the first wrong byte, the text with replacements is the file as it stands.
        let file = Arc::new(SourceFile::new(name, String::from_utf8_lossy(bytes)));
        let start = error.valid_up_to();
        let span = Span::new(start, start.saturating_add('\u{fffd}'.len_utf8()));
        let message = format!("line {} is not UTF-8 text", file.line(start));
        vec![Diagnostic::new(Code::NotUtf8, &file, span, message)]
    })?;
    let file = Arc::new(SourceFile::new(name, text));
    if let Some(place) = too_deep(text) {
        let span = Span::new(place, place.saturating_add(1));
        let message = format!("values or keys are nested deeper than {MAX_NESTING} levels");
        return Err(vec![Diagnostic::new(Code::Syntax, &file, span, message)]);
    }
    Ok(file)
}

/// The root table of a text.
pub(crate) fn root(file: &Arc<SourceFile>) -> Result<DeTable<'_>, Vec<Diagnostic>> {
    let (root, errors) = DeTable::parse_recoverable(file.text());
    if errors.is_empty() { Ok(root.into_inner()) } else { Err(syntax_faults(file, &errors)) }
}

/// The deepest nesting of brackets and dotted keys together. Beyond it, whoever walks the values could run out
/// of stack.
const MAX_NESTING: usize = 100;

/// The first place that is nested too deeply. Strings and comments are stepped over.
fn too_deep(text: &str) -> Option<usize> {
    // For each open bracket, the dots of the key that led to it.
    let mut open: Vec<usize> = Vec::new();
    let (mut dots, mut depth, mut position) = (0_usize, 0_usize, 0_usize);
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(position) {
        let mut step = 1;
        match byte {
            b'#' => step = length_until(bytes, position, b'\n'),
            b'"' | b'\'' => step = string_length(bytes, position, *byte),
            b'.' => dots = dots.saturating_add(1),
            b'{' | b'[' => {
                open.push(dots);
                depth = depth.saturating_add(dots).saturating_add(1);
                dots = 0;
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(open.pop().map_or(0, |dots| dots.saturating_add(1)));
                dots = 0;
            }
            b',' | b'\n' => dots = 0,
            _ => {}
        }
        if depth.saturating_add(dots) > MAX_NESTING {
            return Some(position);
        }
        position = position.saturating_add(step);
    }
    None
}

/// Bytes from `start` up to the next `wanted`, or to the end.
fn length_until(bytes: &[u8], start: usize, wanted: u8) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    rest.iter().position(|byte| *byte == wanted).unwrap_or(rest.len())
}

/// The length of the string literal that starts here; to the end of its line if it is not closed.
fn string_length(bytes: &[u8], start: usize, quote: u8) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    let triple = rest.starts_with(&[quote; 3]);
    let closing: &[u8] = if triple { &[quote; 3] } else { &[quote] };
    let mut position = closing.len();
    while let Some(byte) = rest.get(position) {
        if *byte == quote && rest.get(position..).is_some_and(|rest| rest.starts_with(closing)) {
            return position.saturating_add(closing.len());
        }
        if *byte == b'\n' && !triple {
            break;
        }
        let escape = quote == b'"' && *byte == b'\\';
        position = position.saturating_add(if escape { 2 } else { 1 });
    }
    position
}

/// One fault a line: what follows on the same line is mostly the parser finding its way back.
fn syntax_faults(file: &Arc<SourceFile>, errors: &[toml::de::Error]) -> Vec<Diagnostic> {
    let mut faults: Vec<(usize, Diagnostic)> = errors
        .iter()
        .map(|error| {
            let span = error.span().map(to_span).unwrap_or_default();
            let fault = Diagnostic::new(Code::Syntax, file, span, error.message().trim().to_owned());
            (file.line(span.start), fault)
        })
        .collect();
    faults.sort_by_key(|(_, fault)| fault.labels.first().map(|label| label.span));
    faults.dedup_by_key(|(line, _)| *line);
    faults.into_iter().map(|(_, fault)| fault).collect()
}
