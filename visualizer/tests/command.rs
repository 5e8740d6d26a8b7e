//! The `threadlab` command, as a person types it.

use std::process::{Command, Output};

fn threadlab(arguments: &[&str]) -> Output {
    let program = env!("CARGO_BIN_EXE_threadlab");
    Command::new(program).args(arguments).env("COLUMNS", "100").output().expect("it starts")
}

#[track_caller]
fn answers(arguments: &[&str], code: i32, words: &[&str]) -> String {
    let output = threadlab(arguments);
    let text =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {text}");
    for word in words {
        assert!(text.contains(word), "{arguments:?} should say {word:?}: {text}");
    }
    text
}

#[test]
fn help_and_version_read_well() {
    answers(&["--help"], 0, &["Usage: threadlab", "play", "list", "run", "open", "Exit codes: 0 fine"]);
    answers(&["--version"], 0, &["threadlab 0.1"]);
    answers(&["play", "--help"], 0, &["LESSON[/VARIANT]", "--schedule", "--seed", "--fine", "--json"]);
}

#[test]
fn list_names_every_lesson() {
    let text = answers(&["list"], 0, &[]);
    assert!(lessons::ALL.iter().all(|l| text.contains(l.name) && text.contains(l.title)));
}

#[test]
fn a_broken_program_fails_and_a_fixed_one_does_not() {
    for lesson in lessons::ALL {
        for program in lesson.programs {
            let name = format!("{}/{}", lesson.name, program.variant);
            let fine = matches!(program.expected, lessons::Expected::Fine { .. });
            answers(&["play", &name], i32::from(!fine), &[lesson.title, "Schedule: tl1."]);
            if fine {
                answers(&["play", &name, "--fine", "--seed", "3"], 0, &["ended well"]);
            }
        }
    }
}

#[test]
fn the_same_seed_is_the_same_run() {
    let run = |seed: &str| answers(&["play", "producer-consumer/fixed", "--seed", seed], 0, &["ended well"]);
    assert_eq!(run("7"), run("7"));
    let all: std::collections::BTreeSet<String> = (0..8).map(|n| run(&n.to_string())).collect();
    assert!(all.len() > 1, "eight seeds, one run");
}

#[test]
fn a_schedule_code_replays_what_it_was_copied_from() {
    let text = answers(&["play", "producer-consumer"], 1, &["panicked"]);
    let code = text.lines().find_map(|l| l.strip_prefix("Schedule: ")).expect("a code").to_owned();
    assert_eq!(answers(&["play", "producer-consumer", "--schedule", &code], 1, &[]), text);
    // The fixed program can make the same choices, so all that is wrong is that it is another program.
    let other = ["play", "producer-consumer/fixed", "--schedule", &code];
    answers(&other, 0, &["was made for producer-consumer/broken"]);
}

#[test]
fn a_schedule_of_an_older_program_is_replayed_as_far_as_it_fits() {
    let old = |choices: &str| stepper::Schedule {
        program: "producer-consumer/broken".to_owned(),
        grain: stepper::Grain::Coarse,
        fingerprint: 1,
        choices: stepper::choices(choices).expect("readable choices"),
    };
    let fits = old("b2d3").to_string();
    answers(&["play", "producer-consumer", "--schedule", &fits], 0, &["has changed since", "Not over"]);
    let differs = old("b3d3").to_string();
    answers(
        &["play", "producer-consumer", "--schedule", &differs],
        2,
        &["Step 3 differs", "waiter A cannot run"],
    );
}

#[test]
fn wrong_use_says_what_is_wrong_and_what_to_do() {
    answers(
        &["play", "producer-consumr"],
        2,
        &["no lesson “producer-consumr”", "Did you mean producer-consumer?"],
    );
    answers(&["play", "pype/brokn"], 2, &["Did you mean pipe?"]);
    answers(&["play", "pipe/brokn"], 2, &["Did you mean broken?"]);
    answers(&["play", "xyzzy"], 2, &["There is", "thread-local"]);
    answers(&["play", "pipe", "--schedule", "hello"], 2, &["broken at character 1", "begins with tl1"]);
    answers(&["play", "pipe", "--schedule", "tl9.x"], 2, &["another version"]);
    answers(&["play"], 2, &["LESSON"]);
    answers(&["dance"], 2, &["unrecognized subcommand"]);
    answers(&["play", "pipe", "--seed", "x"], 2, &["--seed"]);
}

#[test]
fn json_is_one_document_with_the_whole_trace() {
    let text = answers(&["play", "producer-consumer", "--json"], 1, &[]);
    let document: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(document["program"], "producer-consumer/broken");
    assert_eq!(document["trace"]["steps"][1]["choice"]["Thread"], 1);
    assert!(document["verdict"]["Panicked"]["message"].is_string());
    let trace: stepper::Trace = serde_json::from_value(document["trace"].clone()).expect("a trace");
    assert_eq!(trace.objects[0].name.as_deref(), Some("orders"));
}
