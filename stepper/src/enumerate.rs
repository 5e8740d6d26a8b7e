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
}

/// Runs `program` under every schedule, at most `limit` of them. A run ends when nothing can be chosen, or
/// at a verdict that is not fine.
pub fn enumerate(program: &Program, config: Config, limit: u64) -> Report {
    let config = Config {
        record: false,
        ..config
    };
    let mut report = Report {
        executions: 0,
        complete: false,
        failures: 0,
        first_failure: None,
        steps: 0,
    };
    // The choices made in this run, each with those not yet tried at its place.
    let mut path: Vec<(Choice, Vec<Choice>)> = Vec::new();
    loop {
        if report.executions == limit {
            return report;
        }
        let again = program.clone();
        let mut run = Execution::start(config, move || again());
        let mut depth = 0;
        loop {
            let choices = run.choices();
            if choices.is_empty() || run.verdict().is_some_and(|v| !v.is_fine()) {
                break;
            }
            if depth == path.len() {
                path.push(first_and_rest(choices));
            }
            let (choice, _) = path[depth];
            run.step(choice)
                .expect("a deterministic program offers the same choices again");
            depth += 1;
        }
        report.executions += 1;
        report.steps += u64::from(run.steps());
        if let Some(verdict) = run.verdict().filter(|v| !v.is_fine()) {
            report.failures += 1;
            let choices = || path.iter().map(|(choice, _)| *choice).collect();
            report
                .first_failure
                .get_or_insert_with(|| (choices(), verdict.clone()));
        }
        drop(run);
        loop {
            let Some((choice, rest)) = path.last_mut() else {
                report.complete = true;
                return report;
            };
            if let Some(next) = rest.pop() {
                *choice = next;
                break;
            }
            path.pop();
        }
    }
}

fn first_and_rest(choices: Choices) -> (Choice, Vec<Choice>) {
    let mut all: Vec<Choice> = choices.iter().collect();
    all.reverse();
    let first = all
        .pop()
        .expect("only called where something can be chosen");
    (first, all)
}
