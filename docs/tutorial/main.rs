//! A fine, from rules that are built into a program.

use std::error::Error;

use evenhand::{Facts, RuleBook};
use rust_decimal::dec;

fn main() -> Result<(), Box<dyn Error>> {
    let book = RuleBook::load([("stalls.toml", include_str!("stalls.toml"))])?;
    let item = book.on("2026-11-22".parse()?).item("xx.town.stalls/12")?;
    let outcome = item.assess(&Facts::new().with("area", dec!(4.5)).with("repeat", true))?;
    assert_eq!(outcome.decision().fine.map(|fine| fine.max.to_string()), Some("337.5".to_owned()));
    Ok(())
}
