//! Who is woken first of those who wait at a condition: whoever has waited longest, unless a person says otherwise.

use std::sync::Arc;

use primitives::{Condition, Lock, Queue, Thread, raw, say};
use stepper::{
    Choice, Config, Execution, Grain, Program, Session, Status, ThreadId, Verdict, What, choices, preemptions,
};

use crate::programs::{GRAINS, config, start};

const COOK: Choice = Choice::Thread(ThreadId(4));

/// Three wait at the bell, and one wakes them as it is told.
fn kitchen(rings: fn(&Condition, &Lock<u32>)) -> Program {
    Arc::new(move || {
        let plates = Lock::new(0).named("plates");
        let bell = Condition::new().named("bell");
        let waits = || {
            bell.wait(&mut plates.acquire());
            say!("served");
        };
        Thread::scope(|s| {
            for name in ["A", "B", "C"] {
                s.spawn(name, waits);
            }
            s.spawn("cook", || rings(&bell, &plates));
        });
    })
}

fn one_by_one(bell: &Condition, plates: &Lock<u32>) {
    for _ in 0..3 {
        bell.notify(&plates.acquire());
    }
}

/// The same with Python's verbs.
fn python() -> Program {
    Arc::new(|| {
        let lock = raw::RLock::new();
        let bell = raw::Condition::new();
        Thread::scope(|s| {
            for name in ["A", "B", "C"] {
                s.spawn(name, || {
                    lock.acquire();
                    bell.wait(&lock).expect("it is held");
                    lock.release().expect("it is held");
                });
            }
            s.spawn("cook", || {
                for _ in 0..3 {
                    lock.acquire();
                    bell.notify(&lock, 1).expect("it is held");
                    lock.release().expect("it is held");
                }
            });
        });
    })
}

fn goes(run: &mut Execution, thread: u8) {
    while run.step(Choice::Thread(ThreadId(thread))).is_ok() {}
}

/// A, B and C sleep, in this order.
fn asleep(program: &Program, grain: Grain) -> Execution {
    let mut run = start(program, config(grain));
    (1..=3).for_each(|thread| goes(&mut run, thread));
    run
}

/// Whom the notifies woke, in their order.
fn woken(run: &Execution) -> Vec<u8> {
    let events = run.trace().steps.iter().flat_map(|step| &step.events);
    let cooks = events.filter(|e| e.thread == ThreadId(4) && e.what == What::Wake);
    let woken = cooks.flat_map(|e| &e.woke).map(|id| id.0).filter(|id| *id < 4);
    // The lock wakes them as well, in single steps.
    woken.fold(Vec::new(), |mut all, id| {
        if !all.contains(&id) {
            all.push(id);
        }
        all
    })
}

fn favours(run: &Execution) -> Vec<u8> {
    let favoured = |choice: Choice| match choice {
        Choice::Favour(id) => Some(id.0),
        _ => None,
    };
    run.chances().into_iter().filter_map(favoured).collect()
}

/// Every way to put somebody first, up to four times in a row: each time the whole line is as it should be.
#[test]
fn who_is_put_first_is_woken_first_and_the_others_keep_their_order() {
    for (program, grain) in
        [(kitchen(one_by_one), Grain::Coarse), (kitchen(one_by_one), Grain::Fine), (python(), Grain::Coarse)]
    {
        let mut ways = vec![vec![]];
        while let Some(way) = ways.pop() {
            let mut run = asleep(&program, grain);
            let mut line = vec![1, 2, 3];
            for &id in &way {
                run.step(Choice::Favour(ThreadId(id))).expect("it is offered");
                line.retain(|other| *other != id);
                line.insert(0, id);
            }
            let mut behind = line[1..].to_vec();
            behind.sort_unstable();
            assert_eq!(favours(&run), behind, "whoever is not at the head: {way:?}");
            assert!(run.step(Choice::Favour(ThreadId(line[0]))).is_err());
            if way.len() < 4 {
                ways.extend(behind.into_iter().map(|id| [&way[..], &[id]].concat()));
            }
            goes(&mut run, 4);
            assert_eq!(woken(&run), line, "{way:?}");
            while let Some(choice) = run.choices().iter().next() {
                run.step(choice).expect("it is offered");
            }
            assert_eq!(run.verdict(), Some(&Verdict::Finished));
        }
    }
}

#[test]
fn several_are_woken_from_the_head_on() {
    let two = kitchen(|bell, plates| {
        bell.notify_n(&plates.acquire(), 2);
        bell.notify_all(&plates.acquire());
    });
    for grain in GRAINS {
        let mut run = asleep(&two, grain);
        run.step(Choice::Favour(ThreadId(3))).expect("it is offered");
        let moved = run.trace().steps.last().expect("a step");
        assert!(moved.then.threads[3].status != Status::Ready, "it sleeps as before");
        assert_eq!((moved.thread(), moved.lane()), (None, Some(ThreadId(3))));
        while !favours(&run).is_empty() {
            run.step(COOK).expect("the cook goes on");
        }
        assert_eq!(run.chances(), [Choice::Spurious(ThreadId(2))], "C and A are awake");
        goes(&mut run, 4);
        assert_eq!(woken(&run), [3, 1, 2]);
    }
}

/// The line is in the order in which they came, and who comes later waits behind one that was put first.
#[test]
fn who_comes_later_waits_behind() {
    let mut run = start(&kitchen(one_by_one), config(Grain::Coarse));
    goes(&mut run, 2);
    assert!(favours(&run).is_empty(), "B waits alone");
    goes(&mut run, 1);
    assert_eq!(favours(&run), [1]);
    run.step(Choice::Favour(ThreadId(1))).expect("it is offered");
    goes(&mut run, 3);
    assert_eq!(favours(&run), [2, 3]);
    goes(&mut run, 4);
    assert_eq!(woken(&run), [1, 2, 3]);
}

#[test]
fn it_is_no_choice_of_a_scheduler() {
    let program = kitchen(one_by_one);
    let run = asleep(&program, Grain::Coarse);
    let favour = Choice::Favour(ThreadId(2));
    assert!(!run.choices().contains(favour) && !run.fair_choices().contains(favour));
    let count = |code| preemptions(&program, Config::default(), &choices(code).expect("a code"));
    assert_eq!(count("b2c2d2e9"), Some(0));
    assert_eq!(count("b2c2d2ewcwde8"), Some(0));
}

#[test]
fn nobody_is_saved_by_it() {
    let mut run = asleep(&kitchen(|_, _| ()), Grain::Coarse);
    goes(&mut run, 4);
    assert!(matches!(run.verdict(), Some(Verdict::Deadlock { .. })));
    assert!(run.chances().is_empty() && run.step(Choice::Favour(ThreadId(2))).is_err());
}

/// In a queue the order is the queue's own promise, and a lock and a semaphore have none: whoever is chosen takes it.
#[test]
fn only_a_condition_of_the_program_has_such_a_line() {
    let queue: Program = Arc::new(|| {
        let queue = Queue::unbounded();
        Thread::scope(|s| {
            s.spawn("A", || queue.get());
            s.spawn("B", || queue.get());
            s.spawn("C", || (0..2).for_each(|n| queue.put(n).expect("it is open")));
        });
    });
    let mut run = start(&queue, config(Grain::Coarse));
    (1..=2).for_each(|thread| goes(&mut run, thread));
    assert!(run.chances().is_empty());
    let lock: Program = Arc::new(|| {
        let lock = Lock::new(());
        Thread::scope(|s| {
            for name in ["A", "B", "C"] {
                s.spawn(name, || drop(lock.acquire()));
            }
        });
    });
    for grain in GRAINS {
        let mut run = start(&lock, config(grain));
        run.step(Choice::Thread(ThreadId(1))).expect("A takes it");
        (2..=3).for_each(|thread| goes(&mut run, thread));
        assert!(run.chances().is_empty());
    }
}

/// The bell that wakes one is right after all, if each time the right one is woken.
#[test]
fn a_broken_lesson_is_lucky_when_the_right_one_is_woken() {
    let lesson = lessons::find("notify-one-or-all").expect("a lesson");
    let program: Program = Arc::new(lesson.program("broken").expect("it is there").main);
    let cook = ThreadId(3);
    let ends = |favour: bool| {
        let mut run = start(&program, config(Grain::Coarse));
        // Both waiters sleep, and the cook, who has put down a plate, sleeps as well.
        for thread in [1, 2, 3] {
            goes(&mut run, thread);
        }
        while let Some(choice) = run.choices().iter().next() {
            let before = run.chances();
            if favour && before.contains(&Choice::Favour(cook)) {
                run.step(Choice::Favour(cook)).expect("it is offered");
                continue;
            }
            run.step(choice).expect("it is offered");
        }
        run.verdict().expect("it is over").is_fine()
    };
    assert!(!ends(false) && ends(true));
}

#[test]
fn the_trace_says_who_and_where() {
    let mut run = asleep(&kitchen(one_by_one), Grain::Coarse);
    run.step(Choice::Favour(ThreadId(2))).expect("it is offered");
    let trace = run.trace();
    let [event] = trace.steps.last().expect("a step").events.as_slice() else { panic!("one event") };
    assert_eq!((event.thread, &event.what), (ThreadId(2), &What::Favoured));
    let object = event.object.expect("it is of the bell");
    assert_eq!(trace.objects[object.index()].name.as_deref(), Some("bell"));
}

#[test]
fn a_session_goes_back_over_it() {
    let mut session = Session::new(kitchen(one_by_one), Config::default());
    let line = choices("b2c2d2wde9").expect("a code");
    assert_eq!(session.play(&line), line.len());
    session.jump(6);
    let b = Choice::Favour(ThreadId(2));
    assert!(session.chances().contains(&b));
    session.step(b).expect("another future");
    assert_eq!(session.branches().len(), 1);
    session.take_branch(0);
    assert_eq!(session.line(), line);
    assert_eq!(session.differs_at(), None);
}
