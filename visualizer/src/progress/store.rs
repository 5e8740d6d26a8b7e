//! The file of the progress: written anew beside the old one and then put in its place, so there is a whole one at
//! every moment. Windows that are open at the same time each add to it.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::{Given, Progress, VERSION};
use crate::path::Cost;
use crate::text::{Text, tell};
use crate::whole::{replace, set_aside};

/// The person's folder for what the app keeps, if there is one.
pub(crate) fn folder() -> Option<PathBuf> {
    eframe::storage_dir("threadlab")
}

/// Where the progress is kept: in the person's data folder; none if there is no such folder.
pub fn file() -> Option<PathBuf> {
    folder().map(|folder| folder.join("progress.json"))
}

/// Reads a file, and leaves it as it is; there is no progress without one.
///
/// # Errors
/// Says in this language why it cannot be read.
pub fn read(text: &Text, file: &Path) -> Result<Progress, String> {
    let why = match load(file) {
        Ok(progress) => return Ok(progress),
        Err(Unreadable::Nonsense) => tell!(text, "progress-nonsense"),
        Err(Unreadable::Newer) => tell!(text, "progress-too-new"),
        Err(Unreadable::Io(error)) => error.to_string(),
    };
    Err(tell!(text, "progress-unreadable", file = file.display().to_string(), why))
}

/// What is wrong with the file, for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// There is no folder for it.
    NoFolder,
    /// It was written by a newer version, and is left alone; nothing is kept.
    Newer(PathBuf),
    /// It cannot be read, and why; nothing is kept.
    Unread(PathBuf, String),
    /// It makes no sense and is kept under this name; the progress begins anew.
    SetAside(PathBuf),
    /// It makes no sense, and cannot be given another name: why. Nothing is kept.
    NotSetAside(PathBuf, String),
    /// It cannot be written, and why.
    Unkept(PathBuf, String),
    /// It was spoilt meanwhile: that is kept under this name, and the progress is whole.
    Spoilt(PathBuf),
}

impl Trouble {
    /// In sentences.
    pub fn words(&self, text: &Text) -> String {
        let file = |path: &PathBuf| path.display().to_string();
        match self {
            Trouble::NoFolder => tell!(text, "progress-no-folder"),
            Trouble::Newer(path) => tell!(text, "progress-newer", file = file(path)),
            Trouble::Unread(path, why) => tell!(text, "progress-unread", why, file = file(path)),
            Trouble::SetAside(path) => tell!(text, "progress-set-aside", file = file(path)),
            Trouble::NotSetAside(path, why) => tell!(text, "progress-not-set-aside", why, file = file(path)),
            Trouble::Unkept(path, why) => tell!(text, "progress-unkept", why, file = file(path)),
            Trouble::Spoilt(path) => tell!(text, "progress-spoilt", file = file(path)),
        }
    }
}

/// The progress, and its file.
#[derive(Debug, Default)]
pub struct Store {
    file: Option<PathBuf>,
    progress: Progress,
    /// That it cannot be kept was told, and is not told at every answer.
    told: bool,
}

impl Store {
    /// Reads a file; without one, progress lasts as long as the store. Also says what is wrong with the file: one that
    /// makes no sense is set aside under another name, and nothing in it is changed.
    pub fn open(file: Option<PathBuf>) -> (Store, Option<Trouble>) {
        let Some(file) = file else {
            return (Store::default(), Some(Trouble::NoFolder));
        };
        let kept = |file| Store { file, ..Store::default() };
        match load(&file) {
            Ok(progress) => (Store { progress, ..kept(Some(file)) }, None),
            Err(Unreadable::Newer) => (kept(None), Some(Trouble::Newer(file))),
            Err(Unreadable::Io(error)) => (kept(None), Some(Trouble::Unread(file, error.to_string()))),
            Err(Unreadable::Nonsense) => match set_aside(&file) {
                Ok(aside) => (kept(Some(file)), Some(Trouble::SetAside(aside))),
                Err(error) => (kept(None), Some(Trouble::NotSetAside(file, error.to_string()))),
            },
        }
    }

    /// What was done.
    pub fn progress(&self) -> &Progress {
        &self.progress
    }

    /// A part of a lesson is done, at this time in seconds since 1970. Says why that could not be kept.
    pub fn done(&mut self, lesson: &str, part: &str, at: u64) -> Option<Trouble> {
        if self.progress.is_done(lesson, part) {
            return None;
        }
        self.progress.lessons.entry(lesson.to_owned()).or_default().done.insert(part.to_owned(), at);
        self.keep()
    }

    /// Something was answered in a lesson. Says why that could not be kept.
    pub fn answered(&mut self, lesson: &str, given: Given) -> Option<Trouble> {
        self.progress.lessons.entry(lesson.to_owned()).or_default().answers.push(given);
        self.keep()
    }

    /// A lesson's first program was broken by hand. Says why that could not be kept.
    pub fn broke(&mut self, lesson: &str, cost: Cost) -> Option<Trouble> {
        let own = &mut self.progress.lessons.entry(lesson.to_owned()).or_default().own;
        if own.is_some_and(|best| best <= cost) {
            return None;
        }
        *own = Some(cost);
        self.keep()
    }

    fn keep(&mut self) -> Option<Trouble> {
        let file = self.file.as_ref()?;
        match write(file, &mut self.progress) {
            Ok(aside) => {
                self.told = false;
                aside.map(Trouble::Spoilt)
            }
            Err(_) if self.told => None,
            Err(error) => {
                self.told = true;
                Some(match error {
                    Unwritten::Newer => Trouble::Newer(file.clone()),
                    Unwritten::Io(error) => Trouble::Unkept(file.clone(), error.to_string()),
                })
            }
        }
    }
}

enum Unreadable {
    /// There is something else in it.
    Nonsense,
    Newer,
    Io(io::Error),
}

/// Why the file is not written anew.
enum Unwritten {
    Newer,
    Io(io::Error),
}

impl From<io::Error> for Unwritten {
    fn from(error: io::Error) -> Unwritten {
        Unwritten::Io(error)
    }
}

fn load(file: &Path) -> Result<Progress, Unreadable> {
    let text = match fs::read(file) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Progress::default()),
        Err(error) => return Err(Unreadable::Io(error)),
    };
    #[derive(serde::Deserialize)]
    struct Version {
        version: u32,
    }
    let Version { version } = serde_json::from_slice(&text).map_err(|_| Unreadable::Nonsense)?;
    if version > VERSION {
        return Err(Unreadable::Newer);
    }
    serde_json::from_slice(&text).map_err(|_| Unreadable::Nonsense)
}

/// Adds to what is in the file by now. If that cannot be understood, it is set aside: returned is where.
fn write(file: &Path, progress: &mut Progress) -> Result<Option<PathBuf>, Unwritten> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    // One window at a time. It is given back when `turn` goes, also by a crash.
    let turn = File::create(file.with_extension("lock"))?;
    turn.lock()?;
    let mut aside = None;
    match load(file) {
        Ok(theirs) => progress.merge(&theirs),
        Err(Unreadable::Nonsense) => aside = Some(set_aside(file)?),
        Err(Unreadable::Newer) => return Err(Unwritten::Newer),
        Err(Unreadable::Io(error)) => return Err(Unwritten::Io(error)),
    }
    progress.version = VERSION;
    let mut text = serde_json::to_vec_pretty(progress).map_err(io::Error::from)?;
    text.push(b'\n');
    replace(file, &text)?;
    Ok(aside)
}
