//! A call that nobody hears is gone.

use super::FOLDER;
use crate::{Lesson, Win, program};

/// The entry.
pub const LESSON: Lesson = Lesson {
    id: "D5",
    tags: &["condition", "lock", "lost wake-up"],
    programs: &[
        program!(broken).broken_by(Win::Deadlock),
        program!(never_looks).broken_by(Win::Deadlock),
        program!(fixed),
    ],
    ..FOLDER
};
