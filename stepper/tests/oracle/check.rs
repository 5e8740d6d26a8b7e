//! Compares the reduced search with the unreduced one.

use std::mem::{Discriminant, discriminant};
use std::ops::ControlFlow;

use stepper::{
    Choice, Conclusion, Config, Dice, Execution, Program, Reduction, Search, Seen, Verdict, choices_code,
    explore, traces,
};

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

/// Whether there seem to be far more schedules than are run: then they need not be, only to see that. On the way of a run at
/// random the numbers of choices, multiplied, are an estimate (Knuth, 1975); this is the mean of some.
fn seems_too_large(program: &Program, config: Config) -> bool {
    const PROBES: u64 = 8;
    const FAR_MORE: u64 = 4 * SCHEDULES;
    let probe = |seed| {
        let (mut run, mut dice) = (start(program, config), Dice::new(seed));
        let mut estimate = 1;
        loop {
            let choices: Vec<Choice> = run.fair_choices().iter().collect();
            let choice = dice.choose(&choices).filter(|_| estimate < 4 * FAR_MORE);
            let Some(choice) = choice else {
                return estimate;
            };
            estimate *= choices.len() as u64;
            run.step(choice).unwrap();
        }
    };
    (0..PROBES).map(probe).sum::<u64>() > PROBES * FAR_MORE
}

/// In what the two searches differ, if they do; none if the program is too large.
pub(crate) fn compare(code: &Code, tally: &mut Tally) -> Option<Option<String>> {
    let program = code.program();
    if seems_too_large(&program, code.config) {
        return None;
    }
    let search = |reduction, patience| Search {
        reduction,
        config: Config { patience, ..code.config },
        executions: SCHEDULES,
        until_bug: false,
        after_endless: u64::MAX,
        shorten: 0,
        samples: 0,
        ..Search::default()
    };
    let ended = |seen: &Seen| seen.found.executions < SCHEDULES;
    let every = traces(&program, &search(Reduction::None, 0));
    if !ended(&every) {
        return None;
    }
    let mut reduced = traces(&program, &search(Reduction::Source, 0));
    let lost = lost_by_waiting(code, &reduced);
    // Which loops they have seen may differ, but no outcome depends on that.
    if ended(&reduced) && reduced.patience < every.patience {
        reduced = traces(&program, &search(Reduction::Source, every.patience));
    }
    tally.every += every.found.executions;
    tally.reduced += reduced.found.executions;
    tally.traces += every.traces.len() as u64;
    Some(if !ended(&reduced) {
        Some(format!("the reduced search does not end: {:?}", reduced.found.conclusion))
    } else if !every.traces.keys().eq(reduced.traces.keys()) {
        let missing: Vec<_> =
            every.traces.iter().filter(|(hash, _)| !reduced.traces.contains_key(hash)).collect();
        let first = missing.first().map_or(String::new(), |(_, run)| choices_code(run));
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
        lost
    })
}

/// Threads that give way wait for a change: an outcome that is reached only if they go on all the same.
fn lost_by_waiting(code: &Code, seen: &Seen) -> Option<String> {
    const PATIENCE: u32 = 3;
    if !code.gives_way() {
        return None;
    }
    let config = Config { patience: PATIENCE, ..code.config };
    let search = Search {
        config,
        executions: 20 * SCHEDULES,
        until_bug: false,
        after_endless: u64::MAX,
        shorten: 0,
        samples: 0,
        ..Search::default()
    };
    let all = traces(&code.program(), &search);
    let lost = all.outcomes.difference(&seen.outcomes).count();
    (lost > 0).then(|| format!("{lost} of {} outcomes are lost by waiting", all.outcomes.len()))
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

/// Rolls programs until so many have a bug, and compares the shortest schedule that was found with the best of all.
pub(crate) fn check_shortest(seed: u64, programs: u64, wrong: &mut dyn FnMut(&Code, &str)) {
    let mut dice = Dice::new(seed);
    let mut checked = 0;
    while checked < programs {
        let code = Code::roll(&mut dice);
        if let Some(differs) = compare_shortest(&code) {
            checked += 1;
            if let Some(what) = differs {
                wrong(&code, &what);
            }
        }
    }
}

/// In what the shortest schedule that was found differs from the best of all, if it does; none if the program has no bug, or
/// is too large.
pub(crate) fn compare_shortest(code: &Code) -> Option<Option<String>> {
    let program = code.program();
    let (race, best) = best_of_all(&program, code.config)?;
    let search = Search { config: code.config, ..Search::default() };
    let found = explore(&program, &search, &mut |_| ControlFlow::Continue(()));
    let Conclusion::Bug(bug) = &found.conclusion else {
        return Some(Some(format!("a bug of cost {best:?} is not found: {:?}", found.conclusion)));
    };
    // A run without an end is worse than a data race, and there is no shortest one.
    if race && matches!(bug.verdict, Verdict::NoEnd { .. }) {
        return None;
    }
    let cost = cost(&program, code.config, &bug.schedule);
    // A search that has seen a loop end by itself may be more patient than this one, and know a shorter way.
    let as_short = if code.gives_way() { cost <= best } else { cost == best };
    let fits = as_short && bug.shortest && cost.0 == bug.preemptions;
    let code = choices_code(&bug.schedule);
    Some((!fits).then(|| format!("{code} costs {cost:?}, and the best {best:?}: {bug:?}")))
}

/// Preemptions, steps, and changes from one thread to another.
type Cost = (u32, u32, u32);

/// What kind of thing is wrong with a run so far.
fn bad(run: &Execution) -> Option<Discriminant<Verdict>> {
    run.verdict().filter(|v| !v.is_fine() && !matches!(v, Verdict::NoEnd { .. })).map(discriminant)
}

fn start(program: &Program, config: Config) -> Execution {
    let again = program.clone();
    Execution::start(Config { record: false, ..config }, move || again())
}

/// The lowest cost at which any schedule goes wrong, and whether that is a data race and nothing worse; none if none does, or
/// if there are too many.
fn best_of_all(program: &Program, config: Config) -> Option<(bool, Cost)> {
    if seems_too_large(program, config) {
        return None;
    }
    let mut best: Option<(bool, Cost)> = None;
    let mut path: Vec<(Vec<Choice>, usize)> = Vec::new();
    for _ in 0..SCHEDULES {
        let mut run = start(program, config);
        let mut wrong_since = bad(&run).map(|what| (what, 0));
        for depth in 0.. {
            let choices: Vec<Choice> = run.fair_choices().iter().collect();
            if choices.is_empty() {
                break;
            }
            if depth == path.len() {
                path.push((choices, 0));
            }
            run.step(path[depth].0[path[depth].1]).unwrap();
            // What was wrong before and is another matter now was dealt with.
            wrong_since = bad(&run).map(|what| (what, depth + 1)).map(|now| match wrong_since {
                Some(first) if first.0 == now.0 => first,
                _ => now,
            });
        }
        if let Some((_, length)) = wrong_since {
            let schedule: Vec<Choice> =
                path[..length].iter().map(|(choices, tried)| choices[*tried]).collect();
            let race = matches!(run.verdict(), Some(Verdict::DataRace(_)));
            let cost = (race, cost(program, config, &schedule));
            best = Some(best.map_or(cost, |best| best.min(cost)));
        }
        while path.pop_if(|(choices, tried)| *tried + 1 == choices.len()).is_some() {}
        match path.last_mut() {
            None => return best,
            Some((_, tried)) => *tried += 1,
        }
    }
    None
}

fn cost(program: &Program, config: Config, schedule: &[Choice]) -> Cost {
    let threads: Vec<&Choice> = schedule.iter().filter(|choice| **choice != Choice::Clock).collect();
    let changes = threads.windows(2).filter(|two| two[0] != two[1]).count() as u32;
    let preemptions = stepper::preemptions(program, config, schedule).unwrap();
    (preemptions, schedule.len() as u32, changes)
}
