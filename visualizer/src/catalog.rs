//! Finds a program by the name a person typed.

use lessons::{Ending, Lesson, Program};
use stepper::{Schedule, fingerprint};

use crate::text::{Text, tell};

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
    pub fn mismatch(self, text: &Text, schedule: &Schedule) -> Option<String> {
        if schedule.program != self.name() {
            return Some(tell!(text, "made-for-another", made = schedule.program, program = self.name()));
        }
        let same = schedule.fingerprint == fingerprint(self.program.source);
        (!same).then(|| tell!(text, "changed-since", program = self.name()))
    }
}

/// Finds `LESSON` or `LESSON/VARIANT`; without a variant, the program the lesson begins with.
///
/// # Errors
/// A sentence in this language that names what there is instead.
pub fn find(text: &Text, typed: &str) -> Result<Entry, String> {
    let (name, variant) = typed.split_once('/').map_or((typed, None), |(l, v)| (l, Some(v)));
    let Some(lesson) = lessons::find(name) else {
        let names: Vec<&str> = lessons::ALL.iter().map(|l| l.name).collect();
        return Err(text.join(&[tell!(text, "no-lesson", name), suggest(text, name, &names)]));
    };
    let Some(variant) = variant else {
        return Ok(Entry { lesson, program: &lesson.programs[0] });
    };
    match lesson.program(variant) {
        Some(program) => Ok(Entry { lesson, program }),
        None => {
            let names: Vec<&str> = lesson.programs.iter().map(|p| p.variant).collect();
            Err(text
                .join(&[tell!(text, "no-program", lesson = name, variant), suggest(text, variant, &names)]))
        }
    }
}

fn suggest(text: &Text, typed: &str, names: &[&str]) -> String {
    let closeness = |name: &&&str| (strsim::jaro_winkler(typed, name) * 1000.0) as u32;
    match names.iter().max_by_key(closeness).filter(|name| closeness(name) > 700) {
        Some(nearest) => tell!(text, "did-you-mean", nearest),
        None => tell!(text, "there-is", names = names.join(", ")),
    }
}
