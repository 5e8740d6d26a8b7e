//! From a line of a lesson into the primitive's own source, and back out.

use egui::Key;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use stepper::{Choice, Grain, ThreadId, Trace, What};
use visualizer::inside::{self, Depth};

mod driven;
use driven::{click, harness, is_shown, press, run};

/// The number key of the thread of this name.
fn key(h: &egui_kittest::Harness<'_, visualizer::app::App>, name: &str) -> Key {
    let threads = &run(h).here().then.threads;
    let number = threads.iter().position(|t| t.name == name).expect("the thread is there") + 1;
    Key::from_name(&number.to_string()).expect("a key for it")
}

/// The one line of the sheet on which `name` is, and the file around it.
fn line_of(h: &egui_kittest::Harness<'_, visualizer::app::App>, name: &str) -> String {
    let here = format!(": {name} is here");
    let found: Vec<_> = h.query_all_by_label_contains(&here).collect();
    assert_eq!(found.len(), 1, "{name} is on one line");
    found[0].accesskit_node().label().unwrap_or_default()
}

#[test]
fn an_acquire_is_looked_into_and_stepped_and_left() {
    let mut h = harness(lessons::ALL, "lost-update", "fixed");
    let (a, b) = (ThreadId(1), ThreadId(2));
    while run(&h).here().then.threads.len() < 3 {
        press(&mut h, Key::Num1);
    }
    let (door_a, door_b) = (key(&h, "door A"), key(&h, "door B"));
    let begin = run(&h).cursor;
    // In: the same moment in operations, at the line of the lock that is next.
    press(&mut h, Key::I);
    assert_eq!(run(&h).id.grain, Grain::Fine);
    press(&mut h, door_a);
    assert!(is_shown(&h, "lock.rs"));
    assert!(is_shown(&h, "word: 0 free → 1 held"), "the lock was taken");
    // The other one tries, fails, and says that it may sleep.
    press(&mut h, door_b);
    assert!(is_shown(&h, "acquire visitors › lock.rs line"), "the way there is told");
    assert!(line_of(&h, "door B").contains("compare_exchange"), "{}", line_of(&h, "door B"));
    assert!(is_shown(&h, "word: 1 held"));
    press(&mut h, door_b);
    assert!(line_of(&h, "door B").contains("swap(SLEEPERS"), "{}", line_of(&h, "door B"));
    press(&mut h, door_b);
    assert!(is_shown(&h, "word: 1 held → 2 held, may have sleepers"));
    assert!(line_of(&h, "door B").contains("wait(SLEEPERS"), "{}", line_of(&h, "door B"));
    press(&mut h, door_b);
    assert!(!run(&h).here().then.choices.contains(&Choice::Thread(b)), "it sleeps");
    assert!(line_of(&h, "door B").contains("wait(SLEEPERS"), "a sleeper stays on its line");
    // Out: in whole calls, one was made; the other cannot begin before the lock is free.
    press(&mut h, Key::I);
    assert_eq!(run(&h).id.grain, Grain::Coarse);
    assert_eq!(run(&h).cursor, begin + 1);
    assert!(is_shown(&h, "Look inside") && !is_shown(&h, "lock.rs"));
    assert_eq!(run(&h).line(begin + 1)[begin..], [Choice::Thread(a)]);
    assert!(!run(&h).here().then.choices.contains(&Choice::Thread(b)));
}

#[test]
fn who_looked_at_operations_before_comes_back_to_them() {
    let mut h = harness(lessons::ALL, "lost-update", "fixed");
    press(&mut h, Key::F);
    let door = key(&h, "door A");
    press(&mut h, door);
    let cursor = run(&h).cursor;
    press(&mut h, Key::I);
    assert!(is_shown(&h, "Back to fixed.rs"));
    press(&mut h, Key::Escape);
    assert!(is_shown(&h, "Look inside"), "Esc leads back as well");
    assert_eq!((run(&h).id.grain, run(&h).cursor), (Grain::Fine, cursor));
    // Whole calls have no inside.
    let look = h.get_by_label_contains("Look inside").accesskit_node().label().unwrap_or_default();
    click(&mut h, &look);
    assert!(is_shown(&h, "Back to fixed.rs"));
    press(&mut h, Key::C);
    assert!(is_shown(&h, "Look inside"));
}

/// A run of the program in operations, always by the first choice after `skip` of them.
fn fine(program: &'static lessons::Program, skip: usize) -> Trace {
    let config = stepper::Config { grain: Grain::Fine, ..Default::default() };
    let main = program.main;
    let mut session = stepper::Session::new(std::sync::Arc::new(main), config);
    for step in 0..150 {
        let choices = session.trace().steps.last().expect("a start").then.choices.clone();
        let Some(choice) = choices.get((step * skip) % choices.len().max(1)) else { break };
        session.step(*choice).expect("it can be chosen");
    }
    session.trace().clone()
}

#[test]
fn every_marker_is_on_the_line_of_its_operation() {
    let mut looked = 0;
    for (lesson, program) in driven::every_program() {
        for skip in 0..3 {
            let trace = fine(program, skip);
            for step in 0..trace.steps.len() {
                let then = &trace.steps[step].then;
                for thread in (0..then.threads.len()).map(|n| ThreadId(n as u8)) {
                    let Some(line) = inside::stands(&trace, step, thread) else { continue };
                    let text = line.text.lines().nth(line.number as usize - 1).expect("a line of the file");
                    let next = trace.steps.get(step + 1).filter(|s| s.choice == Some(Choice::Thread(thread)));
                    let did = next.and_then(|_| inside::did(&trace, step + 1));
                    if let Some((_, did)) = did {
                        assert_eq!(did, line, "{} step {step}: where it stood, and what it did", lesson.name);
                        let words =
                            ["load(", "store(", "swap(", "compare_exchange(", "fetch_", "wake", "wait"];
                        let others = ["spin_while(", "touch()", "get(", "set("];
                        let says = words.iter().chain(&others).any(|word| text.contains(word));
                        assert!(
                            says,
                            "{}: {}:{} is no operation: {text}",
                            lesson.name, line.file, line.number
                        );
                        looked += 1;
                    }
                    let depth = Depth::at(&trace, step);
                    assert!(!depth.calls(thread).is_empty(), "{}: who is inside is in a call", lesson.name);
                }
            }
        }
    }
    assert!(looked > 500, "only {looked} operations were looked at");
}

#[test]
fn words_are_what_the_operations_left_in_them() {
    for (_, program) in driven::every_program() {
        let trace = fine(program, 1);
        let mut last = std::collections::BTreeMap::new();
        for step in &trace.steps {
            for event in &step.events {
                let (What::Atomic { before, after, .. }, Some(word)) = (&event.what, event.object) else {
                    continue;
                };
                let was = last.insert(word, *after);
                assert!(was.is_none_or(|was| was == *before), "nothing changes a word behind its back");
            }
        }
    }
}

#[test]
fn every_meaning_has_words_in_every_language() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../primitives/src");
    let mut open = vec![root];
    let mut names = std::collections::BTreeSet::new();
    while let Some(folder) = open.pop() {
        for path in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path())
        {
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("a source");
            for table in text.split("Reads<u").skip(1).filter_map(|rest| rest.split(';').next()) {
                names.extend(table.split('"').skip(1).step_by(2).map(str::to_owned));
            }
            let inline = text.split(".reads(&[").skip(1).filter_map(|rest| rest.split(']').next());
            names.extend(inline.flat_map(|table| table.split('"').skip(1).step_by(2)).map(str::to_owned));
        }
    }
    assert!(names.len() > 15, "{names:?}");
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/text");
    for language in std::fs::read_dir(folder).expect("languages").map(|entry| entry.expect("one").path()) {
        let text = std::fs::read_to_string(language.join("inside.ftl")).expect("its sentences");
        for name in &names {
            assert!(text.contains(&format!("[{name}]")), "{}: no words for {name}", language.display());
        }
    }
}
