//! A lesson as a talk: one thing after the other, forward and back. No words and no screen here.

use lessons::Lesson;
use stepper::Choice;

use crate::path::{Part, Path};

/// One thing to be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slide {
    /// The part of the lesson that it belongs to.
    pub part: Part,
    /// So many steps of the part's schedule are made; none where the part's words are shown.
    pub step: Option<usize>,
}

/// The slides of a lesson, and which one is shown.
#[derive(Clone, Debug)]
pub struct Talk {
    /// The lesson.
    pub lesson: &'static Lesson,
    first: Vec<Choice>,
    failing: Vec<Choice>,
    slides: Vec<Slide>,
    at: usize,
}

impl Talk {
    /// The talk of a lesson, at the first slide of the part that is shown: each part in its turn, the given schedule
    /// step by step, and so the schedule that is known to fail, where the explorer is asked.
    pub fn new(path: &Path) -> Talk {
        let lesson = path.lesson;
        let pin = lesson.programs.first().and_then(|program| lesson.pin(program));
        let failing = pin.and_then(|pin| stepper::choices(&pin.schedule).ok()).unwrap_or_default();
        let mut talk = Talk { lesson, first: path.given.clone(), failing, slides: Vec::new(), at: 0 };
        for part in Part::ALL {
            let steps = talk.line(part).len();
            match steps {
                0 => talk.slides.push(Slide { part, step: None }),
                _ => talk.slides.extend((0..=steps).map(|step| Slide { part, step: Some(step) })),
            }
        }
        talk.go(path.part);
        talk
    }

    /// The choices that are walked in a part; empty where its words are shown.
    pub fn line(&self, part: Part) -> &[Choice] {
        match part {
            Part::First => &self.first,
            Part::Ask => &self.failing,
            _ => &[],
        }
    }

    /// The slide that is shown.
    pub fn slide(&self) -> Slide {
        self.slides[self.at]
    }

    /// How many slides there are, and the number of this one, counted from 1.
    pub fn count(&self) -> (usize, usize) {
        (self.slides.len(), self.at + 1)
    }

    /// To the first slide of a part.
    pub fn go(&mut self, part: Part) {
        self.at = self.slides.iter().position(|slide| slide.part == part).unwrap_or(0);
    }

    /// To the next slide, or the one before. Returns whether there is one.
    pub fn turn(&mut self, forward: bool) -> bool {
        let to = if forward { self.at + 1 } else { self.at.wrapping_sub(1) };
        let there = to < self.slides.len();
        if there {
            self.at = to;
        }
        there
    }
}
