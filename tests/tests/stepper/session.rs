//! Forward and backward.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use primitives::{Lock, Thread, Var};
use stepper::{Choice, Config, Program, Session, ThreadId};

use crate::programs::{Dice, all};

fn two_threads() -> Program {
    Arc::new(|| {
        let x = Var::new(0).named("x");
        Thread::scope(|s| {
            s.spawn("A", || x.set(x.get() + 1));
            s.spawn("B", || x.set(x.get() + 2));
        });
    })
}

fn choices(letters: &str) -> Vec<Choice> {
    letters.bytes().map(|l| Choice::Thread(ThreadId(l - b'a'))).collect()
}

fn play(session: &mut Session, letters: &str) {
    for choice in choices(letters) {
        session.step(choice).expect("it can be chosen");
    }
}

#[test]
fn back_and_forth() {
    let mut session = Session::new(two_threads(), Config::default());
    assert!(!session.back());
    assert!(!session.forward());
    play(&mut session, "bcbc");
    let whole = session.trace().clone();
    assert_eq!(whole.steps.len(), 5);
    assert!(session.back() && session.back());
    assert_eq!((session.cursor(), session.line().len()), (2, 4));
    assert_eq!(*session.trace(), whole, "the line stays");
    assert!(session.forward());
    assert_eq!(session.cursor(), 3);
    session.jump(0);
    assert_eq!(session.cursor(), 0);
    session.jump(99);
    assert_eq!(session.cursor(), 4);
    assert!(session.branches().is_empty());
}

#[test]
fn the_same_choice_again_keeps_the_line() {
    let mut session = Session::new(two_threads(), Config::default());
    play(&mut session, "bcbc");
    session.jump(1);
    play(&mut session, "c");
    assert_eq!((session.cursor(), session.line().len()), (2, 4));
    assert!(session.branches().is_empty());
}

#[test]
fn another_choice_keeps_the_old_future_as_a_branch() {
    let mut session = Session::new(two_threads(), Config::default());
    play(&mut session, "bcbc");
    session.jump(1);
    play(&mut session, "b");
    assert_eq!(session.line(), choices("bb"));
    assert_eq!(session.trace().steps.len(), 3);
    assert_eq!(session.branches().len(), 1);
    assert_eq!((session.branches()[0].at, session.branches()[0].choices.clone()), (1, choices("bcbc")));
    session.take_branch(7);
    assert_eq!(session.line(), choices("bb"), "there is no such branch");
    session.take_branch(0);
    assert_eq!((session.cursor(), session.line()), (1, &choices("bcbc")[..]));
    assert_eq!(session.branches().len(), 1);
    assert_eq!(session.branches()[0].choices, choices("bb"));
    assert_eq!(session.differs_at(), None);
}

#[test]
fn a_choice_that_cannot_be_made_changes_nothing() {
    let mut session = Session::new(two_threads(), Config::default());
    play(&mut session, "bb");
    for cursor in 0..=2 {
        session.jump(cursor);
        let impossible = if cursor == 2 { ThreadId(1) } else { ThreadId(0) };
        assert!(session.step(Choice::Thread(impossible)).is_err());
        assert!(session.step(Choice::Clock).is_err());
        assert_eq!((session.cursor(), session.line()), (cursor, &choices("bb")[..]));
        assert!(session.branches().is_empty());
    }
}

#[test]
fn playing_takes_what_fits() {
    let mut session = Session::new(two_threads(), Config::default());
    assert_eq!(session.play(&choices("bcbc")), 4);
    assert_eq!(session.play(&choices("bb")), 2);
    assert_eq!(session.branches().len(), 1);
    assert_eq!(session.play(&choices("bbbcc")), 2, "A has only two steps");
    assert_eq!(session.play(&choices("bcbc")), 4);
    assert!(session.branches().iter().all(|b| b.choices != session.line()), "the line is no branch");
    assert_eq!(session.play(&[]), 0);
    assert_eq!(session.trace().steps.len(), 1);
}

#[test]
fn any_walk_shows_what_a_run_of_its_line_shows() {
    let mut dice = Dice(20);
    for (name, program) in all() {
        for _ in 0..20 {
            let mut session = Session::new(program.clone(), Config::default());
            for _ in 0..60 {
                match dice.below(5) {
                    0 => _ = session.back(),
                    1 => session.jump(dice.below(session.line().len() + 1)),
                    2 if !session.branches().is_empty() => {
                        session.take_branch(dice.below(session.branches().len()));
                    }
                    _ => {
                        let here = session.trace().steps[session.cursor()].then.choices.clone();
                        if !here.is_empty() {
                            session.step(here[dice.below(here.len())]).expect("it is offered");
                        }
                    }
                }
                assert!(session.cursor() <= session.line().len());
                assert_eq!(session.trace().steps.len(), session.line().len() + 1);
            }
            let mut again = Session::new(program.clone(), Config::default());
            assert_eq!(again.play(session.line()), session.line().len(), "{name}");
            assert_eq!(again.trace(), session.trace(), "{name}");
            assert_eq!(session.differs_at(), None, "{name}");
        }
    }
}

/// Two threads more at every run than at the one before.
fn growing() -> Program {
    let runs = AtomicU32::new(0);
    Arc::new(move || {
        let n = runs.fetch_add(1, Ordering::Relaxed);
        let lock = Lock::new(n).named("lock");
        Thread::scope(|s| {
            for name in ["A", "B", "C"].iter().take(1 + n as usize) {
                s.spawn(name, || *lock.acquire() += 1);
            }
        });
    })
}

/// One step fewer at every run.
fn shrinking() -> Program {
    let runs = AtomicU32::new(0);
    Arc::new(move || {
        let n = runs.fetch_add(1, Ordering::Relaxed);
        let x = Var::new(0).named("x");
        Thread::scope(|s| {
            s.spawn("A", || (n..8).for_each(|_| x.set(0)));
            s.spawn("B", || (n..8).for_each(|_| x.set(1)));
        });
    })
}

#[test]
fn a_program_that_is_not_deterministic_is_noticed() {
    let mut session = Session::new(growing(), Config::default());
    play(&mut session, "bb");
    assert_eq!(session.differs_at(), None);
    session.play(&[]);
    assert_eq!(session.differs_at(), Some(0), "its start differs already");
    let mut session = Session::new(shrinking(), Config::default());
    play(&mut session, "bbbbbbbb");
    session.jump(7);
    play(&mut session, "c");
    assert_eq!(session.differs_at(), Some(7), "A had one more step to make there");
}

#[test]
fn a_program_that_is_not_deterministic_never_ends_the_session() {
    let mut dice = Dice(21);
    for round in 0..200 {
        let program = if round % 2 == 0 { growing() } else { shrinking() };
        let mut session = Session::new(program, Config::default());
        for _ in 0..60 {
            let here = session.trace().steps[session.cursor()].then.choices.clone();
            match dice.below(6) {
                0 => _ = session.back(),
                1 => session.jump(dice.below(20)),
                2 if !session.branches().is_empty() => {
                    session.take_branch(dice.below(session.branches().len()))
                }
                3 => _ = session.play(&choices("bcbcbb")),
                _ if !here.is_empty() => _ = session.step(here[dice.below(here.len())]),
                _ => {}
            }
            assert!(session.cursor() <= session.line().len());
            assert_eq!(session.trace().steps.len(), session.line().len() + 1);
        }
    }
}
