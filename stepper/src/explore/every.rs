//! Every schedule, one after the other.

use std::ops::ControlFlow;

use super::outcome::Outcomes;
use super::{Bug, Conclusion, Exploration, Limit, Phase, Search, Watch, latest, preempts};
use crate::execution::{Choices, Execution};
use crate::session::Program;
use crate::trace::Choice;
use crate::verdict::Verdict;
use crate::world::Config;

/// What a run could choose from at a step, and which of it is tried.
struct Frame {
    choices: Choices,
    tried: usize,
}

impl Frame {
    fn chosen(&self) -> Option<Choice> {
        self.choices.iter().nth(self.tried)
    }
}

pub(super) fn explore(program: &Program, search: &Search, watch: &mut Watch<'_>) -> Exploration {
    let config = Config { record: false, ..search.config };
    let mut path: Vec<Frame> = Vec::new();
    let mut outcomes = Outcomes::default();
    let (mut executions, mut steps) = (0, 0);
    let mut bug: Option<Bug> = None;
    let mut limit = None;
    let mut differs = None;
    loop {
        match run(program, config, &mut path) {
            ControlFlow::Break(depth) => {
                differs = Some(chosen(&path[..depth]));
                break;
            }
            ControlFlow::Continue((run, found)) => {
                executions += 1;
                steps += u64::from(run.steps());
                outcomes.add(&run, || chosen(&path));
                if matches!(run.verdict(), Some(Verdict::NoEnd { .. })) {
                    limit = Some(Limit::Steps);
                }
                if let Some(found) = found {
                    bug.get_or_insert(Bug { found_after: executions, ..found });
                }
            }
        }
        if bug.is_some() && search.until_bug {
            break;
        }
        while path.pop_if(|frame| frame.tried + 1 == frame.choices.len()).is_some() {}
        let Some(frame) = path.last_mut() else {
            break;
        };
        frame.tried += 1;
        if executions == search.executions {
            limit = Some(Limit::Executions);
            break;
        }
        if watch.stops(Phase::Searching, executions, steps) {
            limit = Some(Limit::Cancelled);
            break;
        }
    }
    let complete = limit.is_none() && differs.is_none() && !(bug.is_some() && search.until_bug);
    let conclusion = match (differs, bug, limit) {
        (Some(after), _, _) => Conclusion::NotDeterministic(after),
        (_, Some(bug), _) => Conclusion::Bug(bug),
        (_, _, Some(limit)) => Conclusion::NotFinished(limit),
        _ => Conclusion::Proved,
    };
    Exploration { conclusion, outcomes: outcomes.list, complete, executions, steps }
}

/// One run, along `path` and on to its end; with its bug. Breaks where the program differs from before.
fn run(
    program: &Program,
    config: Config,
    path: &mut Vec<Frame>,
) -> ControlFlow<usize, (Execution, Option<Bug>)> {
    let again = program.clone();
    let mut run = Execution::start(config, move || again());
    let mut bug = None;
    let (mut preemptions, mut last) = (0, None);
    for depth in 0.. {
        match run.verdict().filter(|v| !v.is_fine() && !matches!(v, Verdict::NoEnd { .. })) {
            // Somebody may still deal with a panic: then nothing was wrong.
            None => bug = None,
            Some(verdict) => {
                bug.get_or_insert_with(|| Bug {
                    schedule: chosen(&path[..depth]),
                    verdict: verdict.clone(),
                    preemptions,
                    shortest: false,
                    found_after: 0,
                });
            }
        }
        let choices = run.choices();
        if path.get(depth).is_some_and(|before| before.choices != choices) {
            return ControlFlow::Break(depth);
        }
        if depth == path.len() && !choices.is_empty() {
            path.push(Frame { choices, tried: 0 });
        }
        let Some(choice) = path.get(depth).and_then(Frame::chosen) else {
            break;
        };
        preemptions += u32::from(preempts(&run, last, choice));
        last = latest(last, choice);
        if run.step(choice).is_err() {
            break;
        }
    }
    ControlFlow::Continue((run, bug))
}

fn chosen(path: &[Frame]) -> Vec<Choice> {
    path.iter().filter_map(Frame::chosen).collect()
}
