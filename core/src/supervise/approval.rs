//! # approval
//!
//! Applications on a day: the light of the limit, the limit and its stages overrun, a refusal without a reason, a fee above the
//! tariff, and an application that was accepted or refused against the conditions for accepting it. The last two are judged
//! with the facts of the record; where one that they hang on is missing, that is a finding of its own.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use super::application::Application;
use super::policy::{Acceptance, Fee};
use super::{Irregular, Irregularity, Policy};
use crate::book::{DatedLimit, LimitRule, RuleBook, Turns};
use crate::calendar::Calendar;
use crate::diagnostic::nearest;
use crate::feel::{Fault, Value};
use crate::language::Language;
use crate::limit::{Due, Happened, Light, LimitError, State, When};
use crate::number::Rational;
use crate::penalty::{AssessError, Fact};
use crate::time::Date;

/// What supervision found about an application.
#[derive(Clone, Debug)]
pub struct ApprovalSupervision {
    applied: Arc<Applied>,
    due: Option<Due>,
    judged: bool,
    /// The irregularities.
    pub findings: Vec<Irregular>,
}

/// By what an application was judged. Each thread has its own: what all of them count references to is slow.
#[derive(Debug)]
struct Applied {
    policy: Arc<Policy>,
    limit: Option<DatedLimit>,
}

impl ApprovalSupervision {
    /// The policy.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.applied.policy
    }

    /// How the limit stands; nothing where that could not be told, or where the application was refused before it began.
    #[must_use]
    pub const fn due(&self) -> Option<&Due> {
        self.due.as_ref()
    }

    /// The limit, in the version that was applied.
    #[must_use]
    pub fn limit(&self) -> Option<&DatedLimit> {
        self.applied.limit.as_ref()
    }

    /// Whether it could be told how the application stands.
    #[must_use]
    pub const fn is_judged(&self) -> bool {
        self.judged
    }
}

/// The rules, the policy, the calendar and the day by which applications are supervised.
#[derive(Debug)]
pub struct ApprovalSupervisor<'a> {
    book: &'a RuleBook,
    policy: &'a Arc<Policy>,
    calendar: &'a Calendar,
    on: Date,
    turns: Turns,
    limits: BTreeMap<String, Known<'a>>,
    /// Where no limit could be counted.
    without: Arc<Applied>,
}

/// A limit that was met before.
#[derive(Debug)]
struct Known<'a> {
    versions: Vec<&'a Arc<LimitRule>>,
    /// It is put together once for all the applications that begin between two [`Turns`].
    begun: BTreeMap<usize, Arc<Applied>>,
    /// Why there is none, by the day.
    missing: BTreeMap<Date, LimitError>,
}

impl<'a> ApprovalSupervisor<'a> {
    /// Supervision under a policy, of how applications stand on a day.
    #[must_use]
    pub fn new(book: &'a RuleBook, policy: &'a Arc<Policy>, calendar: &'a Calendar, on: Date) -> Self {
        let without = Arc::new(Applied { policy: Arc::clone(policy), limit: None });
        Self { book, policy, calendar, on, turns: book.turns(), limits: BTreeMap::new(), without }
    }

    /// The day on which applications stand as they are judged.
    #[must_use]
    pub const fn on(&self) -> Date {
        self.on
    }

    /// The same for another thread.
    pub(super) fn another(&self) -> Self {
        let (turns, without) = (self.turns.clone(), Arc::clone(&self.without));
        Self { turns, without, limits: BTreeMap::new(), ..*self }
    }

    /// What is irregular about an application.
    ///
    /// ```
    /// # #[cfg(feature = "bundled")] {
    /// use evenhand::RuleBook;
    /// use evenhand::calendar::Calendar;
    /// use evenhand::supervise::{Application, ApprovalSupervisor, Irregularity};
    /// use evenhand::time::Date;
    ///
    /// let book = RuleBook::bundled()?;
    /// let calendar = Calendar::bundled("cn")?;
    /// let on: Date = "2026-03-02".parse()?;
    /// let policy = book.on(on).policy("cn.approval-supervision/applications")?;
    /// let application =
    ///     Application::new("cn.approval-office/licence").with_event("accepted", "2026-02-10".parse::<Date>()?, None);
    /// let supervision = ApprovalSupervisor::new(&book, policy, &calendar, on).judge(&application);
    /// assert_eq!(supervision.findings[0].code, Irregularity::Overdue);
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn judge(&mut self, application: &Application) -> ApprovalSupervision {
        let mut findings = Vec::new();
        let counted = self.due(application);
        let judged = match &counted {
            Ok((due, applied)) => {
                applied.limit.iter().for_each(|limit| standing(due, limit, &mut findings));
                true
            }
            // What was not accepted has no limit to keep.
            Err(LimitError::MissingStart { .. }) if was_refused(self.policy, application) => true,
            Err(error) => {
                findings.push(refused(error));
                false
            }
        };
        let policy = self.policy;
        reasons(policy, application, &mut findings);
        unknown_facts(policy, application, &mut findings);
        let facts = Bound { declared: &policy.facts, application, values: OnceCell::new() };
        let of_limit = |limit: &String| *limit == application.limit;
        let mut has_tariff = false;
        for fee in policy.fees.iter().filter(|fee| of_limit(&fee.limit)) {
            has_tariff = true;
            charged(application, fee, &facts, &mut findings);
        }
        if !has_tariff {
            without_tariff(application, &mut findings);
        }
        for acceptance in policy.acceptance.iter().filter(|acceptance| of_limit(&acceptance.limit)) {
            accepted(application, acceptance, &facts, &mut findings);
        }
        findings.iter_mut().for_each(|found| policy.colour(found));
        let (due, applied) = counted.ok().unzip();
        let applied = applied.unwrap_or_else(|| Arc::clone(&self.without));
        ApprovalSupervision { applied, due, judged, findings }
    }

    fn due(&mut self, application: &Application) -> Result<(Due, Arc<Applied>), LimitError> {
        let Self { book, policy, calendar, on, turns, limits, .. } = self;
        let id = application.limit.as_str();
        if !limits.contains_key(id) {
            let versions = book.versions_of(id).collect();
            limits
                .insert(id.to_owned(), Known { versions, begun: BTreeMap::new(), missing: BTreeMap::new() });
        }
        let unknown = || LimitError::UnknownLimit { limit: id.to_owned(), suggestion: None };
        let Known { versions, begun, missing } = limits.get_mut(id).ok_or_else(unknown)?;
        let start = book.start_among(versions.iter().copied(), application.happened(), *on).unwrap_or(*on);
        if let Some(error) = missing.get(&start) {
            return Err(error.clone());
        }
        let applied = match begun.entry(turns.until(start)) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => match book.on(start).limit(id) {
                Ok(limit) => {
                    place.insert(Arc::new(Applied { policy: Arc::clone(policy), limit: Some(limit) }))
                }
                Err(error) => return Err(missing.entry(start).or_insert(error).clone()),
            },
        };
        let applied = Arc::clone(applied);
        let limit = applied.limit.as_ref().ok_or_else(unknown)?;
        let due = limit.limit.due_after(application.happened(), calendar, When::Day(*on))?;
        Ok((due, applied))
    }
}

impl Application {
    /// What happened, for its limit: a reason belongs to the clock only where it stops or goes on longer.
    fn happened(&self) -> impl Iterator<Item = Happened<'_>> + Clone {
        self.events.iter().map(|event| {
            let clock = matches!(event.event.as_str(), "stopped" | "extended");
            let detail = event.reason.as_deref().filter(|_| clock);
            Happened { name: &event.event, when: event.when, detail }
        })
    }
}

/// Whether the application was refused, by the words of the policy.
fn was_refused(policy: &Policy, application: &Application) -> bool {
    let of_limit = policy.acceptance.iter().filter(|rule| rule.limit == application.limit);
    let mut words = of_limit.map(|rule| &rule.refused).chain(&policy.reasons);
    words.any(|word| application.events.iter().any(|event| event.event == *word))
}

fn refused(error: &LimitError) -> Irregular {
    let (zh, en) = (error.message(Language::Chinese), error.message(Language::English));
    let found = Irregular::new(Irregularity::NotJudged, zh, en).found(error.code());
    match error.event() {
        Some(event) => found.about(event),
        None => found,
    }
}

/// How the limit and its stages stand.
fn standing(due: &Due, dated: &DatedLimit, findings: &mut Vec<Irregular>) {
    let (limit, last) = (&dated.limit, due.due.map(|last| last.to_string()).unwrap_or_default());
    let (zh, en) = (&limit.title.zh, &limit.title.en);
    let ended = due.ended.map(|ended| ended.to_string());
    match (due.state.in_time(), due.light) {
        (Some(false), _) => {
            let found = Irregular::new(
                Irregularity::Overdue,
                match &ended {
                    Some(ended) => format!("“{zh}”应在{last}以前，实为{ended}"),
                    None => format!("“{zh}”应在{last}以前，至{}仍未完成", due.on),
                },
                match &ended {
                    Some(ended) => format!("“{en}” was due by {last} and came on {ended}"),
                    None => format!("“{en}” was due by {last} and had not come by {}", due.on),
                },
            );
            let found = found.about(&limit.id).expected(&last).basis(&limit.basis).lit(Light::Red);
            findings.push(ended.map_or(found.clone(), |ended| found.found(ended)));
        }
        (_, Some(light @ (Light::Hint | Light::Yellow))) if due.state == State::Running => {
            let zh = format!("“{zh}”将于{last}届满");
            let en = format!("“{en}” is due by {last}");
            let found = Irregular::new(Irregularity::DueSoon, zh, en).about(&limit.id);
            findings.push(found.expected(&last).found(due.on).basis(&limit.basis).lit(light));
        }
        _ => {}
    }
    for stage in due.stages.iter().filter(|stage| stage.state.in_time() == Some(false)) {
        let Some(declared) = limit.stages.get(stage.stage) else { continue };
        let last = stage.due.map(|last| last.to_string()).unwrap_or_default();
        let zh = format!("环节“{}”应在{last}以前", declared.title.zh);
        let en = format!("the stage “{}” was due by {last}", declared.title.en);
        let found = Irregular::new(Irregularity::StageOverdue, zh, en).about(&declared.name);
        let found = found.expected(&last).basis(&limit.basis).lit(Light::Red);
        findings.push(stage.ended.map_or(found.clone(), |ended| found.found(ended)));
    }
}

/// Decisions that need a reason.
fn reasons(policy: &Policy, application: &Application, findings: &mut Vec<Irregular>) {
    for event in application.events.iter().filter(|event| policy.reasons.contains(&event.event)) {
        if event.reason.as_ref().is_none_or(|reason| reason.trim().is_empty()) {
            let zh = format!("“{}”没有说明理由", event.event);
            let en = format!("no reason is given for `{}`", event.event);
            let found = Irregular::new(Irregularity::NoReasonForRefusal, zh, en).about(&event.event);
            findings.push(found.found(event.when));
        }
    }
}

/// Facts that no tariff and no condition of the policy names.
fn unknown_facts(policy: &Policy, application: &Application, findings: &mut Vec<Irregular>) {
    for (name, _) in application.facts.iter() {
        if policy.facts.iter().all(|fact| fact.name != name) {
            let zh = format!("办法没有事实`{name}`");
            let en = format!("the policy has no fact `{name}`");
            let found = Irregular::part_not_judged(name, zh, en).found(name);
            let nearest = nearest(name, policy.facts.iter().map(|fact| fact.name.as_str()));
            findings.push(nearest.map_or(found.clone(), |known| found.expected(known)));
        }
    }
}

fn charged(application: &Application, fee: &Fee, facts: &Bound<'_>, findings: &mut Vec<Irregular>) {
    let Some(charged) = application.fee.map(Rational::from) else { return };
    match facts.evaluate(|values| fee.most.formula.term.evaluate(values)) {
        Ok(most) if charged > most => {
            let zh = format!("收费{charged}，标准为{most}");
            let en = format!("{charged} was charged; the tariff is {most}");
            let found = Irregular::new(Irregularity::FeeAboveTariff, zh, en).expected(most).found(charged);
            findings.push(found.basis(&fee.basis));
        }
        Ok(_) => {}
        Err((zh, en)) => findings.push(Irregular::part_not_judged("fee", zh, en).basis(&fee.basis)),
    }
}

/// A fee that the policy has no tariff for cannot be judged, which is not passed over.
fn without_tariff(application: &Application, findings: &mut Vec<Irregular>) {
    let Some(charged) = application.fee.map(Rational::from).filter(|charged| !charged.is_zero()) else {
        return;
    };
    let zh = format!("收费{charged}，办法没有`{}`的收费标准", application.limit);
    let en = format!("{charged} was charged; the policy has no tariff for `{}`", application.limit);
    findings.push(Irregular::part_not_judged("fee", zh, en).found(charged));
}

fn accepted(application: &Application, rule: &Acceptance, facts: &Bound<'_>, findings: &mut Vec<Irregular>) {
    let happened = |event: &String| application.events.iter().any(|one| one.event == *event);
    let (accepted, refused) = (happened(&rule.accepted), happened(&rule.refused));
    if !(accepted || refused) {
        return;
    }
    let holds = facts.evaluate(|values| rule.when.formula.term.evaluate(values));
    let (code, event, zh, en) = match holds {
        Ok(true) if refused && !accepted => (
            Irregularity::RefusedWrongly,
            &rule.refused,
            "申请符合受理条件而不予受理",
            "the application meets the conditions and was not accepted",
        ),
        Ok(false) if accepted => (
            Irregularity::AcceptedWrongly,
            &rule.accepted,
            "申请不符合受理条件而予以受理",
            "the application does not meet the conditions and was accepted",
        ),
        Ok(_) => return,
        Err((zh, en)) => {
            return findings.push(Irregular::part_not_judged("acceptance", zh, en).basis(&rule.basis));
        }
    };
    findings.push(Irregular::new(code, zh, en).about(event).expected(&rule.when.text).basis(&rule.basis));
}

/// Words in Chinese and English.
type Words = (String, String);

/// The facts of an application, which formulas of the policy look at: bound when the first one does.
struct Bound<'f> {
    declared: &'f [Fact],
    application: &'f Application,
    /// By slot, or why there are none.
    values: OnceCell<Result<Vec<Value<'f>>, Words>>,
}

impl Bound<'_> {
    /// What a formula gives, or why it gives nothing.
    fn evaluate<T>(&self, formula: impl FnOnce(&[Value<'_>]) -> Result<T, Fault>) -> Result<T, Words> {
        let bind = || {
            Fact::bind_all(self.declared, &self.application.facts).map_err(|error: AssessError| {
                (error.message(Language::Chinese), error.message(Language::English))
            })
        };
        let values = self.values.get_or_init(bind).as_ref().map_err(Clone::clone)?;
        formula(values).map_err(|fault| missing(self.declared, fault))
    }
}

fn missing(facts: &[Fact], fault: Fault) -> Words {
    match fault {
        Fault::Missing(slot) => facts.get(slot.0).map_or_else(Default::default, |fact| {
            (
                format!("取决于未提供的“{}”", fact.label.zh),
                format!("hangs on “{}”, which is not given", fact.label.en),
            )
        }),
        Fault::Overflow => ("数值过大".to_owned(), "a number is too large to be exact".to_owned()),
    }
}
