//! "Find a bug" in the app, driven as a person drives it: by its key, by its button, and by the names that a screen
//! reader hears.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use egui::accesskit::Role;
use egui::{Key, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use lessons::{Lesson, Program};
use primitives::{Lock, Thread, Var};
use stepper::Grain;
use visualizer::app::{App, Command};
use visualizer::pin;
use visualizer::protocol::{Conclusion, ProgramId, Request, Scope};
use visualizer::worker::{Client, Happened};

mod driven;

use driven::{NEVER, click, every_program, harness, is_shown, lesson, press, run, settle};

/// Runs frames until this is on the screen; the worker goes on meanwhile.
#[track_caller]
fn wait_for(h: &mut Harness<'_, App>, part: &str) {
    while !is_shown(h, part) {
        h.step();
        assert!(h.state().is_busy() || is_shown(h, part), "“{part}” was never shown");
        std::thread::yield_now();
    }
}

/// Goes forward by the key until the verdict.
fn walk(h: &mut Harness<'_, App>) {
    while run(h).cursor < run(h).steps() {
        press(h, Key::ArrowRight);
    }
}

#[test]
fn the_bug_of_every_broken_program_is_found_and_walked_to_its_verdict() {
    for (lesson, program) in every_program() {
        let Some(win) = program.win else {
            continue;
        };
        for grain in [Key::C, Key::F] {
            let mut h = harness(lessons::ALL, lesson.name, program.variant);
            press(&mut h, grain);
            press(&mut h, Key::R);
            // By key and by click.
            match grain {
                Key::C => press(&mut h, Key::B),
                _ => click(&mut h, "Find a bug"),
            }
            assert_eq!(run(&h).cursor, 0, "{}: it stands at the start", lesson.name);
            assert!(is_shown(&h, "Found a schedule that fails"), "{}", lesson.name);
            let Some(Conclusion::Bug { schedule, .. }) = h.state().answer().map(|found| &found.conclusion)
            else {
                panic!("{}: {:?}", lesson.name, h.state().answer());
            };
            let schedule = schedule.clone();
            assert!(run(&h).is_line(&schedule));
            let told = format!("{} step", schedule.len());
            assert!(is_shown(&h, &told), "{}: {told}", lesson.name);

            click(&mut h, "Walk it, step by step");
            assert_eq!(run(&h).cursor, 1);
            assert!(!is_shown(&h, "Found a schedule that fails"), "the step is told now");
            walk(&mut h);
            let end = run(&h);
            assert!(pin::is_won(win, &end.trace, end.cursor), "{}: {:?}", lesson.name, end.verdict());
            assert_eq!(h.get_all_by_role(Role::Alert).count(), 1);

            // Back at the start it is told again; and from there one can go another way.
            press(&mut h, Key::Home);
            assert!(is_shown(&h, "Found a schedule that fails"));
            press(&mut h, Key::Escape);
            assert!(!is_shown(&h, "Found a schedule that fails"));
            press(&mut h, Key::R);
            assert_eq!(run(&h).cursor, 1);
        }
    }
}

#[test]
fn the_old_line_stays_as_a_branch() {
    let mut h = harness(lessons::ALL, "producer-consumer", "broken");
    // Waiter B first, and then the found line begins with another thread or goes on in another way.
    for key in [Key::Num3, Key::Num3, Key::Num4] {
        press(&mut h, key);
    }
    let old: Vec<_> = run(&h).trace.steps.iter().filter_map(|s| s.choice).collect();
    press(&mut h, Key::B);
    assert!(run(&h).branches.iter().any(|b| b.choices == old), "{:?}", run(&h).branches);
    h.get_all_by_label_contains("Another future").next().expect("a chip").click();
    settle(&mut h);
    assert!(run(&h).is_line(&old));
}

#[test]
fn every_fixed_program_is_proved() {
    for (lesson, program) in every_program() {
        if program.win.is_some() {
            continue;
        }
        let mut h = harness(lessons::ALL, lesson.name, program.variant);
        press(&mut h, Key::R);
        press(&mut h, Key::B);
        assert!(is_shown(&h, "Proved: every schedule is fine"), "{}", lesson.name);
        assert_eq!(h.state().answer().map(|found| &found.conclusion), Some(&Conclusion::Proved));
        assert_eq!(run(&h).cursor, 1, "the session stays where it is");
        press(&mut h, Key::R);
        assert!(!is_shown(&h, "Proved"), "{}: the step is told now", lesson.name);
        click(&mut h, "Prove it");
        assert!(is_shown(&h, "Proved: every schedule is fine"), "{}", lesson.name);
        click(&mut h, "Close the answer");
        assert!(!is_shown(&h, "Proved"));
    }
}

#[test]
fn what_can_come_of_it_is_listed_and_walked() {
    let mut h = harness(lessons::ALL, "producer-consumer", "broken");
    press(&mut h, Key::O);
    assert!(is_shown(&h, "These are all"));
    assert!(is_shown(&h, "The run ended well"));
    // And how often one at random fails.
    assert!(is_shown(&h, "How lucky must you be") && is_shown(&h, " random schedules failed: "));
    let fails = h.query_all_by_label_contains("Walk outcome").map(|_| ()).count();
    assert!(fails > 1);
    let walks = "Walk outcome 1: ";
    h.get_all_by_label_contains(walks).next().expect("a button").click();
    settle(&mut h);
    assert!(!is_shown(&h, "These are all"));
    assert_eq!(run(&h).cursor, 0);
    press(&mut h, Key::End);
    assert!(run(&h).verdict().is_some(), "it leads to an end");
    // Asked again, it is known. Zoomed in, it is another question.
    press(&mut h, Key::O);
    assert!(is_shown(&h, "These are all"));
    press(&mut h, Key::Escape);
    assert!(!is_shown(&h, "These are all"));
    // Where nothing fails, nobody asks for luck.
    let mut h = harness(lessons::ALL, "producer-consumer", "fixed");
    press(&mut h, Key::O);
    assert!(is_shown(&h, "These are all") && !is_shown(&h, "How lucky"));
}

/// Four threads and one lock: more schedules than anybody waits for.
fn many() {
    let x = Lock::new(0).named("x");
    Thread::scope(|s| {
        for name in ["A", "B", "C", "D"] {
            s.spawn(name, || {
                for _ in 0..6 {
                    *x.acquire() += 1;
                }
            });
        }
    });
}

/// It waits for what nobody will say.
fn waits_by_asking() {
    let ready = Var::new(false).named("ready");
    let x = Lock::new(0).named("x");
    Thread::scope(|s| {
        s.spawn("A", || while !ready.get() {});
        s.spawn("B", || *x.acquire() += 1);
    });
}

static RUNS: AtomicU32 = AtomicU32::new(0);

/// It counts its runs, which no program should.
fn remembers() {
    let x = Lock::new(0).named("x");
    let odd = RUNS.fetch_add(1, Ordering::Relaxed) % 2 == 1;
    Thread::scope(|s| {
        s.spawn("A", || *x.acquire() += 1);
        if odd {
            s.spawn("B", || *x.acquire() += 1);
        }
        s.spawn("C", || *x.acquire() += 1);
    });
}

static LOOPS: AtomicBool = AtomicBool::new(false);
static STOP: AtomicBool = AtomicBool::new(false);

/// A step without an end, as soon as that is wanted.
fn loops() {
    let x = Lock::new(0).named("x");
    drop(x.acquire());
    while LOOPS.load(Ordering::Relaxed) && !STOP.load(Ordering::Relaxed) {
        std::hint::spin_loop();
    }
}

const fn program(main: fn()) -> Program {
    Program::new("fixed", "fn main() {}", main)
}

static MANY: Lesson = lesson("many", &[program(many)]);
static ASKS: Lesson = lesson("asks", &[program(waits_by_asking)]);
static REMEMBERS: Lesson = lesson("remembers", &[program(remembers)]);
static ENDLESS: Lesson = lesson("endless", &[program(loops)]);
static SHELF: &[&Lesson] = &[&MANY, &ASKS, &REMEMBERS, &ENDLESS];

#[test]
fn a_search_is_watched_and_stopped_by_its_key_escape_or_button() {
    let mut h = harness(SHELF, "many", "fixed");
    press(&mut h, Key::R);
    for way in ["B", "Escape", "Stop", "Stop the search"] {
        h.key_press(Key::B);
        wait_for(&mut h, "so far, and none panics or gets stuck");
        assert!(h.state().is_searching());
        match way {
            "B" => h.key_press(Key::B),
            "Escape" => h.key_press(Key::Escape),
            name => h.get_by_label(name).click(),
        }
        settle(&mut h);
        assert!(!h.state().is_searching());
        assert!(is_shown(&h, "The search was stopped after"), "{way}");
        // Nothing else has changed.
        assert_eq!((run(&h).cursor, run(&h).steps()), (1, 1));
    }
    press(&mut h, Key::R);
    assert_eq!(run(&h).cursor, 2, "and it goes on");
    assert!(!is_shown(&h, "The search was stopped"));

    // The same where all outcomes are asked for.
    h.key_press(Key::O);
    wait_for(&mut h, "so far.");
    press(&mut h, Key::Escape);
    assert!(!is_shown(&h, "What can come of it"));
    assert!(is_shown(&h, "The search was stopped after"));
}

#[test]
fn whatever_is_done_meanwhile_ends_the_search() {
    let mut h = harness(SHELF, "many", "fixed");
    h.key_press(Key::B);
    wait_for(&mut h, "so far, and none panics or gets stuck");
    press(&mut h, Key::R);
    assert!(is_shown(&h, "The search was stopped after"));
    assert_eq!(run(&h).cursor, 1, "the step was made");

    // Another lesson, and nothing of the search is told there.
    h.key_press(Key::B);
    wait_for(&mut h, "so far, and none panics or gets stuck");
    h.key_press(Key::L);
    wait_for(&mut h, "Open asks/fixed");
    // A window stands where it stays from its second frame on.
    h.run_steps(3);
    click(&mut h, "Open asks/fixed");
    assert_eq!(run(&h).lesson.name, "asks");
    assert!(!h.state().is_searching());
    assert!(!is_shown(&h, "The search was stopped"));
    press(&mut h, Key::R);
    assert_eq!(run(&h).cursor, 1);
}

#[test]
fn asking_while_it_plays_stops_playing() {
    let mut h = harness(lessons::ALL, "producer-consumer", "fixed");
    h.key_press(Key::Space);
    h.step();
    assert!(h.state().is_playing());
    press(&mut h, Key::B);
    assert!(!h.state().is_playing());
    assert!(is_shown(&h, "Proved"));
    // Asked twice, answered twice.
    press(&mut h, Key::B);
    assert!(is_shown(&h, "Proved"));
}

#[test]
fn a_program_that_waits_by_asking_is_no_proof() {
    let mut h = harness(SHELF, "asks", "fixed");
    h.key_press(Key::B);
    // There are few schedules, and each has thousands of steps.
    settle(&mut h);
    let found = h.state().answer().expect("an answer");
    assert!(
        matches!(found.conclusion, Conclusion::NoEnd(_) | Conclusion::Bug { .. }),
        "{:?}",
        found.conclusion
    );
    assert!(is_shown(&h, "had no end") || is_shown(&h, "Found a schedule that fails"));
}

#[test]
fn a_program_that_differs_from_run_to_run_is_told_so() {
    let mut h = harness(SHELF, "remembers", "fixed");
    press(&mut h, Key::B);
    assert!(is_shown(&h, "The program does not do the same every time"));
    assert!(is_shown(&h, "The program is not deterministic"));
    press(&mut h, Key::O);
    assert!(is_shown(&h, "The program is not deterministic"));
    press(&mut h, Key::Escape);
    press(&mut h, Key::R);
    assert_eq!(run(&h).cursor, 1);
}

#[test]
fn a_search_without_an_end_ends_the_worker_and_not_the_app() {
    let mut h = harness(SHELF, "endless", "fixed");
    press(&mut h, Key::Num1);
    let before = run(&h).trace.clone();
    LOOPS.store(true, Ordering::Relaxed);
    // The search is given no time at all, and the replay after it all the time there is.
    let ctx = h.ctx.clone();
    h.state_mut().act(Command::Ask, &ctx);
    h.state_mut().client().patience = Duration::ZERO;
    assert!(h.state_mut().client().poll().is_empty(), "it is sent, and has no answer");
    h.state_mut().client().patience = NEVER;
    settle(&mut h);
    STOP.store(true, Ordering::Relaxed);
    assert!(is_shown(&h, "was stopped while it searched"));
    assert!(!h.state().is_searching());
    assert_eq!(run(&h).trace, before);
}

#[test]
fn every_size_shows_the_button_and_the_answer() {
    for (variant, question) in [("broken", "Find a bug"), ("fixed", "Prove it")] {
        let mut h = harness(lessons::ALL, "producer-consumer", variant);
        for size in [vec2(1024.0, 640.0), vec2(1440.0, 900.0), vec2(1600.0, 1000.0)] {
            h.set_size(size);
            settle(&mut h);
            for key in [Key::Num2, Key::Home, Key::Num4] {
                press(&mut h, key);
            }
            assert!(is_shown(&h, "Another future"), "{variant} at {size}: the way back to it");
            press(&mut h, Key::Backspace);
            click(&mut h, question);
            let all = h.get_by_label("What can come of it").rect();
            assert!(all.max.x < size.x && all.max.y < size.y, "{variant} at {size}: {all}");
            let button = h.get_by_label(question).rect();
            let counter = h.get_all_by_label_contains("Step ").map(|n| n.rect());
            for other in counter.filter(|r| r.y_range().contains(button.center().y)) {
                assert!(!other.intersects(button), "{variant} at {size}: {other} over {button}");
            }
        }
    }
}

#[test]
fn a_worker_process_searches_and_is_stopped() {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_threadlab"));
    let mut client = Client::process(program, || {});
    client.patience = NEVER;
    let id = |variant: &str, grain| ProgramId {
        lesson: "producer-consumer".to_owned(),
        variant: variant.to_owned(),
        grain,
    };
    client.send(Request::Open(id("broken", Grain::Coarse)));
    client.send(Request::Search(Scope::Bug));
    let happened = client.settle();
    let [Happened::Update(_), Happened::Found(found)] = &happened[..] else {
        panic!("{happened:?}");
    };
    let Conclusion::Bug { schedule, .. } = &found.conclusion else {
        panic!("{found:?}");
    };
    client.send(Request::Walk(Grain::Coarse, schedule.clone()));
    let happened = client.settle();
    let [Happened::Update(update)] = &happened[..] else {
        panic!("{happened:?}");
    };
    assert_eq!((update.cursor, &update.line), (0, schedule));
    assert!(update.steps.last().is_some_and(|s| s.verdict.is_some()));

    // Stopped or at its end, it has one answer; and then the next request has its own.
    client.send(Request::Open(id("fixed", Grain::Fine)));
    client.settle();
    client.send(Request::Search(Scope::Outcomes));
    assert!(client.poll().is_empty());
    client.stop();
    client.send(Request::Forward);
    let happened = client.settle();
    let answers: Vec<_> = happened.iter().filter(|h| !matches!(h, Happened::Searching(_))).collect();
    assert!(matches!(&answers[..], [Happened::Found(_), Happened::Update(_)]), "{happened:?}");
}
