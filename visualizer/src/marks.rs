//! What the steps of a line leave behind, folded from its first one on. Marks are left on the way, so that to look at
//! another step, or to leave the line for another, is not to begin anew.

use stepper::Trace;

/// What the first steps of a line leave behind.
pub(crate) trait Fold: Clone + Default {
    /// Goes past this step, the first that was not passed yet.
    fn pass(&mut self, trace: &Trace, step: usize);

    /// What the first `steps` steps of the trace leave behind.
    fn after(trace: &Trace, steps: usize) -> Self {
        let mut fold = Self::default();
        (0..steps).for_each(|step| fold.pass(trace, step));
        fold
    }
}

/// A fold over a line that grows, and may be cut off.
#[derive(Clone, Debug, Default)]
pub(crate) struct Marks<F> {
    /// What the first `EVERY` steps have left, twice as many, and so on.
    left: Vec<F>,
    /// What the first `steps` have left.
    now: F,
    steps: usize,
}

/// How many steps lie between two marks.
const EVERY: usize = 64;

impl<F: Fold> Marks<F> {
    /// Only the first `keep` steps are as they were.
    pub(crate) fn cut(&mut self, keep: usize) {
        self.left.truncate(keep / EVERY);
        self.back(keep);
    }

    /// What the first `steps` steps of the trace leave behind.
    pub(crate) fn after(&mut self, trace: &Trace, steps: usize) -> &F {
        self.back(steps);
        while self.steps < steps {
            self.now.pass(trace, self.steps);
            self.steps += 1;
            if self.steps == EVERY * (self.left.len() + 1) {
                self.left.push(self.now.clone());
            }
        }
        &self.now
    }

    /// Goes back until at most so many steps are passed.
    fn back(&mut self, steps: usize) {
        if self.steps > steps {
            let marks = self.left.len().min(steps / EVERY);
            self.now = self.left[..marks].last().cloned().unwrap_or_default();
            self.steps = marks * EVERY;
        }
    }
}
