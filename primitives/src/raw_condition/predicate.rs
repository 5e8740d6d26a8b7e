//! Waiting on a raw condition for what a predicate says.

use std::time::Duration;

use super::{ConditionLock, NotHeld, RawCondition};
use crate::platform::deadline;

impl RawCondition {
    /// Waits until `ready` says so; it is asked first before any wait, and with the lock held.
    #[track_caller]
    pub fn wait_for<L: ConditionLock>(
        &self,
        lock: &L,
        mut ready: impl FnMut() -> bool,
    ) -> Result<(), NotHeld> {
        while !ready() {
            self.wait(lock)?;
        }
        Ok(())
    }

    /// As [`RawCondition::wait_for`], for at most `timeout` in all. Returns what `ready` said last.
    #[track_caller]
    pub fn wait_for_timeout<L: ConditionLock>(
        &self,
        lock: &L,
        mut ready: impl FnMut() -> bool,
        timeout: Duration,
    ) -> Result<bool, NotHeld> {
        let Some(until) = deadline(timeout) else {
            return self.wait_for(lock, ready).map(|()| true);
        };
        let mut notified = true;
        loop {
            match ready() {
                false if notified => notified = self.wait_until(lock, until)?,
                ready => return Ok(ready),
            }
        }
    }
}
