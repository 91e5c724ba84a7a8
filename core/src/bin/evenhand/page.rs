//! How tables stand on a page.

use comfy_table::{ContentArrangement, Table, presets};
use evenhand::Language;
use evenhand::penalty::Document;

/// Columns of a page.
const PAGE_WIDTH: u16 = 110;

/// A table without lines, wrapped to a width that a terminal and a printed page have.
pub(crate) fn plain_table() -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(PAGE_WIDTH);
    table
}

/// The table without the blanks that fill its last column.
pub(crate) fn trim_lines(table: &str) -> String {
    table.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// An office as a table names it: records that tell none have a row of their own.
pub(crate) fn office_name(office: &str, language: Language) -> String {
    if office.is_empty() { language.pick("未注明", "not told") } else { office }.to_owned()
}

/// Which rule it was, in which version: the last line of an answer.
pub(crate) fn version_line(id: &str, document: &Document, language: Language) -> String {
    let (from, digest) = (document.in_force.from, document.digest.get(..12).unwrap_or(&document.digest));
    match language {
        Language::Chinese => format!("规则：{id} · 自{from}起施行 · sha256 {digest}"),
        Language::English => format!("Rule: {id} · in force from {from} · sha256 {digest}"),
    }
}
