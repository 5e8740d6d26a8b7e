//! Everything a person can do, in one list: buttons, keys, cards and tests all send these.

use egui::{Context, Event, EventFilter, Key, Modifiers};
use stepper::{Choice, Grain};

use super::closer::Tab;
use crate::closer::why::Subject;
use crate::path::Part;
use crate::share::Format;
use crate::text::{Text, tell};

/// An action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Let the n-th thread make its step, counted from 0.
    Thread(usize),
    /// Make this choice.
    Choose(Choice),
    /// Let the dice choose.
    Random,
    /// One step back.
    Back,
    /// One step forward along the line.
    Forward,
    /// To the start.
    First,
    /// To the end of the line.
    Last,
    /// To a step of the line.
    Jump(usize),
    /// Run on by itself, or stop doing so.
    Play,
    /// Run on faster.
    Faster,
    /// Run on slower.
    Slower,
    /// Try again, from the start.
    Reset,
    /// Whole calls a step.
    Coarse,
    /// Single operations a step.
    Fine,
    /// The other grain.
    Zoom,
    /// Look inside the primitives, or come back to the program.
    Inside,
    /// Take up a future that was left.
    Branch(usize),
    /// Open a program of a lesson.
    Open(&'static str, &'static str),
    /// Play the schedule on which the program is known to fail.
    Hint,
    /// Search for a schedule that fails, or stop searching.
    Ask,
    /// Show or hide what can come of the program.
    Outcomes,
    /// Take up a schedule that was found, in steps of this grain, at its start.
    Walk(Grain, Vec<Choice>),
    /// Copy the code of the run.
    Copy,
    /// Copy the run as a Mermaid diagram.
    CopyMermaid,
    /// Copy what happened.
    CopyTranscript,
    /// Show or hide the ways to share the run.
    Share,
    /// Save the run as a file.
    Save(Format),
    /// Open a schedule code.
    Load(String),
    /// Ask for a schedule code.
    Paste,
    /// The other theme.
    Theme,
    /// The next language.
    Language,
    /// Larger text.
    Larger,
    /// Smaller text.
    Smaller,
    /// Jump instead of moving, or move again.
    LessMotion,
    /// Show or hide the shortcuts.
    Help,
    /// Show or hide the lessons.
    Lessons,
    /// Show or hide the path of the lesson.
    Story,
    /// Do what comes next on the path, or in the quiz.
    Next,
    /// Show a part of the lesson.
    Part(Part),
    /// Predict with the choice of this number.
    Predict(usize),
    /// Answer the lesson's "why?" with the choice of this number.
    Reason(usize),
    /// Show one more hint.
    MoreHints,
    /// Fill a blank with an option, each by its number.
    Blank(usize, usize),
    /// Try whether this variant of the lesson is the cure.
    Cure(&'static str),
    /// Open or close the quiz.
    Quiz,
    /// Tick an answer of the quiz, or take the tick away.
    Tick(usize),
    /// Take up these choices, whole calls, with so many of them made.
    Moment(Vec<Choice>, usize),
    /// Copy what was done, as a table.
    CopyProgress,
    /// Show or hide what happened.
    Log,
    /// Look closer at this, or go back to what happened.
    Look(Tab),
    /// Ask why: about one thread or object, or about everything at this moment.
    Why(Option<Subject>),
    /// Show or hide what happens before what, on the timeline.
    Order,
    /// Make these choices the line, with the cursor at the end.
    Go(Vec<Choice>),
    /// Compare the line with this branch.
    Compare(usize),
    /// Close what is open on top.
    Close,
    /// Take a notice off the screen.
    Dismiss,
}

/// The keys that are shown to a person, with what they do.
pub(super) fn keys(text: &Text) -> Vec<(&'static str, String)> {
    vec![
        ("1", tell!(text, "key-threads")),
        ("→", tell!(text, "key-forward")),
        ("←", tell!(text, "key-back")),
        ("Home", tell!(text, "key-first")),
        ("End", tell!(text, "key-last")),
        ("Space", tell!(text, "key-play")),
        (",", tell!(text, "key-slower")),
        (".", tell!(text, "key-faster")),
        ("R", tell!(text, "key-dice")),
        ("Backspace", tell!(text, "key-again")),
        ("Z", tell!(text, "key-zoom")),
        ("C", tell!(text, "key-calls")),
        ("F", tell!(text, "key-operations")),
        ("I", tell!(text, "key-inside")),
        ("B", tell!(text, "key-ask")),
        ("O", tell!(text, "key-outcomes")),
        ("L", tell!(text, "key-lessons")),
        ("S", tell!(text, "key-story")),
        ("N", tell!(text, "key-next")),
        ("Q", tell!(text, "key-quiz")),
        ("G", tell!(text, "key-log")),
        ("Y", tell!(text, "key-why")),
        ("W", tell!(text, "key-waits")),
        ("A", tell!(text, "key-ways")),
        ("D", tell!(text, "key-compare")),
        ("H", tell!(text, "key-order")),
        ("E", tell!(text, "key-share")),
        ("Ctrl+C", tell!(text, "key-copy")),
        ("Ctrl+V", tell!(text, "key-paste")),
        ("T", tell!(text, "key-theme")),
        ("Ctrl+L", tell!(text, "key-language")),
        ("Ctrl++", tell!(text, "key-larger")),
        ("Ctrl+-", tell!(text, "key-smaller")),
        ("F1", tell!(text, "key-help")),
        ("Esc", tell!(text, "key-close")),
    ]
}

const PLAIN: &[(Key, Command)] = &[
    (Key::Num1, Command::Thread(0)),
    (Key::Num2, Command::Thread(1)),
    (Key::Num3, Command::Thread(2)),
    (Key::Num4, Command::Thread(3)),
    (Key::Num5, Command::Thread(4)),
    (Key::Num6, Command::Thread(5)),
    (Key::Num7, Command::Thread(6)),
    (Key::Num8, Command::Thread(7)),
    (Key::Num9, Command::Thread(8)),
    (Key::ArrowLeft, Command::Back),
    (Key::ArrowRight, Command::Forward),
    (Key::Home, Command::First),
    (Key::End, Command::Last),
    (Key::R, Command::Random),
    (Key::Backspace, Command::Reset),
    (Key::Z, Command::Zoom),
    (Key::C, Command::Coarse),
    (Key::F, Command::Fine),
    (Key::I, Command::Inside),
    (Key::B, Command::Ask),
    (Key::G, Command::Log),
    (Key::Y, Command::Look(Tab::Why)),
    (Key::W, Command::Look(Tab::Waits)),
    (Key::A, Command::Look(Tab::Ways)),
    (Key::D, Command::Look(Tab::Compare)),
    (Key::H, Command::Order),
    (Key::Comma, Command::Slower),
    (Key::Period, Command::Faster),
];

const ALWAYS: &[(Modifiers, Key, Command)] = &[
    (Modifiers::NONE, Key::T, Command::Theme),
    (Modifiers::NONE, Key::F1, Command::Help),
    (Modifiers::NONE, Key::L, Command::Lessons),
    (Modifiers::NONE, Key::O, Command::Outcomes),
    (Modifiers::NONE, Key::S, Command::Story),
    (Modifiers::NONE, Key::N, Command::Next),
    (Modifiers::NONE, Key::Q, Command::Quiz),
    (Modifiers::NONE, Key::E, Command::Share),
    (Modifiers::NONE, Key::Escape, Command::Close),
    (Modifiers::COMMAND, Key::L, Command::Language),
    (Modifiers::COMMAND, Key::Plus, Command::Larger),
    (Modifiers::COMMAND, Key::Equals, Command::Larger),
    (Modifiers::COMMAND, Key::Minus, Command::Smaller),
];

impl Command {
    /// What a plain letter key asks for.
    pub fn of_letter(letter: char) -> Option<Command> {
        let key = Key::from_name(&letter.to_string())?;
        let always = ALWAYS.iter().filter(|(modifiers, ..)| modifiers.is_none()).map(|(_, key, c)| (key, c));
        let mut all = PLAIN.iter().map(|(key, c)| (key, c)).chain(always);
        all.find(|(k, _)| **k == key).map(|(_, command)| command.clone())
    }
}

/// What the keys pressed since the last frame ask for. `covered`: something lies over the lesson and has the keys.
pub(super) fn from_keys(ctx: &Context, covered: bool, out: &mut Vec<Command>) {
    if ctx.text_edit_focused() {
        if ctx.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape)) {
            out.push(Command::Close);
        }
        return;
    }
    let focused = ctx.memory(|m| m.focused());
    if let Some(id) = focused {
        // Otherwise egui moves the focus with the keys that step.
        let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
        ctx.memory_mut(|m| m.set_focus_lock_filter(id, filter));
    }
    ctx.input_mut(|i| {
        for (modifiers, key, command) in ALWAYS {
            if i.consume_key(*modifiers, *key) {
                out.push(command.clone());
            }
        }
        if covered {
            return;
        }
        for (key, command) in PLAIN {
            if i.consume_key(Modifiers::NONE, *key) {
                out.push(command.clone());
            }
        }
        // A focused button is pressed with the space bar.
        if focused.is_none() && i.consume_key(Modifiers::NONE, Key::Space) {
            out.push(Command::Play);
        }
        for event in &i.events {
            match event {
                Event::Copy => out.push(Command::Copy),
                Event::Paste(text) => out.push(Command::Load(text.clone())),
                _ => {}
            }
        }
    });
}
