use super::{Finding, ScreenReport, Subject};
use crate::language::Language;

impl Finding {
    /// The finding in a sentence: what it is about, the flag, the values.
    #[must_use]
    pub fn sentence(&self, report: &ScreenReport, language: Language) -> String {
        let (colon, semicolon, comma) = match language {
            Language::Chinese => ("：", "；", "、"),
            Language::English => (": ", "; ", ", "),
        };
        let subject = match (&self.subject, language) {
            (Subject::Tender(id, line), Language::Chinese) => format!("项目{id}（第{line}行）"),
            (Subject::Tender(id, line), Language::English) => format!("tender {id} (line {line})"),
            (Subject::Tenderer(id), Language::Chinese) => format!("投标人{id}"),
            (Subject::Tenderer(id), Language::English) => format!("tenderer {id}"),
        };
        let title =
            report.screen.flags.get(self.place).map_or(self.flag.as_str(), |flag| flag.title.get(language));
        let mut parts: Vec<String> = Vec::new();
        for value in &self.found.values {
            let (name, found) = (value.title.get(language), &value.found);
            parts.push(match (value.suspicious.as_str(), language) {
                ("", _) => format!("{name} {found}"),
                (range, Language::Chinese) => format!("{name} {found}（存疑：{range}）"),
                (range, Language::English) => format!("{name} {found} (suspicious: {range})"),
            });
        }
        if !self.found.tenderers.is_empty() {
            let tenderers = self.found.tenderers.join(comma);
            parts.push(match language {
                Language::Chinese => format!("涉及{tenderers}"),
                Language::English => format!("concerns {tenderers}"),
            });
        }
        format!("{subject}{colon}{title}{semicolon}{}", parts.join(semicolon))
    }
}
