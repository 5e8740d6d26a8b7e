//! A pipe ends when nobody can write to it any more.

use primitives::process::Child;

use super::{FOLDER, broken, fixed};
use crate::{Lesson, Win, program};

/// Why neither program is a loom model.
const PROCESSES: &str = "loom checks threads that share memory; these are processes, which share none";

/// The entry.
pub const LESSON: Lesson = Lesson {
    id: "I2",
    tags: &["pipe", "process"],
    programs: &[
        program!(broken)
            .with_children(&[Child::new(broken::read_all)])
            .not_for_loom(PROCESSES)
            .broken_by(Win::Deadlock),
        program!(fixed).with_children(&[Child::new(fixed::read_all)]).not_for_loom(PROCESSES),
    ],
    ..FOLDER
};
