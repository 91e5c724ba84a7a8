//! `evenhand schema`

use evenhand::pack::json_schema;

use crate::Answer;

pub(crate) fn run() -> Answer {
    Answer::done(format!("{:#}\n", json_schema()))
}
