//! Models of Thread.

use std::sync::Arc;
use std::time::Duration;

use super::primitives::{self, Event, Lock, Thread, ThreadError, Var, raw};
use crate::{Model, outcome};

pub(crate) const MODELS: &[Model] = &[
    Model::new("join_gives_the_result", "the result, and all that the thread did before", join_gives_the_result),
    Model::new("a_scope_waits_for_its_threads", "joined or not", a_scope_waits_for_its_threads),
    Model::new("a_scope_hands_out_results", "each thread's own, in any order", a_scope_hands_out_results),
    Model::new("a_thread_of_a_scope_starts_another", "while the scope waits", a_thread_of_a_scope_starts_another),
    Model::new("alive_may_be_asked", "before the end and after it", alive_may_be_asked).finds(&["alive", "ended"]),
    Model::new("a_timed_join_ends", "with the thread's end or before it", a_timed_join_ends).finds(&["ended", "not yet"]),
    Model::new("two_join_the_same", "a raw thread, and both see its work", two_join_the_same),
    Model::new("one_of_two_starts_it", "a raw thread runs once", one_of_two_starts_it),
    Model::new("nobody_joins_itself", "it is told so", nobody_joins_itself),
    Model::new("main_waits_for_all_but_daemons", "for threads that other threads started, too", main_waits_for_all_but_daemons),
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

fn alive_may_be_asked() {
    let thread = Thread::spawn("A", || ());
    outcome(if thread.is_alive() { "alive" } else { "ended" });
    thread.join().expect("the thread is well");
}

fn a_timed_join_ends() {
    let go = Arc::new(Event::new());
    let x = Arc::new(Var::new(0));
    let (theirs, told) = (Arc::clone(&x), Arc::clone(&go));
    let thread = Thread::spawn("A", move || {
        theirs.set(1);
        told.wait();
    });
    assert!(!thread.join_timeout(Duration::from_secs(1)), "it waits for us");
    go.set();
    let ended = thread.join_timeout(Duration::from_secs(1));
    assert!(!ended || x.get() == 1, "the thread's work is not seen");
    outcome(if ended { "ended" } else { "not yet" });
    thread.join().expect("the thread is well");
}

fn two_join_the_same() {
    let x = Arc::new(Var::new(0));
    let theirs = Arc::clone(&x);
    let thread = raw::Thread::new("worker", move || theirs.set(1));
    thread.start().expect("it is new");
    Thread::scope(|s| {
        s.spawn("A", || {
            thread.join().expect("it was started");
            assert_eq!(x.get(), 1, "the thread's work is not seen");
        });
        thread.join().expect("it was started");
        assert_eq!(x.get(), 1, "the thread's work is not seen");
    });
}

fn one_of_two_starts_it() {
    let runs = Arc::new(Lock::new(0));
    let theirs = Arc::clone(&runs);
    let thread = raw::Thread::new("worker", move || *theirs.acquire() += 1);
    let (a, b) = Thread::scope(|s| {
        let a = s.spawn("A", || thread.start().is_ok());
        let b = thread.start().is_ok();
        (a.join().expect("A is well"), b)
    });
    assert!(a != b, "started twice, or never");
    thread.join().expect("it was started");
    assert_eq!(*runs.acquire(), 1);
}

fn nobody_joins_itself() {
    let thread = Thread::spawn("A", || Thread::current().join());
    assert_eq!(thread.join().expect("A is well"), Err(ThreadError::JoinsItself));
}

fn main_waits_for_all_but_daemons() {
    let x = Arc::new(Var::new(0));
    let over = Arc::new(Event::new());
    let (theirs, end) = (Arc::clone(&x), Arc::clone(&over));
    let daemon = primitives::main(move || {
        Thread::spawn("A", move || {
            Thread::spawn("B", move || theirs.set(1));
        });
        Thread::spawn_daemon("daemon", move || end.wait())
    });
    assert_eq!(x.get(), 1, "main ended before its thread");
    over.set();
    daemon.join().expect("the daemon is well");
}
