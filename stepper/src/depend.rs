//! What the steps of an execution use, for the explorer: two steps that use nothing in common can change
//! places, and nobody would notice.
//!
//! This is not the happens-before of the race check, which follows the declared memory orderings.

use smallvec::SmallVec;

use crate::kernel::{self, PipeId};
use crate::trace::{ObjectId, ProcessId, ThreadId};
use crate::world::{Ready, Thread, World};

/// A use of a thing: of a word's value, of the queue of threads asleep on it, of a pipe, of a thread's end.
///
/// The end of a thread is mostly used by those who wait for it, and whether they come before or after it makes no
/// difference: they go on after both, up to their next announcement, and nobody sees which step that was part of.
/// So ends are not noted, until an execution shows that one of this program can be seen: by who asks for it
/// without waiting, or by what a thread does at once when it has joined another one ([`Tracking::ends_show`](crate::track::Tracking::ends_show)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Use(u32);

const WRITES: u32 = 1;

/// Numbers of threads' ends are below; those of processes' descriptor tables and of their ends from here on.
const TABLES: u32 = 0x100;
const PROCESSES: u32 = 0x200;

impl Use {
    pub(crate) const fn value_of(word: ObjectId) -> Use {
        Use((word.0 as u32) << 3)
    }

    pub(crate) const fn queue_of(word: ObjectId) -> Use {
        Use((word.0 as u32) << 3 | 1 << 1)
    }

    pub(crate) const fn pipe(object: ObjectId) -> Use {
        Use((object.0 as u32) << 3 | 2 << 1)
    }

    pub(crate) const fn end_of(thread: ThreadId) -> Use {
        Use((thread.0 as u32) << 3 | 3 << 1)
    }

    /// The descriptor table of a process.
    pub(crate) const fn table_of(process: ProcessId) -> Use {
        Use((TABLES + process.0 as u32) << 3 | 3 << 1)
    }

    /// The end of a process, which each of its threads may bring about.
    pub(crate) const fn end_of_process(process: ProcessId) -> Use {
        Use((PROCESSES + process.0 as u32) << 3 | 3 << 1)
    }

    /// The clock, which every step reads where it may move at any time.
    pub(crate) const TIME: Use = Use(0xff << 3 | 3 << 1);

    pub(crate) fn writing(self, writes: bool) -> Use {
        Use(self.0 | if writes { WRITES } else { 0 })
    }

    /// What is used.
    pub(crate) fn about(self) -> About {
        let number = (self.0 >> 3) as u16;
        match self.0 >> 1 & 3 {
            0 => About::Value(ObjectId(number)),
            2 => About::Pipe(ObjectId(number)),
            3 if self.thing() == Use::TIME.thing() => About::Time,
            3 if u32::from(number) < TABLES => About::End(ThreadId(number as u8)),
            3 if u32::from(number) >= PROCESSES => About::EndOfProcess(ProcessId(number as u8)),
            _ => About::Other,
        }
    }

    /// What is used, as a small number.
    pub(crate) fn thing(self) -> usize {
        (self.0 >> 1) as usize
    }

    pub(crate) fn writes(self) -> bool {
        self.0 & WRITES != 0
    }

    /// Whether the order of two uses of the same thing matters.
    pub(crate) fn clashes(self, other: Use) -> bool {
        (self.0 | other.0) & WRITES != 0
    }

    /// Whether the thing came to be after `known` were there. Which number it got then depends on the schedule.
    pub(crate) fn is_new(self, known: Known) -> bool {
        let number = (self.0 >> 3) as u16;
        match (self.0 >> 1 & 3, u32::from(number).checked_sub(TABLES)) {
            (3, Some(process)) => process & 0xff >= known.processes.into(),
            (3, None) => number != 0xff && number >= known.threads,
            _ => number >= known.objects,
        }
    }

    /// Whether both are of the same kind: values, queues, pipes, or ends.
    pub(crate) fn is_alike(self, other: Use) -> bool {
        (self.0 ^ other.0) >> 1 & 3 == 0
    }
}

/// What a [`Use`] is about.
pub(crate) enum About {
    Value(ObjectId),
    Pipe(ObjectId),
    End(ThreadId),
    EndOfProcess(ProcessId),
    Time,
    Other,
}

/// How a step found what it used.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Found {
    /// What a guard asks for: a word's value, or what a pipe is ready for.
    pub(crate) value: u64,
    /// What a thread that gave way asks for: see [`World::state_of`].
    pub(crate) state: u64,
}

/// How many objects and threads there were at a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) objects: u16,
    pub(crate) threads: u16,
    pub(crate) processes: u16,
}

impl Known {
    /// Nothing came to be since.
    pub(crate) const ALL: Known = Known { objects: u16::MAX, threads: u16::MAX, processes: u16::MAX };
}

/// Which ends others can see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ends {
    /// None.
    #[default]
    None,
    /// Those of threads.
    Threads,
    /// Those of processes too: and who of its threads is the last to end is the one that ends a process.
    Processes,
}

impl World {
    /// How much there is.
    pub(crate) fn known(&self) -> Known {
        Known {
            objects: self.objects.len() as u16,
            threads: self.threads.len() as u16,
            processes: self.processes.len() as u16,
        }
    }

    /// The step uses a word's value; `found` is what is in it before.
    #[inline]
    pub(crate) fn uses_value(&mut self, word: ObjectId, writes: bool, found: u64) {
        let thing = Use::value_of(word);
        self.looks(thing);
        if self.tracking.on {
            let state = self.objects[word.index()].version.into();
            self.note_use(thing.writing(writes), Found { value: found, state });
        }
    }

    /// The step uses the queue of threads asleep on a word.
    pub(crate) fn uses_queue(&mut self, word: ObjectId) {
        if self.tracking.on {
            self.note_use(Use::queue_of(word).writing(true), Found::default());
        }
    }

    fn note_use(&mut self, what: Use, found: Found) {
        let &mut Thread { joined, daemon, process, .. } = self.me();
        if joined != 0 {
            self.an_end_shows(self.processes.len() > 1);
        }
        if daemon {
            self.uses_end_of_process(process, false);
        }
        self.tracking.note(what, found);
    }

    /// The step uses the pipe.
    pub(crate) fn uses_pipe(&mut self, pipe: PipeId, writes: bool) {
        let thing = Use::pipe(self.kernel.pipe(pipe).object);
        let found = self.kernel.readiness(pipe);
        self.hears_word(self.kernel.pipe(pipe).object, found, found);
        if writes {
            self.changes_other();
        } else {
            self.looks(thing);
        }
        if self.tracking.on {
            self.note_use(thing.writing(writes), Found { value: found, state: found });
        }
    }

    /// The step looks into the descriptor table of the running thread's process, or changes it.
    pub(crate) fn uses_table(&mut self, writes: bool) {
        if self.tracking.on {
            let process = self.me().process;
            self.note_use(Use::table_of(process).writing(writes), Found::default());
        }
    }

    fn uses_end(&mut self, of: ThreadId, writes: bool) {
        if self.tracking.on && self.tracking.ends_noted > Ends::None {
            let state = self.state_of(Use::end_of(of));
            self.tracking.note(Use::end_of(of).writing(writes), Found { value: 0, state });
        }
    }

    /// The running thread looks whether a process has ended, or ends it.
    pub(crate) fn uses_end_of_process(&mut self, of: ProcessId, writes: bool) {
        if self.tracking.on && self.tracking.ends_noted == Ends::Processes {
            let state = self.state_of(Use::end_of_process(of));
            self.tracking.note(Use::end_of_process(of).writing(writes), Found { value: 0, state });
        }
    }

    /// The running thread looks whether another one has ended, to wait for that.
    pub(crate) fn waits_for_end(&mut self, of: ThreadId) {
        self.uses_end(of, false);
    }

    /// The running thread looks whether a process has ended, to wait for that.
    pub(crate) fn waits_for_process(&mut self, of: ProcessId) {
        self.uses_end_of_process(of, false);
    }

    /// The running thread has seen the end of another one.
    pub(crate) fn has_joined(&mut self, other: ThreadId) {
        let seen = 1 << other.0 | self.threads[other.index()].joined;
        self.me().joined |= seen;
    }

    /// The running thread looks whether another one has ended, and goes on in any case.
    pub(crate) fn asks_for_end(&mut self, of: ThreadId) {
        self.an_end_shows(self.processes.len() > 1);
        self.looks(Use::end_of(of));
        self.uses_end(of, false);
    }

    /// The running thread looks whether a process has ended, and goes on in any case.
    pub(crate) fn asks_for_process(&mut self, of: ProcessId) {
        self.an_end_shows(true);
        self.looks(Use::end_of_process(of));
        self.uses_end_of_process(of, false);
    }

    pub(crate) fn an_end_shows(&mut self, of_a_process: bool) {
        let which = if of_a_process { Ends::Processes } else { Ends::Threads };
        self.tracking.ends_show = self.tracking.ends_show.max(which);
    }

    /// The running thread ends.
    pub(crate) fn ends(&mut self) {
        if !self.tracking.on {
            return;
        }
        self.uses_end(self.current, true);
        // Also when it is not the last one: what a step uses must not depend on what it finds.
        let process = self.me().process;
        self.uses_end_of_process(process, true);
    }

    /// The threads of a process.
    pub(crate) fn members(&self, process: ProcessId) -> SmallVec<[ThreadId; 4]> {
        let all = self.threads.iter().zip(0..);
        all.filter(|(thread, _)| thread.process == process).map(|(_, id)| ThreadId(id)).collect()
    }

    /// What a guard looks at, and what it finds there.
    pub(crate) fn guarded_by(&self, guard: Ready) -> Option<(Use, Found)> {
        match guard {
            Ready::Always => None,
            Ready::Word(word, _) | Ready::WordIsNot(word, _) => {
                Some((Use::value_of(word), self.found_word(word)))
            }
            Ready::Readable(pipe) | Ready::Writable(pipe, _) => {
                let thing = Use::pipe(self.kernel.pipe(pipe).object);
                Some((thing, self.found(thing)))
            }
        }
    }

    fn found_word(&self, word: ObjectId) -> Found {
        let object = &self.objects[word.index()];
        Found { value: object.value, state: object.version.into() }
    }

    /// How somebody would find a thing now.
    pub(crate) fn found(&self, thing: Use) -> Found {
        match thing.about() {
            About::Value(word) => self.found_word(word),
            _ => {
                let state = self.state_of(thing);
                Found { value: state, state }
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
