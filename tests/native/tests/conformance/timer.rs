//! The rows of Python's `Timer`, and what stands for each.
//!
//! | Python                          | here                                                                         |
//! |---------------------------------|------------------------------------------------------------------------------|
//! | `Timer(interval, f)`, `start()` | `it_fires_once_not_before_its_interval_has_passed`                           |
//! | an interval of 0                | `no_interval_fires_at_once`; negative is unrepresentable                     |
//! | an interval too long to count   | `centuries_never_come`: saturates                                            |
//! | a repeat                        | none: `it_fires_once_not_before_its_interval_has_passed`                     |
//! | non-daemon by default           | `main_waits_for_a_timer`                                                     |
//! | `start()` twice                 | unrepresentable: it is started when it is made                               |
//! | `cancel()` before `start()`     | unrepresentable, as above                                                    |
//! | `cancel()` in time              | `cancel_prevents_the_call`, `exactly_one_of_cancel_and_fire_wins`            |
//! | `cancel()` after firing         | `cancel_after_firing_does_nothing`, `cancel_during_the_call_is_too_late`     |
//! | `join()`, also of itself        | `cancel_prevents_the_call`, `join_of_itself_is_a_panic`                      |
//! | a reference that is dropped     | `dropping_it_leaves_it_running`                                              |
//! | each has a thread of its own    | `a_call_that_waits_delays_no_other`, `a_panic_in_the_call_ends_nothing_else` |

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use primitives::{Event, Timer};

use super::SHORT;

/// So long that it never comes in a test.
const LONG: Duration = Duration::from_secs(3600);

/// Counts its calls.
fn counter() -> (Arc<AtomicU32>, impl Fn() + Send + Sync + Clone) {
    let calls = Arc::new(AtomicU32::new(0));
    let theirs = Arc::clone(&calls);
    (calls, move || {
        theirs.fetch_add(1, Ordering::Relaxed);
    })
}

#[test]
fn it_fires_once_not_before_its_interval_has_passed() {
    let start = Instant::now();
    let fired = Arc::new(Mutex::new(Vec::new()));
    let theirs = Arc::clone(&fired);
    let timer = Timer::after(SHORT, move || theirs.lock().unwrap().push(Instant::now()));
    timer.join();
    timer.join();
    assert!(timer.is_finished());
    let fired = fired.lock().unwrap();
    assert_eq!(fired.len(), 1);
    assert!(fired[0] - start >= SHORT);
}

#[test]
fn no_interval_fires_at_once() {
    let (calls, call) = counter();
    Timer::after(Duration::ZERO, call).join();
    assert_eq!(calls.load(Ordering::Relaxed), 1);
}

#[test]
fn cancel_prevents_the_call() {
    let (calls, call) = counter();
    let timer = Timer::after(LONG, call);
    assert!(!timer.is_finished());
    assert!(!timer.join_timeout(Duration::ZERO));
    assert!(timer.cancel());
    assert!(timer.is_finished());
    timer.join();
    assert!(!timer.cancel(), "it was done before");
    assert_eq!(calls.load(Ordering::Relaxed), 0);
}

#[test]
fn cancel_after_firing_does_nothing() {
    let (calls, call) = counter();
    let timer = Timer::after(Duration::ZERO, call);
    timer.join();
    assert!(!timer.cancel());
    assert_eq!(calls.load(Ordering::Relaxed), 1);
}

#[test]
fn cancel_during_the_call_is_too_late() {
    let (begun, go) = (Arc::new(Event::new()), Arc::new(Event::new()));
    let (begins, goes) = (Arc::clone(&begun), Arc::clone(&go));
    let timer = Timer::after(Duration::ZERO, move || {
        begins.set();
        goes.wait();
    });
    begun.wait();
    assert!(!timer.cancel());
    assert!(!timer.is_finished(), "the call waits for us");
    go.set();
    timer.join();
}

#[test]
fn exactly_one_of_cancel_and_fire_wins() {
    let (calls, call) = counter();
    let timers: Vec<Timer> =
        (0..2_000).map(|n| Timer::after(Duration::from_micros(n % 500), call.clone())).collect();
    let prevented = timers.iter().filter(|timer| timer.cancel()).count();
    timers.iter().for_each(Timer::join);
    assert_eq!(calls.load(Ordering::Relaxed) as usize + prevented, 2_000);
}

#[test]
fn cancel_drops_what_the_call_captured() {
    let captured = Arc::new(());
    let theirs = Arc::clone(&captured);
    let timer = Timer::after(LONG, move || drop(theirs));
    assert_eq!(Arc::strong_count(&captured), 2);
    timer.cancel();
    assert_eq!(Arc::strong_count(&captured), 1);
}

#[test]
fn a_call_that_waits_delays_no_other() {
    let opened = Arc::new(Event::new());
    let blocked: Vec<Timer> = (0..8)
        .map(|_| {
            let opened = Arc::clone(&opened);
            Timer::after(Duration::ZERO, move || opened.wait())
        })
        .collect();
    let opens = Arc::clone(&opened);
    Timer::after(SHORT, move || opens.set()).join();
    blocked.iter().for_each(Timer::join);
}

#[test]
fn a_later_timer_may_be_the_first_to_fire() {
    let late = Timer::after(LONG, || unreachable!("it is cancelled"));
    Timer::after(SHORT, || ()).join();
    assert!(late.cancel());
}

#[test]
fn a_panic_in_the_call_ends_nothing_else() {
    let timer = Timer::after(Duration::ZERO, || panic!("as the test wants it"));
    timer.join();
    assert!(!timer.cancel());
    let (calls, call) = counter();
    Timer::after(Duration::ZERO, call).join();
    assert_eq!(calls.load(Ordering::Relaxed), 1);
}

#[test]
fn dropping_it_leaves_it_running() {
    let fired = Arc::new(Event::new());
    let fires = Arc::clone(&fired);
    drop(Timer::after(SHORT, move || fires.set()));
    fired.wait();
}

#[test]
fn centuries_never_come() {
    for delay in [Duration::MAX, Duration::from_secs(100 * 365 * 24 * 3600)] {
        let timer = Timer::after(delay, || unreachable!("it is cancelled"));
        assert!(!timer.join_timeout(SHORT));
        assert!(timer.cancel());
        assert!(timer.join_timeout(Duration::MAX));
    }
}

#[test]
fn join_of_itself_is_a_panic() {
    let (place, told) = (Arc::new(OnceLock::<Timer>::new()), Arc::new(Event::new()));
    let said = Arc::new(Mutex::new(None));
    let (there, tells, says) = (Arc::clone(&place), Arc::clone(&told), Arc::clone(&said));
    let timer = Timer::after(Duration::ZERO, move || {
        tells.wait();
        let timer = there.get().unwrap();
        let result = catch_unwind(AssertUnwindSafe(|| timer.join()));
        *says.lock().unwrap() = result.unwrap_err().downcast_ref::<&str>().copied();
    });
    let timer = place.get_or_init(|| timer);
    told.set();
    timer.join();
    assert_eq!(*said.lock().unwrap(), Some("cannot join current thread"));
}

#[test]
fn a_hundred_thousand_wait_together() {
    let timers: Vec<Timer> = (0..100_000).map(|n| Timer::after(LONG + SHORT * (n % 7), || ())).collect();
    assert!(timers.iter().all(Timer::cancel));
}

#[test]
fn main_waits_for_a_timer() {
    let (calls, call) = counter();
    primitives::main(|| {
        Timer::after(SHORT, move || {
            let call = call.clone();
            Timer::after(SHORT, call); // which it starts while main waits
        });
    });
    assert_eq!(calls.load(Ordering::Relaxed), 1);
}
