use rust_decimal::Decimal;

use super::score::{
    EntryDeclaration, ScoreDeclaration, ScoreExampleDeclaration, ScorePartDeclaration, TogetherDeclaration,
};
use super::{Located, format_score as score};
use crate::diagnostic::{Code, nearest};
use crate::language::Bilingual;
use crate::risk::{Count, EntryKind, ScorePeriod};
use crate::table::{Fields, Node, Reader, Table};

impl Reader {
    pub(super) fn scores(&mut self, fields: &Fields<'_>) -> Vec<ScoreDeclaration> {
        self.keyed(fields, "score", &score::SCORES, Self::score)
    }

    fn score(&mut self, key: Located<String>, node: &Node<'_>) -> Option<ScoreDeclaration> {
        // Formulas of a score that is only half there would be faulted for what is missing.
        let before = self.diagnostics.len();
        self.item_key(&key);
        let fields = self.table(node, &score::SCORE)?;
        let title = self.bilingual_at(&fields, "title");
        let basis = self.words_at(&fields, "basis");
        let period = fields.get("period").and_then(|node| self.choice(node, ScorePeriod::ALL));
        let together = fields.get("together").and_then(|node| self.together(node));
        let expects = self.each(&fields, "expects", Self::expectation);
        let parts = self.each(&fields, "parts", Self::score_part);
        let deductions = self.each(&fields, "deductions", |reader, node| {
            reader.entry(node, &score::SCORE_ENTRY, EntryKind::Deduction)
        });
        let bonuses = self.each(&fields, "bonuses", |reader, node| {
            reader.entry(node, &score::SCORE_ENTRY, EntryKind::Bonus)
        });
        let times = self.formula_at(&fields, "times");
        let mut counted = Vec::new();
        let declared = fields.get("counted").and_then(|node| self.table(node, &score::COUNTED));
        for (fact, node) in declared.map(|table| table.others()).unwrap_or_default() {
            counted.extend(self.choice(node, Count::ALL).map(|count| (fact, count)));
        }
        let assumes = self.each(&fields, "assumes", Self::bilingual);
        let note = self.bilingual_at(&fields, "note");
        let examples = self.each(&fields, "examples", Self::score_example);
        let declared = ScoreDeclaration {
            key,
            title: title?,
            basis: basis?,
            period: period?,
            together,
            expects,
            parts,
            entries: deductions.into_iter().chain(bonuses).collect(),
            times,
            counted,
            assumes,
            note,
            examples,
        };
        if self.diagnostics.len() == before {
            self.part_names(&declared);
        }
        Some(declared).filter(|_| self.diagnostics.len() == before)
    }

    /// Each part has a word of its own, and who names a part names one that there is.
    fn part_names(&mut self, score: &ScoreDeclaration) {
        for (place, part) in score.parts.iter().enumerate() {
            let earlier = score.parts.iter().take(place);
            if earlier.into_iter().any(|earlier| earlier.name.value == part.name.value) {
                let message = format!("the part `{}` is there twice", part.name.value);
                self.report(Code::Contradiction, part.name.span, message);
            }
        }
        let of_entries = score.entries.iter().filter_map(|entry| entry.part.as_ref());
        let of_examples = score.examples.iter().flat_map(|example| &example.parts).map(|(part, _)| part);
        for part in of_entries.chain(of_examples) {
            if score.parts.iter().all(|known| known.name.value != part.value) {
                self.unknown_part(part, &score.parts);
            }
        }
    }

    /// The worked examples of a table: they prove a rule, and decide nothing.
    pub(super) fn examples<T>(
        &mut self,
        fields: &Fields<'_>,
        read: impl FnMut(&mut Self, &Node<'_>) -> Option<T>,
    ) -> Vec<T> {
        if cfg!(feature = "whole") { self.each(fields, "examples", read) } else { Vec::new() }
    }

    pub(super) fn each<T>(
        &mut self,
        fields: &Fields<'_>,
        name: &str,
        mut read: impl FnMut(&mut Self, &Node<'_>) -> Option<T>,
    ) -> Vec<T> {
        let nodes = fields.get(name).map(|node| self.list(node)).unwrap_or_default();
        let mut all = Vec::with_capacity(nodes.len());
        for node in nodes {
            all.extend(read(self, node));
        }
        all
    }

    fn unknown_part(&mut self, part: &Located<String>, parts: &[ScorePartDeclaration]) {
        let names: Vec<&str> = parts.iter().map(|part| part.name.value.as_str()).collect();
        let help = match nearest(&part.value, names.iter().copied()) {
            Some(known) => format!("did you mean `{known}`?"),
            None => format!("the parts are {}", names.join(", ")),
        };
        let message = format!("there is no part `{}`", part.value);
        self.report_with(Code::NotAChoice, part.span, message, Some(help));
    }

    fn together(&mut self, node: &Node<'_>) -> Option<TogetherDeclaration> {
        let fields = self.table(node, &score::TOGETHER)?;
        let basis = self.words_at(&fields, "basis");
        let deductions = self.each(&fields, "deductions", |reader, node| {
            reader.entry(node, &score::ONCE, EntryKind::Deduction)
        });
        Some(TogetherDeclaration { basis: basis?, deductions })
    }

    fn expectation(&mut self, node: &Node<'_>) -> Option<(Bilingual, Located<String>)> {
        let fields = self.table(node, &score::EXPECTATION)?;
        let zh = self.text_at(&fields, "zh");
        let en = self.text_at(&fields, "en");
        let when = self.text_at(&fields, "when");
        Some((Bilingual { zh: zh?.value, en: en?.value }, when?))
    }

    fn score_part(&mut self, node: &Node<'_>) -> Option<ScorePartDeclaration> {
        let fields = self.table(node, &score::SCORE_PART)?;
        let name = self.text_at(&fields, "part");
        let title = self.bilingual_at(&fields, "title");
        let points = fields.get("points").and_then(|node| self.points(node));
        let floor = fields.get("floor").and_then(|node| self.number(node));
        Some(ScorePartDeclaration { name: name?, title: title?, points: points?, floor })
    }

    fn points(&mut self, node: &Node<'_>) -> Option<Decimal> {
        let points = self.number(node)?;
        if points.is_sign_negative() && !points.is_zero() {
            self.report(Code::InvalidAmount, self.place(node.span()), "the points are below zero");
            return None;
        }
        Some(points)
    }

    pub(super) fn entry(
        &mut self,
        node: &Node<'_>,
        table: &'static Table,
        kind: EntryKind,
    ) -> Option<EntryDeclaration> {
        let fields = self.table(node, table)?;
        let title = self.bilingual_at(&fields, "title");
        let basis = self.words_at(&fields, "basis");
        let part = self.text_at(&fields, "part");
        let points = self.formula_at(&fields, "points");
        let note = self.bilingual_at(&fields, "note");
        Some(EntryDeclaration { kind, title: title?, basis, part, points: points?, note })
    }

    fn score_example(&mut self, node: &Node<'_>) -> Option<ScoreExampleDeclaration> {
        let fields = self.table(node, &score::SCORE_EXAMPLE)?;
        let span = self.first_line(fields.span);
        let periods = match (fields.get("given"), fields.get("periods")) {
            (Some(node), None) => vec![self.given(node)],
            (None, Some(_)) => self.each(&fields, "periods", |reader, node| Some(reader.given(node))),
            _ => {
                self.report(Code::InvalidExample, span, "an example has either `given` or `periods`");
                return None;
            }
        };
        let once = fields.get("once").map(|node| self.given(node)).unwrap_or_default();
        let score = fields.get("score").map(|node| self.formula(node));
        let error = fields.get("error").map(|node| self.text(node));
        let expected = match (score, error) {
            (Some(score), None) => Ok(score?),
            (None, Some(error)) => Err(error?.value),
            _ => {
                let help =
                    Some("the points that come out, worked out by hand, or the code of the error".into());
                let message = "an example has either its `score` or an `error`";
                self.report_with(Code::InvalidExample, span, message, help);
                return None;
            }
        };
        let mut parts = Vec::new();
        let declared = fields.get("parts").and_then(|node| self.table(node, &score::PART_POINTS));
        for (name, node) in declared.map(|table| table.others()).unwrap_or_default() {
            parts.extend(self.number(node).map(|points| (name, points)));
        }
        let note = self.words_at(&fields, "note");
        Some(ScoreExampleDeclaration { span, periods, once, expected, parts, note })
    }
}
