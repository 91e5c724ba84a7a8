//! Files of records, a JSON object a line, and how a refused one is told.

use std::fmt::Display;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use evenhand::Language;

use crate::Answer;

/// The lines of a file, until it ends or cannot be read further.
pub(crate) struct Lines {
    reader: BufReader<File>,
    /// Why it could not be read to its end.
    pub(crate) error: Option<io::Error>,
}

impl Lines {
    pub(crate) fn open(file: &Path) -> Result<Self, Answer> {
        let opened = File::open(file).map_err(|error| unreadable(file, &error))?;
        Ok(Self { reader: BufReader::with_capacity(1 << 20, opened), error: None })
    }
}

impl Iterator for Lines {
    type Item = Vec<u8>;

    fn next(&mut self) -> Option<Vec<u8>> {
        let mut line = Vec::new();
        match self.reader.read_until(b'\n', &mut line) {
            Ok(0) => None,
            Ok(_) => Some(line),
            Err(error) => {
                self.error = Some(error);
                None
            }
        }
    }
}

/// Hands over each line that is not blank, with its number; of a line that was taken nothing is kept here.
pub(crate) fn each(file: &Path, mut take: impl FnMut(u64, &str)) -> Result<(), Answer> {
    texts(file, |lines| {
        for (number, line) in (1_u64..).zip(lines) {
            let text = line.trim();
            if !text.is_empty() {
                take(number, text);
            }
        }
    })
}

/// Hands over the lines of a file as texts, blank ones among them, up to one that is none.
pub(crate) fn texts(
    file: &Path,
    take: impl FnOnce(&mut (dyn Iterator<Item = String> + Send)),
) -> Result<(), Answer> {
    let mut lines = Lines::open(file)?;
    let mut wrong = None;
    take(&mut (1_u64..).zip(&mut lines).map_while(|(number, line)| {
        let text = String::from_utf8(line).map_err(|_| wrong = Some(number)).ok()?;
        // Some tools put a mark before the first line.
        Some(if text.starts_with('\u{feff}') { text.trim_start_matches('\u{feff}').to_owned() } else { text })
    }));
    match (wrong, lines.error) {
        (Some(number), _) => Err(unreadable(file, &format!("line {number} is not UTF-8"))),
        (None, Some(error)) => Err(unreadable(file, &error)),
        (None, None) => Ok(()),
    }
}

/// The file cannot be read, or not further.
pub(crate) fn unreadable(file: &Path, why: &dyn Display) -> Answer {
    Answer::usage(format!("error: {}: {why}", file.display()))
}

/// A refused line in words.
pub(crate) fn refused(line: u64, code: &str, message: &dyn Display, language: Language) -> String {
    match language {
        Language::Chinese => format!("第{line}行：错误[{code}]：{message}"),
        Language::English => format!("line {line}: error[{code}]: {message}"),
    }
}
