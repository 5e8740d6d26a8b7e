//! How few executions the explorer needs: figures of `docs/explorer.md` that do not depend on a machine.
#![forbid(unsafe_code)]

use std::ops::ControlFlow;
use std::sync::Arc;

use primitives::{Condition, Lock, Thread};
use stepper::{Bug, Conclusion, Exploration, Program, Search, Verdict, explore};

/// Two threads take a lock, add one and give it back, twice each.
fn counter() {
    let count = Lock::new(0);
    Thread::scope(|s| {
        for name in ["A", "B"] {
            s.spawn(name, || (0..2).for_each(|_| *count.acquire() += 1));
        }
    });
}

/// One place, two producers and two consumers of one item each.
fn buffer() {
    let place = Lock::new(None);
    let (filled, emptied) = (Condition::new(), Condition::new());
    let put = |item| {
        let mut place = place.acquire();
        emptied.wait_while(&mut place, |place| place.is_some());
        *place = Some(item);
        filled.notify(&place);
    };
    let take = || {
        let mut place = place.acquire();
        filled.wait_while(&mut place, |place| place.is_none());
        place.take();
        emptied.notify(&place);
    };
    Thread::scope(|s| {
        s.spawn("producer A", || put(1));
        s.spawn("producer B", || put(2));
        s.spawn("consumer A", take);
        s.spawn("consumer B", take);
    });
}

/// Three philosophers, each with a left and a right fork.
fn dine(hands: [(usize, usize); 3]) {
    let forks = [(); 3].map(Lock::new);
    let forks = &forks;
    Thread::scope(|s| {
        for (name, (first, second)) in ["A", "B", "C"].into_iter().zip(hands) {
            s.spawn(name, move || {
                let _first = forks[first].acquire();
                let _second = forks[second].acquire();
            });
        }
    });
}

fn search(main: fn(), search: &Search) -> Exploration {
    let program: Program = Arc::new(main);
    explore(&program, search, &mut |_| ControlFlow::Continue(()))
}

#[test]
fn so_many_executions_stand_for_every_schedule() {
    let philosophers = || dine([(0, 1), (1, 2), (0, 2)]);
    for (name, main, executions) in
        [("counter", counter as fn(), 6), ("buffer", buffer, 56), ("philosophers", philosophers, 6)]
    {
        let found = search(main, &Search::default());
        assert_eq!((found.conclusion, found.executions), (Conclusion::Proved, executions), "{name}");
    }
}

#[test]
fn naive_philosophers_starve_soon_and_after_one_preemption() {
    let naive = || dine([(0, 1), (1, 2), (2, 0)]);
    let found = search(naive, &Search::default());
    let Conclusion::Bug(Bug { verdict, preemptions, shortest, found_after, .. }) = found.conclusion else {
        panic!("{:?}", found.conclusion);
    };
    assert!(matches!(verdict, Verdict::Deadlock { .. }), "{verdict:?}");
    assert_eq!((preemptions, shortest, found_after), (1, true, 4));
    let all = search(naive, &Search { until_bug: false, ..Search::default() });
    assert_eq!((all.executions, all.complete), (7, true));
}

#[test]
fn where_threads_give_way_for_ever_an_execution_does_not_go_far() {
    let lesson =
        lessons::ALL.iter().find(|lesson| lesson.name == "dining-philosophers").expect("it is there");
    let livelock = lesson.programs.iter().find(|program| program.variant == "put_back").expect("so is this");
    let program: Program = Arc::new(livelock.main);
    let mut most = 0;
    let found = explore(&program, &Search::default(), &mut |progress| {
        most = progress.steps.max(most);
        ControlFlow::Continue(())
    });
    assert!(matches!(found.conclusion, Conclusion::Bug(Bug { verdict: Verdict::NoEnd { .. }, .. })));
    // 280,000; and 6,700,000 if each execution goes on up to the step limit.
    assert!(most < 500_000, "{most}");
}
