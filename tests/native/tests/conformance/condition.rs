use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use primitives::{Condition, Lock, Thread};

use super::{SHORT, takes_at_least};

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
        let payload = refused.unwrap_err();
        assert!(payload.downcast_ref::<&str>().unwrap().contains("one lock only"));
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
