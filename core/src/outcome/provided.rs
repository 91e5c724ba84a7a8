//! The measures that the article behind an item provides, against those that the item imposes.

use super::Phrases;
use crate::feel::Value;
use crate::language::{Bilingual, Language};
use crate::pack::Measure;
use crate::penalty::{Item, MeasureRule};

/// What the article is known to say of a measure; nothing where the pack does not tell, and of an order to correct,
/// which article 28 of the Administrative Penalty Law gives by itself.
pub(crate) fn provided(item: &Item, measure: Measure) -> Option<Vec<&MeasureRule>> {
    let rules = item.statutory_measures.as_ref().filter(|_| measure != Measure::OrderToCorrect)?;
    Some(rules.iter().filter(|rule| rule.measure == measure).collect())
}

/// Whether the facts establish that the article provides the measure, as far as the pack tells.
pub(super) fn is_provided(item: &Item, measure: Measure, values: &[Value<'_>]) -> bool {
    let holds = |rule: &&MeasureRule| {
        rule.when.as_ref().is_none_or(|when| when.formula.term.evaluate(values) == Ok(true))
    };
    provided(item, measure).is_none_or(|rules| rules.iter().any(holds))
}

/// That the article does not provide the measure, or where only it does.
pub(crate) fn without_basis(item: &Item, measure: Measure) -> Bilingual {
    let only = |language: Language| {
        let phrases = Phrases::new(item, language);
        let rules = provided(item, measure).into_iter().flatten();
        let conditions = rules.filter_map(|rule| rule.when.as_ref()).map(|when| phrases.condition(when));
        let conditions: Vec<String> = conditions.collect();
        (!conditions.is_empty()).then(|| conditions.join(language.pick("，或者", "; or ")))
    };
    let (zh, en) = (measure.chinese(), measure.english());
    Bilingual {
        zh: match only(Language::Chinese) {
            Some(conditions) => format!("{zh}：依据的条文只在下列情形规定这项措施：{conditions}"),
            None => format!("依据的条文没有规定{zh}"),
        },
        en: match only(Language::English) {
            Some(conditions) => format!("{en}: the article provides it only where this holds: {conditions}"),
            None => format!("the article does not provide for {en}"),
        },
    }
}
