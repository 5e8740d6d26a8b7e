//! The real thing: std's atomics and threads, and the system's way to sleep.

use std::cell::UnsafeCell;
#[cfg(target_has_atomic = "64")]
use std::sync::atomic::AtomicU64;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

#[cfg(not(target_has_atomic = "64"))]
use portable_atomic::AtomicU64;

#[cfg(all(target_os = "linux", not(feature = "parking-lot")))]
#[path = "sleep_futex.rs"]
mod sleep;

#[cfg(not(all(target_os = "linux", not(feature = "parking-lot"))))]
#[path = "sleep_parking_lot.rs"]
mod sleep;

#[path = "native_clock.rs"]
mod clock;

#[path = "native_pipe.rs"]
mod pipe;

#[path = "native_process.rs"]
mod process;

#[path = "native_thread.rs"]
mod thread;

pub(crate) use std::time::Instant;

use super::Reads;

pub(crate) use clock::{be_punctual, deadline, schedule, settle};
pub(crate) use pipe::{Gift, Inherited, PipeEnd};
pub(crate) use process::{Called, ChildProcess, called, live, set_executable, start_process};
pub(crate) use thread::{Handle, at_thread_exit, set_stack_size, spawn};

/// An atomic word a thread can sleep on.
#[derive(Debug)]
pub(crate) struct Word(AtomicU32);

/// An atomic double word; a thread can sleep on its low half.
#[derive(Debug)]
pub(crate) struct WideWord(AtomicU64);

macro_rules! operations {
    ($Word:ident, $Atomic:ident, $value:ident) => {
        #[allow(dead_code, reason = "both widths offer the same operations")]
        #[allow(
            clippy::unnecessary_cast,
            clippy::useless_conversion,
            reason = "the double word has a low half, and is as wide as what a picture shows"
        )]
        impl $Word {
            pub(crate) const fn new(value: $value) -> $Word {
                $Word($Atomic::new(value))
            }

            /// How a picture reads it: nobody draws one.
            pub(crate) const fn reads(self, _reads: Reads<$value>) -> $Word {
                self
            }

            /// What its only owner finds in it: no operation that another thread could notice.
            pub(crate) fn unshared(&mut self) -> $value {
                *self.0.get_mut()
            }

            #[inline]
            pub(crate) fn load(&self, order: Ordering) -> $value {
                self.0.load(order)
            }

            #[inline]
            pub(crate) fn store(&self, value: $value, order: Ordering) {
                self.0.store(value, order);
            }

            #[inline]
            pub(crate) fn swap(&self, value: $value, order: Ordering) -> $value {
                self.0.swap(value, order)
            }

            #[inline]
            pub(crate) fn compare_exchange(
                &self,
                current: $value,
                new: $value,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$value, $value> {
                self.0.compare_exchange(current, new, success, failure)
            }

            #[inline]
            pub(crate) fn fetch_add(&self, value: $value, order: Ordering) -> $value {
                self.0.fetch_add(value, order)
            }

            #[inline]
            pub(crate) fn fetch_sub(&self, value: $value, order: Ordering) -> $value {
                self.0.fetch_sub(value, order)
            }

            /// Wakes the thread that has slept longest, if one sleeps.
            #[cold]
            pub(crate) fn wake_one(&self) {
                sleep::wake(self.futex(), 1);
            }

            /// Wakes up to `n` sleeping threads.
            #[cold]
            pub(crate) fn wake(&self, n: u32) {
                sleep::wake(self.futex(), n);
            }

            /// Wakes every thread that sleeps.
            #[cold]
            pub(crate) fn wake_all(&self) {
                sleep::wake(self.futex(), u32::MAX);
            }

            /// Sleeps if the (low half of the) word is `expected`. May return early; returns false when the
            /// deadline has passed.
            #[cold]
            pub(crate) fn wait(&self, expected: u32, until: Option<Instant>) -> bool {
                sleep::wait(self.futex(), expected, until)
            }

            /// Sleeps until the (low half of the) word is not `expected` any more, and reads that with
            /// Acquire; returns false when the deadline has passed first.
            #[cold]
            pub(crate) fn wait_while(&self, expected: u32, until: Option<Instant>) -> bool {
                while self.load(Ordering::Acquire) as u32 == expected {
                    if !sleep::wait(self.futex(), expected, until) {
                        return false;
                    }
                }
                true
            }

            /// Tries until the word is not `expected` any more, which another thread is about to change, and
            /// reads that with Acquire. Never sleeps.
            #[cold]
            pub(crate) fn spin_while(&self, expected: $value) {
                let mut backoff = Backoff::new();
                while self.load(Ordering::Acquire) == expected {
                    backoff.spin(u32::MAX);
                }
            }

            /// What is in it, for a picture.
            pub(crate) fn peek(&self) -> u64 {
                self.load(Ordering::Relaxed).into()
            }
        }
    };
}

operations!(Word, AtomicU32, u32);
operations!(WideWord, AtomicU64, u64);

impl Word {
    fn futex(&self) -> &AtomicU32 {
        &self.0
    }
}

impl WideWord {
    fn futex(&self) -> &AtomicU32 {
        let low = usize::from(cfg!(target_endian = "big"));
        // SAFETY: the 8 bytes of an AtomicU64 are two 4-byte halves, each aligned for and as large as an
        // AtomicU32; the reference lives as long as the word. The half is only compared and slept on here,
        // by the system; no atomic operation of the program is of mixed size.
        unsafe { &*std::ptr::from_ref(&self.0).cast::<AtomicU32>().add(low) }
    }
}

/// A number for all to see. Looking at it orders nothing and is no step: for what only its writer relies on.
#[derive(Debug)]
pub(crate) struct Mark(AtomicU64);

impl Mark {
    pub(crate) const fn new(number: u64) -> Mark {
        Mark(AtomicU64::new(number))
    }

    #[inline]
    pub(crate) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    #[inline]
    pub(crate) fn set(&self, number: u64) {
        self.0.store(number, Ordering::Relaxed);
    }
}

/// What a thread leaves for its joiner: nothing but the join keeps their accesses apart.
pub(crate) type Legacy<T> = Cell<T>;

/// Memory whose accesses something else keeps apart.
#[derive(Debug, Default)]
pub(crate) struct Cell<T>(UnsafeCell<T>);

impl<T> Cell<T> {
    pub(crate) const fn new(value: T) -> Cell<T> {
        Cell(UnsafeCell::new(value))
    }

    #[inline]
    pub(crate) fn with<R>(&self, f: impl FnOnce(*const T) -> R) -> R {
        f(self.0.get())
    }

    #[inline]
    pub(crate) fn with_mut<R>(&self, f: impl FnOnce(*mut T) -> R) -> R {
        f(self.0.get())
    }

    /// Where it is, for a picture.
    pub(crate) fn peek(&self) -> *const T {
        self.0.get()
    }

    pub(crate) fn get_mut(&mut self) -> &mut T {
        self.0.get_mut()
    }

    pub(crate) fn into_inner(self) -> T {
        self.0.into_inner()
    }
}

/// Tries again for a while before sleeping: first with growing pauses, then by giving the processor away.
/// Waking a thread costs about as much as 100 tries, so no wait costs more than twice the best.
#[derive(Debug)]
pub(crate) struct Backoff(u32);

impl Backoff {
    pub(crate) fn new() -> Backoff {
        Backoff(0)
    }

    /// Waits a moment; false when it is time to sleep.
    pub(crate) fn spin(&mut self, limit: u32) -> bool {
        if self.0 >= limit {
            return false;
        }
        if self.0 < 3 {
            (0..1 << self.0).for_each(|_| std::hint::spin_loop());
        } else {
            std::thread::yield_now();
        }
        self.0 += 1;
        true
    }

    /// Waits a moment after another thread was quicker, and every time for longer; never gives the processor away.
    /// Whoever tries again at once takes the memory that both need away from the winner, which then loses the next
    /// race: two threads were measured to take five times as long as they do in turns of some hundred tries.
    pub(crate) fn pause(&mut self) {
        (0..16 << self.0.min(3)).for_each(|_| std::hint::spin_loop());
        self.0 += 1;
    }
}

/// Tells the processor that the thread waits by trying again.
#[cfg(feature = "steps")]
pub(crate) fn spin_loop() {
    std::hint::spin_loop();
}

/// Lets other threads run first.
pub(crate) fn yield_now() {
    std::thread::yield_now();
}

/// A number, not 0, that no other thread has, nor ever had.
#[inline]
pub(crate) fn current() -> u64 {
    thread::number()
}

/// The name of the running thread.
pub(crate) fn current_name() -> String {
    std::thread::current().name().unwrap_or("unnamed").to_owned()
}

pub(crate) fn sleep(time: Duration) {
    std::thread::sleep(time);
}

/// Says a line.
pub(crate) fn say(text: String) {
    println!("{}: {text}", current_name());
}
