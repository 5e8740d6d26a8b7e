//! An execution can be left anywhere: no crash, no hang, every destructor runs, no stack stays behind.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use primitives::{Condition, Lock, Thread};
use stepper::{Config, Execution, Grain, Verdict, stacks_in_use};

use crate::programs::{Dice, GRAINS, all, config, hard_to_abandon_counting, random, start, steps};

#[test]
fn at_every_step_of_what_is_hard_to_abandon() {
    let mut dice = Dice(3);
    let before = stacks_in_use();
    for grain in GRAINS {
        for round in 0..150 {
            let count = Arc::new(());
            let seed = dice.roll();
            let run_to = |most: usize| {
                let inside = Arc::clone(&count);
                let mut run = Execution::start(config(grain), move || hard_to_abandon_counting(&inside));
                let made = random(&mut run, &mut Dice(seed), most).len();
                (run, made)
            };
            let (run, length) = run_to(2_000);
            assert!(run.choices().is_empty(), "round {round} comes to an end");
            assert!(length > 20, "round {round} has {length} steps");
            drop(run);
            for steps in 0..length {
                let (run, _) = run_to(steps);
                assert!(Arc::strong_count(&count) > 2, "there is something to drop");
                drop(run);
                assert_eq!(stacks_in_use(), before, "{grain:?} {round} after {steps} of {length} steps");
                assert_eq!(Arc::strong_count(&count), 1, "{grain:?} {round} after {steps} of {length} steps");
            }
        }
    }
    assert!(!std::thread::panicking());
}

#[test]
fn at_every_step_of_every_program() {
    let mut dice = Dice(4);
    let before = stacks_in_use();
    for (name, program) in all() {
        for grain in GRAINS {
            for _ in 0..300 {
                let mut run = start(&program, Config { eager_clock: true, ..config(grain) });
                let most = dice.below(120);
                random(&mut run, &mut dice, most);
                drop(run);
                assert_eq!(stacks_in_use(), before, "{name} {grain:?} {most}");
            }
        }
    }
}

#[test]
fn while_the_caller_panics() {
    let mut dice = Dice(5);
    let before = stacks_in_use();
    for grain in GRAINS {
        for most in 0..100 {
            let count = Arc::new(());
            let inside = Arc::clone(&count);
            let caught = catch_unwind(AssertUnwindSafe(|| {
                let mut run = Execution::start(config(grain), move || hard_to_abandon_counting(&inside));
                random(&mut run, &mut dice, most);
                std::panic::resume_unwind(Box::new("the caller's own"));
            }));
            let said = caught.expect_err("it panics");
            assert_eq!(said.downcast_ref(), Some(&"the caller's own"));
            assert!(!std::thread::panicking(), "nobody's panic is left over");
            assert_eq!(Arc::strong_count(&count), 1, "{grain:?} {most}");
            assert_eq!(stacks_in_use(), before, "{grain:?} {most}");
        }
    }
}

#[test]
fn while_the_caller_panics_and_runs_steps_in_a_destructor() {
    struct RunsToTheEnd(Execution);
    impl Drop for RunsToTheEnd {
        fn drop(&mut self) {
            assert!(std::thread::panicking());
            random(&mut self.0, &mut Dice(6), 1_000);
            assert!(std::thread::panicking());
        }
    }
    let seen = std::rc::Rc::new(Cell::new(None));
    let inside = std::rc::Rc::clone(&seen);
    let caught = catch_unwind(AssertUnwindSafe(|| {
        let run = Execution::start(Config::default(), move || {
            let lock = Lock::new(1).named("lock");
            drop(lock.acquire());
            inside.set(Some(std::thread::panicking()));
        });
        let _run = RunsToTheEnd(run);
        std::panic::resume_unwind(Box::new(()));
    }));
    assert!(caught.is_err());
    assert_eq!(seen.get(), Some(false), "the caller's panic is no panic of the program");
}

/// A thread stops in the middle of its unwinding; nobody else must seem to be panicking.
#[test]
fn a_panic_is_seen_by_its_thread_alone() {
    struct Look<'a>(&'a Lock<Vec<bool>>);
    impl Drop for Look<'_> {
        fn drop(&mut self) {
            self.0.acquire().push(std::thread::panicking());
        }
    }
    for grain in GRAINS {
        let mut dice = Dice(7);
        for _ in 0..200 {
            let mut run = Execution::start(config(grain), || {
                let unwinding = Lock::new(Vec::new()).named("unwinding");
                let calm = Lock::new(Vec::new()).named("calm");
                Thread::scope(|s| {
                    let panics = s.spawn("panics", || {
                        let _look = Look(&unwinding);
                        panic!("here");
                    });
                    s.spawn("calm", || drop(Look(&calm)));
                    s.spawn("catches", || {
                        let caught = catch_unwind(AssertUnwindSafe(|| {
                            let _look = Look(&unwinding);
                            std::panic::resume_unwind(Box::new(()));
                        }));
                        assert!(caught.is_err());
                        drop(Look(&calm));
                    });
                    assert!(panics.join().is_err());
                });
                assert_eq!(*unwinding.acquire(), [true, true]);
                assert_eq!(*calm.acquire(), [false, false]);
            });
            while !run.choices().is_empty() {
                random(&mut run, &mut dice, 1);
                assert!(!std::thread::panicking());
            }
            assert_eq!(run.verdict(), Some(&Verdict::Finished));
        }
    }
}

#[test]
fn a_release_that_was_announced_is_carried_out() {
    let before = stacks_in_use();
    let count = Arc::new(());
    let inside = Arc::clone(&count);
    let mut run = Execution::start(Config::default(), move || {
        let lock = Lock::new(()).named("lock");
        let never = Condition::new().named("never");
        Thread::scope(|s| {
            for name in ["waits", "releases"] {
                let held = Arc::clone(&inside);
                let (lock, never) = (&lock, &never);
                s.spawn(name, move || {
                    let _held = held;
                    let mut guard = lock.acquire();
                    if name == "waits" {
                        never.wait(&mut guard);
                    }
                });
            }
        });
    });
    // One sleeps on the condition and needs the lock to leave; the other is about to give it back.
    steps(&mut run, "bbc");
    drop(run);
    assert_eq!(stacks_in_use(), before);
    assert_eq!(Arc::strong_count(&count), 1);
}

#[test]
fn a_destructor_that_sleeps_wakes_by_the_clock() {
    struct Sleeps(#[expect(dead_code, reason = "it is only counted")] Arc<()>);
    impl Drop for Sleeps {
        fn drop(&mut self) {
            Thread::sleep(Duration::from_secs(1));
        }
    }
    let before = stacks_in_use();
    let count = Arc::new(());
    let inside = Arc::clone(&count);
    let run = Execution::start(Config::default(), move || {
        let _sleeps = Sleeps(inside);
        drop(Lock::new(()).acquire());
    });
    drop(run);
    assert_eq!(Arc::strong_count(&count), 1);
    assert_eq!(stacks_in_use(), before);
}

#[test]
fn a_thread_started_by_a_destructor_is_dropped_with_what_it_captured() {
    struct Locks(Arc<Lock<u32>>);
    impl Drop for Locks {
        fn drop(&mut self) {
            *self.0.acquire() += 1;
        }
    }
    struct Starts(Arc<Lock<u32>>);
    impl Drop for Starts {
        fn drop(&mut self) {
            let captured = Locks(Arc::clone(&self.0));
            let ended = Thread::spawn("late", move || drop(captured)).join();
            assert!(ended.is_err() || !std::thread::panicking());
        }
    }
    let before = stacks_in_use();
    let lock = Arc::new(Lock::new(0));
    let inside = Arc::clone(&lock);
    let run = Execution::start(Config::default(), move || {
        let _starts = Starts(Arc::clone(&inside));
        drop(inside.acquire());
    });
    drop(run);
    assert_eq!(Arc::strong_count(&lock), 1);
    assert_eq!(stacks_in_use(), before);
}

#[test]
fn what_a_thread_panicked_with_is_dropped_on_a_fiber() {
    struct Locks(Arc<Lock<u32>>);
    impl Drop for Locks {
        fn drop(&mut self) {
            *self.0.acquire() += 1;
        }
    }
    let before = stacks_in_use();
    let lock = Arc::new(Lock::new(0));
    let inside = Arc::clone(&lock);
    let mut run = Execution::start(Config::default(), move || {
        let held = Arc::clone(&inside);
        Thread::spawn("panics", move || {
            let _guard = held.acquire();
            std::panic::panic_any(Locks(Arc::clone(&held)));
        });
        std::mem::forget(inside.acquire()); // nobody gets the lock any more
    });
    random(&mut run, &mut Dice(8), 100);
    drop(run);
    assert_eq!(Arc::strong_count(&lock), 1);
    assert_eq!(stacks_in_use(), before);
}

#[test]
fn a_program_that_catches_its_own_abandonment_leaves_all_the_same() {
    for endless in [
        (|| Thread::sleep(Duration::from_secs(1))) as fn(),
        || drop(Lock::new(()).acquire()),
        || primitives::say!("still here"),
    ] {
        let before = stacks_in_use();
        let run = Execution::start(Config::default(), move || {
            loop {
                let _ = catch_unwind(endless);
            }
        });
        drop(run);
        // It cannot be stopped without its consent, so this is one of those that keep their stacks.
        assert!(stacks_in_use() - before <= 1);
    }
}

/// Documented: a thread that waits in a destructor for what cannot come keeps its stack, and so do those whose
/// stacks it may borrow from. Nothing else is lost.
#[test]
fn what_cannot_end_keeps_its_stack_and_nothing_else() {
    struct WaitsForEver<'a>(&'a Lock<()>, &'a Condition);
    impl Drop for WaitsForEver<'_> {
        fn drop(&mut self) {
            self.1.wait(&mut self.0.acquire());
        }
    }
    let before = stacks_in_use();
    let count = Arc::new(());
    let inside = Arc::clone(&count);
    let mut run = Execution::start(Config { grain: Grain::Coarse, ..Config::default() }, move || {
        let lock = Lock::new(()).named("lock");
        let never = Condition::new().named("never");
        Thread::scope(|s| {
            s.spawn("waits", || {
                let _waits = WaitsForEver(&lock, &never);
                panic!("so the wait is in the middle of unwinding");
            });
            let held = Arc::clone(&inside);
            s.spawn("leaves", || {
                let _held = held;
                drop(lock.acquire());
            });
        });
    });
    steps(&mut run, "bb");
    drop(run);
    assert_eq!(stacks_in_use(), before + 2, "the one that waits, and the one it borrows from");
    assert_eq!(Arc::strong_count(&count), 2, "the third is gone; main still holds its own");
}
