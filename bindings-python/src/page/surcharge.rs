//! What late payment costs: the amounts, the spans that were counted.

use evenhand::number::Rational;
use evenhand::{Language, SurchargeOutcome};

use super::{frame, list, sheet, table, text, version, whole};

/// What late payment costs as HTML.
pub(crate) fn surcharge(outcome: &SurchargeOutcome, language: Language) -> String {
    let (surcharge, charge, document) = (outcome.surcharge(), outcome.charge(), outcome.document());
    let pick = |zh, en| language.pick(zh, en);
    let money = |amount: Rational| whole(&format!("{amount} {}", document.currency));
    let about = sheet(vec![
        (pick("事项", "What"), Some(text(surcharge.title.get(language)))),
        (pick("文件", "Document"), Some(text(document.title.get(language)))),
        (pick("依据", "Basis"), Some(text(surcharge.basis.get(language)))),
        (pick("应缴", "To be paid"), Some(money(charge.principal))),
        (pick("最迟", "By"), Some(whole(&charge.due.to_string()))),
        (pick("查询日", "Asked on"), Some(whole(&charge.on.to_string()))),
        (pick("逾期日数", "Days late"), Some(whole(&charge.days.to_string()))),
        (pick("加收", "Surcharge"), Some(money(charge.surcharge))),
        (pick("达到上限", "Cap reached"), charge.reached.map(|day| whole(&day.to_string()))),
        (pick("本金尚欠", "Principal open"), Some(money(charge.unpaid))),
        (pick("合计应缴", "To be paid in all"), Some(money(charge.owed))),
    ]);
    let paid = charge.payments.iter().map(|(day, amount)| vec![whole(&day.to_string()), money(*amount)]);
    let spans = charge.spans.iter().map(|span| {
        vec![
            whole(&format!("{} – {}", span.from, span.until)),
            text(&span.days.to_string()),
            money(span.of),
            money(span.amount),
        ]
    });
    let heads = [pick("期间", "Span"), pick("日数", "Days"), pick("基数", "Of"), pick("加收", "Adds")];
    let headline = match language {
        Language::Chinese => format!("加收{}，合计应缴{}", charge.surcharge, charge.owed),
        Language::English => format!("Surcharge: {}, to be paid in all: {}", charge.surcharge, charge.owed),
    };
    let told = |texts: Vec<String>, zh, en| list(language.pick(zh, en), &texts);
    let warnings = outcome.warnings().into_iter().map(|warning| warning.text.get(language).to_owned());
    let assumed = outcome.assumptions().into_iter().map(|assumed| assumed.text.get(language).to_owned());
    let body = maud::html! {
        (told(warnings.collect(), "注意", "Warnings"))
        (about)
        (table(&[pick("缴纳日", "Paid on"), pick("金额", "Amount")], paid.collect()))
        (table(&heads, spans.collect()))
        (list(pick("计算", "Working"), &outcome.sentences(language)))
        (told(assumed.collect(), "有待确认", "Still to be established"))
        (version(&surcharge.id, document, language))
    };
    frame(language, &headline, &body)
}
