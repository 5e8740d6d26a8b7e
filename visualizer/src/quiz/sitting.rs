//! A quiz that is being taken: one question after the other.

use super::{Mark, Question};
use crate::protocol::Found;

/// The questions, and how far they are answered.
#[derive(Clone, Debug)]
pub struct Sitting {
    /// What the questions were made from.
    pub found: Box<Found>,
    /// All of them.
    pub questions: Vec<Question>,
    /// The one that is shown.
    pub at: usize,
    /// Which of its answers are ticked.
    pub ticked: Vec<bool>,
    /// How they were judged; none before.
    pub marks: Option<Vec<Mark>>,
    /// How many questions were answered without a mistake.
    pub right: usize,
}

impl Sitting {
    /// Before the first question.
    pub fn new(found: Box<Found>, questions: Vec<Question>) -> Sitting {
        Sitting { found, questions, at: 0, ticked: Vec::new(), marks: None, right: 0 }
    }

    /// The question that is shown; none when all were.
    pub fn question(&self) -> Option<&Question> {
        self.questions.get(self.at)
    }

    /// Whether this answer is ticked.
    pub fn is_ticked(&self, number: usize) -> bool {
        self.ticked.get(number).copied().unwrap_or(false)
    }

    /// Ticks an answer, or takes the tick away; of a question with one answer, takes it from the others. After the
    /// question was judged nothing changes any more.
    pub fn tick(&mut self, number: usize) {
        let Some(question) = self.questions.get(self.at).filter(|_| self.marks.is_none()) else {
            return;
        };
        let count = question.options.len();
        let was = self.is_ticked(number);
        self.ticked.resize(count, false);
        if question.is_single() {
            self.ticked.fill(false);
        }
        if let Some(tick) = self.ticked.get_mut(number) {
            *tick = !was;
        }
    }

    /// Judges the question that is shown. Returns whether it was answered without a mistake; none if it is judged
    /// already, or there is none.
    pub fn judge(&mut self) -> Option<bool> {
        let question = self.questions.get(self.at).filter(|_| self.marks.is_none())?;
        let marks = question.grade(&self.ticked);
        let right = marks.iter().all(|mark| mark.is_good());
        self.right += usize::from(right);
        self.marks = Some(marks);
        Some(right)
    }

    /// Goes on to the next question. Returns whether that was the last one.
    pub fn go_on(&mut self) -> bool {
        if self.marks.take().is_some() {
            self.at += 1;
            self.ticked.clear();
        }
        self.at >= self.questions.len()
    }
}
