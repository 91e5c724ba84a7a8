use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::pieces::read_in_pieces;
use super::{
    Conventions, FactDeclaration, FactTypeDeclaration, InForce, LawDeclaration, LawVersion, Located,
    MAX_FACTS, Pack, PartsDeclaration, Source, SourceKind, UnknownFactRule, WhenSeveral,
};
use super::{format, format_document, format_item};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourceFile, Span, in_order, nearest};
use crate::feel::{CellTest, FactKind, Unit, reserved_word};
use crate::language::Bilingual;
use crate::number::{Interval, Range, Rational, Rounding, RoundingMode};
use crate::table::{Fields, Node, Reader, is_document_id, root, text_file};

/// Reads a pack from the bytes of a file; `name` is what reports call it by.
///
/// # Errors
/// All faults of the file at once. What only shows when formulas are checked comes later, from
/// [`RuleBook::load`](crate::RuleBook::load).
pub fn read_pack(name: &str, bytes: &[u8]) -> Result<Pack, Diagnostics> {
    match read_partly(name, bytes) {
        (Some(pack), faults) if faults.is_empty() => Ok(pack),
        (_, faults) => Err(Diagnostics(in_order(faults))),
    }
}

/// What could be read of a pack, and what was wrong with the rest.
pub(crate) fn read_partly(name: &str, bytes: &[u8]) -> (Option<Pack>, Vec<Diagnostic>) {
    match parse(name, bytes) {
        // A file that cannot be cut, or that has a fault of syntax, is read in one go.
        Ok((file, digest)) => read_in_pieces(&file, &digest).unwrap_or_else(|| read_whole(&file, &digest)),
        Err(faults) => (None, faults),
    }
}

/// The text of a file and its digest, if it is text that a reader can walk.
fn parse(name: &str, bytes: &[u8]) -> Result<(Arc<SourceFile>, String), Vec<Diagnostic>> {
    let file = text_file(name, bytes)?;
    Ok((file, digest(bytes)))
}

/// The SHA-256 of a file in hexadecimal digits.
pub(crate) fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn read_whole(file: &Arc<SourceFile>, digest: &str) -> (Option<Pack>, Vec<Diagnostic>) {
    let root = match root(file) {
        Ok(root) => root,
        Err(faults) => return (None, faults),
    };
    let mut reader = Reader::new(file);
    if !reader.known_format(&root) {
        return (None, reader.diagnostics);
    }
    let fields = reader.fields(&root, Span::default(), &format::PACK);
    let head = reader.head(&fields, digest);
    let penalties = fields.get("penalty").map(|node| reader.penalties(node)).unwrap_or_default();
    (head.map(|head| Pack { penalties, ..head }), reader.diagnostics)
}

impl Reader {
    /// Everything but the items.
    pub(super) fn head(&mut self, fields: &Fields<'_>, digest: &str) -> Option<Pack> {
        let id = fields.get("id").and_then(|node| self.pack_id(node));
        let title = self.bilingual_at(fields, "title");
        let currency =
            fields.get("currency").and_then(|node| self.choice(node, &[("CNY", "CNY"), ("TWD", "TWD")]));
        let rounding = fields.get("round").and_then(|node| self.rounding(node));
        let note = self.bilingual_at(fields, "note");
        let authority = self.bilingual_at(fields, "authority");
        let source = fields.get("source").and_then(|node| self.source(node));
        let in_force = fields.get("in-force").and_then(|node| self.in_force(node));
        let (conventions, parts) =
            fields.get("conventions").map(|node| self.conventions(node)).unwrap_or_default();
        let laws = fields.get("law").map(|node| self.laws(node)).unwrap_or_default();
        let facts = fields.get("facts").map(|node| self.facts(node)).unwrap_or_default();
        let declared = fields.get("facts").and_then(|node| node.get_ref().as_table());
        let unreadable_facts = declared
            .into_iter()
            .flat_map(|table| table.iter().map(|(name, _)| name.as_ref().to_string()))
            .filter(|name| facts.iter().all(|fact| fact.name.value != *name))
            .collect();
        let cancelled = fields.get("cancelled").map(|node| self.cancellations(node)).unwrap_or_default();
        let general = self.general(fields, parts);
        let (mut surcharges, mut scores, mut screens, mut indices) = Default::default();
        let (mut payment_screens, mut consistency, mut policies, mut compliances) = Default::default();
        if cfg!(feature = "whole") {
            (surcharges, scores) = (self.surcharges(fields), self.scores(fields));
            (screens, indices) = (self.screens(fields), self.indices(fields));
            payment_screens = self.payment_screens(fields);
            (consistency, policies) = (self.consistency_policies(fields), self.policies(fields));
            compliances = self.compliances(fields);
        }
        let (events, limits) = (self.events(fields), self.limits(fields));
        Some(Pack {
            file: Arc::clone(&self.file),
            digest: digest.to_owned(),
            id: id?,
            title: title?,
            currency: currency.unwrap_or("CNY").parse().ok()?,
            rounding: rounding.unwrap_or(Rounding::FEN),
            note,
            authority,
            source: source?,
            in_force: in_force?,
            conventions,
            laws,
            facts,
            penalties: Vec::new(),
            cancelled,
            general,
            surcharges,
            scores,
            screens,
            payment_screens,
            policies,
            compliances,
            indices,
            consistency,
            events,
            limits,
            unreadable_facts,
        })
    }

    fn pack_id(&mut self, node: &Node<'_>) -> Option<Located<String>> {
        let id = self.text(node)?;
        if is_document_id(&id.value) {
            return Some(id);
        }
        let message = format!("`{}` is not an id", id.value);
        let help = "lower-case words joined by dots, such as `cn.dongying.city-appearance`";
        self.report_with(Code::InvalidId, id.span, message, Some(help.into()));
        None
    }

    pub(super) fn rounding(&mut self, node: &Node<'_>) -> Option<Rounding> {
        let fields = self.table(node, &format::ROUND)?;
        let mode = fields.get("mode").and_then(|node| {
            let choices = RoundingMode::ALL.map(|(mode, name)| (name, mode));
            self.choice(node, &choices)
        });
        let to = fields.get("to")?;
        let step = Rational::from(self.number(to)?);
        if step <= Rational::ZERO {
            self.report(Code::NotAChoice, self.place(to.span()), "the step must be greater than zero");
            return None;
        }
        Rounding::new(step, mode?)
    }

    fn source(&mut self, node: &Node<'_>) -> Option<Source> {
        let fields = self.table(node, &format_document::SOURCE)?;
        let kind = fields.get("kind").and_then(|node| {
            self.choice(
                node,
                &[
                    ("statute", SourceKind::Statute),
                    ("regulation", SourceKind::Regulation),
                    ("discretion-standard", SourceKind::DiscretionStandard),
                    ("illustration", SourceKind::Illustration),
                ],
            )
        });
        let issuer = self.text_at(&fields, "issuer");
        let number = self.text_at(&fields, "number");
        let checked = self.date_at(&fields, "checked");
        let url = self.text_at(&fields, "url");
        let note = self.bilingual_at(&fields, "note");
        Some(Source {
            kind: kind?,
            issuer: issuer?.value,
            number: number.map(|number| number.value),
            checked: checked?,
            url: url.map(|url| url.value),
            note,
        })
    }

    fn in_force(&mut self, node: &Node<'_>) -> Option<InForce> {
        let fields = self.table(node, &format_document::IN_FORCE)?;
        let from_node = fields.get("from");
        let from = from_node.and_then(|node| self.date(node));
        let until = fields.get("until").and_then(|node| self.date(node).map(|until| (until, node)));
        let uncertain_from = self.date_at(&fields, "uncertain-from");
        let earlier_unrecorded = fields
            .get("earlier")
            .and_then(|node| self.choice(node, &[("unrecorded", true)]))
            .unwrap_or(false);
        let note = self.bilingual_at(&fields, "note");
        let (from, span) = (from?, self.place(from_node?.span()));
        if let Some((until, node)) = until
            && until < from
        {
            let message = format!("the last day {until} lies before the first day {from}");
            self.report(Code::EmptyPeriod, self.place(node.span()), message);
        }
        Some(InForce {
            from,
            until: until.map(|(until, _)| until),
            uncertain_from,
            earlier_unrecorded,
            note,
            span,
        })
    }

    fn laws(&mut self, node: &Node<'_>) -> Vec<LawDeclaration> {
        let Some(fields) = self.table(node, &format_document::LAWS) else { return Vec::new() };
        fields.others().into_iter().filter_map(|(name, node)| self.law(name, node)).collect()
    }

    fn law(&mut self, name: Located<String>, node: &Node<'_>) -> Option<LawDeclaration> {
        let fields = self.table(node, &format_document::LAW)?;
        let title = self.bilingual_at(&fields, "title");
        let document = fields.get("document").map(|node| self.pack_id(node));
        let until = fields.get("until").map(|node| self.date(node));
        let note = self.bilingual_at(&fields, "note");
        let version = match (document, until) {
            (Some(document), None) => LawVersion::Of(document?.value),
            (None, Some(until)) => LawVersion::Until(until?),
            _ => {
                let message = format!("the law `{}` has either `document` or `until`", name.value);
                self.report(Code::Contradiction, name.span, message);
                return None;
            }
        };
        Some(LawDeclaration { name, title: title?, version, note })
    }

    pub(super) fn when_several(&mut self, node: &Node<'_>) -> Option<WhenSeveral> {
        self.choice(
            node,
            &[
                ("unique", WhenSeveral::Unique),
                ("first", WhenSeveral::First),
                ("heaviest", WhenSeveral::Heaviest),
            ],
        )
    }

    /// The conventions of its tables, and which parts it divides ranges into.
    fn conventions(&mut self, node: &Node<'_>) -> (Conventions, Option<PartsDeclaration>) {
        let mut conventions = Conventions::default();
        let Some(fields) = self.table(node, &format::CONVENTIONS) else { return (conventions, None) };
        if let Some(choice) = fields.get("when-several").and_then(|node| self.when_several(node)) {
            conventions.when_several = choice;
        }
        conventions.when_several_basis = self.words_at(&fields, "when-several-basis");
        let unknown = [("refuse", UnknownFactRule::Refuse), ("lightest", UnknownFactRule::Lightest)];
        if let Some(choice) = fields.get("unknown-fact").and_then(|node| self.choice(node, &unknown)) {
            conventions.unknown_fact = choice;
        }
        let inclusive = [("inclusive", true), ("exclusive", false)];
        if let Some(choice) = fields.get("above").and_then(|node| self.choice(node, &inclusive)) {
            conventions.above = Some(choice);
        }
        if let Some(choice) = fields.get("below").and_then(|node| self.choice(node, &inclusive)) {
            conventions.below = Some(choice);
        }
        let parts = fields.get("parts").and_then(|node| self.parts(node));
        (conventions, parts)
    }

    pub(super) fn facts(&mut self, node: &Node<'_>) -> Vec<FactDeclaration> {
        let Some(fields) = self.table(node, &format::FACTS) else { return Vec::new() };
        let mut facts = Vec::new();
        for (name, node) in self.at_most(MAX_FACTS, "facts", node, fields.others()) {
            facts.extend(self.fact(name, node));
        }
        facts
    }

    fn fact(&mut self, name: Located<String>, node: &Node<'_>) -> Option<FactDeclaration> {
        self.fact_name(&name);
        let fields = self.table(node, &format::FACT)?;
        let label = self.bilingual_at(&fields, "label");
        let help = self.bilingual_at(&fields, "help");
        let kinds = [("number", 0_u8), ("boolean", 1), ("string", 2), ("date", 3)];
        let kind = fields.get("type").and_then(|node| self.choice(node, &kinds))?;
        let own_keys: &[&str] = match kind {
            0 => &["unit", "range", "decimals"],
            2 => &["values"],
            _ => &[],
        };
        for key in ["unit", "range", "decimals", "values"] {
            if let Some(node) = fields.get(key)
                && !own_keys.contains(&key)
            {
                let type_name = kinds.iter().find(|(_, other)| *other == kind).map_or("", |(name, _)| name);
                let message = format!("a {type_name} has no `{key}`");
                self.report(Code::Contradiction, self.place(node.span()), message);
            }
        }
        let kind = match kind {
            0 => self.number_fact(&fields)?,
            1 => FactTypeDeclaration::Boolean,
            2 => FactTypeDeclaration::Text(self.values(&fields)?),
            _ => FactTypeDeclaration::Date,
        };
        let aggravates = fields.get("aggravates").is_some_and(|node| self.aggravates(node, &kind));
        Some(FactDeclaration { name, label, help, kind, aggravates })
    }

    /// Whether more of a fact is graver. Only `true` has a meaning: what is lighter is not told, and days have no order
    /// of gravity.
    fn aggravates(&mut self, node: &Node<'_>, kind: &FactTypeDeclaration) -> bool {
        let Some(said) = self.boolean(node) else { return false };
        let message = match (said, kind) {
            (true, FactTypeDeclaration::Date) => {
                "a date has no `aggravates`: a later day is not a graver one"
            }
            (true, _) => return true,
            (false, _) => "expected `true`; where nothing is said about the order, leave `aggravates` out",
        };
        let code = if said { Code::Contradiction } else { Code::NotAChoice };
        self.report(code, self.place(node.span()), message);
        false
    }

    /// A fact's name must be a name of the formula language and no key of a tier.
    pub(super) fn fact_name(&mut self, name: &Located<String>) {
        let plain = name.value.chars().enumerate().all(|(index, part)| {
            if index == 0 { part.is_alphabetic() } else { part.is_alphanumeric() || part == '_' }
        });
        let key = format_item::ROW.keys.iter().any(|key| key.name == name.value);
        let (message, help) = if !plain || name.value.is_empty() {
            (format!("`{}` is not a name", name.value), "letters, digits and `_`, starting with a letter")
        } else if key || reserved_word(&name.value) {
            (
                format!("`{}` cannot be the name of a fact", name.value),
                "it has a meaning of its own in tiers or formulas",
            )
        } else {
            return;
        };
        self.report_with(Code::InvalidName, name.span, message, Some(help.into()));
    }

    fn number_fact(&mut self, fields: &Fields<'_>) -> Option<FactTypeDeclaration> {
        let unit = fields.get("unit").map(|node| {
            let text = self.text(node)?;
            let unit: Result<Unit, _> = text.value.parse();
            if let Err(error) = &unit {
                let help = match nearest(error.0.trim(), Unit::symbols()) {
                    Some(symbol) => format!("did you mean `{symbol}`?"),
                    None => format!("the base units are {}", Unit::symbols().collect::<Vec<_>>().join(", ")),
                };
                let place = text.inner.zip(text.value.find(&error.0)).map(|(inner, offset)| {
                    let start = inner.saturating_add(offset);
                    Span::new(start, start.saturating_add(error.0.len()))
                });
                self.report_with(
                    Code::UnknownUnit,
                    place.unwrap_or(text.span),
                    error.to_string(),
                    Some(help),
                );
            }
            unit.ok()
        });
        let decimals = match fields.get("decimals") {
            Some(node) => self.number(node).and_then(|number| {
                let whole = u32::try_from(number).ok().filter(|_| number.is_integer());
                let decimals = whole.filter(|decimals| *decimals <= 10);
                if decimals.is_none() {
                    self.report(
                        Code::NotAChoice,
                        self.place(node.span()),
                        "expected a whole number from 0 to 10",
                    );
                }
                decimals
            }),
            None => Some(0),
        };
        let Some(node) = fields.get("range") else {
            let help = Some("its least and greatest value, such as `range = \"(0..100000]\"`".into());
            let span = self.first_line(fields.span);
            self.report_with(Code::MissingKey, span, "a number needs a `range`", help);
            return None;
        };
        let (range, decimals) = (self.range(node)?, decimals?);
        for limit in [range.low.value(), range.high.value()].into_iter().flatten() {
            if limit.to_decimal().is_none_or(|limit| limit.normalize().scale() > decimals) {
                let message = format!("the fact has at most {decimals} decimals, {limit} has more");
                self.report(Code::TooManyDecimals, self.place(node.span()), message);
                return None;
            }
        }
        if range.low.value().is_none() || range.high.value().is_none() {
            let message = "the range needs a least and a greatest value";
            self.report(Code::InvalidRange, self.place(node.span()), message);
            return None;
        }
        if range.on_grid(decimals).is_none() {
            let message = format!("no number with {decimals} decimals lies in {range}");
            self.report(Code::InvalidRange, self.place(node.span()), message);
            return None;
        }
        Some(FactTypeDeclaration::Number { unit: unit.unwrap_or(Some(Unit::NONE))?, range, decimals })
    }

    /// One range of constants.
    pub(super) fn range(&mut self, node: &Node<'_>) -> Option<Range> {
        let text = self.text(node)?;
        let kind = FactKind::Number { unit: Unit::NONE, range: Interval::ALL, decimals: None };
        match CellTest::read(&text.value, "range", &kind) {
            Ok(CellTest::Number { ranges, negated: false }) => {
                if let [range] = ranges.as_slice() {
                    return Some(*range);
                }
                self.report(Code::InvalidRange, text.span, "expected one range such as (0..100000]");
            }
            Ok(_) => self.report(Code::InvalidRange, text.span, "expected one range such as (0..100000]"),
            Err(error) => {
                let span = text.inner.map_or(text.span, |inner| error.span.shifted(inner));
                self.report_with(Code::InvalidRange, span, error.message, error.help);
            }
        }
        None
    }

    fn values(&mut self, fields: &Fields<'_>) -> Option<Vec<(String, Bilingual)>> {
        let Some(node) = fields.get("values") else {
            let help = Some("the words that it can be, such as `values = [\"a\", \"b\"]`".into());
            self.report_with(
                Code::MissingKey,
                self.first_line(fields.span),
                "a string needs its `values`",
                help,
            );
            return None;
        };
        let mut values = Vec::new();
        if let toml::de::DeValue::Table(_) = node.get_ref() {
            for (value, node) in self.table(node, &format::VALUES)?.others() {
                let label = self.bilingual(node)?;
                values.push((value.value, label));
            }
        } else {
            if !matches!(node.get_ref(), toml::de::DeValue::Array(_)) {
                self.wrong_type(node, "a list of words, or a table with a label for each");
                return None;
            }
            for node in self.list(node) {
                let value = self.text(node)?.value;
                if values.iter().any(|(known, _)| *known == value) {
                    let message = format!("the value \"{value}\" stands twice");
                    self.report(Code::Contradiction, self.place(node.span()), message);
                }
                let label = Bilingual::same(&value);
                values.push((value, label));
            }
        }
        if values.is_empty() {
            self.report(Code::InvalidRange, self.place(node.span()), "a string needs at least one value");
            return None;
        }
        // `-` in a cell means anything, so that no cell could test for it.
        if let Some((value, _)) = values.iter().find(|(value, _)| value.trim().is_empty() || value == "-") {
            let message = format!("\"{value}\" cannot be a value");
            self.report(Code::InvalidName, self.place(node.span()), message);
            return None;
        }
        Some(values)
    }
}
