//! What the app does for the path of a lesson and the quiz: it tells the path what happened, does what comes next, and
//! keeps what was done and answered.

use egui::Context;
use lessons::Story;
use stepper::{Choice, Grain};

use super::{App, Command, Overlay, capital, quiz};
use crate::narrate;
use crate::path::{Next, Part, Path, Standing};
use crate::progress::{Given, Store, Trouble};
use crate::protocol::{Conclusion, Found, Request, Scope};
use crate::quiz::Sitting;
use crate::text::{Text, text};

/// Under which name the quiz stands in the progress.
const QUIZ: &str = "quiz";

/// The lesson as a path, what was done on it, and the quiz.
#[derive(Default)]
pub(super) struct Guide {
    pub(super) path: Option<Path>,
    /// The story in this language.
    story: Option<(&'static str, String, Story)>,
    pub(super) kept: Store,
    /// The keyboard goes to the first answer of the part.
    pub(super) focus: bool,
    /// So many pages on, or back, in what the part says.
    pub(super) pages: f32,
    /// The next line that comes was loaded, not made by hand.
    loads: bool,
}

impl Guide {
    /// The story in the language in use.
    pub(super) fn story(&self) -> Option<&Story> {
        self.story.as_ref().map(|(_, _, story)| story)
    }
}

impl App {
    /// Keeps what is done in this store. `trouble` is what is wrong with it.
    pub fn keep(&mut self, ctx: &Context, kept: Store, trouble: Option<Trouble>) {
        self.guide.kept = kept;
        // Otherwise the path would begin at what is done.
        self.guide.path = None;
        if let Some(trouble) = trouble {
            self.tell(trouble.words(text(ctx)));
        }
    }

    /// What was done.
    pub fn kept(&self) -> &Store {
        &self.guide.kept
    }

    /// The path of the lesson, if it has one.
    pub fn path(&self) -> Option<&Path> {
        self.guide.path.as_ref()
    }

    /// The quiz that is being taken.
    pub fn quiz(&self) -> Option<&Sitting> {
        self.quiz.as_ref()
    }

    /// Reads the story anew when the lesson or the language is another.
    pub(super) fn tell_story(&mut self, ctx: &Context) {
        let Some(run) = &self.run else { return };
        let (name, language) = (run.lesson.name, text(ctx).language().to_string());
        if self.guide.story.as_ref().is_some_and(|(n, l, _)| *n == name && *l == language) {
            return;
        }
        self.guide.story = run.lesson.story(&language).map(|story| (name, language, story));
    }

    /// The session has changed.
    pub(super) fn followed(&mut self) {
        let Some(run) = &self.run else { return };
        let guide = &mut self.guide;
        if guide.path.as_ref().is_none_or(|path| path.lesson.name != run.lesson.name) {
            let done = |part: Part| guide.kept.progress().is_done(run.lesson.name, part.name());
            guide.path = Path::new(run.lesson, run.story.as_ref(), done);
            let kept = guide.kept.progress().of(run.lesson.name).and_then(|of| of.own);
            guide.path.iter_mut().for_each(|path| path.own = kept);
        }
        let Some(path) = &mut guide.path else { return };
        if std::mem::take(&mut guide.loads) {
            let line: Vec<Choice> = run.trace.steps.iter().filter_map(|step| step.choice).collect();
            path.loaded(&line);
        }
        let part = path.watch(run.standing());
        let own = path.own.and_then(|cost| guide.kept.broke(run.lesson.name, cost));
        let code = run.code.clone();
        self.trouble(own);
        if let Some(part) = part {
            self.finished(part);
            if part == Part::Break {
                let question = self.guide.story().map_or_else(String::new, |story| story.task.clone());
                self.answered(part.name(), question, code, Some(true));
            }
        }
    }

    /// The explorer has answered.
    pub(super) fn heard(&mut self, found: &Found) {
        let Some(path) = &mut self.guide.path else { return };
        let tried = path.cure.clone().filter(|cure| cure.proved.is_none());
        let part = path.hear(found);
        let proved = path.cure.as_ref().and_then(|cure| cure.proved);
        if let (Some(cure), Some(proved)) = (tried, proved) {
            let story = self.guide.story();
            let question = story.map_or_else(String::new, |story| story.mending.clone());
            self.answered(Part::Fix.name(), question, cure.variant.to_owned(), Some(proved));
        }
        if let Some(part) = part {
            self.finished(part);
        }
    }

    /// The part is done: that is kept.
    fn finished(&mut self, part: Part) {
        if let Some(path) = &self.guide.path {
            let trouble = self.guide.kept.done(path.lesson.name, part.name(), now());
            self.trouble(trouble);
        }
    }

    /// Something was answered: that is kept.
    fn answered(&mut self, part: &str, question: String, answer: String, right: Option<bool>) {
        if let Some(run) = &self.run {
            let given = Given { at: now(), part: part.to_owned(), question, answer, right };
            let trouble = self.guide.kept.answered(run.lesson.name, given);
            self.trouble(trouble);
        }
    }

    fn trouble(&mut self, trouble: Option<Trouble>) {
        if let Some(trouble) = trouble {
            self.notice = Some(trouble.words(self.text));
        }
    }

    /// Does what comes next: in the quiz if there is one, else on the path.
    pub(super) fn next(&mut self, ctx: &Context) {
        if self.overlay == Some(Overlay::Quiz) {
            self.next_question();
            return;
        }
        let (Some(path), Some(run)) = (&self.guide.path, &self.run) else { return };
        if !self.settings.guide {
            self.settings.guide = true;
            return;
        }
        match path.next(run.standing()) {
            Next::Go(part) => self.go(part),
            Next::Answer => self.guide.focus = true,
            Next::Load => self.load_given(),
            Next::Forward => self.send(Request::Forward),
            Next::Begin => self.begin(),
            Next::Hint => self.act(Command::MoreHints, ctx),
            Next::Solution => self.act(Command::Hint, ctx),
            Next::Ask if self.asked.is_some() => {}
            Next::Ask => self.ask_broken(),
            Next::Leave(lesson) => {
                self.finish_elsewhere();
                match lesson.and_then(lessons::find).and_then(|l| Some((l.name, l.programs.first()?.variant)))
                {
                    Some((lesson, variant)) => self.act(Command::Open(lesson, variant), ctx),
                    None => self.overlay = Some(Overlay::Lessons),
                }
            }
        }
    }

    fn finish_elsewhere(&mut self) {
        if self.guide.path.as_mut().is_some_and(|path| path.finish(Part::Elsewhere)) {
            self.finished(Part::Elsewhere);
        }
    }

    /// Shows a part of the lesson, and opens what it speaks of.
    pub(super) fn go(&mut self, part: Part) {
        self.settings.guide = true;
        let (Some(path), Some(run)) = (&mut self.guide.path, &self.run) else { return };
        path.part = part;
        let begin = matches!(path.next(run.standing()), Next::Begin);
        match part {
            Part::First => self.load_given(),
            Part::Break if begin => self.begin(),
            _ => {}
        }
    }

    /// The lesson's first program, if another one is open.
    fn open_broken(&mut self) {
        let (Some(path), Some(run)) = (&self.guide.path, &self.run) else { return };
        if run.id.variant != path.broken() {
            let (lesson, variant) = (path.lesson.name, path.broken());
            self.found = None;
            self.open(lesson, variant);
        }
    }

    fn load_given(&mut self) {
        if let Some(path) = &self.guide.path {
            let given = path.given.clone();
            self.take_up(given);
        }
    }

    /// Makes this schedule of the lesson's first program the line, at its start.
    pub(super) fn take_up(&mut self, line: Vec<Choice>) {
        self.open_broken();
        if let Some(path) = &mut self.guide.path {
            path.loaded(&line);
            self.send(Request::Walk(Grain::Coarse, line));
        }
    }

    /// Whether the lesson's first program is open.
    pub(super) fn is_at_broken(&self) -> bool {
        let broken = self.guide.path.as_ref().map(Path::broken);
        self.run.as_ref().is_some_and(|run| Some(run.program.variant) == broken)
    }

    fn begin(&mut self) {
        self.open_broken();
        if let Some(path) = &mut self.guide.path {
            path.loaded(&[]);
        }
        self.send(Request::Grain(Grain::Coarse));
        self.send(Request::Reset);
    }

    fn ask_broken(&mut self) {
        self.open_broken();
        self.send(Request::Grain(Grain::Coarse));
        self.ask(Scope::Bug);
    }

    pub(super) fn predict(&mut self, number: usize) {
        let (Some(path), Some((_, _, story))) = (&mut self.guide.path, &self.guide.story) else { return };
        let Some(choice) = story.prediction.choices.get(number) else { return };
        let (question, answer) = (story.prediction.text.clone(), choice.text.clone());
        let pin = path.lesson.programs.first().and_then(|program| path.lesson.pin(program));
        let right = path.predict(number, story, pin.as_ref());
        self.answered(Part::Prediction.name(), question, answer, right);
        self.finished(Part::Prediction);
    }

    pub(super) fn answer_why(&mut self, number: usize) {
        let (Some(path), Some((_, _, story))) = (&mut self.guide.path, &self.guide.story) else { return };
        let Some(choice) = story.why.choices.get(number) else { return };
        let (question, answer) = (story.why.text.clone(), choice.text.clone());
        let right = path.answer_why(number, story);
        self.answered(Part::Why.name(), question, answer, Some(right));
        if right {
            self.finished(Part::Why);
        }
    }

    /// Opens the program that is to be the cure, and has it tried.
    pub(super) fn cure(&mut self, variant: &'static str) {
        let Some(path) = &mut self.guide.path else { return };
        path.cure = Some(crate::path::Cure { variant, proved: None });
        path.loaded(&[]);
        let lesson = path.lesson.name;
        self.found = None;
        self.outcomes = None;
        self.open(lesson, variant);
        self.ask(Scope::Bug);
    }

    /// Whatever line comes next was not made by hand.
    pub(super) fn loads(&mut self) {
        self.guide.loads = true;
    }

    /// Shows another grain. A line that was loaded stays one.
    pub(super) fn regrain(&mut self, grain: Grain) {
        if let (Some(path), Some(run)) = (&self.guide.path, &self.run)
            && path.is_loaded(run.standing())
        {
            self.guide.loads = true;
        }
        self.send(Request::Grain(grain));
    }

    /// Opens the quiz, with questions that were not asked before.
    pub(super) fn open_quiz(&mut self) {
        self.toggle(Overlay::Quiz);
        if self.overlay == Some(Overlay::Quiz) && self.quiz.is_none() {
            let seed = self.dice.roll(1 << 30) as u64;
            self.ask(Scope::Quiz(seed));
        }
    }

    /// The questions can be made.
    pub(super) fn examine(&mut self, found: Box<Found>) {
        let Scope::Quiz(seed) = found.scope else { return };
        if found.conclusion == Conclusion::Stopped {
            return;
        }
        let log = found.run.as_ref().map(|run| narrate::log(self.text, run)).unwrap_or_default();
        let questions = crate::quiz::make(&found, &log, seed);
        self.quiz = (!questions.is_empty()).then(|| Sitting::new(found, questions));
    }

    fn next_question(&mut self) {
        let words = self.text;
        let Some(sitting) = &mut self.quiz else { return };
        let Some(question) = sitting.question().cloned() else {
            // All were answered: other ones.
            self.quiz = None;
            self.overlay = None;
            self.open_quiz();
            return;
        };
        match sitting.judge() {
            Some(right) => {
                let ticked = question.options.iter().enumerate().filter(|(n, _)| sitting.is_ticked(*n));
                let answer: Vec<String> = ticked
                    .map(|(_, option)| quiz::says(words, sitting, option).replace('\n', "; "))
                    .collect();
                let question = quiz::words(words, sitting, &question);
                self.answered(QUIZ, question, answer.join(" | "), Some(right));
            }
            None => {
                if sitting.go_on()
                    && let Some(run) = &self.run
                {
                    let trouble = self.guide.kept.done(run.lesson.name, QUIZ, now());
                    self.trouble(trouble);
                }
            }
        }
    }

    /// Puts the progress on the clipboard, as a table.
    pub(super) fn copy_progress(&mut self, ctx: &Context, said: &Text) {
        ctx.copy_text(self.guide.kept.progress().csv());
        self.overlay = None;
        self.notice = Some(capital(&stepper::tell!(said, "progress-copied")));
    }
}

impl super::Run {
    /// How the session stands, as far as the path asks.
    pub fn standing(&self) -> Standing<'_> {
        Standing { variant: self.program.variant, trace: &self.trace, cursor: self.cursor }
    }
}

/// Seconds since 1970.
fn now() -> u64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    now.map_or(0, |since| since.as_secs())
}
