//! Under loom too, the fixed programs end well and the broken ones go wrong as their entries say.
//!
//! Each in a process of its own: loom aborts on a deadlock.
#![forbid(unsafe_code)]

use std::process::{Command, Output};

use lessons::{ALL, Ending};

fn run(arguments: &[&str]) -> (Output, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lesson-model"));
    let output = command.args(arguments).env("RUST_BACKTRACE", "0").output().expect("it starts");
    let text = [&output.stdout[..], &output.stderr].map(String::from_utf8_lossy).concat();
    (output, text)
}

#[test]
fn every_program_keeps_its_word() {
    for lesson in ALL {
        for program in lesson.programs.iter().filter(|program| program.no_loom.is_none()) {
            let name = format!("{}/{}", lesson.name, program.variant);
            let (output, text) = run(&[&name]);
            println!("{name}: {}\n{text}", output.status);
            let says = match lesson.pin(program).expect("it is pinned").ends {
                Ending::Fine => {
                    assert!(output.status.success(), "{name} goes wrong under loom:\n{text}");
                    continue;
                }
                // Which thread fails first, and with which values, is loom's choice: the place is the same.
                Ending::Panic(..) => format!("{name}.rs:"),
                Ending::Deadlock(_) => "deadlock".to_owned(),
                other => panic!("{name}: {other:?} is nothing that loom says"),
            };
            assert!(!output.status.success(), "{name} ends well under loom");
            let first = text.lines().find(|line| line.contains("panicked at ")).unwrap_or_default();
            let found = if says == "deadlock" { text.contains(&says) } else { first.contains(&says) };
            assert!(found, "{name} goes wrong, but not with {says:?}:\n{text}");
        }
    }
}

#[test]
fn who_is_left_out_says_why() {
    let (_, list) = run(&[]);
    let runs: Vec<&str> = list.lines().collect();
    for lesson in ALL {
        for program in lesson.programs {
            let name = format!("{}/{}", lesson.name, program.variant);
            let here = runs.contains(&name.as_str());
            assert!(
                here != program.no_loom.is_some(),
                "{name}: explored: {here}; why not: {:?}",
                program.no_loom
            );
        }
    }
}
