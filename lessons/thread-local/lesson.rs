//! One name, a drawer for each thread.

use super::FOLDER;
use crate::{Lesson, Win, program};

/// The entry.
pub const LESSON: Lesson = Lesson {
    id: "H1",
    tags: &["thread-local", "shared variable"],
    programs: &[program!(broken).broken_by(Win::Assertion), program!(fixed)],
    ..FOLDER
};
