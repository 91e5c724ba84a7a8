//! A line of JSON, gone over once: where each value stands, and what is inside of it.

use std::borrow::Cow;

/// A line and its values, each before what is inside of it.
pub(crate) struct Line<'a> {
    text: &'a str,
    values: Vec<Place>,
}

/// Where a value stands, or the key of one.
struct Place {
    kind: Kind,
    start: usize,
    end: usize,
    /// The number of the first value behind everything that is inside of this one.
    after: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Object,
    List,
    /// A text that stands there as it is.
    Plain,
    /// A text with something escaped.
    Escaped,
    /// A number, `true`, `false` or `null`.
    Bare,
}

impl<'a> Line<'a> {
    /// Nothing if the line is no JSON.
    pub(crate) fn read(text: &'a str) -> Option<Self> {
        // Few values are shorter than this, with what stands around them.
        let values = Vec::with_capacity(text.len().div_ceil(8));
        let mut scan = Scan { bytes: text.as_bytes(), place: 0, values, open: Vec::new() };
        scan.line()?;
        Some(Self { text, values: scan.values })
    }

    /// A value as it is written.
    pub(crate) fn raw(&self, number: usize) -> &'a str {
        let place = self.values.get(number);
        place.and_then(|place| self.text.get(place.start..place.end)).unwrap_or_default()
    }

    /// A text, without a copy where nothing in it is escaped; nothing if it is none.
    pub(crate) fn text(&self, number: usize) -> Option<Cow<'a, str>> {
        let place = self.values.get(number)?;
        match place.kind {
            Kind::Plain => {
                let quotes = (place.start.checked_add(1)?, place.end.checked_sub(1)?);
                self.text.get(quotes.0..quotes.1).map(Cow::Borrowed)
            }
            Kind::Escaped => serde_json::from_str(self.raw(number)).ok().map(Cow::Owned),
            Kind::Object | Kind::List | Kind::Bare => None,
        }
    }

    /// The values of a list, by number; nothing if it is none.
    pub(crate) fn list(&self, number: usize) -> Option<impl Iterator<Item = usize> + Clone> {
        let list = self.values.get(number).filter(|place| place.kind == Kind::List)?;
        Some(self.inside(number, list.after, 0))
    }

    /// Whether it is an object, and each of its keys a text.
    pub(crate) fn is_object(&self, number: usize) -> bool {
        let escaped = |key: &usize| self.values.get(*key).is_some_and(|place| place.kind == Kind::Escaped);
        self.values.get(number).is_some_and(|place| place.kind == Kind::Object)
            && self.keys(number).filter(escaped).all(|key| self.text(key).is_some())
    }

    /// The keys of an object, by number. The value of a key is the next one.
    pub(crate) fn keys(&self, number: usize) -> impl Iterator<Item = usize> + use<'_, 'a> {
        let end = self.values.get(number).map_or(0, |place| place.after);
        self.inside(number, end, 1)
    }

    /// What stands inside of a value, up to another one, over so many values from each to the one behind it.
    fn inside(
        &self,
        number: usize,
        end: usize,
        over: usize,
    ) -> impl Iterator<Item = usize> + Clone + use<'_, 'a> {
        let within = move |number: &usize| *number < end;
        std::iter::successors(number.checked_add(1).filter(within), move |number| {
            let last = self.values.get(number.checked_add(over)?)?;
            Some(last.after).filter(within)
        })
    }
}

/// The way through a line.
struct Scan<'a> {
    bytes: &'a [u8],
    place: usize,
    values: Vec<Place>,
    /// The lists and objects that are open here.
    open: Vec<usize>,
}

impl Scan<'_> {
    fn line(&mut self) -> Option<()> {
        loop {
            self.space();
            if self.value()? {
                continue;
            }
            loop {
                self.space();
                let Some(number) = self.open.last().copied() else {
                    return (self.place == self.bytes.len()).then_some(());
                };
                match (self.values.get(number)?.kind, self.take()?) {
                    (Kind::Object, b',') => break self.key()?,
                    (Kind::List, b',') => break,
                    (Kind::Object, b'}') | (Kind::List, b']') => self.close(),
                    _ => return None,
                }
            }
        }
    }

    /// Goes over a value; of an object or list that is not empty, to the first value inside, and it is open then.
    fn value(&mut self) -> Option<bool> {
        let (number, start) = (self.values.len(), self.place);
        let first = self.take()?;
        if matches!(first, b'{' | b'[') {
            self.note(start, if first == b'{' { Kind::Object } else { Kind::List });
            self.open.push(number);
            self.space();
            match (first, self.peek()?) {
                (b'{', b'}') | (b'[', b']') => {
                    self.step();
                    self.close();
                    return Some(false);
                }
                (b'{', _) => self.key()?,
                _ => {}
            }
            return Some(true);
        }
        let kind = match first {
            b'"' => self.rest_of_text()?,
            b't' => self.rest_of_word(b"rue")?,
            b'f' => self.rest_of_word(b"alse")?,
            b'n' => self.rest_of_word(b"ull")?,
            first => self.rest_of_number(first)?,
        };
        self.note(start, kind);
        Some(false)
    }

    fn key(&mut self) -> Option<()> {
        self.space();
        let start = self.place;
        if self.take()? != b'"' {
            return None;
        }
        let kind = self.rest_of_text()?;
        self.note(start, kind);
        self.space();
        (self.take()? == b':').then_some(())
    }

    /// A value from there to here, with nothing inside so far.
    fn note(&mut self, start: usize, kind: Kind) {
        let after = self.values.len().saturating_add(1);
        self.values.push(Place { kind, start, end: self.place, after });
    }

    /// The end of what was opened last.
    fn close(&mut self) {
        let after = self.values.len();
        let opened = self.open.pop().and_then(|number| self.values.get_mut(number));
        if let Some(place) = opened {
            (place.end, place.after) = (self.place, after);
        }
    }

    /// Goes behind the closing quote.
    fn rest_of_text(&mut self) -> Option<Kind> {
        let mut kind = Kind::Plain;
        loop {
            let rest = self.bytes.get(self.place..)?;
            let plain = rest.iter().position(|byte| *byte < b' ' || matches!(byte, b'"' | b'\\'))?;
            self.place = self.place.saturating_add(plain);
            match self.take()? {
                b'"' => return Some(kind),
                b'\\' => kind = Kind::Escaped,
                _ => return None,
            }
            match self.take()? {
                b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => {}
                b'u' => {
                    for _ in 0..4 {
                        self.take().filter(u8::is_ascii_hexdigit)?;
                    }
                }
                _ => return None,
            }
        }
    }

    fn rest_of_word(&mut self, rest: &[u8]) -> Option<Kind> {
        rest.iter().all(|byte| self.take() == Some(*byte)).then_some(Kind::Bare)
    }

    fn rest_of_number(&mut self, first: u8) -> Option<Kind> {
        let first = if first == b'-' { self.take()? } else { first };
        match first {
            // No further digit follows a zero.
            b'0' if self.digits() > 0 => return None,
            b'0' => {}
            b'1'..=b'9' => {
                self.digits();
            }
            _ => return None,
        }
        if self.peek() == Some(b'.') {
            self.step();
            if self.digits() == 0 {
                return None;
            }
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.step();
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.step();
            }
            if self.digits() == 0 {
                return None;
            }
        }
        Some(Kind::Bare)
    }

    /// Goes over digits, and counts them.
    fn digits(&mut self) -> usize {
        let start = self.place;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.step();
        }
        self.place.saturating_sub(start)
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\t' | b'\r')) {
            self.step();
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.place).copied()
    }

    const fn step(&mut self) {
        self.place = self.place.saturating_add(1);
    }

    fn take(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.step();
        Some(byte)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use super::Line;

    /// Pieces of which most rows are no JSON, and some are.
    const PIECES: [&str; 32] = [
        "{",
        "}",
        "[",
        "]",
        ",",
        "[[],",
        "{\"k\":",
        ",\"l\":{",
        "\"m\" :[",
        ":",
        " ",
        "\u{b}",
        "\"",
        "\"a\"",
        "\"b\\n\"",
        "\"\\ud800\"",
        "\"\\x\"",
        "\"\u{1}\"",
        "\\",
        "true",
        "nul",
        "null",
        "0",
        "-",
        "12",
        "1.5",
        "1.",
        ".5",
        "1E-6",
        "1e",
        "准",
        "\"准\"",
    ];

    /// Every line of four pieces.
    fn lines() -> impl Iterator<Item = String> {
        let more = |text: String| PIECES.iter().map(move |piece| format!("{text}{piece}"));
        PIECES.iter().map(|piece| (*piece).to_owned()).flat_map(more).flat_map(more).flat_map(more)
    }

    /// A value, put together again from what is inside of it.
    fn joined(line: &Line<'_>, number: usize) -> String {
        if let Some(list) = line.list(number) {
            let inside: Vec<String> = list.map(|value| joined(line, value)).collect();
            return format!("[{}]", inside.join(","));
        }
        if !line.is_object(number) {
            return line.raw(number).to_owned();
        }
        let entry = |key: usize| format!("{}:{}", line.raw(key), joined(line, key + 1));
        format!("{{{}}}", line.keys(number).map(entry).collect::<Vec<_>>().join(","))
    }

    #[test]
    fn a_line_is_json_where_serde_says_so() {
        let mut valid = 0;
        for text in lines() {
            let line = Line::read(&text);
            assert_eq!(line.is_some(), serde_json::from_str::<&RawValue>(&text).is_ok(), "{text}");
            valid += usize::from(line.is_some());
        }
        assert!(valid > 1000, "{valid}");
    }

    #[test]
    fn a_line_is_what_is_inside_of_it() {
        for text in lines() {
            // A key that is no text is one of an object that cannot be gone through.
            let Some(line) = Line::read(&text).filter(|_| !text.contains("\\ud800\":")) else { continue };
            assert_eq!(joined(&line, 0).replace(' ', ""), text.replace(' ', ""));
        }
    }
}
