//! Loom's models, the very same files, in the stepper: atomic operation by atomic operation, and with a clock.
//!
//! Each is enumerated in fine steps. If [`EXECUTIONS`] are not all there are, the explorer tries, which runs one of
//! many schedules that are alike; if that is not enough, it is explored in coarse steps as well, and in fine ones as
//! [`DICE`] fall. The test prints which. What loom finds and the stepper cannot, stands in a list here, with the
//! reason.
#![forbid(unsafe_code)]

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::Arc;

use stepper::{
    Conclusion, Config, Dice, Execution, Exploration, Grain, Limit, Program, Search, Verdict, enumerate,
    explore,
};

mod larger;
#[path = "../../loom/src/model.rs"]
mod model;

use model::{Files, Model, outcome, outcomes};

include!(concat!(env!("OUT_DIR"), "/models.rs"));

/// At most so many schedules of a model at a time.
const EXECUTIONS: u64 = 20_000;
/// So many schedules at random.
const DICE: u64 = 1_000;

/// Outcomes that loom finds and the stepper does not, and why.
const NOT_FOUND: &[(&str, &str, &str)] = &[
    (
        "var::nothing_orders_two_vars",
        "second only",
        "needs weak memory: one operation comes after the other here",
    ),
    ("thread::alive_may_be_asked", "alive", "its thread does nothing, so it ends in the step that starts it"),
];

/// Programs whose accesses to a variable nothing orders, on purpose: every schedule that ends well may be a data race.
const RACES: &[&str] = &[
    "barrier::a_second_round",
    "event::a_clear_sees_the_work",
    "local::two_threads_apart",
    "var::an_update_can_be_lost",
    "var::nothing_orders_two_vars",
];

/// Programs that sleep until the others do: the clock moves only when nobody else can. For all others it may move
/// at any time, so that a time limit may end whatever comes first.
const WAITS_FOR_THE_OTHERS: &[&str] =
    &["event::a_pulse_reaches_a_sleeper", "larger::an_earlier_moment_is_not_late"];

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
    let how = enumerated(name, model, fine, races)
        .or_else(|| reduced(name, model, fine, races))
        .unwrap_or_else(|| sampled(name, model, fine, races));
    let can_be_found = |outcome: &&str| !NOT_FOUND.iter().any(|(m, what, _)| (*m, what) == (name, outcome));
    let expected: BTreeSet<&str> = model.outcomes.iter().copied().filter(can_be_found).collect();
    let found = outcomes();
    assert!(found.iter().eq(&expected), "{name}: the outcomes are {found:?}, not {expected:?}");
    how
}

/// Every schedule, if they are not too many.
fn enumerated(name: &str, model: &Model, config: Config, races: bool) -> Option<String> {
    let report = enumerate(&program(model), config, EXECUTIONS);
    assert_eq!(report.differs_after, None, "{name} is not deterministic");
    if let Some((schedule, verdict)) = &report.first_failure {
        check(name, verdict, races, || format!("after {schedule:?}"));
    }
    assert!(!races || report.failures > 0, "{name}: races on purpose, and does not");
    report.complete.then(|| format!("all of {} schedules in fine steps", report.executions))
}

/// One schedule of each kind, if they are not too many.
fn reduced(name: &str, model: &Model, config: Config, races: bool) -> Option<String> {
    let found = explored_by_kind(name, model, config, races);
    found.complete.then(|| format!("one of each of {} kinds of schedules in fine steps", found.executions))
}

/// What can be had otherwise.
fn sampled(name: &str, model: &Model, fine: Config, races: bool) -> String {
    let coarse = explored_by_kind(name, model, Config { grain: Grain::Coarse, ..fine }, races);
    (0..DICE).for_each(|seed| by_dice(name, model, fine, races, seed));
    let all = if coarse.complete { "all" } else { "only" };
    let kinds = coarse.executions;
    format!("{EXECUTIONS} schedules in fine steps twice, {DICE} by dice; {all} {kinds} kinds in coarse steps")
}

fn explored_by_kind(name: &str, model: &Model, config: Config, races: bool) -> Exploration {
    let search = Search { config, executions: EXECUTIONS, until_bug: false, ..Search::default() };
    let found = explore(&program(model), &search, &mut |_| ControlFlow::Continue(()));
    match &found.conclusion {
        Conclusion::NotDeterministic(after) => panic!("{name} is not deterministic after {after:?}"),
        Conclusion::NotFinished(Limit::Steps) => panic!("{name} has no end"),
        _ => {}
    }
    for (outcome, schedule) in &found.outcomes {
        check(name, &outcome.verdict, races, || format!("after {schedule:?}"));
    }
    found
}

fn program(model: &Model) -> Program {
    Arc::new(model.body)
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
        .copied()
        .chain([("larger", larger::MODELS)])
        .flat_map(|(file, models)| models.iter().map(move |model| format!("{file}::{}", model.name)))
        .collect();
    let not_found = NOT_FOUND.iter().map(|(name, ..)| name);
    for name in not_found.chain(RACES).chain(WAITS_FOR_THE_OTHERS) {
        assert!(names.contains(*name), "there is no {name}");
    }
}
