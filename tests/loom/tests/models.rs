//! Every model passes on the shipped primitives, and every mutant is rejected for its reason.
//!
//! Each in a process of its own: loom aborts on a deadlock.
#![forbid(unsafe_code)]

use std::process::{Command, Output};

#[path = "../src/mutants/mod.rs"]
mod mutants;

include!(concat!(env!("OUT_DIR"), "/tests.rs"));

fn explore(arguments: &[&str]) -> (Output, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_model"))
        .args(arguments)
        .env("RUST_BACKTRACE", "0")
        .output()
        .expect("it starts");
    let text = [&output.stdout[..], &output.stderr].map(String::from_utf8_lossy).concat();
    (output, text)
}

/// All models of this file, and the killers among them, pass.
fn passes(file: &str) {
    let (output, text) = explore(&[&format!("{file}::")]);
    println!("{text}");
    assert!(output.status.success(), "{file}: {}", output.status);
}

fn is_rejected(name: &str) {
    let mutant = mutants::compiled().find(|mutant| mutant.name == name).expect("this test is made from it");
    let (on_shipped, text) = explore(&[mutant.killer]);
    assert!(on_shipped.status.success(), "{} fails without a mutant:\n{text}", mutant.killer);
    let (on_mutant, text) = explore(&[mutant.killer, "--mutant", name]);
    println!("{text}");
    assert!(!on_mutant.status.success(), "{} does not notice", mutant.killer);
    assert!(text.contains(mutant.reason), "rejected, but not with {:?}:\n{text}", mutant.reason);
}

#[test]
fn the_document_has_every_row() {
    let document = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/loom.md"));
    let document = document.expect("docs/loom.md is there");
    let (_, rows) = explore(&["--list"]);
    for row in rows.lines() {
        assert!(document.contains(row), "not in docs/loom.md: {row}");
    }
}
