//! Loops: whether a thread that gives way again and again would stop by itself, or counts how often it did; and whether a
//! run without an end goes round and round.

use std::panic::Location;

use super::outcome::told;
use super::past::{Lane, choice, lanes};
use crate::depend::Ends;
use crate::dice::mix;
use crate::execution::{Choices, Execution};
use crate::rounds::at_end;
use crate::session::{Program, Session};
use crate::trace::Choice;
use crate::trouble::Trouble;
use crate::verdict::Verdict;
use crate::world::{Config, Thread, World};

/// A thread that gave way in vain, and how it came there.
#[derive(Clone)]
pub(super) struct Loop {
    pub(super) lane: Lane,
    pub(super) schedule: Vec<Choice>,
    /// The first of the thread on its line.
    pub(super) is_first: bool,
}

/// If the thread waits for a change since the step it has just made, in which loop: a number, the same for the same thread
/// after as many steps and rounds, on the same line, with the same things to look at, when it has said the same. And one for
/// the thread and its line.
pub(super) fn began(world: &World, lane: Lane) -> Option<(u64, u64)> {
    let thread = world.threads.get(usize::from(lane))?;
    if !world.is_idle(thread) || thread.spin.so_far().0 != world.config.patience + 1 {
        return None;
    }
    let steps = world.made.iter().filter(|&&made| made == choice(lane)).count();
    let made = [steps as u64, world.config.patience.into()];
    let things = world.waits_for_change(thread).into_iter().map(|(thing, ..)| thing.thing() as u64);
    let said = thread.said.iter().flat_map(|line| line.bytes().map(u64::from));
    let line = stands(thread).into_iter().fold(thread.lineage, mix);
    Some((made.into_iter().chain(things).chain(said).fold(line, mix), line))
}

/// On which lines a thread stands: the program's, and that within a primitive.
fn stands(thread: &Thread) -> [u64; 2] {
    let line = |at: &'static Location<'static>| u64::from(at.line()) << 32 | u64::from(at.column());
    let frame = thread.announced.or(thread.calls.last().copied());
    [frame.map_or(0, |frame| line(frame.place)), thread.inside.map_or(0, line)]
}

/// A loop that has not ended after so many steps is taken to go on until something changes; the first one of a thread on a
/// line is tried up to the step limit.
const STEPS: u32 = 500;

/// A round has at most so many steps, and rounds are alike again after so many at most.
const MOST_LINES: usize = 32;
const MOST_ROUNDS: usize = 12;

/// How many more rounds a loop makes, to see whether it does something else then when something changes at last.
const MORE: [u32; 5] = [32, 64, 128, 256, 512];

/// What comes of a loop when something changes after some more rounds.
#[derive(Default)]
pub(super) struct Later {
    /// After so many it is still something else than after more of them.
    pub(super) rounds: u32,
    /// It is something else each time.
    pub(super) counts: bool,
    /// Or it goes wrong, after so many rounds.
    pub(super) bug: Option<(Vec<Choice>, Verdict)>,
}

/// One of these runs.
struct Run {
    /// Of what was done in it after the rounds, and what came of it.
    hash: u64,
    wrong: Option<(Vec<Choice>, Verdict)>,
}

impl Loop {
    /// Lets nobody but the thread go on, so that nothing changes. If it stops giving way all the same, does something,
    /// looks at something else, or goes on to another loop: how often it gave way before that.
    pub(super) fn ends_after(&self, program: &Program, config: Config) -> Option<u32> {
        let mut run = self.start(program, config)?;
        let now = |run: &Execution| {
            run.look(|world| {
                let thread = &world.threads[usize::from(self.lane)];
                (thread.spin.so_far(), stands(thread))
            })
        };
        let ((mut rounds, looks), place) = now(&run);
        let mut places = vec![(rounds, place)];
        let steps = if self.is_first { config.max_steps } else { STEPS };
        for _ in 0..steps {
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

    /// Lets the thread make some more rounds before anybody else goes on, and then all in their turns.
    pub(super) fn later(&self, program: &Program, config: Config) -> Later {
        let patience = config.patience as usize;
        let after = |rounds| self.after(program, config, rounds);
        let mut runs: Vec<Run> = Vec::new();
        for rounds in 0..MOST_ROUNDS as u32 {
            match after(rounds) {
                Some(run) if run.wrong.is_none() || rounds == 0 => runs.push(run),
                Some(run) => return Later { rounds, bug: run.wrong, ..Later::default() },
                None => return Later::default(),
            }
            if runs[0].wrong.is_some() {
                return Later::default(); // which is found anyway
            }
        }
        let Some(alike) = at_end(&runs, 1..=MOST_ROUNDS, 2, |one, other| one.hash == other.hash) else {
            return Later { counts: true, ..Later::default() };
        };
        for rounds in MORE {
            let Some(run) = after(rounds) else {
                break;
            };
            let like = alike.from + (rounds as usize - alike.from) % alike.length;
            if run.wrong.is_some() || run.hash != runs[like].hash {
                return Later { rounds, bug: run.wrong, ..Later::default() };
            }
        }
        // Each of the rounds that take turns has to come about.
        let rounds = alike.from.max(alike.length.saturating_sub(patience + 2));
        Later { rounds: rounds as u32, ..Later::default() }
    }

    fn start(&self, program: &Program, config: Config) -> Option<Execution> {
        let again = program.clone();
        let mut run = Execution::start(config, move || again());
        self.schedule.iter().all(|&choice| run.step(choice).is_ok()).then_some(run)
    }

    /// So many more rounds, and then all in their turns. None if the loop ends, or nothing changes.
    fn after(&self, program: &Program, config: Config, rounds: u32) -> Option<Run> {
        let mut run = self.start(program, config)?;
        let me = choice(self.lane);
        let made = |run: &Execution| run.look(|world| world.threads[usize::from(self.lane)].spin.so_far());
        let (before, looks) = made(&run);
        while made(&run).0 < before + rounds {
            let rounds = made(&run).0;
            run.step(me).ok()?;
            if made(&run).0 < rounds || made(&run).1 > looks {
                return None;
            }
        }
        let end = run.steps() + STEPS;
        let (mut hash, mut last, mut goes_on) = (0, self.lane, false);
        let mut trouble = Trouble::default();
        trouble.look(&run);
        run.track(true, Ends::None, 0);
        while let Some(next) = next_in_turn(run.fair_choices(), last) {
            // Nothing changes any more.
            if run.steps() == end || run.is_idle(choice(next)) {
                break;
            }
            run.step(choice(next)).expect("it is offered");
            trouble.look(&run);
            (last, goes_on) = (next, goes_on || next == self.lane);
            hash = mix(hash, next.into());
            hash = run.look(|world| {
                let used = world.tracking.made().flat_map(|made| made.uses.iter());
                used.fold(hash, |hash, (used, found)| mix(mix(hash, used.thing() as u64), found.value))
            });
        }
        let hash = run.look(|world| {
            let values = world.objects.iter().fold(hash, |hash, object| mix(hash, object.value));
            mix(values, told(world))
        });
        let over = run.choices().is_empty();
        let wrong = trouble.is().filter(|_| over);
        let wrong = wrong.map(|(steps, verdict)| (run.made()[..*steps].to_vec(), verdict.clone()));
        goes_on.then_some(Run { hash, wrong })
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
