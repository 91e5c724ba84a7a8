use super::format_screen as format;
use super::screen::ScreenDeclaration;
use crate::diagnostic::{Code, nearest};
use crate::language::Bilingual;
use crate::number::Rational;
use crate::risk::screen::{Fence, Flag, ScreenExample, Shared, Statistic, TESTS, Test};
use crate::table::{Fields, Located, Node, Reader};

/// The keys that only some tests have, and those tests.
const OWN_KEYS: [(&str, &[&str]); 7] = [
    ("when", &["statistics"]),
    ("bids", &["statistics", "regular-spacing", "constant-ratio"]),
    ("days", &["short-period"]),
    ("methods", &["short-period"]),
    ("quartiles", &["close-price", "heavy-discount", "low-success"]),
    ("fence", &["close-price", "heavy-discount", "low-success"]),
    ("percentile", &["low-success"]),
];

impl Reader {
    pub(super) fn screens(&mut self, fields: &Fields<'_>) -> Vec<ScreenDeclaration> {
        self.keyed(fields, "screen", &format::SCREENS, Self::screen)
    }

    fn screen(&mut self, key: Located<String>, node: &Node<'_>) -> Option<ScreenDeclaration> {
        let before = self.diagnostics.len();
        self.item_key(&key);
        let fields = self.table(node, &format::SCREEN)?;
        let title = self.bilingual_at(&fields, "title");
        let basis = self.words_at(&fields, "basis");
        let cancelled = self.boolean_at(&fields, "cancelled").unwrap_or(true);
        let mut flags: Vec<Flag> = Vec::new();
        for node in fields.get("flags").map(|node| self.list(node)).unwrap_or_default() {
            let Some(flag) = self.flag(node, basis.as_ref()) else { continue };
            if flags.iter().any(|known| known.code == flag.code) {
                let message = format!("the flag `{}` is there twice", flag.code);
                self.report(Code::Contradiction, self.place(node.span()), message);
            }
            flags.push(flag);
        }
        let note = self.bilingual_at(&fields, "note");
        let mut examples = Vec::new();
        for node in fields.get("examples").map(|node| self.list(node)).unwrap_or_default() {
            examples.extend(self.screen_example(node, &flags));
        }
        let declared =
            ScreenDeclaration { key, title: title?, basis: basis?, cancelled, flags, note, examples };
        // What is only half there would be faulted for what is missing.
        Some(declared).filter(|_| self.diagnostics.len() == before)
    }

    fn flag(&mut self, node: &Node<'_>, basis: Option<&Bilingual>) -> Option<Flag> {
        let fields = self.table(node, &format::FLAG)?;
        let code = self.text_at(&fields, "flag");
        let title = self.bilingual_at(&fields, "title");
        let own = fields.get("basis").map(|node| self.words(node));
        let note = self.bilingual_at(&fields, "note");
        let tests: Vec<(&str, &str)> = TESTS.iter().map(|test| (*test, *test)).collect();
        let test = self.choice(fields.get("test")?, &tests)?;
        for (key, tests) in OWN_KEYS {
            if let Some(node) = fields.get(key)
                && !tests.contains(&test)
            {
                let message = format!("`{test}` has no `{key}`");
                self.report(Code::Contradiction, self.place(node.span()), message);
            }
        }
        let test = self.test(test, &fields)?;
        let basis = own.unwrap_or_else(|| basis.cloned())?;
        Some(Flag { code: code?.value, title: title?, basis, test, note })
    }

    fn test(&mut self, test: &str, fields: &Fields<'_>) -> Option<Test> {
        Some(match test {
            "statistics" => {
                let when = self.when_statistics(fields.get("when"), fields)?;
                let needed = when.iter().map(|(statistic, _)| statistic.fewest()).max().unwrap_or(2);
                Test::Statistics { when, bids: self.fewest(fields, needed)? }
            }
            "identical-prices" => Test::IdenticalPrices,
            "regular-spacing" => Test::RegularSpacing(self.fewest(fields, 3)?),
            "constant-ratio" => Test::ConstantRatio(self.fewest(fields, 3)?),
            "shared-preparer" => Test::Shared(Shared::Preparer),
            "shared-address" => Test::Shared(Shared::Address),
            "shared-account" => Test::Shared(Shared::Account),
            "short-period" => {
                let days = self.needed(fields, "days", test)?;
                let days = self.whole(days)?;
                let methods = fields.get("methods").map(|node| self.list(node)).unwrap_or_default();
                let methods = methods.into_iter().map(|node| Some(self.text(node)?.value));
                Test::ShortPeriod(days, methods.collect::<Option<_>>()?)
            }
            "close-price" => Test::ClosePrice(self.fence(fields, test)?),
            "heavy-discount" => Test::HeavyDiscount(self.fence(fields, test)?),
            "low-success" => {
                let node = self.needed(fields, "percentile", test)?;
                let percentile = self.whole(node)?;
                let Some(percentile) = u8::try_from(percentile).ok().filter(|percent| *percent <= 100) else {
                    let message = "expected a percentile from 0 to 100";
                    self.report(Code::NotAChoice, self.place(node.span()), message);
                    return None;
                };
                Test::LowSuccess { percentile, fence: self.fence(fields, test)? }
            }
            "late-bid-won" => Test::LateBidWon,
            _ => Test::LowestDisqualified,
        })
    }

    /// A key that the test cannot do without.
    pub(super) fn needed<'a>(&mut self, fields: &Fields<'a>, key: &str, test: &str) -> Option<&'a Node<'a>> {
        let node = fields.get(key);
        if node.is_none() {
            let span = self.first_line(fields.span);
            self.report(Code::MissingKey, span, format!("`{test}` needs `{key}`"));
        }
        node
    }

    fn fewest(&mut self, fields: &Fields<'_>, least: usize) -> Option<usize> {
        let Some(node) = fields.get("bids") else { return Some(least) };
        let bids = self.whole(node)?;
        let bids = usize::try_from(bids).ok().filter(|bids| *bids >= least);
        if bids.is_none() {
            let message = format!("expected at least {least} bids: with fewer there is nothing to judge");
            self.report(Code::NotAChoice, self.place(node.span()), message);
        }
        bids
    }

    fn when_statistics(
        &mut self,
        node: Option<&Node<'_>>,
        fields: &Fields<'_>,
    ) -> Option<Vec<(Statistic, crate::number::Range)>> {
        let Some(node) = node else {
            let span = self.first_line(fields.span);
            self.report(Code::MissingKey, span, "`statistics` needs `when`");
            return None;
        };
        let mut when = Vec::new();
        for (name, node) in self.table(node, &format::WHEN)?.others() {
            let Some((_, statistic)) = Statistic::ALL.iter().find(|(code, _)| *code == name.value) else {
                let known = || Statistic::ALL.iter().map(|(code, _)| *code);
                let help = match nearest(&name.value, known()) {
                    Some(known) => format!("did you mean `{known}`?"),
                    None => format!("the statistics are {}", known().collect::<Vec<_>>().join(", ")),
                };
                let message = format!("there is no statistic `{}`", name.value);
                self.report_with(Code::NotAChoice, name.span, message, Some(help));
                continue;
            };
            when.push((*statistic, self.range(node)?));
        }
        if when.is_empty() {
            let message = "expected at least one statistic, such as `{ cv = \"<= 0.06\" }`";
            self.report(Code::MissingKey, self.place(node.span()), message);
            return None;
        }
        Some(when)
    }

    fn fence(&mut self, fields: &Fields<'_>, test: &str) -> Option<Fence> {
        let [quartiles, fixed] = ["quartiles", "fence"].map(|key| fields.get(key));
        let (node, fence): (_, fn(Rational) -> Fence) = match (quartiles, fixed) {
            (Some(node), None) => (node, Fence::Quartiles),
            (None, Some(node)) => (node, Fence::Fixed),
            _ => {
                let message = format!("`{test}` has either `quartiles` or `fence`");
                self.report(Code::Contradiction, self.first_line(fields.span), message);
                return None;
            }
        };
        let number = self.number(node)?;
        if number.is_sign_negative() {
            self.report(Code::InvalidAmount, self.place(node.span()), "expected no number below zero");
            return None;
        }
        Some(fence(number.into()))
    }

    fn screen_example(&mut self, node: &Node<'_>, known: &[Flag]) -> Option<ScreenExample> {
        let fields = self.table(node, &format::SCREEN_EXAMPLE)?;
        let line = self.file.line(self.first_line(fields.span).start);
        let (mut bids, mut flags) = (Vec::new(), Vec::new());
        for node in fields.get("bids").map(|node| self.list(node)).unwrap_or_default() {
            bids.extend(self.number(node));
        }
        for node in fields.get("flags").map(|node| self.list(node)).unwrap_or_default() {
            let flag = self.text(node)?;
            if known.iter().all(|known| known.code != flag.value) {
                let message = format!("the screen has no flag `{}`", flag.value);
                self.report(Code::InvalidExample, flag.span, message);
            }
            flags.push(flag.value);
        }
        let note = self.words_at(&fields, "note");
        Some(ScreenExample { line, bids, flags, note })
    }
}
