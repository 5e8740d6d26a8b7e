//! A child process that is killed: nothing of it moves or runs any more, what it had open is closed, and whoever awaits it
//! goes on.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use primitives::{Connection, Lock, Pipe, Process, Thread, say};
use stepper::{
    Choice, Config, Dice, Event, Execution, Grain, ProcessId, Program, Session, State, Status, Step,
    ThreadId, Verdict, What, choices, preemptions, stacks_in_use,
};

use crate::programs::{GRAINS, config, start};

const KILL: Choice = Choice::Kill(ProcessId(1));
const MAIN: Choice = Choice::Thread(ThreadId(0));

fn lesson(variant: &str) -> Program {
    let lesson = lessons::find("pipe").expect("a lesson");
    Arc::new(lesson.program(variant).expect("it is there").main)
}

fn after(program: &Program, grain: Grain, line: &[Choice]) -> Execution {
    let mut run = start(program, config(grain));
    line.iter().for_each(|choice| run.step(*choice).expect("it is offered"));
    run
}

fn events(run: &Execution) -> impl Iterator<Item = &Event> {
    run.trace().steps.iter().flat_map(|step| &step.events)
}

fn said(run: &Execution) -> Vec<String> {
    let said = |e: &Event| match &e.what {
        What::Say { text } => Some(text.clone()),
        _ => None,
    };
    events(run).filter_map(said).collect()
}

/// Who holds an end of the last pipe that was shown.
fn holders(run: &Execution) -> Vec<u8> {
    let shown = events(run).filter_map(|e| match &e.what {
        What::Shows { state: State::Pipe { ends, .. } } => {
            Some(ends.iter().map(|end| end.process.0).collect())
        }
        _ => None,
    });
    shown.last().unwrap_or_default()
}

/// Kills the reader of a lesson now, and lets main go on to its end, which must be the one that the kernel's rules say.
fn kills(mut run: Execution) -> Execution {
    let sent = events(&run).filter(|e| matches!(&e.what, What::End { verb, .. } if verb == "send")).count();
    let before = said(&run);
    run.step(KILL).expect("it is offered");
    let killed = run.trace().steps.last().expect("a step");
    assert_eq!((killed.thread(), killed.lane()), (None, Some(ThreadId(1))));
    assert_eq!(killed.then.threads[1].status, Status::Killed);
    assert!(!holders(&run).contains(&1), "the system has closed its ends");
    assert!(run.step(KILL).is_err() && !run.choices().contains(Choice::Thread(ThreadId(1))));
    while let Some(choice) = run.choices().iter().next() {
        assert_eq!(choice, MAIN);
        run.step(choice).expect("it is offered");
    }
    // Nothing of the reader has run since.
    let last = said(&run).split_off(before.len());
    match run.verdict() {
        Some(Verdict::Panicked { thread: ThreadId(0), message, .. }) => {
            assert!(sent < 2 && message.starts_with("the reader still reads"), "{sent} were sent: {message}");
            assert!(last.is_empty());
        }
        Some(Verdict::Finished) => {
            assert_eq!(sent, 2);
            assert_eq!(last, ["the reader has ended with exit status -9"]);
        }
        other => panic!("{other:?} after {:?}", run.made()),
    }
    run
}

#[test]
fn at_every_moment_of_every_schedule_of_the_pipe_lesson() {
    let stacks = stacks_in_use();
    for variant in ["broken", "fixed"] {
        let program = lesson(variant);
        let (mut lines, mut killed, mut panicked) = (vec![vec![]], 0, 0);
        while let Some(line) = lines.pop() {
            let run = after(&program, Grain::Coarse, &line);
            lines.extend(run.choices().iter().map(|choice| [&line[..], &[choice]].concat()));
            if run.chances().contains(&KILL) {
                let run = kills(run);
                killed += 1;
                panicked += u32::from(run.verdict() != Some(&Verdict::Finished));
            } else {
                assert!(run.choices().is_empty() || run.trace().steps.last().is_some_and(has_ended));
            }
        }
        assert!(panicked > 3 && killed > panicked + 3, "{variant}: {killed}, {panicked}");
    }
    assert_eq!(stacks_in_use(), stacks);
}

fn has_ended(step: &Step) -> bool {
    step.then.threads[1].status == Status::Finished
}

#[test]
fn at_any_single_operation() {
    let stacks = stacks_in_use();
    let mut dice = Dice::new(9);
    for variant in ["broken", "fixed"] {
        let program = lesson(variant);
        let mut killed = 0;
        for _ in 0..12 {
            let mut line = Vec::new();
            loop {
                let run = after(&program, Grain::Fine, &line);
                let all: Vec<Choice> = run.choices().iter().collect();
                let Some(choice) = dice.choose(&all) else { break };
                if run.chances().contains(&KILL) {
                    drop(kills(run));
                    killed += 1;
                }
                line.push(choice);
            }
        }
        assert!(killed > 80, "{killed}");
    }
    assert_eq!(stacks_in_use(), stacks);
}

#[test]
fn it_is_no_choice_of_a_scheduler() {
    let program = lesson("broken");
    let run = start(&program, Config::default());
    assert_eq!(run.chances(), [KILL], "main is no child");
    assert!(!run.choices().contains(KILL) && !run.fair_choices().contains(KILL));
    let count = |code| preemptions(&program, Config::default(), &choices(code).expect("a code"));
    assert_eq!(count("a4xb"), Some(0));
}

/// Main waits for the reader, and the reader for itself.
#[test]
fn nobody_is_saved_by_it() {
    let mut run = after(&lesson("broken"), Grain::Coarse, &choices("a4b2").expect("a code"));
    assert!(matches!(run.verdict(), Some(Verdict::Deadlock { .. })));
    assert!(run.chances().is_empty() && run.step(KILL).is_err());
}

/// A pipe whose write end main forgot to close waits for main, whoever is killed.
#[test]
fn a_hang_that_is_not_the_childs_stays() {
    fn sends(outbox: Connection) {
        outbox.send(&1_u32).expect("main reads");
    }
    fn main() {
        let (inbox, outbox) = Pipe::simplex().split();
        let child = Process::spawn("child", sends, &outbox);
        while inbox.recv::<u32>().is_ok() {}
        drop(child);
    }
    let program: Program = Arc::new(main);
    for sent in [0, 1] {
        let mut run = start(&program, config(Grain::Coarse));
        (0..sent).for_each(|_| run.step(Choice::Thread(ThreadId(1))).expect("it sends"));
        run.step(KILL).expect("it is offered");
        while let Some(choice) = run.choices().iter().next() {
            run.step(choice).expect("it is offered");
        }
        let Some(Verdict::Deadlock { stuck, .. }) = run.verdict() else { panic!("{:?}", run.verdict()) };
        assert_eq!(stuck.len(), 1);
        assert_eq!(holders(&run), [0, 0]);
    }
}

static DROPPED: AtomicU32 = AtomicU32::new(0);

struct Note;

impl Drop for Note {
    fn drop(&mut self) {
        DROPPED.fetch_add(1, Ordering::Relaxed);
        say!("a destructor");
    }
}

/// Threads in the middle of everything: one holds a lock, one wants it, one sleeps, one is a daemon, and the first waits for
/// all of them.
fn crowd(_: ()) {
    let lock = Lock::new(0);
    let _note = Note;
    Thread::spawn_daemon("daemon", || Thread::sleep(Duration::from_secs(9)));
    Thread::scope(|s| {
        s.spawn("holder", || {
            let _note = Note;
            let mut held = lock.acquire();
            *held += 1;
            Thread::sleep(Duration::from_millis(1));
        });
        s.spawn("waiter", || {
            let _note = Note;
            *lock.acquire() += 1;
        });
    });
}

#[test]
fn nothing_of_it_runs_and_nothing_is_left() {
    fn main() {
        let status = Process::spawn("crowd", crowd, ()).join();
        say!("{status}");
    }
    let stacks = stacks_in_use();
    let program: Program = Arc::new(main);
    for grain in GRAINS {
        let mut dice = Dice::new(3);
        for steps in 0..60 {
            let mut run = start(&program, config(grain));
            for _ in 0..steps % 12 {
                let all: Vec<Choice> = run.choices().iter().collect();
                let Some(choice) = dice.choose(&all) else { break };
                run.step(choice).expect("it is offered");
            }
            let before = said(&run);
            if run.step(KILL).is_err() {
                continue;
            }
            assert_eq!(said(&run)[before.len()..], ["exit status -9"], "main goes on at once");
            assert_eq!(run.verdict(), Some(&Verdict::Finished));
            let dropped = DROPPED.load(Ordering::Relaxed);
            let last = run.trace().steps.last().expect("a step").clone();
            let living = last.then.threads[1..].iter().filter(|view| view.status == Status::Killed).count();
            assert!(living > 0 && last.then.threads.iter().all(|view| view.status != Status::Ready));
            drop(run);
            // The memory is given back all the same, with the execution.
            assert!(living == 1 || DROPPED.load(Ordering::Relaxed) > dropped);
        }
    }
    assert_eq!(stacks_in_use(), stacks);
}

/// A child's child is nobody's then, and lives on; its parent, which awaited it, does not move when it ends.
#[test]
fn its_own_child_lives_on() {
    fn parent(outbox: Connection) {
        let status = Process::spawn("grandchild", grandchild, &outbox).join();
        say!("{status} was seen by nobody");
    }
    fn grandchild(outbox: Connection) {
        outbox.send(&7_u32).expect("main reads");
    }
    fn main() {
        let (inbox, outbox) = Pipe::simplex().split();
        let child = Process::spawn("parent", parent, &outbox);
        outbox.close();
        say!("{}", child.join());
        say!("{}", inbox.recv::<u32>().expect("it was sent"));
        assert!(inbox.recv::<u32>().is_err(), "nobody can write any more");
    }
    let stacks = stacks_in_use();
    for grain in GRAINS {
        let program: Program = Arc::new(main);
        let mut run = start(&program, config(grain));
        assert_eq!(run.chances(), [1, 2].map(|id| Choice::Kill(ProcessId(id))));
        run.step(KILL).expect("it is offered");
        while let Some(choice) = run.choices().iter().next() {
            run.step(choice).expect("it is offered");
        }
        assert_eq!(run.verdict(), Some(&Verdict::Finished));
        assert_eq!(said(&run), ["exit status -9", "7"]);
    }
    assert_eq!(stacks_in_use(), stacks);
}

#[test]
fn a_session_goes_back_over_it() {
    let mut session = Session::new(lesson("broken"), Config::default());
    let line = choices("a4xb").expect("a code");
    assert_eq!(session.play(&line), line.len());
    assert_eq!(session.trace().steps.last().and_then(|step| step.verdict.as_ref()), Some(&Verdict::Finished));
    session.jump(2);
    assert_eq!(session.chances(), [KILL]);
    session.step(KILL).expect("another future");
    assert_eq!(session.branches().len(), 1);
    session.take_branch(0);
    assert_eq!(session.line(), line);
    assert_eq!(session.differs_at(), None);
}
