//! The rows of Python's `Condition`, and what stands for each.
//!
//! | Python                                   | here                                                        |
//! |------------------------------------------|-------------------------------------------------------------|
//! | `Condition(lock=None)`, any lock         | bound at the wait; `raw_wait_releases_a_reentrant_lock_fully` over `raw::ConditionLock` |
//! | `wait()`                                 | `wait_gives_the_lock_away_and_takes_it_again`               |
//! | `wait()` un-acquired                     | `raw_wait_and_notify_without_the_lock_are_errors`; the safe one asks for the guard |
//! | `wait(timeout)`                          | `wait_timeout_ends_without_a_notify_but_not_before_its_time`, `wait_until_ends_at_its_moment` |
//! | `wait(0)` polls                          | the same                                                    |
//! | over RLock: released fully, restored     | `raw_wait_releases_a_reentrant_lock_fully`                  |
//! | `wait_for(pred, timeout)`                | `wait_while_asks_before_it_waits`, `wait_for_returns_what_the_predicate_said_last` |
//! | `notify(n=1)`: at most n, FIFO           | `notify_n_wakes_as_many_and_zero_nobody`, `notify_wakes_those_first_that_have_waited_longest` |
//! | `notify` of nobody, `n <= 0`             | `notify_of_nobody_does_nothing`; negative is unrepresentable |
//! | `notify()` un-acquired                   | `raw_wait_and_notify_without_the_lock_are_errors`           |
//! | `wait(1e100)`                            | `a_timeout_too_long_to_count_is_for_ever`, `raw_a_timeout_too_long_to_count_is_for_ever`: saturate |
//! | no spurious wake-ups                     | `condition::one_notify_wakes_one` under loom                |

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use primitives::{Condition, Instant, Lock, Thread, raw};

use super::{SHORT, message, takes_at_least};

#[test]
fn wait_gives_the_lock_away_and_takes_it_again() {
    let turn = Lock::new(0);
    let changed = Condition::new();
    Thread::scope(|s| {
        for parity in [0, 1] {
            let (turn, changed) = (&turn, &changed);
            s.spawn("player", move || {
                for _ in 0..1_000 {
                    let mut turn = turn.acquire();
                    changed.wait_while(&mut turn, |turn| *turn % 2 != parity);
                    *turn += 1;
                    changed.notify(&turn);
                }
            });
        }
    });
    assert_eq!(turn.into_inner(), 2_000);
}

#[test]
fn wait_timeout_ends_without_a_notify_but_not_before_its_time() {
    let lock = Lock::new(());
    let condition = Condition::new();
    let mut guard = lock.acquire();
    assert!(!takes_at_least(SHORT, || condition.wait_timeout(&mut guard, SHORT)));
    assert!(!condition.wait_timeout(&mut guard, Duration::ZERO));
    assert!(lock.is_locked(), "it has the lock again");
}

#[test]
fn wait_while_asks_before_it_waits() {
    let lock = Lock::new(0);
    let mut asked = 0;
    Condition::new().wait_while(&mut lock.acquire(), |_| {
        asked += 1;
        false
    });
    assert_eq!(asked, 1);
}

#[test]
fn notify_of_nobody_does_nothing() {
    let lock = Lock::new(());
    let condition = Condition::new();
    let mut guard = lock.acquire();
    condition.notify(&guard);
    condition.notify_n(&guard, 3);
    condition.notify_all(&guard);
    assert!(!condition.wait_timeout(&mut guard, Duration::ZERO), "nothing was kept for later");
}

/// Threads in the order in which they began to wait, and in the order in which they came back.
#[derive(Default)]
struct Log {
    came: Vec<usize>,
    left: Vec<usize>,
}

/// Starts three threads that wait; `notify` finds them waiting, in the order of `came`.
fn three_wait(notify: impl Fn(&Condition, &mut primitives::LockGuard<'_, Log>, &Condition)) {
    let log = Lock::new(Log::default());
    let (condition, changed) = (Condition::new(), Condition::new());
    Thread::scope(|s| {
        for number in 0..3 {
            let (log, condition, changed) = (&log, &condition, &changed);
            s.spawn("waiter", move || {
                let mut log = log.acquire();
                log.came.push(number);
                changed.notify(&log);
                condition.wait(&mut log);
                log.left.push(number);
                changed.notify(&log);
            });
        }
        let mut log = log.acquire();
        changed.wait_while(&mut log, |log| log.came.len() < 3);
        notify(&condition, &mut log, &changed);
        condition.notify_all(&log);
        changed.wait_while(&mut log, |log| log.left.len() < 3);
    });
}

#[test]
fn notify_wakes_those_first_that_have_waited_longest() {
    three_wait(|condition, log, changed| {
        for woken in 1..=3 {
            condition.notify(log);
            changed.wait_while(log, |log| log.left.len() < woken);
            assert_eq!(log.left, log.came[..woken]);
        }
    });
}

#[test]
fn notify_n_wakes_as_many_and_zero_nobody() {
    three_wait(|condition, log, changed| {
        condition.notify_n(log, 0);
        condition.notify_n(log, 2);
        changed.wait_while(log, |log| log.left.len() < 2);
        let mut left = log.left.clone();
        left.sort_unstable();
        let mut first = log.came[..2].to_vec();
        first.sort_unstable();
        assert_eq!(left, first);
    });
}

#[test]
fn a_wait_that_gave_up_takes_no_notify() {
    three_wait(|condition, log, changed| {
        assert!(!condition.wait_timeout(log, SHORT));
        condition.notify_n(log, 3);
        changed.wait_while(log, |log| log.left.len() < 3);
    });
}

#[test]
fn a_second_lock_is_refused_while_somebody_waits() {
    let other = Lock::new(());
    three_wait(|condition, _, _| {
        let refused = catch_unwind(AssertUnwindSafe(|| condition.notify(&other.acquire())));
        assert_eq!(message(&*refused.unwrap_err()), "a condition must be used with one lock only");
    });
}

#[test]
fn it_may_move_and_change_its_lock_while_nobody_waits() {
    let condition = Condition::new();
    for _ in 0..2 {
        let lock = Box::new(Lock::new(()));
        assert!(!condition.wait_timeout(&mut lock.acquire(), Duration::ZERO));
    }
    let moved = Box::new(condition);
    assert!(!moved.wait_timeout(&mut Lock::new(()).acquire(), Duration::ZERO));
}

#[test]
fn wait_until_ends_at_its_moment() {
    let lock = Lock::new(());
    let condition = Condition::new();
    let mut guard = lock.acquire();
    assert!(!takes_at_least(SHORT, || condition.wait_until(&mut guard, Instant::now() + SHORT)));
    assert!(!condition.wait_until(&mut guard, Instant::now()));
}

#[test]
fn wait_for_returns_what_the_predicate_said_last() {
    let lock = Lock::new(0);
    let condition = Condition::new();
    let mut guard = lock.acquire();
    assert!(condition.wait_for(&mut guard, |_| true, Duration::ZERO), "it asks before it waits");
    assert!(!takes_at_least(SHORT, || condition.wait_for(&mut guard, |_| false, SHORT)));
    let mut asked = 0;
    let ready = |_: &mut i32| {
        asked += 1;
        asked == 2
    };
    assert!(condition.wait_for(&mut guard, ready, SHORT), "and once more when the time is over");
}

#[test]
fn a_timeout_too_long_to_count_is_for_ever() {
    let ready = Lock::new(false);
    let condition = Condition::new();
    Thread::scope(|s| {
        s.spawn("A", || {
            let mut ready = ready.acquire();
            while !*ready {
                assert!(condition.wait_timeout(&mut ready, Duration::MAX));
            }
        });
        s.spawn("B", || assert!(condition.wait_for(&mut ready.acquire(), |ready| *ready, Duration::MAX)));
        let mut ready = ready.acquire();
        *ready = true;
        condition.notify_all(&ready);
    });
}

#[test]
fn a_panic_of_who_would_notify_lets_the_others_go_on() {
    let ready = Lock::new(false);
    let condition = Condition::new();
    Thread::scope(|s| {
        s.spawn("waiter", || condition.wait_while(&mut ready.acquire(), |ready| !*ready));
        let lost = s.spawn("lost", || {
            let mut ready = ready.acquire();
            *ready = true;
            condition.notify(&ready);
            panic!("as the test wants it");
        });
        assert!(lost.join().is_err());
    });
    assert!(*ready.acquire());
}

#[test]
fn a_panic_of_a_predicate_releases_the_lock_and_takes_no_notify() {
    let asked = Lock::new(0);
    let condition = Condition::new();
    Thread::scope(|s| {
        let lost = s.spawn("lost", || {
            condition.wait_while(&mut asked.acquire(), |asked| {
                *asked += 1;
                assert!(*asked < 2, "as the test wants it");
                true
            });
        });
        while *asked.acquire() == 0 {
            Thread::sleep(Duration::ZERO);
        }
        condition.notify(&asked.acquire());
        assert!(lost.join().is_err());
        assert!(!condition.wait_timeout(&mut asked.acquire(), Duration::ZERO), "nobody is left in the ring");
    });
}

#[test]
fn raw_a_panic_of_a_predicate_keeps_the_lock_as_it_was() {
    let lock = raw::RLock::new();
    let condition = raw::Condition::new();
    (0..2).for_each(|_| lock.acquire());
    let mut asked = 0;
    let unlucky = || {
        asked += 1;
        assert!(asked < 2, "as the test wants it");
        false
    };
    assert!(
        catch_unwind(AssertUnwindSafe(|| condition.wait_for_timeout(&lock, unlucky, Duration::ZERO)))
            .is_err()
    );
    assert_eq!(lock.recursion_count(), 2);
    assert_eq!(condition.wait_timeout(&lock, Duration::ZERO), Ok(false), "it works on");
}

#[test]
fn raw_wait_gives_the_lock_away_and_takes_it_again() {
    let lock = raw::Lock::new();
    let changed = raw::Condition::new();
    let turn = primitives::Var::new(0);
    Thread::scope(|s| {
        for parity in [0, 1] {
            let (lock, turn, changed) = (&lock, &turn, &changed);
            s.spawn("player", move || {
                for _ in 0..1_000 {
                    lock.acquire();
                    changed.wait_for(lock, || turn.get() % 2 == parity).unwrap();
                    turn.set(turn.get() + 1);
                    changed.notify(lock, 1).unwrap();
                    lock.release().unwrap();
                }
            });
        }
    });
    assert_eq!(turn.get(), 2_000);
}

#[test]
fn raw_wait_releases_a_reentrant_lock_fully() {
    let lock = raw::RLock::new();
    let told = raw::Condition::new();
    let waits = primitives::Var::new(false);
    Thread::scope(|s| {
        s.spawn("waiter", || {
            (0..3).for_each(|_| lock.acquire());
            waits.set(true);
            told.wait(&lock).unwrap();
            assert_eq!(lock.recursion_count(), 3);
            (0..3).for_each(|_| lock.release().unwrap());
        });
        loop {
            lock.acquire();
            let ready = waits.get();
            told.notify_all(&lock).unwrap();
            lock.release().unwrap();
            if ready {
                break; // we had the lock after it: it was waiting
            }
        }
    });
    assert!(!lock.is_locked());
}

#[test]
fn raw_timed_waits_end_without_a_notify_but_not_before_their_time() {
    let lock = raw::RLock::new();
    let condition = raw::Condition::new();
    lock.acquire();
    lock.acquire();
    assert_eq!(takes_at_least(SHORT, || condition.wait_timeout(&lock, SHORT)), Ok(false));
    assert_eq!(takes_at_least(SHORT, || condition.wait_until(&lock, Instant::now() + SHORT)), Ok(false));
    assert_eq!(takes_at_least(SHORT, || condition.wait_for_timeout(&lock, || false, SHORT)), Ok(false));
    assert_eq!(condition.wait_timeout(&lock, Duration::ZERO), Ok(false));
    assert_eq!(condition.wait_for_timeout(&lock, || true, Duration::ZERO), Ok(true));
    assert_eq!(condition.wait_for_timeout(&lock, || true, Duration::MAX), Ok(true));
    assert_eq!(lock.recursion_count(), 2);
}

#[test]
fn raw_a_timeout_too_long_to_count_is_for_ever() {
    let lock = raw::Lock::new();
    let changed = raw::Condition::new();
    let ready = primitives::Var::new(false);
    Thread::scope(|s| {
        s.spawn("A", || {
            lock.acquire();
            while !ready.get() {
                assert_eq!(changed.wait_timeout(&lock, Duration::MAX), Ok(true));
            }
            lock.release().unwrap();
        });
        s.spawn("B", || {
            lock.acquire();
            assert_eq!(changed.wait_for_timeout(&lock, || ready.get(), Duration::MAX), Ok(true));
            lock.release().unwrap();
        });
        lock.acquire();
        ready.set(true);
        changed.notify_all(&lock).unwrap();
        lock.release().unwrap();
    });
}

#[test]
fn raw_wait_and_notify_without_the_lock_are_errors() {
    let condition = raw::Condition::new();
    let (lock, rlock) = (raw::Lock::new(), raw::RLock::new());
    let wait = condition.wait(&lock).unwrap_err();
    assert_eq!(wait.to_string(), "cannot wait on un-acquired lock");
    assert_eq!(condition.notify(&lock, 1).unwrap_err().to_string(), "cannot notify on un-acquired lock");
    assert_eq!(condition.wait_timeout(&rlock, Duration::ZERO), Err(raw::NotHeld::Wait));
    assert_eq!(condition.notify_all(&rlock), Err(raw::NotHeld::Notify));
    rlock.acquire();
    Thread::scope(|s| {
        s.spawn("stranger", || {
            assert_eq!(condition.wait(&rlock), Err(raw::NotHeld::Wait));
            assert_eq!(condition.notify(&rlock, 1), Err(raw::NotHeld::Notify));
        });
    });
    assert_eq!(rlock.recursion_count(), 1, "the errors changed nothing");
}

#[test]
fn raw_a_second_lock_is_refused_while_somebody_waits() {
    let (lock, other) = (raw::Lock::new(), raw::RLock::new());
    let condition = raw::Condition::new();
    let waits = primitives::Var::new(false);
    other.acquire();
    Thread::scope(|s| {
        s.spawn("waiter", || {
            lock.acquire();
            waits.set(true);
            condition.wait(&lock).unwrap();
            lock.release().unwrap();
        });
        let mut refused = None;
        while refused.is_none() {
            lock.acquire();
            if waits.get() {
                // The waiter gave us the lock, so it waits.
                refused = catch_unwind(AssertUnwindSafe(|| condition.wait_timeout(&other, SHORT))).err();
                assert!(catch_unwind(AssertUnwindSafe(|| condition.notify(&other, 1))).is_err());
                condition.notify(&lock, 1).unwrap();
            }
            lock.release().unwrap();
        }
        let said = refused.expect("the loop ended");
        assert_eq!(message(&*said), "a condition must be used with one lock only");
    });
    assert!(other.is_owned(), "the refusal changed nothing");
    assert_eq!(condition.wait_timeout(&other, Duration::ZERO), Ok(false), "nobody waits any more");
}
