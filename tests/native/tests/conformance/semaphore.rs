use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use primitives::{BadRelease, Semaphore, Thread, raw};

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
