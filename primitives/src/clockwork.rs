//! The threads behind all timers of a process: one waits for the next moment, the others make calls.
//!
//! | a thread is  | it waits for                      | then                                            |
//! |--------------|-----------------------------------|-------------------------------------------------|
//! | the leader   | the first deadline, or an earlier | takes that timer, leaves the lead, makes the call |
//! | at a call    | whatever the call waits for       | leads, if nobody does; else it is idle          |
//! | idle         | the lead, for [`KEEP`] at most    | leads; or ends                                  |
//!
//! Invariant, whenever the lock is free: if a timer is in the heap, somebody leads, or has been told to, or is
//! about to ask. Whoever leaves the lead sees to that before the call, so that no call delays another timer.
//! A call that is made finds a thread that is awake already: the one that waited for its moment.
//!
//! Memory ordering: everything passes under the lock; what a call did is handed over by its timer.
//!
//! Cancelling a timer does not touch the heap. Those that were cancelled are thrown out when the heap is twice as
//! large as it was after the last time; so a timer costs the same however many there are.

use std::collections::BinaryHeap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use crate::condition::Condition;
use crate::lock::{Lock, LockGuard};
use crate::platform::{self, Instant, deadline};
use crate::timer::Alarm;

mod moment;

use moment::Moment;

/// How long a thread with nothing to do stays.
const KEEP: Duration = Duration::from_secs(5);
/// No heap is looked through before it is as large as this.
const SMALL: usize = 64;

pub(crate) struct Clockwork {
    state: Lock<State>,
    /// There is an earlier moment to wait for. For the leader.
    earlier: Condition,
    /// Nobody leads, and somebody should. For the idle.
    vacant: Condition,
    /// No call is being made.
    quiet: Condition,
}

struct State {
    heap: BinaryHeap<Moment>,
    /// Look for the cancelled when the heap has grown to this.
    purge_at: usize,
    /// Somebody leads.
    led: bool,
    idle: usize,
    /// How many calls are being made.
    calls: usize,
}

impl Clockwork {
    pub(crate) const fn new() -> Clockwork {
        let state = State { heap: BinaryHeap::new(), purge_at: SMALL, led: false, idle: 0, calls: 0 };
        Clockwork {
            state: Lock::new(state),
            earlier: Condition::new(),
            vacant: Condition::new(),
            quiet: Condition::new(),
        }
    }

    /// Rings `alarm` at that moment; none: never.
    pub(crate) fn schedule(&'static self, at: Option<Instant>, alarm: Arc<Alarm>) {
        if let Some(at) = at {
            self.add(Moment { at, alarm });
        }
    }

    fn add(&'static self, moment: Moment) {
        let mut state = self.state.acquire();
        if state.heap.len() >= state.purge_at {
            state.purge();
        }
        let first = state.heap.peek().is_none_or(|first| moment.at < first.at);
        state.heap.push(moment);
        if !state.led {
            self.appoint(&mut state);
        } else if first {
            self.earlier.notify(&state);
        }
    }

    /// Lets somebody lead: one who is idle, or else a new thread.
    fn appoint(&'static self, state: &mut LockGuard<'_, State>) {
        if state.idle > 0 {
            return self.vacant.notify(state);
        }
        platform::spawn("timer", true, Box::new(|| self.serve()));
        state.led = true; // by the thread that starts
    }

    /// A thread's life. It begins as the leader.
    fn serve(&'static self) {
        platform::be_punctual();
        let mut state = self.state.acquire();
        while let Some(alarm) = self.lead(&mut state) {
            state.led = false;
            state.calls += 1;
            if !state.heap.is_empty() {
                // If the system has no thread for that, this one leads again after the call.
                let _ = catch_unwind(AssertUnwindSafe(|| self.appoint(&mut state)));
            }
            drop(state);
            // Reported by the panic hook already.
            let _ = catch_unwind(AssertUnwindSafe(|| alarm.ring()));
            drop(alarm);
            state = self.state.acquire();
            state.calls -= 1;
            if state.calls == 0 {
                self.quiet.notify_all(&state);
            }
            if !self.take_lead(&mut state) {
                return;
            }
        }
        state.led = false;
    }

    /// Waits for the first deadline and takes its timer; none when there was nothing to wait for, for long.
    fn lead(&self, state: &mut LockGuard<'_, State>) -> Option<Arc<Alarm>> {
        loop {
            let first = state.heap.peek().map(|first| first.at);
            if first.is_some() && first <= now() {
                return state.heap.pop().map(|moment| moment.alarm);
            }
            let until = first.or_else(|| deadline(KEEP));
            let told = self.earlier.wait_until(state, until);
            if !told && first.is_none() {
                return None;
            }
        }
    }

    /// Waits until nobody leads, and leads; false when somebody did for long.
    fn take_lead(&self, state: &mut LockGuard<'_, State>) -> bool {
        while state.led {
            state.idle += 1;
            let told = self.vacant.wait_timeout(state, KEEP);
            state.idle -= 1;
            if !told && state.led {
                return false;
            }
        }
        state.led = true;
        true
    }

    /// Waits until no timer can fire any more; whether there was one.
    pub(crate) fn settle(&self) -> bool {
        let mut waited = false;
        while self.wait_for_one() {
            waited = true;
        }
        waited
    }

    /// Waits for a timer that can fire, or for the calls that are being made; false if there is nothing.
    fn wait_for_one(&self) -> bool {
        let mut state = self.state.acquire();
        state.purge();
        if let Some(alarm) = state.heap.peek().map(|first| Arc::clone(&first.alarm)) {
            drop(state);
            alarm.finish();
            return true;
        }
        let any = state.calls > 0;
        while state.calls > 0 {
            self.quiet.wait(&mut state);
        }
        any
    }
}

impl State {
    /// Throws out those that were cancelled.
    fn purge(&mut self) {
        self.heap.retain(|moment| moment.alarm.is_armed());
        self.purge_at = SMALL.max(2 * self.heap.len());
    }
}

fn now() -> Option<Instant> {
    deadline(Duration::ZERO)
}
