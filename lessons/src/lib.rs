//! Short concurrent programs, broken and fixed, with the story of each.
//!
//! A lesson is a folder of this crate. Its program files are what a classroom reads, and run unchanged in
//! the app, on real threads and, where it can, under loom. Its `lesson.rs` says what the app and the tests
//! need to know of them.
#![forbid(unsafe_code)]

use primitives::process::Child;

include!(concat!(env!("OUT_DIR"), "/all.rs"));

/// A lesson.
#[derive(Debug)]
pub struct Lesson {
    /// Its name on the command line: "producer-consumer".
    pub name: &'static str,
    /// Its title on the screen.
    pub title: &'static str,
    /// The situation, the question and the aha, in Markdown.
    pub story: &'static str,
    /// One sentence that invites the first step.
    pub invitation: &'static str,
    /// Its programs, the one to begin with first.
    pub programs: &'static [Program],
}

/// A program of a lesson.
#[derive(Debug)]
pub struct Program {
    /// Its name within the lesson: "broken", "fixed".
    pub variant: &'static str,
    /// Its source, as a classroom reads it.
    pub source: &'static str,
    /// Its start.
    pub main: fn(),
    /// The functions that its child processes run.
    pub children: &'static [Child],
    /// What must come of it.
    pub expected: Expected,
    /// Why it cannot be a loom model, if so.
    pub no_loom: Option<&'static str>,
}

/// What must come of a program.
#[derive(Clone, Copy, Debug)]
pub enum Expected {
    /// Every schedule ends well; there are so many at the coarse grain.
    Fine {
        /// The number of schedules, counted one by one.
        schedules: u64,
    },
    /// This schedule (its coarse choices, as in a schedule code) goes wrong, and how.
    Fails {
        /// The choices.
        choices: &'static str,
        /// What goes wrong.
        how: Failure,
    },
}

/// What goes wrong in a broken program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The thread of this name panics, with a message that contains this.
    Panic(&'static str, &'static str),
    /// These threads wait for ever.
    Deadlock(&'static [&'static str]),
}

impl Lesson {
    /// The program of this name.
    pub fn program(&self, variant: &str) -> Option<&'static Program> {
        self.programs.iter().find(|p| p.variant == variant)
    }
}

/// Everything that child processes of the lessons run: for `primitives::process::start`, the first line of `main`.
pub fn children() -> Vec<Child> {
    ALL.iter().flat_map(|lesson| lesson.programs).flat_map(|program| program.children).copied().collect()
}

/// The lesson of this name.
pub fn find(name: &str) -> Option<&'static Lesson> {
    ALL.iter().copied().find(|lesson| lesson.name == name)
}

/// The lesson that the app opens first.
pub fn welcome() -> &'static Lesson {
    find("producer-consumer").unwrap_or(ALL[0])
}
