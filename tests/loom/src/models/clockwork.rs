//! Models of the threads behind all timers. Loom has no time: the next moment has come whenever it is waited for, and
//! a thread with nothing to do may end at once.

use std::sync::Arc;
use std::time::Duration;

use super::primitives::steps::clockwork::Clockwork;
use super::primitives::{Event, Var};
use crate::Model;

pub(crate) const MODELS: &[Model] = &[
    Model::new("a_call_is_made", "by a thread that is there for it", a_call_is_made).bounded(3),
    Model::new("one_after_the_other", "the thread leads, is idle, or is gone: the next call is made", one_after_the_other).bounded(2),
    Model::new("a_call_that_waits_delays_no_other", "whoever makes it has left the lead to another", a_call_that_waits_delays_no_other).bounded(2),
    Model::new("a_cancelled_one_is_passed_over", "and the next call is made", a_cancelled_one_is_passed_over).bounded(2),
    Model::new("it_settles_when_all_is_done", "a program that ends has seen what the calls did", it_settles_when_all_is_done).bounded(3),
];

const SOON: Duration = Duration::from_secs(1);

fn a_call_is_made() {
    let x = Arc::new(Var::new(0));
    let theirs = Arc::clone(&x);
    let timer = Clockwork::new().after(SOON, move || theirs.set(1));
    timer.join();
    assert_eq!(x.get(), 1, "what the call did is not seen");
}

fn one_after_the_other() {
    let clockwork = Clockwork::new();
    clockwork.after(SOON, || ()).join();
    clockwork.after(SOON, || ()).join();
}

fn a_call_that_waits_delays_no_other() {
    let clockwork = Clockwork::new();
    let open = Arc::new(Event::new());
    let theirs = Arc::clone(&open);
    let waits = clockwork.after(SOON, move || theirs.wait());
    let opens = clockwork.after(2 * SOON, move || open.set());
    waits.join();
    opens.join();
}

fn a_cancelled_one_is_passed_over() {
    let clockwork = Clockwork::new();
    let cancelled = clockwork.after(SOON, || ());
    cancelled.cancel();
    clockwork.after(SOON, || ()).join();
    cancelled.join();
}

fn it_settles_when_all_is_done() {
    let clockwork = Clockwork::new();
    let x = Arc::new(Var::new(0));
    let theirs = Arc::clone(&x);
    clockwork.after(SOON, move || theirs.set(1));
    clockwork.settle();
    assert_eq!(x.get(), 1, "settled before the call was made");
    assert!(!clockwork.settle(), "there is a timer left");
}
