//! A timer: calls a function later, unless it is cancelled first.
//!
//! | state       | when its time comes          | cancel                      | join    |
//! |-------------|------------------------------|-----------------------------|---------|
//! | `ARMED`     | `FIRED`, and calls           | `CANCELLED`: true           | waits   |
//! | `FIRED`     | never again                  | false: too late             | waits for the call's end |
//! | `CANCELLED` | nothing                      | false: it was done before   | returns |
//!
//! Invariant: the state leaves `ARMED` once, by one compare-exchange; whoever made it owns the function. So exactly
//! one of firing and cancelling wins. `finished` is set after the call or the cancelling, and stays so.
//!
//! Memory ordering: the function is put in place before anybody knows of the timer, so the compare-exchange hands
//! nothing over: Relaxed. What the call did is handed over by `finished`.
//!
//! Who waits for the time is the platform's affair: natively all timers share the threads of `clockwork.rs`; in an
//! execution and under loom each has a thread of its own that waits for `finished`, as it is in Python. (There the
//! clockwork is explored by itself: `steps::clockwork`.)

use std::fmt;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use crate::event::Event;
use crate::platform::{self, Cell, Instant, Object, Reads, Word, deadline};

const ARMED: u32 = 0;
const FIRED: u32 = 1;
const CANCELLED: u32 = 2;
const READS: Reads<u32> = &[
    (u32::MAX, Some(ARMED), "armed"),
    (u32::MAX, Some(FIRED), "fired"),
    (u32::MAX, Some(CANCELLED), "cancelled"),
];

/// A call that is made later, once, unless it is cancelled first.
///
/// The semantics are those of Python's `threading.Timer` that is started at once. Dropping it leaves it running;
/// [`main`](crate::main()) waits for it. A call that takes long, or waits, delays no other timer; a panic in it is
/// reported by the panic hook and ends nothing else. Timers of the same moment fire in no promised order.
///
/// ```
/// use std::time::Duration;
/// use primitives::Timer;
///
/// let tea = Timer::after(Duration::from_millis(1), || println!("the tea is ready"));
/// let alarm = Timer::after(Duration::from_secs(3600), || unreachable!("it is cancelled"));
/// assert!(alarm.cancel());
/// tea.join();
/// assert!(!tea.cancel(), "too late");
/// ```
pub struct Timer(Arc<Alarm>);

pub(crate) struct Alarm {
    state: Word,
    call: Cell<Option<Box<dyn FnOnce() + Send>>>,
    finished: Event,
    /// The thread in which the call is made. Only that thread cares.
    caller: OnceLock<u64>,
    object: Object,
}

// SAFETY: the function is reached only by the one that took the state away from `ARMED`.
unsafe impl Sync for Alarm {}

impl Timer {
    /// Calls `f` in another thread after `delay`. One too long to count never comes.
    ///
    /// # Panics
    /// When a thread is needed and the system cannot start another one.
    #[track_caller]
    pub fn after(delay: Duration, f: impl FnOnce() + Send + 'static) -> Timer {
        Timer::by(platform::schedule, delay, f)
    }

    /// The same, by whoever is to wait for the time.
    #[track_caller]
    pub(crate) fn by(
        schedule: impl FnOnce(Option<Instant>, Arc<Alarm>),
        delay: Duration,
        f: impl FnOnce() + Send + 'static,
    ) -> Timer {
        let alarm = Arc::new(Alarm {
            state: Word::new(ARMED).reads(READS),
            call: Cell::new(Some(Box::new(f))),
            finished: Event::new(),
            caller: OnceLock::new(),
            object: Object::new("Timer"),
        });
        alarm.object.name_part(&alarm.finished.object, "finished");
        alarm.object.label("armed");
        schedule(deadline(delay), Arc::clone(&alarm));
        Timer(alarm)
    }

    /// Gives it a name for pictures and messages.
    pub fn named(self, name: &str) -> Timer {
        self.0.object.name(name);
        self
    }

    /// Prevents the call. True if it did; false if the call was begun, made, or prevented before. Never waits: see
    /// [`Timer::join`] for the end of a call that was begun.
    #[track_caller]
    pub fn cancel(&self) -> bool {
        let prevented = {
            let mut call = self.0.object.call("cancel");
            let prevented = self.0.claim(CANCELLED);
            if prevented.is_some() {
                self.0.object.label("cancelled");
                self.0.finished.set();
            }
            call.answer(prevented.is_some());
            prevented
        };
        // Dropped only now: what the function captured has destructors of its own.
        prevented.is_some()
    }

    /// Waits until the call was made, or prevented. What it did happens before this returns.
    ///
    /// # Panics
    /// When the call itself calls this: it would wait for ever.
    #[track_caller]
    pub fn join(&self) {
        self.0.refuse_caller();
        let _call = self.0.object.call("join");
        self.0.finished.wait();
    }

    /// As [`Timer::join`], for at most `timeout`; tells whether the call was made, or prevented.
    ///
    /// # Panics
    /// When the call itself calls this.
    #[track_caller]
    pub fn join_timeout(&self, timeout: Duration) -> bool {
        self.0.refuse_caller();
        self.0.object.answer("join_timeout", || self.0.finished.wait_timeout(timeout))
    }

    /// Whether the call was made, or prevented. What it did happens before a `true`.
    #[track_caller]
    pub fn is_finished(&self) -> bool {
        self.0.object.answer("is_finished", || self.0.finished.is_set())
    }
}

impl Alarm {
    /// Leaves `ARMED` for `state`, and takes the function; none if somebody else did before.
    fn claim(&self, state: u32) -> Option<Box<dyn FnOnce() + Send>> {
        self.state.compare_exchange(ARMED, state, Relaxed, Relaxed).ok()?;
        // SAFETY: the state left `ARMED` by our hand, which happens once.
        self.call.with_mut(|call| unsafe { (*call).take() })
    }

    /// Its time has come.
    pub(crate) fn ring(&self) {
        let claimed = {
            let mut call = self.object.call("fire");
            let claimed = self.claim(FIRED);
            if claimed.is_some() {
                self.object.label("fired");
            }
            call.answer(claimed.is_some());
            claimed
        };
        let Some(f) = claimed else {
            return;
        };
        let _finish = Finish(self);
        let _ = self.caller.set(platform::current());
        f();
    }

    /// Waits for its time in a thread of its own, as Python does.
    #[allow(dead_code, reason = "not where all timers share a few threads")]
    pub(crate) fn wait_and_ring(&self, until: Option<Instant>) {
        if !self.finished.wait_for("wait_timeout", until) {
            self.ring();
        }
    }

    /// Whether it can still fire.
    pub(crate) fn is_armed(&self) -> bool {
        self.state.load(Relaxed) == ARMED
    }

    /// Waits until the call was made, or prevented.
    pub(crate) fn finish(&self) {
        self.finished.wait();
    }

    #[track_caller]
    fn refuse_caller(&self) {
        let calls_itself = self.caller.get() == Some(&platform::current()) && !self.finished.is_set();
        assert!(!calls_itself, "cannot join current thread");
    }
}

/// The end of a call, in whatever way it comes.
struct Finish<'a>(&'a Alarm);

impl Drop for Finish<'_> {
    fn drop(&mut self) {
        self.0.finished.set();
    }
}

impl fmt::Debug for Timer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Timer").field("armed", &self.0.is_armed()).finish_non_exhaustive()
    }
}
