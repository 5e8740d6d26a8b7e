//! Where the system does not show what its threads wait for, only patience can end.

use std::time::{Duration, Instant};

const LIMIT: Duration = Duration::from_secs(10);

/// Waits for the program's end.
pub(super) struct Patience(Instant);

impl Patience {
    pub(super) fn new() -> Patience {
        Patience(Instant::now())
    }

    /// Why the program should be ended, if so.
    pub(super) fn look(&self) -> Option<String> {
        let text = format!(
            "it has not come to its end in {} seconds, so it was ended. Whether it waited for ever, this system \
             does not tell; `threadlab play` shows what each thread waits for",
            LIMIT.as_secs()
        );
        (self.0.elapsed() > LIMIT).then_some(text)
    }
}
