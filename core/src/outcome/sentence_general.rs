//! Sentences about what stands above an item: circumstances, the law of the day, limitation, procedure.

use super::law::LawOfTheDay;
use super::sentence::Narrator;
use crate::feel::Ends;
use crate::feel::describe::period_text;
use crate::language::Language;
use crate::pack::Effect;
use crate::penalty::{
    Circumstance, CircumstanceRef, Decision, LimitationState, OutcomeKind, Part, Step, Tariff,
};

impl Narrator<'_> {
    /// A step that a circumstance led to; nothing for other steps.
    pub(super) fn circumstance_step(&self, step: &Step) -> Option<String> {
        Some(match step {
            Step::Exempted(reference) => {
                let because = self.because(&[*reference]);
                let note = self.outcome.circumstance(*reference).and_then(|found| found.note.as_ref());
                match (self.language, note) {
                    (Language::Chinese, None) => format!("{because}，不予行政处罚。"),
                    (Language::Chinese, Some(note)) => format!("{because}，不予行政处罚。{}", note.zh),
                    (Language::English, None) => format!("{because}: there is no penalty."),
                    (Language::English, Some(note)) => format!("{because}: there is no penalty. {}", note.en),
                }
            }
            Step::TierUp { circumstance, to, highest } => self.tier_up(*circumstance, *to, *highest),
            Step::Moved { part, by, measured, after } => self.moved(*part, by, *measured, *after),
            Step::Reduced { by, minimum, after, mitigated } => {
                let (because, after) = (self.because(by), self.say.ends(*after));
                let minimum = self.say.money(*minimum);
                match (self.language, mitigated.map(|ends| self.say.ends(ends))) {
                    (Language::Chinese, None) => {
                        format!("{because}，减轻处罚：低于法定最低额{minimum}，即{after}。")
                    }
                    (Language::Chinese, Some(lighter)) => format!(
                        "{because}，从轻或者减轻处罚：从轻为{lighter}；减轻则低于法定最低额{minimum}，即{after}。"
                    ),
                    (Language::English, None) => {
                        format!(
                            "{because}: a reduced penalty, below the statutory minimum of {minimum}: {after}."
                        )
                    }
                    (Language::English, Some(lighter)) => format!(
                        "{because}: a mitigated penalty of {lighter}, or a reduced one below the statutory minimum of {minimum}: {after}."
                    ),
                }
            }
            Step::Multiplied { circumstance, times, after } => {
                let (because, after) = (self.because(&[*circumstance]), self.say.ends(*after));
                let factor = if times.is_point() {
                    self.say.share(times.min)
                } else {
                    let to = self.language.pick("至", " to ");
                    format!("{}{to}{}", self.say.share(times.min), self.say.share(times.max))
                };
                match self.language {
                    Language::Chinese => format!("{because}，按{factor}计，不低于法定最低额，为{after}。"),
                    Language::English => {
                        format!(
                            "{because}: {factor} of the amount, not below the statutory minimum: {after}."
                        )
                    }
                }
            }
            Step::Conflict { lenient, severe } => {
                let (lenient, severe) = (self.names(lenient), self.names(severe));
                match self.language {
                    Language::Chinese => {
                        format!(
                            "既有从轻、减轻情形（{lenient}），又有从重情形（{severe}），数额未作调整，由行政机关综合裁量。"
                        )
                    }
                    Language::English => format!(
                        "There are circumstances for a lighter penalty ({lenient}) and for a heavier one ({severe}): the amount was left as it is, and the authority weighs them."
                    ),
                }
            }
            _ => return None,
        })
    }

    fn moved(&self, part: Part, by: &[CircumstanceRef], measured: bool, after: Ends) -> String {
        let (because, after) = (self.because(by), self.say.ends(after));
        let name = match (self.language, part) {
            (Language::Chinese, Part::Mitigated) => "从轻处罚",
            (Language::Chinese, Part::Ordinary) => "一般处罚",
            (Language::Chinese, Part::Aggravated) => "从重处罚",
            (Language::English, Part::Mitigated) => "a mitigated penalty",
            (Language::English, Part::Ordinary) => "an ordinary penalty",
            (Language::English, Part::Aggravated) => "an aggravated penalty",
        };
        let parts = self.outcome.documents.iter().find_map(|document| document.general.parts.as_ref());
        let basis = parts.filter(|_| measured).and_then(|parts| parts.basis.as_ref());
        let of = parts.map(|parts| self.say.of_document().divided(parts.of));
        let basis = basis.map_or_else(String::new, |basis| basis.in_brackets(self.language));
        match (self.language, measured) {
            (Language::Chinese, false) => {
                format!("{because}，{name}；本规则库没有收录{name}幅度的规定，可在{after}之间裁量。")
            }
            (Language::Chinese, true) => {
                format!("{because}，{name}，取{}中相应的部分{basis}：{after}。", of.unwrap_or_default())
            }
            (Language::English, false) => {
                format!("{because}: {name}; no rule recorded here says how much that is, so {after} is open.")
            }
            (Language::English, true) => {
                format!("{because}: {name}, that part of {}{basis}: {after}.", of.unwrap_or_default())
            }
        }
    }

    fn tier_up(&self, circumstance: CircumstanceRef, to: usize, highest: bool) -> String {
        let because = self.because(&[circumstance]);
        let tier = match &self.item.tariff {
            Tariff::Tiers(table) => table.rows.get(to).and_then(|row| row.tier.as_ref()),
            _ => None,
        };
        let number = to.saturating_add(1);
        let tier = tier.map_or_else(
            || {
                self.language.pick("第", "row ").to_owned()
                    + &number.to_string()
                    + self.language.pick("档", "")
            },
            |tier| format!("“{}”", self.words(tier)),
        );
        match (self.language, highest) {
            (Language::Chinese, false) => format!("{because}，提高一档，按{tier}裁量。"),
            (Language::Chinese, true) => format!("{because}，应提高一档，{tier}已是最高档。"),
            (Language::English, false) => format!("{because}: one tier up, to {tier}."),
            (Language::English, true) => format!("{because}: one tier up, but {tier} is the highest."),
        }
    }

    /// `有“…”情形（第三十三条第一款）`, `Because of “…” (article 33(1))`
    fn because(&self, circumstances: &[CircumstanceRef]) -> String {
        if circumstances.is_empty() {
            let none = self
                .language
                .pick("没有查明从轻、从重情形", "No circumstance for a lighter or heavier penalty");
            return none.to_owned();
        }
        let names = self.names(circumstances);
        match self.language {
            Language::Chinese => format!("有{names}情形"),
            Language::English => format!("Because of {names}"),
        }
    }

    fn names(&self, circumstances: &[CircumstanceRef]) -> String {
        let named = circumstances.iter().filter_map(|reference| self.outcome.circumstance(*reference));
        let named: Vec<String> = named.map(|circumstance| self.name(circumstance)).collect();
        named.join(self.language.pick("、", " and "))
    }

    fn name(&self, circumstance: &Circumstance) -> String {
        let (title, basis) = (self.words(&circumstance.title), self.words(&circumstance.basis));
        match self.language {
            Language::Chinese => format!("“{title}”（{basis}）"),
            Language::English => format!("“{title}” ({basis})"),
        }
    }

    /// What the authority may decide because of circumstances that it need not heed.
    pub(super) fn allowed(&self) -> Vec<String> {
        let found = self.outcome.circumstances();
        let allowed = found.iter().filter_map(|found| Some((found.circumstance, found.allows?)));
        allowed.map(|(circumstance, decision)| self.allows(circumstance, &decision)).collect()
    }

    fn allows(&self, circumstance: &Circumstance, decision: &Decision) -> String {
        let name = self.name(circumstance);
        let effect = match (self.language, circumstance.effect) {
            (Language::Chinese, effect) => effect.name(Language::Chinese),
            (Language::English, Effect::NoPenalty) => "impose no penalty",
            (Language::English, Effect::Reduced) => "reduce the penalty",
            (Language::English, Effect::MitigatedOrReduced) => "mitigate or reduce the penalty",
            (Language::English, Effect::Mitigated) => "mitigate the penalty",
            (Language::English, Effect::Aggravated) => "aggravate the penalty",
            (Language::English, Effect::TierUp) => "go one tier up",
            (Language::English, Effect::Times) => "adjust the fine",
        };
        let amount = decision.fine.map_or_else(String::new, |_| {
            format!("{}{}", self.language.pick("：", ": "), self.say.fine(decision))
        });
        match self.language {
            Language::Chinese => format!("有{name}情形，可以{effect}{amount}。"),
            Language::English => format!("Because of {name} the authority may {effect}{amount}."),
        }
    }

    /// Which version of the rules was applied, where there was something to choose.
    pub(super) fn law_of_the_day(&self) -> Option<String> {
        let (days, law) = self.outcome.days().zip(self.outcome.law_of_the_day())?;
        let basis = self.outcome.principle(|principles| principles.law_of_the_day.as_ref());
        let basis = basis.map_or_else(String::new, |basis| basis.in_brackets(self.language));
        let (acted, decided) = (days.of_act(), days.decided);
        let (compared, newer) = match law {
            LawOfTheDay::Same => return None,
            LawOfTheDay::NoLongerInForce => {
                return Some(match self.language {
                    Language::Chinese => {
                        format!("适用行为时（{acted}）的规定；作出决定时（{decided}）本项已不再有效{basis}。")
                    }
                    Language::English => format!(
                        "The rules of the day of the act ({acted}) apply; on the day of the decision ({decided}) the item is not in force any more{basis}."
                    ),
                });
            }
            LawOfTheDay::NoLongerUnlawful { since } => {
                return Some(match self.language {
                    Language::Chinese => {
                        format!(
                            "行为时（{acted}）属于违法，但自{since}起的规定不再认为违法，不予处罚{basis}。"
                        )
                    }
                    Language::English => format!(
                        "Unlawful on the day of the act ({acted}), but no longer under the rules from {since} on: there is no penalty{basis}."
                    ),
                });
            }
            LawOfTheDay::Old(compared) => (compared, false),
            LawOfTheDay::New(compared) => (compared, true),
        };
        let own = self.in_short(self.outcome.decision());
        let other = self.in_short(&compared.decision);
        let (old, new) = if newer { (other, own) } else { (own, other) };
        Some(match (self.language, newer) {
            (Language::Chinese, false) => {
                format!(
                    "行为时（{acted}）的规定：{old}；作出决定时（{decided}）的规定：{new}。后者不较轻，适用行为时的规定{basis}。"
                )
            }
            (Language::Chinese, true) => {
                format!(
                    "行为时（{acted}）的规定：{old}；作出决定时（{decided}）的规定：{new}。后者较轻，适用作出决定时的规定{basis}。"
                )
            }
            (Language::English, false) => format!(
                "Rules of the day of the act ({acted}): {old}; rules of the day of the decision ({decided}): {new}. The later ones are not lighter, so those of the act apply{basis}."
            ),
            (Language::English, true) => format!(
                "Rules of the day of the act ({acted}): {old}; rules of the day of the decision ({decided}): {new}. The later ones are lighter and apply{basis}."
            ),
        })
    }

    fn in_short(&self, decision: &Decision) -> String {
        match (decision.kind, decision.fine) {
            (OutcomeKind::Fine, Some(_)) => {
                format!("{}{}", self.language.pick("罚款", "a fine of "), self.say.fine(decision))
            }
            (OutcomeKind::Measures, _) => {
                self.language.pick("不处罚款，另有措施", "no fine, but measures").to_owned()
            }
            (OutcomeKind::NoPenalty, _) => self.language.pick("不予处罚", "no penalty").to_owned(),
            _ => self.language.pick("不适用", "not applicable").to_owned(),
        }
    }

    /// Until when the act could be discovered in time.
    pub(super) fn limitation(&self) -> Option<String> {
        let (document, finding) = self.outcome.limitation()?;
        let rule = document.general.limitation.as_ref()?;
        let basis = self.words(&rule.basis);
        let period = period_text(finding.period, self.language);
        let longer = finding.longer.and_then(|index| rule.longer_title(index));
        let longer = longer.map_or_else(String::new, |title| title.in_brackets(self.language));
        let (from, last_day) = (finding.from, finding.last_day);
        let text = match self.language {
            Language::Chinese => {
                format!("追责期限{period}{longer}，自{from}起算，至{last_day}届满（{basis}）")
            }
            Language::English => {
                format!(
                    "The limitation period of {period}{longer}, counted from {from}, ends on {last_day} ({basis})"
                )
            }
        };
        Some(match (self.language, finding.state) {
            (Language::Chinese, LimitationState::InTime) => format!("{text}，未超过。"),
            (Language::Chinese, LimitationState::Expired) => {
                format!("{text}，发现时已超过，不再给予行政处罚。")
            }
            (Language::Chinese, _) => format!("{text}；是否在期限内发现，待确认。"),
            (Language::English, LimitationState::InTime) => format!("{text} and has not run out."),
            (Language::English, LimitationState::Expired) => {
                format!("{text} and had run out when the act was discovered: there is no penalty any more.")
            }
            (Language::English, _) => {
                format!("{text}; whether the act was discovered in time is to be confirmed.")
            }
        })
    }

    /// Which procedure applies, and who decides.
    pub(super) fn procedure(&self) -> Option<String> {
        let applied = self.outcome.procedure()?;
        let (title, basis) = (self.words(&applied.procedure.title), self.words(&applied.procedure.basis));
        let decides = applied.decides.name(self.language);
        let may = applied.procedure.may;
        let mut text = match (self.language, may) {
            (Language::Chinese, false) => format!("程序：适用{title}（{basis}），由{decides}决定"),
            (Language::Chinese, true) => format!("程序：可以适用{title}（{basis}），由{decides}决定"),
            (Language::English, false) => format!("Procedure: {title} ({basis}); decided by {decides}"),
            (Language::English, true) => {
                format!("Procedure: {title} is possible ({basis}); decided by {decides}")
            }
        };
        for (possible, open) in &applied.possible {
            let (title, basis, open) =
                (self.words(&possible.title), self.words(&possible.basis), self.words(open));
            text.push_str(&match self.language {
                Language::Chinese => format!("；是否可以适用{title}（{basis}），{open}"),
                Language::English => format!("; whether {title} ({basis}) is possible {open}"),
            });
        }
        text.push_str(self.language.pick("。", "."));
        Some(text)
    }

    /// The general facts that nobody gave, in one sentence.
    pub(super) fn general_facts_not_given(&self) -> Option<String> {
        let facts = self.outcome.open_general_facts();
        if facts.is_empty() {
            return None;
        }
        let labels: Vec<&str> = facts.iter().map(|fact| self.words(&fact.label)).collect();
        Some(match self.language {
            Language::Chinese => format!("以下一般情节未提供，按没有计：{}。", labels.join("；")),
            Language::English => format!("Not given, and taken as absent: {}.", labels.join("; ")),
        })
    }
}
