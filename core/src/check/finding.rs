use std::sync::Arc;

use crate::diagnostic::{Label, Severity, SourceFile, Span, codes};
use crate::facts::Facts;
use crate::language::{Bilingual, Language};
use crate::penalty::{AssessError, Decision, Item};
use crate::time::Date;

/// The codes of findings, each with the check that finds it and how grave it is.
macro_rules! findings {
    ($($(#[doc = $doc:literal])+ $variant:ident = $code:literal, $check:literal, $severity:ident, $title:literal;)+) => {
        codes! {
            /// What a check can find. Codes are never reused; `docs/checks.md` is made from this list.
            FindingCode;
            $($(#[doc = $doc])+ $variant = $code, $title;)+
        }

        impl FindingCode {
            /// The check that finds it, such as `gap`.
            #[must_use]
            pub const fn check(self) -> &'static str {
                match self { $(Self::$variant => $check),+ }
            }

            /// How grave it is.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity),+ }
            }
        }
    };
}

findings! {
    /// A case that no tier covers: the officer gets no answer. Isolated points count, such as exactly 10,000 between
    /// "more than" and "less than".
    Uncovered = "C0101", "gap", Error, "no tier covers a case";
    /// A value of a fact for which a weighted factor has no level.
    NoLevel = "C0102", "gap", Error, "a factor has no level for a value";
    /// Two tiers match the same case where only one may: the same violation can get two results.
    SeveralTiers = "C0201", "conflict", Error, "several tiers match a case";
    /// Several tiers match the same case, and the document does not say which one counts: the pack had to choose. One
    /// finding lists all such tiers of an item; where the pack cites the article that says which one counts
    /// (`when-several-basis`), nothing is told.
    Precedence = "C0202", "conflict", Note, "several tiers match, and the convention decides";
    /// A tier that never counts: no case fits it, or another one always goes before it.
    NeverChosen = "C0203", "conflict", Warning, "a tier can never be chosen";
    /// Two tiers for the same cases with the same result: one of them says nothing, or was meant for other cases.
    Repeated = "C0204", "conflict", Warning, "a tier repeats another";
    /// An amount that can lie above or below what the law allows. The engine moves it to the end of the range and says so.
    OutsideTheLaw = "C0301", "statutory", Warning, "an amount can leave the statutory range";
    /// The highest weights of a table add up to more than its cap, so that several grave cases get the same fine.
    OverTheCap = "C0302", "statutory", Note, "weights exceed their cap";
    /// Parts of the statutory range that no case of the item reaches, by the rule alone: below its lowest fine, above its
    /// highest, or between ranges that are left to the officer. Steps between fixed amounts are no such parts.
    NotReached = "C0303", "statutory", Note, "a part of the statutory range is never reached";
    /// A range whose lower end exceeds its upper one for some facts: the engine gives no answer there.
    ReversedEnds = "C0304", "statutory", Error, "the ends of a range can be reversed";
    /// The item imposes a measure that the article behind it does not provide, or provides under a condition only. An
    /// order to correct needs no article of its own: article 28 of the Administrative Penalty Law gives it.
    MeasureWithoutBasis = "C0305", "statutory", Warning, "a measure that the statute does not provide";
    /// The weights of a table can come to less than the statutory minimum. The engine raises the fine to the minimum and
    /// says so; several light cases then get the same fine.
    WeightsTooLow = "C0306", "statutory", Warning, "weights stay below the statutory minimum";
    /// Of two cases that are alike but for a fact with `aggravates`, the graver one is fined less at one end of its range
    /// or at both, or not at all. `against` is the lighter case.
    GraverFinedLess = "C0401", "order", Warning, "a graver case is fined less";
    /// Tiers that differ in one fact and go up in the document, but one of which is fined less than the one before it; or
    /// levels of a number that aggravates whose weights do not follow it.
    TiersOutOfOrder = "C0402", "order", Warning, "tiers out of order";
    /// At the boundary between two values of a number that lie next to each other, the fine jumps by more than a third of
    /// the statutory range, or by what was asked for. Of an item the greatest jump is told. `against` is the case before
    /// the boundary.
    Cliff = "C0501", "cliff", Note, "the fine jumps at a boundary";
    /// For facts in their ranges, a number on the way to the fine, or in a condition, does not fit into a fraction of two
    /// 128-bit integers, or a day lies beyond the calendar. There is no fine then.
    Overflow = "C0601", "exact", Error, "a number gets too large";
    /// For facts in their ranges, the rounded fine has more digits than a decimal of 96 bits holds, so that it cannot be
    /// handed out; or the root in `stddev` does not end, so that it is rounded on the way.
    LostDigits = "C0603", "exact", Error, "digits that are lost";
    /// For facts in their ranges, an amount lies below zero. There is no fine then.
    BelowZero = "C0604", "exact", Error, "an amount below zero";
    /// A value of a fact that no row tells apart from another: it may have been forgotten in the table.
    SameValues = "C0701", "facts", Note, "values that no row tells apart";
    /// A fact that is declared, but that no row, condition, formula, precondition or general rule names: it was forgotten in
    /// the rule, or is left over.
    UnusedFact = "C0702", "facts", Warning, "a fact that nothing names";
    /// The document has ended on the day that is asked about: its items give no answer any more.
    Expired = "C0801", "dates", Note, "the document has ended";
    /// The document ends within 90 days of the day that is asked about.
    Expiring = "C0802", "dates", Warning, "the document ends soon";
    /// Between two versions of a document lie days on which none is in force.
    Hole = "C0803", "dates", Warning, "no version is in force between two others";
    /// An item takes over one of another document, and on some day both are in force: the same act has two rules.
    Overlap = "C0804", "dates", Warning, "an item and the one that it takes over are both in force";
    /// A law that items cite has ended in the version that is meant, and the document is still in force on the day that
    /// is asked about: its articles may have other numbers and other ranges now, or none.
    LawEnded = "C0805", "dates", Warning, "a law version that is no longer in force";
    /// A tier, a weighted table or a time limit without a worked example.
    NoExample = "C0901", "examples", Note, "a tier or a limit has no example";
    /// A worked example does not come out.
    WrongExample = "C0902", "examples", Error, "an example does not come out";
    /// A number or a day at which tiers or levels change, and no worked example stands on it: whether the boundary belongs to the
    /// one or the other was not worked out.
    NoExampleAtBoundary = "C0903", "examples", Note, "a boundary has no example";
    /// Two items for the same conduct give the same case different fines. Which one is applied is then up to the officer,
    /// unless article 29 of the Administrative Penalty Law (the higher of the fines) decides.
    DifferentAmounts = "C1001", "across", Warning, "the same conduct with different amounts";
    /// Stages that follow one another have more time together than the whole limit, without its extensions.
    StagesTooLong = "C1101", "limits", Warning, "stages have more time than the whole limit";
    /// The check could not be decided within its budget: the table has too many cases, or conditions that put facts
    /// together. Nothing is said about what was not looked into.
    NotDecided = "C0001", "budget", Note, "not decided";
}

/// Something that a check has found out about a rule.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What it is.
    pub code: FindingCode,
    /// The item, or the document where it is about no item.
    pub item: String,
    /// What was found, in words.
    pub message: Bilingual,
    /// Where; the first label is the place of the finding.
    pub labels: Vec<Label>,
    /// Facts that show it when they are put into `assess`.
    pub witness: Option<Facts>,
    /// Facts of the case that the witness is held against, where a finding is about two.
    pub against: Option<Facts>,
    /// The item that `against` is for, where it is another one.
    pub other: Option<String>,
    /// A day on which the rules that it is about are in force: the one that was asked about, if they are. On it `assess`
    /// shows the witness.
    pub day: Option<Date>,
}

impl Finding {
    pub(super) fn new(code: FindingCode, item: &str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        let message = Bilingual { zh: zh.into(), en: en.into() };
        Self {
            code,
            item: item.to_owned(),
            message,
            labels: Vec::new(),
            witness: None,
            against: None,
            other: None,
            day: None,
        }
    }

    /// The check could not be decided, and why.
    pub(super) fn not_decided(item: &Item, span: Span, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(FindingCode::NotDecided, &item.id, zh, en).at(&item.document.file, span)
    }

    /// The case that should have shown it did not: what the engine says of it instead.
    pub(super) fn not_confirmed(
        item: &Item,
        span: Span,
        (zh, en): (String, String),
        decided: &Result<Decision, AssessError>,
    ) -> Self {
        let (zh_said, en_said) = match decided {
            Ok(decision) => {
                let code = decision.kind.code();
                (format!("核对时得出 {code}"), format!("the engine gives `{code}` for it"))
            }
            Err(error) => (format!("核对时出错（{}）", error.code()), format!("the engine says: {error}")),
        };
        Self::not_decided(item, span, format!("{zh}；{zh_said}"), format!("{en}; {en_said}"))
    }

    pub(super) fn at(mut self, source: &Arc<SourceFile>, span: Span) -> Self {
        self.labels.push(Label { source: Arc::clone(source), span, text: String::new() });
        self
    }

    pub(super) fn witness(mut self, facts: Facts) -> Self {
        self.witness = Some(facts);
        self
    }

    pub(super) fn against(mut self, facts: Facts) -> Self {
        self.against = Some(facts);
        self
    }

    pub(super) fn on(mut self, day: Date) -> Self {
        self.day = Some(day);
        self
    }

    /// What another item says of a case.
    pub(super) fn against_item(mut self, item: &str, facts: Facts) -> Self {
        self.other = Some(item.to_owned());
        self.against = Some(facts);
        self
    }

    /// The facts of the witness as the command line takes them.
    #[must_use]
    pub fn witness_words(&self) -> Vec<String> {
        words(self.witness.as_ref())
    }

    /// The facts of the case that the witness is held against, as the command line takes them.
    #[must_use]
    pub fn against_words(&self) -> Vec<String> {
        words(self.against.as_ref())
    }

    /// The finding with the lines of the source that it is about, in one language.
    #[must_use]
    pub fn report(&self, language: Language) -> String {
        self.report_with(language, None)
    }

    /// The same for rules that are not bundled: the commands that show the finding name the path at which they are.
    #[must_use]
    pub fn report_with(&self, language: Language, rules: Option<&str>) -> String {
        let call = |item: &str, words: &[String]| {
            let mut call = format!("evenhand assess {item}");
            words.iter().for_each(|word| call.extend([" ", word]));
            if let Some(day) = self.day {
                call.push_str(&format!(" --on {day}"));
            }
            if let Some(path) = rules {
                call.extend([" --rules ", path]);
            }
            call
        };
        let help = self.witness.is_some().then(|| {
            let witness = call(&self.item, &self.witness_words());
            format!("{}{witness}", language.pick("可用此例验证：", "see it with: "))
        });
        let against = self.against.is_some().then(|| {
            let against = call(self.other.as_deref().unwrap_or(&self.item), &self.against_words());
            format!("{}{against}", language.pick("对照：", "and against it: "))
        });
        let help = [help, against].into_iter().flatten().reduce(|first, second| format!("{first}\n{second}"));
        crate::diagnostic::picture(
            self.code.severity(),
            self.code.as_str(),
            self.message.get(language),
            &self.labels,
            help.as_deref(),
        )
    }
}

fn words(facts: Option<&Facts>) -> Vec<String> {
    facts.into_iter().flat_map(Facts::iter).map(|(name, value)| format!("{name}={value}")).collect()
}
