//! An event: a flag that threads can wait for.
//!
//! | word                | means                                        | wait               | set                 |
//! |---------------------|----------------------------------------------|--------------------|---------------------|
//! | epoch               | not set                                      | leaves `WAITERS`   | next epoch, `SET`   |
//! | epoch and `WAITERS` | not set, and threads may be asleep           | sleeps             | the same, wakes all |
//! | epoch and `SET`     | set                                          | returns            | writes it again     |
//!
//! Invariant: the epoch counts how often the event became set. A thread waits until it finds `SET` or another
//! epoch than the one it began with; so a `set` that was followed by a `clear` before the thread was awake is
//! not lost. (It would be if 2^30 of them passed meanwhile.)
//!
//! Memory ordering: `set` writes with Release, a `wait` that ends reads with Acquire. `clear` is a
//! read-modify-write, so it carries the release on to those who wake up after it; and it reads with Acquire,
//! as `set` writes even if it finds `SET`: whoever clears and then looks for work must see the work that was
//! there before the `set` which this `clear` undoes, or nobody would ever tell it again.

use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use std::time::Duration;

use crate::platform::{Backoff, Instant, Object, Reads, Word, deadline};

const SET: u32 = 1;
const WAITERS: u32 = 2;
const ONE_EPOCH: u32 = 4;
const READS: Reads<u32> = &[
    (SET, Some(0), "not-set"),
    (SET, Some(SET), "set"),
    (WAITERS, Some(WAITERS), "waiters"),
    (!(SET | WAITERS), None, "epoch"),
];

/// Tries before sleeping: about as long as it takes to wake a thread.
const SPIN: u32 = 100;

fn epoch(word: u32) -> u32 {
    word / ONE_EPOCH
}

/// A flag that threads can wait for.
///
/// The semantics are those of Python's `threading.Event`: `set` wakes all who wait, and they have seen it
/// even if a `clear` follows before they run.
///
/// ```
/// use primitives::{Event, Thread};
///
/// let open = Event::new().named("open");
/// Thread::scope(|s| {
///     s.spawn("guest", || open.wait());
///     s.spawn("host", || open.set());
/// });
/// assert!(open.is_set());
/// open.clear();
/// assert!(!open.wait_timeout(std::time::Duration::ZERO));
/// ```
#[derive(Debug)]
pub struct Event {
    word: Word,
    pub(crate) object: Object,
}

impl Event {
    /// An event that is not set.
    pub const fn new() -> Event {
        Event { word: Word::new(0).reads(READS), object: Object::new("Event") }
    }

    /// Gives it a name for pictures and messages.
    pub fn named(mut self, name: &str) -> Event {
        self.object.name(name);
        self.object.flag(self.word.unshared() & SET != 0);
        self
    }

    /// Whether it is set. What was done before it was set happens before a `true`.
    #[inline]
    #[track_caller]
    pub fn is_set(&self) -> bool {
        self.object.answer("is_set", || self.word.load(Acquire) & SET != 0)
    }

    /// Sets it and wakes every thread that waits. Never waits.
    #[track_caller]
    pub fn set(&self) {
        let _call = self.object.call("set");
        self.raise();
    }

    fn raise(&self) {
        let before = self.change(Release, |word| match word & SET {
            0 => (word & !WAITERS | SET).wrapping_add(ONE_EPOCH),
            _ => word,
        });
        self.object.flag(true);
        if before & WAITERS != 0 {
            self.word.wake_all();
        }
    }

    /// Makes it unset. Never waits; those who were woken before stay so.
    #[track_caller]
    pub fn clear(&self) {
        let _call = self.object.call("clear");
        self.change(Acquire, |word| word & !SET);
        self.object.flag(false);
    }

    /// Writes `next` of the word, and returns what that was made from.
    fn change(&self, order: std::sync::atomic::Ordering, next: impl Fn(u32) -> u32) -> u32 {
        let mut word = self.word.load(Relaxed);
        loop {
            match self.word.compare_exchange(word, next(word), order, Relaxed) {
                Ok(before) => return before,
                Err(now) => word = now,
            }
        }
    }

    /// Waits until it is set; returns at once if it is. What was done before the `set` happens before this
    /// returns.
    #[inline]
    #[track_caller]
    pub fn wait(&self) {
        let _call = self.object.call("wait");
        let word = self.word.load(Acquire);
        if word & SET == 0 {
            self.wait_slowly(word, None);
        }
    }

    /// As [`Event::wait`], for at most `timeout`. Returns whether it was set, be it at first or meanwhile.
    #[track_caller]
    pub fn wait_timeout(&self, timeout: Duration) -> bool {
        self.wait_for("wait_timeout", deadline(timeout))
    }

    /// As [`Event::wait_timeout`], until a moment.
    #[track_caller]
    pub fn wait_until(&self, until: Instant) -> bool {
        self.wait_for("wait_until", Some(until))
    }

    /// A wait under the name of who offers it; for ever, if there is no end.
    #[track_caller]
    pub(crate) fn wait_for(&self, verb: &'static str, until: Option<Instant>) -> bool {
        self.object.answer(verb, || {
            let word = self.word.load(Acquire);
            word & SET != 0 || self.wait_slowly(word, until)
        })
    }

    #[cold]
    fn wait_slowly(&self, first: u32, until: Option<Instant>) -> bool {
        let came = |word: u32| word & SET != 0 || epoch(word) != epoch(first);
        let mut backoff = Backoff::new();
        let mut word = first;
        while !came(word) {
            if backoff.spin(SPIN) {
                word = self.word.load(Acquire);
                continue;
            }
            let asleep = word | WAITERS;
            if word != asleep && self.word.compare_exchange(word, asleep, Relaxed, Relaxed).is_err() {
                word = self.word.load(Acquire);
                continue;
            }
            let in_time = self.word.wait(asleep, until);
            word = self.word.load(Acquire);
            if !in_time {
                return came(word);
            }
        }
        true
    }
}

impl Default for Event {
    fn default() -> Event {
        Event::new()
    }
}
