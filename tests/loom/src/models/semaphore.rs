//! Models of Semaphore.

use std::time::Duration;

use super::primitives::{Semaphore, Thread, Var, raw};
use crate::{Model, outcome};

pub(crate) const MODELS: &[Model] = &[
    Model::new("a_release_hands_over", "what was done before is seen after", a_release_hands_over),
    Model::new("two_wait_for_two_permits", "one release of two wakes both", two_wait_for_two_permits).bounded(3),
    Model::new("two_wait_for_two_releases", "none of their wake-ups is lost", two_wait_for_two_releases).bounded(2),
    Model::new("one_seat_for_two", "permits come back, one at a time", one_seat_for_two),
    Model::new("a_timed_acquire_ends", "with a permit or without, and none is lost", a_timed_acquire_ends)
        .finds(&["in time", "too late"]),
    Model::new("two_wait_one_in_vain", "who gives up leaves the permit to the other", two_wait_one_in_vain)
        .bounded(3)
        .finds(&["in time", "too late"]),
];

fn a_release_hands_over() {
    let x = Var::new(0);
    let ready = raw::Semaphore::new(0);
    Thread::scope(|s| {
        s.spawn("giver", || {
            x.set(1);
            ready.release(1).expect("one is not too many");
        });
        ready.acquire();
        assert_eq!(x.get(), 1, "what was done before the release is not seen");
    });
}

fn two_wait_for_two_permits() {
    let seats = raw::Semaphore::new(0);
    Thread::scope(|s| {
        s.spawn("A", || seats.acquire());
        s.spawn("B", || seats.acquire());
        seats.release(2).expect("two are not too many");
    });
    assert_eq!(seats.value(), 0);
}

fn two_wait_for_two_releases() {
    let seats = raw::Semaphore::new(0);
    Thread::scope(|s| {
        s.spawn("A", || seats.acquire());
        s.spawn("B", || seats.acquire());
        seats.release(1).expect("one is not too many");
        seats.release(1).expect("one is not too many");
    });
    assert_eq!(seats.value(), 0);
}

fn one_seat_for_two() {
    let x = Var::new(0);
    let seat = Semaphore::new(1);
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

fn a_timed_acquire_ends() {
    let seats = raw::Semaphore::new(0);
    let taken = Thread::scope(|s| {
        s.spawn("giver", || seats.release(1).expect("one is not too many"));
        seats.acquire_timeout(Duration::from_secs(1))
    });
    outcome(if taken { "in time" } else { "too late" });
    assert_eq!(seats.value(), u32::from(!taken), "a permit is lost");
}

fn two_wait_one_in_vain() {
    let seats = raw::Semaphore::new(0);
    let taken = Thread::scope(|s| {
        s.spawn("patient", || seats.acquire());
        let hasty = s.spawn("hasty", || seats.acquire_timeout(Duration::from_secs(1)));
        seats.release(1).expect("one is not too many");
        let taken = hasty.join().expect("hasty is well");
        if taken {
            seats.release(1).expect("one is not too many");
        }
        taken
    });
    outcome(if taken { "in time" } else { "too late" });
    assert_eq!(seats.value(), 0);
}
