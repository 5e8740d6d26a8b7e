//! A ring of hands.

use super::FOLDER;
use crate::{Lesson, Win, program};

/// The entry.
pub const LESSON: Lesson = Lesson {
    id: "G3",
    tags: &["lock", "deadlock", "livelock", "starvation", "semaphore", "lock order"],
    programs: &[
        program!(broken).broken_by(Win::Deadlock),
        program!(put_back).broken_by(Win::Livelock).not_for_loom("it may go on for ever"),
        program!(tanenbaum).broken_by(Win::Assertion),
        program!(fixed),
        program!(fixed_footman),
        program!(fixed_in_turn),
    ],
    ..FOLDER
};
