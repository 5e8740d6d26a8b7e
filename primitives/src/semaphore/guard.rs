//! The semaphore whose permits are guarded: each comes back when its guard, the [`Permit`], is dropped.

use std::time::Duration;

use super::{BadRelease, RawSemaphore};
use crate::platform::{Instant, Place};

/// A semaphore whose permits come back by themselves: dropping a [`Permit`] releases it.
///
/// The semantics are those of Python's `threading.Semaphore` with `with`. Waiting threads are woken in no
/// promised order, and a running thread may overtake them.
///
/// ```
/// use primitives::{Semaphore, Thread};
///
/// let seats = Semaphore::new(2).named("seats");
/// Thread::scope(|s| {
///     for guest in ["Ann", "Bob", "Cem"] {
///         s.spawn(guest, || {
///             let _seat = seats.acquire();
///             // never more than two guests are here
///         });
///     }
/// });
/// assert_eq!(seats.value(), 2);
/// ```
#[derive(Debug)]
pub struct Semaphore(RawSemaphore);

impl Semaphore {
    /// A semaphore with so many permits.
    pub const fn new(permits: u32) -> Semaphore {
        Semaphore(RawSemaphore::new(permits))
    }

    /// Gives it a name for pictures and messages.
    pub fn named(self, name: &str) -> Semaphore {
        Semaphore(self.0.named(name))
    }

    /// Waits until there is a permit and takes it.
    #[inline]
    #[track_caller]
    pub fn acquire(&self) -> Permit<'_> {
        self.0.acquire();
        Permit::new(&self.0, u32::MAX, Place::here())
    }

    /// Takes a permit if there is one. Does not wait.
    #[inline]
    #[track_caller]
    pub fn try_acquire(&self) -> Option<Permit<'_>> {
        let place = Place::here();
        self.0.try_acquire().then(|| Permit::new(&self.0, u32::MAX, place))
    }

    /// Waits until there is a permit and takes it; none when `timeout` has passed first.
    #[track_caller]
    pub fn acquire_timeout(&self, timeout: Duration) -> Option<Permit<'_>> {
        let place = Place::here();
        self.0.acquire_timeout(timeout).then(|| Permit::new(&self.0, u32::MAX, place))
    }

    /// As [`Semaphore::acquire_timeout`], until a moment.
    #[track_caller]
    pub fn acquire_until(&self, until: Instant) -> Option<Permit<'_>> {
        let place = Place::here();
        self.0.acquire_until(until).then(|| Permit::new(&self.0, u32::MAX, place))
    }

    /// Adds `n` permits, for which nobody need have had any before. Never waits.
    ///
    /// # Errors
    /// When `n` is 0, or the permits would be more than [`u32::MAX`]; nothing has happened then.
    #[track_caller]
    pub fn release(&self, n: u32) -> Result<(), BadRelease> {
        self.0.release(n)
    }

    /// How many permits there are at this moment.
    #[track_caller]
    pub fn value(&self) -> u32 {
        self.0.value()
    }
}

/// A permit of a semaphore. Dropping it gives it back, also when the thread panics.
#[derive(Debug)]
#[must_use = "a permit that is dropped at once protects nothing"]
pub struct Permit<'a> {
    semaphore: &'a RawSemaphore,
    bound: u32,
    place: Place,
}

impl<'a> Permit<'a> {
    #[inline]
    pub(crate) fn new(semaphore: &'a RawSemaphore, bound: u32, place: Place) -> Permit<'a> {
        Permit { semaphore, bound, place }
    }

    /// Keeps the permit from coming back: the semaphore has one less from now on.
    pub fn forget(self) {
        std::mem::forget(self);
    }
}

impl Drop for Permit<'_> {
    #[inline]
    fn drop(&mut self) {
        let _call = self.semaphore.object.call_from("release", self.place);
        // Refused only if the program released so many others that there is no room for it: none is missing.
        let _ = self.semaphore.give(1, self.bound);
    }
}
