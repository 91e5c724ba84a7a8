//! `evenhand verify FILE…`

use std::fs;
use std::path::PathBuf;

use clap::Args;
use evenhand::{Difference, Language, Verdict};

use crate::book::{Rules, Speech};
use crate::{Answer, FAULT};

#[derive(Args)]
pub(crate) struct Arguments {
    /// Outcomes as `evenhand assess --json` and the packages write them, one in a file
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    speech: Speech,
    #[command(flatten)]
    rules: Rules,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Answer, Answer> {
    let language = arguments.speech.get();
    let records: Vec<(String, String)> = arguments
        .files
        .iter()
        .map(|file| {
            let name = file.display().to_string();
            let text = fs::read_to_string(file)
                .map_err(|error| Answer::usage(format!("error: cannot read {name}: {error}")))?;
            Ok((name, text))
        })
        .collect::<Result<_, Answer>>()?;
    let rules = arguments.rules.load()?;
    let book = arguments.rules.with_general_law(rules)?;
    let (mut output, mut code) = (String::new(), 0);
    for (name, record) in &records {
        let told = match book.verify(record) {
            Ok(Verdict::SameBytes) => language.pick("一致", "the same bytes").to_owned(),
            Ok(Verdict::SameValues) => {
                language.pick("内容一致，书写形式不同", "the same values, written in another form").to_owned()
            }
            Ok(Verdict::Differs(difference)) => {
                code = FAULT;
                differs(&difference, language)
            }
            Err(error) => {
                code = FAULT;
                format!("{}{error}", language.pick("无法核对：", "cannot be verified: "))
            }
        };
        output.push_str(&format!("{name}: {told}\n"));
    }
    Ok(Answer { output, complaint: String::new(), code })
}

fn differs(difference: &Difference, language: Language) -> String {
    let nothing = || language.pick("（无）", "nothing").to_owned();
    let recorded = difference.recorded.clone().unwrap_or_else(nothing);
    let found = difference.found.clone().unwrap_or_else(nothing);
    let Difference { path, .. } = difference;
    match language {
        Language::Chinese => format!("不一致，首先是 {path}：记录为 {recorded}，现得 {found}"),
        Language::English => format!("differs, first in {path}: recorded {recorded}, now {found}"),
    }
}
