//! Finds a program by the name a person typed.

use lessons::{Ending, Lesson, Program};
use stepper::{Schedule, fingerprint};

/// A program of a lesson.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The lesson.
    pub lesson: &'static Lesson,
    /// One of its programs.
    pub program: &'static Program,
}

impl Entry {
    /// "producer-consumer/broken"
    pub fn name(self) -> String {
        format!("{}/{}", self.lesson.name, self.program.variant)
    }

    /// Whether every schedule of it should end well: so its lesson says, or what is pinned for these blanks.
    pub fn is_expected_fine(self) -> bool {
        let written = self.lesson.programs.iter().any(|p| p.variant == self.program.variant);
        let pin = if written { None } else { self.lesson.pin(self.program) };
        pin.map_or(self.program.win.is_none(), |pin| pin.ends == Ending::Fine)
    }

    /// What is wrong with using `schedule` for this program, in words; none if it was made for it.
    pub fn mismatch(self, schedule: &Schedule) -> Option<String> {
        if schedule.program != self.name() {
            return Some(format!("this schedule was made for {}, not for {}", schedule.program, self.name()));
        }
        let same = schedule.fingerprint == fingerprint(self.program.source);
        (!same).then(|| format!("{} has changed since this schedule was made", self.name()))
    }
}

/// Finds `LESSON` or `LESSON/VARIANT`; without a variant, the program the lesson begins with.
///
/// # Errors
/// A sentence that names what there is instead.
pub fn find(text: &str) -> Result<Entry, String> {
    let (name, variant) = text.split_once('/').map_or((text, None), |(l, v)| (l, Some(v)));
    let Some(lesson) = lessons::find(name) else {
        let names: Vec<&str> = lessons::ALL.iter().map(|l| l.name).collect();
        return Err(format!("there is no lesson “{name}”. {}", suggest(name, &names)));
    };
    let Some(variant) = variant else {
        return Ok(Entry { lesson, program: &lesson.programs[0] });
    };
    match lesson.program(variant) {
        Some(program) => Ok(Entry { lesson, program }),
        None => {
            let names: Vec<&str> = lesson.programs.iter().map(|p| p.variant).collect();
            Err(format!("the lesson {name} has no program “{variant}”. {}", suggest(variant, &names)))
        }
    }
}

fn suggest(typed: &str, names: &[&str]) -> String {
    let closeness = |name: &&&str| (strsim::jaro_winkler(typed, name) * 1000.0) as u32;
    match names.iter().max_by_key(closeness).filter(|name| closeness(name) > 700) {
        Some(nearest) => format!("Did you mean {nearest}? `threadlab list` shows them all."),
        None => format!("There is {}.", names.join(", ")),
    }
}
