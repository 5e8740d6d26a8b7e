//! The lanes of the timeline: for every step, what every thread was up to.

use std::collections::BTreeMap;
use std::ops::Deref;

use stepper::{ObjectId, State, Status, Step, ThreadId, Trace, What, Why};

/// What a lane of the timeline shows for one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lane {
    /// It could be chosen, but was not.
    Ready,
    /// It made this step.
    Ran,
    /// It wants something that is not free.
    Blocked,
    /// It sleeps until it is woken, or waits for an end.
    Asleep,
    /// It came to its end.
    Done,
    /// It panicked.
    Failed,
    /// Its process was killed.
    Killed,
}

/// A lane's entry for one step: what the thread was up to, and whether it held a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cell {
    /// What it was up to.
    pub lane: Lane,
    /// It held a lock after the step.
    pub holds: bool,
}

/// For every step of a line that grows, and may be cut off, what the lane of every thread shows. A thread that was not
/// started yet has no entry.
#[derive(Clone, Debug, Default)]
pub struct Lanes {
    steps: Vec<Vec<Cell>>,
    owners: BTreeMap<ObjectId, ThreadId>,
}

impl Lanes {
    /// Follows the steps of `trace` from `keep` on; those before are as they were.
    pub fn follow(&mut self, trace: &Trace, keep: usize) {
        if keep < self.steps.len() {
            self.steps.truncate(keep);
            self.owners.clear();
            trace.steps.iter().take(keep).for_each(|step| self.pass(step));
        }
        for step in &trace.steps[self.steps.len()..] {
            self.pass(step);
            let cells = step.then.threads.iter().enumerate().map(|(number, thread)| {
                let id = ThreadId(number as u8);
                let ran = step.thread() == Some(id);
                let lane = match &thread.status {
                    Status::Panicked { .. } => Lane::Failed,
                    _ if ran => Lane::Ran,
                    Status::Killed => Lane::Killed,
                    Status::Finished => Lane::Done,
                    Status::Blocked(Why::Wants { .. }) => Lane::Blocked,
                    Status::Blocked(_) => Lane::Asleep,
                    Status::Ready | Status::Idle(_) | Status::Spinning => Lane::Ready,
                };
                Cell { lane, holds: self.owners.values().any(|&o| o == id) }
            });
            self.steps.push(cells.collect());
        }
    }

    /// How many lanes there are.
    pub fn count(&self) -> usize {
        self.steps.last().map_or(0, Vec::len)
    }

    fn pass(&mut self, step: &Step) {
        for event in &step.events {
            if let (Some(object), What::Shows { state: State::Owner(owner) }) = (event.object, &event.what) {
                match owner {
                    Some(owner) => self.owners.insert(object, *owner),
                    None => self.owners.remove(&object),
                };
            }
        }
    }
}

impl Deref for Lanes {
    type Target = [Vec<Cell>];

    fn deref(&self) -> &Self::Target {
        &self.steps
    }
}
