//! Every lesson keeps its word: its verdicts, and the rules for a file that is projected on a wall.

use std::sync::Arc;

use lessons::{Expected, Failure, Lesson};
use stepper::{Config, Grain, Session, Verdict, enumerate};

fn programs() -> impl Iterator<Item = (String, &'static Lesson, &'static lessons::Program)> {
    let all = lessons::ALL.iter();
    all.flat_map(|l| l.programs.iter().map(move |p| (format!("{}/{}", l.name, p.variant), *l, p)))
}

fn session(program: &'static lessons::Program, grain: Grain) -> Session {
    let main = program.main;
    Session::new(Arc::new(main), Config { grain, ..Config::default() })
}

/// At most so many schedules are run one by one to say "every schedule ends well".
const MOST_SCHEDULES: u64 = 100_000;

#[test]
fn verdicts_are_as_the_lessons_say() {
    for (name, _, program) in programs() {
        match program.expected {
            Expected::Fine { schedules } => {
                let main = program.main;
                let report = enumerate(&(Arc::new(main) as _), Config::default(), MOST_SCHEDULES);
                println!("{name}: {} schedules, {} steps", report.executions, report.steps);
                assert_eq!(report.first_failure, None, "{name}");
                assert!(report.complete, "{name}: more than {MOST_SCHEDULES} schedules");
                assert_eq!(report.executions, schedules, "{name}: the number of schedules");
            }
            Expected::Fails { choices, how } => {
                let choices = stepper::choices(choices).expect("choices that can be read");
                let mut session = session(program, Grain::Coarse);
                assert_eq!(session.play(&choices), choices.len(), "{name}: the schedule fits");
                let trace = session.trace();
                let last = trace.steps.last().expect("a trace begins with its start");
                let thread = |id: stepper::ThreadId| last.then.threads[id.index()].name.as_str();
                match (last.verdict.as_ref().expect("a verdict at the end"), how) {
                    (Verdict::Panicked { thread: id, message, .. }, Failure::Panic(who, words)) => {
                        assert_eq!(thread(*id), who, "{name}");
                        assert!(message.contains(words), "{name}: it says {message}");
                    }
                    (Verdict::Deadlock { stuck, .. }, Failure::Deadlock(names)) => {
                        let stuck: Vec<&str> = stuck.iter().map(|(id, _)| thread(*id)).collect();
                        assert_eq!(stuck, names, "{name}");
                    }
                    (verdict, how) => panic!("{name}: {verdict:?} instead of {how:?}"),
                }
            }
        }
    }
}

#[test]
fn a_broken_program_begins_each_lesson_and_a_fixed_one_follows() {
    for lesson in lessons::ALL {
        let fine = |p: &&lessons::Program| matches!(p.expected, Expected::Fine { .. });
        assert!(!fine(&&lesson.programs[0]), "{}", lesson.name);
        assert_eq!(lesson.programs.iter().filter(fine).count(), 1, "{}", lesson.name);
        assert!(!lesson.invitation.is_empty() && lesson.story.contains("**Question.**"), "{}", lesson.name);
    }
}

#[test]
fn program_files_fit_on_a_wall_and_take_little_from_std() {
    // What blocks, shares or varies behind the stepper's back.
    let forbidden = [
        "std::sync",
        "std::thread",
        "std::time",
        "std::fs",
        "std::net",
        "std::process",
        "HashMap",
        "HashSet",
        "println!",
        "static ",
        "unsafe",
        "cfg",
        "loom",
        "stepper",
    ];
    for (name, _, program) in programs() {
        let lines = program.source.lines().count();
        assert!(lines < 60, "{name} has {lines} lines");
        assert!(
            program.source.lines().all(|l| l.chars().count() <= 100),
            "{name} has a line too long to project"
        );
        assert!(program.source.contains("pub fn main()"), "{name}");
        for word in forbidden {
            assert!(!program.source.contains(word), "{name} contains {word}");
        }
    }
}

#[test]
fn every_object_of_a_lesson_has_a_name() {
    for (name, _, program) in programs() {
        let mut session = session(program, Grain::Coarse);
        while let Some(&choice) = session.choices().first() {
            session.step(choice).expect("it was offered");
        }
        for object in &session.trace().objects {
            let is_part = object.part_of.is_some() || matches!(&*object.kind, "word" | "cell");
            assert!(is_part || object.name.is_some(), "{name}: a {} without a name", object.kind);
        }
    }
}

#[test]
fn both_grains_agree_on_how_a_lesson_can_end() {
    for (name, _, program) in programs() {
        let fine = matches!(program.expected, Expected::Fine { .. });
        for seed in 0..300 {
            let mut dice = stepper::Dice::new(seed);
            let mut session = session(program, Grain::Fine);
            while let Some(choice) = dice.choose(session.choices()) {
                session.step(choice).expect("it was offered");
            }
            let verdict = session.trace().steps[session.cursor()].verdict.clone();
            let ended_well = verdict.as_ref().is_some_and(Verdict::is_fine);
            assert!(ended_well || !fine, "{name}, seed {seed}: {verdict:?}");
        }
    }
}
