//! A reentrant lock: one thread at a time, and that thread as often as it likes.
//!
//! | lock | owner  | count | means                          | owner acquires | owner releases       | others   |
//! |------|--------|-------|--------------------------------|----------------|----------------------|----------|
//! | free | nobody | 0     | nobody holds it                |                |                      | take it  |
//! | held | nobody | any   | its holder comes or goes       |                |                      | wait     |
//! | held | thread | n > 0 | the thread acquired it n times | count n + 1    | count n - 1; 0 frees | wait     |
//!
//! Invariant: a thread finds itself as the owner if and only if it holds the lock; for it alone writes its
//! own number there, after it took the lock, and takes it away before it frees the lock.
//!
//! Memory ordering: the count is read and written by the owner alone, and handed over with the lock. The
//! owner is looked at by others too, but a thread asks only whether it is its own number: that it wrote
//! itself, or nobody did, and a thread never misses its own last write. So Relaxed is enough.

use crate::error::error;
use crate::lock::RawLock;
use crate::platform::{Cell, Mark, Object, current};

mod guard;
mod saved;
mod timed;

pub use guard::{RLock, RLockGuard};

const NOBODY: u64 = 0;

/// A reentrant lock without data, with the verbs of Python's `threading.RLock`: its owner may acquire it
/// again, and must release it as often.
///
/// Waiting threads are woken in no promised order, and a running thread may overtake them.
///
/// # Panics
/// In any way to acquire it, when the thread holds it 4,294,967,295 times already.
///
/// ```
/// let door = primitives::raw::RLock::new();
/// door.acquire();
/// assert!(door.try_acquire());
/// assert_eq!(door.recursion_count(), 2);
/// assert!(door.release().is_ok() && door.release().is_ok());
/// assert_eq!(door.release().unwrap_err().to_string(), "cannot release un-acquired lock");
/// ```
#[derive(Debug)]
pub struct RawRLock {
    lock: RawLock,
    count: Cell<u32>,
    owner: Mark,
}

// SAFETY: only the owner reaches the count, and there is one at a time.
unsafe impl Sync for RawRLock {}

impl RawRLock {
    /// A free lock.
    pub const fn new() -> RawRLock {
        RawRLock { lock: RawLock::of_kind("RLock"), count: Cell::new(0), owner: Mark::new(NOBODY) }
    }

    /// Gives it a name for pictures and messages.
    pub fn named(self, name: &str) -> RawRLock {
        self.object().name(name);
        self.object().count(0);
        self
    }

    pub(crate) fn object(&self) -> &Object {
        &self.lock.object
    }

    /// Waits until no other thread holds the lock and takes it, once more if this one holds it.
    #[inline]
    #[track_caller]
    pub fn acquire(&self) {
        let me = current();
        if self.owner.get() == me {
            let _call = self.object().call("acquire");
            self.count_again();
        } else {
            let _call = self.lock.call_when_free("acquire");
            self.lock.take();
            self.own(me, 1);
        }
    }

    #[inline]
    fn own(&self, me: u64, count: u32) {
        self.owner.set(me);
        self.set_count(count);
    }

    #[inline]
    fn count_again(&self) {
        self.object().touch();
        self.set_count(self.count().checked_add(1).expect("Internal lock count overflowed"));
    }

    /// Only the owner may ask.
    #[inline]
    fn count(&self) -> u32 {
        // SAFETY: this thread is the owner, so no other reaches the count.
        self.count.with(|count| unsafe { *count })
    }

    #[inline]
    fn set_count(&self, count: u32) {
        // SAFETY: this thread holds the lock, so no other reaches the count.
        self.count.with_mut(|old| unsafe { *old = count });
        self.object().count(count.into());
    }

    /// Takes back one acquire; the last one frees the lock and wakes a thread that waits for it. Never waits.
    ///
    /// # Errors
    /// When this thread does not hold the lock.
    #[inline]
    #[track_caller]
    pub fn release(&self) -> Result<(), NotOwner> {
        let _call = self.object().call("release");
        self.check_owner()?;
        self.leave();
        Ok(())
    }

    #[inline]
    fn check_owner(&self) -> Result<(), NotOwner> {
        if self.is_owned() {
            return Ok(());
        }
        self.object().misuse(&NotOwner);
        Err(NotOwner)
    }

    #[inline]
    fn leave(&self) {
        let count = self.count() - 1;
        if count == 0 {
            self.free();
        } else {
            self.object().touch();
            self.set_count(count);
        }
    }

    #[inline]
    fn free(&self) {
        self.disown();
        self.lock.free().expect("its owner holds the lock");
    }

    #[inline]
    fn disown(&self) {
        self.set_count(0);
        self.owner.set(NOBODY);
    }

    /// Takes the lock if no other thread holds it. Does not wait.
    #[inline]
    #[track_caller]
    pub fn try_acquire(&self) -> bool {
        self.object().answer("try_acquire", || self.take_if(|| self.lock.try_take()))
    }

    /// Takes the lock once more if it is this thread's, or else if `take` does.
    #[inline]
    fn take_if(&self, take: impl FnOnce() -> bool) -> bool {
        let me = current();
        if self.owner.get() == me {
            self.count_again();
            return true;
        }
        let taken = take();
        if taken {
            self.own(me, 1);
        }
        taken
    }

    /// Whether somebody holds the lock at this moment.
    #[track_caller]
    pub fn is_locked(&self) -> bool {
        self.lock.is_locked()
    }

    /// Whether this thread holds the lock.
    #[inline]
    pub fn is_owned(&self) -> bool {
        self.owner.get() == current()
    }
}

impl Default for RawRLock {
    fn default() -> RawRLock {
        RawRLock::new()
    }
}

error! {
    /// The reentrant lock was released by a thread that does not hold it.
    pub struct NotOwner => "cannot release un-acquired lock"
}
