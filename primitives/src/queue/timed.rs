//! How long a call of a queue waits: the forms of `put` and `get` that wait for some time, or not at all.

use std::time::Duration;

use super::{BlockingQueue, GetError, PutError, Store};
use crate::condition::Condition;
use crate::lock::LockGuard;
use crate::platform::{Instant, deadline};

/// What a call does when it must wait.
#[derive(Clone, Copy)]
pub(super) enum Patience {
    /// It does not.
    None,
    /// It waits, until that moment at most if there is one.
    Until(Option<Instant>),
}

impl Patience {
    /// Whether to look again after it.
    pub(super) fn wait<T>(self, condition: &Condition, inner: &mut LockGuard<'_, T>) -> bool {
        match self {
            Patience::None => false,
            Patience::Until(until) => condition.wait_until(inner, until),
        }
    }
}

impl<S: Store> BlockingQueue<S> {
    /// Puts an item into the queue if there is room for it. Does not wait for room.
    ///
    /// # Errors
    /// [`PutError`] with the item, when there is none, or the queue was shut down.
    #[inline]
    #[track_caller]
    pub fn try_put(&self, item: S::Item) -> Result<(), PutError<S::Item>> {
        self.put_as("try_put", item, || Patience::None)
    }

    /// Puts an item into the queue; waits while that is full, for at most `timeout`.
    ///
    /// # Errors
    /// [`PutError`] with the item, when there was no room in time, or the queue was shut down.
    #[track_caller]
    pub fn put_timeout(&self, item: S::Item, timeout: Duration) -> Result<(), PutError<S::Item>> {
        self.put_as("put_timeout", item, || Patience::Until(deadline(timeout)))
    }

    /// As [`BlockingQueue::put_timeout`], until a moment.
    ///
    /// # Errors
    /// [`PutError`] with the item, when there was no room in time, or the queue was shut down.
    #[track_caller]
    pub fn put_until(&self, item: S::Item, until: Instant) -> Result<(), PutError<S::Item>> {
        self.put_as("put_until", item, || Patience::Until(Some(until)))
    }

    /// Takes the item whose turn it is, if there is one. Does not wait for one.
    ///
    /// # Errors
    /// [`GetError`], when there is none: [`GetError::ShutDown`] when the queue was shut down.
    #[inline]
    #[track_caller]
    pub fn try_get(&self) -> Result<S::Item, GetError> {
        self.get_as("try_get", || Patience::None)
    }

    /// Takes the item whose turn it is; waits while there is none, for at most `timeout`.
    ///
    /// # Errors
    /// [`GetError`], when none came in time, or the queue was shut down and is empty.
    #[track_caller]
    pub fn get_timeout(&self, timeout: Duration) -> Result<S::Item, GetError> {
        self.get_as("get_timeout", || Patience::Until(deadline(timeout)))
    }

    /// As [`BlockingQueue::get_timeout`], until a moment.
    ///
    /// # Errors
    /// [`GetError`], when none came in time, or the queue was shut down and is empty.
    #[track_caller]
    pub fn get_until(&self, until: Instant) -> Result<S::Item, GetError> {
        self.get_as("get_until", || Patience::Until(Some(until)))
    }
}
