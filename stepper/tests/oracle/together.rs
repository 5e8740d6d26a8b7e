//! Several threads at one large search.

use std::ops::ControlFlow;
use std::panic::catch_unwind;
use std::sync::Arc;

use primitives::{Lock, Thread};
use stepper::{Conclusion, Config, Limit, Program, Sampling, Search, Verdict, explore, traces};

use crate::programs::{Code, Op};

/// Five threads that take a lock twice: 113,400 orders.
fn large() -> Program {
    Arc::new(|| {
        let count = Lock::new(0).named("count");
        Thread::scope(|s| {
            for name in ["A", "B", "C", "D", "E"] {
                s.spawn(name, || (0..2).for_each(|_| *count.acquire() += 1));
            }
        });
    })
}

#[test]
fn a_large_search_ends_alike_however_many_are_at_it() {
    let found = [1, 2, 4].map(|workers| {
        let search = Search { executions: 5_000, samples: 10, workers, alone: 100, ..Search::default() };
        explore(&large(), &search, &mut |_| ControlFlow::Continue(()))
    });
    assert_eq!(found[0].conclusion, Conclusion::NotFinished(Limit::Executions));
    assert_eq!(found[0], found[1]);
    assert_eq!(found[0], found[2]);
}

/// Ten turns of five threads, of which fewer than `rare` come after a later thread's.
fn seldom(rare: usize) -> Program {
    Arc::new(move || {
        let turns = Lock::new(Vec::new()).named("turns");
        Thread::scope(|s| {
            for name in ["A", "B", "C", "D", "E"] {
                let turns = &turns;
                s.spawn(name, move || (0..2).for_each(|_| turns.acquire().push(name)));
            }
        });
        let back = turns.acquire().windows(2).filter(|two| two[0] > two[1]).count();
        assert!(back < rare, "they came from the last to the first");
    })
}

#[test]
fn a_bug_met_by_chance_is_the_same_however_many_look_for_it() {
    for sampling in [Sampling::Pos, Sampling::Pct] {
        // Found at once, later, much later, never.
        let after = [2, 3, 4, 5, 6, 7, 99].map(|rare| {
            let found = [1, 2, 4].map(|workers| {
                let search = Search {
                    executions: 1,
                    samples: 500,
                    sampling,
                    workers,
                    shorten: 0,
                    ..Search::default()
                };
                explore(&seldom(rare), &search, &mut |_| ControlFlow::Continue(()))
            });
            assert_eq!(found[0], found[1]);
            assert_eq!(found[0], found[2]);
            found[0].sampled.map_or(0, |(runs, _)| runs)
        });
        // By the thread that is alone at first, and by several.
        let some = |between: std::ops::Range<u64>| after.iter().any(|runs| between.contains(runs));
        assert!(some(0..32) && some(32..500) && some(500..501), "{sampling:?}: {after:?}");
    }
}

#[test]
fn the_shortest_schedule_is_the_same_however_many_look_for_it() {
    let found = [1, 2, 4].map(|workers| {
        let search = Search { workers, ..Search::default() };
        explore(&seldom(6), &search, &mut |_| ControlFlow::Continue(()))
    });
    let Conclusion::Bug(bug) = &found[0].conclusion else { panic!("{:?}", found[0].conclusion) };
    println!("{bug:?}");
    assert!(bug.shortest);
    assert_eq!(found[0], found[1]);
    assert_eq!(found[0], found[2]);
}

#[test]
fn a_run_without_an_end_after_something_worse_ends_no_search() {
    // Whoever searches a part ahead of its turn has not heard of the deadlock that was found before.
    let program = Code {
        threads: vec![
            vec![
                Op::Spawn(1),
                Op::Spawn(2),
                Op::Spawn(3),
                Op::IsSet(0),
                Op::SpinTake(1),
                Op::If(Box::new(Op::Store(0, 1))),
                Op::Join(3, None),
            ],
            vec![
                Op::Retry(1, 2),
                Op::If(Box::new(Op::Yield)),
                Op::Store(0, 1),
                Op::If(Box::new(Op::Give(1, 2))),
            ],
            vec![Op::Raise(1), Op::Take(1), Op::SpinAcquire(0)],
            vec![Op::Permits(1)],
        ],
        named: true,
        config: Config { max_steps: 100, ..Config::default() },
    };
    let found = [1, 2, 4].map(|workers| {
        let search = Search {
            config: program.config,
            until_bug: false,
            after_endless: 0,
            workers,
            alone: 0,
            ..Search::default()
        };
        traces(&program.program(), &search)
    });
    assert!(
        found[0].found.outcomes.iter().any(|(outcome, _)| matches!(outcome.verdict, Verdict::NoEnd { .. }))
    );
    assert_eq!(found[0], found[1]);
    assert_eq!(found[0], found[2]);
}

#[test]
fn who_watches_stops_runs_at_random() {
    for workers in [1, 2, 4] {
        let search = Search { executions: 1, samples: u64::MAX, workers, ..Search::default() };
        let mut told = 0;
        let found = explore(&large(), &search, &mut |progress| {
            told = progress.executions;
            if told < 1_000 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        assert_eq!(found.conclusion, Conclusion::NotFinished(Limit::Executions));
        assert_eq!(found.executions, told);
    }
}

#[test]
fn who_watches_stops_all_threads_at_once() {
    for workers in [1, 2, 4] {
        let search = Search { executions: u64::MAX, workers, alone: 10, ..Search::default() };
        let mut told = 0;
        let found = explore(&large(), &search, &mut |progress| {
            told = progress.executions;
            if told < 1_000 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        assert_eq!(found.conclusion, Conclusion::NotFinished(Limit::Cancelled));
        // What was under way comes to its end.
        assert!(found.executions <= told + workers as u64, "{} after {told}", found.executions);
    }
}

#[test]
fn a_panic_of_who_watches_comes_through() {
    let search = Search { executions: u64::MAX, workers: 4, alone: 10, ..Search::default() };
    let watched = || explore(&large(), &search, &mut |_| panic!("enough"));
    let panic = catch_unwind(watched).expect_err("the search would not end");
    assert_eq!(panic.downcast_ref(), Some(&"enough"));
}
