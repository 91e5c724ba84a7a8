//! The bundled packs among themselves.

use std::collections::{BTreeMap, BTreeSet};

use toml::{Table, Value};

/// What a fact's declaration says about its values.
type Shape = BTreeMap<&'static str, BTreeSet<String>>;

fn shape(fact: &Value) -> Shape {
    let told = |value: &Value| match value {
        // What a value is called may differ, and the order says only which is graver.
        Value::Table(values) => values.keys().cloned().collect(),
        Value::Array(values) => values.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        other => BTreeSet::from([format!("{other:?}")]),
    };
    let keys = ["type", "unit", "range", "decimals", "values"];
    keys.into_iter().filter_map(|key| Some((key, told(fact.get(key)?)))).collect()
}

/// Every declaration of a fact in a pack: where it stands, its name, its shape.
fn declarations(pack: &Table) -> Vec<(String, &str, Shape)> {
    let items = pack.get("penalty").and_then(Value::as_table).into_iter().flatten();
    let of_items = items.map(|(key, item)| (format!("/{key}"), item.get("facts")));
    let all = std::iter::once((String::new(), pack.get("facts"))).chain(of_items);
    let mut found = Vec::new();
    for (place, facts) in all {
        for (name, fact) in facts.and_then(Value::as_table).into_iter().flatten() {
            found.push((place.clone(), name.as_str(), shape(fact)));
        }
    }
    found
}

fn text<'a>(pack: &'a Table, key: &str) -> &'a str {
    pack.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn governs(pack: &Table, id: &str) -> bool {
    let starts =
        pack.get("governs").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let mut starts = starts.filter_map(|start| id.strip_prefix(start));
    text(pack, "id") == id || starts.any(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// A case gives a fact once, so it must mean the same to the item and to every document above it.
#[test]
fn a_fact_of_an_item_and_of_what_governs_it_is_of_one_kind() {
    let parsed =
        evenhand_rules::PACKS.iter().map(|pack| (pack.path, pack.text.parse().expect("a sound pack")));
    let packs: Vec<(&str, Table)> = parsed.collect();
    let mut compared = 0;
    let mut differences = Vec::new();
    for (above, law) in packs.iter().filter(|(_, pack)| pack.contains_key("governs")) {
        let general = declarations(law);
        let general = general.iter().filter(|(place, ..)| place.is_empty());
        let general: BTreeMap<&str, &Shape> = general.map(|(_, name, shape)| (*name, shape)).collect();
        for (below, pack) in packs.iter().filter(|(_, pack)| governs(law, text(pack, "id"))) {
            for (place, name, shape) in declarations(pack) {
                let Some(known) = general.get(name) else { continue };
                compared += 1;
                if **known != shape {
                    differences.push(format!("{name}: {above} {known:?}\n  but {below}{place} {shape:?}"));
                }
            }
        }
    }
    assert!(compared > 20, "the packs with a `governs` share the kind of party at least: {compared}");
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
}
