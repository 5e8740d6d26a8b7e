//! Every version of a primitive under `primitives::steps` in the stepper: what is wrong with it is found, also
//! what it only costs; and what the next version mends is mended.
#![forbid(unsafe_code)]

use std::ops::ControlFlow;
use std::sync::Arc;

use primitives::steps::{Run, runs};
use stepper::{
    Choice, Conclusion, Config, Dice, Execution, Grain, Program, Search, ThreadId, Verdict, What, explore,
};

/// One atomic operation a step. A thread that spins is stopped soon.
fn fine() -> Config {
    Config {
        grain: Grain::Fine,
        record: false,
        max_steps: MAX_STEPS,
        max_operations: 200,
        ..Config::default()
    }
}

const MAX_STEPS: u32 = 100;

/// How a run goes wrong.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Wrong {
    Panics(&'static str),
    Deadlocks,
    Races,
}

/// Every run of which some schedule goes wrong. All others never do.
const WRONG: &[(&str, Wrong)] = &[
    ("lock::v1_load_then_store::two_add_one", Wrong::Panics("an update was lost")),
    ("lock::v2_relaxed_swap::two_add_one", Wrong::Races),
    ("condition::v1_nothing_to_look_at::a_letter_arrives", Wrong::Deadlocks),
    ("condition::v2_sequence::one_notify_ends_one_wait", Wrong::Panics("one notify ended two waits")),
    ("condition::v3_grants::the_notified_goes_on", Wrong::Deadlocks),
    ("semaphore::v3_wake_the_first::two_wait_for_two_releases", Wrong::Deadlocks),
];

fn find(name: &str) -> &'static Run {
    runs().find(|run| run.name == name).unwrap_or_else(|| panic!("there is no {name}"))
}

fn start(run: &Run, config: Config) -> Execution {
    Execution::start(config, run.main)
}

/// All that goes wrong, in every schedule that the explorer comes to; if those are not all, also by dice.
fn what_goes_wrong(run: &Run) -> Vec<Verdict> {
    let program: Program = Arc::new(run.main);
    let search = Search { config: fine(), executions: 20_000, until_bug: false, ..Search::default() };
    let found = explore(&program, &search, &mut |_| ControlFlow::Continue(()));
    let mut verdicts: Vec<Verdict> = found.outcomes.into_iter().map(|(outcome, _)| outcome.verdict).collect();
    match found.conclusion {
        Conclusion::NotDeterministic(after) => panic!("{} is not deterministic after {after:?}", run.name),
        _ if found.complete => {}
        _ => verdicts.extend((0..2_000).map(|seed| by_dice(run, seed))),
    }
    // A waiting thread that is always chosen has no end.
    verdicts.retain(|verdict| !verdict.is_fine() && !matches!(verdict, Verdict::NoEnd { .. }));
    verdicts
}

fn by_dice(run: &Run, seed: u64) -> Verdict {
    let mut execution = start(run, fine());
    let mut dice = Dice::new(seed);
    while let Some(choice) = dice.choose(&execution.choices().iter().collect::<Vec<_>>()) {
        execution.step(choice).expect("it was offered");
    }
    execution.verdict().expect("it is over").clone()
}

impl Wrong {
    fn is(self, verdict: &Verdict) -> bool {
        match (self, verdict) {
            (Wrong::Panics(words), Verdict::Panicked { message, .. }) => message.contains(words),
            (Wrong::Deadlocks, Verdict::Deadlock { .. }) | (Wrong::Races, Verdict::DataRace(_)) => true,
            _ => false,
        }
    }
}

#[test]
fn each_goes_wrong_as_it_should_and_no_other_does() {
    for (name, _) in WRONG {
        find(name);
    }
    for run in runs() {
        let verdicts = what_goes_wrong(run);
        match WRONG.iter().find(|(name, _)| *name == run.name) {
            None => assert_eq!(verdicts, [], "{}", run.name),
            Some((_, wrong)) => {
                assert!(verdicts.iter().any(|v| wrong.is(v)), "{}: {verdicts:?}", run.name);
            }
        }
    }
}

/// One is inside at a time, so the sum is right: what is wrong is that nothing orders them.
#[test]
fn a_relaxed_lock_only_races() {
    let verdicts = what_goes_wrong(find("lock::v2_relaxed_swap::two_add_one"));
    assert!(verdicts.iter().all(|verdict| Wrong::Races.is(verdict)), "{verdicts:?}");
}

/// A call would be one step at the coarse grain, and what goes wrong within it could not be seen. Nobody has shown that these
/// are in one piece, so they are not taken for it: no grain proves what the other one refutes.
#[test]
fn a_gap_within_a_call_is_found_at_the_coarse_grain() {
    let goes_wrong = |trusting| {
        let program: Program = Arc::new(find("lock::v1_load_then_store::two_add_one").main);
        let config = Config { grain: Grain::Coarse, trusting, ..fine() };
        let search = Search { config, until_bug: false, ..Search::default() };
        let found = explore(&program, &search, &mut |_| ControlFlow::Continue(()));
        // A waiting thread that is always chosen has no end.
        let fine = |v: &Verdict| v.is_fine() || matches!(v, Verdict::Spins { .. } | Verdict::NoEnd { .. });
        found.outcomes.iter().any(|(outcome, _)| !fine(&outcome.verdict))
    };
    assert!(goes_wrong(false));
    assert!(!goes_wrong(true), "taken for one piece, it seems flawless");
}

/// A shipped primitive within one that is not checked is a step all the same.
#[test]
fn what_is_checked_stays_a_step_within_what_is_not() {
    let steps = |name, grain| {
        let mut execution = start(find(name), Config { grain, record: true, ..fine() });
        while let Some(choice) = execution.choices().iter().next() {
            execution.step(choice).expect("it was offered");
        }
        assert_eq!(execution.verdict(), Some(&Verdict::Finished));
        execution.steps()
    };
    let name = "condition::v3_grants::one_notify_ends_one_wait";
    assert!(steps(name, Grain::Coarse) < steps(name, Grain::Fine));
    let name = "lock::v4_wake_always::nobody_waits";
    assert_eq!(steps(name, Grain::Coarse), steps(name, Grain::Fine));
}

/// The main thread is 0, and the guest the first that it starts.
const GUEST: Choice = Choice::Thread(ThreadId(1));

/// With a scheduler that lets the guest go first whenever it can.
fn preferring_the_guest(name: &str) -> Verdict {
    let mut execution = start(find(name), fine());
    loop {
        let choices = execution.choices();
        let other = choices.iter().next();
        match Some(GUEST).filter(|&guest| choices.contains(guest)).or(other) {
            Some(choice) => execution.step(choice).expect("it was offered"),
            None => return execution.verdict().expect("it is over").clone(),
        }
    }
}

#[test]
fn who_spins_keeps_away_whom_it_waits_for() {
    let no_end = Verdict::NoEnd { steps: MAX_STEPS };
    assert_eq!(preferring_the_guest("lock::v3_spin::a_guest_waits"), no_end);
    assert_eq!(preferring_the_guest("lock::v4_wake_always::a_guest_waits"), Verdict::Finished);
    assert_eq!(preferring_the_guest("lock::shipped::a_guest_waits"), Verdict::Finished);
    assert_eq!(preferring_the_guest("semaphore::v1_lock_and_look::a_permit_comes"), no_end);
    assert_eq!(preferring_the_guest("semaphore::v2_lock_and_condition::a_permit_comes"), Verdict::Finished);
    assert_eq!(preferring_the_guest("semaphore::v3_wake_the_first::a_permit_comes"), Verdict::Finished);
    assert_eq!(preferring_the_guest("semaphore::shipped::a_permit_comes"), Verdict::Finished);
}

/// How often the only schedule of a thread alone calls the system to wake somebody.
fn wakes(name: &str) -> usize {
    let mut execution = start(find(name), Config { record: true, ..fine() });
    while let Some(choice) = execution.choices().iter().next() {
        execution.step(choice).expect("it was offered");
    }
    let events = execution.trace().steps.iter().flat_map(|step| &step.events);
    events.filter(|event| matches!(event.what, What::Wake)).count()
}

#[test]
fn a_release_calls_the_system_for_nobody() {
    assert_eq!(wakes("lock::v4_wake_always::nobody_waits"), 1);
    assert_eq!(wakes("lock::shipped::nobody_waits"), 0);
}

/// Whether the giver can always end, though the taker stops for good after some step.
fn a_release_ends_without_the_taker(name: &str) -> bool {
    const TAKER: Choice = Choice::Thread(ThreadId(1));
    const GIVER: Choice = Choice::Thread(ThreadId(2));
    (0..)
        .map_while(|steps| {
            let mut execution = start(find(name), fine());
            (0..steps).try_for_each(|_| execution.step(TAKER)).ok()?;
            while execution.step(GIVER).is_ok() {}
            let status = execution.pending(ThreadId(2)).expect("it was started").status;
            Some(status == stepper::Status::Finished)
        })
        .all(|ended| ended)
}

#[test]
fn a_release_has_to_wait_for_an_acquire() {
    assert!(!a_release_ends_without_the_taker("semaphore::v2_lock_and_condition::one_gives_one_takes"));
    assert!(a_release_ends_without_the_taker("semaphore::v3_wake_the_first::one_gives_one_takes"));
    assert!(a_release_ends_without_the_taker("semaphore::shipped::one_gives_one_takes"));
}
