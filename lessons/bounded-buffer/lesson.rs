//! Two semaphores to count, and a lock to be alone.

use super::FOLDER;
use crate::{Lesson, Win, program};

/// The entry.
pub const LESSON: Lesson = Lesson {
    id: "C6",
    tags: &["semaphore", "lock", "bounded buffer"],
    programs: &[
        program!(broken).broken_by(Win::LostItem("this place is empty")),
        program!(lock_outside).broken_by(Win::Deadlock),
        program!(told_too_early).broken_by(Win::LostItem("this place is empty")),
        program!(fixed),
    ],
    ..FOLDER
};
