//! A barrier: a number of threads wait for one another, and go on together. Again and again.
//!
//! | state       | means                              | a thread that arrives          | becomes                         |
//! |-------------|------------------------------------|--------------------------------|---------------------------------|
//! | `Filling`   | fewer than all have arrived        | waits; the last lets all go on | `Draining` by the last          |
//! | `Draining`  | all have arrived, some are here yet | waits for the next round      | `Filling` when all have left    |
//! | `Resetting` | its threads are being sent away    | waits for the next round       | `Filling` when all have left    |
//! | `Broken`    | somebody gave up                   | is sent away                   | by `reset` only                 |
//!
//! Invariant: `arrived` counts the threads that came and have not left, and is less than the number of
//! parties while the barrier fills. The state does not become `Filling` before all of them have left; so none
//! mistakes the next round for its own.
//!
//! Memory ordering: everything passes under the lock. So what any thread did before it arrived happens before
//! the action, and that before what any of them does when they go on.

use std::fmt;
use std::time::Duration;

use crate::condition::Condition;
use crate::lock::{Lock, LockGuard};
use crate::platform::{Instant, Meeting, Object, deadline};

mod timed;
mod told;
mod turn;

pub use turn::{Broken, Turn};

/// A place where a number of threads wait for one another.
///
/// The semantics are those of Python's `threading.Barrier`. A thread that waits in vain for some time breaks
/// the barrier, for all: whoever waits there learns that, and does not wait for ever for those who will not
/// come.
///
/// ```
/// use primitives::{Barrier, Thread};
///
/// let start = Barrier::new(3).with_action(|| println!("go")).named("start");
/// Thread::scope(|s| {
///     for runner in ["Ann", "Bob", "Cem"] {
///         s.spawn(runner, || {
///             let turn = start.wait().unwrap();
///             assert_eq!(turn.is_leader(), turn.index() == 2);
///         });
///     }
/// });
/// ```
pub struct Barrier {
    inner: Lock<Inner>,
    changed: Condition,
    parties: usize,
    action: Option<Box<dyn Fn() + Send + Sync>>,
    timeout: Option<Duration>,
    object: Object,
}

struct Inner {
    state: State,
    arrived: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Filling,
    Draining,
    Resetting,
    Broken,
}

impl Barrier {
    /// A barrier for so many threads.
    ///
    /// # Panics
    /// When `parties` is 0.
    pub const fn new(parties: usize) -> Barrier {
        assert!(parties > 0, "parties must be >= 1");
        Barrier {
            inner: Lock::new(Inner { state: State::Filling, arrived: 0 }),
            changed: Condition::new(),
            parties,
            action: None,
            timeout: None,
            object: Object::new("Barrier"),
        }
    }

    /// Has the last thread that arrives call `action`, before any of them goes on. It must not use the
    /// barrier, which is locked meanwhile. If it panics, the barrier is broken, and the last thread's panic
    /// goes on.
    pub fn with_action(self, action: impl Fn() + Send + Sync + 'static) -> Barrier {
        Barrier { action: Some(Box::new(action)), ..self }
    }

    /// Has [`Barrier::wait`] give up after so long.
    pub fn with_timeout(self, timeout: Duration) -> Barrier {
        Barrier { timeout: Some(timeout), ..self }
    }

    /// Gives it a name for pictures and messages.
    pub fn named(self, name: &str) -> Barrier {
        self.object.name(name);
        self.object.name_part(&self.inner.raw.object, "lock");
        self.object.name_part(&self.changed.object, "changed");
        self.object.parties(0, self.parties, Meeting::Filling);
        self
    }

    /// Waits until all have arrived, this thread included; for the time given to [`Barrier::with_timeout`] at
    /// most.
    ///
    /// # Errors
    /// When the barrier is broken, or is broken or reset while this thread waits, or does not let it go on in
    /// time, which breaks it.
    ///
    /// # Panics
    /// When this thread is the last, and the action panics.
    #[track_caller]
    pub fn wait(&self) -> Result<Turn, Broken> {
        self.wait_for("wait", || self.timeout.and_then(deadline))
    }

    /// A wait under the name of who offers it.
    #[track_caller]
    fn wait_for(&self, verb: &'static str, until: impl FnOnce() -> Option<Instant>) -> Result<Turn, Broken> {
        let mut call = self.object.call(verb);
        let passed = self.pass(until);
        match &passed {
            Ok(turn) => call.answer(turn.index()),
            Err(broken) => call.answer(broken),
        }
        passed
    }

    fn pass(&self, until: impl FnOnce() -> Option<Instant>) -> Result<Turn, Broken> {
        let mut visit = self.arrive()?;
        let index = visit.inner.arrived - 1;
        let last = visit.inner.arrived == self.parties;
        if last {
            // They go on when the lock is free again, and it is not before the action is done. Until then, and for
            // good if it panics, they go on into a broken barrier.
            visit.change(State::Broken);
            self.action.iter().for_each(|action| action());
            visit.inner.state = State::Draining;
        } else {
            let until = until();
            let mut in_time = true;
            while visit.inner.state == State::Filling {
                if !in_time {
                    visit.change(State::Broken);
                    break;
                }
                in_time = self.changed.wait_until(&mut visit.inner, until);
            }
        }
        match visit.inner.state {
            State::Draining => Ok(Turn { index, last }),
            _ => Err(Broken),
        }
    }

    fn show(&self, inner: &Inner) {
        let meeting = match inner.state {
            State::Filling => Meeting::Filling,
            State::Draining | State::Resetting => Meeting::Leaving,
            State::Broken => Meeting::Broken,
        };
        self.object.parties(inner.arrived, self.parties, meeting);
    }

    /// Waits until the threads of the round before have left, and joins this one.
    fn arrive(&self) -> Result<Visit<'_>, Broken> {
        let mut inner = self.inner.acquire();
        let leaving = |inner: &mut Inner| matches!(inner.state, State::Draining | State::Resetting);
        self.changed.wait_while(&mut inner, leaving);
        if inner.state == State::Broken {
            return Err(Broken);
        }
        inner.arrived += 1;
        self.show(&inner);
        Ok(Visit { barrier: self, inner })
    }

    /// Sends away all who wait, with an error, and makes the barrier as new; also a broken one. Does not wait
    /// for them.
    #[track_caller]
    pub fn reset(&self) {
        let _call = self.object.call("reset");
        let mut inner = self.inner.acquire();
        inner.state = match inner.state {
            _ if inner.arrived == 0 => State::Filling,
            State::Draining => State::Draining,
            _ => State::Resetting,
        };
        self.show(&inner);
        self.changed.notify_all(&inner);
    }

    /// Breaks the barrier: sends away all who wait or will come, with an error, until a [`Barrier::reset`].
    #[track_caller]
    pub fn abort(&self) {
        let _call = self.object.call("abort");
        let mut inner = self.inner.acquire();
        inner.state = State::Broken;
        self.show(&inner);
        self.changed.notify_all(&inner);
    }
}

/// A thread's time at the barrier. Its end, in whatever way it comes, counts it out.
struct Visit<'a> {
    barrier: &'a Barrier,
    inner: LockGuard<'a, Inner>,
}

impl Visit<'_> {
    fn change(&mut self, state: State) {
        self.inner.state = state;
        self.barrier.changed.notify_all(&self.inner);
    }
}

impl Drop for Visit<'_> {
    fn drop(&mut self) {
        self.inner.arrived -= 1;
        if self.inner.arrived == 0 && self.inner.state != State::Broken {
            self.change(State::Filling);
        }
        self.barrier.show(&self.inner);
    }
}

impl fmt::Debug for Barrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Barrier").field("parties", &self.parties).finish_non_exhaustive()
    }
}
