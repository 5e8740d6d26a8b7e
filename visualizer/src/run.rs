//! Runs a lesson's program on real threads and real processes, and watches it: a program that waits for ever is
//! ended, with the reason in words.
//!
//! `main` of the host program must begin with `primitives::process::start(&lessons::children())`: a child
//! process is the same program, started again.

use std::panic::catch_unwind;
use std::process::ExitCode;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use lessons::{Lesson, Program};

use crate::text::{Text, tell};

mod platform;

/// Between two looks at the program.
const PAUSE: Duration = Duration::from_millis(100);

/// Runs the program to its end, with what it says on standard output; what is said of it is in this language. Fails when it panics, and when it comes
/// to a stop from which it cannot go on; then standard error has the reason, and the caller should leave `main`:
/// threads that hang end with this process, and so do its children.
pub fn run(text: &Text, lesson: &Lesson, program: &'static Program) -> ExitCode {
    let (ended, end) = mpsc::channel();
    let life = move || {
        let well = catch_unwind(program.main).is_ok();
        // Nobody listens any more when the watch has given up.
        let _ = ended.send(well);
    };
    let started = thread::Builder::new().name("main".to_owned()).spawn(life);
    let name = format!("{}/{}", lesson.name, program.variant);
    if let Err(error) = started {
        return failed(&name, &tell!(text, "native-no-thread", error = error.to_string()));
    }
    let mut look = platform::watch();
    loop {
        match end.recv_timeout(PAUSE) {
            Ok(true) => return ExitCode::SUCCESS,
            Ok(false) | Err(RecvTimeoutError::Disconnected) => {
                return failed(&name, &tell!(text, "native-panicked"));
            }
            Err(RecvTimeoutError::Timeout) => {
                if let Some(reason) = look(text) {
                    return failed(&name, &reason);
                }
            }
        }
    }
}

fn failed(name: &str, reason: &str) -> ExitCode {
    eprintln!("{name}: {reason}");
    ExitCode::FAILURE
}
