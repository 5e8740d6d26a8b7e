//! What is wrong with a run, and the evidence.

use std::sync::Arc;

use primitives::{Condition, Lock, Thread, Var, raw, say};
use stepper::{Choice, Config, Grain, Program, ThreadId, Verdict, Why, enumerate};

use crate::programs::{Dice, GRAINS, config, random, run_first, start, steps};

fn cycle(verdict: Option<&Verdict>) -> Vec<u8> {
    let Some(Verdict::Deadlock { cycle, stuck }) = verdict else { panic!("no deadlock, but {verdict:?}") };
    for thread in cycle {
        assert!(stuck.iter().any(|(stuck, _)| stuck == thread), "whoever is in the cycle waits");
    }
    cycle.iter().map(|t| t.0).collect()
}

/// `n` threads, each of which takes one lock and then the next one.
fn philosophers(n: usize) -> Program {
    Arc::new(move || {
        let forks: Vec<_> = (0..n).map(|i| Lock::new(()).named(&format!("fork {i}"))).collect();
        Thread::scope(|s| {
            for i in 0..n {
                let forks = &forks;
                s.spawn(&format!("philosopher {i}"), move || {
                    let _left = forks[i].acquire();
                    let _right = forks[(i + 1) % n].acquire();
                });
            }
        });
    })
}

#[test]
fn a_deadlock_names_its_cycle() {
    let mut run = start(&philosophers(2), Config::default());
    steps(&mut run, "bc");
    assert!(run.choices().is_empty());
    assert_eq!(cycle(run.verdict()), [1, 2]);
    let mut run = start(&philosophers(3), Config::default());
    steps(&mut run, "dbc");
    let mut seen = cycle(run.verdict());
    let least = seen.iter().position(|&t| t == 1).expect("thread 1 is in it");
    seen.rotate_left(least);
    assert_eq!(seen, [1, 2, 3], "each waits for the next one");
    // Main waits for them, and is in no cycle.
    let Some(Verdict::Deadlock { stuck, .. }) = run.verdict() else { panic!("it is a deadlock") };
    assert_eq!(stuck.len(), 4);
    assert_eq!(stuck[0], (ThreadId(0), Why::Joins { thread: ThreadId(1) }));
}

#[test]
fn both_grains_find_the_same_deadlock() {
    for grain in GRAINS {
        let mut found = 0;
        for seed in 0..200 {
            let mut run = start(&philosophers(3), config(grain));
            random(&mut run, &mut Dice(seed), 1_000);
            match run.verdict() {
                Some(Verdict::Finished) => {}
                verdict => {
                    assert_eq!(cycle(verdict).len(), 3);
                    found += 1;
                }
            }
        }
        assert!(found > 0 && found < 200, "{grain:?} {found}");
    }
}

#[test]
fn a_thread_waits_for_itself() {
    let program: Program = Arc::new(|| {
        let lock = Lock::new(()).named("lock");
        let _once = lock.acquire();
        let _twice = lock.acquire();
    });
    for grain in GRAINS {
        assert_eq!(cycle(run_first(&program, config(grain)).verdict()), [0]);
    }
}

#[test]
fn a_lost_notify_is_a_wait_without_a_cycle() {
    let program: Program = Arc::new(|| {
        let lock = Lock::new(false).named("ready");
        let changed = Condition::new().named("changed");
        Thread::scope(|s| {
            s.spawn("waits", || {
                let mut ready = lock.acquire();
                changed.wait(&mut ready);
            });
            s.spawn("tells", || {
                let mut ready = lock.acquire();
                *ready = true;
                changed.notify(&ready);
            });
        });
    });
    let mut run = start(&program, Config::default());
    steps(&mut run, "cccbb");
    assert!(run.choices().is_empty());
    assert_eq!(cycle(run.verdict()), [0u8; 0]);
    let Some(Verdict::Deadlock { stuck, .. }) = run.verdict() else { panic!("it is a deadlock") };
    let condition = run.trace().objects.iter().position(|o| o.name.as_deref() == Some("changed"));
    let condition = condition.expect("it has a name");
    let waits = stuck.iter().find(|(t, _)| *t == ThreadId(1)).map(|(_, why)| why);
    assert!(
        matches!(waits, Some(Why::SleepsOn { object, holder: None }) if object.index() == condition),
        "{waits:?}"
    );
}

#[test]
fn a_part_of_the_threads_waits_for_ever() {
    let program: Program = Arc::new(|| {
        let lock = Lock::new(()).named("lock");
        let never = Condition::new().named("never");
        Thread::scope(|s| {
            s.spawn("waits", || never.wait(&mut lock.acquire()));
            s.spawn("works", || (0..3).for_each(|_| drop(lock.acquire())));
        });
    });
    for grain in GRAINS {
        assert_eq!(cycle(run_first(&program, config(grain)).verdict()), [0u8; 0]);
    }
}

#[test]
fn a_loop_of_steps_has_no_end() {
    let program: Program = Arc::new(|| {
        let lock = Lock::new(()).named("lock");
        Thread::scope(|s| {
            s.spawn("spins", || while lock.try_acquire().is_some() {});
        });
    });
    for grain in GRAINS {
        let run = run_first(&program, Config { max_steps: 500, ..config(grain) });
        assert_eq!(run.verdict(), Some(&Verdict::NoEnd { steps: 500 }));
        assert!(run.choices().is_empty());
    }
}

#[test]
fn an_endless_program_is_stopped_after_a_panic_too() {
    let program: Program = Arc::new(|| {
        Thread::spawn("panics", || panic!("at once"));
        loop {
            drop(Lock::new(()).acquire());
        }
    });
    let run = run_first(&program, Config { max_steps: 500, ..Config::default() });
    assert!(matches!(run.verdict(), Some(Verdict::Panicked { .. })));
    assert_eq!(run.steps(), 500);
}

/// A lock that spins inside its call: at the coarse grain one step would never end.
#[test]
fn a_loop_inside_a_step_is_stopped() {
    use std::panic::Location;
    use std::sync::atomic::Ordering::SeqCst;
    use stepper::AtomicOp;
    use stepper::inside::{self, Identity};

    let program: Program = Arc::new(|| {
        let (lock, word) = (Identity::new(), Identity::new());
        inside::name(&lock, "SpinLock", "spin");
        inside::call(&lock, "SpinLock", "acquire", Location::caller(), false, true, None);
        loop {
            inside::atomic(&word, AtomicOp::Load, SeqCst, SeqCst, || 1, || (1, 1, true));
        }
    });
    let limits = Config { max_operations: 100, max_steps: 1_000, ..Config::default() };
    let run = run_first(&program, limits);
    assert_eq!(run.verdict(), Some(&Verdict::Spins { thread: ThreadId(0), operations: 100 }));
    let run = run_first(&program, Config { grain: Grain::Fine, ..limits });
    assert_eq!(run.verdict(), Some(&Verdict::NoEnd { steps: 1_000 }));
}

/// Asking is no step, and must not hang the caller of the stepper either.
#[test]
fn a_loop_of_what_is_no_step_is_stopped() {
    let speaks: Program = Arc::new(|| {
        loop {
            say!("and on");
        }
    });
    let sleeps: Program = Arc::new(|| {
        loop {
            Thread::sleep(std::time::Duration::ZERO);
        }
    });
    for program in [speaks, sleeps] {
        let run = run_first(&program, Config { max_operations: 100, ..Config::default() });
        let spins = Verdict::Spins { thread: ThreadId(0), operations: 100 };
        assert_eq!(run.verdict(), Some(&spins));
    }
}

/// So that waiting by asking lets the other thread run, if its turn comes.
#[test]
fn asking_whether_a_thread_has_ended_is_a_step() {
    let program: Program = Arc::new(|| {
        let other = Thread::spawn("other", || drop(Lock::new(()).acquire()));
        while other.is_alive() {}
    });
    for grain in [Grain::Coarse, Grain::Fine] {
        let limits = Config { grain, max_steps: 100, max_operations: 100, ..Config::default() };
        // The first choice is always to ask once more.
        assert_eq!(run_first(&program, limits).verdict(), Some(&Verdict::NoEnd { steps: 100 }));
        let mut run = start(&program, limits);
        let asks = run.pending(ThreadId(0)).and_then(|main| main.verb);
        assert_eq!(asks.as_deref(), Some("is_alive"));
        while let Some(last) = run.choices().iter().last() {
            run.step(last).expect("it is offered");
        }
        assert_eq!(run.verdict(), Some(&Verdict::Finished));
    }
}

#[test]
fn misuse_is_told_and_the_run_goes_on() {
    let program: Program = Arc::new(|| {
        let lock = raw::Lock::new().named("lock");
        assert!(lock.release().is_err());
    });
    let run = run_first(&program, Config::default());
    assert_eq!(run.verdict(), Some(&Verdict::Finished));
    let misuse = |event: &stepper::Event| matches!(event.what, stepper::What::Misuse { .. });
    assert!(run.trace().steps.iter().flat_map(|step| &step.events).any(misuse));
}

#[test]
fn what_cannot_be_chosen_changes_nothing() {
    let mut run = start(&philosophers(2), Config::default());
    let before = run.trace().clone();
    for choice in [Choice::Clock, Choice::Thread(ThreadId(0)), Choice::Thread(ThreadId(200))] {
        assert!(run.step(choice).is_err());
    }
    assert_eq!(*run.trace(), before);
}

#[test]
fn a_program_that_is_not_deterministic_is_named_so() {
    use std::sync::atomic::{AtomicU32, Ordering};
    let runs = Arc::new(AtomicU32::new(0));
    let program: Program = Arc::new(move || {
        let odd = runs.fetch_add(1, Ordering::Relaxed) % 2 == 1;
        let x = Var::new(0).named("x");
        Thread::scope(|s| {
            s.spawn("A", || x.get());
            if odd {
                s.spawn("B", || x.get());
            }
            s.spawn("C", || (0..5).for_each(|_| _ = x.get()));
        });
    });
    let report = enumerate(&program, Config::default(), 1_000);
    assert_eq!(report.differs_after, Some(Vec::new()), "it differs before any choice");
    assert!(!report.complete);
    // The same for a program that once has less to do than before.
    let runs = Arc::new(AtomicU32::new(0));
    let program: Program = Arc::new(move || {
        let n = runs.fetch_add(1, Ordering::Relaxed);
        (0..3u32.saturating_sub(n)).for_each(|_| drop(Lock::new(()).try_acquire()));
        let x = Var::new(0);
        Thread::scope(|s| {
            s.spawn("A", || x.get());
            s.spawn("B", || x.get());
        });
    });
    let report = enumerate(&program, Config::default(), 1_000);
    assert!(report.differs_after.is_some() && !report.complete);
}

#[test]
fn an_enumeration_counts_every_schedule_once() {
    // Two threads of two steps each, which nothing orders: 4! / (2! 2!) schedules.
    let program: Program = Arc::new(|| {
        let x = Var::new(0).named("x");
        Thread::scope(|s| {
            s.spawn("A", || x.get() + x.get());
            s.spawn("B", || x.get() + x.get());
        });
    });
    let report = enumerate(&program, Config::default(), 1_000);
    assert_eq!((report.executions, report.complete, report.failures), (6, true, 0));
    assert_eq!(report.steps, 24);
    assert_eq!(report.differs_after, None);
    let report = enumerate(&program, Config::default(), 5);
    assert_eq!((report.executions, report.complete), (5, false));
}
