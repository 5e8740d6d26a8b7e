//! Time is a choice.

use std::sync::Arc;
use std::time::{Duration, Instant};

use primitives::{Condition, Lock, Thread, say};
use stepper::{Choice, Config, Program, ThreadId, Trace, Verdict, What, enumerate};

use crate::programs::{GRAINS, config, run_first, start};

fn said(trace: &Trace) -> Vec<(u64, String)> {
    let events = trace.steps.iter().flat_map(|step| &step.events);
    let lines = events.filter_map(|event| match &event.what {
        What::Say { text } => Some((event.now / 1_000_000, text.clone())),
        _ => None,
    });
    lines.collect()
}

#[test]
fn timeouts_come_in_the_order_of_their_deadlines() {
    let program: Program = Arc::new(|| {
        let lock = Lock::new(()).named("lock");
        let never = Condition::new().named("never");
        let held = Lock::new(()).named("held");
        let _held = held.acquire();
        Thread::scope(|s| {
            s.spawn("30", || {
                assert!(!never.wait_timeout(&mut lock.acquire(), Duration::from_millis(30)));
                say!("30");
            });
            s.spawn("10", || {
                assert!(held.acquire_timeout(Duration::from_millis(10)).is_none());
                say!("10");
            });
            s.spawn("20", || {
                Thread::sleep(Duration::from_millis(20));
                say!("20");
            });
            s.spawn("20 too", || {
                Thread::sleep(Duration::from_millis(20));
                say!("20 too");
            });
        });
    });
    for grain in GRAINS {
        let real = Instant::now();
        let run = run_first(&program, config(grain));
        assert_eq!(run.verdict(), Some(&Verdict::Finished));
        let expected = [(10, "10"), (20, "20"), (20, "20 too"), (30, "30")];
        assert_eq!(said(run.trace()), expected.map(|(at, text)| (at, text.to_owned())));
        drop((run, real));
    }
}

/// An hour a step: if any of it were spent, this would not end.
#[test]
fn no_real_time_passes() {
    let program: Program = Arc::new(|| (0..1_000).for_each(|_| Thread::sleep(Duration::from_secs(3_600))));
    let run = run_first(&program, Config::default());
    assert_eq!(run.verdict(), Some(&Verdict::Finished));
    assert_eq!(run.steps(), 1_000);
    assert_eq!(run.trace().steps[1_000].then.now, 3_600_000_000_000_000);
}

fn race_with_the_clock() {
    let lock = Lock::new(()).named("lock");
    let told = Condition::new().named("told");
    Thread::scope(|s| {
        s.spawn("waits", || {
            let mut guard = lock.acquire();
            let told = told.wait_timeout(&mut guard, Duration::from_millis(1));
            say!("{told}");
        });
        s.spawn("tells", || told.notify(&lock.acquire()));
    });
}

#[test]
fn a_lazy_clock_moves_only_when_nothing_else_can() {
    let program: Program = Arc::new(race_with_the_clock);
    let mut run = start(&program, Config::default());
    while !run.choices().is_empty() {
        let threads = run.choices().iter().any(|c| c != Choice::Clock);
        assert!(!(threads && run.choices().contains(Choice::Clock)));
        let choice = run.choices().iter().next().expect("it is not empty");
        run.step(choice).expect("it was offered");
    }
    assert_eq!(said(run.trace()), [(0, "true".to_owned())]);
    // It can be late all the same: the notify comes before the wait.
    let mut run = start(&program, Config::default());
    for _ in 0..3 {
        run.step(Choice::Thread(ThreadId(2))).expect("it acquires, notifies and releases");
    }
    while let Some(choice) = run.choices().iter().next() {
        run.step(choice).expect("it was offered");
    }
    assert_eq!(said(run.trace()), [(1, "false".to_owned())]);
}

#[test]
fn an_eager_clock_can_move_at_any_time() {
    let program: Program = Arc::new(race_with_the_clock);
    let config = Config { eager_clock: true, ..Config::default() };
    let mut run = start(&program, config);
    run.step(Choice::Thread(ThreadId(1))).expect("it acquires");
    run.step(Choice::Thread(ThreadId(1))).expect("it waits");
    assert!(run.choices().contains(Choice::Thread(ThreadId(2))));
    assert!(run.choices().contains(Choice::Clock));
    run.step(Choice::Clock).expect("it was offered");
    while let Some(choice) = run.choices().iter().next() {
        run.step(choice).expect("it was offered");
    }
    assert_eq!(said(run.trace()), [(1, "false".to_owned())]);
    let eager = enumerate(&program, config, 10_000);
    let lazy = enumerate(&program, Config::default(), 10_000);
    assert!(eager.complete && lazy.complete);
    assert!(eager.executions > lazy.executions);
}

#[test]
fn no_time_at_all_is_no_wait() {
    let program: Program = Arc::new(|| {
        let lock = Lock::new(()).named("lock");
        let never = Condition::new().named("never");
        Thread::sleep(Duration::ZERO);
        let mut guard = lock.acquire();
        assert!(!never.wait_timeout(&mut guard, Duration::ZERO));
        assert!(lock.acquire_timeout(Duration::ZERO).is_none());
    });
    for grain in GRAINS {
        let run = run_first(&program, config(grain));
        assert_eq!(run.verdict(), Some(&Verdict::Finished));
        assert_eq!(run.trace().steps.last().map(|step| step.then.now), Some(0));
    }
}

#[test]
fn a_time_too_far_to_count_is_never() {
    let program: Program = Arc::new(|| {
        let lock = Lock::new(()).named("lock");
        let _held = lock.acquire();
        lock.acquire_timeout(Duration::MAX);
    });
    let run = run_first(&program, Config::default());
    assert!(matches!(run.verdict(), Some(Verdict::Deadlock { .. })), "{:?}", run.verdict());
}
