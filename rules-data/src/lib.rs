//! The rule packs and calendars that come with Evenhand, as text.
//!
//! Out: each file below `packs/`, with its path and the document that it belongs to, and each below `calendars/`. This crate knows nothing else
//! of what the text means: it is data that the `evenhand` crate reads like any other pack.

#[cfg(test)]
mod head;

/// A bundled pack: one version of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PackFile {
    /// The document's id.
    pub document: &'static str,
    /// The documents to which the pack applies beside its own: the beginnings of their ids, up to a dot.
    pub governs: &'static [&'static str],
    /// The path below `packs/`.
    pub path: &'static str,
    /// The TOML text.
    pub text: &'static str,
}

impl PackFile {
    /// Whether the rules of a document are not complete without this pack: it is a version of the document, or
    /// governs it.
    ///
    /// ```
    /// let general = evenhand_rules::PackFile { document: "cn.penalty-law", governs: &["cn"], path: "", text: "" };
    /// assert!(general.concerns("cn.penalty-law"));
    /// assert!(general.concerns("cn.dongying.city-appearance"));
    /// assert!(!general.concerns("cnx.dongying.city-appearance"));
    /// ```
    #[must_use]
    pub fn concerns(&self, document: &str) -> bool {
        let is_below = |prefix: &&str| {
            document.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.document == document || self.governs.iter().any(is_below)
    }
}

/// The bundled packs in the order of their paths.
///
/// ```
/// let pack = evenhand_rules::PACKS.iter().find(|pack| pack.document == "cn.dongying.city-appearance");
/// assert_eq!(pack.map(|pack| pack.path), Some("cn/dongying/city-appearance.toml"));
/// ```
pub const PACKS: &[PackFile] = include!(concat!(env!("OUT_DIR"), "/packs.rs"));

/// A bundled calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CalendarFile {
    /// The calendar's id.
    pub id: &'static str,
    /// The path below `calendars/`.
    pub path: &'static str,
    /// The TOML text.
    pub text: &'static str,
}

/// The bundled calendars in the order of their paths.
///
/// ```
/// assert!(evenhand_rules::CALENDARS.iter().any(|calendar| calendar.id == "cn"));
/// ```
pub const CALENDARS: &[CalendarFile] = include!(concat!(env!("OUT_DIR"), "/calendars.rs"));
