use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use primitives::{Lock, Thread, raw};

use super::{SHORT, takes_at_least};

#[test]
fn acquire_blocks_while_it_is_held() {
    let count = Lock::new(0);
    Thread::scope(|s| {
        for thread in ["A", "B", "C", "D"] {
            s.spawn(thread, || (0..2_000).for_each(|_| *count.acquire() += 1));
        }
    });
    assert_eq!(count.into_inner(), 8_000);
}

#[test]
fn try_acquire_answers_at_once() {
    let lock = raw::Lock::new();
    assert!(lock.try_acquire());
    assert!(!lock.try_acquire());
    lock.release().unwrap();
    assert!(lock.try_acquire());
}

#[test]
fn acquire_timeout_gives_up_in_time_but_not_before() {
    let lock = Lock::new(());
    let guard = lock.acquire();
    assert!(takes_at_least(SHORT, || lock.acquire_timeout(SHORT)).is_none());
    drop(guard);
    assert!(lock.acquire_timeout(SHORT).is_some());
}

#[test]
fn acquire_timeout_of_nothing_tries_once() {
    let lock = raw::Lock::new();
    assert!(lock.acquire_timeout(Duration::ZERO));
    assert!(!lock.acquire_timeout(Duration::ZERO));
}

#[test]
fn a_timeout_too_long_to_count_is_for_ever() {
    let lock = raw::Lock::new();
    lock.acquire();
    Thread::scope(|s| {
        s.spawn("waiter", || assert!(lock.acquire_timeout(Duration::MAX)));
        lock.release().unwrap();
    });
    assert!(lock.is_locked());
}

#[test]
fn release_of_a_free_lock_is_an_error() {
    let lock = raw::Lock::new();
    assert_eq!(lock.release().unwrap_err().to_string(), "release unlocked lock");
    assert!(lock.try_acquire(), "the error changed nothing");
}

#[test]
fn any_thread_may_release() {
    let lock = raw::Lock::new();
    lock.acquire();
    Thread::scope(|s| {
        s.spawn("other", || lock.release().unwrap());
        lock.acquire();
    });

    let safe = Lock::new(0);
    let guard = safe.acquire();
    Thread::scope(|s| {
        s.spawn("other", move || drop(guard));
    });
    assert!(!safe.is_locked());
}

#[test]
fn a_panic_releases_and_does_not_poison() {
    let lock = Lock::new(1);
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        let mut value = lock.acquire();
        *value = 2;
        panic!("as the test wants it");
    }));
    assert!(panicked.is_err());
    assert_eq!(*lock.try_acquire().expect("it was released"), 2);
}
