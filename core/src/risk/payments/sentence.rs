use super::{PaymentFinding, PaymentScreen};
use crate::language::Language;

/// The most payments that a sentence names; the report has them all.
const NAMED: usize = 10;

impl PaymentFinding {
    /// The finding in a sentence: the flag, whom and which payments it concerns, the values, the article, the alert.
    #[must_use]
    pub fn sentence(&self, screen: &PaymentScreen, language: Language) -> String {
        let Some(flag) = screen.flags.get(self.place) else { return String::new() };
        let semicolon = language.pick("；", "; ");
        let mut parts: Vec<String> = self.subject(language).into_iter().collect();
        parts.extend(self.values.iter().map(|value| {
            let (name, found) = (value.title.get(language), &value.found);
            match (value.suspicious.as_str(), language) {
                ("", _) => format!("{name} {found}"),
                (range, Language::Chinese) => format!("{name} {found}（存疑：{range}）"),
                (range, Language::English) => format!("{name} {found} (suspicious: {range})"),
            }
        }));
        let (title, colon) = (flag.title.get(language), language.pick("：", ": "));
        let basis = flag.basis.in_brackets(language);
        let colour = flag.colour.map(|colour| colour.name(language));
        let alert: Vec<&str> =
            colour.into_iter().chain(flag.handling.map(|handling| handling.name(language))).collect();
        let alert = if alert.is_empty() {
            String::new()
        } else {
            format!("{}{}", language.pick("——", " – "), alert.join(language.pick("，", ", ")))
        };
        format!("{title}{colon}{}{basis}{alert}", parts.join(semicolon))
    }

    fn subject(&self, language: Language) -> Vec<String> {
        let comma = language.pick("、", ", ");
        let mut parts = Vec::new();
        if let Some(group) = &self.group {
            parts.push(format!("{}{group}", language.pick("同组：", "group ")));
        }
        if let (Some(from), Some(to)) = (&self.from, &self.to) {
            parts.push(match language {
                Language::Chinese => format!("{from}付{to}"),
                Language::English => format!("{from} to {to}"),
            });
        }
        let mut payments: Vec<String> = self
            .payments
            .iter()
            .take(NAMED)
            .map(|payment| match language {
                Language::Chinese => format!("{}（第{}行）", payment.id, payment.line),
                Language::English => format!("{} (line {})", payment.id, payment.line),
            })
            .collect();
        let more = self.payments.len().saturating_sub(NAMED);
        if more > 0 {
            payments.push(match language {
                Language::Chinese => format!("另{more}笔"),
                Language::English => format!("{more} more"),
            });
        }
        parts.extend(Some(payments.join(comma)).filter(|payments| !payments.is_empty()));
        parts
    }
}
