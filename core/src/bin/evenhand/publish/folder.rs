//! The folder that pages are written into. It keeps a record of what was written, so that the next publication
//! replaces these files and no other.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::{fs, io};

use evenhand::time::Date;

use crate::Answer;

/// The record: a heading, then a path a line.
const RECORD: &str = "publication.txt";
const HEADING: &str = "Written by evenhand publish";

/// A folder that may be written into.
pub(super) struct Folder {
    path: PathBuf,
    /// The files of the publication before.
    earlier: BTreeSet<String>,
}

impl Folder {
    /// A folder that is not there yet, is empty, or holds an earlier publication.
    pub(super) fn open(path: &Path) -> Result<Self, Answer> {
        let folder = |earlier| Ok(Self { path: path.to_owned(), earlier });
        let failed =
            |error: io::Error| Answer::usage(format!("error: cannot read {}: {error}", path.display()));
        let mut entries = match fs::read_dir(path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return folder(BTreeSet::new()),
            Err(error) => return Err(failed(error)),
        };
        if entries.next().transpose().map_err(failed)?.is_none() {
            return folder(BTreeSet::new());
        }
        let record = match fs::read_to_string(path.join(RECORD)) {
            Ok(record) if record.starts_with(HEADING) => record,
            Ok(_) => return Err(foreign(path)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(foreign(path)),
            Err(error) => return Err(failed(error)),
        };
        folder(record.lines().skip(1).filter(|line| stays_inside(line)).map(str::to_owned).collect())
    }

    /// Replaces the earlier publication by these files.
    pub(super) fn write(&self, day: Date, files: Vec<(String, String)>) -> Result<(), Answer> {
        let paths: BTreeSet<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
        let taken = paths.iter().find(|path| !self.earlier.contains(**path) && self.path.join(path).exists());
        if let Some(taken) = taken {
            let taken = self.path.join(taken);
            return Err(Answer::usage(format!(
                "error: {} is in the way: it is not of an earlier publication",
                taken.display()
            )));
        }
        for path in self.earlier.iter().filter(|path| !paths.contains(path.as_str())) {
            self.remove(path)?;
        }
        // The record goes first: a publication that is interrupted can be replaced like any other.
        let mut record = format!("{HEADING} for {day}; the next publication replaces these files\n");
        for path in &paths {
            record.push_str(&format!("{path}\n"));
        }
        self.write_file(RECORD, &record)?;
        files.iter().try_for_each(|(path, text)| self.write_file(path, text))
    }

    fn write_file(&self, path: &str, text: &str) -> Result<(), Answer> {
        let file = self.path.join(path);
        let written = file.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&file, text));
        written.map_err(|error| Answer::usage(format!("error: cannot write {}: {error}", file.display())))
    }

    fn remove(&self, path: &str) -> Result<(), Answer> {
        let file = self.path.join(path);
        match fs::remove_file(&file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(Answer::usage(format!("error: cannot remove {}: {error}", file.display())));
            }
            _ => {}
        }
        // A folder that still has something in it stays.
        let _stays = file.parent().map(fs::remove_dir);
        Ok(())
    }
}

fn foreign(path: &Path) -> Answer {
    Answer::usage(format!(
        "error: {} is not empty and holds no earlier publication\nhelp: give an empty folder, or one that is not there yet",
        path.display()
    ))
}

/// A record is a file like any other: what somebody wrote into it must not lead out of the folder.
fn stays_inside(path: &str) -> bool {
    !path.is_empty() && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}
