//! What `evenhand supervise` tells of applications.

use evenhand::Language;
use evenhand::risk::Standing;
use evenhand::supervise::{Approvals, JudgedApplication, Policy};

use crate::page::{office_name, plain_table, trim_lines, version_line};
use crate::{lines, register};

/// What is told of a line; nothing where nothing was found.
pub(crate) fn line(judged: &JudgedApplication, json: bool, language: Language) -> Option<String> {
    let line = judged.line;
    match &judged.record {
        Ok((_, supervision)) if supervision.findings.is_empty() => None,
        _ if json => Some(judged.to_json()),
        Ok((application, supervision)) => {
            let parts = [application.name(), application.office(), application.limit()];
            Some(crate::supervise::found(line, parts, &supervision.findings, language))
        }
        Err(fault) => Some(lines::refused(line, fault.code, &fault.message(language), language) + "\n"),
    }
}

pub(crate) fn page(
    approvals: &Approvals,
    standing: &Standing,
    policy: &Policy,
    language: Language,
) -> String {
    let Approvals { read, judged, not_judged, refused, .. } = approvals;
    let mut text = match language {
        Language::Chinese => {
            format!("读取{read}件：已判断{judged}件，未能判断{not_judged}件，不予受理{refused}件\n")
        }
        Language::English => {
            format!("{read} records read: {judged} judged, {not_judged} not judged, {refused} refused\n")
        }
    };
    text.push_str(&format!("\n{}\n", trim_lines(&register::offices(standing, language).to_string())));
    let mut findings = plain_table();
    for (office, counted) in &approvals.offices {
        for (code, count) in &counted.findings {
            let (count, name) = (count.to_string(), code.name(language).to_owned());
            findings.add_row([office_name(office, language), code.as_str().to_owned(), count, name]);
        }
    }
    if !findings.is_empty() {
        text.push_str(&format!("\n{}\n", trim_lines(&findings.to_string())));
    }
    let scores = register::scores(standing, language);
    format!("{text}{scores}\n{}\n", version_line(&policy.id, &policy.document, language))
}
