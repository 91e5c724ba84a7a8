//! Rules to be checked, made in large numbers.

#![allow(clippy::expect_used, reason = "a benchmark that cannot run should stop")]
#![allow(clippy::arithmetic_side_effects, reason = "counts of a benchmark")]
#![allow(clippy::indexing_slicing, reason = "places in lists of the benchmark itself")]

use std::fmt::Write;

use evenhand::RuleBook;

const HEAD: &str = "format = 1\nid = \"xx.drawn\"\ntitle = { zh = \"例\", en = \"drawn\" }\n\
    source = { kind = \"illustration\", issuer = \"nobody\", checked = 2026-11-21 }\n\
    in-force = { from = 2026-01-01 }\n";

/// The bundled packs.
pub(crate) fn bundled() -> RuleBook {
    RuleBook::load(evenhand_rules::PACKS.iter().map(|pack| (pack.path, pack.text)))
        .expect("the bundled packs are sound")
}

/// The items of Shenzhen's standard again and again, in other documents, until there are 10,000.
pub(crate) fn ten_thousand_items() -> RuleBook {
    let pack = evenhand_rules::PACKS.iter().find(|pack| pack.path.contains("shenzhen"));
    let text = pack.expect("the standard of Shenzhen").text;
    let copies = 10_000_usize.div_ceil(text.matches("\n[penalty.").count());
    let id = "cn.shenzhen.city-management";
    let packs = (0..copies).map(|copy| (format!("{copy}.toml"), text.replace(id, &format!("{id}-{copy}"))));
    let book = RuleBook::load(packs).expect("the copies are sound");
    assert!(book.items().count() >= 10_000, "ten thousand items");
    book
}

/// A hostile table.
pub(crate) fn table((cells, rows, facts): (Cells, usize, u64)) -> RuleBook {
    RuleBook::load([("drawn.toml", drawn(cells, rows, facts, 1))]).expect("the table loads")
}

/// Hostile tables: their cells, rows and facts.
pub(crate) const TABLES: [(Cells, usize, u64); 8] = [
    (Cells::Wide, 30, 6),
    (Cells::Narrow, 30, 6),
    (Cells::Mixed, 30, 6),
    (Cells::Together, 30, 6),
    (Cells::Wide, 100, 8),
    (Cells::Narrow, 100, 8),
    (Cells::Mixed, 100, 8),
    (Cells::Together, 100, 8),
];

/// Random numbers that are the same each time.
struct Draw(u64);

impl Draw {
    fn below(&mut self, end: u64) -> u64 {
        // The constants of Knuth's MMIX.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// What the cells of a random table look like.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cells {
    /// A wide range of numbers in every cell: nearly everything meets.
    Wide,
    /// A narrow range of numbers in every cell.
    Narrow,
    /// Half of the cells say nothing, the other half are ranges, texts, truth values and negations.
    Mixed,
    /// As mixed, and every fourth row adds up two facts.
    Together,
}

fn drawn(cells: Cells, rows: usize, facts: u64, seed: u64) -> String {
    let mut draw = Draw(seed);
    let mut pack = HEAD.to_owned();
    let mixed = matches!(cells, Cells::Mixed | Cells::Together);
    for fact in 0..facts {
        let kind = match fact % 4 {
            2 if mixed => "{ type = \"boolean\" }",
            3 if mixed => "{ type = \"string\", values = [\"a\", \"b\", \"c\", \"d\"] }",
            _ => "{ type = \"number\", range = \"[0..1000]\", decimals = 2 }",
        };
        writeln!(pack, "facts.f{fact} = {kind}").expect("text");
    }
    pack.push_str("[penalty.1]\ntitle = { zh = \"例\", en = \"drawn\" }\nbasis = \"1\"\ntiers = [\n");
    for row in 0..rows {
        pack.push_str("  { ");
        for fact in 0..facts {
            if mixed && draw.below(2) == 0 {
                continue;
            }
            let low = draw.below(900);
            let cell = match (cells, fact % 4) {
                (Cells::Mixed | Cells::Together, 2) => (draw.below(2) == 0).to_string(),
                (Cells::Mixed | Cells::Together, 3) => {
                    format!(
                        "not(\"{}\")",
                        ["a", "b", "c", "d"][usize::try_from(draw.below(4)).expect("small")]
                    )
                }
                (Cells::Wide, _) => format!("[{}..{})", draw.below(300), 700 + draw.below(300)),
                (Cells::Narrow, _) => format!("[{low}..{}.5)", low + 1 + draw.below(100)),
                _ if draw.below(4) == 0 => format!("not({low})"),
                _ => format!("({low}..{}]", low + 1 + draw.below(100)),
            };
            write!(pack, "f{fact} = '{cell}', ").expect("text");
        }
        if matches!(cells, Cells::Together) && row % 4 == 0 {
            write!(pack, "when = 'f0 + f1 > {}', ", draw.below(1000)).expect("text");
        }
        writeln!(pack, "fine = {} }},", 100 * (row + 1)).expect("text");
    }
    pack.push_str("]\n");
    pack
}
