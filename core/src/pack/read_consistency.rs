use super::consistency::ConsistencyDeclaration;
use super::format_consistency as format;
use crate::consistency::{Confidence, Limits};
use crate::diagnostic::Code;
use crate::number::Rational;
use crate::table::{Fields, Located, Node, Reader};

impl Reader {
    pub(super) fn consistency_policies(&mut self, fields: &Fields<'_>) -> Vec<ConsistencyDeclaration> {
        self.keyed(fields, "consistency", &format::CONSISTENCY, Self::consistency_policy)
    }

    fn consistency_policy(
        &mut self,
        key: Located<String>,
        node: &Node<'_>,
    ) -> Option<ConsistencyDeclaration> {
        self.item_key(&key);
        let fields = self.table(node, &format::POLICY)?;
        let title = fields.get("title").and_then(|node| self.bilingual(node));
        let basis = fields.get("basis").and_then(|node| self.words(node));
        let note = fields.get("note").and_then(|node| self.bilingual(node));
        let [decisions, groups, month_decisions, months] =
            [("decisions", 1), ("groups", 2), ("month-decisions", 1), ("months", 4)]
                .map(|(key, least)| self.at_least(fields.get(key), least));
        let confidence = fields.get("confidence").and_then(|node| self.choice(node, Confidence::ALL));
        let [z, difference, level] = ["z", "difference", "level"].map(|key| {
            let most = if key == "z" { None } else { Some(Rational::ONE) };
            self.limit_up_to(fields.get(key), most)
        });
        let limits = Limits {
            decisions: decisions?,
            groups: groups?,
            month_decisions: month_decisions?,
            months: months?,
            confidence: confidence?,
            z: z?,
            difference: difference?,
            level: level?,
        };
        Some(ConsistencyDeclaration { key, title: title?, basis: basis?, limits, note })
    }

    fn at_least(&mut self, node: Option<&Node<'_>>, least: u64) -> Option<u64> {
        let node = node?;
        let number = self.whole(node)?;
        let number = u64::try_from(number).ok().filter(|number| *number >= least);
        if number.is_none() {
            let message = format!("expected a whole number of at least {least}");
            self.report(Code::NotAChoice, self.place(node.span()), message);
        }
        number
    }

    /// A number from zero on.
    fn limit_up_to(&mut self, node: Option<&Node<'_>>, most: Option<Rational>) -> Option<Rational> {
        let node = node?;
        let number = Rational::from(self.number(node)?);
        if number.is_negative() || most.is_some_and(|most| number > most) {
            let up_to = most.map_or_else(String::new, |most| format!(", and of at most {most}"));
            let message = format!("expected a number that is not below zero{up_to}");
            self.report(Code::NotAChoice, self.place(node.span()), message);
            return None;
        }
        Some(number)
    }
}
