//! Cancelled, or too late: ask which.

use super::FOLDER;
use crate::{Lesson, Win, program};

/// Why none of the programs is a loom model.
const TIME: &str = "loom has no time";

/// The entry.
pub const LESSON: Lesson = Lesson {
    id: "E1",
    tags: &["timer", "check then act"],
    programs: &[
        program!(broken).not_for_loom(TIME).broken_by(Win::Assertion),
        program!(looks_first).not_for_loom(TIME).broken_by(Win::Assertion),
        program!(fixed).not_for_loom(TIME),
        program!(fixed_lock).not_for_loom(TIME),
    ],
    ..FOLDER
};
