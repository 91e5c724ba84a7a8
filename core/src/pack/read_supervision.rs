use super::format_supervision as format;
use super::supervision::{
    AcceptanceDeclaration, FeeDeclaration, Handling, PolicyDeclaration, PolicyRule, Separation, Supervised,
};
use crate::diagnostic::Code;
use crate::limit::Light;
use crate::supervise::Irregularity;
use crate::table::{Fields, Located, Node, Reader};

/// The keys that only one kind of policy has.
const OWN_KEYS: [(&str, Supervised); 5] = [
    ("limits", Supervised::DecidedCases),
    ("separate", Supervised::DecidedCases),
    ("reasons", Supervised::Applications),
    ("fees", Supervised::Applications),
    ("acceptance", Supervised::Applications),
];

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
        let of = fields.get("of").and_then(|node| self.choice(node, Supervised::ALL)).unwrap_or_default();
        for (key, only) in OWN_KEYS {
            if let Some(span) = fields.key_span(key).filter(|_| only != of) {
                let message = format!("`{key}` does not belong to a policy of this kind");
                self.report(Code::Contradiction, span, message);
            }
        }
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
        let mut reasons = Vec::new();
        for node in fields.get("reasons").map(|node| self.list(node)).unwrap_or_default() {
            reasons.extend(self.text(node).map(|event| event.value));
        }
        let mut fees = Vec::new();
        for node in fields.get("fees").map(|node| self.list(node)).unwrap_or_default() {
            fees.extend(self.fee(node));
        }
        let mut acceptance = Vec::new();
        for node in fields.get("acceptance").map(|node| self.list(node)).unwrap_or_default() {
            acceptance.extend(self.acceptance(node));
        }
        let note = fields.get("note").and_then(|node| self.bilingual(node));
        let declared = PolicyDeclaration {
            key,
            title: title?,
            basis: basis?,
            of,
            rules,
            limits,
            separate,
            reasons,
            fees,
            acceptance,
            note,
        };
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

    fn fee(&mut self, node: &Node<'_>) -> Option<FeeDeclaration> {
        let fields = self.table(node, &format::FEE)?;
        let limit = fields.get("limit").and_then(|node| self.text(node));
        let most = fields.get("most").and_then(|node| self.formula(node));
        let basis = fields.get("basis").and_then(|node| self.words(node));
        Some(FeeDeclaration { limit: limit?, most: most?, basis: basis? })
    }

    fn acceptance(&mut self, node: &Node<'_>) -> Option<AcceptanceDeclaration> {
        let fields = self.table(node, &format::ACCEPTANCE)?;
        let [limit, when, accepted, refused] = ["limit", "when", "accepted", "refused"]
            .map(|key| fields.get(key).and_then(|node| self.text(node)));
        let basis = fields.get("basis").and_then(|node| self.words(node));
        Some(AcceptanceDeclaration {
            limit: limit?,
            when: when?,
            accepted: accepted?.value,
            refused: refused?.value,
            basis: basis?,
        })
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
