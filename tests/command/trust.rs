//! What was kept is verified, by rules that are trusted.

use crate::{PACK, evenhand, file};

#[test]
fn a_kept_outcome_is_verified_against_rules_that_are_trusted() {
    let pack = file("trusted.toml", PACK.as_bytes());
    let pack = pack.to_str().expect("a path");
    let kept = evenhand(&[
        "assess",
        "xx.town.stalls/1",
        "area=16.8",
        "--on",
        "2026-03-01",
        "--rules",
        pack,
        "--json",
    ]);
    let outcome: serde_json::Value = serde_json::from_str(&kept.output).expect("an outcome");
    let digest = outcome["version"]["sha256"].as_str().expect("a digest");
    let digests = file("SHA256SUMS", format!("{digest}  trusted.toml\n").as_bytes());
    let digests = digests.to_str().expect("a path");
    let record = file("kept.json", kept.output.as_bytes());
    let record = record.to_str().expect("a path");

    let same = evenhand(&["verify", record, "--rules", pack, "--digests", digests, "--lang", "en"]);
    assert_eq!((same.code, same.output), (0, format!("{record}: the same bytes\n")));
    let changed = file("changed.json", kept.output.replacen("\"1680\"", "\"1690\"", 1).as_bytes());
    let changed = changed.to_str().expect("a path");
    let differs = evenhand(&["verify", changed, record, "--rules", pack, "--lang", "zh"]);
    let told =
        format!("{changed}: 不一致，首先是 fine.min：记录为 \"1690\"，现得 \"1680\"\n{record}: 一致\n");
    assert_eq!((differs.code, differs.output), (1, told));

    // One byte more, and the rules are others.
    let more = file("more.toml", format!("{PACK}\n").as_bytes());
    let more = more.to_str().expect("a path");
    let refused = evenhand(&["list", "--rules", more, "--digests", digests]);
    assert_eq!(refused.code, 1);
    assert!(refused.complaint.contains("error[E0901]"), "{}", refused.complaint);
    let key = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";
    let unsigned = evenhand(&["list", "--rules", pack, "--key", key]);
    assert!(unsigned.complaint.contains("error[E0902]"), "{}", unsigned.complaint);
    let no_key = evenhand(&["list", "--rules", pack, "--key", "mine"]);
    assert_eq!(no_key.code, 2);
    assert!(no_key.complaint.contains("--key: expected a public key of minisign"), "{}", no_key.complaint);
}
