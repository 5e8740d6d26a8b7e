//! `Config::run_on`: what is made without asking is what would have been chosen.

use stepper::Config;

use crate::programs::{Dice, GRAINS, all, start};

#[test]
fn steps_made_without_asking_are_those_without_a_choice() {
    let mut dice = Dice(7);
    let mut unasked = 0;
    for (name, program) in all() {
        for grain in GRAINS {
            let asking = Config { grain, record: false, ..Config::default() };
            for _ in 0..50 {
                let mut run = start(&program, Config { run_on: true, ..asking });
                // Where in the schedule somebody was asked.
                let mut asked = Vec::new();
                while run.verdict().is_none_or(|v| v.is_fine()) && !run.choices().is_empty() {
                    let choices = run.choices();
                    asked.push(run.made().len());
                    let choice = choices.iter().nth(dice.below(choices.len())).expect("one of those counted");
                    run.step(choice).expect("it was offered");
                }
                let made = run.made();
                assert_eq!(made.len(), run.steps() as usize, "{name}: every step is in the schedule");
                let mut again = start(&program, asking);
                for (at, &choice) in made.iter().enumerate() {
                    let choices = again.choices();
                    assert!(
                        choices.len() == 1 || asked.contains(&at),
                        "{name}: {at} of {made:?} was a choice"
                    );
                    again.step(choice).expect("it was made");
                }
                assert_eq!(again.verdict(), run.verdict(), "{name}: {made:?}");
                assert_eq!(again.choices(), run.choices(), "{name}: {made:?}");
                unasked += made.len() - asked.len();
            }
        }
    }
    assert!(unasked > 0, "no step was made without asking");
}
