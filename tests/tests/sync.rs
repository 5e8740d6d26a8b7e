//! RLock, BoundedSemaphore, Barrier and raw conditions in every order of their calls, with a clock, and in
//! many orders of their operations; and what their pictures show.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use primitives::{Barrier, BoundedSemaphore, Broken, Event, RLock, Thread, Var, raw};
use stepper::{Choice, Config, Dice, Execution, Grain, State, ThreadId, Verdict, What, enumerate};

const MILLISECOND: Duration = Duration::from_millis(1);

/// The program ends well in every order of its calls, and in many of its operations.
fn ends_well(main: fn()) {
    let report = enumerate(&(Arc::new(main) as _), Config::default(), 200_000);
    assert_eq!(report.first_failure, None);
    assert!(report.complete && report.executions > 1, "{} executions", report.executions);
    for seed in 0..200 {
        let mut run = Execution::start(Config { grain: Grain::Fine, ..Config::default() }, main);
        let mut dice = Dice::new(seed);
        while let Some(choice) = dice.choose(&run.choices().iter().collect::<Vec<_>>()) {
            run.step(choice).expect("it was offered");
        }
        assert_eq!(run.verdict(), Some(&Verdict::Finished), "seed {seed}");
    }
}

#[test]
fn an_rlock_is_one_thread_s_as_often_as_it_likes() {
    ends_well(|| {
        let count = RLock::new(Cell::new(0)).named("count");
        let add_twice = || {
            let outer = count.acquire();
            let inner = count.acquire();
            inner.set(outer.get() + 1);
        };
        Thread::scope(|s| {
            s.spawn("A", add_twice);
            s.spawn("B", add_twice);
        });
        assert_eq!(count.acquire().get(), 2);
    });
}

#[test]
fn an_rlock_waited_for_in_vain() {
    ends_well(|| {
        let lock = raw::RLock::new().named("lock");
        Thread::scope(|s| {
            s.spawn("A", || {
                lock.acquire();
                Thread::sleep(MILLISECOND);
                lock.release().unwrap();
            });
            if lock.acquire_timeout(MILLISECOND) {
                assert!(lock.try_acquire());
                assert_eq!(lock.release_save().map(u32::from), Ok(2));
            } else {
                assert_eq!(lock.release(), Err(raw::NotOwner));
            }
        });
    });
}

#[test]
fn an_rlock_shows_its_owner_and_its_count() {
    let mut run = Execution::start(Config::default(), || {
        let lock = RLock::new(0).named("lock");
        let _outer = lock.acquire();
        let _inner = lock.acquire();
    });
    while let Some(choice) = run.choices().iter().next() {
        run.step(choice).expect("it was offered");
    }
    let events = run.trace().steps.iter().flat_map(|step| &step.events);
    let shown: Vec<State> = events
        .filter_map(|event| match &event.what {
            What::Shows { state } => Some(state.clone()),
            _ => None,
        })
        .collect();
    let mine = State::Owner(Some(ThreadId(0)));
    let count = State::Count;
    assert_eq!(shown, [count(0), mine, count(1), count(2), count(1), count(0), State::Owner(None)]);
}

#[test]
fn who_owns_an_rlock_can_go_on_and_others_cannot() {
    let mut run = Execution::start(Config::default(), || {
        let lock = RLock::new(()).named("lock");
        Thread::scope(|s| {
            for name in ["A", "B"] {
                s.spawn(name, || {
                    let _outer = lock.acquire();
                    let _inner = lock.acquire();
                });
            }
        });
    });
    let [a, b] = [1, 2].map(|number| Choice::Thread(ThreadId(number)));
    while !run.choices().iter().any(|choice| choice == b) {
        run.step(Choice::Thread(ThreadId(0))).expect("it starts them");
    }
    run.step(a).expect("the lock is free");
    assert!(run.choices().iter().any(|choice| choice == a));
    assert!(!run.choices().iter().any(|choice| choice == b));
}

#[test]
fn a_bounded_semaphore_is_released_once_too_often() {
    ends_well(|| {
        let seats = raw::BoundedSemaphore::new(1).named("seats");
        seats.acquire();
        let released = Thread::scope(|s| {
            let threads = ["A", "B"].map(|name| s.spawn(name, || seats.release(1).is_ok()));
            threads.map(|thread| thread.join().unwrap())
        });
        assert_ne!(released[0], released[1]);
        assert_eq!(seats.value(), 1);
    });
}

#[test]
fn a_bounded_semaphore_waited_for_in_vain() {
    ends_well(|| {
        let seats = BoundedSemaphore::new(1).named("seats");
        Thread::scope(|s| {
            s.spawn("A", || {
                let _seat = seats.acquire();
                Thread::sleep(MILLISECOND);
            });
            drop(seats.acquire_timeout(MILLISECOND));
        });
        assert_eq!(seats.value(), 1);
    });
}

#[test]
fn an_event_s_pulse_reaches_its_sleeper() {
    let mut run = Execution::start(Config::default(), || {
        let door = Event::new().named("door");
        Thread::scope(|s| {
            s.spawn("guest", || door.wait());
            Thread::sleep(MILLISECOND);
            door.set();
            door.clear();
            Thread::sleep(MILLISECOND);
            assert!(!door.is_set());
        });
    });
    // The guest goes to sleep as soon as it can. After the set it comes last, when the event is clear again.
    let [main, guest] = [0, 1].map(|number| Choice::Thread(ThreadId(number)));
    let mut order = [guest, main, Choice::Clock];
    while let Some(choice) = order.into_iter().find(|&c| run.choices().iter().any(|offered| offered == c)) {
        run.step(choice).expect("it was offered");
        if choice == guest {
            order = [main, Choice::Clock, guest];
        }
    }
    assert_eq!(run.verdict(), Some(&Verdict::Finished));
}

#[test]
fn three_at_a_barrier_each_with_another_index() {
    ends_well(|| {
        let barrier = Barrier::new(3).named("barrier");
        let mut indices = Thread::scope(|s| {
            let threads = ["A", "B"].map(|name| s.spawn(name, || barrier.wait().unwrap().index()));
            let mine = barrier.wait().unwrap().index();
            let [a, b] = threads.map(|thread| thread.join().unwrap());
            [a, b, mine]
        });
        indices.sort_unstable();
        assert_eq!(indices, [0, 1, 2]);
    });
}

#[test]
fn all_are_told_the_same_by_a_barrier_with_a_timeout() {
    ends_well(|| {
        let barrier = Barrier::new(2).with_timeout(MILLISECOND).named("barrier");
        let (theirs, mine) = Thread::scope(|s| {
            let late = s.spawn("late", || {
                Thread::sleep(MILLISECOND);
                barrier.wait()
            });
            let mine = barrier.wait();
            (late.join().unwrap(), mine)
        });
        assert_eq!(theirs.is_ok(), mine.is_ok());
        barrier.reset();
        assert_eq!((barrier.is_broken(), barrier.n_waiting()), (false, 0));
    });
}

#[test]
fn a_barrier_s_action_panics() {
    ends_well(|| {
        let barrier = Barrier::new(2).with_action(|| panic!("as the test wants it")).named("barrier");
        let party = || catch_unwind(AssertUnwindSafe(|| barrier.wait()));
        let results = Thread::scope(|s| {
            let threads = ["A", "B"].map(|name| s.spawn(name, party));
            threads.map(|thread| thread.join().unwrap())
        });
        assert_eq!(results.iter().filter(|result| result.is_err()).count(), 1);
        assert!(results.iter().flatten().all(|result| *result == Err(Broken)));
        assert!(barrier.is_broken());
    });
}

#[test]
fn a_raw_condition_gives_a_reentrant_lock_away() {
    ends_well(|| {
        let lock = raw::RLock::new().named("lock");
        let arrived = raw::Condition::new().named("arrived");
        let letter = Var::new(0).named("letter");
        Thread::scope(|s| {
            s.spawn("reader", || {
                lock.acquire();
                lock.acquire();
                while letter.get() == 0 {
                    arrived.wait_timeout(&lock, MILLISECOND).unwrap();
                }
                assert_eq!(lock.release_save().map(u32::from), Ok(2));
            });
            lock.acquire();
            letter.set(1);
            arrived.notify(&lock, 1).unwrap();
            lock.release().unwrap();
        });
    });
}
