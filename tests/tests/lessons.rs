//! The rules for a file that is projected on a wall, and what every lesson's programs have in common.

use std::sync::Arc;

use stepper::{Config, Grain, Session, Verdict, enumerate};

fn programs() -> impl Iterator<Item = (String, &'static lessons::Program)> {
    let all = lessons::ALL.iter();
    all.flat_map(|l| l.programs.iter().map(move |p| (format!("{}/{}", l.name, p.variant), p)))
}

fn session(program: &'static lessons::Program, grain: Grain) -> Session {
    let main = program.main;
    Session::new(Arc::new(main), Config { grain, ..Config::default() })
}

/// At most so many schedules of a program are run one by one.
const MOST_SCHEDULES: u64 = 5_000;

/// Without the explorer, which proves it: the two must agree.
#[test]
fn no_schedule_of_a_fixed_program_goes_wrong() {
    for (name, program) in programs().filter(|(_, program)| program.win.is_none()) {
        let main = program.main;
        let report = enumerate(&(Arc::new(main) as _), Config::default(), MOST_SCHEDULES);
        println!("{name}: {} schedules, {} steps", report.executions, report.steps);
        assert_eq!(report.first_failure, None, "{name}");
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
    for (name, program) in programs() {
        let lines = program.source.lines().count();
        assert!(lines < 60, "{name} has {lines} lines");
        assert!(
            program.source.lines().all(|l| l.chars().count() <= 100),
            "{name} has a line too long to project"
        );
        assert!(program.source.contains("pub fn main()"), "{name}");
        // Shared, and no more: what is in it has to be a primitive.
        let source = program.source.replace("std::sync::Arc", "").replace("std::time::Duration", "");
        for word in forbidden {
            assert!(!source.contains(word), "{name} contains {word}");
        }
    }
}

#[test]
fn every_object_of_a_lesson_has_a_name() {
    for (name, program) in programs() {
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
    for (name, program) in programs() {
        let fine = program.win.is_none();
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
