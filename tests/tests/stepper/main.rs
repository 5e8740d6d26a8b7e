//! The stepper, driven by real primitives.

mod abandon;
mod chances;
mod check;
mod diagnosis;
mod endless;
mod favour;
mod kill;
mod limits;
mod panics;
mod programs;
mod races;
mod replay;
mod run_on;
mod schedule;
mod session;
mod time;
mod verdicts;
