//! A search that does not come to its end says what it did, and what that means.

use std::ops::ControlFlow;
use std::process::Command;
use std::sync::Arc;

use primitives::{Condition, Lock, Semaphore, Thread};
use stepper::{
    Bug, Conclusion, Config, Exploration, Limit, Program, Reduction, Sampling, Search, Text, Verdict, check,
    explore, preemptions, words,
};

fn search(program: fn(), search: Search) -> Exploration {
    explore(&(Arc::new(program) as Program), &search, &mut |_| ControlFlow::Continue(()))
}

/// No time for more than one.
const ONE: Search = Search {
    config: Config {
        grain: stepper::Grain::Coarse,
        record: false,
        max_steps: 5_000,
        max_operations: 100_000,
        eager_clock: false,
        patience: 0,
        run_on: false,
        trusting: false,
    },
    executions: 1,
    until_bug: true,
    after_endless: 200,
    reduction: Reduction::Source,
    shorten: 250_000,
    samples: 10_000,
    sampling: Sampling::Pos,
    seed: 7,
    workers: 1,
    alone: 1,
};

fn three_in_a_circle() {
    let locks = ["x", "y", "z"].map(|name| Lock::new(()).named(name));
    Thread::scope(|s| {
        for (n, name) in ["A", "B", "C"].into_iter().enumerate() {
            let (one, other) = (&locks[n], &locks[(n + 1) % 3]);
            s.spawn(name, move || {
                let _one = one.acquire();
                let _other = other.acquire();
            });
        }
    });
}

/// Fine, and far too large.
fn four_counters() {
    let counts = ["w", "x"].map(|name| Lock::new(0).named(name));
    Thread::scope(|s| {
        for name in ["A", "B", "C", "D"] {
            let counts = &counts;
            s.spawn(name, move || {
                for count in counts.iter().chain(counts) {
                    *count.acquire() += 1;
                }
            });
        }
    });
}

#[test]
fn both_ways_to_choose_at_random_find_a_bug_and_say_how_many_runs_that_took() {
    for sampling in [Sampling::Pct, Sampling::Pos] {
        let found = search(three_in_a_circle, Search { sampling, shorten: 0, ..ONE });
        let Conclusion::Bug(bug) = &found.conclusion else { panic!("{sampling:?}: {:?}", found.conclusion) };
        assert!(matches!(bug.verdict, Verdict::Deadlock { .. }), "{sampling:?}: {:?}", bug.verdict);
        assert_eq!(found.sampled, Some((bug.found_after - 1, sampling)));
        assert!(bug.found_after > 1);
    }
}

#[test]
fn what_was_done_at_random_and_what_it_means_is_said() {
    for (sampling, name, means) in [
        (Sampling::Pct, "priorities of the threads (PCT)", "a few steps in one order"),
        (Sampling::Pos, "priorities of the steps (POS)", "each comes first about equally often"),
    ] {
        let found = search(four_counters, Search { sampling, samples: 20, shorten: 0, ..ONE });
        assert_eq!(found.conclusion, Conclusion::NotFinished(Limit::Executions));
        assert_eq!((found.executions, found.sampled), (21, Some((20, sampling))));
        let text = words::no_bug(Text::english(), &found, Some(Limit::Executions));
        for part in
            ["No bug within 21 executions, which is no proof", "20 of them were made at random", name, means]
        {
            assert!(text.contains(part), "{part:?} should be in {text}");
        }
    }
}

/// Fails if the two take turns: with two preemptions, and with no fewer.
fn in_turns() {
    let turn = Lock::new(0).named("turn");
    let next = |now: u32| {
        let mut turn = turn.acquire();
        if *turn == now {
            *turn += 1;
        }
        *turn
    };
    Thread::scope(|s| {
        s.spawn("A", || [0, 2].map(next));
        s.spawn("B", || assert!([1, 3].map(next)[1] != 4));
    });
}

#[test]
fn with_how_few_preemptions_nothing_fails_is_found_and_said() {
    let mut bounds = Vec::new();
    for shorten in (10..2_000).step_by(10) {
        let found = search(in_turns, Search { samples: 0, shorten, ..ONE });
        match found.conclusion {
            Conclusion::NotFinished(Limit::Executions) => {
                let text = words::no_bug(Text::english(), &found, Some(Limit::Executions));
                match found.bound {
                    None => assert!(!text.contains("preemption"), "{text}"),
                    Some(1) => assert!(text.contains("No schedule without a preemption fails"), "{text}"),
                    Some(n) => {
                        let said = format!("No schedule with fewer than {n} preemptions fails");
                        assert!(text.contains(&said), "{text}");
                    }
                }
                bounds.push(found.bound.unwrap_or(0));
            }
            Conclusion::Bug(Bug { preemptions: most, shortest, schedule, .. }) => {
                let program: Program = Arc::new(in_turns);
                assert_eq!((most, shortest, found.bound), (2, true, None));
                assert_eq!(preemptions(&program, Config::default(), &schedule), Some(2));
                break;
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(bounds.is_sorted() && bounds.iter().all(|bound| *bound <= 2), "{bounds:?}");
    assert!(bounds.contains(&1) && bounds.contains(&2), "{bounds:?}");
}

/// A wait that does not look again.
fn waits_once() {
    let letter = Lock::new(None).named("letter");
    let arrived = Condition::new().named("arrived");
    Thread::scope(|s| {
        s.spawn("A", || {
            let mut letter = letter.acquire();
            if letter.is_none() {
                arrived.wait(&mut letter);
            }
            letter.expect("there is a letter")
        });
        s.spawn("B", || {
            let mut letter = letter.acquire();
            *letter = Some(7);
            arrived.notify(&letter);
        });
    });
}

#[test]
fn a_proof_says_that_nobody_woke_up_by_itself_where_somebody_could_have() {
    let said = "Spurious wake-ups, and another order of those who wait at a condition, are not among them.";
    let found = check(waits_once);
    assert_eq!((&found.conclusion, found.spurious), (&Conclusion::Proved, true));
    assert!(words::no_bug(Text::english(), &found, None).contains(said));
    // Not where no wait is the program's own.
    let found = check(|| {
        let permits = Semaphore::new(0).named("permits");
        Thread::scope(|s| {
            s.spawn("A", || permits.acquire());
            s.spawn("B", || permits.release(1));
        });
    });
    assert_eq!((&found.conclusion, found.spurious), (&Conclusion::Proved, false));
    assert!(!words::no_bug(Text::english(), &found, None).contains(said));
}

/// Set where a test is the one that says something, for another one to read.
const SAYS: &str = "THREADLAB_TEST_SAYS";

#[test]
fn a_check_that_proved_less_than_it_seems_says_so_on_stderr() {
    const NAME: &str = "limits::a_check_that_proved_less_than_it_seems_says_so_on_stderr";
    match std::env::var(SAYS).as_deref() {
        Ok("limit") => drop(Search { samples: 5, shorten: 0, ..ONE }.check(four_counters)),
        Ok("spurious") => drop(check(waits_once)),
        Ok(_) => drop(check(|| {})),
        Err(_) => {
            for (which, said) in [
                ("limit", ": No bug within 6 executions, which is no proof: no more were allowed. 5 of them"),
                (
                    "spurious",
                    "Spurious wake-ups, and another order of those who wait at a condition, are not among them.",
                ),
                ("nothing", ""),
            ] {
                let test = std::env::current_exe().expect("this test");
                let output =
                    Command::new(test).args(["--exact", NAME, "--nocapture"]).env(SAYS, which).output();
                let output = output.expect("it runs again");
                let text = String::from_utf8_lossy(&output.stderr).into_owned();
                assert!(output.status.success(), "{text}");
                assert!(text.contains(said), "{said:?} should be in {text}");
                assert_eq!(text.is_empty(), said.is_empty(), "{text}");
            }
        }
    }
}
