//! What is wrong with a run, and since when: a panic that somebody deals with later was nothing.

use std::mem::discriminant;

use crate::execution::Execution;
use crate::verdict::Verdict;

/// What is wrong with a run so far, if anything is.
#[derive(Default)]
pub(crate) struct Trouble(Option<(usize, Verdict)>);

impl Trouble {
    /// To be called at the start and after each step, or after those that were made at once.
    pub(crate) fn look(&mut self, run: &Execution) {
        self.hear(run.steps() as usize, run.verdict());
    }

    /// The same of a step that is known by its trace.
    pub(crate) fn hear(&mut self, step: usize, verdict: Option<&Verdict>) {
        match (verdict.filter(|verdict| goes_wrong(verdict)), &self.0) {
            // Whoever passes a panic on has not dealt with it.
            (Some(now), Some((_, first))) if discriminant(now) == discriminant(first) => {}
            (now, _) => self.0 = now.map(|verdict| (step, verdict.clone())),
        }
    }

    /// Since which step, and what.
    pub(crate) fn is(&self) -> Option<&(usize, Verdict)> {
        self.0.as_ref()
    }
}

/// That a run was too long is no reproach.
fn goes_wrong(verdict: &Verdict) -> bool {
    !verdict.is_fine() && !matches!(verdict, Verdict::NoEnd { .. })
}
