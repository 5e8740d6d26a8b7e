//! The app by ear and by keyboard alone: what a screen reader finds in each lesson, under each window and each tab.

use std::collections::BTreeMap;

use egui::accesskit::{Action, Live, Role};
use egui::{Key, Rect};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use visualizer::app::{App, Command, Tab};

mod driven;

use driven::{harness, press, run, settle};

/// What can be opened over a lesson or beside it.
fn places() -> Vec<(&'static str, Vec<Command>)> {
    vec![
        ("the lesson", vec![]),
        ("help", vec![Command::Help]),
        ("the palette", vec![Command::Palette]),
        ("the lessons", vec![Command::Lessons]),
        ("the outcomes", vec![Command::Outcomes]),
        ("the quiz", vec![Command::Quiz]),
        ("share", vec![Command::Share]),
        ("a code", vec![Command::Paste]),
        ("why", vec![Command::Look(Tab::Why)]),
        ("waits", vec![Command::Look(Tab::Waits)]),
        ("ways", vec![Command::Look(Tab::Ways)]),
        ("compare", vec![Command::Look(Tab::Compare)]),
        ("a talk", vec![Command::Present]),
        ("a talk, at its stage", vec![Command::Present, Command::Face, Command::Notes]),
    ]
}

fn show(h: &mut Harness<'_, App>, commands: &[Command]) {
    for command in commands {
        let ctx = h.ctx.clone();
        h.state_mut().act(command.clone(), &ctx);
        settle(h);
    }
}

/// Everything that can be focused or pressed: its role, its name, and where it is.
fn interactive(h: &Harness<'_, App>) -> Vec<(Role, String, Rect)> {
    let nodes = h.root().children_recursive();
    let live = nodes.filter(|node| {
        let data = node.accesskit_node();
        let data = data.data();
        data.supports_action(Action::Focus) || data.supports_action(Action::Click)
    });
    live.map(|node| {
        let data = node.accesskit_node();
        (data.role(), data.label().unwrap_or_default(), node.rect())
    })
    .collect()
}

#[test]
fn everything_that_can_be_pressed_has_a_name_of_its_own() {
    let mut nameless = Vec::new();
    let mut twice = BTreeMap::new();
    for lesson in lessons::ALL {
        let mut h = harness(lessons::ALL, lesson.name, lesson.programs[0].variant);
        for _ in 0..3 {
            press(&mut h, Key::R);
        }
        for (place, commands) in places() {
            show(&mut h, &commands);
            let mut seen = BTreeMap::new();
            for (role, name, rect) in interactive(&h) {
                if name.trim().is_empty() {
                    nameless.push(format!("{}, {place}: a {role:?} at {rect:?}", lesson.name));
                }
                *seen.entry((format!("{role:?}"), name)).or_insert(0) += 1;
            }
            for ((role, name), count) in seen {
                if count > 1 {
                    twice.entry(format!("{role} {name:?}")).or_insert(format!("{}, {place}", lesson.name));
                }
            }
            while h.state().face().is_some() || h.query_by_label("Close").is_some() {
                press(&mut h, Key::Escape);
            }
        }
    }
    assert!(nameless.is_empty(), "{nameless:#?}");
    // The same thing in two places: both do the same.
    twice.retain(|what, _| !SAME.iter().any(|same| what.contains(same)));
    assert!(twice.is_empty(), "{twice:#?}");
}

/// Names that stand twice on a screen and mean the same thing both times.
const SAME: &[&str] = &["Resize panel", "Go to ", "Step back", "Try again", "Stage"];

#[test]
fn the_focus_goes_as_one_reads() {
    let lesson = lessons::welcome();
    for (place, commands) in places() {
        let mut h = harness(lessons::ALL, lesson.name, lesson.programs[0].variant);
        for _ in 0..3 {
            press(&mut h, Key::R);
        }
        show(&mut h, &commands);
        let mut way: Vec<(String, Rect)> = Vec::new();
        for _ in 0..120 {
            press(&mut h, Key::Tab);
            let nodes = h.root().children_recursive();
            let focused = nodes.into_iter().find(|node| node.accesskit_node().is_focused());
            let Some(node) = focused else { continue };
            let name = node.accesskit_node().label().unwrap_or_default();
            let here = (name, node.rect());
            way.push(here);
            if way.len() > 1 && way.first() == way.last() {
                break;
            }
        }
        // The edges of panels come before what is in them.
        way.retain(|(name, _)| name != "Resize panel");
        assert!(way.len() > 2, "{place}: the focus goes nowhere");
        // All the way round it goes back once: from the last one to the first, wherever it began.
        let mut wraps = 0;
        for pair in way.windows(2) {
            let [(from, a), (to, b)] = pair else { continue };
            let left = b.right() <= a.left();
            let row = b.top() < a.bottom() && a.top() < b.bottom();
            let above = b.bottom() <= a.top();
            wraps += usize::from(left && (row || above));
            assert!(wraps < 2, "{place}: from {from:?} at {a:?} back to {to:?} at {b:?}");
        }
    }
}

#[test]
fn the_sentence_of_a_step_is_told_when_it_changes() {
    for lesson in lessons::ALL {
        let mut h = harness(lessons::ALL, lesson.name, lesson.programs[0].variant);
        press(&mut h, Key::R);
        let told = run(&h).log[1][0].clone();
        let mut live = h.root().children_recursive().filter(|n| n.accesskit_node().live() == Live::Polite);
        let told = told.to_lowercase();
        let heard = live.any(|n| n.accesskit_node().label().is_some_and(|l| l.to_lowercase() == told));
        assert!(heard, "{}: {told}", lesson.name);
    }
}
