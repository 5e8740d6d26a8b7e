//! The file of the progress: it is whole at every moment, nothing in it is lost, and what cannot be kept is told.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use visualizer::path::Cost;
use visualizer::progress::{Given, Progress, Store, Trouble};
use visualizer::text::english;

/// A folder of its own, empty.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("progress").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

fn open(file: &Path) -> (Store, Option<Trouble>) {
    Store::open(Some(file.to_owned()))
}

fn given(at: u64, answer: &str, right: Option<bool>) -> Given {
    let (question, answer) = ("Who can run, \"now\"?".to_owned(), answer.to_owned());
    Given { at, part: "quiz".to_owned(), question, answer, right }
}

/// As the file stands, read by nobody's code.
fn on_disk(file: &Path) -> serde_json::Value {
    serde_json::from_slice(&fs::read(file).expect("a file")).expect("JSON")
}

#[test]
fn what_was_done_is_there_at_the_next_start() {
    let file = folder("kept").join("deeper").join("progress.json");
    let (mut store, notice) = open(&file);
    assert_eq!((store.progress(), notice), (&Progress::default(), None));
    assert_eq!(store.done("pipe", "prediction", 7), None);
    assert_eq!(store.answered("pipe", given(8, "the child", Some(false))), None);
    // The first time counts.
    assert_eq!(store.done("pipe", "prediction", 9), None);
    // Without being closed.
    let (again, notice) = open(&file);
    assert_eq!(notice, None);
    assert_eq!(again.progress(), store.progress());
    assert!(again.progress().is_done("pipe", "prediction") && !again.progress().is_done("pipe", "why"));
    let of = again.progress().of("pipe").expect("something was done");
    assert_eq!((of.done["prediction"], of.score()), (7, (0, 1)));
    assert_eq!(on_disk(&file)["version"], 1);
}

#[test]
fn two_windows_lose_nothing_of_each_other() {
    let file = folder("two").join("progress.json");
    let (mut one, _) = open(&file);
    let (mut two, _) = open(&file);
    one.done("pipe", "prediction", 5);
    two.done("pipe", "prediction", 3);
    one.answered("pipe", given(20, "b", Some(true)));
    two.answered("pipe", given(10, "a", Some(false)));
    two.answered("thread-local", given(30, "c", None));
    one.done("pipe", "break", 40);
    let (all, _) = open(&file);
    let of = all.progress().of("pipe").expect("it is there");
    assert_eq!((of.done["prediction"], of.done["break"]), (3, 40));
    let answers: Vec<&str> = of.answers.iter().map(|given| given.answer.as_str()).collect();
    assert_eq!(answers, ["a", "b"]);
    assert!(all.progress().of("thread-local").is_some());
}

#[test]
fn the_best_schedule_made_by_hand_is_kept() {
    let file = folder("own").join("progress.json");
    let cost = |preemptions, steps| Cost { preemptions, steps };
    let (mut one, _) = open(&file);
    let (mut two, _) = open(&file);
    assert_eq!(one.broke("pipe", cost(2, 9)), None);
    two.broke("pipe", cost(1, 12));
    one.broke("pipe", cost(3, 3));
    assert_eq!(open(&file).0.progress().of("pipe").and_then(|of| of.own), Some(cost(1, 12)));
}

#[test]
fn a_file_that_makes_no_sense_is_set_aside_whole() {
    let folder = folder("nonsense");
    let file = folder.join("progress.json");
    for (number, nonsense) in ["{ \"version\": 1, \"lessons\": {", "", "[]"].into_iter().enumerate() {
        fs::write(&file, nonsense).expect("it can be written");
        let (mut store, notice) = open(&file);
        let aside = match number {
            0 => folder.join("progress.json.unreadable"),
            n => folder.join(format!("progress.json.unreadable-{}", n + 1)),
        };
        let notice = notice.expect("it is told").words(english());
        assert!(notice.contains(&aside.display().to_string()), "{notice}");
        assert_eq!(fs::read_to_string(&aside).expect("it is kept"), nonsense);
        store.done("pipe", "why", 1);
        assert!(open(&file).0.progress().is_done("pipe", "why"));
    }
    // Also when it is spoilt while the app runs.
    let (mut store, _) = open(&file);
    fs::write(&file, "spoilt").expect("it can be written");
    let notice = store.done("pipe", "break", 2).expect("it is told").words(english());
    assert!(notice.contains("unreadable-4"), "{notice}");
    assert!(open(&file).0.progress().is_done("pipe", "why"), "what the window knew is there again");
}

#[test]
fn a_newer_file_is_left_alone() {
    let file = folder("newer").join("progress.json");
    let newer = r#"{"version":2,"something":"else"}"#;
    fs::write(&file, newer).expect("it can be written");
    let (mut store, notice) = open(&file);
    assert!(notice.expect("it is told").words(english()).contains("newer"));
    assert_eq!(store.done("pipe", "why", 1), None);
    assert!(store.progress().is_done("pipe", "why"), "it lasts as long as the window");
    assert_eq!(fs::read_to_string(&file).expect("it is there"), newer);
}

/// A file within a file.
fn kept_in(file: &Path) -> PathBuf {
    file.join("progress.json")
}

#[test]
fn what_cannot_be_kept_is_told_once() {
    // A folder where the new file would be written: like a disk that takes nothing, for every user.
    let folder = folder("blocked");
    let (file, blocked) = (folder.join("progress.json"), folder.join("progress.json.new"));
    fs::create_dir(&blocked).expect("a folder for the test");
    let (mut store, _) = open(&file);
    assert!(matches!(store.done("pipe", "why", 1), Some(Trouble::Unkept(..))));
    assert_eq!(store.done("pipe", "break", 2), None);
    assert!(store.progress().is_done("pipe", "break"));
    // As soon as it can be written, all of it is.
    fs::remove_dir(&blocked).expect("it was there");
    assert_eq!(store.done("pipe", "fix", 3), None);
    let (kept, _) = open(&file);
    assert!(["why", "break", "fix"].iter().all(|part| kept.progress().is_done("pipe", part)));
    // Where not even reading is possible, nothing is written over.
    let (mut store, notice) = open(&kept_in(&file));
    assert!(notice.expect("it is told").words(english()).contains("could not be read"));
    assert_eq!(store.done("pipe", "fix", 3), None);
    let (_, notice) = Store::open(None);
    assert!(notice.expect("it is told").words(english()).contains("until you close the window"));
}

#[test]
fn a_teacher_gets_it_as_a_table_and_as_json() {
    let home = folder("teacher");
    let file = home.join("threadlab").join("progress.json");
    let (mut store, _) = open(&file);
    store.done("pipe", "prediction", 1_700_000_000);
    store.answered("pipe", given(1_700_000_060, "the child, of course", Some(false)));
    let progress = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_threadlab"));
        // The folder as each system looks for it.
        let home = command.arg("progress").args(arguments).env("XDG_DATA_HOME", &home).output();
        let output = home.expect("it starts");
        (String::from_utf8(output.stdout).expect("text"), output.status.code())
    };
    if !cfg!(target_os = "linux") {
        return;
    }
    let (csv, code) = progress(&["--csv"]);
    assert_eq!(code, Some(0));
    assert_eq!(
        csv,
        "lesson,part,when,question,answer,right\r\n\
         pipe,prediction,2023-11-14T22:13:20Z,,done,\r\n\
         pipe,quiz,2023-11-14T22:14:20Z,\"Who can run, \"\"now\"\"?\",\"the child, of course\",no\r\n"
    );
    let (json, code) = progress(&["--json"]);
    assert_eq!(code, Some(0));
    assert_eq!(serde_json::from_str::<Progress>(&json).expect("JSON"), *store.progress());
    let (words, code) = progress(&[]);
    assert_eq!(code, Some(0));
    assert!(words.contains("pipe") && words.contains("0 of 1"), "{words}");
    // What cannot be read is told, and stays where it is.
    fs::write(&file, "nonsense").expect("it can be written");
    let (_, code) = progress(&[]);
    assert_eq!(code, Some(2));
    assert_eq!(fs::read_to_string(&file).expect("it is there"), "nonsense");
}
