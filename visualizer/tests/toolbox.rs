//! Whatever a program of somebody's own makes of the toolbox is told in words and drawn: every verb of every kind.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use egui::{Theme, vec2};
use stepper::{
    Event, Grain, Moment, ObjectId, ObjectInfo, ProcessId, Status, Step, ThreadId, ThreadView, Trace, What,
};
use visualizer::app::{self, Shot};
use visualizer::catalog::Entry;
use visualizer::play::{Choose, Played, play};
use visualizer::text::english;
use visualizer::{narrate, picture};

#[path = "toolbox/programs.rs"]
mod programs;

fn entry(name: &str) -> Entry {
    let lesson = programs::SHELF.iter().find(|l| l.name == name).expect("it is on the shelf");
    Entry { lesson, program: &lesson.programs[0] }
}

fn told(played: &Played) -> Vec<Vec<String>> {
    narrate::log(english(), played.session.trace())
}

#[test]
fn each_step_of_each_program_has_a_sentence_of_its_own() {
    for lesson in programs::SHELF {
        for grain in [Grain::Coarse, Grain::Fine] {
            for seed in 0..if grain == Grain::Coarse { 300 } else { 20 } {
                let played = play(entry(lesson.name), grain, &Choose::Dice(seed));
                for (step, sentences) in told(&played).iter().enumerate().skip(1) {
                    assert!(!sentences.is_empty(), "{} {seed}: step {step}", lesson.name);
                    for sentence in sentences {
                        let plain = sentence.contains(" calls ") || sentence.contains("something is");
                        assert!(!plain, "{} {seed}: {sentence}", lesson.name);
                    }
                }
            }
        }
    }
}

#[test]
fn a_call_that_ended_in_an_error_is_not_told_as_a_success() {
    let played = play(entry("alone"), Grain::Coarse, &Choose::Dice(0));
    let lines: Vec<String> = told(&played).concat();
    let expected = [
        "main puts 1 into orders; 1 of 1 places are taken.",
        "main cannot put into orders: the queue is full.",
        "main finds orders full and goes to sleep.",
        "The clock moves on to 5 ms.",
        "main has waited long enough.",
        "main cannot put into orders: the queue is full.",
        "main takes 1 from orders; the queue is empty again.",
        "main gets nothing from orders: the queue is empty.",
        "main shuts orders down: what is in it can be taken, and nothing more be put.",
        "main cannot put into orders: the queue was shut down.",
        "main gets nothing from orders: the queue was shut down.",
        "main puts 1 into ring; 1 of 1 places are taken.",
        "main cannot put into ring: the queue is full.",
        "main takes 1 from ring; the queue is empty again.",
        "main gets nothing from ring: the queue is empty.",
        "main gets nothing from notes: it is empty.",
        "main acquires lock.",
        "main acquires lock again, and holds it twice now.",
        "main releases lock once, and still holds it once.",
        "main releases lock, and holds it no more.",
        "main breaks a rule: cannot release un-acquired lock.",
        "main breaks a rule: Semaphore released too many times.",
        "main is done.",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn every_kind_is_drawn_whatever_it_looks_like() {
    for lesson in programs::SHELF {
        let played = play(entry(lesson.name), Grain::Coarse, &Choose::Dice(3));
        let code = played.schedule().to_string();
        let choices = code.split('.').nth(4).expect("a schedule has choices").to_owned();
        let trace = played.session.trace();
        for step in 0..trace.steps.len() {
            for thing in picture::scene(english(), trace, step).things {
                assert!(thing.kind != "Thread" && thing.kind != "object", "{}: {thing:?}", lesson.name);
            }
        }
        let steps = played.session.line().len();
        // All cards of the one, and some moments of the others.
        let (every, size) = match lesson.name {
            "unheard-of" => (1, vec2(1024.0, 1400.0)),
            _ => (steps.div_ceil(3).max(1), vec2(800.0, 560.0)),
        };
        for cursor in (0..=steps).step_by(every) {
            let shot = Shot {
                program: (lesson.name.into(), "main".into()),
                choices: choices.clone(),
                cursor: Some(cursor),
                then: vec![],
                ..Shot::default()
            };
            app::picture_of(programs::SHELF, &shot, Theme::Light, size).expect("a picture");
        }
    }
}

/// Which kinds of objects the calls in a file of the primitives are made on. What lies in a folder beside a file of the
/// same name is of its kinds.
const FILES: [(&str, &[&str]); 26] = [
    ("barrier", &["Barrier"]),
    ("bounded_semaphore", &["BoundedSemaphore"]),
    ("condition", &["Condition"]),
    ("event", &["Event"]),
    ("local", &["ThreadLocal"]),
    ("lock", &["Lock", "RLock"]),
    ("lock/guard", &["Lock"]),
    ("pipe", &["Pipe"]),
    ("platform/stepping_pipe", &["Pipe"]),
    ("platform/stepping_thread", &["Thread"]),
    ("pool/imap", &["ThreadPool"]),
    ("pool/map", &["ThreadPool"]),
    ("pool/mod", &["ThreadPool"]),
    ("pool/result", &["AsyncResult"]),
    ("queue/mod", &["Queue", "LifoQueue", "PriorityQueue"]),
    ("queue/simple", &["SimpleQueue"]),
    ("queue/tasks", &["Queue", "LifoQueue", "PriorityQueue"]),
    ("queue/timed", &["Queue", "LifoQueue", "PriorityQueue"]),
    ("raw_condition", &["Condition"]),
    ("ring/mod", &["RingQueue"]),
    ("ring/tasks", &["RingQueue"]),
    ("ring/timed", &["RingQueue"]),
    ("rlock", &["RLock"]),
    ("semaphore", &["Semaphore", "BoundedSemaphore"]),
    ("timer", &["Timer"]),
    ("var", &["Var"]),
];

/// The texts in quotes between each `start` and the semicolon or the closure that follows it.
fn quoted_after(text: &str, start: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for rest in text.split(start).skip(1) {
        let statement = rest.split(';').next().unwrap_or(rest);
        let statement = statement.split("||").next().unwrap_or(statement);
        found.extend(statement.split('"').skip(1).step_by(2).map(str::to_owned));
    }
    found
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the primitives have sources");
    let paths = entries.map(|e| e.expect("a file").path());
    paths.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
}

/// A call of this verb that returns `value`, in words.
fn returns(kind: &str, verb: &str, value: Option<&str>) -> Vec<String> {
    let event = |what| Event {
        thread: ThreadId(0),
        what,
        object: Some(ObjectId(0)),
        place: None,
        inside: None,
        clock: vec![],
        after: None,
        woke: vec![],
        now: 0,
    };
    let verb = verb.to_owned();
    let value = value.map(str::to_owned);
    let begin = event(What::Begin { verb: verb.clone().into() });
    let end = event(What::End { verb: verb.into(), value });
    let thread = ThreadView {
        gave_way: false,
        name: "A".to_owned(),
        process: ProcessId(0),
        status: Status::Ready,
        verb: None,
        object: None,
        place: None,
        inside: None,
        deadline: None,
    };
    let then = Moment { threads: vec![thread], choices: vec![], chances: vec![], now: 0 };
    let step = Step { choice: None, events: vec![begin, end], then, verdict: None };
    let object = ObjectInfo {
        kind: kind.to_owned().into(),
        name: Some("it".to_owned()),
        part_of: None,
        process: ProcessId(0),
        reads: vec![],
    };
    let trace = Trace { grain: Grain::Coarse, objects: vec![object], processes: vec![], steps: vec![step] };
    narrate::sentences(english(), &trace, 0)
}

#[test]
fn every_verb_of_every_kind_in_the_sources_has_a_sentence() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../primitives/src");
    let (mut verbs_told, mut kinds_made) = (0, BTreeSet::new());
    for path in sources(&root) {
        let text = std::fs::read_to_string(&path).expect("a source");
        for start in ["Object::new(", "of_kind(", "const KIND"] {
            kinds_made.extend(quoted_after(&text, start));
        }
        let calls = [
            "object.call",
            "object.answer(",
            "object().call",
            "object().answer(",
            "call_when_free(",
            "self.wait_for(",
            "self.put_as(",
            "self.get_as(",
            "reader.call(",
            "writer.call(",
        ];
        let mut verbs: BTreeSet<String> = calls.iter().flat_map(|call| quoted_after(&text, call)).collect();
        let file = path.strip_prefix(&root).expect("it lies there").with_extension("");
        let file = file.to_str().expect("a name").replace('\\', "/");
        if file == "platform/stepping_pipe" {
            verbs.extend(quoted_after(&text, "self.begin("));
        }
        if verbs.is_empty() {
            continue;
        }
        // The steps on the way to a primitive are of its kind.
        let name = file.strip_prefix("steps/").map_or(&*file, |rest| rest.split('/').next().unwrap_or(rest));
        let of = |name: &str| FILES.iter().find(|(of, _)| *of == name);
        let kinds = of(name).or_else(|| of(name.split('/').next()?));
        let (_, kinds) = kinds.unwrap_or_else(|| panic!("of which kind are the calls {verbs:?} in {file}?"));
        for kind in *kinds {
            for verb in &verbs {
                for value in [None, Some("true"), Some("false"), Some("1")] {
                    let told = returns(kind, verb, value);
                    let plain = told.is_empty() || told.concat().contains(" calls ");
                    assert!(!plain, "{verb} of {kind}, {value:?}: {told:?}");
                    verbs_told += 1;
                }
            }
        }
    }
    assert!(verbs_told > 4 * 130, "the sources are read wrongly: {verbs_told}");
    let known: BTreeSet<&str> = FILES.iter().flat_map(|(_, kinds)| kinds.iter().copied()).collect();
    let unknown: Vec<&String> = kinds_made.iter().filter(|kind| !known.contains(&***kind)).collect();
    assert!(unknown.is_empty(), "kinds without sentences: {unknown:?}");
}
