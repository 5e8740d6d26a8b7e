//! Compares the reduced search with the unreduced one.

use stepper::{Choice, Dice, Reduction, Search, traces};

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

/// Rolls so many programs and searches each with and without reduction; tells of each that differs, when it has
/// been made as small as it gets.
pub(crate) fn check(seed: u64, programs: u64, wrong: &mut dyn FnMut(&Code, &str)) -> Tally {
    let mut dice = Dice::new(seed);
    let mut tally = Tally::default();
    while tally.programs < programs {
        let code = Code::roll(&mut dice);
        match compare(&code, &mut tally) {
            None => tally.too_large += 1,
            Some(differs) => {
                tally.programs += 1;
                if let Some(what) = differs {
                    tally.wrong += 1;
                    let (code, what) = shrink(code, what);
                    wrong(&code, &what);
                }
            }
        }
    }
    tally
}

/// In what the two searches differ, if they do; none if the program is too large.
fn compare(code: &Code, tally: &mut Tally) -> Option<Option<String>> {
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
        return None;
    }
    let reduced = traces(&program, &search(Reduction::Source));
    tally.every += every.found.executions;
    tally.reduced += reduced.found.executions;
    tally.traces += every.traces.len() as u64;
    Some(if !reduced.found.complete {
        Some(format!("the reduced search does not end: {:?}", reduced.found.conclusion))
    } else if !every.traces.keys().eq(reduced.traces.keys()) {
        let missing: Vec<_> =
            every.traces.iter().filter(|(hash, _)| !reduced.traces.contains_key(hash)).collect();
        let first = missing.first().map_or(String::new(), |(_, run)| shown(run));
        let missing = missing.len();
        let more = reduced.traces.keys().filter(|hash| !every.traces.contains_key(hash)).count();
        Some(format!(
            "of {} traces it misses {missing} (such as {first}) and has {more} more",
            every.traces.len()
        ))
    } else if every.outcomes != reduced.outcomes {
        let (all, found) = (every.outcomes.len(), reduced.outcomes.len());
        Some(format!("of {all} outcomes it finds {found}, with {} traces", every.traces.len()))
    } else {
        None
    })
}

/// Choices, as in a schedule code.
fn shown(run: &[Choice]) -> String {
    run.iter()
        .map(|choice| match choice {
            Choice::Thread(t) => char::from(b'a' + t.0),
            Choice::Clock => 't',
        })
        .collect()
}

/// Leaves out operations as long as the searches differ.
fn shrink(mut code: Code, mut what: String) -> (Code, String) {
    'again: loop {
        for thread in 0..code.threads.len() {
            for op in 0..code.threads[thread].len() {
                let mut smaller = code.clone();
                smaller.threads[thread].remove(op);
                if let Some(Some(still)) = compare(&smaller, &mut Tally::default()) {
                    (code, what) = (smaller, still);
                    continue 'again;
                }
            }
        }
        return (code, what);
    }
}
