use crate::diagnostic::Span;
use crate::number::{Edge, Interval, Range, Rational};

/// Where ranges do not cover an interval once.
pub(super) enum Hole {
    /// No range has these numbers.
    Gap(String),
    /// This range has a number that another one has.
    Overlap(Span, Rational),
}

/// The first place at which ranges leave out a number of an interval, or have it twice.
pub(super) fn hole(ranges: &[(Range, Span)], bounds: Interval) -> Option<Hole> {
    let mut sorted = ranges.to_vec();
    sorted.sort_by_key(|(range, _)| lower(range.low));
    let (first, last) = (sorted.first(), sorted.last());
    let (Some((first, _)), Some((last, _))) = (first, last) else {
        return Some(Hole::Gap("any number".to_owned()));
    };
    for pair in sorted.windows(2) {
        let [(earlier, _), (later, span)] = pair else { continue };
        let (Some(end), Some(start)) = (earlier.high.value(), later.low.value()) else {
            // A range without an end goes over all that follow.
            let at = later.low.value().or(earlier.high.value()).unwrap_or(Rational::ZERO);
            return Some(Hole::Overlap(*span, at));
        };
        let included = |edge: Edge| matches!(edge, Edge::Included(_));
        match (end.cmp(&start), included(earlier.high), included(later.low)) {
            (std::cmp::Ordering::Less, ..) => {
                return Some(Hole::Gap(format!("what lies between {end} and {start}")));
            }
            (std::cmp::Ordering::Greater, ..) | (_, true, true) => return Some(Hole::Overlap(*span, start)),
            (_, false, false) => return Some(Hole::Gap(end.to_string())),
            _ => {}
        }
    }
    let below = match (bounds.low, first.low) {
        (_, Edge::Open) => None,
        (None, edge) => edge.value().map(|edge| format!("what lies below {edge}")),
        (Some(low), edge) => (!within_low(low, edge)).then(|| low.to_string()),
    };
    let above = match (bounds.high, last.high) {
        (_, Edge::Open) => None,
        (None, edge) => edge.value().map(|edge| format!("what lies above {edge}")),
        (Some(high), edge) => (!within_high(high, edge)).then(|| high.to_string()),
    };
    below.or(above).map(Hole::Gap)
}

/// A key by which lower ends are in order: an open one first, at the same number an included one.
fn lower(edge: Edge) -> (bool, Rational, bool) {
    match edge {
        Edge::Open => (false, Rational::ZERO, false),
        Edge::Included(value) => (true, value, false),
        Edge::Excluded(value) => (true, value, true),
    }
}

fn within_low(value: Rational, edge: Edge) -> bool {
    Range { low: edge, high: Edge::Open }.contains(value)
}

fn within_high(value: Rational, edge: Edge) -> bool {
    Range { low: Edge::Open, high: edge }.contains(value)
}
