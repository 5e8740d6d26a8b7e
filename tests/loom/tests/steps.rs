//! Every version of a primitive under `primitives::steps` fails under loom for its reason, or passes.
//!
//! Each program in a process of its own: loom aborts on a deadlock. What a version costs, loom does not see;
//! `tests/tests/versions.rs` shows that.
#![forbid(unsafe_code)]

use std::process::{Command, Output};

const DEADLOCK: &str = "deadlock; threads";

/// What must fail, and with which words. All else must pass.
const REJECTED: &[(&str, &str)] = &[
    ("lock::v1_load_then_store::two_add_one", "an update was lost"),
    ("lock::v2_relaxed_swap::two_add_one", "an update was lost"),
    ("condition::v1_nothing_to_look_at::a_letter_arrives", DEADLOCK),
    ("condition::v2_sequence::one_notify_ends_one_wait", "one notify ended two waits"),
    ("condition::v3_grants::the_notified_goes_on", DEADLOCK),
    ("semaphore::v3_wake_the_first::two_wait_for_two_releases", DEADLOCK),
];

fn model(arguments: &[&str]) -> (Output, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_model"));
    let output =
        command.arg("--steps").args(arguments).env("RUST_BACKTRACE", "0").output().expect("it starts");
    let text = [&output.stdout[..], &output.stderr].map(String::from_utf8_lossy).concat();
    (output, text)
}

fn programs() -> Vec<String> {
    let (_, rows) = model(&["--list"]);
    rows.lines().filter_map(|row| Some(row.split('`').nth(1)?.to_owned())).collect()
}

fn fails_or_passes(primitive: &str) {
    let programs = programs();
    let mut run = 0;
    for name in programs.iter().filter(|name| name.starts_with(primitive)) {
        let (output, text) = model(&[name]);
        let reason = REJECTED.iter().find(|(rejected, _)| rejected == name).map(|(_, reason)| *reason);
        match reason {
            None => assert!(output.status.success(), "{name} fails:\n{text}"),
            Some(reason) => {
                assert!(!output.status.success(), "{name} does not notice");
                assert!(text.contains(reason), "{name} fails, but not with {reason:?}:\n{text}");
            }
        }
        run += 1;
    }
    assert!(run > 5, "{run} programs of {primitive}");
}

#[test]
fn lock() {
    fails_or_passes("lock::");
}

#[test]
fn condition() {
    fails_or_passes("condition::");
}

#[test]
fn semaphore() {
    fails_or_passes("semaphore::");
}

#[test]
fn what_must_fail_exists_and_is_in_the_document() {
    let programs = programs();
    let document = include_str!("../../../docs/steps.md");
    for (name, _) in REJECTED {
        assert!(programs.iter().any(|program| program == name), "there is no {name}");
    }
    for name in &programs {
        let (version, program) = name.rsplit_once("::").expect("a program of a version");
        let (_, version) = version.split_once("::").expect("a version of a primitive");
        assert!(version == "shipped" || document.contains(version), "not in docs/steps.md: {version}");
        assert!(document.contains(program), "not in docs/steps.md: {program}");
    }
}
