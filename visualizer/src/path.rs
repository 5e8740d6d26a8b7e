//! The path through a lesson: seven parts, each of which sees by itself when it is done. A person may leave it at any
//! time, take the parts in any order, and do them without looking at it. No screen here.

mod cost;

use lessons::blanks::{Piece, pieces};
use lessons::{Lesson, Pin, Story, claims_hold};
use stepper::{Choice, Grain, Trace};

pub use cost::Cost;

use crate::pin;
use crate::protocol::{Conclusion, Found, Scope};
use crate::text::{Text, tell};

/// A part of a lesson.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The situation, and a guess at what will come of it.
    Prediction,
    /// A good schedule, given, to be walked.
    First,
    /// A schedule that fails, to be found by hand.
    Break,
    /// The explorer's schedule beside one's own.
    Ask,
    /// The cure, chosen or assembled, and proved.
    Fix,
    /// Why it was so.
    Why,
    /// The same idea in another dress.
    Elsewhere,
}

impl Part {
    /// All, in order.
    pub const ALL: [Part; 7] =
        [Part::Prediction, Part::First, Part::Break, Part::Ask, Part::Fix, Part::Why, Part::Elsewhere];

    /// Its name in the progress.
    pub fn name(self) -> &'static str {
        match self {
            Part::Prediction => "prediction",
            Part::First => "first schedule",
            Part::Break => "break it",
            Part::Ask => "ask",
            Part::Fix => "fix it",
            Part::Why => "why",
            Part::Elsewhere => "elsewhere",
        }
    }

    /// Its name for a person.
    pub fn title(self, text: &Text) -> String {
        match self {
            Part::Prediction => tell!(text, "part-prediction"),
            Part::First => tell!(text, "part-first"),
            Part::Break => tell!(text, "part-break"),
            Part::Ask => tell!(text, "part-ask"),
            Part::Fix => tell!(text, "part-fix"),
            Part::Why => tell!(text, "part-why"),
            Part::Elsewhere => tell!(text, "part-elsewhere"),
        }
    }

    /// The part that follows.
    pub fn next(self) -> Option<Part> {
        Part::ALL.get(self as usize + 1).copied()
    }
}

/// How the session stands, as far as the path asks.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// The variant that is open.
    pub variant: &'a str,
    /// The line.
    pub trace: &'a Trace,
    /// How many steps of it are made.
    pub cursor: usize,
}

/// What comes next on the path: what its one button and its one key do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// To this part: the one before is done.
    Go(Part),
    /// Something is to be chosen.
    Answer,
    /// Take up the given schedule, at its start.
    Load,
    /// One step forward.
    Forward,
    /// Begin the program anew, by hand.
    Begin,
    /// One more hint.
    Hint,
    /// Show a schedule that fails: there are no more hints.
    Solution,
    /// Ask the explorer.
    Ask,
    /// To this lesson, or to the list of all.
    Leave(Option<&'static str>),
}

/// A cure that is being tried, or was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cure {
    /// The variant.
    pub variant: &'static str,
    /// Whether it is proved; none while the explorer tries.
    pub proved: Option<bool>,
}

/// Where a person is on the path of a lesson.
#[derive(Clone, Debug)]
pub struct Path {
    /// The lesson.
    pub lesson: &'static Lesson,
    /// The part that is shown.
    pub part: Part,
    /// What was predicted: the number of the choice.
    pub predicted: Option<usize>,
    /// Whether it is so, where the explorer has settled that.
    pub came_true: Option<bool>,
    /// What was answered to "why?" last.
    pub why: Option<usize>,
    /// How many hints are shown.
    pub hints: usize,
    /// For each blank the number of the option that fills it.
    pub blanks: Vec<usize>,
    /// The cure that was tried last.
    pub cure: Option<Cure>,
    /// The person's own schedule that fails.
    pub own: Option<Cost>,
    /// The explorer's.
    pub shortest: Option<Cost>,
    /// The choices of the given schedule.
    pub given: Vec<Choice>,
    hints_there_are: usize,
    /// The lesson that has the same idea in another dress, if there is one here.
    following: Option<&'static str>,
    /// The line was not made by hand: this was loaded.
    loaded: Vec<Choice>,
    done: [bool; Part::ALL.len()],
}

impl Path {
    /// The path of a lesson, at the first part that is not `done` yet; none if the lesson has no story.
    pub fn new(lesson: &'static Lesson, story: Option<&Story>, done: impl Fn(Part) -> bool) -> Option<Path> {
        let story = story?;
        let done = Part::ALL.map(done);
        let part = Part::ALL.into_iter().find(|&part| !done[part as usize]).unwrap_or(Part::Prediction);
        let given = stepper::choices(&lesson.pinned().first_schedule).unwrap_or_default();
        Some(Path {
            lesson,
            part,
            predicted: None,
            came_true: None,
            why: None,
            hints: 0,
            blanks: around_blanks(lesson).iter().flatten().filter_map(Piece::options).map(|_| 0).collect(),
            cure: None,
            own: None,
            shortest: None,
            given,
            hints_there_are: story.hints.len(),
            following: story.next.as_deref().and_then(lessons::find).map(|lesson| lesson.name),
            loaded: Vec::new(),
            done,
        })
    }

    /// Whether the part is done.
    pub fn is_done(&self, part: Part) -> bool {
        self.done[part as usize]
    }

    /// The part is done. Returns whether that is new.
    pub fn finish(&mut self, part: Part) -> bool {
        !std::mem::replace(&mut self.done[part as usize], true)
    }

    /// The variant with which the lesson begins: the one to be broken.
    pub fn broken(&self) -> &'static str {
        self.lesson.programs.first().map_or("", |program| program.variant)
    }

    /// These choices are the line now, and no hand made them; without any, the line begins anew.
    pub fn loaded(&mut self, choices: &[Choice]) {
        self.loaded = choices.to_vec();
    }

    /// Whether the line, up to the cursor, is one that was loaded.
    pub fn is_loaded(&self, at: Standing<'_>) -> bool {
        let line = at.trace.steps.iter().skip(1).take(at.cursor).map(|step| step.choice);
        !self.loaded.is_empty() && line.eq(self.loaded.iter().take(at.cursor).copied().map(Some))
    }

    /// Whether the line is the given schedule.
    pub fn is_given(&self, at: Standing<'_>) -> bool {
        let line = at.trace.steps.iter().skip(1).map(|step| step.choice);
        at.variant == self.broken()
            && at.trace.grain == Grain::Coarse
            && line.eq(self.given.iter().copied().map(Some))
    }

    /// Looks at the session, and returns the part that is done by it.
    pub fn watch(&mut self, at: Standing<'_>) -> Option<Part> {
        if at.cursor > 0 && at.cursor == self.given.len() && self.is_given(at) && self.finish(Part::First) {
            return Some(Part::First);
        }
        let program = self.lesson.program(at.variant)?;
        let won = program.win.is_some_and(|win| pin::is_won(win, at.trace, at.cursor));
        if !won || at.variant != self.broken() || self.is_loaded(at) {
            return None;
        }
        // What can be compared with what the explorer finds: steps of its grain, and nothing that it never tries.
        let line = &at.trace.steps[..=at.cursor];
        let chance = line.iter().any(|step| step.choice.is_some_and(Choice::is_chance));
        if at.trace.grain == Grain::Coarse && !chance {
            let cost = Cost::of(at.trace, at.cursor);
            self.own = Some(self.own.map_or(cost, |best| best.min(cost)));
        }
        self.finish(Part::Break).then_some(Part::Break)
    }

    /// Whether the run goes wrong, but not in the way that the lesson asks for.
    pub fn misses(&self, at: Standing<'_>) -> bool {
        let verdict = at.trace.steps.get(at.cursor).and_then(|step| step.verdict.as_ref());
        let win = self.lesson.program(self.broken()).and_then(|program| program.win);
        at.variant == self.broken()
            && verdict.is_some_and(|verdict| !verdict.is_fine())
            && win.is_some_and(|win| !pin::is_won(win, at.trace, at.cursor))
    }

    /// Hears what the explorer found, and returns the part that is done by it.
    pub fn hear(&mut self, found: &Found) -> Option<Part> {
        if found.scope != Scope::Bug || found.program.lesson != self.lesson.name {
            return None;
        }
        let proved = match &found.conclusion {
            Conclusion::Proved => true,
            Conclusion::Bug { .. } => false,
            _ => return None,
        };
        if let Some(cure) = self.cure.as_mut().filter(|cure| cure.variant == found.program.variant) {
            cure.proved = Some(proved);
        }
        if let Conclusion::Bug { schedule, preemptions, .. } = &found.conclusion {
            self.loaded(schedule);
            if found.program.variant == self.broken() {
                if found.program.grain == Grain::Coarse {
                    self.shortest = Some(Cost { preemptions: *preemptions, steps: schedule.len() });
                }
                return self.finish(Part::Ask).then_some(Part::Ask);
            }
        }
        (proved && self.finish(Part::Fix)).then_some(Part::Fix)
    }

    /// Makes a prediction. Returns whether it will turn out right, where the explorer has settled that.
    pub fn predict(&mut self, number: usize, story: &Story, pin: Option<&Pin>) -> Option<bool> {
        self.predicted = Some(number);
        self.finish(Part::Prediction);
        let choice = story.prediction.choices.get(number);
        self.came_true = choice.zip(pin).and_then(|(choice, pin)| claims_hold(&choice.mark, pin).ok());
        self.came_true
    }

    /// Answers "why?". Returns whether that is right.
    pub fn answer_why(&mut self, number: usize, story: &Story) -> bool {
        self.why = Some(number);
        let right = story.why.choices.get(number).is_some_and(|choice| choice.mark == "x");
        if right {
            self.finish(Part::Why);
        }
        right
    }

    /// The variant that the filled blanks make.
    pub fn assembled(&self) -> Option<&'static str> {
        let name = lessons::blanks::variant(&self.blanks);
        self.lesson.program(&name).map(|program| program.variant)
    }

    /// What comes next.
    pub fn next(&self, at: Standing<'_>) -> Next {
        if self.is_done(self.part) && self.part != Part::Elsewhere {
            return self.part.next().map_or(Next::Leave(None), Next::Go);
        }
        let fresh = at.variant == self.broken() && !(self.is_loaded(at) && at.cursor > 0);
        match self.part {
            Part::Prediction | Part::Fix | Part::Why => Next::Answer,
            Part::First if self.is_given(at) => Next::Forward,
            Part::First => Next::Load,
            Part::Break if !fresh => Next::Begin,
            Part::Break if self.hints < self.hints_there_are => Next::Hint,
            Part::Break => Next::Solution,
            Part::Ask => Next::Ask,
            Part::Elsewhere => Next::Leave(self.following),
        }
    }
}

/// The lines of a lesson's program that its blanks are in, and those next to them. A line is its pieces; one without any
/// stands for lines that are left out.
pub fn around_blanks(lesson: &Lesson) -> Vec<Vec<Piece<'static>>> {
    const BEFORE: usize = 2;
    const BEHIND: usize = 1;
    let template = lesson.blanks.map_or("", |blanks| blanks.template);
    let mut lines = vec![Vec::new()];
    for piece in pieces(template).unwrap_or_default() {
        let Piece::Text(text) = piece else {
            lines.last_mut().expect("there is a line").push(piece);
            continue;
        };
        for (number, text) in text.split('\n').enumerate() {
            if number > 0 {
                lines.push(Vec::new());
            }
            if !text.is_empty() {
                lines.last_mut().expect("there is a line").push(Piece::Text(text));
            }
        }
    }
    lines.retain(|line| {
        line.iter().any(|piece| !matches!(piece, Piece::Text(text) if text.trim().is_empty()))
    });
    let has_blank = |line: &Vec<Piece<'_>>| line.iter().any(|piece| piece.options().is_some());
    // What only ends here has begun out of sight.
    let ends =
        |line: &Vec<Piece<'_>>| matches!(line[..], [Piece::Text(text)] if text.trim().starts_with('}'));
    let mut shown: Vec<Vec<Piece<'_>>> = Vec::new();
    let mut left_out = false;
    for (number, line) in lines.iter().enumerate() {
        let (first, last) = (number.saturating_sub(BEHIND), (number + BEFORE).min(lines.len() - 1));
        if !lines[first..=last].iter().any(has_blank) {
            left_out |= !ends(line);
            continue;
        }
        if left_out && !shown.is_empty() {
            shown.push(Vec::new());
        }
        left_out = false;
        if shown.last().is_some_and(|line| !line.is_empty()) || !ends(line) {
            shown.push(line.clone());
        }
    }
    shown
}
