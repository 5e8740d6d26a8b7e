//! What the steps of an execution use, for the explorer: two steps that use nothing in common can change
//! places, and nobody would notice.
//!
//! This is not the happens-before of the race check, which follows the declared memory orderings.

use smallvec::SmallVec;

use crate::kernel::{self, PipeId};
use crate::trace::{ObjectId, ProcessId, ThreadId};
use crate::world::{Ready, World};

/// A use of a thing: of a word's value, of the queue of threads asleep on it, of a pipe, of a thread's end.
///
/// Waiting for a thread's end, and ending, are *soft*: in whatever order the two come, the waiting thread goes on
/// after both. What they do to each other is noticed only if it then does something that others can see before
/// it announces its next operation: that makes it a hard use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Use(u32);

const WRITES: u32 = 1;
const SOFT: u32 = 2;

impl Use {
    pub(crate) const fn value_of(word: ObjectId) -> Use {
        Use((word.0 as u32) << 4)
    }

    pub(crate) const fn queue_of(word: ObjectId) -> Use {
        Use((word.0 as u32) << 4 | 1 << 2)
    }

    pub(crate) const fn pipe(object: ObjectId) -> Use {
        Use((object.0 as u32) << 4 | 2 << 2)
    }

    pub(crate) const fn end_of(thread: ThreadId) -> Use {
        Use((thread.0 as u32) << 4 | 3 << 2)
    }

    /// The clock, which every step reads where it may move at any time.
    pub(crate) const TIME: Use = Use(0xff << 4 | 3 << 2);

    pub(crate) fn writing(self, writes: bool) -> Use {
        Use(self.0 | if writes { WRITES } else { 0 })
    }

    pub(crate) fn soft(self) -> Use {
        Use(self.0 | SOFT)
    }

    /// What is used, as a small number.
    pub(crate) fn thing(self) -> usize {
        (self.0 >> 2) as usize
    }

    pub(crate) fn writes(self) -> bool {
        self.0 & WRITES != 0
    }

    pub(crate) fn is_soft(self) -> bool {
        self.0 & SOFT != 0
    }

    /// Whether the order of two uses of the same thing matters.
    pub(crate) fn clashes(self, other: Use) -> bool {
        (self.0 | other.0) & WRITES != 0 && self.0 & other.0 & SOFT == 0
    }

    /// Both uses of a thing in one step.
    pub(crate) fn and(self, other: Use) -> Use {
        Use(self.0 | other.0 & WRITES).hardened(self.0 & other.0 & SOFT == 0)
    }

    fn hardened(self, hard: bool) -> Use {
        if hard { Use(self.0 & !SOFT) } else { self }
    }

    /// Whether the thing came to be after `known` were there. Which number it got then depends on the schedule.
    pub(crate) fn is_new(self, known: Known) -> bool {
        let number = (self.0 >> 4) as u16;
        if self.0 >> 2 & 3 == 3 { number != 0xff && number >= known.threads } else { number >= known.objects }
    }

    /// Whether both are of the same kind: values, queues, pipes, or ends.
    pub(crate) fn is_alike(self, other: Use) -> bool {
        (self.0 ^ other.0) >> 2 & 3 == 0
    }
}

/// How many objects and threads there were at a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) objects: u16,
    pub(crate) threads: u16,
}

impl Known {
    /// Nothing came to be since.
    pub(crate) const ALL: Known = Known { objects: u16::MAX, threads: u16::MAX };
}

/// What the explorer is told of the step that is being made.
#[derive(Default)]
pub(crate) struct Tracking {
    pub(crate) on: bool,
    /// What was used, and the state in which it was found, where a guard may ask for that.
    pub(crate) uses: Vec<(Use, u64)>,
    /// The threads that ran.
    pub(crate) ran: u16,
    /// Somebody asked whether a thread has ended, without waiting for that.
    pub(crate) ends_are_asked: bool,
    /// So the end of a thread is something that others can see.
    pub(crate) ends_matter: bool,
}

impl Tracking {
    #[inline]
    pub(crate) fn begin_step(&mut self) {
        if self.on {
            self.uses.clear();
            self.ran = 0;
        }
    }

    pub(crate) fn clear(&mut self) {
        self.uses.clear();
        self.ran = 0;
        (self.on, self.ends_are_asked, self.ends_matter) = (false, false, false);
    }
}

impl World {
    /// The step uses this; `found` is the state it found it in.
    #[inline]
    pub(crate) fn uses(&mut self, what: Use, found: u64) {
        if self.tracking.on {
            self.note_use(what, found);
        }
    }

    fn note_use(&mut self, what: Use, found: u64) {
        let joined = self.me().joined;
        self.tracking.uses.push((what, found));
        if joined != 0 && !what.is_soft() {
            for child in (0..16).filter(|child| joined >> child & 1 != 0) {
                self.tracking.uses.push((Use::end_of(ThreadId(child)).writing(true), 0));
            }
        }
    }

    /// The step uses the pipe.
    pub(crate) fn uses_pipe(&mut self, pipe: PipeId, writes: bool) {
        if self.tracking.on {
            let found = self.kernel.readiness(pipe);
            self.note_use(Use::pipe(self.kernel.pipe(pipe).object).writing(writes), found);
        }
    }

    /// The running thread waits for the end of another one.
    pub(crate) fn waits_for_end(&mut self, of: ThreadId) {
        self.uses(Use::end_of(of).soft(), 0);
    }

    /// The running thread has seen the end of another one.
    pub(crate) fn has_joined(&mut self, other: ThreadId) {
        let seen = 1 << other.0 | self.threads[other.index()].joined;
        self.me().joined |= seen;
    }

    /// The running thread asks whether another one has ended.
    pub(crate) fn asks_for_end(&mut self, of: ThreadId) {
        self.tracking.ends_are_asked = true;
        self.uses(Use::end_of(of), 0);
    }

    /// The running thread ends.
    pub(crate) fn ends(&mut self) {
        let end = Use::end_of(self.current).writing(true);
        self.uses(if self.tracking.ends_matter { end } else { end.soft() }, 0);
    }

    /// The threads of a process.
    pub(crate) fn members(&self, process: ProcessId) -> SmallVec<[ThreadId; 4]> {
        let all = self.threads.iter().zip(0..);
        all.filter(|(thread, _)| thread.process == process).map(|(_, id)| ThreadId(id)).collect()
    }

    /// What a guard looks at.
    pub(crate) fn guard_thing(&self, guard: Ready) -> Option<Use> {
        match guard {
            Ready::Always => None,
            Ready::Word(word, _) | Ready::WordIsNot(word, _) => Some(Use::value_of(word)),
            Ready::Readable(pipe) | Ready::Writable(pipe, _) => {
                Some(Use::pipe(self.kernel.pipe(pipe).object))
            }
        }
    }

    /// Whether a guard would have let its thread pass in a state that was found.
    pub(crate) fn guard_passes(&self, guard: Ready, found: u64) -> bool {
        match guard {
            Ready::Always => true,
            Ready::Word(_, test) => test(found),
            Ready::WordIsNot(_, value) => found != value,
            Ready::Readable(_) => kernel::was_readable(found),
            Ready::Writable(pipe, bytes) => self.kernel.was_writable(pipe, bytes, found),
        }
    }
}
