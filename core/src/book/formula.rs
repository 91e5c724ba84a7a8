use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::feel::FeelError;
use crate::pack::{Located, Pack};

/// The report of a fault of a formula, at its place in the file. For an unknown fact it suggests the nearest of the
/// pack's facts and of the further names; none where the fact is declared in a way that could not be read, since that has
/// been said already.
pub(super) fn formula_fault<'a>(
    pack: &'a Pack,
    text: &Located<String>,
    error: FeelError,
    further: impl Iterator<Item = &'a str>,
) -> Option<Diagnostic> {
    let mut help = error.help;
    if error.code == Code::UnknownFact {
        let named = text.value.get(error.span.start..error.span.end).unwrap_or_default();
        if pack.unreadable_facts.iter().any(|unreadable| unreadable == named) {
            return None;
        }
        let facts = pack.facts.iter().map(|fact| fact.name.value.as_str());
        help = nearest(named, facts.chain(further)).map(|known| format!("did you mean `{known}`?"));
    }
    let span = text.inner.map_or(text.span, |inner| error.span.shifted(inner));
    Some(Diagnostic::new(error.code, &pack.file, span, error.message).help(help))
}
