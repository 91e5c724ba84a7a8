use toml::de::DeValue;

use super::{
    Adjustment, Cancellation, Cells, Example, ExampleFine, Factor, FactorWeight, Located, MAX_ROWS, Measure,
    MeasureUse, Penalty, Persons, Requirement, Row, RowConditions, RowOutcome, Weights,
};
use super::{format, format_item};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::facts::Given;
use crate::feel::reserved_word;
use crate::table::{Fields, Node, Reader, is_document_id};

/// Letters, digits, dots and dashes.
fn is_item_key(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|part| part.is_ascii_alphanumeric() || part == '.' || part == '-')
}

impl Reader {
    pub(super) fn penalties(&mut self, node: &Node<'_>) -> Vec<Penalty> {
        let Some(fields) = self.table(node, &format_item::PENALTIES) else { return Vec::new() };
        let mut penalties = Vec::new();
        for (key, node) in fields.others() {
            self.item_key(&key);
            // Formulas of an item that is only half there would be faulted for what is missing.
            let before = self.diagnostics.len();
            let penalty = self.penalty(key, node);
            penalties.extend(penalty.filter(|_| self.diagnostics.len() == before));
        }
        penalties
    }

    pub(super) fn item_key(&mut self, key: &Located<String>) {
        if !is_item_key(&key.value) {
            let message = format!("`{}` is not the id of an item", key.value);
            let help = Some("letters, digits, dots and dashes, such as `46-4`".into());
            self.report_with(Code::InvalidId, key.span, message, help);
        }
    }

    /// The items of an earlier version that this one drops on purpose.
    pub(super) fn cancellations(&mut self, node: &Node<'_>) -> Vec<Cancellation> {
        let Some(fields) = self.table(node, &format::CANCELLATIONS) else { return Vec::new() };
        let mut cancelled = Vec::new();
        for (key, node) in fields.others() {
            self.item_key(&key);
            cancelled.extend(self.cancellation(key, node));
        }
        cancelled
    }

    fn cancellation(&mut self, key: Located<String>, node: &Node<'_>) -> Option<Cancellation> {
        let fields = self.table(node, &format::CANCELLATION)?;
        let title = self.bilingual_at(&fields, "title");
        let basis = self.words_at(&fields, "basis");
        let lawful = self.boolean_at(&fields, "lawful");
        let note = self.bilingual_at(&fields, "note");
        Some(Cancellation { key, title: title?, basis, lawful: lawful?, note })
    }

    /// The earlier items that an item takes over.
    fn replaces(&mut self, node: &Node<'_>) -> Vec<Located<String>> {
        let mut replaces = Vec::new();
        for node in self.list(node) {
            let Some(earlier) = self.text(node) else { continue };
            let sound = match earlier.value.split_once('/') {
                Some((document, key)) => is_document_id(document) && is_item_key(key),
                None => is_item_key(&earlier.value),
            };
            if sound {
                replaces.push(earlier);
                continue;
            }
            let message = format!("`{}` is not the id of an item", earlier.value);
            let help = "the key of an earlier item, such as `46-4`, or its id, such as `cn.dongying.city-appearance/46-4`";
            self.report_with(Code::InvalidId, earlier.span, message, Some(help.into()));
        }
        replaces
    }

    /// The ids of other items for the same conduct.
    fn same_conduct(&mut self, node: &Node<'_>) -> Vec<Located<String>> {
        let mut others = Vec::new();
        for node in self.list(node) {
            let Some(other) = self.text(node) else { continue };
            let sound = other
                .value
                .split_once('/')
                .is_some_and(|(document, key)| is_document_id(document) && is_item_key(key));
            if sound {
                others.push(other);
                continue;
            }
            let message = format!("`{}` is not the id of an item", other.value);
            let help = "the id with its document, such as `cn.dongying.city-appearance/46-4`";
            self.report_with(Code::InvalidId, other.span, message, Some(help.into()));
        }
        others
    }

    fn penalty(&mut self, key: Located<String>, node: &Node<'_>) -> Option<Penalty> {
        let fields = self.table(node, &format_item::PENALTY)?;
        self.exclude(&fields, "fine", &["weights", "base"]);
        self.exclude(&fields, "tiers", &["weights", "base"]);
        if fields.get("fine").is_none() && fields.get("tiers").is_none() {
            self.only_with(&fields, "base", "weights");
        }
        self.only_with(&fields, "when-several", "tiers");
        let title = self.bilingual_at(&fields, "title");
        let basis = self.words_at(&fields, "basis");
        let standard = self.bilingual_at(&fields, "standard");
        let authority = self.bilingual_at(&fields, "authority");
        let replaces = fields.get("replaces").map(|node| self.replaces(node)).unwrap_or_default();
        let same_conduct =
            fields.get("same-conduct-as").map(|node| self.same_conduct(node)).unwrap_or_default();
        let requires = fields.get("requires").map(|node| self.requirements(node)).unwrap_or_default();
        let may = self.boolean_at(&fields, "may").unwrap_or(false);
        let [statutory, fine, base, within] =
            ["statutory", "fine", "base", "within"].map(|key| self.optional_formula(&fields, key));
        let statutory_measures = fields.get("statutory-measures").map(|node| self.measure_list(node));
        let when_several = fields.get("when-several").and_then(|node| self.when_several(node));
        let mut tiers = Vec::new();
        if let Some(node) = fields.get("tiers") {
            let rows = self.list(node);
            for row in self.at_most(MAX_ROWS, "rows", node, rows) {
                tiers.extend(self.row(row));
            }
            self.not_empty(node, tiers.is_empty(), "a table needs at least one tier");
        }
        let weights = fields.get("weights").and_then(|node| self.weights(node));
        let mut adjust = Vec::new();
        for node in fields.get("adjust").map(|node| self.list(node)).unwrap_or_default() {
            adjust.extend(self.adjustment(node));
        }
        let rounding = fields.get("round").and_then(|node| self.rounding(node));
        let persons = fields.get("persons").and_then(|node| self.persons(node));
        if let (Some(Persons { fine: None, .. }), Some(span)) = (&persons, fields.key_span("persons"))
            && tiers.iter().all(|row| row.persons.is_none())
        {
            let help = Some("give it here, or in the tiers".into());
            self.report_with(Code::MissingKey, span, "`persons` has no `fine`", help);
        }
        let also = self.measures(&fields);
        let note = self.bilingual_at(&fields, "note");
        let facts = fields.get("facts").map(|node| self.facts(node)).unwrap_or_default();
        let examples = self.examples(&fields, Self::example);
        Some(Penalty {
            key,
            title: title?,
            basis: basis?,
            standard,
            authority,
            replaces,
            same_conduct,
            requires,
            may,
            statutory,
            statutory_measures,
            fine,
            when_several,
            tiers,
            base,
            weights,
            adjust,
            within,
            rounding,
            persons,
            also,
            note,
            facts,
            examples,
        })
    }

    /// Reports keys that make no sense together with `key`.
    pub(super) fn exclude(&mut self, fields: &Fields<'_>, key: &str, others: &[&str]) {
        let Some(place) = fields.key_span(key) else { return };
        for other in others {
            if let Some(span) = fields.key_span(other) {
                let message = format!("`{other}` does not go together with `{key}`");
                let fault = Diagnostic::new(Code::Contradiction, &self.file, span, message);
                self.diagnostics.push(fault.related(&self.file, place, ""));
            }
        }
    }

    /// Reports a key that means nothing without another one.
    pub(super) fn only_with(&mut self, fields: &Fields<'_>, key: &str, other: &str) {
        if let (Some(span), None) = (fields.key_span(key), fields.get(other)) {
            let message = format!("`{key}` is for `{other}`, which is missing");
            self.report(Code::Contradiction, span, message);
        }
    }

    /// Reports a list or table that holds nothing.
    fn not_empty(&mut self, node: &Node<'_>, is_empty: bool, message: &str) {
        let holds_nothing = match node.get_ref() {
            DeValue::Array(items) => items.is_empty(),
            DeValue::Table(table) => table.is_empty(),
            _ => false,
        };
        if is_empty && holds_nothing {
            self.report(Code::NoAmount, self.place(node.span()), message);
        }
    }

    fn optional_formula(&mut self, fields: &Fields<'_>, key: &str) -> Option<Located<String>> {
        fields.get(key).and_then(|node| self.formula(node))
    }

    fn requirements(&mut self, node: &Node<'_>) -> Vec<Requirement> {
        let nodes = match node.get_ref() {
            DeValue::Array(_) => self.list(node),
            _ => vec![node],
        };
        let mut requirements = Vec::new();
        for node in nodes {
            let Some(fields) = self.table(node, &format_item::REQUIREMENT) else { continue };
            let zh = self.text_at(&fields, "zh");
            let en = self.text_at(&fields, "en");
            let when = self.text_at(&fields, "when");
            if let (Some(zh), Some(en), Some(when)) = (zh, en, when) {
                if is_meant_as_name(&when.value) {
                    self.fact_name(&when);
                }
                let text = crate::language::Bilingual { zh: zh.value, en: en.value };
                requirements.push(Requirement { text, when });
            }
        }
        requirements
    }

    fn row(&mut self, node: &Node<'_>) -> Option<Row> {
        let fields = self.table(node, &format_item::ROW)?;
        self.exclude(&fields, "outcome", &["fine", "band", "statutory", "within", "persons"]);
        self.exclude(&fields, "band", &["fine"]);
        let tier = self.words_at(&fields, "tier");
        let conditions = self.conditions(&fields);
        let mut any = Vec::new();
        if let Some(node) = fields.get("any") {
            for node in self.list(node) {
                if let Some(group) = self.table(node, &format_item::CONDITIONS) {
                    any.push(self.conditions(&group));
                }
            }
            self.not_empty(node, any.is_empty(), "`any` needs at least one group of conditions");
        }
        let outcome = if let Some(node) = fields.get("outcome") {
            let exempt = self.choice(node, &[("no-penalty", true), ("measures", false)]);
            if exempt.unwrap_or(true) { RowOutcome::NoPenalty } else { RowOutcome::Measures }
        } else if let Some(fine) = self.optional_formula(&fields, "fine") {
            RowOutcome::Fine(fine)
        } else if let Some(node) = fields.get("band") {
            RowOutcome::Band(self.text(node)?)
        } else {
            RowOutcome::Inherited
        };
        Some(Row {
            span: fields.span,
            tier,
            conditions,
            any,
            outcome,
            statutory: self.optional_formula(&fields, "statutory"),
            within: self.optional_formula(&fields, "within"),
            also: self.measures(&fields),
            may: self.boolean_at(&fields, "may"),
            persons: self.optional_formula(&fields, "persons"),
            basis: self.words_at(&fields, "basis"),
            note: self.words_at(&fields, "note"),
        })
    }

    fn conditions(&mut self, fields: &Fields<'_>) -> RowConditions {
        let when = self.text_at(fields, "when");
        RowConditions { cells: self.cells(fields), when }
    }

    fn cells(&mut self, fields: &Fields<'_>) -> Cells {
        let mut cells = Vec::new();
        for (name, node) in fields.others() {
            // No cell is a list: where the name looks like a key of the row, it is that key, misspelt.
            if let DeValue::Array(_) | DeValue::Table(_) = node.get_ref()
                && let Some(known) = nearest(&name.value, format_item::ROW.keys.iter().map(|key| key.name))
            {
                let message = format!("unknown key `{}` in the tier", name.value);
                let help = Some(format!("did you mean `{known}`?"));
                self.report_with(Code::UnknownKey, name.span, message, help);
                continue;
            }
            cells.extend(self.cell(node).map(|cell| (name, cell)));
        }
        cells
    }

    fn weights(&mut self, node: &Node<'_>) -> Option<Weights> {
        let fields = self.table(node, &format_item::WEIGHTS)?;
        let [start, floor, cap] = ["start", "floor", "cap"].map(|key| self.optional_formula(&fields, key));
        let mut factors = Vec::new();
        if let Some(node) = fields.get("factors") {
            let list = self.list(node);
            for factor in self.at_most(MAX_ROWS, "factors", node, list) {
                factors.extend(self.factor(factor));
            }
            self.not_empty(node, factors.is_empty(), "a weighted table needs at least one factor");
        }
        Some(Weights { start, floor, cap, factors })
    }

    fn factor(&mut self, node: &Node<'_>) -> Option<Factor> {
        let fields = self.table(node, &format_item::FACTOR)?;
        let title = self.words_at(&fields, "title");
        let fact = self.text_at(&fields, "fact");
        let weight_node = fields.get("weight")?;
        let weight = match (fact, weight_node.get_ref()) {
            (Some(fact), DeValue::Table(_)) => {
                let table = self.table(weight_node, &format_item::CELL_WEIGHTS)?;
                let mut cells = Vec::new();
                self.not_empty(weight_node, true, "a factor needs at least one cell");
                for (cell, node) in self.at_most(MAX_ROWS, "cells", weight_node, table.others()) {
                    // A key stands with quotes or without; with escapes, its text has no place of its own.
                    let written = self.file.text().get(cell.span.start..cell.span.end).unwrap_or_default();
                    let quoted = usize::from(written.len() > cell.value.len());
                    let inner = cell.span.start.saturating_add(quoted);
                    let plain =
                        written.get(quoted..written.len().saturating_sub(quoted)) == Some(&cell.value);
                    let cell = Located { inner: plain.then_some(inner), ..cell };
                    cells.extend(self.formula(node).map(|weight| (cell, weight)));
                }
                FactorWeight::Cells(fact, cells)
            }
            (None, DeValue::Table(_)) => {
                let help = Some("name the fact that the cells test".into());
                self.report_with(Code::MissingKey, self.place(node.span()), "a factor has no `fact`", help);
                return None;
            }
            (Some(fact), _) => {
                let message = "a `fact` needs a weight for each of its cells";
                self.report(Code::Contradiction, fact.span, message);
                return None;
            }
            (None, _) => FactorWeight::Expression(self.formula(weight_node)?),
        };
        Some(Factor { span: fields.span, title, weight })
    }

    fn adjustment(&mut self, node: &Node<'_>) -> Option<Adjustment> {
        let fields = self.table(node, &format_item::ADJUSTMENT)?;
        let title = self.bilingual_at(&fields, "title");
        let when = self.text_at(&fields, "when");
        let times = self.optional_formula(&fields, "times");
        let basis = self.words_at(&fields, "basis");
        Some(Adjustment { title: title?, when, times: times?, basis })
    }

    fn persons(&mut self, node: &Node<'_>) -> Option<Persons> {
        let fields = self.table(node, &format_item::PERSONS)?;
        let title = self.bilingual_at(&fields, "title");
        let basis = self.words_at(&fields, "basis");
        Some(Persons { title, basis, fine: self.optional_formula(&fields, "fine") })
    }

    pub(super) fn measures(&mut self, fields: &Fields<'_>) -> Vec<MeasureUse> {
        fields.get("also").map(|node| self.measure_list(node)).unwrap_or_default()
    }

    fn measure_list(&mut self, node: &Node<'_>) -> Vec<MeasureUse> {
        let mut measures = Vec::new();
        for node in self.list(node) {
            let before = self.diagnostics.len();
            if let DeValue::String(_) = node.get_ref() {
                let measure = self.choice(node, Measure::WORDS);
                measures.extend(measure.map(|measure| MeasureUse {
                    measure,
                    what: None,
                    when: None,
                    may: false,
                }));
            } else if let Some(fields) = self.table(node, &format_item::MEASURE) {
                let measure = fields.get("measure").and_then(|node| self.choice(node, Measure::WORDS));
                let what = self.bilingual_at(&fields, "what");
                let when = self.text_at(&fields, "when");
                let may = self.boolean_at(&fields, "may").unwrap_or(false);
                measures.extend(measure.map(|measure| MeasureUse { measure, what, when, may }));
            }
            for diagnostic in self.diagnostics.iter_mut().skip(before) {
                if diagnostic.code == Code::NotAChoice {
                    diagnostic.code = Code::UnknownMeasure;
                    let meant =
                        Measure::ALL.iter().find(|measure| diagnostic.message.contains(measure.chinese()));
                    if let Some(measure) = meant {
                        diagnostic.help = Some(format!("did you mean `{}`?", measure.code()));
                    }
                }
            }
        }
        measures
    }

    fn example(&mut self, node: &Node<'_>) -> Option<Example> {
        let fields = self.table(node, &format_item::EXAMPLE)?;
        let given = fields.get("given").map(|node| self.given(node)).unwrap_or_default();
        let outcomes = [
            ("fine", None),
            ("measures", Some(ExampleFine::Measures)),
            ("no-penalty", Some(ExampleFine::NoPenalty)),
            ("not-applicable", Some(ExampleFine::NotApplicable)),
        ];
        let errors = ["no-tier", "no-level", "several-tiers"].map(|code| (code, code));
        let stated = match (fields.get("outcome"), fields.get("error")) {
            (Some(node), None) => {
                let names = outcomes.each_ref().map(|(name, _)| (*name, *name));
                let name = self.choice(node, &names);
                name.and_then(|name| outcomes.into_iter().find(|(other, _)| *other == name))
                    .map(|(_, outcome)| outcome)
            }
            (None, Some(node)) => self.choice(node, &errors).map(|code| Some(ExampleFine::Error(code))),
            (Some(_), Some(_)) => {
                self.exclude(&fields, "outcome", &["error"]);
                None
            }
            (None, None) => Some(None),
        };
        let fine = self.optional_formula(&fields, "fine");
        let outcome = match (stated, fine) {
            (Some(None), Some(fine)) => Some(ExampleFine::Fine(fine)),
            (Some(None), None) if fields.get("fine").is_none() => {
                let help = Some("the amount that comes out, worked out by hand".into());
                let span = self.first_line(fields.span);
                self.report_with(Code::InvalidExample, span, "an example needs its `fine`", help);
                None
            }
            (Some(Some(_)), Some(fine)) => {
                self.report(Code::InvalidExample, fine.span, "there is no fine with this outcome");
                None
            }
            (Some(Some(outcome)), None) => Some(outcome),
            _ => None,
        };
        let tier = self.text_at(&fields, "tier");
        let statutory = self.optional_formula(&fields, "statutory");
        let persons = self.optional_formula(&fields, "persons");
        let warns = self.boolean_at(&fields, "warns").unwrap_or(false);
        let note = self.words_at(&fields, "note");
        Some(Example { span: fields.span, given, outcome: outcome?, tier, statutory, persons, warns, note })
    }

    pub(super) fn given(&mut self, node: &Node<'_>) -> Vec<(Located<String>, Located<Given>)> {
        let Some(fields) = self.table(node, &format_item::GIVEN) else { return Vec::new() };
        let mut given = Vec::new();
        for (name, node) in fields.others() {
            let value = match node.get_ref() {
                DeValue::Integer(_) | DeValue::Float(_) => self.number(node).map(Given::Number),
                DeValue::Boolean(value) => Some(Given::Boolean(*value)),
                DeValue::String(text) => Some(Given::Text(text.to_string())),
                DeValue::Datetime(_) => self.date(node).map(Given::Date),
                DeValue::Array(_) | DeValue::Table(_) => {
                    self.wrong_type(node, "a number, text, date, true or false");
                    None
                }
            };
            let span = self.place(node.span());
            given.extend(value.map(|value| (name, Located { value, span, inner: None })));
        }
        given
    }
}

/// Whether a text was meant as the name of a fact, well formed or not, and not as a condition.
fn is_meant_as_name(text: &str) -> bool {
    let plain = |part: char| part.is_alphanumeric() || part == '_' || part.is_whitespace();
    let mut words = text.split_whitespace();
    text.chars().all(plain) && (words.clone().count() <= 1 || !words.any(reserved_word))
}
