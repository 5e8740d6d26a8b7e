//! Timers, pools, daemons and `main` in executions: on virtual time, in every schedule.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use primitives::{Event, Lock, Thread, ThreadPool, Timer, do_threaded_work, say};
use stepper::{Choice, Config, Execution, Grain, Program, Status, ThreadId, Verdict, What, enumerate};

const GRAINS: [Grain; 2] = [Grain::Coarse, Grain::Fine];
const SOON: Duration = Duration::from_millis(1);

fn config(grain: Grain) -> Config {
    Config { grain, ..Config::default() }
}

/// Always chooses the first that is offered.
fn run_first(config: Config, program: impl FnOnce() + 'static) -> Execution {
    let mut run = Execution::start(config, program);
    while let Some(choice) = run.choices().iter().next() {
        run.step(choice).expect("it was offered");
    }
    run
}

fn now(run: &Execution) -> u64 {
    run.trace().steps.last().expect("it has a first step").then.now
}

fn said(run: &Execution) -> Vec<(u64, String)> {
    let events = run.trace().steps.iter().flat_map(|step| &step.events);
    let lines = events.filter_map(|event| match &event.what {
        What::Say { text } => Some((event.now / 1_000_000, text.clone())),
        _ => None,
    });
    lines.collect()
}

/// What came of every schedule; each ends well.
fn outcomes(config: Config, program: fn() -> &'static str) -> BTreeSet<&'static str> {
    let found = Arc::new(Mutex::new(BTreeSet::new()));
    let notes = Arc::clone(&found);
    let all: Program = Arc::new(move || {
        let outcome = program();
        notes.lock().expect("nobody panics").insert(outcome);
    });
    let report = enumerate(&all, config, 1_000_000);
    assert!(report.complete, "{config:?}: {report:?}");
    assert_eq!((report.failures, report.differs_after), (0, None), "{config:?}");
    std::mem::take(&mut *found.lock().expect("nobody panics"))
}

/// Both wake at the same moment.
fn cancel_against_fire() -> &'static str {
    let calls = Arc::new(Lock::new(0).named("calls"));
    let theirs = Arc::clone(&calls);
    let timer = Timer::after(SOON, move || *theirs.acquire() += 1).named("alarm");
    Thread::sleep(SOON);
    let cancelled = timer.cancel();
    timer.join();
    assert_eq!(*calls.acquire(), u32::from(!cancelled), "exactly one wins");
    if cancelled { "cancelled" } else { "fired" }
}

#[test]
fn exactly_one_of_cancel_and_fire_wins_in_every_schedule() {
    for grain in GRAINS {
        assert_eq!(outcomes(config(grain), cancel_against_fire), ["cancelled", "fired"].into());
    }
}

#[test]
fn with_an_eager_clock_too() {
    for grain in GRAINS {
        let config = Config { eager_clock: true, ..config(grain) };
        assert_eq!(outcomes(config, cancel_against_fire), ["cancelled", "fired"].into());
    }
}

#[test]
fn two_who_cancel_do_not_both_prevent_it() {
    fn program() -> &'static str {
        let timer = Timer::after(SOON, || ()).named("alarm");
        let cancel = || {
            Thread::sleep(SOON);
            timer.cancel()
        };
        let (a, b) = Thread::scope(|s| {
            let a = s.spawn("A", cancel);
            let b = s.spawn("B", cancel);
            (a.join().expect("A is well"), b.join().expect("B is well"))
        });
        match (a, b) {
            (true, true) => panic!("both prevented it"),
            (false, false) => "nobody",
            _ => "one",
        }
    }
    assert_eq!(outcomes(config(Grain::Coarse), program), ["nobody", "one"].into());
}

#[test]
fn timers_fire_in_the_order_of_their_moments() {
    for grain in GRAINS {
        let run = run_first(config(grain), || {
            for delay in [30, 10, 20] {
                Timer::after(Duration::from_millis(delay), move || say!("{delay}"));
            }
        });
        assert_eq!(run.verdict(), Some(&Verdict::Finished));
        assert_eq!(said(&run), [10, 20, 30].map(|at| (at, at.to_string())));
    }
}

#[test]
fn a_cancelled_timer_is_not_waited_for() {
    for grain in GRAINS {
        let run = run_first(config(grain), || {
            let timer = Timer::after(Duration::from_secs(3_600), || say!("never")).named("alarm");
            assert!(timer.cancel());
        });
        assert_eq!(run.verdict(), Some(&Verdict::Finished));
        assert_eq!((now(&run), said(&run)), (0, Vec::new()));
    }
}

#[test]
fn its_time_counts_from_its_start() {
    let mut run = Execution::start(Config::default(), || {
        let timer = Timer::after(Duration::from_millis(20), || say!("ring")).named("alarm");
        Thread::sleep(Duration::from_millis(5));
        timer.join();
    });
    // The timer's thread is slow to begin: it waits for a shorter time then.
    run.step(Choice::Clock).expect_err("the timer's thread can run");
    while let Some(choice) = run.choices().iter().next() {
        run.step(choice).expect("it was offered");
    }
    assert_eq!(said(&run), [(20, "ring".to_owned())]);
}

#[test]
fn a_call_that_waits_delays_no_other() {
    let run = run_first(Config::default(), || {
        let opened = Arc::new(Event::new().named("opened"));
        let opens = Arc::clone(&opened);
        let blocked = Timer::after(SOON, move || opened.wait());
        Timer::after(2 * SOON, move || opens.set());
        blocked.join();
    });
    assert_eq!(run.verdict(), Some(&Verdict::Finished));
}

#[test]
fn a_panic_in_the_call_is_the_verdict() {
    let run = run_first(Config::default(), || {
        let timer = Timer::after(SOON, || panic!("in the call")).named("alarm");
        timer.join();
        say!("joined");
    });
    assert!(matches!(run.verdict(), Some(Verdict::Panicked { message, .. }) if message == "in the call"));
    assert_eq!(said(&run), [(1, "joined".to_owned())]);
}

#[test]
fn a_time_too_far_to_count_never_comes() {
    let run = run_first(Config::default(), || Timer::after(Duration::MAX, || ()).named("alarm").join());
    assert!(matches!(run.verdict(), Some(Verdict::Deadlock { .. })), "{:?}", run.verdict());
}

#[test]
fn a_program_ends_without_its_daemons() {
    for grain in GRAINS {
        let run = run_first(config(grain), || {
            let never = Arc::new(Event::new().named("never"));
            Thread::spawn_daemon("waits", move || never.wait());
            Thread::spawn_daemon("ticks", || {
                loop {
                    Thread::sleep(SOON);
                    say!("tick");
                }
            });
            Thread::sleep(Duration::from_micros(3_500));
            say!("main has ended");
        });
        assert_eq!(run.verdict(), Some(&Verdict::Finished));
        let ticks = [(1, "tick"), (2, "tick"), (3, "tick"), (3, "main has ended")];
        assert_eq!(said(&run), ticks.map(|(at, text)| (at, text.to_owned())));
        assert_eq!(run.pending(ThreadId(1)).expect("it was started").status, Status::Finished);
    }
}

#[test]
fn a_daemon_that_others_wait_for_is_stuck_with_them() {
    let run = run_first(Config::default(), || {
        let never = Arc::new(Event::new().named("never"));
        Thread::spawn_daemon("waits", move || never.wait()).join().expect("it does not panic");
    });
    let Some(Verdict::Deadlock { stuck, .. }) = run.verdict() else {
        panic!("{:?}", run.verdict());
    };
    assert_eq!(stuck.len(), 2);
}

#[test]
fn main_waits_for_all_but_daemons_in_every_schedule() {
    fn program() -> &'static str {
        let calls = Arc::new(Lock::new(0).named("calls"));
        let theirs = Arc::clone(&calls);
        let never = Arc::new(Event::new().named("never"));
        primitives::main(move || {
            Thread::spawn_daemon("daemon", move || never.wait());
            Thread::spawn("A", move || {
                Timer::after(SOON, move || *theirs.acquire() += 1);
            });
        });
        assert_eq!(*calls.acquire(), 1, "main did not wait for the timer");
        "ended"
    }
    assert_eq!(outcomes(config(Grain::Coarse), program), ["ended"].into());
}

#[test]
fn an_execution_has_its_own_threads() {
    let others = Arc::new(Event::new());
    let theirs = Arc::clone(&others);
    let outside = Thread::spawn("outside", move || theirs.wait());
    let run = run_first(Config::default(), || {
        let names = || Thread::enumerate().iter().map(|t| t.name().to_owned()).collect::<Vec<_>>();
        let open = Event::new().named("open");
        Thread::scope(|s| {
            let a = s.spawn("A", || open.wait());
            assert_eq!(names(), ["main", "A"]);
            assert_eq!(Thread::active_count(), 2);
            assert!(a.is_alive());
            assert!(!a.join_timeout(SOON));
            open.set();
            a.join().expect("A is well");
            assert_eq!(names(), ["main"]);
        });
        assert_eq!(Thread::current().name(), "main");
        assert!(Thread::current().join().is_err());
    });
    assert_eq!(run.verdict(), Some(&Verdict::Finished), "{:?}", run.verdict());
    assert_eq!(now(&run), 1_000_000);
    others.set();
    outside.join().expect("it is well");
}

#[test]
fn a_pool_does_each_task_once_in_every_schedule() {
    fn program() -> &'static str {
        let pool = ThreadPool::new(1).named("pool");
        let result = pool.apply_async(|| 42).expect("the pool runs");
        pool.terminate();
        let outcome = match result.join() {
            Ok(value) => {
                assert_eq!(value, 42);
                "done"
            }
            Err(_) => "dropped",
        };
        pool.join().expect("the pool is closed");
        outcome
    }
    assert_eq!(outcomes(config(Grain::Coarse), program), ["done", "dropped"].into());
}

#[test]
fn a_pool_that_nobody_closes_ends_with_its_owner() {
    let run = run_first(Config::default(), || {
        let pool = ThreadPool::new(2).named("pool");
        assert_eq!(pool.map(|n| n * n, 1..=3).expect("the pool runs"), [1, 4, 9]);
        assert_eq!(pool.imap(|n| n + 1, [1, 2]).expect("the pool runs").sum::<i32>(), 5);
    });
    assert_eq!(run.verdict(), Some(&Verdict::Finished));
}

#[test]
fn a_panic_in_a_task_goes_on_where_its_result_is_taken() {
    let run = run_first(Config::default(), || {
        let pool = ThreadPool::new(1).named("pool");
        pool.apply(|| panic!("in the task")).expect("the pool runs");
    });
    let Some(Verdict::Panicked { thread, message, .. }) = run.verdict() else {
        panic!("{:?}", run.verdict());
    };
    assert_eq!((*thread, message.as_str()), (ThreadId(0), "in the task"));
}

#[test]
fn threaded_work_comes_out_in_order_in_every_schedule() {
    fn program() -> &'static str {
        let results = do_threaded_work([1, 2], Some(2), |n| n * n);
        let values: Vec<i32> = results.into_iter().map(|result| result.expect("it does not panic")).collect();
        assert_eq!(values, [1, 4]);
        "in order"
    }
    assert_eq!(outcomes(config(Grain::Coarse), program), ["in order"].into());
}
