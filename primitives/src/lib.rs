//! Python's concurrency toolbox in Rust, to read, to prove and to step.
