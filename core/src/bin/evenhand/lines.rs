//! Files of records, a JSON object a line.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use crate::Answer;

/// Hands over each line that is not blank, with its number; of a line that was taken nothing is kept here.
pub(crate) fn each(file: &Path, mut take: impl FnMut(u64, &str)) -> Result<(), Answer> {
    let refuse = |message: String| Answer::usage(format!("error: {}: {message}", file.display()));
    let mut lines = BufReader::new(File::open(file).map_err(|error| refuse(error.to_string()))?);
    let (mut line, mut number) = (Vec::new(), 0_u64);
    loop {
        line.clear();
        number = number.saturating_add(1);
        if lines.read_until(b'\n', &mut line).map_err(|error| refuse(error.to_string()))? == 0 {
            return Ok(());
        }
        let text = std::str::from_utf8(&line).map_err(|_| refuse(format!("line {number} is not UTF-8")))?;
        // Some tools put a mark before the first line.
        let text = text.trim_start_matches('\u{feff}').trim();
        if !text.is_empty() {
            take(number, text);
        }
    }
}
