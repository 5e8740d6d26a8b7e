//! A pool of threads: tasks wait in a queue until one of a few threads has time for them.
//!
//! | the pool is | `apply`, `map`, ... | `close`     | `terminate`                | `join`   | its threads           |
//! |-------------|---------------------|-------------|----------------------------|----------|-----------------------|
//! | running     | puts tasks          | becomes closed | drops the tasks that wait | an error | wait for tasks        |
//! | closed      | an error            | nothing     | drops the tasks that wait  | waits    | do what is left, end  |
//!
//! Invariant: a task is run once, or dropped once; either keeps its promise, so whoever waits for its result goes
//! on. The pool is closed when its queue is shut down, so no task comes into the queue that no thread would take.
//!
//! Memory ordering: the queue hands a task over to its thread, and an event its result to who waits for that.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::platform::{Object, Payload, Place};
use crate::queue::Queue;
use crate::raw_thread::{RawThread, ThreadError};

mod errors;
mod imap;
mod map;
mod promise;
mod result;

pub use errors::PoolError;
pub use imap::Results;
use promise::Promise;
pub use result::{AsyncResult, NotReady, TimedOut};

type Task = Box<dyn FnOnce() + Send>;

/// What came of a task; nothing, if it was dropped.
type Came<T> = Option<Result<T, Payload>>;

/// A few threads that do what they are given.
///
/// The semantics are those of Python's `multiprocessing.pool.ThreadPool`; its threads are daemons. A panic in a
/// task is reported by the panic hook, goes on where its result is taken, and does the pool no harm. Dropping a
/// pool that is not closed terminates it, as leaving its `with` block does. (Python's `starmap` is [`map`] with a
/// closure that takes a tuple.)
///
/// ```
/// use primitives::ThreadPool;
///
/// let pool = ThreadPool::new(2);
/// let lazy = pool.apply_async(|| 20 + 22).unwrap();
/// assert_eq!(pool.map(|n| n * n, 1..=4).unwrap(), [1, 4, 9, 16]);
/// assert_eq!(lazy.get(), 42);
/// pool.close();
/// pool.join().unwrap();
/// assert_eq!(pool.apply(|| ()).unwrap_err().to_string(), "Pool not running");
/// ```
///
/// [`map`]: ThreadPool::map
pub struct ThreadPool {
    shared: Arc<Shared>,
    threads: Vec<RawThread>,
    place: Place,
}

struct Shared {
    tasks: Queue<Task>,
    object: Object,
}

impl Shared {
    /// A thread's life.
    fn work(&self) {
        while let Some(task) = self.take() {
            task();
        }
    }

    fn take(&self) -> Option<Task> {
        let mut call = self.object.call("take");
        let task = self.tasks.get().ok();
        call.answer(task.is_some());
        task
    }
}

impl ThreadPool {
    /// A pool of so many threads, which start at once.
    ///
    /// # Panics
    /// When `threads` is 0, or the system cannot start them.
    #[track_caller]
    pub fn new(threads: usize) -> ThreadPool {
        assert!(threads > 0, "Number of processes must be at least 1");
        let shared = Arc::new(Shared { tasks: Queue::unbounded(), object: Object::new("ThreadPool") });
        let start = |number| {
            let shared = Arc::clone(&shared);
            let thread = RawThread::new(&format!("worker {number}"), move || shared.work());
            let started = thread.set_daemon(true).and_then(|()| thread.start());
            started.expect("it is new");
            thread
        };
        let threads = (1..=threads).map(start).collect();
        ThreadPool { shared, threads, place: Place::here() }
    }

    /// Gives it a name for pictures and messages.
    pub fn named(self, name: &str) -> ThreadPool {
        self.shared.object.name(name);
        self
    }

    /// Lets a thread of the pool call `f`, and waits for its result. A panic in `f` goes on here.
    ///
    /// # Errors
    /// [`PoolError::NotRunning`] when the pool is closed.
    ///
    /// # Panics
    /// When `f` does, or the pool is terminated first.
    #[track_caller]
    pub fn apply<T: Send + 'static>(&self, f: impl FnOnce() -> T + Send + 'static) -> Result<T, PoolError> {
        Ok(self.apply_async(f)?.get())
    }

    /// Lets a thread of the pool call `f`. Does not wait.
    ///
    /// # Errors
    /// [`PoolError::NotRunning`] when the pool is closed.
    #[track_caller]
    pub fn apply_async<T: Send + 'static>(
        &self,
        f: impl FnOnce() -> T + Send + 'static,
    ) -> Result<AsyncResult<T>, PoolError> {
        self.apply_async_with(f, |_| (), |_| ())
    }

    /// As [`ThreadPool::apply_async`]; then, before the result can be had, the same thread calls `callback` with it,
    /// or `error_callback` with what `f` panicked with. Neither is called when the pool is terminated first. A
    /// panic in them is reported, and changes nothing.
    ///
    /// # Errors
    /// [`PoolError::NotRunning`] when the pool is closed.
    #[track_caller]
    pub fn apply_async_with<T: Send + 'static>(
        &self,
        f: impl FnOnce() -> T + Send + 'static,
        callback: impl FnOnce(&T) + Send + 'static,
        error_callback: impl FnOnce(&Payload) + Send + 'static,
    ) -> Result<AsyncResult<T>, PoolError> {
        let _call = self.shared.object.call("apply_async");
        let (result, keep) = result::pair(callback, error_callback);
        self.submit(f, keep)?;
        Ok(result)
    }

    /// Puts a task. `keep` gets what came of it; nothing, if it was dropped.
    fn submit<T: 'static>(
        &self,
        f: impl FnOnce() -> T + Send + 'static,
        keep: impl FnOnce(Came<T>) + Send + 'static,
    ) -> Result<(), PoolError> {
        let promise = Promise::new(keep);
        let task = move || promise.keep(catch_unwind(AssertUnwindSafe(f)));
        self.shared.tasks.put(Box::new(task)).map_err(|_| self.refuse(PoolError::NotRunning))
    }

    /// Ends the taking of tasks; those that were given are done. May be repeated. Does not wait: see
    /// [`ThreadPool::join`].
    #[track_caller]
    pub fn close(&self) {
        let _call = self.shared.object.call("close");
        self.shared.tasks.shutdown();
    }

    /// Closes the pool and drops the tasks that nobody began: getting their results panics. (In Python it waits
    /// for ever.) Tasks that were begun go on to their end. May be repeated. Does not wait.
    #[track_caller]
    pub fn terminate(&self) {
        let _call = self.shared.object.call("terminate");
        self.shared.tasks.shutdown_now();
    }

    /// Waits until the pool's threads have ended. What they did happens before this returns. May be repeated.
    ///
    /// # Errors
    /// [`PoolError::StillRunning`] when the pool is not closed, [`PoolError::JoinsItself`] when a task of the pool
    /// calls this.
    #[track_caller]
    pub fn join(&self) -> Result<(), PoolError> {
        {
            let _call = self.shared.object.call("join");
            if !self.shared.tasks.is_shut_down() {
                return Err(self.refuse(PoolError::StillRunning));
            }
        }
        let joined = self.threads.iter().try_for_each(RawThread::join);
        joined.map_err(|error: ThreadError| {
            debug_assert_eq!(error, ThreadError::JoinsItself);
            PoolError::JoinsItself
        })
    }

    fn refuse(&self, error: PoolError) -> PoolError {
        self.shared.object.misuse(&error);
        error
    }
}

impl Drop for ThreadPool {
    fn drop(&mut self) {
        let _call = self.shared.object.call_from("terminate", self.place);
        if self.shared.tasks.is_shut_down() {
            return; // what is left is done
        }
        self.shared.tasks.shutdown_now();
    }
}

impl fmt::Debug for ThreadPool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ThreadPool").field("threads", &self.threads.len()).finish_non_exhaustive()
    }
}
