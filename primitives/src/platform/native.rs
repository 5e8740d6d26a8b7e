//! The real thing: std's atomics and threads, and the system's way to sleep.

use std::cell::UnsafeCell;
#[cfg(target_has_atomic = "64")]
use std::sync::atomic::AtomicU64;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

#[cfg(not(target_has_atomic = "64"))]
use portable_atomic::AtomicU64;

use super::Payload;

#[cfg(all(target_os = "linux", not(feature = "parking-lot")))]
#[path = "sleep_futex.rs"]
mod sleep;

#[cfg(not(all(target_os = "linux", not(feature = "parking-lot"))))]
#[path = "sleep_parking_lot.rs"]
mod sleep;

#[path = "native_pipe.rs"]
mod pipe;

#[path = "native_process.rs"]
mod process;

pub(crate) use std::time::Instant;

pub(crate) use pipe::{Gift, Inherited, PipeEnd};
pub(crate) use process::{Called, ChildProcess, called, live, set_executable, start_process};

/// The moment after which a wait ends by itself; none: never. A time too far to count is never.
pub(crate) fn deadline(after: Duration) -> Option<Instant> {
    Instant::now().checked_add(after)
}

/// An atomic word a thread can sleep on.
#[derive(Debug)]
pub(crate) struct Word(AtomicU32);

/// An atomic double word; a thread can sleep on its low half.
#[derive(Debug)]
pub(crate) struct WideWord(AtomicU64);

macro_rules! operations {
    ($Word:ident, $Atomic:ident, $value:ident) => {
        #[allow(dead_code, reason = "both widths offer the same operations")]
        #[allow(clippy::unnecessary_cast, reason = "only the double word has a low half")]
        impl $Word {
            pub(crate) const fn new(value: $value) -> $Word {
                $Word($Atomic::new(value))
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
}

/// A number that no other living thread has.
pub(crate) fn current() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    thread_local!(static MINE: u64 = NEXT.fetch_add(1, Ordering::Relaxed));
    MINE.with(|mine| *mine)
}

/// The name of the running thread.
pub(crate) fn current_name() -> String {
    std::thread::current().name().unwrap_or("unnamed").to_owned()
}

pub(crate) fn sleep(time: Duration) {
    std::thread::sleep(time);
}

thread_local! {
    static LAST_WILL: LastWill = const { LastWill(std::cell::RefCell::new(Vec::new())) };
}

struct LastWill(std::cell::RefCell<Vec<Box<dyn FnOnce()>>>);

impl Drop for LastWill {
    fn drop(&mut self) {
        while let Some(f) = self.0.borrow_mut().pop() {
            f();
        }
    }
}

/// Runs `f` when the running thread ends; never, if it is ending already and this is asked for by another `f`.
pub(crate) fn at_thread_exit(f: Box<dyn FnOnce()>) {
    let _ = LAST_WILL.try_with(|will| will.0.borrow_mut().push(f));
}

/// A thread that was started.
#[derive(Debug)]
pub(crate) struct Handle(std::thread::JoinHandle<()>);

/// Starts a thread.
pub(crate) fn spawn(name: &str, body: Box<dyn FnOnce() + Send>) -> Handle {
    let builder = std::thread::Builder::new().name(name.to_owned());
    Handle(builder.spawn(body).expect("the system cannot start another thread"))
}

impl Handle {
    /// Waits until it has ended.
    pub(crate) fn join(self) -> Result<(), Payload> {
        self.0.join()
    }

    /// As `join`, but never left early. For threads that borrow from the caller.
    pub(crate) fn join_borrower(self) -> Result<(), Payload> {
        self.0.join()
    }

    /// Waits until a thread has ended that nobody joined, never left early; whether it ended well.
    pub(crate) fn outlive(self) -> bool {
        self.0.join().is_ok()
    }

    pub(crate) fn is_finished(&self) -> bool {
        self.0.is_finished()
    }
}

/// Says a line.
pub(crate) fn say(text: String) {
    println!("{}: {text}", current_name());
}
