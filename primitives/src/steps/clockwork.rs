//! The threads behind all timers of a process, to be explored: in an execution and under loom a timer has a thread of
//! its own, unless a [`Clockwork`] makes it.

use std::time::Duration;

use crate::Timer;
use crate::clockwork;

/// A clockwork of one's own, with timers of its own. It is never taken apart: its threads may still be there.
#[derive(Clone, Copy)]
pub struct Clockwork(&'static clockwork::Clockwork);

impl Clockwork {
    /// A clockwork without timers, and without threads as long as that is so.
    #[allow(clippy::new_without_default, reason = "each is another one")]
    pub fn new() -> Clockwork {
        Clockwork(Box::leak(Box::new(clockwork::Clockwork::new())))
    }

    /// As [`Timer::after`], by a thread of this clockwork.
    #[track_caller]
    pub fn after(self, delay: Duration, f: impl FnOnce() + Send + 'static) -> Timer {
        Timer::by(|at, alarm| self.0.schedule(at, alarm), delay, f)
    }

    /// Waits until none of its timers can fire any more; whether there was one.
    pub fn settle(self) -> bool {
        self.0.settle()
    }
}

impl std::fmt::Debug for Clockwork {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Clockwork").finish_non_exhaustive()
    }
}
