//! Schedules at random: how lucky one must be to meet a bug, and where to look when there are too many to try all.

use std::ops::ControlFlow;

use super::reduce::{drain, goes_wrong};
use super::{Phase, Watch};
use crate::dice::Dice;
use crate::execution::{Choices, Execution};
use crate::session::Program;
use crate::trace::Choice;
use crate::verdict::Verdict;
use crate::world::Config;

/// How often random schedules go wrong.
///
/// ```
/// # use std::ops::ControlFlow;
/// # use std::sync::Arc;
/// # use primitives::{Lock, Thread};
/// # use stepper::{Config, Program, luck};
/// let program: Program = Arc::new(|| {
///     let (a, b) = (Lock::new(0).named("a"), Lock::new(0).named("b"));
///     Thread::scope(|s| {
///         s.spawn("A", || *a.acquire() += *b.acquire());
///         s.spawn("B", || *b.acquire() += *a.acquire());
///     });
/// });
/// let luck = luck(&program, Config::default(), 1_000, 7, &mut |_| ControlFlow::Continue(()));
/// let (low, high) = luck.interval();
/// assert!(low < luck.share() && luck.share() < high);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Luck {
    /// Runs made, each to its end, where every thread that could move was as likely as any other.
    pub runs: u64,
    /// Those that went wrong.
    pub failures: u64,
    /// The first of those.
    pub first: Option<Vec<Choice>>,
}

impl Luck {
    /// The share of runs that went wrong.
    pub fn share(&self) -> f64 {
        if self.runs == 0 { 0.0 } else { self.failures as f64 / self.runs as f64 }
    }

    /// Between which bounds the true share lies, with a confidence of 95 % (Wilson's interval).
    pub fn interval(&self) -> (f64, f64) {
        const Z: f64 = 1.959_964;
        if self.runs == 0 {
            return (0.0, 1.0);
        }
        let (n, p) = (self.runs as f64, self.share());
        let centre = p + Z * Z / (2.0 * n);
        let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
        let all = 1.0 + Z * Z / n;
        (((centre - half) / all).max(0.0), ((centre + half) / all).min(1.0))
    }
}

/// Runs `program` so often under random schedules, the same ones for the same seed.
pub fn luck(
    program: &Program,
    config: Config,
    runs: u64,
    seed: u64,
    watch: &mut dyn FnMut(super::Progress) -> ControlFlow<()>,
) -> Luck {
    let mut watch = Watch::new(watch);
    let mut dice = Dice::new(seed);
    let mut luck = Luck { runs: 0, failures: 0, first: None };
    let mut steps = 0;
    while luck.runs < runs && !watch.stops(Phase::Sampling, luck.runs, steps) {
        let (schedule, wrong) =
            run(program, config, &mut |choices, _| choices.iter().nth(dice.roll(choices.len())));
        steps += schedule.len() as u64;
        luck.runs += 1;
        if wrong.is_some() {
            luck.failures += 1;
            luck.first.get_or_insert(schedule);
        }
    }
    luck
}

/// Picks one of some choices, at a step.
type Pick<'a> = &'a mut dyn FnMut(Choices, usize) -> Option<Choice>;

/// One run to its end. If it went wrong: since which step, and how.
fn run(program: &Program, config: Config, pick: Pick<'_>) -> (Vec<Choice>, Option<(usize, Verdict)>) {
    let again = program.clone();
    let mut run = Execution::start(Config { record: false, ..config }, move || again());
    let mut schedule = Vec::new();
    let mut wrong = None;
    loop {
        match goes_wrong(&run) {
            None => wrong = None,
            Some(_) if wrong.is_some() => {}
            Some(verdict) => wrong = Some((schedule.len(), verdict.clone())),
        }
        let choices = run.choices();
        let Some(choice) = Some(choices).filter(|c| !c.is_empty()).and_then(|c| pick(c, schedule.len()))
        else {
            break;
        };
        run.step(choice).expect("it is offered");
        schedule.push(choice);
    }
    drain(&mut run);
    (schedule, wrong)
}

/// Changes of priority in a run: enough for bugs that need so many steps in one order.
const CHANGES: usize = 2;

/// Looks for a bug with probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi and Nagarakatte, 2010):
/// threads have random priorities, the highest runs, and at two random steps the one that runs falls to the lowest.
/// A schedule that goes wrong, and how.
pub(super) fn hunt(
    program: &Program,
    config: Config,
    runs: u64,
    counts: &mut (u64, u64),
    watch: &mut Watch<'_>,
) -> Option<(Vec<Choice>, Verdict)> {
    let mut dice = Dice::new(1);
    let mut longest = 1;
    for _ in 0..runs {
        if watch.stops(Phase::Sampling, counts.0, counts.1) {
            return None;
        }
        let mut priorities = [0_usize; 17].map(|_| CHANGES + 1 + dice.roll(1 << 20));
        let falls = [0; CHANGES].map(|_| dice.roll(longest));
        let (schedule, wrong) = run(program, config, &mut |choices, step| {
            let place = |choice: &Choice| usize::from(super::past::lane(*choice));
            let first = choices.iter().max_by_key(|choice| priorities[place(choice)])?;
            if let Some(at) = falls.iter().position(|&fall| fall == step) {
                priorities[place(&first)] = at;
            }
            choices.iter().max_by_key(|choice| priorities[place(choice)])
        });
        counts.0 += 1;
        counts.1 += schedule.len() as u64;
        longest = longest.max(schedule.len());
        if let Some((length, verdict)) = wrong {
            return Some((schedule[..length].to_vec(), verdict));
        }
    }
    None
}
