//! Models of Thread.

use std::sync::Arc;

use super::primitives::{Thread, Var};
use crate::{Model, outcome};

pub(crate) const MODELS: &[Model] = &[
    Model::new("join_gives_the_result", "the result, and all that the thread did before", join_gives_the_result),
    Model::new("a_scope_waits_for_its_threads", "joined or not", a_scope_waits_for_its_threads),
    Model::new("a_scope_hands_out_results", "each thread's own, in any order", a_scope_hands_out_results),
    Model::new("a_thread_of_a_scope_starts_another", "while the scope waits", a_thread_of_a_scope_starts_another),
    Model::new("finished_may_be_asked", "before the end and after it", finished_may_be_asked).finds(&["no", "yes"]),
];

fn join_gives_the_result() {
    let x = Arc::new(Var::new(0));
    let theirs = Arc::clone(&x);
    let adder = Thread::spawn("adder", move || {
        theirs.set(1);
        vec![20, 22]
    });
    assert_eq!(adder.join().expect("the adder is well").iter().sum::<i32>(), 42);
    assert_eq!(x.get(), 1, "the thread's work is not seen");
}

fn a_scope_waits_for_its_threads() {
    // Owned by both: a scope that does not wait must not leave a thread with memory that is gone.
    let x = Arc::new(Var::new(0));
    let theirs = Arc::clone(&x);
    Thread::scope(|s| {
        s.spawn("A", move || theirs.set(1));
    });
    assert_eq!(x.get(), 1, "the scope ended before its thread");
}

fn a_scope_hands_out_results() {
    let words = ["wait", "a", "moment"];
    let letters = Thread::scope(|s| {
        let first = s.spawn("first", || words[0].len());
        let rest = s.spawn("rest", || words[1..].iter().map(|w| w.len()).sum::<usize>());
        rest.join().expect("rest is well") + first.join().expect("first is well")
    });
    assert_eq!(letters, 11);
}

fn a_thread_of_a_scope_starts_another() {
    let x = Var::new(0);
    Thread::scope(|s| {
        s.spawn("A", || {
            s.spawn("B", || x.set(1));
        });
    });
    assert_eq!(x.get(), 1);
}

fn finished_may_be_asked() {
    let thread = Thread::spawn("A", || ());
    outcome(if thread.is_finished() { "yes" } else { "no" });
    thread.join().expect("the thread is well");
}
