//! What several commands need: the rules, the day, the language.

use std::fmt::Display;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::{env, fs};

use clap::{Args, ValueEnum};
use evenhand::diagnostic::Diagnostics;
use evenhand::pack::MAX_PACK_BYTES;
use evenhand::time::Date;
use evenhand::{Language, RuleBook, Trust};

use crate::Answer;

/// Where the rules come from.
#[derive(Args)]
pub(crate) struct Rules {
    /// A pack, or a folder of packs, instead of the bundled ones; the bundled general law still applies to them
    #[arg(long, value_name = "PATH")]
    rules: Option<PathBuf>,
    /// Take only packs whose digest is in this file, as `sha256sum` writes it
    #[arg(long, value_name = "FILE", requires = "rules")]
    digests: Option<PathBuf>,
    /// Take only packs signed with the other half of this key of minisign: its 56 characters. The signature of
    /// `pack.toml` is `pack.toml.minisig`
    #[arg(long, value_name = "KEY", requires = "rules")]
    key: Option<String>,
}

impl Rules {
    /// The rules at a path, or the bundled ones.
    pub(crate) const fn at(path: Option<PathBuf>) -> Self {
        Self { rules: path, digests: None, key: None }
    }

    pub(crate) fn load(&self) -> Result<RuleBook, Answer> {
        match (&self.rules, self.trust()?) {
            (Some(path), Some(trust)) => load_trusted(path, &trust),
            (path, _) => load(path.as_deref()),
        }
    }

    /// Whose rules are taken, if not everybody's.
    fn trust(&self) -> Result<Option<Trust>, Answer> {
        let mut trust = Trust::none();
        let usage = |error: &dyn Display| Answer::usage(format!("error: {error}"));
        if let Some(file) = &self.digests {
            let text = fs::read_to_string(file)
                .map_err(|error| usage(&format!("cannot read {}: {error}", file.display())))?;
            for line in text.lines().filter(|line| !line.trim().is_empty()) {
                let digest = line.split_whitespace().next().unwrap_or_default();
                trust = trust
                    .with_digest(digest)
                    .map_err(|error| usage(&format!("{}: {error}", file.display())))?;
            }
        }
        if let Some(key) = &self.key {
            trust = trust.with_key(key).map_err(|error| usage(&format!("--key: {error}")))?;
        }
        Ok((self.digests.is_some() || self.key.is_some()).then_some(trust))
    }

    /// The rules that items or documents need; all where one of them is not there, so that the nearest can be named.
    /// Own rules stand beside the bundled general law, unless they bring their own.
    pub(crate) fn load_for(&self, names: &[&str]) -> Result<RuleBook, Answer> {
        let documents = names.iter().map(|name| name.split_once('/').map_or(*name, |(document, _)| document));
        if self.rules.is_some() {
            let own = self.load()?;
            let documents = documents.chain(own.statutory_documents());
            let book = RuleBook::bundled_documents(documents).map_err(|faults| faulty(&faults))?;
            return Ok(own.completed_by(book));
        }
        let book = RuleBook::bundled_documents(documents).map_err(|faults| faulty(&faults))?;
        let known = |name: &&str| {
            let document = book.documents().any(|document| document.id == *name);
            document
                || book.items().any(|item| item.id == *name)
                || book.schemes().any(|scheme| scheme.id == *name)
                || book.limits().any(|limit| limit.id == *name)
        };
        if names.iter().all(known) { Ok(book) } else { self.load() }
    }

    /// These rules, if they are somebody's own, with the bundled general law that governs them.
    pub(crate) fn with_general_law(&self, rules: RuleBook) -> Result<RuleBook, Answer> {
        if self.rules.is_none() { Ok(rules) } else { completed(rules) }
    }
}

/// Somebody's own rules, with the bundled general law that governs them and the laws that their limits keep within.
pub(crate) fn completed(rules: RuleBook) -> Result<RuleBook, Answer> {
    let ids = rules.documents().map(|document| document.id.as_str());
    let ids = ids.chain(rules.statutory_documents()).chain(rules.watched_documents());
    let general = RuleBook::bundled_documents(ids).map_err(|faults| faulty(&faults))?;
    Ok(rules.completed_by(general))
}

/// The packs at a path, or the bundled ones.
pub(crate) fn load(path: Option<&Path>) -> Result<RuleBook, Answer> {
    match path {
        None => RuleBook::bundled().map_err(|faults| faulty(&faults)),
        Some(path) => load_all(&[path]),
    }
}

/// The packs at a path, if all of them are trusted.
fn load_trusted(path: &Path, trust: &Trust) -> Result<RuleBook, Answer> {
    let files = read_all(&[path])?.into_iter().map(|(name, bytes)| {
        let signature = fs::read_to_string(format!("{name}.minisig")).ok();
        (name, bytes, signature)
    });
    RuleBook::load_trusted(files, trust).map_err(|faults| faulty(&faults))
}

/// The packs at several paths, together.
pub(crate) fn load_all<P: AsRef<Path>>(paths: &[P]) -> Result<RuleBook, Answer> {
    RuleBook::load(read_all(paths)?).map_err(|faults| faulty(&faults))
}

/// The files at several paths, each with its name.
pub(crate) fn read_all<P: AsRef<Path>>(paths: &[P]) -> Result<Vec<(String, Vec<u8>)>, Answer> {
    let (mut files, mut walked) = (Vec::new(), Vec::new());
    for path in paths {
        let before = files.len();
        collect(path.as_ref(), &mut files, &mut walked)?;
        if files.len() == before {
            return Err(Answer::usage(format!("error: no .toml file in {}", path.as_ref().display())));
        }
    }
    files.sort();
    files.dedup();
    let mut packs = Vec::with_capacity(files.len());
    for file in files {
        let bytes = read(&file)
            .map_err(|error| Answer::usage(format!("error: cannot read {}: {error}", file.display())))?;
        packs.push((file.display().to_string(), bytes));
    }
    Ok(packs)
}

pub(crate) fn faulty(diagnostics: &Diagnostics) -> Answer {
    let count = diagnostics.0.len();
    let faults = if count == 1 { "1 fault".to_owned() } else { format!("{count} faults") };
    Answer::fault(format!("{diagnostics}\n\nerror: the rules have {faults}"))
}

/// The bytes of a file, up to one more than a pack may have: enough to be refused for.
pub(crate) fn read(file: &Path) -> io::Result<Vec<u8>> {
    let most = u64::try_from(MAX_PACK_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    fs::File::open(file)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Every pack at or below a path; a folder that links lead to twice is walked once.
fn collect(path: &Path, files: &mut Vec<PathBuf>, walked: &mut Vec<PathBuf>) -> Result<(), Answer> {
    let unreadable =
        |error: io::Error| Answer::usage(format!("error: cannot read {}: {error}", path.display()));
    if !fs::metadata(path).map_err(unreadable)?.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    let place = fs::canonicalize(path).map_err(unreadable)?;
    if walked.contains(&place) {
        return Ok(());
    }
    walked.push(place);
    for entry in fs::read_dir(path).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?.path();
        if entry.is_dir() || entry.extension().is_some_and(|extension| extension == "toml") {
            collect(&entry, files, walked)?;
        }
    }
    Ok(())
}

/// The day whose rules apply.
#[derive(Args)]
pub(crate) struct Day {
    /// The day whose rules apply, that of the decision; today if left out
    #[arg(long, value_name = "DATE", visible_alias = "decided")]
    on: Option<Date>,
}

impl Day {
    pub(crate) fn get(&self) -> Result<Date, Answer> {
        self.on.map_or_else(today, Ok)
    }
}

/// Today by the machine's clock.
pub(crate) fn today() -> Result<Date, Answer> {
    by_the_clock().ok_or_else(|| Answer::usage("error: no day from the clock; give --on DATE".into()))
}

/// The day in China's time, where the rules are in force.
fn by_the_clock() -> Option<Date> {
    const SECONDS_AHEAD: u64 = 8 * 60 * 60;
    const SECONDS_A_DAY: u64 = 24 * 60 * 60;
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).ok()?;
    let days = since.as_secs().checked_add(SECONDS_AHEAD)?.checked_div(SECONDS_A_DAY)?;
    Date::new(1970, 1, 1)?.plus_days(i64::try_from(days).ok()?)
}

/// The language to speak.
#[derive(Args)]
pub(crate) struct Speech {
    /// The language of the answer; by the locale if left out
    #[arg(long, value_enum)]
    lang: Option<Tongue>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Tongue {
    Zh,
    En,
}

impl Speech {
    pub(crate) fn get(&self) -> Language {
        match self.lang {
            Some(Tongue::Zh) => Language::Chinese,
            Some(Tongue::En) => Language::English,
            None if locale().starts_with("zh") => Language::Chinese,
            None => Language::English,
        }
    }
}

fn locale() -> String {
    let set = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set).unwrap_or_default()
}
