//! Every schedule of a program, one after the other: plain depth-first search, without reduction.

use crate::execution::{Choices, Execution};
use crate::session::Program;
use crate::trace::Choice;
use crate::verdict::Verdict;
use crate::world::Config;

/// What an enumeration found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Runs made, each from the start to its end.
    pub executions: u64,
    /// Whether these were all there are.
    pub complete: bool,
    /// Runs that did not end well.
    pub failures: u64,
    /// The first of those.
    pub first_failure: Option<(Vec<Choice>, Verdict)>,
    /// Steps made in all runs together.
    pub steps: u64,
    /// The choices after which the program once offered something else than it had offered before. It is not
    /// deterministic: the search ends there, and nothing it found can be trusted.
    pub differs_after: Option<Vec<Choice>>,
}

/// Runs `program` under every schedule, at most `limit` of them. A run ends when nothing can be chosen, or
/// at a verdict that is not fine.
///
/// ```
/// use std::sync::Arc;
///
/// use primitives::{Thread, Var};
/// use stepper::{Config, Program, enumerate};
///
/// let program: Program = Arc::new(|| {
///     let x = Var::new(0).named("x");
///     Thread::scope(|s| {
///         s.spawn("A", || x.set(x.get() + 1));
///         s.spawn("B", || x.set(x.get() + 1));
///     });
///     assert_eq!(x.get(), 2, "an update was lost");
/// });
/// let report = enumerate(&program, Config::default(), 100_000);
/// assert!(report.complete && report.failures > 0);
/// ```
pub fn enumerate(program: &Program, config: Config, limit: u64) -> Report {
    let config = Config { record: false, run_on: true, ..config };
    // Most programs never give way: nothing is noted for that before a thread does.
    let report = runs(program, config.without_yields(), limit, false);
    report.unwrap_or_else(|| runs(program, config, limit, true).expect("threads may give way"))
}

/// Makes the runs; none if a thread gave way, and that was not expected.
fn runs(program: &Program, config: Config, limit: u64, may_give_way: bool) -> Option<Report> {
    let mut report = Report {
        executions: 0,
        complete: false,
        failures: 0,
        first_failure: None,
        steps: 0,
        differs_after: None,
    };
    let mut path: Vec<Fork> = Vec::new();
    while report.executions < limit {
        let again = program.clone();
        let mut run = Execution::start(config, move || again());
        let mut depth = 0;
        loop {
            let over = run.verdict().is_some_and(|v| !v.is_fine());
            let choices = if over { Choices::NONE } else { run.fair_choices() };
            let choice = match path.get(depth) {
                Some(fork) if (fork.choices, fork.steps) != (choices, run.steps()) => {
                    report.differs_after = Some(run.made());
                    return Some(report);
                }
                Some(fork) => fork.chosen,
                None => {
                    let mut rest = choices;
                    let Some(chosen) = rest.take() else { break };
                    path.push(Fork { steps: run.steps(), choices, chosen, rest });
                    chosen
                }
            };
            if run.step(choice).is_err() {
                break;
            }
            depth += 1;
        }
        if !may_give_way && run.look(|world| world.gives_way) {
            return None;
        }
        report.executions += 1;
        report.steps += u64::from(run.steps());
        if let Some(verdict) = run.verdict().filter(|v| !v.is_fine()) {
            report.failures += 1;
            report.first_failure.get_or_insert_with(|| (run.made(), verdict.clone()));
        }
        drop(run);
        let next = loop {
            let Some(fork) = path.last_mut() else { break None };
            let next = fork.rest.take();
            if let Some(choice) = next {
                fork.chosen = choice;
                break next;
            }
            path.pop();
        };
        if next.is_none() {
            report.complete = true;
            break;
        }
    }
    Some(report)
}

/// A place where there was something to choose.
struct Fork {
    /// After how many steps.
    steps: u32,
    choices: Choices,
    chosen: Choice,
    /// Still to be tried.
    rest: Choices,
}
