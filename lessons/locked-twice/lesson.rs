//! A lock does not know that it is you.

use super::FOLDER;
use crate::{Lesson, Win, program};

/// The entry.
pub const LESSON: Lesson = Lesson {
    id: "B2",
    tags: &["lock", "reentrant lock", "deadlock"],
    programs: &[
        program!(broken).broken_by(Win::Deadlock),
        program!(one_release_short).broken_by(Win::Deadlock),
        program!(release_for_another).broken_by(Win::Misuse),
        program!(fixed),
    ],
    ..FOLDER
};
