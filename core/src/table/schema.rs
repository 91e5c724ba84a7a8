use serde_json::{Map, Value, json};

use super::shape::{Key, Kind, Table};

/// The JSON Schema of a format (draft 7, which editors of TOML understand); the first table is the root.
pub(crate) fn json_schema(title: &str, tables: &[&Table]) -> Value {
    let definitions: Map<String, Value> =
        tables.iter().map(|table| (table.name.to_owned(), table_schema(table))).collect();
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": title,
        "$ref": format!("#/definitions/{}", tables.first().map_or("", |root| root.name)),
        "definitions": definitions,
    })
}

fn table_schema(table: &Table) -> Value {
    let property = |key: &Key| {
        let mut schema = kind_schema(key.kind);
        if let Value::Object(schema) = &mut schema {
            schema.insert("description".into(), key.doc.into());
        }
        (key.name.to_owned(), schema)
    };
    let properties: Map<String, Value> = table.keys.iter().map(property).collect();
    let required: Vec<&str> = table.keys.iter().filter(|key| key.required).map(|key| key.name).collect();
    let others = match &table.others {
        Some(others) => {
            let mut schema = kind_schema(others.kind);
            if let Value::Object(schema) = &mut schema {
                schema.insert("description".into(), others.doc.into());
            }
            schema
        }
        None => Value::Bool(false),
    };
    json!({
        "description": table.doc,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": others,
    })
}

fn kind_schema(kind: Kind) -> Value {
    match kind {
        Kind::Text | Kind::Formula(_) => json!({ "type": "string" }),
        Kind::Number => json!({ "type": ["number", "string"] }),
        Kind::Integer => json!({ "type": "integer" }),
        Kind::Boolean => json!({ "type": "boolean" }),
        // Editors hand a TOML date to the schema as a string.
        Kind::Date => json!({ "type": "string", "format": "date" }),
        Kind::Choice(choices) => json!({ "enum": choices }),
        // Draft 7 ignores what stands beside `$ref`, so a description needs this form.
        Kind::Table(table) => json!({ "allOf": [{ "$ref": format!("#/definitions/{}", table.name) }] }),
        Kind::List(item) => json!({ "type": "array", "items": kind_schema(*item) }),
        Kind::Either(kinds) => {
            json!({ "anyOf": kinds.iter().map(|kind| kind_schema(*kind)).collect::<Vec<_>>() })
        }
    }
}

/// The reference of a format, in Markdown.
pub(crate) fn reference(tables: &[&Table]) -> String {
    let mut text = String::new();
    for table in tables {
        text.push_str(&format!(
            "\n## {}\n\n{}\n\n| key | value | meaning |\n|---|---|---|\n",
            table.name, table.doc
        ));
        for key in table.keys {
            let name = if key.required { format!("**`{}`**", key.name) } else { format!("`{}`", key.name) };
            text.push_str(&format!("| {name} | {} | {} |\n", kind_text(key.kind), key.doc));
        }
        if let Some(others) = &table.others {
            text.push_str(&format!("| *any other* | {} | {} |\n", kind_text(others.kind), others.doc));
        }
    }
    text
}

fn kind_text(kind: Kind) -> String {
    match kind {
        Kind::Text => "text".into(),
        Kind::Formula(what) => what.into(),
        Kind::Number => "number".into(),
        Kind::Integer => "whole number".into(),
        Kind::Boolean => "true or false".into(),
        Kind::Date => "date".into(),
        Kind::Choice(choices) => {
            choices.iter().map(|choice| format!("`{choice}`")).collect::<Vec<_>>().join(", ")
        }
        Kind::Table(table) => format!("[{0}](#{0})", table.name),
        Kind::List(item) => format!("list of {}", kind_text(*item)),
        Kind::Either(kinds) => kinds.iter().map(|kind| kind_text(*kind)).collect::<Vec<_>>().join(" or "),
    }
}
