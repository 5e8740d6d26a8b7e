//! Short concurrent programs, broken and fixed, with the story of each.
//!
//! A lesson is a folder of this crate, and adding one changes no other file; `docs/writing-lessons.md` shows how. In it:
//!
//! - program files, which a classroom reads, and which run unchanged in the app, on real threads and, where it can,
//!   under loom;
//! - perhaps `blanks.rs.in`, a program with holes: see [`Blanks`];
//! - `story.md`, and `story.zh-CN.md` beside it: all the prose, read by [`Lesson::story`];
//! - `lesson.rs`, the structure: a constant `LESSON` of type [`Lesson`], without prose;
//! - `pinned.json`, what the explorer found: written by `threadlab pin`, read by [`Lesson::pinned`].
//!
//! A `Lesson` is a constant with the texts as they are in the folder. What its methods read from them they read
//! anew at every call, in some microseconds: whoever draws frames keeps it.
#![forbid(unsafe_code)]

use primitives::process::Child;

pub mod blanks;
mod claim;
mod pin;
mod story;

pub use claim::claims_hold;
pub use pin::{Ending, Outcome, Pin, Pinned};
pub use story::{Choice, Mistake, NamedStep, Question, SECTIONS, Story, Told, read};

include!(concat!(env!("OUT_DIR"), "/all.rs"));

/// The lesson from which others are copied: see `docs/writing-lessons.md`. It is on no shelf.
pub const TEMPLATE: &Lesson = &template::lesson::LESSON;

/// The language in which every story exists.
pub const ENGLISH: &str = "en";

/// A lesson.
#[derive(Clone, Copy, Debug)]
pub struct Lesson {
    /// Its name on the command line, which is that of its folder: "producer-consumer".
    pub name: &'static str,
    /// Its place in the curriculum, a chapter and a number: "D4".
    pub id: &'static str,
    /// The primitives and ideas it is about.
    pub tags: &'static [&'static str],
    /// Its programs, the one to begin with first.
    pub programs: &'static [Program],
    /// The program with holes from which a student assembles the cure, if there is one.
    pub blanks: Option<Blanks>,
    /// Its stories: the language (English is "en", then as in "zh-CN") and the text.
    pub stories: &'static [(&'static str, &'static str)],
    /// What is pinned, as JSON.
    pub pinned: &'static str,
}

/// A program of a lesson.
#[derive(Clone, Copy, Debug)]
pub struct Program {
    /// Its name within the lesson, which is that of its file: "broken", "fixed".
    pub variant: &'static str,
    /// Its source, as a classroom reads it.
    pub source: &'static str,
    /// Its start.
    pub main: fn(),
    /// The functions that its child processes run.
    pub children: &'static [Child],
    /// What a student has to bring about to break it. None if it cannot be broken, which is proved, or if it is one of
    /// those with filled blanks: then its [`Pin`] says what comes of it.
    pub win: Option<Win>,
    /// Why it cannot be a loom model, if so.
    pub no_loom: Option<&'static str>,
}

/// How a program is broken: what a student tries to bring about. The stepper's verdict decides. The explorer may find
/// another way as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Win {
    /// Some threads wait for ever.
    Deadlock,
    /// Something that the program relies on is not so: a thread panics, and not because of a misuse.
    Assertion,
    /// A primitive is used against its rules, and the thread that does so panics.
    Misuse,
    /// Two threads are in the critical section, and one of them notices: it panics with these words.
    TwoInside(&'static str),
    /// Something that was put in never comes out, or comes out twice: a thread notices, and panics with these words.
    LostItem(&'static str),
    /// Threads go on for ever, and nothing comes of it.
    Livelock,
}

/// A program with holes, and every way to fill them.
#[derive(Clone, Copy, Debug)]
pub struct Blanks {
    /// The text, with holes like `⟦while|if⟧`: [`blanks::pieces`] takes it apart.
    pub template: &'static str,
    /// The filled programs. Which is which says [`blanks::variant`]: "blanks_01" has the first option in the first hole and the
    /// second in the second.
    pub programs: &'static [Program],
}

impl Lesson {
    /// A lesson without anything, from which others are made.
    pub const EMPTY: Lesson =
        Lesson { name: "", id: "", tags: &[], programs: &[], blanks: None, stories: &[], pinned: "" };

    /// The program of this name, one with filled blanks included.
    pub fn program(&self, variant: &str) -> Option<&'static Program> {
        self.every_program().find(|p| p.variant == variant)
    }

    /// Its programs, and those with filled blanks.
    pub fn every_program(&self) -> impl Iterator<Item = &'static Program> + use<> {
        self.programs.iter().chain(self.blanks.map_or(&[][..], |blanks| blanks.programs))
    }

    /// The text of its story in this language, in English if there is none; empty if there is neither.
    fn text(&self, language: &str) -> (&'static str, &'static str) {
        let of = |language: &str| self.stories.iter().find(|(l, _)| *l == language).copied();
        of(language).or_else(|| of(ENGLISH)).unwrap_or((ENGLISH, ""))
    }

    /// Its title in this language, or in English.
    pub fn title(&self, language: &str) -> &'static str {
        story::title(self.text(language).1)
    }

    /// One sentence that invites the first step, in this language or in English.
    pub fn invitation(&self, language: &str) -> String {
        story::invitation(self.text(language).1)
    }

    /// Its story in this language, or in English. None if there is only a title and an invitation, as in a program of
    /// somebody's own: the build sees to it that the stories of lessons can be read.
    pub fn story(&self, language: &str) -> Option<Story> {
        let (language, text) = self.text(language);
        read(text, language == ENGLISH).ok()
    }

    /// What is pinned of it; nothing if that cannot be read, as before the first `threadlab pin`.
    pub fn pinned(&self) -> Pinned {
        Pinned::read(self.pinned).unwrap_or_default()
    }

    /// What is pinned of one of its programs.
    pub fn pin(&self, program: &Program) -> Option<Pin> {
        self.pinned().programs.remove(program.variant)
    }
}

impl Program {
    /// A program that cannot be broken, which loom can run.
    pub const fn new(variant: &'static str, source: &'static str, main: fn()) -> Program {
        Program { variant, source, main, children: &[], win: None, no_loom: None }
    }

    /// The same program, which can be broken so.
    pub const fn broken_by(self, win: Win) -> Program {
        Program { win: Some(win), ..self }
    }

    /// The same program, which cannot be a loom model for this reason.
    pub const fn not_for_loom(self, why: &'static str) -> Program {
        Program { no_loom: Some(why), ..self }
    }

    /// The same program, whose child processes run these functions.
    pub const fn with_children(self, children: &'static [Child]) -> Program {
        Program { children, ..self }
    }
}

/// The program in the file of this name, beside `lesson.rs`: `program!(fixed)`.
#[macro_export]
macro_rules! program {
    ($variant:ident) => {
        $crate::Program::new(
            stringify!($variant),
            include_str!(concat!(stringify!($variant), ".rs")),
            super::$variant::main,
        )
    };
}

/// Everything that child processes of the lessons run: for `primitives::process::start`, the first line of `main`.
pub fn children() -> Vec<Child> {
    ALL.iter()
        .flat_map(|lesson| lesson.every_program())
        .flat_map(|program| program.children)
        .copied()
        .collect()
}

/// The lesson of this name.
pub fn find(name: &str) -> Option<&'static Lesson> {
    ALL.iter().copied().find(|lesson| lesson.name == name)
}

/// The lesson that the app opens first.
pub fn welcome() -> &'static Lesson {
    find("producer-consumer").unwrap_or(ALL[0])
}
