//! A jar, and two who put a coin into it.

use super::FOLDER;
use crate::{Lesson, Win, program};

/// The entry.
pub const LESSON: Lesson = Lesson {
    id: "Z1",
    tags: &["shared variable"],
    programs: &[program!(broken).broken_by(Win::Assertion), program!(fixed)],
    ..FOLDER
};
