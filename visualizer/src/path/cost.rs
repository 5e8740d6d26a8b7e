//! How much a schedule asks of a scheduler.

use serde::{Deserialize, Serialize};
use stepper::{Choice, Moment, Trace};

/// The cost of a schedule: fewer preemptions first, then fewer steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Cost {
    /// How often it leaves a thread that could have gone on.
    pub preemptions: u32,
    /// Its steps.
    pub steps: usize,
}

impl Cost {
    /// Of the first `steps` steps of a run: what [`stepper::preemptions`] counts, without running it again.
    pub fn of(trace: &Trace, steps: usize) -> Cost {
        let mut preemptions = 0;
        let mut last = None;
        for (before, step) in trace.steps.iter().zip(trace.steps.iter().skip(1)).take(steps) {
            let chance = step.choice.is_some_and(Choice::is_chance);
            let left = last.filter(|last| Some(*last) != step.choice && !chance);
            let could_go_on =
                |last: &Choice| before.then.choices.contains(last) && !gave_way(&before.then, *last);
            preemptions += u32::from(left.is_some_and(|last| could_go_on(&last)));
            last = step.choice.filter(|choice| matches!(choice, Choice::Thread(_))).or(last);
        }
        Cost { preemptions, steps }
    }
}

fn gave_way(then: &Moment, choice: Choice) -> bool {
    matches!(choice, Choice::Thread(id) if then.threads[id.index()].gave_way)
}
