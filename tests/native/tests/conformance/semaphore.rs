//! The rows of Python's `Semaphore` and `BoundedSemaphore`, and what stands for each.
//!
//! | Python                                | here                                                           |
//! |---------------------------------------|----------------------------------------------------------------|
//! | `Semaphore(value=1)`, value < 0       | unrepresentable: a `u32` is not negative                       |
//! | `acquire()`                           | `acquire_blocks_while_there_is_no_permit`                      |
//! | `acquire(False)`                      | `try_acquire_answers_at_once`                                  |
//! | `acquire(False, t)`                   | unrepresentable: `try_acquire` takes no time                   |
//! | `acquire(timeout=t)`, `t <= 0`        | `acquire_timeout_gives_up_in_time_but_not_before`, `acquire_until_gives_up_at_its_moment` |
//! | `release(n=1)`, n < 1                 | `release_of_none_and_of_too_many_are_errors`                   |
//! | wakes in any order, running threads barge | documented; `release_n_lets_n_threads_in`                  |
//! | Bounded: `release` above initial      | `a_bounded_release_above_the_initial_value_is_an_error`        |
//! | Bounded: all or nothing               | `a_bounded_release_is_all_or_nothing`                          |
//! | `with sem:` releases one              | `a_permit_comes_back_unless_it_is_forgotten`, `a_bounded_permit_comes_back` |

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use primitives::{BadRelease, BoundedSemaphore, Instant, Semaphore, Thread, raw};

use super::{SHORT, takes_at_least};

#[test]
fn acquire_blocks_while_there_is_no_permit() {
    let seats = Semaphore::new(2);
    let inside = AtomicU32::new(0);
    Thread::scope(|s| {
        for guest in ["A", "B", "C", "D", "E"] {
            s.spawn(guest, || {
                for _ in 0..1_000 {
                    let _seat = seats.acquire();
                    assert!(inside.fetch_add(1, Ordering::Relaxed) < 2);
                    inside.fetch_sub(1, Ordering::Relaxed);
                }
            });
        }
    });
    assert_eq!(seats.value(), 2);
}

#[test]
fn try_acquire_answers_at_once() {
    let seats = Semaphore::new(1);
    let seat = seats.try_acquire();
    assert!(seat.is_some());
    assert!(seats.try_acquire().is_none());
    drop(seat);
    assert!(seats.try_acquire().is_some());
}

#[test]
fn acquire_timeout_gives_up_in_time_but_not_before() {
    let seats = raw::Semaphore::new(0);
    assert!(!takes_at_least(SHORT, || seats.acquire_timeout(SHORT)));
    assert!(!seats.acquire_timeout(Duration::ZERO));
    seats.release(1).unwrap();
    assert!(seats.acquire_timeout(Duration::ZERO), "who gave up took nothing");
}

#[test]
fn release_n_lets_n_threads_in() {
    let seats = raw::Semaphore::new(0);
    Thread::scope(|s| {
        for guest in ["A", "B", "C"] {
            s.spawn(guest, || seats.acquire());
        }
        s.spawn("D", || assert!(seats.acquire_timeout(Duration::MAX)));
        seats.release(1).unwrap();
        seats.release(3).unwrap();
    });
    assert_eq!(seats.value(), 0);
}

#[test]
fn release_of_none_and_of_too_many_are_errors() {
    let seats = raw::Semaphore::new(1);
    assert_eq!(seats.release(0).unwrap_err().to_string(), "n must be one or more");
    assert_eq!(seats.release(u32::MAX), Err(BadRelease::TooMany));
    assert_eq!(seats.value(), 1, "the errors changed nothing");
    seats.release(u32::MAX - 1).unwrap();
    assert_eq!(seats.value(), u32::MAX);
}

#[test]
fn a_permit_comes_back_unless_it_is_forgotten() {
    let seats = Semaphore::new(2);
    drop(seats.acquire());
    assert_eq!(seats.value(), 2);
    seats.acquire().forget();
    assert_eq!(seats.value(), 1);
    seats.release(1).unwrap();
    assert_eq!(seats.value(), 2);
}

#[test]
fn a_panic_gives_the_permit_back() {
    let seats = Semaphore::new(1);
    Thread::scope(|s| {
        let guest = s.spawn("guest", || {
            let _seat = seats.acquire();
            panic!("as the test wants it");
        });
        assert!(guest.join().is_err());
    });
    assert_eq!(seats.value(), 1);
}

#[test]
fn what_was_done_before_a_release_is_seen_after_the_acquire() {
    let free = raw::Semaphore::new(1);
    let filled = raw::Semaphore::new(0);
    let slot = AtomicU32::new(0);
    Thread::scope(|s| {
        s.spawn("writer", || {
            for n in 1..=2_000 {
                free.acquire();
                slot.store(n, Ordering::Relaxed);
                filled.release(1).unwrap();
            }
        });
        s.spawn("reader", || {
            for n in 1..=2_000 {
                filled.acquire();
                assert_eq!(slot.load(Ordering::Relaxed), n);
                free.release(1).unwrap();
            }
        });
    });
}

#[test]
fn acquire_until_gives_up_at_its_moment() {
    let seats = Semaphore::new(0);
    assert!(takes_at_least(SHORT, || seats.acquire_until(Instant::now() + SHORT)).is_none());
    assert!(seats.acquire_until(Instant::now()).is_none());
    seats.release(1).unwrap();
    assert!(seats.acquire_until(Instant::now()).is_some());

    let seats = BoundedSemaphore::new(1);
    let seat = seats.acquire();
    assert!(takes_at_least(SHORT, || seats.acquire_until(Instant::now() + SHORT)).is_none());
    drop(seat);
    assert!(seats.acquire_until(Instant::now()).is_some());
}

#[test]
fn a_bounded_semaphore_blocks_while_there_is_no_permit() {
    let seats = BoundedSemaphore::new(2);
    let inside = AtomicU32::new(0);
    Thread::scope(|s| {
        for guest in ["A", "B", "C", "D"] {
            s.spawn(guest, || {
                for _ in 0..1_000 {
                    let _seat = seats.acquire();
                    assert!(inside.fetch_add(1, Ordering::Relaxed) < 2);
                    inside.fetch_sub(1, Ordering::Relaxed);
                }
            });
        }
    });
    assert_eq!(seats.value(), 2);
    let both = [seats.try_acquire(), seats.acquire_timeout(Duration::ZERO)];
    assert!(both.iter().all(Option::is_some));
    assert!(seats.try_acquire().is_none());
    assert!(takes_at_least(SHORT, || seats.acquire_timeout(SHORT)).is_none());
}

#[test]
fn a_bounded_release_above_the_initial_value_is_an_error() {
    let seats = raw::BoundedSemaphore::new(1);
    assert_eq!(seats.release(1).unwrap_err().to_string(), "Semaphore released too many times");
    assert_eq!(seats.release(0).unwrap_err().to_string(), "n must be one or more");
    assert_eq!(seats.release(u32::MAX), Err(BadRelease::TooOften));
    assert_eq!(seats.value(), 1, "the errors changed nothing");
    seats.acquire();
    assert_eq!(seats.release(1), Ok(()));
    let none = raw::BoundedSemaphore::new(0);
    assert_eq!(none.release(1), Err(BadRelease::TooOften));
    let most = raw::BoundedSemaphore::new(u32::MAX);
    assert_eq!(most.release(1), Err(BadRelease::TooMany));
}

#[test]
fn a_bounded_release_is_all_or_nothing() {
    let seats = raw::BoundedSemaphore::new(3);
    seats.acquire();
    seats.acquire();
    assert_eq!(seats.release(3), Err(BadRelease::TooOften));
    assert_eq!(seats.value(), 1);
    assert_eq!(seats.release(2), Ok(()));
    assert_eq!(seats.value(), 3);
}

#[test]
fn a_bounded_permit_comes_back() {
    let seats = BoundedSemaphore::new(1);
    drop(seats.acquire());
    assert_eq!(seats.value(), 1);
    seats.acquire().forget();
    assert_eq!(seats.value(), 0);
    seats.release(1).unwrap();
    let early = seats.acquire();
    seats.release(1).unwrap();
    drop(early);
    assert_eq!(seats.value(), 1, "a permit for which there is no room is gone");
    Thread::scope(|s| {
        let guest = s.spawn("guest", || {
            let _seat = seats.acquire();
            panic!("as the test wants it");
        });
        assert!(guest.join().is_err());
        assert!(seats.acquire_timeout(Duration::MAX).is_some());
    });
}
