//! `model [PREFIX] [--mutant NAME] [--steps] [--preemptions N] [--list]`: explores the models whose names begin
//! so, on the shipped primitives or on a mutant, and prints the rows of the table in docs/loom.md; or the programs of
//! `primitives::steps`; or only lists them, and the mutants. A failure ends the process, as loom often does by
//! itself. `model --table` runs all of them, and writes that document's tables.
#![forbid(unsafe_code)]

use std::panic;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

mod model;
mod mutants;
mod table;

use loom_primitives::steps::{self, Run};
use model::{Files, Model, outcome, outcomes};

include!(concat!(env!("OUT_DIR"), "/models.rs"));

/// The versions under `primitives::steps` have three threads at most, and what breaks them is not far.
const PREEMPTIONS_OF_STEPS: usize = 2;

/// Explores it under loom; the number of executions.
fn explore(model: &Model, preemptions: Option<usize>) -> u64 {
    let executions = Arc::new(AtomicU64::new(0));
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = preemptions;
    builder.max_branches = 10_000;
    let (body, counter) = (model.body, Arc::clone(&executions));
    let (usual, until_now) = (panic::take_hook(), Arc::clone(&executions));
    panic::set_hook(Box::new(move |panic| {
        eprintln!("{}{}", table::IN_EXECUTION, until_now.load(Ordering::Relaxed));
        usual(panic);
    }));
    builder.check(move || {
        counter.fetch_add(1, Ordering::Relaxed);
        body();
    });
    let found = outcomes();
    assert!(found.iter().eq(model.outcomes), "the outcomes are {found:?}, not {:?}", model.outcomes);
    executions.load(Ordering::Relaxed)
}

/// The models that run on this copy of the primitives, with the names of their files.
fn models_of(copy: &str) -> Vec<(String, Model)> {
    let files = COPIES.iter().filter(|(name, _)| *name == copy).flat_map(|(_, files)| *files);
    let named = |(file, models): &(&str, &'static [Model])| {
        let file = (*file).to_owned();
        models.iter().map(move |model| (format!("{file}::{}", model.name), *model))
    };
    files.flat_map(named).collect()
}

fn programs_of_steps() -> Vec<(String, Model)> {
    let model = |run: &Run| Model::new(run.name, "", run.main).bounded(PREEMPTIONS_OF_STEPS);
    steps::runs().map(|run| (run.name.to_owned(), model(run))).collect()
}

fn main() -> ExitCode {
    let mut prefix = String::new();
    let mut copy = "shipped".to_owned();
    let mut preemptions = None;
    let mut list = false;
    let mut steps = false;
    let mut table = false;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--list" => list = true,
            "--steps" => steps = true,
            "--table" => table = true,
            "--mutant" => copy = arguments.next().unwrap_or_default(),
            "--preemptions" => preemptions = arguments.next().and_then(|n| n.parse().ok()),
            _ => prefix = argument,
        }
    }
    let models = if steps { programs_of_steps() } else { models_of(&copy) };
    if models.is_empty() {
        eprintln!("no mutant is called {copy:?}");
        return ExitCode::from(2);
    }
    if table {
        return match table::write(&models) {
            Ok(()) => ExitCode::SUCCESS,
            Err(what) => {
                eprintln!("{what}");
                ExitCode::FAILURE
            }
        };
    }
    let mut found = false;
    for (name, model) in models {
        if !name.starts_with(&prefix) {
            continue;
        }
        found = true;
        let limit = preemptions.or(model.preemptions);
        let orders = limit.map_or("all".to_owned(), |n| format!("{n} preemptions"));
        print!("| `{name}` | {} | {orders} |", model.shows);
        if !list {
            let start = Instant::now();
            print!(" {} |", explore(&model, limit));
            eprintln!("{name}: {:.2?}", start.elapsed());
        }
        println!();
    }
    if list && !steps && prefix.is_empty() {
        for mutant in mutants::FILES.iter().copied().flatten() {
            println!("{}", mutant.row());
        }
    }
    if found {
        return ExitCode::SUCCESS;
    }
    eprintln!("no model's name begins with {prefix:?}");
    ExitCode::from(2)
}
