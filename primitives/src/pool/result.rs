//! What a task will come to: empty until the task's thread fills it, once.
//!
//! Invariant: the result is written before `done` is set and read after; it is taken by the one who owns the
//! `AsyncResult`. `done` orders the two.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::time::Duration;

use super::Came;
use crate::error::error;
use crate::event::Event;
use crate::platform::{Cell, Object, Payload};

/// A result that will be there when a [`ThreadPool`](crate::ThreadPool) has done the task.
///
/// Python's `multiprocessing.pool.AsyncResult`. Dropping it does not stop the task.
///
/// ```
/// use primitives::ThreadPool;
///
/// let pool = ThreadPool::new(1);
/// let result = pool.apply_async(|| "done").unwrap();
/// result.wait();
/// assert!(result.ready());
/// assert_eq!(result.successful(), Ok(true));
/// assert_eq!(result.get(), "done");
/// ```
pub struct AsyncResult<T>(Arc<Outcome<T>>);

struct Outcome<T> {
    done: Event,
    result: Cell<Option<Result<T, Payload>>>,
    object: Object,
}

// SAFETY: the task's thread writes the result before `done` is set. After that it is only read, by those who saw
// `done` (who look at which it is, not at the value), and taken by the one owner.
unsafe impl<T: Send> Sync for Outcome<T> {}
// SAFETY: an outcome is its result; what a task panicked with is `Send`.
unsafe impl<T: Send> Send for Outcome<T> {}

/// What a result says that will never come.
pub(super) const TERMINATED: &str = "the pool was terminated before it did this";

/// A result, and how to fill it: nothing is for a task that was dropped.
pub(super) fn pair<T: Send + 'static>(
    callback: impl FnOnce(&T) + Send + 'static,
    error_callback: impl FnOnce(&Payload) + Send + 'static,
) -> (AsyncResult<T>, impl FnOnce(Came<T>) + Send + 'static) {
    let (done, object) = (Event::new(), Object::new("AsyncResult"));
    let outcome = Arc::new(Outcome { done, result: Cell::new(None), object });
    let ours = AsyncResult(Arc::clone(&outcome));
    let keep = move |result: Came<T>| {
        // What panics here was reported by the panic hook, and the task itself is done.
        let _ = catch_unwind(AssertUnwindSafe(|| match &result {
            Some(Ok(value)) => callback(value),
            Some(Err(payload)) => error_callback(payload),
            None => {}
        }));
        outcome.fill(result.unwrap_or_else(|| Err(Box::new(TERMINATED))));
    };
    (ours, keep)
}

impl<T> Outcome<T> {
    fn fill(&self, result: Result<T, Payload>) {
        let _call = self.object.call("set");
        // SAFETY: a promise is kept once, and nobody reads before `done` is set.
        self.result.with_mut(|place| unsafe { *place = Some(result) });
        self.done.set();
    }
}

impl<T> AsyncResult<T> {
    /// Waits for the result. What the task did happens before this returns.
    ///
    /// # Panics
    /// With what the task panicked with; or when the pool was terminated before it began the task.
    #[track_caller]
    pub fn get(self) -> T {
        self.join().unwrap_or_else(|payload| resume_unwind(payload))
    }

    /// As [`AsyncResult::get`], for at most `timeout`.
    ///
    /// # Errors
    /// [`TimedOut`] with the result that is yet to come.
    ///
    /// # Panics
    /// As [`AsyncResult::get`].
    #[track_caller]
    pub fn get_timeout(self, timeout: Duration) -> Result<T, TimedOut<T>> {
        if self.wait_timeout(timeout) {
            Ok(self.take().unwrap_or_else(|p| resume_unwind(p)))
        } else {
            Err(TimedOut(self))
        }
    }

    /// Waits for the result, and does not panic if the task did.
    ///
    /// # Errors
    /// With what the task panicked with, or a text if the pool was terminated first.
    #[track_caller]
    pub fn join(self) -> Result<T, Payload> {
        self.wait_for("get");
        self.take()
    }

    fn take(self) -> Result<T, Payload> {
        // SAFETY: the result was waited for, and whoever owns this takes it once.
        let result = self.0.result.with_mut(|place| unsafe { (*place).take() });
        result.expect("it is filled before it is done")
    }

    /// Waits until the result is there. What the task did happens before this returns.
    #[track_caller]
    pub fn wait(&self) {
        self.wait_for("wait");
    }

    #[track_caller]
    fn wait_for(&self, verb: &'static str) {
        let _call = self.0.object.call(verb);
        self.0.done.wait();
    }

    /// As [`AsyncResult::wait`], for at most `timeout`; tells whether it is there.
    #[track_caller]
    pub fn wait_timeout(&self, timeout: Duration) -> bool {
        self.0.object.answer("wait_timeout", || self.0.done.wait_timeout(timeout))
    }

    /// Whether the result is there. What the task did happens before a `true`.
    #[track_caller]
    pub fn ready(&self) -> bool {
        self.0.object.answer("ready", || self.0.done.is_set())
    }

    /// Whether the task ended without a panic.
    ///
    /// # Errors
    /// [`NotReady`] when the result is not there yet.
    #[track_caller]
    pub fn successful(&self) -> Result<bool, NotReady> {
        let mut call = self.0.object.call("successful");
        if !self.0.done.is_set() {
            self.0.object.misuse(&NotReady);
            return Err(NotReady);
        }
        // SAFETY: it was filled before `done` was set, and is taken by the owner alone, who is borrowed.
        let successful = self.0.result.with(|result| unsafe { matches!(*result, Some(Ok(_))) });
        call.answer(successful);
        Ok(successful)
    }
}

impl<T> fmt::Debug for AsyncResult<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AsyncResult(..)")
    }
}

/// The result was not there in time. It may still come: here is what to wait for.
pub struct TimedOut<T>(pub AsyncResult<T>);

impl<T> fmt::Debug for TimedOut<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TimedOut(..)")
    }
}

impl<T> fmt::Display for TimedOut<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the result was not there in time")
    }
}

impl<T> std::error::Error for TimedOut<T> {}

error! {
    /// Whether a task was successful was asked before its end.
    pub struct NotReady => "not ready"
}
