//! Threads: start one with a name, wait for its end, take its result.
//!
//! | a raw thread is | start            | join              | is_alive | set_daemon |
//! |-----------------|------------------|-------------------|----------|------------|
//! | new             | starts it        | an error          | no       | is done    |
//! | running         | an error         | waits             | yes      | an error   |
//! | ended           | an error         | returns           | no       | an error   |
//!
//! Invariant: the result's place is written by the thread alone, once, before its end, and read by its joiner
//! alone, after it. Who starts a raw thread takes its target away, so it is started once.
//!
//! Memory ordering: a thread's end writes with Release, a join that returns reads with Acquire; so all that the
//! thread did happens before what comes after the join. Starting a thread is as strong. What is asked without
//! waiting (`is_alive`, `enumerate`) orders nothing.

use std::any::Any;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use crate::platform::{self, Cell, Handle, Object, deadline};

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
pub(crate) struct Slot<T>(Cell<Option<T>>);

// SAFETY: the thread writes before it ends, its joiner reads after; a join orders the two.
unsafe impl<T: Send> Sync for Slot<T> {}
// SAFETY: a slot is its value.
unsafe impl<T: Send> Send for Slot<T> {}

impl<T> Slot<T> {
    pub(crate) fn new() -> Slot<T> {
        Slot(Cell::new(None))
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

#[track_caller]
fn join(thread: &Handle, timeout: Option<Duration>) -> Result<bool, ThreadError> {
    if thread.number() == platform::current() {
        return Err(ThreadError::JoinsItself);
    }
    Ok(thread.join(timeout.and_then(deadline)))
}

/// Waits for the end of every other thread that is no daemon; whether there was one.
#[track_caller]
pub(crate) fn join_all() -> bool {
    let others = || Handle::all().into_iter().find(|t| !t.is_daemon() && t.number() != platform::current());
    // Those who are waited for may start more.
    let mut waited = false;
    while let Some(other) = others() {
        other.join(None);
        waited = true;
    }
    waited
}

impl Thread<()> {
    /// The running thread.
    pub fn current() -> RawThread {
        RawThread::of(Handle::current())
    }

    /// The threads that have not ended at this moment, in the order in which they were started: those started here,
    /// and others that have asked for themselves or started threads. Of an execution's threads, those of the same process.
    #[track_caller]
    pub fn enumerate() -> Vec<RawThread> {
        Handle::all().into_iter().map(RawThread::of).collect()
    }

    /// How many threads [`Thread::enumerate`] has.
    #[track_caller]
    pub fn active_count() -> usize {
        Handle::all().len()
    }

    /// The stack size, in bytes, of the threads that are started from now on; 0 is the system's own choice.
    pub fn stack_size() -> usize {
        platform::set_stack_size(None)
    }

    /// Changes [`Thread::stack_size`], and returns what it was. The threads of an execution of the stepper have
    /// stacks of their own kind: there this changes nothing.
    ///
    /// # Errors
    /// When it is neither 0 nor 32 KiB or more.
    pub fn set_stack_size(bytes: usize) -> Result<usize, BadStackSize> {
        match bytes {
            1..32_768 => Err(BadStackSize(bytes)),
            _ => Ok(platform::set_stack_size(Some(bytes))),
        }
    }

    /// Does nothing for a while: on the stepper's clock inside an execution, on the real one elsewhere.
    #[track_caller]
    pub fn sleep(time: Duration) {
        platform::sleep(time);
    }

    /// Lets other threads run first: for a loop that asks again and again. It says that nothing is to be gained before
    /// something changes that the thread has looked at. Inside an execution the thread can be chosen all the same, and
    /// the explorer chooses it only when that has come, or when nobody else can go on.
    ///
    /// ```
    /// use primitives::{Event, Thread};
    ///
    /// let ready = Event::new();
    /// Thread::scope(|s| {
    ///     s.spawn("asks", || {
    ///         while !ready.is_set() {
    ///             Thread::yield_now();
    ///         }
    ///     });
    ///     s.spawn("answers", || ready.set());
    /// });
    /// ```
    pub fn yield_now() {
        platform::yield_now();
    }
}

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

    fn of(handle: Handle) -> RawThread {
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

    /// Whether the program's end does not wait for it. See [`Thread`].
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

/// A thread was used against the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ThreadError {
    /// It was started before.
    StartedTwice,
    /// It was to be joined, and was not started.
    NotStarted,
    /// It was to join itself.
    JoinsItself,
    /// It was to become a daemon, or none, after its start.
    Active,
}

impl fmt::Display for ThreadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ThreadError::StartedTwice => "threads can only be started once",
            ThreadError::NotStarted => "cannot join thread before it is started",
            ThreadError::JoinsItself => "cannot join current thread",
            ThreadError::Active => "cannot set daemon status of active thread",
        })
    }
}

impl std::error::Error for ThreadError {}

/// A stack of so many bytes is too small.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadStackSize(pub usize);

impl fmt::Display for BadStackSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "size not valid: {} bytes", self.0)
    }
}

impl std::error::Error for BadStackSize {}
