//! An outcome: the result, what it rests on, the steps with their amounts, the articles.

use evenhand::penalty::{Document, LimitationFinding, LimitationState};
use evenhand::{Language, LawOfTheDay, Outcome, Phrases};
use maud::{Markup, html};

use super::{frame, list, sheet, table, text, version, whole};

/// The outcome as HTML.
pub(crate) fn outcome(outcome: &Outcome, language: Language) -> String {
    let (item, say) = (outcome.item(), Phrases::new(outcome.item(), language));
    let pick = |zh, en| language.pick(zh, en);
    let facts = outcome.facts_in_words(language);
    let decision = outcome.decision();
    let about = sheet(vec![
        (pick("违法行为", "Violation"), Some(text(item.title.get(language)))),
        (pick("文件", "Document"), Some(text(item.document.title.get(language)))),
        (pick("依据", "Basis"), Some(text(outcome.basis().get(language)))),
        (pick("事实", "Facts"), (!facts.is_empty()).then(|| pairs(&facts, language))),
        (pick("档次", "Tier"), outcome.tier().map(|tier| text(tier.get(language)))),
        (pick("法定幅度", "By law"), decision.statutory.map(|statutory| text(&say.ends(statutory)))),
        (
            pick("适用", "Rules applied"),
            outcome.law_of_the_day().and_then(|law| law_applied(law, &say, language)),
        ),
        (pick("追究期限", "Limitation"), outcome.limitation().map(|found| limitation(found, language))),
        (pick("责任人员", "Persons responsible"), decision.persons.map(|persons| text(&say.ends(persons)))),
    ]);
    let assumptions: Vec<String> =
        outcome.assumptions().into_iter().map(|assumed| assumed.text.get(language).to_owned()).collect();
    let warnings: Vec<String> =
        outcome.warnings().into_iter().map(|warning| warning.text.get(language).to_owned()).collect();
    let measures = outcome.measures().into_iter().map(|measure| {
        let may = if measure.may { pick("可以", "may: ") } else { "" };
        format!("{may}{}", measure.text.get(language))
    });
    let body = html! {
        (list(pick("注意", "Warnings"), &warnings))
        (about)
        (steps(outcome, &say, language))
        (list(pick("其他措施", "Measures"), &measures.collect::<Vec<_>>()))
        (circumstances(outcome, language))
        (procedure(outcome, language))
        (list(pick("尚待查明", "Still to be established"), &assumptions))
        (version(&item.id, &item.document, language))
    };
    frame(language, &outcome.headline(language), &body)
}

/// Which version of the rules counts, where there are two, and what the other would give.
fn law_applied(law: &LawOfTheDay, say: &Phrases<'_>, language: Language) -> Option<Markup> {
    let (applied, other) = match law {
        LawOfTheDay::Same => return None,
        LawOfTheDay::Old(other) => {
            (language.pick("行为时的规定", "those of the day of the act"), Some(other))
        }
        LawOfTheDay::New(other) => (
            language.pick("决定时的规定，处罚较轻", "those of the day of the decision, which are lighter"),
            Some(other),
        ),
        LawOfTheDay::NoLongerInForce => (
            language.pick(
                "行为时的规定，决定时已不再施行",
                "those of the day of the act, no longer in force on the day of the decision",
            ),
            None,
        ),
        LawOfTheDay::NoLongerUnlawful { .. } => {
            (language.pick("现行规定不再认为违法", "the act is no longer a violation"), None)
        }
    };
    let fine = other.and_then(|other| other.decision.fine).map(|fine| say.ends(fine));
    Some(html! {
        (applied)
        @if let Some(fine) = fine { (language.pick("；另一版本：", "; the others give ")) (fine) }
    })
}

/// Until when the act could be discovered, and whether it was.
fn limitation((document, finding): (&Document, &LimitationFinding), language: Language) -> Markup {
    let state = match finding.state {
        LimitationState::InTime => language.pick("未过期限", "in time"),
        LimitationState::Expired => language.pick("已过期限", "has run out"),
        LimitationState::DiscoveryOpen | LimitationState::FactOpen(_) => {
            language.pick("尚待查明", "still to be established")
        }
    };
    let basis = document.general.limitation.as_ref().map(|rule| rule.basis.in_brackets(language));
    html! {
        span.whole { (finding.from) } " – " span.whole { (finding.last_day) }
        (language.pick("，", ", ")) (state) (basis.unwrap_or_default())
    }
}

fn pairs(facts: &[(String, String)], language: Language) -> Markup {
    let colon = language.pick("：", ": ");
    html! {
        @for (index, (name, value)) in facts.iter().enumerate() {
            @if index > 0 { br; }
            (name) (colon) (value)
        }
    }
}

/// Each step in a sentence, with the amount that it comes to.
fn steps(outcome: &Outcome, say: &Phrases<'_>, language: Language) -> Markup {
    let told = outcome.steps().iter().filter_map(|step| {
        let sentence = outcome.sentence(step, language);
        // A sum of weights is no money.
        let money = step.value().filter(|_| step.code() != "weights").map(|ends| say.ends(ends));
        (!sentence.is_empty()).then(|| vec![text(&sentence), whole(&money.unwrap_or_default())])
    });
    table(&[language.pick("步骤", "Step"), language.pick("数额", "Amount")], told.collect())
}

fn circumstances(outcome: &Outcome, language: Language) -> Markup {
    let found = outcome.circumstances().into_iter().map(|found| {
        let circumstance = found.circumstance;
        let effect = circumstance.effect.name(language);
        let effect = match (found.allows, language) {
            (None, _) => effect.to_owned(),
            (Some(_), Language::Chinese) => format!("可以{effect}"),
            (Some(_), Language::English) => format!("may: {effect}"),
        };
        vec![text(circumstance.title.get(language)), text(&effect), text(circumstance.basis.get(language))]
    });
    let heads = [
        language.pick("情节", "Circumstance"),
        language.pick("后果", "Effect"),
        language.pick("条款", "Article"),
    ];
    table(&heads, found.collect())
}

fn procedure(outcome: &Outcome, language: Language) -> Markup {
    let Some(applied) = outcome.procedure() else { return html! {} };
    let steps = applied.steps.iter().map(|applied| {
        let step = applied.step;
        let limit = step.limit.as_ref().map(|limit| limit.text(language)).unwrap_or_default();
        let open = applied.open.as_ref().map_or("", |open| open.get(language));
        vec![
            text(step.title.get(language)),
            text(step.by.name(language)),
            html! { (limit) @if !limit.is_empty() && !open.is_empty() { br; } (open) },
            text(step.basis.get(language)),
        ]
    });
    let heads = [
        language.pick("程序步骤", "Step of the procedure"),
        language.pick("由谁", "By"),
        language.pick("期限、条件", "Limit, condition"),
        language.pick("条款", "Article"),
    ];
    let procedure = applied.procedure;
    html! {
        p.heading {
            (procedure.title.get(language)) (procedure.basis.in_brackets(language))
        }
        (table(&heads, steps.collect()))
    }
}
