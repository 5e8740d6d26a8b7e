//! Models of Timer. Loom has no time: a timer may fire from its start on.

use std::sync::Arc;
use std::time::Duration;

use super::primitives::{Lock, Thread, Timer, Var};
use crate::{Model, outcome};

pub(crate) const MODELS: &[Model] = &[
    Model::new("it_fires_or_is_cancelled", "exactly one wins", it_fires_or_is_cancelled).finds(&["cancelled", "fired"]),
    Model::new("two_cancel_it", "at most one of them prevents the call", two_cancel_it).bounded(3).finds(&["A", "B", "nobody"]),
    Model::new("a_join_hands_over", "what the call did is seen after", a_join_hands_over),
    Model::new("a_join_ends_with_a_cancel", "or with the call", a_join_ends_with_a_cancel).bounded(3),
    Model::new("finished_may_be_asked", "and hands over as a join does", finished_may_be_asked).finds(&["no", "yes"]),
];

const SOON: Duration = Duration::from_secs(1);

fn it_fires_or_is_cancelled() {
    let calls = Arc::new(Lock::new(0));
    let theirs = Arc::clone(&calls);
    let timer = Timer::after(SOON, move || *theirs.acquire() += 1);
    let cancelled = timer.cancel();
    timer.join();
    assert_eq!(*calls.acquire(), u32::from(!cancelled), "both, or neither");
    outcome(if cancelled { "cancelled" } else { "fired" });
}

fn two_cancel_it() {
    let calls = Arc::new(Lock::new(0));
    let theirs = Arc::clone(&calls);
    let timer = Timer::after(SOON, move || *theirs.acquire() += 1);
    let (a, b) = Thread::scope(|s| {
        let a = s.spawn("A", || timer.cancel());
        let b = timer.cancel();
        (a.join().expect("A is well"), b)
    });
    timer.join();
    assert!(!(a && b), "both prevented it");
    assert_eq!(*calls.acquire(), u32::from(!a && !b), "called and prevented, or neither");
    outcome(if a { "A" } else if b { "B" } else { "nobody" });
}

fn a_join_hands_over() {
    let x = Arc::new(Var::new(0));
    let theirs = Arc::clone(&x);
    let timer = Timer::after(SOON, move || theirs.set(1));
    timer.join();
    assert_eq!(x.get(), 1, "what the call did is not seen");
}

fn a_join_ends_with_a_cancel() {
    let timer = Timer::after(SOON, || ());
    Thread::scope(|s| {
        s.spawn("A", || timer.join());
        timer.cancel();
    });
}

fn finished_may_be_asked() {
    let x = Arc::new(Var::new(0));
    let theirs = Arc::clone(&x);
    let timer = Timer::after(SOON, move || theirs.set(1));
    Thread::sleep(Duration::ZERO); // the others go on until they sleep
    let finished = timer.is_finished();
    assert!(!finished || x.get() == 1, "what the call did is not seen");
    outcome(if finished { "yes" } else { "no" });
    timer.join();
}
