//! Schedules at random: where to look when there are too many to try all.

use super::reduce::{drain, goes_wrong, is_race};
use super::{Phase, Watch};
use crate::dice::Dice;
use crate::execution::{Choices, Execution};
use crate::session::Program;
use crate::trace::Choice;
use crate::verdict::Verdict;
use crate::world::Config;

/// Picks one of some choices, at a step.
type Pick<'a> = &'a mut dyn FnMut(Choices, usize) -> Option<Choice>;

/// One run to its end. If it went wrong: since which step, and how.
fn run(program: &Program, config: Config, pick: Pick<'_>) -> (Vec<Choice>, Option<(usize, Verdict)>) {
    let again = program.clone();
    let mut run = Execution::start(Config { record: false, ..config }, move || again());
    let mut schedule = Vec::new();
    let mut wrong = None;
    loop {
        match goes_wrong(&run) {
            None => wrong = None,
            Some(_) if wrong.is_some() => {}
            Some(verdict) => wrong = Some((schedule.len(), verdict.clone())),
        }
        let choices = run.choices();
        let Some(choice) = Some(choices).filter(|c| !c.is_empty()).and_then(|c| pick(c, schedule.len()))
        else {
            break;
        };
        run.step(choice).expect("it is offered");
        schedule.push(choice);
    }
    drain(&mut run);
    (schedule, wrong)
}

/// Changes of priority in a run: enough for bugs that need so many steps in one order.
const CHANGES: usize = 2;

/// Looks for a bug with probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi and Nagarakatte, 2010):
/// threads have random priorities, the highest runs, and at two random steps the one that runs falls to the lowest.
/// A schedule that goes wrong, and how.
pub(super) fn hunt(
    program: &Program,
    config: Config,
    runs: u64,
    counts: &mut (u64, u64),
    watch: &mut Watch<'_>,
) -> Option<(Vec<Choice>, Verdict)> {
    let mut dice = Dice::new(1);
    let mut longest = 1;
    for _ in 0..runs {
        if watch.stops(Phase::Sampling, counts.0, counts.1) {
            return None;
        }
        let mut priorities = [0_usize; 17].map(|_| CHANGES + 1 + dice.roll(1 << 20));
        let falls = [0; CHANGES].map(|_| dice.roll(longest));
        let (schedule, wrong) = run(program, config, &mut |choices, step| {
            let place = |choice: &Choice| usize::from(super::past::lane(*choice));
            let first = choices.iter().max_by_key(|choice| priorities[place(choice)])?;
            if let Some(at) = falls.iter().position(|&fall| fall == step) {
                priorities[place(&first)] = at;
            }
            choices.iter().max_by_key(|choice| priorities[place(choice)])
        });
        counts.0 += 1;
        counts.1 += schedule.len() as u64;
        longest = longest.max(schedule.len());
        if let Some((length, verdict)) = wrong.filter(|(_, verdict)| !is_race(verdict)) {
            return Some((schedule[..length].to_vec(), verdict));
        }
    }
    None
}
