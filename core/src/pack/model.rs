use std::sync::Arc;

use super::{
    ComplianceDeclaration, ConsistencyDeclaration, GeneralDeclarations, IndexDeclaration, LimitDeclaration,
    PaymentScreenDeclaration, PolicyDeclaration, ScoreDeclaration, ScreenDeclaration, SurchargeDeclaration,
};
use crate::diagnostic::{SourceFile, Span};
use crate::facts::Given;
use crate::feel::Unit;
use crate::language::Bilingual;
use crate::limit::NamedEvent;
use crate::number::{Range, Rounding};
use crate::table::Located;
use crate::time::Date;

/// A pack as it was read: the shape is right, the formulas are still text.
#[derive(Clone, Debug)]
pub struct Pack {
    /// The file.
    pub file: Arc<SourceFile>,
    /// SHA-256 of the file's bytes, in hexadecimal.
    pub digest: String,
    /// The document.
    pub id: Located<String>,
    /// Its title.
    pub title: Bilingual,
    /// The currency of all amounts.
    pub currency: Unit,
    /// How fines are rounded.
    pub rounding: Rounding,
    /// What a reader should know.
    pub note: Option<Bilingual>,
    /// Who enforces the rules.
    pub authority: Option<Bilingual>,
    /// Where the rules come from.
    pub source: Source,
    /// When they apply.
    pub in_force: InForce,
    /// What holds for all items.
    pub conventions: Conventions,
    /// The laws that articles are cited from.
    pub laws: Vec<LawDeclaration>,
    /// The facts that items share.
    pub facts: Vec<FactDeclaration>,
    /// The items that could be read.
    pub penalties: Vec<Penalty>,
    /// Items of an earlier version that this one drops on purpose.
    pub cancelled: Vec<Cancellation>,
    /// What the pack lays down over its items, and over others.
    pub general: GeneralDeclarations,
    /// The surcharges that could be read.
    pub surcharges: Vec<SurchargeDeclaration>,
    /// The scores that could be read.
    pub scores: Vec<ScoreDeclaration>,
    /// The indices that could be read.
    pub indices: Vec<IndexDeclaration>,
    /// The screens that could be read.
    pub screens: Vec<ScreenDeclaration>,
    /// The screens of payments that could be read.
    pub payment_screens: Vec<PaymentScreenDeclaration>,
    /// The consistency policies that could be read.
    pub consistency: Vec<ConsistencyDeclaration>,
    /// The supervision policies that could be read.
    pub policies: Vec<PolicyDeclaration>,
    /// The compliance schemes that could be read.
    pub compliances: Vec<ComplianceDeclaration>,
    /// The events that the limits name.
    pub events: Vec<NamedEvent>,
    /// The time limits that could be read.
    pub limits: Vec<LimitDeclaration>,
    /// Facts whose declarations could not be read; nothing more is said about who names them.
    pub unreadable_facts: Vec<String>,
}

/// Where rules come from.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// What sort of document.
    pub kind: SourceKind,
    /// Who issued it.
    pub issuer: String,
    /// Its number.
    pub number: Option<String>,
    /// When the file was last compared with it.
    pub checked: Date,
    /// Where it is published.
    pub url: Option<String>,
    /// How it was read.
    pub note: Option<Bilingual>,
}

/// Sorts of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceKind {
    /// A national law.
    Statute,
    /// A regulation, ordinance or rule.
    Regulation,
    /// A discretion standard: it refines a range that a law gives.
    DiscretionStandard,
    /// No authority has published it.
    Illustration,
}

/// Days in force.
#[derive(Clone, Debug, PartialEq)]
pub struct InForce {
    /// The first day.
    pub from: Date,
    /// The last day, if it has ended or will.
    pub until: Option<Date>,
    /// From when on it is not certain that the rules still hold.
    pub uncertain_from: Option<Date>,
    /// An earlier text was in force before, and is not recorded.
    pub earlier_unrecorded: bool,
    /// How certain they are.
    pub note: Option<Bilingual>,
    /// The place in the file.
    pub span: Span,
}

impl InForce {
    /// Whether the document is in force on `day`.
    #[must_use]
    pub fn contains(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// A law in the version that a document means.
#[derive(Clone, Debug, PartialEq)]
pub struct LawDeclaration {
    /// The name that stands in 《》 where it is cited.
    pub name: Located<String>,
    /// Its full title, with the version.
    pub title: Bilingual,
    /// Which version that is.
    pub version: LawVersion,
    /// How certain its days are.
    pub note: Option<Bilingual>,
}

/// Which version of a law is meant.
#[derive(Clone, Debug, PartialEq)]
pub enum LawVersion {
    /// The one of this document that is in force on the first day of the document that cites it.
    Of(String),
    /// The one that ends on this day.
    Until(Date),
}

/// What to do when several rows match.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WhenSeveral {
    /// It is an error.
    #[default]
    Unique,
    /// The first one counts.
    First,
    /// The one with the highest fine counts; at the same maximum, the higher minimum. A row without penalty that
    /// matches goes before all: an exemption is not a light tier.
    Heaviest,
}

/// What a table does with a fact that is not given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UnknownFactRule {
    /// It refuses.
    #[default]
    Refuse,
    /// It takes the lightest level that is possible: the lightest weight of a factor, the lightest tier.
    Lightest,
}

/// What a document lays down for all its items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conventions {
    /// When several rows match.
    pub when_several: WhenSeveral,
    /// The article that says so, if the document does.
    pub when_several_basis: Option<Bilingual>,
    /// When a factor's fact is not given.
    pub unknown_fact: UnknownFactRule,
    /// Whether 以上 includes the number, if the document says so.
    pub above: Option<bool>,
    /// Whether 以下 includes the number, if the document says so.
    pub below: Option<bool>,
}

impl Conventions {
    /// Whether 以上 includes the number: as the document says, or article 1259 of the Civil Code.
    #[must_use]
    pub fn above_inclusive(&self) -> bool {
        self.above.unwrap_or(true)
    }

    /// Whether 以下 includes the number: as the document says, or article 1259 of the Civil Code.
    #[must_use]
    pub fn below_inclusive(&self) -> bool {
        self.below.unwrap_or(true)
    }
}

impl Default for Conventions {
    fn default() -> Self {
        Self {
            when_several: WhenSeveral::Unique,
            when_several_basis: None,
            unknown_fact: UnknownFactRule::Refuse,
            above: None,
            below: None,
        }
    }
}

/// A declared fact.
#[derive(Clone, Debug, PartialEq)]
pub struct FactDeclaration {
    /// Its name.
    pub name: Located<String>,
    /// What it is called.
    pub label: Option<Bilingual>,
    /// How it is found out.
    pub help: Option<Bilingual>,
    /// What values it has.
    pub kind: FactTypeDeclaration,
    /// Whether more of it is graver: a greater number, true, a later text of the list.
    pub aggravates: bool,
}

/// What values a declared fact has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactTypeDeclaration {
    /// Numbers.
    Number {
        /// The unit.
        unit: Unit,
        /// The range as it was written.
        range: Range,
        /// The most decimals.
        decimals: u32,
    },
    /// True or false.
    Boolean,
    /// One of these, each with what it is called; from light to grave.
    Text(Vec<(String, Bilingual)>),
    /// A day.
    Date,
}

/// A penalty item.
#[derive(Clone, Debug)]
pub struct Penalty {
    /// Its key: the article or number.
    pub key: Located<String>,
    /// The violation.
    pub title: Bilingual,
    /// The article.
    pub basis: Bilingual,
    /// How a discretion standard numbers the item.
    pub standard: Option<Bilingual>,
    /// Who enforces it, where it is not who enforces the document.
    pub authority: Option<Bilingual>,
    /// The earlier items that this one takes over: keys of the document, or ids.
    pub replaces: Vec<Located<String>>,
    /// The ids of other items for the same conduct.
    pub same_conduct: Vec<Located<String>>,
    /// Preconditions.
    pub requires: Vec<Requirement>,
    /// The authority may, but need not, fine.
    pub may: bool,
    /// The statutory range.
    pub statutory: Option<Located<String>>,
    /// The measures that the article provides.
    pub statutory_measures: Option<Vec<MeasureUse>>,
    /// The fine.
    pub fine: Option<Located<String>>,
    /// When several rows match.
    pub when_several: Option<WhenSeveral>,
    /// The rows.
    pub tiers: Vec<Row>,
    /// What the sum of weights is multiplied with.
    pub base: Option<Located<String>>,
    /// The weighted table.
    pub weights: Option<Weights>,
    /// Changes of the amount.
    pub adjust: Vec<Adjustment>,
    /// Floor and cap.
    pub within: Option<Located<String>>,
    /// Rounding.
    pub rounding: Option<Rounding>,
    /// The second stage.
    pub persons: Option<Persons>,
    /// Measures beside the fine.
    pub also: Vec<MeasureUse>,
    /// What an officer should know.
    pub note: Option<Bilingual>,
    /// Facts of this item alone.
    pub facts: Vec<FactDeclaration>,
    /// Worked examples.
    pub examples: Vec<Example>,
}

/// An item of an earlier version that is dropped on purpose.
#[derive(Clone, Debug, PartialEq)]
pub struct Cancellation {
    /// The key that it had.
    pub key: Located<String>,
    /// What the violation was.
    pub title: Bilingual,
    /// The article that drops it.
    pub basis: Option<Bilingual>,
    /// Whether the act is no longer a violation under any law.
    pub lawful: bool,
    /// What an officer should know.
    pub note: Option<Bilingual>,
}

/// A precondition.
#[derive(Clone, Debug, PartialEq)]
pub struct Requirement {
    /// In words.
    pub text: Bilingual,
    /// The boolean fact, or a condition.
    pub when: Located<String>,
}

/// The cells of a row or group.
pub type Cells = Vec<(Located<String>, Located<String>)>;

/// Conditions that must all hold.
#[derive(Clone, Debug, PartialEq)]
pub struct RowConditions {
    /// Fact and cell.
    pub cells: Cells,
    /// A condition that cells cannot say.
    pub when: Option<Located<String>>,
}

/// A row.
#[derive(Clone, Debug)]
pub struct Row {
    /// The place of the row in the file.
    pub span: Span,
    /// The tier's name.
    pub tier: Option<Bilingual>,
    /// Conditions that must all hold.
    pub conditions: RowConditions,
    /// Groups, one of which must hold, if there are any.
    pub any: Vec<RowConditions>,
    /// What follows.
    pub outcome: RowOutcome,
    /// Instead of the item's statutory range.
    pub statutory: Option<Located<String>>,
    /// Floor and cap of the row.
    pub within: Option<Located<String>>,
    /// Further measures.
    pub also: Vec<MeasureUse>,
    /// The authority may, but need not, fine; instead of the item's word.
    pub may: Option<bool>,
    /// The fine of the persons responsible.
    pub persons: Option<Located<String>>,
    /// Instead of the item's article.
    pub basis: Option<Bilingual>,
    /// What an officer should know.
    pub note: Option<Bilingual>,
}

/// What follows from a row.
#[derive(Clone, Debug, PartialEq)]
pub enum RowOutcome {
    /// The item's fine, or the officer's choice in the statutory range.
    Inherited,
    /// A fine.
    Fine(Located<String>),
    /// A part of the statutory range.
    Band(Located<String>),
    /// No fine, but measures.
    Measures,
    /// No penalty.
    NoPenalty,
}

/// A weighted table.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// Where the sum starts.
    pub start: Option<Located<String>>,
    /// The least.
    pub floor: Option<Located<String>>,
    /// The most.
    pub cap: Option<Located<String>>,
    /// The factors.
    pub factors: Vec<Factor>,
}

/// A factor.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    /// The place of the factor in the file.
    pub span: Span,
    /// What it is called.
    pub title: Option<Bilingual>,
    /// Its weight.
    pub weight: FactorWeight,
}

/// The weight of a factor.
#[derive(Clone, Debug, PartialEq)]
pub enum FactorWeight {
    /// By the cells of a fact: the fact, and each cell with its weight.
    Cells(Located<String>, Cells),
    /// By an expression.
    Expression(Located<String>),
}

/// A change of the amount.
#[derive(Clone, Debug, PartialEq)]
pub struct Adjustment {
    /// Why.
    pub title: Bilingual,
    /// Only if this holds.
    pub when: Option<Located<String>>,
    /// The factor.
    pub times: Located<String>,
    /// The article.
    pub basis: Option<Bilingual>,
}

/// The second stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Persons {
    /// Who they are.
    pub title: Option<Bilingual>,
    /// The article.
    pub basis: Option<Bilingual>,
    /// The fine, if it is the same for all rows.
    pub fine: Option<Located<String>>,
}

/// A measure as an item uses it.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasureUse {
    /// Which one.
    pub measure: Measure,
    /// What it is about.
    pub what: Option<Bilingual>,
    /// Only if this holds.
    pub when: Option<Located<String>>,
    /// The authority may, but need not.
    pub may: bool,
}

/// An example.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// The place in the file.
    pub span: Span,
    /// The facts.
    pub given: Vec<(Located<String>, Located<Given>)>,
    /// The outcome.
    pub outcome: ExampleFine,
    /// The tier.
    pub tier: Option<Located<String>>,
    /// The statutory range.
    pub statutory: Option<Located<String>>,
    /// The fine of the persons responsible.
    pub persons: Option<Located<String>>,
    /// Whether the fine was moved into the statutory range.
    pub warns: bool,
    /// The working.
    pub note: Option<Bilingual>,
}

/// What must come out of an example.
#[derive(Clone, Debug, PartialEq)]
pub enum ExampleFine {
    /// This fine.
    Fine(Located<String>),
    /// No fine, but measures.
    Measures,
    /// No penalty.
    NoPenalty,
    /// A precondition is not met.
    NotApplicable,
    /// The document gives no answer, or more than one: the code of the error.
    Error(&'static str),
}

macro_rules! measures {
    ($($(#[doc = $doc:literal])+ $variant:ident = $code:literal, $zh:literal, $en:literal;)+) => {
        /// Measures beside the fine.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Measure {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Measure {
            /// Every measure.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The words that a pack uses, in the same order.
            pub const CODES: &[&str] = &[$($code),+];

            /// Every measure by its word.
            pub const WORDS: &[(&str, Self)] = &[$(($code, Self::$variant)),+];

            /// The word that a pack uses.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// What it is called in Chinese.
            #[must_use]
            pub const fn chinese(self) -> &'static str {
                match self { $(Self::$variant => $zh),+ }
            }

            /// What it is called in English.
            #[must_use]
            pub const fn english(self) -> &'static str {
                match self { $(Self::$variant => $en),+ }
            }
        }
    };
}

impl Measure {
    /// Whether it is a penalty of article 9 of the Administrative Penalty Law, rather than an order that stands
    /// beside one.
    #[must_use]
    pub const fn is_penalty(self) -> bool {
        !matches!(
            self,
            Self::OrderToCorrect
                | Self::OrderToStop
                | Self::OrderToRemove
                | Self::OrderToRestore
                | Self::OrderToReturn
                | Self::OrderToCompensate
                | Self::Surcharge
        )
    }
}

measures! {
    /// Article 9(1).
    Warning = "warning", "警告", "warning";
    /// Article 9(1).
    Criticism = "criticism", "通报批评", "notice of criticism";
    /// Article 9(2).
    ConfiscateGains = "confiscate-gains", "没收违法所得", "confiscation of illegal gains";
    /// Article 9(2).
    ConfiscateGoods = "confiscate-goods", "没收非法财物", "confiscation of illegal property";
    /// Article 9(3).
    SuspendLicence = "suspend-licence", "暂扣许可证件", "suspension of the licence";
    /// Article 9(3).
    LowerQualification = "lower-qualification", "降低资质等级", "lowering of the qualification grade";
    /// Article 9(3).
    RevokeLicence = "revoke-licence", "吊销许可证件", "revocation of the licence";
    /// Article 9(4).
    RestrictBusiness = "restrict-business", "限制开展生产经营活动", "restriction of business";
    /// Article 9(4).
    SuspendBusiness = "suspend-business", "责令停产停业", "suspension of business";
    /// Article 9(4).
    CloseBusiness = "close-business", "责令关闭", "closure";
    /// Article 9(4).
    RestrictEmployment = "restrict-employment", "限制从业", "restriction of employment";
    /// Article 9(5).
    Detention = "detention", "行政拘留", "administrative detention";
    /// Article 28: not a penalty.
    OrderToCorrect = "order-to-correct", "责令改正", "order to correct";
    /// Not a penalty.
    OrderToStop = "order-to-stop", "责令停止违法行为", "order to stop";
    /// Not a penalty.
    OrderToRemove = "order-to-remove", "责令拆除、清除", "order to remove";
    /// Not a penalty.
    OrderToRestore = "order-to-restore", "责令恢复原状", "order to restore";
    /// Not a penalty.
    OrderToReturn = "order-to-return", "责令退还", "order to return";
    /// Not a penalty.
    OrderToCompensate = "order-to-compensate", "责令赔偿", "order to compensate";
    /// A payment that goes with a debt, such as article 32 of the Tax Collection Law.
    Surcharge = "surcharge", "加收滞纳金", "late-payment surcharge";
}
