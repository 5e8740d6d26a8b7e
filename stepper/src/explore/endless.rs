//! Loops: whether a thread that gives way again and again would stop by itself, and whether a run without an end
//! goes round and round.

use std::panic::Location;

use super::past::{Lane, choice, lanes};
use crate::dice::mix;
use crate::execution::{Choices, Execution};
use crate::rounds::at_end;
use crate::session::{Program, Session};
use crate::trace::Choice;
use crate::verdict::Verdict;
use crate::world::{Config, Thread, World};

/// A thread that gave way in vain, and how it came there.
#[derive(Clone)]
pub(super) struct Loop {
    pub(super) lane: Lane,
    pub(super) schedule: Vec<Choice>,
}

/// If the thread waits for a change since the step it has just made, in which loop: a number, the same for the same thread
/// after as many steps and rounds, on the same line, with the same things to look at, when it has said the same.
pub(super) fn began(world: &World, lane: Lane) -> Option<u64> {
    let thread = world.threads.get(usize::from(lane))?;
    if !world.is_idle(thread) || thread.spin.so_far().0 != world.config.patience + 1 {
        return None;
    }
    let steps = world.made.iter().filter(|&&made| made == choice(lane)).count();
    let made = [steps as u64, world.config.patience.into()];
    let things = world.waits_for_change(thread).into_iter().map(|(thing, ..)| thing.thing() as u64);
    let said = thread.said.iter().flat_map(|line| line.bytes().map(u64::from));
    Some(stands(thread).into_iter().chain(made).chain(things).chain(said).fold(thread.lineage, mix))
}

/// On which lines a thread stands: the program's, and that within a primitive.
fn stands(thread: &Thread) -> [u64; 2] {
    let line = |at: &'static Location<'static>| u64::from(at.line()) << 32 | u64::from(at.column());
    let frame = thread.announced.or(thread.calls.last().copied());
    [frame.map_or(0, |frame| line(frame.place)), thread.inside.map_or(0, line)]
}

/// A loop that has not ended after so many steps is taken to go on until something changes.
const STEPS: u32 = 500;

/// A round has at most so many steps.
const MOST_LINES: usize = 32;

impl Loop {
    /// Lets nobody but the thread go on, so that nothing changes. If it stops giving way all the same, does something,
    /// looks at something else, or goes on to another loop: how often it gave way before that.
    pub(super) fn ends_after(&self, program: &Program, config: Config) -> Option<u32> {
        let again = program.clone();
        let mut run = Execution::start(config, move || again());
        for &choice in &self.schedule {
            run.step(choice).ok()?;
        }
        let now = |run: &Execution| {
            run.look(|world| {
                let thread = &world.threads[usize::from(self.lane)];
                (thread.spin.so_far(), stands(thread))
            })
        };
        let ((mut rounds, looks), place) = now(&run);
        let mut places = vec![(rounds, place)];
        for _ in 0..STEPS {
            // It may wait for something else, too.
            if run.step(choice(self.lane)).is_err() {
                break;
            }
            let (spins, place) = now(&run);
            if spins.0 < rounds || spins.1 > looks {
                return Some(rounds);
            }
            rounds = spins.0;
            places.push((rounds, place));
        }
        let last = at_end(&places, 1..=MOST_LINES, 3, |(_, one), (_, other)| one == other)?;
        Some(places[last.from].0).filter(|_| last.from > 0)
    }
}

/// Of the choices of a run that was stopped those up to where it has come round, if it goes on like that up to the limit,
/// and leaves nobody out.
pub(super) fn comes_round(program: &Program, config: Config, schedule: &[Choice]) -> Option<Vec<Choice>> {
    let mut session = Session::new(program.clone(), config);
    for &choice in schedule {
        session.step(choice).ok()?;
        let entry = &session.trace().steps[session.cursor()];
        if matches!(entry.verdict, Some(Verdict::NoEnd { .. })) && !entry.then.choices.is_empty() {
            return Some(session.line().to_vec());
        }
    }
    None
}

/// Runs in which each thread moves in its turn, one for each thread to begin with: those that are polite to each other for
/// ever are so there.
pub(super) fn in_turn(program: &Program, config: Config) -> impl Iterator<Item = Execution> {
    const MOST: u8 = 4;
    (0..MOST).map(move |first| {
        let again = program.clone();
        let mut run = Execution::start(config, move || again());
        let mut last = first;
        while let Some(next) = next_in_turn(run.fair_choices(), last) {
            run.step(choice(next)).expect("it is offered");
            last = next;
        }
        run
    })
}

fn next_in_turn(choices: Choices, last: Lane) -> Option<Lane> {
    let set = super::frame::set(choices);
    lanes(set & u32::MAX << last << 1).chain(lanes(set)).next()
}
