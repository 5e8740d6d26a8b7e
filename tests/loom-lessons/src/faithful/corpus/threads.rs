//! Threads that meet, are joined, have something of their own, or come later.

use std::sync::Arc;
use std::time::Duration;

use primitives::{Barrier, Lock, Thread, ThreadLocal, ThreadPool, Timer, Var};

use super::Ending::{Deadlocks, Fine, Panics, Races};
use super::{A_VAR_RACES, Program};

const ANOTHERS: &str = "another thread's value";
const UNREADY: &str = "it was not ready";
const FIRED: &str = "it fired all the same";

pub(super) const PROGRAMS: &[Program] = &[
    Program::new("somebody_is_missing", Deadlocks, || meet(3)),
    Program::new("all_are_here", Fine, || meet(2)).bounded(3),
    Program::new("phases_without_a_barrier", Panics(UNREADY), || phases(1))
        .differs(&[Panics(UNREADY), Races], A_VAR_RACES)
        .bounded(3),
    Program::new("phases_with_a_barrier", Fine, || phases(2)).bounded(3),
    Program::new("one_value_for_all", Panics(ANOTHERS), one_value_for_all)
        .differs(&[Panics(ANOTHERS), Races], A_VAR_RACES),
    Program::new("a_value_for_each", Fine, a_value_for_each),
    Program::new("read_before_the_join", Panics(UNREADY), read_before_the_join)
        .differs(&[Panics(UNREADY), Races], A_VAR_RACES),
    Program::new("read_after_the_join", Fine, read_after_the_join),
    Program::new("cancelled_too_late", Panics(FIRED), cancelled_too_late),
    Program::new("cancelled_or_not", Fine, cancelled_or_not),
    Program::new("a_task_waits_for_another", Deadlocks, || a_task_waits_for_another(1)).bounded(2),
    Program::new("a_worker_for_each_task", Fine, || a_task_waits_for_another(2)).bounded(1),
];

fn meet(parties: usize) {
    let barrier = Barrier::new(parties).named("barrier");
    Thread::scope(|s| {
        s.spawn("A", || barrier.wait().is_ok());
        barrier.wait().expect("nobody breaks it");
    });
}

/// With a barrier for one, nobody waits.
fn phases(parties: usize) {
    let barrier = Barrier::new(parties).named("barrier");
    let parts = [Var::new(0).named("A's part"), Var::new(0).named("B's part")];
    let work = |me: usize| {
        parts[me].set(1);
        barrier.wait().expect("nobody breaks it");
        assert_eq!(parts[1 - me].get(), 1, "{UNREADY}");
    };
    Thread::scope(|s| {
        s.spawn("A", || work(0));
        work(1);
    });
}

fn one_value_for_all() {
    let user = Var::new(0).named("user");
    let serve = |me| {
        user.set(me);
        assert_eq!(user.get(), me, "{ANOTHERS}");
    };
    Thread::scope(|s| {
        s.spawn("A", || serve(1));
        serve(2);
    });
}

fn a_value_for_each() {
    let user = ThreadLocal::new(|| 0).named("user");
    let serve = |me| {
        user.set(me);
        assert_eq!(user.get(), me, "{ANOTHERS}");
    };
    Thread::scope(|s| {
        s.spawn("A", || serve(1));
        serve(2);
    });
}

fn read_before_the_join() {
    let x = Arc::new(Var::new(0).named("x"));
    let theirs = Arc::clone(&x);
    let a = Thread::spawn("A", move || theirs.set(1));
    let found = x.get();
    a.join().expect("A is well");
    assert_eq!(found, 1, "{UNREADY}");
}

fn read_after_the_join() {
    let x = Arc::new(Var::new(0).named("x"));
    let theirs = Arc::clone(&x);
    let a = Thread::spawn("A", move || theirs.set(1));
    a.join().expect("A is well");
    assert_eq!(x.get(), 1, "{UNREADY}");
}

/// A timer that counts its calls.
fn timer() -> (Arc<Lock<u32>>, Timer) {
    let calls = Arc::new(Lock::new(0).named("calls"));
    let theirs = Arc::clone(&calls);
    let timer = Timer::after(Duration::from_secs(1), move || *theirs.acquire() += 1).named("timer");
    (calls, timer)
}

fn cancelled_too_late() {
    let (calls, timer) = timer();
    timer.cancel();
    timer.join();
    assert_eq!(*calls.acquire(), 0, "{FIRED}");
}

fn cancelled_or_not() {
    let (calls, timer) = timer();
    let cancelled = timer.cancel();
    timer.join();
    assert_eq!(*calls.acquire(), u32::from(!cancelled), "{FIRED}");
}

/// The first task waits for the second, which only another worker can do.
fn a_task_waits_for_another(workers: usize) {
    let pool = ThreadPool::new(workers).named("pool");
    let ready = Arc::new(primitives::Event::new().named("ready"));
    let told = Arc::clone(&ready);
    let first = pool.apply_async(move || told.wait()).expect("it is open");
    let second = pool.apply_async(move || ready.set()).expect("it is open");
    first.get();
    second.get();
    pool.close();
    pool.join().expect("it is closed");
}
