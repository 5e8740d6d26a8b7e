//! Whether a run that has come round would go on like that for ever: it is tried, up to the step limit.

use crate::diagnosis::Diagnosis;
use crate::execution::Execution;
use crate::session::Program;
use crate::verdict::Verdict;
use crate::world::Config;

/// So often at least the same steps have been made: the first time that they repeat.
const TWICE: usize = 2;

/// The verdict on a run that has made the same round twice, if it leaves nobody out and can be made again and again up to
/// [`Config::max_steps`].
pub(crate) fn verdict(program: &Program, config: Config, run: &Execution) -> Option<Verdict> {
    let trace = run.trace();
    let step = trace.steps.len() - 1;
    let until = config.max_steps as usize;
    let round_at = |step| {
        let found = trace.round(step, TWICE, until).filter(Diagnosis::is_endless)?;
        found.round().map(|round| round.steps)
    };
    if run.verdict().is_some() || run.choices().is_empty() {
        return None;
    }
    let length = round_at(step)?;
    // It has gone on as it was tried.
    let before = trace.steps[step - 1].verdict.clone();
    if before.is_some() && round_at(step - 1) == Some(length) {
        return before;
    }
    let line = run.made();
    let goes_on = |n: usize| line[line.len() - length + (n - line.len()) % length];
    let again = program.clone();
    let mut run = Execution::start(Config { record: true, ..config }, move || again());
    for n in 0.. {
        if run.verdict().is_some() {
            break;
        }
        run.step(line.get(n).copied().unwrap_or_else(|| goes_on(n))).ok()?;
        let steps = &run.trace().steps;
        if n >= line.len() && !steps[n + 1].is_like(&steps[n + 1 - length]) {
            return None;
        }
    }
    run.trace().diagnose(run.steps() as usize).filter(Diagnosis::is_endless).and(run.verdict().cloned())
}
