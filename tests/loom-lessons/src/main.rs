//! `lesson-model LESSON/PROGRAM`: explores a lesson's program; without an argument, lists those it can.
//! A failure ends the process, as loom often does by itself.
#![forbid(unsafe_code)]

use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Once};
use std::time::Instant;

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
    let begin = Instant::now();
    let told = move |executions: &AtomicU64, end: &str| {
        let (executions, time) = (executions.load(Ordering::Relaxed), begin.elapsed().as_secs_f64() * 1e3);
        println!("| {name} | loom, {PREEMPTIONS} preemptions | {executions} | {time:.3} ms | {end} |");
    };
    // The first panic tells how far it came; another one may follow, and abort.
    let (failed, first) = (Arc::clone(&executions), Once::new());
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        first.call_once(|| told(&failed, "the first that fails"));
        hook(panic);
    }));
    builder.check(move || {
        counter.fetch_add(1, Ordering::Relaxed);
        program();
    });
    told(&executions, "to the end");
    ExitCode::SUCCESS
}
