//! The rows of Python's `Lock`, and what stands for each.
//!
//! | Python                                | here                                                            |
//! |---------------------------------------|-----------------------------------------------------------------|
//! | `Lock()` takes no arguments           | unrepresentable: `raw::Lock::new()` has none, `Lock::new` the data |
//! | `acquire()`                           | `acquire_blocks_while_it_is_held`                               |
//! | `acquire(False)`                      | `try_acquire_answers_at_once`                                   |
//! | `acquire(timeout=t)`                  | `acquire_timeout_gives_up_in_time_but_not_before`, `acquire_until_gives_up_at_its_moment` |
//! | `acquire(timeout=0)`                  | `acquire_timeout_of_nothing_tries_once`                         |
//! | `acquire(False, 1)`                   | unrepresentable: `try_acquire` takes no time                    |
//! | `acquire(timeout=-2)`, NaN, `None`    | unrepresentable: a `Duration` is none of them                   |
//! | `timeout > TIMEOUT_MAX`               | `a_timeout_too_long_to_count_is_for_ever`: saturates            |
//! | `release()` of an unlocked one        | `release_of_a_free_lock_is_an_error`; a guard cannot            |
//! | `release()` by another thread         | `any_thread_may_release`                                        |
//! | `locked()`                            | `is_locked_tells_a_snapshot`                                    |
//! | `_at_fork_reinit()`                   | `reinit_frees_it`                                               |

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use primitives::{Instant, Lock, Thread, raw};

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

#[test]
fn acquire_until_gives_up_at_its_moment() {
    let lock = Lock::new(());
    let guard = lock.acquire();
    assert!(takes_at_least(SHORT, || lock.acquire_until(Instant::now() + SHORT)).is_none());
    assert!(lock.acquire_until(Instant::now()).is_none());
    drop(guard);
    assert!(lock.acquire_until(Instant::now()).is_some(), "it tries once, late as it is");
}

#[test]
fn is_locked_tells_a_snapshot() {
    let lock = Lock::new(());
    assert!(!lock.is_locked());
    let guard = lock.acquire();
    assert!(lock.is_locked());
    drop(guard);
    assert!(!lock.is_locked());
}

#[test]
fn reinit_frees_it() {
    let lock = raw::Lock::new();
    lock.acquire();
    // SAFETY: no other thread knows the lock.
    unsafe { lock.reinit() };
    assert!(lock.try_acquire());
}

/// Whoever holds it dies without a release: others are told in time, and one who knows may free it.
#[test]
fn a_panic_of_the_holder_leaves_a_raw_lock_held() {
    let lock = raw::Lock::new();
    Thread::scope(|s| {
        let lost = s.spawn("lost", || {
            lock.acquire();
            panic!("as the test wants it");
        });
        assert!(lost.join().is_err());
    });
    assert!(!lock.acquire_timeout(SHORT));
    lock.release().unwrap();
    assert!(lock.try_acquire());
}
