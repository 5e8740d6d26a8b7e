//! What nobody can count on: a thread that waits at a condition may wake up for no reason, if a person says so. Who is woken
//! first is in `favour.rs`, and processes that are killed are in `kill.rs`.

use std::sync::Arc;
use std::time::Duration;

use primitives::{Condition, Lock, Queue, Thread, raw, say};
use stepper::{
    Choice, Config, Dice, Event, Execution, Grain, Program, Session, ThreadId, Verdict, What, choices,
    preemptions,
};

use crate::programs::{GRAINS, config, start};

const A: Choice = Choice::Thread(ThreadId(1));
const WAKE_A: Choice = Choice::Spurious(ThreadId(1));

/// One takes what the other one brings; how it waits is said.
fn letter(wait: fn(&Condition, &Lock<Option<u32>>)) -> Program {
    Arc::new(move || {
        let letter = Lock::new(None).named("letter");
        let arrived = Condition::new().named("arrived");
        Thread::scope(|s| {
            s.spawn("A", || wait(&arrived, &letter));
            s.spawn("B", || {
                let mut letter = letter.acquire();
                *letter = Some(7);
                arrived.notify(&letter);
            });
        });
    })
}

fn once(arrived: &Condition, letter: &Lock<Option<u32>>) {
    let mut letter = letter.acquire();
    if letter.is_none() {
        arrived.wait(&mut letter);
    }
    letter.expect("there is a letter");
}

fn again_and_again(arrived: &Condition, letter: &Lock<Option<u32>>) {
    let mut letter = letter.acquire();
    while letter.is_none() {
        arrived.wait(&mut letter);
    }
    letter.expect("there is a letter");
}

/// Lets A go on until something can happen to it.
fn until_a_chance(program: &Program, grain: Grain) -> Execution {
    let mut run = start(program, config(grain));
    while run.chances().is_empty() {
        run.step(A).expect("A comes to its wait alone");
    }
    run
}

/// What comes of it when A wakes up for no reason and then goes on alone, and the others after it.
fn woken(program: &Program, grain: Grain) -> Execution {
    let mut run = until_a_chance(program, grain);
    run.step(WAKE_A).expect("it is offered");
    while let Some(choice) =
        [A].into_iter().find(|a| run.choices().contains(*a)).or(run.choices().iter().next())
    {
        run.step(choice).expect("it is offered");
    }
    run
}

#[test]
fn a_wait_in_an_if_breaks_and_one_in_a_loop_does_not() {
    for grain in GRAINS {
        let broken = woken(&letter(once), grain);
        assert!(
            matches!(broken.verdict(), Some(Verdict::Panicked { message, .. }) if message == "there is a letter")
        );
        let patient = letter(|arrived, letter| arrived.wait_while(&mut letter.acquire(), |l| l.is_none()));
        for fixed in [letter(again_and_again), patient] {
            let run = woken(&fixed, grain);
            assert_eq!(run.verdict(), Some(&Verdict::Finished));
            let events = || run.trace().steps.iter().flat_map(|step| &step.events);
            assert_eq!(events().filter(|e| e.what == What::Spurious).count(), 1);
            let waits = |e: &&Event| matches!(&e.what, What::Begin { verb } if verb == "wait");
            assert_eq!(events().filter(waits).count(), 2, "it looked, and waited again");
        }
    }
}

#[test]
fn it_is_no_choice_of_a_scheduler() {
    let mut run = until_a_chance(&letter(once), Grain::Coarse);
    assert!(!run.choices().contains(WAKE_A) && !run.fair_choices().contains(WAKE_A));
    assert_eq!(run.trace().steps.last().map(|step| &step.then.chances), Some(&vec![WAKE_A]));
    let b = Choice::Thread(ThreadId(2));
    run.step(b).expect("B takes the lock");
    run.step(b).expect("and notifies");
    assert!(run.chances().is_empty(), "A was notified");
    assert!(run.step(WAKE_A).is_err());
    // It takes no thread off its work.
    let count =
        |code| preemptions(&letter(again_and_again), Config::default(), &choices(code).expect("a code"));
    assert_eq!(count("b2c3b"), Some(0));
    assert_eq!(count("b2csbc2b"), Some(0));
}

#[test]
fn nobody_is_saved_by_it() {
    let lost: Program = Arc::new(|| {
        let lock = Lock::new(());
        let never = Condition::new();
        Thread::scope(|s| {
            s.spawn("A", || never.wait(&mut lock.acquire()));
        });
    });
    for grain in GRAINS {
        let mut run = start(&lost, config(grain));
        while run.step(A).is_ok() {}
        assert!(matches!(run.verdict(), Some(Verdict::Deadlock { .. })));
        assert!(run.chances().is_empty() && run.step(WAKE_A).is_err());
    }
}

#[test]
fn only_a_wait_of_the_program_ends_so() {
    let queue: Program = Arc::new(|| {
        let queue = Queue::unbounded();
        Thread::scope(|s| {
            s.spawn("A", || queue.get());
            s.spawn("B", || queue.put(1));
        });
    });
    let mut run = start(&queue, config(Grain::Coarse));
    run.step(A).expect("A finds it empty");
    assert!(run.chances().is_empty(), "the queue looks again by itself");
    let held: Program = Arc::new(|| {
        let lock = Lock::new(());
        let _held = lock.acquire();
        let waits = || drop(lock.acquire_timeout(Duration::from_millis(1)));
        Thread::scope(|s| {
            s.spawn("A", waits);
            s.spawn("B", waits);
        });
    });
    let mut run = start(&held, config(Grain::Fine));
    while run.step(A).is_ok() {
        assert!(run.chances().is_empty(), "a lock does not let go");
    }
}

#[test]
fn nobody_can_tell_it_from_a_notify() {
    let timed = letter(|arrived, letter| {
        let told = arrived.wait_timeout(&mut letter.acquire(), Duration::from_millis(5));
        say!("{told}");
    });
    let python: Program = Arc::new(|| {
        let lock = raw::RLock::new();
        let arrived = raw::Condition::new();
        Thread::scope(|s| {
            s.spawn("A", || {
                lock.acquire();
                lock.acquire();
                let told = arrived.wait_timeout(&lock, Duration::from_millis(5)).expect("it is held");
                lock.release().expect("it is held");
                lock.release().expect("it is held twice");
                say!("{told}");
            });
            s.spawn("B", || {
                lock.acquire();
                lock.release().expect("it is held");
            });
        });
    });
    for program in [timed, python] {
        for grain in GRAINS {
            let run = woken(&program, grain);
            assert_eq!(run.verdict(), Some(&Verdict::Finished));
            let said = What::Say { text: "true".to_owned() };
            assert!(run.trace().steps.iter().flat_map(|step| &step.events).any(|e| e.what == said));
        }
    }
}

#[test]
fn fixed_lessons_survive_any_number() {
    let mut dice = Dice::new(5);
    let (mut happened, mut favoured, mut broken) = (0, 0, 0);
    for lesson in lessons::ALL {
        for program in lesson.programs {
            // One that spins for ever says nothing here.
            let main: Program = Arc::new(program.main);
            for _ in 0..40 {
                let mut run = start(&main, config(Grain::Coarse));
                while run.verdict().is_none() && run.steps() < 400 {
                    // No program survives the loss of a process as if nothing had happened.
                    let chances = run.chances().into_iter().filter(|c| !matches!(c, Choice::Kill(_)));
                    let fair: Vec<Choice> = run.fair_choices().iter().chain(chances).collect();
                    let choice = dice.choose(&fair).expect("without a verdict it goes on");
                    happened += u32::from(matches!(choice, Choice::Spurious(_)));
                    favoured += u32::from(matches!(choice, Choice::Favour(_)));
                    run.step(choice).expect("it is offered");
                }
                let fine = run.verdict().is_none_or(Verdict::is_fine);
                assert!(fine || program.win.is_some(), "{}/{}", lesson.name, program.variant);
                broken += u32::from(!fine);
            }
        }
    }
    assert!(happened > 100 && favoured > 10 && broken > 100, "{happened} {favoured} {broken}");
}

#[test]
fn a_session_goes_back_over_it() {
    let mut session = Session::new(letter(again_and_again), Config::default());
    let line = choices("b2sbb2c2").expect("a code");
    assert_eq!(session.play(&line), line.len());
    while let Some(&choice) = session.choices().first() {
        session.step(choice).expect("it is offered");
    }
    session.jump(2);
    assert_eq!(session.chances(), [WAKE_A]);
    session.step(Choice::Thread(ThreadId(2))).expect("another future");
    assert_eq!(session.branches().len(), 1);
    session.take_branch(0);
    assert_eq!(session.line()[..3], line[..3]);
    assert_eq!(session.differs_at(), None);
}
