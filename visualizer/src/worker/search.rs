//! A search of the schedules of the open program, told as plain data.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use stepper::{
    Choice, Config, Dice, Grain, Limit, Luck, Phase, Program, Search, Session, Trace, Verdict, explore,
    preemptions, words,
};

use super::{Open, Watch, zoom};
use crate::narrate;
use crate::protocol::{Conclusion, Does, Ending, Found, Outcome, ProgramId, Progress, Scope};
use crate::text::{Text, tell};

/// More outcomes than anybody reads.
const MOST_OUTCOMES: usize = 100;

/// Searches until `watch` has had enough. The session stays as it is.
pub(super) fn search(text: &Text, open: &Open, scope: Scope, watch: &mut Watch<'_>) -> Found {
    let config = open.session.config();
    // Whole calls are what a person can think through.
    let grain = if matches!(scope, Scope::Quiz(_)) { Grain::Coarse } else { config.grain };
    let config = Config { grain, ..config };
    let mut stopped = false;
    let mut watch = |progress| {
        let goes_on = watch(progress);
        stopped |= goes_on.is_break();
        goes_on
    };
    let mut explore = |config| {
        let search = Search { config, until_bug: scope == Scope::Bug, ..Search::default() };
        explore(&open.program, &search, &mut |progress| {
            let does = match progress.phase {
                Phase::Searching => Does::Tries,
                Phase::Sampling => Does::Samples,
                Phase::Shortening => Does::Shortens,
                Phase::Bounding => Does::Bounds,
            };
            watch(Progress { executions: progress.executions, does })
        })
    };
    let mut found = None;
    if (scope, config.grain) == (Scope::Bug, Grain::Fine) {
        // A bug among whole calls is one among operations too, and there it is a needle in a far larger haystack.
        let mut first = explore(Config { grain: Grain::Coarse, ..config });
        if let stepper::Conclusion::Bug(bug) = &mut first.conclusion
            && let Some(fine) = refined(open, config, &bug.schedule)
        {
            bug.preemptions = preemptions(&open.program, config, &fine).unwrap_or(bug.preemptions);
            bug.schedule = fine;
            bug.shortest = false;
            first.outcomes.clear();
            found = Some(first);
        }
    }
    let found = found.unwrap_or_else(|| explore(config));
    let fails = found.outcomes.iter().any(|(outcome, _)| !outcome.verdict.is_fine());
    let luck = (scope == Scope::Outcomes && fails)
        .then(|| luck(&open.program, config, found.executions, &mut watch));
    let conclusion = match found.conclusion {
        stepper::Conclusion::Proved => Conclusion::Proved,
        stepper::Conclusion::Bug(bug) => Conclusion::Bug {
            schedule: bug.schedule,
            preemptions: bug.preemptions,
            shortest: bug.shortest,
            found_after: bug.found_after,
        },
        stepper::Conclusion::NotFinished(_) if stopped => Conclusion::Stopped,
        stepper::Conclusion::NotFinished(Limit::Executions) => Conclusion::TooMany,
        stepper::Conclusion::NotFinished(Limit::Steps) => Conclusion::NoEnd(config.max_steps),
        stepper::Conclusion::NotFinished(Limit::Rounds) => Conclusion::Counts,
        stepper::Conclusion::NotFinished(Limit::Cancelled) => Conclusion::Stopped,
        stepper::Conclusion::NotDeterministic(varies) => {
            Conclusion::NotDeterministic(words::not_deterministic(text, &varies))
        }
    };
    // Nobody waits for the outcomes of a search that was ended.
    let told = if stopped { 0 } else { found.outcomes.len().min(MOST_OUTCOMES) };
    let outcomes = found.outcomes.iter().take(told).map(|(outcome, schedule)| {
        let mut said = outcome.said.clone();
        said.sort();
        let (ending, why) = ending(text, open, config, schedule);
        Outcome {
            ending,
            why: if outcome.verdict.is_fine() { String::new() } else { why },
            end: Ending::from(&outcome.verdict),
            said,
            schedule: schedule.clone(),
        }
    });
    Found {
        program: ProgramId { grain, ..open.id.clone() },
        scope,
        conclusion,
        executions: found.executions,
        sampled: found.sampled,
        bound: found.bound,
        outcomes: outcomes.collect(),
        untold: found.outcomes.len() - told,
        complete: found.complete,
        waits: found.waits,
        luck: luck.filter(|_| !stopped),
        run: match scope {
            Scope::Quiz(seed) if !stopped => Some(by_dice(open, config, seed)),
            _ => None,
        },
    }
}

/// Of a program that fails half the time, the share is then known to one percent.
const RANDOM_RUNS: u64 = 10_000;
/// So long somebody waits for a share that could be known better.
const PATIENCE: Duration = Duration::from_secs(1);
/// From one word to who watches to the next.
const BETWEEN: Duration = Duration::from_millis(5);

/// How many of some random schedules fail: the same ones on every machine that has the time for them.
fn luck(program: &Program, config: Config, executions: u64, watch: &mut Watch<'_>) -> Luck {
    let (begin, mut told) = (Instant::now(), Instant::now());
    Luck::watched(program, config, RANDOM_RUNS, 0, 0, &mut |luck| {
        if begin.elapsed() > PATIENCE {
            return ControlFlow::Break(());
        }
        if told.elapsed() < BETWEEN {
            return ControlFlow::Continue(());
        }
        told = Instant::now();
        watch(Progress { executions: executions + luck.runs, does: Does::Rolls })
    })
}

/// Nobody reads further.
const LONGEST_RUN: usize = 200;

/// A run to its end, in which the dice choose.
fn by_dice(open: &Open, config: Config, seed: u64) -> Trace {
    let mut session = Session::new(open.program.clone(), config);
    let mut dice = Dice::new(seed);
    while session.cursor() < LONGEST_RUN
        && let Some(choice) = dice.choose(session.choices())
        && session.step(choice).is_ok()
    {}
    session.trace().clone()
}

/// A coarse schedule that fails, in fine steps.
fn refined(open: &Open, config: Config, schedule: &[Choice]) -> Option<Vec<Choice>> {
    let mut coarse = Session::new(open.program.clone(), Config { grain: Grain::Coarse, ..config });
    coarse.play(schedule);
    let (fine, _) = zoom::refine(coarse.trace(), &open.program, config);
    let verdict = fine.trace().steps.last().and_then(|step| step.verdict.as_ref());
    verdict.is_some_and(|verdict| !Verdict::is_fine(verdict)).then(|| fine.line().to_vec())
}

/// How the run of this schedule ends, in words: names of threads are known only once it is made.
fn ending(text: &Text, open: &Open, config: Config, schedule: &[Choice]) -> (String, String) {
    let mut session = Session::new(open.program.clone(), config);
    session.play(schedule);
    let trace = session.trace();
    let verdict = trace.steps.last().and_then(|step| step.verdict.as_ref());
    verdict.map_or_else(
        || (tell!(text, "outcome-goes-on"), String::new()),
        |verdict| narrate::verdict(text, trace, verdict),
    )
}
