use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Diagnostic, Label};

/// The diagnostic with the lines of the source that it is about.
pub(super) fn render(diagnostic: &Diagnostic) -> String {
    let title = Level::ERROR.primary_title(diagnostic.message.as_str()).id(diagnostic.code.as_str());
    let mut group = Group::with_title(title);
    for (index, label) in diagnostic.labels.iter().enumerate() {
        // Labels in the same file share one picture, drawn where the first of them stands.
        let same_file = |other: &&Label| other.source == label.source;
        if diagnostic.labels.iter().position(|other| same_file(&other)) != Some(index) {
            continue;
        }
        let mut snippet = Snippet::source(label.source.text.as_str()).path(label.source.name.as_str());
        for (position, shared) in diagnostic.labels.iter().enumerate().filter(|(_, other)| same_file(other)) {
            let kind = if position == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
            snippet = snippet.annotation(kind.span(boundaries(shared)).label(shared.text.as_str()));
        }
        group = group.element(snippet);
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    Renderer::plain().render(&[group])
}

/// The span inside the text and on character boundaries, whatever it was.
fn boundaries(label: &Label) -> std::ops::Range<usize> {
    let text = &label.source.text;
    let start = text.floor_char_boundary(label.span.start.min(text.len()));
    let end = text.ceil_char_boundary(label.span.end.clamp(start, text.len()));
    start..end
}
