//! What the explorer is told of the steps that are made: what each had announced, what it used, and who ran in it.

use crate::depend::{Ends, Found, Known, Use};
use crate::spin::Seen;
use crate::trace::{Choice, ThreadId};
use crate::world::{Pending, Ready, Thread, World};

/// What somebody has announced who may be chosen.
pub(crate) struct Announced {
    /// Who.
    pub(crate) choice: Choice,
    /// What may keep it from being chosen, what that looks at, and what it finds there now.
    pub(crate) guard: Option<(Ready, Use, Found)>,
    /// It would not be kept for ever.
    pub(crate) timed: bool,
    /// What else may keep it, of a thread that gave way or is a daemon.
    pub(crate) besides: Option<Box<Besides>>,
}

/// On what it depends besides a guard whether somebody can be chosen.
pub(crate) struct Besides {
    /// Of a daemon: the end of its process, after which it is no more.
    pub(crate) end: Option<(Use, Found)>,
    /// One of these must have changed as well, if there are any.
    changes: Vec<Seen>,
    /// It can be chosen although none has, there being nobody else: after all that was before.
    in_turn: bool,
}

impl Announced {
    #[inline]
    pub(crate) fn of(world: &World, choice: Choice) -> Announced {
        let nothing = || Announced { choice, guard: None, timed: false, besides: None };
        let Choice::Thread(id) = choice else {
            return nothing();
        };
        let thread = &world.threads[id.index()];
        let Pending::Announced(ready) = thread.pending else {
            return nothing();
        };
        // Once its time has come, it can be chosen in any state.
        let late = thread.deadline.is_some_and(|d| d <= world.now);
        let guard = world.guarded_by(ready).filter(|_| !late).map(|(thing, found)| (ready, thing, found));
        let besides = (thread.daemon || thread.spin.gave_way()).then(|| Besides::of(world, thread));
        Announced { choice, guard, timed: thread.deadline.is_some(), besides }
    }

    /// Whether it could be chosen if its guard found this, and the things to change were in these states.
    pub(crate) fn passes(&self, world: &World, found: impl Fn(Use, Found) -> Found) -> bool {
        let guard =
            self.guard.is_none_or(|(ready, thing, now)| world.guard_passes(ready, found(thing, now).value));
        guard && self.besides.as_ref().is_none_or(|besides| besides.pass(found))
    }

    /// Whether it is chosen in its turn, nothing having changed.
    pub(crate) fn in_turn(&self) -> bool {
        self.besides.as_ref().is_some_and(|besides| besides.in_turn)
    }

    /// What it depends on whether it can be chosen, and how that is now.
    pub(crate) fn looks(&self) -> impl Iterator<Item = (Use, Found)> {
        let guard = self.guard.map(|(_, thing, found)| (thing, found));
        guard.into_iter().chain(self.besides.iter().flat_map(|besides| besides.looks()))
    }

    /// Whether it depends on the thing whether it can be chosen.
    pub(crate) fn waits_for(&self, thing: Use) -> bool {
        self.looks().any(|(other, _)| other.thing() == thing.thing())
    }
}

impl Besides {
    #[cold]
    fn of(world: &World, thread: &Thread) -> Box<Besides> {
        let end = Use::end_of_process(thread.process);
        Box::new(Besides {
            end: thread.daemon.then(|| (end, world.found(end))),
            changes: world.waits_for_change(thread),
            in_turn: world.is_idle(thread),
        })
    }

    fn pass(&self, found: impl Fn(Use, Found) -> Found) -> bool {
        let changed = |&(thing, seen, now): &Seen| found(thing, now).state != seen;
        let lives = self.end.is_none_or(|(thing, now)| found(thing, now).state == 0);
        lives && (self.changes.is_empty() || self.changes.iter().any(changed))
    }

    fn looks(&self) -> impl Iterator<Item = (Use, Found)> {
        self.changes.iter().map(|&(thing, _, found)| (thing, found)).chain(self.end)
    }
}

/// A step that was made.
pub(crate) struct Made<'a> {
    pub(crate) announced: &'a Announced,
    /// What there was before it.
    pub(crate) known: Known,
    /// What it used, each thing once, and how it found that.
    pub(crate) uses: &'a [(Use, Found)],
    /// The threads that ran, and whose ends each had seen then: see [`Thread::joined`](crate::world::Thread::joined).
    pub(crate) ran: &'a [(ThreadId, u16)],
}

/// A step, when it was made, and where its uses end, and those who ran.
struct Entry {
    announced: Announced,
    known: Known,
    now: u64,
    uses: usize,
    ran: usize,
}

/// What the explorer is told of the steps that are made, if it wants to know.
#[derive(Default)]
pub(crate) struct Tracking {
    pub(crate) on: bool,
    /// Threads whose steps somebody outside wants to be asked for, a bit for each.
    pub(crate) ask: u32,
    /// The steps since somebody outside chose the last time: that one, and those that it made the only choice.
    steps: Vec<Entry>,
    uses: Vec<(Use, Found)>,
    ran: Vec<(ThreadId, u16)>,
    /// Where the uses of the last one begin.
    first_use: usize,
    /// The threads that ran in it, a bit for each.
    running: u16,
    /// Which ends were seen to show in this execution.
    pub(crate) ends_show: Ends,
    /// Which ends are noted.
    pub(crate) ends_noted: Ends,
}

impl Tracking {
    /// Somebody outside is about to choose.
    #[inline]
    pub(crate) fn begin(&mut self) {
        if self.on {
            self.steps.clear();
            self.uses.clear();
            self.ran.clear();
            self.first_use = 0;
        }
    }

    pub(crate) fn clear(&mut self) {
        self.on = true;
        self.begin();
        (self.on, self.ask, self.running) = (false, 0, 0);
        (self.ends_show, self.ends_noted) = (Ends::None, Ends::None);
    }

    /// The thread runs.
    #[inline]
    pub(crate) fn runs(&mut self, thread: ThreadId) {
        self.running |= 1 << thread.0;
    }

    /// The step uses something, which is noted once.
    pub(crate) fn note(&mut self, what: Use, found: Found) {
        match self.uses[self.first_use..].iter_mut().find(|(known, _)| known.thing() == what.thing()) {
            Some((known, _)) => *known = known.writing(what.writes()),
            None => self.uses.push((what, found)),
        }
    }

    /// The steps that were made since somebody outside chose the last time.
    pub(crate) fn made(&self) -> impl Iterator<Item = Made<'_>> {
        let (mut first_use, mut first_ran) = (0, 0);
        self.steps.iter().map(move |&Entry { ref announced, known, uses, ran, .. }| {
            let made =
                Made { announced, known, uses: &self.uses[first_use..uses], ran: &self.ran[first_ran..ran] };
            (first_use, first_ran) = (uses, ran);
            made
        })
    }
}

impl World {
    /// A step begins, and somebody wants to know about it.
    #[inline(never)]
    pub(crate) fn track(&mut self, choice: Choice) {
        let announced = Announced::of(self, choice);
        let (known, now) = (self.known(), self.now);
        let tracking = &mut self.tracking;
        tracking.running = 0;
        tracking.first_use = tracking.uses.len();
        // It has looked there, whatever it does then.
        if let Some((_, thing, found)) = announced.guard {
            tracking.uses.push((thing, found));
        }
        if let Some(besides) = &announced.besides {
            besides.looks().for_each(|(thing, found)| tracking.note(thing, found));
        }
        tracking.steps.push(Entry { announced, known, now, uses: 0, ran: 0 });
    }

    /// The step that was tracked is over.
    #[inline(never)]
    pub(crate) fn end_tracked(&mut self) {
        if self.config.eager_clock
            && let Some(Entry { announced, now, .. }) = self.tracking.steps.last()
        {
            let (writes, now) = (announced.choice == Choice::Clock, *now);
            self.tracking.note(Use::TIME.writing(writes), Found { value: now, state: now });
        }
        let mut running = self.tracking.running;
        while running != 0 {
            let thread = ThreadId(running.trailing_zeros() as u8);
            running &= running - 1;
            self.tracking.ran.push((thread, self.threads[thread.index()].joined));
        }
        let Tracking { steps, uses, ran, .. } = &mut self.tracking;
        match steps.last_mut() {
            Some(step) => (step.uses, step.ran) = (uses.len(), ran.len()),
            // What came before the first step is part of none.
            None => {
                uses.clear();
                ran.clear();
            }
        }
    }
}
