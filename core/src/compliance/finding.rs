use crate::language::{Bilingual, words};

words! {
    /// What can be wrong with a matter. `docs/compliance.md` lists the words.
    Noncompliance;
    /// A duty does not hold.
    NotMet = "not-met", "不符合规定", "not met";
    /// A step that must be taken was not.
    StepMissing = "step-missing", "缺少步骤", "step missing";
    /// A step came before one that it must come after.
    OutOfOrder = "out-of-order", "顺序颠倒", "out of order";
    /// A step came before the time had passed.
    TooSoon = "too-soon", "时间未到", "too soon";
    /// A step came after its time, or its time has passed without it.
    TooLate = "too-late", "超过时限", "too late";
    /// A step was taken by whom it is not for.
    WithoutAuthority = "without-authority", "主体不当", "taken without authority";
    /// Somebody took part who must not.
    SamePerson = "same-person", "应当分离或者回避而未", "not kept separate";
}

words! {
    /// How a matter stands to a duty or step.
    Verdict;
    /// In order.
    Met = "met", "符合", "met";
    /// Not in order.
    NotMet = "not-met", "不符合", "not met";
    /// It does not apply, or need not be taken and was not.
    NotApplicable = "not-applicable", "不适用", "not applicable";
    /// The record does not tell what it hangs on.
    NotJudged = "not-judged", "未能判断", "not judged";
    /// The matter is under way, and the step can still come.
    Pending = "pending", "尚待办理", "pending";
}

/// Something that is not in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub code: Noncompliance,
    /// The place of the duty or step in [`Compliance::provisions`](super::Compliance::provisions).
    pub provision: usize,
    /// What was expected: the condition, the word of a step, a day, the words of roles, or steps that were to be kept apart.
    pub expected: String,
    /// What the record says: facts, a day, the word of a role, a person; nothing if a step is missing.
    pub found: Option<String>,
    /// In words.
    pub message: Bilingual,
}

/// A duty or step that could not be judged, or that can still come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsettled {
    /// The place of the duty or step.
    pub provision: usize,
    /// Which of the two.
    pub verdict: Verdict,
    /// What the record does not tell: facts and steps by name, `by` or `persons` of a step behind a dot.
    pub missing: Vec<String>,
}

/// How a matter stands to a scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// For each duty and step.
    pub verdicts: Vec<Verdict>,
    /// What is not in order, by duty and step.
    pub findings: Vec<Finding>,
    /// What is not settled, by duty and step.
    pub unsettled: Vec<Unsettled>,
}
