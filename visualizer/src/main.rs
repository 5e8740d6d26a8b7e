//! The `threadlab` command.
#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    visualizer::command::main()
}
