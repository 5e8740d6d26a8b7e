//! Loops: whether a thread that gives way again and again would stop by itself, and whether a run without an end
//! goes round and round.

use std::panic::Location;

use super::past::{Lane, choice, lanes};
use crate::diagnosis::Diagnosis;
use crate::dice::mix;
use crate::execution::{Choices, Execution};
use crate::session::{Program, Session};
use crate::trace::Choice;
use crate::world::{Config, World};

/// A thread that gave way in vain, and how it came there.
#[derive(Clone)]
pub(super) struct Loop {
    pub(super) lane: Lane,
    pub(super) schedule: Vec<Choice>,
}

/// If the thread waits for a change since the step it has just made, in which loop: a number, the same for the same thread
/// after as many steps, on the same line, with the same things to look at.
pub(super) fn began(world: &World, lane: Lane) -> Option<u64> {
    let thread = world.threads.get(usize::from(lane))?;
    if !world.is_idle(thread) || thread.spin.so_far().0 != world.config.patience + 1 {
        return None;
    }
    let line = |at: &'static Location<'static>| u64::from(at.line()) << 32 | u64::from(at.column());
    let frame = thread.announced.or(thread.calls.last().copied());
    let steps = world.made.iter().filter(|&&made| made == choice(lane)).count();
    let place = [frame.map_or(0, |frame| line(frame.place)), thread.inside.map_or(0, line), steps as u64];
    let things = world.waits_for_change(thread).into_iter().map(|(thing, ..)| thing.thing() as u64);
    Some(place.into_iter().chain(things).fold(thread.lineage, mix))
}

/// A loop that has not ended after so many steps is taken to go on until something changes.
const STEPS: u32 = 500;

impl Loop {
    /// Lets nobody but the thread go on, so that nothing changes. If it stops giving way all the same, does something,
    /// or looks at something else: how often it gave way before that.
    pub(super) fn ends_after(&self, program: &Program, config: Config) -> Option<u32> {
        let again = program.clone();
        let mut run = Execution::start(config, move || again());
        for &choice in &self.schedule {
            run.step(choice).ok()?;
        }
        let so_far = |run: &Execution| run.look(|world| world.threads[usize::from(self.lane)].spin.so_far());
        let (mut rounds, looks) = so_far(&run);
        for _ in 0..STEPS {
            // It may wait for something else, too.
            run.step(choice(self.lane)).ok()?;
            let now = so_far(&run);
            if now.0 < rounds || now.1 > looks {
                return Some(rounds);
            }
            rounds = now.0;
        }
        None
    }
}

/// Whether the run that these choices make, which was stopped, goes round and round, and leaves nobody out.
pub(super) fn goes_round(program: &Program, config: Config, schedule: &[Choice]) -> bool {
    let mut session = Session::new(program.clone(), config);
    session.play(schedule);
    let found = session.trace().diagnose(session.cursor());
    matches!(found, Some(Diagnosis::Livelock { .. } | Diagnosis::BusyWaiting { .. }))
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
