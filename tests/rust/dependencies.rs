//! What the project depends on is what `docs/dependencies.md` says, and all packages have one version.
#![allow(clippy::expect_used, reason = "a test that cannot run must fail")]

use std::collections::BTreeSet;

const LIST: &str = include_str!("../../docs/dependencies.md");
const WORKSPACE: &str = include_str!("../../Cargo.toml");
const REQUIREMENTS: [&str; 5] = [
    include_str!("../../bindings-python/benches/requirements.txt"),
    include_str!("../../bindings-python/tests/requirements.txt"),
    include_str!("../python/calendar_requirements.txt"),
    include_str!("../python/requirements.txt"),
    include_str!("../python/spark_requirements.txt"),
];
const PACKAGE: &str = include_str!("../../bindings-wasm/package.json");
const PEERS: &str = include_str!("../../bindings-wasm/benches/peers/package.json");
const REGORUS: &str = include_str!("../../bindings-wasm/benches/peers/regorus/Cargo.toml");
const FUZZ: &str = include_str!("../../fuzz/Cargo.toml");
const WHEEL: &str = include_str!("../../bindings-python/pyproject.toml");

/// The names in the first column of the list's tables.
fn listed() -> BTreeSet<String> {
    let cells = LIST.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    let names: Vec<String> = cells.map(|(name, _)| name.to_owned()).collect();
    let set: BTreeSet<String> = names.iter().cloned().collect();
    assert_eq!(set.len(), names.len(), "a name stands in the list twice");
    set
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).expect("a manifest is JSON")
}

fn toml(text: &str) -> toml::Table {
    text.parse().expect("a manifest is TOML")
}

fn named() -> BTreeSet<String> {
    let workspace = toml(WORKSPACE);
    let crates = workspace["workspace"]["dependencies"].as_table().expect("a table of dependencies");
    let mut names: BTreeSet<String> = crates
        .iter()
        .filter(|(_, wanted)| wanted.get("path").is_none())
        .map(|(name, _)| name.clone())
        .collect();
    for manifest in [REGORUS, FUZZ] {
        let manifest = toml(manifest);
        let all = manifest["dependencies"].as_table().expect("a table of dependencies");
        names.extend(all.keys().filter(|name| *name != "evenhand").cloned());
    }
    for line in REQUIREMENTS.iter().flat_map(|text| text.lines()).filter(|line| line.contains("==")) {
        let name = line.split(['=', '[']).next().expect("a name");
        names.insert(name.to_owned());
    }
    for (manifest, key) in [(PACKAGE, "devDependencies"), (PEERS, "dependencies")] {
        let manifest = json(manifest);
        names.extend(manifest[key].as_object().expect("a table of packages").keys().cloned());
    }
    names
}

#[test]
fn every_dependency_is_in_the_list_and_nothing_else_is() {
    let (listed, named) = (listed(), named());
    let missing: Vec<_> = named.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&named).collect();
    assert!(missing.is_empty() && gone.is_empty(), "not in the list: {missing:?}; no longer used: {gone:?}");
}

#[test]
fn what_is_for_the_tests_alone_never_reaches_a_user() {
    // No package of npm comes along; the wheel has its plots as an extra.
    assert_eq!(json(PACKAGE).get("dependencies"), None);
    assert_eq!(toml(WHEEL)["project"].get("dependencies"), None);
}

#[test]
fn crate_wheel_and_npm_package_have_one_version() {
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(json(PACKAGE)["version"], version);
    // The wheel takes it from its crate, which takes the workspace's.
    let dynamic = &toml(WHEEL)["project"]["dynamic"];
    assert_eq!(dynamic.as_array().expect("a list").as_slice(), [toml::Value::from("version")]);
    for (name, manifest) in [
        ("core", include_str!("../../core/Cargo.toml")),
        ("rules-data", include_str!("../../rules-data/Cargo.toml")),
        ("bindings-python", include_str!("../../bindings-python/Cargo.toml")),
        ("bindings-wasm", include_str!("../../bindings-wasm/Cargo.toml")),
    ] {
        assert_eq!(toml(manifest)["package"]["version"]["workspace"], toml::Value::from(true), "{name}");
    }
    for own in ["evenhand", "evenhand-rules"] {
        assert_eq!(toml(WORKSPACE)["workspace"]["dependencies"][own]["version"], toml::Value::from(version));
    }
}
