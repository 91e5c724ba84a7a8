use super::format::Table;
use super::general::{
    Actor, CircumstanceDeclaration, Effect, GeneralDeclarations, LargeFineDeclaration, LimitLength,
    LimitationDeclaration, PartsDeclaration, PartsOf, Principles, ProcedureDeclaration, StepDeclaration,
    StepLimit,
};
use super::{Located, format_general as general};
use crate::diagnostic::{Code, Span};
use crate::table::{Fields, Node, Reader};
use crate::time::{Period, PeriodError};

impl Reader {
    pub(super) fn general(
        &mut self,
        fields: &Fields<'_>,
        parts: Option<PartsDeclaration>,
    ) -> GeneralDeclarations {
        let declarations = GeneralDeclarations {
            governs: self.governs(fields),
            parts,
            circumstances: self.keyed(fields, "circumstance", &general::CIRCUMSTANCES, Self::circumstance),
            limitation: fields.get("limitation").and_then(|node| self.limitation(node)),
            large_fine: fields.get("large-fine").and_then(|node| self.large_fine(node)),
            also: self.measures(fields),
            principles: fields.get("principles").map(|node| self.principles(node)).unwrap_or_default(),
            procedures: self.keyed(fields, "procedure", &general::PROCEDURES, Self::procedure),
            lights: fields.get("lights").and_then(|node| self.lights(node)),
        };
        if let (Some(span), true) = (fields.key_span("governs"), declarations.is_empty()) {
            let message = "`governs` is for circumstances, limitation, large fines, procedures, principles, parts or lights, and there are none";
            self.report(Code::Contradiction, span, message);
        }
        declarations
    }

    fn governs(&mut self, fields: &Fields<'_>) -> Vec<String> {
        let mut governs = Vec::new();
        for node in fields.get("governs").map(|node| self.list(node)).unwrap_or_default() {
            let Some(id) = self.text(node) else { continue };
            if id.value.split('.').all(crate::table::is_id_segment) {
                governs.push(id.value);
            } else {
                let message = format!("`{}` is not an id or the start of one", id.value);
                let help = Some("lower-case words joined by dots, such as `cn` or `cn.guangdong`".into());
                self.report_with(Code::InvalidId, id.span, message, help);
            }
        }
        governs
    }

    /// The values of a table whose keys the author names, each read in the same way.
    pub(super) fn keyed<T>(
        &mut self,
        fields: &Fields<'_>,
        name: &str,
        description: &'static Table,
        read: impl Fn(&mut Self, Located<String>, &Node<'_>) -> Option<T>,
    ) -> Vec<T> {
        let table = fields.get(name).and_then(|node| self.table(node, description));
        let entries = table.map(|table| table.others()).unwrap_or_default();
        let mut all = Vec::with_capacity(entries.len());
        for (key, node) in entries {
            all.extend(read(self, key, node));
        }
        all
    }

    pub(super) fn parts(&mut self, node: &Node<'_>) -> Option<PartsDeclaration> {
        let fields = self.table(node, &general::PARTS)?;
        let of = fields.get("of").and_then(|node| {
            self.choice(node, &[("tier", PartsOf::Tier), ("statutory", PartsOf::Statutory)])
        });
        let parts = self.three_parts(&fields);
        let without_minimum = fields
            .get("without-minimum")
            .and_then(|node| self.table(node, &general::PARTS_WITHOUT_MINIMUM))
            .map(|fields| self.three_parts(&fields))
            .unwrap_or_default();
        let basis = self.words_at(&fields, "basis");
        Some(PartsDeclaration { of: of?, parts, without_minimum, basis })
    }

    fn three_parts(&mut self, fields: &Fields<'_>) -> [Option<Located<String>>; 3] {
        ["mitigated", "ordinary", "aggravated"].map(|key| fields.get(key).and_then(|node| self.formula(node)))
    }

    fn circumstance(&mut self, key: Located<String>, node: &Node<'_>) -> Option<CircumstanceDeclaration> {
        let fields = self.table(node, &general::CIRCUMSTANCE)?;
        let title = self.bilingual_at(&fields, "title");
        let basis = self.words_at(&fields, "basis");
        let when = self.text_at(&fields, "when");
        let effect = fields.get("effect").and_then(|node| self.choice(node, &Effect::ALL));
        let times = self.formula_at(&fields, "times");
        let may = self.boolean_at(&fields, "may").unwrap_or(false);
        let mut items = Vec::new();
        for node in fields.get("items").map(|node| self.list(node)).unwrap_or_default() {
            items.extend(self.text(node));
        }
        let note = self.bilingual_at(&fields, "note");
        match (effect, &times, fields.key_span("effect")) {
            (Some(Effect::Times), None, Some(span)) => {
                let help = Some("give the number or range, such as `times = \"[50%..70%]\"`".into());
                self.report_with(Code::MissingKey, span, "the effect `times` has no `times`", help);
            }
            (Some(effect), Some(times), _) if effect != Effect::Times => {
                let message = format!("`times` does not go together with the effect `{}`", effect.code());
                self.report(Code::Contradiction, times.span, message);
            }
            _ => {}
        }
        Some(CircumstanceDeclaration {
            key,
            title: title?,
            basis: basis?,
            when: when?,
            effect: effect?,
            times,
            may,
            items,
            note,
        })
    }

    fn limitation(&mut self, node: &Node<'_>) -> Option<LimitationDeclaration> {
        let fields = self.table(node, &general::LIMITATION)?;
        let basis = self.words_at(&fields, "basis");
        let period = fields.get("period").and_then(|node| self.period(node));
        let mut longer = Vec::new();
        for node in fields.get("longer").map(|node| self.list(node)).unwrap_or_default() {
            let Some(fields) = self.table(node, &general::LONGER) else { continue };
            let title = self.bilingual_at(&fields, "title");
            let when = self.text_at(&fields, "when");
            let period = fields.get("period").and_then(|node| self.period(node));
            longer.extend(title.zip(when).zip(period).map(|((title, when), period)| (title, when, period)));
        }
        let note = self.bilingual_at(&fields, "note");
        Some(LimitationDeclaration { basis: basis?, period: period?, longer, note })
    }

    pub(super) fn period(&mut self, node: &Node<'_>) -> Option<Period> {
        let text = self.text(node)?;
        let period: Result<Period, PeriodError> = text.value.parse();
        let positive = period.as_ref().is_ok_and(|period| match period {
            Period::Months(count) | Period::Days(count) => *count > 0,
        });
        match period {
            Ok(period) if positive => Some(period),
            Ok(_) => {
                self.report(Code::InvalidRange, text.span, "the period must be longer than nothing");
                None
            }
            Err(error) => {
                self.report(Code::Expression, text.span, error.to_string());
                None
            }
        }
    }

    fn large_fine(&mut self, node: &Node<'_>) -> Option<LargeFineDeclaration> {
        let fields = self.table(node, &general::LARGE_FINE)?;
        let basis = self.words_at(&fields, "basis");
        let when = self.text_at(&fields, "when");
        let note = self.bilingual_at(&fields, "note");
        Some(LargeFineDeclaration { basis: basis?, when: when?, note })
    }

    fn principles(&mut self, node: &Node<'_>) -> Principles {
        let Some(fields) = self.table(node, &general::PRINCIPLES) else { return Principles::default() };
        let [law_of_the_day, one_act] =
            ["law-of-the-day", "one-act"].map(|key| fields.get(key).and_then(|node| self.words(node)));
        Principles { law_of_the_day, one_act }
    }

    fn procedure(&mut self, key: Located<String>, node: &Node<'_>) -> Option<ProcedureDeclaration> {
        let fields = self.table(node, &general::PROCEDURE)?;
        let title = self.bilingual_at(&fields, "title");
        let basis = self.words_at(&fields, "basis");
        let when = self.text_at(&fields, "when");
        let may = self.boolean_at(&fields, "may").unwrap_or(false);
        let decides = fields.get("decides").and_then(|node| self.choice(node, Actor::ALL));
        let mut steps = Vec::new();
        for node in fields.get("steps").map(|node| self.list(node)).unwrap_or_default() {
            steps.extend(self.procedure_step(node));
        }
        Some(ProcedureDeclaration { key, title: title?, basis: basis?, when, may, decides: decides?, steps })
    }

    fn procedure_step(&mut self, node: &Node<'_>) -> Option<StepDeclaration> {
        let fields = self.table(node, &general::PROCEDURE_STEP)?;
        let title = self.bilingual_at(&fields, "title");
        let basis = self.words_at(&fields, "basis");
        let by = fields.get("by").and_then(|node| self.choice(node, Actor::ALL));
        let when = self.text_at(&fields, "when");
        let decides = self.boolean_at(&fields, "decides").unwrap_or(false);
        let limit = fields.get("limit").and_then(|node| self.step_limit(node));
        let event = fields.get("event").and_then(|node| self.text(node));
        let span = self.first_line(fields.span);
        Some(StepDeclaration { span, title: title?, basis: basis?, by: by?, when, decides, limit, event })
    }

    fn step_limit(&mut self, node: &Node<'_>) -> Option<StepLimit> {
        let fields = self.table(node, &general::STEP_LIMIT)?;
        let from = self.bilingual_at(&fields, "from");
        let days = fields.get("days").map(|node| self.count(node).map(LimitLength::Days));
        let working = fields.get("working-days").map(|node| self.count(node).map(LimitLength::WorkingDays));
        let length = match (days, working) {
            (Some(length), None) | (None, Some(length)) => length?,
            _ => {
                let span: Span = self.first_line(fields.span);
                self.report(Code::Contradiction, span, "a limit has either `days` or `working-days`");
                return None;
            }
        };
        Some(StepLimit { length, from: from? })
    }

    /// A whole number above zero.
    pub(super) fn count(&mut self, node: &Node<'_>) -> Option<u32> {
        let number = self.number(node)?;
        let count = u32::try_from(number).ok().filter(|count| number.is_integer() && *count > 0);
        if count.is_none() {
            self.report(Code::NotAChoice, self.place(node.span()), "expected a whole number above zero");
        }
        count
    }
}
