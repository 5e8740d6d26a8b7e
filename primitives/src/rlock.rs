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

use std::fmt;
use std::marker::PhantomData;
use std::num::NonZeroU32;
use std::ops::Deref;
use std::time::Duration;

use crate::lock::RawLock;
use crate::platform::{Cell, Instant, Mark, Object, Place, current, deadline};

const NOBODY: u64 = 0;

/// A reentrant lock without data, with the verbs of Python's `threading.RLock`: its owner may acquire it
/// again, and must release it as often.
///
/// Waiting threads are woken in no promised order, and a running thread may overtake them.
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
    ///
    /// # Panics
    /// When this thread holds it 4,294,967,295 times already.
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

    /// Takes the lock if no other thread holds it. Does not wait.
    ///
    /// # Panics
    /// As [`RawRLock::acquire`].
    #[inline]
    #[track_caller]
    pub fn try_acquire(&self) -> bool {
        let mut call = self.object().call("try_acquire");
        let taken = self.take_if(|| self.lock.try_take());
        call.answer(taken);
        taken
    }

    /// Waits until no other thread holds the lock and takes it, or until `timeout` has passed; tells which.
    ///
    /// # Panics
    /// As [`RawRLock::acquire`].
    #[track_caller]
    pub fn acquire_timeout(&self, timeout: Duration) -> bool {
        let mut call = self.object().call("acquire_timeout");
        let taken = self.take_if(|| self.lock.take_until(|| deadline(timeout)));
        call.answer(taken);
        taken
    }

    /// As [`RawRLock::acquire_timeout`], until a moment.
    ///
    /// # Panics
    /// As [`RawRLock::acquire`].
    #[track_caller]
    pub fn acquire_until(&self, until: Instant) -> bool {
        let mut call = self.object().call("acquire_until");
        let taken = self.take_if(|| self.lock.take_until(|| Some(until)));
        call.answer(taken);
        taken
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

    /// Frees the lock, however often this thread holds it, and wakes a thread that waits for it. How often
    /// that was is what [`RawRLock::acquire_restore`] wants. Never waits.
    ///
    /// # Errors
    /// When this thread does not hold the lock.
    #[track_caller]
    pub fn release_save(&self) -> Result<NonZeroU32, NotOwner> {
        let _call = self.object().call("release_save");
        self.check_owner()?;
        let count = NonZeroU32::new(self.count()).expect("its owner holds the lock");
        self.free();
        Ok(count)
    }

    /// Waits until the lock is free and takes it, `count` times. A thread that holds it already waits for
    /// itself, for ever.
    #[track_caller]
    pub fn acquire_restore(&self, count: NonZeroU32) {
        let _call = self.lock.call_when_free("acquire_restore");
        self.lock.take();
        self.own(current(), count.get());
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

    /// How often this thread holds the lock.
    pub fn recursion_count(&self) -> u32 {
        if self.is_owned() { self.count() } else { 0 }
    }

    /// Makes it a free lock, whoever held it: for the child of a `fork`, in which its holder does not exist.
    ///
    /// # Safety
    /// No other thread may use the lock at this time, or hold it or wait for it afterwards.
    pub unsafe fn reinit(&self) {
        self.disown();
        // SAFETY: the caller answers for it.
        unsafe { self.lock.reinit() };
    }
}

impl Default for RawRLock {
    fn default() -> RawRLock {
        RawRLock::new()
    }
}

/// The reentrant lock was released by a thread that does not hold it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotOwner;

impl fmt::Display for NotOwner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("cannot release un-acquired lock")
    }
}

impl std::error::Error for NotOwner {}

/// A reentrant lock with the data it protects, which can be read through the guards that [`RLock::acquire`]
/// returns. The owner may have several of them, so none gives the right to change it; put a
/// [`std::cell::Cell`] or a [`std::cell::RefCell`] inside for that. Dropping the last guard releases the
/// lock, also when the thread panics: there is no poisoning.
///
/// The semantics are those of Python's `threading.RLock` with `with`.
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
    ///
    /// # Panics
    /// When this thread holds it 4,294,967,295 times already.
    #[inline]
    #[track_caller]
    pub fn acquire(&self) -> RLockGuard<'_, T> {
        self.raw.acquire();
        self.guard(Place::here())
    }

    /// Takes the lock if no other thread holds it. Does not wait.
    ///
    /// # Panics
    /// As [`RLock::acquire`].
    #[inline]
    #[track_caller]
    pub fn try_acquire(&self) -> Option<RLockGuard<'_, T>> {
        let place = Place::here();
        self.raw.try_acquire().then(|| self.guard(place))
    }

    /// Waits until no other thread holds the lock and takes it; none when `timeout` has passed first.
    ///
    /// # Panics
    /// As [`RLock::acquire`].
    #[track_caller]
    pub fn acquire_timeout(&self, timeout: Duration) -> Option<RLockGuard<'_, T>> {
        let place = Place::here();
        self.raw.acquire_timeout(timeout).then(|| self.guard(place))
    }

    /// As [`RLock::acquire_timeout`], until a moment.
    ///
    /// # Panics
    /// As [`RLock::acquire`].
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
