use std::fmt;

use crate::number::{Rational, Rounding, RoundingMode};

/// A language of explanations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// Chinese, in simplified characters.
    Chinese,
    /// English.
    English,
}

impl Language {
    /// One of two texts, by language.
    #[must_use]
    pub const fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Chinese => zh,
            Self::English => en,
        }
    }
}

/// An enum of words: a row gives the explanation, the name, the word that packs and JSON use, and what it is called in
/// Chinese and English.
macro_rules! words {
    (
        $(#[$about:meta])+ $name:ident;
        $($(#[doc = $doc:literal])+ $variant:ident = $code:literal, $zh:literal, $en:literal;)+
    ) => {
        $(#[$about])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl $name {
            /// All of them with their words, in order.
            pub const ALL: &[(&str, Self)] = &[$(($code, Self::$variant)),+];

            /// The words alone, in the same order.
            pub const CODES: &[&str] = &[$($code),+];

            /// The word that packs and JSON use.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// What it is called.
            #[must_use]
            pub const fn name(self, language: $crate::Language) -> &'static str {
                match self { $(Self::$variant => language.pick($zh, $en)),+ }
            }
        }
    };
}
pub(crate) use words;

/// The same words in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Bilingual {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl Bilingual {
    /// The words in one language.
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.zh,
            Language::English => &self.en,
        }
    }

    /// The words in brackets, to be put behind others: `（第三十三条）`, ` (article 33)`.
    ///
    /// ```
    /// use evenhand::{Bilingual, Language};
    ///
    /// assert_eq!(Bilingual::same("1").in_brackets(Language::English), " (1)");
    /// ```
    #[must_use]
    pub fn in_brackets(&self, language: Language) -> String {
        match language {
            Language::Chinese => format!("（{}）", self.zh),
            Language::English => format!(" ({})", self.en),
        }
    }

    /// One text for both languages.
    #[must_use]
    pub fn same(text: &str) -> Self {
        Self { zh: text.to_owned(), en: text.to_owned() }
    }
}

/// A number for people: in English with thousands separated; one that no decimal ends is rounded and says so.
pub(crate) fn number_text(value: Rational, language: Language) -> String {
    let (about, shown) = if value.to_decimal().is_some() {
        ("", value)
    } else {
        let rounding = Rational::power_of_ten(-4).and_then(|step| Rounding::new(step, RoundingMode::HalfUp));
        ("≈", rounding.and_then(|rounding| rounding.round(value)).unwrap_or(value))
    };
    let digits = shown.to_string();
    match language {
        Language::Chinese => format!("{about}{digits}"),
        Language::English => format!("{about}{}", Grouped(&digits)),
    }
}

/// The digits of a number with a comma before every third one of the whole part.
struct Grouped<'a>(&'a str);

impl fmt::Display for Grouped<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, digits) = self.0.strip_prefix('-').map_or(("", self.0), |digits| ("-", digits));
        let whole = digits.find('.').unwrap_or(digits.len());
        formatter.write_str(sign)?;
        for (index, digit) in digits.chars().enumerate() {
            let left = whole.saturating_sub(index);
            if index > 0 && index < whole && left.is_multiple_of(3) {
                formatter.write_str(",")?;
            }
            write!(formatter, "{digit}")?;
        }
        Ok(())
    }
}
