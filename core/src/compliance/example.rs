use super::{Compliance, Judgement, Matter, Noncompliance, Verdict};
use crate::language::Bilingual;

/// A worked example: a record, and everything that must come out of it.
#[derive(Clone, Debug)]
pub struct ComplianceExample {
    /// The line in the pack.
    pub line: usize,
    /// The record.
    pub matter: Matter,
    /// What must be found, by duty or step.
    pub findings: Vec<(String, Vec<Noncompliance>)>,
    /// The duties and steps that cannot be judged.
    pub not_judged: Vec<String>,
    /// The steps that can still come.
    pub pending: Vec<String>,
    /// The working.
    pub note: Option<Bilingual>,
}

impl ComplianceExample {
    /// Whether exactly that comes out.
    ///
    /// # Errors
    /// Everything in which it differs, a line for each duty and step.
    pub fn holds(&self, compliance: &Compliance) -> Result<(), String> {
        let judgement = compliance.judge(&self.matter).map_err(|fault| format!("  {fault}"))?;
        let mut differences = Vec::new();
        for (place, provision) in compliance.provisions().enumerate() {
            let (expected, found) = (self.expected(&provision.name), told(&judgement, place));
            if expected != found {
                differences.push(format!("  {}: expected {expected}, found {found}", provision.name));
            }
        }
        if differences.is_empty() { Ok(()) } else { Err(differences.join("\n")) }
    }

    fn expected(&self, name: &str) -> String {
        let codes = self.findings.iter().filter(|(of, _)| of == name).flat_map(|(_, codes)| codes);
        let codes: Vec<&str> = codes.map(|code| code.code()).collect();
        let has = |names: &[String]| names.iter().any(|one| one == name);
        match (codes.is_empty(), has(&self.not_judged), has(&self.pending)) {
            (false, ..) => codes.join(", "),
            (true, true, _) => Verdict::NotJudged.code().to_owned(),
            (true, false, true) => Verdict::Pending.code().to_owned(),
            (true, false, false) => "nothing".to_owned(),
        }
    }
}

/// What was found of a duty or step, in the words of an example.
fn told(judgement: &Judgement, place: usize) -> String {
    let findings = judgement.findings.iter().filter(|finding| finding.provision == place);
    let codes: Vec<&str> = findings.map(|finding| finding.code.code()).collect();
    match (codes.is_empty(), judgement.verdicts.get(place)) {
        (false, _) => codes.join(", "),
        (true, Some(verdict @ (Verdict::NotJudged | Verdict::Pending))) => verdict.code().to_owned(),
        (true, _) => "nothing".to_owned(),
    }
}
