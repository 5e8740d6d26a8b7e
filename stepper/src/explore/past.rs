//! What happened in a run, step by step, as far as the order of the steps matters.
//!
//! A run's steps are partly ordered: one comes after another if it is by the same thread, or by one that the
//! other started, woke or ended, or if the two use a thing and the order of these uses matters. All runs with the
//! same partial order lead to the same state (a *Mazurkiewicz trace*), so one of them is enough.
//!
//! Two steps are in a *race* if nothing between them orders them and they could have come the other way round:
//! then that is another trace, and has to be explored. A step that a guard keeps from being chosen is in no race
//! with what lets it pass, only with what made it wait.

use smallvec::SmallVec;

use crate::clock::MAX_THREADS;
use crate::depend::{Found, Known, Use};
use crate::dice::mix;
use crate::spin::Seen;
use crate::trace::{Choice, ThreadId};
use crate::world::{Pending, Ready, Thread, World};

/// A lane is a thread, or the clock.
pub(super) type Lane = u8;

/// The clock's.
pub(super) const CLOCK: Lane = MAX_THREADS as Lane;

pub(super) const LANES: usize = MAX_THREADS + 1;

pub(super) fn lane(choice: Choice) -> Lane {
    match choice {
        Choice::Thread(thread) | Choice::Spurious(thread) => thread.0,
        Choice::Clock => CLOCK,
    }
}

pub(super) fn choice(lane: Lane) -> Choice {
    if lane == CLOCK { Choice::Clock } else { Choice::Thread(ThreadId(lane)) }
}

/// The lanes in a set, which has a bit for each.
pub(super) fn lanes(mut set: u32) -> impl Iterator<Item = Lane> {
    std::iter::from_fn(move || {
        let next = (set != 0).then(|| set.trailing_zeros() as Lane);
        set &= set.wrapping_sub(1);
        next
    })
}

/// A number of steps of a lane: narrow, and signed, for that is what every processor compares eight of at once.
type Count = i16;

/// No run that is searched may have more steps.
pub(super) const MOST_STEPS: u32 = Count::MAX as u32;

/// How many steps of each lane come before something; with room up to a whole number of registers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Stamp([Count; LANES.next_multiple_of(8)]);

impl Stamp {
    fn join(&mut self, other: &Stamp) {
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            *mine = (*mine).max(*theirs);
        }
    }
}

/// What one step uses, each thing once.
pub(super) type Footprint = SmallVec<[Use; 8]>;

/// Whether the order of two steps matters, both made from a state in which so much was `known` and numbered.
pub(super) fn clash(a: &[Use], b: &[Use], known: Known) -> bool {
    let same = |a: Use, b: Use| a.thing() == b.thing() || a.is_alike(b) && a.is_new(known) && b.is_new(known);
    a.iter().any(|&a| b.iter().any(|&b| a.clashes(b) && same(a, b)))
}

/// Whether a step used, when it was made from a state in which so much was `known` and numbered, something that it
/// did not use when it was made as `other`: then it clashes there with what it does not clash with here.
pub(super) fn exceeds(uses: &[Use], other: &[Use], known: Known) -> bool {
    let covers = |a: Use, b: Use| b.writes() || !a.writes();
    let same = |a: Use, b: Use| a.thing() == b.thing() || a.is_alike(b) && a.is_new(known) && b.is_new(known);
    !uses.iter().all(|&a| other.iter().any(|&b| covers(a, b) && same(a, b)))
}

/// A step.
#[derive(Clone)]
struct Step {
    lane: Lane,
    /// Which of its lane's steps, counted from 1.
    number: Count,
    stamp: Stamp,
    uses: Footprint,
    /// How many entries of the undo list belong to earlier steps.
    undo: usize,
    /// Of this step and all before it, if that is wanted.
    hash: u64,
}

/// A step's use of a thing, and the state it found.
#[derive(Clone, Copy)]
struct Touch {
    step: u32,
    how: Use,
    found: Found,
}

/// A step, and another one after it, that could have come the other way round.
pub(super) struct Race {
    /// The earlier step.
    pub(super) step: usize,
    /// The lane of the later one, which has been announced at least.
    pub(super) lane: Lane,
    /// The steps between the two that do not come after the earlier one: what they use.
    pub(super) between: Footprint,
    /// The lanes of those that none of the others comes before: each could be chosen in place of the earlier step.
    pub(super) firsts: u32,
    /// Whether the later step could be chosen there too, if it uses there what it used here.
    pub(super) itself: bool,
    /// What it used here, if it was made.
    pub(super) uses: Option<Footprint>,
}

#[derive(Clone, Default)]
pub(super) struct Past {
    steps: Vec<Step>,
    /// What comes before the next step of each lane.
    next: [Stamp; LANES],
    /// How that was before.
    undo: Vec<(Lane, Stamp)>,
    /// By thing, in order.
    touches: Vec<Vec<Touch>>,
    hashes: bool,
}

/// What a thread has announced.
pub(super) struct Announced {
    lane: Lane,
    /// What may keep it from being chosen, what that looks at, and what it finds there now.
    guard: Option<(Ready, Use, Found)>,
    /// It would not be kept for ever.
    timed: bool,
    /// Of a daemon: the end of its process, after which it is no more.
    end: Option<(Use, Found)>,
    /// The time.
    now: Found,
    /// One of these must have changed as well, if there are any.
    changes: Vec<Seen>,
    /// It is chosen although none has, there being nobody else: after all that was before.
    pub(super) in_turn: bool,
}

impl Announced {
    pub(super) fn of(world: &World, lane: Lane) -> Announced {
        let now = world.found(Use::TIME);
        let none = Announced {
            lane,
            guard: None,
            timed: false,
            end: None,
            now,
            changes: Vec::new(),
            in_turn: false,
        };
        let Some(thread) = world.threads.get(usize::from(lane)) else {
            return none;
        };
        let Pending::Announced(ready) = thread.pending else {
            return none;
        };
        // Once its time has come, it can be chosen in any state.
        let late = thread.deadline.is_some_and(|d| d <= world.now);
        let guard = world.guarded_by(ready).filter(|_| !late).map(|(thing, found)| (ready, thing, found));
        let changes = world.waits_for_change(thread);
        let end = Use::end_of_process(thread.process);
        Announced {
            lane,
            guard,
            end: thread.daemon.then(|| (end, world.found(end))),
            timed: thread.deadline.is_some(),
            now,
            changes,
            in_turn: world.is_idle(thread),
        }
    }

    /// Whether it could be chosen if its guard found this, and the things to change were in these states.
    fn passes(&self, world: &World, found: impl Fn(Use, Found) -> Found) -> bool {
        let guard =
            self.guard.is_none_or(|(ready, thing, now)| world.guard_passes(ready, found(thing, now).value));
        let changed = |&(thing, seen, now): &Seen| found(thing, now).state != seen;
        let lives = self.end.is_none_or(|(thing, now)| found(thing, now).state == 0);
        guard && lives && (self.changes.is_empty() || self.changes.iter().any(changed))
    }

    /// Whether it depends on the thing whether it can be chosen.
    fn waits_for(&self, thing: Use) -> bool {
        let guard = self.guard.is_some_and(|(_, guard, _)| guard.thing() == thing.thing());
        let end = self.end.is_some_and(|(end, _)| end.thing() == thing.thing());
        guard || end || self.changes.iter().any(|(other, ..)| other.thing() == thing.thing())
    }
}

impl Past {
    /// Which knows [`Past::hash`].
    pub(super) fn with_hashes() -> Past {
        Past { hashes: true, ..Past::default() }
    }
    /// How many steps there are.
    pub(super) fn len(&self) -> usize {
        self.steps.len()
    }

    pub(super) fn footprint(&self, step: usize) -> &Footprint {
        &self.steps[step].uses
    }

    /// Forgets all but the first `steps`.
    pub(super) fn cut(&mut self, steps: usize) {
        while self.steps.len() > steps
            && let Some(step) = self.steps.pop()
        {
            for used in &step.uses {
                self.touches[used.thing()].pop();
            }
            for (lane, stamp) in self.undo.drain(step.undo..).rev() {
                self.next[usize::from(lane)] = stamp;
            }
        }
    }

    fn set_next(&mut self, lane: Lane, stamp: Stamp) {
        let next = &mut self.next[usize::from(lane)];
        self.undo.push((lane, *next));
        *next = stamp;
    }

    /// All that was comes before all that follows.
    fn meet(&mut self, threads: usize) {
        let lanes = || (0..threads as Lane).chain([CLOCK]);
        let mut all = Stamp::default();
        lanes().for_each(|lane| all.join(&self.next[usize::from(lane)]));
        lanes().for_each(|lane| self.set_next(lane, all));
    }

    fn touches(&self, thing: Use) -> &[Touch] {
        self.touches.get(thing.thing()).map_or(&[], Vec::as_slice)
    }

    fn comes_before(&self, step: usize, stamp: &Stamp) -> bool {
        let step = &self.steps[step];
        stamp.0[usize::from(step.lane)] >= step.number
    }

    /// Adds the step that was just made; returns the earlier steps that it is in a race with. `lazy`: the clock
    /// moves only when nothing else can, so that all that was before comes before it. `wanted`: or else no race is
    /// looked for.
    pub(super) fn add(
        &mut self,
        world: &World,
        announced: Announced,
        known: Known,
        lazy: bool,
        wanted: bool,
    ) -> Vec<Race> {
        let lane = announced.lane;
        let undo = self.undo.len();
        let (in_turn, threads) = (announced.in_turn, world.threads.len());
        if in_turn {
            // As with the clock: all that was before comes before it, and it before all that follows.
            self.meet(threads);
        }
        let before = self.next[usize::from(lane)];
        let number = before.0[usize::from(lane)] + 1;
        let mut stamp = before;
        stamp.0[usize::from(lane)] = number;
        if lane == CLOCK && lazy {
            for thread in 0..world.threads.len() {
                stamp.join(&self.next[thread]);
            }
            let mut after = stamp;
            after.0[usize::from(CLOCK)] = number;
            for thread in 0..world.threads.len() as Lane {
                self.set_next(thread, after);
            }
            self.set_next(CLOCK, after);
            let hash = self.hash_after(world, lane, number, &after);
            self.steps.push(Step { lane, number, stamp: after, uses: Footprint::new(), undo, hash });
            return Vec::new();
        }
        let mut uses = Footprint::new();
        let mut found: SmallVec<[Found; 8]> = SmallVec::new();
        let time = (!lazy).then_some((Use::TIME.writing(lane == CLOCK), announced.now));
        // It has looked there, whatever it did then.
        let guard = announced.guard.map(|(_, thing, found)| (thing, found));
        let changes = announced.changes.iter().map(|&(thing, _, found)| (thing, found));
        let used = world.tracking.uses.iter().copied();
        for (used, state) in guard.into_iter().chain(changes).chain(announced.end).chain(used).chain(time) {
            match uses.iter_mut().find(|known| known.thing() == used.thing()) {
                Some(known) => *known = known.writing(used.writes()),
                None => {
                    uses.push(used);
                    found.push(state);
                }
            }
        }
        let candidates =
            if wanted { self.racing(world, &announced, &before, &uses) } else { SmallVec::new() };
        for &used in &uses {
            for touch in self.touches(used).iter().rev() {
                if touch.how.clashes(used) {
                    stamp.join(&self.steps[touch.step as usize].stamp);
                    if touch.how.writes() {
                        break;
                    }
                }
            }
        }
        let mut races: Vec<Race> =
            candidates.into_iter().map(|step| self.race(step, lane, &before, Some(&uses))).collect();
        if wanted && !lazy {
            races.extend(self.stopped_clock(&announced, &before));
        }
        let step = self.steps.len() as u32;
        for (&how, &found) in uses.iter().zip(&found) {
            let thing = how.thing();
            if thing >= self.touches.len() {
                self.touches.resize_with(thing + 1, Vec::new);
            }
            self.touches[thing].push(Touch { step, how, found });
        }
        let hash = self.hash_after(world, lane, number, &stamp);
        self.steps.push(Step { lane, number, stamp, uses, undo, hash });
        self.set_next(lane, stamp);
        // Those that were started come after what their parents had done before this step; so they are first.
        let born = u32::MAX << known.threads;
        let ran = u32::from(world.tracking.ran);
        for thread in lanes(ran & born).chain(lanes(ran & !born)) {
            let &Thread { parent, joined, .. } = &*world.threads[usize::from(thread)];
            let from = if born >> thread & 1 != 0 { parent.0 } else { thread };
            let mut next = self.next[usize::from(from)];
            next.join(&stamp);
            for child in lanes(joined.into()) {
                next.join(&self.next[usize::from(child)]);
            }
            self.set_next(thread, next);
        }
        if in_turn {
            self.meet(world.threads.len());
        }
        races
    }

    /// The races of the steps that were announced and could not be chosen when nothing else went on.
    pub(super) fn blocked(&self, world: &World, lazy: bool) -> Vec<Race> {
        let mut races = Vec::new();
        for lane in 0..world.threads.len() as Lane {
            let announced = Announced::of(world, lane);
            let before = self.next[usize::from(lane)];
            if announced.passes(world, |_, now| now) {
                if !lazy {
                    races.extend(self.stopped_clock(&announced, &before));
                }
                continue;
            }
            let guard = announced.guard.iter().map(|(_, thing, _)| thing);
            let end = announced.end.iter().map(|(thing, _)| thing);
            let things = guard.chain(end).chain(announced.changes.iter().map(|(thing, ..)| thing));
            let uses: Footprint = things.map(|thing| thing.writing(true)).collect();
            for step in self.racing(world, &announced, &before, &uses) {
                races.push(self.race(step, lane, &before, None));
            }
        }
        races
    }

    /// The races of a clock that could have moved, had not a step let a thread pass that would have waited for it.
    fn stopped_clock(&self, announced: &Announced, before: &Stamp) -> SmallVec<[Race; 4]> {
        let Some((_, thing, _)) = announced.guard.filter(|_| announced.timed) else {
            return SmallVec::new();
        };
        let writes = self.touches(thing).iter().filter(|touch| touch.how.writes());
        let steps = writes.map(|touch| touch.step as usize).filter(|&step| !self.comes_before(step, before));
        steps.map(|step| self.race(step, CLOCK, before, None)).collect()
    }

    /// The steps that a step (of which `before` says what comes before it) is in a race with.
    fn racing(
        &self,
        world: &World,
        announced: &Announced,
        before: &Stamp,
        uses: &[Use],
    ) -> SmallVec<[usize; 8]> {
        let mut candidates: SmallVec<[usize; 8]> = SmallVec::new();
        // What it waits for, as it would be without a step and what comes after that step.
        let found_without = |step: usize, thing: Use, now: Found| {
            let touches = self.touches(thing);
            let from = touches.partition_point(|touch| (touch.step as usize) < step);
            let gone = |touch: &&Touch| {
                let other = touch.step as usize;
                other == step || self.comes_before(step, &self.steps[other].stamp)
            };

            touches[from..].iter().find(gone).map_or(now, |touch| touch.found)
        };
        for &used in uses {
            for touch in self.touches(used).iter().rev().filter(|touch| touch.how.clashes(used)) {
                let step = touch.step as usize;
                // Otherwise it could not have come earlier than this step.
                let chosen_there = announced.passes(world, |thing, now| found_without(step, thing, now));
                let looks = announced.waits_for(used);
                if chosen_there && !self.comes_before(step, before) && !candidates.contains(&step) {
                    candidates.push(step);
                }
                if touch.how.writes() && (chosen_there || !looks) {
                    break;
                }
            }
        }
        let all = candidates.clone();
        let ordered = |&step: &usize| {
            all.iter().any(|&later| later > step && self.comes_before(step, &self.steps[later].stamp))
        };
        candidates.retain(|step| !ordered(step));
        candidates
    }

    fn race(&self, step: usize, lane: Lane, before: &Stamp, uses: Option<&[Use]>) -> Race {
        let first = &self.steps[step];
        let (mut between, mut firsts, mut seen) = (Footprint::new(), 0, 0);
        let mut itself = true;
        let mut others: SmallVec<[usize; 16]> = SmallVec::new();
        for number in step + 1..self.steps.len() {
            let other = &self.steps[number];
            if other.stamp.0[usize::from(first.lane)] >= first.number {
                continue; // it comes after the first one
            }
            if seen >> other.lane & 1 == 0 {
                seen |= 1 << other.lane;
                if !others.iter().any(|&o| self.comes_before(o, &other.stamp)) {
                    firsts |= 1 << other.lane;
                }
            }
            others.push(number);
            let ordered = self.comes_before(number, before);
            itself &= !ordered && uses.is_none_or(|uses| !clash(uses, &other.uses, Known::ALL));
            between.extend_from_slice(&other.uses);
        }
        itself &= seen >> lane & 1 == 0;
        Race { step, lane, between, firsts, itself, uses: uses.map(Footprint::from_slice) }
    }

    /// A hash that all runs with the same partial order have in common.
    pub(super) fn hash(&self) -> u64 {
        self.steps.last().map_or(0, |step| step.hash)
    }

    fn hash_after(&self, world: &World, lane: Lane, number: Count, stamp: &Stamp) -> u64 {
        if !self.hashes {
            return 0;
        }
        let who = |lane: usize| world.threads.get(lane).map_or(u64::MAX, |thread| thread.lineage);
        let seen = stamp.0.iter().enumerate().filter(|(_, n)| **n > 0);
        // Threads are numbered as they come: a sum does not care.
        let seen = seen.fold(0, |sum: u64, (lane, &n)| sum.wrapping_add(mix(who(lane), n as u64)));
        self.hash().wrapping_add(mix(mix(who(lane.into()), number as u64), seen))
    }
}
