//! The example opens in the app, its worker runs the same program, and without a display it is told in the terminal.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use stepper::{Grain, ThreadId, Verdict};
use visualizer::app::{App, Settings};
use visualizer::own::shelve;
use visualizer::protocol::{Conclusion, ProgramId, Request, Scope};
use visualizer::worker::{Client, Happened};

#[path = "../src/main.rs"]
#[allow(dead_code)]
mod lab;

const NEVER: Duration = Duration::from_secs(3600);

#[test]
fn it_is_opened_searched_and_walked() {
    let shelf = shelve(
        visualizer::text::english(),
        "my lab",
        include_str!("../src/main.rs"),
        Some("src/main.rs"),
        lab::shop,
    )
    .expect("the first of this process");
    assert!(
        shelve(visualizer::text::english(), "another", "", None, || ())
            .expect_err("only one")
            .contains("already")
    );
    let mut h = Harness::builder().with_size([1440.0, 900.0]).with_max_steps(200).build_eframe(|cc| {
        let mut client = Client::thread(shelf, || {});
        client.patience = NEVER;
        let mut app = App::new(&cc.egui_ctx, shelf, client, Settings::default());
        app.open("my-lab", "main");
        app.settle();
        app
    });
    h.run();
    assert!(h.query_all_by_label_contains("*till.acquire() = before + price").next().is_some());
    h.get_by_label("Find a bug").click();
    h.step();
    h.state_mut().settle();
    h.run();
    h.get_by_label("Found a schedule that fails");
    let run = h.state().run().expect("it is open");
    // Ada and Bob stand on lines of the text.
    for _ in 0..run.steps() {
        h.get_by_label("Step forward").click();
        h.step();
        h.state_mut().settle();
        h.run();
    }
    let run = h.state().run().expect("it is open");
    assert!(run.code.starts_with("threadlab:tl1.my-lab/main.c."), "{}", run.code);
    let Some(Verdict::Panicked { thread, message, .. }) = run.verdict() else {
        panic!("{:?}", run.verdict());
    };
    assert!(message.contains("money is missing"));
    let line = run.spot_of(*thread).expect("the line of the assertion").line;
    let text = include_str!("../src/main.rs").lines().nth(line as usize - 1);
    assert!(text.is_some_and(|text| text.contains("assert_eq!")), "{text:?}");
    assert_eq!(*thread, ThreadId(0));
    // The run as a test: it is written for the place where the program is, as only its owner knows that.
    let program = &shelf[0].programs[0];
    let entry = visualizer::catalog::Entry { lesson: shelf[0], program };
    let code = run.code.trim_start_matches("threadlab:").split('@').next().expect("a code");
    let test = visualizer::ask::export(entry, &code.parse().expect("a code that can be read"));
    assert!(test.contains(&format!("stepper::replay(\"{code}\", PROGRAM);")), "{test}");
    assert!(!test.contains("fn main"), "{test}");
    assert!(
        std::panic::catch_unwind(|| stepper::replay(code, lab::shop)).is_err(),
        "it fails until it is repaired"
    );
    assert!(h.query_all_by_label("Story").next().is_none(), "it has none");
}

#[test]
fn its_worker_runs_the_same_program() {
    let mut client = Client::process(PathBuf::from(env!("CARGO_BIN_EXE_my-lab")), || {});
    client.patience = NEVER;
    client.send(Request::Open(ProgramId {
        lesson: "my-lab".to_owned(),
        variant: "main".to_owned(),
        grain: Grain::Coarse,
    }));
    client.send(Request::Search(Scope::Bug));
    let happened = client.settle();
    let [Happened::Update(update), Happened::Found(found)] = &happened[..] else {
        panic!("{happened:?}");
    };
    assert!(update.code.starts_with("threadlab:tl1.my-lab/main.c."));
    assert!(matches!(found.conclusion, Conclusion::Bug { .. }), "{found:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn without_a_display_it_is_told_in_the_terminal() {
    let told = Command::new(env!("CARGO_BIN_EXE_my-lab"))
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .output()
        .expect("it starts");
    let text = String::from_utf8_lossy(&told.stdout);
    assert_eq!(told.status.code(), Some(1), "its run goes wrong: {text}");
    assert!(text.contains("No window could be opened"), "{text}");
    assert!(text.contains("Ada") && text.contains("money is missing"), "{text}");
}
