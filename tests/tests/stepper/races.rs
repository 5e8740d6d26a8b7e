//! Data races: two accesses with nothing to order them, by the orderings that were declared.

use std::panic::Location;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering::{self, AcqRel, Acquire, Relaxed, Release};

use primitives::{Lock, Thread, Var};
use stepper::inside::{self, Identity};
use stepper::{AtomicOp, Config, Program, ThreadId, Verdict, What, enumerate};

use crate::programs::{GRAINS, config, run_first, start, steps};

#[test]
fn a_shared_variable_races_and_both_lines_are_told() {
    let lines = [line!() + 5, line!() + 6];
    let program: Program = Arc::new(|| {
        let x = Var::new(0).named("x");
        Thread::scope(|s| {
            // The two lines:
            s.spawn("A", || x.set(1));
            s.spawn("B", || x.get());
        });
    });
    for (order, threads, lines) in [("bc", [1, 2], lines), ("cb", [2, 1], [lines[1], lines[0]])] {
        let mut run = start(&program, Config::default());
        steps(&mut run, order);
        let Some(Verdict::DataRace(race)) = run.verdict() else { panic!("{:?}", run.verdict()) };
        assert_eq!(race.threads.map(|t| t.0), threads);
        assert_eq!(race.places.each_ref().map(|p| p.line), lines);
        assert!(race.places.iter().all(|p| p.file.ends_with("races.rs")));
        assert_eq!(run.trace().objects[race.object.index()].name.as_deref(), Some("x"));
        assert_eq!(race.step, 2);
        let told = run.trace().steps[2].events.iter().any(|e| matches!(e.what, What::Race { .. }));
        assert!(told);
    }
}

#[test]
fn the_reader_that_races_is_named_not_the_last_one() {
    let line = line!() + 4;
    let program: Program = Arc::new(|| {
        let x = Var::new(0).named("x");
        let stranger = || {
            x.get();
        };
        Thread::scope(|s| {
            s.spawn("A", stranger);
            s.spawn("B", || {
                x.get();
                x.set(1);
            });
        });
    });
    let mut run = start(&program, Config::default());
    steps(&mut run, "bcc");
    let Some(Verdict::DataRace(race)) = run.verdict() else { panic!("{:?}", run.verdict()) };
    assert_eq!((race.threads[0], race.places[0].line), (ThreadId(1), line));
}

#[test]
fn a_lock_orders() {
    let program: Program = Arc::new(|| {
        let lock = Lock::new(()).named("lock");
        let x = Var::new(0).named("x");
        Thread::scope(|s| {
            for name in ["A", "B"] {
                s.spawn(name, || {
                    let _held = lock.acquire();
                    x.set(x.get() + 1);
                });
            }
        });
        assert_eq!(x.get(), 2);
    });
    for grain in GRAINS {
        let report = enumerate(&program, config(grain), 1_000_000);
        assert!(report.complete);
        assert_eq!(report.failures, 0, "{:?}", report.first_failure);
    }
}

#[test]
fn starting_and_joining_order() {
    let program: Program = Arc::new(|| {
        let x = Arc::new(Var::new(0).named("x"));
        x.set(1);
        let inside = Arc::clone(&x);
        Thread::spawn("A", move || inside.set(2)).join().expect("it does not panic");
        x.set(3);
    });
    assert_eq!(run_first(&program, Config::default()).verdict(), Some(&Verdict::Finished));
}

/// A spin lock of one word, with the orderings to be tried.
struct SpinLock {
    word: AtomicU32,
    lock: Identity,
    id: Identity,
    data: Identity,
}

impl SpinLock {
    fn with(&self, acquire: Ordering, release: Ordering) {
        let peek = || self.word.load(Relaxed).into();
        inside::call(&self.lock, "SpinLock", "acquire", Location::caller(), false, true, None);
        let taken = || {
            let taken = self.word.compare_exchange(0, 1, Relaxed, Relaxed);
            (taken.unwrap_or_else(|n| n).into(), peek(), taken.is_ok())
        };
        let mut done = false;
        while !done {
            let attempt = || {
                let result = taken();
                done = result.2;
                result
            };
            inside::atomic(&self.id, AtomicOp::CompareExchange, acquire, Relaxed, peek, attempt);
            if !done {
                inside::wait(&self.id, peek, 1, false, None);
            }
        }
        inside::end(None);
        inside::access(&self.data, true);
        inside::call(&self.lock, "SpinLock", "release", Location::caller(), false, true, None);
        inside::atomic(&self.id, AtomicOp::Store, release, release, peek, || {
            self.word.store(0, Relaxed);
            (1, 0, true)
        });
        inside::wake(&self.id, peek, 1);
        inside::end(None);
    }
}

fn spin_lock(acquire: Ordering, release: Ordering) -> Program {
    Arc::new(move || {
        let lock = SpinLock {
            word: AtomicU32::new(0),
            lock: Identity::new(),
            id: Identity::new(),
            data: Identity::new(),
        };
        inside::name(&lock.lock, "SpinLock", "spin");
        Thread::scope(|s| {
            s.spawn("A", || lock.with(acquire, release));
            s.spawn("B", || lock.with(acquire, release));
        });
    })
}

#[test]
fn a_relaxed_unlock_is_found_by_what_it_declares() {
    for grain in GRAINS {
        for (acquire, release, fine) in [
            (Acquire, Release, true),
            (AcqRel, Release, true),
            (Acquire, Relaxed, false),
            (Relaxed, Release, false),
            (Relaxed, Relaxed, false),
        ] {
            let report = enumerate(&spin_lock(acquire, release), config(grain), 1_000_000);
            assert!(report.complete, "{report:?}");
            assert_eq!(report.failures == 0, fine, "{acquire:?} {release:?} {:?}", report.first_failure);
            if let Some((_, verdict)) = report.first_failure {
                assert!(matches!(verdict, Verdict::DataRace(_)), "{verdict:?}");
            }
        }
    }
}
