//! Which part of a release has another type than OCDS gives it: asked where a line could not be read.

use serde_json::Value;

use super::TenderFault;
use super::fault::LINE;
use crate::record::expected;

/// What a part must be.
enum Shape {
    /// A text, or an id that is a number.
    Text,
    /// Read by itself.
    Any,
    Object(&'static [(&'static str, Self)]),
    /// A list of objects.
    Objects(&'static [(&'static str, Self)]),
}

const ORGANISATIONS: Shape = Shape::Objects(&[("id", Shape::Text)]);

const PERIOD: Shape = Shape::Object(&[("startDate", Shape::Text), ("endDate", Shape::Text)]);

const BIDS: Shape = Shape::Objects(&[
    ("status", Shape::Text),
    ("date", Shape::Text),
    ("tenderers", ORGANISATIONS),
    ("value", Shape::Object(&[("amount", Shape::Any), ("currency", Shape::Text)])),
    ("preparer", Shape::Text),
    ("address", Shape::Text),
    ("account", Shape::Text),
]);

const ADDRESS: Shape = Shape::Object(&[
    ("streetAddress", Shape::Text),
    ("locality", Shape::Text),
    ("region", Shape::Text),
    ("postalCode", Shape::Text),
    ("countryName", Shape::Text),
]);

const RELEASE: Shape = Shape::Object(&[
    ("ocid", Shape::Text),
    (
        "tender",
        Shape::Object(&[
            ("status", Shape::Text),
            ("procurementMethod", Shape::Text),
            ("tenderPeriod", PERIOD),
        ]),
    ),
    ("bids", Shape::Object(&[("details", BIDS)])),
    ("awards", Shape::Objects(&[("status", Shape::Text), ("suppliers", ORGANISATIONS)])),
    ("parties", Shape::Objects(&[("id", Shape::Text), ("address", ADDRESS)])),
]);

/// The first part that does not fit; nothing where each has its type.
pub(super) fn misfit(line: &str) -> Option<TenderFault> {
    let release: Value = serde_json::from_str(line).ok()?;
    RELEASE.misfit("", &release)
}

impl Shape {
    fn misfit(&self, path: &str, value: &Value) -> Option<TenderFault> {
        let expected = match (self, value) {
            (Self::Any, _) | (Self::Text, Value::String(_)) => return None,
            (Self::Text, Value::Number(number)) if number.is_i64() || number.is_u64() => return None,
            (Self::Object(parts), Value::Object(_)) => return parts_misfit(parts, path, value),
            (Self::Objects(parts), Value::Array(values)) => {
                return values.iter().enumerate().find_map(|(place, value)| {
                    Self::Object(parts).misfit(&format!("{path}[{place}]"), value)
                });
            }
            (Self::Text, _) => expected("文字或者整数", "a text or a whole number"),
            (Self::Object(_), _) if path.is_empty() => expected("OCDS发布", "an OCDS release"),
            (Self::Object(_), _) => expected("对象", "an object"),
            (Self::Objects(_), _) => expected("列表", "a list"),
        };
        let found = match value {
            Value::Array(_) => "[…]".to_owned(),
            Value::Object(_) => "{…}".to_owned(),
            one => one.to_string(),
        };
        let field = if path.is_empty() { LINE } else { path };
        Some(TenderFault::new("not-json", field, expected, found))
    }
}

/// The first of the parts of an object that does not fit; what is `null` is not there.
fn parts_misfit(parts: &[(&str, Shape)], path: &str, value: &Value) -> Option<TenderFault> {
    let mut given = parts.iter().filter_map(|(name, shape)| Some((name, shape, value.get(name)?)));
    given.find_map(|(name, shape, part)| {
        let path = if path.is_empty() { (*name).to_owned() } else { format!("{path}.{name}") };
        if part.is_null() { None } else { shape.misfit(&path, part) }
    })
}
