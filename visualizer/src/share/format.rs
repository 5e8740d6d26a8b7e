//! The files a run can become: what each is called, and where it goes on the disk.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use egui::Theme;

use super::Shared;
use crate::text::tell;
use crate::{app, ask, catalog};

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// The run as a picture, sharp at any size
    Svg,
    /// The stage at the step that the code points at
    Png,
    /// Every step with its sentence, one after the other
    Gif,
    /// A page to print: question, program, picture and table, in HTML
    Handout,
    /// A Mermaid sequence diagram
    Mermaid,
    /// A trace for ui.perfetto.dev, in the JSON of Chrome's profiler
    Trace,
    /// A Rust test that fails until the program is mended
    Test,
}

/// Told while a file is made: how many steps are drawn, of how many.
pub type Watch<'a> = dyn Fn(usize, usize) + 'a;

impl Format {
    /// Every format, the ones for people first.
    pub const ALL: [Format; 7] = [
        Format::Svg,
        Format::Png,
        Format::Gif,
        Format::Handout,
        Format::Mermaid,
        Format::Trace,
        Format::Test,
    ];

    /// The name of the file for a run, as good as any: "producer-consumer-broken.svg".
    pub fn file_name(self, run: &Shared) -> String {
        let name = run.name().replace('/', "-");
        match self {
            Format::Svg => name + ".svg",
            Format::Png => format!("{name}-step-{}.png", run.cursor),
            Format::Gif => name + ".gif",
            Format::Handout => name + ".html",
            Format::Mermaid => name + ".mmd",
            Format::Trace => name + ".trace.json",
            // A test is a crate, and its name is that of its file.
            Format::Test => name.replace('-', "_") + ".rs",
        }
    }

    /// The file's content.
    ///
    /// # Errors
    /// When the run cannot become such a file: it has too many steps, or a test would not fail.
    pub fn make(self, run: &Shared, theme: Theme, watch: &Watch<'_>) -> Result<Vec<u8>, String> {
        Ok(match self {
            Format::Svg => run.svg().into_bytes(),
            Format::Png => app::film::still(run, theme)?,
            Format::Gif => app::film::film(run, theme, watch)?,
            Format::Handout => run.handout().into_bytes(),
            Format::Mermaid => run.mermaid().into_bytes(),
            Format::Trace => format!("{:#}\n", run.profile()).into_bytes(),
            Format::Test => {
                if run.verdict().is_none_or(|(fine, ..)| fine) {
                    return Err(tell!(run.text, "share-test-fine"));
                }
                let entry = catalog::Entry { lesson: run.lesson, program: run.program };
                ask::export(entry, &run.link().schedule).into_bytes()
            }
        })
    }
}

/// Writes a file that must not be there yet; with `replace`, also one that is.
///
/// # Errors
/// The system's. Nothing is left of a file that could not be written to its end, unless it was there before.
pub fn write(path: &Path, content: &[u8], replace: bool) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(!replace).create(replace).truncate(replace);
    let mut file = options.open(path)?;
    let written = file.write_all(content);
    if written.is_err() && !replace {
        // What remains is no such file, and the error says why.
        let _ = fs::remove_file(path);
    }
    written
}

/// Writes a file beside those that are there: where the name is taken, under "name-2", "name-3" and so on.
///
/// # Errors
/// As [`write()`].
pub fn write_beside(folder: &Path, name: &str, content: &[u8]) -> io::Result<PathBuf> {
    let (stem, ending) = name.split_once('.').unwrap_or((name, ""));
    let mut number = 1;
    loop {
        let name = if number == 1 { name.to_owned() } else { format!("{stem}-{number}.{ending}") };
        let path = folder.join(name);
        match write(&path, content, false) {
            Err(taken) if taken.kind() == io::ErrorKind::AlreadyExists => number += 1,
            written => return written.map(|()| path),
        }
    }
}

/// Where a person looks for what was saved: the folder for downloads, or else the current one.
pub fn folder() -> PathBuf {
    let downloads = std::env::home_dir().map(|home| home.join("Downloads")).filter(|folder| folder.is_dir());
    downloads.or_else(|| std::env::current_dir().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_file_is_lost() {
        let folder = std::env::temp_dir().join(format!("threadlab-share-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let names: Vec<String> = (0..3)
            .map(|n| write_beside(&folder, "run.trace.json", &[n]).unwrap())
            .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
            .collect();
        assert_eq!(names, ["run.trace.json", "run-2.trace.json", "run-3.trace.json"]);
        assert_eq!(fs::read(folder.join("run.trace.json")).unwrap(), [0]);
        let taken = write(&folder.join("run.trace.json"), b"new", false).unwrap_err();
        assert_eq!(taken.kind(), io::ErrorKind::AlreadyExists);
        write(&folder.join("run.trace.json"), b"new", true).unwrap();
        assert_eq!(fs::read(folder.join("run.trace.json")).unwrap(), b"new");
        assert!(write_beside(&folder.join("nowhere"), "a.b", b"").is_err());
        fs::remove_dir_all(folder).unwrap();
    }
}
