//! What an action is called, and how its key is written.

use egui::{Key, KeyboardShortcut};

use super::{Command, Group, Tab};
use crate::app::{Run, share};
use crate::text::{Text, tell};

/// The name of a group.
pub(in crate::app) fn group(text: &Text, group: Group) -> String {
    match group {
        Group::Step => tell!(text, "group-step"),
        Group::Lesson => tell!(text, "group-lesson"),
        Group::Look => tell!(text, "group-look"),
        Group::Share => tell!(text, "group-share"),
        Group::Screen => tell!(text, "group-screen"),
        Group::Present => tell!(text, "group-present"),
    }
}

/// The name of an action; empty for what is asked for at a place on the screen.
pub(in crate::app) fn name(text: &Text, run: Option<&Run>, command: &Command) -> String {
    match command {
        Command::Thread(n) => {
            let number = n + 1;
            let there = run.filter(|run| *n < run.here().then.threads.len());
            match (there, u8::try_from(*n)) {
                (Some(run), Ok(n)) => {
                    tell!(text, "do-thread-named", number, name = run.name(stepper::ThreadId(n)))
                }
                _ => tell!(text, "do-thread", number),
            }
        }
        Command::Clock => tell!(text, "do-clock"),
        Command::Random => tell!(text, "do-random"),
        Command::Wake => tell!(text, "do-wake"),
        Command::Favour => tell!(text, "do-favour"),
        Command::Kill => tell!(text, "do-kill"),
        Command::Back => tell!(text, "do-back"),
        Command::Forward => tell!(text, "do-forward"),
        Command::First => tell!(text, "do-first"),
        Command::Last => tell!(text, "do-last"),
        Command::Play => tell!(text, "do-play"),
        Command::Faster => tell!(text, "do-faster"),
        Command::Slower => tell!(text, "do-slower"),
        Command::Reset => tell!(text, "do-reset"),
        Command::Coarse => tell!(text, "do-coarse"),
        Command::Fine => tell!(text, "do-fine"),
        Command::Zoom => tell!(text, "do-zoom"),
        Command::Inside => tell!(text, "do-inside"),
        Command::Open(lesson, variant) => {
            let title = lessons::find(lesson).map(|l| l.title(&text.language().to_string()));
            tell!(text, "do-open", title = title.unwrap_or(lesson), variant)
        }
        Command::Hint => tell!(text, "do-hint"),
        Command::Ask => tell!(text, "do-ask"),
        Command::Outcomes => tell!(text, "do-outcomes"),
        Command::Copy => tell!(text, "do-copy"),
        Command::CopyMermaid => tell!(text, "do-copy-mermaid"),
        Command::CopyTranscript => tell!(text, "do-copy-transcript"),
        Command::Share => tell!(text, "do-share"),
        Command::Save(format) => tell!(text, "do-save", format = share::words(text, *format).0),
        Command::Paste => tell!(text, "do-paste"),
        Command::Theme => tell!(text, "do-theme"),
        Command::Language => tell!(text, "do-language"),
        Command::Larger => tell!(text, "larger-text"),
        Command::Smaller => tell!(text, "smaller-text"),
        Command::LessMotion => tell!(text, "less-motion"),
        Command::Help => tell!(text, "help"),
        Command::Palette => tell!(text, "do-palette"),
        Command::Present => tell!(text, "do-present"),
        Command::Onward => tell!(text, "do-onward"),
        Command::Backward => tell!(text, "do-backward"),
        Command::Face => tell!(text, "do-face"),
        Command::Notes => tell!(text, "do-notes"),
        Command::Pointer => tell!(text, "do-pointer"),
        Command::Lessons => tell!(text, "do-lessons"),
        Command::Story => tell!(text, "do-story"),
        Command::Next => tell!(text, "do-next"),
        Command::Part(part) => {
            tell!(text, "part-heading", number = *part as usize + 1, name = part.title(text))
        }
        Command::Quiz => tell!(text, "do-quiz"),
        Command::CopyProgress => tell!(text, "do-copy-progress"),
        Command::Log => tell!(text, "do-log"),
        Command::Look(Tab::Happened) => tell!(text, "do-log"),
        Command::Look(Tab::Why) => tell!(text, "do-why"),
        Command::Look(Tab::Waits) => tell!(text, "do-waits"),
        Command::Look(Tab::Ways) => tell!(text, "do-ways"),
        Command::Look(Tab::Compare) => tell!(text, "do-compare"),
        Command::Order => tell!(text, "do-order"),
        Command::Close => tell!(text, "do-close"),
        Command::Choose(_)
        | Command::Jump(_)
        | Command::Branch(_)
        | Command::Walk(..)
        | Command::Load(_)
        | Command::Predict(_)
        | Command::Reason(_)
        | Command::MoreHints
        | Command::Blank(..)
        | Command::Cure(_)
        | Command::Tick(_)
        | Command::Moment(..)
        | Command::Why(_)
        | Command::Go(_)
        | Command::Compare(_)
        | Command::Show(_)
        | Command::Dismiss => String::new(),
    }
}

/// A key as it is written on a cap: "Ctrl+K".
pub(in crate::app) fn key_text(shortcut: KeyboardShortcut) -> String {
    let key = match shortcut.logical_key {
        Key::Escape => "Esc",
        Key::ArrowLeft => "←",
        Key::ArrowRight => "→",
        Key::Comma => ",",
        Key::Period => ".",
        Key::Plus => "+",
        Key::Minus => "-",
        key => key.name(),
    };
    if shortcut.modifiers.command { format!("Ctrl+{key}") } else { key.to_owned() }
}
