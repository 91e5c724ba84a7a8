/// The candidate that looks most like `name`, if one is close enough to be a slip of the pen.
///
/// ```
/// assert_eq!(evenhand::diagnostic::nearest("aera", ["area", "offences"]), Some("area"));
/// assert_eq!(evenhand::diagnostic::nearest("tonnes", ["area", "offences"]), None);
/// ```
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest_of(name, &mut candidates.into_iter())
}

/// Once for all kinds of lists: this is asked in dozens of places.
fn nearest_of<'a>(name: &str, candidates: &mut dyn Iterator<Item = &'a str>) -> Option<&'a str> {
    let length = name.chars().count();
    // Long names are not worth comparing: the distance costs the product of the lengths.
    if length > 200 {
        return None;
    }
    let limit = length.div_ceil(3).max(1);
    // Words of rules are in ASCII or in a script without cases: no table of all the cases there are is needed.
    let name = name.to_ascii_lowercase();
    candidates
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= limit)
        .map(|candidate| (strsim::osa_distance(&name, &candidate.to_ascii_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}
