//! Schedules at random: where to look when there are too many to try all.

use super::past::{Lane, lane};
use super::reduce::{drain, goes_wrong, is_race};
use super::{Phase, Sampling, Watch};
use crate::dice::Dice;
use crate::execution::Execution;
use crate::session::Program;
use crate::trace::{Choice, ObjectId};
use crate::verdict::Verdict;
use crate::world::{Config, World};

/// Priorities of the lanes: of those that can be chosen, the highest is. No two are alike, or hardly ever.
type Priorities = [u64; super::past::LANES];

/// Changes of priority in a run of PCT: enough for bugs that need so many steps in one order.
const CHANGES: usize = 2;

/// How the priorities change on the way.
enum Way {
    /// At these steps, that of the thread that would move.
    Falls([usize; CHANGES]),
    /// After each step, that of the thread that moved, and of those about to use the same object.
    Races,
}

/// One run to its end. If it went wrong: since which step, and how.
fn run(
    program: &Program,
    config: Config,
    dice: &mut Dice,
    mut priorities: Priorities,
    way: &Way,
) -> (Vec<Choice>, Option<(usize, Verdict)>) {
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
        let choices = run.fair_choices();
        let place = |choice: Choice| usize::from(lane(choice));
        let first = |priorities: &Priorities| choices.iter().max_by_key(|choice| priorities[place(*choice)]);
        let Some(mut choice) = first(&priorities) else {
            break;
        };
        match way {
            Way::Falls(falls) => {
                if let Some(at) = falls.iter().position(|&fall| fall == schedule.len()) {
                    priorities[place(choice)] = at as u64;
                    choice = first(&priorities).expect("there is one");
                }
            }
            Way::Races => run.look(|world| {
                priorities[place(choice)] = high(dice);
                let object = about(world, lane(choice));
                for other in choices.iter().filter(|&other| other != choice) {
                    if object.is_some() && about(world, lane(other)) == object {
                        priorities[place(other)] = high(dice);
                    }
                }
            }),
        }
        run.step(choice).expect("it is offered");
        schedule.push(choice);
    }
    drain(&mut run);
    (schedule, wrong)
}

/// Higher than those that have fallen.
fn high(dice: &mut Dice) -> u64 {
    (CHANGES + dice.roll(1 << 30)) as u64
}

/// The object whose call a thread is in, or is about to make.
fn about(world: &World, lane: Lane) -> Option<ObjectId> {
    let thread = world.threads.get(usize::from(lane))?;
    thread.announced.or(thread.calls.last().copied()).map(|frame| world.whole(frame.object))
}

/// Looks for a bug in runs at random. A schedule that goes wrong, and how.
pub(super) fn hunt(
    program: &Program,
    config: Config,
    sampling: Sampling,
    runs: u64,
    seed: u64,
    counts: &mut (u64, u64),
    watch: &mut Watch<'_>,
) -> Option<(Vec<Choice>, Verdict)> {
    let mut dice = Dice::new(seed);
    let mut longest = 1;
    for _ in 0..runs {
        if watch.stops(Phase::Sampling, counts.0, counts.1) {
            return None;
        }
        let priorities = [0; super::past::LANES].map(|_| high(&mut dice));
        let way = match sampling {
            Sampling::Pct => Way::Falls([0; CHANGES].map(|_| dice.roll(longest))),
            Sampling::Pos => Way::Races,
        };
        let (schedule, wrong) = run(program, config, &mut dice, priorities, &way);
        counts.0 += 1;
        counts.1 += schedule.len() as u64;
        longest = longest.max(schedule.len());
        if let Some((length, verdict)) = wrong.filter(|(_, verdict)| !is_race(verdict)) {
            return Some((schedule[..length].to_vec(), verdict));
        }
    }
    None
}
