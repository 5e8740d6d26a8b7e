//! Models of Barrier.

use std::sync::Arc;
use std::time::Duration;

use super::primitives::{Barrier, Broken, Thread, Turn, Var};
use crate::{Model, outcome};

pub(crate) const MODELS: &[Model] = &[
    Model::new("two_go_on_together", "who comes first waits; both see what was done before", two_go_on_together).bounded(4),
    Model::new("three_go_on_together", "the last wakes two, each with another index", three_go_on_together).bounded(2),
    Model::new("the_action_comes_between", "all see it, and it sees what all did", the_action_comes_between).bounded(4),
    Model::new("a_second_round", "nobody is left behind in the first, or gets ahead", a_second_round).bounded(3),
    Model::new("a_timeout_breaks_it", "or the other comes in time: both are told the same", a_timeout_breaks_it)
        .bounded(3)
        .finds(&["broken", "together"]),
    Model::new("an_abort_ends_the_wait", "whether it comes before the wait or after", an_abort_ends_the_wait),
    Model::new("a_reset_sends_away", "who waited; who comes later waits for the new round", a_reset_sends_away).bounded(3)
        .finds(&["A waited: sent away", "nobody waited: sent away", "nobody waited: together"]),
];

const SECOND: Duration = Duration::from_secs(1);

fn two_go_on_together() {
    let barrier = Barrier::new(2);
    let (x, y) = (Var::new(0), Var::new(0));
    Thread::scope(|s| {
        s.spawn("A", || {
            x.set(1);
            barrier.wait().expect("nobody breaks it");
            assert_eq!(y.get(), 1, "the other had not arrived");
        });
        y.set(1);
        barrier.wait().expect("nobody breaks it");
        assert_eq!(x.get(), 1, "the other had not arrived");
    });
}

fn three_go_on_together() {
    let barrier = Barrier::new(3);
    let index = || barrier.wait().expect("nobody breaks it").index();
    let mut indices = Thread::scope(|s| {
        let (a, b) = (s.spawn("A", index), s.spawn("B", index));
        let mine = index();
        [a.join().expect("A is well"), b.join().expect("B is well"), mine]
    });
    indices.sort_unstable();
    assert_eq!(indices, [0, 1, 2]);
}

fn the_action_comes_between() {
    let (work, sum) = (Arc::new([Var::new(0), Var::new(0)]), Arc::new(Var::new(0)));
    let (parts, total) = (Arc::clone(&work), Arc::clone(&sum));
    let barrier = Barrier::new(2).with_action(move || total.set(parts[0].get() + parts[1].get()));
    let party = |number: usize| {
        work[number].set(1);
        barrier.wait().expect("nobody breaks it");
        assert_eq!(sum.get(), 2, "the action did not come between");
    };
    Thread::scope(|s| {
        s.spawn("A", || party(0));
        party(1);
    });
}

fn a_second_round() {
    let barrier = Barrier::new(2);
    let rounds = [Var::new(0), Var::new(0)];
    let party = |number: usize| {
        for round in 1..=2 {
            rounds[number].set(round);
            barrier.wait().expect("nobody breaks it");
            assert!(rounds[1 - number].get() >= round, "the other is not in this round");
        }
    };
    Thread::scope(|s| {
        s.spawn("A", || party(0));
        party(1);
    });
    assert_eq!(barrier.n_waiting(), 0);
}

fn a_timeout_breaks_it() {
    let barrier = Barrier::new(2);
    let (theirs, mine) = Thread::scope(|s| {
        let patient = s.spawn("patient", || barrier.wait());
        let mine = barrier.wait_timeout(SECOND);
        (patient.join().expect("it is well"), mine)
    });
    assert_eq!(theirs.is_ok(), mine.is_ok(), "one went on, the other did not");
    assert_eq!(barrier.is_broken(), mine.is_err());
    outcome(if mine.is_ok() { "together" } else { "broken" });
}

fn an_abort_ends_the_wait() {
    let barrier = Barrier::new(2);
    Thread::scope(|s| {
        s.spawn("waiter", || assert_eq!(barrier.wait(), Err(Broken)));
        barrier.abort();
    });
    assert!(barrier.is_broken());
}

fn a_reset_sends_away() {
    let barrier = Barrier::new(2);
    let (waited, theirs) = Thread::scope(|s| {
        let a = s.spawn("A", || barrier.wait());
        let waited = barrier.n_waiting() == 1;
        barrier.reset();
        let _: Result<Turn, Broken> = barrier.wait_timeout(SECOND);
        (waited, a.join().expect("A is well"))
    });
    let before = if waited { "A waited" } else { "nobody waited" };
    outcome(format!("{before}: {}", if theirs.is_ok() { "together" } else { "sent away" }));
    barrier.reset();
    assert!(!barrier.is_broken());
}
