//! `faithful NAME`: explores a program of the corpus under loom. A failure ends the process, as loom often does by
//! itself. What is found is compared with what the explorer finds, in `tests/faithful.rs`.
#![forbid(unsafe_code)]

use std::process::ExitCode;

mod corpus;

fn main() -> ExitCode {
    let wanted = std::env::args().nth(1).unwrap_or_default();
    let mut programs = corpus::TOPICS.iter().flat_map(|(_, programs)| *programs);
    let Some(program) = programs.find(|program| program.name == wanted) else {
        eprintln!("no program of the corpus is called {wanted:?}");
        return ExitCode::from(2);
    };
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = program.preemptions;
    builder.max_branches = 10_000;
    builder.check(program.main);
    ExitCode::SUCCESS
}
