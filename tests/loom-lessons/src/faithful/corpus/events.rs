//! Events that come too early, or are taken back.

use primitives::{Event, Lock, Thread, Var};

use super::Ending::{Deadlocks, Fine, Panics, Races};
use super::{A_VAR_RACES, MISSED_BY_LOOM, Program};

const UNREADY: &str = "it was not ready";

pub(super) const PROGRAMS: &[Program] = &[
    Program::new("set_and_cleared", Deadlocks, set_and_cleared),
    Program::new("the_guest_starts_the_porter", Fine, the_guest_starts_the_porter)
        .differs(&[Deadlocks], MISSED_BY_LOOM),
    Program::new("set_for_good", Fine, set_for_good),
    Program::new("set_before_the_work", Panics(UNREADY), set_before_the_work)
        .differs(&[Panics(UNREADY), Races], A_VAR_RACES),
    Program::new("set_after_the_work", Fine, set_after_the_work),
    Program::new("clears_after_looking", Deadlocks, clears_after_looking).bounded(3),
    Program::new("clears_before_looking", Fine, clears_before_looking).bounded(3),
    Program::new("each_waits_for_the_other", Deadlocks, each_waits_for_the_other),
    Program::new("each_tells_the_other_first", Fine, each_tells_the_other_first),
];

fn set_and_cleared() {
    let open = Event::new().named("open");
    Thread::scope(|s| {
        s.spawn("guest", || open.wait());
        open.set();
        open.clear();
    });
}

/// The same, but loom lets who waits go first.
fn the_guest_starts_the_porter() {
    let open = Event::new().named("open");
    Thread::scope(|s| {
        s.spawn("porter", || {
            open.set();
            open.clear();
        });
        open.wait();
    });
}

fn set_for_good() {
    let open = Event::new().named("open");
    Thread::scope(|s| {
        s.spawn("porter", || open.set());
        open.wait();
    });
}

fn set_before_the_work() {
    let (x, ready) = (Var::new(0).named("x"), Event::new().named("ready"));
    Thread::scope(|s| {
        s.spawn("A", || {
            ready.set();
            x.set(1);
        });
        ready.wait();
        assert_eq!(x.get(), 1, "{UNREADY}");
    });
}

fn set_after_the_work() {
    let (x, ready) = (Var::new(0).named("x"), Event::new().named("ready"));
    Thread::scope(|s| {
        s.spawn("A", || {
            x.set(1);
            ready.set();
        });
        ready.wait();
        assert_eq!(x.get(), 1, "{UNREADY}");
    });
}

/// Two jobs come, each with a `set`; the worker takes what is there until it has done both.
fn work(take: impl Fn(&Event, &Lock<u32>) -> u32) {
    let (jobs, told) = (Lock::new(0).named("jobs"), Event::new().named("told"));
    Thread::scope(|s| {
        s.spawn("boss", || {
            for _ in 0..2 {
                *jobs.acquire() += 1;
                told.set();
            }
        });
        let mut done = 0;
        while done < 2 {
            told.wait();
            done += take(&told, &jobs);
        }
    });
}

fn clears_after_looking() {
    work(|told, jobs| {
        let found = std::mem::take(&mut *jobs.acquire());
        told.clear();
        found
    });
}

fn clears_before_looking() {
    work(|told, jobs| {
        told.clear();
        std::mem::take(&mut *jobs.acquire())
    });
}

fn each_waits_for_the_other() {
    let (a, b) = (Event::new().named("A is here"), Event::new().named("B is here"));
    Thread::scope(|s| {
        s.spawn("A", || {
            b.wait();
            a.set();
        });
        a.wait();
        b.set();
    });
}

fn each_tells_the_other_first() {
    let (a, b) = (Event::new().named("A is here"), Event::new().named("B is here"));
    Thread::scope(|s| {
        s.spawn("A", || {
            a.set();
            b.wait();
        });
        b.set();
        a.wait();
    });
}
