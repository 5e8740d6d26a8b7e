//! A condition with Python's verbs: over a raw lock, reentrant or not, which it cannot know to be held by the
//! caller.
//!
//! | door | means                                                                      |
//! |------|----------------------------------------------------------------------------|
//! | free | who waits is in the ring, and has released the lock or was the first to ask |
//! | held | a thread is joining or leaving the ring, or notifies                       |
//!
//! So it cannot leave the guarding of its ring to that lock, as [`Condition`] does, which it is made of; it
//! has a lock of its own for that, the door.
//!
//! Invariant: a thread passes the door before it releases the lock, and leaves the door open only when it is
//! in the ring. So a notify by whoever had the lock after it finds it there; and a thread that holds the door
//! waits for nothing.
//!
//! Memory ordering: everything passes under the door or under the lock.

use std::fmt;
use std::num::NonZeroU32;
use std::ptr;
use std::time::Duration;

use crate::condition::Condition;
use crate::lock::{Lock, LockGuard, RawLock};
use crate::platform::{Instant, deadline, steadfast};
use crate::rlock::RawRLock;

/// What a [`RawCondition`] must be able to do with a lock: what Python's `Condition` asks of one.
pub trait ConditionLock {
    /// What has to be known to take the lock again as it was.
    type Saved: Copy;

    /// Whether the caller holds the lock; of a lock that does not know, whether anybody does.
    fn is_owned(&self) -> bool;

    /// Releases the lock, however often the caller holds it. Only called if it is owned.
    fn release_save(&self) -> Self::Saved;

    /// Takes the lock again, as it was.
    fn acquire_restore(&self, saved: Self::Saved);
}

impl ConditionLock for RawLock {
    type Saved = ();

    fn is_owned(&self) -> bool {
        self.is_locked()
    }

    fn release_save(&self) {
        // Another thread may have released it since it was asked; it is free then, as it shall be.
        let _ = self.release();
    }

    fn acquire_restore(&self, (): ()) {
        self.acquire();
    }
}

impl ConditionLock for RawRLock {
    type Saved = NonZeroU32;

    fn is_owned(&self) -> bool {
        self.is_owned()
    }

    fn release_save(&self) -> NonZeroU32 {
        self.release_save().expect("the owner was asked")
    }

    fn acquire_restore(&self, count: NonZeroU32) {
        self.acquire_restore(count);
    }
}

/// A condition with the verbs of Python's `threading.Condition`, over a [`raw::Lock`](crate::raw::Lock) or a
/// [`raw::RLock`](crate::raw::RLock), which is released however often it was acquired, and restored.
///
/// Those who have waited longest are told first. There are no spurious wake-ups.
///
/// ```
/// use primitives::{Thread, Var, raw};
///
/// let lock = raw::RLock::new();
/// let arrived = raw::Condition::new();
/// let letter = Var::new(0);
/// Thread::scope(|s| {
///     s.spawn("reader", || {
///         lock.acquire();
///         arrived.wait_for(&lock, || letter.get() != 0).unwrap();
///         lock.release().unwrap();
///     });
///     lock.acquire();
///     letter.set(1);
///     arrived.notify(&lock, 1).unwrap();
///     lock.release().unwrap();
/// });
/// assert_eq!(arrived.notify(&lock, 1).unwrap_err().to_string(), "cannot notify on un-acquired lock");
/// ```
#[derive(Debug)]
pub struct RawCondition {
    core: Condition,
    /// Guards the ring. In it, the address of the lock with which threads wait, or waited.
    door: Lock<usize>,
}

impl RawCondition {
    /// A condition on which nobody waits.
    pub const fn new() -> RawCondition {
        RawCondition { core: Condition::new(), door: Lock::new(0) }
    }

    /// Gives it a name for pictures and messages.
    pub fn named(self, name: &str) -> RawCondition {
        self.core.object.name(name);
        self.core.object.name_part(&self.door.raw.object, "door");
        self
    }

    /// Releases the lock, sleeps until a notify, and takes the lock again, as often as it was held.
    ///
    /// # Errors
    /// When the caller does not hold the lock; of a lock that has no owner, when nobody does.
    ///
    /// # Panics
    /// When threads wait for it with another lock.
    #[track_caller]
    pub fn wait<L: ConditionLock>(&self, lock: &L) -> Result<(), NotHeld> {
        let _call = self.core.object.call("wait");
        self.sleep(lock, None).map(|_| ())
    }

    /// As [`RawCondition::wait`], for at most `timeout`. Returns whether there was a notify.
    ///
    /// # Errors
    /// As [`RawCondition::wait`].
    ///
    /// # Panics
    /// As [`RawCondition::wait`].
    #[track_caller]
    pub fn wait_timeout<L: ConditionLock>(&self, lock: &L, timeout: Duration) -> Result<bool, NotHeld> {
        let mut call = self.core.object.call("wait_timeout");
        let notified = self.sleep(lock, deadline(timeout))?;
        call.answer(notified);
        Ok(notified)
    }

    /// As [`RawCondition::wait_timeout`], until a moment.
    ///
    /// # Errors
    /// As [`RawCondition::wait`].
    ///
    /// # Panics
    /// As [`RawCondition::wait`].
    #[track_caller]
    pub fn wait_until<L: ConditionLock>(&self, lock: &L, until: Instant) -> Result<bool, NotHeld> {
        let mut call = self.core.object.call("wait_until");
        let notified = self.sleep(lock, Some(until))?;
        call.answer(notified);
        Ok(notified)
    }

    /// Waits until `ready` says so; it is asked first before any wait, and with the lock held.
    ///
    /// # Errors
    /// As [`RawCondition::wait`], when it has to wait.
    ///
    /// # Panics
    /// As [`RawCondition::wait`].
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
    ///
    /// # Errors
    /// As [`RawCondition::wait`], when it has to wait.
    ///
    /// # Panics
    /// As [`RawCondition::wait`].
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

    fn sleep<L: ConditionLock>(&self, lock: &L, until: Option<Instant>) -> Result<bool, NotHeld> {
        let mut door = self.enter(lock, NotHeld::Wait)?;
        *door = ptr::from_ref(lock).addr();
        let _restore = Restore { lock, saved: lock.release_save() };
        let door = door; // goes before the lock comes, also when this is left early
        Ok(self.core.sleep(&door, until))
    }

    /// Wakes up to `n` threads, those first that have waited longest; none need wait. They go on when the
    /// lock has been released.
    ///
    /// # Errors
    /// When the caller does not hold the lock; of a lock that has no owner, when nobody does.
    ///
    /// # Panics
    /// When threads wait for it with another lock.
    #[track_caller]
    pub fn notify<L: ConditionLock>(&self, lock: &L, n: usize) -> Result<(), NotHeld> {
        let _call = self.core.object.call("notify");
        self.core.notify_some(&self.enter(lock, NotHeld::Notify)?, n);
        Ok(())
    }

    /// Wakes every thread that waits.
    ///
    /// # Errors
    /// As [`RawCondition::notify`].
    ///
    /// # Panics
    /// As [`RawCondition::notify`].
    #[track_caller]
    pub fn notify_all<L: ConditionLock>(&self, lock: &L) -> Result<(), NotHeld> {
        let _call = self.core.object.call("notify_all");
        self.core.notify_some(&self.enter(lock, NotHeld::Notify)?, usize::MAX);
        Ok(())
    }

    fn enter<L: ConditionLock>(&self, lock: &L, error: NotHeld) -> Result<LockGuard<'_, usize>, NotHeld> {
        let door = self.door.acquire();
        // Under the door, or a notify by who never had the lock could come in the middle of a wait.
        if !lock.is_owned() {
            self.core.object.misuse(&error);
            return Err(error);
        }
        let one = *door == ptr::from_ref(lock).addr() || self.core.is_idle();
        assert!(one, "a condition must be used with one lock only");
        Ok(door)
    }
}

impl Default for RawCondition {
    fn default() -> RawCondition {
        RawCondition::new()
    }
}

/// The end of a wait, in whatever way it comes, takes the lock again.
struct Restore<'a, L: ConditionLock> {
    lock: &'a L,
    saved: L::Saved,
}

impl<L: ConditionLock> Drop for Restore<'_, L> {
    fn drop(&mut self) {
        steadfast(|| self.lock.acquire_restore(self.saved));
    }
}

/// The lock was not held by who waits or notifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotHeld {
    /// Who waits.
    Wait,
    /// Who notifies.
    Notify,
}

impl fmt::Display for NotHeld {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NotHeld::Wait => "cannot wait on un-acquired lock",
            NotHeld::Notify => "cannot notify on un-acquired lock",
        })
    }
}

impl std::error::Error for NotHeld {}
