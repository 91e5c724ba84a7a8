use crate::diagnostic::codes;
use crate::language::{Bilingual, Language};
use crate::limit::Light;
use crate::pack::Handling;

/// The codes of irregularities, each with the check that finds it and its title in Chinese.
macro_rules! irregularities {
    ($($(#[doc = $doc:literal])+ $variant:ident = $code:literal, $check:literal, $title:literal, $chinese:literal;)+) => {
        codes! {
            /// What supervision can find in a decided case or an application. Codes are never reused; `docs/supervision.md` is made from this
            /// list.
            Irregularity;
            $($(#[doc = $doc])+ $variant = $code, $title;)+
        }

        impl Irregularity {
            /// Every code with the word that a pack uses, which is the code.
            pub const WORDS: &[(&str, Self)] = &[$(($code, Self::$variant)),+];

            /// The words alone, in the same order.
            pub const CODES: &[&str] = &[$($code),+];

            /// The check that finds it, such as `amount`.
            #[must_use]
            pub const fn check(self) -> &'static str {
                match self { $(Self::$variant => $check),+ }
            }

            /// What it stands for, in a few words.
            #[must_use]
            pub const fn name(self, language: Language) -> &'static str {
                match self { $(Self::$variant => language.pick($chinese, $title)),+ }
            }
        }
    };
}

irregularities! {
    /// The case could not be judged at all: the item is unknown or not in force on the day of the act, a fact that the
    /// result hangs on is missing or does not fit, or the days contradict each other. `found` is the code of the fault.
    NotJudged = "S0001", "judged", "the case could not be judged", "本案未能判断";
    /// A part of the case could not be judged, because the record does not tell what it hangs on. `about` names the part:
    /// `amount`, `limitation`, `tier`, `circumstances`, `measures`, `procedure`, the event of a step, `by`, `persons`, `version`, or the
    /// id of a limit.
    PartNotJudged = "S0002", "judged", "a part of the case could not be judged", "本案的一部分未能判断";
    /// The fine lies below what the standard gives for the facts, but not below the statutory minimum.
    BelowRange = "S0101", "amount", "fine below the range", "罚款低于裁量幅度";
    /// The fine lies above what the standard gives for the facts, but not above the statutory maximum.
    AboveRange = "S0102", "amount", "fine above the range", "罚款高于裁量幅度";
    /// The fine lies below the statutory minimum, and no circumstance that the facts establish, or that the authority may
    /// heed and has recognised, leads there.
    BelowMinimum = "S0103", "amount", "fine below the statutory minimum without a ground", "无法定事由低于法定最低额";
    /// The fine lies above what the law allows.
    AboveMaximum = "S0104", "amount", "fine above the statutory maximum", "罚款超过法定最高额";
    /// There is a fine where the rules give none: the item does not apply, the case is exempted, or measures stand in the
    /// place of a fine.
    FineWithoutGround = "S0105", "amount", "a fine where none is due", "不应罚款而罚款";
    /// There is no fine where the rules give one and leave the authority no choice.
    NotFined = "S0106", "amount", "no fine where one is due", "应当罚款而未罚款";
    /// There is a penalty though the act was discovered after the limitation period.
    TooLate = "S0107", "amount", "a penalty after the limitation period", "超过追责期限仍予处罚";
    /// The standard has no tier of the name that the decision cites.
    UnknownTier = "S0201", "tier", "a tier that the standard does not have", "裁量基准没有该档次";
    /// The decision cites a heavier tier than the one that fits the facts.
    TierJumpedUp = "S0202", "tier", "a heavier tier than the facts have", "越级从重";
    /// The decision cites a lighter tier than the one that fits the facts.
    TierJumpedDown = "S0203", "tier", "a lighter tier than the facts have", "越级从轻";
    /// The facts establish a circumstance that must be heeded, and the decision does not recognise it.
    CircumstanceIgnored = "S0301", "circumstances", "a mandatory circumstance ignored", "应当认定的情节未认定";
    /// The decision recognises a circumstance that the facts do not establish, or that no rule knows.
    CircumstanceNotEstablished = "S0302", "circumstances", "a circumstance that is not established", "认定的情节不成立";
    /// The decision recognises a circumstance that the authority may heed, and gives no reason.
    NoReason = "S0303", "circumstances", "an optional circumstance used without a reason", "酌定情节未说明理由";
    /// A measure that must be imposed is not.
    MeasureMissing = "S0401", "measures", "a mandatory measure is missing", "应当采取的措施未采取";
    /// A measure is imposed that neither the article nor the standard provides for these facts.
    MeasureWithoutBasis = "S0402", "measures", "a measure that is not provided", "措施没有依据";
    /// The procedure that was followed does not fit what was decided: a summary one beyond its limit, for one.
    WrongProcedure = "S0501", "procedure", "a procedure that does not fit", "程序适用错误";
    /// A step that the procedure requires was not taken: no notice, no hearing, no legal review, no collective
    /// deliberation. `about` is the event that would tell of it.
    StepMissing = "S0502", "procedure", "a required step is missing", "缺少法定步骤";
    /// A step that must come before the decision was taken after it.
    StepAfterDecision = "S0503", "procedure", "a step taken after the decision", "法定步骤在决定之后";
    /// Somebody decided who had no authority to: an officer in place of the head, the head in place of the collective.
    WithoutAuthority = "S0601", "authority", "decided without authority", "无权决定";
    /// One person took two parts that the policy keeps separate, such as investigation and decision.
    SamePerson = "S0602", "authority", "one person in two separate parts", "应当分离的环节由同一人承担";
    /// A time limit that the policy watches was not kept.
    LimitOverrun = "S0701", "time", "a time limit overrun", "超过办理时限";
    /// The decision cites another version of the rules than the one that applies by the days of the case.
    WrongLaw = "S0801", "law", "the law of the wrong day", "适用规则版本错误";
    /// The last day of a limit comes: its hint or its yellow light is on, and what must be done has not been done. Without a
    /// colour of the policy it has that of the light.
    DueSoon = "S0901", "approval", "a limit about to end", "期限将满";
    /// The limit has passed, or what must be done was done after it. Without a colour of the policy it is red.
    Overdue = "S0902", "approval", "a limit overdue", "超过办理期限";
    /// A stage took longer than it has, even where the whole is in time. Without a colour of the policy it is red.
    StageOverdue = "S0903", "approval", "a stage overdue", "环节超时";
    /// An event that needs a reason, such as a refusal, has none.
    NoReasonForRefusal = "S0904", "approval", "no reason given", "不说明理由";
    /// More was charged than the tariff has for these facts.
    FeeAboveTariff = "S0905", "approval", "a fee above the tariff", "超过标准收费";
    /// The application was accepted though it does not meet the conditions.
    AcceptedWrongly = "S0906", "approval", "accepted though it should not be", "不应受理而受理";
    /// The application meets the conditions, and was not accepted.
    RefusedWrongly = "S0907", "approval", "not accepted though it should be", "应当受理而不予受理";
}

/// Something that supervision found in a case or an application.
///
/// The policy gives its colour and handling; where it says nothing about the code, there are none but for lights.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Irregular {
    /// What it is.
    pub code: Irregularity,
    /// What exactly: a circumstance, a measure, the event of a step, a limit; nothing where the code says it all.
    pub about: Option<String>,
    /// What would have been right.
    pub expected: Option<String>,
    /// What the record says.
    pub found: Option<String>,
    /// The article.
    pub basis: Option<Bilingual>,
    /// In words.
    pub message: Bilingual,
    /// The colour of the alert.
    pub colour: Option<Light>,
    /// What the policy prescribes.
    pub handling: Option<Handling>,
    /// The article of the policy that does.
    pub handling_basis: Option<Bilingual>,
}

impl Irregular {
    pub(super) fn new(code: Irregularity, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            code,
            about: None,
            expected: None,
            found: None,
            basis: None,
            message: Bilingual { zh: zh.into(), en: en.into() },
            colour: None,
            handling: None,
            handling_basis: None,
        }
    }

    /// That a part of the case could not be judged, and what that hangs on.
    pub(super) fn part_not_judged(about: &str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(Irregularity::PartNotJudged, zh, en).about(about)
    }

    pub(super) fn about(mut self, about: &str) -> Self {
        self.about = Some(about.to_owned());
        self
    }

    pub(super) fn expected(mut self, expected: impl ToString) -> Self {
        self.expected = Some(expected.to_string());
        self
    }

    pub(super) fn found(mut self, found: impl ToString) -> Self {
        self.found = Some(found.to_string());
        self
    }

    /// With the light of a limit, which is its colour unless the policy gives it another.
    pub(super) fn lit(mut self, light: Light) -> Self {
        self.colour = Some(light);
        self
    }

    pub(super) fn basis(mut self, basis: &Bilingual) -> Self {
        self.basis = Some(basis.clone());
        self
    }

    /// The finding in a sentence, with its article and what is to be done about it.
    #[must_use]
    pub fn sentence(&self, language: Language) -> String {
        let basis = self.basis.as_ref().map_or_else(String::new, |basis| basis.in_brackets(language));
        let colour = self.colour.map(|colour| colour.name(language));
        let handling = self.handling.map(|handling| handling.name(language));
        let alert: Vec<&str> = colour.into_iter().chain(handling).collect();
        let alert = if alert.is_empty() {
            String::new()
        } else {
            format!("{}{}", language.pick("——", " – "), alert.join(language.pick("，", ", ")))
        };
        format!("{} {}{basis}{alert}", self.code.as_str(), self.message.get(language))
    }
}
