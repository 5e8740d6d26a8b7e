//! A state on the path of the reduced search in which there is something to choose: what has to be tried there, and what
//! sleeps.

use smallvec::SmallVec;

use super::looks::Look;
use super::past::{CLOCK, Footprint, Lane, Race, clash, exceeds, lanes};
use crate::depend::{Known, Use};
use crate::execution::Choices;

/// A choice that was tried from some state, which had so much known and numbered.
#[derive(Clone)]
pub(super) struct Tried {
    pub(super) lane: Lane,
    uses: Footprint,
    known: Known,
}

impl Tried {
    /// Whether it need not be tried either after a step by `lane` that used this.
    pub(super) fn sleeps_on(&self, lane: Lane, uses: &[Use]) -> bool {
        // What has no number yet may get another one here: whether it clashes would be a guess, and a lane that is
        // woken by a wrong guess would have counted as covered while it slept.
        let settled = || !self.uses.iter().any(|used| used.is_new(self.known));
        self.lane != lane && settled() && !clash(&self.uses, uses, self.known)
    }
}

/// What sleeps: numbers of choices that were tried.
pub(super) type Sleepers = SmallVec<[u32; 4]>;

/// That `lane` uses nothing but `uses` and clashes with nothing in `between`.
#[derive(Clone, PartialEq)]
pub(super) struct Assumption {
    lane: Lane,
    uses: Option<Footprint>,
    between: Footprint,
    /// If it does clash, one of these has to be tried.
    firsts: u32,
}

impl Assumption {
    /// Whether the lane used more than what was assumed. Other steps may clash with that, wherever they come: so
    /// everything has to be tried.
    fn is_exceeded(&self, uses: &[Use], known: Known) -> bool {
        self.uses.as_ref().is_some_and(|assumed| exceeds(uses, assumed, known))
    }
}

/// What a race further down asks of a state.
#[derive(Clone, PartialEq)]
pub(super) enum Wish {
    /// One of the lanes in the set has to be tried, if need be the one named, or the first that can be chosen.
    OneOf(u32, Option<Lane>),
    /// Every lane has to be tried.
    All,
    /// This is assumed, until its lane is tried.
    Assume(Assumption),
}

/// A state on the path. Sets of lanes have a bit for each.
#[derive(Clone)]
pub(super) struct Frame {
    /// How many steps come before it.
    pub(super) step: usize,
    pub(super) choices: Choices,
    pub(super) chosen: Lane,
    known: Known,
    /// What has to be tried, the chosen one included.
    back: u32,
    /// Of these, what was not chosen yet, in the order in which it was asked for: whatever is asked for later,
    /// the first comes next.
    waiting: SmallVec<[Lane; 4]>,
    /// What need not be tried, because it was, here or further up.
    asleep: u32,
    /// The same, by what it used.
    pub(super) sleepers: Sleepers,
    /// How many choices had been tried before it came here.
    pub(super) tried: usize,
    assumed: Vec<Assumption>,
    /// How many executions its branch had made before it came here.
    pub(super) since: u64,
    /// What the run looked like when it came here.
    pub(super) look: Look,
}

impl Frame {
    /// A state after so many steps in which `chosen` has to be tried, and nothing of `asleep`.
    pub(super) fn new(
        step: usize,
        choices: Choices,
        known: Known,
        chosen: Lane,
        (asleep, sleepers): (u32, Sleepers),
        tried: usize,
        (since, look): (u64, Look),
    ) -> Frame {
        Frame {
            step,
            choices,
            chosen,
            known,
            back: 1 << chosen,
            waiting: SmallVec::new(),
            asleep,
            sleepers,
            tried,
            assumed: Vec::new(),
            since,
            look,
        }
    }

    fn enabled(&self) -> u32 {
        set(self.choices)
    }

    /// Sees to it that all of these are tried here.
    pub(super) fn add(&mut self, lanes_wanted: u32) {
        let new = lanes_wanted & self.enabled() & !(self.back | self.asleep);
        self.back |= new;
        self.waiting.extend(lanes(new));
    }

    /// Sees to it that one of `firsts` is tried here, if need be `best`.
    fn need(&mut self, firsts: u32, best: Option<Lane>) {
        if !self.tries_one_of(firsts) {
            let firsts = firsts & self.enabled();
            self.add(match best {
                Some(lane) => 1 << lane,
                None if firsts != 0 => firsts & firsts.wrapping_neg(),
                None => self.enabled(),
            });
        }
    }

    fn tries_one_of(&self, firsts: u32) -> bool {
        firsts & self.enabled() & (self.back | self.asleep) != 0
    }

    /// Whether it changes nothing, now or later, to grant the wish.
    pub(super) fn grants(&self, wish: &Wish) -> bool {
        match wish {
            Wish::OneOf(firsts, _) => self.tries_one_of(*firsts),
            Wish::All => self.enabled() & !(self.back | self.asleep) == 0,
            Wish::Assume(assumption) => self.assumed.contains(assumption),
        }
    }

    pub(super) fn grant(&mut self, wish: Wish) {
        match wish {
            Wish::OneOf(firsts, best) => self.need(firsts, best),
            Wish::All => self.add(self.enabled()),
            Wish::Assume(assumption) if self.assumed.contains(&assumption) => {}
            Wish::Assume(assumption) => self.assumed.push(assumption),
        }
    }

    /// What has to be tried here so that a race is reversed.
    pub(super) fn wishes(&self, race: Race, tried: &[Tried]) -> (Option<Wish>, Wish) {
        let mut besides = None;
        let Race { lane, between, firsts, mut itself, uses, .. } = race;
        let can_come = self.enabled() >> lane & 1 != 0;
        itself &= can_come;
        if can_come {
            let assumption = Assumption { lane, uses, between, firsts };
            match self.sleepers.iter().map(|&n| &tried[n as usize]).find(|tried| tried.lane == lane) {
                Some(tried) => {
                    itself &= !clash(&tried.uses, &assumption.between, tried.known);
                    if assumption.is_exceeded(&tried.uses, tried.known) {
                        besides = Some(Wish::All);
                    }
                }
                None => besides = Some(Wish::Assume(assumption)),
            }
        }
        let one =
            if itself { Wish::OneOf(firsts | 1 << lane, Some(lane)) } else { Wish::OneOf(firsts, None) };
        (besides, one)
    }

    /// The chosen step has been made here, and used this.
    pub(super) fn check(&mut self, uses: &[Use]) {
        let mut at = 0;
        while at < self.assumed.len() {
            if self.assumed[at].lane != self.chosen {
                at += 1;
                continue;
            }
            let assumption = self.assumed.swap_remove(at);
            if assumption.is_exceeded(uses, self.known) {
                self.add(self.enabled());
            }
            if clash(uses, &assumption.between, self.known) {
                self.need(assumption.firsts, None);
            }
        }
    }

    /// All that goes on from the chosen step, which used this, has been seen: it sleeps.
    pub(super) fn sleep(&mut self, uses: &[Use], tried: &mut Vec<Tried>) {
        self.asleep |= 1 << self.chosen;
        self.sleepers.push(tried.len() as u32);
        let uses = Footprint::from_slice(uses);
        tried.push(Tried { lane: self.chosen, uses, known: self.known });
    }

    /// Whether something has still to be tried.
    pub(super) fn waits(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Chooses what has to be tried next; false if there is nothing.
    pub(super) fn choose_next(&mut self) -> bool {
        let next = (!self.waiting.is_empty()).then(|| self.waiting.remove(0));
        next.inspect(|&lane| self.chosen = lane).is_some()
    }
}

/// A set with a bit for each choice.
pub(super) fn set(choices: Choices) -> u32 {
    u32::from(choices.threads) | u32::from(choices.clock) << CLOCK
}
