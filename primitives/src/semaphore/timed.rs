//! The forms of `acquire` that wait for some time.

use std::time::Duration;

use super::RawSemaphore;
use crate::platform::{Instant, deadline};

impl RawSemaphore {
    /// Waits until there is a permit and takes it, or until `timeout` has passed; tells which.
    #[track_caller]
    pub fn acquire_timeout(&self, timeout: Duration) -> bool {
        self.object.answer("acquire_timeout", || self.take() || self.take_slowly(deadline(timeout)))
    }

    /// As [`RawSemaphore::acquire_timeout`], until a moment.
    #[track_caller]
    pub fn acquire_until(&self, until: Instant) -> bool {
        self.object.answer("acquire_until", || self.take() || self.take_slowly(Some(until)))
    }
}
