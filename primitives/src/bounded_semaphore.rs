//! A bounded semaphore: one that never has more permits than at first.
//!
//! | permits       | acquire                | release(n)                                        |
//! |---------------|------------------------|---------------------------------------------------|
//! | 0             | waits                  | adds n, wakes up to n                             |
//! | 1..=bound - n | takes one, overtaking  | adds n, wakes the waiting                         |
//! | more          | takes one, overtaking  | an error, and nothing changes                     |
//!
//! Invariant: that of the semaphore, which is its core; and the permits are at most the bound, as they are
//! compared and added in one atomic operation. So a release of several that has no room for all of them adds
//! none.
//!
//! Memory ordering: the semaphore's. The bound never changes.

use std::time::Duration;

use crate::platform::Instant;
use crate::semaphore::{BadRelease, RawSemaphore};

mod guard;

pub use guard::BoundedSemaphore;

/// A bounded semaphore with the verbs of Python's `threading.BoundedSemaphore`: any thread may release it,
/// but not more often than it was acquired.
///
/// Waiting threads are woken in no promised order, and a running thread may overtake them.
///
/// ```
/// let seats = primitives::raw::BoundedSemaphore::new(2);
/// seats.acquire();
/// seats.release(1).unwrap();
/// assert_eq!(seats.release(1).unwrap_err().to_string(), "Semaphore released too many times");
/// assert_eq!(seats.value(), 2);
/// ```
#[derive(Debug)]
pub struct RawBoundedSemaphore {
    core: RawSemaphore,
    bound: u32,
}

impl RawBoundedSemaphore {
    /// A semaphore with so many permits, and never more.
    pub const fn new(permits: u32) -> RawBoundedSemaphore {
        RawBoundedSemaphore { core: RawSemaphore::of_kind("BoundedSemaphore", permits), bound: permits }
    }

    /// Gives it a name for pictures and messages.
    pub fn named(self, name: &str) -> RawBoundedSemaphore {
        RawBoundedSemaphore { core: self.core.named(name), ..self }
    }

    /// Waits until there is a permit and takes it.
    #[inline]
    #[track_caller]
    pub fn acquire(&self) {
        self.core.acquire();
    }

    /// Takes a permit if there is one. Does not wait.
    #[inline]
    #[track_caller]
    pub fn try_acquire(&self) -> bool {
        self.core.try_acquire()
    }

    /// Waits until there is a permit and takes it, or until `timeout` has passed; tells which.
    #[track_caller]
    pub fn acquire_timeout(&self, timeout: Duration) -> bool {
        self.core.acquire_timeout(timeout)
    }

    /// As [`RawBoundedSemaphore::acquire_timeout`], until a moment.
    #[track_caller]
    pub fn acquire_until(&self, until: Instant) -> bool {
        self.core.acquire_until(until)
    }

    /// Adds `n` permits and wakes as many waiting threads. Never waits.
    ///
    /// # Errors
    /// When `n` is 0, or the permits would be more than at first; nothing has happened then.
    #[inline]
    #[track_caller]
    pub fn release(&self, n: u32) -> Result<(), BadRelease> {
        let _call = self.core.object.call("release");
        self.core.give(n, self.bound)
    }

    /// How many permits there are at this moment.
    #[track_caller]
    pub fn value(&self) -> u32 {
        self.core.value()
    }
}
