//! The rows of Python's `RLock`, and what stands for each.
//!
//! | Python                                      | here                                             |
//! |---------------------------------------------|--------------------------------------------------|
//! | `acquire()` by its owner                    | `the_owner_may_acquire_again`                    |
//! | `acquire()` by another thread               | `acquire_blocks_while_another_holds_it`          |
//! | `acquire(False)`                            | `try_acquire_answers_at_once`                    |
//! | `acquire(timeout=t)`, 0 and too long        | `acquire_timeout_gives_up_in_time_but_not_before`, `a_timeout_too_long_to_count_is_for_ever` |
//! | `release()` by a non-owner, or unheld       | `release_by_another_or_unheld_is_an_error`; the guard is not `Send`, which a doctest shows |
//! | recursion overflow                          | `recursion_overflow_panics`                      |
//! | `locked()`                                  | `is_locked_tells_a_snapshot`                     |
//! | `_is_owned`, `_recursion_count`             | `only_the_owner_counts`                          |
//! | `_release_save`, `_acquire_restore`         | `all_is_released_and_restored`                   |
//! | `_at_fork_reinit()`                         | `reinit_frees_it`                                |

use std::cell::Cell;
use std::num::NonZeroU32;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use primitives::{Instant, RLock, Thread, raw};

use super::{SHORT, message, takes_at_least};

#[test]
fn the_owner_may_acquire_again() {
    let lock = RLock::new(Cell::new(0));
    let outer = lock.acquire();
    let inner = lock.acquire();
    inner.set(1);
    assert_eq!(lock.recursion_count(), 2);
    drop(outer);
    assert!(lock.is_locked(), "the order in which guards go does not matter");
    drop(inner);
    assert!(!lock.is_locked());
    assert_eq!(lock.into_inner().get(), 1);
}

#[test]
fn acquire_blocks_while_another_holds_it() {
    let count = RLock::new(Cell::new(0));
    let add = || {
        for _ in 0..2_000 {
            let outer = count.acquire();
            let inner = count.acquire();
            inner.set(outer.get() + 1);
        }
    };
    Thread::scope(|s| {
        for thread in ["A", "B", "C", "D"] {
            s.spawn(thread, add);
        }
    });
    assert_eq!(count.into_inner().get(), 8_000);
}

#[test]
fn try_acquire_answers_at_once() {
    let lock = raw::RLock::new();
    assert!(lock.try_acquire());
    assert!(lock.try_acquire());
    Thread::scope(|s| {
        s.spawn("other", || assert!(!lock.try_acquire()));
    });
    lock.release().unwrap();
    lock.release().unwrap();
    Thread::scope(|s| {
        s.spawn("other", || assert!(lock.try_acquire()));
    });
    assert!(!lock.try_acquire(), "the other thread ended, and holds it still");
}

#[test]
fn acquire_timeout_gives_up_in_time_but_not_before() {
    let lock = RLock::new(());
    let guard = lock.acquire();
    assert!(lock.acquire_timeout(Duration::ZERO).is_some());
    Thread::scope(|s| {
        s.spawn("other", || {
            assert!(takes_at_least(SHORT, || lock.acquire_timeout(SHORT)).is_none());
            assert!(takes_at_least(SHORT, || lock.acquire_until(Instant::now() + SHORT)).is_none());
            assert!(lock.acquire_timeout(Duration::ZERO).is_none());
            assert!(lock.acquire_until(Instant::now()).is_none());
        });
    });
    drop(guard);
    assert!(lock.acquire_timeout(SHORT).is_some());
    assert!(lock.acquire_until(Instant::now()).is_some());
}

#[test]
fn a_timeout_too_long_to_count_is_for_ever() {
    let lock = raw::RLock::new();
    lock.acquire();
    Thread::scope(|s| {
        s.spawn("waiter", || assert!(lock.acquire_timeout(Duration::MAX)));
        lock.release().unwrap();
    });
}

#[test]
fn release_by_another_or_unheld_is_an_error() {
    let lock = raw::RLock::new();
    assert_eq!(lock.release().unwrap_err().to_string(), "cannot release un-acquired lock");
    assert_eq!(lock.release_save(), Err(raw::NotOwner));
    lock.acquire();
    Thread::scope(|s| {
        s.spawn("other", || {
            assert_eq!(lock.release(), Err(raw::NotOwner));
            assert_eq!(lock.release_save(), Err(raw::NotOwner));
        });
    });
    assert!(lock.is_owned(), "the errors changed nothing");
    lock.release().unwrap();
}

#[test]
fn recursion_overflow_panics() {
    let lock = raw::RLock::new();
    lock.acquire_restore(NonZeroU32::MAX);
    let acquires: [fn(&raw::RLock); 3] = [
        |lock| lock.acquire(),
        |lock| assert!(lock.try_acquire()),
        |lock| assert!(lock.acquire_timeout(Duration::ZERO)),
    ];
    for acquire in acquires {
        let panic = catch_unwind(AssertUnwindSafe(|| acquire(&lock))).unwrap_err();
        assert_eq!(message(&*panic), "Internal lock count overflowed");
    }
    assert_eq!(lock.recursion_count(), u32::MAX, "the panic changed nothing");
    assert_eq!(lock.release_save(), Ok(NonZeroU32::MAX));
}

#[test]
fn is_locked_tells_a_snapshot() {
    let lock = RLock::new(());
    assert!(!lock.is_locked());
    let guard = lock.acquire();
    Thread::scope(|s| {
        s.spawn("other", || assert!(lock.is_locked()));
    });
    drop(guard);
    assert!(!lock.is_locked());
}

#[test]
fn only_the_owner_counts() {
    let lock = raw::RLock::new();
    assert_eq!((lock.is_owned(), lock.recursion_count()), (false, 0));
    lock.acquire();
    lock.acquire();
    assert_eq!((lock.is_owned(), lock.recursion_count()), (true, 2));
    Thread::scope(|s| {
        s.spawn("other", || assert_eq!((lock.is_owned(), lock.recursion_count()), (false, 0)));
    });
}

#[test]
fn all_is_released_and_restored() {
    let lock = raw::RLock::new();
    (0..3).for_each(|_| lock.acquire());
    let count = lock.release_save().unwrap();
    assert_eq!(count.get(), 3);
    Thread::scope(|s| {
        s.spawn("other", || {
            lock.acquire();
            lock.release().unwrap();
        });
        lock.acquire_restore(count);
        assert_eq!(lock.recursion_count(), 3);
        (0..3).for_each(|_| lock.release().unwrap());
    });
    assert!(!lock.is_locked());
}

#[test]
fn reinit_frees_it() {
    let lock = raw::RLock::new();
    Thread::scope(|s| {
        s.spawn("lost", || lock.acquire());
    });
    assert!(!lock.try_acquire());
    // SAFETY: the thread that held it has ended.
    unsafe { lock.reinit() };
    assert!(lock.try_acquire());
}

#[test]
fn a_panic_releases_and_does_not_poison() {
    let lock = RLock::new(Cell::new(1));
    Thread::scope(|s| {
        let lost = s.spawn("lost", || {
            let outer = lock.acquire();
            let _inner = lock.acquire();
            outer.set(2);
            panic!("as the test wants it");
        });
        s.spawn("waiter", || drop(lock.acquire()));
        assert!(lost.join().is_err());
    });
    assert_eq!(lock.try_acquire().expect("it was released").get(), 2);
}
