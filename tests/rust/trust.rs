//! Only trusted files become rules: by digest, by signature; one changed byte is enough to be refused.
#![allow(clippy::expect_used, reason = "a test that cannot run must fail")]

use std::io::Cursor;

use evenhand::diagnostic::Code;
use evenhand::{RuleBook, Trust, TrustError};
use minisign::KeyPair;
use proptest::prelude::*;

const PACK: &str = include_str!("../vectors/packs/kinds.toml");
/// Of the text above, by `sha256sum`: it also stands in the kept outcomes.
const OUTCOME: &str = include_str!("../vectors/outcomes/adjust.json");

fn digest() -> String {
    let outcome: serde_json::Value = serde_json::from_str(OUTCOME).expect("an outcome");
    outcome["version"]["sha256"].as_str().expect("a digest").to_owned()
}

fn keys() -> KeyPair {
    KeyPair::generate_unencrypted_keypair().expect("a pair of keys")
}

fn signed(keys: &KeyPair, bytes: &[u8]) -> String {
    let signature = minisign::sign(Some(&keys.pk), &keys.sk, Cursor::new(bytes), Some("kinds.toml"), None);
    signature.expect("a signature").into_string()
}

fn trusting(keys: &KeyPair) -> Trust {
    Trust::none().with_key(&keys.pk.to_base64()).expect("a key")
}

fn codes(bytes: &[u8], signature: Option<&str>, trust: &Trust) -> Vec<Code> {
    match RuleBook::load_trusted([("kinds.toml", bytes, signature)], trust) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.0.iter().map(|fault| fault.code).collect(),
    }
}

#[test]
fn a_file_with_the_digest_is_taken_and_no_other() {
    let trust = Trust::none().with_digest(&digest().to_uppercase()).expect("a digest");
    assert_eq!(codes(PACK.as_bytes(), None, &trust), []);
    let changed = PACK.replacen('1', "2", 1);
    assert_eq!(codes(changed.as_bytes(), None, &trust), [Code::OtherFile]);
    assert_eq!(codes(PACK.as_bytes(), None, &Trust::none()), [Code::OtherFile]);
}

#[test]
fn a_file_signed_with_a_trusted_key_is_taken_and_no_other() {
    let (office, stranger) = (keys(), keys());
    let signature = signed(&office, PACK.as_bytes());
    assert_eq!(codes(PACK.as_bytes(), Some(&signature), &trusting(&office)), []);
    // The file of the key serves as well as the key.
    let box_ = office.pk.to_box().expect("a file of a key").into_string();
    let trust = Trust::none().with_key(&box_).expect("the file of a key");
    assert_eq!(codes(PACK.as_bytes(), Some(&signature), &trust), []);

    assert_eq!(codes(PACK.as_bytes(), None, &trusting(&office)), [Code::Unsigned]);
    assert_eq!(codes(PACK.as_bytes(), Some(&signature), &trusting(&stranger)), [Code::WrongSignature]);
    assert_eq!(codes(PACK.as_bytes(), Some("signed by me"), &trusting(&office)), [Code::WrongSignature]);
    let both = trusting(&stranger).with_key(&office.pk.to_base64()).expect("a key");
    assert_eq!(codes(PACK.as_bytes(), Some(&signature), &both), []);
    let by_digest = trusting(&stranger).with_digest(&digest()).expect("a digest");
    assert_eq!(codes(PACK.as_bytes(), None, &by_digest), []);
}

#[test]
fn one_file_that_is_refused_keeps_all_out_and_nothing_of_it_is_read() {
    let trust = Trust::none().with_digest(&digest()).expect("a digest");
    // Not even that it is no TOML is found out.
    let files = [("kinds.toml", PACK, None::<&str>), ("broken.toml", "= [", None)];
    let faults = RuleBook::load_trusted(files, &trust).expect_err("a file is not trusted");
    assert_eq!(faults.0.iter().map(|fault| fault.code).collect::<Vec<_>>(), [Code::OtherFile]);
}

#[test]
fn what_is_neither_digest_nor_key_is_said_to_be_none() {
    for wrong in ["", "d4d5", &"g".repeat(64), &digest()[1..]] {
        assert_eq!(Trust::none().with_digest(wrong).err(), Some(TrustError::NotADigest(wrong.to_owned())));
    }
    for wrong in ["", "RWQ", "untrusted comment: key\n"] {
        assert!(matches!(Trust::none().with_key(wrong), Err(TrustError::NotAKey(_))), "{wrong:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_changed_byte_is_refused(place in 0..PACK.len(), by in 1..=255_u8) {
        let office = keys();
        let signature = signed(&office, PACK.as_bytes());
        let trust = Trust::none().with_digest(&digest()).expect("a digest");
        let mut bytes = PACK.as_bytes().to_vec();
        bytes[place] ^= by;
        prop_assert_eq!(codes(&bytes, None, &trust), [Code::OtherFile]);
        prop_assert_eq!(codes(&bytes, Some(&signature), &trusting(&office)), [Code::WrongSignature]);
    }

    #[test]
    fn any_signature_that_is_cut_or_bent_is_refused(place in 0..300_usize, by in 1..=127_u8) {
        let office = keys();
        let signature = signed(&office, PACK.as_bytes());
        let mut bytes = signature.clone().into_bytes();
        let place = place % bytes.len();
        bytes[place] ^= by;
        let Ok(bent) = String::from_utf8(bytes) else { return Ok(()) };
        // Its first line is a remark that nothing rests on, and so is white space at its end.
        let matters = |text: &str| text.lines().skip(1).map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
        prop_assume!(matters(&bent) != matters(&signature));
        prop_assert_eq!(codes(PACK.as_bytes(), Some(&bent), &trusting(&office)), [Code::WrongSignature]);
        let cut = signature.get(..place).unwrap_or_default();
        if matters(cut) != matters(&signature) {
            prop_assert_eq!(codes(PACK.as_bytes(), Some(cut), &trusting(&office)), [Code::WrongSignature]);
        }
    }
}
