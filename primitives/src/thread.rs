//! Threads: start one with a name, wait for its end, take its result.
//!
//! | a thread is | join                       | join_timeout       | is_alive |
//! |-------------|----------------------------|--------------------|----------|
//! | running     | waits                      | waits, for a while | yes      |
//! | ended       | its result, or its panic   | true               | no       |
//!
//! Invariant: the result's place is written by the thread alone, once, before its end, and read by its joiner
//! alone, after it.
//!
//! Memory ordering: a thread's end writes with Release, a join that returns reads with Acquire; so all that the
//! thread did happens before what comes after the join. Starting a thread is as strong. What is asked without
//! waiting (`is_alive`, `enumerate`) orders nothing.

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use crate::platform::{self, Handle, Legacy, deadline};
use crate::raw_thread::ThreadError;

mod all;

pub use all::BadStackSize;
pub(crate) use all::join_all;

/// A thread that was started, and the result it will have.
///
/// Dropping it leaves the thread running. Python's `threading.Thread`, with Rust's result. A panic ends only its
/// thread: the panic hook reports it at once (as `threading.excepthook` does), and a join brings it back.
///
/// A *daemon* is a thread whose end nobody waits for when the program ends. In Rust that is every thread, since a
/// process ends with its `main`; below [`main`](crate::main()) it is as in Python, which waits for all but daemons.
/// A thread is a daemon if its starter is one, or if it is started by [`Thread::spawn_daemon`]; or if it was not
/// started here (as Python's dummy threads), but those that it starts then are none.
///
/// ```
/// use primitives::Thread;
///
/// let adder = Thread::spawn("adder", || 20 + 22);
/// assert_eq!(adder.join().unwrap(), 42);
/// ```
#[derive(Debug)]
pub struct Thread<T> {
    handle: Handle,
    result: Arc<Slot<T>>,
}

/// Where a thread leaves its result.
#[derive(Debug)]
pub(crate) struct Slot<T>(Legacy<Option<T>>);

// SAFETY: the thread writes before it ends, its joiner reads after; a join orders the two.
unsafe impl<T: Send> Sync for Slot<T> {}
// SAFETY: a slot is its value.
unsafe impl<T: Send> Send for Slot<T> {}

impl<T> Slot<T> {
    pub(crate) fn new() -> Slot<T> {
        Slot(Legacy::new(None))
    }

    /// Only for the thread itself, once, before its end.
    pub(crate) fn put(&self, value: T) {
        // SAFETY: nobody else looks before the thread's end, which comes after.
        self.0.with_mut(|slot| unsafe { *slot = Some(value) });
    }

    /// What the thread left or panicked with. Only for its one joiner, after its end.
    pub(crate) fn take(&self, ended: &Handle) -> Result<T, Box<dyn Any + Send>> {
        if let Some(payload) = ended.take_panic() {
            return Err(payload);
        }
        // SAFETY: the thread has ended, and there is one joiner, as its handle was given away for it.
        let value = self.0.with_mut(|slot| unsafe { (*slot).take() });
        Ok(value.expect("a thread that did not panic has a result"))
    }
}

impl<T: Send + 'static> Thread<T> {
    /// Starts a thread.
    ///
    /// # Panics
    /// When the system cannot start another one.
    #[track_caller]
    pub fn spawn(name: &str, f: impl FnOnce() -> T + Send + 'static) -> Thread<T> {
        Thread::start(name, Handle::current().starts_daemons(), f)
    }

    /// Starts a daemon: a thread that [`main`](crate::main()) does not wait for.
    ///
    /// # Panics
    /// When the system cannot start another one.
    #[track_caller]
    pub fn spawn_daemon(name: &str, f: impl FnOnce() -> T + Send + 'static) -> Thread<T> {
        Thread::start(name, true, f)
    }

    #[track_caller]
    fn start(name: &str, daemon: bool, f: impl FnOnce() -> T + Send + 'static) -> Thread<T> {
        let result = Arc::new(Slot::new());
        let slot = Arc::clone(&result);
        let handle = platform::spawn(name, daemon, Box::new(move || slot.put(f())));
        Thread { handle, result }
    }
}

impl<T> Thread<T> {
    /// Its name.
    pub fn name(&self) -> &str {
        self.handle.name()
    }

    /// Its number, which no other thread of the process (or of the execution) has or had. Never 0.
    pub fn ident(&self) -> u64 {
        self.handle.ident()
    }

    /// Whether the program's end does not wait for it.
    pub fn is_daemon(&self) -> bool {
        self.handle.is_daemon()
    }

    /// Whether it has not ended at this moment. Does not wait, and orders nothing: see [`Thread::join`] for that.
    #[track_caller]
    pub fn is_alive(&self) -> bool {
        self.handle.is_alive()
    }

    /// Waits for its end. What the thread did happens before this returns, and so does the end of its values
    /// in a [`ThreadLocal`](crate::ThreadLocal).
    ///
    /// # Errors
    /// With what the thread panicked with, if it did.
    ///
    /// # Panics
    /// When the thread itself calls this: it would wait for ever.
    #[track_caller]
    pub fn join(self) -> Result<T, Box<dyn Any + Send>> {
        join(&self.handle, None).unwrap_or_else(|error| panic!("{error}"));
        self.result.take(&self.handle)
    }

    /// Waits for its end, for at most `timeout`; tells whether it has ended. What the thread did happens before a
    /// `true`. Can be called again and again; [`Thread::join`] has the result.
    ///
    /// # Panics
    /// When the thread itself calls this.
    #[track_caller]
    pub fn join_timeout(&self, timeout: Duration) -> bool {
        join(&self.handle, Some(timeout)).unwrap_or_else(|error| panic!("{error}"))
    }
}

/// Waits for the end of another thread, for at most `timeout`; whether it has ended.
#[track_caller]
pub(crate) fn join(thread: &Handle, timeout: Option<Duration>) -> Result<bool, ThreadError> {
    if thread.number() == platform::current() {
        return Err(ThreadError::JoinsItself);
    }
    Ok(thread.join(timeout.and_then(deadline)))
}
