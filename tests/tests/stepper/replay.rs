//! The same choices make the same trace, every time.

use stepper::{Config, Trace};

use crate::programs::{Dice, GRAINS, all, config, random, start};

/// What the two traces say, without the fields that are equal when these are.
fn assert_same(name: &str, one: &Trace, two: &Trace) {
    assert_eq!(one.steps.len(), two.steps.len(), "{name}");
    for (number, (a, b)) in one.steps.iter().zip(&two.steps).enumerate() {
        assert_eq!(a.events.len(), b.events.len(), "{name}, step {number}");
        for (a, b) in a.events.iter().zip(&b.events) {
            assert_eq!(a, b, "{name}, step {number}");
        }
        assert_eq!(a, b, "{name}, step {number}");
    }
    assert_eq!(one, two, "{name}");
}

#[test]
fn ten_thousand_random_schedules_replay_event_by_event() {
    let mut dice = Dice(1);
    let programs = all();
    for round in 0..10_000 {
        let (name, program) = &programs[round % programs.len()];
        let grain = GRAINS[round / programs.len() % 2];
        let config = Config { eager_clock: dice.below(4) == 0, ..config(grain) };
        let mut first = start(program, config);
        let choices = random(&mut first, &mut dice, 1_000);
        assert!(!choices.is_empty(), "{name} has steps");
        for _ in 0..2 {
            let mut again = start(program, config);
            for &choice in &choices {
                again.step(choice).expect("what was offered once is offered again");
            }
            assert_eq!(again.verdict(), first.verdict(), "{name}");
            assert_same(name, first.trace(), again.trace());
        }
    }
}

#[test]
fn not_recording_changes_nothing_but_the_trace() {
    let mut dice = Dice(2);
    for (name, program) in all() {
        for grain in GRAINS {
            for _ in 0..100 {
                let mut seen = start(&program, config(grain));
                let mut unseen = start(&program, Config { record: false, ..config(grain) });
                while !seen.choices().is_empty() {
                    assert_eq!(seen.choices(), unseen.choices(), "{name}");
                    let choice = seen.choices().iter().nth(dice.below(seen.choices().len()));
                    let choice = choice.expect("one of those counted");
                    seen.step(choice).expect("it was offered");
                    unseen.step(choice).expect("it was offered");
                }
                assert_eq!(seen.verdict(), unseen.verdict(), "{name}");
                assert_eq!(seen.steps(), unseen.steps(), "{name}");
                assert!(unseen.trace().steps.is_empty());
            }
        }
    }
}
