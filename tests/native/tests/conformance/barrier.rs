//! The rows of Python's `Barrier`, and what stands for each.
//!
//! | Python                                       | here                                                      |
//! |----------------------------------------------|-----------------------------------------------------------|
//! | `Barrier(parties)`, parties < 1              | `a_barrier_for_nobody_is_refused`; negative is unrepresentable |
//! | `Barrier(.., timeout)`                       | `its_own_timeout_is_that_of_wait`                         |
//! | `wait()`: distinct indices                   | `all_go_on_together_each_with_another_index`              |
//! | the last runs the action, under the lock     | `the_last_one_calls_the_action_before_anyone_goes_on`     |
//! | an action that raises breaks it              | `a_panicking_action_breaks_it_and_goes_on`                |
//! | `wait(timeout)` breaks it                    | `a_wait_that_gives_up_breaks_it`, `wait_until_gives_up_at_its_moment` |
//! | `wait(1e100)`: OverflowError                 | `a_timeout_too_long_to_count_is_for_ever`                 |
//! | draining: who arrives waits                  | `it_can_be_used_again_at_once`                            |
//! | `reset()`                                    | `reset_sends_away_who_waits_and_it_is_as_new`             |
//! | `abort()`                                    | `abort_breaks_it_until_a_reset`                           |
//! | `broken`, `n_waiting`, `parties`             | `it_tells_how_it_stands`                                  |

use std::panic::catch_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use primitives::{Barrier, Broken, Instant, Thread};

use super::{SHORT, message, takes_at_least};

#[test]
fn a_barrier_for_nobody_is_refused() {
    let panic = catch_unwind(|| Barrier::new(0)).unwrap_err();
    assert_eq!(message(&*panic), "parties must be >= 1");
}

#[test]
fn all_go_on_together_each_with_another_index() {
    let barrier = Barrier::new(3);
    let arrived = AtomicUsize::new(0);
    let mut indices = Thread::scope(|s| {
        let threads = ["A", "B", "C"].map(|name| {
            s.spawn(name, || {
                arrived.fetch_add(1, Ordering::Relaxed);
                let turn = barrier.wait().unwrap();
                assert_eq!(arrived.load(Ordering::Relaxed), 3);
                assert_eq!(turn.is_leader(), turn.index() == 2);
                turn.index()
            })
        });
        threads.map(|thread| thread.join().unwrap())
    });
    indices.sort_unstable();
    assert_eq!(indices, [0, 1, 2]);
}

#[test]
fn the_last_one_calls_the_action_before_anyone_goes_on() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&calls);
    let barrier = Barrier::new(2).with_action(move || {
        counter.fetch_add(1, Ordering::Relaxed);
    });
    Thread::scope(|s| {
        for name in ["A", "B"] {
            s.spawn(name, || {
                for call in 1..=1_000 {
                    barrier.wait().unwrap();
                    // The next call can come only when we do.
                    assert_eq!(calls.load(Ordering::Relaxed), call);
                }
            });
        }
    });
}

#[test]
fn a_panicking_action_breaks_it_and_goes_on() {
    let barrier = Barrier::new(2).with_action(|| panic!("as the test wants it"));
    let results = Thread::scope(|s| {
        let threads = ["A", "B"].map(|name| s.spawn(name, || barrier.wait()));
        threads.map(|thread| thread.join())
    });
    let panics = results.iter().filter(|result| result.is_err()).count();
    assert_eq!(panics, 1, "that of the last one");
    assert!(results.iter().flatten().all(|result| *result == Err(Broken)));
    assert!(barrier.is_broken());
    assert_eq!(barrier.wait(), Err(Broken));
    barrier.reset();
    assert_eq!(barrier.wait_timeout(Duration::ZERO), Err(Broken), "nobody else came");
}

#[test]
fn a_wait_that_gives_up_breaks_it() {
    let barrier = Barrier::new(3);
    Thread::scope(|s| {
        let patient = s.spawn("patient", || barrier.wait());
        while barrier.n_waiting() == 0 {
            Thread::sleep(Duration::ZERO);
        }
        assert_eq!(takes_at_least(SHORT, || barrier.wait_timeout(SHORT)), Err(Broken));
        assert_eq!(patient.join().unwrap(), Err(Broken));
    });
    assert!(barrier.is_broken());
    barrier.reset();
    assert!(!barrier.is_broken());
    assert_eq!(barrier.wait_timeout(Duration::ZERO), Err(Broken), "it looks once");
}

#[test]
fn wait_until_gives_up_at_its_moment() {
    let barrier = Barrier::new(2);
    assert_eq!(takes_at_least(SHORT, || barrier.wait_until(Instant::now() + SHORT)), Err(Broken));
    let alone = Barrier::new(1);
    assert!(alone.wait_until(Instant::now()).is_ok(), "it does not wait for itself");
}

#[test]
fn a_timeout_too_long_to_count_is_for_ever() {
    let barrier = Barrier::new(2);
    Thread::scope(|s| {
        s.spawn("other", || assert!(barrier.wait_timeout(Duration::MAX).is_ok()));
        assert!(barrier.wait().is_ok());
    });
}

#[test]
fn its_own_timeout_is_that_of_wait() {
    let barrier = Barrier::new(2).with_timeout(SHORT);
    assert_eq!(takes_at_least(SHORT, || barrier.wait()), Err(Broken));
}

#[test]
fn it_can_be_used_again_at_once() {
    let barrier = Barrier::new(3);
    let rounds = AtomicUsize::new(0);
    Thread::scope(|s| {
        for name in ["A", "B", "C"] {
            s.spawn(name, || {
                for round in 0..1_000 {
                    assert_eq!(rounds.load(Ordering::Relaxed), round);
                    if barrier.wait().unwrap().is_leader() {
                        rounds.store(round + 1, Ordering::Relaxed);
                    }
                    barrier.wait().unwrap();
                }
            });
        }
    });
}

#[test]
fn reset_sends_away_who_waits_and_it_is_as_new() {
    let barrier = Barrier::new(2);
    Thread::scope(|s| {
        let waiter = s.spawn("waiter", || barrier.wait());
        while barrier.n_waiting() == 0 {
            Thread::sleep(Duration::ZERO);
        }
        barrier.reset();
        assert_eq!(waiter.join().unwrap(), Err(Broken));
        assert!(!barrier.is_broken());
        s.spawn("A", || barrier.wait().unwrap());
        s.spawn("B", || barrier.wait().unwrap());
    });
}

#[test]
fn abort_breaks_it_until_a_reset() {
    let barrier = Barrier::new(2);
    Thread::scope(|s| {
        let waiter = s.spawn("waiter", || barrier.wait());
        barrier.abort();
        assert_eq!(waiter.join().unwrap(), Err(Broken), "whether it came before or after");
    });
    assert!(barrier.is_broken());
    assert_eq!(barrier.wait(), Err(Broken));
    barrier.reset();
    assert!(!barrier.is_broken());
}

#[test]
fn it_tells_how_it_stands() {
    let barrier = Barrier::new(2);
    assert_eq!((barrier.parties(), barrier.n_waiting(), barrier.is_broken()), (2, 0, false));
    Thread::scope(|s| {
        s.spawn("waiter", || barrier.wait().unwrap());
        while barrier.n_waiting() < 1 {
            Thread::sleep(Duration::ZERO);
        }
        barrier.wait().unwrap();
    });
    assert_eq!(barrier.n_waiting(), 0);
    barrier.abort();
    assert_eq!(barrier.n_waiting(), 0, "not while it is broken");
}

#[test]
fn a_panic_of_a_party_leaves_the_others_to_their_timeout() {
    let barrier = Barrier::new(2);
    Thread::scope(|s| {
        let lost = s.spawn("lost", || -> () { panic!("as the test wants it") });
        assert_eq!(barrier.wait_timeout(SHORT), Err(Broken));
        assert!(lost.join().is_err());
    });
}
