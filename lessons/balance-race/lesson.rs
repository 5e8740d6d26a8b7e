//! What was seen may be old when it is used.

use super::FOLDER;
use crate::{Lesson, Win, program};

/// The entry.
pub const LESSON: Lesson = Lesson {
    id: "A3",
    tags: &["lock", "atomicity", "check then act"],
    programs: &[
        program!(broken).broken_by(Win::Assertion),
        program!(lock_the_write).broken_by(Win::Assertion),
        program!(fixed),
    ],
    ..FOLDER
};
