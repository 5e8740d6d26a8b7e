//! `lesson-model LESSON/PROGRAM`: explores a lesson's program; without an argument, lists those it can.
//! A failure ends the process, as loom often does by itself.
#![forbid(unsafe_code)]

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

include!(concat!(env!("OUT_DIR"), "/programs.rs"));

/// Enough to go wrong in every way that a lesson is about; a fourth thread multiplies all the others.
const PREEMPTIONS: usize = 2;

fn main() -> ExitCode {
    let Some(wanted) = std::env::args().nth(1) else {
        for (name, _) in PROGRAMS {
            println!("{name}");
        }
        return ExitCode::SUCCESS;
    };
    let Some((name, program)) = PROGRAMS.iter().find(|(name, _)| *name == wanted) else {
        eprintln!("no program that loom can run is called {wanted:?}");
        return ExitCode::from(2);
    };
    let executions = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&executions);
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(PREEMPTIONS);
    builder.max_branches = 10_000;
    builder.check(move || {
        counter.fetch_add(1, Ordering::Relaxed);
        program();
    });
    println!("| {name} | {PREEMPTIONS} preemptions | {} |", executions.load(Ordering::Relaxed));
    ExitCode::SUCCESS
}
