//! What the app and the tests know of this lesson.

use primitives::process::Child;

use super::{broken, fixed};
use crate::{Expected, Failure, Lesson, Program};

/// Why neither program is a loom model.
const NO_LOOM: Option<&str> = Some("loom checks threads that share memory; these are processes, which share none");

/// The entry.
pub const LESSON: Lesson = Lesson {
    name: "pipe",
    title: "A forgotten end",
    story: include_str!("story.md"),
    invitation: "Send the letters, read them, and watch who still holds an end of the pipe.",
    programs: &[
        Program {
            variant: "broken",
            source: include_str!("broken.rs"),
            main: broken::main,
            children: &[Child::new(broken::read_all)],
            expected: Expected::Fails { choices: "a4b2", how: Failure::Deadlock(&["main", "reader"]) },
            no_loom: NO_LOOM,
        },
        Program {
            variant: "fixed",
            source: include_str!("fixed.rs"),
            main: fixed::main,
            children: &[Child::new(fixed::read_all)],
            expected: Expected::Fine { schedules: 19 },
            no_loom: NO_LOOM,
        },
    ],
};
