//! A run to hand on: as a line to paste, and as files that other programs open.
//!
//! Each format is a file of this folder with one function, from the run to text or bytes. None of them runs a program
//! or looks at the screen: like the stage and the sentences, they are folds over the trace.

mod format;
mod handout;
mod link;
mod mermaid;
mod profile;
mod spans;
mod svg;
mod text;

use lessons::{Lesson, Program};
use stepper::{Schedule, ThreadId, Trace, fingerprint};

pub use format::{Format, Watch, folder, write, write_beside};
pub use link::{BadLink, Link};

use crate::narrate;
use crate::text::{Text, capital};

/// A run to hand on.
#[derive(Clone)]
pub struct Shared {
    /// The lesson.
    pub lesson: &'static Lesson,
    /// Its program.
    pub program: &'static Program,
    /// The whole line; never without its first entry, the start.
    pub trace: Trace,
    /// The step to look at.
    pub cursor: usize,
    /// The language to tell it in.
    pub text: &'static Text,
}

impl Shared {
    /// "producer-consumer/broken"
    fn name(&self) -> String {
        format!("{}/{}", self.lesson.name, self.program.variant)
    }

    /// The lesson's title.
    fn title(&self) -> &'static str {
        self.lesson.title(&self.language())
    }

    /// The tag of its language.
    fn language(&self) -> String {
        self.text.language().to_string()
    }

    /// The line by which others open the same run.
    pub fn link(&self) -> Link {
        let choices = self.trace.steps.iter().filter_map(|step| step.choice).collect();
        let schedule = Schedule {
            program: self.name(),
            grain: self.trace.grain,
            fingerprint: fingerprint(self.program.source),
            choices,
        };
        Link { schedule, cursor: self.cursor }
    }

    /// The run as a Mermaid sequence diagram.
    pub fn mermaid(&self) -> String {
        mermaid::diagram(self)
    }

    /// The run as a trace in the JSON format of Chrome, which Perfetto opens.
    pub fn profile(&self) -> serde_json::Value {
        profile::trace(self)
    }

    /// The run as a picture that stands alone, in SVG.
    pub fn svg(&self) -> String {
        svg::picture(self, svg::Around::Everything)
    }

    /// The run as a page to be printed, in HTML.
    pub fn handout(&self) -> String {
        handout::page(self)
    }

    /// What happened, a line a step, for people who read or hear it.
    pub fn transcript(&self) -> String {
        let mut text = format!("{} ({})\n\n", self.title(), self.name());
        for (step, words) in self.sentences().iter().enumerate().filter(|(_, words)| !words.is_empty()) {
            text += &if step == 0 { format!("{words}\n") } else { format!("{step}. {words}\n") };
        }
        if let Some((_, title, words)) = self.verdict() {
            text += &format!("\n{title}. {words}\n");
        }
        format!("{text}\n{}\n", self.link())
    }

    /// What each step did, in sentences. Entry 0 tells the start.
    pub fn sentences(&self) -> Vec<String> {
        let log = narrate::log(self.text, &self.trace);
        let capital = |sentence: &String| capital(sentence);
        log.iter().map(|told| self.text.join(&told.iter().map(capital).collect::<Vec<_>>())).collect()
    }

    /// How it ended: whether well, a title, and an explanation. None while it can go on.
    fn verdict(&self) -> Option<(bool, String, String)> {
        let verdict = self.trace.steps.last()?.verdict.as_ref()?;
        let (title, words) = narrate::verdict(self.text, &self.trace, verdict);
        Some((verdict.is_fine(), capital(&title), capital(&words)))
    }

    /// The threads that are worth a place of their own: all but a main that only starts the others.
    fn threads(&self) -> Vec<ThreadId> {
        let count = self.trace.steps.last().map_or(0, |step| step.then.threads.len());
        let acts = |id| self.trace.steps.iter().any(|step| step.lane() == Some(id));
        (0..count as u8).map(ThreadId).filter(|&id| id.0 > 0 || count == 1 || acts(id)).collect()
    }

    /// Who did it, or whom it was done to, and what, as short as it can be said; none where the clock moved, and at the start.
    fn call(&self, step: usize) -> Option<(ThreadId, String)> {
        let thread = self.trace.steps[step].lane()?;
        Some((thread, stepper::call(self.text, &self.trace, step)))
    }
}
