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

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use std::time::Duration;

use crate::platform::{Backoff, Call, Cell, Instant, Object, Place, Printer, Word, deadline};

const FREE: u32 = 0;
const HELD: u32 = 1;
const SLEEPERS: u32 = 2;

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
        RawLock { word: Word::new(FREE), object: Object::new(kind) }
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
        if self.word.compare_exchange(FREE, HELD, Acquire, Relaxed).is_err() {
            self.acquire_slowly(None);
        }
        self.object.held();
    }

    /// Takes the lock if it is free. Does not wait.
    #[inline]
    #[track_caller]
    pub fn try_acquire(&self) -> bool {
        let mut call = self.object.call("try_acquire");
        let taken = self.try_take();
        call.answer(taken);
        taken
    }

    /// Waits until the lock is free and takes it, or until `timeout` has passed; tells which.
    #[track_caller]
    pub fn acquire_timeout(&self, timeout: Duration) -> bool {
        let mut call = self.object.call("acquire_timeout");
        let taken = self.take_until(|| deadline(timeout));
        call.answer(taken);
        taken
    }

    /// As [`RawLock::acquire_timeout`], until a moment.
    #[track_caller]
    pub fn acquire_until(&self, until: Instant) -> bool {
        let mut call = self.object.call("acquire_until");
        let taken = self.take_until(|| Some(until));
        call.answer(taken);
        taken
    }

    #[inline]
    pub(crate) fn try_take(&self) -> bool {
        self.take_if(|| false)
    }

    pub(crate) fn take_until(&self, until: impl FnOnce() -> Option<Instant>) -> bool {
        self.take_if(|| self.acquire_slowly(until()))
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

    /// Whether somebody holds the lock at this moment.
    #[track_caller]
    pub fn is_locked(&self) -> bool {
        let mut call = self.object.call("is_locked");
        let locked = self.word.load(Relaxed) != FREE;
        call.answer(locked);
        locked
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

/// The lock was released while nobody held it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotLocked;

impl fmt::Display for NotLocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("release unlocked lock")
    }
}

impl std::error::Error for NotLocked {}

/// A lock with the data it protects, which can be reached only through the guard that [`Lock::acquire`]
/// returns. Dropping the guard releases the lock, also when the thread panics: there is no poisoning.
///
/// The semantics are those of Python's `threading.Lock` with `with`.
///
/// ```
/// use primitives::{Lock, Thread};
///
/// let count = Lock::new(0).named("count");
/// Thread::scope(|s| {
///     s.spawn("A", || *count.acquire() += 1);
///     s.spawn("B", || *count.acquire() += 1);
/// });
/// assert_eq!(*count.acquire(), 2);
/// ```
pub struct Lock<T> {
    pub(crate) raw: RawLock,
    printer: Printer<T>,
    value: Cell<T>,
}

// SAFETY: the lock gives one thread at a time access to the value; so sharing the lock is sending the value.
unsafe impl<T: Send> Sync for Lock<T> {}
// SAFETY: whoever owns the lock owns the value.
unsafe impl<T: Send> Send for Lock<T> {}

impl<T> Lock<T> {
    /// A free lock around `value`.
    pub const fn new(value: T) -> Lock<T> {
        Lock { raw: RawLock::new(), printer: Printer::new(), value: Cell::new(value) }
    }

    /// Gives it a name for pictures and messages, which then show the value too.
    pub fn named(mut self, name: &str) -> Lock<T>
    where
        T: fmt::Debug,
    {
        self.raw.object.name(name);
        self.printer.learn();
        self.raw.object.value(&self.printer, self.value.get_mut());
        self
    }

    /// Waits until the lock is free and takes it. A thread that holds it already waits for itself, for ever.
    #[inline]
    #[track_caller]
    pub fn acquire(&self) -> LockGuard<'_, T> {
        self.raw.acquire();
        LockGuard { lock: self, place: Place::here() }
    }

    /// Takes the lock if it is free. Does not wait.
    #[inline]
    #[track_caller]
    pub fn try_acquire(&self) -> Option<LockGuard<'_, T>> {
        let place = Place::here();
        self.raw.try_acquire().then(|| LockGuard { lock: self, place })
    }

    /// Waits until the lock is free and takes it; none when `timeout` has passed first.
    #[track_caller]
    pub fn acquire_timeout(&self, timeout: Duration) -> Option<LockGuard<'_, T>> {
        let place = Place::here();
        self.raw.acquire_timeout(timeout).then(|| LockGuard { lock: self, place })
    }

    /// As [`Lock::acquire_timeout`], until a moment.
    #[track_caller]
    pub fn acquire_until(&self, until: Instant) -> Option<LockGuard<'_, T>> {
        let place = Place::here();
        self.raw.acquire_until(until).then(|| LockGuard { lock: self, place })
    }

    /// Whether somebody holds the lock at this moment.
    #[track_caller]
    pub fn is_locked(&self) -> bool {
        self.raw.is_locked()
    }

    /// The value, which nobody else can reach while the lock is borrowed like this.
    pub fn get_mut(&mut self) -> &mut T {
        self.value.get_mut()
    }

    /// The value, when nobody else can have the lock.
    pub fn into_inner(self) -> T {
        self.value.into_inner()
    }
}

/// The right to use what a [`Lock`] protects, until it is dropped.
pub struct LockGuard<'a, T> {
    pub(crate) lock: &'a Lock<T>,
    place: Place,
}

// SAFETY: sharing the guard shares the value, nothing else.
unsafe impl<T: Sync> Sync for LockGuard<'_, T> {}
// SAFETY: any thread may release the lock, and the value goes where the guard goes.
unsafe impl<T: Send> Send for LockGuard<'_, T> {}

impl<T> LockGuard<'_, T> {
    /// Says what the value is now. To be called before the lock is given away.
    pub(crate) fn show(&self) {
        // Reading the value is an access, which would be checked for nobody.
        if self.lock.raw.object.watched() {
            self.lock.raw.object.value(&self.lock.printer, self);
        }
    }
}

impl<T> Deref for LockGuard<'_, T> {
    type Target = T;

    #[inline]
    #[track_caller]
    fn deref(&self) -> &T {
        // SAFETY: the guard exists, so this thread holds the lock and no other has access.
        self.lock.value.with(|value| unsafe { &*value })
    }
}

impl<T> DerefMut for LockGuard<'_, T> {
    #[inline]
    #[track_caller]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: the guard exists, so this thread holds the lock and no other has access.
        self.lock.value.with_mut(|value| unsafe { &mut *value })
    }
}

impl<T> Drop for LockGuard<'_, T> {
    #[inline]
    fn drop(&mut self) {
        self.show();
        let _call = self.lock.raw.object.call_from("release", self.place);
        self.lock.raw.free().expect("a guard holds its lock");
    }
}

impl<T: fmt::Debug> fmt::Debug for LockGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T> fmt::Debug for Lock<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lock").finish_non_exhaustive()
    }
}
