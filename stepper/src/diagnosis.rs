//! What kind of trouble a run is in, and which of its events show it: a fold over the trace, as plain data.
//!
//! A [`Verdict`](crate::Verdict) says how a run ended; a [`Diagnosis`] says why, where the trace shows that much.

use std::collections::HashMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::rounds::{Rounds, at_end};
use crate::trace::*;
use crate::verdict::{Race, Verdict};

/// An event of a trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct At {
    /// Its step.
    pub step: usize,
    /// Its place among the events of that step.
    pub event: usize,
}

impl At {
    /// The event itself.
    pub fn of(self, trace: &Trace) -> Option<&Event> {
        trace.steps.get(self.step)?.events.get(self.event)
    }
}

/// Why a run ended as it did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Diagnosis {
    /// A thread panicked because it broke a rule of a primitive.
    Misuse {
        /// Where it did.
        at: At,
    },
    /// Threads wait for each other in a circle.
    Deadlock {
        /// Each of them waits for what the next one has.
        cycle: Vec<ThreadId>,
        /// Who waits behind them.
        behind: Vec<ThreadId>,
        /// Whether no thread came to its end before.
        full: bool,
    },
    /// A thread was told to go on before it went to sleep, so it sleeps for ever.
    LostWakeup {
        /// The call, or the operation, that woke nobody.
        notify: At,
        /// Where the thread went to sleep.
        wait: At,
    },
    /// A thread was woken that could not make use of it, and slept on; the one that could was not woken.
    WrongWaiter {
        /// The operation that woke it.
        notify: At,
        /// Whom it woke.
        woken: ThreadId,
        /// Where that thread went to sleep again.
        again: At,
        /// Who slept there too, and sleeps for ever.
        instead: Vec<ThreadId>,
    },
    /// Threads wait for something that nobody is left to do.
    EndlessWait {
        /// All that wait, apart from those that wait for one of these to end.
        waiting: Vec<ThreadId>,
    },
    /// Two accesses to plain memory have nothing to order them.
    Race {
        /// The two.
        race: Race,
        /// What would have ordered them.
        missing: Missing,
    },
    /// One thread asks for something again and again, and nobody is left who could change the answer.
    BusyWaiting {
        /// Which.
        thread: ThreadId,
        /// What it repeats.
        round: Round,
    },
    /// Threads keep moving, each in its turn, and come back to where they were.
    Livelock {
        /// Which.
        threads: Vec<ThreadId>,
        /// What they repeat.
        round: Round,
    },
    /// The same again and again, but only because the schedule leaves somebody out: no claim about the program.
    Unfair {
        /// Which threads could have gone on and never did.
        left_out: Vec<ThreadId>,
        /// Whether time would have ended some wait, had it gone on.
        time: bool,
        /// What the others repeat.
        round: Round,
    },
}

/// A stretch of a run that repeats to its end: the same lines, operations and values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// The step with which it begins for the first time.
    pub from: usize,
    /// How many steps it has.
    pub steps: usize,
    /// How often it was made.
    pub times: usize,
    /// The step up to which the run goes on like that. The trace may end sooner: then that was tried apart from it.
    pub until: usize,
}

impl Round {
    /// The steps that make it up, as it was made first.
    pub fn first(self) -> Range<usize> {
        self.from..self.from + self.steps
    }

    /// Its steps, each time that it was made.
    pub fn all(self) -> Range<usize> {
        self.from..self.from + self.steps * self.times
    }

    /// In how many steps nothing came of it.
    pub fn length(self) -> usize {
        self.until + 1 - self.from
    }

    /// Whether more of them were tried than the trace has.
    pub fn goes_on(self) -> bool {
        self.all().end <= self.until
    }
}

impl Step {
    /// Whether the same happens in both: the same threads, lines, operations and values.
    pub(crate) fn is_like(&self, other: &Step) -> bool {
        let of = |e: &Event| (e.thread, e.object);
        let same = |(a, b): (&Event, &Event)| of(a) == of(b) && a.what == b.what && a.place == b.place;
        self.choice == other.choice
            && self.events.len() == other.events.len()
            && self.events.iter().zip(&other.events).all(same)
    }
}

impl Diagnosis {
    /// What repeats to the end of the run, if anything does.
    pub fn round(&self) -> Option<Round> {
        match self {
            Diagnosis::BusyWaiting { round, .. }
            | Diagnosis::Livelock { round, .. }
            | Diagnosis::Unfair { round, .. } => Some(*round),
            _ => None,
        }
    }

    /// Whether the run has no end although nobody is left out: livelock, or busy waiting.
    pub fn is_endless(&self) -> bool {
        matches!(self, Diagnosis::Livelock { .. } | Diagnosis::BusyWaiting { .. })
    }
}

/// What would have ordered two accesses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Missing {
    /// One thread wrote this word after its access, the other read that before its own: with Release and
    /// Acquire there, they would have been in order.
    Orderings {
        /// The write.
        write: At,
        /// The read.
        read: At,
    },
    /// One thread held this object at its access; the other did not.
    Holding {
        /// What it held.
        object: ObjectId,
        /// Who held it.
        thread: ThreadId,
    },
    /// There is nothing between them at all.
    Everything,
}

/// Why a thread waits, since when, and for whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wait {
    /// What for.
    pub why: Why,
    /// The step after which it has waited ever since.
    pub since: usize,
    /// The event that made it so: somebody took what the thread wants, filled or emptied the pipe, or the thread went to
    /// sleep. None when nothing had to happen for that.
    pub by: Option<At>,
    /// Who could end the wait, as far as that is known: the holder, the thread that is to end, who has the pipe's other
    /// end.
    pub on: Vec<ThreadId>,
}

/// The event that gave an object the look that it has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The event.
    pub at: At,
    /// The look before it; none if it is the first one.
    pub from: Option<State>,
    /// The look since.
    pub to: State,
}

impl Trace {
    /// Everything that happened up to and in `step`, in order.
    fn events_until(&self, step: usize) -> impl DoubleEndedIterator<Item = (At, &Event)> {
        let steps = self.steps.iter().enumerate().take(step.saturating_add(1));
        steps.flat_map(|(step, entry)| {
            entry.events.iter().enumerate().map(move |(event, e)| (At { step, event }, e))
        })
    }

    /// The object itself, or the one that it is a part of, and that one in turn.
    fn whole(&self, mut object: ObjectId) -> ObjectId {
        while let Some(whole) = self.objects.get(object.index()).and_then(|o| o.part_of) {
            object = whole;
        }
        object
    }

    fn is_of(&self, event: &Event, object: ObjectId) -> bool {
        event.object.is_some_and(|o| self.whole(o) == object)
    }

    /// What is wrong after `step`, as far as the trace shows it; none where the verdict says it all.
    ///
    /// ```
    /// use std::sync::Arc;
    ///
    /// use primitives::{Condition, Lock, Thread};
    /// use stepper::{Config, Diagnosis, Session, choices};
    ///
    /// let mut session = Session::new(
    ///     Arc::new(|| {
    ///         let ready = Lock::new(false).named("ready");
    ///         let changed = Condition::new().named("changed");
    ///         Thread::scope(|s| {
    ///             s.spawn("waits", || changed.wait(&mut ready.acquire())); // without a look at `ready`
    ///             s.spawn("tells", || {
    ///                 let mut ready = ready.acquire();
    ///                 *ready = true;
    ///                 changed.notify(&ready);
    ///             });
    ///         });
    ///     }),
    ///     Config::default(),
    /// );
    /// session.play(&choices("c3b2").unwrap());
    /// let found = session.trace().diagnose(session.cursor());
    /// assert!(matches!(found, Some(Diagnosis::LostWakeup { .. })));
    /// ```
    pub fn diagnose(&self, step: usize) -> Option<Diagnosis> {
        let entry = self.steps.get(step)?;
        match entry.verdict.as_ref()? {
            Verdict::Finished | Verdict::Spins { .. } => None,
            Verdict::Panicked { thread, .. } => self.misuse(step, *thread),
            Verdict::Deadlock { stuck, cycle } if !cycle.is_empty() => {
                let behind = stuck.iter().map(|(id, _)| *id).filter(|id| !cycle.contains(id)).collect();
                let full = entry.then.threads.iter().all(|t| matches!(t.status, Status::Blocked(_)));
                Some(Diagnosis::Deadlock { cycle: cycle.clone(), behind, full })
            }
            Verdict::Deadlock { stuck, .. } => {
                let wrong = stuck.iter().find_map(|(id, why)| self.wrong_waiter(step, *id, why));
                let lost = || stuck.iter().find_map(|(id, why)| self.lost_wakeup(step, *id, why));
                wrong.or_else(lost).or_else(|| {
                    let waiting = stuck.iter().filter(|(_, why)| !matches!(why, Why::Joins { .. }));
                    Some(Diagnosis::EndlessWait { waiting: waiting.map(|(id, _)| *id).collect() })
                })
            }
            Verdict::DataRace(race) => {
                Some(Diagnosis::Race { race: race.clone(), missing: self.missing(race) })
            }
            Verdict::NoEnd { steps } => {
                // Where the trace ends sooner, it has been tried that it goes on so: `forever.rs`.
                let least = if step < *steps as usize { 2 } else { 3 };
                self.round(step, least, *steps as usize)
            }
        }
    }

    /// The rule that a thread broke with the last call it made before it panicked.
    fn misuse(&self, step: usize, thread: ThreadId) -> Option<Diagnosis> {
        let mine = self.events_until(step).filter(|(_, e)| e.thread == thread).rev();
        let before = mine.skip_while(|(_, e)| !matches!(e.what, What::Panic { .. }));
        let mut call = before.take_while(|(_, e)| !matches!(e.what, What::Begin { .. }));
        call.find(|(_, e)| matches!(e.what, What::Misuse { .. })).map(|(at, _)| Diagnosis::Misuse { at })
    }

    /// The object on which a thread sleeps, if it is one that remembers nothing: it has no state to be seen, so
    /// whoever comes after a notify cannot know of it.
    fn forgetful(&self, why: &Why) -> Option<ObjectId> {
        let Why::SleepsOn { object, .. } = *why else {
            return None;
        };
        let shows = |e: &Event| matches!(e.what, What::Shows { .. }) && self.is_of(e, object);
        let remembers = self.events_until(usize::MAX).any(|(_, e)| shows(e));
        (!remembers).then_some(object)
    }

    /// Where a thread fell asleep on the object for the last time.
    fn slept(&self, step: usize, thread: ThreadId, object: ObjectId) -> Option<At> {
        let parked = |e: &Event| e.thread == thread && e.what == What::Park && self.is_of(e, object);
        self.events_until(step).rev().find(|(_, e)| parked(e)).map(|(at, _)| at)
    }

    fn lost_wakeup(&self, step: usize, thread: ThreadId, why: &Why) -> Option<Diagnosis> {
        let object = self.forgetful(why)?;
        let wait = self.slept(step, thread, object)?;
        // The last call of another thread, or its operation outside of any call, that would have woken somebody.
        let mut calls: HashMap<ThreadId, (u32, bool)> = HashMap::new();
        let mut notify = None;
        for (at, event) in self.events_until(step).take_while(|(at, _)| *at < wait) {
            if !self.is_of(event, object) {
                continue;
            }
            let (depth, did) = calls.entry(event.thread).or_default();
            match &event.what {
                What::Begin { .. } => {
                    *depth += 1;
                    *did &= *depth > 1;
                }
                What::Park => *did = true,
                What::Wake if !event.woke.is_empty() => *did = true,
                What::Wake if *depth == 0 && event.thread != thread => notify = Some(at),
                What::End { .. } => {
                    *depth = depth.saturating_sub(1);
                    if *depth == 0 && !*did && event.thread != thread {
                        notify = Some(at);
                    }
                }
                _ => {}
            }
        }
        let notify = notify?;
        (!self.news_was_used(notify, wait)).then_some(Diagnosis::LostWakeup { notify, wait })
    }

    /// Whether somebody else has changed what the notify was about before the wait began: then it went neither lost
    /// nor to the wrong one, it was used.
    fn news_was_used(&self, notify: At, wait: At) -> bool {
        let by = notify.of(self).map(|e| e.thread);
        let mut shown: HashMap<ObjectId, (ThreadId, &State)> = HashMap::new();
        let mut news: HashMap<ObjectId, &State> = HashMap::new();
        for (at, event) in self.events_until(wait.step).take_while(|(at, _)| *at < wait) {
            if let (What::Shows { state }, Some(object)) = (&event.what, event.object)
                && !matches!(state, State::Owner(_))
                && shown.get(&object).is_none_or(|(_, before)| *before != state)
            {
                shown.insert(object, (event.thread, state));
            }
            if at == notify {
                news =
                    shown.iter().filter(|(_, (t, _))| Some(*t) == by).map(|(o, (_, s))| (*o, *s)).collect();
            }
        }
        news.iter().any(|(object, state)| {
            let (thread, now) = shown[object];
            now != *state && Some(thread) != by
        })
    }

    fn wrong_waiter(&self, step: usize, thread: ThreadId, why: &Why) -> Option<Diagnosis> {
        let object = self.forgetful(why)?;
        let began = self.slept(step, thread, object)?;
        // Whom somebody else woke while this thread slept, until they sleep again or wake somebody in turn.
        let mut woken: HashMap<ThreadId, At> = HashMap::new();
        let mut found = None;
        for (at, event) in self.events_until(step).filter(|(at, e)| *at > began && self.is_of(e, object)) {
            match event.what {
                What::Wake if !event.woke.is_empty() => {
                    woken.remove(&event.thread);
                    woken.extend(event.woke.iter().map(|&t| (t, at)));
                }
                What::Park => {
                    if let Some(notify) = woken.remove(&event.thread) {
                        found = Some((notify, event.thread, at));
                    }
                }
                _ => {}
            }
        }
        let (notify, woken, again) =
            found.filter(|&(notify, _, again)| !self.news_was_used(notify, again))?;
        let Some(Verdict::Deadlock { stuck, .. }) = &self.steps[step].verdict else {
            return None;
        };
        let slept_too = |id: ThreadId, why: &Why| {
            let same = matches!(why, Why::SleepsOn { object: o, .. } if *o == object);
            same && id != woken && self.slept(step, id, object).is_some_and(|at| at < notify)
        };
        let instead = stuck.iter().filter(|(id, why)| slept_too(*id, why)).map(|(id, _)| *id).collect();
        Some(Diagnosis::WrongWaiter { notify, woken, again, instead })
    }

    fn missing(&self, race: &Race) -> Missing {
        let [first, second] = race.threads;
        let step = race.step as usize;
        let all: Vec<(At, &Event)> = self.events_until(step).collect();
        let told = |e: &Event| matches!(e.what, What::Race { .. }) && e.thread == second;
        let Some(last) = all.iter().rposition(|(_, e)| told(e) && e.object == Some(race.object)) else {
            return Missing::Everything;
        };
        let here = |e: &Event| e.thread == first && e.place.as_ref() == Some(&race.places[0]);
        let from = all[..last].iter().rposition(|(_, e)| here(e)).unwrap_or(0);
        let atomic = |e: &Event| match e.what {
            What::Atomic { op, order, .. } => Some((e.object?, op, order)),
            _ => None,
        };
        for (n, (write, event)) in all[..last].iter().enumerate().skip(from) {
            let Some((word, op, wrote)) = atomic(event) else { continue };
            if event.thread != first || op == AtomicOp::Load {
                continue;
            }
            let reads = all[n..last].iter().find_map(|(at, e)| {
                let (other, op, read) = atomic(e)?;
                let relaxed = !(wrote.releases() && read.acquires());
                (e.thread == second && other == word && op != AtomicOp::Store && relaxed).then_some(*at)
            });
            if let Some(read) = reads {
                return Missing::Orderings { write: *write, read };
            }
        }
        let held = |until: usize, by: ThreadId| {
            let mut owners: HashMap<ObjectId, Option<ThreadId>> = HashMap::new();
            for (_, event) in &all[..=until] {
                if let (What::Shows { state: State::Owner(owner) }, Some(object)) =
                    (&event.what, event.object)
                {
                    owners.insert(self.whole(object), *owner);
                }
            }
            let mut held: Vec<ObjectId> =
                owners.into_iter().filter(|(_, owner)| *owner == Some(by)).map(|(o, _)| o).collect();
            held.sort();
            held
        };
        let [a, b] = [held(from, first), held(last, second)];
        let only =
            |mine: &[ObjectId], others: &[ObjectId]| mine.iter().find(|o| !others.contains(o)).copied();
        match (only(&a, &b), only(&b, &a)) {
            (Some(object), _) => Missing::Holding { object, thread: first },
            (None, Some(object)) => Missing::Holding { object, thread: second },
            (None, None) => Missing::Everything,
        }
    }

    /// The shortest stretch that the run repeats up to `step`, at least so often, and what is to be said of it if it goes on
    /// so until a later one.
    pub(crate) fn round(&self, step: usize, least: usize, until: usize) -> Option<Diagnosis> {
        const LONGEST: usize = 500;
        let Rounds { length, times, .. } = at_end(&self.steps[1..=step], 1..=LONGEST, least, Step::is_like)?;
        let from = step + 1 - times * length;
        // What nobody can count on does not go on for ever.
        let by_chance = |step: &Step| step.choice.is_some_and(Choice::is_chance);
        if self.steps[from..=step].iter().any(by_chance) {
            return None;
        }
        let round = Round { from, steps: length, times, until };
        let mut threads: Vec<ThreadId> = self.steps[from..from + length]
            .iter()
            .filter_map(|entry| match entry.choice {
                Some(Choice::Thread(id)) => Some(id),
                _ => None,
            })
            .collect();
        threads.sort();
        threads.dedup();
        // At the step limit nothing can be chosen any more, so the last moment says nothing.
        let moments = || self.steps[from - 1..step].iter().map(|entry| &entry.then);
        let left_out: Vec<ThreadId> = (0..)
            .take(self.steps[step].then.threads.len())
            .map(ThreadId)
            .filter(|id| !threads.contains(id))
            .filter(|id| moments().all(|m| m.choices.contains(&Choice::Thread(*id))))
            .collect();
        let moves_clock = self.steps[from..=step].iter().any(|s| s.choice == Some(Choice::Clock));
        let time = !moves_clock && moments().all(|m| m.threads.iter().any(|t| t.deadline.is_some()));
        Some(match threads.as_slice() {
            _ if time || !left_out.is_empty() => Diagnosis::Unfair { left_out, time, round },
            [thread] => Diagnosis::BusyWaiting { thread: *thread, round },
            _ => Diagnosis::Livelock { threads, round },
        })
    }

    /// Why `thread` waits after `step`; none if it does not.
    ///
    /// ```
    /// use std::sync::Arc;
    ///
    /// use primitives::{Lock, Thread};
    /// use stepper::{Config, Session, ThreadId, Why, choices};
    ///
    /// let mut session = Session::new(
    ///     Arc::new(|| {
    ///         let pen = Lock::new(()).named("pen");
    ///         Thread::scope(|s| {
    ///             s.spawn("A", || drop(pen.acquire()));
    ///             s.spawn("B", || drop(pen.acquire()));
    ///         });
    ///     }),
    ///     Config::default(),
    /// );
    /// session.play(&choices("b").unwrap());
    /// let wait = session.trace().why(1, ThreadId(2)).unwrap();
    /// assert!(matches!(wait.why, Why::Wants { holder: Some(ThreadId(1)), .. }));
    /// assert_eq!(wait.by.unwrap().step, 1); // A took it in step 1
    /// ```
    pub fn why(&self, step: usize, thread: ThreadId) -> Option<Wait> {
        let blocked = |step: usize| match &self.steps.get(step)?.then.threads.get(thread.index())?.status {
            Status::Blocked(why) | Status::Idle(why) => Some(why),
            _ => None,
        };
        let why = blocked(step)?;
        let since = (0..=step).rev().take_while(|&s| blocked(s) == Some(why)).last()?;
        let by = match *why {
            Why::Wants { object, holder: Some(holder) } => self
                .events_until(step)
                .rev()
                .find(|(_, e)| {
                    self.is_of(e, object) && e.what == What::Shows { state: State::Owner(Some(holder)) }
                })
                .map(|(at, _)| at),
            Why::Wants { object, holder: None } | Why::Reads { object, .. } | Why::Writes { object, .. } => {
                self.changes(step, object).first().map(|change| change.at)
            }
            Why::SleepsOn { object, .. } => self.slept(step, thread, object),
            Why::Polls { ref objects } => {
                objects.iter().filter_map(|o| self.changes(step, *o).first().map(|change| change.at)).max()
            }
            Why::Joins { .. } | Why::Awaits { .. } | Why::Sleeps => None,
        };
        let threads = &self.steps[step].then.threads;
        let of = |process: ProcessId| {
            let lives = |t: &ThreadView| {
                !matches!(t.status, Status::Finished | Status::Panicked { .. } | Status::Killed)
            };
            let all = (0..).map(ThreadId).zip(threads);
            all.filter(move |(_, t)| t.process == process && lives(t)).map(|(id, _)| id)
        };
        let mut on: Vec<ThreadId> = match why {
            Why::Wants { holder, .. } | Why::SleepsOn { holder, .. } => holder.iter().copied().collect(),
            Why::Joins { thread } => vec![*thread],
            Why::Awaits { process } => of(*process).collect(),
            Why::Reads { holders, .. } | Why::Writes { holders, .. } => {
                holders.iter().flat_map(|end| of(end.process)).collect()
            }
            Why::Sleeps | Why::Polls { .. } => Vec::new(),
        };
        on.sort();
        on.dedup();
        Some(Wait { why: why.clone(), since, by, on })
    }

    /// Why `thread` waits after `step`, why the one that it waits for waits in turn, and so on: up to one that could go
    /// on, that waits for nobody in particular, or that is in the list already. Empty if `thread` does not wait.
    pub fn why_chain(&self, step: usize, thread: ThreadId) -> Vec<(ThreadId, Wait)> {
        let mut chain: Vec<(ThreadId, Wait)> = Vec::new();
        let mut next = Some(thread);
        while let Some(id) = next.filter(|id| chain.iter().all(|(known, _)| known != id))
            && let Some(wait) = self.why(step, id)
        {
            next = wait.on.iter().copied().find(|&on| on != id);
            chain.push((id, wait));
        }
        chain
    }

    /// The events that gave `object` the look it has after `step`: the last one that changed what is in it, and the
    /// last one that changed who holds it. Empty if it never showed anything.
    pub fn changes(&self, step: usize, object: ObjectId) -> Vec<Change> {
        let mut last: [Option<Change>; 2] = [None, None];
        for (at, event) in self.events_until(step).filter(|(_, e)| self.is_of(e, object)) {
            if let What::Shows { state } = &event.what {
                let last = &mut last[usize::from(matches!(state, State::Owner(_)))];
                if last.as_ref().is_none_or(|change| change.to != *state) {
                    let from = last.take().map(|change| change.to);
                    *last = Some(Change { at, from, to: state.clone() });
                }
            }
        }
        last.into_iter().flatten().collect()
    }
}
