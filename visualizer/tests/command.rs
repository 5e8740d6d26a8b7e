//! The `threadlab` command, as a person types it.

use std::process::{Command, Output};

use lessons::{ENGLISH, Win};
use visualizer::command::help;
use visualizer::text::{english, find, languages};

fn threadlab(arguments: &[&str]) -> Output {
    // Whatever the system speaks.
    threadlab_in("en", arguments)
}

fn threadlab_in(language: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_threadlab"));
    command.args(["--lang", language]).args(arguments).env("COLUMNS", "100").output().expect("it starts")
}

#[track_caller]
fn answers(arguments: &[&str], code: i32, words: &[&str]) -> String {
    speaks("en", arguments, code, words)
}

#[track_caller]
fn speaks(language: &str, arguments: &[&str], code: i32, words: &[&str]) -> String {
    let output = threadlab_in(language, arguments);
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
    answers(
        &["--help"],
        0,
        &[
            "Usage: threadlab",
            "play",
            "list",
            "run",
            "open",
            "check",
            "outcomes",
            "export",
            "Exit codes: 0 fine",
        ],
    );
    let check =
        ["LESSON[/VARIANT]", "--all", "--fine", "--json", "--budget", "--export", "shortest schedule"];
    answers(&["check", "--help"], 0, &check);
    answers(&["outcomes", "--help"], 0, &["LESSON[/VARIANT]", "--fine", "--json", "--budget"]);
    answers(&["--version"], 0, &["threadlab 0.1"]);
    answers(&["play", "--help"], 0, &["LESSON[/VARIANT]", "--schedule", "--seed", "--fine", "--json"]);
}

/// Every command that a person is told of, with its path.
fn commands(text: &visualizer::text::Text) -> Vec<(String, clap::Command)> {
    fn walk(path: &str, command: &clap::Command, found: &mut Vec<(String, clap::Command)>) {
        found.push((path.to_owned(), command.clone()));
        for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
            walk(&format!("{path} {}", sub.get_name()), sub, found);
        }
    }
    let mut found = Vec::new();
    walk("threadlab", &help::command(text), &mut found);
    found
}

#[test]
fn every_command_and_every_argument_has_its_text_in_every_language() {
    for text in languages() {
        let language = text.language();
        let all = commands(text);
        assert!(all.len() > 10, "{language}: {}", all.len());
        for (path, mut command) in all {
            let is_said =
                |said: Option<String>| said.is_some_and(|s| !s.is_empty() && !s.starts_with("usage-"));
            assert!(is_said(command.get_about().map(ToString::to_string)), "{language}: {path}");
            for argument in command.get_arguments().filter(|argument| !argument.is_hide_set()) {
                let (id, said) = (argument.get_id(), argument.get_help().map(ToString::to_string));
                assert!(is_said(said), "{language}: {path}: {id}");
            }
            let help = command.render_long_help().to_string();
            assert!(!help.contains("usage-"), "{path}: {help}");
        }
    }
}

/// Words side by side as English has them, but for what is typed.
fn english_in(text: &str) -> Vec<String> {
    let typed = |words: &[&str]| words.contains(&"threadlab");
    let mut found = Vec::new();
    for part in text.split(|c: char| !(c.is_alphanumeric() || "-'/ ".contains(c)) || c > '\u{2e7f}') {
        let words: Vec<&str> = part.split_whitespace().collect();
        let plain = |word: &&str| word.chars().all(|c| c.is_ascii_alphabetic() || c == '\'');
        if words.iter().filter(|word| plain(word)).count() > 1 && !typed(&words) {
            found.push(part.trim().to_owned());
        }
    }
    found
}

#[test]
fn help_speaks_the_language_that_is_asked_for() {
    assert_eq!(english_in("Print help. 显示 png 和 gif"), ["Print help"]);
    let chinese = find("zh-CN").expect("it is there");
    for (path, mut command) in commands(chinese) {
        for help in [command.render_help(), command.render_long_help()] {
            let help = help.to_string();
            assert!(english_in(&help).is_empty(), "{path}: {:?}\n{help}", english_in(&help));
        }
    }
    for line in [&["--help"][..], &["help"], &["-h"]] {
        let said = speaks("zh-CN", line, 0, &["用法: threadlab [选项] [命令]", "退出码", "证明程序没有问题"]);
        assert!(!said.contains("Usage") && !said.contains("Print"), "{said}");
    }
    let said = ["用法: threadlab check [选项] [课程[/程序]]", "--budget <秒数>", "不写则为 10"];
    speaks("zh-CN", &["check", "--help"], 0, &said);
    speaks("zh-CN", &["help", "check"], 0, &said);
    speaks("zh-CN", &["export", "-h"], 0, &["要做成什么：svg, png, gif"]);
    // The language of the system, as in all else.
    let output =
        Command::new(env!("CARGO_BIN_EXE_threadlab")).arg("--help").env("LC_ALL", "zh_CN.UTF-8").output();
    let said = String::from_utf8_lossy(&output.expect("it starts").stdout).into_owned();
    #[cfg(target_os = "linux")] // Elsewhere the system is asked, not its variables.
    assert!(said.contains("用法:"), "{said}");
    assert!(said.contains("threadlab"), "{said}");
}

#[test]
fn list_names_every_lesson() {
    let text = answers(&["list"], 0, &[]);
    assert!(lessons::ALL.iter().all(|l| text.contains(l.name) && text.contains(l.title(ENGLISH))));
}

#[test]
fn a_broken_program_fails_and_a_fixed_one_does_not() {
    for lesson in lessons::ALL {
        for program in lesson.programs {
            let name = format!("{}/{}", lesson.name, program.variant);
            let fine = program.win.is_none();
            answers(&["play", &name], i32::from(!fine), &[lesson.title(ENGLISH), "Schedule: tl1."]);
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
fn a_link_says_by_itself_which_program_it_is_for() {
    let code = "tl1.producer-consumer/broken.c.b3f5bfe4.b2d3c2b2.ft";
    let text = answers(&["play", "producer-consumer", "--schedule", code], 1, &["panicked"]);
    let pasted = format!("Look:\n> “threadlab:{code}@5”");
    assert_eq!(answers(&["play", &pasted], 1, &[]), text);
    assert_eq!(answers(&["play", "producer-consumer", "--schedule", &pasted], 1, &[]), text);
    answers(&["open", &format!("threadlab:{code}@10")], 2, &["points at step 10, but its schedule has 9"]);
    answers(&["open", "pipe", "--schedule", &pasted], 2, &["was made for producer-consumer/broken"]);
}

#[test]
fn a_run_is_exported_into_a_file_that_is_not_lost() {
    let folder = std::env::temp_dir().join(format!("threadlab-export-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let file = |name: &str| folder.join(name).display().to_string();
    let to = |format: &str, file: &str| {
        ["export", "producer-consumer", "--as", format, "-o", file].map(str::to_owned).to_vec()
    };
    for (format, name, part) in [
        ("svg", "a.svg", "</svg>"),
        ("handout", "a.html", "</html>"),
        ("mermaid", "a.mmd", "sequenceDiagram"),
        ("trace", "a.json", "traceEvents"),
        ("test", "a.rs", "stepper::replay"),
        ("png", "a.png", ""),
    ] {
        let file = file(name);
        let line = to(format, &file);
        let line: Vec<&str> = line.iter().map(String::as_str).collect();
        answers(&line, 0, &[&file]);
        let content = std::fs::read(&file).expect("it is written");
        assert!(!content.is_empty() && String::from_utf8_lossy(&content).contains(part), "{file}");
        answers(&line, 2, &["is there already; --force replaces it"]);
        answers(&[&line[..], &["--force"]].concat(), 0, &[]);
    }
    let nowhere = file("nowhere/a.svg");
    let line = to("svg", &nowhere);
    answers(&line.iter().map(String::as_str).collect::<Vec<_>>(), 2, &["cannot write", "nowhere/a.svg"]);
    std::fs::remove_dir_all(folder).expect("it is ours");

    // The standard output is a file like any other, and a code says which run.
    let code = "threadlab:tl1.producer-consumer/broken.c.b3f5bfe4.b2d3c2b2.ft@5";
    answers(&["export", code, "--as", "mermaid", "-o", "-"], 0, &["sequenceDiagram", "9. Waiter A"]);
    answers(&["export", "pipe/fixed", "--as", "test", "-o", "-"], 2, &["does not fail"]);
    let other = stepper::Schedule {
        program: "producer-consumer/broken".to_owned(),
        grain: stepper::Grain::Coarse,
        fingerprint: 1,
        choices: stepper::choices("b3").expect("readable choices"),
    };
    let line = ["export", &other.to_string(), "--as", "svg", "-o", "-"];
    answers(&line, 2, &["Step 3 differs", "Nothing was written"]);
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
}

#[test]
fn a_line_that_cannot_be_parsed_is_answered_with_a_sentence() {
    let lines: &[(&[&str], &str, &str)] = &[
        (&["dance"], "there is no command “dance”", "没有命令“dance”"),
        (&["chek"], "Did you mean check?", "你是指 check 吗？"),
        (&["help", "dance"], "there is no command “dance”", "没有命令“dance”"),
        (&["play"], "it lacks <LESSON[/VARIANT]>", "缺少 <课程[/程序]>"),
        (&["export", "pipe"], "it lacks --as <FORMAT>", "缺少 --as <格式>"),
        (&["play", "pipe", "--sed", "7"], "there is no argument “--sed”", "这里没有参数“--sed”"),
        (&["play", "pipe", "--sed", "7"], "Did you mean --seed?", "你是指 --seed 吗？"),
        (&["play", "pipe", "more"], "there is no argument “more”", "这里没有参数“more”"),
        (
            &["play", "pipe", "--seed", "x"],
            "“x” does not fit --seed <N>: it should be a whole number",
            "“x”不能用于 --seed <数>：它应该是一个整数",
        ),
        (&["check", "--budget", "soon"], "a number of seconds, like 10", "它应该是秒数，例如 10"),
        (&["play", "pipe", "--seed"], "--seed <N> lacks its value", "--seed <数> 缺少值"),
        (&["play", "pipe", "--fine=5"], "--fine takes no value “5”", "--fine 没有值，不能写“5”"),
        (&["play", "pipe", "--json", "--json"], "--json can be given only once", "--json 只能写一次"),
        (
            &["progress", "--json", "--csv"],
            "--json cannot be together with --csv",
            "--json 不能与 --csv 同时使用",
        ),
        (
            &["export", "pipe", "--as", "poem"],
            "none of the values for --as <FORMAT>: svg, png",
            "“poem”不是 --as",
        ),
    ];
    for (line, english, chinese) in lines {
        answers(line, 2, &["threadlab: ", english, "--help` says what can be written."]);
        let said = speaks("zh-CN", line, 2, &["threadlab: ", chinese, "--help` 会说明可以写什么。"]);
        assert!(english_in(&said).is_empty(), "{line:?}: {said}");
    }
    answers(&["play"], 2, &["`threadlab play --help`"]);
    let klingon = threadlab_in("tlh", &["list"]);
    let said = String::from_utf8_lossy(&klingon.stderr).into_owned();
    assert!(klingon.status.code() == Some(2) && said.contains("en, zh-CN"), "{said}");
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

#[test]
fn check_tells_what_comes_of_every_program() {
    let text = answers(&["check"], 0, &["all as the lessons say"]);
    for lesson in lessons::ALL {
        for program in lesson.programs {
            let name = format!("{}/{}", lesson.name, program.variant);
            let line =
                text.lines().find(|l| l.starts_with(&name)).unwrap_or_else(|| panic!("{name}: {text}"));
            let fine = program.win.is_none();
            assert_eq!(line.contains("every schedule is fine"), fine, "{line}");
        }
    }
    assert_eq!(answers(&["check", "--all"], 0, &[]).lines().count(), text.lines().count());
    let text = answers(&["check", "pipe", "--all"], 0, &["pipe/broken", "pipe/fixed", "2 programs"]);
    assert!(!text.contains("producer-consumer"), "{text}");
}

#[test]
fn check_shows_the_schedule_of_a_bug_and_play_replays_it() {
    let said = ["step  waiter A", "waiter A panicked. “told of an order", "preemption, ", "Found after "];
    let text = answers(&["check", "producer-consumer"], 0, &said);
    let code = text.lines().find_map(|l| l.strip_prefix("Schedule: ")).expect("a code").to_owned();
    answers(
        &["play", "producer-consumer", "--schedule", &code],
        1,
        &["waiter A panicked. “told of an order"],
    );
    // Both print the same table.
    let table = |text: &str| text.split("Schedule: ").next().map(str::to_owned);
    assert_eq!(table(&answers(&["play", "producer-consumer", "--schedule", &code], 1, &[])), table(&text));
}

#[test]
fn check_proves_what_is_fine() {
    for grain in [&["check", "pipe/fixed"][..], &["check", "pipe/fixed", "--fine"]] {
        answers(
            grain,
            0,
            &["A forgotten end — pipe/fixed", "Proved: every schedule is fine (", " executions, "],
        );
    }
}

#[test]
fn check_names_the_trouble() {
    let names = ["Deadlock. reader waits for bytes in letters", "Behind that, main waits until"];
    answers(&["check", "pipe"], 0, &names);
    answers(&["play", "pipe"], 1, &names);
}

#[test]
fn check_answers_in_json() {
    let text = answers(&["check", "producer-consumer", "--json"], 0, &[]);
    let document: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(document["program"], "producer-consumer/broken");
    assert_eq!((&document["answer"], &document["as_expected"]), (&"bug".into(), &true.into()));
    assert!(document["bug"]["verdict"]["Panicked"]["message"].is_string());
    assert!(
        document["bug"]["schedule"].as_str().is_some_and(|code| code.parse::<stepper::Schedule>().is_ok())
    );
    let trace: stepper::Trace = serde_json::from_value(document["bug"]["trace"].clone()).expect("a trace");
    assert_eq!(document["bug"]["steps"], trace.steps.len() - 1);
    let all = answers(&["check", "--json"], 0, &[]);
    let all: Vec<serde_json::Value> = serde_json::from_str(&all).expect("a list");
    assert!(all.len() >= 6 && all.iter().all(|one| one["as_expected"] == true));
}

#[test]
fn a_schedule_becomes_a_test() {
    let entry = visualizer::catalog::find(english(), "producer-consumer/broken").expect("the lesson");
    let pin = entry.lesson.pin(entry.program).expect("it is pinned");
    let schedule = stepper::Schedule {
        program: entry.name(),
        grain: stepper::Grain::Coarse,
        fingerprint: stepper::fingerprint(entry.program.source),
        choices: stepper::choices(&pin.schedule).expect("choices"),
    };
    let committed = include_str!("../../tests/exported/producer_consumer.rs").replace('\r', "");
    let written = visualizer::ask::export(entry, &schedule).replace('\r', "");
    assert_eq!(written, committed, "tests/exported must be what is written now");

    let file = std::env::temp_dir().join(format!("threadlab-export-{}.rs", std::process::id()));
    let path = file.to_str().expect("a name");
    answers(&["check", "producer-consumer", "--export", path], 0, &["waiter A panicked"]);
    let text = std::fs::read_to_string(&file).expect("it was written");
    std::fs::remove_file(&file).expect("it can be removed");
    let code =
        text.split("stepper::replay(\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a code");
    let code: stepper::Schedule = code.parse().expect("a code that can be read");
    assert_eq!(text, visualizer::ask::export(entry, &code));
    answers(&["check", "pipe/fixed", "--export", path], 2, &["no schedule to write", "Proved: "]);
    assert!(!file.exists());
}

/// One of them is compiled as it is written: `tests/exported`.
#[test]
fn every_exported_test_fails_before_the_cure_and_passes_after_it() {
    for lesson in lessons::ALL {
        for program in lesson.programs.iter().filter(|program| program.win.is_some()) {
            let entry = visualizer::catalog::Entry { lesson, program };
            let name = entry.name();
            let schedule = stepper::Schedule {
                program: name.clone(),
                grain: stepper::Grain::Coarse,
                fingerprint: stepper::fingerprint(program.source),
                choices: stepper::choices(&lesson.pin(program).expect("it is pinned").schedule)
                    .expect("choices"),
            };
            let file = syn::parse_file(&visualizer::ask::export(entry, &schedule)).expect("it is Rust");
            let functions = file.items.iter().filter_map(|item| match item {
                syn::Item::Fn(function) => Some(function.sig.ident.to_string()),
                _ => None,
            });
            let functions: Vec<String> = functions.collect();
            for function in ["main", "the_schedule_that_broke_it_is_fine"] {
                assert!(functions.iter().any(|name| name == function), "{name}: {functions:?}");
            }
            let code = schedule.to_string();
            let fails = |main: fn()| std::panic::catch_unwind(|| stepper::replay(&code, main)).is_err();
            assert!(fails(program.main), "{name}: its own schedule does not break it");
            for cure in lesson.programs.iter().filter(|program| program.win.is_none()) {
                assert!(!fails(cure.main), "{name}: {} fails by it", cure.variant);
            }
        }
    }
}

#[test]
fn what_settles_nothing_is_a_failure() {
    let unsettled = ["--fine", "--budget", "0.000000001"];
    let one = [&["check", "dining-philosophers/fixed_footman"][..], &unsettled].concat();
    answers(&one, 1, &["This settles nothing"]);
    let all = [&["check", "dining-philosophers", "--all"][..], &unsettled].concat();
    answers(&all, 1, &["not settled"]);
}

#[test]
fn outcomes_are_told_with_a_schedule_each() {
    let said =
        ["4 outcomes. These are all there are", "waiter A says “takes order 1”", "random schedules failed: "];
    let text = answers(&["outcomes", "producer-consumer"], 0, &said);
    let codes: Vec<&str> = text.lines().map(str::trim).filter(|l| l.starts_with("tl1.")).collect();
    assert_eq!(codes.len(), 4);
    let mut ends: Vec<String> = codes
        .iter()
        .map(|code| {
            let run = threadlab(&["play", "producer-consumer", "--schedule", code]);
            let text = String::from_utf8_lossy(&run.stdout).into_owned();
            text.lines()
                .find(|l| l.contains("panicked.") || l.contains("ended well"))
                .expect("a verdict")
                .to_owned()
        })
        .collect();
    ends.sort();
    ends.dedup();
    assert_eq!(ends.len(), 3, "two orders end well, and either waiter panics: {ends:?}");
    answers(
        &["outcomes", "thread-local/fixed"],
        0,
        &["1 outcome.", "No failure in 10,000 random schedules, and with"],
    );

    let text = answers(&["outcomes", "producer-consumer", "--json"], 0, &[]);
    let document: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(
        (&document["complete"], document["outcomes"].as_array().map(Vec::len)),
        (&true.into(), Some(4))
    );
    let share = document["luck"]["share"].as_f64().expect("a share");
    let [least, most] = [0, 1].map(|i| document["luck"]["interval"][i].as_f64().expect("a bound"));
    assert!(least < share && share < most);
}

#[test]
fn wrong_use_of_check_says_so() {
    answers(&["check", "pype"], 2, &["Did you mean pipe?"]);
    for budget in ["0", "-1", "soon", "1e99"] {
        answers(&["check", "pipe", &format!("--budget={budget}")], 2, &["--budget", "a number of seconds"]);
    }
    answers(&["check", "--export", "x.rs"], 2, &["LESSON"]);
    answers(&["outcomes"], 2, &["LESSON"]);
    let nowhere = std::env::temp_dir().join("no such folder").join("x.rs");
    answers(&["check", "pipe", "--export", nowhere.to_str().expect("a name")], 2, &["cannot write"]);
}

/// Asks about a program that is in no lesson.
fn asked(main: fn(), win: Option<Win>) -> visualizer::ask::Answer {
    asked_within(main, win, std::time::Duration::from_secs(600))
}

fn asked_within(main: fn(), win: Option<Win>, budget: std::time::Duration) -> visualizer::ask::Answer {
    let program = lessons::Program { win, ..lessons::Program::new("only", "", main) };
    let programs = Box::leak(Box::new([program]));
    let lesson = lessons::Lesson { name: "own", programs, ..lessons::Lesson::EMPTY };
    let lesson: &'static lessons::Lesson = Box::leak(Box::new(lesson));
    let entry = visualizer::catalog::Entry { lesson, program: &lesson.programs[0] };
    visualizer::ask::Question { entry, grain: stepper::Grain::Coarse, budget }.check(english())
}

#[test]
fn what_the_lesson_does_not_say_is_not_expected() {
    let answer = asked(|| panic!("always"), None);
    assert!(!answer.as_expected);
    let text = answer.text(80);
    for part in
        ["main panicked. “always”", "not what was expected. The lesson says that every schedule is fine."]
    {
        assert!(text.contains(part), "{part:?} should be in {text}");
    }
    let answer = asked(|| panic!("always"), Some(Win::Misuse));
    assert!(
        !answer.as_expected && answer.text(80).contains("a primitive is used against its rules"),
        "{}",
        answer.text(80)
    );
    assert!(asked(|| panic!("always"), Some(Win::Assertion)).as_expected);
    let answer = asked(|| (), Some(Win::Deadlock));
    assert!(!answer.as_expected);
    let text = answer.text(80);
    assert!(
        text.contains("Proved: ")
            && text.contains("The lesson says that it can be broken: some threads wait for ever."),
        "{text}"
    );
}

#[test]
fn the_failure_that_the_lesson_tells_of_may_be_a_longer_one() {
    let main = || {
        let x = primitives::Var::new(0).named("x");
        primitives::Thread::scope(|s| {
            s.spawn("A", || x.set(1));
            s.spawn("B", || assert_eq!(x.get(), 0, "too late"));
        });
    };
    let answer = asked(main, Some(Win::Assertion));
    assert!(answer.as_expected, "{}", answer.text(80));
}

#[test]
fn a_program_that_asks_for_ever_is_not_proved_and_the_round_is_told() {
    let main = || {
        let ready = primitives::Event::new().named("ready");
        while !ready.is_set() {}
    };
    let answer = asked(main, None);
    assert!(!answer.as_expected);
    let text = answer.text(80);
    for part in [
        "Busy waiting. main asks again and again, and nobody",
        "Step 1 repeats, up to step 5,000.",
        "no progress in ",
        "This is not what was expected",
    ] {
        assert!(text.contains(part), "{part:?} should be in {text}");
    }
}

#[test]
fn what_was_done_when_the_time_was_up_is_said_and_what_it_means() {
    /// Far too large.
    fn main() {
        let counts = ["w", "x"].map(|name| primitives::Lock::new(0).named(name));
        primitives::Thread::scope(|s| {
            for name in ["A", "B", "C", "D", "E", "F"] {
                let counts = &counts;
                s.spawn(name, move || {
                    for count in counts.iter().chain(counts) {
                        *count.acquire() += 1;
                    }
                });
            }
        });
    }
    // However slow the machine, there is a budget within which some runs are made at random.
    let runs = |answer: &serde_json::Value| answer["at_random"].as_u64().expect("a number");
    let budgets = (0..8).map(|n| std::time::Duration::from_secs(1 << n));
    let answers = budgets.map(|budget| asked_within(main, None, budget));
    let answer = answers.into_iter().find(|answer| runs(&answer.json()) > 0).expect("runs at random");
    let (text, json) = (answer.text(80), answer.json());
    let said =
        format!("{} of them were made at random, with priorities of the steps (POS)", grouped(runs(&json)));
    for part in [&*said, "each comes first about equally often", "--budget SECONDS gives it more"] {
        assert!(text.contains(part), "{part:?} should be in {text}");
    }
    assert_eq!(json["sampling"], "Pos");
    assert!(json["executions"].as_u64() > json["at_random"].as_u64());
    let bound = json["fewest_preemptions"].as_u64();
    assert_eq!(bound.is_some(), text.contains("preemption"), "{text}");
}

/// "12,345"
fn grouped(number: u64) -> String {
    match number {
        0..1_000 => number.to_string(),
        _ => format!("{},{:03}", grouped(number / 1_000), number % 1_000),
    }
}

#[test]
fn without_time_nothing_is_claimed() {
    let entry = visualizer::catalog::find(english(), "producer-consumer/fixed").expect("the lesson");
    let budget = std::time::Duration::from_nanos(1);
    let answer = visualizer::ask::Question { entry, grain: stepper::Grain::Fine, budget }.check(english());
    assert!(!answer.as_expected);
    let text = answer.text(80);
    for part in
        ["No bug within ", "which is no proof", "--budget SECONDS gives it more", "This settles nothing."]
    {
        assert!(text.contains(part), "{part:?} should be in {text}");
    }
    assert!(answer.line(30).ends_with("<< not settled"), "{}", answer.line(30));
}
