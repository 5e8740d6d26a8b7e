//! Two locks, two orders.

use super::FOLDER;
use crate::{Lesson, Win, program};

/// The entry.
pub const LESSON: Lesson = Lesson {
    id: "B6",
    tags: &["lock", "deadlock", "lock order"],
    programs: &[
        program!(broken).broken_by(Win::Deadlock),
        program!(ring).broken_by(Win::Deadlock),
        program!(fixed),
    ],
    ..FOLDER
};
