use rust_decimal::Decimal;

use super::index::{
    AssessorDeclaration, BandDeclaration, CombineDeclaration, CriterionDeclaration, GivenPoints,
    GradeDeclaration, GroupDeclaration, IndexDeclaration, IndexExampleDeclaration, IndicatorDeclaration,
    MatrixDeclaration, RowDeclaration, ScoringDeclaration,
};
use super::{Located, format_index as index, format_score};
use crate::diagnostic::{Code, Span, nearest};
use crate::language::Bilingual;
use crate::number::Range;
use crate::risk::{Combination, EntryKind, MissingAssessor};
use crate::table::{Fields, Node, Reader};

/// The ways in which an indicator gets its points.
const WAYS: [&str; 5] = ["points", "table", "bands", "deductions", "assessed-by"];

impl Reader {
    pub(super) fn indices(&mut self, fields: &Fields<'_>) -> Vec<IndexDeclaration> {
        self.keyed(fields, "index", &index::INDICES, Self::index)
    }

    fn index(&mut self, key: Located<String>, node: &Node<'_>) -> Option<IndexDeclaration> {
        // Formulas of an index that is only half there would be faulted for what is missing.
        let before = self.diagnostics.len();
        self.item_key(&key);
        let fields = self.table(node, &index::INDEX)?;
        let title = self.bilingual_at(&fields, "title");
        let basis = self.words_at(&fields, "basis");
        let most = Located { value: Decimal::ONE_HUNDRED, span: key.span, inner: None };
        let full = fields.get("full").map_or(Some(most), |node| self.above_zero(node));
        let whole = fields.get("whole").map_or(Some(Decimal::ONE), |node| Some(self.above_zero(node)?.value));
        let kinds = self.each(&fields, "kinds", |reader, node| {
            let fields = reader.table(node, &index::INDICATOR_KIND)?;
            let kind = reader.text_at(&fields, "kind");
            let title = reader.bilingual_at(&fields, "title");
            Some((kind?, title?))
        });
        let groups = self.each(&fields, "groups", Self::indicator_group);
        let indicators = self.each(&fields, "indicators", Self::indicator);
        let assessors = self.each(&fields, "assessors", Self::assessor);
        let combine = fields.get("combine").and_then(|node| self.combine(node));
        let criteria = self.each(&fields, "criteria", |reader, node| {
            let fields = reader.table(node, &index::CRITERION)?;
            let title = reader.bilingual_at(&fields, "title");
            let when = reader.text_at(&fields, "when");
            Some(CriterionDeclaration { title: title?, when: when? })
        });
        let number = self.formula_at(&fields, "number");
        let matrix = fields.get("matrix").and_then(|node| self.matrix(node));
        let rounding = fields.get("round").and_then(|node| self.rounding(node));
        let grades = self.each(&fields, "grades", Self::grade);
        let assumes = self.each(&fields, "assumes", Self::bilingual);
        let note = self.bilingual_at(&fields, "note");
        let examples = self.each(&fields, "examples", Self::index_example);
        self.one_way(&fields, key.span);
        if self.diagnostics.len() > before {
            return None;
        }
        let declared = IndexDeclaration {
            key,
            title: title?,
            basis: basis?,
            full: full?,
            whole: whole?,
            kinds,
            groups,
            indicators,
            assessors,
            combine,
            criteria,
            number,
            matrix,
            rounding,
            grades,
            assumes,
            note,
            examples,
        };
        self.index_names(&declared);
        Some(declared).filter(|_| self.diagnostics.len() == before)
    }

    /// Of the ways to a number there is at most one; without any, the grades have conditions.
    fn one_way(&mut self, fields: &Fields<'_>, span: Span) {
        let ways = ["indicators", "criteria", "number", "matrix"];
        let found: Vec<&str> = ways.into_iter().filter(|way| fields.get(way).is_some()).collect();
        if let [first, second, ..] = found.as_slice() {
            let message = format!("an index has `{first}` or `{second}`, not both");
            self.report(Code::Contradiction, span, message);
        }
        if found.is_empty() && fields.get("grades").is_none() {
            let help = format!("`{}`, or `grades` with conditions", ways.join("`, `"));
            self.report_with(Code::MissingKey, span, "the index rates nothing", Some(help));
        }
    }

    /// Words stand once, and who names one names one that there is.
    fn index_names(&mut self, declared: &IndexDeclaration) {
        let kinds: Vec<_> = declared.kinds.iter().map(|(kind, _)| kind).collect();
        let groups: Vec<_> = declared.groups.iter().map(|group| &group.name).collect();
        let indicators: Vec<_> = declared.indicators.iter().map(|indicator| &indicator.name).collect();
        let assessors: Vec<_> = declared.assessors.iter().map(|assessor| &assessor.name).collect();
        let grades: Vec<_> = declared.grades.iter().map(|grade| &grade.name).collect();
        let words = [
            ("kind", &kinds),
            ("group", &groups),
            ("indicator", &indicators),
            ("assessor", &assessors),
            ("grade", &grades),
        ];
        for (what, names) in words {
            self.once_each(what, names);
        }
        for group in &declared.groups {
            self.belongs("group", &group.name, "kind", group.kind.as_ref(), &kinds);
        }
        for indicator in &declared.indicators {
            self.belongs("indicator", &indicator.name, "group", indicator.group.as_ref(), &groups);
            if let ScoringDeclaration::Assessed(Some(named)) = &indicator.scoring {
                let named: Vec<_> = named.iter().collect();
                self.once_each("assessor", &named);
                named.iter().for_each(|name| self.known("assessor", name, &assessors));
            }
        }
        let cells = declared.matrix.iter().flat_map(|matrix| &matrix.cells).flat_map(|(_, row)| row);
        let of_examples = declared.examples.iter().filter_map(|example| example.grade.as_ref());
        cells.chain(of_examples).for_each(|grade| self.known("grade", grade, &grades));
        for example in declared.examples.iter().filter(|example| example.error.is_none()) {
            let points = example.points.iter().map(|(indicator, _)| indicator);
            let assessed = example.assessed.iter().map(|(indicator, ..)| indicator);
            points.chain(assessed).for_each(|name| self.known("indicator", name, &indicators));
        }
    }

    fn once_each(&mut self, what: &str, names: &[&Located<String>]) {
        for (place, name) in names.iter().enumerate() {
            if names.iter().take(place).any(|earlier| earlier.value == name.value) {
                self.report(
                    Code::Contradiction,
                    name.span,
                    format!("the {what} `{}` is there twice", name.value),
                );
            }
        }
    }

    fn known(&mut self, what: &str, name: &Located<String>, known: &[&Located<String>]) {
        if known.iter().any(|known| known.value == name.value) {
            return;
        }
        let names: Vec<&str> = known.iter().map(|known| known.value.as_str()).collect();
        let help = match nearest(&name.value, names.iter().copied()) {
            Some(known) => Some(format!("did you mean `{known}`?")),
            None if names.is_empty() => None,
            None => Some(format!("there are {}", names.join(", "))),
        };
        self.report_with(Code::NotAChoice, name.span, format!("there is no {what} `{}`", name.value), help);
    }

    /// Where there are groups each indicator has one, and where there are none it has none; likewise kinds.
    fn belongs(
        &mut self,
        what: &str,
        name: &Located<String>,
        above: &str,
        named: Option<&Located<String>>,
        known: &[&Located<String>],
    ) {
        match named {
            Some(named) => self.known(above, named, known),
            None if known.is_empty() => {}
            None => {
                let message = format!("the {what} `{}` has no `{above}`", name.value);
                self.report(Code::MissingKey, name.span, message);
            }
        }
    }

    fn above_zero(&mut self, node: &Node<'_>) -> Option<Located<Decimal>> {
        let value = self.number(node)?;
        let span = self.place(node.span());
        if value <= Decimal::ZERO {
            self.report(Code::InvalidAmount, span, "it must be above zero");
            return None;
        }
        Some(Located { value, span, inner: None })
    }

    fn indicator_points(&mut self, node: &Node<'_>) -> Option<Located<Decimal>> {
        let value = self.number(node)?;
        Some(Located { value, span: self.place(node.span()), inner: None })
    }

    fn located_range(&mut self, node: &Node<'_>) -> Option<Located<Range>> {
        let value = self.range(node)?;
        let span = self.place(node.span());
        if value.is_empty() {
            self.report(Code::InvalidRange, span, "no number lies in this range");
            return None;
        }
        Some(Located { value, span, inner: None })
    }

    fn indicator_group(&mut self, node: &Node<'_>) -> Option<GroupDeclaration> {
        let fields = self.table(node, &index::INDICATOR_GROUP)?;
        let name = self.text_at(&fields, "group");
        let title = self.bilingual_at(&fields, "title");
        let kind = self.text_at(&fields, "kind");
        let weight = self.formula_at(&fields, "weight");
        Some(GroupDeclaration { name: name?, title: title?, kind, weight: weight? })
    }

    fn indicator(&mut self, node: &Node<'_>) -> Option<IndicatorDeclaration> {
        let fields = self.table(node, &index::INDICATOR)?;
        let name = self.text_at(&fields, "indicator");
        let title = self.bilingual_at(&fields, "title");
        let basis = self.words_at(&fields, "basis");
        let group = self.text_at(&fields, "group");
        let weight = self.formula_at(&fields, "weight");
        let scoring = self.scoring(&fields);
        let note = self.bilingual_at(&fields, "note");
        Some(IndicatorDeclaration {
            name: name?,
            title: title?,
            basis,
            group,
            weight: weight?,
            scoring: scoring?,
            note,
        })
    }

    fn scoring(&mut self, fields: &Fields<'_>) -> Option<ScoringDeclaration> {
        let found: Vec<&str> = WAYS.into_iter().filter(|way| fields.get(way).is_some()).collect();
        let span = self.first_line(fields.span);
        let [way] = found.as_slice() else {
            let help = Some(format!("one of `{}`", WAYS.join("`, `")));
            let (code, message) = match found.is_empty() {
                true => (Code::MissingKey, "the indicator gets its points in no way"),
                false => (Code::Contradiction, "the indicator gets its points in several ways"),
            };
            self.report_with(code, span, message, help);
            return None;
        };
        if fields.get("of").is_some() != (*way == "bands") {
            self.report(Code::Contradiction, span, "`of` and `bands` stand together");
            return None;
        }
        match *way {
            "points" => self.formula_at(fields, "points").map(ScoringDeclaration::Formula),
            "table" => {
                let rows = self.each(fields, "table", Self::indicator_row);
                self.otherwise("row", span, rows.iter().map(|row| row.when.is_none()));
                Some(ScoringDeclaration::Table(rows))
            }
            "bands" => {
                let of = self.formula_at(fields, "of");
                let bands = self.each(fields, "bands", Self::band);
                Some(ScoringDeclaration::Bands(of?, bands))
            }
            "deductions" => {
                let entry = |reader: &mut Self, node: &Node<'_>| {
                    reader.entry(node, &format_score::ONCE, EntryKind::Deduction)
                };
                Some(ScoringDeclaration::Deductions(self.each(fields, "deductions", entry)))
            }
            _ => {
                let node = fields.get("assessed-by")?;
                if node.get_ref().as_str().is_some() {
                    self.choice(node, &[("all", ())])?;
                    return Some(ScoringDeclaration::Assessed(None));
                }
                let named: Vec<_> = self.list(node).into_iter().filter_map(|node| self.text(node)).collect();
                if named.is_empty() {
                    self.report(Code::MissingKey, span, "the indicator has no assessor");
                }
                Some(ScoringDeclaration::Assessed(Some(named)))
            }
        }
    }

    /// The last of several has no condition, and the others have one, so that one of them always holds.
    fn otherwise(&mut self, what: &str, span: Span, without: impl ExactSizeIterator<Item = bool>) {
        let count = without.len();
        for (place, without) in without.enumerate() {
            let last = place.saturating_add(1) == count;
            if without == last {
                continue;
            }
            let message = match last {
                true => format!("the last {what} has a `when`: nothing is said of the other cases"),
                false => format!("only the last {what} can be without `when`"),
            };
            self.report(Code::Contradiction, span, message);
        }
    }

    fn indicator_row(&mut self, node: &Node<'_>) -> Option<RowDeclaration> {
        let fields = self.table(node, &index::INDICATOR_ROW)?;
        let when = fields.get("when").map(|node| self.text(node));
        let points = fields.get("points").and_then(|node| self.indicator_points(node));
        let title = self.bilingual_at(&fields, "title");
        let when = match when {
            Some(when) => Some(when?),
            None => None,
        };
        Some(RowDeclaration { span: self.first_line(fields.span), when, points: points?, title })
    }

    fn band(&mut self, node: &Node<'_>) -> Option<BandDeclaration> {
        let fields = self.table(node, &index::BAND)?;
        let range = fields.get("range").and_then(|node| self.located_range(node));
        let points = fields.get("points").and_then(|node| self.indicator_points(node));
        let title = self.bilingual_at(&fields, "title");
        Some(BandDeclaration { range: range?, points: points?, title })
    }

    fn assessor(&mut self, node: &Node<'_>) -> Option<AssessorDeclaration> {
        let fields = self.table(node, &index::ASSESSOR)?;
        let name = self.text_at(&fields, "assessor");
        let title = self.bilingual_at(&fields, "title");
        let weight = self.formula_at(&fields, "weight");
        Some(AssessorDeclaration { name: name?, title: title?, weight })
    }

    fn combine(&mut self, node: &Node<'_>) -> Option<CombineDeclaration> {
        let fields = self.table(node, &index::COMBINE)?;
        let by = fields.get("by").and_then(|node| self.choice(node, Combination::ALL));
        let missing = fields.get("missing").and_then(|node| self.choice(node, MissingAssessor::ALL));
        let trim = fields.get("trim").map(|node| self.count(node));
        let least = fields.get("least").map(|node| self.count(node));
        let decimals = fields.get("decimals").map(|node| self.count(node));
        let span = self.first_line(self.place(node.span()));
        if trim.is_some() && by.is_some_and(|by| !matches!(by, Combination::TrimmedMean(_))) {
            self.report(Code::Contradiction, span, "only a trimmed mean has `trim`");
        }
        if least.is_some() && missing.is_some_and(|missing| missing != MissingAssessor::LeaveOut) {
            self.report(Code::Contradiction, span, "`least` stands with `missing = \"leave-out\"` only");
        }
        let by = match (by?, trim) {
            (Combination::TrimmedMean(_), Some(trim)) => Combination::TrimmedMean(trim?),
            (by, _) => by,
        };
        let decimals = decimals.unwrap_or(Some(0))?;
        if decimals > 28 {
            self.report(Code::TooManyDecimals, span, "at most 28 decimals");
            return None;
        }
        let least = match least {
            Some(least) => Some(least?),
            None => None,
        };
        Some(CombineDeclaration { span, by, missing: missing?, least, decimals })
    }

    fn matrix(&mut self, node: &Node<'_>) -> Option<MatrixDeclaration> {
        let fields = self.table(node, &index::MATRIX)?;
        let rows = self.text_at(&fields, "rows");
        let columns = self.text_at(&fields, "columns");
        let cells = self.each(&fields, "cells", |reader, node| {
            let cells = reader.list(node);
            let cells = cells.into_iter().filter_map(|node| reader.text(node)).collect();
            Some((reader.place(node.span()), cells))
        });
        Some(MatrixDeclaration { span: self.first_line(fields.span), rows: rows?, columns: columns?, cells })
    }

    fn grade(&mut self, node: &Node<'_>) -> Option<GradeDeclaration> {
        let fields = self.table(node, &index::GRADE)?;
        let name = self.text_at(&fields, "grade");
        let title = self.bilingual_at(&fields, "title");
        let range = fields.get("range").and_then(|node| self.located_range(node));
        let when = self.text_at(&fields, "when");
        let colour = self.bilingual_at(&fields, "colour");
        let measures = self.each(&fields, "measures", |reader, node| {
            let fields = reader.table(node, &index::GRADE_MEASURE)?;
            let title = reader.bilingual_at(&fields, "title");
            let basis = reader.words_at(&fields, "basis");
            Some((title?, basis))
        });
        let note = self.bilingual_at(&fields, "note");
        Some(GradeDeclaration { name: name?, title: title?, range, when, colour, measures, note })
    }

    fn index_example(&mut self, node: &Node<'_>) -> Option<IndexExampleDeclaration> {
        let fields = self.table(node, &index::INDEX_EXAMPLE)?;
        let span = self.first_line(fields.span);
        let given = fields.get("given").map(|node| self.given(node)).unwrap_or_default();
        let mut assessed: GivenPoints = Vec::new();
        let declared = fields.get("assessed").and_then(|node| self.table(node, &index::ASSESSED));
        for (indicator, node) in declared.map(|table| table.others()).unwrap_or_default() {
            let points = self.given(node).into_iter();
            assessed.extend(points.map(|(assessor, points)| (indicator.clone(), assessor, points)));
        }
        let number = self.formula_at(&fields, "index");
        let grade = self.text_at(&fields, "grade");
        let mut points = Vec::new();
        let declared = fields.get("points").and_then(|node| self.table(node, &index::INDICATOR_POINTS));
        for (indicator, node) in declared.map(|table| table.others()).unwrap_or_default() {
            points.extend(self.formula(node).map(|points| (indicator, points)));
        }
        let error = self.text_at(&fields, "error").map(|error| error.value);
        let tells = fields.get("index").is_some() || fields.get("grade").is_some();
        if tells == fields.get("error").is_some() {
            let message = "an example has its `index` or `grade`, or instead an `error`";
            self.report(Code::InvalidExample, span, message);
            return None;
        }
        let note: Option<Bilingual> = self.words_at(&fields, "note");
        Some(IndexExampleDeclaration { span, given, assessed, index: number, grade, points, error, note })
    }
}
