//! What came of a run, told alike however its threads took turns: what each of them said, and how it ended.

use std::collections::HashSet;

use crate::dice::mix;
use crate::execution::Execution;
use crate::trace::Choice;
use crate::verdict::Verdict;
use crate::world::World;

/// What came of a run, as far as its threads can be told apart by what they did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The name of every thread that said something, and what it said, in order.
    pub said: Vec<(String, Vec<String>)>,
    /// How it ended.
    pub verdict: Verdict,
}

/// The outcomes seen so far.
#[derive(Default)]
pub(super) struct Outcomes {
    seen: HashSet<u64>,
    /// Of those, what a person could tell apart: of two threads that panicked, an outcome names the first.
    told: HashSet<String>,
    pub(super) list: Vec<(Outcome, Vec<Choice>)>,
}

impl Outcomes {
    /// Adds the outcome of a run that ended, if it is a new one.
    pub(super) fn add(&mut self, run: &Execution, schedule: impl FnOnce() -> Vec<Choice>) {
        let Some(verdict) = run.verdict() else {
            return;
        };
        let key = run.look(|world| key(world, verdict));
        if !self.seen.insert(key) {
            return;
        }
        let said = run.look(|world| {
            let mut threads: Vec<_> = world.threads.iter().filter(|t| !t.said.is_empty()).collect();
            threads.sort_by_key(|t| t.lineage);
            threads.into_iter().map(|t| (t.name.clone(), t.said.clone())).collect()
        });
        let outcome = Outcome { said, verdict: verdict.clone() };
        if self.told.insert(format!("{outcome:?}")) {
            self.list.push((outcome, schedule()));
        }
    }

    /// A hash for each, the same in every search.
    pub(super) fn keys(&self) -> impl Iterator<Item = u64> {
        self.seen.iter().copied()
    }
}

fn key(world: &World, verdict: &Verdict) -> u64 {
    let words = |hash, text: &str| text.bytes().fold(hash, |hash, byte| mix(hash, byte.into()));
    let ending = match verdict {
        Verdict::Finished => 0,
        Verdict::Panicked { .. } => 1,
        Verdict::Deadlock { .. } => 2,
        Verdict::NoEnd { .. } => 3,
        Verdict::Spins { .. } => 4,
        Verdict::DataRace(_) => 5,
    };
    // Threads are numbered as they come: a sum does not care.
    world.threads.iter().fold(ending, |sum, thread| {
        let said = thread.said.iter().fold(thread.lineage, |hash, line| mix(words(hash, line), 0));
        let panicked = thread.panic.as_ref().filter(|_| thread.finished);
        let end = panicked.map_or(u64::from(thread.finished), |(message, _)| words(2, message));
        sum.wrapping_add(mix(said, end))
    })
}
