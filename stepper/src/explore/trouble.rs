//! What is wrong with a run, and since when: a panic that somebody deals with later was nothing.

use std::mem::discriminant;

use crate::execution::Execution;
use crate::verdict::Verdict;

/// What is wrong with a run so far, if anything is.
#[derive(Default)]
pub(super) struct Trouble(Option<(usize, Verdict)>);

impl Trouble {
    /// To be called at the start and after each step, or after those that were made at once.
    pub(super) fn look(&mut self, run: &Execution) {
        match (goes_wrong(run), &self.0) {
            // Whoever passes a panic on has not dealt with it.
            (Some(now), Some((_, first))) if discriminant(now) == discriminant(first) => {}
            (now, _) => self.0 = now.map(|verdict| (run.steps() as usize, verdict.clone())),
        }
    }

    /// Since which step, and what.
    pub(super) fn is(&self) -> Option<&(usize, Verdict)> {
        self.0.as_ref()
    }
}

/// What is wrong with a run so far. That it was too long is no reproach.
fn goes_wrong(run: &Execution) -> Option<&Verdict> {
    run.verdict().filter(|v| !v.is_fine() && !matches!(v, Verdict::NoEnd { .. }))
}
