//! The forms of `put` and `get` that wait for some time, or not at all.

use std::time::Duration;

use super::RingQueue;
use crate::platform::{Instant, deadline};
use crate::queue::{GetError, PutError};

impl<T> RingQueue<T> {
    /// Appends an item if there is room for it. Does not wait for room.
    ///
    /// # Errors
    /// [`PutError`] with the item, when there is none, or the queue was shut down.
    #[inline]
    #[track_caller]
    pub fn try_put(&self, item: T) -> Result<(), PutError<T>> {
        self.put_as("try_put", item, || None)
    }

    /// Appends an item; waits while the queue is full, for at most `timeout`.
    ///
    /// # Errors
    /// [`PutError`] with the item, when there was no room in time, or the queue was shut down.
    #[track_caller]
    pub fn put_timeout(&self, item: T, timeout: Duration) -> Result<(), PutError<T>> {
        self.put_as("put_timeout", item, || self.await_room(deadline(timeout)))
    }

    /// As [`RingQueue::put_timeout`], until a moment.
    ///
    /// # Errors
    /// [`PutError`] with the item, when there was no room in time, or the queue was shut down.
    #[track_caller]
    pub fn put_until(&self, item: T, until: Instant) -> Result<(), PutError<T>> {
        self.put_as("put_until", item, || self.await_room(Some(until)))
    }

    /// Takes the oldest item, if there is one. Does not wait for one.
    ///
    /// # Errors
    /// [`GetError`], when there is none: [`GetError::ShutDown`] when the queue was shut down.
    #[inline]
    #[track_caller]
    pub fn try_get(&self) -> Result<T, GetError> {
        self.get_as("try_get", || None)
    }

    /// Takes the oldest item; waits while there is none, for at most `timeout`.
    ///
    /// # Errors
    /// [`GetError`], when none came in time, or the queue was shut down and is empty.
    #[track_caller]
    pub fn get_timeout(&self, timeout: Duration) -> Result<T, GetError> {
        self.get_as("get_timeout", || self.await_item(deadline(timeout)))
    }

    /// As [`RingQueue::get_timeout`], until a moment.
    ///
    /// # Errors
    /// [`GetError`], when none came in time, or the queue was shut down and is empty.
    #[track_caller]
    pub fn get_until(&self, until: Instant) -> Result<T, GetError> {
        self.get_as("get_until", || self.await_item(Some(until)))
    }
}
