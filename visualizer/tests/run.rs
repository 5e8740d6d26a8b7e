//! `threadlab run`: lessons' programs on real threads and real processes.

use std::collections::BTreeMap;
use std::process::{Command, Output};

use lessons::{Ending, Outcome};
#[cfg(unix)]
use stepper::{Config, Execution, What};

fn run(program: &str) -> (Output, String, String) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_threadlab")).args(["run", program]).output().expect("it starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (said, complaints) = (text(&output.stdout), text(&output.stderr));
    (output, said, complaints)
}

/// What each thread says, in order, when the program is stepped.
#[cfg(unix)]
fn stepped(lesson: &str, variant: &str) -> BTreeMap<String, Vec<String>> {
    let program = lessons::find(lesson).unwrap().program(variant).unwrap();
    let mut run = Execution::start(Config::default(), program.main);
    while let Some(choice) = run.choices().iter().next() {
        run.step(choice).unwrap();
    }
    let mut said: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for step in &run.trace().steps {
        for event in &step.events {
            if let What::Say { text } = &event.what {
                let name = &step.then.threads[event.thread.index()].name;
                said.entry(name.clone()).or_default().push(text.clone());
            }
        }
    }
    said
}

fn by_thread(said: &str) -> BTreeMap<String, Vec<String>> {
    let mut lines: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in said.lines() {
        let (who, words) = line.split_once(": ").expect("a line begins with its thread's name");
        lines.entry(who.to_owned()).or_default().push(words.to_owned());
    }
    lines
}

#[cfg(unix)]
#[test]
fn real_processes_say_what_stepped_ones_say() {
    let (output, said, complaints) = run("pipe/fixed");
    assert_eq!(output.status.code(), Some(0), "{complaints}");
    assert_eq!(complaints, "");
    let expected = stepped("pipe", "fixed");
    assert_eq!(by_thread(&said), expected);
    assert_eq!(expected["reader"].last().unwrap(), "no more letters will come");
}

#[cfg(target_os = "linux")]
#[test]
fn the_classic_hang_is_found_and_its_culprit_named() {
    let (output, said, complaints) = run("pipe/broken");
    assert_eq!(output.status.code(), Some(1), "{complaints}");
    assert_eq!(by_thread(&said), stepped("pipe", "broken"), "all is said that was said before the hang");
    assert!(complaints.starts_with("pipe/broken: nothing moves any more"), "{complaints}");
    let culprit = complaints.lines().last().unwrap();
    let (pipe, holder) = culprit.split_once(" is still held by ").expect(culprit);
    assert!(pipe.starts_with("the write end of pipe:["), "{complaints}");
    // One holder, which is the reader itself.
    let pid = holder.strip_prefix("process reader (pid ").and_then(|h| h.strip_suffix("), descriptor 4"));
    let pid: u32 = pid.and_then(|p| p.parse().ok()).expect(culprit);
    assert!(complaints.contains(&format!("process reader (pid {pid}), thread reader, waits to read from")));
    // Nobody is left behind: the number is free, or another program's by now.
    let line = std::fs::read_to_string(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    assert!(!line.contains("--child-process"), "the child was not ended");
}

/// Whether this is what came of a real run.
fn is_outcome(
    outcome: &Outcome,
    said: &BTreeMap<String, Vec<String>>,
    code: Option<i32>,
    complaints: &str,
) -> bool {
    let ends = match &outcome.ends {
        // Real threads do not notice that nothing orders two accesses.
        Ending::Fine | Ending::Race(_) => code == Some(0),
        Ending::Panic(_, words) => code == Some(1) && complaints.contains(words.as_str()),
        // Linux shows it; elsewhere patience ends.
        Ending::Deadlock(_) => {
            code == Some(1)
                && (complaints.contains("nothing moves any more")
                    || complaints.contains("has not come to its end"))
        }
        _ => false,
    };
    ends && outcome.said.iter().cloned().collect::<BTreeMap<_, _>>() == *said
}

#[test]
fn what_comes_of_real_threads_is_among_what_the_explorer_found() {
    for lesson in lessons::ALL {
        for program in lesson.programs {
            let pin = lesson.pin(program).expect("it is pinned");
            // Processes have tests of their own; and one that can go on for ever may do so here.
            if !program.children.is_empty() || !pin.complete {
                continue;
            }
            let name = format!("{}/{}", lesson.name, program.variant);
            let (output, said, complaints) = run(&name);
            let (code, said) = (output.status.code(), by_thread(&said));
            assert!(
                pin.outcomes.iter().any(|outcome| is_outcome(outcome, &said, code, &complaints)),
                "{name} ended with {code:?} and said {said:?}\n{complaints}"
            );
            assert!(program.win.is_some() || code == Some(0), "{name}: {complaints}");
        }
    }
}
