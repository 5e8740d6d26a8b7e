//! Models of BoundedSemaphore.

use std::time::Duration;

use super::primitives::{BoundedSemaphore, Thread, Var, raw};
use crate::{Model, outcome};

pub(crate) const MODELS: &[Model] = &[
    Model::new("a_release_hands_over", "what was done before is seen after", a_release_hands_over),
    Model::new("one_of_two_is_too_many", "two release what one acquired: one is told", one_of_two_is_too_many),
    Model::new("all_or_nothing", "a release of two adds both, or none if there is room for one", all_or_nothing)
        .finds(&["both", "none"]),
    Model::new("one_seat_for_two", "permits come back, one at a time", one_seat_for_two),
    Model::new("two_wait_for_two_permits", "one release of two wakes both", two_wait_for_two_permits).bounded(3),
    Model::new("a_timed_acquire_ends", "with a permit or without, and none is lost", a_timed_acquire_ends)
        .finds(&["in time", "too late"]),
];

/// With so many permits, all of them taken.
fn taken(permits: u32) -> raw::BoundedSemaphore {
    let seats = raw::BoundedSemaphore::new(permits);
    (0..permits).for_each(|_| seats.acquire());
    seats
}

fn a_release_hands_over() {
    let x = Var::new(0);
    let ready = taken(1);
    Thread::scope(|s| {
        s.spawn("giver", || {
            x.set(1);
            ready.release(1).expect("there is room");
        });
        ready.acquire();
        assert_eq!(x.get(), 1, "what was done before the release is not seen");
    });
}

fn one_of_two_is_too_many() {
    let seat = taken(1);
    let (theirs, mine) = Thread::scope(|s| {
        let other = s.spawn("other", || seat.release(1));
        let mine = seat.release(1);
        (other.join().expect("it is well"), mine)
    });
    assert_ne!(theirs, mine, "there was room for one");
    assert_eq!(seat.value(), 1);
}

/// One of the two permits is there. Whether the other can come back with it depends on who is first.
fn all_or_nothing() {
    let seats = raw::BoundedSemaphore::new(2);
    seats.acquire();
    let released = Thread::scope(|s| {
        let giver = s.spawn("giver", || seats.release(2).is_ok());
        seats.acquire();
        giver.join().expect("it is well")
    });
    outcome(if released { "both" } else { "none" });
    assert_eq!(seats.value(), if released { 2 } else { 0 }, "a part of them was added");
}

fn one_seat_for_two() {
    let x = Var::new(0);
    let seat = BoundedSemaphore::new(1);
    let add = || {
        let _seat = seat.acquire();
        x.set(x.get() + 1);
    };
    Thread::scope(|s| {
        s.spawn("A", add);
        s.spawn("B", add);
    });
    assert_eq!(x.get(), 2, "two had the only seat");
    assert_eq!(seat.value(), 1);
}

fn two_wait_for_two_permits() {
    let seats = taken(2);
    Thread::scope(|s| {
        s.spawn("A", || seats.acquire());
        s.spawn("B", || seats.acquire());
        seats.release(2).expect("there is room");
    });
    assert_eq!(seats.value(), 0);
}

fn a_timed_acquire_ends() {
    let seat = taken(1);
    let taken = Thread::scope(|s| {
        s.spawn("giver", || seat.release(1).expect("there is room"));
        seat.acquire_timeout(Duration::from_secs(1))
    });
    outcome(if taken { "in time" } else { "too late" });
    assert_eq!(seat.value(), u32::from(!taken));
}
