//! Models of RLock.

use std::cell::Cell;
use std::time::Duration;

use super::primitives::{RLock, Thread, raw};
use crate::{Model, outcome};

pub(crate) const MODELS: &[Model] = &[
    Model::new("two_threads_take_turns", "one at a time, as often as it likes", two_threads_take_turns),
    Model::new("three_threads_take_turns", "the same, when two may be asleep", three_threads_take_turns).bounded(2),
    Model::new("a_thread_comes_again", "who has left is the owner no more", a_thread_comes_again).bounded(3),
    Model::new("a_stranger_cannot_release", "whoever holds the lock meanwhile", a_stranger_cannot_release),
    Model::new("all_is_released_and_restored", "another has the lock meanwhile, the count comes back", all_is_released_and_restored),
    Model::new("try_acquire_never_waits", "it gets the lock or not", try_acquire_never_waits)
        .finds(&["busy", "taken"]),
    Model::new("a_timed_acquire_ends", "it gets the lock or gives up, and loses no wake-up", a_timed_acquire_ends)
        .finds(&["in time", "too late"]),
];

fn add(count: &RLock<Cell<u32>>) {
    let count = count.acquire();
    count.set(count.get() + 1);
}

fn add_twice(count: &RLock<Cell<u32>>) {
    let outer = count.acquire();
    add(count);
    outer.set(outer.get() + 1);
}

fn two_threads_take_turns() {
    let count = RLock::new(Cell::new(0));
    Thread::scope(|s| {
        s.spawn("A", || add_twice(&count));
        s.spawn("B", || add_twice(&count));
    });
    assert_eq!(count.acquire().get(), 4);
}

fn three_threads_take_turns() {
    let count = RLock::new(Cell::new(0));
    Thread::scope(|s| {
        s.spawn("A", || add(&count));
        s.spawn("B", || add(&count));
        add(&count);
    });
    assert_eq!(count.acquire().get(), 3);
}

fn a_thread_comes_again() {
    let count = RLock::new(Cell::new(0));
    Thread::scope(|s| {
        s.spawn("A", || {
            add(&count);
            add(&count);
        });
        s.spawn("B", || add(&count));
    });
    assert_eq!(count.acquire().get(), 3);
}

fn a_stranger_cannot_release() {
    let door = raw::RLock::new();
    Thread::scope(|s| {
        s.spawn("stranger", || {
            assert_eq!(door.release(), Err(raw::NotOwner), "a stranger released it");
        });
        door.acquire();
        assert!(door.is_owned());
        door.release().expect("the owner may");
    });
    assert!(!door.is_locked());
}

fn all_is_released_and_restored() {
    let door = raw::RLock::new();
    Thread::scope(|s| {
        s.spawn("other", || {
            door.acquire();
            door.release().expect("the owner may");
        });
        door.acquire();
        door.acquire();
        let count = door.release_save().expect("it is the owner");
        door.acquire_restore(count);
        assert_eq!(door.recursion_count(), 2, "the count did not come back");
        door.release().expect("the owner may");
        door.release().expect("the owner may");
    });
}

fn try_acquire_never_waits() {
    let count = RLock::new(Cell::new(0));
    let taken = Thread::scope(|s| {
        s.spawn("A", || add(&count));
        count.try_acquire().map(|count| count.set(count.get() + 1)).is_some()
    });
    outcome(if taken { "taken" } else { "busy" });
    assert_eq!(count.acquire().get(), 1 + u32::from(taken));
}

fn a_timed_acquire_ends() {
    let count = RLock::new(Cell::new(0));
    let taken = Thread::scope(|s| {
        s.spawn("A", || add_twice(&count));
        count.acquire_timeout(Duration::from_secs(1)).map(|count| count.set(count.get() + 1)).is_some()
    });
    outcome(if taken { "in time" } else { "too late" });
    assert_eq!(count.acquire().get(), 2 + u32::from(taken));
}
