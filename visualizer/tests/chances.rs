//! What nobody can count on, and the next timeout, by key, by button and by ear: who is woken first, a child that is killed.

use std::sync::Arc;

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use stepper::{Choice, Config, Grain, ProcessId, Session, Status, ThreadId, Verdict, Why, choices};
use visualizer::app::{App, Command};
use visualizer::catalog;
use visualizer::picture::Lane;
use visualizer::play::{Choose, play};
use visualizer::text::english;

mod driven;

use driven::{click, harness, is_shown, press, run, settle};

const B_FIRST: &str = "Put waiter B first of those who wait at bell: the next notify wakes it";
const KILL: &str = "Kill process reader: none of its threads moves again";

fn act(h: &mut Harness<'_, App>, command: Command) {
    let ctx = h.ctx.clone();
    h.state_mut().act(command, &ctx);
    settle(h);
}

fn go(h: &mut Harness<'_, App>, code: &str) {
    act(h, Command::Go(choices(code).expect("a code")));
}

/// What a screen reader hears of an object.
fn card(h: &Harness<'_, App>, begins: &str) -> String {
    let figures = h.query_all_by_label_contains(begins).map(|node| node.accesskit_node());
    let mut cards = figures.filter(|node| node.role() == Role::Figure).filter_map(|node| node.label());
    cards.find(|label| label.starts_with(begins)).expect("it is on the stage")
}

/// The code of the run on the screen brings it back in another app, in steps of either grain.
fn comes_back(h: &Harness<'_, App>, lesson: &str, holds: impl Fn(&Harness<'_, App>) -> bool) {
    let code = run(h).code.clone();
    let mut other = harness(lessons::ALL, lesson, "fixed");
    act(&mut other, Command::Load(code));
    assert!(run(&other).is_line(&run(h).line(run(h).steps())) && holds(&other));
    press(&mut other, Key::F);
    assert!(holds(&other));
    press(&mut other, Key::C);
    assert!(run(&other).is_line(&run(h).line(run(h).steps())) && holds(&other));
}

#[test]
fn a_waiter_is_put_first_by_key_and_by_button() {
    for by_key in [true, false] {
        let mut h = harness(lessons::ALL, "notify-one-or-all", "broken");
        press(&mut h, Key::J);
        assert!(is_shown(&h, "Nobody waits at a condition behind another thread"));
        go(&mut h, "b2c2");
        assert_eq!(card(&h, "Condition bell").find("waiter A"), card(&h, "Condition bell").find("waiter"));
        match by_key {
            true => press(&mut h, Key::J),
            false => click(&mut h, B_FIRST),
        }
        assert_eq!(run(&h).here().choice, Some(Choice::Favour(ThreadId(2))));
        assert!(is_shown(
            &h,
            "Waiter B is put first of those who wait at bell: a notify wakes it before the others."
        ));
        assert!(!is_shown(&h, B_FIRST) && is_shown(&h, "Put waiter A first of those who wait at bell"));
        // The picture, and who is next.
        let bell = run(&h).scene.things.iter().find(|thing| thing.name == "bell").expect("it is there");
        assert!(bell.changed);
        let line: Vec<ThreadId> = bell.waiting.iter().map(|w| w.thread).collect();
        assert_eq!(line, [2, 1].map(ThreadId));
        let heard = card(&h, "Condition bell");
        assert!(heard.find("waiter B") < heard.find("waiter A"), "{heard}");
        let facts = visualizer::closer::facts::of_thing(english(), &run(&h).trace, run(&h).cursor, bell);
        let facts = facts.join(" ");
        assert!(
            facts.contains("waiter B was put first, in step 5; after that waiter A since step 2."),
            "{facts}"
        );
        assert!(facts.contains("The next notify wakes waiter B, because you said so"), "{facts}");
        // The cook rings, and B wakes.
        press(&mut h, Key::Num4);
        press(&mut h, Key::Num4);
        assert!(is_shown(&h, "waiter B wakes, and now needs the lock again"));
        comes_back(&h, "notify-one-or-all", |h| {
            let last = &run(h).trace.steps[run(h).steps()].then.threads;
            let sleeps = |thread: usize| matches!(last[thread].status, Status::Blocked(Why::SleepsOn { .. }));
            sleeps(1) && !sleeps(2)
        });
        // Walked back over, it is a future like any other.
        press(&mut h, Key::ArrowLeft);
        press(&mut h, Key::ArrowLeft);
        press(&mut h, Key::ArrowLeft);
        assert!(is_shown(&h, B_FIRST));
        press(&mut h, Key::Num4);
        assert!(is_shown(&h, "B first C C"));
    }
}

#[test]
fn a_child_is_killed_by_key_and_by_button() {
    for by_key in [true, false] {
        let mut h = harness(lessons::ALL, "producer-consumer", "broken");
        press(&mut h, Key::X);
        assert!(is_shown(&h, "There is no child process that could be killed"));
        let mut h = harness(lessons::ALL, "pipe", "broken");
        go(&mut h, "a4b");
        assert!(card(&h, "Pipe letters").contains("reader: write end, descriptor 4"));
        match by_key {
            true => press(&mut h, Key::X),
            false => click(&mut h, KILL),
        }
        assert_eq!(run(&h).here().choice, Some(Choice::Kill(ProcessId(1))));
        assert!(is_shown(&h, "Process reader is killed: none of its threads moves again"));
        assert!(is_shown(&h, "the reader has ended with exit status -9"));
        assert!(!is_shown(&h, KILL));
        assert!(!card(&h, "Pipe letters").contains("reader:"), "its ends are gone");
        // Its card, its lane, and what is said of it.
        assert!(is_shown(&h, "Thread reader, key 2, killed in step 6"));
        let lanes: Vec<Lane> = run(&h).lanes.iter().map(|step| step[1].lane).collect();
        assert_eq!((lanes[5], lanes[6]), (Lane::Ran, Lane::Killed));
        assert!(run(&h).verdict().expect("it is over").is_fine());
        comes_back(&h, "pipe", |h| {
            let last = run(h).trace.steps.last().expect("a step");
            last.then.threads[1].status == Status::Killed && last.verdict == Some(Verdict::Finished)
        });
        press(&mut h, Key::Num2);
        assert!(is_shown(&h, "Reader cannot move"), "it is no more");
    }
}

#[test]
fn the_next_timeout_says_whose_it_is() {
    let mut h = harness(lessons::ALL, "timer-cancel", "broken");
    assert!(!run(&h).here().then.choices.contains(&Choice::Clock));
    press(&mut h, Key::Num0);
    assert!(is_shown(&h, "Time stands still as long as a thread can go on"));
    while let Some(&choice) = run(&h).here().then.choices.iter().find(|choice| choice.thread().is_some()) {
        act(&mut h, Command::Choose(choice));
    }
    assert!(is_shown(&h, "On to 10 ms, when the waits of timer and clerk end"));
    assert!(is_shown(&h, "Let the clock move on: timer and clerk, 10 ms"));
    press(&mut h, Key::Num0);
    assert!(is_shown(&h, "The clock moves on to 10 ms."));
    h.get_by_label("The clock"); // over the sentence, where else the thread is named
}

#[test]
fn what_a_proof_and_the_graph_leave_out_is_said() {
    let processes = "Processes that are killed are not among them.";
    let waits = "Spurious wake-ups, and another order of those who wait at a condition, are not among them.";
    for (lesson, said, other) in [("pipe", processes, waits), ("notify-one-or-all", waits, processes)] {
        let mut h = harness(lessons::ALL, lesson, "fixed");
        press(&mut h, Key::B);
        assert!(is_shown(&h, said) && !is_shown(&h, other), "{lesson}");
        press(&mut h, Key::A);
        assert!(is_shown(&h, said), "{lesson}");
    }
    let mut h = harness(lessons::ALL, "pipe", "fixed");
    go(&mut h, "axb");
    press(&mut h, Key::A);
    assert!(is_shown(&h, "Your line leaves them in step 2: that was no choice of a scheduler."));
}

/// A run with each of them, as every file that it can become.
#[test]
fn all_of_them_are_handed_on() {
    let played = |name: &str, code: &str| {
        let entry = catalog::find(english(), name).expect("it is there");
        let choices = choices(code).expect("a code");
        let schedule = stepper::Schedule {
            program: name.to_owned(),
            grain: Grain::Coarse,
            fingerprint: stepper::fingerprint(entry.program.source),
            choices: choices.clone(),
        };
        let played = play(entry, Grain::Coarse, &Choose::Schedule(schedule));
        assert_eq!((played.unfit, played.session.line()), (None, &choices[..]));
        played
    };
    let runs = [("notify-one-or-all/broken", "b2c2wcd2", "waiter B"), ("pipe/broken", "a4xb", "reader")];
    for (name, code, who) in runs {
        let played = played(name, code);
        let table = played.table(english(), 100);
        let cell = if who == "reader" { "killed ✗" } else { "is put first" };
        assert!(table.contains(cell), "{table}");
        let shared = played.shared(english());
        assert!(!shared.svg().contains("time passes"), "no clock moved");
        assert!(shared.svg().contains(cell.trim_end_matches(" ✗")));
        assert!(!shared.mermaid().contains("time passes"));
        let profile = shared.profile();
        let events = profile["traceEvents"].as_array().expect("a list");
        assert!(events.iter().any(|e| e["ph"] == "X" && e["name"] == cell.trim_end_matches(" ✗")));
        assert!(shared.handout().contains(code) && shared.transcript().contains(code));
    }
}

/// A process that is killed takes its memory with it.
#[test]
fn the_stage_keeps_nothing_of_a_dead_process() {
    use primitives::{Lock, Process};
    fn child(_: ()) {
        let diary = Lock::new(0).named("diary");
        *diary.acquire() += 1;
        *diary.acquire() += 1;
    }
    let program = || {
        let _ = Process::spawn("child", child, ()).join();
    };
    let mut session = Session::new(Arc::new(program), Config::default());
    session.play(&choices("bxb").expect("a code"));
    let things = |step| visualizer::picture::scene(english(), session.trace(), step).things.len();
    assert_eq!((things(1), things(2)), (1, 0));
}
