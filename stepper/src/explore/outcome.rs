//! What came of a run, told alike however its threads took turns: what each of them said, and how it ended.

use std::collections::{BTreeSet, HashSet};

use crate::dice::mix;
use crate::execution::Execution;
use crate::trace::{Choice, ObjectId, ThreadId, Why};
use crate::verdict::Verdict;
use crate::world::World;

/// What came of a run, as far as its threads can be told apart by what they did.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Outcome {
    /// The name of every thread that said something, and what it said, in order.
    pub said: Vec<(String, Vec<String>)>,
    /// How it ended.
    pub verdict: Verdict,
}

impl Outcome {
    /// What has come of a run so far, if that is the verdict on it.
    pub(super) fn of(run: &Execution, verdict: &Verdict) -> Outcome {
        let said = run.look(|world| {
            let mut threads: Vec<_> = world.threads.iter().filter(|t| !t.said.is_empty()).collect();
            threads.sort_by_key(|t| t.lineage);
            threads.into_iter().map(|t| (t.name.clone(), t.said.clone())).collect()
        });
        Outcome { said, verdict: verdict.clone() }
    }
}

/// No more outcomes are kept: nobody reads so many, and some programs have one for each schedule.
const MOST: usize = 10_000;

/// An outcome, and the first schedule that led there.
struct Known {
    key: u64,
    outcome: Outcome,
    /// See [`names`].
    names: Vec<Option<String>>,
    schedule: Vec<Choice>,
}

/// The outcomes seen so far, each with a hash and the first schedule that led there.
#[derive(Default)]
pub(super) struct Outcomes {
    seen: BTreeSet<u64>,
    list: Vec<Known>,
    /// There were more than are kept.
    pub(super) too_many: bool,
}

impl Outcomes {
    /// Adds the outcome of a run that ended, if it is a new one.
    pub(super) fn add(&mut self, run: &Execution) {
        let Some(verdict) = run.verdict() else {
            return;
        };
        let key = run.look(|world| key(world, verdict));
        if !self.is_new(key) {
            return;
        }
        let names = run.look(|world| names(world, verdict));
        self.list.push(Known { key, outcome: Outcome::of(run, verdict), names, schedule: run.made() });
    }

    /// Adds those of runs that come after.
    pub(super) fn append(&mut self, later: Outcomes) {
        for one in later.list {
            if self.is_new(one.key) {
                self.list.push(one);
            }
        }
        self.too_many |= later.too_many;
    }

    /// Whether one with this hash is to be kept from now on.
    fn is_new(&mut self, key: u64) -> bool {
        if self.seen.len() < MOST {
            return self.seen.insert(key);
        }
        self.too_many |= !self.seen.contains(&key);
        false
    }

    /// A hash for each, the same in every search.
    pub(super) fn keys(&self) -> impl Iterator<Item = u64> {
        self.seen.iter().copied()
    }

    /// Those that a person can tell apart: of two threads that panicked, an outcome names the first.
    pub(super) fn told(&mut self) -> Vec<(Outcome, Vec<Choice>)> {
        let mut told = HashSet::new();
        let new = |known: &Known| told.insert((known.outcome.clone(), known.names.clone()));
        self.list.drain(..).filter(new).map(|known| (known.outcome, known.schedule)).collect()
    }
}

/// Of whom and of what a verdict speaks: which thread or object has which number depends on the schedule.
fn names(world: &World, verdict: &Verdict) -> Vec<Option<String>> {
    let thread = |id: &ThreadId| world.threads.get(id.index()).map(|thread| thread.name.clone());
    let object = |id: &ObjectId| world.objects[world.whole(*id).index()].name.clone();
    match verdict {
        Verdict::Finished | Verdict::NoEnd { .. } => Vec::new(),
        Verdict::Panicked { thread: id, .. } | Verdict::Spins { thread: id, .. } => vec![thread(id)],
        Verdict::DataRace(race) => race.threads.iter().map(thread).chain([object(&race.object)]).collect(),
        Verdict::Deadlock { stuck, .. } => {
            let mut names = Vec::new();
            for (id, why) in stuck {
                names.push(thread(id));
                match why {
                    Why::Wants { object: wanted, holder } | Why::SleepsOn { object: wanted, holder } => {
                        names.extend(holder.iter().map(thread).chain([object(wanted)]));
                    }
                    Why::Joins { thread: child } => names.push(thread(child)),
                    Why::Reads { object: pipe, .. } | Why::Writes { object: pipe, .. } => {
                        names.push(object(pipe))
                    }
                    Why::Awaits { process } => {
                        names.push(world.processes.get(usize::from(process.0)).cloned())
                    }
                    Why::Sleeps | Why::Polls { .. } => {}
                }
            }
            names
        }
    }
}

fn key(world: &World, verdict: &Verdict) -> u64 {
    let ending = match verdict {
        Verdict::Finished => 0,
        Verdict::Panicked { .. } => 1,
        Verdict::Deadlock { .. } => 2,
        Verdict::NoEnd { .. } => 3,
        Verdict::Spins { .. } => 4,
        Verdict::DataRace(_) => 5,
    };
    told(world).wrapping_add(ending)
}

/// A hash of what each thread has said so far, and of how it ended.
pub(super) fn told(world: &World) -> u64 {
    let words = |hash, text: &str| text.bytes().fold(hash, |hash, byte| mix(hash, byte.into()));
    // Threads are numbered as they come: a sum does not care.
    world.threads.iter().fold(0, |sum: u64, thread| {
        let said = thread.said.iter().fold(thread.lineage, |hash, line| mix(words(hash, line), 0));
        let panicked = thread.panic.as_ref().filter(|_| thread.finished);
        let end = panicked.map_or(u64::from(thread.finished), |(message, _)| words(2, message));
        sum.wrapping_add(mix(said, end))
    })
}
