//! Under loom's model checker: every order of the threads' operations, and every value that a load may return.
//!
//! What it cannot show. Loom has no futex: a word sleeps on a mutex and a condition variable of its own, so a
//! wake-up happens before what the woken thread does next, which a futex does not promise; too weak an
//! ordering is found in the schedules where nobody sleeps. It has no time: a timed wait whose word is
//! unchanged ends at once, as one whose wake-up is still to come. It has no spurious wake-ups. A thread that
//! panics is the end of the model, joined or not.

use std::fmt;
use std::sync::atomic::Ordering;
use std::time::Duration;

use loom::cell::UnsafeCell;
use loom::sync::atomic::{AtomicU32, AtomicU64};
use loom::sync::{Condvar, Mutex};

use super::Reads;

#[path = "loom_thread.rs"]
mod thread;

pub(crate) use thread::*;

/// A moment; they are all alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant;

impl Instant {
    /// This moment.
    pub fn now() -> Instant {
        Instant
    }
}

impl std::ops::Add<Duration> for Instant {
    type Output = Instant;

    fn add(self, _time: Duration) -> Instant {
        Instant
    }
}

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

            /// How a picture reads it: nobody draws one.
            pub(crate) fn reads(self, _reads: Reads<$value>) -> $Word {
                self
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

            #[track_caller]
            pub(crate) fn spin_while(&self, expected: $value) {
                while self.load(Ordering::Acquire) == expected {
                    loom::thread::yield_now();
                }
            }

            pub(crate) fn peek(&self) -> u64 {
                unreachable!("a model has no pictures")
            }
        }
    };
}

operations!(Word, AtomicU32, u32);
operations!(WideWord, AtomicU64, u64);

/// A number for all to see. Looking at it orders nothing.
#[derive(Debug)]
pub(crate) struct Mark(AtomicU64);

impl Mark {
    pub(crate) fn new(number: u64) -> Mark {
        Mark(AtomicU64::new(number))
    }

    #[track_caller]
    pub(crate) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    #[track_caller]
    pub(crate) fn set(&self, number: u64) {
        self.0.store(number, Ordering::Relaxed);
    }
}

/// What a thread leaves for its joiner.
pub(crate) type Legacy<T> = Cell<T>;

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

    pub(crate) fn peek(&self) -> *const T {
        unreachable!("a model has no pictures")
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

    pub(crate) fn pause(&mut self) {}
}

/// Lets the others run first: to try again at once shows nothing.
pub(crate) fn spin_loop() {
    loom::hint::spin_loop();
}

/// Lets the others run first.
pub(crate) fn yield_now() {
    loom::thread::yield_now();
}
/// Says a line, to nobody: a model runs a program thousands of times.
pub(crate) fn say(_text: String) {}
