//! What the app and the tests know of this lesson.

use super::{broken, fixed};
use crate::{Expected, Failure, Lesson, Program};

/// The entry.
pub const LESSON: Lesson = Lesson {
    name: "producer-consumer",
    title: "A wait needs a loop",
    story: include_str!("story.md"),
    invitation: "You are the scheduler: pick who moves next. Can you make a waiter come too late?",
    programs: &[
        Program {
            variant: "broken",
            source: include_str!("broken.rs"),
            main: broken::main,
            children: &[],
            expected: Expected::Fails {
                choices: "b2d3c2b2",
                how: Failure::Panic("waiter A", "told of an order, but there is none"),
            },
            no_loom: None,
        },
        Program {
            variant: "fixed",
            source: include_str!("fixed.rs"),
            main: fixed::main,
            children: &[],
            expected: Expected::Fine { schedules: 24 },
            no_loom: None,
        },
    ],
};
