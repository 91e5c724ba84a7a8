//! How tables stand on a page.

use comfy_table::{ContentArrangement, Table, presets};

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
