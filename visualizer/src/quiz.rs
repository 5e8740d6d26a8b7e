//! Questions about a program, made and graded from what the explorer has seen. No words and no screen here: a question
//! is plain data, every answer knows whether it is right, and by which schedule that is shown.
//!
//! The same search and the same seed give the same questions.

mod moments;
mod outputs;

use stepper::{Choice, Dice, ThreadId};

use crate::protocol::{Ending, Found};

/// A question, with its answers in the order in which they are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What is asked.
    pub asks: Asks,
    /// What can be ticked: any number of them, or one where [`Question::is_single`].
    pub options: Vec<Candidate>,
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// Which of these outputs are possible?
    Outputs,
    /// In which of these ways can the program end?
    Endings,
    /// Who can run after this step of [`Found::run`]?
    Ready {
        /// The step; 0 is the start.
        step: usize,
    },
    /// What happens when this thread moves after this step of [`Found::run`]?
    Next {
        /// The step; 0 is the start.
        step: usize,
        /// Who moves.
        thread: ThreadId,
    },
}

/// An answer that can be ticked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// What it says.
    pub says: Says,
    /// Whether that is so.
    pub right: bool,
    /// A schedule that shows it, of an output or an ending that is possible.
    pub schedule: Option<Vec<Choice>>,
}

/// What an answer says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Says {
    /// These threads say these lines, and no other thread says anything.
    Output(Vec<(String, Vec<String>)>),
    /// It ends like this.
    Ends(Ending),
    /// This choice can be made.
    Runs(Choice),
    /// What step number so of the run tells.
    Step(usize),
}

/// How an answer was judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Ticked, and right.
    Hit,
    /// Left out, and wrong.
    Passed,
    /// Ticked, and wrong.
    Mistaken,
    /// Left out, and right.
    Missed,
}

impl Question {
    /// Whether exactly one answer is right, so that only one can be ticked.
    pub fn is_single(&self) -> bool {
        matches!(self.asks, Asks::Next { .. })
    }

    /// How each answer was judged; `ticked` says which were ticked, in order.
    pub fn grade(&self, ticked: &[bool]) -> Vec<Mark> {
        let ticked = ticked.iter().copied().chain(std::iter::repeat(false));
        let marks = self.options.iter().zip(ticked).map(|(option, ticked)| match (ticked, option.right) {
            (true, true) => Mark::Hit,
            (false, false) => Mark::Passed,
            (true, false) => Mark::Mistaken,
            (false, true) => Mark::Missed,
        });
        marks.collect()
    }
}

impl Mark {
    /// Whether it was answered well.
    pub fn is_good(self) -> bool {
        matches!(self, Mark::Hit | Mark::Passed)
    }
}

/// Questions about the program that was searched: what can come of it, who can run, what happens next. Those are left
/// out that cannot be asked honestly, as of outputs when not all are known. `log` is the narration of [`Found::run`].
pub fn make(found: &Found, log: &[Vec<String>], seed: u64) -> Vec<Question> {
    let mut dice = Dice::new(seed);
    let possible = outputs::outputs(found, &mut dice).or_else(|| outputs::endings(found, &mut dice));
    let run = found.run.as_ref();
    let ready = run.and_then(|run| moments::ready(run, &mut dice));
    let next = run.and_then(|run| moments::next(run, log, &mut dice));
    [possible, ready, next].into_iter().flatten().collect()
}

/// As a pack of cards.
fn shuffle<T>(list: &mut [T], dice: &mut Dice) {
    for last in (1..list.len()).rev() {
        list.swap(last, dice.roll(last + 1));
    }
}
