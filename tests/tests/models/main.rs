//! Loom's models, the very same files, in the stepper: atomic operation by atomic operation, and with a clock.
//!
//! Each is explored in fine steps until every schedule is proved or [`EXECUTIONS`] are made. If those are not
//! enough, it is explored in coarse steps as well, and in fine ones as [`DICE`] fall; the test prints which. What
//! loom finds and the stepper cannot, stands in a list here, with the reason.
#![forbid(unsafe_code)]

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::Arc;

use stepper::{Conclusion, Config, Dice, Execution, Grain, Limit, Program, Search, Verdict, explore};

mod larger;
#[path = "../../loom/src/model.rs"]
mod model;

use model::{Files, Model, outcome, outcomes};

include!(concat!(env!("OUT_DIR"), "/models.rs"));

/// At most so many schedules of a model in each grain.
const EXECUTIONS: u64 = 30_000;
/// So many schedules at random.
const DICE: u64 = 1_000;

/// Outcomes that loom finds and the stepper does not, and why.
const NOT_FOUND: &[(&str, &str, &str)] = &[
    (
        "var::nothing_orders_two_vars",
        "second only",
        "needs weak memory: one operation comes after the other here",
    ),
    ("thread::finished_may_be_asked", "no", "its thread does nothing, so it ends in the step that starts it"),
];

/// Programs whose accesses to a variable nothing orders, on purpose: every schedule that ends well may be a data race.
const RACES: &[&str] = &[
    "event::a_clear_sees_the_work",
    "local::two_threads_apart",
    "var::an_update_can_be_lost",
    "var::nothing_orders_two_vars",
];

/// Programs that sleep until the others do: the clock moves only when nobody else can. For all others it may move
/// at any time, so that a time limit may end whatever comes first.
const WAITS_FOR_THE_OTHERS: &[&str] = &["event::a_pulse_reaches_a_sleeper"];

fn holds(file: &str) {
    let (_, models) =
        stepped::MODELS.iter().find(|(name, _)| *name == file).expect("this test is made from it");
    all_hold(file, models);
}

fn all_hold(file: &str, models: &[Model]) {
    for model in models {
        let name = format!("{file}::{}", model.name);
        println!("{name}: {}", explored(&name, model));
    }
}

#[test]
fn larger() {
    all_hold("larger", larger::MODELS);
}

/// Explores the model; how far.
fn explored(name: &str, model: &Model) -> String {
    let eager_clock = !WAITS_FOR_THE_OTHERS.contains(&name);
    let fine = Config { grain: Grain::Fine, eager_clock, ..Config::default() };
    let races = RACES.contains(&name);
    outcomes();
    let (all, executions) = search(name, model, fine, races);
    let how = if all {
        format!("all of {executions} schedules in fine steps")
    } else {
        let coarse = Config { grain: Grain::Coarse, ..fine };
        let (all_coarse, coarse_executions) = search(name, model, coarse, races);
        (0..DICE).for_each(|seed| by_dice(name, model, fine, races, seed));
        let all = if all_coarse { "all of " } else { "" };
        format!(
            "{executions} schedules in fine steps, {DICE} by dice; {all}{coarse_executions} in coarse steps"
        )
    };
    let can_be_found = |outcome: &&str| !NOT_FOUND.iter().any(|(m, what, _)| (*m, what) == (name, outcome));
    let expected: BTreeSet<&str> = model.outcomes.iter().copied().filter(can_be_found).collect();
    let found = outcomes();
    assert!(found.iter().eq(&expected), "{name}: the outcomes are {found:?}, not {expected:?}");
    how
}

/// Explores schedules, all if they are not too many; whether they were all, and their number.
fn search(name: &str, model: &Model, config: Config, races: bool) -> (bool, u64) {
    let program: Program = Arc::new(model.body);
    let search = Search { config, executions: EXECUTIONS, until_bug: false, ..Search::default() };
    let found = explore(&program, &search, &mut |_| ControlFlow::Continue(()));
    match &found.conclusion {
        Conclusion::Proved => assert!(!races, "{name}: races on purpose, and does not"),
        Conclusion::NotFinished(Limit::Executions) => {
            assert!(!races, "{name}: races on purpose, and does not")
        }
        Conclusion::Bug(_) if races => {}
        wrong => panic!("{name}, {:?}: {wrong:?}", config.grain),
    }
    for (outcome, schedule) in &found.outcomes {
        check(name, &outcome.verdict, races, || format!("after {schedule:?}"));
    }
    (found.complete, found.executions)
}

fn by_dice(name: &str, model: &Model, config: Config, races: bool, seed: u64) {
    let mut run = Execution::start(Config { record: false, ..config }, model.body);
    let mut dice = Dice::new(seed);
    while let Some(choice) = dice.choose(&run.choices().iter().collect::<Vec<_>>()) {
        run.step(choice).expect("it was offered");
    }
    check(name, run.verdict().expect("it is over"), races, || format!("dice {seed}"));
}

fn check(name: &str, verdict: &Verdict, races: bool, which: impl Fn() -> String) {
    let fine = verdict.is_fine() || races && matches!(verdict, Verdict::DataRace(_));
    assert!(fine, "{name}: {verdict:?}, {}", which());
}

#[test]
fn the_exceptions_are_of_models_that_exist() {
    let names: BTreeSet<String> = stepped::MODELS
        .iter()
        .flat_map(|(file, models)| models.iter().map(move |model| format!("{file}::{}", model.name)))
        .collect();
    let not_found = NOT_FOUND.iter().map(|(name, ..)| name);
    for name in not_found.chain(RACES).chain(WAITS_FOR_THE_OTHERS) {
        assert!(names.contains(*name), "there is no {name}");
    }
}
