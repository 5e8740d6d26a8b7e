//! The bounded semaphore whose permits are guarded, as those of [`Semaphore`](crate::Semaphore).

use std::time::Duration;

use super::RawBoundedSemaphore;
use crate::platform::{Instant, Place};
use crate::semaphore::{BadRelease, Permit};

/// A semaphore whose permits come back by themselves, and which never has more of them than at first.
///
/// The semantics are those of Python's `threading.BoundedSemaphore` with `with`. Waiting threads are woken in
/// no promised order, and a running thread may overtake them.
///
/// ```
/// use primitives::BoundedSemaphore;
///
/// let seats = BoundedSemaphore::new(2).named("seats");
/// let seat = seats.acquire();
/// assert!(seats.release(2).is_err(), "there is room for one permit");
/// assert_eq!(seats.value(), 1);
/// drop(seat);
/// assert_eq!(seats.value(), 2);
/// ```
#[derive(Debug)]
pub struct BoundedSemaphore(RawBoundedSemaphore);

impl BoundedSemaphore {
    /// A semaphore with so many permits, and never more.
    pub const fn new(permits: u32) -> BoundedSemaphore {
        BoundedSemaphore(RawBoundedSemaphore::new(permits))
    }

    /// Gives it a name for pictures and messages.
    pub fn named(self, name: &str) -> BoundedSemaphore {
        BoundedSemaphore(self.0.named(name))
    }

    /// Waits until there is a permit and takes it.
    #[inline]
    #[track_caller]
    pub fn acquire(&self) -> Permit<'_> {
        self.0.acquire();
        self.permit(Place::here())
    }

    /// Takes a permit if there is one. Does not wait.
    #[inline]
    #[track_caller]
    pub fn try_acquire(&self) -> Option<Permit<'_>> {
        let place = Place::here();
        self.0.try_acquire().then(|| self.permit(place))
    }

    /// Waits until there is a permit and takes it; none when `timeout` has passed first.
    #[track_caller]
    pub fn acquire_timeout(&self, timeout: Duration) -> Option<Permit<'_>> {
        let place = Place::here();
        self.0.acquire_timeout(timeout).then(|| self.permit(place))
    }

    /// As [`BoundedSemaphore::acquire_timeout`], until a moment.
    #[track_caller]
    pub fn acquire_until(&self, until: Instant) -> Option<Permit<'_>> {
        let place = Place::here();
        self.0.acquire_until(until).then(|| self.permit(place))
    }

    #[inline]
    fn permit(&self, place: Place) -> Permit<'_> {
        Permit::new(&self.0.core, self.0.bound, place)
    }

    /// Adds `n` permits that were forgotten. Never waits.
    ///
    /// # Errors
    /// When `n` is 0, or the permits would be more than at first; nothing has happened then.
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
