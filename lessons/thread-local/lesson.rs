//! What the app and the tests know of this lesson.

use super::{broken, fixed};
use crate::{Expected, Failure, Lesson, Program};

/// The entry.
pub const LESSON: Lesson = Lesson {
    name: "thread-local",
    title: "One name, a drawer for each",
    story: include_str!("story.md"),
    invitation: "Two clerks, one note on the wall. Can you get Kim's grade into Leo's record?",
    programs: &[
        Program {
            variant: "broken",
            source: include_str!("broken.rs"),
            main: broken::main,
            children: &[],
            expected: Expected::Fails {
                choices: "bcb3",
                how: Failure::Panic("Ada", "Kim got a 1, and the record says 0"),
            },
            no_loom: None,
        },
        Program {
            variant: "fixed",
            source: include_str!("fixed.rs"),
            main: fixed::main,
            children: &[],
            expected: Expected::Fine { schedules: 70 },
            no_loom: None,
        },
    ],
};
