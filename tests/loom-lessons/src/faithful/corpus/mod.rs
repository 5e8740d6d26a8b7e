//! Small programs, broken and fixed, for loom and for the explorer to agree on. Each is written once, for both.

mod conditions;
mod events;
mod locks;
mod queues;
mod semaphores;
mod threads;
mod updates;

/// What comes of a program when every schedule is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Every schedule ends well.
    Fine,
    /// Some end in a panic that says this.
    Panics(&'static str),
    /// Some end with threads that wait for ever.
    Deadlocks,
    /// Some end well, but with accesses that nothing orders.
    Races,
}

/// A program, and what is to be found.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Program {
    pub(crate) name: &'static str,
    pub(crate) main: fn(),
    /// What loom finds, and the explorer too if nothing else is said.
    #[allow(dead_code, reason = "who runs it under loom does not judge")]
    pub(crate) ending: Ending,
    /// Under loom only the orders with at most so many preemptions.
    pub(crate) preemptions: Option<usize>,
    /// What the explorer finds where that differs.
    #[allow(dead_code, reason = "who runs it under loom does not judge")]
    pub(crate) differs: Option<Difference>,
}

/// All the bad endings that the explorer finds, and why they are not loom's.
#[derive(Clone, Copy, Debug)]
#[allow(dead_code, reason = "who runs it under loom does not judge")]
pub(crate) struct Difference {
    pub(crate) explorer: &'static [Ending],
    pub(crate) because: &'static str,
}

impl Program {
    const fn new(name: &'static str, ending: Ending, main: fn()) -> Program {
        Program { name, main, ending, preemptions: None, differs: None }
    }

    const fn bounded(self, preemptions: usize) -> Program {
        Program { preemptions: Some(preemptions), ..self }
    }

    /// The explorer finds these, and nothing else that is bad.
    const fn differs(self, explorer: &'static [Ending], because: &'static str) -> Program {
        Program { differs: Some(Difference { explorer, because }), ..self }
    }
}

/// The Var's accesses race: the explorer says so of the schedules that end well by luck.
const A_VAR_RACES: &str = "a race on a Var, which loom takes for a relaxed atomic";
/// What goes wrong needs a load that returns an old value; the explorer reports what allows that.
const WEAK_MEMORY: &str = "needs weak memory; the explorer reports the race that allows it";

/// Loom 0.7.2 keeps one last access of each atomic (`rt/atomic.rs`, `last_access`), whichever thread's it was: the load
/// with which a `set` begins takes the place of the load of a `wait` before it, so that the write which follows
/// is not tried before that `wait`. See <https://github.com/tokio-rs/loom/issues/392>.
const MISSED_BY_LOOM: &str = "loom is wrong: it never tries the `set` before the first look of the `wait`";

/// Every program, by topic.
pub(crate) const TOPICS: &[(&str, &[Program])] = &[
    ("updates", updates::PROGRAMS),
    ("locks", locks::PROGRAMS),
    ("conditions", conditions::PROGRAMS),
    ("semaphores", semaphores::PROGRAMS),
    ("events", events::PROGRAMS),
    ("queues", queues::PROGRAMS),
    ("threads", threads::PROGRAMS),
];
