//! The one list of actions: the keys, the palette and the sheet of shortcuts are made from it.

use std::collections::BTreeMap;

use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use stepper::{Choice, Grain};
use visualizer::app::{ACTIONS, App, Command, Face, Tab};
use visualizer::path::Part;
use visualizer::share::Format;

mod driven;

use driven::{harness, harness_with, is_shown, press, run, settle};

/// One command of each kind, and whether it is in the list. A kind that is not told here does not compile.
macro_rules! kinds {
    ($($pattern:pat => $sample:expr, $listed:literal;)+) => {{
        fn every_kind_is_told(command: &Command) {
            match command { $($pattern => (),)+ }
        }
        let all = vec![$(($sample, $listed)),+];
        all.iter().for_each(|(command, _)| every_kind_is_told(command));
        all
    }};
}

#[test]
fn every_command_is_in_the_list_or_belongs_to_a_place_on_the_screen() {
    let kinds = kinds! {
        Command::Thread(_) => Command::Thread(0), true;
        Command::Choose(_) => Command::Choose(Choice::Clock), false;
        Command::Clock => Command::Clock, true;
        Command::Random => Command::Random, true;
        Command::Wake => Command::Wake, true;
        Command::Favour => Command::Favour, true;
        Command::Kill => Command::Kill, true;
        Command::Back => Command::Back, true;
        Command::Forward => Command::Forward, true;
        Command::First => Command::First, true;
        Command::Last => Command::Last, true;
        Command::Jump(_) => Command::Jump(0), false;
        Command::Play => Command::Play, true;
        Command::Faster => Command::Faster, true;
        Command::Slower => Command::Slower, true;
        Command::Reset => Command::Reset, true;
        Command::Coarse => Command::Coarse, true;
        Command::Fine => Command::Fine, true;
        Command::Inside => Command::Inside, true;
        Command::Zoom => Command::Zoom, true;
        Command::Branch(_) => Command::Branch(0), false;
        // One for each program on the shelf, in the palette.
        Command::Open(..) => Command::Open("", ""), false;
        Command::Hint => Command::Hint, true;
        Command::Ask => Command::Ask, true;
        Command::Outcomes => Command::Outcomes, true;
        Command::Walk(..) => Command::Walk(Grain::Coarse, vec![]), false;
        Command::Copy => Command::Copy, true;
        Command::CopyMermaid => Command::CopyMermaid, true;
        Command::CopyTranscript => Command::CopyTranscript, true;
        Command::Share => Command::Share, true;
        Command::Save(_) => Command::Save(Format::Svg), true;
        // What is on the clipboard.
        Command::Load(_) => Command::Load(String::new()), false;
        Command::Paste => Command::Paste, true;
        Command::Theme => Command::Theme, true;
        Command::Language => Command::Language, true;
        Command::Larger => Command::Larger, true;
        Command::Smaller => Command::Smaller, true;
        Command::LessMotion => Command::LessMotion, true;
        Command::Help => Command::Help, true;
        Command::Palette => Command::Palette, true;
        Command::Present => Command::Present, true;
        Command::Onward => Command::Onward, true;
        Command::Backward => Command::Backward, true;
        Command::Face => Command::Face, true;
        Command::Show(_) => Command::Show(Face::Stage), false;
        Command::Notes => Command::Notes, true;
        Command::Pointer => Command::Pointer, true;
        Command::Lessons => Command::Lessons, true;
        Command::Story => Command::Story, true;
        Command::Next => Command::Next, true;
        Command::Part(_) => Command::Part(Part::Why), true;
        Command::Predict(_) => Command::Predict(0), false;
        Command::Reason(_) => Command::Reason(0), false;
        Command::MoreHints => Command::MoreHints, false;
        Command::Blank(..) => Command::Blank(0, 0), false;
        Command::Cure(_) => Command::Cure(""), false;
        Command::Quiz => Command::Quiz, true;
        Command::Tick(_) => Command::Tick(0), false;
        Command::Moment(..) => Command::Moment(vec![], 0), false;
        Command::CopyProgress => Command::CopyProgress, true;
        Command::Log => Command::Log, true;
        Command::Look(_) => Command::Look(Tab::Why), true;
        Command::Why(_) => Command::Why(None), false;
        Command::Order => Command::Order, true;
        Command::Go(_) => Command::Go(vec![]), false;
        Command::Compare(_) => Command::Compare(0), false;
        Command::Close => Command::Close, true;
        Command::Dismiss => Command::Dismiss, false;
    };
    for (command, listed) in kinds {
        let there = ACTIONS.iter().filter(|action| action.command == command).count();
        assert_eq!(there, usize::from(listed), "{command:?}");
    }
    for format in Format::ALL {
        assert!(ACTIONS.iter().any(|action| action.command == Command::Save(format)));
    }
    for part in Part::ALL {
        assert!(ACTIONS.iter().any(|action| action.command == Command::Part(part)));
    }
}

#[test]
fn no_two_actions_have_the_same_key() {
    let mut seen = BTreeMap::new();
    for action in ACTIONS {
        for key in action.keys {
            let before = seen.insert(format!("{key:?}"), &action.command);
            assert_eq!(before, None, "{key:?} is the key of {:?} too", action.command);
        }
    }
}

fn open(h: &mut Harness<'_, App>) {
    h.key_press_modifiers(Modifiers::COMMAND, Key::K);
    settle(h);
}

fn write(h: &mut Harness<'_, App>, text: &str) {
    h.get_by_role(Role::TextInput).type_text(text);
    settle(h);
}

/// The names of the rows, as a screen reader hears them.
fn rows(h: &Harness<'_, App>) -> Vec<String> {
    h.get_all_by_role(Role::ListBoxOption).filter_map(|row| row.accesskit_node().label()).collect()
}

#[test]
fn an_action_is_found_by_a_few_letters_and_done() {
    let welcome = lessons::welcome();
    let mut h = harness(lessons::ALL, welcome.name, welcome.programs[0].variant);
    open(&mut h);
    write(&mut h, "dice");
    assert!(rows(&h)[0].starts_with("Let the dice choose, R"), "{:?}", rows(&h));
    h.key_press(Key::Enter);
    settle(&mut h);
    assert_eq!(run(&h).cursor, 1);
    assert!(h.query_by_role(Role::ListBoxOption).is_none(), "the palette is closed");

    // What was chosen last is the first; the arrows go round.
    open(&mut h);
    assert!(rows(&h)[0].starts_with("Let the dice choose"));
    press(&mut h, Key::ArrowDown);
    assert!(!is_shown(&h, "Enter: Let the dice choose"));
    press(&mut h, Key::ArrowUp);
    assert!(is_shown(&h, "Enter: Let the dice choose"));
    h.key_press_modifiers(Modifiers::COMMAND, Key::K);
    settle(&mut h);
    assert!(h.query_by_role(Role::ListBoxOption).is_none(), "its key closes it");
}

#[test]
fn what_can_do_nothing_says_why_and_does_nothing() {
    let welcome = lessons::welcome();
    let mut h = harness(lessons::ALL, welcome.name, welcome.programs[0].variant);
    open(&mut h);
    write(&mut h, "one step back");
    assert_eq!(rows(&h)[0], "One step back, ←, You are at the start");
    assert!(is_shown(&h, "Not now: One step back. You are at the start."));
    press(&mut h, Key::Enter);
    assert!(h.query_by_role(Role::ListBoxOption).is_some(), "it stays open");
    press(&mut h, Key::Escape);
    assert!(run(&h).is_fresh());
    assert!(h.query_by_role(Role::ListBoxOption).is_none());
}

#[test]
fn every_lesson_is_opened_from_the_palette() {
    let welcome = lessons::welcome();
    let mut h = harness(lessons::ALL, welcome.name, welcome.programs[0].variant);
    for lesson in lessons::ALL {
        open(&mut h);
        write(&mut h, lesson.title(lessons::ENGLISH));
        press(&mut h, Key::Enter);
        assert_eq!(run(&h).lesson.name, lesson.name);
    }
}

#[test]
fn the_transcript_is_copied_from_the_palette() {
    let welcome = lessons::welcome();
    let mut h = harness(lessons::ALL, welcome.name, welcome.programs[0].variant);
    press(&mut h, Key::R);
    open(&mut h);
    write(&mut h, "copy what happened");
    press(&mut h, Key::Enter);
    // What it copies is tested where runs are shared.
    let told = "Copied what happened, step by step.";
    assert_eq!(h.state().notice(), Some(told));
}

#[test]
fn the_sheet_shows_every_key_in_both_languages_in_a_small_window() {
    for settings in [r#"{"language":"en"}"#, r#"{"language":"zh-CN"}"#] {
        let welcome = lessons::welcome();
        let mut h = harness_with(lessons::ALL, welcome.name, welcome.programs[0].variant, Some(settings));
        h.set_size(egui::vec2(1024.0, 640.0));
        press(&mut h, Key::F1);
        for key in ["1 … 9", "PageDown", "Ctrl+K", "F5", "Esc", "Backspace", "Ctrl++"] {
            let caps = h.query_all_by_value(key).chain(h.query_all_by_label(key)).count();
            assert!(caps > 0, "{key}");
        }
        press(&mut h, Key::F1);
        assert_eq!(h.query_all_by_label("1 … 9").count(), 0);
    }
}
