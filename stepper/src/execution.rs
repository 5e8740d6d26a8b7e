//! One run of a program, driven from outside: ask what can be chosen, choose, look.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::depend::Ends;
use crate::fiber::{Fiber, Signal};
use crate::inside;
use crate::trace::*;
use crate::verdict::{Race, Verdict};
use crate::world::{Config, Pending, World};

/// What can be chosen at a moment: a set, cheap to copy, in a fixed order (threads first, by number).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choices {
    pub(crate) threads: u16,
    pub(crate) clock: bool,
}

impl Choices {
    pub(crate) const NONE: Choices = Choices { threads: 0, clock: false };

    /// Whether nothing can be chosen: the run is over.
    pub fn is_empty(self) -> bool {
        self.threads == 0 && !self.clock
    }

    /// How many there are.
    pub fn len(self) -> usize {
        self.threads.count_ones() as usize + usize::from(self.clock)
    }

    /// Whether `choice` is among them.
    pub fn contains(self, choice: Choice) -> bool {
        match choice {
            Choice::Thread(t) => t.0 < 16 && self.threads & 1 << t.0 != 0,
            Choice::Clock => self.clock,
            // It can happen, but is not for a scheduler to choose.
            Choice::Spurious(_) | Choice::Favour(_) | Choice::Kill(_) => false,
        }
    }

    /// All of them.
    pub fn iter(mut self) -> impl Iterator<Item = Choice> {
        std::iter::from_fn(move || self.take())
    }

    /// Takes the first one out.
    pub(crate) fn take(&mut self) -> Option<Choice> {
        if self.threads != 0 {
            let first = self.threads.trailing_zeros() as u8;
            self.threads &= self.threads - 1;
            return Some(Choice::Thread(ThreadId(first)));
        }
        std::mem::take(&mut self.clock).then_some(Choice::Clock)
    }
}

/// The choice cannot be made now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotPossible(pub Choice);

impl std::fmt::Display for NotPossible {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            Choice::Thread(t) => write!(f, "thread {} cannot run now", t.0),
            Choice::Clock => write!(f, "the clock cannot move now"),
            Choice::Spurious(t) => write!(f, "thread {} cannot wake up by itself now", t.0),
            Choice::Favour(t) => write!(f, "thread {} cannot be put before others now", t.0),
            Choice::Kill(p) => write!(f, "process {} cannot be killed now", p.0),
        }
    }
}

impl std::error::Error for NotPossible {}

/// A run of a program. Nothing of the program moves except inside [`Execution::start`] and
/// [`Execution::step`]; both return when every thread has announced its next operation or waits.
///
/// Dropping it abandons the run wherever it is: the program's threads unwind, youngest first, and their
/// destructors run. What cannot be brought to an end (a destructor that waits for ever) keeps its stack.
///
/// ```
/// use stepper::{Config, Execution, Verdict};
///
/// let mut run = Execution::start(Config::default(), || stepper::inside::say("hello".to_owned()));
/// assert!(run.choices().is_empty()); // it had nothing to announce
/// assert_eq!(run.verdict(), Some(&Verdict::Finished));
/// ```
pub struct Execution {
    world: Rc<RefCell<World>>,
    /// By thread. Apart from the world, which a fiber borrows while it runs.
    fibers: Vec<Fiber>,
    trace: Trace,
    choices: Choices,
    fair: Choices,
    verdict: Option<Verdict>,
}

impl Execution {
    /// Runs `main` up to its first announcement.
    pub fn start(config: Config, main: impl FnOnce() + 'static) -> Execution {
        Execution::start_tracked(config, None, main)
    }

    /// As [`Execution::start`]; with `ends_noted`, tracked from the beginning: there may be only one choice then.
    pub(crate) fn start_tracked(
        config: Config,
        ends_noted: Option<Ends>,
        main: impl FnOnce() + 'static,
    ) -> Execution {
        static SERIAL: AtomicU64 = AtomicU64::new(1);
        inside::install_hook();
        let world = World::fresh(config, SERIAL.fetch_add(1, Ordering::Relaxed));
        let fiber = Fiber::new(move |signal| inside::run(signal, main));
        let fibers = {
            let world = &mut *world.borrow_mut();
            world.add_thread("main", ProcessId(0), fiber);
            std::mem::take(&mut world.room)
        };
        let mut run = Execution {
            world,
            fibers,
            trace: Trace { grain: config.grain, ..Trace::default() },
            choices: Choices::NONE,
            fair: Choices::NONE,
            verdict: None,
        };
        run.track(ends_noted.is_some(), ends_noted.unwrap_or_default(), 0);
        run.settle();
        run.finish_step(None);
        run
    }

    /// What can be chosen now. Empty when the run is over, or was stopped.
    pub fn choices(&self) -> Choices {
        self.choices
    }

    /// Those of [`Execution::choices`] that are of any use: not threads that gave way and wait for a change
    /// ([`Status::Idle`]). When nobody else can go on, the one of these that has tried least often: it is its turn.
    pub fn fair_choices(&self) -> Choices {
        self.fair
    }

    /// What may happen now besides [`Execution::choices`]: nobody can count on it, no search tries it, and a run that
    /// depends on it is over.
    ///
    /// - [`Choice::Spurious`]: a thread that waits at a condition, where the wait is the program's own, may wake up although
    ///   nobody notified it.
    /// - [`Choice::Favour`]: one that waits there behind others may be put before them, to be woken first.
    /// - [`Choice::Kill`]: a child process may be ended by the system, as by SIGKILL: its threads never move again, nothing of
    ///   it runs any more, its descriptors are closed, and whoever awaits it sees its status, -9.
    ///
    /// ```
    /// use primitives::{Condition, Lock, Thread};
    /// use stepper::{Choice, Config, Execution, ThreadId};
    ///
    /// let mut run = Execution::start(Config::default(), || {
    ///     let ready = Lock::new(false);
    ///     let changed = Condition::new();
    ///     Thread::scope(|s| {
    ///         s.spawn("A", || changed.wait(&mut ready.acquire()));
    ///         s.spawn("B", || *ready.acquire() = true);
    ///     });
    /// });
    /// let [a, b] = [1, 2].map(ThreadId);
    /// assert!(run.chances().is_empty());
    /// run.step(Choice::Thread(a)).unwrap(); // A acquires the lock
    /// run.step(Choice::Thread(a)).unwrap(); // and waits,
    /// assert_eq!(run.chances(), [Choice::Spurious(a)]); // with nothing but hope
    /// run.step(Choice::Spurious(a)).unwrap();
    /// assert!(run.choices().contains(Choice::Thread(a)) && run.choices().contains(Choice::Thread(b)));
    /// ```
    pub fn chances(&self) -> Vec<Choice> {
        chances(&self.world.borrow(), self.choices)
    }

    /// Makes a choice.
    ///
    /// # Errors
    /// When the choice is among neither [`Execution::choices`] nor [`Execution::chances`]. Nothing has happened then.
    pub fn step(&mut self, choice: Choice) -> Result<(), NotPossible> {
        if !self.choices.contains(choice) && !self.chances().contains(&choice) {
            return Err(NotPossible(choice));
        }
        {
            let world = &mut *self.world.borrow_mut();
            world.tracking.begin();
            world.begin_step(choice);
            match choice {
                Choice::Thread(_) => {}
                Choice::Clock => world.advance_clock(),
                Choice::Spurious(thread) => world.wake_spuriously(thread),
                Choice::Favour(thread) => world.favour(thread),
                Choice::Kill(process) => inside::kill(world, process),
            }
        }
        if let Choice::Thread(t) = choice {
            self.resume(t, Signal::Go);
        }
        self.settle();
        self.finish_step(Some(choice));
        Ok(())
    }

    /// Why each thread that waits does so.
    pub fn blocked(&self) -> Vec<(ThreadId, Why)> {
        let world = self.world.borrow();
        let why = |t: usize| Some((ThreadId(t as u8), world.why(&world.threads[t])?));
        (0..world.threads.len()).filter_map(why).collect()
    }

    /// What `thread` has announced or waits in, with its line.
    pub fn pending(&self, thread: ThreadId) -> Option<ThreadView> {
        self.world.borrow().moment(Vec::new(), Vec::new()).threads.into_iter().nth(thread.index())
    }

    /// What is wrong, or that it ended well; none while it can go on. After a panic the other threads can go
    /// on, and the verdict stands.
    pub fn verdict(&self) -> Option<&Verdict> {
        self.verdict.as_ref()
    }

    /// Data races seen so far.
    pub fn races(&self) -> Vec<Race> {
        self.world.borrow().races.clone()
    }

    /// Steps made so far.
    pub fn steps(&self) -> u32 {
        self.world.borrow().steps
    }

    /// Every choice made so far, those of [`Config::run_on`] included: the schedule of this run.
    pub fn made(&self) -> Vec<Choice> {
        self.world.borrow().made.clone()
    }

    /// Everything that happened so far; empty unless [`Config::record`] is set.
    pub fn trace(&self) -> &Trace {
        &self.trace
    }

    /// The trace, when the run is not needed any more.
    pub fn into_trace(mut self) -> Trace {
        std::mem::take(&mut self.trace)
    }

    /// The verdict on the last step as others see it, who have tried how it goes on. The run itself goes on as before.
    pub(crate) fn comes_round(&mut self, verdict: Verdict) {
        if let Some(step) = self.trace.steps.last_mut() {
            step.verdict = Some(verdict);
        }
    }

    /// Whether what the steps use is noted from here on, for [`Tracking::made`](crate::track::Tracking::made).
    /// Threads in `ask` are not made to go on, even if nobody else can.
    pub(crate) fn track(&mut self, on: bool, ends_noted: Ends, ask: u32) {
        let tracking = &mut self.world.borrow_mut().tracking;
        (tracking.on, tracking.ends_noted, tracking.ask) = (on, ends_noted, ask);
    }

    /// Whether the thread would go on right after it gave way: to choose another one then is no preemption.
    pub(crate) fn gave_way(&self, choice: Choice) -> bool {
        matches!(choice, Choice::Thread(id) if self.look(|world| world.threads[id.index()].spin.gave_way()))
    }

    /// Whether to choose it is of no use before something changes.
    pub(crate) fn is_idle(&self, choice: Choice) -> bool {
        matches!(choice, Choice::Thread(id) if self.look(|world| world.is_idle(&world.threads[id.index()])))
    }

    /// The thread that moved last because it was chosen.
    pub(crate) fn last_thread(&self) -> Option<Choice> {
        let chosen = |choice: &&Choice| matches!(choice, Choice::Thread(_));
        self.look(|world| world.made.iter().rev().find(chosen).copied())
    }

    pub(crate) fn look<R>(&self, at: impl FnOnce(&World) -> R) -> R {
        at(&self.world.borrow())
    }

    fn settle(&mut self) {
        let next = |world: &RefCell<World>| {
            let world = &mut *world.borrow_mut();
            Some((world.runnable.pop_front()?, if world.aborting { Signal::Abort } else { Signal::Go }))
        };
        while let Some((thread, signal)) = next(&self.world) {
            self.resume(thread, signal);
        }
    }

    fn resume(&mut self, thread: ThreadId, signal: Signal) {
        {
            let world = &mut *self.world.borrow_mut();
            world.current = thread;
            world.tracking.runs(thread);
            if !world.started.is_empty() {
                self.fibers.append(&mut world.started);
            }
        }
        self.fibers[thread.index()].resume(&self.world, signal);
    }

    fn finish_step(&mut self, choice: Option<Choice>) {
        self.offer();
        if self.look(|world| world.config.record) {
            self.record_step(choice);
        }
    }

    /// A step is over: finds out what can be chosen now, and what is wrong.
    fn offer(&mut self) {
        let world = &mut *self.world.borrow_mut();
        world.end_step();
        let mut threads = 0;
        for thread in world.threads.iter().rev() {
            threads = threads << 1 | u16::from(world.can_run(thread));
        }
        let idle = if world.gives_way { world.idle(threads) } else { 0 };
        let useful = threads & !idle;
        let clock = (useful == 0 || world.config.eager_clock) && world.next_deadline().is_some();
        self.choices = Choices { threads, clock };
        let turn = if useful == 0 && !clock { world.next_in_turn(idle) } else { None };
        self.fair = Choices { threads: useful | turn.map_or(0, |id| 1 << id.0), clock };
        if self.verdict.is_some() || self.choices.is_empty() || !world.is_well() {
            self.verdict = world.verdict(!self.choices.is_empty());
            let stopped = matches!(self.verdict, Some(Verdict::NoEnd { .. } | Verdict::Spins { .. }));
            if stopped || world.steps >= world.config.max_steps {
                (self.choices, self.fair) = (Choices::NONE, Choices::NONE);
            }
        }
    }

    #[inline(never)]
    fn record_step(&mut self, choice: Option<Choice>) {
        let world = &mut *self.world.borrow_mut();
        let events = std::mem::take(&mut world.events);
        let chances = chances(world, self.choices);
        let then = world.moment(self.choices.iter().collect(), chances);
        self.trace.steps.push(Step { choice, events, then, verdict: self.verdict.clone() });
        if self.trace.objects.len() != world.objects.len() || std::mem::take(&mut world.renamed) {
            self.trace.objects = world.object_infos();
        }
        self.trace.processes.clone_from(&world.processes);
    }

    /// Brings every thread to its end: youngest first, because older ones lend them their stacks. Unwinding
    /// threads go on as code of the program does, so one that waits for a lock waits for its holder.
    fn abandon(&mut self) {
        {
            let world = &mut *self.world.borrow_mut();
            if world.threads.iter().all(|thread| thread.finished && thread.payload.is_none()) {
                return;
            }
            world.aborting = true;
            world.tracking.on = false;
            world.config.record = false;
            // Not again at every turn: threads that keep waking each other while they unwind come to an end.
            world.begin_counting();
        }
        self.drain();
        // A panic that nobody took has destructors too.
        let threads = self.world.borrow().threads.len();
        for index in 0..threads {
            let payload = self.world.borrow_mut().threads[index].payload.take();
            if let Some(payload) = payload {
                self.fibers[index] = Fiber::new(move |_| inside::discard(Err(payload)));
                self.resume(ThreadId(index as u8), Signal::Abort);
            }
        }
        self.drain();
        // What belongs to a thread that stays on its stack stays as well.
        for (thread, fiber) in self.world.borrow_mut().threads.iter_mut().zip(&self.fibers) {
            if fiber.lives() {
                std::mem::forget(std::mem::take(&mut thread.at_exit));
            }
        }
    }

    fn drain(&mut self) {
        loop {
            let mut moved = false;
            let threads = self.world.borrow().threads.len();
            for index in (0..threads).rev() {
                let leaves = {
                    let world = self.world.borrow();
                    let thread = &world.threads[index];
                    let waits = matches!(thread.pending, Pending::Asleep(_));
                    // A thread that sleeps where it must not be left goes on only when what it waits for
                    // has come.
                    self.fibers[index].lives() && !thread.gave_up && !(waits && thread.is_committed())
                };
                if leaves {
                    moved = true;
                    self.resume(ThreadId(index as u8), Signal::Abort);
                }
                self.settle();
            }
            if !moved {
                // Only time can end a wait now, if anything can.
                self.world.borrow_mut().advance_clock();
                if self.world.borrow().runnable.is_empty() {
                    return;
                }
                self.settle();
            }
        }
    }
}

/// A run in which nobody can be chosen is over, whatever might happen.
fn chances(world: &World, choices: Choices) -> Vec<Choice> {
    if choices.is_empty() { Vec::new() } else { world.chances() }
}

impl Drop for Execution {
    fn drop(&mut self) {
        self.abandon();
        self.fibers.clear();
        self.world.borrow_mut().room = std::mem::take(&mut self.fibers);
        World::leave(Rc::clone(&self.world));
    }
}
