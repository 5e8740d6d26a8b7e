//! The explorer: proves that every schedule of a program ends well, or finds the shortest one that does not.
//!
//! It runs the program again and again, each time under another schedule, and never holds more than one
//! execution at a time. See `docs/explorer.md` for what is explored and what "proved" means.

mod crew;
mod endless;
mod frame;
mod looks;
mod outcome;
mod past;
mod reduce;
mod sample;
mod shortest;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::time::Instant;

use serde::{Deserialize, Serialize};

use crate::execution::Execution;
use crate::heard::Variation;
use crate::runs::PAUSE;
use crate::session::Program;
use crate::trace::Choice;
use crate::verdict::Verdict;
use crate::world::Config;

pub use outcome::Outcome;

/// What to search, and how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Search {
    /// How each execution is run; nothing is recorded, whatever it says, and no run has more than 32,767 steps.
    pub config: Config,
    /// At most so many executions are made to find a bug, or to prove that there is none.
    pub executions: u64,
    /// Whether a bug ends the search. Otherwise it goes on, for all the outcomes there are. A data race does not end it:
    /// what the race leads to says more, and the race is the answer only when there is nothing else.
    pub until_bug: bool,
    /// When it is found that the program can go round and round for ever, there is no end of its schedules: at most so many
    /// more executions are made then to see what else can come of it.
    pub after_endless: u64,
    /// Which schedules stand for others.
    pub reduction: Reduction,
    /// At most so many more executions are made to find the shortest schedule of a bug.
    pub shorten: u64,
    /// When [`Search::executions`] have been made and no bug was found, so many more are made at random; and then
    /// some with few preemptions.
    pub samples: u64,
    /// How they are.
    pub sampling: Sampling,
    /// What they begin with: the same for the same seed.
    pub seed: u64,
    /// At most so many threads search together; 0: as many as there are processors, up to 8. What is found does not
    /// depend on it.
    pub workers: usize,
    /// One thread alone makes so many executions before the others are called: small searches are faster so.
    pub alone: u64,
}

impl Default for Search {
    fn default() -> Search {
        Search {
            config: Config::default(),
            executions: 250_000,
            until_bug: true,
            after_endless: 200,
            reduction: Reduction::Source,
            shorten: 250_000,
            samples: 10_000,
            sampling: Sampling::default(),
            seed: 1,
            workers: 0,
            alone: 1_000,
        }
    }
}

/// How schedules are chosen at random.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sampling {
    /// Probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi and Nagarakatte, 2010): threads have random
    /// priorities, the highest runs, and at two random steps the one that runs falls to the lowest. A bug that needs
    /// `d` steps in one order (here up to three) is met with a chance of at least 1 in `n k^(d-1)`, for `n` threads and
    /// `k` steps.
    Pct,
    /// Partial order sampling (Yuan, Yang and Gu, 2018): every step has a random priority of its own, and gets a new one
    /// when a step is made that could have come after it: one of the same object. So the orders in which steps use an
    /// object are about equally likely, however many steps are between them.
    #[default]
    Pos,
}

/// Which schedules stand for others, so that those need not be run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reduction {
    /// None does: every schedule is run.
    None,
    /// Runs are left when the rest of them was seen elsewhere: sleep sets.
    Sleep,
    /// One schedule for each way to order the steps whose order matters: source sets and sleep sets.
    #[default]
    Source,
}

/// How far a search has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What it does.
    pub phase: Phase,
    /// Executions made so far, in all phases together.
    pub executions: u64,
    /// Steps made in them.
    pub steps: u64,
}

/// What a search does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Looks for a bug.
    Searching,
    /// Has found one, and looks for its shortest schedule.
    Shortening,
    /// Runs schedules at random.
    Sampling,
    /// Runs those with the fewest preemptions.
    Bounding,
}

/// What a search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exploration {
    /// The answer.
    pub conclusion: Conclusion,
    /// Every outcome that was seen, in the order in which they were, each with the first schedule that led there.
    pub outcomes: Vec<(Outcome, Vec<Choice>)>,
    /// Whether these are all the outcomes there are.
    pub complete: bool,
    /// Executions made to find the conclusion; those made to shorten a bug's schedule not counted.
    pub executions: u64,
    /// Steps made in them.
    pub steps: u64,
    /// How many of the executions were made at random, and how.
    pub sampled: Option<(u64, Sampling)>,
    /// Some thread gave way again and again, and was left to wait until something changed that it had looked at. To let it ask
    /// more often made no difference where that was tried; whether it ever does, nobody can see from outside. So what was found
    /// holds for threads that ask in vain as they did before.
    pub waits: bool,
    /// When there were too many schedules: none with fewer preemptions than this ends badly, data races aside. At most a
    /// tenth of [`Search::shorten`] is made to know it.
    pub bound: Option<u32>,
    /// Some thread slept at a wait of the program's own that may end although nobody wakes it. Such spurious wake-ups are
    /// in none of the schedules.
    pub spurious: bool,
}

/// The answer of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conclusion {
    /// Every schedule ends well.
    Proved,
    /// This one does not.
    Bug(Bug),
    /// No bug in what was searched, which was not everything.
    NotFinished(Limit),
    /// After the same choices the program once did something else than it had done before. Nothing that was found can
    /// be trusted.
    NotDeterministic(Variation),
}

/// A schedule that ends badly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bug {
    /// Its choices, up to the step at which something is wrong. Of a livelock, or busy waiting: those that lead into the
    /// round, and the round twice; it was made again and again up to the step limit.
    pub schedule: Vec<Choice>,
    /// What is wrong then.
    pub verdict: Verdict,
    /// How often it leaves a thread that could have gone on.
    pub preemptions: u32,
    /// Whether no other schedule ends badly with fewer preemptions, nor with as many in fewer steps. One that ends with
    /// a data race and nothing worse counts only beside others of its kind.
    pub shortest: bool,
    /// How many executions had been made when the first one that ended so badly was found.
    pub found_after: u64,
}

/// Why a search did not come to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// [`Search::executions`] had been made.
    Executions,
    /// Some execution was stopped after [`Config::max_steps`].
    Steps,
    /// Some thread counts how often it gives way in vain, and does something else each time: only the first few were tried.
    Rounds,
    /// Whoever watched wanted no more.
    Cancelled,
}

/// Searches the schedules of `program`. `watch` is called every few milliseconds, and ends the search with
/// [`ControlFlow::Break`].
///
/// ```
/// use std::ops::ControlFlow;
/// use std::sync::Arc;
///
/// use primitives::{Lock, Thread, Var};
/// use stepper::{Conclusion, Program, Search, explore};
///
/// let broken: Program = Arc::new(|| {
///     let x = Var::new(0).named("x");
///     Thread::scope(|s| {
///         s.spawn("A", || x.set(x.get() + 1));
///         s.spawn("B", || x.set(x.get() + 1));
///     });
///     assert_eq!(x.get(), 2, "an update was lost");
/// });
/// let found = explore(&broken, &Search::default(), &mut |_| ControlFlow::Continue(()));
/// assert!(matches!(found.conclusion, Conclusion::Bug(_)));
///
/// let fixed: Program = Arc::new(|| {
///     let x = Lock::new(0).named("x");
///     Thread::scope(|s| {
///         s.spawn("A", || *x.acquire() += 1);
///         s.spawn("B", || *x.acquire() += 1);
///     });
///     assert_eq!(*x.acquire(), 2);
/// });
/// let found = explore(&fixed, &Search::default(), &mut |_| ControlFlow::Continue(()));
/// assert_eq!(found.conclusion, Conclusion::Proved);
/// ```
pub fn explore(
    program: &Program,
    search: &Search,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Exploration {
    reduce::explore(program, search, &mut Watch::new(watch))
}

/// What a search has seen, in a form that does not depend on its reduction. For tests of the explorer.
#[doc(hidden)]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub found: Exploration,
    /// A hash of the trace (in the sense of Mazurkiewicz) of each complete run, with the first such run.
    pub traces: BTreeMap<u64, Vec<Choice>>,
    /// A hash of each outcome.
    pub outcomes: BTreeSet<u64>,
    /// How often threads could give way in vain: see [`Config::patience`].
    pub patience: u32,
}

/// As [`explore`]; also tells what was seen. For tests of the explorer.
#[doc(hidden)]
pub fn traces(program: &Program, search: &Search) -> Seen {
    reduce::traces(program, search)
}

/// How often the schedule leaves a thread that could have gone on; none if the program does not go that way.
///
/// ```
/// use std::sync::Arc;
///
/// use primitives::{Thread, Var};
/// use stepper::{Config, Program, choices, preemptions};
///
/// let program: Program = Arc::new(|| {
///     let x = Var::new(0).named("x");
///     Thread::scope(|s| {
///         s.spawn("A", || x.set(x.get() + 1));
///         s.spawn("B", || x.set(x.get() + 1));
///     });
/// });
/// let count = |code| preemptions(&program, Config::default(), &choices(code).unwrap());
/// assert_eq!(count("b2c2"), Some(0)); // A comes to its end before B
/// assert_eq!(count("bc2b"), Some(1)); // A is left after its get
/// assert_eq!(count("b3"), None);
/// ```
pub fn preemptions(program: &Program, config: Config, schedule: &[Choice]) -> Option<u32> {
    let again = program.clone();
    let mut run = Execution::start(Config { record: false, run_on: false, ..config }, move || again());
    let mut count = 0;
    for &choice in schedule {
        count += u32::from(preempts(&run, choice));
        run.step(choice).ok()?;
    }
    Some(count)
}

/// Whether `choice` leaves the thread that moved last, which could go on and did not give way.
fn preempts(run: &Execution, choice: Choice) -> bool {
    let left =
        |last| last != choice && !choice.is_chance() && run.choices().contains(last) && !run.gave_way(last);
    run.last_thread().is_some_and(left)
}

/// Calls whoever watches, now and then.
struct Watch<'a> {
    tell: &'a mut dyn FnMut(Progress) -> ControlFlow<()>,
    told: Instant,
    /// Whoever watches has had enough: of this phase, and of those that would follow.
    over: bool,
}

impl<'a> Watch<'a> {
    fn new(tell: &'a mut dyn FnMut(Progress) -> ControlFlow<()>) -> Watch<'a> {
        Watch { tell, told: Instant::now(), over: false }
    }

    /// Whether whoever watches has had enough.
    fn stops(&mut self, phase: Phase, executions: u64, steps: u64) -> bool {
        // Not by steps: one of a program may take as long as thousands of another.
        if !self.over && self.told.elapsed() >= PAUSE {
            self.told = Instant::now();
            self.over = (self.tell)(Progress { phase, executions, steps }).is_break();
        }
        self.over
    }
}
