//! Waiting on a condition for what the protected value says.

use std::time::Duration;

use super::Condition;
use crate::lock::LockGuard;
use crate::platform::deadline;

impl Condition {
    /// Waits as long as `unready` says so of the protected value; it is asked first before any wait.
    #[track_caller]
    pub fn wait_while<T>(&self, guard: &mut LockGuard<'_, T>, mut unready: impl FnMut(&mut T) -> bool) {
        while unready(guard) {
            self.wait_until(guard, None);
        }
    }

    /// Waits until `ready` says so of the protected value, for at most `timeout` in all; it is asked first
    /// before any wait. Returns what it said last.
    #[track_caller]
    pub fn wait_for<T>(
        &self,
        guard: &mut LockGuard<'_, T>,
        mut ready: impl FnMut(&mut T) -> bool,
        timeout: Duration,
    ) -> bool {
        let until = deadline(timeout);
        let mut notified = true;
        loop {
            match ready(guard) {
                false if notified => notified = self.wait_until(guard, until),
                ready => return ready,
            }
        }
    }
}
