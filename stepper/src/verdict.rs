//! What is wrong with a run, with the evidence.

use serde::{Deserialize, Serialize};

use crate::clock::MAX_THREADS;
use crate::trace::{ObjectId, Place, ProcessId, ThreadId, Why};
use crate::world::{Pending, Thread, World};

/// How a run ended, or what has gone wrong so far.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Verdict {
    /// Every thread came to its end, and nothing went wrong.
    Finished,
    /// A thread panicked, and nobody dealt with it.
    Panicked {
        /// The first that did.
        thread: ThreadId,
        /// What it said.
        message: String,
        /// Where.
        place: Option<Place>,
    },
    /// Some threads wait, and nothing that can still happen ends their wait.
    Deadlock {
        /// All that wait.
        stuck: Vec<(ThreadId, Why)>,
        /// Threads each of which waits for what the next one has; empty when they wait for something that
        /// nobody has.
        cycle: Vec<ThreadId>,
    },
    /// The run was stopped after so many steps.
    NoEnd {
        /// How many.
        steps: u32,
    },
    /// A thread was stopped after so many operations in one step.
    Spins {
        /// Which.
        thread: ThreadId,
        /// How many.
        operations: u32,
    },
    /// Every thread came to its end, but two accesses to plain memory had nothing to order them.
    DataRace(Race),
}

impl Verdict {
    /// Whether the program did what it should.
    pub fn is_fine(&self) -> bool {
        matches!(self, Verdict::Finished)
    }
}

/// Two accesses to plain memory, at least one a write, with nothing to order them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Race {
    /// The memory, or the object it belongs to.
    pub object: ObjectId,
    /// The thread of the earlier and of the later access.
    pub threads: [ThreadId; 2],
    /// The lines of the two.
    pub places: [Place; 2],
    /// The step of the later one.
    pub step: u32,
}

impl World {
    /// Whether there is no verdict as long as the run can go on: a quick look, for after every step.
    pub(crate) fn is_well(&self) -> bool {
        self.panics == 0 && !self.spins && self.steps < self.config.max_steps
    }

    /// The verdict on the run as it stands; none while it can go on and nothing has gone wrong.
    pub(crate) fn verdict(&self, can_go_on: bool) -> Option<Verdict> {
        let id = |index: usize| ThreadId(index as u8);
        let unhandled = |t: &Thread| t.finished && t.panic.is_some() && !t.panic_handled;
        let panicked = self.threads.iter().filter(|t| unhandled(t));
        if let Some(first) = panicked.min_by_key(|t| t.panic_number)
            && let Some((message, place)) = &first.panic
        {
            let index = self.threads.iter().position(|t| std::ptr::eq(t, first)).unwrap_or(0);
            return Some(Verdict::Panicked {
                thread: id(index),
                message: message.clone(),
                place: place.clone(),
            });
        }
        if let Some(index) = self.threads.iter().position(|t| matches!(t.pending, Pending::Spinning)) {
            return Some(Verdict::Spins { thread: id(index), operations: self.config.max_operations });
        }
        if self.steps >= self.config.max_steps && can_go_on {
            return Some(Verdict::NoEnd { steps: self.steps });
        }
        if can_go_on {
            return None;
        }
        let left = (0..self.threads.len()).filter(|&t| self.is_alive(&self.threads[t]));
        let stuck: Vec<(ThreadId, Why)> =
            left.filter_map(|t| Some((id(t), self.why(&self.threads[t])?))).collect();
        if !stuck.is_empty() {
            let cycle = self.cycle(&stuck);
            return Some(Verdict::Deadlock { stuck, cycle });
        }
        Some(self.races.first().map_or(Verdict::Finished, |race| Verdict::DataRace(race.clone())))
    }

    /// Whom a thread waits for: those that could end the wait, where that is known.
    fn waits_for(&self, why: &Why) -> Vec<ThreadId> {
        match why {
            Why::Wants { holder, .. } | Why::SleepsOn { holder, .. } => holder.iter().copied().collect(),
            Why::Joins { thread } => vec![*thread],
            Why::Awaits { process } => self.threads_of(|p| p == *process),
            Why::Reads { holders, .. } | Why::Writes { holders, .. } => {
                self.threads_of(|p| holders.iter().any(|end| end.process == p))
            }
            Why::Sleeps | Why::Polls { .. } => Vec::new(),
        }
    }

    fn threads_of(&self, chosen: impl Fn(ProcessId) -> bool) -> Vec<ThreadId> {
        let chosen = self.threads.iter().zip(0..).filter(|(t, _)| !t.finished && chosen(t.process));
        chosen.map(|(_, id)| ThreadId(id)).collect()
    }

    fn cycle(&self, stuck: &[(ThreadId, Why)]) -> Vec<ThreadId> {
        let mut left = [false; MAX_THREADS];
        let cycle =
            stuck.iter().find_map(|(start, _)| self.follow(stuck, *start, &mut Vec::new(), &mut left));
        cycle.unwrap_or_default()
    }

    /// Goes from each thread to those it waits for, until it comes to one on its path: the cycle.
    fn follow(
        &self,
        stuck: &[(ThreadId, Why)],
        thread: ThreadId,
        path: &mut Vec<ThreadId>,
        left: &mut [bool; MAX_THREADS],
    ) -> Option<Vec<ThreadId>> {
        if let Some(first) = path.iter().position(|&p| p == thread) {
            return Some(path.split_off(first));
        }
        if std::mem::replace(&mut left[thread.index()], true) {
            return None;
        }
        let (_, why) = stuck.iter().find(|(s, _)| *s == thread)?;
        path.push(thread);
        let cycle = self.waits_for(why).into_iter().find_map(|next| self.follow(stuck, next, path, left));
        path.pop();
        cycle
    }
}
