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

use std::ptr;
use std::time::Duration;

use crate::condition::Condition;
use crate::error::error;
use crate::lock::{Lock, LockGuard};
use crate::platform::{Instant, deadline, steadfast};

mod lock;
mod predicate;

pub use lock::ConditionLock;

/// A condition with the verbs of Python's `threading.Condition`, over a [`raw::Lock`](crate::raw::Lock) or a
/// [`raw::RLock`](crate::raw::RLock), which is released however often it was acquired, and restored.
///
/// Those who have waited longest are told first. There are no spurious wake-ups. In the stepper both can be chosen otherwise.
///
/// # Errors
/// Every wait and notify, when the caller does not hold the lock; of a lock that has no owner, when nobody does. A
/// wait for something that is there already does not ask.
///
/// # Panics
/// Every wait and notify, when threads wait for it with another lock.
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
    #[track_caller]
    pub fn wait<L: ConditionLock>(&self, lock: &L) -> Result<(), NotHeld> {
        let _call = self.core.object.call("wait");
        self.sleep(lock, None).map(|_| ())
    }

    /// As [`RawCondition::wait`], for at most `timeout`. Returns whether there was a notify.
    #[track_caller]
    pub fn wait_timeout<L: ConditionLock>(&self, lock: &L, timeout: Duration) -> Result<bool, NotHeld> {
        let mut call = self.core.object.call("wait_timeout");
        let notified = self.sleep(lock, deadline(timeout))?;
        call.answer(notified);
        Ok(notified)
    }

    /// As [`RawCondition::wait_timeout`], until a moment.
    #[track_caller]
    pub fn wait_until<L: ConditionLock>(&self, lock: &L, until: Instant) -> Result<bool, NotHeld> {
        let mut call = self.core.object.call("wait_until");
        let notified = self.sleep(lock, Some(until))?;
        call.answer(notified);
        Ok(notified)
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
    #[track_caller]
    pub fn notify<L: ConditionLock>(&self, lock: &L, n: usize) -> Result<(), NotHeld> {
        let _call = self.core.object.call("notify");
        self.core.notify_some(&self.enter(lock, NotHeld::Notify)?, n);
        Ok(())
    }

    /// Wakes every thread that waits.
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

error! {
    /// The lock was not held by who waits or notifies.
    pub enum NotHeld {
        /// Who waits.
        Wait => "cannot wait on un-acquired lock",
        /// Who notifies.
        Notify => "cannot notify on un-acquired lock",
    }
}
