//! The `threadlab` command.
#![forbid(unsafe_code)]

use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    // The app starts this program once more, to run lessons in.
    if std::env::args_os().nth(1).is_some_and(|a| a == "--worker") {
        let served = visualizer::worker::serve(io::BufReader::new(io::stdin()), io::stdout());
        // The app that asked is gone.
        return served.map_or(ExitCode::FAILURE, |()| ExitCode::SUCCESS);
    }
    visualizer::command::main()
}
