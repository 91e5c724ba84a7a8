use rust_decimal::Decimal;

use super::{FeelError, Literal, Written};
use crate::diagnostic::{Code, Span};
use crate::number::Rational;

/// One word or sign of an expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Number(Literal),
    Text(String),
    Name(String),
    /// An operator or bracket, as it is written.
    Sign(&'static str),
    End,
}

impl Token {
    /// The token in an error message.
    pub(super) fn describe(&self) -> String {
        match self {
            Self::Number(literal) => format!("`{literal}`"),
            Self::Text(text) => format!("\"{text}\""),
            Self::Name(name) => format!("`{name}`"),
            Self::Sign(sign) => format!("`{sign}`"),
            Self::End => "the end".to_owned(),
        }
    }
}

/// Longer signs first, so that `<=` is not read as `<`.
const SIGNS: [&str; 19] =
    ["**", "..", "<=", ">=", "!=", "+", "-", "*", "/", "=", "<", ">", "(", ")", "[", "]", ",", "{", "}"];

/// Signs of other languages that people type by habit, with what to write here.
const HABITS: [(&str, &str); 8] = [
    ("==", "write `=` to compare"),
    ("&&", "write `and`"),
    ("||", "write `or`"),
    ("^", "write `**` for a power"),
    ("×", "write `*` to multiply"),
    ("÷", "write `/` to divide"),
    ("≤", "write `<=`"),
    ("≥", "write `>=`"),
];

/// The tokens of `text` with their places; the last one is [`Token::End`].
pub(super) fn tokenize(text: &str) -> Result<Vec<(Token, Span)>, FeelError> {
    let mut tokens = Vec::new();
    let mut position = 0;
    while let Some(rest) = text.get(position..).filter(|rest| !rest.is_empty()) {
        let Some(first) = rest.chars().next() else { break };
        if first.is_whitespace() {
            position = position.saturating_add(first.len_utf8());
            continue;
        }
        let (token, length) = next_token(rest, first, position)?;
        let end = position.saturating_add(length);
        tokens.push((token, Span::new(position, end)));
        position = end;
    }
    tokens.push((Token::End, Span::new(text.len(), text.len())));
    Ok(tokens)
}

fn next_token(rest: &str, first: char, position: usize) -> Result<(Token, usize), FeelError> {
    let at = |length: usize| Span::new(position, position.saturating_add(length));
    let second_is_digit = rest.chars().nth(1).is_some_and(|next| next.is_ascii_digit());
    if first.is_ascii_digit() || (first == '.' && second_is_digit) {
        return number(rest, position);
    }
    if first == '"' {
        return text_literal(rest, position);
    }
    if is_name_start(first) {
        let length: usize = rest.chars().take_while(|&next| is_name_part(next)).map(char::len_utf8).sum();
        return Ok((Token::Name(rest.get(..length).unwrap_or_default().to_owned()), length));
    }
    if let Some((habit, help)) = HABITS.iter().find(|(habit, _)| rest.starts_with(habit)) {
        let message = format!("`{habit}` is not an operator");
        return Err(FeelError::new(Code::Expression, at(habit.len()), message).help(*help));
    }
    if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
        return Ok((Token::Sign(sign), sign.len()));
    }
    let error =
        FeelError::new(Code::Expression, at(first.len_utf8()), format!("unexpected character `{first}`"));
    Err(match first {
        '%' | '‰' => error.help("a percent sign follows its number directly, as in `5%`"),
        '\'' | '“' | '”' => error.help("text stands between straight double quotes: \"…\""),
        '０'..='９' | '．' | '，' | '（' | '）' => error.help("write digits and signs in half width"),
        _ => error,
    })
}

/// Digits, optionally a point and digits, optionally `%` or `‰`.
fn number(rest: &str, position: usize) -> Result<(Token, usize), FeelError> {
    let digits_from = |start: usize| {
        rest.get(start..).map_or(0, |tail| tail.bytes().take_while(u8::is_ascii_digit).count())
    };
    let whole = digits_from(0);
    let decimals = match rest.as_bytes().get(whole) {
        Some(b'.') => digits_from(whole.saturating_add(1)),
        _ => 0,
    };
    let length = if decimals > 0 { whole.saturating_add(1).saturating_add(decimals) } else { whole };
    let at = |length: usize| Span::new(position, position.saturating_add(length));
    let digits = rest.get(..length).unwrap_or_default();
    let value = Decimal::from_str_exact(digits).map(Rational::from).map_err(|_| {
        FeelError::new(Code::Expression, at(length), "more digits than the 28 that an exact number holds")
    })?;
    let tail = rest.get(length..).unwrap_or_default();
    let (written, scale, mark) = if tail.starts_with('%') {
        (Written::Percent, 100, 1)
    } else if tail.starts_with('‰') {
        (Written::Permille, 1000, '‰'.len_utf8())
    } else {
        (Written::Plain, 1, 0)
    };
    let length = length.saturating_add(mark);
    if let Some(next) =
        rest.get(length..).and_then(|tail| tail.chars().next()).filter(|&next| is_name_part(next))
    {
        let message = format!("`{next}` cannot follow a number");
        let error = FeelError::new(Code::Expression, at(length.saturating_add(next.len_utf8())), message);
        return Err(match next {
            'e' | 'E' => error.help("write the number out: there are no exponents"),
            '_' => error.help("write the number without underscores"),
            '元' | '万' | '亿' => error.help("write the number in plain digits, without a unit"),
            _ => error,
        });
    }
    if tail.starts_with(",000")
        && !tail.get(4..).is_some_and(|rest| rest.starts_with(|next: char| next.is_ascii_digit()))
    {
        let message = "a number has no thousands separator";
        let span = at(length.saturating_add(4));
        return Err(FeelError::new(Code::Expression, span, message).help("write `2000`, not `2,000`"));
    }
    let value = value.divide(Rational::integer(scale)).ok_or_else(|| {
        FeelError::new(Code::Expression, at(length), "more digits than an exact number holds")
    })?;
    Ok((Token::Number(Literal { value, written }), length))
}

/// A text between double quotes, with the escapes of FEEL.
fn text_literal(rest: &str, position: usize) -> Result<(Token, usize), FeelError> {
    let mut text = String::new();
    let mut characters = rest.char_indices().skip(1);
    while let Some((index, character)) = characters.next() {
        match character {
            '"' => return Ok((Token::Text(text), index.saturating_add(1))),
            '\\' => {
                let escape = characters.next().map(|(_, escape)| escape);
                let replaced = match escape {
                    Some('"') => Some('"'),
                    Some('\\') => Some('\\'),
                    Some('\'') => Some('\''),
                    Some('n') => Some('\n'),
                    Some('r') => Some('\r'),
                    Some('t') => Some('\t'),
                    Some('u') => hexadecimal(&mut characters, 4),
                    Some('U') => hexadecimal(&mut characters, 6),
                    _ => None,
                };
                let Some(replaced) = replaced else {
                    let start = position.saturating_add(index);
                    let span = Span::new(start, start.saturating_add(1));
                    return Err(FeelError::new(Code::Expression, span, "unknown escape in a text")
                        .help("the escapes are \\\" \\\\ \\n \\r \\t \\uXXXX \\UXXXXXX"));
                };
                text.push(replaced);
            }
            _ => text.push(character),
        }
    }
    let span = Span::new(position, position.saturating_add(rest.len()));
    Err(FeelError::new(Code::Expression, span, "the text has no closing `\"`"))
}

fn hexadecimal(characters: &mut impl Iterator<Item = (usize, char)>, digits: u32) -> Option<char> {
    let mut value = 0_u32;
    for _ in 0..digits {
        let digit = characters.next().and_then(|(_, character)| character.to_digit(16))?;
        value = value.checked_mul(16)?.checked_add(digit)?;
    }
    char::from_u32(value)
}

pub(super) fn is_name_start(character: char) -> bool {
    character.is_alphabetic() || character == '_'
}

pub(super) fn is_name_part(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}
