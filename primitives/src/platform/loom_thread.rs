//! Threads of a model, and its timers, which are threads.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use loom::sync::atomic::AtomicBool;

use super::super::Payload;
use super::{Instant, UNPOISONED};

/// A number, not 0, that no other thread has, nor ever had.
pub(crate) fn current() -> u64 {
    NUMBER.with(|number| {
        if number.get() == 0 {
            number.set(next_number());
        }
        number.get()
    })
}

/// All threads of a model share one thread of the system: a number each, and no synchronisation.
fn next_number() -> u64 {
    std::thread_local!(static NEXT: std::cell::Cell<u64> = const { std::cell::Cell::new(1) });
    NEXT.replace(NEXT.get() + 1)
}

pub(crate) fn sleep(_time: Duration) {
    loom::thread::yield_now();
}

loom::thread_local! {
    static NUMBER: std::cell::Cell<u64> = std::cell::Cell::new(0);
    static SELF: RefCell<Option<Handle>> = RefCell::new(None);
    static LAST_WILL: LastWill = LastWill(RefCell::new(Vec::new()));
}

std::thread_local! {
    /// The threads of this execution, as far as they were started here. No part of the model.
    static THREADS: RefCell<Vec<Handle>> = const { RefCell::new(Vec::new()) };
}

struct LastWill(RefCell<Vec<Box<dyn FnOnce()>>>);

impl LastWill {
    fn carry_out(&self) {
        loop {
            let Some(f) = self.0.borrow_mut().pop() else {
                return;
            };
            f();
        }
    }
}

impl Drop for LastWill {
    fn drop(&mut self) {
        self.carry_out();
    }
}

/// Runs `f` when the running thread ends.
pub(crate) fn at_thread_exit(f: Box<dyn FnOnce()>) {
    LAST_WILL.with(|will| will.0.borrow_mut().push(f));
}

/// A model's threads have no stacks to speak of.
pub(crate) fn set_stack_size(_bytes: Option<usize>) -> usize {
    0
}

/// A thread that runs or ran.
#[derive(Clone, Debug)]
pub(crate) struct Handle(Arc<Life>);

#[derive(Debug)]
struct Life {
    name: String,
    number: u64,
    daemon: bool,
    /// For the first who joins.
    thread: std::sync::Mutex<Option<loom::thread::JoinHandle<()>>>,
    ended: AtomicBool,
    /// The same, for [`Handle::all`]: loom takes the making of an atomic for an access, and who reads the list
    /// may not know of it.
    gone: std::sync::atomic::AtomicBool,
}

/// Starts a thread.
pub(crate) fn spawn(name: &str, daemon: bool, body: Box<dyn FnOnce() + Send>) -> Handle {
    Handle::current();
    let handle = Handle::new(name.to_owned(), next_number(), daemon);
    THREADS.with_borrow_mut(|threads| threads.push(handle.clone()));
    let me = handle.clone();
    let all = move || {
        NUMBER.with(|number| number.set(me.0.number));
        SELF.with(|it| *it.borrow_mut() = Some(me.clone()));
        body();
        // Loom drops a thread's locals after its join: too late for those who look then.
        LAST_WILL.with(LastWill::carry_out);
        SELF.with(|it| it.borrow_mut().take());
        me.0.ended.store(true, Ordering::Release);
        me.0.gone.store(true, Ordering::Relaxed);
    };
    let builder = loom::thread::Builder::new().name(name.to_owned());
    let thread = builder.spawn(all).expect("loom starts a thread or panics");
    *handle.thread() = Some(thread);
    handle
}

/// Rings `alarm` at that moment, in a thread of its own; none: never.
pub(crate) fn schedule(at: Option<Instant>, alarm: Arc<crate::timer::Alarm>) {
    spawn("timer", false, Box::new(move || alarm.wait_and_ring(at)));
}

/// There is no time to be late.
pub(crate) fn be_punctual() {}

/// A model's timers are threads.
pub(crate) fn settle() -> bool {
    false
}

impl Handle {
    fn new(name: String, number: u64, daemon: bool) -> Handle {
        let (thread, ended) = (std::sync::Mutex::new(None), AtomicBool::new(false));
        let gone = std::sync::atomic::AtomicBool::new(false);
        Handle(Arc::new(Life { name, number, daemon, thread, ended, gone }))
    }

    fn thread(&self) -> std::sync::MutexGuard<'_, Option<loom::thread::JoinHandle<()>>> {
        self.0.thread.lock().expect(UNPOISONED)
    }

    /// The running thread.
    pub(crate) fn current() -> Handle {
        SELF.with(|it| it.borrow_mut().get_or_insert_with(Handle::found).clone())
    }

    /// The model's first thread: an execution begins.
    fn found() -> Handle {
        let me = Handle::new("main".to_owned(), current(), false);
        THREADS.with_borrow_mut(|threads| *threads = vec![me.clone()]);
        me
    }

    /// Those that live, in the order in which they were started. Who finds a thread gone knows what it did.
    pub(crate) fn all() -> Vec<Handle> {
        Handle::current();
        // One by one: a thread that is gone when it is asked has left those that it started further down.
        let threads = (0..).map_while(|n| THREADS.with_borrow(|threads| threads.get(n).cloned()));
        threads.filter(|thread| !(thread.0.gone.load(Ordering::Relaxed) && thread.join(None))).collect()
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

    pub(crate) fn is_daemon(&self) -> bool {
        self.0.daemon
    }

    /// Whether the threads that it starts are daemons.
    pub(crate) fn starts_daemons(&self) -> bool {
        self.0.daemon
    }

    #[track_caller]
    pub(crate) fn is_alive(&self) -> bool {
        !self.0.ended.load(Ordering::Relaxed)
    }

    /// Waits until it has ended; false when the deadline has passed first.
    #[track_caller]
    pub(crate) fn join(&self, until: Option<Instant>) -> bool {
        if until.is_some() && !self.0.ended.load(Ordering::Acquire) {
            return false;
        }
        let thread = self.thread().take();
        if let Some(thread) = thread {
            thread.join().expect(UNPOISONED);
        }
        while !self.0.ended.load(Ordering::Acquire) {
            loom::thread::yield_now();
        }
        true
    }

    /// As `join`, but never left early. For threads that borrow from the caller.
    #[track_caller]
    pub(crate) fn join_steadfast(&self) {
        self.join(None);
    }

    /// A panic is the end of the model.
    pub(crate) fn take_panic(&self) -> Option<Payload> {
        None
    }

    pub(crate) fn panicked(&self) -> bool {
        false
    }
}
