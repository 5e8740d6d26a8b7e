//! Models of Condition.

use std::time::Duration;

use super::primitives::{Condition, Lock, Thread, Var, raw};
use crate::{Model, outcome};

pub(crate) const MODELS: &[Model] = &[
    Model::new("a_letter_arrives", "a wait is ended by a notify, whichever comes first", a_letter_arrives),
    Model::new("notify_all_wakes_both", "two wait, notify_all wakes them", notify_all_wakes_both).bounded(3),
    Model::new("one_notify_wakes_one", "two wait, one notify ends one wait", one_notify_wakes_one).bounded(3),
    Model::new("notify_wakes_who_waits_longest", "first come, first told", notify_wakes_who_waits_longest).bounded(2),
    Model::new("a_later_waiter_is_not_told", "a notify does not reach who waits after it", a_later_waiter_is_not_told)
        .finds(&["not told", "told"]),
    Model::new("a_timed_wait_ends", "told or not, it has the lock and has left the ring", a_timed_wait_ends)
        .finds(&["not told", "told"]),
    Model::new("raw_a_letter_arrives", "the same over a raw lock, which knows no owner", raw_a_letter_arrives).bounded(3),
    Model::new("raw_all_of_it_is_given_away", "a reentrant lock is released fully, and restored", raw_all_of_it_is_given_away).bounded(3),
    Model::new("raw_a_timed_wait_ends", "told or not, it has the lock again", raw_a_timed_wait_ends)
        .bounded(3)
        .finds(&["not told", "told"]),
];

fn a_letter_arrives() {
    let letter = Lock::new(None);
    let arrived = Condition::new();
    Thread::scope(|s| {
        s.spawn("reader", || {
            let mut letter = letter.acquire();
            while letter.is_none() {
                arrived.wait(&mut letter);
            }
            assert_eq!(*letter, Some("hello"));
        });
        let mut letter = letter.acquire();
        *letter = Some("hello");
        arrived.notify(&letter);
    });
}

fn notify_all_wakes_both() {
    let open = Lock::new(false);
    let opened = Condition::new();
    let enter = || opened.wait_while(&mut open.acquire(), |open| !*open);
    Thread::scope(|s| {
        s.spawn("A", enter);
        s.spawn("B", enter);
        let mut open = open.acquire();
        *open = true;
        opened.notify_all(&open);
    });
}

/// Two take a coin each; each coin comes with one notify.
fn one_notify_wakes_one() {
    let coins = Lock::new(0);
    let more = Condition::new();
    let take = || {
        let mut coins = coins.acquire();
        more.wait_while(&mut coins, |coins| *coins == 0);
        *coins -= 1;
    };
    Thread::scope(|s| {
        s.spawn("A", take);
        s.spawn("B", take);
        for _ in 0..2 {
            let mut coins = coins.acquire();
            *coins += 1;
            more.notify(&coins);
        }
    });
    assert_eq!(*coins.acquire(), 0);
}

struct Line {
    came: Vec<&'static str>,
    told: Vec<&'static str>,
}

fn notify_wakes_who_waits_longest() {
    let line = Lock::new(Line { came: Vec::new(), told: Vec::new() });
    let (two, next) = (Condition::new(), Condition::new());
    let wait = |name| {
        let mut line = line.acquire();
        line.came.push(name);
        two.notify(&line);
        next.wait(&mut line);
        line.told.push(name);
        two.notify(&line);
    };
    Thread::scope(|s| {
        s.spawn("A", || wait("A"));
        s.spawn("B", || wait("B"));
        let mut line = line.acquire();
        two.wait_while(&mut line, |line| line.came.len() < 2);
        next.notify(&line);
        two.wait_while(&mut line, |line| line.told.is_empty());
        assert_eq!(line.told[0], line.came[0], "the first to wait was not the first to be told");
        next.notify(&line);
    });
}

/// The notify may come first; then the wait, with a time limit, goes on without having been told.
fn a_later_waiter_is_not_told() {
    let notified = Lock::new(false);
    let condition = Condition::new();
    Thread::scope(|s| {
        s.spawn("waiter", || {
            let mut notified = notified.acquire();
            let late = *notified;
            let told = condition.wait_timeout(&mut notified, Duration::from_secs(1));
            assert!(!(late && told), "told by a notify that was over");
            outcome(if told { "told" } else { "not told" });
        });
        let mut notified = notified.acquire();
        *notified = true;
        condition.notify(&notified);
    });
}

fn a_timed_wait_ends() {
    let changes = Lock::new(0);
    let changed = Condition::new();
    Thread::scope(|s| {
        s.spawn("waiter", || {
            let mut changes = changes.acquire();
            let told = changed.wait_timeout(&mut changes, Duration::from_secs(1));
            outcome(if told { "told" } else { "not told" });
            *changes += 1;
        });
        let mut changes = changes.acquire();
        *changes += 1;
        changed.notify(&changes);
    });
    let changes = changes.acquire();
    assert_eq!(*changes, 2);
    changed.notify_all(&changes);
}

fn raw_a_letter_arrives() {
    let lock = raw::Lock::new();
    let arrived = raw::Condition::new();
    let letter = Var::new(0);
    Thread::scope(|s| {
        s.spawn("reader", || {
            lock.acquire();
            arrived.wait_for(&lock, || letter.get() != 0).expect("it is held");
            lock.release().expect("the wait took it again");
        });
        lock.acquire();
        letter.set(1);
        arrived.notify(&lock, 1).expect("it is held");
        lock.release().expect("it is held");
    });
}

fn raw_all_of_it_is_given_away() {
    let lock = raw::RLock::new();
    let arrived = raw::Condition::new();
    let letter = Var::new(0);
    Thread::scope(|s| {
        s.spawn("reader", || {
            lock.acquire();
            lock.acquire();
            while letter.get() == 0 {
                arrived.wait(&lock).expect("it is held");
                assert_eq!(lock.recursion_count(), 2, "it is not held as often as before");
            }
            lock.release_save().expect("it is held");
        });
        lock.acquire();
        letter.set(1);
        arrived.notify_all(&lock).expect("it is held");
        lock.release().expect("it is held");
    });
    assert!(!lock.is_locked());
}

fn raw_a_timed_wait_ends() {
    let lock = raw::Lock::new();
    let changed = raw::Condition::new();
    let changes = Var::new(0);
    Thread::scope(|s| {
        s.spawn("waiter", || {
            lock.acquire();
            let told = changed.wait_timeout(&lock, Duration::from_secs(1)).expect("it is held");
            outcome(if told { "told" } else { "not told" });
            changes.set(changes.get() + 1);
            lock.release().expect("the wait took it again");
        });
        lock.acquire();
        changes.set(changes.get() + 1);
        changed.notify(&lock, 1).expect("it is held");
        lock.release().expect("it is held");
    });
    assert_eq!(changes.get(), 2, "two had the lock at once");
    lock.acquire();
    changed.notify_all(&lock).expect("it is held");
}
