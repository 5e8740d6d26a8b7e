//! The file of the progress: written anew beside the old one and then put in its place, so there is a whole one at
//! every moment. Windows that are open at the same time each add to it.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::{Given, Progress, VERSION};

/// Where the progress is kept: in the person's data folder; none if there is no such folder.
pub fn file() -> Option<PathBuf> {
    eframe::storage_dir("threadlab").map(|folder| folder.join("progress.json"))
}

/// Reads a file, and leaves it as it is; there is no progress without one.
///
/// # Errors
/// Says in words why it cannot be read.
pub fn read(file: &Path) -> Result<Progress, String> {
    let why = match load(file) {
        Ok(progress) => return Ok(progress),
        Err(Unreadable::Nonsense) => "it makes no sense".to_owned(),
        Err(Unreadable::Newer) => "it was written by a newer Threadlab".to_owned(),
        Err(Unreadable::Io(error)) => error.to_string(),
    };
    Err(format!("the progress in {} cannot be read: {why}", file.display()))
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
    /// Reads a file; without one, progress lasts as long as the store. Also says in sentences what is wrong with the file:
    /// one that cannot be understood is set aside under another name, and nothing in it is changed.
    pub fn open(file: Option<PathBuf>) -> (Store, Option<String>) {
        let Some(file) = file else {
            let why = "There is no folder where your progress can be kept";
            return (Store::default(), Some(format!("{why}, so it lasts until you close the window.")));
        };
        let mut store = Store { file: Some(file.clone()), ..Store::default() };
        let notice = match load(&file) {
            Ok(progress) => {
                store.progress = progress;
                None
            }
            Err(Unreadable::Newer) => {
                store.file = None;
                Some(format!(
                    "Your progress was written by a newer Threadlab. It is left alone, and what you do now is not \
                     kept. It is in {}.",
                    file.display()
                ))
            }
            Err(Unreadable::Io(error)) => {
                store.file = None;
                Some(format!(
                    "Your progress could not be read ({error}), so what you do now is not kept. It is in {}.",
                    file.display()
                ))
            }
            Err(Unreadable::Nonsense) => Some(match set_aside(&file) {
                Ok(aside) => format!(
                    "Your progress could not be understood, so it begins anew. The old file is kept: {}.",
                    aside.display()
                ),
                Err(error) => {
                    store.file = None;
                    format!(
                        "Your progress could not be understood, and not be set aside ({error}), so what you do now \
                         is not kept. It is in {}.",
                        file.display()
                    )
                }
            }),
        };
        (store, notice)
    }

    /// What was done.
    pub fn progress(&self) -> &Progress {
        &self.progress
    }

    /// A part of a lesson is done, at this time in seconds since 1970. Says in a sentence why that could not be kept.
    pub fn done(&mut self, lesson: &str, part: &str, at: u64) -> Option<String> {
        if self.progress.is_done(lesson, part) {
            return None;
        }
        self.progress.lessons.entry(lesson.to_owned()).or_default().done.insert(part.to_owned(), at);
        self.keep()
    }

    /// Something was answered in a lesson. Says in a sentence why that could not be kept.
    pub fn answered(&mut self, lesson: &str, given: Given) -> Option<String> {
        self.progress.lessons.entry(lesson.to_owned()).or_default().answers.push(given);
        self.keep()
    }

    fn keep(&mut self) -> Option<String> {
        let file = self.file.as_ref()?;
        match write(file, &mut self.progress) {
            Ok(aside) => {
                self.told = false;
                aside.map(|aside| {
                    format!(
                        "Something else had been written into your progress. That is kept: {}.",
                        aside.display()
                    )
                })
            }
            Err(_) if self.told => None,
            Err(error) => {
                self.told = true;
                let file = file.display();
                Some(format!(
                    "Your progress could not be kept in {file} ({error}). It lasts until you close the window; the \
                     list of lessons can copy it."
                ))
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

/// Gives the file a name that is not in use yet.
fn set_aside(file: &Path) -> io::Result<PathBuf> {
    let names = (1..).map(|n| match n {
        1 => file.with_extension("json.unreadable"),
        n => file.with_extension(format!("json.unreadable-{n}")),
    });
    let free = names.into_iter().find(|name| !name.exists()).expect("some number is free");
    fs::rename(file, &free)?;
    Ok(free)
}

/// Adds to what is in the file by now. If that cannot be understood, it is set aside: returned is where.
fn write(file: &Path, progress: &mut Progress) -> io::Result<Option<PathBuf>> {
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
        Err(Unreadable::Newer) => return Err(io::Error::other("it was written by a newer Threadlab")),
        Err(Unreadable::Io(error)) => return Err(error),
    }
    progress.version = VERSION;
    let fresh = file.with_extension("json.new");
    let mut out = File::create(&fresh)?;
    serde_json::to_writer_pretty(&mut out, progress)?;
    out.write_all(b"\n")?;
    out.sync_all()?;
    fs::rename(&fresh, file)?;
    Ok(aside)
}
