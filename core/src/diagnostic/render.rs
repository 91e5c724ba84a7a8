use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Label, Severity};

/// The diagnostic with the lines of the source that it is about.
pub(super) fn render(diagnostic: &Diagnostic) -> String {
    let Diagnostic { code, message, labels, help, subject: _ } = diagnostic;
    picture(Severity::Error, code.as_str(), message, labels, help.as_deref())
}

/// A message with the lines of the source that it is about.
pub(crate) fn picture(
    severity: Severity,
    code: &str,
    message: &str,
    labels: &[Label],
    help: Option<&str>,
) -> String {
    let level = match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let message = printable(message);
    let mut group = Group::with_title(level.primary_title(message.as_str()).id(code));
    for (index, label) in labels.iter().enumerate() {
        // Labels in the same file share one picture, drawn where the first of them stands.
        let same_file = |other: &&Label| std::sync::Arc::ptr_eq(&other.source, &label.source);
        if labels.iter().position(|other| same_file(&other)) != Some(index) {
            continue;
        }
        if label.source.text().is_empty() {
            group = group.element(Origin::path(label.source.name()));
            continue;
        }
        let shared: Vec<&Label> = labels.iter().filter(same_file).collect();
        let (excerpt, offset, line) = excerpt(&shared);
        let mut snippet = Snippet::source(printable(excerpt)).path(label.source.name()).line_start(line);
        for (position, label) in shared.iter().enumerate() {
            let first = index == 0 && position == 0;
            let kind = if first { AnnotationKind::Primary } else { AnnotationKind::Context };
            snippet =
                snippet.annotation(kind.span(boundaries(label, excerpt, offset)).label(label.text.as_str()));
        }
        group = group.element(snippet);
    }
    if let Some(help) = help {
        group = group.element(Level::HELP.message(help));
    }
    Renderer::plain().render(&[group])
}

/// The text without the control characters that terminals obey and the renderer lets through; of equal length,
/// so that every place stays where it was.
fn printable(text: &str) -> String {
    let printable = |character| if ('\u{80}'..='\u{9f}').contains(&character) { '·' } else { character };
    text.chars().map(printable).collect()
}

/// The lines that the labels touch: the text, its first byte in the file, and the number of its first line.
fn excerpt<'a>(labels: &[&'a Label]) -> (&'a str, usize, usize) {
    let Some(source) = labels.first().map(|label| &label.source) else { return ("", 0, 1) };
    let first = labels.iter().map(|label| source.line(label.span.start)).min().unwrap_or(1);
    let last = labels.iter().map(|label| source.line(label.span.end)).max().unwrap_or(1);
    let start = source.line_start(first);
    let end = source.line_start(last.saturating_add(1));
    (source.text().get(start..end).unwrap_or_default(), start, first)
}

/// The span inside the excerpt and on character boundaries, whatever it was.
fn boundaries(label: &Label, excerpt: &str, offset: usize) -> std::ops::Range<usize> {
    let inside = |position: usize| position.saturating_sub(offset).min(excerpt.len());
    let start = excerpt.floor_char_boundary(inside(label.span.start));
    let end = excerpt.ceil_char_boundary(inside(label.span.end).max(start));
    start..end
}
