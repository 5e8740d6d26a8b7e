//! A wait needs a loop.

use super::FOLDER;
use crate::{Lesson, Win, program};

/// The entry.
pub const LESSON: Lesson = Lesson {
    id: "D4",
    tags: &["condition", "lock"],
    programs: &[program!(broken).broken_by(Win::Assertion), program!(fixed)],
    ..FOLDER
};
