//! Loops: that a search comes to its end in spite of them, and what is said of those without an end.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

use primitives::{Event, Lock, Queue, Thread, Var, raw};
use stepper::inside::{self, Identity};
use stepper::{
    AtomicOp, Bug, Conclusion, Config, Diagnosis, Exploration, Grain, Program, Round, Search, Session,
    Status, Text, ThreadId, Verdict, Why, choices, explore, table, words,
};

fn search(program: &Program, search: Search) -> Exploration {
    explore(program, &search, &mut |_| ControlFlow::Continue(()))
}

fn searched(program: impl Fn() + Send + Sync + 'static) -> (Program, Exploration) {
    let program: Program = Arc::new(program);
    let config = Config { max_steps: 600, ..Config::default() };
    let found = search(&program, Search { config, executions: 20_000, samples: 100, ..Search::default() });
    (program, found)
}

/// What is wrong at the end of the schedule that was found, and the sentence.
#[track_caller]
fn bug(program: &Program, found: &Exploration) -> (Bug, Option<Diagnosis>, String) {
    let Conclusion::Bug(bug) = &found.conclusion else { panic!("{:?}", found.conclusion) };
    println!("{} executions, {} steps", found.executions, found.steps);
    let mut session = Session::new(program.clone(), Config { max_steps: 600, ..Config::default() });
    assert_eq!(session.play(&bug.schedule), bug.schedule.len(), "a session can follow");
    let (trace, end) = (session.trace(), session.cursor());
    let (title, text) = words::verdict(Text::english(), trace, end, words::reason).expect("a verdict");
    (bug.clone(), trace.diagnose(end), format!("{title}. {text}"))
}

#[track_caller]
fn says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} should be in {text}");
    }
}

/// Two who each need both locks, and give back what they have when they cannot have the other one at once.
fn polite() {
    let forks = ["left", "right"].map(|name| raw::Lock::new().named(name));
    Thread::scope(|s| {
        for (me, name) in ["A", "B"].into_iter().enumerate() {
            let (mine, other) = (&forks[me], &forks[1 - me]);
            s.spawn(name, move || {
                loop {
                    mine.acquire();
                    if other.try_acquire() {
                        break;
                    }
                    mine.release().unwrap();
                    Thread::yield_now();
                }
                other.release().unwrap();
                mine.release().unwrap();
            });
        }
    });
}

#[test]
fn two_who_are_too_polite_are_a_livelock() {
    let (program, found) = searched(polite);
    let (bug, diagnosis, text) = bug(&program, &found);
    assert_eq!(bug.verdict, Verdict::NoEnd { steps: 600 });
    let Some(Diagnosis::Livelock { threads, round }) = diagnosis else { panic!("{diagnosis:?}") };
    assert_eq!((threads, round.steps), (vec![ThreadId(1), ThreadId(2)], 6));
    says(
        &text,
        &[
            "A livelock. A and B keep moving",
            "try_acquire right",
            "Steps 1 to 6 repeat",
            "no progress in 600 steps.",
        ],
    );
    // The table and the code show the way in, and the round once.
    let mut session = Session::new(program, Config { max_steps: 600, ..Config::default() });
    session.play(&bug.schedule);
    let table = table(Text::english(), session.trace(), 100, |step| {
        words::step(Text::english(), session.trace(), step)
    });
    println!("{table}\n{text}");
    assert_eq!(round, Round { from: 1, steps: 6, times: 2, until: 600 });
    says(&table, &["Steps 1 to 6 repeat, up to step 600."]);
    assert_eq!((table.lines().count(), bug.schedule.len()), (1 + 6 + 1, 12), "{table}");
}

/// What is wrong at the cursor.
fn verdict(session: &Session) -> Option<Verdict> {
    session.trace().steps[session.cursor()].verdict.clone()
}

#[test]
fn made_by_hand_a_livelock_is_told_when_it_comes_round() {
    let endless = Some(Verdict::NoEnd { steps: 600 });
    let config = Config { max_steps: 600, ..Config::default() };
    let mut session = Session::new(Arc::new(polite), config);
    let play = |session: &mut Session, code: &str| {
        for choice in choices(code).unwrap() {
            session.step(choice).expect(code);
        }
        verdict(session)
    };
    assert_eq!(play(&mut session, "bcbcbcbcbcb"), None);
    assert_eq!(play(&mut session, "c"), endless);
    // Seen again, or gone on with, it is still so;
    session.back();
    assert_eq!((verdict(&session), session.forward(), verdict(&session)), (None, true, endless.clone()));
    assert_eq!(play(&mut session, "bcbcbc"), endless);
    // gone on with otherwise, not any more,
    assert_eq!(play(&mut session, "bb"), None);
    // also if it is all made anew.
    session.jump(12);
    assert_eq!((play(&mut session, "bb"), session.differs_at()), (None, None));
    session.jump(12);
    assert_eq!(verdict(&session), endless);
    session.jump(14);
    assert_eq!(play(&mut session, "b2c4"), Some(Verdict::Finished));
}

#[test]
fn a_livelock_fails_a_test_until_it_is_mended() {
    let says = |run: &(dyn Fn() + std::panic::RefUnwindSafe)| {
        let failure = std::panic::catch_unwind(run).expect_err("it has no end");
        failure.downcast_ref::<String>().expect("a sentence").clone()
    };
    let failure = says(&|| _ = stepper::check(polite));
    self::says(&failure, &["A livelock. A and B keep moving", "Steps 1 to 6 repeat, up to step 5,000."]);
    let code = failure.split('"').nth(1).expect("a code to run it again").to_owned();
    let failure = says(&|| _ = stepper::replay(&code, polite));
    self::says(&failure, &["A livelock. A and B keep moving"]);
    stepper::replay(&code, || {
        let forks = ["left", "right"].map(|name| raw::Lock::new().named(name));
        Thread::scope(|s| {
            for name in ["A", "B"] {
                s.spawn(name, || {
                    forks.each_ref().map(raw::Lock::acquire);
                    forks.each_ref().map(|fork| fork.release().unwrap());
                });
            }
        });
    });
}

#[test]
fn what_leaves_somebody_out_or_ends_by_itself_is_not_told_as_endless() {
    // B could give its fork back, and does not come to.
    let config = Config { max_steps: 600, ..Config::default() };
    let mut session = Session::new(Arc::new(polite), config);
    session.play(&choices("bc(b3)5").unwrap());
    assert_eq!((session.cursor(), verdict(&session)), (17, None));
    // It looks ten times, and not more often.
    let mut session = Session::new(
        Arc::new(|| {
            let ready = Event::new().named("ready");
            for _ in 0..10 {
                ready.is_set();
                Thread::yield_now();
            }
        }),
        config,
    );
    session.play(&choices("a9").unwrap());
    assert_eq!((session.cursor(), verdict(&session)), (9, None));
}

/// Each raises a flag and goes in if the other one's is down; if not, takes it down again and lets the other one go
/// first. With a variable that says whose turn it is, this is Dekker's algorithm; for want of it, naive.
fn after_you() {
    let flags = ["a", "b"].map(|name| Var::new(false).named(name));
    Thread::scope(|s| {
        for (me, name) in ["A", "B"].into_iter().enumerate() {
            let (mine, other) = (&flags[me], &flags[1 - me]);
            s.spawn(name, move || {
                mine.set(true);
                while other.get() {
                    mine.set(false);
                    Thread::yield_now();
                    mine.set(true);
                }
                mine.set(false);
            });
        }
    });
}

#[test]
fn flags_without_a_turn_are_a_livelock() {
    let (program, found) = searched(after_you);
    let (_, diagnosis, text) = bug(&program, &found);
    assert!(matches!(diagnosis, Some(Diagnosis::Livelock { .. })), "{diagnosis:?}");
    says(&text, &["A livelock", "no progress in "]);
}

/// An atomic, all of whose operations are in one order.
#[derive(Default)]
struct Word(Identity, AtomicU64);

impl Word {
    fn op(&self, op: AtomicOp, operation: impl Fn(&AtomicU64)) -> u64 {
        let value = || self.1.load(SeqCst);
        inside::atomic(&self.0, op, SeqCst, SeqCst, value, || {
            let before = value();
            operation(&self.1);
            (before, value(), true)
        });
        value()
    }

    fn get(&self) -> u64 {
        self.op(AtomicOp::Load, |_| ())
    }

    fn set(&self, value: u64) {
        self.op(AtomicOp::Store, |word| word.store(value, SeqCst));
    }
}

/// Peterson's algorithm for any number, where the last one who came waits while anybody else wants to go in.
fn peterson(count: usize) {
    let names = ["A", "B", "C"];
    let wants: Vec<Word> = names.iter().map(|_| Word::default()).collect();
    let last = Word::default();
    let inside = Lock::new(()).named("inside");
    Thread::scope(|s| {
        for me in 0..count {
            let (wants, last, inside) = (&wants, &last, &inside);
            s.spawn(names[me], move || {
                wants[me].set(1);
                last.set(me as u64);
                while (0..count).any(|other| other != me && wants[other].get() == 1)
                    && last.get() == me as u64
                {
                    Thread::yield_now();
                }
                assert!(inside.try_acquire().is_some(), "{} is not alone", names[me]);
                wants[me].set(0);
            });
        }
    });
}

#[test]
fn petersons_algorithm_is_proved_for_two_and_its_naive_form_breaks_for_three() {
    let search = |count| searched(move || peterson(count));
    let (_, found) = search(2);
    assert!(matches!(found.conclusion, Conclusion::Proved), "{:?}", found.conclusion);
    let (program, found) = search(3);
    says(&bug(&program, &found).2, &["is not alone"]);
}

#[test]
fn a_loop_that_nobody_can_end_is_busy_waiting_and_no_deadlock() {
    let (program, found) = searched(|| {
        let ready = Event::new().named("ready");
        Thread::scope(|s| {
            s.spawn("asks", || {
                while !ready.is_set() {
                    Thread::yield_now();
                }
            });
            s.spawn("forgets", || _ = ready.is_set());
        });
    });
    let (_, diagnosis, text) = bug(&program, &found);
    assert!(matches!(diagnosis, Some(Diagnosis::BusyWaiting { thread: ThreadId(1), .. })), "{diagnosis:?}");
    says(&text, &["Busy waiting. asks asks again and again, and nobody", "(is_set ready", "no progress in "]);
}

#[test]
fn loops_that_somebody_ends_are_proved() {
    let ask = |ready: &Event| {
        while !ready.is_set() {
            Thread::yield_now();
        }
    };
    let (_, found) = searched(move || {
        let ready = Event::new().named("ready");
        Thread::scope(|s| {
            s.spawn("A", || ask(&ready));
            s.spawn("B", || ask(&ready));
            s.spawn("sets", || {
                Thread::sleep(Duration::from_millis(1));
                ready.set();
            });
        });
    });
    assert_eq!(found.conclusion, Conclusion::Proved);
    let (_, found) = searched(|| {
        let pen = Lock::new(0).named("pen");
        Thread::scope(|s| {
            for name in ["A", "B", "C"] {
                s.spawn(name, || {
                    loop {
                        if let Some(mut pen) = pen.try_acquire() {
                            *pen += 1;
                            break;
                        }
                        Thread::yield_now();
                    }
                });
            }
        });
        assert_eq!(*pen.acquire(), 3);
    });
    assert_eq!(found.conclusion, Conclusion::Proved);
    let (_, found) = searched(|| {
        let orders = Queue::bounded(1).named("orders");
        Thread::scope(|s| {
            s.spawn("asks", || {
                while orders.try_get().is_err() {
                    Thread::yield_now();
                }
            });
            s.spawn("gives", || orders.put(1).unwrap());
        });
    });
    assert_eq!(found.conclusion, Conclusion::Proved);
}

#[test]
fn who_gives_up_after_some_tries_is_seen_to() {
    let (program, found) = searched(|| {
        let ready = Event::new().named("ready");
        Thread::scope(|s| {
            s.spawn("asks", || {
                let found = (0..7).any(|_| {
                    Thread::yield_now();
                    ready.is_set()
                });
                assert!(found, "never ready");
            });
            s.spawn("sets", || ready.set());
        });
    });
    says(&bug(&program, &found).2, &["asks panicked", "never ready"]);
}

#[test]
fn in_a_session_who_gave_way_can_be_chosen_and_is_shown_to_wait() {
    let program = || {
        let ready = Event::new().named("ready");
        Thread::scope(|s| {
            s.spawn("asks", || {
                while !ready.is_set() {
                    Thread::yield_now();
                }
            });
            s.spawn("sets", || ready.set());
        });
    };
    for grain in [Grain::Coarse, Grain::Fine] {
        let mut session = Session::new(Arc::new(program), Config { grain, ..Config::default() });
        session.play(&choices("b").unwrap());
        let status =
            |session: &Session| session.trace().steps[session.cursor()].then.threads[1].status.clone();
        let Status::Idle(Why::Polls { objects }) = status(&session) else { panic!("{:?}", status(&session)) };
        assert_eq!(words::name(Text::english(), session.trace(), objects[0]), "ready");
        assert_eq!(session.choices().len(), 2, "to see that it is of no use");
        let text = words::why(Text::english(), session.trace(), 1, ThreadId(1), words::reason).unwrap();
        says(&text, &["asks asks again and again until ready changes, since step 1."]);
        session.play(&choices("bb").unwrap());
        assert!(matches!(status(&session), Status::Idle(_)));
        session.step(choices("c").unwrap()[0]).unwrap();
        while matches!(status(&session), Status::Idle(_)) {
            session.step(choices("c").unwrap()[0]).unwrap();
        }
        assert_eq!(status(&session), Status::Ready, "it is of use now");
    }
}
