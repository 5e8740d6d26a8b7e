//! Room for everything: whatever is on the screen, the stage can be used, no card and no word is cut, and no two words
//! lie over each other.

use egui::accesskit::Role;
use egui::epaint::{ClippedShape, TextShape};
use egui::{Rect, Shape, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::NodeT as _;
use lessons::{Lesson, Program};
use stepper::{Choice, ThreadId};
use visualizer::app::{App, Command, Tab};
use visualizer::path::Part;
use visualizer::protocol::Request;
use visualizer::text::{self, tell};

mod driven;

use driven::{every_program, harness_with, lesson, run, settle};

const SIZES: [Vec2; 2] = [vec2(1024.0, 640.0), vec2(1440.0, 900.0)];
const ENGLISH: &str = r#"{"language":"en"}"#;
const CHINESE: &str = r#"{"language":"zh-CN"}"#;

fn act(h: &mut Harness<'_, App>, command: Command) {
    let ctx = h.ctx.clone();
    h.state_mut().act(command, &ctx);
    settle(h);
}

/// The program at its most telling schedule, at a moment of it.
fn at(h: &mut Harness<'_, App>, lesson: &Lesson, program: &Program, step: usize) {
    let schedule = lesson.pin(program).map(|pin| pin.schedule).unwrap_or_default();
    h.state_mut().client().send(Request::Play(schedule));
    h.state_mut().client().send(Request::Jump(step));
    settle(h);
}

/// A row of words: where it is, what can be seen of that, and whether there should be more of it.
struct Word {
    text: String,
    rect: Rect,
    seen: Rect,
    cut: bool,
}

/// All that is written on the screen.
fn words(h: &Harness<'_, App>) -> Vec<Word> {
    fn collect(shape: &Shape, clip: Rect, words: &mut Vec<Word>) {
        match shape {
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| collect(shape, clip, words)),
            Shape::Text(TextShape { pos, galley, .. }) => {
                for row in &galley.rows {
                    let (Some(first), Some(last)) = (row.glyphs.first(), row.glyphs.last()) else { continue };
                    // A row that goes on after something else begins with room for that.
                    let (left, right) = (row.pos.x + first.pos.x, row.pos.x + last.max_x());
                    let rect = Rect::from_x_y_ranges(left..=right, row.rect().y_range());
                    let rect = rect.translate(pos.to_vec2());
                    words.push(Word {
                        text: row.text(),
                        rect,
                        seen: rect.intersect(clip),
                        // The app cuts what is on a button by itself. Of another future its beginning is the name.
                        cut: galley.elided || row.text().ends_with('…') && !row.text().contains('→'),
                    });
                }
            }
            _ => {}
        }
    }
    let mut words = Vec::new();
    for ClippedShape { clip_rect, shape, .. } in &h.output().shapes {
        collect(shape, *clip_rect, &mut words);
    }
    words.retain(|word| !word.text.trim().is_empty() && word.seen.width() > 2.0 && word.seen.height() > 2.0);
    words
}

/// What is wrong with the screen.
fn faults(h: &Harness<'_, App>, size: Vec2) -> Vec<String> {
    let mut faults = Vec::new();
    let said = text::text(&h.ctx);
    let stage = tell!(said, "stage");
    let nodes = || h.root().children_recursive();
    let of = |role| nodes().filter(move |node| node.accesskit_node().role() == role);
    let named = |node: &egui_kittest::Node<'_>| node.accesskit_node().label().unwrap_or_default();

    // Something may have been asked for instead of the stage.
    if let Some(place) = of(Role::Group).find(|node| named(node) == stage).map(|node| node.rect()) {
        let bar = tell!(said, "scrolls", what = &stage);
        let scrolls = of(Role::ScrollBar).any(|node| named(&node) == bar);
        let things = run(h).scene.things.iter().map(|thing| format!("{} {}", thing.kind, thing.name));
        for thing in things {
            let card = of(Role::Figure).find(|node| named(node).starts_with(&thing));
            let Some(card) = card.map(|node| node.rect()) else {
                faults.push(format!("no card of {thing}"));
                continue;
            };
            // A low stage is one that has no use for more.
            if place.width() < 460.0 || place.height() < 185.0 && card.bottom() > place.bottom() {
                faults.push(format!("a stage of {}", place.size()));
            }
            let beside = card.left() < place.left() - 1.0 || card.right() > place.right() + 1.0;
            let below = card.bottom() > place.bottom() + 1.0;
            if beside || below && !scrolls || card.height() > place.height() + 0.5 {
                faults.push(format!("the card of {thing} at {card} on {place}"));
            }
        }
    }
    let all = Rect::from_min_size(egui::Pos2::ZERO, size);
    let words = words(h);
    // The list of steps is told again by the headline; what else is cut says too little.
    let list: Vec<Rect> = of(Role::ListItem).map(|node| node.rect()).collect();
    for Word { text, rect, .. } in words.iter().filter(|word| word.cut) {
        if !list.iter().any(|row| row.contains(rect.center())) {
            faults.push(format!("not whole: {text:?} at {rect}"));
        }
    }
    for Word { text, rect, seen, .. } in &words {
        // The time goes on at the side.
        let time = rect.top() > size.y * 0.6 && text.chars().all(|c| c.is_ascii_digit());
        if !time && (rect.left() < seen.left() - 1.5 || rect.right() > seen.right() + 1.5) {
            faults.push(format!("cut at the side: {text:?} at {rect}, seen {seen}"));
        }
        if !all.contains_rect(*seen) {
            faults.push(format!("outside: {text:?} at {rect}"));
        }
    }
    for (i, Word { text: a, seen: one, .. }) in words.iter().enumerate() {
        for Word { text: b, seen: other, .. } in &words[i + 1..] {
            let both = one.intersect(*other);
            if both.width() > 2.0 && both.height() > 5.0 && one != other {
                faults.push(format!("{a:?} at {one} and {b:?} at {other}"));
            }
        }
    }
    faults
}

fn look(h: &mut Harness<'_, App>, moment: &str, all: &mut Vec<String>) {
    for size in SIZES {
        h.set_size(size);
        settle(h);
        let id = &run(h).id;
        let place =
            format!("{}/{} {moment} {} at {size}", id.lesson, id.variant, text::text(&h.ctx).language());
        all.extend(faults(h, size).into_iter().map(|fault| format!("{place}: {fault}")));
    }
}

#[track_caller]
fn assert_none(faults: &[String]) {
    // Each kind once.
    let mut kinds = std::collections::BTreeMap::new();
    for fault in faults {
        let kind: String = fault.split(": ").skip(1).collect::<String>();
        let kind: String = kind.chars().filter(|c| !c.is_ascii_digit() && *c != '.').collect();
        kinds.entry(kind).or_insert(fault);
    }
    let some = kinds.into_values().take(80).cloned().collect::<Vec<_>>().join("\n");
    assert!(faults.is_empty(), "{} faults\n{some}", faults.len());
}

#[test]
fn every_moment_of_every_program_has_its_room() {
    let mut all = Vec::new();
    for settings in [ENGLISH, CHINESE] {
        for (lesson, program) in every_program() {
            let mut h = harness_with(lessons::ALL, lesson.name, program.variant, Some(settings));
            look(&mut h, "at first", &mut all);
            at(&mut h, lesson, program, 3);
            look(&mut h, "in its middle", &mut all);
            at(&mut h, lesson, program, usize::MAX);
            look(&mut h, "at its end", &mut all);
            act(&mut h, Command::Story);
            look(&mut h, "at its end, with its text", &mut all);
        }
    }
    assert_none(&all);
}

/// It is alone, and takes a lock again and again.
fn takes_many_steps() {
    let shelf = primitives::Lock::new(0).named("shelf");
    for _ in 0..LONG {
        *shelf.acquire() += 1;
    }
}

const LONG: usize = 600;

#[test]
fn a_line_of_more_than_a_thousand_steps_has_its_room() {
    static SHELF: &[&Lesson] = &[&lesson("long", &[Program::new("broken", "", takes_many_steps)])];
    let mut all = Vec::new();
    let mut h = harness_with(SHELF, "long", "broken", Some(ENGLISH));
    act(&mut h, Command::Go(vec![Choice::Thread(ThreadId(0)); 2 * LONG]));
    for step in [1, 98, 103, 998, 1001, 1100, 2 * LONG] {
        act(&mut h, Command::Jump(step));
        assert_eq!(run(&h).cursor, step);
        look(&mut h, "far along", &mut all);
    }
    assert_none(&all);
}

/// More cards than a window has room for, all with a reason that is told in more than one line.
fn has_many_who_wait() {
    let shelf = primitives::Lock::new(0).named("the shelf with the long name, on which everything is kept");
    let held = shelf.acquire();
    primitives::Thread::scope(|s| {
        for n in 1..=12 {
            s.spawn(&format!("waiter {n}"), || *shelf.acquire() += 1);
        }
        drop(held);
    });
}

#[test]
fn a_card_out_of_sight_is_shown_once_it_has_the_focus() {
    static SHELF: &[&Lesson] = &[&lesson("many", &[Program::new("broken", "", has_many_who_wait)])];
    let mut h = harness_with(SHELF, "many", "broken", Some(ENGLISH));
    // Main takes the shelf, and starts them all.
    act(&mut h, Command::Choose(Choice::Thread(ThreadId(0))));
    for size in SIZES {
        h.set_size(size);
        settle(&mut h);
        for n in [12, 5, 1, 9] {
            let name = format!("Thread waiter {n}, ");
            let card = |h: &Harness<'_, App>, focus: bool| {
                let mut all = h.root().children_recursive();
                let card =
                    all.find(|node| node.accesskit_node().label().is_some_and(|l| l.starts_with(&name)));
                let card = card.expect("every thread has a card");
                if focus {
                    card.focus();
                }
                card.rect()
            };
            card(&h, true);
            settle(&mut h);
            let (card, title) = (card(&h, false), format!("waiter {n}"));
            let whole = |word: &&Word| word.text == title && card.contains_rect(word.seen);
            assert!(words(&h).iter().any(|word| whole(&word)), "{title} is not on its card {card} at {size}");
            let lines = words(&h).iter().filter(|word| card.contains_rect(word.seen)).count();
            assert!(lines > 2, "its reason is told");
        }
    }
}

#[test]
fn every_part_of_every_lesson_has_its_room() {
    let mut all = Vec::new();
    for settings in [ENGLISH, CHINESE] {
        for lesson in lessons::ALL.iter().copied() {
            let mut h = harness_with(lessons::ALL, lesson.name, lesson.programs[0].variant, Some(settings));
            for part in Part::ALL {
                act(&mut h, Command::Part(part));
                look(&mut h, &format!("{part:?}"), &mut all);
                let on = match part {
                    Part::Prediction => Command::Predict(0),
                    Part::First => Command::Forward,
                    Part::Break => Command::MoreHints,
                    Part::Ask => Command::Next,
                    Part::Fix => Command::Cure(lesson.programs[0].variant),
                    Part::Why => Command::Reason(0),
                    Part::Elsewhere => Command::Last,
                };
                act(&mut h, on);
                look(&mut h, &format!("{part:?}, answered"), &mut all);
            }
        }
    }
    assert_none(&all);
}

#[test]
fn every_closer_look_has_its_room() {
    let mut all = Vec::new();
    for settings in [ENGLISH, CHINESE] {
        for lesson in lessons::ALL.iter().copied() {
            let program = &lesson.programs[0];
            let mut h = harness_with(lessons::ALL, lesson.name, program.variant, Some(settings));
            at(&mut h, lesson, program, 2);
            act(&mut h, Command::Random);
            act(&mut h, Command::Ask);
            act(&mut h, Command::Last);
            for tab in [Tab::Why, Tab::Waits, Tab::Ways, Tab::Compare] {
                act(&mut h, Command::Look(tab));
                look(&mut h, &format!("{tab:?}"), &mut all);
            }
        }
    }
    assert_none(&all);
}
