//! Many applications: counts by code and by office, and those to review.

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use evenhand::Language;
use evenhand::supervise::{Approvals, Irregularity, Policy};
use maud::html;

use super::caseload::{codes, further, grouped, review};
use super::{frame, register, sheet, version, whole};

/// The counts of applications as HTML, and of the findings the gravest.
pub(crate) fn approvals(
    approvals: &Approvals,
    findings: &[RecordBatch],
    policy: &Policy,
    most: usize,
    language: Language,
) -> String {
    let pick = |zh, en| language.pick(zh, en);
    let number = |count: u64| Some(whole(&grouped(count)));
    let mut found: BTreeMap<Irregularity, u64> = BTreeMap::new();
    for (code, count) in approvals.offices.values().flat_map(|counted| &counted.findings) {
        let all = found.entry(*code).or_default();
        *all = all.saturating_add(*count);
    }
    let (read, times) = (grouped(approvals.read), grouped(found.values().sum()));
    let headline = match language {
        Language::Chinese => format!("{}：申请{read}件，发现{times}处", approvals.on),
        Language::English => format!("{read} applications on {}, {times} findings", approvals.on),
    };
    let offices = approvals.standing().offices;
    let body = html! {
        (sheet(vec![
            (pick("已判断", "Judged"), number(approvals.judged)),
            (pick("未能判断", "Not judged"), number(approvals.not_judged)),
            (pick("记录有误", "Refused"), number(approvals.refused)),
            (pick("统计起始", "Counted since"), approvals.since.map(|since| whole(&since.to_string()))),
        ]))
        (codes(&found, policy, language))
        (register::offices(offices.get(..most).unwrap_or(&offices), language))
        (further(offices.len().saturating_sub(most), "offices", language))
        (review(findings, ("due", pick("届满", "Last day")), most, language))
        (version(&policy.id, &policy.document, language))
    };
    frame(language, &headline, &body)
}
