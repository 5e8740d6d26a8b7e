//! Where the system does not show what its threads wait for, only patience can end.

use std::time::{Duration, Instant};

use crate::text::{Text, tell};

const LIMIT: Duration = Duration::from_secs(10);

/// Waits for the program's end.
pub(super) struct Patience(Instant);

impl Patience {
    pub(super) fn new() -> Patience {
        Patience(Instant::now())
    }

    /// Why the program should be ended, if so.
    pub(super) fn look(&self, text: &Text) -> Option<String> {
        (self.0.elapsed() > LIMIT).then(|| tell!(text, "native-no-end", seconds = LIMIT.as_secs()))
    }
}
