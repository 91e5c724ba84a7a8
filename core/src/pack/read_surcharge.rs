use super::format_surcharge as format;
use super::surcharge::{SurchargeDeclaration, SurchargeExample};
use crate::diagnostic::Code;
use crate::limit::SurchargeOf;
use crate::table::{Fields, Located, Node, Reader};

impl Reader {
    pub(super) fn surcharges(&mut self, fields: &Fields<'_>) -> Vec<SurchargeDeclaration> {
        self.keyed(fields, "surcharge", &format::SURCHARGES, Self::surcharge)
    }

    fn surcharge(&mut self, key: Located<String>, node: &Node<'_>) -> Option<SurchargeDeclaration> {
        let before = self.diagnostics.len();
        self.item_key(&key);
        let fields = self.table(node, &format::SURCHARGE)?;
        let title = self.bilingual_at(&fields, "title");
        let basis = self.words_at(&fields, "basis");
        let rate = self.formula_at(&fields, "rate");
        let cap = self.formula_at(&fields, "cap");
        let cap_basis = self.words_at(&fields, "cap-basis");
        let of = fields.get("of").and_then(|node| self.choice(node, &SurchargeOf::ALL));
        let [after, from] = ["after", "from"].map(|key| fields.get(key).and_then(|node| self.text(node)));
        if fields.get("after").is_some() == fields.get("from").is_some() {
            let message = "a surcharge has either `after`, the limit for paying, or `from`, an event";
            self.report(Code::Contradiction, key.span, message);
        }
        let stops = fields.get("stops").map(|node| self.stops(node)).unwrap_or_default();
        let rounding = fields.get("round").and_then(|node| self.rounding(node));
        let note = self.bilingual_at(&fields, "note");
        let mut examples = Vec::new();
        for node in fields.get("examples").map(|node| self.list(node)).unwrap_or_default() {
            examples.extend(self.surcharge_example(node));
        }
        let declared = SurchargeDeclaration {
            key,
            title: title?,
            basis: basis?,
            rate: rate?,
            cap,
            cap_basis,
            of: of?,
            after,
            from,
            stops,
            rounding,
            note,
            examples,
        };
        // What is only half there would be faulted for what is missing.
        Some(declared).filter(|_| self.diagnostics.len() == before)
    }

    fn surcharge_example(&mut self, node: &Node<'_>) -> Option<SurchargeExample> {
        let fields = self.table(node, &format::SURCHARGE_EXAMPLE)?;
        let [principal, surcharge, owed] =
            ["principal", "surcharge", "owed"].map(|key| fields.get(key).and_then(|node| self.number(node)));
        let [on, reached] = ["on", "reached"].map(|key| fields.get(key).and_then(|node| self.date(node)));
        let given = fields.get("given").and_then(|node| self.log(node));
        let days = fields.get("days").and_then(|node| self.whole(node));
        let error = self.text_at(&fields, "error").map(|error| error.value);
        let note = self.words_at(&fields, "note");
        if surcharge.is_none() && error.is_none() {
            let help =
                Some("the `surcharge` that comes out, worked out by hand, or the code of the `error`".into());
            let span = self.first_line(fields.span);
            self.report_with(Code::InvalidExample, span, "the example expects nothing", help);
        }
        Some(SurchargeExample {
            span: fields.span,
            principal: principal?,
            given: given?,
            on: on?,
            surcharge,
            days,
            reached,
            owed,
            error,
            note,
        })
    }
}
