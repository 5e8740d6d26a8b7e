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
use crate::trace::{Choice, ThreadId};
use crate::track::{Announced, Made};
use crate::world::{Pending, World};

/// A lane is a thread, or the clock.
pub(super) type Lane = u8;

/// The clock's.
pub(super) const CLOCK: Lane = MAX_THREADS as Lane;

pub(super) const LANES: usize = MAX_THREADS + 1;

/// Of a choice that a search makes.
pub(super) fn lane(choice: Choice) -> Lane {
    match choice {
        Choice::Thread(thread) => thread.0,
        Choice::Clock => CLOCK,
        Choice::Spurious(_) | Choice::Favour(_) | Choice::Kill(_) => {
            unreachable!("a search makes scheduler's choices only")
        }
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
#[repr(align(16))]
struct Stamp([Count; LANES.next_multiple_of(8)]);

impl Stamp {
    /// By itself, whole registers are compared; where it is inlined, the compiler takes the numbers one by one.
    #[inline(never)]
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
    /// How many uses belong to earlier steps.
    uses: usize,
    /// How many entries of the undo list do.
    undo: usize,
    /// Of this step and all before it, if that is wanted.
    hash: u64,
}

/// By whom a thing was used, in which state it was found, and the uses of the same thing before: the last one, and the last
/// one that wrote. Of each the number after its own, or 0.
#[derive(Clone, Copy)]
struct Touch {
    step: u32,
    before: u32,
    written: u32,
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

#[derive(Clone)]
pub(super) struct Past {
    steps: Vec<Step>,
    /// What comes before the next step of each lane.
    next: [Stamp; LANES],
    /// How that was before.
    undo: Vec<(Stamp, Lane)>,
    /// What the steps used, in order, each thing once a step.
    uses: Vec<Use>,
    /// The same, with what there is to know of each.
    touches: Vec<Touch>,
    /// By thing: the number after that of its last use, or 0.
    latest: Vec<u32>,
    hashes: bool,
}

impl Default for Past {
    fn default() -> Past {
        Past {
            steps: room(),
            next: Default::default(),
            undo: room(),
            uses: room(),
            touches: room(),
            latest: room(),
            hashes: false,
        }
    }
}

/// A kilobyte each: most searches are small, and need not make room for their first run bit by bit.
pub(super) fn room<T>() -> Vec<T> {
    Vec::with_capacity(1024 / size_of::<T>())
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

    /// Whose step it is.
    pub(super) fn lane(&self, step: usize) -> Lane {
        self.steps[step].lane
    }

    /// What a step used.
    pub(super) fn footprint(&self, step: usize) -> &[Use] {
        // Not the number of uses: those of a step that is about to be added are there already.
        let end = self.steps.get(step + 1).map_or(self.touches.len(), |next| next.uses);
        &self.uses[self.steps[step].uses..end]
    }

    /// What the steps used that come after the first `steps`.
    pub(super) fn footprints(&self, steps: usize) -> &[Use] {
        &self.uses[self.steps.get(steps).map_or(self.uses.len(), |step| step.uses)..]
    }

    /// Forgets all but the first `steps`.
    pub(super) fn cut(&mut self, steps: usize) {
        let Some(&Step { uses, undo, .. }) = self.steps.get(steps) else {
            return;
        };
        self.steps.truncate(steps);
        for (used, touch) in self.uses[uses..].iter().zip(&self.touches[uses..]).rev() {
            self.latest[used.thing()] = touch.before;
        }
        for &(stamp, lane) in self.undo[undo..].iter().rev() {
            self.next[usize::from(lane)] = stamp;
        }
        self.uses.truncate(uses);
        self.touches.truncate(uses);
        self.undo.truncate(undo);
    }

    fn set_next(&mut self, lane: Lane, stamp: Stamp) {
        let next = &mut self.next[usize::from(lane)];
        self.undo.push((*next, lane));
        *next = stamp;
    }

    /// All that was comes before all that follows.
    fn meet(&mut self, threads: usize) {
        let lanes = || (0..threads as Lane).chain([CLOCK]);
        let mut all = Stamp::default();
        lanes().for_each(|lane| all.join(&self.next[usize::from(lane)]));
        lanes().for_each(|lane| self.set_next(lane, all));
    }

    /// The uses of a thing, the last one first.
    fn touches(&self, thing: Use) -> impl Iterator<Item = (Use, &Touch)> {
        self.touches_from(self.latest_of(thing), |touch| touch.before)
    }

    /// Those that wrote.
    fn writes(&self, thing: Use) -> impl Iterator<Item = (Use, &Touch)> {
        self.touches_from(self.written(self.latest_of(thing)), |touch| touch.written)
    }

    /// Those of the same thing whose order with this one matters. A thing may be read again and again, thousands of times; who
    /// reads it once more does not ask all of them.
    fn clashing(&self, used: Use) -> impl Iterator<Item = (Use, &Touch)> {
        let all = used.writes();
        let latest = self.latest_of(used);
        let first = if all { latest } else { self.written(latest) };
        self.touches_from(first, move |touch| if all { touch.before } else { touch.written })
    }

    fn touches_from(
        &self,
        mut next: u32,
        before: impl Fn(&Touch) -> u32,
    ) -> impl Iterator<Item = (Use, &Touch)> {
        std::iter::from_fn(move || {
            let number = next.checked_sub(1)? as usize;
            let touch = &self.touches[number];
            next = before(touch);
            Some((self.uses[number], touch))
        })
    }

    /// The number after that of the thing's last use, or 0.
    fn latest_of(&self, thing: Use) -> u32 {
        self.latest.get(thing.thing()).copied().unwrap_or(0)
    }

    /// The last use up to this one that wrote.
    fn written(&self, latest: u32) -> u32 {
        let Some(number) = latest.checked_sub(1) else { return 0 };
        if self.uses[number as usize].writes() { latest } else { self.touches[number as usize].written }
    }

    fn comes_before(&self, step: usize, stamp: &Stamp) -> bool {
        let step = &self.steps[step];
        stamp.0[usize::from(step.lane)] >= step.number
    }

    /// Adds a step that was made. `lazy`: the clock moves only when nothing else can, so that all that was before comes
    /// before it. `races`: where to put those with earlier steps; or else none is looked for.
    pub(super) fn add(&mut self, world: &World, made: &Made<'_>, lazy: bool, races: Option<&mut Vec<Race>>) {
        let &Made { announced, known, uses, ran } = made;
        let lane = lane(announced.choice);
        let undo = self.undo.len();
        if announced.in_turn() {
            // As with the clock: all that was before comes before it, and it before all that follows.
            self.meet(usize::from(known.threads));
        }
        let before = self.next[usize::from(lane)];
        let number = before.0[usize::from(lane)] + 1;
        let mut stamp = before;
        stamp.0[usize::from(lane)] = number;
        let first_use = self.uses.len();
        if lane == CLOCK && lazy {
            for thread in 0..world.threads.len() {
                stamp.join(&self.next[thread]);
            }
            for thread in 0..world.threads.len() as Lane {
                self.set_next(thread, stamp);
            }
            self.set_next(CLOCK, stamp);
            let hash = self.hash_after(world, lane, number, &stamp);
            self.steps.push(Step { lane, number, stamp, uses: first_use, undo, hash });
            return;
        }
        let concurrent = self.order(uses, &before, &mut stamp);
        self.uses.extend(uses.iter().map(|(used, _)| *used));
        if let Some(races) = races {
            if concurrent {
                self.find_races(world, announced, &before, &self.uses[first_use..], races);
            }
            if !lazy {
                races.extend(self.stopped_clock(announced, &before));
            }
        }
        let step = self.steps.len() as u32;
        for &(used, found) in uses {
            let thing = used.thing();
            if thing >= self.latest.len() {
                self.latest.resize(thing + 1, 0);
            }
            let number = self.touches.len() as u32 + 1;
            let before = std::mem::replace(&mut self.latest[thing], number);
            self.touches.push(Touch { step, before, written: self.written(before), found });
        }
        let hash = self.hash_after(world, lane, number, &stamp);
        self.steps.push(Step { lane, number, stamp, uses: first_use, undo, hash });
        self.set_next(lane, stamp);
        // Those that were started come after what their parents had done before this step; so they are first.
        let is_born = |thread: ThreadId| u16::from(thread.0) >= known.threads;
        for &(thread, joined) in ran.iter().filter(|(thread, _)| is_born(*thread)) {
            self.go_on(thread.0, world.threads[thread.index()].parent.0, &stamp, joined);
        }
        for &(thread, joined) in ran.iter().filter(|(thread, _)| !is_born(*thread)) {
            if (thread.0, joined) != (lane, 0) {
                self.go_on(thread.0, thread.0, &stamp, joined);
            }
        }
        if announced.in_turn() {
            self.meet(world.threads.len());
        }
    }

    /// What `lane` does next comes after a step, after what comes before `from`, and after what those whose ends it has seen
    /// have done.
    fn go_on(&mut self, lane: Lane, from: Lane, stamp: &Stamp, joined: u16) {
        let mut next = self.next[usize::from(from)];
        next.join(stamp);
        for child in lanes(joined.into()) {
            next.join(&self.next[usize::from(child)]);
        }
        self.set_next(lane, next);
    }

    /// The races of a step that is about to be added.
    #[inline(never)]
    fn find_races(
        &self,
        world: &World,
        announced: &Announced,
        before: &Stamp,
        uses: &[Use],
        races: &mut Vec<Race>,
    ) {
        let lane = lane(announced.choice);
        for step in self.racing(world, announced, before, uses) {
            races.push(self.race(&[step], lane, before, Some(uses)));
        }
    }

    /// Sees to it that a step comes after those whose uses its own ones clash with. Whether there is one that did not come
    /// before it anyway.
    fn order(&self, uses: &[(Use, Found)], before: &Stamp, stamp: &mut Stamp) -> bool {
        let mut concurrent = false;
        for &(used, _) in uses {
            for (how, touch) in self.clashing(used) {
                if !self.comes_before(touch.step as usize, before) {
                    concurrent = true;
                    stamp.join(&self.steps[touch.step as usize].stamp);
                }
                if how.writes() {
                    break;
                }
            }
        }
        concurrent
    }

    /// The races of the steps that were announced and could not be chosen when nothing else went on.
    pub(super) fn blocked(&self, world: &World, lazy: bool) -> Vec<Race> {
        let mut races = Vec::new();
        for lane in 0..world.threads.len() as Lane {
            if !matches!(world.threads[usize::from(lane)].pending, Pending::Announced(_)) {
                continue;
            }
            let announced = Announced::of(world, choice(lane));
            let before = self.next[usize::from(lane)];
            if announced.passes(world, |_, now| now) {
                if !lazy {
                    races.extend(self.stopped_clock(&announced, &before));
                }
                continue;
            }
            let uses: Footprint = announced.looks().map(|(thing, _)| thing.writing(true)).collect();
            for step in self.racing(world, &announced, &before, &uses) {
                races.push(self.race(&[step], lane, &before, None));
            }
            races.extend(self.left_behind(world, &announced, &before));
        }
        races
    }

    /// The race of a daemon that is kept by two steps: one took what it waits for, and another one ended its process. It could be
    /// chosen before both, and before neither of them alone.
    fn left_behind(&self, world: &World, announced: &Announced, before: &Stamp) -> Option<Race> {
        let ((ready, thing, now), (end, _)) = (announced.guard?, announced.besides.as_ref()?.end?);
        let writes = |thing| self.writes(thing).map(|(_, touch)| touch);
        let ended = writes(end).find(|touch| touch.found.state == 0)?.step as usize;
        let apart = |&taken: &usize| {
            !self.comes_before(taken, &self.steps[ended].stamp)
                && !self.comes_before(ended, &self.steps[taken].stamp)
        };
        let passes = |&taken: &usize| {
            let found = self.found_without(&[taken, ended], thing, now);
            world.guard_passes(ready, found.value)
        };
        let free = |&step: &usize| !self.comes_before(step, before);
        let taken = writes(thing).map(|touch| touch.step as usize).take_while(free);
        let taken = taken.filter(apart).find(passes).filter(|_| free(&ended))?;
        Some(self.race(&[taken.min(ended), taken.max(ended)], lane(announced.choice), before, None))
    }

    /// How a thing would be found without these steps and what comes after them.
    fn found_without(&self, gone: &[usize], thing: Use, now: Found) -> Found {
        let since = |touch: &&Touch| gone.iter().any(|&step| touch.step as usize >= step);
        let is_gone = |touch: &&Touch| {
            let other = touch.step as usize;
            gone.iter().any(|&step| other == step || self.comes_before(step, &self.steps[other].stamp))
        };
        let later = self.touches(thing).map(|(_, touch)| touch).take_while(since);
        later.filter(is_gone).last().map_or(now, |touch| touch.found)
    }

    /// The races of a clock that could have moved, had not a step let a thread pass that would have waited for it.
    fn stopped_clock(&self, announced: &Announced, before: &Stamp) -> SmallVec<[Race; 4]> {
        let Some((_, thing, _)) = announced.guard.filter(|_| announced.timed) else {
            return SmallVec::new();
        };
        let writes = self.writes(thing);
        let mut steps: SmallVec<[usize; 4]> = writes.map(|(_, touch)| touch.step as usize).collect();
        steps.retain(|step| !self.comes_before(*step, before));
        steps.into_iter().rev().map(|step| self.race(&[step], CLOCK, before, None)).collect()
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
        for &used in uses {
            for (how, touch) in self.clashing(used) {
                let step = touch.step as usize;
                if self.comes_before(step, before) {
                    if how.writes() {
                        break; // and so does all that was before
                    }
                    continue;
                }
                // Otherwise it could not have come earlier than this step.
                let chosen_there =
                    announced.passes(world, |thing, now| self.found_without(&[step], thing, now));
                if chosen_there && !candidates.contains(&step) {
                    candidates.push(step);
                }
                if how.writes() && (chosen_there || !announced.waits_for(used)) {
                    break;
                }
            }
        }
        if candidates.len() > 1 {
            let all = candidates.clone();
            let ordered = |&step: &usize| {
                all.iter().any(|&later| later > step && self.comes_before(step, &self.steps[later].stamp))
            };
            candidates.retain(|step| !ordered(step));
        }
        candidates
    }

    /// With several earlier steps, the lane comes before all of them.
    fn race(&self, earlier: &[usize], lane: Lane, before: &Stamp, uses: Option<&[Use]>) -> Race {
        let step = earlier[0];
        let (mut between, mut firsts, mut seen) = (Footprint::new(), 0, 0);
        let mut itself = true;
        let mut others: SmallVec<[usize; 16]> = SmallVec::new();
        for number in step + 1..self.steps.len() {
            let other = &self.steps[number];
            if earlier.iter().any(|&first| self.comes_before(first, &other.stamp)) {
                continue; // it comes after that one, or is it
            }
            if seen >> other.lane & 1 == 0 {
                seen |= 1 << other.lane;
                if !others.iter().any(|&o| self.comes_before(o, &other.stamp)) {
                    firsts |= 1 << other.lane;
                }
            }
            others.push(number);
            let ordered = self.comes_before(number, before);
            let used = self.footprint(number);
            itself &= !ordered && uses.is_none_or(|uses| !clash(uses, used, Known::ALL));
            between.extend_from_slice(used);
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
