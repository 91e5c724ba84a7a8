//! The JSON Schema that editors use agrees with the reader: what one accepts, the other accepts.

use std::collections::BTreeSet;

use evenhand::calendar::{self, Calendar};
use evenhand::pack::{json_schema, read_pack};
use jsonschema::Validator;
use serde_json::{Value, json};

fn validator() -> Validator {
    jsonschema::draft7::new(&json_schema()).expect("the schema is a schema")
}

/// A TOML file as the JSON that an editor hands to the schema.
fn as_json(text: &str) -> Value {
    let table: toml::Table = toml::from_str(text).expect("the pack is TOML");
    to_json(&toml::Value::Table(table))
}

fn to_json(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(number) => json!(number),
        toml::Value::Float(number) => json!(number),
        toml::Value::Boolean(value) => json!(value),
        toml::Value::Datetime(date) => json!(date.to_string()),
        toml::Value::Array(items) => items.iter().map(to_json).collect(),
        toml::Value::Table(table) => table
            .iter()
            .map(|(key, value)| (key.clone(), to_json(value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
    }
}

#[test]
fn every_bundled_pack_fits_the_schema() {
    let validator = validator();
    for file in evenhand_rules::PACKS {
        let pack = as_json(file.text);
        let errors: Vec<String> =
            validator.iter_errors(&pack).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{}\n{}", file.path, errors.join("\n"));
    }
}

const SOUND: &str = r#"
format = 1
id = "xx.town.stalls"
title = { zh = "示例", en = "Example" }
source = { kind = "illustration", issuer = "nobody", checked = 2026-11-21 }
in-force = { from = 2026-01-01 }
facts.area = { type = "number", unit = "m2", range = "(0..100000]", decimals = 2 }

[penalty.1]
title = { zh = "占道经营", en = "stall on the pavement" }
basis = "article 1"
statutory = "[0..2000]"
tiers = [{ area = "< 10", fine = 100 }, { area = ">= 10", fine = "min(100 * area, 2000)" }]
"#;

/// Each change makes the pack wrong for the reader and for the schema alike.
const FAULTS: &[(&str, &str)] = &[
    ("format = 1", "format = \"one\""),
    ("basis = \"article 1\"", ""),
    ("basis = ", "bases = "),
    ("kind = \"illustration\"", "kind = \"law\""),
    ("type = \"number\"", "type = \"integer\""),
    ("title = { zh = \"占道经营\", en", "title = { zh = \"占道经营\", de"),
    ("fine = 100 }", "fine = true }"),
    ("statutory = \"[0..2000]\"", "statutory = [0, 2000]"),
    ("checked = 2026-11-21", "checked = 20261121"),
];

#[test]
fn schema_and_reader_refuse_the_same_faults() {
    let validator = validator();
    assert!(read_pack("sound", SOUND.as_bytes()).is_ok());
    assert!(validator.is_valid(&as_json(SOUND)));
    for (from, to) in FAULTS {
        assert!(SOUND.contains(from), "{from}");
        let faulty = SOUND.replacen(from, to, 1);
        assert!(read_pack("faulty", faulty.as_bytes()).is_err(), "the reader accepts {to}");
        assert!(!validator.is_valid(&as_json(&faulty)), "the schema accepts {to}");
    }
}

/// Follows a value along the schema and notes each key that it uses, as `table/key`.
fn keys_used(schema: &Value, definitions: &Value, value: &Value, used: &mut BTreeSet<String>) {
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.strip_prefix("#/definitions/")) {
        let table = &definitions[name];
        for (key, value) in value.as_object().into_iter().flatten() {
            let known = &table["properties"][key];
            if known.is_null() {
                keys_used(&table["additionalProperties"], definitions, value, used);
            } else {
                used.insert(format!("{name}/{key}"));
                keys_used(known, definitions, value, used);
            }
        }
    }
    for branch in ["allOf", "anyOf"].iter().flat_map(|key| schema[*key].as_array().into_iter().flatten()) {
        keys_used(branch, definitions, value, used);
    }
    for item in value.as_array().into_iter().flatten() {
        keys_used(&schema["items"], definitions, item, used);
    }
}

/// The keys of a schema that no text has, as `table/key`.
fn keys_missing(schema: &Value, texts: &[&str]) -> Vec<String> {
    let mut used = BTreeSet::new();
    for text in texts {
        keys_used(schema, &schema["definitions"], &as_json(text), &mut used);
    }
    let tables = schema["definitions"].as_object().unwrap();
    let all = tables.iter().flat_map(|(name, table)| {
        let keys = table["properties"].as_object().into_iter().flatten();
        keys.map(move |(key, _)| format!("{name}/{key}"))
    });
    all.filter(|key| !used.contains(key)).collect()
}

#[test]
fn the_sound_files_with_every_key_have_every_key() {
    let pack = include_str!("../diagnostics/sound/every-key.toml");
    assert_eq!(keys_missing(&json_schema(), &[pack]), Vec::<String>::new());
    let calendar = include_str!("../diagnostics/calendars/sound/every-key.toml");
    let office = include_str!("../diagnostics/calendars/sound/of-an-office.toml");
    assert_eq!(keys_missing(&calendar::json_schema(), &[calendar, office]), Vec::<String>::new());
}

/// Each change makes the calendar wrong for the reader and for the schema alike.
const CALENDAR_FAULTS: &[(&str, &str)] = &[
    ("format = 1", "format = \"one\""),
    ("weekend = [\"friday\"", "weekend = [\"freitag\""),
    ("notice = { title = \"调整\" }", "notice = \"调整\""),
    ("name = { zh = \"元旦\", en", "name = { zh = \"元旦\", de"),
    ("off = [2026-01-02]", "off = 2026-01-02"),
    ("off = [2026-01-02]", "of = [2026-01-02]"),
    ("issued = 2025-11-04", "issued = 20251104"),
];

#[test]
fn calendars_fit_their_schema_and_their_faults_do_not() {
    let validator = jsonschema::draft7::new(&calendar::json_schema()).expect("the schema is a schema");
    let sound = include_str!("../diagnostics/calendars/sound/every-key.toml");
    let bundled = evenhand_rules::CALENDARS.iter().map(|file| file.text);
    for text in bundled.chain([sound, include_str!("../diagnostics/calendars/sound/of-an-office.toml")]) {
        assert!(validator.is_valid(&as_json(text)), "{text}");
    }
    for (from, to) in CALENDAR_FAULTS {
        assert!(sound.contains(from), "{from}");
        let faulty = sound.replacen(from, to, 1);
        assert!(Calendar::read("faulty", &faulty).is_err(), "the reader accepts {to}");
        assert!(!validator.is_valid(&as_json(&faulty)), "the schema accepts {to}");
    }
}
