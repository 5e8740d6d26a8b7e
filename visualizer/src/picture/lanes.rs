//! The lanes of the timeline: for every step, what every thread was up to.

use std::collections::BTreeMap;
use std::ops::Deref;

use stepper::{ObjectId, State, Status, ThreadId, Trace, What, Why};

use crate::marks::{Fold, Marks};

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
    owners: Marks<Owners>,
}

/// Who holds what.
#[derive(Clone, Debug, Default)]
struct Owners(BTreeMap<ObjectId, ThreadId>);

impl Fold for Owners {
    fn pass(&mut self, trace: &Trace, step: usize) {
        for event in &trace.steps[step].events {
            if let (Some(object), What::Shows { state: State::Owner(owner) }) = (event.object, &event.what) {
                match owner {
                    Some(owner) => self.0.insert(object, *owner),
                    None => self.0.remove(&object),
                };
            }
        }
    }
}

impl Lanes {
    /// Follows the steps of `trace` from `keep` on; those before are as they were.
    pub fn follow(&mut self, trace: &Trace, keep: usize) {
        self.steps.truncate(keep);
        self.owners.cut(keep);
        for (number, step) in trace.steps.iter().enumerate().skip(self.steps.len()) {
            let owners = self.owners.after(trace, number + 1);
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
                Cell { lane, holds: owners.0.values().any(|&o| o == id) }
            });
            self.steps.push(cells.collect());
        }
    }

    /// How many lanes there are.
    pub fn count(&self) -> usize {
        self.steps.last().map_or(0, Vec::len)
    }
}

impl Deref for Lanes {
    type Target = [Vec<Cell>];

    fn deref(&self) -> &Self::Target {
        &self.steps
    }
}
