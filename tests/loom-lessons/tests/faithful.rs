//! Loom and the explorer agree on every program of the corpus, or differ as its entry says and in no other way.
//!
//! Under loom each runs in a process of its own: loom aborts on a deadlock. The explorer runs it in coarse steps, to
//! the end; and in fine ones where [`FINE`] executions are enough. See `docs/faithful.md`.
#![forbid(unsafe_code)]

// The corpus says `primitives`, which is loom's twin for the rest of this package.
extern crate stepped as primitives;

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::process::Command;
use std::sync::Arc;

use stepper::{Conclusion, Config, Exploration, Grain, Search, Verdict, explore};

#[path = "../src/faithful/corpus/mod.rs"]
mod corpus;

use corpus::Ending::{self, Deadlocks, Fine, Panics, Races};
use corpus::{Program, TOPICS};

/// At most so many executions in coarse steps; they must be enough.
const COARSE: u64 = 100_000;
/// At most so many in fine ones.
const FINE: u64 = 5_000;

fn by_loom(program: &Program) -> Ending {
    let mut command = Command::new(env!("CARGO_BIN_EXE_faithful"));
    let output = command.arg(program.name).env("RUST_BACKTRACE", "0").output().expect("it starts");
    if output.status.success() {
        return Fine;
    }
    let text = String::from_utf8_lossy(&output.stderr);
    let mut lines = text.lines().skip_while(|line| !line.contains("panicked at "));
    // What it says stands below where it was.
    let says = lines.nth(1).unwrap_or_else(|| panic!("{}: {}\n{text}", program.name, output.status));
    match program.ending {
        _ if says.starts_with("deadlock; ") => Deadlocks,
        _ if says.contains("Causality violation") => Races,
        Panics(words) if says.contains(words) => Panics(words),
        _ => panic!("{} goes wrong under loom, but otherwise:\n{text}", program.name),
    }
}

/// All that goes wrong, each once; in the order of the entry.
fn by_explorer(name: &str, found: &Exploration, expected: &[Ending]) -> Vec<Ending> {
    if let Conclusion::NotDeterministic(after) = &found.conclusion {
        panic!("{name} is not deterministic after {after:?}");
    }
    let ending = |verdict: &Verdict| match verdict {
        Verdict::Finished => Fine,
        Verdict::Deadlock { .. } => Deadlocks,
        Verdict::DataRace(_) => Races,
        Verdict::Panicked { message, .. } => {
            let says = |ending: &&Ending| matches!(ending, Panics(words) if message.contains(words));
            *expected.iter().find(says).unwrap_or_else(|| panic!("{name} says {message:?}"))
        }
        Verdict::NoEnd { .. } | Verdict::Spins { .. } => panic!("{name} has no end: {verdict:?}"),
    };
    let mut endings: Vec<Ending> = Vec::new();
    for (outcome, _) in &found.outcomes {
        let ending = ending(&outcome.verdict);
        if ending != Fine && !endings.contains(&ending) {
            endings.push(ending);
        }
    }
    endings.sort_by_key(|ending| expected.iter().position(|other| other == ending));
    if endings.is_empty() { vec![Fine] } else { endings }
}

fn explored(program: &Program, grain: Grain, executions: u64) -> Exploration {
    // A timed wait may end at any time, as under loom.
    let config = Config { grain, eager_clock: true, record: false, ..Config::default() };
    let search = Search { config, executions, until_bug: false, samples: 0, ..Search::default() };
    explore(&(Arc::new(program.main) as stepper::Program), &search, &mut |_| ControlFlow::Continue(()))
}

/// Its row in the document.
fn row(topic: &str, program: &Program) -> String {
    let words = |ending: &Ending| match ending {
        Fine => "fine",
        Panics(_) => "panics",
        Deadlocks => "deadlocks",
        Races => "races",
    };
    let list = |endings: &[Ending]| endings.iter().map(words).collect::<Vec<_>>().join(", ");
    let orders = program.preemptions.map_or("all".to_owned(), |n| format!("{n} preemptions"));
    let loom = words(&program.ending);
    let (explorer, because) = match program.differs {
        None => ("the same".to_owned(), ""),
        Some(it) => (list(it.explorer), it.because),
    };
    format!("| {topic} | `{}` | {loom} | {orders} | {explorer} | {because} |", program.name)
}

fn agree_on(topic: &str) {
    let (_, programs) = TOPICS.iter().find(|(name, _)| *name == topic).expect("this test is named after it");
    for program in *programs {
        let name = program.name;
        let expected = program.differs.map_or(std::slice::from_ref(&program.ending), |it| it.explorer);
        assert_eq!(by_loom(program), program.ending, "{name}, by loom");

        let coarse = explored(program, Grain::Coarse, COARSE);
        assert!(coarse.complete, "{name}: {:?} in coarse steps", coarse.conclusion);
        assert_eq!(by_explorer(name, &coarse, expected), expected, "{name}, by the explorer in coarse steps");

        let fine = explored(program, Grain::Fine, FINE);
        let in_fine = by_explorer(name, &fine, expected);
        if fine.complete {
            assert_eq!(in_fine, expected, "{name}, by the explorer in fine steps");
        } else {
            assert!(in_fine.iter().all(|it| *it == Fine || expected.contains(it)), "{name}: {in_fine:?}");
        }
        let all = if fine.complete { "all" } else { "not all:" };
        println!("{name}: {expected:?}; {} coarse, {all} {} fine", coarse.executions, fine.executions);
    }
}

#[test]
fn updates() {
    agree_on("updates");
}

#[test]
fn locks() {
    agree_on("locks");
}

#[test]
fn conditions() {
    agree_on("conditions");
}

#[test]
fn semaphores() {
    agree_on("semaphores");
}

#[test]
fn events() {
    agree_on("events");
}

#[test]
fn queues() {
    agree_on("queues");
}

#[test]
fn threads() {
    agree_on("threads");
}

/// What is printed can be pasted there.
#[test]
fn the_document_has_these_rows_and_no_others() {
    let document = include_str!("../../../docs/faithful.md");
    let table =
        document.split("|---|\n").nth(1).and_then(|rest| rest.split("\n\n").next()).unwrap_or_default();
    let rows = TOPICS.iter().flat_map(|(topic, programs)| programs.iter().map(|program| row(topic, program)));
    let rows: Vec<String> = rows.collect();
    let names: BTreeSet<&str> = TOPICS.iter().flat_map(|(_, programs)| *programs).map(|it| it.name).collect();
    assert_eq!(names.len(), rows.len(), "two programs of one name");
    assert!(rows.iter().eq(table.lines()), "the table should be:\n{}", rows.join("\n"));
}

/// The stepper makes one operation after the other, and knows all the same what each of them orders.
#[test]
fn a_relaxed_unlock_is_a_data_race() {
    let races = |name: &str| {
        let run = primitives::steps::runs().find(|run| run.name == name).expect("there is such a version");
        // Who spins may be chosen again and again: such a run is stopped, and is no verdict here.
        let config = Config { grain: Grain::Fine, record: false, max_steps: 100, ..Config::default() };
        let search = Search { config, executions: 20_000, until_bug: false, samples: 0, ..Search::default() };
        let found = explore(&(Arc::new(run.main) as _), &search, &mut |_| ControlFlow::Continue(()));
        let mut verdicts: Vec<Verdict> = found.outcomes.into_iter().map(|(it, _)| it.verdict).collect();
        verdicts.retain(|verdict| !matches!(verdict, Verdict::NoEnd { .. } | Verdict::Finished));
        assert!(verdicts.iter().all(|it| matches!(it, Verdict::DataRace(_))), "{name}: {verdicts:?}");
        !verdicts.is_empty()
    };
    assert!(races("lock::v2_relaxed_swap::two_add_one"));
    assert!(!races("lock::v3_spin::two_add_one"));
}
