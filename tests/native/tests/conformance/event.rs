//! The rows of Python's `Event`, and what stands for each.
//!
//! | Python                              | here                                                              |
//! |-------------------------------------|-------------------------------------------------------------------|
//! | `wait()`                            | `set_wakes_everybody`                                             |
//! | `wait(timeout)`: False on timeout   | `wait_timeout_gives_up_in_time_but_not_before`, `wait_until_gives_up_at_its_moment` |
//! | `wait(0)` polls                     | `wait_timeout_of_nothing_polls`                                   |
//! | `set(); clear()` wakes sleepers     | the loom model `event::a_pulse_reaches_a_sleeper`: the sleeper must be asleep |
//! | `set`, `clear`, `is_set` idempotent | `set_and_clear_can_be_repeated`                                   |
//! | `set` wakes all                     | `set_wakes_everybody`                                             |
//! | set happens before wait returns     | `what_was_done_before_a_set_is_seen_after_the_wait`               |

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use primitives::{Event, Instant, Thread};

use super::{SHORT, takes_at_least};

#[test]
fn set_wakes_everybody() {
    let open = Event::new();
    Thread::scope(|s| {
        for guest in ["A", "B", "C"] {
            s.spawn(guest, || open.wait());
        }
        s.spawn("D", || assert!(open.wait_timeout(Duration::MAX)));
        open.set();
    });
    assert!(open.is_set());
}

#[test]
fn wait_timeout_gives_up_in_time_but_not_before() {
    let open = Event::new();
    assert!(!takes_at_least(SHORT, || open.wait_timeout(SHORT)));
    open.set();
    assert!(open.wait_timeout(SHORT));
}

#[test]
fn wait_timeout_of_nothing_polls() {
    let open = Event::new();
    assert!(!open.wait_timeout(Duration::ZERO));
    open.set();
    assert!(open.wait_timeout(Duration::ZERO));
}

#[test]
fn wait_until_gives_up_at_its_moment() {
    let open = Event::new();
    assert!(!takes_at_least(SHORT, || open.wait_until(Instant::now() + SHORT)));
    assert!(!open.wait_until(Instant::now()));
    open.set();
    assert!(open.wait_until(Instant::now()));
}

#[test]
fn a_panic_of_who_would_set_it_leaves_it_usable() {
    let open = Event::new();
    Thread::scope(|s| {
        let lost = s.spawn("lost", || {
            assert!(!open.is_set());
            panic!("as the test wants it");
        });
        s.spawn("guest", || assert!(open.wait_timeout(Duration::MAX)));
        assert!(lost.join().is_err());
        open.set();
    });
}

#[test]
fn set_and_clear_can_be_repeated() {
    let open = Event::new();
    open.clear();
    assert!(!open.is_set());
    open.set();
    open.set();
    assert!(open.is_set());
    open.wait();
    open.clear();
    assert!(!open.is_set());
}

#[test]
fn what_was_done_before_a_set_is_seen_after_the_wait() {
    let (ping, pong) = (Event::new(), Event::new());
    let ball = AtomicU32::new(0);
    let play = |mine: &Event, theirs: &Event, first: u32| {
        for n in 0..1_000 {
            mine.wait();
            mine.clear();
            assert_eq!(ball.load(Ordering::Relaxed), 2 * n + first);
            ball.store(2 * n + first + 1, Ordering::Relaxed);
            theirs.set();
        }
    };
    Thread::scope(|s| {
        s.spawn("A", || play(&ping, &pong, 0));
        s.spawn("B", || play(&pong, &ping, 1));
        ping.set();
    });
}

#[test]
fn who_clears_and_then_looks_misses_no_work() {
    let wake_up = Event::new();
    let produced = AtomicU32::new(0);
    const WORK: u32 = 5_000;
    Thread::scope(|s| {
        s.spawn("producer", || {
            for n in 1..=WORK {
                produced.store(n, Ordering::Relaxed);
                wake_up.set();
            }
        });
        // Misses the last piece, and waits for ever, if a clear undoes a set whose work it does not see.
        s.spawn("consumer", || {
            while produced.load(Ordering::Relaxed) < WORK {
                wake_up.wait();
                wake_up.clear();
            }
        });
    });
}
