//! `model [PREFIX] [--mutant NAME] [--preemptions N] [--list]`: explores the models whose names begin so, on
//! the shipped primitives or on a mutant, and prints the rows of the table in docs/loom.md; or only lists
//! them, and the mutants. A failure ends the process, as loom often does by itself.
#![forbid(unsafe_code)]

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

mod mutants;

/// A small program that loom runs in every order.
#[derive(Debug)]
struct Model {
    name: &'static str,
    shows: &'static str,
    body: fn(),
    preemptions: Option<usize>,
    outcomes: &'static [&'static str],
}

impl Model {
    const fn new(name: &'static str, shows: &'static str, body: fn()) -> Model {
        Model { name, shows, body, preemptions: None, outcomes: &[] }
    }

    /// Only the orders with at most so many preemptions, since there are too many others.
    const fn bounded(self, preemptions: usize) -> Model {
        Model { preemptions: Some(preemptions), ..self }
    }

    /// Exactly these [`outcome`]s are found; in alphabetical order.
    const fn finds(self, outcomes: &'static [&'static str]) -> Model {
        Model { outcomes, ..self }
    }

    /// Explores it; the number of executions.
    fn explore(&self, preemptions: Option<usize>) -> u64 {
        let executions = Arc::new(AtomicU64::new(0));
        let mut builder = loom::model::Builder::new();
        builder.preemption_bound = preemptions;
        builder.max_branches = 10_000;
        let (body, counter) = (self.body, Arc::clone(&executions));
        builder.check(move || {
            counter.fetch_add(1, Ordering::Relaxed);
            body();
        });
        let found = OUTCOMES.take();
        assert!(found.iter().eq(self.outcomes), "the outcomes are {found:?}, not {:?}", self.outcomes);
        executions.load(Ordering::Relaxed)
    }
}

thread_local!(static OUTCOMES: RefCell<BTreeSet<String>> = const { RefCell::new(BTreeSet::new()) });

/// Notes what came of this execution.
fn outcome(what: impl ToString) {
    OUTCOMES.with_borrow_mut(|outcomes| outcomes.insert(what.to_string()));
}

/// The files of models, and what is in them.
type Files = &'static [(&'static str, &'static [Model])];

include!(concat!(env!("OUT_DIR"), "/models.rs"));

fn main() -> ExitCode {
    let mut prefix = String::new();
    let mut copy = "shipped".to_owned();
    let mut preemptions = None;
    let mut list = false;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--list" => list = true,
            "--mutant" => copy = arguments.next().unwrap_or_default(),
            "--preemptions" => preemptions = arguments.next().and_then(|n| n.parse().ok()),
            _ => prefix = argument,
        }
    }
    let Some((_, files)) = COPIES.iter().find(|(name, _)| *name == copy) else {
        eprintln!("no mutant is called {copy:?}");
        return ExitCode::from(2);
    };
    let mut found = false;
    for (file, model) in files.iter().flat_map(|(file, models)| models.iter().map(move |model| (file, model)))
    {
        let name = format!("{file}::{}", model.name);
        if !name.starts_with(&prefix) {
            continue;
        }
        found = true;
        let limit = preemptions.or(model.preemptions);
        let orders = limit.map_or("all".to_owned(), |n| format!("{n} preemptions"));
        print!("| `{name}` | {} | {orders} |", model.shows);
        if !list {
            let start = Instant::now();
            print!(" {} |", model.explore(limit));
            eprintln!("{name}: {:.2?}", start.elapsed());
        }
        println!();
    }
    if list && prefix.is_empty() {
        for mutant in mutants::FILES.iter().copied().flatten() {
            println!("| `{}` | `{}` | {} |", mutant.name, mutant.killer, mutant.reason);
        }
    }
    if found {
        return ExitCode::SUCCESS;
    }
    eprintln!("no model's name begins with {prefix:?}");
    ExitCode::from(2)
}
