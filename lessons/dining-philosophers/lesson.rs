//! A ring of hands.

use super::FOLDER;
use crate::{Lesson, Win, program};

/// The entry.
pub const LESSON: Lesson = Lesson {
    id: "G3",
    tags: &["lock", "deadlock", "semaphore", "lock order"],
    programs: &[program!(broken).broken_by(Win::Deadlock), program!(fixed), program!(fixed_footman)],
    ..FOLDER
};
