//! Compares the reduced search with the unreduced one.

use stepper::{Dice, Reduction, Search, traces};

use crate::programs::Code;

/// What was compared.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) programs: u64,
    /// Too large to run every schedule; another one took its place.
    pub(crate) too_large: u64,
    pub(crate) every: u64,
    pub(crate) reduced: u64,
    pub(crate) traces: u64,
    pub(crate) wrong: u64,
}

/// The largest program has so many schedules.
const SCHEDULES: u64 = 3_000;

/// Rolls so many programs and searches each with and without reduction; tells of each that differs.
pub(crate) fn check(seed: u64, programs: u64, wrong: &mut dyn FnMut(&Code, &str)) -> Tally {
    let mut dice = Dice::new(seed);
    let mut tally = Tally::default();
    while tally.programs < programs {
        let code = Code::roll(&mut dice);
        let program = code.program();
        let search = |reduction| Search {
            reduction,
            config: code.config,
            executions: SCHEDULES,
            until_bug: false,
            ..Search::default()
        };
        let every = traces(&program, &search(Reduction::None));
        if !every.found.complete {
            tally.too_large += 1;
            continue;
        }
        let reduced = traces(&program, &search(Reduction::Source));
        tally.programs += 1;
        tally.every += every.found.executions;
        tally.reduced += reduced.found.executions;
        tally.traces += every.traces.len() as u64;
        let differs = if !reduced.found.complete {
            format!("the reduced search does not end: {:?}", reduced.found.conclusion)
        } else if every.traces != reduced.traces {
            let missing = every.traces.difference(&reduced.traces).count();
            let more = reduced.traces.difference(&every.traces).count();
            format!("of {} traces it misses {missing} and has {more} more", every.traces.len())
        } else if every.outcomes != reduced.outcomes {
            let (all, found) = (every.outcomes.len(), reduced.outcomes.len());
            format!("of {all} outcomes it finds {found}, with {} traces", every.traces.len())
        } else {
            continue;
        };
        tally.wrong += 1;
        wrong(&code, &differs);
    }
    tally
}
