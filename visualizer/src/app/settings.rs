//! What the app remembers from one start to the next.

use serde::{Deserialize, Serialize};

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
        }
    }
}

impl Settings {
    /// Reads settings, and says whether they could be read; otherwise these are the defaults.
    pub fn read(text: Option<&str>) -> (Settings, bool) {
        match text.map(serde_json::from_str::<Settings>) {
            None => (Settings::default(), true),
            Some(Ok(settings)) => (settings.sane(), true),
            Some(Err(_)) => (Settings::default(), false),
        }
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
