//! The rule packs that come with Evenhand, as text.
//!
//! Out: each file below `packs/`, with its path. This crate knows nothing of what the text means: it is
//! data that the `evenhand` crate reads like any other pack.

/// The bundled packs in the order of their paths: path below `packs/`, and the TOML text.
///
/// ```
/// assert!(evenhand_rules::PACKS.iter().any(|(path, _)| *path == "cn/dongying/city-appearance.toml"));
/// ```
pub const PACKS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/packs.rs"));
