use toml::de::DeValue;

use super::format;
use super::table::{Fields, Node, Reader, to_span};
use super::{
    Adjustment, Cells, Example, ExampleFine, Factor, FactorWeight, Located, Measure, MeasureUse, Penalty,
    Persons, Requirement, Row, RowConditions, RowOutcome, Weights,
};
use crate::diagnostic::{Code, Span};
use crate::facts::Given;

impl Reader {
    pub(super) fn penalties(&mut self, node: &Node<'_>) -> Vec<Penalty> {
        let Some(fields) = self.table(node, &format::PENALTIES) else { return Vec::new() };
        let mut penalties = Vec::new();
        for (key, node) in fields.others() {
            let plain = |part: char| part.is_ascii_alphanumeric() || part == '.' || part == '-';
            if key.value.is_empty() || !key.value.chars().all(plain) {
                let message = format!("`{}` is not the id of an item", key.value);
                let help = Some("letters, digits, dots and dashes, such as `46-4`".into());
                self.report_with(Code::InvalidId, key.span, message, help);
            }
            penalties.extend(self.penalty(key, node));
        }
        penalties
    }

    fn penalty(&mut self, key: Located<String>, node: &Node<'_>) -> Option<Penalty> {
        let fields = self.table(node, &format::PENALTY)?;
        self.exclude(&fields, "fine", &["weights", "base"]);
        self.exclude(&fields, "tiers", &["weights", "base"]);
        if let (Some(base), None) = (fields.get("base"), fields.get("weights")) {
            self.report(
                Code::Contradiction,
                to_span(base.span()),
                "`base` is for `weights`, which are missing",
            );
        }
        let title = fields.get("title").and_then(|node| self.bilingual(node));
        let basis = fields.get("basis").and_then(|node| self.words(node));
        let requires = fields.get("requires").map(|node| self.requirements(node)).unwrap_or_default();
        let may = fields.get("may").and_then(|node| self.boolean(node)).unwrap_or(false);
        let [statutory, fine, base, within] =
            ["statutory", "fine", "base", "within"].map(|key| self.optional_formula(&fields, key));
        let when_several = fields.get("when-several").and_then(|node| self.when_several(node));
        let mut tiers = Vec::new();
        if let Some(node) = fields.get("tiers") {
            for node in self.list(node) {
                tiers.extend(self.row(node));
            }
            if tiers.is_empty() && self.diagnostics.is_empty() {
                self.report(Code::NoAmount, to_span(node.span()), "a table needs at least one tier");
            }
        }
        let weights = fields.get("weights").and_then(|node| self.weights(node));
        let mut adjust = Vec::new();
        for node in fields.get("adjust").map(|node| self.list(node)).unwrap_or_default() {
            adjust.extend(self.adjustment(node));
        }
        let rounding = fields.get("round").and_then(|node| self.rounding(node));
        let persons = fields.get("persons").and_then(|node| self.persons(node));
        let also = self.measures(&fields);
        let note = fields.get("note").and_then(|node| self.bilingual(node));
        let facts = fields.get("facts").map(|node| self.facts(node)).unwrap_or_default();
        let mut examples = Vec::new();
        for node in fields.get("examples").map(|node| self.list(node)).unwrap_or_default() {
            examples.extend(self.example(node));
        }
        Some(Penalty {
            key,
            title: title?,
            basis: basis?,
            requires,
            may,
            statutory,
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
    fn exclude(&mut self, fields: &Fields<'_>, key: &str, others: &[&str]) {
        if fields.get(key).is_none() {
            return;
        }
        for other in others {
            if let Some(node) = fields.get(other) {
                let message = format!("`{other}` does not go together with `{key}`");
                let span = to_span(node.span());
                let first_line = Span::new(span.start, span.start.saturating_add(1));
                self.report(Code::Contradiction, first_line, message);
            }
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
            let Some(fields) = self.table(node, &format::REQUIREMENT) else { continue };
            let zh = fields.get("zh").and_then(|node| self.text(node));
            let en = fields.get("en").and_then(|node| self.text(node));
            let when = fields.get("when").and_then(|node| self.text(node));
            if let (Some(zh), Some(en), Some(when)) = (zh, en, when) {
                self.fact_name(&when);
                let text = crate::language::Bilingual { zh: zh.value, en: en.value };
                requirements.push(Requirement { text, when });
            }
        }
        requirements
    }

    fn row(&mut self, node: &Node<'_>) -> Option<Row> {
        let fields = self.table(node, &format::ROW)?;
        self.exclude(&fields, "outcome", &["fine", "band", "statutory", "within", "persons"]);
        self.exclude(&fields, "band", &["fine"]);
        let tier = fields.get("tier").and_then(|node| self.words(node));
        let conditions = self.conditions(&fields);
        let mut any = Vec::new();
        for node in fields.get("any").map(|node| self.list(node)).unwrap_or_default() {
            if let Some(group) = self.table(node, &format::CONDITIONS) {
                any.push(self.conditions(&group));
            }
        }
        let outcome = if let Some(node) = fields.get("outcome") {
            self.choice(node, &[("no-penalty", ())])?;
            RowOutcome::NoPenalty
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
            persons: self.optional_formula(&fields, "persons"),
            basis: fields.get("basis").and_then(|node| self.words(node)),
            note: fields.get("note").and_then(|node| self.words(node)),
        })
    }

    fn conditions(&mut self, fields: &Fields<'_>) -> RowConditions {
        let when = fields.get("when").and_then(|node| self.text(node));
        RowConditions { cells: self.cells(fields), when }
    }

    fn cells(&mut self, fields: &Fields<'_>) -> Cells {
        let mut cells = Vec::new();
        for (name, node) in fields.others() {
            cells.extend(self.cell(node).map(|cell| (name, cell)));
        }
        cells
    }

    fn weights(&mut self, node: &Node<'_>) -> Option<Weights> {
        let fields = self.table(node, &format::WEIGHTS)?;
        let [start, floor, cap] = ["start", "floor", "cap"].map(|key| self.optional_formula(&fields, key));
        let mut factors = Vec::new();
        for node in fields.get("factors").map(|node| self.list(node)).unwrap_or_default() {
            factors.extend(self.factor(node));
        }
        Some(Weights { start, floor, cap, factors })
    }

    fn factor(&mut self, node: &Node<'_>) -> Option<Factor> {
        let fields = self.table(node, &format::FACTOR)?;
        let title = fields.get("title").and_then(|node| self.words(node));
        let fact = fields.get("fact").and_then(|node| self.text(node));
        let weight_node = fields.get("weight")?;
        let weight = match (fact, weight_node.get_ref()) {
            (Some(fact), DeValue::Table(_)) => {
                let table = self.table(weight_node, &format::CELL_WEIGHTS)?;
                let mut cells = Vec::new();
                for (cell, node) in table.others() {
                    // A key has quotes or not; either way its text ends where its span does.
                    let quoted = cell.span.end.saturating_sub(cell.span.start) > cell.value.len();
                    let inner = Some(cell.span.start.saturating_add(usize::from(quoted)));
                    let cell = Located { inner, ..cell };
                    cells.extend(self.formula(node).map(|weight| (cell, weight)));
                }
                FactorWeight::Cells(fact, cells)
            }
            (None, DeValue::Table(_)) => {
                let help = Some("name the fact that the cells test".into());
                self.report_with(Code::MissingKey, to_span(node.span()), "a factor has no `fact`", help);
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
        let fields = self.table(node, &format::ADJUSTMENT)?;
        let title = fields.get("title").and_then(|node| self.bilingual(node));
        let when = fields.get("when").and_then(|node| self.text(node));
        let times = self.optional_formula(&fields, "times");
        let basis = fields.get("basis").and_then(|node| self.words(node));
        Some(Adjustment { title: title?, when, times: times?, basis })
    }

    fn persons(&mut self, node: &Node<'_>) -> Option<Persons> {
        let fields = self.table(node, &format::PERSONS)?;
        let title = fields.get("title").and_then(|node| self.bilingual(node));
        let basis = fields.get("basis").and_then(|node| self.words(node));
        Some(Persons { title, basis, fine: self.optional_formula(&fields, "fine") })
    }

    fn measures(&mut self, fields: &Fields<'_>) -> Vec<MeasureUse> {
        let choices: Vec<(&str, Measure)> =
            Measure::ALL.iter().map(|measure| (measure.code(), *measure)).collect();
        let mut measures = Vec::new();
        for node in fields.get("also").map(|node| self.list(node)).unwrap_or_default() {
            let before = self.diagnostics.len();
            if let DeValue::String(_) = node.get_ref() {
                let measure = self.choice(node, &choices);
                measures.extend(measure.map(|measure| MeasureUse {
                    measure,
                    what: None,
                    when: None,
                    may: false,
                }));
            } else if let Some(fields) = self.table(node, &format::MEASURE) {
                let measure = fields.get("measure").and_then(|node| self.choice(node, &choices));
                let what = fields.get("what").and_then(|node| self.bilingual(node));
                let when = fields.get("when").and_then(|node| self.text(node));
                let may = fields.get("may").and_then(|node| self.boolean(node)).unwrap_or(false);
                measures.extend(measure.map(|measure| MeasureUse { measure, what, when, may }));
            }
            for diagnostic in self.diagnostics.iter_mut().skip(before) {
                if diagnostic.code == Code::NotAChoice {
                    diagnostic.code = Code::UnknownMeasure;
                }
            }
        }
        measures
    }

    fn example(&mut self, node: &Node<'_>) -> Option<Example> {
        let fields = self.table(node, &format::EXAMPLE)?;
        let given = fields.get("given").map(|node| self.given(node)).unwrap_or_default();
        let outcomes = [("fine", 0_u8), ("no-penalty", 1), ("not-applicable", 2)];
        let outcome = fields.get("outcome").and_then(|node| self.choice(node, &outcomes)).unwrap_or(0);
        let fine = self.optional_formula(&fields, "fine");
        let outcome = match (outcome, fine) {
            (0, Some(fine)) => ExampleFine::Fine(fine),
            (0, None) => {
                let help = Some("the amount that comes out, worked out by hand".into());
                self.report_with(Code::InvalidExample, fields.span, "an example needs its `fine`", help);
                return None;
            }
            (_, Some(fine)) => {
                self.report(Code::InvalidExample, fine.span, "there is no fine with this outcome");
                return None;
            }
            (1, None) => ExampleFine::NoPenalty,
            (_, None) => ExampleFine::NotApplicable,
        };
        // The note is for readers of the file.
        if let Some(node) = fields.get("note") {
            self.words(node);
        }
        Some(Example {
            span: fields.span,
            given,
            outcome,
            tier: fields.get("tier").and_then(|node| self.text(node)).map(|tier| tier.value),
            statutory: self.optional_formula(&fields, "statutory"),
            persons: self.optional_formula(&fields, "persons"),
            warns: fields.get("warns").and_then(|node| self.boolean(node)).unwrap_or(false),
        })
    }

    fn given(&mut self, node: &Node<'_>) -> Vec<(Located<String>, Given)> {
        let Some(fields) = self.table(node, &format::GIVEN) else { return Vec::new() };
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
            given.extend(value.map(|value| (name, value)));
        }
        given
    }
}
