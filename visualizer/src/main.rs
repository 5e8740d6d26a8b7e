//! The `threadlab` command.
#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    primitives::process::start(&lessons::children());
    visualizer::command::main()
}
