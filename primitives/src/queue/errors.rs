//! What a queue says when it cannot do what it was asked for. The texts are for people; Python's have none.

use std::fmt;

use crate::error::error;

/// The queue was shut down: nothing can be put any more, and there is nothing left to get. Brings back the
/// item, if there was one to put.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ShutDown<T = ()>(pub T);

/// Why an item could not be put. Brings it back.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum PutError<T> {
    /// There was no room, or none in time.
    Full(T),
    /// The queue was shut down.
    ShutDown(T),
}

impl<T> PutError<T> {
    /// The item that could not be put.
    pub fn into_inner(self) -> T {
        match self {
            PutError::Full(item) | PutError::ShutDown(item) => item,
        }
    }
}

error! {
    /// Why there was no item to get.
    pub enum GetError {
        /// There was none, or none in time.
        Empty => "the queue is empty",
        /// There was none, and there will be none: the queue was shut down.
        ShutDown => SHUT_DOWN,
    }
}

error! {
    /// More items were reported as done than were ever put.
    pub struct TooManyDone => "task_done() called too many times"
}

const SHUT_DOWN: &str = "the queue was shut down";

impl<T> fmt::Display for ShutDown<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(SHUT_DOWN)
    }
}

impl<T> fmt::Display for PutError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            PutError::Full(_) => "the queue is full",
            PutError::ShutDown(_) => SHUT_DOWN,
        })
    }
}

// Items need not be printable for their queue's errors to be.
impl<T> fmt::Debug for ShutDown<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ShutDown(..)")
    }
}

impl<T> fmt::Debug for PutError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            PutError::Full(_) => "Full(..)",
            PutError::ShutDown(_) => "ShutDown(..)",
        })
    }
}

impl<T> std::error::Error for ShutDown<T> {}
impl<T> std::error::Error for PutError<T> {}
