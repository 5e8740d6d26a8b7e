//! Why an action can do nothing now.

use stepper::{Choice, Grain, ThreadId};

use super::Command;
use crate::app::{App, SPEEDS, can_go_on, capital, chances};
use crate::narrate;
use crate::share::Format;
use crate::text::tell;

impl App {
    /// Why the action can do nothing now, in a sentence; none if it can do something.
    pub fn refuses(&self, command: &Command) -> Option<String> {
        let text = self.text;
        let always = matches!(
            command,
            Command::Lessons
                | Command::Open(..)
                | Command::Paste
                | Command::Load(_)
                | Command::Theme
                | Command::Language
                | Command::Larger
                | Command::Smaller
                | Command::LessMotion
                | Command::Help
                | Command::Palette
                | Command::Close
                | Command::Story
        );
        match command {
            Command::Faster if self.settings.speed + 1 == SPEEDS.len() => {
                return Some(tell!(text, "no-faster"));
            }
            Command::Slower if self.settings.speed == 0 => return Some(tell!(text, "no-slower")),
            Command::CopyProgress => {
                let none = self.guide.kept.progress().lessons.is_empty();
                return none.then(|| tell!(text, "no-parts-done"));
            }
            _ if always => return None,
            _ => {}
        }
        let Some(run) = &self.run else { return Some(tell!(text, "nothing-is-open")) };
        match command {
            Command::Onward
            | Command::Backward
            | Command::Face
            | Command::Show(_)
            | Command::Notes
            | Command::Pointer
                if self.show.is_none() =>
            {
                Some(tell!(text, "no-talk"))
            }
            Command::Notes if self.guide.story().is_none() => Some(tell!(text, "no-story")),
            Command::Thread(n) => {
                let id = u8::try_from(*n).ok().filter(|_| *n < run.here().then.threads.len());
                let Some(thread) = id.map(ThreadId) else { return Some(tell!(text, "no-thread")) };
                if run.here().then.choices.contains(&Choice::Thread(thread)) {
                    return None;
                }
                let why = narrate::why(text, &run.trace, run.cursor, thread);
                let why = why.unwrap_or_else(|| tell!(text, "cannot-move"));
                Some(tell!(text, "no-turn", who = capital(&run.name(thread)), why))
            }
            Command::Back | Command::First if run.cursor == 0 => Some(tell!(text, "no-back")),
            Command::Forward | Command::Last if run.cursor == run.steps() => Some(tell!(text, "no-forward")),
            Command::Play if run.cursor == run.steps() && !can_go_on(run) => Some(tell!(text, "no-choice")),
            Command::Random if run.here().then.choices.is_empty() => Some(tell!(text, "no-choice")),
            Command::Clock if chances::first(run, command).is_none() => Some(tell!(text, "no-clock")),
            Command::Wake if chances::first(run, command).is_none() => Some(tell!(text, "no-wake")),
            Command::Favour if chances::first(run, command).is_none() => Some(tell!(text, "no-favour")),
            Command::Kill if chances::first(run, command).is_none() => Some(tell!(text, "no-kill")),
            Command::Coarse if run.id.grain == Grain::Coarse => Some(tell!(text, "no-coarse")),
            Command::Fine if run.id.grain == Grain::Fine => Some(tell!(text, "no-fine")),
            Command::Next | Command::Part(_) if self.guide.path.is_none() => Some(tell!(text, "no-story")),
            Command::Hint if run.pin.is_none() => Some(tell!(text, "no-hint")),
            Command::Save(Format::Test) if !run.fails() => Some(tell!(text, "no-test")),
            Command::CopyTranscript | Command::CopyMermaid | Command::Save(_) if run.is_fresh() => {
                Some(tell!(text, "no-steps"))
            }
            _ => None,
        }
    }
}
