//! Threads of the system, and a list of those that live.
//!
//! A thread ends for others when its word says so: after its last will, before the system takes it down.
//! That end can be waited for again and again, by many, and for a limited time, which the system's join cannot.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::super::Payload;
use super::{AtomicU64, Instant, Word};

const RUNS: u32 = 0;
/// It runs, and others may sleep until its end.
const AWAITED: u32 = 1;
const ENDED: u32 = 2;

/// A thread that runs or ran.
#[derive(Clone, Debug)]
pub(crate) struct Handle(Arc<Life>);

#[derive(Debug)]
struct Life {
    name: String,
    number: u64,
    daemon: bool,
    /// Somebody else started it.
    foreign: bool,
    end: Word,
    panicked: AtomicBool,
    panic: Mutex<Option<Payload>>,
}

/// Those that live, as far as they have to do with us: started here, or found running.
static LIVING: Mutex<BTreeMap<u64, Handle>> = Mutex::new(BTreeMap::new());
static NEXT: AtomicU64 = AtomicU64::new(1);
/// 0: the system's own.
static STACK_SIZE: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    static NUMBER: Cell<u64> = const { Cell::new(0) };
    static SELF: OnceCell<Handle> = const { OnceCell::new() };
    static LAST_WILL: LastWill = const { LastWill(RefCell::new(Vec::new())) };
}

fn living() -> MutexGuard<'static, BTreeMap<u64, Handle>> {
    LIVING.lock().unwrap_or_else(PoisonError::into_inner)
}

fn next_number() -> u64 {
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// The running thread's number.
#[inline]
pub(super) fn number() -> u64 {
    // Made at the first use, and not before: so that it costs one load and one comparison after that.
    match NUMBER.get() {
        0 => first_number(),
        number => number,
    }
}

#[cold]
fn first_number() -> u64 {
    NUMBER.set(next_number());
    NUMBER.get()
}

struct LastWill(RefCell<Vec<Box<dyn FnOnce()>>>);

impl LastWill {
    fn next(&self) -> Option<Box<dyn FnOnce()>> {
        self.0.borrow_mut().pop()
    }
}

/// For threads that were not started here.
impl Drop for LastWill {
    fn drop(&mut self) {
        while let Some(f) = self.next() {
            f();
        }
    }
}

/// Runs `f` when the running thread ends; never, if the system takes the thread down already.
pub(crate) fn at_thread_exit(f: Box<dyn FnOnce()>) {
    let _ = LAST_WILL.try_with(|will| will.0.borrow_mut().push(f));
}

/// The stack size in bytes of threads that start from now on; 0 is the system's own. Returns what it was.
pub(crate) fn set_stack_size(bytes: Option<usize>) -> usize {
    match bytes {
        Some(bytes) => STACK_SIZE.swap(bytes, Ordering::Relaxed),
        None => STACK_SIZE.load(Ordering::Relaxed),
    }
}

/// Starts a thread.
///
/// # Panics
/// When the system cannot start another one.
pub(crate) fn spawn(name: &str, daemon: bool, body: Box<dyn FnOnce() + Send>) -> Handle {
    Handle::current(); // whoever has threads is in the list
    let handle = Handle::new(name.to_owned(), next_number(), daemon, false);
    living().insert(handle.0.number, handle.clone());
    let mut builder = std::thread::Builder::new().name(name.to_owned());
    if let bytes @ 1.. = set_stack_size(None) {
        builder = builder.stack_size(bytes);
    }
    let child = handle.clone();
    if let Err(error) = builder.spawn(move || child.live(body)) {
        living().remove(&handle.0.number);
        panic!("can't start new thread: {error}");
    }
    handle
}

impl Handle {
    fn new(name: String, number: u64, daemon: bool, foreign: bool) -> Handle {
        let (panicked, panic) = (AtomicBool::new(false), Mutex::new(None));
        let end = Word::new(RUNS);
        Handle(Arc::new(Life { name, number, daemon, foreign, end, panicked, panic }))
    }

    /// The running thread.
    pub(crate) fn current() -> Handle {
        let found = SELF.try_with(|me| me.get_or_init(Handle::found).clone());
        found.unwrap_or_else(|_| Handle::new(super::current_name(), number(), false, true))
    }

    /// The running thread, which somebody else started.
    fn found() -> Handle {
        let name = super::current_name();
        let foreign = name != "main";
        let me = Handle::new(name, number(), false, foreign);
        living().insert(me.0.number, me.clone());
        let ends = me.clone();
        at_thread_exit(Box::new(move || ends.end()));
        me
    }

    /// Those that live, in the order in which they were started.
    pub(crate) fn all() -> Vec<Handle> {
        Handle::current();
        living().values().cloned().collect()
    }

    /// The thread's whole life.
    fn live(self, body: Box<dyn FnOnce()>) {
        NUMBER.set(self.0.number);
        SELF.with(|me| me.set(self.clone())).expect("it begins");
        let mut result = catch_unwind(AssertUnwindSafe(body));
        while let Some(f) = LAST_WILL.with(LastWill::next) {
            let of_it = catch_unwind(AssertUnwindSafe(f));
            result = result.and(of_it);
        }
        if let Err(payload) = result {
            self.0.panicked.store(true, Ordering::Relaxed);
            *self.panic() = Some(payload);
        }
        self.end();
    }

    fn end(&self) {
        living().remove(&self.0.number);
        if self.0.end.swap(ENDED, Ordering::Release) == AWAITED {
            self.0.end.wake_all();
        }
    }

    fn panic(&self) -> MutexGuard<'_, Option<Payload>> {
        self.0.panic.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn name(&self) -> &str {
        &self.0.name
    }

    /// Its number as people see it.
    pub(crate) fn ident(&self) -> u64 {
        self.0.number
    }

    pub(crate) fn number(&self) -> u64 {
        self.0.number
    }

    /// As in Python, whoever is not ours is a daemon, but the main thread.
    pub(crate) fn is_daemon(&self) -> bool {
        self.0.daemon || self.0.foreign
    }

    /// Whether the threads that it starts are daemons. Unlike in Python, a foreign thread's are not: that they would
    /// not be waited for is for their starter to say.
    pub(crate) fn starts_daemons(&self) -> bool {
        self.0.daemon
    }

    pub(crate) fn is_alive(&self) -> bool {
        self.0.end.load(Ordering::Relaxed) != ENDED
    }

    /// Waits until it has ended; false when the deadline has passed first.
    pub(crate) fn join(&self, until: Option<Instant>) -> bool {
        let end = &self.0.end;
        let awaited = end.compare_exchange(RUNS, AWAITED, Ordering::Acquire, Ordering::Acquire);
        awaited == Err(ENDED) || end.wait_while(AWAITED, until)
    }

    /// As `join`, but never left early. For threads that borrow from the caller.
    pub(crate) fn join_steadfast(&self) {
        self.join(None);
    }

    /// What it panicked with, once.
    pub(crate) fn take_panic(&self) -> Option<Payload> {
        self.panic().take()
    }

    /// Whether it panicked. To be asked after its end.
    pub(crate) fn panicked(&self) -> bool {
        self.0.panicked.load(Ordering::Relaxed)
    }
}
