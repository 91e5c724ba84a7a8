//! The terms in which a format is described.

/// A table of the format.
#[derive(Debug)]
pub struct Table {
    /// Its name in the reference.
    pub name: &'static str,
    /// What a message calls it.
    pub phrase: &'static str,
    /// What it is for.
    pub doc: &'static str,
    /// The keys that it can have.
    pub keys: &'static [Key],
    /// What other keys there may be: keys that the pack's author names.
    pub others: Option<Others>,
}

/// Keys that the author names.
#[derive(Debug)]
pub struct Others {
    /// What such a key is, for the reference.
    pub doc: &'static str,
    /// What stands behind it.
    pub kind: Kind,
}

/// A key of a table.
#[derive(Debug)]
pub struct Key {
    /// The key.
    pub name: &'static str,
    /// What stands behind it.
    pub kind: Kind,
    /// Whether it must be there.
    pub required: bool,
    /// What it means.
    pub doc: &'static str,
}

/// What can stand behind a key.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A text.
    Text,
    /// A text that is an expression, condition, amount or cell of the formula language.
    Formula(&'static str),
    /// A number, or a text that is one.
    Number,
    /// A whole number.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// A day.
    Date,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A table.
    Table(&'static Table),
    /// A list.
    List(&'static Kind),
    /// Any one of these.
    Either(&'static [Kind]),
}

/// A key without which there is a fault, whose help line is what it means.
pub(crate) const fn required(name: &'static str, kind: Kind, doc: &'static str) -> Key {
    Key { name, kind: held(kind), required: true, doc }
}

pub(crate) const fn optional(name: &'static str, kind: Kind, doc: &'static str) -> Key {
    Key { name, kind: held(kind), required: false, doc: told(doc) }
}

/// What only the reference and the JSON Schema say is not in a library without them.
pub(crate) const fn told(doc: &'static str) -> &'static str {
    if cfg!(feature = "reference") { doc } else { "" }
}

/// The same of the kind of a value, which leads to further tables: the reader knows it without.
const fn held(kind: Kind) -> Kind {
    if cfg!(feature = "reference") { kind } else { Kind::Text }
}

/// Words in two languages.
pub static BILINGUAL: Table = Table {
    name: "bilingual",
    phrase: "the text",
    doc: told("The same words in Chinese and in English."),
    keys: &[required("zh", Kind::Text, "In Chinese."), required("en", Kind::Text, "In English.")],
    others: None,
};
