use super::format_payments as format;
use super::payments::PaymentScreenDeclaration;
use super::supervision::Handling;
use crate::diagnostic::Code;
use crate::language::Bilingual;
use crate::limit::Light;
use crate::number::Rational;
use crate::risk::payments::{
    DigitLimit, OutlierLimit, Payment, PaymentExample, PaymentFlag, PaymentTest, PaymentsExpected, millionths,
};
use crate::table::{Fields, Located, Node, Reader};

/// The keys that only some tests have, and those tests.
const OWN_KEYS: [(&str, &[&str]); 9] = [
    ("days", &["split", "returned", "repeated"]),
    ("threshold", &["split"]),
    ("share", &["returned"]),
    ("payments", &["split", "repeated", "outlier", "first-digit"]),
    ("z", &["outlier"]),
    ("quartiles", &["outlier"]),
    ("magnitudes", &["first-digit"]),
    ("chi-square", &["first-digit"]),
    ("deviation", &["first-digit"]),
];

/// The most payments that an example has.
const MOST_PAYMENTS: usize = 10_000;

impl Reader {
    pub(super) fn payment_screens(&mut self, fields: &Fields<'_>) -> Vec<PaymentScreenDeclaration> {
        self.keyed(fields, "payments", &format::PAYMENT_SCREENS, Self::payment_screen)
    }

    fn payment_screen(&mut self, key: Located<String>, node: &Node<'_>) -> Option<PaymentScreenDeclaration> {
        let before = self.diagnostics.len();
        self.item_key(&key);
        let fields = self.table(node, &format::PAYMENT_SCREEN)?;
        let title = self.bilingual_at(&fields, "title");
        let basis = self.words_at(&fields, "basis");
        let mut flags: Vec<PaymentFlag> = Vec::new();
        for node in fields.get("flags").map(|node| self.list(node)).unwrap_or_default() {
            let Some(flag) = self.payment_flag(node, basis.as_ref()) else { continue };
            if flags.iter().any(|known| known.code == flag.code) {
                let message = format!("the flag `{}` is there twice", flag.code);
                self.report(Code::Contradiction, self.place(node.span()), message);
            }
            flags.push(flag);
        }
        let note = self.bilingual_at(&fields, "note");
        let mut examples = Vec::new();
        for node in fields.get("examples").map(|node| self.list(node)).unwrap_or_default() {
            examples.extend(self.payment_example(node, &flags));
        }
        let declared = PaymentScreenDeclaration { key, title: title?, basis: basis?, flags, note, examples };
        // What is only half there would be faulted for what is missing.
        Some(declared).filter(|_| self.diagnostics.len() == before)
    }

    fn payment_flag(&mut self, node: &Node<'_>, basis: Option<&Bilingual>) -> Option<PaymentFlag> {
        let fields = self.table(node, &format::PAYMENT_FLAG)?;
        let code = self.text_at(&fields, "flag");
        let title = self.bilingual_at(&fields, "title");
        let own = fields.get("basis").map(|node| self.words(node));
        let colours = Light::THAT_COME_ON.map(|light| (light.code(), light));
        let colour = fields.get("colour").and_then(|node| self.choice(node, &colours));
        let handling = fields.get("handling").and_then(|node| self.choice(node, Handling::ALL));
        let note = self.bilingual_at(&fields, "note");
        let tests: Vec<(&str, &str)> = PaymentTest::CODES.iter().map(|test| (*test, *test)).collect();
        let test = self.choice(fields.get("test")?, &tests)?;
        for (key, tests) in OWN_KEYS {
            if let Some(node) = fields.get(key)
                && !tests.contains(&test)
            {
                let message = format!("`{test}` has no `{key}`");
                self.report(Code::Contradiction, self.place(node.span()), message);
            }
        }
        let test = self.payment_test(test, &fields)?;
        let basis = own.unwrap_or_else(|| basis.cloned())?;
        Some(PaymentFlag { code: code?.value, title: title?, basis, test, colour, handling, note })
    }

    fn payment_test(&mut self, test: &str, fields: &Fields<'_>) -> Option<PaymentTest> {
        Some(match test {
            "split" => {
                let (days, payments) = (self.days(fields, test), self.fewest_payments(fields, test, 2));
                let threshold = self.threshold(fields, test)?;
                PaymentTest::Split { days: days?, threshold, payments: payments? }
            }
            "returned" => {
                let (days, share) = (self.days(fields, test), self.share(fields, test));
                PaymentTest::Returned { days: days?, share: share? }
            }
            "repeated" => {
                let (days, payments) = (self.days(fields, test), self.fewest_payments(fields, test, 2));
                PaymentTest::Repeated { days: days?, payments: payments? }
            }
            "outlier" => {
                let payments = self.fewest_payments(fields, test, 3);
                let limit = self.one_limit(fields, test, ["z", "quartiles"])?;
                let limit = match limit {
                    ("z", z) => OutlierLimit::ModifiedZ(z),
                    (_, times) => OutlierLimit::Quartiles(times),
                };
                PaymentTest::Outlier { payments: payments?, limit }
            }
            _ => {
                let payments = self.fewest_payments(fields, test, 1);
                let magnitudes = self.needed(fields, "magnitudes", test)?;
                let magnitudes = self.magnitudes(magnitudes);
                let limit = match self.one_limit(fields, test, ["chi-square", "deviation"])? {
                    ("chi-square", limit) => DigitLimit::ChiSquare(limit),
                    (_, limit) => DigitLimit::Deviation(limit),
                };
                PaymentTest::FirstDigit { payments: payments?, magnitudes: magnitudes?, limit }
            }
        })
    }

    fn days(&mut self, fields: &Fields<'_>, test: &str) -> Option<i64> {
        let node = self.needed(fields, "days", test)?;
        let days = self.whole(node)?;
        if days < 0 {
            self.report(Code::NotAChoice, self.place(node.span()), "expected no number of days below zero");
            return None;
        }
        Some(days)
    }

    fn threshold(&mut self, fields: &Fields<'_>, test: &str) -> Option<i128> {
        let node = self.needed(fields, "threshold", test)?;
        let number = self.number(node)?;
        match millionths(number) {
            Ok(threshold) => Some(threshold),
            Err((_, expected)) => {
                self.report(Code::InvalidAmount, self.place(node.span()), format!("expected {expected}"));
                None
            }
        }
    }

    fn share(&mut self, fields: &Fields<'_>, test: &str) -> Option<Rational> {
        let node = self.needed(fields, "share", test)?;
        let share = Rational::from(self.number(node)?);
        if share <= Rational::ZERO || share > Rational::ONE {
            let message = "expected a share above 0 and of at most 1";
            self.report(Code::NotAChoice, self.place(node.span()), message);
            return None;
        }
        Some(share)
    }

    /// The fewest payments, and no fewer than something can be said of; who needs more than a pair has to say how many.
    fn fewest_payments(&mut self, fields: &Fields<'_>, test: &str, least: usize) -> Option<usize> {
        if least == 2 && fields.get("payments").is_none() {
            return Some(least);
        }
        let node = self.needed(fields, "payments", test)?;
        let payments = self.whole(node)?;
        let payments = usize::try_from(payments).ok().filter(|payments| *payments >= least);
        if payments.is_none() {
            let message = format!("expected a whole number of at least {least}");
            self.report(Code::NotAChoice, self.place(node.span()), message);
        }
        payments
    }

    fn magnitudes(&mut self, node: &Node<'_>) -> Option<u32> {
        let magnitudes = self.whole(node)?;
        let magnitudes = u32::try_from(magnitudes).ok().filter(|power| *power <= 20);
        if magnitudes.is_none() {
            self.report(Code::NotAChoice, self.place(node.span()), "expected a whole number from 0 to 20");
        }
        magnitudes
    }

    /// One of two limits, not below zero.
    fn one_limit(
        &mut self,
        fields: &Fields<'_>,
        test: &str,
        keys: [&'static str; 2],
    ) -> Option<(&'static str, Rational)> {
        let given = keys.map(|key| fields.get(key).map(|node| (key, node)));
        let ([Some((key, node)), None] | [None, Some((key, node))]) = given else {
            let [one, other] = keys;
            let message = format!("`{test}` has either `{one}` or `{other}`");
            self.report(Code::Contradiction, self.first_line(fields.span), message);
            return None;
        };
        let limit = Rational::from(self.number(node)?);
        if limit.is_negative() {
            self.report(Code::InvalidAmount, self.place(node.span()), "expected no number below zero");
            return None;
        }
        Some((key, limit))
    }

    fn payment_example(&mut self, node: &Node<'_>, flags: &[PaymentFlag]) -> Option<PaymentExample> {
        let fields = self.table(node, &format::PAYMENT_EXAMPLE)?;
        let line = self.file.line(self.first_line(fields.span).start);
        let mut payments = Vec::new();
        for node in fields.get("payments").map(|node| self.list(node)).unwrap_or_default() {
            self.example_payments(node, &mut payments)?;
        }
        let mut expected = PaymentsExpected::default();
        let found = fields.get("findings").and_then(|node| self.table(node, &format::PAYMENTS_FOUND));
        for (flag, node) in found.map(|table| table.others()).unwrap_or_default() {
            let nodes = self.list(node);
            let ids = nodes.into_iter().map(|node| Some(self.text(node)?.value)).collect::<Option<_>>()?;
            self.known_flag(&flag, flags);
            expected.findings.push((flag.value, ids));
        }
        for flag in self.each(&fields, "not-judged", Self::text) {
            self.known_flag(&flag, flags);
            expected.not_judged.push(flag.value);
        }
        let note = self.words_at(&fields, "note");
        Some(PaymentExample { line, payments, expected, note })
    }

    fn known_flag(&mut self, flag: &Located<String>, flags: &[PaymentFlag]) {
        if flags.iter().all(|known| known.code != flag.value) {
            let message = format!("the screen has no flag `{}`", flag.value);
            self.report(Code::InvalidExample, flag.span, message);
        }
    }

    fn example_payments(&mut self, node: &Node<'_>, payments: &mut Vec<Payment>) -> Option<()> {
        let fields = self.table(node, &format::EXAMPLE_PAYMENT)?;
        let (day, amount) = (self.date_at(&fields, "day"), self.number(fields.get("amount")?));
        let [from, to, purpose, group] =
            ["from", "to", "purpose", "group"].map(|key| self.text_at(&fields, key).map(|text| text.value));
        let times = match fields.get("times") {
            None => 1,
            Some(node) => usize::try_from(self.whole(node)?).unwrap_or_default(),
        };
        let place = self.first_line(fields.span);
        if !(1..=MOST_PAYMENTS.saturating_sub(payments.len())).contains(&times) {
            let message = format!("an example has from 1 to {MOST_PAYMENTS} payments");
            self.report(Code::InvalidExample, place, message);
            return None;
        }
        let between = match (from, to) {
            (Some(from), Some(to)) => Some((from, to)),
            (None, None) => None,
            _ => {
                self.report(Code::InvalidExample, place, "expected `from` and `to` together");
                return None;
            }
        };
        let (day, amount) = (day?, amount?);
        for _ in 0..times {
            let id = payments.len().saturating_add(1).to_string();
            let payment = Payment::new(id, day, amount).and_then(|payment| match &between {
                Some((from, to)) => payment.between(from, to),
                None => Ok(payment),
            });
            match payment {
                Ok(payment) => payments.push(payment.about(purpose.clone(), group.clone())),
                Err(fault) => {
                    self.report(Code::InvalidExample, place, fault.to_string());
                    return None;
                }
            }
        }
        Some(())
    }
}
