use crate::pack::Located;

/// A text that may be left out: `Some(None)` where nothing stands; `None` where something stands that has a fault.
pub(super) fn optional<T>(
    text: Option<&Located<String>>,
    compile: impl FnOnce(&Located<String>) -> Option<T>,
) -> Option<Option<T>> {
    match text {
        Some(text) => compile(text).map(Some),
        None => Some(None),
    }
}
