//! Boxes looked into one after the other, each cut in two where it stays unclear, until the budget ends.

use super::space::Case;

/// What was seen of a box.
pub(super) enum Look<T> {
    /// Nothing in it is at fault.
    Sound,
    /// This shows the fault.
    Shown(T),
    /// Neither yet; `computed` is false where the engine could not compute a case of it.
    Unclear { computed: bool },
}

/// What was found out.
pub(super) enum Found<T> {
    /// There is no fault.
    Nothing,
    /// This shows the fault.
    Shown(T),
    /// It could not be decided.
    Open,
}

/// Looks into boxes until one shows the fault. A box that cannot be cut is one case as far as anything hangs on it.
pub(super) fn search<T>(
    mut boxes: Vec<Case>,
    budget: &mut usize,
    mut look: impl FnMut(&Case) -> Look<T>,
    cut: impl Fn(&Case) -> Option<(Case, Case)>,
) -> Found<T> {
    let mut open = false;
    while let Some(case) = boxes.pop() {
        match look(&case) {
            Look::Sound => {}
            Look::Shown(shown) => return Found::Shown(shown),
            Look::Unclear { computed } => match cut(&case) {
                Some((left, right)) => {
                    let Some(rest) = budget.checked_sub(1) else { return Found::Open };
                    *budget = rest;
                    boxes.extend([right, left]);
                }
                None => open |= !computed,
            },
        }
    }
    if open { Found::Open } else { Found::Nothing }
}
