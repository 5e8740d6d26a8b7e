//! The lock with the data it guards. What it does is the raw lock's; this says who may use the data.
//!
//! Invariant: a guard exists only as long as its lock is held, and the data is reached only through a guard.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::time::Duration;

use super::RawLock;
use crate::platform::{Cell, Instant, Place, Printer};

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
