use super::MAX_ROWS;
use super::compliance::{
    ComplianceDeclaration, ComplianceExampleDeclaration, DutyDeclaration, ProvisionDeclaration,
    TakenStepDeclaration,
};
use super::format_compliance as format;
use super::supervision::Handling;
use crate::compliance::{Matter, MatterEvent, Noncompliance};
use crate::diagnostic::{Code, nearest};
use crate::limit::Light;
use crate::table::{Fields, Located, Node, Reader};
use crate::time::Date;

impl Reader {
    pub(super) fn compliances(&mut self, fields: &Fields<'_>) -> Vec<ComplianceDeclaration> {
        self.keyed(fields, "compliance", &format::COMPLIANCES, Self::compliance)
    }

    fn compliance(&mut self, key: Located<String>, node: &Node<'_>) -> Option<ComplianceDeclaration> {
        let before = self.diagnostics.len();
        self.item_key(&key);
        let fields = self.table(node, &format::COMPLIANCE)?;
        let title = self.bilingual_at(&fields, "title");
        let basis = self.words_at(&fields, "basis");
        let mut roles = Vec::new();
        let declared = fields.get("roles").and_then(|node| self.table(node, &format::ROLES));
        for (name, node) in declared.map(|table| table.others()).unwrap_or_default() {
            roles.extend(self.bilingual(node).map(|title| (name, title)));
        }
        let duties = self.each_row(&fields, "duties", Self::duty);
        let steps = self.each_row(&fields, "steps", Self::taken_step);
        let note = self.bilingual_at(&fields, "note");
        let examples = self.each(&fields, "examples", Self::compliance_example);
        if fields.get("duties").is_none() && fields.get("steps").is_none() {
            let message = "a scheme has `duties`, `steps` or both";
            self.report(Code::MissingKey, key.span, message);
        }
        let (title, basis) = (title?, basis?);
        let declared = ComplianceDeclaration { key, title, basis, roles, duties, steps, note, examples };
        // What is only half there would be faulted for what is missing.
        if self.diagnostics.len() == before {
            self.compliance_names(&declared);
        }
        Some(declared).filter(|_| self.diagnostics.len() == before)
    }

    fn each_row<T>(
        &mut self,
        fields: &Fields<'_>,
        name: &str,
        mut read: impl FnMut(&mut Self, &Node<'_>) -> Option<T>,
    ) -> Vec<T> {
        let Some(node) = fields.get(name) else { return Vec::new() };
        let rows = self.list(node);
        let rows = self.at_most(MAX_ROWS, name, node, rows);
        rows.into_iter().filter_map(|row| read(self, row)).collect()
    }

    fn provision(&mut self, fields: &Fields<'_>, word: &str) -> Option<ProvisionDeclaration> {
        let name = self.text_at(fields, word);
        let title = self.bilingual_at(fields, "title");
        let basis = self.words_at(fields, "basis");
        let when = self.formula_at(fields, "when");
        let colours = Light::THAT_COME_ON.map(|light| (light.code(), light));
        let colour = fields.get("colour").and_then(|node| self.choice(node, &colours));
        let handling = fields.get("handling").and_then(|node| self.choice(node, Handling::ALL));
        let note = self.bilingual_at(fields, "note");
        Some(ProvisionDeclaration { name: name?, title: title?, basis, when, colour, handling, note })
    }

    fn duty(&mut self, node: &Node<'_>) -> Option<DutyDeclaration> {
        let fields = self.table(node, &format::DUTY)?;
        let provision = self.provision(&fields, "duty");
        let holds = self.formula_at(&fields, "holds");
        Some(DutyDeclaration { provision: provision?, holds: holds? })
    }

    fn taken_step(&mut self, node: &Node<'_>) -> Option<TakenStepDeclaration> {
        let fields = self.table(node, &format::TAKEN_STEP)?;
        let provision = self.provision(&fields, "step");
        let [optional, each] =
            ["optional", "each"].map(|key| self.boolean_at(&fields, key).unwrap_or_default());
        let [by, after, without] = ["by", "after", "without"].map(|key| self.each(&fields, key, Self::text));
        let [wait, within] = ["wait", "within"].map(|key| fields.get(key).and_then(|node| self.period(node)));
        for key in ["wait", "within"] {
            if let Some(span) = fields.key_span(key).filter(|_| after.is_empty()) {
                let help = Some("the steps from whose day it is counted".into());
                self.report_with(Code::MissingKey, span, format!("`{key}` needs `after`"), help);
            }
        }
        if let (Some(wait), Some(within), Some(span)) = (wait, within, fields.key_span("within"))
            && within <= wait
        {
            let message = "no day lies after `wait` and still `within` the time";
            self.report(Code::Contradiction, span, message);
        }
        Some(TakenStepDeclaration { provision: provision?, optional, each, by, after, wait, within, without })
    }

    fn compliance_example(&mut self, node: &Node<'_>) -> Option<ComplianceExampleDeclaration> {
        let fields = self.table(node, &format::COMPLIANCE_EXAMPLE)?;
        let day = self.date_at(&fields, "day");
        let given = fields.get("given").map(|node| self.given(node)).unwrap_or_default();
        let events = self.each(&fields, "events", Self::step_taken);
        let open = self.boolean_at(&fields, "open").unwrap_or_default();
        let mut findings = Vec::new();
        let expected = fields.get("findings").and_then(|node| self.table(node, &format::FOUND));
        for (name, node) in expected.map(|table| table.others()).unwrap_or_default() {
            let nodes = self.list(node);
            let codes = nodes.into_iter().filter_map(|node| self.choice(node, Noncompliance::ALL));
            findings.push((name, codes.collect()));
        }
        let [not_judged, pending] = ["not-judged", "pending"].map(|key| self.each(&fields, key, Self::text));
        let note = self.words_at(&fields, "note");
        let matter = events.into_iter().fold(Matter::new(day?).still_open(open), Matter::with_event);
        Some(ComplianceExampleDeclaration {
            span: self.first_line(fields.span),
            given,
            matter,
            findings,
            not_judged,
            pending,
            note,
        })
    }

    fn step_taken(&mut self, node: &Node<'_>) -> Option<MatterEvent> {
        let fields = self.table(node, &format::STEP_TAKEN)?;
        let event = self.text_at(&fields, "event");
        let day: Option<Date> = self.date_at(&fields, "day");
        let by = self.text_at(&fields, "by");
        let persons = self.each(&fields, "persons", Self::text);
        let taken =
            MatterEvent::new(event?.value, day?).with_persons(persons.into_iter().map(|one| one.value));
        Some(match by {
            Some(by) => taken.taken_by(by.value),
            None => taken,
        })
    }

    /// Each duty and step has a word of its own, and who names one, or a role, names one that there is.
    fn compliance_names(&mut self, declared: &ComplianceDeclaration) {
        let steps = || declared.steps.iter().map(|step| &step.provision.name);
        let names: Vec<&Located<String>> =
            declared.duties.iter().map(|duty| &duty.provision.name).chain(steps()).collect();
        for (place, name) in names.iter().enumerate() {
            if names.iter().take(place).any(|earlier| earlier.value == name.value) {
                let message = format!("`{}` is there twice", name.value);
                self.report(Code::Contradiction, name.span, message);
            }
        }
        let steps: Vec<&str> = steps().map(|name| name.value.as_str()).collect();
        let roles: Vec<&str> = declared.roles.iter().map(|(name, _)| name.value.as_str()).collect();
        for (place, step) in declared.steps.iter().enumerate() {
            for role in &step.by {
                self.declared_word(role, &roles, "role");
            }
            for other in &step.without {
                let others: Vec<&str> =
                    steps.iter().copied().filter(|name| *name != step.provision.name.value).collect();
                self.declared_word(other, &others, "other step");
            }
            for earlier in &step.after {
                let known = steps.get(..place).unwrap_or_default();
                self.declared_word(earlier, known, "earlier step");
            }
        }
        let provisions: Vec<&str> = names.iter().map(|name| name.value.as_str()).collect();
        for example in &declared.examples {
            for (name, _) in &example.findings {
                self.declared_word(name, &provisions, "duty or step");
            }
            for name in &example.not_judged {
                self.declared_word(name, &provisions, "duty or step");
            }
            for name in &example.pending {
                self.declared_word(name, &steps, "step");
            }
        }
    }

    fn declared_word(&mut self, name: &Located<String>, known: &[&str], what: &str) {
        if known.contains(&name.value.as_str()) {
            return;
        }
        let help = match nearest(&name.value, known.iter().copied()) {
            Some(known) => Some(format!("did you mean `{known}`?")),
            None if known.is_empty() => None,
            None => Some(format!("there are {}", known.join(", "))),
        };
        let message = format!("there is no {what} `{}`", name.value);
        self.report_with(Code::NotAChoice, name.span, message, help);
    }
}
