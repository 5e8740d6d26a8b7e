//! Threads that ask again and again: a thread that gives way after it has looked, and changed nothing, waits in vain
//! until something that it looked at has changed. `docs/explorer.md` says why no schedule is lost by that.

use smallvec::SmallVec;

use crate::depend::{About, Found, Use};
use crate::trace::{Choice, ObjectId, ThreadId, Why};
use crate::world::{Thread, World};

/// What a thread has looked at since it did something, or saw that somebody else did.
#[derive(Default)]
pub(crate) struct Spin {
    /// Things, and the state in which it saw each.
    looks: SmallVec<[(Use, u64); 4]>,
    /// How often it has given way since.
    rounds: u32,
    /// Its next operation comes right after it gave way.
    gave_way: bool,
}

/// A thread that looks at more is taken to get somewhere.
const MOST_LOOKS: usize = 32;

/// A thing, its state when it was looked at, and its state now.
pub(crate) type Seen = (Use, u64, Found);

impl Spin {
    /// It has done something that others can see, or has seen something that others did.
    pub(crate) fn reset(&mut self) {
        self.looks.clear();
        self.rounds = 0;
    }

    /// For a new thread.
    pub(crate) fn renew(&mut self) {
        self.reset();
        self.gave_way = false;
    }

    #[inline]
    fn look(&mut self, thing: Use, state: u64) {
        match self.looks.iter().find(|(known, _)| *known == thing) {
            Some((_, seen)) if *seen == state => return,
            None if self.looks.len() < MOST_LOOKS => {}
            _ => self.reset(),
        }
        self.looks.push((thing, state));
    }

    /// It gives way to the others, and will look again.
    pub(crate) fn give_way(&mut self) {
        // Twice at once is once.
        self.rounds += u32::from(!self.looks.is_empty() && !self.gave_way);
        self.gave_way = true;
    }

    /// Whether its next operation comes right after it gave way.
    pub(crate) fn gave_way(&self) -> bool {
        self.gave_way
    }

    /// How often it has given way in vain, and how many things it has looked at: as long as it spins, the first number
    /// grows and the other one stays.
    pub(crate) fn so_far(&self) -> (u32, usize) {
        (self.rounds, self.looks.len())
    }
}

/// What has been changed in a step so far.
#[derive(Default)]
pub(crate) struct Changes {
    /// Words, and what was in them before.
    words: SmallVec<[(ObjectId, u64); 4]>,
    /// Something else.
    other: bool,
}

impl Changes {
    #[inline]
    fn word(&mut self, word: ObjectId, before: u64) {
        if self.words.iter().all(|(known, _)| *known != word) {
            self.words.push((word, before));
        }
    }
}

impl World {
    /// The running thread looks at a thing.
    #[inline]
    pub(crate) fn looks(&mut self, thing: Use) {
        if self.config.heeds_yields() {
            let state = self.state_of(thing);
            self.me().spin.look(thing, state);
        }
    }

    /// A word gets another value.
    #[inline]
    pub(crate) fn changes_word(&mut self, word: ObjectId, before: u64) {
        if self.config.heeds_yields() {
            self.changes.word(word, before);
        }
    }

    /// Something is done that is no operation on a word.
    #[inline]
    pub(crate) fn changes_other(&mut self) {
        self.changes.other = self.config.heeds_yields();
    }

    /// A step is over. If it leaves all as it found it, it has changed nothing: nobody can see what happens within a step.
    /// Otherwise all words that it wrote have changed, also those with the same value as before: what a lock protects is
    /// not its word.
    #[inline]
    pub(crate) fn end_step(&mut self) {
        if !self.changes.words.is_empty() || self.changes.other {
            self.end_of_changes();
        }
        if self.tracking.on {
            self.end_tracked();
        }
    }

    #[inline(never)]
    fn end_of_changes(&mut self) {
        let changes = std::mem::take(&mut self.changes);
        let differs = |(word, before): &(ObjectId, u64)| self.objects[word.index()].value != *before;
        if !changes.other && !changes.words.iter().any(differs) {
            return;
        }
        for (word, _) in changes.words {
            self.objects[word.index()].version += 1;
        }
        if let Some(Choice::Thread(id)) = self.made.last() {
            self.threads[id.index()].spin.reset();
        }
    }

    /// What a thing to look at is like, as far as those who look can see: it never is again what it was once.
    pub(crate) fn state_of(&self, thing: Use) -> u64 {
        match thing.about() {
            About::Value(word) => self.objects[word.index()].version.into(),
            About::Pipe(object) => self.kernel.pipe_of(object).map_or(0, |pipe| self.kernel.readiness(pipe)),
            About::End(thread) => self.threads[thread.index()].finished.into(),
            About::EndOfProcess(process) => self.kernel.status(process).is_some().into(),
            About::Time => self.now,
            About::Other => 0,
        }
    }

    /// What must change before it is of any use to choose the thread; empty if it need not wait for that.
    #[inline]
    pub(crate) fn waits_for_change(&self, thread: &Thread) -> Vec<Seen> {
        let Spin { looks, rounds, gave_way } = &thread.spin;
        if !gave_way || *rounds <= self.config.patience {
            return Vec::new();
        }
        looks.iter().map(|&(thing, seen)| (thing, seen, self.found(thing))).collect()
    }

    /// Whether the thread would only see what it saw before.
    #[inline]
    pub(crate) fn is_idle(&self, thread: &Thread) -> bool {
        let Spin { looks, rounds, gave_way } = &thread.spin;
        *gave_way
            && *rounds > self.config.patience
            && looks.iter().all(|&(thing, seen)| seen == self.state_of(thing))
    }

    /// Those of the threads, as a set, that are idle.
    pub(crate) fn idle(&self, threads: u16) -> u16 {
        let all = (0..).zip(self.threads.iter());
        let idle = all.filter(|&(n, thread)| threads >> n & 1 != 0 && self.is_idle(thread));
        idle.fold(0, |set, (n, _)| set | 1 << n)
    }

    /// The running thread was chosen. What has changed since it gave way it forgets: it looks at that again, or
    /// does not care any more.
    #[inline]
    pub(crate) fn look_again(&mut self) {
        let (current, patience) = (self.current.index(), self.config.patience);
        let spin = &mut self.threads[current].spin;
        // Before it has to wait it does not care, or its steps would depend on what they do not use.
        if std::mem::take(&mut spin.gave_way) && spin.rounds > patience {
            self.forget_changes();
        }
    }

    #[inline(never)]
    fn forget_changes(&mut self) {
        let current = self.current.index();
        let mut spin = std::mem::take(&mut self.threads[current].spin);
        let before = spin.looks.len();
        spin.looks.retain(|(thing, seen)| *seen == self.state_of(*thing));
        if spin.looks.len() < before {
            spin.rounds = 0;
        }
        self.threads[current].spin = spin;
    }

    /// Of threads that wait in vain while nobody else can go on, whose turn it is: who has tried least often. The same
    /// for every order of the steps so far, unlike who moved last.
    pub(crate) fn next_in_turn(&self, idle: u16) -> Option<ThreadId> {
        let all = (0..).map(ThreadId).zip(self.threads.iter());
        let idle = all.filter(|(id, _)| idle >> id.0 & 1 != 0);
        idle.min_by_key(|(_, thread)| (thread.spin.rounds, thread.lineage)).map(|(id, _)| id)
    }

    /// What an idle thread looks at.
    pub(crate) fn why_idle(&self, thread: &Thread) -> Why {
        let mut objects: Vec<ObjectId> = Vec::new();
        for (thing, _) in &thread.spin.looks {
            if let About::Value(object) | About::Pipe(object) = thing.about() {
                let whole = self.whole(object);
                if !objects.contains(&whole) {
                    objects.push(whole);
                }
            }
        }
        Why::Polls { objects }
    }
}
