//! A lock: one thread at a time.
//!
//! | word       | means                                | acquire            | release                |
//! |------------|--------------------------------------|--------------------|------------------------|
//! | `FREE`     | nobody holds it                      | becomes `HELD`     | an error               |
//! | `HELD`     | one thread holds it                  | waits              | becomes `FREE`         |
//! | `SLEEPERS` | the same, and threads may be asleep  | waits              | `FREE`, and wakes one  |
//!
//! Invariant: whoever changed the word from `FREE` holds the lock until it changes it back. A thread sleeps
//! only after it left `SLEEPERS` in the word, so the release that follows cannot miss it.
//!
//! Memory ordering: `release` writes the word with Release, the next `acquire` reads it with Acquire; so all
//! that was done under the lock happens before all that the next holder does.

use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use std::time::Duration;

use crate::error::error;
use crate::platform::{Backoff, Call, Instant, Object, Reads, Word, deadline};

mod guard;

pub use guard::{Lock, LockGuard};

const FREE: u32 = 0;
const HELD: u32 = 1;
const SLEEPERS: u32 = 2;
const READS: Reads<u32> =
    &[(u32::MAX, Some(FREE), "free"), (u32::MAX, Some(HELD), "held"), (u32::MAX, Some(SLEEPERS), "sleepers")];

/// Tries before sleeping; 10, 30 and 100 were measured to be alike.
const SPIN: u32 = 10;

/// A lock without data, with the verbs of Python's `threading.Lock`: any thread may release it.
///
/// Waiting threads are woken in no promised order, and a running thread may overtake them.
///
/// ```
/// let door = primitives::raw::Lock::new();
/// door.acquire();
/// assert!(!door.try_acquire());
/// assert!(door.release().is_ok());
/// assert_eq!(door.release().unwrap_err().to_string(), "release unlocked lock");
/// ```
#[derive(Debug)]
pub struct RawLock {
    word: Word,
    pub(crate) object: Object,
}

impl RawLock {
    /// A free lock.
    pub const fn new() -> RawLock {
        RawLock::of_kind("Lock")
    }

    /// A free lock that is the core of another primitive.
    pub(crate) const fn of_kind(kind: &'static str) -> RawLock {
        RawLock { word: Word::new(FREE).reads(READS), object: Object::new(kind) }
    }

    /// Gives it a name for pictures and messages.
    pub fn named(self, name: &str) -> RawLock {
        self.object.name(name);
        self
    }

    /// Waits until the lock is free and takes it. A thread that holds it already waits for itself, for ever.
    #[inline]
    #[track_caller]
    pub fn acquire(&self) {
        let _call = self.call_when_free("acquire");
        self.take();
    }

    #[inline]
    #[track_caller]
    pub(crate) fn call_when_free(&self, verb: &'static str) -> Call {
        self.object.call_when(verb, &self.word, |word| word == u64::from(FREE))
    }

    #[inline]
    pub(crate) fn take(&self) {
        self.take_if(|| self.acquire_slowly(None));
    }

    /// Takes the lock if it is free, or else if `otherwise` does.
    #[inline]
    fn take_if(&self, otherwise: impl FnOnce() -> bool) -> bool {
        let taken = self.word.compare_exchange(FREE, HELD, Acquire, Relaxed).is_ok() || otherwise();
        if taken {
            self.object.held();
        }
        taken
    }

    #[cold]
    fn acquire_slowly(&self, until: Option<Instant>) -> bool {
        self.spin();
        // Whoever has not slept leaves no word of sleepers, or its own release would wake somebody in vain.
        if self.word.compare_exchange(FREE, HELD, Acquire, Relaxed).is_ok() {
            return true;
        }
        loop {
            // From here on it may have sleepers: only a release that wakes makes the word FREE again. If the
            // lock is ours now, that costs one wake-up too many, never one too few.
            if self.word.swap(SLEEPERS, Acquire) == FREE {
                return true;
            }
            if !self.word.wait(SLEEPERS, until) {
                return self.word.swap(SLEEPERS, Acquire) == FREE;
            }
            self.spin();
        }
    }

    /// Waits a while for the lock to be free, if nobody sleeps.
    fn spin(&self) {
        let mut backoff = Backoff::new();
        while backoff.spin(SPIN) && self.word.load(Relaxed) == HELD {}
    }

    /// Frees the lock and wakes a thread that waits for it. Never waits.
    ///
    /// # Errors
    /// When the lock is free already.
    #[inline]
    #[track_caller]
    pub fn release(&self) -> Result<(), NotLocked> {
        let _call = self.object.call("release");
        self.free()
    }

    #[inline]
    pub(crate) fn free(&self) -> Result<(), NotLocked> {
        match self.word.swap(FREE, Release) {
            HELD => {}
            SLEEPERS => self.word.wake_one(),
            _ => {
                self.object.misuse(&NotLocked);
                return Err(NotLocked);
            }
        }
        self.object.freed();
        Ok(())
    }

    /// Takes the lock if it is free. Does not wait.
    #[inline]
    #[track_caller]
    pub fn try_acquire(&self) -> bool {
        self.object.answer("try_acquire", || self.try_take())
    }

    /// Waits until the lock is free and takes it, or until `timeout` has passed; tells which.
    #[track_caller]
    pub fn acquire_timeout(&self, timeout: Duration) -> bool {
        self.object.answer("acquire_timeout", || self.take_until(|| deadline(timeout)))
    }

    /// As [`RawLock::acquire_timeout`], until a moment.
    #[track_caller]
    pub fn acquire_until(&self, until: Instant) -> bool {
        self.object.answer("acquire_until", || self.take_until(|| Some(until)))
    }

    #[inline]
    pub(crate) fn try_take(&self) -> bool {
        self.take_if(|| false)
    }

    pub(crate) fn take_until(&self, until: impl FnOnce() -> Option<Instant>) -> bool {
        self.take_if(|| self.acquire_slowly(until()))
    }

    /// Whether somebody holds the lock at this moment.
    #[track_caller]
    pub fn is_locked(&self) -> bool {
        self.object.answer("is_locked", || self.word.load(Relaxed) != FREE)
    }

    /// Makes it a free lock, whoever held it: for the child of a `fork`, in which its holder does not exist.
    ///
    /// # Safety
    /// No other thread may use the lock at this time, or hold it or wait for it afterwards.
    pub unsafe fn reinit(&self) {
        self.word.store(FREE, Relaxed);
        self.object.freed();
    }
}

impl Default for RawLock {
    fn default() -> RawLock {
        RawLock::new()
    }
}

error! {
    /// The lock was released while nobody held it.
    pub struct NotLocked => "release unlocked lock"
}
