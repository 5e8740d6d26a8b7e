//! Everything a person can do, in one list: buttons, keys, cards and tests all send these.

use egui::{Context, Event, EventFilter, Key};
use stepper::{Choice, Grain};

use super::actions::{ACTIONS, When};
use super::closer::Tab;
use super::present::Face;
use crate::closer::why::Subject;
use crate::path::Part;
use crate::share::Format;

/// An action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Let the n-th thread make its step, counted from 0.
    Thread(usize),
    /// Let the clock move on.
    Clock,
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
    /// Show or hide the palette.
    Palette,
    /// Begin or end a talk.
    Present,
    /// The next slide of the talk.
    Onward,
    /// The slide before.
    Backward,
    /// Let something else fill the screen of the talk.
    Face,
    /// Let this fill it.
    Show(Face),
    /// Show or hide the speaker's notes.
    Notes,
    /// Show or hide the ring around the mouse.
    Pointer,
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
    /// Let the first thread wake up that may do so for no reason.
    Wake,
    /// Put the first waiter before the others that others are before.
    Favour,
    /// Kill the first child process.
    Kill,
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

impl Command {
    /// Whether the app plays on when this is done: it leaves the run alone.
    pub(super) fn goes_on_playing(&self) -> bool {
        matches!(
            self,
            Command::Play
                | Command::Faster
                | Command::Slower
                | Command::Theme
                | Command::Language
                | Command::Larger
                | Command::Smaller
                | Command::LessMotion
                | Command::Help
                | Command::Palette
                | Command::Present
                | Command::Face
                | Command::Show(_)
                | Command::Notes
                | Command::Pointer
                | Command::Predict(_)
                | Command::Reason(_)
                | Command::Blank(..)
                | Command::MoreHints
                | Command::Tick(_)
                | Command::Log
                | Command::Look(_)
                | Command::Why(None)
                | Command::Order
                | Command::Compare(_)
                | Command::Copy
                | Command::CopyMermaid
                | Command::CopyTranscript
                | Command::Save(_)
                | Command::Dismiss
        )
    }
}

/// What the keys pressed since the last frame ask for. `covered`: something lies over the lesson and has the keys;
/// `presents`: a talk is given.
pub(super) fn from_keys(ctx: &Context, covered: bool, presents: bool, out: &mut Vec<Command>) {
    let typing = ctx.text_edit_focused();
    let focused = ctx.memory(|m| m.focused());
    if let (Some(id), false) = (focused, typing) {
        // Otherwise egui moves the focus with the keys that step.
        let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
        ctx.memory_mut(|m| m.set_focus_lock_filter(id, filter));
    }
    ctx.input_mut(|i| {
        for action in ACTIONS {
            let heard = match action.when {
                When::Always => true,
                When::Lesson => !covered,
                When::Presenting => presents && !covered,
            };
            if !heard {
                continue;
            }
            for key in action.keys {
                let taken = match (key.logical_key, key.modifiers.command) {
                    // A focused button is pressed with the space bar.
                    (Key::Space, _) => focused.is_some(),
                    (Key::Escape | Key::F1 | Key::F5, _) | (Key::K, true) => false,
                    _ => typing,
                };
                if !taken && i.consume_shortcut(key) {
                    out.push(action.command.clone());
                }
            }
        }
        if covered || typing {
            return;
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
