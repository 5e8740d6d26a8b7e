//! Every action that a person can ask for by its name or its key, in one list. The keys, the sheet of shortcuts and the
//! palette are made from it. What is asked for at a place on the screen (a card, a step, an answer) is not here.

mod refusals;
mod words;

use egui::{Key, KeyboardShortcut, Modifiers};

use super::Command;
use super::closer::Tab;
use crate::path::Part;
use crate::share::Format;

pub(super) use words::{group as group_name, key_text, name};

/// What an action is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Being the scheduler.
    Step,
    /// The path through the lesson, and other lessons.
    Lesson,
    /// Looking closer.
    Look,
    /// Handing a run on.
    Share,
    /// How the screen looks.
    Screen,
    /// Giving a talk.
    Present,
}

impl Group {
    /// All, in the order of the sheet.
    pub const ALL: [Group; 6] =
        [Group::Step, Group::Lesson, Group::Look, Group::Share, Group::Screen, Group::Present];
}

/// When the keys of an action are listened to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// While nothing lies over the lesson.
    Lesson,
    /// Always.
    Always,
    /// While a talk is given and nothing lies over it.
    Presenting,
}

/// An action with its place in the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// What it does.
    pub command: Command,
    /// What it is about.
    pub group: Group,
    /// When its keys are listened to.
    pub when: When,
    /// Its keys, the one to be shown first.
    pub keys: &'static [KeyboardShortcut],
}

const fn action(group: Group, when: When, command: Command, keys: &'static [KeyboardShortcut]) -> Action {
    Action { command, group, when, keys }
}

const fn step(command: Command, keys: &'static [KeyboardShortcut]) -> Action {
    action(Group::Step, When::Lesson, command, keys)
}

const fn look(command: Command, keys: &'static [KeyboardShortcut]) -> Action {
    action(Group::Look, When::Lesson, command, keys)
}

const fn part(part: Part) -> Action {
    action(Group::Lesson, When::Always, Command::Part(part), &[])
}

const fn save(format: Format) -> Action {
    action(Group::Share, When::Always, Command::Save(format), &[])
}

const fn lesson(command: Command, keys: &'static [KeyboardShortcut]) -> Action {
    action(Group::Lesson, When::Always, command, keys)
}

const fn share(when: When, command: Command, keys: &'static [KeyboardShortcut]) -> Action {
    action(Group::Share, when, command, keys)
}

const fn screen(command: Command, keys: &'static [KeyboardShortcut]) -> Action {
    action(Group::Screen, When::Always, command, keys)
}

const fn present(when: When, command: Command, keys: &'static [KeyboardShortcut]) -> Action {
    action(Group::Present, when, command, keys)
}

const fn plain(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::NONE, key)
}

const fn ctrl(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}

/// All of them, in the order of the sheet.
pub const ACTIONS: &[Action] = &[
    step(Command::Thread(0), &[plain(Key::Num1)]),
    step(Command::Thread(1), &[plain(Key::Num2)]),
    step(Command::Thread(2), &[plain(Key::Num3)]),
    step(Command::Thread(3), &[plain(Key::Num4)]),
    step(Command::Thread(4), &[plain(Key::Num5)]),
    step(Command::Thread(5), &[plain(Key::Num6)]),
    step(Command::Thread(6), &[plain(Key::Num7)]),
    step(Command::Thread(7), &[plain(Key::Num8)]),
    step(Command::Thread(8), &[plain(Key::Num9)]),
    step(Command::Clock, &[plain(Key::Num0)]),
    step(Command::Forward, &[plain(Key::ArrowRight)]),
    step(Command::Back, &[plain(Key::ArrowLeft)]),
    step(Command::First, &[plain(Key::Home)]),
    step(Command::Last, &[plain(Key::End)]),
    step(Command::Play, &[plain(Key::Space)]),
    step(Command::Slower, &[plain(Key::Comma)]),
    step(Command::Faster, &[plain(Key::Period)]),
    step(Command::Random, &[plain(Key::R)]),
    step(Command::Wake, &[plain(Key::U)]),
    step(Command::Favour, &[plain(Key::J)]),
    step(Command::Kill, &[plain(Key::X)]),
    step(Command::Reset, &[plain(Key::Backspace)]),
    step(Command::Zoom, &[plain(Key::Z)]),
    step(Command::Coarse, &[plain(Key::C)]),
    step(Command::Fine, &[plain(Key::F)]),
    step(Command::Inside, &[plain(Key::I)]),
    lesson(Command::Lessons, &[plain(Key::L)]),
    lesson(Command::Story, &[plain(Key::S)]),
    lesson(Command::Next, &[plain(Key::N)]),
    lesson(Command::Quiz, &[plain(Key::Q)]),
    part(Part::Prediction),
    part(Part::First),
    part(Part::Break),
    part(Part::Ask),
    part(Part::Fix),
    part(Part::Why),
    part(Part::Elsewhere),
    lesson(Command::Hint, &[]),
    lesson(Command::CopyProgress, &[]),
    look(Command::Ask, &[plain(Key::B)]),
    action(Group::Look, When::Always, Command::Outcomes, &[plain(Key::O)]),
    look(Command::Log, &[plain(Key::G)]),
    look(Command::Look(Tab::Why), &[plain(Key::Y)]),
    look(Command::Look(Tab::Waits), &[plain(Key::W)]),
    look(Command::Look(Tab::Ways), &[plain(Key::A)]),
    look(Command::Look(Tab::Compare), &[plain(Key::D)]),
    look(Command::Order, &[plain(Key::H)]),
    share(When::Always, Command::Share, &[plain(Key::E)]),
    share(When::Lesson, Command::Copy, &[ctrl(Key::C)]),
    share(When::Lesson, Command::Paste, &[ctrl(Key::V)]),
    share(When::Always, Command::CopyTranscript, &[]),
    share(When::Always, Command::CopyMermaid, &[]),
    save(Format::Svg),
    save(Format::Png),
    save(Format::Gif),
    save(Format::Handout),
    save(Format::Mermaid),
    save(Format::Trace),
    save(Format::Test),
    screen(Command::Theme, &[plain(Key::T)]),
    screen(Command::Language, &[ctrl(Key::L)]),
    screen(Command::Larger, &[ctrl(Key::Plus), ctrl(Key::Equals)]),
    screen(Command::Smaller, &[ctrl(Key::Minus)]),
    screen(Command::LessMotion, &[]),
    screen(Command::Palette, &[ctrl(Key::K)]),
    screen(Command::Help, &[plain(Key::F1)]),
    screen(Command::Close, &[plain(Key::Escape)]),
    present(When::Always, Command::Present, &[plain(Key::F5)]),
    present(When::Presenting, Command::Onward, &[plain(Key::PageDown)]),
    present(When::Presenting, Command::Backward, &[plain(Key::PageUp)]),
    present(When::Presenting, Command::Face, &[plain(Key::V)]),
    present(When::Presenting, Command::Notes, &[plain(Key::M)]),
    present(When::Presenting, Command::Pointer, &[plain(Key::P)]),
];

impl Command {
    /// What a plain letter key asks for.
    pub fn of_letter(letter: char) -> Option<Command> {
        let key = plain(Key::from_name(&letter.to_string())?);
        ACTIONS.iter().find(|action| action.keys.contains(&key)).map(|action| action.command.clone())
    }
}
