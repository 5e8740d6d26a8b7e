//! Under loom's model checker: every order of the threads' operations, and every value that a load may return.
//!
//! What it cannot show. Loom has no futex: a word sleeps on a mutex and a condition variable of its own, so a
//! wake-up happens before what the woken thread does next, which a futex does not promise; too weak an
//! ordering is found in the schedules where nobody sleeps. It has no time: a timed wait whose word is
//! unchanged ends at once, as one whose wake-up is still to come. It has no spurious wake-ups. A thread that
//! panics is the end of the model, joined or not.

use std::cell::RefCell;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use loom::cell::UnsafeCell;
use loom::sync::atomic::{AtomicBool, AtomicU32, AtomicU64};
use loom::sync::{Condvar, Mutex};

use super::Payload;

/// A moment; they are all alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Instant;

/// The moment after which a wait ends by itself: it may have come already.
pub(crate) fn deadline(_after: Duration) -> Option<Instant> {
    Some(Instant)
}

/// An atomic word a thread can sleep on.
#[derive(Debug)]
pub(crate) struct Word {
    memory: AtomicU32,
    bed: Bed,
}

/// An atomic double word; a thread can sleep on its low half.
#[derive(Debug)]
pub(crate) struct WideWord {
    memory: AtomicU64,
    bed: Bed,
}

/// Where the threads that sleep on a word lie.
#[derive(Debug)]
struct Bed {
    asleep: Mutex<u32>,
    wake_up: Condvar,
}

impl Bed {
    fn new() -> Bed {
        Bed { asleep: Mutex::new(0), wake_up: Condvar::new() }
    }

    /// Sleeps if `unchanged` still says so when no wake-up can come between.
    fn sleep(&self, unchanged: impl FnOnce() -> bool, until: Option<Instant>) -> bool {
        let mut asleep = self.asleep.lock().expect(UNPOISONED);
        if !unchanged() {
            return true;
        }
        if until.is_some() {
            return false;
        }
        *asleep += 1;
        drop(self.wake_up.wait(asleep).expect(UNPOISONED));
        true
    }

    fn wake(&self, n: u32) {
        let mut asleep = self.asleep.lock().expect(UNPOISONED);
        for _ in 0..n.min(*asleep) {
            *asleep -= 1;
            self.wake_up.notify_one();
        }
    }
}

const UNPOISONED: &str = "a panic is the end of the model";

macro_rules! operations {
    ($Word:ident, $Atomic:ident, $value:ident) => {
        #[allow(dead_code, reason = "both widths offer the same operations")]
        #[allow(clippy::unnecessary_cast, reason = "only the double word has a low half")]
        impl $Word {
            pub(crate) fn new(value: $value) -> $Word {
                $Word { memory: $Atomic::new(value), bed: Bed::new() }
            }

            #[track_caller]
            pub(crate) fn unshared(&mut self) -> $value {
                self.memory.with_mut(|value| *value)
            }

            #[track_caller]
            pub(crate) fn load(&self, order: Ordering) -> $value {
                self.memory.load(order)
            }

            #[track_caller]
            pub(crate) fn store(&self, value: $value, order: Ordering) {
                self.memory.store(value, order);
            }

            #[track_caller]
            pub(crate) fn swap(&self, value: $value, order: Ordering) -> $value {
                self.memory.swap(value, order)
            }

            #[track_caller]
            pub(crate) fn compare_exchange(
                &self,
                current: $value,
                new: $value,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$value, $value> {
                self.memory.compare_exchange(current, new, success, failure)
            }

            #[track_caller]
            pub(crate) fn fetch_add(&self, value: $value, order: Ordering) -> $value {
                self.memory.fetch_add(value, order)
            }

            #[track_caller]
            pub(crate) fn fetch_sub(&self, value: $value, order: Ordering) -> $value {
                self.memory.fetch_sub(value, order)
            }

            pub(crate) fn wake_one(&self) {
                self.bed.wake(1);
            }

            pub(crate) fn wake(&self, n: u32) {
                self.bed.wake(n);
            }

            pub(crate) fn wake_all(&self) {
                self.bed.wake(u32::MAX);
            }

            pub(crate) fn wait(&self, expected: u32, until: Option<Instant>) -> bool {
                self.bed.sleep(|| self.load(Ordering::Relaxed) as u32 == expected, until)
            }

            pub(crate) fn wait_while(&self, expected: u32, until: Option<Instant>) -> bool {
                while self.load(Ordering::Acquire) as u32 == expected {
                    if !self.wait(expected, until) {
                        return false;
                    }
                }
                true
            }
        }
    };
}

operations!(Word, AtomicU32, u32);
operations!(WideWord, AtomicU64, u64);

/// Memory whose accesses something else keeps apart, which is checked.
#[derive(Default)]
pub(crate) struct Cell<T>(UnsafeCell<T>);

impl<T> Cell<T> {
    pub(crate) fn new(value: T) -> Cell<T> {
        Cell(UnsafeCell::new(value))
    }

    #[track_caller]
    pub(crate) fn with<R>(&self, f: impl FnOnce(*const T) -> R) -> R {
        self.0.with(f)
    }

    #[track_caller]
    pub(crate) fn with_mut<R>(&self, f: impl FnOnce(*mut T) -> R) -> R {
        self.0.with_mut(f)
    }

    #[track_caller]
    pub(crate) fn get_mut(&mut self) -> &mut T {
        // SAFETY: the cell is borrowed as long as its value is, and by us alone.
        self.0.with_mut(|value| unsafe { &mut *value })
    }

    pub(crate) fn into_inner(self) -> T {
        self.0.into_inner()
    }
}

impl<T> fmt::Debug for Cell<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cell").finish_non_exhaustive()
    }
}

/// Trying again shows loom nothing that trying once does not: the thread sleeps at once.
#[derive(Debug)]
pub(crate) struct Backoff;

impl Backoff {
    pub(crate) fn new() -> Backoff {
        Backoff
    }

    pub(crate) fn spin(&mut self, _limit: u32) -> bool {
        false
    }
}

/// Lets the others run first: to try again at once shows nothing.
pub(crate) fn spin_loop() {
    loom::hint::spin_loop();
}

/// A number that no other living thread has.
pub(crate) fn current() -> u64 {
    // All threads of a model share one thread of the system: a number each, and no synchronisation.
    std::thread_local!(static NEXT: std::cell::Cell<u64> = const { std::cell::Cell::new(1) });
    loom::thread_local!(static MINE: u64 = NEXT.replace(NEXT.get() + 1));
    MINE.with(|mine| *mine)
}

/// The name of the running thread.
pub(crate) fn current_name() -> String {
    loom::thread::current().name().unwrap_or("main").to_owned()
}

pub(crate) fn sleep(_time: Duration) {
    loom::thread::yield_now();
}

loom::thread_local! {
    static LAST_WILL: LastWill = LastWill(RefCell::new(Vec::new()));
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

/// A thread that was started.
#[derive(Debug)]
pub(crate) struct Handle {
    thread: loom::thread::JoinHandle<()>,
    finished: Arc<AtomicBool>,
}

/// Starts a thread.
pub(crate) fn spawn(name: &str, body: Box<dyn FnOnce() + Send>) -> Handle {
    let finished = Arc::new(AtomicBool::new(false));
    let finish = Arc::clone(&finished);
    let all = move || {
        body();
        // Loom drops a thread's locals after its join: too late for those who look then.
        LAST_WILL.with(LastWill::carry_out);
        finish.store(true, Ordering::Relaxed);
    };
    let builder = loom::thread::Builder::new().name(name.to_owned());
    Handle { thread: builder.spawn(all).expect("loom starts a thread or panics"), finished }
}

impl Handle {
    /// Waits until it has ended.
    #[track_caller]
    pub(crate) fn join(self) -> Result<(), Payload> {
        self.thread.join()
    }

    /// As `join`, but never left early. For threads that borrow from the caller.
    #[track_caller]
    pub(crate) fn join_borrower(self) -> Result<(), Payload> {
        self.thread.join()
    }

    /// Waits until a thread has ended that nobody joined, never left early; whether it ended well.
    #[track_caller]
    pub(crate) fn outlive(self) -> bool {
        self.thread.join().is_ok()
    }

    pub(crate) fn is_finished(&self) -> bool {
        self.finished.load(Ordering::Relaxed)
    }
}

/// Says a line, to nobody: a model runs a program thousands of times.
pub(crate) fn say(_text: String) {}
