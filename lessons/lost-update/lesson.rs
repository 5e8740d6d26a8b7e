//! x += 1 is three steps.

use super::FOLDER;
use crate::{Lesson, Win, program};

/// The entry.
pub const LESSON: Lesson = Lesson {
    id: "A2",
    tags: &["shared variable", "lock", "atomicity"],
    programs: &[
        program!(broken).broken_by(Win::LostItem("were counted")),
        program!(two_locks).broken_by(Win::LostItem("were counted")),
        program!(fixed),
    ],
    ..FOLDER
};
