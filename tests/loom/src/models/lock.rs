//! Models of Lock.

use std::sync::Arc;
use std::time::Duration;

use super::primitives::{Lock, Thread, raw};
use crate::{Model, outcome};

pub(crate) const MODELS: &[Model] = &[
    Model::new("two_threads_take_turns", "one at a time, and the data is handed over", two_threads_take_turns),
    Model::new("three_threads_take_turns", "the same, when two may be asleep", three_threads_take_turns).bounded(4),
    Model::new("try_acquire_never_waits", "it gets the lock or not", try_acquire_never_waits)
        .finds(&["busy", "taken"]),
    Model::new("a_timed_acquire_ends", "it gets the lock or gives up, and loses no wake-up", a_timed_acquire_ends)
        .finds(&["in time", "too late"]),
    Model::new("two_wait_one_in_vain", "who gives up leaves the wake-up to the other", two_wait_one_in_vain)
        .bounded(3)
        .finds(&["in time", "too late"]),
    Model::new("another_may_release", "a raw lock is released by another thread", another_may_release),
];

fn two_threads_take_turns() {
    let count = Lock::new(0);
    Thread::scope(|s| {
        s.spawn("A", || *count.acquire() += 1);
        s.spawn("B", || *count.acquire() += 1);
    });
    assert_eq!(*count.acquire(), 2);
}

fn three_threads_take_turns() {
    let count = Lock::new(0);
    Thread::scope(|s| {
        s.spawn("A", || *count.acquire() += 1);
        s.spawn("B", || *count.acquire() += 1);
        *count.acquire() += 1;
    });
    assert_eq!(*count.acquire(), 3);
}

fn try_acquire_never_waits() {
    let count = Lock::new(0);
    let taken = Thread::scope(|s| {
        s.spawn("A", || *count.acquire() += 1);
        count.try_acquire().map(|mut count| *count += 1).is_some()
    });
    outcome(if taken { "taken" } else { "busy" });
    assert_eq!(*count.acquire(), 1 + u32::from(taken));
}

fn a_timed_acquire_ends() {
    let count = Lock::new(0);
    let taken = Thread::scope(|s| {
        s.spawn("A", || *count.acquire() += 1);
        count.acquire_timeout(Duration::from_secs(1)).map(|mut count| *count += 1).is_some()
    });
    outcome(if taken { "in time" } else { "too late" });
    assert_eq!(*count.acquire(), 1 + u32::from(taken));
}

fn two_wait_one_in_vain() {
    let count = Lock::new(0);
    let taken = Thread::scope(|s| {
        s.spawn("A", || *count.acquire() += 1);
        s.spawn("B", || *count.acquire() += 1);
        count.acquire_timeout(Duration::from_secs(1)).map(|mut count| *count += 1).is_some()
    });
    outcome(if taken { "in time" } else { "too late" });
    assert_eq!(*count.acquire(), 2 + u32::from(taken));
}

fn another_may_release() {
    let door = Arc::new(raw::Lock::new());
    door.acquire();
    let inside = Arc::clone(&door);
    let porter = Thread::spawn("porter", move || inside.release().expect("it is held"));
    door.acquire();
    porter.join().expect("the porter is well");
    assert!(door.is_locked());
}
