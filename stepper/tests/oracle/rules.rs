//! What a reduced search has to heed, each with a program that it gets wrong otherwise. Each of these tests was seen to
//! fail with its rule switched off.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use primitives::{Event, Lock, Queue, Thread, Var, say};
use stepper::{
    Choice, Conclusion, Config, Execution, Exploration, Grain, Limit, Observed, Program, Reduction, Search,
    ThreadId, Variation, Verdict, explore, stacks_in_use, traces,
};

use crate::check::{Tally, compare, compare_shortest};
use crate::programs::Op::*;
use crate::programs::{Code, Op};

const COARSE: Config = Config {
    grain: Grain::Coarse,
    record: false,
    max_steps: 300,
    max_operations: 100_000,
    eager_clock: false,
    patience: 0,
    run_on: false,
    trusting: false,
};
const FINE: Config = Config { grain: Grain::Fine, ..COARSE };

/// The reduced search finds every trace and every outcome; returns the executions it made for them.
fn heeds<const N: usize>(config: Config, threads: [&[Op]; N]) -> u64 {
    let mut reduced = 0;
    for named in [true, false] {
        let threads = threads.iter().map(|ops| ops.to_vec()).collect();
        let code = Code { threads, named, config };
        let mut tally = Tally::default();
        match compare(&code, &mut tally) {
            None => panic!("too large:\n{code:?}"),
            Some(Some(what)) => panic!("{what}\n{code:?}"),
            Some(None) => reduced = tally.reduced,
        }
    }
    reduced
}

/// Main starts the others and does no more.
fn main_of(others: usize) -> Vec<Op> {
    (1..=others).map(Spawn).collect()
}

#[test]
fn a_an_acquire_races_with_the_acquire_before_it_not_with_the_release() {
    let main = main_of(3);
    let turn: &[Op] = &[Acquire(0), Release(0)];
    assert_eq!(heeds(COARSE, [&main, turn, turn, turn]), 6);
    // With permits, that is the last step before which there was still one.
    let turn: &[Op] = &[Take(0), Give(0, 1)];
    heeds(COARSE, [&main, turn, turn, &[Give(0, 1), Take(0)]]);
    // A step that uses something else as well was not possible meanwhile either.
    heeds(COARSE, [&main, &[Acquire(0), Write(1), Release(0)], &[Acquire(0), Write(1)], &[Poll(false)]]);
}

#[test]
fn b_who_waits_for_ever_races_with_who_made_it_wait() {
    let main = main_of(2);
    assert_eq!(heeds(COARSE, [&main, &[Acquire(0)], &[Acquire(0)]]), 2);
    heeds(COARSE, [&main, &[Acquire(0), Acquire(1)], &[Acquire(1), Acquire(0)]]);
    heeds(COARSE, [&main, &[Write(2), Write(2)], &[Write(1), Write(1)]]);
    // Also in a run that is left because the rest of it was seen elsewhere.
    let asks: &[Op] = &[Spawn(1), Spawn(2), IsFinished(2)];
    heeds(COARSE, [asks, &[Acquire(1), Acquire(0)], &[Acquire(0), Release(0)]]);
    let main = main_of(3);
    heeds(COARSE, [&main, &[Acquire(0), Load(0)], &[Acquire(0), Store(0, 1)], &[Load(0), Acquire(0)]]);
}

#[test]
fn b_who_waits_when_the_clock_moves_does_so_too() {
    let main = main_of(2);
    let holder: &[Op] = &[Acquire(0), Sleep(1), Release(0)];
    assert_eq!(heeds(COARSE, [&main, holder, &[Acquire(0), Release(0)]]), 2);
}

#[test]
fn c_what_a_step_uses_of_a_thing_depends_on_that_thing_only() {
    // The check of d would find what is missed otherwise, where something is. So it is asked what the steps use: two that
    // use the queue come in either order, also if one of them does not go to sleep, or wakes nobody.
    let orders = |one: &Op, other: &Op| {
        let threads = vec![main_of(2), vec![one.clone()], vec![other.clone()]];
        let code = Code { threads, named: true, config: FINE };
        traces(&code.program(), &Search { config: FINE, ..Search::default() }).traces.len()
    };
    assert_eq!(orders(&Wait(0, 1, None), &Wake(0, 1)), 2);
    assert_eq!(orders(&Wait(0, 1, None), &Wait(0, 1, None)), 2);
    assert_eq!(orders(&Wake(0, 1), &Wake(0, 1)), 2);
    assert_eq!(orders(&Wake(0, 1), &Wake(1, 1)), 1);
    let main = main_of(3);
    // A wait that finds another value uses the queue all the same.
    heeds(FINE, [&main, &[Wait(0, 0, None)], &[Add(0)], &[Wake(0, 1)]]);
    heeds(
        FINE,
        [&main, &[Wait(0, 1, None), Load(1)], &[Store(0, 1), Wake(0, 2)], &[Wake(0, 1), Store(1, 1)]],
    );
}

#[test]
fn d_a_step_that_comes_earlier_may_use_something_else() {
    let main = main_of(3);
    heeds(FINE, [&main, &[Cas(0, 0, 2)], &[Store(0, 1), Load(0)], &[Load(0), Load(1)]]);
    heeds(COARSE, [&main, &[Cas(0, 1, 2)], &[Swap(0, 1)], &[Load(0), Store(0, 0)]]);
    // A put that need not wait lets its thread, and with it its process, come to its end.
    let main: &[Op] = &[Spawn(1), Spawn(2), SpawnProcess(3), Put(1, false), Join(3, None)];
    heeds(COARSE, [main, &[Fetch(false)], &[Write(2), Put(0, false)], &[CloseWriter]]);
}

#[test]
fn e_who_does_not_wait_races_with_the_release_too() {
    let main = main_of(2);
    let holder: &[Op] = &[Acquire(0), Release(0)];
    assert_eq!(heeds(COARSE, [&main, holder, &[TryAcquire(0)]]), 3);
    heeds(COARSE, [&main, holder, &[AcquireTimeout(0)]]);
    heeds(COARSE, [&main, holder, &[IsLocked(0)]]);
    heeds(COARSE, [&main, &[Take(0), Give(0, 1)], &[TryTake(0), Permits(0)]]);
}

#[test]
fn f_what_only_enables_a_step_is_no_race() {
    // Started, woken and joined threads come after who did that, and before nobody.
    let main: &[Op] = &[Spawn(1), Spawn(2), Join(1, None), Join(2, None)];
    let program = |threads: Vec<Vec<Op>>| Code { threads, named: true, config: COARSE }.program();
    let search = Search { config: COARSE, ..Search::default() };
    let alone = program(vec![main.to_vec(), vec![Add(0), Add(0)], vec![Add(1), Add(1)]]);
    let seen = traces(&alone, &search);
    assert_eq!((seen.traces.len(), seen.found.executions), (1, 1));
    let started = program(vec![vec![Spawn(1), Add(0), Spawn(2)], vec![Load(1)], vec![Add(0)]]);
    assert_eq!(traces(&started, &search).found.executions, 1);
    heeds(COARSE, [main, &[CondWait(0, 0, false)], &[Notify(0, 0)]]);
    heeds(COARSE, [main, &[Spawn(3), Join(3, None)], &[Load(0), Join(1, None), Load(0)], &[Store(0, 1)]]);
}

#[test]
fn g_numbers_depend_on_the_schedule_and_nothing_depends_on_them() {
    let main: &[Op] = &[Spawn(1), Add(0), Spawn(2)];
    heeds(COARSE, [main, &[Add(1), Spawn(3)], &[Load(0)], &[Load(1)]]);
    heeds(COARSE, [&[Spawn(1), Raise(0), Lower(1)], &[Await(0, false), Get(0), Raise(1)]]);
    // Two threads start one each, and use locks without names in another order.
    heeds(
        COARSE,
        [&main_of(2), &[Add(0), Spawn(3), TryAcquire(0)], &[Add(1), TryAcquire(1)], &[TryAcquire(0)]],
    );
    heeds(COARSE, [&main_of(3), &[Load(0), Store(1, 1)], &[Load(1)], &[Load(1), Store(0, 1)]]);
    heeds(COARSE, [&main_of(3), &[IsLocked(1), Acquire(0)], &[Acquire(1)], &[IsLocked(0), IsLocked(1)]]);
    // A step that used what had no number yet must not sleep until something seems to clash with it.
    let asks: &[Op] = &[Permits(1), Take(1)];
    heeds(COARSE, [&main_of(3), &[IsLocked(0)], asks, &[TakeTimeout(1), TryAcquire(0)]]);
    let main: &[Op] = &[Spawn(2), Spawn(3), Acquire(0), TryTake(1)];
    heeds(COARSE, [main, &[], &[TryTake(0), Take(1), Release(1)], &[Release(0), Release(1)]]);
}

#[test]
fn h_runs_that_are_left_come_to_their_end_and_tell_nothing() {
    let main = main_of(3);
    heeds(COARSE, [&main, &[Add(0), Panic], &[Add(0), Add(1)], &[Add(1)]]);
    assert_eq!(stacks_in_use(), 0);
    // No thread is unwound: that takes longer than to let it come to its end.
    let (begun, ended) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let count = [Arc::clone(&begun), Arc::clone(&ended)];
    let program: Program = Arc::new(move || {
        let (x, y) = (Var::new(0).named("x"), Var::new(0).named("y"));
        Thread::scope(|s| {
            for thread in 0..3 {
                let (count, x, y) = (&count, &x, &y);
                s.spawn("one of three", move || {
                    count[0].fetch_add(1, Ordering::Relaxed);
                    x.set(thread);
                    y.set(x.get());
                    count[1].fetch_add(1, Ordering::Relaxed);
                });
            }
        });
    });
    let search = Search { reduction: Reduction::Sleep, until_bug: false, ..Search::default() };
    let seen = traces(&program, &search);
    assert!(seen.found.complete && seen.found.executions > seen.traces.len() as u64, "some are left");
    assert_eq!(begun.load(Ordering::Relaxed), ended.load(Ordering::Relaxed));
}

#[test]
fn i_a_program_that_is_not_deterministic_is_told() {
    let count = Arc::new(AtomicU64::new(0));
    let program: Program = Arc::new(move || {
        let lock = Lock::new(0).named("lock");
        let odd = count.fetch_add(1, Ordering::Relaxed) % 2 == 1;
        Thread::scope(|s| {
            s.spawn("A", || *lock.acquire() += 1);
            if !odd {
                s.spawn("B", || *lock.acquire() += 1);
            }
        });
    });
    let found = explore(&program, &Search::default(), &mut |_| ControlFlow::Continue(()));
    assert!(matches!(found.conclusion, Conclusion::NotDeterministic(_)), "{:?}", found.conclusion);
}

/// The two looks that a search took at a program that varies with the number of its run, which it is given.
fn varies(program: fn(u64)) -> Variation {
    let runs = Arc::new(AtomicU64::new(0));
    let program: Program = Arc::new(move || program(runs.fetch_add(1, Ordering::Relaxed)));
    match explore(&program, &Search::default(), &mut |_| ControlFlow::Continue(())).conclusion {
        Conclusion::NotDeterministic(varies) => varies,
        other => panic!("{other:?}"),
    }
}

#[test]
fn i_a_program_that_announces_something_else_is_told() {
    // The same threads can be chosen, and each ends well.
    let Variation { once, again, .. } = varies(|run| {
        let locks = [Lock::new(0).named("even"), Lock::new(0).named("odd")];
        Thread::scope(|s| {
            s.spawn("A", || *locks[run as usize % 2].acquire() += 1);
            s.spawn("B", || *locks[0].acquire() += 1);
        });
    });
    let call = |seen: &Observed, n: usize| (seen.could[n].thread.clone(), seen.could[n].call);
    assert_eq!((once.steps, again.steps), (0, 0));
    assert_eq!(call(&once, 1), call(&again, 1), "B does the same");
    assert_ne!(call(&once, 0), call(&again, 0));
    assert_eq!(call(&once, 0).0.as_deref(), Some("A"));
    assert!(once.could.iter().chain(&again.could).all(|could| could.place.is_some()));
}

#[test]
fn i_a_program_that_leaves_something_else_is_told() {
    let Variation { once, again, .. } = varies(|run| {
        let n = Var::new(0).named("n");
        Thread::scope(|s| {
            s.spawn("A", || n.set(n.get() + run));
            s.spawn("B", || n.set(n.get() + run));
        });
    });
    assert_eq!(once.could, again.could);
    let differs = once.words.iter().zip(&again.words).find(|(once, again)| once.value != again.value);
    let (once, again) = differs.expect("what is in n");
    assert!(once.place.is_some() && once.place == again.place);
}

#[test]
fn i_a_program_that_varies_once_is_told_with_what_it_did_then() {
    // No run after the first one does that again.
    let Variation { once, again, objects } = varies(|run| {
        let first = Lock::new(0).named("first");
        let later = Lock::new(0).named("later");
        let lock = if run == 0 { &first } else { &later };
        Thread::scope(|s| {
            s.spawn("A", || *lock.acquire() += 1);
            s.spawn("B", || *lock.acquire() += 1);
        });
    });
    let name = |seen: &Observed| objects[seen.could[0].call.expect("a call").1.index()].name.clone();
    assert_eq!((name(&once).as_deref(), name(&again).as_deref()), (Some("first"), Some("later")));
}

#[test]
fn i_what_threads_say_is_compared_too() {
    varies(|run| {
        let lock = Lock::new(0).named("lock");
        Thread::scope(|s| {
            s.spawn("A", || {
                drop(lock.acquire());
                say!("{run}");
                drop(lock.acquire());
            });
            s.spawn("B", || drop(lock.acquire()));
        });
    });
}

#[test]
fn a_daemon_goes_on_until_its_process_ends() {
    // The end may come before each of its steps.
    let program = Code {
        threads: vec![vec![SpawnDaemon(1), Load(1)], vec![Load(0), Load(0)]],
        named: true,
        config: COARSE,
    };
    let seen = traces(&program.program(), &Search { config: COARSE, ..Search::default() });
    assert_eq!((seen.traces.len(), seen.found.complete), (3, true));
    heeds(COARSE, [&[SpawnDaemon(1), Store(0, 1)], &[Load(0), Load(0), Panic]]);
    heeds(FINE, [&[SpawnDaemon(1), Acquire(0)], &[Acquire(0), Load(0), Release(0)]]);
    heeds(COARSE, [&[SpawnDaemon(1), Spawn(2)], &[Take(0), Take(0), Load(0)], &[Give(0, 1), Load(0)]]);
    // It is kept by two: who took the lock, and who ended the process.
    let main: &[Op] = &[SpawnDaemon(2), SpawnProcess(1), Spawn(3)];
    heeds(COARSE, [main, &[Acquire(1)], &[Acquire(1)], &[Release(1), Permits(1)]]);
    // That of the last thread, whichever it is; and a daemon that sleeps does not keep the clock going.
    heeds(COARSE, [&[SpawnDaemon(1), Spawn(2)], &[Add(0), Sleep(1), Add(0)], &[Add(1), Sleep(2), Load(0)]]);
    heeds(COARSE, [&[SpawnDaemon(1), SpawnDaemon(2)], &[Add(0)], &[Add(0), Add(0)]]);
}

#[test]
fn who_waits_for_a_process_may_end_before_it() {
    heeds(COARSE, [&[SpawnDaemon(1), Load(0)], &[SpawnProcess(2), Join(2, None)], &[Load(1)]]);
    heeds(COARSE, [&[SpawnDaemon(1), Write(1)], &[SpawnProcess(2), Join(2, None)], &[SpinTake(0)]]);
    heeds(
        FINE,
        [&[SpawnDaemon(1), Spawn(3)], &[SpawnProcess(2), Join(2, Some(1))], &[Write(1)], &[NotifyAll(0, 0)]],
    );
    heeds(
        COARSE,
        [
            &[SpawnDaemon(1), SpawnDaemon(3), Join(3, None)],
            &[SpawnProcess(2), Join(2, None)],
            &[Add(0)],
            &[CloseReader],
        ],
    );
    let eager = Config { eager_clock: true, ..COARSE };
    let main: &[Op] = &[Spawn(1), Join(1, Some(1))];
    let last: &[Op] = &[Cas(1, 0, 1)];
    heeds(
        eager,
        [main, &[Spawn(2), CloseWriter, Join(2, None)], &[SpawnProcess(3), CloseReader, Join(3, None)], last],
    );
}

#[test]
fn who_turns_out_to_need_more_patience_does_not_vary() {
    // The search ends at the bug in the run that shows that a thread asks more often than was thought.
    let main = vec![Spawn(1), SpawnDaemon(2), Join(2, Some(1))];
    let threads = vec![main, vec![CondWait(0, 0, false)], vec![Retry(0, 3)]];
    let code = Code { threads, named: false, config: FINE };
    let search = Search { config: FINE, ..Search::default() };
    let found = explore(&code.program(), &search, &mut |_| ControlFlow::Continue(()));
    assert!(matches!(found.conclusion, Conclusion::Bug(_)), "{:?}", found.conclusion);
}

#[test]
fn an_end_that_shows_is_a_race() {
    let main: &[Op] = &[Spawn(1), Spawn(2), IsFinished(1), Join(1, None)];
    heeds(COARSE, [main, &[Add(0)], &[IsFinished(1), Load(0)]]);
    // The last thread of a process closes what it has open.
    heeds(COARSE, [&[Spawn(1), Spawn(2), Local, Join(1, None)], &[Read], &[Poll(false), CloseWriter]]);
    // A process ends with all its threads, those included that were started meanwhile.
    let main: &[Op] = &[Spawn(1), SpawnProcess(2), Join(1, None), Join(2, None)];
    heeds(COARSE, [main, &[CloseWriter], &[CloseReader, Spawn(3), Take(0)], &[]]);
}

#[test]
fn a_descriptor_that_is_looked_up_is_used() {
    let main: &[Op] = &[Spawn(1), Spawn(2), Join(1, None), CloseWriter, Read];
    heeds(COARSE, [main, &[Write(2)], &[Write(2), Get(1)]]);
    heeds(COARSE, [&[Spawn(1), Spawn(2)], &[Swap(1, 2), CloseWriter], &[Add(0), Write(1), Add(1)]]);
}

#[test]
fn a_clock_that_may_move_at_any_time_races_with_every_step() {
    let eager = Config { eager_clock: true, ..COARSE };
    heeds(eager, [&[Spawn(1), Join(1, Some(1))], &[Load(0)]]);
    let main: &[Op] = &[Spawn(1), Spawn(2), Spawn(3), Join(2, None), Join(1, Some(1))];
    heeds(eager, [main, &[Take(1), TakeTimeout(1)], &[TryTake(0)], &[Take(1)]]);
    heeds(eager, [&main_of(2), &[Sleep(1), Store(0, 1)], &[Load(0), Sleep(1), Load(0)]]);
    heeds(eager, [&[Spawn(1), Write(1)], &[Spawn(2)], &[Load(0), Poll(true)]]);
}

#[test]
fn every_outcome_is_told_once_with_a_schedule_that_leads_there() {
    let program: Program = Arc::new(|| {
        let order = Lock::new(Vec::new()).named("order");
        Thread::scope(|s| {
            let order = &order;
            for name in ["A", "B", "C"] {
                s.spawn(name, move || order.acquire().push(name));
            }
        });
        say!("{:?}", order.acquire());
    });
    for reduction in [Reduction::None, Reduction::Sleep, Reduction::Source] {
        let search = Search { reduction, ..Search::default() };
        let found = explore(&program, &search, &mut |_| ControlFlow::Continue(()));
        assert_eq!(found.conclusion, Conclusion::Proved);
        let mut said: Vec<_> = found.outcomes.iter().map(|(outcome, _)| outcome.said.clone()).collect();
        said.sort();
        said.dedup();
        assert_eq!((found.outcomes.len(), said.len()), (6, 6), "{reduction:?}");
    }
}

#[test]
fn outcomes_of_others_with_the_same_number_are_told_apart() {
    // Which of them comes first starts a child; both children are the execution's fourth thread.
    let program: Program = Arc::new(|| {
        let first = Lock::new(true).named("first");
        Thread::scope(|s| {
            for name in ["A", "B"] {
                let first = &first;
                s.spawn(name, move || {
                    if std::mem::take(&mut *first.acquire()) {
                        drop(Thread::<()>::spawn(&format!("child of {name}"), || panic!("the first one")));
                    }
                });
            }
        });
    });
    let search = Search { until_bug: false, ..Search::default() };
    let found = explore(&program, &search, &mut |_| ControlFlow::Continue(()));
    assert_eq!((found.complete, found.outcomes.len()), (true, 2), "{:?}", found.outcomes);
}

#[test]
fn outcomes_that_nobody_could_tell_apart_are_told_once() {
    // A panics in any case, and is named; whether B does so after it is not told.
    let program: Program = Arc::new(|| {
        let x = Var::new(0).named("x");
        Thread::scope(|s| {
            s.spawn("A", || {
                x.set(1);
                panic!("in any case");
            });
            s.spawn("B", || assert_eq!(x.get(), 0));
        });
    });
    let search = Search { until_bug: false, ..Search::default() };
    let found = explore(&program, &search, &mut |_| ControlFlow::Continue(()));
    assert!(found.complete && found.executions > 1);
    assert_eq!(found.outcomes.len(), 1, "{:?}", found.outcomes);
}

#[test]
fn j_who_gives_way_waits_until_something_it_looked_at_is_written() {
    let main = main_of(2);
    // It looks before the store and again after it, or only after it: any number of looks before it is the same.
    assert_eq!(heeds(COARSE, [&main, &[SpinLoad(0)], &[Store(0, 1)]]), 2);
    assert_eq!(heeds(FINE, [&main, &[SpinLoad(0)], &[Store(0, 1)]]), 2);
    // Each look sees another value or another holder: none of these writes may be ignored.
    heeds(COARSE, [&main, &[SpinLoad(0), Load(1)], &[Store(1, 1), Add(0), Store(1, 2)]]);
    heeds(COARSE, [&main, &[SpinAcquire(0), Load(0)], &[Acquire(0), Store(0, 1), Release(0)]]);
    heeds(COARSE, [&main, &[SpinTake(0)], &[Take(0), Store(0, 1), Give(0, 1)]]);
    heeds(COARSE, [&[Spawn(1), SpinFinished(1), Load(0)], &[Load(1), Store(0, 1)]]);
    heeds(FINE, [&main, &[SpinAcquire(0)], &[Acquire(0), Release(0)]]);
    // It waits in vain because of a write: had that come later, it would have gone on.
    heeds(COARSE, [&main, &[SpinLoad(0), Add(1)], &[Store(0, 1), Store(0, 0), Load(1)]]);
    // Two that wait for each other, in turns.
    heeds(COARSE, [&main, &[SpinLoad(0), Store(1, 1)], &[Store(0, 1), SpinLoad(1)]]);
    // One changes what the other one looked at, and looks itself; nobody goes on for ever.
    heeds(COARSE, [&main_of(3), &[SpinLoad(0)], &[SpinEither], &[Store(1, 1), Store(0, 1)]]);
}

#[test]
fn j_a_write_makes_it_worth_the_while_at_once() {
    let code = |threads: [&[Op]; 3]| Code {
        threads: threads.map(<[Op]>::to_vec).to_vec(),
        named: true,
        config: COARSE,
    };
    // It looks before the first store or after it, and goes on before the second store or after that.
    let waits: &[Op] = &[SpinLoad(0), Load(1)];
    let search = Search { config: COARSE, ..Search::default() };
    let seen = traces(&code([&main_of(2), waits, &[Store(0, 1), Store(1, 1)]]).program(), &search);
    assert_eq!((seen.traces.len(), seen.found.complete), (4, true));
    // Other writes, and looks, are of no use to it.
    let program = code([&main_of(2), waits, &[Load(0), Store(1, 1), Store(0, 1), Load(1)]]).program();
    assert_eq!(of_use(program), [false, false, false, true]);
}

#[test]
fn j_what_a_lock_protects_changes_with_it() {
    // The lock of the queue is free again after the put: it was written all the same.
    let program: Program = Arc::new(|| {
        let (queue, x) = (Queue::bounded(1).named("queue"), Lock::new(0).named("x"));
        Thread::scope(|s| {
            s.spawn("waits", || {
                while queue.try_get().is_err() {
                    Thread::yield_now();
                }
            });
            s.spawn("puts", || {
                *x.acquire() += 1;
                queue.put(1).unwrap();
                *x.acquire() += 1;
            });
        });
    });
    assert_eq!(of_use(program)[..4], [false, false, false, true]);
}

/// The first thread looks and gives way; whether it is of use to choose it then, after each step of the second one but the
/// last: when nobody else can go on, it has its turn in any case.
fn of_use(program: Program) -> Vec<bool> {
    let [waits, other] = [1, 2].map(|id| Choice::Thread(ThreadId(id)));
    let mut run = Execution::start(COARSE, move || program());
    run.step(waits).unwrap();
    let mut use_of_it = vec![run.fair_choices().contains(waits)];
    while run.step(other).is_ok() && run.choices().contains(other) {
        use_of_it.push(run.fair_choices().contains(waits));
    }
    use_of_it
}

#[test]
fn j_who_asks_for_a_process_lets_it_run() {
    let main: &[Op] = &[SpawnProcess(1), SpawnProcess(2), Join(1, None), SpinFinished(2)];
    heeds(COARSE, [main, &[Release(0)], &[Release(1)]]);
}

#[test]
fn j_the_clock_is_something_to_look_at() {
    heeds(COARSE, [&main_of(2), &[SpinTime(1), Load(0)], &[Sleep(2), Store(0, 1)]]);
    heeds(COARSE, [&main_of(2), &[SpinLoad(0)], &[Sleep(1), Store(0, 1)]]);
}

#[test]
fn k_a_loop_that_ends_by_itself_comes_to_its_end() {
    // It gives up after so many tries, whether or not anybody writes.
    let main = main_of(2);
    heeds(COARSE, [&main, &[Retry(0, 3), Load(1)], &[Store(1, 1), Store(0, 1)]]);
    heeds(COARSE, [&main, &[Retry(0, 2), Retry(1, 2)], &[Add(0), Add(1)]]);
    // It looks at one thing first, and at another one when it has given way.
    heeds(COARSE, [&main, &[SpinEither, Load(0)], &[Store(0, 1)]]);
    // What it does next is on the same line, after as many steps: not the same loop.
    heeds(COARSE, [&[Retry(0, 2), Spawn(1), Retry(1, 3), SpinEither], &[Store(1, 1)]]);
    let tries = |most| {
        let code = Code { threads: vec![vec![Retry(0, most)]], named: true, config: COARSE };
        traces(&code.program(), &Search { config: COARSE, ..Search::default() }).found
    };
    assert_eq!(tries(40).conclusion, Conclusion::Proved);
}

#[test]
fn k_a_loop_that_is_followed_by_another_one_comes_to_its_end() {
    // Both ask for the same thing, and what came of the first one shows only after the second one.
    let program: Program = Arc::new(|| {
        let ready = Event::new().named("ready");
        Thread::scope(|s| {
            s.spawn("asks", || {
                let mut tries = 0;
                while !ready.is_set() && tries < 3 {
                    tries += 1;
                    Thread::yield_now();
                }
                while !ready.is_set() {
                    Thread::yield_now();
                }
                assert!(tries < 3, "it gave up");
            });
            s.spawn("sets", || ready.set());
        });
    });
    let found = explore(&program, &Search::default(), &mut |_| ControlFlow::Continue(()));
    assert!(matches!(found.conclusion, Conclusion::Bug(_)), "{:?}", found.conclusion);
}

/// What is found of two threads, one of which asks whether the other one is ready, and gives way as often as it says after
/// each time in vain; what it does then depends on how often that was so far.
fn asks(
    gives_way: usize,
    tries: impl Fn(u32) -> bool + Send + Sync + 'static,
    then: impl Fn(u32) + Send + Sync + 'static,
) -> Exploration {
    let program: Program = Arc::new(move || {
        let ready = Event::new().named("ready");
        Thread::scope(|s| {
            s.spawn("asks", || {
                let mut in_vain = 0;
                while tries(in_vain) && !ready.is_set() {
                    in_vain += 1;
                    (0..gives_way).for_each(|_| Thread::yield_now());
                }
                then(in_vain);
            });
            s.spawn("sets", || ready.set());
        });
    });
    explore(&program, &Search::default(), &mut |_| ControlFlow::Continue(()))
}

#[test]
fn k_who_counts_for_long_is_found_out() {
    for gives_way in [1, 2] {
        let found = asks(gives_way, |in_vain| in_vain < 600, |in_vain| assert!(in_vain < 600, "it gave up"));
        assert!(matches!(found.conclusion, Conclusion::Bug(_)), "{:?}", found.conclusion);
        // Whoever asks for ever is left to wait, and that is said.
        let found = asks(gives_way, |_| true, |_| ());
        assert_eq!((found.conclusion, found.waits), (Conclusion::Proved, true));
    }
    let found = asks(1, |in_vain| in_vain < 3, |_| ());
    assert_eq!((found.conclusion, found.waits), (Conclusion::Proved, false));
}

#[test]
fn k_who_counts_and_says_so_later_is_found_out() {
    // Only if the other one is slow; and the schedule says how slow.
    for least in [1, 3, 20, 100] {
        let found = asks(1, |_| true, move |in_vain| assert!(in_vain < least, "it took too long"));
        let Conclusion::Bug(bug) = &found.conclusion else { panic!("{least}: {:?}", found.conclusion) };
        assert!(bug.schedule.len() as u32 > least);
    }
    // To do something else is no bug, and all that can come of it is seen.
    let found = asks(1, |_| true, |in_vain| say!("{}", if in_vain < 3 { "soon" } else { "late" }));
    assert_eq!((found.conclusion, found.outcomes.len(), found.complete), (Conclusion::Proved, 2, true));
    // Something else each time: nobody can try them all.
    let found = asks(1, |_| true, |in_vain| say!("{in_vain}"));
    assert_eq!((found.conclusion, found.complete), (Conclusion::NotFinished(Limit::Rounds), false));
    assert!(found.outcomes.len() > 3, "{:?}", found.outcomes);
}

#[test]
fn l_when_nobody_else_can_go_on_those_that_wait_try_in_their_turn() {
    let alone = Code { threads: vec![vec![SpinLoad(0)]], named: true, config: COARSE };
    let found = traces(&alone.program(), &Search { config: COARSE, ..Search::default() }).found;
    let Conclusion::Bug(bug) = &found.conclusion else { panic!("{:?}", found.conclusion) };
    assert_eq!((bug.verdict.clone(), found.executions), (Verdict::NoEnd { steps: 300 }, 1));
    // Those who are patient with each other find out, and the order in which others came to wait is told.
    heeds(COARSE, [&main_of(2), &[SpinLoad(0)], &[SpinLoad(1)]]);
    heeds(COARSE, [&main_of(3), &[SpinLoad(0)], &[Acquire(0), Load(1)], &[Acquire(0), Store(1, 1)]]);
}

#[test]
fn m_a_panic_that_somebody_deals_with_is_none() {
    let found = |threads: [&[Op]; 2]| {
        let threads = threads.map(<[Op]>::to_vec).to_vec();
        let code = Code { threads, named: true, config: COARSE };
        assert_eq!(compare_shortest(&code), Some(None), "{code:?}");
        let search = Search { config: COARSE, ..Search::default() };
        let found = explore(&code.program(), &search, &mut |_| ControlFlow::Continue(()));
        let Conclusion::Bug(bug) = found.conclusion else { panic!("{:?}", found.conclusion) };
        assert!(matches!(bug.verdict, Verdict::Deadlock { .. }), "{:?}", bug.verdict);
        bug.schedule.len()
    };
    // Who waits for a process deals with its panic, and is stuck later.
    assert_eq!(found([&[SpawnProcess(1), Load(0), Join(1, None), Acquire(0), Acquire(0)], &[Panic]]), 2);
    // Or at once.
    assert_eq!(found([&[SpawnProcess(1), Acquire(0), Join(1, None), Acquire(0)], &[Panic]]), 1);
}
