//! What the fuzzer once found, and real rules bent in many places, through every way into the library.
#![allow(clippy::expect_used, reason = "a test that cannot run must fail")]

#[path = "entries/mod.rs"]
mod entries;

use std::fs;
use std::path::{Path, PathBuf};

use entries::ENTRIES;
use proptest::prelude::*;

fn folder(of: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz").join(of)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    files
}

#[test]
fn every_seed_and_all_that_was_found_goes_through() {
    for (name, entry) in ENTRIES {
        let seeds = files(&folder("seeds").join(name));
        assert!(!seeds.is_empty(), "{name} has no seeds");
        for file in seeds.into_iter().chain(files(&folder("found").join(name))) {
            entry(&fs::read(&file).expect("a file"));
        }
    }
}

#[test]
fn every_entry_has_its_target() {
    let targets: Vec<String> = files(&folder("fuzz_targets"))
        .iter()
        .filter_map(|file| Some(file.file_stem()?.to_str()?.to_owned()))
        .collect();
    let mut names: Vec<&str> = ENTRIES.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    assert_eq!(targets, names);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn bent_seeds_go_through(
        which in any::<prop::sample::Index>(),
        seed in any::<prop::sample::Index>(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
    ) {
        let (name, entry) = ENTRIES[which.index(ENTRIES.len())];
        let seeds = files(&folder("seeds").join(name));
        let mut bytes = fs::read(&seeds[seed.index(seeds.len())]).expect("a file");
        for (place, byte) in edits {
            if !bytes.is_empty() {
                let place = place.index(bytes.len());
                bytes[place] = byte;
            }
        }
        entry(&bytes);
    }

    #[test]
    fn any_bytes_go_through(which in any::<prop::sample::Index>(), bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        ENTRIES[which.index(ENTRIES.len())].1(&bytes);
    }
}
