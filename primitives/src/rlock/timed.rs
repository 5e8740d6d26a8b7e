//! The forms of `acquire` that wait for some time.

use std::time::Duration;

use super::RawRLock;
use crate::platform::{Instant, deadline};

impl RawRLock {
    /// Waits until no other thread holds the lock and takes it, or until `timeout` has passed; tells which.
    #[track_caller]
    pub fn acquire_timeout(&self, timeout: Duration) -> bool {
        self.object().answer("acquire_timeout", || self.take_until(|| deadline(timeout)))
    }

    /// As [`RawRLock::acquire_timeout`], until a moment.
    #[track_caller]
    pub fn acquire_until(&self, until: Instant) -> bool {
        self.object().answer("acquire_until", || self.take_until(|| Some(until)))
    }

    fn take_until(&self, until: impl FnOnce() -> Option<Instant>) -> bool {
        self.take_if(|| self.lock.take_until(until))
    }
}
