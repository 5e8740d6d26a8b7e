//! The reentrant lock with the data it guards. What it does is the raw lock's; this says who may use the data.
//!
//! Invariant: a guard exists only as long as its lock is held, and only in the thread that holds it. As that may
//! have several, none of them lends the data for changes.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;
use std::time::Duration;

use super::RawRLock;
use crate::platform::{Cell, Instant, Place};

/// A reentrant lock with the data it protects, which can be read through the guards that [`RLock::acquire`]
/// returns. The owner may have several of them, so none gives the right to change it; put a
/// [`std::cell::Cell`] or a [`std::cell::RefCell`] inside for that. Dropping the last guard releases the
/// lock, also when the thread panics: there is no poisoning.
///
/// The semantics are those of Python's `threading.RLock` with `with`.
///
/// # Panics
/// In any way to acquire it, when the thread holds it 4,294,967,295 times already.
///
/// ```
/// use std::cell::Cell;
///
/// use primitives::RLock;
///
/// let balance = RLock::new(Cell::new(10)).named("balance");
/// let deposit = |n| {
///     let balance = balance.acquire();
///     balance.set(balance.get() + n);
/// };
/// let both = balance.acquire();
/// deposit(1);
/// deposit(2);
/// assert_eq!(both.get(), 13);
/// ```
pub struct RLock<T> {
    raw: RawRLock,
    value: Cell<T>,
}

// SAFETY: the lock gives one thread at a time access to the value; so sharing the lock is sending the value.
unsafe impl<T: Send> Sync for RLock<T> {}
// SAFETY: whoever owns the lock owns the value.
unsafe impl<T: Send> Send for RLock<T> {}

impl<T> RLock<T> {
    /// A free lock around `value`.
    pub const fn new(value: T) -> RLock<T> {
        RLock { raw: RawRLock::new(), value: Cell::new(value) }
    }

    /// Gives it a name for pictures and messages.
    pub fn named(self, name: &str) -> RLock<T> {
        RLock { raw: self.raw.named(name), ..self }
    }

    /// Waits until no other thread holds the lock and takes it, once more if this one holds it.
    #[inline]
    #[track_caller]
    pub fn acquire(&self) -> RLockGuard<'_, T> {
        self.raw.acquire();
        self.guard(Place::here())
    }

    /// Takes the lock if no other thread holds it. Does not wait.
    #[inline]
    #[track_caller]
    pub fn try_acquire(&self) -> Option<RLockGuard<'_, T>> {
        let place = Place::here();
        self.raw.try_acquire().then(|| self.guard(place))
    }

    /// Waits until no other thread holds the lock and takes it; none when `timeout` has passed first.
    #[track_caller]
    pub fn acquire_timeout(&self, timeout: Duration) -> Option<RLockGuard<'_, T>> {
        let place = Place::here();
        self.raw.acquire_timeout(timeout).then(|| self.guard(place))
    }

    /// As [`RLock::acquire_timeout`], until a moment.
    #[track_caller]
    pub fn acquire_until(&self, until: Instant) -> Option<RLockGuard<'_, T>> {
        let place = Place::here();
        self.raw.acquire_until(until).then(|| self.guard(place))
    }

    #[inline]
    fn guard(&self, place: Place) -> RLockGuard<'_, T> {
        RLockGuard { lock: self, place, stays: PhantomData }
    }

    /// Whether somebody holds the lock at this moment.
    #[track_caller]
    pub fn is_locked(&self) -> bool {
        self.raw.is_locked()
    }

    /// How often this thread holds the lock.
    pub fn recursion_count(&self) -> u32 {
        self.raw.recursion_count()
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

/// The right to read what an [`RLock`] protects, until it is dropped. It stays in its thread, which is the
/// owner.
///
/// ```compile_fail,E0277
/// let lock = primitives::RLock::new(0);
/// let guard = lock.acquire();
/// primitives::Thread::scope(|s| {
///     s.spawn("another", move || drop(guard));
/// });
/// ```
#[must_use = "a guard that is dropped at once protects nothing"]
pub struct RLockGuard<'a, T> {
    lock: &'a RLock<T>,
    place: Place,
    stays: PhantomData<*const ()>,
}

// SAFETY: sharing the guard shares the value, nothing else.
unsafe impl<T: Sync> Sync for RLockGuard<'_, T> {}

impl<T> Deref for RLockGuard<'_, T> {
    type Target = T;

    #[inline]
    #[track_caller]
    fn deref(&self) -> &T {
        // SAFETY: the guard exists, so its thread holds the lock, and nobody has the right to change the value.
        self.lock.value.with(|value| unsafe { &*value })
    }
}

impl<T> Drop for RLockGuard<'_, T> {
    #[inline]
    fn drop(&mut self) {
        let _call = self.lock.raw.object().call_from("release", self.place);
        self.lock.raw.leave();
    }
}

impl<T: fmt::Debug> fmt::Debug for RLockGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T> fmt::Debug for RLock<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RLock").finish_non_exhaustive()
    }
}
