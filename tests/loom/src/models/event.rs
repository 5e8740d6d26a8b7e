//! Models of Event.

use std::time::Duration;

use super::primitives::{Event, Thread, Var};
use crate::{Model, outcome};

pub(crate) const MODELS: &[Model] = &[
    Model::new("a_set_hands_over", "it ends a wait; what was done before is seen after", a_set_hands_over),
    Model::new("a_set_wakes_both", "two wait, one set wakes them", a_set_wakes_both).bounded(4),
    Model::new("a_pulse_reaches_a_sleeper", "set and clear at once wake who sleeps", a_pulse_reaches_a_sleeper),
    Model::new("a_clear_sees_the_work", "work announced before a clear is found after it", a_clear_sees_the_work),
    Model::new("a_timed_wait_ends", "set or not", a_timed_wait_ends).finds(&["not set", "set"]),
];

fn a_set_hands_over() {
    let x = Var::new(0);
    let ready = Event::new();
    Thread::scope(|s| {
        s.spawn("setter", || {
            x.set(1);
            ready.set();
        });
        ready.wait();
        assert_eq!(x.get(), 1, "what was done before the set is not seen");
    });
}

fn a_set_wakes_both() {
    let open = Event::new();
    Thread::scope(|s| {
        s.spawn("A", || open.wait());
        s.spawn("B", || open.wait());
        open.set();
    });
    assert!(open.is_set());
}

/// A pulse may come before the guest waits. Under loom a sleep lets the others run until they sleep too, so
/// that the guest lies asleep at the last one.
fn a_pulse_reaches_a_sleeper() {
    let door = Event::new();
    Thread::scope(|s| {
        s.spawn("guest", || door.wait());
        for _ in 0..2 {
        Thread::sleep(Duration::from_millis(1));
            door.set();
            door.clear();
        }
    });
    assert!(!door.is_set());
}

/// The worker clears, then looks: it must see the work whose `set` it undid, as nobody will tell it again.
fn a_clear_sees_the_work() {
    let work = Var::new(0);
    let told = Event::new();
    told.set();
    Thread::scope(|s| {
        s.spawn("boss", || {
            work.set(1);
            told.set();
        });
        told.clear();
        if work.get() == 0 {
            told.wait();
            assert_eq!(work.get(), 1, "told of no work");
        }
    });
}

fn a_timed_wait_ends() {
    let x = Var::new(0);
    let ready = Event::new();
    Thread::scope(|s| {
        s.spawn("setter", || {
            x.set(1);
            ready.set();
        });
        let set = ready.wait_timeout(Duration::from_secs(1));
        assert!(!set || x.get() == 1, "what was done before the set is not seen");
        outcome(if set { "set" } else { "not set" });
    });
}
