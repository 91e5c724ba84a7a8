use std::fmt;

/// An enum of stable codes: a row gives the explanation, the name, the code and the title of each.
macro_rules! codes {
    (
        $(#[doc = $about:literal])+ $name:ident;
        $($(#[doc = $doc:literal])+ $variant:ident = $code:literal, $title:literal;)+
    ) => {
        $(#[doc = $about])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl $name {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The code as it is printed: a letter and four digits.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// What it stands for, in a few words.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title),+ }
            }

            /// What it is, why it matters, and what to do where that is not plain.
            #[must_use]
            pub const fn explanation(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc, "\n"),+)),+ }
            }
        }
    };
}
pub(crate) use codes;

/// The codes of faults, each with its title in Chinese.
macro_rules! faults {
    ($($(#[doc = $doc:literal])+ $variant:ident = $code:literal, $title:literal, $chinese:literal;)+) => {
        codes! {
            /// The stable code of a fault. Codes are never reused; `docs/diagnostics.md` is made from this list.
            Code;
            $($(#[doc = $doc])+ $variant = $code, $title;)+
        }

        impl Code {
            /// The fault in a few words of Chinese.
            #[must_use]
            pub const fn title_in_chinese(self) -> &'static str {
                match self { $(Self::$variant => $chinese),+ }
            }
        }
    };
}

faults! {
    /// The file is not UTF-8 text. Save it as UTF-8.
    NotUtf8 = "E0001", "not UTF-8", "不是UTF-8文本";
    /// The file is larger than 4 MiB, the most that is read; or a table has more than 1,000 rows, a factor more than
    /// 1,000 cells, a table of facts more than 500.
    TooLarge = "E0002", "too large", "文件过大";
    /// The file is not TOML 1.1: a quote, bracket or `=` is missing, a key stands twice, or values are nested
    /// deeper than a reader can follow.
    Syntax = "E0003", "not TOML", "不是TOML";
    /// The file has more faults than are worth printing at once; the first hundred are there.
    TooManyFaults = "E0005", "too many faults", "错误过多";
    /// `format` names a version of the pack format that this library does not know.
    UnknownFormat = "E0004", "unknown format version", "未知的格式版本";

    /// The key does not exist at this place. A misspelt key would be a rule that is silently not applied, so
    /// every unknown key is refused.
    UnknownKey = "E0101", "unknown key", "未知的键";
    /// A key that must be there is missing.
    MissingKey = "E0102", "missing key", "缺少键";
    /// The value has another type than the key takes.
    WrongType = "E0103", "wrong type of value", "值的类型不对";
    /// The value is none of those that the key takes.
    NotAChoice = "E0104", "not one of the choices", "不在可选值之中";
    /// A pack id is lower-case segments joined by dots, such as `cn.dongying.city-appearance`; an item id has
    /// letters, digits, dots and dashes.
    InvalidId = "E0105", "invalid id", "编号无效";
    /// Two keys that exclude each other are both there.
    Contradiction = "E0106", "keys that exclude each other", "键互相排斥";

    /// A fact's `range` is not a range of numbers, its ends are reversed, or no value with the declared
    /// decimals lies in it.
    InvalidRange = "E0201", "invalid range", "范围无效";
    /// A fact's name is not a plain name, or it is a word of the formula language or a key of a tier.
    InvalidName = "E0202", "invalid name", "名称无效";
    /// The unit is not known.
    UnknownUnit = "E0203", "unknown unit", "未知的单位";
    /// The number has more decimals than a value of this kind can have.
    TooManyDecimals = "E0204", "too many decimals", "小数位数过多";

    /// The text is not an expression of the formula language.
    Expression = "E0301", "not an expression", "不是公式";
    /// The formula names a fact that is not declared.
    UnknownFact = "E0302", "unknown fact", "未知的事实";
    /// A value of one type stands where another is needed.
    TypeMismatch = "E0303", "wrong type in a formula", "公式中类型不对";
    /// Quantities of different units are added or compared, or a formula comes out in another unit than its
    /// place needs.
    UnitMismatch = "E0304", "units do not fit", "单位不符";
    /// The divisor can be zero for facts in their declared ranges.
    DivisionByZero = "E0305", "possible division by zero", "除数可能为零";
    /// The expression is longer than 16 KiB or nested deeper than 100 levels.
    TooComplex = "E0306", "expression too long or too deep", "公式过长或者嵌套过深";
    /// The place takes constants only, so that it can be proved about.
    NotConstant = "E0307", "not a constant", "不是常数";
    /// A function gets too few or too many arguments.
    WrongArguments = "E0308", "wrong number of arguments", "参数个数不对";
    /// The text compares a fact with a value that the fact does not have.
    UnknownValue = "E0309", "unknown value", "未知的值";

    /// Nothing says how much the fine is: no `fine`, no tiers that give it, no weights, no statutory range.
    NoAmount = "E0401", "no amount", "没有罚款数额";
    /// An amount has its ends reversed for every case, or is below zero.
    InvalidAmount = "E0402", "invalid amount", "数额无效";
    /// The measure is not known.
    UnknownMeasure = "E0403", "unknown measure", "未知的措施";
    /// An example does not fit its item: an unknown fact, a value out of range, an amount that is none.
    InvalidExample = "E0404", "invalid example", "例子无效";

    /// The document ends before it comes into force.
    EmptyPeriod = "E0501", "never in force", "从未施行";
    /// Two documents with the same id are in force on the same day.
    OverlappingVersions = "E0502", "overlapping versions", "版本重叠";
    /// `replaces` or `cancelled` names an item that no earlier version has. It is only looked for where an earlier
    /// version is among the packs.
    UnknownEarlierItem = "E0503", "unknown earlier item", "未知的原事项";
    /// The name under `law` stands in 《》 in no `basis` of the pack. A misspelt one would be a law that is silently
    /// not looked after.
    UncitedLaw = "E0504", "law that nothing cites", "没有条款引用的法律";
    /// `same-conduct-as` names an item that its document does not have. It is only looked for where the document is
    /// among the packs.
    UnknownEquivalent = "E0505", "unknown item for the same conduct", "未知的同一行为事项";

    /// A year of a calendar is four digits, such as `[year.2026]`.
    InvalidYear = "E0601", "not a year", "不是年份";
    /// A span of days has its ends reversed or more than 366 days, or lies outside of the year that it was
    /// published for, the December before and the January after it.
    InvalidDays = "E0602", "days out of place", "日期越界";
    /// One notice names a day twice, or the notices for two years name the same day. What was changed later stands
    /// in `changes`.
    DayNamedTwice = "E0603", "a day named twice", "同一日列了两次";
    /// The notice for a year names a day as worked that is no day of the weekend. It would be worked anyway, so
    /// another day may be meant.
    WorkedAnyway = "E0604", "a worked day that is worked anyway", "本来就是工作日";

    /// A limit, or a step of a procedure, names an event that its document does not declare in `[events]`. A limit that is
    /// counted from an event that nobody can give would never run, and a step would be missing in every record.
    UnknownEvent = "E0701", "unknown event", "未知的起算事由";
    /// An office has promised more time than the law gives, or in another unit, so that nobody can say which of the two
    /// is shorter.
    PromiseTooLong = "E0702", "a promise longer than the law", "承诺期限长于法定期限";
    /// `statutory` names a limit that its document does not have, or one that itself keeps within another; or a
    /// supervision policy watches a limit that there is not. It is only looked for where the document is among the packs.
    UnknownLimit = "E0703", "unknown limit", "未知的期限";

    /// The weights of a level do not add up to what the index says that they add up to, or one of them is not above
    /// zero. The index would be another than the document means, and nobody would see it.
    WeightsDoNotAddUp = "E0801", "weights that do not add up", "权重之和不对";
    /// The ranges of grades, or the bands of an indicator, leave out a number that can come out, or two of them have the
    /// same one.
    NotOneRange = "E0802", "ranges with a gap or an overlap", "区间有空档或者重叠";

    /// The file is not one of those whose digests were asked for, and nobody who is trusted has signed it. One byte
    /// that was changed is enough. If the change is meant, ask who issues the rules for the new digest.
    OtherFile = "E0901", "not the file that was asked for", "不是所要求的文件";
    /// Only signed files are trusted, and this one comes without a signature.
    Unsigned = "E0902", "not signed", "没有签名";
    /// The signature is not that of one of the keys that are trusted, or not that of this file: one byte that was
    /// changed since is enough.
    WrongSignature = "E0903", "wrong signature", "签名不符";
}

impl Code {
    /// What the fault is about, in a word: `units`, `types`, `format` and the like, as checks are called.
    #[must_use]
    pub const fn check(self) -> &'static str {
        match self {
            Self::UnknownUnit | Self::UnitMismatch => "units",
            Self::TypeMismatch | Self::NotConstant | Self::WrongArguments => "types",
            Self::DivisionByZero => "exact",
            Self::Expression | Self::UnknownFact | Self::TooComplex | Self::UnknownValue => "formula",
            Self::InvalidAmount | Self::NoAmount => "amount",
            Self::InvalidExample => "examples",
            Self::EmptyPeriod | Self::OverlappingVersions => "dates",
            Self::InvalidYear | Self::InvalidDays | Self::DayNamedTwice | Self::WorkedAnyway => "calendar",
            Self::UnknownEvent | Self::PromiseTooLong | Self::UnknownLimit => "limits",
            Self::WeightsDoNotAddUp | Self::NotOneRange => "index",
            Self::OtherFile | Self::Unsigned | Self::WrongSignature => "trust",
            _ => "format",
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}
