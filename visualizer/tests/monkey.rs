//! A monkey at the app: random keys, clicks, drags, scrolls, texts and window sizes, without a window. Afterwards the app still
//! answers. What it does follows from a seed; when something panics, the seed and the last actions are printed.

use std::collections::{BTreeSet, VecDeque};
use std::ops::Range;

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, MouseWheelUnit, PointerButton, Pos2, TouchPhase, Vec2, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::NodeT as _;
use stepper::Dice;
use visualizer::app::{ACTIONS, App, Settings};
use visualizer::worker::Client;

mod driven;

use driven::{NEVER, press, run, settle};

/// So many actions are done to an app that was opened anew, in so many frames.
const MANY: usize = 500;
const A_FRAME: usize = 4;

/// What is printed of the past.
const LAST: usize = 30;

/// Keys that egui has a use for.
const EGUIS: &[Key] = &[
    Key::ArrowLeft,
    Key::ArrowRight,
    Key::ArrowUp,
    Key::ArrowDown,
    Key::PageUp,
    Key::PageDown,
    Key::Space,
    Key::Enter,
    Key::Tab,
    Key::Escape,
    Key::Backspace,
    Key::Delete,
];

/// Nothing is left out that a key of the app's or of egui's does.
fn keys() -> Vec<Key> {
    let ours = ACTIONS.iter().flat_map(|action| action.keys).map(|key| key.logical_key);
    ours.chain(EGUIS.iter().copied()).collect::<BTreeSet<_>>().into_iter().collect()
}

const TEXTS: &[&str] = &["tl1.nonsense", "", "线程 🦀", "threadlab:tl1.pipe/broken.c.00000000.b9@7"];

#[derive(Debug)]
enum Action {
    Key(Modifiers, Key),
    Click(Pos2),
    Drag(Pos2, Pos2),
    Scroll(Vec2),
    Text(&'static str),
    Paste(&'static str),
    Size(Vec2),
}

/// What was done, told when it comes to a panic.
struct Diary {
    seed: u64,
    last: VecDeque<String>,
}

impl Drop for Diary {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("The monkey of seed {} did last: {:#?}", self.seed, self.last);
        }
    }
}

fn pick<T: Copy>(dice: &mut Dice, all: &[T]) -> T {
    all[dice.roll(all.len())]
}

/// What to do, and the name of what it is done to.
fn action(dice: &mut Dice, keys: &[Key], h: &Harness<'_, App>) -> (Action, String) {
    let size = h.ctx.content_rect().size();
    let somewhere =
        |dice: &mut Dice| pos2(dice.roll(size.x as usize + 1) as f32, dice.roll(size.y as usize + 1) as f32);
    let mut name = String::new();
    let action = match dice.roll(20) {
        0..9 => {
            let modifiers = match dice.roll(8) {
                0 => pick(dice, &[Modifiers::COMMAND, Modifiers::SHIFT, Modifiers::ALT]),
                _ => Modifiers::NONE,
            };
            Action::Key(modifiers, pick(dice, keys))
        }
        9..11 => Action::Click(somewhere(dice)),
        11..15 => {
            let pressable = |role| {
                matches!(
                    role,
                    Role::Button | Role::ListItem | Role::RadioButton | Role::CheckBox | Role::TextInput
                )
            };
            let nodes = h.root().children_recursive().filter(|n| pressable(n.accesskit_node().role()));
            let nodes: Vec<_> = nodes.collect();
            match nodes.is_empty() {
                true => Action::Click(somewhere(dice)),
                false => {
                    let node = &nodes[dice.roll(nodes.len())];
                    name = node.accesskit_node().label().unwrap_or_default();
                    Action::Click(node.rect().center())
                }
            }
        }
        15 => Action::Drag(somewhere(dice), somewhere(dice)),
        16 | 17 => Action::Scroll(vec2(dice.roll(401) as f32 - 200.0, dice.roll(2001) as f32 - 1000.0)),
        18 => match dice.roll(2) {
            0 => Action::Text(pick(dice, TEXTS)),
            _ => Action::Paste(pick(dice, TEXTS)),
        },
        // Also smaller than a window can be made.
        _ => Action::Size(vec2(200.0 + dice.roll(3000) as f32, 150.0 + dice.roll(2000) as f32)),
    };
    (action, name)
}

fn button(pos: Pos2, pressed: bool) -> Event {
    Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE }
}

fn perform(h: &mut Harness<'_, App>, action: &Action) {
    let mut events = Vec::new();
    match action {
        Action::Key(modifiers, key) => {
            for pressed in [true, false] {
                let (key, modifiers) = (*key, *modifiers);
                events.push(Event::Key { key, physical_key: None, pressed, repeat: false, modifiers });
            }
        }
        Action::Click(at) => {
            events.extend([Event::PointerMoved(*at), button(*at, true), button(*at, false)]);
        }
        Action::Drag(from, to) => {
            h.input_mut().events.extend([Event::PointerMoved(*from), button(*from, true)]);
            h.step();
            h.input_mut().events.push(Event::PointerMoved(*to));
            h.step();
            events.push(button(*to, false));
        }
        Action::Scroll(delta) => events.push(Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta: *delta,
            phase: TouchPhase::Move,
            source: egui::MouseWheelSource::Wheel,
            modifiers: Modifiers::NONE,
        }),
        Action::Text(text) => events.push(Event::Text((*text).to_owned())),
        Action::Paste(text) => events.push(Event::Paste((*text).to_owned())),
        Action::Size(size) => drop(h.set_size(*size)),
    }
    h.input_mut().events.extend(events);
}

fn play(seed: u64, settings: &'static str) {
    let mut dice = Dice::new(seed);
    let mut diary = Diary { seed, last: VecDeque::new() };
    let lesson = lessons::ALL[seed as usize % lessons::ALL.len()];
    let program = &lesson.programs[dice.roll(lesson.programs.len())];
    // It pastes what no font of ours has.
    let builder = Harness::builder().allow_missing_glyphs().with_step_dt(0.1).with_max_steps(200);
    let mut h = builder.with_size([1440.0, 900.0]).build_eframe(|cc| {
        let mut client = Client::thread(lessons::ALL, || {});
        client.patience = NEVER;
        let mut app = App::new(
            &cc.egui_ctx,
            lessons::ALL,
            client,
            Settings::read(settings).expect("these are settings"),
        );
        app.seed(seed);
        // Writing files has tests of its own.
        app.save_in(std::path::Path::new("/no/such/folder"));
        app.open(lesson.name, program.variant);
        app.settle();
        app
    });
    let keys = keys();
    for number in 0..MANY {
        let (action, name) = action(&mut dice, &keys, &h);
        diary.last.push_back(format!("{action:?} {name}"));
        if diary.last.len() > LAST {
            diary.last.pop_front();
        }
        perform(&mut h, &action);
        if number % A_FRAME == 0 {
            h.step();
            // Some searches would go on for minutes.
            if h.state().is_searching() && dice.roll(2) == 0 {
                h.step();
            }
            if h.state().is_searching() {
                h.state_mut().client().stop();
            }
            h.state_mut().settle();
        }
    }
    // Nothing is held any more, and whatever lies over the lesson is closed.
    h.set_size(vec2(1440.0, 900.0));
    for _ in 0..12 {
        perform(&mut h, &Action::Key(Modifiers::NONE, Key::Escape));
        h.step();
        h.state_mut().settle();
    }
    press(&mut h, Key::Home);
    assert_eq!(run(&h).cursor, 0, "it goes to the start");
    press(&mut h, Key::R);
    assert_eq!(run(&h).cursor, 1, "it makes a step");
    settle(&mut h);
}

fn play_all(seeds: Range<u64>, settings: &'static str) {
    seeds.for_each(|seed| play(seed, settings));
}

#[test]
fn five_thousand_actions_in_english_by_day() {
    play_all(0..10, r#"{"language":"en","dark":false}"#);
}

#[test]
fn five_thousand_actions_in_chinese_by_night() {
    play_all(10..20, r#"{"language":"zh-CN","dark":true,"less_motion":true}"#);
}
