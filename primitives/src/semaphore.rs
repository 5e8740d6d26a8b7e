//! A semaphore: a number of permits. To acquire takes one, and waits while there is none.
//!
//! One double word holds it all: the permits in its low half, on which threads sleep, and in its high half
//! the threads that are waiting or about to.
//!
//! | waiting | permits | acquire                | release(n)                |
//! |---------|---------|------------------------|---------------------------|
//! | 0       | 0       | waits                  | adds n                    |
//! | any     | 1..     | takes one, overtaking  | adds n, wakes the waiting |
//! | 1..     | 0       | waits                  | adds n, wakes up to n     |
//!
//! Invariant: permits change by one atomic operation that sees both halves. A thread counts itself as waiting
//! before it sleeps, and the system lets it sleep only while there is no permit; so a release either is seen
//! by the thread or sees it. A woken thread that is overtaken sleeps again, still counted.
//!
//! Memory ordering: `release` writes with Release, a successful `acquire` reads with Acquire, and all between
//! are read-modify-writes, which carry a release on: what was done before any release happens before what is
//! done after an acquire that came later.

use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};

use crate::platform::{Backoff, Instant, Object, Reads, WideWord};

mod errors;
mod guard;
mod timed;

pub use errors::BadRelease;
pub use guard::{Permit, Semaphore};

const ONE_WAITER: u64 = 1 << 32;
const READS: Reads<u64> = &[(ONE_WAITER - 1, None, "permits"), (!(ONE_WAITER - 1), None, "waiting")];

/// Tries before sleeping: about as long as it takes to wake a thread.
const SPIN: u32 = 100;

fn permits(word: u64) -> u32 {
    word as u32
}

/// A semaphore with the verbs of Python's `threading.Semaphore`: any thread may release it.
///
/// Waiting threads are woken in no promised order, and a running thread may overtake them.
///
/// ```
/// let seats = primitives::raw::Semaphore::new(2);
/// seats.acquire();
/// assert!(seats.try_acquire());
/// assert!(!seats.try_acquire());
/// seats.release(2).unwrap();
/// assert_eq!(seats.value(), 2);
/// assert_eq!(seats.release(0).unwrap_err().to_string(), "n must be one or more");
/// ```
#[derive(Debug)]
pub struct RawSemaphore {
    word: WideWord,
    pub(crate) object: Object,
}

impl RawSemaphore {
    /// A semaphore with so many permits.
    pub const fn new(permits: u32) -> RawSemaphore {
        RawSemaphore::of_kind("Semaphore", permits)
    }

    /// The same, as the core of another primitive.
    pub(crate) const fn of_kind(kind: &'static str, permits: u32) -> RawSemaphore {
        RawSemaphore { word: WideWord::new(permits as u64).reads(READS), object: Object::new(kind) }
    }

    /// Gives it a name for pictures and messages.
    pub fn named(mut self, name: &str) -> RawSemaphore {
        self.object.name(name);
        self.object.count(self.word.unshared());
        self
    }

    /// Waits until there is a permit and takes it.
    #[inline]
    #[track_caller]
    pub fn acquire(&self) {
        let _call = self.object.call_when_wide("acquire", &self.word, |word| permits(word) > 0);
        if !self.take() {
            self.take_slowly(None);
        }
    }

    #[inline]
    fn take(&self) -> bool {
        let mut word = self.word.load(Relaxed);
        while permits(word) > 0 {
            match self.change(word, word - 1) {
                Ok(()) => return true,
                Err(now) => word = now,
            }
        }
        false
    }

    #[cold]
    fn take_slowly(&self, until: Option<Instant>) -> bool {
        let mut backoff = Backoff::new();
        while backoff.spin(SPIN) {
            if self.take() {
                return true;
            }
        }
        let mut word = self.word.fetch_add(ONE_WAITER, Relaxed) + ONE_WAITER;
        let mut in_time = true;
        loop {
            // A thread that gives up looks for a permit a last time: if a release woke it, the permit that it
            // was woken for is there, or was taken by a thread that will release again.
            let left = match (permits(word) > 0, in_time) {
                (true, _) => word - ONE_WAITER - 1,
                (false, false) => word - ONE_WAITER,
                (false, true) => {
                    in_time = self.word.wait_while(0, until);
                    word = self.word.load(Relaxed);
                    continue;
                }
            };
            match self.change(word, left) {
                Ok(()) => return permits(word) > 0,
                Err(now) => word = now,
            }
        }
    }

    fn change(&self, from: u64, to: u64) -> Result<(), u64> {
        self.word.compare_exchange(from, to, Acquire, Relaxed)?;
        self.object.count(permits(to).into());
        Ok(())
    }

    /// Adds `n` permits and wakes as many waiting threads. Never waits.
    ///
    /// # Errors
    /// When `n` is 0, or the permits would be more than [`u32::MAX`]; nothing has happened then.
    #[inline]
    #[track_caller]
    pub fn release(&self, n: u32) -> Result<(), BadRelease> {
        let _call = self.object.call("release");
        self.give(n, u32::MAX)
    }

    /// Adds `n` permits, if there are at most `bound` then.
    #[inline]
    pub(crate) fn give(&self, n: u32, bound: u32) -> Result<(), BadRelease> {
        let mut word = self.word.load(Relaxed);
        loop {
            let error = match permits(word).checked_add(n).filter(|&sum| sum <= bound) {
                Some(_) if n > 0 => None,
                Some(_) => Some(BadRelease::Nothing),
                None if bound < u32::MAX => Some(BadRelease::TooOften),
                None => Some(BadRelease::TooMany),
            };
            if let Some(error) = error {
                self.object.misuse(&error);
                return Err(error);
            }
            let more = word + u64::from(n);
            match self.word.compare_exchange(word, more, Release, Relaxed) {
                Ok(_) => {
                    self.object.count(permits(more).into());
                    if more >= ONE_WAITER {
                        self.word.wake(n);
                    }
                    return Ok(());
                }
                Err(now) => word = now,
            }
        }
    }

    /// Takes a permit if there is one. Does not wait.
    #[inline]
    #[track_caller]
    pub fn try_acquire(&self) -> bool {
        self.object.answer("try_acquire", || self.take())
    }

    /// How many permits there are at this moment.
    #[track_caller]
    pub fn value(&self) -> u32 {
        self.object.answer("value", || permits(self.word.load(Relaxed)))
    }
}
