//! What is heard of every run, also where nothing is recorded: one number, enough to notice that the same choices have not
//! led to the same.

use std::panic::Location;
use std::ptr;

use crate::trace::{ObjectId, ObjectInfo, Place};
use crate::world::World;

impl World {
    /// Something happened that is the same in each run under the same choices: no address of what the program allocates.
    #[inline]
    pub(crate) fn hears(&mut self, what: u64) {
        // Of the multiplication of FxHash: few instructions, on the path of every operation.
        self.heard = (self.heard.rotate_left(5) ^ what).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    /// An operation on a word, which had a value before and has one after it.
    #[inline]
    pub(crate) fn hears_word(&mut self, word: ObjectId, before: u64, after: u64) {
        self.hears(u64::from(word.0) << 48 ^ before.rotate_left(24) ^ after);
    }

    /// The running thread has announced its next step: a call, or else an operation on a line within one.
    #[inline]
    pub(crate) fn hears_announced(&mut self) {
        let me = &self.threads[self.current.index()];
        let (object, line) = match &me.announced {
            Some(frame) => (frame.object.0, Some(frame.place)),
            None => (0, me.inside),
        };
        // A line of code is at the same address as long as the process lives.
        let line = line.map_or(0, |line: &'static Location<'static>| ptr::from_ref(line).addr() as u64);
        let until = me.deadline;
        self.hears(line ^ u64::from(object) << 48);
        if let Some(until) = until {
            self.hears(until);
        }
    }

    pub(crate) fn hears_text(&mut self, text: &[u8]) {
        self.hears(text.len() as u64);
        text.iter().for_each(|&byte| self.hears(byte.into()));
    }
}

/// What a program once did, and what it did another time after the same choices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variation {
    /// What was seen first.
    pub once: Observed,
    /// What was seen another time.
    pub again: Observed,
    /// What the objects were then.
    pub objects: Vec<ObjectInfo>,
}

/// How a run stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observed {
    /// After so many steps.
    pub steps: usize,
    /// What could be chosen.
    pub could: Vec<Could>,
    /// What the last steps had written.
    pub words: Vec<Left>,
}

/// What was left in a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// Which.
    pub word: ObjectId,
    /// Its value.
    pub value: u64,
    /// The line of the program that wrote it, where that is known.
    pub place: Option<Place>,
}

/// What could be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Could {
    /// The name of the thread; none: the clock.
    pub thread: Option<String>,
    /// The call that it was about to make, by its verb and its object.
    pub call: Option<(&'static str, ObjectId)>,
    /// On which line it stood.
    pub place: Option<Place>,
}
