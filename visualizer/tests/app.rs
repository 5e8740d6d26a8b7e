//! The app, driven as a person drives it, without a window: by keys, by clicks, and by the names that a screen reader
//! hears. Its worker is a thread here; one test uses the real process.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use egui::accesskit::Role;
use egui::{Key, Modifiers, Theme, ViewportId, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use lessons::{ENGLISH, Ending, Lesson, Program};
use stepper::{Choice, Grain, Status, ThreadId, Verdict, Why};
use visualizer::app::{self, App, Command, Run, Settings, SettingsFile, SettingsTrouble, Shot};
use visualizer::closer::order;
use visualizer::narrate;
use visualizer::picture::{self, Lanes};
use visualizer::protocol::Request;
use visualizer::share::Link;
use visualizer::text;
use visualizer::worker::{Client, Happened};

mod driven;

use driven::{NEVER, click, every_program, harness, harness_with, is_shown, lesson, press, run, settle};

fn number(n: usize) -> Key {
    const KEYS: [Key; 9] =
        [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];
    KEYS[n]
}

/// The first thread that can be chosen.
fn ready(h: &Harness<'_, App>) -> Option<ThreadId> {
    run(h).here().then.choices.iter().filter_map(|choice| choice.thread()).min()
}

fn card_of(h: &Harness<'_, App>, thread: ThreadId) -> String {
    format!("Thread {}, key {}", run(h).name(thread), thread.index() + 1)
}

#[test]
fn the_first_screen_invites_and_is_still() {
    let welcome = lessons::welcome();
    let h = harness(lessons::ALL, welcome.name, welcome.programs[0].variant);
    assert!(run(&h).is_fresh());
    h.get_by_label(&welcome.invitation(ENGLISH));
    assert!(is_shown(&h, "ready to"));
    let delay = h.output().viewport_output[&ViewportId::ROOT].repaint_delay;
    assert!(delay > Duration::from_secs(3600), "repaints after {delay:?}");
}

#[test]
fn every_program_is_stepped_by_key_and_by_click_and_goes_back() {
    for (lesson, program) in every_program() {
        let mut h = harness(lessons::ALL, lesson.name, program.variant);
        let thread = ready(&h).expect("a program begins with a choice");
        press(&mut h, number(thread.index()));
        assert_eq!(run(&h).cursor, 1, "{}: a key makes a step", lesson.name);
        assert_eq!(run(&h).acting(), Some(thread));

        // While all of them sleep, the clock is the only choice. A thread that locks itself out ends it all in one step.
        while ready(&h).is_none() {
            let over = run(&h).here().then.choices.is_empty();
            press(&mut h, if over { Key::Backspace } else { Key::R });
        }
        let made = run(&h).cursor;
        let thread = ready(&h).expect("one can be chosen");
        let card = card_of(&h, thread);
        let cards = h.get_all_by_label_contains(&card);
        cards.into_iter().next().expect("it has a card").click();
        settle(&mut h);
        let last = made + 1;
        assert_eq!(run(&h).cursor, last, "{}: a click makes a step", lesson.name);
        let told = run(&h).log[last].concat();
        assert!(!told.is_empty(), "{}: step {last} is told", lesson.name);
        assert!(is_shown(&h, &format!("Step {last}: ")));

        press(&mut h, Key::ArrowLeft);
        assert_eq!((run(&h).cursor, run(&h).steps()), (made, last));
        press(&mut h, Key::ArrowRight);
        assert_eq!(run(&h).cursor, last);
        press(&mut h, Key::Home);
        assert_eq!(run(&h).cursor, 0);
        press(&mut h, Key::End);
        assert_eq!(run(&h).cursor, last);
        // A verdict offers it as well.
        h.get_all_by_label("Step back").next().expect("a button").click();
        settle(&mut h);
        assert_eq!(run(&h).cursor, made);
        click(&mut h, "To the start");
        assert_eq!(run(&h).cursor, 0);
        press(&mut h, Key::R);
        assert_eq!(run(&h).cursor, 1, "{}: the dice choose", lesson.name);
        press(&mut h, Key::Backspace);
        assert!(run(&h).is_fresh());
    }
}

#[test]
fn a_livelock_made_by_hand_is_told_when_it_comes_round() {
    let lesson = lessons::find("dining-philosophers").expect("a lesson");
    let mut h = harness(lessons::ALL, lesson.name, "put_back");
    let all_in_turn = [Key::Num2, Key::Num3, Key::Num4];
    // To take, to try, to put back; to take again, and so on: from the first try on it is a round.
    let round = || all_in_turn.into_iter().cycle();
    round().take(20).for_each(|key| press(&mut h, key));
    assert_eq!((run(&h).cursor, run(&h).verdict()), (20, None));
    press(&mut h, Key::Num4);
    assert!(is_shown(&h, "A livelock") && is_shown(&h, "no progress in 4,997 steps"));
    let win = run(&h).program.win.expect("it can be broken");
    assert!(visualizer::pin::is_won(win, &run(&h).trace, run(&h).cursor));
    // It is no end: whoever goes on otherwise gets out of it.
    for _ in 0..5 {
        press(&mut h, Key::Num2);
    }
    assert!(!is_shown(&h, "A livelock"));
    assert!(is_shown(&h, "eats"));
}

#[test]
fn what_goes_wrong_is_said_in_words() {
    for (lesson, program) in every_program() {
        let pin = lesson.pin(program).expect("it is pinned");
        if pin.ends == Ending::Fine {
            continue;
        }
        let mut h = harness(lessons::ALL, lesson.name, program.variant);
        let ctx = h.ctx.clone();
        h.state_mut().act(Command::Hint, &ctx);
        settle(&mut h);
        let steps = stepper::choices(&pin.schedule).expect("a pinned schedule").len();
        assert_eq!(run(&h).cursor, steps, "{}", lesson.name);
        match pin.ends {
            Ending::Panic(thread, message) => {
                assert!(is_shown(&h, &message), "{}: {message}", lesson.name);
                assert!(is_shown(&h, &format!("Thread {thread}")));
            }
            Ending::Deadlock(threads) => {
                let alert = h.get_all_by_role(Role::Alert).count();
                assert_eq!(alert, 1, "{}: the deadlock is announced", lesson.name);
                for thread in threads {
                    assert!(is_shown(&h, &thread));
                }
            }
            Ending::NoEnd => assert!(is_shown(&h, "A livelock"), "{}", lesson.name),
            other => panic!("{}: {other:?} is told nowhere", lesson.name),
        }
        // What to do next.
        assert!(h.query_all_by_label("Try again").next().is_some());
        let back = h.get_all_by_label("Step back").next().expect("a way back");
        back.click();
        settle(&mut h);
        assert_eq!(run(&h).cursor, steps - 1);
        if lesson.program("fixed").is_some_and(|f| f.variant != program.variant) {
            press(&mut h, Key::End);
            // Where there is little room, the switch of the programs has to do.
            let ways = ["See the fixed program", "The fixed program"];
            let way = ways.into_iter().find(|way| h.query_by_label(way).is_some());
            click(&mut h, way.expect("a way to the cure"));
            assert_eq!(run(&h).program.variant, "fixed");
        }
    }
}

#[test]
fn a_step_of_the_line_can_be_clicked() {
    let welcome = lessons::welcome();
    let mut h = harness(lessons::ALL, welcome.name, welcome.programs[0].variant);
    for _ in 0..4 {
        press(&mut h, Key::R);
    }
    let reached = run(&h).cursor;
    let step_1 = h.get_all_by_label_contains("Step 1: ").next();
    step_1.expect("the log tells step 1").click();
    settle(&mut h);
    assert_eq!((run(&h).cursor, run(&h).steps()), (1, reached));

    // The timeline goes to the place that is clicked: its left end is the start.
    let timeline = h.get_all_by_label_contains("Timeline, step 1").next();
    let bounds = timeline.expect("a timeline").rect();
    let at = bounds.left_center() + vec2(5.0, 0.0);
    h.drag_at(at);
    h.step();
    h.drop_at(at);
    settle(&mut h);
    assert_eq!(run(&h).cursor, 0);
}

#[test]
fn a_future_that_was_left_can_be_taken_up_again() {
    let welcome = lessons::welcome();
    let mut h = harness(lessons::ALL, welcome.name, welcome.programs[0].variant);
    let threads: Vec<_> = run(&h).here().then.choices.clone();
    let [Choice::Thread(a), Choice::Thread(b), ..] = threads[..] else {
        panic!("the welcome lesson begins with a choice between threads");
    };
    press(&mut h, number(a.index()));
    press(&mut h, Key::Home);
    press(&mut h, number(b.index()));
    assert_eq!(run(&h).acting(), Some(b));
    assert_eq!(run(&h).branches.len(), 1);
    let chip = h.get_all_by_label_contains("Another future").next();
    chip.expect("the first future is kept").click();
    settle(&mut h);
    press(&mut h, Key::End);
    assert_eq!(run(&h).acting(), Some(a));
}

#[test]
fn zooming_shows_the_same_run_in_other_steps() {
    for ((lesson, program), seed) in every_program().flat_map(|p| (0..4).map(move |n| (p, n))) {
        let mut h = harness(lessons::ALL, lesson.name, program.variant);
        h.state_mut().seed(seed);
        for _ in 0..5 {
            press(&mut h, Key::R);
        }
        let coarse = run(&h).trace.clone();
        let cursor = run(&h).cursor;
        let seen = |r: &Run| {
            let things = r.scene.things.iter();
            // Values and calls are left out: at the fine grain a thread has already entered the call it stands before, and
            // left one that has no operation. And there it may try to get what is not free.
            let things: Vec<_> = things.map(|t| (t.name.clone(), t.owner)).collect();
            let threads = r.here().then.threads.iter();
            let sleeps = |s: &Status| matches!(s, Status::Blocked(why) if !matches!(why, Why::Wants { .. }));
            let ended = |s: &Status| matches!(s, Status::Finished | Status::Panicked { .. });
            let threads: Vec<_> =
                threads.map(|t| (t.name.clone(), sleeps(&t.status), ended(&t.status))).collect();
            (things, threads)
        };
        let before = seen(run(&h));
        press(&mut h, Key::F);
        assert_eq!(run(&h).id.grain, Grain::Fine, "{}", lesson.name);
        assert_eq!(seen(run(&h)), before, "{}/{}", lesson.name, program.variant);
        press(&mut h, Key::Z);
        assert_eq!(run(&h).id.grain, Grain::Coarse);
        assert_eq!(run(&h).cursor, cursor);
        assert_eq!(run(&h).trace, coarse);

        // A step made in between is kept.
        press(&mut h, Key::F);
        let fine = run(&h).cursor;
        if let Some(thread) = ready(&h) {
            press(&mut h, number(thread.index()));
            assert_eq!(run(&h).cursor, fine + 1);
            press(&mut h, Key::C);
            assert!(run(&h).cursor >= cursor, "{}", lesson.name);
        }
    }
}

#[test]
fn the_programs_of_a_lesson_are_a_click_apart() {
    for lesson in lessons::ALL {
        let mut h = harness(lessons::ALL, lesson.name, lesson.programs[0].variant);
        for program in lesson.programs {
            click(&mut h, &format!("The {} program", program.variant));
            assert_eq!(run(&h).program.variant, program.variant);
            let line = program.source.lines().next().unwrap_or_default();
            assert!(is_shown(&h, &format!("line 1: {}", line.trim())));
        }
        press(&mut h, Key::L);
        let open = format!("Open {}/{}", lesson.name, lesson.programs[0].variant);
        // The list is longer than the window.
        h.get_by_label(&open).scroll_to_me();
        settle(&mut h);
        click(&mut h, &open);
        assert_eq!(run(&h).program.variant, lesson.programs[0].variant);
    }
}

#[test]
fn every_size_and_theme_shows_everything_by_name() {
    for (lesson, program) in every_program() {
        let mut h = harness(lessons::ALL, lesson.name, program.variant);
        for _ in 0..6 {
            press(&mut h, Key::R);
        }
        for size in [vec2(1024.0, 640.0), vec2(1600.0, 1000.0), vec2(3840.0, 2160.0)] {
            h.set_size(size);
            settle(&mut h);
            for number in 0..run(&h).here().then.threads.len() {
                let card = card_of(&h, ThreadId(number as u8));
                assert!(is_shown(&h, &card), "{} at {size}: {card}", lesson.name);
            }
            for thing in &run(&h).scene.things {
                let name = format!("{} {}", thing.kind, thing.name);
                let found = h.query_all_by_label_contains(&name).next();
                let found = found.unwrap_or_else(|| panic!("{} at {size}: {name}", lesson.name));
                assert!(found.rect().width() > 100.0, "{name} at {size}");
            }
            let nodes = h.root().children_recursive();
            for node in nodes {
                let node = node.accesskit_node();
                let pressable = matches!(
                    node.role(),
                    Role::Button | Role::ListItem | Role::Slider | Role::RadioButton | Role::Figure
                );
                let named = node.label().is_some_and(|l| !l.trim().is_empty());
                assert!(!pressable || named, "a {:?} without a name", node.role());
            }
        }
        press(&mut h, Key::T);
    }
}

#[test]
fn keys_do_one_thing_even_with_the_focus_somewhere() {
    let welcome = lessons::welcome();
    let mut h = harness(lessons::ALL, welcome.name, welcome.programs[0].variant);
    press(&mut h, Key::R);
    press(&mut h, Key::R);
    h.get_by_label("Shortcuts and help").focus();
    settle(&mut h);
    press(&mut h, Key::ArrowLeft);
    assert_eq!(run(&h).cursor, 1);
    assert!(h.get_by_label("Shortcuts and help").is_focused());
    // The space bar presses what has the focus, and does not play as well.
    press(&mut h, Key::Space);
    assert!(!h.state().is_playing());
    h.get_by_label("Less motion");
    // Keys that step do nothing under a window.
    press(&mut h, Key::ArrowLeft);
    assert_eq!(run(&h).cursor, 1);
    press(&mut h, Key::Escape);
    assert!(h.query_by_label("Less motion").is_none());
}

#[test]
fn play_follows_the_line_and_stops_at_its_end() {
    let welcome = lessons::welcome();
    let mut h = harness(lessons::ALL, welcome.name, welcome.programs[0].variant);
    for _ in 0..3 {
        press(&mut h, Key::R);
    }
    press(&mut h, Key::Home);
    h.key_press(Key::Space);
    for _ in 0..200 {
        h.step();
        h.state_mut().settle();
        if run(&h).cursor == 3 && !h.state().is_playing() {
            break;
        }
    }
    assert_eq!((run(&h).cursor, run(&h).steps()), (3, 3));
    assert!(!h.state().is_playing());
    settle(&mut h);
    let delay = h.output().viewport_output[&ViewportId::ROOT].repaint_delay;
    assert!(delay > Duration::from_secs(3600), "repaints after {delay:?}");
}

/// Waiter A takes the lock and goes to sleep on the condition; whether its token is on its way in the next frame.
fn a_token_moves(less_motion: bool) -> bool {
    let mut h = harness(lessons::ALL, "producer-consumer", "broken");
    h.ctx.all_styles_mut(|s| s.animation_time = 0.1);
    if less_motion {
        let ctx = h.ctx.clone();
        h.state_mut().act(Command::LessMotion, &ctx);
    }
    press(&mut h, Key::Num2);
    h.key_press(Key::Num2);
    h.step();
    h.state_mut().settle();
    h.remove_cursor();
    // The causes of a frame are those that the frame before it gave.
    h.run_steps(2);
    let moves = h.ctx.repaint_causes().iter().any(|c| c.file.ends_with("motion.rs"));
    assert_eq!(run(&h).cursor, 2);
    // It gets there, and then nothing moves any more.
    h.run();
    let delay = h.output().viewport_output[&ViewportId::ROOT].repaint_delay;
    assert!(delay > Duration::from_secs(3600), "repaints after {delay:?}");
    moves
}

#[test]
fn tokens_move_and_then_rest() {
    assert!(a_token_moves(false));
    assert!(!a_token_moves(true));
}

#[test]
fn a_schedule_code_brings_a_run_back() {
    let welcome = lessons::welcome();
    let mut h = harness(lessons::ALL, welcome.name, welcome.programs[0].variant);
    for _ in 0..4 {
        press(&mut h, Key::R);
    }
    let code = run(&h).code.clone();
    let trace = run(&h).trace.clone();
    let mut other = harness(lessons::ALL, welcome.name, "fixed");
    other.event(egui::Event::Paste(code.clone()));
    settle(&mut other);
    assert_eq!(run(&other).trace, trace);
    assert_eq!(run(&other).program.variant, run(&h).program.variant);

    // A link also says at which step to look, and may stand in the middle of a letter.
    press(&mut h, Key::ArrowLeft);
    let code = run(&h).code.clone();
    assert!(code.starts_with("threadlab:tl1.") && code.ends_with("@3"), "{code}");
    other.event(egui::Event::Paste(format!("Look where this goes:\n> <{code}>\nStrange.")));
    settle(&mut other);
    assert_eq!((&run(&other).trace, run(&other).cursor), (&trace, 3));

    // A code for a program that has changed is replayed as far as it fits, and this is said.
    let Link { schedule: mut stale, .. } = code.parse().expect("its own code");
    stale.fingerprint ^= 1;
    stale.choices.push(Choice::Thread(ThreadId(9)));
    other.event(egui::Event::Paste(stale.to_string()));
    settle(&mut other);
    assert!(is_shown(&other, "has changed since this schedule was made"));
    assert_eq!(run(&other).misfit, Some(5));
    assert_eq!(run(&other).trace, trace);

    // A broken one says where, and changes nothing.
    other.event(egui::Event::Paste("tl1.nonsense".to_owned()));
    settle(&mut other);
    assert!(is_shown(&other, "schedule code"));
    assert_eq!(run(&other).trace, trace);
}

#[test]
fn a_window_that_was_closed_opens_where_it_was() {
    let mut h = harness(lessons::ALL, "pipe", "broken");
    assert_eq!(h.state().last_place(), None, "nothing was open before");
    for key in [Key::Num1, Key::Num1, Key::ArrowLeft] {
        press(&mut h, key);
    }
    let (code, settings) = (run(&h).code.clone(), h.state().settings());
    let mut again = harness_with(lessons::ALL, "producer-consumer", "broken", Some(&settings.write()));
    assert_eq!(again.state().last_place(), Some(code.clone()));
    again.state_mut().load(&code);
    settle(&mut again);
    assert_eq!((run(&again).code.as_str(), run(&again).cursor, run(&again).steps()), (code.as_str(), 1, 2));
    // A lesson that is not there any more, or a code that was spoilt, is nothing to open.
    for place in ["threadlab:tl1.gone/broken.c.00000000.b.00", "nonsense"] {
        let settings = format!(r#"{{"place":"{place}"}}"#);
        let h = harness_with(lessons::ALL, "pipe", "broken", Some(&settings));
        assert_eq!(h.state().last_place(), None, "{place}");
    }
}

#[test]
fn settings_are_read_as_they_were_written_and_made_sane() {
    assert_eq!(Settings::read("{ nonsense"), None);
    let sane = Settings::read(r#"{"zoom":1e30,"speed":99}"#).expect("they can be read");
    assert_eq!(sane.zoom, 3.0);
    assert!(sane.speed < 99);
    let kept = Settings { dark: Some(false), less_motion: true, ..Settings::default() };
    assert_eq!(Settings::read(&kept.write()), Some(kept));
}

#[test]
fn settings_that_make_no_sense_are_set_aside_and_told() {
    let folder = std::env::temp_dir().join(format!("threadlab-settings-{}", std::process::id()));
    let file = folder.join("deep").join("settings.json");
    // At the first start there is none yet.
    let (_, settings, trouble) = SettingsFile::open(Some(file.clone()));
    assert_eq!((settings, trouble), (Settings::default(), None));
    // Each spoilt one is kept, the second as well.
    for (spoilt, aside) in [("{ nonsense", "settings.json.unreadable"), ("", "settings.json.unreadable-2")] {
        fs::write(&file, spoilt).unwrap();
        let (mut kept, settings, trouble) = SettingsFile::open(Some(file.clone()));
        let aside = file.with_file_name(aside);
        assert_eq!(
            (settings, trouble),
            (Settings::default(), Some(SettingsTrouble::SetAside(aside.clone())))
        );
        assert_eq!(fs::read_to_string(&aside).unwrap(), spoilt);
        let dark = Settings { dark: Some(true), ..Settings::default() };
        assert_eq!(kept.keep(&dark), None);
        let (_, settings, trouble) = SettingsFile::open(Some(file.clone()));
        assert_eq!((settings, trouble), (dark, None));
    }
    // A folder in its place: it is neither read nor written, and told once.
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    let (mut kept, settings, trouble) = SettingsFile::open(Some(file.clone()));
    assert_eq!(settings, Settings::default());
    let words = trouble.expect("there is trouble").words(text::text(&egui::Context::default()));
    assert!(words.contains(&file.display().to_string()), "{words}");
    assert_eq!(kept.keep(&Settings { speed: 0, ..Settings::default() }), None);
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_guard_is_released_where_the_text_says() {
    let lesson = lessons::find("producer-consumer").expect("it is there");
    let program = lesson.program("broken").expect("it is there");
    let mut h = harness(lessons::ALL, lesson.name, program.variant);
    // Until somebody stands at the end of a guard.
    let mut found = 0;
    for _ in 0..40 {
        let here = run(&h).here();
        for (n, view) in here.then.threads.iter().enumerate() {
            let Some(place) = view.place.as_ref().filter(|p| p.dropped) else {
                continue;
            };
            let spot = run(&h).spot_of(ThreadId(n as u8)).expect("it has a line");
            let line = program.source.lines().nth(spot.line as usize - 1);
            match spot.guard {
                true => assert_eq!(spot.line, place.line),
                false => assert_eq!(line.map(str::trim), Some("}")),
            }
            found += 1;
        }
        if ready(&h).is_none() {
            break;
        }
        press(&mut h, Key::R);
    }
    assert!(found > 0, "nobody ever released a guard");
}

static STOP: AtomicBool = AtomicBool::new(false);

fn loops_after_one_step() {
    let shared = primitives::Lock::new(0).named("shared");
    drop(shared.acquire());
    while !STOP.load(Ordering::Relaxed) {
        std::hint::spin_loop();
    }
}

const LOOPS: Lesson = Lesson {
    name: "loops",
    programs: &[Program::new("broken", "", loops_after_one_step)],
    stories: &[(ENGLISH, "# A step without an end\n\nDo not take the second step.\n")],
    ..Lesson::EMPTY
};

#[test]
fn a_step_without_an_end_ends_the_worker_and_not_the_app() {
    static SHELF: &[&Lesson] = &[&LOOPS];
    let mut h = harness(SHELF, "loops", "broken");
    press(&mut h, Key::Num1);
    assert_eq!(run(&h).cursor, 1);
    let before = run(&h).trace.clone();
    // This step is given no time at all, and its replay all the time there is.
    h.state_mut().client().patience = Duration::ZERO;
    h.key_press(Key::Num1);
    h.step();
    h.state_mut().client().patience = NEVER;
    settle(&mut h);
    STOP.store(true, Ordering::Relaxed);
    assert!(is_shown(&h, "The lesson was stopped"));
    assert!(is_shown(&h, "may never come to an end"));
    assert_eq!(run(&h).cursor, 1);
    assert_eq!(run(&h).trace, before);
}

#[test]
fn a_worker_process_that_dies_is_replaced() {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_threadlab"));
    let mut client = Client::process(program, || {});
    client.patience = NEVER;
    let welcome = lessons::welcome();
    let id = visualizer::protocol::ProgramId {
        lesson: welcome.name.to_owned(),
        variant: welcome.programs[0].variant.to_owned(),
        grain: Grain::Coarse,
    };
    client.send(Request::Open(id));
    client.send(Request::Play("b2d".to_owned()));
    client.send(Request::Back);
    let happened = client.settle();
    let [.., Happened::Update(before)] = &happened[..] else {
        panic!("{happened:?}");
    };
    assert_eq!((before.cursor, before.line.len()), (2, 3));

    let first = client.process_id().expect("it is a process");
    client.kill_worker();
    client.send(Request::Forward);
    let happened = client.settle();
    assert!(matches!(happened[0], Happened::Lost { .. }), "{happened:?}");
    let [.., Happened::Update(after)] = &happened[..] else {
        panic!("{happened:?}");
    };
    assert_ne!(client.process_id(), Some(first));
    assert_eq!(after.line, before.line);
    assert_eq!(after.keep, 0, "the new worker sends everything");
    assert_eq!(after.steps.len(), 4);

    // And it goes on.
    client.send(Request::Forward);
    let happened = client.settle();
    let [Happened::Update(last)] = &happened[..] else {
        panic!("{happened:?}");
    };
    assert_eq!(last.cursor, 3);
}

#[test]
fn pictures_need_no_window() {
    let welcome = lessons::welcome();
    let shot = Shot {
        program: (welcome.name.to_owned(), "broken".to_owned()),
        choices: "b2d".to_owned(),
        cursor: Some(2),
        then: vec![Command::Story],
        ..Shot::default()
    };
    let once = app::picture(&shot, Theme::Dark, vec2(1024.0, 640.0)).expect("a picture");
    let again = app::picture(&shot, Theme::Dark, vec2(1024.0, 640.0)).expect("a picture");
    assert_eq!(once.size, [1024, 640]);
    assert!(once == again, "the same screen gives the same bytes");
    let nothing = Shot { program: ("no-such-lesson".to_owned(), "broken".to_owned()), ..Shot::default() };
    assert!(app::picture(&nothing, Theme::Dark, vec2(1024.0, 640.0)).is_err());
}

#[test]
fn the_theme_is_a_key_away() {
    let welcome = lessons::welcome();
    let mut h = harness(lessons::ALL, welcome.name, "broken");
    let before = h.ctx.theme();
    press(&mut h, Key::T);
    assert_ne!(h.ctx.theme(), before);
    h.key_press_modifiers(Modifiers::COMMAND, Key::Plus);
    settle(&mut h);
    assert!(h.ctx.zoom_factor() > 1.0);
}

#[test]
fn a_lesson_is_walked_in_chinese() {
    let welcome = lessons::welcome();
    let chinese = Some(r#"{"language":"zh-CN"}"#);
    let mut h = harness_with(lessons::ALL, welcome.name, welcome.programs[0].variant, chinese);
    assert!(is_shown(&h, "下一步谁来运行？"));
    press(&mut h, egui::Key::Num2);
    assert!(is_shown(&h, "第 1 步，共 1 步"));
    click(&mut h, "后退一步");
    assert!(is_shown(&h, "第 0 步，共 1 步"));
    press(&mut h, egui::Key::ArrowRight);
    let told = run(&h).log[1].concat();
    assert!(told.contains('获') || told.contains('发'), "{told}");

    // The fastest way to a bug, and its verdict.
    press(&mut h, egui::Key::B);
    press(&mut h, egui::Key::End);
    let shown = run(&h);
    let verdict = shown.verdict().expect("it fails").clone();
    let (title, why) = visualizer::narrate::verdict(shown.text, &shown.trace, &verdict);
    assert!(is_shown(&h, &why), "{title}: {why}");
    assert!(!title.is_ascii() && !why.is_ascii(), "{title}: {why}");

    // One key, and all is English, the past included; one more, and it is Chinese again.
    h.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::L);
    settle(&mut h);
    assert!(is_shown(&h, "Step back"));
    assert!(run(&h).log.concat().iter().all(|told| !told.contains('。')), "{:?}", run(&h).log);
    assert!(h.state().settings().language.as_deref() == Some("en"));
    h.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::L);
    settle(&mut h);
    assert!(is_shown(&h, "后退一步"));
}

/// A new lesson begins as a copy of it.
#[test]
fn the_template_opens_as_any_lesson() {
    static SHELF: &[&Lesson] = &[lessons::TEMPLATE];
    let mut h = harness(SHELF, "template", "broken");
    assert!(is_shown(&h, lessons::TEMPLATE.title(ENGLISH)));
    h.get_by_label(&lessons::TEMPLATE.invitation(ENGLISH));
    press(&mut h, Key::Num2);
    assert_eq!(run(&h).cursor, 1);
}

#[test]
fn a_run_is_shared_by_keyboard_as_text_and_as_files() {
    let folder = std::env::temp_dir().join(format!("threadlab-sheet-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let welcome = lessons::welcome();
    let mut h = harness(lessons::ALL, welcome.name, "broken");
    h.state_mut().save_in(&folder);
    press(&mut h, Key::E);
    assert!(is_shown(&h, "Nothing was chosen yet"));
    press(&mut h, Key::Escape);
    h.state_mut().load("tl1.producer-consumer/broken.c.b3f5bfe4.b2d3c2b2.ft");
    settle(&mut h);
    press(&mut h, Key::E);
    assert!(!is_shown(&h, "Nothing was chosen yet"));

    let copied = |h: &mut Harness<'_, App>, name: &str| {
        h.get_by_label(name).click();
        h.step();
        let copies = h.output().platform_output.commands.iter().filter_map(|command| match command {
            egui::OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        });
        let copied: Vec<String> = copies.collect();
        settle(h);
        copied.concat()
    };
    assert_eq!(copied(&mut h, "Copy the code"), run(&h).code);
    assert!(copied(&mut h, "Copy as Mermaid").starts_with("sequenceDiagram"));
    assert!(copied(&mut h, "Copy the transcript").contains("9. Waiter A releases orders"));

    for (format, file) in [
        ("Picture of the run", "producer-consumer-broken.svg"),
        ("Picture of this step", "producer-consumer-broken-step-9.png"),
        ("Animation", "producer-consumer-broken.gif"),
        ("Page to print", "producer-consumer-broken.html"),
        ("Sequence diagram", "producer-consumer-broken.mmd"),
        ("Trace for a profiler", "producer-consumer-broken.trace.json"),
        ("Test", "producer_consumer_broken.rs"),
        ("Test", "producer_consumer_broken-2.rs"),
    ] {
        let save = format!("Save as {format}");
        h.get_by_label(&save).focus();
        h.run();
        press(&mut h, Key::Enter);
        let path = folder.join(file);
        assert!(is_shown(&h, &format!("Saved {}", path.display())), "{file}");
        assert!(path.is_file(), "{file}");
    }
    h.state_mut().save_in(&folder.join("nowhere"));
    h.run();
    click(&mut h, "Save as Picture of the run");
    assert!(is_shown(&h, "nowhere/producer-consumer-broken.svg could not be written: "));
    std::fs::remove_dir_all(folder).expect("it is ours");

    // A run that ends well makes no test.
    press(&mut h, Key::Escape);
    h.state_mut().open("pipe", "fixed");
    settle(&mut h);
    press(&mut h, Key::E);
    assert!(h.get_by_label("Save as Test").accesskit_node().is_disabled());
}

#[test]
fn a_waiter_is_woken_for_no_reason_by_key_and_by_button() {
    let button = "Wake waiter A for no reason: a spurious wake-up";
    for by_key in [true, false] {
        let mut h = harness(lessons::ALL, "producer-consumer", "broken");
        assert!(!is_shown(&h, button));
        press(&mut h, Key::U);
        assert!(is_shown(&h, "Nobody waits at a condition where it could wake up for no reason"));
        press(&mut h, number(1));
        press(&mut h, number(1));
        assert_eq!(run(&h).here().then.chances, [Choice::Spurious(ThreadId(1))]);
        match by_key {
            true => press(&mut h, Key::U),
            false => click(&mut h, button),
        }
        assert!(is_shown(&h, "Waiter A wakes up, though nobody woke it: a spurious wake-up."));
        assert!(!is_shown(&h, button));
        press(&mut h, number(1)); // it has the lock again, finds nothing,
        press(&mut h, number(1)); // and gives it back while it panics
        let verdict = run(&h).verdict().expect("it broke");
        assert!(matches!(verdict, Verdict::Panicked { thread: ThreadId(1), .. }));
        // Its code brings it back, in steps of the other grain too.
        let code = run(&h).code.clone();
        let mut other = harness(lessons::ALL, "producer-consumer", "fixed");
        let ctx = other.ctx.clone();
        other.state_mut().act(Command::Load(code), &ctx);
        settle(&mut other);
        assert!(run(&other).fails());
        press(&mut other, Key::F);
        assert!(run(&other).fails());
        press(&mut other, Key::C);
        assert!(run(&other).is_line(&run(&h).line(run(&h).steps())));
    }
}

#[test]
fn a_notify_to_who_is_awake_already_is_told_so() {
    let mut h = harness(lessons::ALL, "producer-consumer", "fixed");
    // A waits and is woken for no reason, but the cook is there first.
    let ctx = h.ctx.clone();
    h.state_mut().act(Command::Go(stepper::choices("b2sbd2").expect("a code")), &ctx);
    settle(&mut h);
    assert!(is_shown(&h, "Cook notifies not_empty: that goes to waiter A, which has woken up already."));
}

/// What the views know of the line is what they would know had they seen it whole.
#[track_caller]
fn is_told_like_a_whole_one(run: &Run) {
    let place = format!("{} at step {} of {}", run.lesson.name, run.cursor, run.steps());
    assert_eq!(*run.log, narrate::log(text::english(), &run.trace), "{place}");
    let mut lanes = Lanes::default();
    lanes.follow(&run.trace, 0);
    assert_eq!(*run.lanes, *lanes, "{place}");
    assert_eq!(run.order(), order::edges(&run.trace), "{place}");
    assert_eq!(run.scene, picture::scene(text::english(), &run.trace, run.cursor), "{place}");
    let waits = |step: usize| run.trace.steps[step].then.threads.iter().map(picture::awaited);
    for thing in run.scene.things.iter().filter(|thing| thing.changed) {
        let used = run.here().events.iter().filter_map(|event| event.object);
        let used = used.map(|object| picture::drawn_as(&run.trace, object)).any(|object| object == thing.id);
        let first = run.here().choice.is_some_and(|choice| matches!(choice, Choice::Favour(_)));
        let comes = run.cursor > 0 && !waits(run.cursor).eq(waits(run.cursor - 1));
        assert!(used || first || comes, "{} changes in {place}", thing.name);
    }
}

#[test]
fn a_line_that_grows_and_is_cut_off_is_told_like_a_whole_one() {
    for lesson in lessons::ALL {
        let mut h = harness(lessons::ALL, lesson.name, lesson.programs[0].variant);
        // Another future is chosen twice, and at last the grain is another one.
        for keys in
            [&[Key::R; 7][..], &[Key::ArrowLeft; 4], &[Key::R; 4], &[Key::Home], &[Key::R; 5], &[Key::F]]
        {
            for &key in keys {
                press(&mut h, key);
                is_told_like_a_whole_one(run(&h));
            }
        }
    }
}

/// Two fill a queue, a third empties it, and all count under a lock.
fn goes_on_for_long() {
    const EACH: usize = 40;
    let places = primitives::Queue::bounded(2).named("places");
    let count = primitives::Lock::new(0).named("count");
    let last = primitives::Var::new(0).named("last");
    primitives::Thread::scope(|s| {
        for name in ["one", "two"] {
            s.spawn(name, || {
                for item in 0..EACH {
                    places.put(item).unwrap();
                    let mut counted = count.acquire();
                    *counted += 1;
                    last.set(item);
                }
            });
        }
        for _ in 0..2 * EACH {
            places.get().unwrap();
            *count.acquire() -= 1;
        }
    });
}

const LONG: Lesson = lesson("long", &[Program::new("broken", "", goes_on_for_long)]);

#[test]
fn a_long_line_is_told_like_a_whole_one_wherever_it_is_looked_at_and_left() {
    static SHELF: &[&Lesson] = &[&LONG];
    let mut h = harness(SHELF, "long", "broken");
    let ctx = h.ctx.clone();
    let mut act = |command: Command| {
        h.state_mut().act(command, &ctx);
        settle(&mut h);
        is_told_like_a_whole_one(run(&h));
        run(&h).steps()
    };
    let mut steps = 0;
    while steps < 300 {
        steps = act(Command::Random);
    }
    // Around the marks that the views leave on a line, forward and backward; then off it in between, again and again.
    for at in [64, 63, 65, 0, 129, 128, 200, 127, 300, 192] {
        act(Command::Jump(at));
    }
    for at in [192, 191, 128, 127, 64, 63, 1, 0] {
        act(Command::Jump(at));
        while act(Command::Random) < at + 70 {}
        for later in (64..70).rev() {
            act(Command::Jump(at + later));
            act(Command::Random);
        }
        act(Command::Jump(at + 2));
    }
}

fn has_many_workers() {
    primitives::Thread::scope(|s| {
        for name in ["waiter B", "cook", "worker 9", "worker 10", "worker 11", "cellar", "shift 11"] {
            s.spawn(name, || ());
        }
    });
}

#[test]
fn every_thread_has_a_mark_that_is_in_its_name() {
    static SHELF: &[&Lesson] = &[&lesson("many", &[Program::new("broken", "", has_many_workers)])];
    let h = harness(SHELF, "many", "broken");
    let marks: Vec<_> = (0..8).map(|n| run(&h).mark(ThreadId(n)).label).collect();
    assert_eq!(marks, ["M", "B", "C", "9", "10", "11", "C2", "112"]);
}

#[test]
fn a_search_can_be_stopped_before_it_has_begun() {
    let mut h = harness(lessons::ALL, "producer-consumer", "fixed");
    let ctx = h.ctx.clone();
    // It waits until the run is in single operations, of which there are far too many orders.
    h.state_mut().act(Command::Fine, &ctx);
    h.state_mut().act(Command::Ask, &ctx);
    assert!(h.state().is_searching());
    h.state_mut().client().stop();
    settle(&mut h);
    assert!(!h.state().is_searching());
    assert!(h.state().answer().is_none(), "nobody has waited for an answer");
    assert!(h.state().notice().is_some(), "it says that it was stopped");
}

#[test]
fn what_is_told_at_the_start_is_told_together() {
    let mut h = harness(lessons::ALL, "pipe", "broken");
    h.state_mut().tell("Your settings could not be read.".to_owned());
    h.state_mut().tell("Nor could your progress.".to_owned());
    assert_eq!(h.state().notice(), Some("Your settings could not be read. Nor could your progress."));
}

#[test]
fn larger_text_and_back_leaves_the_panels_as_they_were() {
    let mut h = harness(lessons::ALL, "pipe", "broken");
    h.set_size(vec2(1024.0, 640.0));
    settle(&mut h);
    let stage = h.get_by_role_and_label(Role::Group, "Stage").rect();
    for command in [Command::Larger, Command::Smaller].into_iter().flat_map(|command| vec![command; 3]) {
        let ctx = h.ctx.clone();
        h.state_mut().act(command, &ctx);
        settle(&mut h);
    }
    assert_eq!(h.get_by_role_and_label(Role::Group, "Stage").rect(), stage);
}
