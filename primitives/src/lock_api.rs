//! The traits of `lock_api`, so that `lock_api::Mutex<primitives::raw::Lock, T>` is a mutex with all that crate's
//! guards: mapped, arc, and with timeouts.
//!
//! Its `RawCondvar` is not for [`Condition`](crate::Condition): there a thread may notify without the lock, which
//! here guards the list of those who wait. And a lock here knows no fair release, so there is no `RawMutexFair`.

use std::time::{Duration, Instant};

use lock_api::{GuardSend, RawMutex, RawMutexTimed};

use crate::lock::RawLock;

// SAFETY: whoever changed the lock's word from free holds the lock until it is released; `acquire` reads the word
// with Acquire, `release` writes it with Release. A call that unwinds has not taken the lock. The lock owns
// nothing but its word, so that it may be moved or dropped while it is held.
unsafe impl RawMutex for RawLock {
    #[allow(clippy::declare_interior_mutable_const, reason = "the trait wants a constant to begin from")]
    const INIT: RawLock = RawLock::new();

    /// Any thread may release the lock.
    type Guard = GuardSend;

    #[inline]
    #[track_caller]
    fn lock(&self) -> GuardSend {
        self.acquire();
        GuardSend::new()
    }

    #[inline]
    #[track_caller]
    fn try_lock(&self) -> Option<GuardSend> {
        self.try_acquire().then(GuardSend::new)
    }

    #[inline]
    #[track_caller]
    unsafe fn unlock(&self, _guard: GuardSend) {
        self.release().expect("the caller holds the lock");
    }

    #[inline]
    fn is_locked(&self) -> bool {
        RawLock::is_locked(self)
    }
}

// SAFETY: a timed acquire takes the lock as any other does, and says whether it did.
unsafe impl RawMutexTimed for RawLock {
    type Duration = Duration;
    type Instant = Instant;

    #[track_caller]
    fn try_lock_for(&self, timeout: Duration) -> Option<GuardSend> {
        self.acquire_timeout(timeout).then(GuardSend::new)
    }

    /// Of the real clock also inside an execution of the stepper, which knows no other moments of it than now.
    #[track_caller]
    fn try_lock_until(&self, timeout: Instant) -> Option<GuardSend> {
        self.try_lock_for(timeout.saturating_duration_since(Instant::now()))
    }
}
