use super::format_supervision as format;
use super::supervision::{Handling, PolicyDeclaration, PolicyRule, Separation};
use crate::diagnostic::Code;
use crate::limit::Light;
use crate::supervise::Irregularity;
use crate::table::{Fields, Located, Node, Reader};

impl Reader {
    pub(super) fn policies(&mut self, fields: &Fields<'_>) -> Vec<PolicyDeclaration> {
        self.keyed(fields, "supervision", &format::SUPERVISIONS, Self::policy)
    }

    fn policy(&mut self, key: Located<String>, node: &Node<'_>) -> Option<PolicyDeclaration> {
        let before = self.diagnostics.len();
        self.item_key(&key);
        let fields = self.table(node, &format::SUPERVISION)?;
        let title = fields.get("title").and_then(|node| self.bilingual(node));
        let basis = fields.get("basis").and_then(|node| self.words(node));
        let mut known = Vec::new();
        let mut rules = Vec::new();
        for node in fields.get("rules").map(|node| self.list(node)).unwrap_or_default() {
            rules.extend(self.policy_rule(node, &mut known));
        }
        let mut limits: Vec<Located<String>> = Vec::new();
        for node in fields.get("limits").map(|node| self.list(node)).unwrap_or_default() {
            let Some(limit) = self.text(node) else { continue };
            if limits.iter().any(|known| known.value == limit.value) {
                let message = format!("the limit `{}` is there twice", limit.value);
                self.report(Code::Contradiction, limit.span, message);
            }
            limits.push(limit);
        }
        let mut separate = Vec::new();
        for node in fields.get("separate").map(|node| self.list(node)).unwrap_or_default() {
            separate.extend(self.separation(node));
        }
        let note = fields.get("note").and_then(|node| self.bilingual(node));
        let declared = PolicyDeclaration { key, title: title?, basis: basis?, rules, limits, separate, note };
        // What is only half there would be faulted for what is missing.
        Some(declared).filter(|_| self.diagnostics.len() == before)
    }

    /// A rule; a code belongs to one of them only.
    fn policy_rule(&mut self, node: &Node<'_>, known: &mut Vec<Irregularity>) -> Option<PolicyRule> {
        let fields = self.table(node, &format::POLICY_RULE)?;
        let mut findings = Vec::new();
        for node in fields.get("findings").map(|node| self.list(node)).unwrap_or_default() {
            let Some(code) = self.choice(node, Irregularity::WORDS) else { continue };
            if known.contains(&code) {
                let message = format!("`{}` is there twice", code.as_str());
                self.report(Code::Contradiction, self.place(node.span()), message);
            }
            known.push(code);
            findings.push(code);
        }
        let colours = Light::THAT_COME_ON.map(|light| (light.code(), light));
        let colour = fields.get("colour").and_then(|node| self.choice(node, &colours));
        let handling = fields.get("handling").and_then(|node| self.choice(node, Handling::ALL));
        let basis = fields.get("basis").and_then(|node| self.words(node));
        let note = fields.get("note").and_then(|node| self.bilingual(node));
        Some(PolicyRule { findings, colour, handling, basis, note })
    }

    fn separation(&mut self, node: &Node<'_>) -> Option<Separation> {
        let fields = self.table(node, &format::SEPARATION)?;
        let basis = fields.get("basis").and_then(|node| self.words(node));
        let procedure = fields.get("procedure").and_then(|node| self.text(node));
        let procedure = procedure.map(|procedure| procedure.value);
        let mut events = Vec::new();
        let list = fields.get("events")?;
        for node in self.list(list) {
            events.extend(self.text(node).map(|event| event.value));
        }
        let Ok([first, second]) = <[String; 2]>::try_from(events) else {
            let message = "expected two events, such as `[\"investigated\", \"decided\"]`";
            self.report(Code::NotAChoice, self.place(list.span()), message);
            return None;
        };
        if first == second {
            let message = format!("`{first}` cannot be separate from itself");
            self.report(Code::Contradiction, self.place(list.span()), message);
            return None;
        }
        Some(Separation { events: [first, second], basis: basis?, procedure })
    }
}
