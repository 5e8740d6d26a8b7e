use std::time::{Duration, Instant};

use super::tests::{SHORT, takes_at_least};
use primitives::{Thread, raw};

type Mutex<T> = lock_api::Mutex<raw::Lock, T>;

#[test]
fn a_mutex_of_lock_api_takes_turns() {
    static COUNT: Mutex<u32> = Mutex::new(0);
    Thread::scope(|s| {
        for thread in ["A", "B", "C"] {
            s.spawn(thread, || (0..2_000).for_each(|_| *COUNT.lock() += 1));
        }
    });
    assert_eq!(*COUNT.lock(), 6_000);
}

#[test]
fn its_try_lock_answers_at_once() {
    let mutex = Mutex::new(7);
    let guard = mutex.try_lock().expect("it is free");
    assert!(mutex.is_locked());
    assert!(mutex.try_lock().is_none());
    drop(guard);
    assert!(!mutex.is_locked());
}

#[test]
fn its_timed_locks_give_up_in_time_but_not_before() {
    let mutex = Mutex::new(());
    let guard = mutex.lock();
    assert!(takes_at_least(SHORT, || mutex.try_lock_for(SHORT)).is_none());
    assert!(takes_at_least(SHORT, || mutex.try_lock_until(Instant::now() + SHORT)).is_none());
    assert!(mutex.try_lock_until(Instant::now() - Duration::from_secs(1)).is_none(), "a moment that is over");
    drop(guard);
    assert!(mutex.try_lock_for(Duration::ZERO).is_some());
}

#[test]
fn its_guard_may_go_to_another_thread() {
    let mutex = Mutex::new(0);
    let guard = mutex.lock();
    Thread::scope(|s| {
        s.spawn("other", move || drop(guard));
    });
    assert!(!mutex.is_locked());
}

#[test]
fn its_mapped_guard_releases() {
    let mutex = Mutex::new((1, 2));
    *lock_api::MutexGuard::map(mutex.lock(), |pair| &mut pair.1) = 3;
    assert_eq!(*mutex.lock(), (1, 3));
}
