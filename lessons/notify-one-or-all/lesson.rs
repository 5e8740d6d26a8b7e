//! One call, and the wrong one wakes.

use super::FOLDER;
use crate::{Lesson, Win, program};

/// The entry.
pub const LESSON: Lesson = Lesson {
    id: "D6",
    tags: &["condition", "lock", "bounded buffer"],
    programs: &[program!(broken).broken_by(Win::Deadlock), program!(fixed), program!(fixed_all)],
    ..FOLDER
};
