//! Schedules at random: where to look when there are too many to try all.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::past::{Lane, lane};
use super::reduce::{drain, is_race};
use super::{Phase, Sampling, Search, Watch};
use crate::dice::{Dice, mix};
use crate::execution::Execution;
use crate::runs::{BLOCK, in_order, workers};
use crate::session::Program;
use crate::trace::{Choice, ObjectId};
use crate::trouble::Trouble;
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
    let mut trouble = Trouble::default();
    loop {
        trouble.look(&run);
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
    (schedule, trouble.is().cloned())
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

/// Looks for a bug in runs at random, by so many threads. A schedule that goes wrong, and how.
pub(super) fn hunt(
    program: &Program,
    config: Config,
    search: &Search,
    counts: &mut (u64, u64),
    watch: &mut Watch<'_>,
) -> Option<(Vec<Choice>, Verdict)> {
    let &Search { sampling, samples, seed, .. } = search;
    // How long runs are, the first ones show: those made before others are called.
    let longest = AtomicUsize::new(1);
    let one = |number| {
        let dice = &mut Dice::new(mix(seed, number));
        let priorities = [0; super::past::LANES].map(|_| high(dice));
        let way = match sampling {
            Sampling::Pct => Way::Falls([0; CHANGES].map(|_| dice.roll(longest.load(Ordering::Relaxed)))),
            Sampling::Pos => Way::Races,
        };
        run(program, config, dice, priorities, &way)
    };
    let (mut runs, mut found) = (0, None);
    in_order(0..samples, workers(search.workers), one, |made| {
        if let Some((schedule, wrong)) = made {
            if runs < BLOCK {
                longest.fetch_max(schedule.len(), Ordering::Relaxed);
            }
            runs += 1;
            counts.0 += 1;
            counts.1 += schedule.len() as u64;
            let wrong = wrong.filter(|(_, verdict)| !is_race(verdict));
            found = wrong.map(|(length, verdict)| (schedule[..length].to_vec(), verdict));
        }
        let enough = found.is_some() || watch.stops(Phase::Sampling, counts.0, counts.1);
        if enough { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    found
}
