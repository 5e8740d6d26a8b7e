//! Inside an execution of the stepper: every operation announces itself, and is carried out when its thread
//! is chosen. Elsewhere: native.

use std::sync::atomic::Ordering;
use std::time::Duration;

use stepper::AtomicOp;
use stepper::inside::{self, Identity, Reading};

use super::{Reads, native};

#[path = "stepping_object.rs"]
mod object;

#[path = "stepping_pipe.rs"]
mod pipe;

#[path = "stepping_thread.rs"]
mod thread;

pub(crate) use object::*;
pub(crate) use pipe::*;
pub(crate) use thread::*;

// An execution makes the joins itself: what is handed over by one needs no check.
pub(crate) use native::{Legacy, Mark};

/// A moment of the real clock, or of an execution's, in which a moment of the real clock never comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant(Moment);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Moment {
    Real(native::Instant),
    Virtual(u64),
}

impl Instant {
    /// This moment.
    pub fn now() -> Instant {
        deadline(Duration::ZERO).expect("now can be counted")
    }

    /// So long afterwards; none when that cannot be counted.
    pub fn checked_add(self, time: Duration) -> Option<Instant> {
        Some(Instant(match self.0 {
            Moment::Real(at) => Moment::Real(at.checked_add(time)?),
            Moment::Virtual(at) => Moment::Virtual(at.checked_add(u64::try_from(time.as_nanos()).ok()?)?),
        }))
    }

    fn real(self) -> Option<native::Instant> {
        match self.0 {
            Moment::Real(at) => Some(at),
            Moment::Virtual(_) => None,
        }
    }

    fn nanoseconds(self) -> Option<u64> {
        match self.0 {
            Moment::Real(_) => None,
            Moment::Virtual(at) => Some(at),
        }
    }
}

/// The moment after which a wait ends by itself; none: never. A time too far to count is never.
pub(crate) fn deadline(after: Duration) -> Option<Instant> {
    if inside::active() {
        return Instant(Moment::Virtual(inside::now())).checked_add(after);
    }
    native::deadline(after).map(|at| Instant(Moment::Real(at)))
}

impl std::ops::Add<Duration> for Instant {
    type Output = Instant;

    fn add(self, time: Duration) -> Instant {
        self.checked_add(time).expect("the moment can be counted")
    }
}

impl From<native::Instant> for Instant {
    fn from(at: native::Instant) -> Instant {
        Instant(Moment::Real(at))
    }
}

/// An atomic word a thread can sleep on.
#[derive(Debug)]
pub(crate) struct Word {
    memory: native::Word,
    id: Identity,
}

/// An atomic double word; a thread can sleep on its low half.
#[derive(Debug)]
pub(crate) struct WideWord {
    memory: native::WideWord,
    id: Identity,
}

macro_rules! operations {
    ($Word:ident, $value:ident, $wide:literal) => {
        #[allow(dead_code, reason = "both widths offer the same operations")]
        #[allow(
            clippy::useless_conversion,
            reason = "a double word is already as wide as the stepper's values"
        )]
        impl $Word {
            pub(crate) const fn new(value: $value) -> $Word {
                $Word { memory: native::$Word::new(value), id: Identity::new() }
            }

            /// How a picture reads it.
            pub(crate) const fn reads(self, reads: Reads<$value>) -> $Word {
                $Word { id: Identity::reading(Reading::$Word(reads)), ..self }
            }

            /// What its only owner finds in it: not a step.
            pub(crate) fn unshared(&mut self) -> $value {
                self.memory.unshared()
            }

            /// What is in it, for a picture: not a step.
            pub(crate) fn peek(&self) -> u64 {
                self.memory.load(Ordering::Relaxed).into()
            }

            #[track_caller]
            fn step(
                &self,
                op: AtomicOp,
                order: Ordering,
                failure: Ordering,
                perform: impl FnOnce(&native::$Word) -> Result<$value, $value>,
            ) -> Result<$value, $value> {
                if !inside::active() {
                    return perform(&self.memory);
                }
                let mut result = Ok(0);
                inside::atomic(
                    &self.id,
                    op,
                    order,
                    failure,
                    || self.peek(),
                    || {
                        let before = self.peek();
                        result = perform(&self.memory);
                        (before, self.peek(), result.is_ok())
                    },
                );
                result
            }

            #[track_caller]
            fn always(
                &self,
                op: AtomicOp,
                order: Ordering,
                perform: impl FnOnce(&native::$Word) -> $value,
            ) -> $value {
                match self.step(op, order, order, |memory| Ok(perform(memory))) {
                    Ok(value) | Err(value) => value,
                }
            }

            #[track_caller]
            pub(crate) fn load(&self, order: Ordering) -> $value {
                self.always(AtomicOp::Load, order, |m| m.load(order))
            }

            #[track_caller]
            pub(crate) fn store(&self, value: $value, order: Ordering) {
                self.always(AtomicOp::Store, order, |m| {
                    m.store(value, order);
                    value
                });
            }

            #[track_caller]
            pub(crate) fn swap(&self, value: $value, order: Ordering) -> $value {
                self.always(AtomicOp::Swap, order, |m| m.swap(value, order))
            }

            #[track_caller]
            pub(crate) fn compare_exchange(
                &self,
                current: $value,
                new: $value,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$value, $value> {
                self.step(AtomicOp::CompareExchange, success, failure, |m| {
                    m.compare_exchange(current, new, success, failure)
                })
            }

            #[track_caller]
            pub(crate) fn fetch_add(&self, value: $value, order: Ordering) -> $value {
                self.always(AtomicOp::Add, order, |m| m.fetch_add(value, order))
            }

            #[track_caller]
            pub(crate) fn fetch_sub(&self, value: $value, order: Ordering) -> $value {
                self.always(AtomicOp::Sub, order, |m| m.fetch_sub(value, order))
            }

            #[track_caller]
            pub(crate) fn wake_one(&self) {
                self.wake(1);
            }

            #[track_caller]
            pub(crate) fn wake_all(&self) {
                self.wake(u32::MAX);
            }

            #[track_caller]
            pub(crate) fn wake(&self, n: u32) {
                if inside::active() {
                    inside::wake(&self.id, || self.peek(), n);
                } else {
                    self.memory.wake(n);
                }
            }

            #[track_caller]
            pub(crate) fn wait(&self, expected: u32, until: Option<Instant>) -> bool {
                if inside::active() {
                    let until = until.and_then(Instant::nanoseconds);
                    return inside::wait(&self.id, || self.peek(), expected.into(), $wide, until);
                }
                self.memory.wait(expected, until.and_then(Instant::real))
            }

            /// One operation, so that a thread that sleeps is one that waits for a change.
            #[track_caller]
            pub(crate) fn wait_while(&self, expected: u32, until: Option<Instant>) -> bool {
                if inside::active() {
                    let until = until.and_then(Instant::nanoseconds);
                    return inside::wait_while(&self.id, || self.peek(), expected.into(), $wide, until);
                }
                self.memory.wait_while(expected, until.and_then(Instant::real))
            }

            /// One operation, which cannot be chosen before the word has changed.
            #[track_caller]
            pub(crate) fn spin_while(&self, expected: $value) {
                if inside::active() {
                    return inside::spin_while(&self.id, || self.peek(), expected.into());
                }
                self.memory.spin_while(expected);
            }
        }
    };
}

operations!(Word, u32, false);
operations!(WideWord, u64, true);

/// Memory whose accesses something else keeps apart, which is checked.
#[derive(Debug, Default)]
pub(crate) struct Cell<T> {
    memory: native::Cell<T>,
    id: Identity,
}

impl<T> Cell<T> {
    pub(crate) const fn new(value: T) -> Cell<T> {
        Cell { memory: native::Cell::new(value), id: Identity::new() }
    }

    #[track_caller]
    pub(crate) fn with<R>(&self, f: impl FnOnce(*const T) -> R) -> R {
        if inside::active() {
            inside::access(&self.id, false);
        }
        self.memory.with(f)
    }

    #[track_caller]
    pub(crate) fn with_mut<R>(&self, f: impl FnOnce(*mut T) -> R) -> R {
        if inside::active() {
            inside::access(&self.id, true);
        }
        self.memory.with_mut(f)
    }

    /// Where it is, for a picture: not an access.
    pub(crate) fn peek(&self) -> *const T {
        self.memory.peek()
    }

    pub(crate) fn get_mut(&mut self) -> &mut T {
        self.memory.get_mut()
    }

    pub(crate) fn into_inner(self) -> T {
        self.memory.into_inner()
    }
}

/// Marks accesses to memory that nothing protects, for the race check.
#[derive(Debug, Default)]
pub(crate) struct Plain(Identity);

impl Plain {
    pub(crate) const fn new() -> Plain {
        Plain(Identity::new())
    }

    #[track_caller]
    pub(crate) fn read(&self) {
        if inside::active() {
            inside::access(&self.0, false);
        }
    }

    #[track_caller]
    pub(crate) fn written(&self) {
        if inside::active() {
            inside::access(&self.0, true);
        }
    }
}

/// Never worth a step inside an execution: the thread sleeps at once.
#[derive(Debug)]
pub(crate) struct Backoff(native::Backoff);

impl Backoff {
    pub(crate) fn new() -> Backoff {
        Backoff(native::Backoff::new())
    }

    pub(crate) fn spin(&mut self, limit: u32) -> bool {
        !inside::active() && self.0.spin(limit)
    }

    pub(crate) fn pause(&mut self) {
        if !inside::active() {
            self.0.pause();
        }
    }
}

/// No step: the thread's next try is one, and of no use before something has changed.
#[cfg(feature = "steps")]
pub(crate) fn spin_loop() {
    if inside::active() { inside::yield_now() } else { native::spin_loop() }
}

/// As for [`spin_loop`].
pub(crate) fn yield_now() {
    if inside::active() { inside::yield_now() } else { native::yield_now() }
}

/// A number, not 0, that no other thread has, nor ever had, of this execution, of another, or of none.
pub(crate) fn current() -> u64 {
    if inside::active() { inside::current_number() } else { real_number(native::current()) }
}

fn real_number(number: u64) -> u64 {
    1 << 63 | number
}

#[track_caller]
pub(crate) fn sleep(time: Duration) {
    if !inside::active() {
        return native::sleep(time);
    }
    let time = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
    inside::sleep_until(inside::now().saturating_add(time));
}

/// Says a line.
#[track_caller]
pub(crate) fn say(text: String) {
    if inside::active() { inside::say(text) } else { native::say(text) }
}

/// Runs `f` to its end, also when the execution is abandoned.
pub(crate) fn steadfast<R>(f: impl FnOnce() -> R) -> R {
    if inside::active() { inside::steadfast(f) } else { f() }
}

/// Runs `f`, whose sleep may end for no reason, where somebody chooses so.
pub(crate) fn spurious<R>(f: impl FnOnce() -> R) -> R {
    if inside::active() { inside::spurious(f) } else { f() }
}

/// Which of those in line, each asleep on a word of its own, somebody has put before the others; the last who was.
pub(crate) fn favoured<'a, T: Copy>(
    line: impl Iterator<Item = T>,
    word: impl Fn(T) -> &'a Word,
) -> Option<T> {
    if !inside::active() || !inside::favours() {
        return None;
    }
    let favours = line.map(|one| (inside::favour(&word(one).id), one));
    favours.filter(|(favour, _)| *favour > 0).max_by_key(|(favour, _)| *favour).map(|(_, one)| one)
}
