//! What the app remembers from one start to the next.

use std::path::PathBuf;
use std::{fs, io};

use serde::{Deserialize, Serialize};

use crate::text::{Text, tell};
use crate::whole::{replace, set_aside};

/// A person's wishes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Dark or light; none: as the system is.
    pub dark: Option<bool>,
    /// The language, as the tag of its folder; none: as the system speaks.
    pub language: Option<String>,
    /// How large text is; 1 is the usual size.
    pub zoom: f32,
    /// Jump instead of moving.
    pub less_motion: bool,
    /// How fast the app plays: an index into [`SPEEDS`].
    pub speed: usize,
    /// Show what happened.
    pub log: bool,
    /// Show the path of the lesson.
    pub guide: bool,
    /// The run that was open last, as a link; none before the first one.
    pub place: Option<String>,
    /// A talk fills the screen. No wish: without the talk the window is to be as it was.
    pub talk: bool,
}

/// Steps per second.
pub const SPEEDS: [f32; 5] = [0.5, 1.0, 2.0, 4.0, 8.0];

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            dark: None,
            language: None,
            zoom: 1.0,
            less_motion: false,
            speed: 1,
            log: true,
            guide: true,
            place: None,
            talk: false,
        }
    }
}

impl Settings {
    /// Reads settings; none if the text makes no sense.
    pub fn read(text: &str) -> Option<Settings> {
        serde_json::from_str::<Settings>(text).ok().map(Settings::sane)
    }

    /// The settings as [`Settings::read`] reads them.
    pub fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    fn sane(mut self) -> Settings {
        self.zoom = match self.zoom.is_finite() {
            true => self.zoom.clamp(0.5, 3.0),
            false => 1.0,
        };
        self.speed = self.speed.min(SPEEDS.len() - 1);
        self
    }
}

/// Where the settings are kept.
#[derive(Debug, Default)]
pub struct SettingsFile {
    /// None if nothing can be kept.
    file: Option<PathBuf>,
    /// What is in it.
    text: String,
}

/// What is wrong with the file, for a person.
#[derive(Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It makes no sense, and is kept under this name; the settings are the defaults.
    SetAside(PathBuf),
    /// It cannot be written or read, and why; or there is no place for one.
    Unkept(Option<(PathBuf, String)>),
}

impl Trouble {
    /// In sentences.
    pub fn words(&self, text: &Text) -> String {
        let name = |file: &PathBuf| file.display().to_string();
        match self {
            Trouble::SetAside(file) => tell!(text, "settings-set-aside", file = name(file)),
            Trouble::Unkept(Some((file, why))) => tell!(text, "settings-unkept", why, file = name(file)),
            Trouble::Unkept(None) => tell!(text, "settings-no-folder"),
        }
    }
}

impl SettingsFile {
    /// Reads the file, which need not be there yet. One that makes no sense is set aside under another name. Whether it
    /// can be written is tried at once, so that a person hears of it before anything is changed.
    pub fn open(file: Option<PathBuf>) -> (SettingsFile, Settings, Option<Trouble>) {
        let Some(file) = file else {
            return (SettingsFile::default(), Settings::default(), Some(Trouble::Unkept(None)));
        };
        let unkept = |settings, error: io::Error| {
            let why = Trouble::Unkept(Some((file.clone(), error.to_string())));
            (SettingsFile::default(), settings, Some(why))
        };
        let (settings, aside) = match fs::read(&file) {
            Ok(bytes) => match str::from_utf8(&bytes).ok().and_then(Settings::read) {
                Some(settings) => (settings, None),
                None => match set_aside(&file) {
                    Ok(aside) => (Settings::default(), Some(Trouble::SetAside(aside))),
                    Err(error) => return unkept(Settings::default(), error),
                },
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => (Settings::default(), None),
            Err(error) => return unkept(Settings::default(), error),
        };
        let mut kept = SettingsFile { file: Some(file.clone()), text: String::new() };
        match kept.keep(&settings) {
            None => (kept, settings, aside),
            Some(trouble) => (SettingsFile::default(), settings, Some(trouble)),
        }
    }

    /// Writes the settings if they changed. Says once why they cannot be kept.
    pub fn keep(&mut self, settings: &Settings) -> Option<Trouble> {
        let file = self.file.as_ref()?;
        let text = settings.write();
        if text == self.text {
            return None;
        }
        let written =
            file.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| replace(file, text.as_bytes()));
        match written {
            Ok(()) => {
                self.text = text;
                None
            }
            Err(error) => Some(Trouble::Unkept(self.file.take().map(|file| (file, error.to_string())))),
        }
    }
}
