//! Random choices that are the same everywhere and for ever: a seed is a schedule too.

use crate::trace::Choice;

const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

fn scramble(of: u64) -> u64 {
    let z = (of ^ of >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ z >> 31
}

/// A hash of `hash` followed by `next`.
#[inline]
pub(crate) fn mix(hash: u64, next: u64) -> u64 {
    scramble(hash.rotate_left(5).wrapping_add(STEP) ^ next)
}

/// SplitMix64 (Steele, Lea and Flood, 2014).
///
/// ```
/// let mut dice = stepper::Dice::new(7);
/// let rolls: Vec<usize> = (0..8).map(|_| dice.roll(6)).collect();
/// assert!(rolls.iter().all(|&n| n < 6));
/// assert_eq!(dice.choose(&[]), None);
/// ```
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Dice that always fall the same way for the same seed.
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    /// A number from 0 to `sides - 1`.
    ///
    /// # Panics
    /// When `sides` is 0.
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(STEP);
        (scramble(self.0) % sides as u64) as usize
    }

    /// One of the choices; none if there is none.
    pub fn choose(&mut self, choices: &[Choice]) -> Option<Choice> {
        if choices.is_empty() { None } else { Some(choices[self.roll(choices.len())]) }
    }
}
