//! TOML files, read along a description of their format.
//!
//! In: the bytes of a file, and the tables and keys that it can have. Out: values with their places, or faults. The
//! same description gives the JSON Schema and the reference. This room knows how formats are described, but no format.
//!
//! * `shape`: the terms in which a format is described.
//! * `parse`: from bytes to a TOML tree that can be walked.
//! * `reader`: reads one table along its description, and reports what does not fit.
//! * `schema`: prints a description.

mod parse;
mod reader;
#[cfg(feature = "reference")]
mod schema;
mod shape;

pub use parse::MAX_FILE_BYTES;
pub(crate) use parse::{root, text_file};
pub use reader::Located;
pub(crate) use reader::{Fields, Node, Reader, is_document_id, is_id_segment};
#[cfg(feature = "reference")]
pub(crate) use schema::{json_schema, reference};
pub use shape::{BILINGUAL, Key, Kind, Others, Table};
pub(crate) use shape::{optional, required, told};
