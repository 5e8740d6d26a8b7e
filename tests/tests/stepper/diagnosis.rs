//! What kind of trouble it is, which events show it, and what is said of it.

use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering::{self, Acquire, Relaxed, Release};
use std::time::Duration;

use primitives::{Condition, Event, Lock, Semaphore, Thread, Var, raw};
use stepper::inside::{self, Identity};
use stepper::{
    AtomicOp, Config, Diagnosis, Grain, Missing, Program, Session, State, Text, ThreadId, What, choices,
    words,
};

/// The run that these choices make, and what is wrong at its end.
#[track_caller]
fn diagnosed(program: impl Fn() + Send + Sync + 'static, line: &str) -> (Session, Option<Diagnosis>, String) {
    let line = choices(line).expect("choices");
    let config = Config { max_steps: 300, ..Config::default() };
    let mut session = Session::new(Arc::new(program), config);
    assert_eq!(session.play(&line), line.len(), "{:?}", session.choices());
    let trace = session.trace();
    let (title, text) =
        words::verdict(Text::english(), trace, session.cursor(), words::reason).unwrap_or_default();
    let found = trace.diagnose(session.cursor());
    let text = format!("{title}. {text}");
    println!("{text}");
    (session, found, text)
}

#[track_caller]
fn says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} should be in {text}");
    }
}

/// One thread waits for news without asking whether there is any; another one tells.
fn waits_blindly() {
    let ready = Lock::new(false).named("ready");
    let changed = Condition::new().named("changed");
    Thread::scope(|s| {
        s.spawn("waits", || changed.wait(&mut ready.acquire()));
        s.spawn("tells", || {
            let mut ready = ready.acquire();
            *ready = true;
            changed.notify(&ready);
        });
    });
}

#[test]
fn a_lost_wakeup_names_the_notify_and_the_wait() {
    let (session, found, text) = diagnosed(waits_blindly, "c3b2");
    let Some(Diagnosis::LostWakeup { notify, wait }) = found else { panic!("{found:?}") };
    let [notify, wait] = [notify, wait].map(|at| (at.step, at.of(session.trace()).expect("an event")));
    assert_eq!((notify.0, wait.0), (2, 5));
    assert!(matches!(&notify.1.what, What::End { verb, .. } if verb == "notify"));
    assert_eq!(wait.1.what, What::Park);
    says(&text, &["A lost wake-up", "tells notified changed in step 2", "nobody will ever wake waits"]);
    assert_eq!(diagnosed(waits_blindly, "b2c3b2").1, None, "it ends well");
}

/// Three threads each take a letter; there is one only.
fn one_letter_for_three() {
    let letters = Lock::new(0).named("letters");
    let arrived = Condition::new().named("arrived");
    Thread::scope(|s| {
        for name in ["A", "B", "C"] {
            s.spawn(name, || {
                let mut letters = letters.acquire();
                arrived.wait_while(&mut letters, |letters| *letters == 0);
                *letters -= 1;
            });
        }
        s.spawn("post", || {
            let mut letters = letters.acquire();
            *letters += 1;
            arrived.notify(&letters);
        });
    });
}

#[test]
fn a_notify_whose_news_was_used_is_not_lost() {
    // B and C come after the notify, but the letter was there and A took it: they wait for what nobody sends.
    let (_, found, text) = diagnosed(one_letter_for_three, "e3b2c2d2");
    assert_eq!(found, Some(Diagnosis::EndlessWait { waiting: vec![ThreadId(2), ThreadId(3)] }));
    says(&text, &["A wait that never ends", "B sleeps on arrived", "Nobody is left"]);
}

#[test]
fn a_notify_whose_news_was_stolen_woke_no_wrong_one() {
    // A and B sleep, A is woken, and C takes the letter before A has the lock again.
    let (_, found, _) = diagnosed(one_letter_for_three, "b2c2e3d2b2");
    assert_eq!(found, Some(Diagnosis::EndlessWait { waiting: vec![ThreadId(1), ThreadId(2)] }));
}

/// A reader and a writer wait at one condition, each for something else.
fn one_condition_for_two_reasons() {
    let letters = Lock::new(1).named("letters");
    let changed = Condition::new().named("changed");
    Thread::scope(|s| {
        for name in ["writer A", "writer B"] {
            s.spawn(name, || {
                let mut letters = letters.acquire();
                changed.wait_while(&mut letters, |letters| *letters == 1);
                *letters += 1;
                changed.notify(&letters);
            });
        }
        s.spawn("reader", || {
            for _ in 0..2 {
                let mut letters = letters.acquire();
                changed.wait_while(&mut letters, |letters| *letters == 0);
                *letters -= 1;
                changed.notify(&letters);
            }
        });
    });
}

#[test]
fn the_wrong_waiter_is_named_and_so_is_who_sleeps_on() {
    // Both writers sleep; the reader takes the letter, wakes A, and sleeps. A writes and wakes B: the wrong one.
    let mut session = Session::new(Arc::new(one_condition_for_two_reasons), Config::default());
    session.play(&choices("b2c2d3").expect("choices"));
    while let Some(&choice) = session.choices().last() {
        session.step(choice).expect("it was offered");
    }
    let line: Vec<_> = session.line().to_vec();
    let code = stepper::Schedule { program: "x".into(), grain: Grain::Coarse, fingerprint: 0, choices: line };
    println!("{code}");
    let trace = session.trace();
    let found = trace.diagnose(session.cursor());
    let Some(Diagnosis::WrongWaiter { notify, woken, again, instead }) = found else { panic!("{found:?}") };
    assert_eq!(woken, ThreadId(2));
    assert_eq!(instead, [ThreadId(3)]);
    assert!(notify < again);
    assert_eq!(notify.of(trace).map(|e| e.thread), Some(ThreadId(1)));
    let (title, text) =
        words::verdict(Text::english(), trace, session.cursor(), words::reason).expect("a verdict");
    assert_eq!(title, "The wrong waiter was woken");
    says(&text, &["writer A notified changed", "woke writer B", "reader slept there too"]);
}

fn two_locks_in_two_orders() {
    let [pen, paper] = ["pen", "paper"].map(|name| Lock::new(()).named(name));
    Thread::scope(|s| {
        s.spawn("A", || drop((pen.acquire(), paper.acquire())));
        s.spawn("B", || drop((paper.acquire(), pen.acquire())));
        s.spawn("C", || drop(pen.acquire()));
        s.spawn("D", || ());
    });
}

#[test]
fn a_deadlock_names_its_cycle_and_who_waits_behind_it() {
    let (_, found, text) = diagnosed(two_locks_in_two_orders, "bc");
    let Some(Diagnosis::Deadlock { cycle, behind, full }) = found else { panic!("{found:?}") };
    assert_eq!((cycle, behind), (vec![ThreadId(1), ThreadId(2)], vec![ThreadId(0), ThreadId(3)]));
    assert!(!full, "D has ended");
    says(&text, &["Partial deadlock", "A wants paper, which B holds; B wants pen, which A holds"]);
    says(&text, &["Behind that, C wants pen, which A holds."]);
    let (_, found, text) = diagnosed(
        || {
            let lock = Lock::new(()).named("lock");
            let _once = lock.acquire();
            drop(lock.acquire());
        },
        "a",
    );
    assert!(matches!(found, Some(Diagnosis::Deadlock { full: true, .. })), "{found:?}");
    says(&text, &["Deadlock. main wants lock, which main holds. It waits for itself."]);
}

#[test]
fn an_endless_wait_is_for_what_nobody_does() {
    let (_, found, text) = diagnosed(
        || {
            let free = Semaphore::new(0).named("free");
            Thread::scope(|s| _ = s.spawn("A", || drop(free.acquire())));
        },
        "",
    );
    assert_eq!(found, Some(Diagnosis::EndlessWait { waiting: vec![ThreadId(1)] }));
    says(&text, &["A wants free", "Nobody is left who could end this wait"]);
}

#[test]
fn a_misuse_names_the_rule_and_the_object() {
    let (_, found, text) = diagnosed(
        || {
            let lock = raw::Lock::new().named("lock");
            lock.release().expect("it should be held");
        },
        "a",
    );
    let Some(Diagnosis::Misuse { at }) = found else { panic!("{found:?}") };
    assert_eq!(at.step, 1);
    says(&text, &["Misuse of lock. main breaks a rule: release unlocked lock (diagnosis.rs, line "]);
}

#[test]
fn a_race_without_anything_between_needs_a_lock_or_an_order() {
    let (_, found, text) = diagnosed(
        || {
            let x = Var::new(0).named("x");
            Thread::scope(|s| {
                s.spawn("A", || x.set(1));
                s.spawn("B", || x.set(2));
            });
        },
        "bc",
    );
    assert!(matches!(found, Some(Diagnosis::Race { missing: Missing::Everything, .. })), "{found:?}");
    says(
        &text,
        &["A data race. Nothing orders the accesses of A (diagnosis.rs, line ", "One lock that both"],
    );
}

#[test]
fn a_race_with_a_lock_on_one_side_names_the_lock() {
    let program = || {
        let x = Var::new(0).named("x");
        let pen = Lock::new(()).named("pen");
        Thread::scope(|s| {
            s.spawn("A", || {
                let _held = pen.acquire();
                x.set(1);
            });
            s.spawn("B", || x.set(2));
        });
    };
    for (line, holder) in [("b3c", 1), ("bcb2", 1), ("cb3", 1)] {
        let (session, found, text) = diagnosed(program, line);
        let Some(Diagnosis::Race { missing: Missing::Holding { object, thread }, .. }) = found else {
            panic!("{line}: {found:?}")
        };
        assert_eq!(words::name(Text::english(), session.trace(), object), "pen");
        assert_eq!(thread, ThreadId(holder));
        says(&text, &["A held pen at its access, B did not"]);
    }
}

/// A word with the orderings that it is given.
struct Flag {
    identity: Identity,
    word: AtomicU32,
}

impl Flag {
    fn new() -> Flag {
        let flag = Flag { identity: Identity::new(), word: AtomicU32::new(0) };
        inside::name(&flag.identity, "word", "flag");
        flag
    }

    fn store(&self, order: Ordering) {
        let value = || u64::from(self.word.load(Relaxed));
        inside::atomic(&self.identity, AtomicOp::Store, order, order, value, || {
            (u64::from(self.word.swap(1, Relaxed)), 1, true)
        });
    }

    fn load(&self, order: Ordering) -> bool {
        let value = || u64::from(self.word.load(Relaxed));
        inside::atomic(&self.identity, AtomicOp::Load, order, order, value, || (value(), value(), true));
        self.word.load(Relaxed) == 1
    }
}

#[test]
fn a_race_because_of_a_relaxed_flag_names_the_flag_and_both_orderings() {
    for (store, load, races) in
        [(Relaxed, Acquire, true), (Release, Relaxed, true), (Release, Acquire, false)]
    {
        let program = move || {
            let x = Var::new(0).named("x");
            let flag = Flag::new();
            Thread::scope(|s| {
                s.spawn("A", || {
                    x.set(1);
                    flag.store(store);
                });
                s.spawn("B", || {
                    if flag.load(load) {
                        x.get();
                    }
                });
            });
        };
        let (session, found, text) = diagnosed(program, "b2c2");
        if !races {
            assert_eq!(found, None);
            continue;
        }
        let Some(Diagnosis::Race { missing: Missing::Orderings { write, read }, .. }) = found else {
            panic!("{found:?}")
        };
        let by = [write, read].map(|at| at.of(session.trace()).map(|e| e.thread.0));
        assert_eq!(by, [Some(1), Some(2)]);
        says(&text, &[&format!("A wrote flag in between ({store:?}) and B read it ({load:?})")]);
    }
}

#[test]
fn asking_again_and_again_is_busy_waiting_when_nobody_can_answer() {
    let (_, found, text) = diagnosed(
        || {
            let ready = Event::new().named("ready");
            while !ready.is_set() {}
        },
        "a300",
    );
    let Some(Diagnosis::BusyWaiting { thread, round }) = found else { panic!("{found:?}") };
    assert_eq!((thread, round.steps), (ThreadId(0), 1));
    assert!(round.times > 290);
    says(
        &text,
        &["Busy waiting. main asks again and again, and nobody", " times (is_set ready (diagnosis.rs"],
    );
    says(&text, &["No progress in "]);
}

/// Two people in a corridor who both step aside.
fn corridor() {
    let sides = ["A", "B"].map(|name| Lock::new(0).named(name));
    Thread::scope(|s| {
        for (me, name) in ["first", "second"].into_iter().enumerate() {
            let sides = &sides;
            s.spawn(name, move || {
                while *sides[0].acquire() == *sides[1].acquire() {
                    let mut side = sides[me].acquire();
                    *side = 1 - *side;
                }
            });
        }
    });
}

#[test]
fn threads_that_come_back_to_where_they_were_are_a_livelock() {
    // Both look (two locks, four steps), and then both step aside.
    let round = choices("b4c4b2c2").expect("choices");
    let line: Vec<_> = round.iter().copied().cycle().take(300).collect();
    let mut session = Session::new(Arc::new(corridor), Config { max_steps: 300, ..Config::default() });
    assert_eq!(session.play(&line), 300);
    let found = session.trace().diagnose(session.cursor());
    let Some(Diagnosis::Livelock { threads, round }) = found else { panic!("{found:?}") };
    assert_eq!(threads, [ThreadId(1), ThreadId(2)]);
    assert_eq!((round.steps, round.times), (24, 12), "twice aside is where they were");
    let (title, text) =
        words::verdict(Text::english(), session.trace(), session.cursor(), words::reason).expect("a verdict");
    assert_eq!(title, "A livelock");
    says(&text, &["first and second keep moving", "No progress in 288 steps"]);
}

#[test]
fn a_schedule_that_leaves_somebody_out_proves_nothing() {
    let program = || {
        let ready = Event::new().named("ready");
        Thread::scope(|s| {
            s.spawn("asks", || while !ready.is_set() {});
            s.spawn("sets", || ready.set());
        });
    };
    let (_, found, text) = diagnosed(program, "b300");
    let Some(Diagnosis::Unfair { left_out, time: false, .. }) = found else { panic!("{found:?}") };
    assert_eq!(left_out, [ThreadId(2)]);
    says(&text, &["sets could have gone on and never came to move", "nothing about the program"]);
    let (_, found, text) = diagnosed(
        || {
            let ready = Event::new().named("ready");
            Thread::scope(|s| {
                s.spawn("asks", || while !ready.is_set() {});
                s.spawn("sets", || {
                    Thread::sleep(Duration::from_millis(1));
                    ready.set();
                });
            });
        },
        "b300",
    );
    assert!(matches!(found, Some(Diagnosis::Unfair { time: true, .. })), "{found:?}");
    says(&text, &["time stood still"]);
}

#[test]
fn a_run_without_a_rhythm_is_no_loop() {
    let (_, found, text) = diagnosed(
        || {
            let n = Lock::new(0).named("n");
            loop {
                *n.acquire() += 1;
            }
        },
        "a300",
    );
    assert_eq!(found, None);
    says(&text, &["No end in sight. The run was stopped after 300 steps."]);
}

#[test]
fn why_a_thread_waits_and_who_made_it_so() {
    let (session, ..) = diagnosed(two_locks_in_two_orders, "bc");
    let trace = session.trace();
    let why = |step, thread| words::why(Text::english(), trace, step, ThreadId(thread), words::reason);
    assert_eq!(why(0, 1), None, "A can go on");
    let text = why(2, 2).expect("B waits");
    says(&text, &["B wants pen, which A holds, since step 2. A took it in step 1 (diagnosis.rs, line "]);
    let text = why(2, 3).expect("C waits");
    says(&text, &["C wants pen, which A holds, since step 1."]);
    let chain = trace.why_chain(2, ThreadId(0));
    let links: Vec<_> = chain.iter().map(|(id, wait)| (id.0, wait.on.as_slice())).collect();
    let [a, b] = [ThreadId(1), ThreadId(2)];
    assert_eq!(links, [(0, &[a][..]), (1, &[b]), (2, &[a])], "main joins A, and there the circle begins");

    let (session, ..) = diagnosed(waits_blindly, "b2");
    let text =
        words::why(Text::english(), session.trace(), 2, ThreadId(1), words::reason).expect("it sleeps");
    says(&text, &["waits sleeps on changed until it is woken, since step 2. It went to sleep in step 2"]);
}

#[test]
fn why_a_value_is_what_it_is() {
    let program: Program = Arc::new(|| {
        let x = Var::new(0).named("x");
        Thread::scope(|s| {
            s.spawn("A", || x.set(1));
            s.spawn("B", || x.set(1));
            s.spawn("C", || _ = x.get());
        });
    });
    let mut session = Session::new(program, Config::default());
    session.play(&choices("dbc").expect("choices"));
    let trace = session.trace();
    let x = trace.objects.iter().position(|o| o.name.as_deref() == Some("x")).expect("x");
    let x = stepper::ObjectId(x as u16);
    let text = words::last_change(Text::english(), trace, 3, x).expect("it changed");
    says(&text, &["A changed x last, in step 2 (diagnosis.rs, line "]);
    assert_ne!(words::last_change(Text::english(), trace, 1, x), Some(text));
    let shown = |value: &str| State::Value(value.to_owned());
    let changes = trace.changes(3, x);
    let [change] = changes.as_slice() else { panic!("{changes:?}") };
    assert_eq!((change.at.step, &change.from, &change.to), (2, &Some(shown("0")), &shown("1")));

    // Nobody holds permits, but somebody took the last one.
    let program = || {
        let seats = Semaphore::new(1).named("seats");
        Thread::scope(|s| {
            s.spawn("A", || std::mem::forget(seats.acquire()));
            s.spawn("B", || std::mem::forget(seats.acquire()));
        });
    };
    let (session, ..) = diagnosed(program, "b");
    let text = words::why(Text::english(), session.trace(), 1, ThreadId(2), words::reason).expect("it waits");
    says(
        &text,
        &["B wants seats, which is not free, since step 1. A changed it last, in step 1 (diagnosis.rs"],
    );
}
