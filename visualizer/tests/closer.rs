//! A closer look: what changed, why, who waits for whom, what happens before what, all ways, and two runs side by side.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use egui::accesskit::Role;
use egui::{Key, ViewportId, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use lessons::{Lesson, Program};
use primitives::{Event, Lock, Queue, Semaphore, Thread, Var};
use stepper::{Choice, Config, Grain, Session, ThreadId, Verdict};
use visualizer::app::{App, Command};
use visualizer::catalog::Entry;
use visualizer::closer::{facts, order, waits, why};
use visualizer::play::{Choose, play};
use visualizer::protocol::{Answer, ProgramId, Request};
use visualizer::text::english;
use visualizer::worker::{Client, Happened, Service};
use visualizer::{narrate, picture};

mod driven;

use driven::{click, every_program, harness, is_shown, lesson, press, run, settle};

/// Two locks, taken in opposite orders.
fn crossed() {
    let pen = Lock::new(0).named("pen");
    let paper = Lock::new(0).named("paper");
    Thread::scope(|s| {
        s.spawn("A", || {
            let _pen = pen.acquire();
            let _paper = paper.acquire();
        });
        s.spawn("B", || {
            let _paper = paper.acquire();
            let _pen = pen.acquire();
        });
    });
}

/// Everything that something can travel through.
fn travels() {
    let orders = Queue::bounded(2).named("orders");
    let seats = Semaphore::new(2).named("seats");
    let open = Event::new().named("open");
    Thread::scope(|s| {
        s.spawn("guest", || {
            open.wait();
            std::mem::forget(seats.acquire());
            orders.put(1).ok();
        });
        s.spawn("host", || {
            open.set();
            orders.get().ok();
            seats.release(1).ok();
        });
    });
}

const fn program(main: fn()) -> Program {
    Program { no_loom: Some("it is a test"), ..Program::new("broken", "", main) }
}

static CROSSED: Lesson = lesson("crossed", &[program(crossed)]);
static TRAVELS: Lesson = lesson("travels", &[program(travels)]);
static SHELF: &[&Lesson] = &[&CROSSED, &TRAVELS];

fn choices(code: &str) -> Vec<Choice> {
    stepper::choices(code).expect("choices")
}

/// The crossed locks, after these choices.
fn crossed_after(code: &str) -> Session {
    let mut session = Session::new(Arc::new(crossed), Config::default());
    session.play(&choices(code));
    session
}

/// The app with this program, after these choices.
fn after(shelf: &'static [&'static Lesson], name: &str, code: &str) -> Harness<'static, App> {
    let mut h = harness(shelf, name, "broken");
    let ctx = h.ctx.clone();
    h.state_mut().act(Command::Go(choices(code)), &ctx);
    settle(&mut h);
    assert_eq!(run(&h).cursor, choices(code).len());
    h
}

fn node<'a>(h: &'a Harness<'_, App>, part: &'a str) -> egui_kittest::Node<'a> {
    let found = h.query_all_by_label_contains(part).next();
    found.unwrap_or_else(|| panic!("nothing is called “{part}”"))
}

#[test]
fn what_the_last_step_changed_is_said_of_it_alone() {
    // Waiter A waits on the condition, the cook has the lock.
    let h = after(lessons::ALL, "producer-consumer", "b2d");
    let name = |part: &str| node(&h, part).accesskit_node().label().unwrap_or_default();
    assert!(name("Lock orders").ends_with("changed in this step"));
    assert!(!name("Condition not_empty").contains("changed"));
    // A thread that is woken has left the wait set: that is a change too.
    let h = after(lessons::ALL, "producer-consumer", "b2d2");
    assert!(is_shown(&h, "Condition not_empty, nobody waits, changed in this step"));
}

#[test]
fn who_is_blocked_says_why_since_when_and_in_which_place() {
    let h = after(lessons::ALL, "producer-consumer", "b2d2");
    let part = "waiter A, key 2, blocked, wants orders, which cook holds, since step 4; 2nd of 2 that wait";
    assert!(node(&h, part).accesskit_node().label().is_some_and(|l| l.ends_with("Why?")));
    assert!(is_shown(&h, "waiter B, key 3, blocked, wants orders, which cook holds, since step 3; 1st of 2"));
}

#[test]
fn a_wait_set_says_who_promises_its_order() {
    let mut h = after(lessons::ALL, "producer-consumer", "b2c2");
    node(&h, "Condition not_empty").focus();
    settle(&mut h);
    let told = node(&h, "Condition not_empty").accesskit_node().description().unwrap_or_default();
    assert!(told.contains("A notify wakes who has waited longest: this Condition promises it"), "{told}");
}

#[test]
fn whatever_has_the_focus_tells_all_about_itself() {
    let mut h = after(lessons::ALL, "producer-consumer", "b2d2");
    node(&h, "Lock orders").focus();
    settle(&mut h);
    let told = node(&h, "Lock orders").accesskit_node().description().unwrap_or_default();
    for part in [
        "orders is a Lock, made by main.",
        "cook has held it since step 3.",
        "waiter B has waited longest, since step 3; after that waiter A since step 4.",
        "This order is no promise",
        "Click, or press Enter",
    ] {
        assert!(told.contains(part), "{told}");
    }
    // It is on the screen as well, and Enter asks why.
    h.query_all_by_value("Cook has held it since step 3.").next().expect("it is shown");
    h.key_press(Key::Enter);
    settle(&mut h);
    assert!(is_shown(&h, "Why is orders [1]?"));

    node(&h, "Thread cook").focus();
    settle(&mut h);
    let told = node(&h, "Thread cook").accesskit_node().description().unwrap_or_default();
    for part in ["It has held orders since step 3", "waiter B and waiter A wait for what it holds."] {
        assert!(told.contains(part), "{told}");
    }
}

#[test]
fn the_keyboard_reaches_every_object_and_every_thread() {
    let mut h = after(lessons::ALL, "producer-consumer", "b2d2");
    let mut reached = Vec::new();
    for _ in 0..60 {
        h.key_press(Key::Tab);
        h.run();
        let nodes = h.root().children_recursive();
        let focused = nodes.into_iter().find(|n| n.is_focused());
        reached.extend(focused.and_then(|n| n.accesskit_node().label()));
    }
    for part in ["Lock orders", "Condition not_empty", "Thread main", "Thread waiter A", "Thread cook"] {
        assert!(reached.iter().any(|name| name.starts_with(part)), "{part}: {reached:?}");
    }
}

#[test]
fn why_leads_to_the_step_that_made_it_so_and_back() {
    let mut h = after(lessons::ALL, "producer-consumer", "b2d2");
    press(&mut h, Key::Y);
    assert!(is_shown(&h, "Why does waiter B wait?"));
    assert!(is_shown(&h, "Why is orders [1]?"));
    press(&mut h, Key::Y);
    assert!(!is_shown(&h, "Why does waiter B wait?"));

    let card = node(&h, "Thread waiter B").rect().center();
    h.drag_at(card);
    h.step();
    h.drop_at(card);
    settle(&mut h);
    assert!(is_shown(&h, "Why does waiter B wait?"));
    assert!(!is_shown(&h, "Why does waiter A wait?"), "only what was asked");
    node(&h, "Go to step 3: Cook took orders in step 3").click();
    settle(&mut h);
    assert_eq!(run(&h).cursor, 3);
    // The answer stays, and the way back.
    assert!(is_shown(&h, "Why does waiter B wait?"));
    click(&mut h, "Back to step 4, where this was asked");
    assert_eq!(run(&h).cursor, 4);
    click(&mut h, "All questions");
    assert!(is_shown(&h, "Why does waiter A wait?"));
    press(&mut h, Key::Escape);
    assert!(!is_shown(&h, "Why does waiter A wait?"));
}

/// "A took pen in step 1 (closer.rs, line 7)." without its line, which changes with this file.
fn without_lines(said: &str) -> String {
    match said.split_once(" (closer.rs, line ") {
        Some((before, after)) => {
            before.to_owned() + after.trim_start_matches(char::is_numeric).trim_start_matches(')')
        }
        None => said.to_owned(),
    }
}

#[test]
fn a_chain_of_reasons_ends_at_who_can_go_on_or_closes_the_circle() {
    let said = |code: &str, thread: u8| -> Vec<String> {
        let session = crossed_after(code);
        let trace = session.trace();
        let step = trace.steps.len() - 1;
        let scene = picture::scene(english(), trace, step);
        let subject = why::Subject::Thread(ThreadId(thread));
        let question = why::question(english(), trace, &scene, step, subject).expect("it waits");
        question.reasons.into_iter().map(|reason| without_lines(&reason.text)).collect()
    };
    assert_eq!(
        said("bc", 1),
        [
            "A wants paper, which B holds, since step 2.",
            "B took paper in step 2.",
            "B wants pen, which A holds, since step 2.",
            "A took pen in step 1.",
            "So they wait for each other in a circle. None of them can ever go on.",
        ]
    );
    let chain = said("b", 0);
    assert_eq!(
        chain,
        ["main waits until A ends, since the start.", "A can go on: next is acquire of paper."]
    );
}

/// One has taken the last seat; a word that only the guard writes is asked for again and again.
fn without_holders() {
    let seats = Semaphore::new(1).named("seats");
    let open = Var::new(0).named("open");
    Thread::scope(|s| {
        s.spawn("guest", || std::mem::forget(seats.acquire()));
        s.spawn("late", || drop(seats.acquire()));
        s.spawn("polite", || {
            while open.get() == 0 {
                Thread::yield_now();
            }
        });
        s.spawn("guard", || open.set(1));
    });
}

#[test]
fn a_wait_for_what_nobody_holds_tells_who_changed_it_last() {
    let said = |session: &Session, thread: u8| -> Vec<String> {
        let trace = session.trace();
        let step = trace.steps.len() - 1;
        let scene = picture::scene(english(), trace, step);
        let subject = why::Subject::Thread(ThreadId(thread));
        let question = why::question(english(), trace, &scene, step, subject).expect("it waits");
        question.reasons.into_iter().map(|reason| without_lines(&reason.text)).collect()
    };
    let mut session = Session::new(Arc::new(without_holders), Config::default());
    session.play(&choices("bd"));
    assert_eq!(
        said(&session, 2),
        [
            "late wants a permit of seats, and none is left, since step 1.",
            "guest changed seats last, in step 1: from 1 to 0.",
        ]
    );
    let polls = said(&session, 3);
    assert!(polls[0].starts_with("polite asks again and again until open"), "{polls:#?}");
    let vain = "polite may go on all the same: it would only see what it has seen.";
    assert_eq!(polls.last().map(String::as_str), Some(vain));
    // Between processes: for bytes, and for an end.
    let lesson = lessons::find("pipe").expect("it is there");
    let program = lesson.program("broken").expect("it is there");
    let main = program.main;
    let mut session = Session::new(Arc::new(main), Config::default());
    session.play(&choices(&lesson.pin(program).expect("it is pinned").schedule));
    let wait = said(&session, 1);
    assert!(wait.iter().any(|said| said.contains("changed letters last, in step")), "{wait:#?}");
    assert_eq!(wait.last().map(String::as_str), Some("So reader waits for itself."));
    let wait = said(&session, 0);
    assert!(wait[0].contains("waits until process reader ends"), "{wait:#?}");
    assert!(wait[1].starts_with("reader waits for bytes in letters"), "{wait:#?}");
}

#[test]
fn who_waits_for_whom_is_drawn_and_told_and_the_circle_is_named() {
    let mut h = after(SHELF, "crossed", "bc");
    press(&mut h, Key::W);
    let circle = "A circle: A waits for B, which waits for A. None of them can ever go on.";
    let circle_too = "A circle: B waits for A, which waits for B. None of them can ever go on.";
    assert!(is_shown(&h, circle) || is_shown(&h, circle_too));
    let trace = &run(&h).trace;
    let graph = waits::graph(trace, 2);
    assert_eq!(graph.cycle.len(), 4, "two threads and two locks");
    assert!(graph.for_ever);
    assert!(waits::graph(trace, 1).cycle.is_empty());
    // main waits behind the circle.
    assert!(graph.nodes.contains(&waits::Node::Thread(ThreadId(0))));
    press(&mut h, Key::ArrowLeft);
    assert!(is_shown(&h, "Nobody waits in a circle."));
}

#[test]
fn who_waits_for_one_end_after_another_says_since_when_for_each() {
    // B and the cook are still at it when A is done.
    let mut h = harness(lessons::ALL, "producer-consumer", "broken");
    assert!(is_shown(&h, "waits until waiter A ends, since the start"));
    for key in [Key::Num2, Key::Num2, Key::Num4, Key::Num4, Key::Num4, Key::Num2, Key::Num2] {
        press(&mut h, key);
    }
    assert!(is_shown(&h, "waits until waiter B ends, since step 7"));
}

#[test]
fn what_happens_before_what_is_told_in_words() {
    let mut h = after(lessons::ALL, "producer-consumer", "b2d3c");
    assert!(!is_shown(&h, "happens before what you"));
    press(&mut h, Key::H);
    let words = "Release of orders by cook in step 5 happens before acquire of orders by waiter B in step 6";
    assert!(is_shown(&h, words));
    node(&h, words).focus();
    settle(&mut h);
    assert!(node(&h, words).is_focused());
    for (lesson, program) in every_program() {
        let played = play(Entry { lesson, program }, Grain::Fine, &Choose::Dice(3));
        let trace = played.session.trace();
        let edges = order::edges(trace);
        // A program whose threads share nothing but plain variables has none: that is what is wrong with it.
        assert!(!edges.is_empty() || program.win.is_some(), "{}/{}", lesson.name, program.variant);
        for edge in edges {
            let words = edge.words(english(), trace);
            assert!(edge.from < edge.to && edge.giver != edge.taker, "{words}");
            assert!(!words.contains("what is done by"), "{}: {words}", lesson.name);
            // The clocks say the same: the later step knows of the earlier one.
            let knows = |step: usize, of: ThreadId, by: ThreadId| {
                let events = trace.steps[step].events.iter().filter(|e| e.thread == by);
                events.filter_map(|e| e.clock.get(of.index()).copied()).max().unwrap_or(0)
            };
            let first = trace.steps[edge.from].events.iter().find(|e| e.thread == edge.giver);
            let first = first.and_then(|e| e.clock.get(edge.giver.index()).copied()).unwrap_or(0);
            assert!(knows(edge.to, edge.giver, edge.taker) >= first, "{words}");
        }
    }
    press(&mut h, Key::H);
    assert!(!is_shown(&h, words));
}

fn ways_of(shelf: &'static [&'static Lesson], lesson: &str, variant: &str) -> visualizer::closer::ways::Ways {
    let mut service = Service::new(shelf);
    let watch = &mut |_| std::ops::ControlFlow::Continue(());
    let id = ProgramId { lesson: lesson.into(), variant: variant.into(), grain: Grain::Coarse };
    service.answer(Request::Open(id), watch);
    match service.answer(Request::Ways, watch) {
        Answer::Ways(ways) => *ways,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_map_of_all_ways_is_true_of_every_run() {
    let own = SHELF.iter().map(|&lesson| (SHELF, lesson, &lesson.programs[0]));
    for (shelf, lesson, program) in every_program().map(|(l, p)| (lessons::ALL, l, p)).chain(own) {
        let ways = ways_of(shelf, lesson.name, program.variant);
        for node in &ways.nodes {
            for (_, to) in &node.next {
                assert!(to.is_none_or(|to| ways.nodes[to].depth == node.depth + 1));
                assert!(to.is_some() || ways.more);
            }
        }
        let mut met = HashSet::new();
        for seed in 0..300 {
            let played = play(Entry { lesson, program }, Grain::Coarse, &Choose::Dice(seed));
            let trace = played.session.trace();
            let path = ways.path(trace.steps.iter().filter_map(|step| step.choice));
            for (&node, step) in path.iter().zip(&trace.steps) {
                met.insert(node);
                let end = step.verdict.as_ref().map(Verdict::is_fine);
                let node = &ways.nodes[node];
                assert_eq!(node.end.as_ref().map(|end| end.1), end, "{}", lesson.name);
                if end.is_none() {
                    let next: Vec<Choice> = node.next.iter().map(|(choice, _)| *choice).collect();
                    assert_eq!(next, step.then.choices, "{}/{}", lesson.name, program.variant);
                }
            }
            let on_the_map = trace.steps.iter().take_while(|step| step.verdict.is_none()).count();
            assert!(ways.more || path.len() >= on_the_map, "{}: off the map", lesson.name);
        }
        // A small map is walked through as a whole.
        let met = met.len();
        assert!(met > 5 || met == ways.nodes.len(), "{}/{}: {met}", lesson.name, program.variant);
    }
    let ways = ways_of(SHELF, "crossed", "broken");
    let ends: Vec<_> = ways.nodes.iter().filter_map(|node| node.end.clone()).collect();
    assert_eq!(ends.iter().filter(|end| !end.1).count(), 1, "one deadlock: {ends:?}");
    assert!(!ways.more);
}

#[test]
fn a_state_of_the_map_is_a_click_away() {
    let mut h = after(SHELF, "crossed", "b");
    press(&mut h, Key::A);
    assert!(is_shown(&h, "State 0, after 0 steps, on your line"));
    assert!(is_shown(&h, "after 1 step, here"));
    click(&mut h, "Go to an end: Deadlock");
    assert!(matches!(run(&h).verdict(), Some(Verdict::Deadlock { .. })));
    assert!(is_shown(&h, "Deadlock, here"));
    // A state that is passed is gone to without leaving the line.
    let steps = run(&h).steps();
    node(&h, "State 0, after 0 steps, on your line").click();
    settle(&mut h);
    assert_eq!((run(&h).cursor, run(&h).steps()), (0, steps));
    // Any other one makes a line of its own, and the old one is kept.
    click(&mut h, "Go to an end: The run ended well");
    assert_eq!(run(&h).verdict(), Some(&Verdict::Finished));
    assert_eq!(run(&h).branches.len(), 1);
}

#[test]
fn two_runs_stand_side_by_side_from_their_first_difference() {
    let mut h = after(SHELF, "crossed", "bb");
    press(&mut h, Key::D);
    assert!(is_shown(&h, "There is no other run yet"));
    let ctx = h.ctx.clone();
    h.state_mut().act(Command::Go(choices("bc")), &ctx);
    settle(&mut h);
    h.get_by_label("Step 1 is the same.");
    h.get_by_label("Step 2: the first difference");
    assert!(is_shown(&h, "This line, step 2: B acquires paper."));
    assert!(is_shown(&h, "The other, step 2: A acquires paper."));
    h.get_by_label("This line: Deadlock");
    h.get_by_label("The other: It can go on");
    click(&mut h, "Take up the other run");
    assert!(is_shown(&h, "This line, step 2: A acquires paper."));
    assert!(is_shown(&h, "The other, step 2: B acquires paper."));
}

#[test]
fn one_closer_look_at_a_time_and_nothing_moves_in_it() {
    for size in [vec2(1024.0, 640.0), vec2(1440.0, 900.0)] {
        for (lesson, program) in every_program() {
            let mut h = harness(lessons::ALL, lesson.name, program.variant);
            for _ in 0..6 {
                press(&mut h, Key::R);
            }
            h.set_size(size);
            settle(&mut h);
            press(&mut h, Key::H);
            for key in [Key::Y, Key::W, Key::A, Key::D] {
                press(&mut h, key);
                for node in h.root().children_recursive() {
                    let node = node.accesskit_node();
                    let role = node.role();
                    let named = node.label().is_some_and(|l| !l.trim().is_empty());
                    let painted = matches!(role, Role::Button | Role::ListItem | Role::Figure | Role::Image);
                    assert!(!painted || named, "{} {key:?}: a {role:?} without a name", lesson.name);
                }
                let delay = h.output().viewport_output[&ViewportId::ROOT].repaint_delay;
                assert!(delay > Duration::from_secs(3600), "{key:?} repaints after {delay:?}");
            }
        }
    }
}

#[test]
fn every_step_of_every_lesson_is_told_by_more_than_that_it_was_made() {
    for (lesson, program) in every_program() {
        for (grain, seed) in
            [Grain::Coarse, Grain::Fine].into_iter().flat_map(|g| (0..40).map(move |n| (g, n)))
        {
            let played = play(Entry { lesson, program }, grain, &Choose::Dice(seed));
            for (step, told) in narrate::log(english(), played.session.trace()).iter().enumerate().skip(1) {
                let bare = told.iter().all(|sentence| sentence.ends_with(" goes on."));
                assert!(!bare, "{}/{} {grain:?} {seed}: step {step}", lesson.name, program.variant);
            }
        }
    }
}

#[test]
fn facts_know_the_queue_of_a_thread() {
    let session = crossed_after("bc");
    let trace = session.trace();
    let scene = picture::scene(english(), trace, 2);
    assert_eq!(facts::place(&scene, ThreadId(1)), None, "alone in its queue");
    let of_a = facts::of_thread(english(), trace, &scene, 2, ThreadId(1)).join(" ");
    assert!(of_a.contains("It has held pen since step 1"), "{of_a}");
    assert!(of_a.contains("B waits for what it holds."), "{of_a}");
}

/// Whether anything is on its way in the frame after the step that `key` makes.
fn moves(h: &mut Harness<'static, App>, key: Key) -> bool {
    h.key_press(key);
    h.step();
    h.state_mut().settle();
    h.remove_cursor();
    h.run_steps(2);
    let moves = h.ctx.repaint_causes().iter().any(|cause| cause.file.ends_with("motion.rs"));
    h.run();
    let delay = h.output().viewport_output[&ViewportId::ROOT].repaint_delay;
    assert!(delay > Duration::from_secs(3600), "it comes to rest");
    moves
}

#[test]
fn what_is_put_taken_and_signalled_is_seen_to_travel_and_then_rests() {
    for less in [false, true] {
        let mut h = harness(SHELF, "travels", "broken");
        h.ctx.all_styles_mut(|s| s.animation_time = 0.1);
        if less {
            let ctx = h.ctx.clone();
            h.state_mut().act(Command::LessMotion, &ctx);
        }
        // The host opens; the guest sees it, takes a seat and orders; the host takes the order and gives the seat back.
        let steps = [(Key::Num3, true), (Key::Num2, false), (Key::Num2, true), (Key::Num2, true)];
        for (key, travels) in steps.into_iter().chain([(Key::Num3, true), (Key::Num3, true)]) {
            let cursor = run(&h).cursor;
            let moved = moves(&mut h, key);
            settle(&mut h);
            let told = run(&h).log[cursor + 1].concat();
            assert_eq!(moved, travels && !less, "{told}");
        }
        // Going back is a jump for what travels.
        assert!(!moves(&mut h, Key::ArrowLeft));
    }
}

#[test]
fn who_is_woken_is_seen_to_move_from_the_wait_set_to_the_queue_of_the_lock() {
    let mut h = after(lessons::ALL, "producer-consumer", "b2d");
    h.ctx.all_styles_mut(|s| s.animation_time = 0.1);
    assert!(!is_shown(&h, "Condition not_empty, nobody waits"), "A is in the wait set");
    // The fourth thread is the cook, who notifies.
    assert!(moves(&mut h, Key::Num4), "A is on its way");
    settle(&mut h);
    assert!(is_shown(&h, "Condition not_empty, nobody waits"));
    let ctx = h.ctx.clone();
    h.state_mut().act(Command::Back, &ctx);
    h.state_mut().act(Command::LessMotion, &ctx);
    settle(&mut h);
    assert!(!moves(&mut h, Key::Num4), "less motion is wished for");
}

#[test]
fn a_run_beside_the_session_leaves_it_alone() {
    let mut client = Client::thread(SHELF, || {});
    client.patience = driven::NEVER;
    let id = ProgramId { lesson: "crossed".into(), variant: "broken".into(), grain: Grain::Coarse };
    client.send(Request::Open(id));
    client.send(Request::Go(choices("bb")));
    client.send(Request::Beside(choices("bc")));
    client.send(Request::Forward);
    let happened = client.settle();
    let [.., Happened::Update(before), Happened::Beside(beside), Happened::Update(after)] = &happened[..]
    else {
        panic!("{happened:?}");
    };
    assert_eq!(beside.trace.steps.len(), 3);
    assert_eq!((&before.line, before.cursor), (&after.line, after.cursor));
    assert!(after.branches.is_empty());
}
