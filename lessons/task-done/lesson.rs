//! Done means done.

use super::FOLDER;
use crate::{Lesson, Win, program};

/// The entry.
pub const LESSON: Lesson = Lesson {
    id: "F3",
    tags: &["queue", "task_done", "join"],
    programs: &[
        program!(broken).broken_by(Win::Assertion),
        program!(forgotten).broken_by(Win::Deadlock),
        program!(twice).broken_by(Win::Misuse),
        program!(fixed),
    ],
    ..FOLDER
};
