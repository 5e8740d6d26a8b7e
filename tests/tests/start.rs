//! What the README promises of a fresh machine, as far as no build is needed to see it.

use std::path::Path;

/// `cargo run` in the workspace starts the program of the one package that says which, and fails where two do.
#[test]
fn cargo_run_knows_what_to_start() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let read = |path: &str| std::fs::read_to_string(root.join(path).join("Cargo.toml")).expect("a manifest");
    let workspace = read(".");
    let members = workspace.lines().find(|line| line.starts_with("members = [")).expect("members");
    let members: Vec<&str> = members.split('"').skip(1).step_by(2).collect();
    assert!(members.contains(&"visualizer") && members.contains(&"tests"), "{members:?}");
    let says = |package: &&str| read(package).lines().any(|line| line.starts_with("default-run"));
    let that_say: Vec<&str> = members.into_iter().filter(says).collect();
    assert_eq!(that_say, ["visualizer"]);
    assert!(!workspace.contains("default-members"), "a plain `cargo test` would leave packages out");
}
