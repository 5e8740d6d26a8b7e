//! The forms of `wait` that give up after some time.

use std::time::Duration;

use super::{Barrier, Broken, Turn};
use crate::platform::{Instant, deadline};

impl Barrier {
    /// As [`Barrier::wait`], for at most `timeout`, with the same errors and panics.
    #[track_caller]
    pub fn wait_timeout(&self, timeout: Duration) -> Result<Turn, Broken> {
        self.wait_for("wait_timeout", || deadline(timeout))
    }

    /// As [`Barrier::wait`], until a moment, with the same errors and panics.
    #[track_caller]
    pub fn wait_until(&self, until: Instant) -> Result<Turn, Broken> {
        self.wait_for("wait_until", || Some(until))
    }
}
