//! A search of the schedules of the open program, told as plain data.

use std::ops::ControlFlow;

use stepper::{Choice, Config, Limit, Phase, Search, Session, explore};

use super::{Open, Watch};
use crate::narrate;
use crate::protocol::{Conclusion, Found, Outcome, Progress, Scope};

/// More outcomes than anybody reads.
const MOST_OUTCOMES: usize = 100;

/// Searches until `watch` has had enough. The session stays as it is.
pub(super) fn search(open: &Open, scope: Scope, watch: &mut Watch<'_>) -> Found {
    let config = open.session.config();
    let search = Search { config, until_bug: scope == Scope::Bug, ..Search::default() };
    let mut stopped = false;
    let found = explore(&open.program, &search, &mut |progress| {
        let shortens = progress.phase == Phase::Shortening;
        let goes_on = watch(Progress { executions: progress.executions, shortens });
        stopped |= goes_on == ControlFlow::Break(());
        goes_on
    });
    let conclusion = match found.conclusion {
        stepper::Conclusion::Proved => Conclusion::Proved,
        stepper::Conclusion::Bug(bug) => Conclusion::Bug {
            schedule: bug.schedule,
            preemptions: bug.preemptions,
            shortest: bug.shortest,
            found_after: bug.found_after,
        },
        stepper::Conclusion::NotFinished(Limit::Executions) => Conclusion::TooMany,
        stepper::Conclusion::NotFinished(Limit::Steps) => Conclusion::NoEnd(config.max_steps),
        stepper::Conclusion::NotFinished(Limit::Cancelled) => Conclusion::Stopped,
        stepper::Conclusion::NotDeterministic(choices) => Conclusion::NotDeterministic(choices.len()),
    };
    // Nobody waits for the outcomes of a search that was ended.
    let told = if stopped { 0 } else { found.outcomes.len().min(MOST_OUTCOMES) };
    let outcomes = found.outcomes.iter().take(told).map(|(outcome, schedule)| Outcome {
        ending: ending(open, config, schedule),
        fine: outcome.verdict.is_fine(),
        said: outcome.said.clone(),
        schedule: schedule.clone(),
    });
    Found {
        program: open.id.clone(),
        scope,
        conclusion,
        executions: found.executions,
        outcomes: outcomes.collect(),
        untold: found.outcomes.len() - told,
        complete: found.complete,
    }
}

/// How the run of this schedule ends, in words: names of threads are known only once it is made.
fn ending(open: &Open, config: Config, schedule: &[Choice]) -> String {
    let mut session = Session::new(open.program.clone(), config);
    session.play(schedule);
    let trace = session.trace();
    let verdict = trace.steps.last().and_then(|step| step.verdict.as_ref());
    verdict.map_or_else(|| "It goes on".to_owned(), |verdict| narrate::verdict(trace, verdict).0)
}
