//! A thread with Python's verbs: made first and started later, joined by anybody and any number of times.
//!
//! | a raw thread is | start            | join              | is_alive | set_daemon |
//! |-----------------|------------------|-------------------|----------|------------|
//! | new             | starts it        | an error          | no       | is done    |
//! | running         | an error         | waits             | yes      | an error   |
//! | ended           | an error         | returns           | no       | an error   |
//!
//! Invariant: who starts it takes its target away, so it is started once; and `handle` is there from then on.
//!
//! Memory ordering: that of a join, which all that the thread did happens before.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use crate::error::error;
use crate::platform::{self, Handle, Object};
use crate::thread::join;

/// A thread with the verbs of Python's `threading.Thread`: made first, started later, joined by anybody, any
/// number of times. Clones are the same thread.
///
/// ```
/// use primitives::raw::Thread;
///
/// let thread = Thread::new("greeter", || println!("hello"));
/// assert_eq!(thread.join().unwrap_err().to_string(), "cannot join thread before it is started");
/// thread.start().unwrap();
/// assert_eq!(thread.start().unwrap_err().to_string(), "threads can only be started once");
/// thread.join().unwrap();
/// thread.join().unwrap();
/// assert!(!thread.is_alive());
/// ```
#[derive(Clone)]
pub struct RawThread(Arc<Shared>);

struct Shared {
    name: String,
    /// Plain bookkeeping, as the two below: so it is one of std.
    daemon: AtomicBool,
    target: Mutex<Option<Box<dyn FnOnce() + Send>>>,
    handle: OnceLock<Handle>,
    object: Object,
}

impl RawThread {
    /// A thread that will run `target` when it is started. It is a daemon if the running thread is one.
    pub fn new(name: &str, target: impl FnOnce() + Send + 'static) -> RawThread {
        RawThread(Arc::new(Shared {
            name: name.to_owned(),
            daemon: AtomicBool::new(Handle::current().starts_daemons()),
            target: Mutex::new(Some(Box::new(target))),
            handle: OnceLock::new(),
            object: Object::new("Thread"),
        }))
    }

    pub(crate) fn of(handle: Handle) -> RawThread {
        RawThread(Arc::new(Shared {
            name: handle.name().to_owned(),
            daemon: AtomicBool::new(handle.is_daemon()),
            target: Mutex::new(None),
            handle: OnceLock::from(handle),
            object: Object::new("Thread"),
        }))
    }

    /// Starts it.
    ///
    /// # Errors
    /// When that was done before.
    ///
    /// # Panics
    /// When the system cannot start another thread.
    #[track_caller]
    pub fn start(&self) -> Result<(), ThreadError> {
        let target = self.0.target.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(target) = target else {
            return self.refuse(ThreadError::StartedTwice);
        };
        let handle = platform::spawn(&self.0.name, self.is_daemon(), target);
        self.0.handle.set(handle).expect("its target is taken once");
        Ok(())
    }

    /// Waits for its end; returns at once if it has ended. What it did happens before this returns. Its panic, if
    /// it panicked, stays where it was reported.
    ///
    /// # Errors
    /// When it was not started, or is the running thread.
    #[track_caller]
    pub fn join(&self) -> Result<(), ThreadError> {
        self.wait(None).map(|_| ())
    }

    /// As [`RawThread::join`], for at most `timeout`; tells whether it has ended.
    ///
    /// # Errors
    /// When it was not started, or is the running thread.
    #[track_caller]
    pub fn join_timeout(&self, timeout: Duration) -> Result<bool, ThreadError> {
        self.wait(Some(timeout))
    }

    #[track_caller]
    fn wait(&self, timeout: Option<Duration>) -> Result<bool, ThreadError> {
        let Some(handle) = self.0.handle.get() else {
            return self.refuse(ThreadError::NotStarted);
        };
        join(handle, timeout).or_else(|error| self.refuse(error))
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Its number, once it is started, which no other thread has or had.
    pub fn ident(&self) -> Option<u64> {
        self.0.handle.get().map(Handle::ident)
    }

    /// Whether it is started and has not ended at this moment. Orders nothing.
    #[track_caller]
    pub fn is_alive(&self) -> bool {
        self.0.handle.get().is_some_and(Handle::is_alive)
    }

    /// Whether the program's end does not wait for it. See [`Thread`](crate::Thread).
    pub fn is_daemon(&self) -> bool {
        self.0.daemon.load(Relaxed)
    }

    /// Makes it a daemon, or not.
    ///
    /// # Errors
    /// When it was started already.
    pub fn set_daemon(&self, daemon: bool) -> Result<(), ThreadError> {
        if self.0.target.lock().unwrap_or_else(PoisonError::into_inner).is_none() {
            return self.refuse(ThreadError::Active);
        }
        self.0.daemon.store(daemon, Relaxed);
        Ok(())
    }

    fn refuse<R>(&self, error: ThreadError) -> Result<R, ThreadError> {
        self.0.object.name(&self.0.name);
        self.0.object.misuse(&error);
        Err(error)
    }
}

/// Whether they are the same thread.
impl PartialEq for RawThread {
    fn eq(&self, other: &RawThread) -> bool {
        let number = |thread: &RawThread| thread.0.handle.get().map(Handle::number);
        Arc::ptr_eq(&self.0, &other.0) || number(self).is_some_and(|mine| number(other) == Some(mine))
    }
}

impl Eq for RawThread {}

impl fmt::Debug for RawThread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ident = self.ident();
        f.debug_struct("Thread").field("name", &self.0.name).field("ident", &ident).finish_non_exhaustive()
    }
}

error! {
    /// A thread was used against the rules.
    #[non_exhaustive]
    pub enum ThreadError {
        /// It was started before.
        StartedTwice => "threads can only be started once",
        /// It was to be joined, and was not started.
        NotStarted => "cannot join thread before it is started",
        /// It was to join itself.
        JoinsItself => "cannot join current thread",
        /// It was to become a daemon, or none, after its start.
        Active => "cannot set daemon status of active thread",
    }
}
