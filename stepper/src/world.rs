//! The state of one execution: threads, objects, the clock, and what has happened.
//!
//! A fiber changes it only through `inside`, and never keeps a borrow of it while it is suspended.

use std::any::Any;
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::cmp::Reverse;
use std::collections::VecDeque;
use std::panic::Location;
use std::rc::Rc;

use crate::clock::{Clock, MAX_THREADS, Time};
use crate::dice::mix;
use crate::fiber::Fiber;
use crate::inside::{Kept, Reading};
use crate::kernel::{KILLED, Kernel, PipeId};
use crate::renewed::Renewed;
use crate::spin::{Changes, Spin};
use crate::trace::*;
use crate::track::Tracking;
use crate::verdict::Race;

/// How an execution is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Config {
    /// How much one step does.
    pub grain: Grain,
    /// Take each call for one piece at the coarse grain, also of primitives that say of themselves that nobody has shown
    /// it. For the test that shows it; whatever else is found so may be wrong.
    pub trusting: bool,
    /// Keep a [`Trace`]. An enumeration does without.
    pub record: bool,
    /// After so many steps the run is stopped with [`Verdict::NoEnd`](crate::Verdict::NoEnd).
    pub max_steps: u32,
    /// After so many operations in one step its thread is stopped: it spins.
    pub max_operations: u32,
    /// Whether the clock may move while a thread can still run. Otherwise it moves only when nothing else can.
    pub eager_clock: bool,
    /// How often a thread may give way in vain before it waits for a change of what it has looked at. A search finds out
    /// by itself whether it has to be more. With `u32::MAX` it never waits, and what it looks at is not noted.
    pub patience: u32,
    /// Make steps that are the only choice within the step before them, without coming back to ask. For a search,
    /// which cares for choices only; has no effect on a run that is recorded.
    pub run_on: bool,
}

impl Config {
    /// Whether threads that give way wait for a change.
    #[inline]
    pub(crate) fn heeds_yields(&self) -> bool {
        self.patience != u32::MAX
    }

    /// For programs in which no thread gives way: nothing is noted for those.
    pub(crate) fn without_yields(self) -> Config {
        Config { patience: u32::MAX, ..self }
    }
}

impl Default for Config {
    fn default() -> Config {
        Config {
            grain: Grain::Coarse,
            trusting: false,
            record: true,
            max_steps: 5_000,
            max_operations: 100_000,
            eager_clock: false,
            patience: 0,
            run_on: false,
        }
    }
}

/// What must hold before an announced operation can be chosen.
#[derive(Clone, Copy)]
pub(crate) enum Ready {
    Always,
    /// The word's value passes the test.
    Word(ObjectId, fn(u64) -> bool),
    /// The word has another value.
    WordIsNot(ObjectId, u64),
    /// The pipe has bytes, or nobody can write to it any more.
    Readable(PipeId),
    /// The pipe has room for a write of so many bytes, or nobody can read from it any more.
    Writable(PipeId, usize),
}

/// What a thread sleeps for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sleep {
    Word(ObjectId),
    Join(ThreadId),
    Process(ProcessId),
    Time,
}

#[derive(Clone, Copy, Default)]
pub(crate) enum Pending {
    /// Running, or not yet started.
    #[default]
    None,
    /// Announced: goes on when it is chosen.
    Announced(Ready),
    /// Asleep: goes on by itself, within the step that wakes it.
    Asleep(Sleep),
    /// Stopped after too many operations in one step.
    Spinning,
}

/// A call of a primitive that has not returned.
#[derive(Clone, Copy)]
pub(crate) struct Frame {
    pub(crate) object: ObjectId,
    pub(crate) verb: &'static str,
    pub(crate) place: &'static Location<'static>,
    pub(crate) dropped: bool,
    /// It is shown to be in one piece, and so a coarse step.
    pub(crate) whole: bool,
}

#[derive(Default)]
pub(crate) struct Thread {
    pub(crate) name: String,
    pub(crate) process: ProcessId,
    pub(crate) pending: Pending,
    /// The call announced, or else the calls it is in.
    pub(crate) announced: Option<Frame>,
    pub(crate) calls: Vec<Frame>,
    pub(crate) inside: Option<&'static Location<'static>>,
    pub(crate) deadline: Option<u64>,
    /// The last sleep ended because time ran out.
    pub(crate) timed_out: bool,
    /// Its sleep may end although nobody wakes it.
    pub(crate) spurious: bool,
    /// In a coarse step: operations are carried out without a stop.
    pub(crate) inline: bool,
    /// How many it has done since counting began, the time it was last counted.
    operations: u32,
    counted: u32,
    pub(crate) clock: Clock,
    /// It was unwinding when it stopped last.
    pub(crate) unwinds: bool,
    /// What it does now must come to its end before it can be unwound: the end of a scope, which waits for the
    /// threads of that scope, or a piece of work that others must find done.
    pub(crate) steadfast: bool,
    pub(crate) panic: Option<(String, Option<Place>)>,
    pub(crate) finished: bool,
    /// It ended because the execution was abandoned, not by itself.
    pub(crate) abandoned: bool,
    pub(crate) payload: Option<Box<dyn Any + Send>>,
    /// Somebody joined it and was given the panic.
    pub(crate) panic_handled: bool,
    /// Which of the execution's panics this was.
    pub(crate) panic_number: u32,
    /// Abandoned, it went on for so long that it keeps its stack.
    pub(crate) gave_up: bool,
    /// The line of a join or sleep, which are no calls of an object.
    pub(crate) wait_place: Option<&'static Location<'static>>,
    pub(crate) last_event: Option<u32>,
    pub(crate) at_exit: Vec<Box<dyn FnOnce()>>,
    pub(crate) kept: Option<Kept>,
    /// Its process ends without it.
    pub(crate) daemon: bool,
    /// Whom the thread waited for when it was last woken, as an event.
    pub(crate) woken_by: Option<u32>,
    /// Who it is in every schedule, unlike its number: a hash of "the n-th child of the thread that ...".
    pub(crate) lineage: u64,
    pub(crate) parent: ThreadId,
    /// Whose ends it has seen since it was last chosen, and whose ends those had seen: see `depend`.
    pub(crate) joined: u16,
    pub(crate) children: u32,
    /// What it said, when nothing is recorded.
    pub(crate) said: Vec<String>,
    pub(crate) spin: Spin,
}

/// The most objects an execution can have.
pub(crate) const MAX_OBJECTS: usize = 65_535;

/// An object: a primitive, a word, or a cell.
#[derive(Default)]
pub(crate) struct Object {
    pub(crate) kind: &'static str,
    pub(crate) name: Option<String>,
    pub(crate) part_of: Option<ObjectId>,
    pub(crate) process: ProcessId,
    pub(crate) owner: Option<ThreadId>,
    /// A word's value.
    pub(crate) value: u64,
    /// How many steps have changed it.
    pub(crate) version: u32,
    /// What an acquire of the word learns.
    pub(crate) released: Clock,
    pub(crate) released_at: Option<u32>,
    /// Threads asleep on the word, longest first.
    pub(crate) sleepers: VecDeque<ThreadId>,
    /// Who sleeps on the word comes before all who were favoured less, or never: 0.
    pub(crate) favour: u32,
    /// A cell's last write and, per thread, its last reads.
    pub(crate) written: Option<Access>,
    pub(crate) read: Vec<Access>,
    /// How the word reads.
    pub(crate) reading: Reading,
}

/// An access to plain memory: by whom, when on its clock, and where.
pub(crate) struct Access {
    pub(crate) by: ThreadId,
    pub(crate) time: Time,
    pub(crate) place: &'static Location<'static>,
}

pub(crate) struct World {
    /// Tells this execution's objects from those of others whose memory it reuses.
    pub(crate) serial: u64,
    pub(crate) config: Config,
    pub(crate) threads: Renewed<Thread>,
    pub(crate) objects: Renewed<Object>,
    /// An object known before has got a name.
    pub(crate) renamed: bool,
    pub(crate) processes: Vec<String>,
    pub(crate) kernel: Kernel,
    pub(crate) now: u64,
    pub(crate) current: ThreadId,
    pub(crate) runnable: VecDeque<ThreadId>,
    /// The stacks of the threads that were started last, for the execution to take.
    pub(crate) started: Vec<Fiber>,
    /// Room for all of them, between two executions.
    pub(crate) room: Vec<Fiber>,
    pub(crate) steps: u32,
    pub(crate) changes: Changes,
    /// Some thread has given way.
    pub(crate) gives_way: bool,
    /// Some thread has slept that may wake up although nobody wakes it.
    pub(crate) may_wake: bool,
    /// How often counting operations has begun.
    pub(crate) counting: u32,
    /// Every choice made so far, by others or for want of another one.
    pub(crate) made: Vec<Choice>,
    pub(crate) aborting: bool,
    /// What has happened so far, as one number: see `heard`.
    pub(crate) heard: u64,
    pub(crate) events: Vec<Event>,
    pub(crate) events_total: u32,
    pub(crate) races: Vec<Race>,
    pub(crate) panics: u32,
    /// How often somebody was favoured.
    pub(crate) favours: u32,
    /// A thread was stopped because it did too many operations.
    pub(crate) spins: bool,
    /// The program was refused an object; its next operation will say so.
    pub(crate) too_many_objects: bool,
    pub(crate) tracking: Tracking,
}

/// A thread that waits with others until it is woken.
struct InLine {
    thread: ThreadId,
    /// The object that they wait for, of which the word that each sleeps on is a part.
    line: ObjectId,
    /// The least comes first: who was favoured last, and then who has slept longest.
    place: (Reverse<u32>, u32, ThreadId),
}

impl Thread {
    /// Counts one more operation since counting began for the n-th time; returns how many there are.
    #[inline]
    pub(crate) fn count(&mut self, nth: u32) -> u32 {
        if self.counted != nth {
            (self.counted, self.operations) = (nth, 0);
        }
        self.operations += 1;
        self.operations
    }

    /// Makes it a new thread, whatever it was.
    fn renew(
        &mut self,
        name: &str,
        process: ProcessId,
        clock: Clock,
        lineage: u64,
        parent: ThreadId,
        joined: u16,
    ) {
        // Named one and all, so that none is forgotten.
        let Thread {
            name: its_name,
            process: its_process,
            pending,
            announced,
            calls,
            inside,
            deadline,
            timed_out,
            spurious,
            inline,
            operations,
            counted,
            clock: its_clock,
            unwinds,
            steadfast,
            panic,
            finished,
            abandoned,
            payload,
            panic_handled,
            panic_number,
            gave_up,
            wait_place,
            last_event,
            at_exit,
            kept,
            daemon,
            woken_by,
            lineage: its_lineage,
            parent: its_parent,
            joined: its_joined,
            children,
            said,
            spin,
        } = self;
        spin.renew();
        its_name.clear();
        its_name.push_str(name);
        calls.clear();
        at_exit.clear();
        said.clear();
        (*its_lineage, *children) = (lineage, 0);
        (*its_parent, *its_joined) = (parent, joined);
        (*its_process, *its_clock, *pending) = (process, clock, Pending::None);
        (*announced, *inside, *deadline, *wait_place) = (None, None, None, None);
        (*timed_out, *spurious, *inline, *unwinds, *steadfast) = (false, false, false, false, false);
        (*finished, *abandoned, *panic_handled, *gave_up) = (false, false, false, false);
        (*panic, *payload, *kept, *daemon) = (None, None, None, false);
        (*operations, *counted, *panic_number) = (0, 0, 0);
        (*last_event, *woken_by) = (None, None);
    }

    /// Whether the running thread must not be unwound when the execution is abandoned, before a call of
    /// `next` or wherever it is: it unwinds already, others borrow from its stack, or it is in a call that a
    /// destructor makes, whose other half would never be done.
    pub(crate) fn must_finish(&self, next: Option<Frame>) -> bool {
        std::thread::panicking() || self.is_bound(next)
    }

    /// The same of a thread that has stopped.
    pub(crate) fn is_committed(&self) -> bool {
        self.unwinds || self.is_bound(self.announced)
    }

    fn is_bound(&self, next: Option<Frame>) -> bool {
        self.steadfast || self.calls.iter().chain(&next).any(|call| call.dropped)
    }
}

thread_local! {
    /// The last execution's world, cleared: a search makes executions by the hundred thousand.
    static SPARE: Cell<Option<Rc<RefCell<World>>>> = const { Cell::new(None) };
}

impl Object {
    /// Makes it a new object, whatever it was.
    fn renew(
        &mut self,
        kind: &'static str,
        name: Option<&str>,
        part_of: Option<ObjectId>,
        process: ProcessId,
        (value, reads): (u64, Reading),
    ) {
        // Named one and all, so that none is forgotten.
        let Object {
            kind: its_kind,
            name: its_name,
            part_of: its_whole,
            process: its_process,
            owner,
            value: its_value,
            version,
            released,
            released_at,
            sleepers,
            favour,
            written,
            read,
            reading,
        } = self;
        *its_name = name.map(str::to_owned);
        sleepers.clear();
        read.clear();
        (*its_kind, *its_whole, *its_process, *its_value) = (kind, part_of, process, value);
        (*owner, *released, *released_at, *written) = (None, Clock::default(), None, None);
        (*version, *favour) = (0, 0);
        *reading = reads;
    }
}

impl World {
    /// For a new execution: without threads, at the beginning of time.
    pub(crate) fn fresh(config: Config, serial: u64) -> Rc<RefCell<World>> {
        if let Some(spare) = SPARE.take() {
            {
                let world = &mut *spare.borrow_mut();
                world.config = config;
                world.serial = serial;
            }
            return spare;
        }
        Rc::new(RefCell::new(World {
            serial,
            config,
            threads: Renewed::default(),
            objects: Renewed::default(),
            renamed: false,
            processes: vec!["main".to_owned()],
            kernel: Kernel::new(),
            now: 0,
            current: ThreadId(0),
            runnable: VecDeque::new(),
            started: Vec::new(),
            room: Vec::new(),
            steps: 0,
            changes: Changes::default(),
            gives_way: false,
            may_wake: false,
            counting: 0,
            made: Vec::new(),
            aborting: false,
            heard: 0,
            events: Vec::new(),
            events_total: 0,
            races: Vec::new(),
            panics: 0,
            favours: 0,
            spins: false,
            too_many_objects: false,
            tracking: Tracking::default(),
        }))
    }

    /// Leaves the world of an execution that is no more to the next one.
    pub(crate) fn leave(world: Rc<RefCell<World>>) {
        world.borrow_mut().clear();
        SPARE.set(Some(world));
    }

    fn clear(&mut self) {
        // Named one and all, so that none is forgotten.
        let World {
            serial: _,
            config: _,
            threads,
            objects,
            renamed,
            processes,
            kernel,
            now,
            current,
            runnable,
            started,
            room: _,
            steps,
            changes,
            gives_way,
            may_wake,
            counting,
            made,
            aborting,
            heard,
            events,
            events_total,
            races,
            panics,
            favours,
            spins,
            too_many_objects,
            tracking,
        } = self;
        tracking.clear();
        *changes = Changes::default();
        // What the program left must not outlive its execution.
        threads.iter_mut().for_each(|thread| thread.kept = None);
        threads.clear();
        objects.clear();
        processes.truncate(1);
        kernel.clear();
        runnable.clear();
        started.clear();
        made.clear();
        events.clear();
        races.clear();
        (*now, *current, *heard, *may_wake) = (0, ThreadId(0), 0, false);
        (*steps, *counting, *events_total, *panics, *favours) = (0, 0, 0, 0, 0);
        (*gives_way, *renamed, *aborting, *spins, *too_many_objects) = (false, false, false, false, false);
    }

    /// A step begins.
    #[inline]
    pub(crate) fn begin_step(&mut self, choice: Choice) {
        self.steps += 1;
        if let Choice::Thread(id) = choice {
            self.threads[id.index()].joined = 0;
        }
        if self.tracking.on {
            self.track(choice);
        }
        self.made.push(choice);
        self.begin_counting();
    }

    /// Whether the running thread's next step, which waits for `ready`, is what any scheduler would choose.
    #[inline]
    pub(crate) fn is_forced(&self, ready: &Ready) -> bool {
        let config = &self.config;
        let me = &self.threads[self.current.index()];
        config.run_on
            && !(config.record || config.eager_clock)
            && self.runnable.is_empty()
            && self.is_well()
            && self.is_ready(ready)
            && !self.is_gone(me)
            && self.tracking.ask >> self.current.0 & 1 == 0
            && !me.spin.gave_way()
            && (0..).zip(self.threads.iter()).all(|(t, thread)| t == self.current.0 || !self.can_run(thread))
    }

    /// Every thread may do [`Config::max_operations`] from here on.
    pub(crate) fn begin_counting(&mut self) {
        self.counting += 1;
    }

    pub(crate) fn me(&mut self) -> &mut Thread {
        &mut self.threads[self.current.index()]
    }

    /// Adds a thread that will go on as soon as the running one stops. There must be fewer than
    /// [`MAX_THREADS`].
    pub(crate) fn add_thread(&mut self, name: &str, process: ProcessId, fiber: Fiber) -> ThreadId {
        debug_assert!(self.threads.len() < MAX_THREADS);
        let id = ThreadId(self.threads.len() as u8);
        let of_parent = self.threads.get_mut(self.current.index()).map(|parent| {
            parent.children += 1;
            (parent.clock, parent.joined, mix(parent.lineage, parent.children.into()))
        });
        let (mut clock, joined, lineage) = of_parent.unwrap_or_default();
        clock.tick(id.index());
        let parent = self.current;
        self.threads.add(|thread| thread.renew(name, process, clock, lineage, parent, joined));
        self.started.push(fiber);
        self.runnable.push_back(id);
        id
    }

    /// `content`: what is in it if it is a word, and how that reads.
    pub(crate) fn add_object(
        &mut self,
        kind: &'static str,
        name: Option<&str>,
        content: (u64, Reading),
    ) -> ObjectId {
        let me = &self.threads[self.current.index()];
        let part_of = if name.is_some() { None } else { me.calls.last().map(|f| f.object) };
        if self.objects.len() == MAX_OBJECTS {
            self.too_many_objects = true;
            return ObjectId((MAX_OBJECTS - 1) as u16);
        }
        let process = me.process;
        // An object that was never announced before has been reachable since its creation, which happened
        // before whatever its first user knows of: starting with an empty clock reports no false race.
        self.objects.add(|object| object.renew(kind, name, part_of, process, content));
        ObjectId((self.objects.len() - 1) as u16)
    }

    /// The named object that `object` is a part of, or the outermost.
    pub(crate) fn whole(&self, mut object: ObjectId) -> ObjectId {
        while let Some(whole) = self.objects[object.index()].part_of {
            object = whole;
        }
        object
    }

    /// Lets a sleeping thread go on within this step.
    pub(crate) fn rouse(&mut self, thread: ThreadId, timed_out: bool) {
        let by = self.events_total.checked_sub(1);
        let sleeper = &mut self.threads[thread.index()];
        debug_assert!(matches!(sleeper.pending, Pending::Asleep(_)));
        sleeper.pending = Pending::None;
        sleeper.deadline = None;
        sleeper.timed_out = timed_out;
        sleeper.spin.reset();
        sleeper.woken_by = if timed_out { None } else { by };
        self.runnable.push_back(thread);
    }

    /// Asked of every thread after every step: by reference, since a copy of what was written a moment ago stalls.
    #[inline(always)]
    pub(crate) fn is_ready(&self, ready: &Ready) -> bool {
        match ready {
            Ready::Always => true,
            Ready::Word(word, test) => test(self.objects[word.index()].value),
            Ready::WordIsNot(word, value) => self.objects[word.index()].value != *value,
            Ready::Readable(pipe) => self.kernel.is_readable(*pipe),
            Ready::Writable(pipe, bytes) => self.kernel.is_writable(*pipe, *bytes),
        }
    }

    #[inline(always)]
    pub(crate) fn can_run(&self, thread: &Thread) -> bool {
        match &thread.pending {
            Pending::Announced(ready) => {
                (self.is_ready(ready) || thread.deadline.is_some_and(|d| d <= self.now))
                    && !self.is_gone(thread)
            }
            _ => false,
        }
    }

    /// Whether its process has ended without it, a daemon's or one that was killed: it is no more.
    #[inline]
    pub(crate) fn is_gone(&self, thread: &Thread) -> bool {
        thread.daemon && !self.aborting && self.kernel.status(thread.process).is_some()
    }

    pub(crate) fn is_alive(&self, thread: &Thread) -> bool {
        !thread.finished && !self.is_gone(thread)
    }

    /// What may happen that nobody can count on.
    pub(crate) fn chances(&self) -> Vec<Choice> {
        let all = (0..).map(ThreadId).zip(self.threads.iter());
        let waiting: Vec<InLine> = all.filter_map(|(id, thread)| self.in_line(id, thread)).collect();
        let is_behind = |me: &&InLine| waiting.iter().any(|w| w.line == me.line && w.place < me.place);
        let wakes = waiting.iter().map(|w| Choice::Spurious(w.thread));
        let favours = waiting.iter().filter(is_behind).map(|w| Choice::Favour(w.thread));
        let children = (0..).map(ProcessId).take(self.processes.len()).skip(1);
        let kills = children.filter(|p| self.kernel.status(*p).is_none()).map(Choice::Kill);
        wakes.chain(favours).chain(kills).collect()
    }

    /// Where the thread stands in line, if it waits in a call that the program makes itself.
    fn in_line(&self, id: ThreadId, thread: &Thread) -> Option<InLine> {
        let Pending::Asleep(Sleep::Word(word)) = thread.pending else { return None };
        let Object { favour, part_of, .. } = &*self.objects[word.index()];
        // It was counted last when it went to sleep.
        let place = (Reverse(*favour), thread.counted, id);
        let waits = thread.spurious && self.is_alive(thread);
        waits.then(|| InLine { thread: id, line: part_of.unwrap_or(word), place })
    }

    /// Lets a thread that sleeps on a word go on within this step, although nobody woke it.
    pub(crate) fn wake_spuriously(&mut self, thread: ThreadId) {
        if let Pending::Asleep(Sleep::Word(word)) = self.threads[thread.index()].pending {
            self.objects[word.index()].sleepers.retain(|&t| t != thread);
        }
        self.rouse(thread, false);
        self.threads[thread.index()].woken_by = None;
    }

    /// Puts a thread that sleeps on a word before the others that wait where it waits.
    pub(crate) fn favour(&mut self, thread: ThreadId) {
        if let Pending::Asleep(Sleep::Word(word)) = self.threads[thread.index()].pending {
            self.favours += 1;
            let object = &mut self.objects[word.index()];
            object.favour = self.favours;
            let line = object.part_of.unwrap_or(word);
            self.current = thread;
            self.record(Some(line), || What::Favoured, None);
        }
    }

    /// The next moment at which a wait ends by itself.
    pub(crate) fn next_deadline(&self) -> Option<u64> {
        self.threads.iter().filter(|t| self.is_alive(t) && !self.can_run(t)).filter_map(|t| t.deadline).min()
    }

    /// Moves the clock to the next deadline and rouses whose time has come.
    pub(crate) fn advance_clock(&mut self) {
        let Some(next) = self.next_deadline() else {
            return;
        };
        self.now = self.now.max(next);
        self.hears(self.now);
        self.record_by_clock();
        for index in 0..self.threads.len() {
            let thread = &self.threads[index];
            if thread.deadline.is_none_or(|d| d > self.now) || self.is_gone(thread) {
                continue;
            }
            if let Pending::Asleep(sleep) = thread.pending {
                let id = ThreadId(index as u8);
                if let Sleep::Word(word) = sleep {
                    self.objects[word.index()].sleepers.retain(|&t| t != id);
                }
                self.rouse(id, true);
            }
        }
    }

    fn record_by_clock(&mut self) {
        if !self.config.record {
            return;
        }
        let event = Event {
            thread: self.current,
            what: What::Clock,
            object: None,
            place: None,
            inside: None,
            clock: Vec::new(),
            after: None,
            woke: Vec::new(),
            now: self.now,
        };
        self.events.push(event);
        self.events_total += 1;
    }

    /// Adds an event by the running thread. `what` is asked for when somebody looks.
    #[inline]
    pub(crate) fn record(
        &mut self,
        object: Option<ObjectId>,
        what: impl FnOnce() -> What,
        after: Option<u32>,
    ) {
        if self.config.record {
            self.add_event(object, what(), after);
        }
    }

    #[cold]
    fn add_event(&mut self, object: Option<ObjectId>, what: What, after: Option<u32>) {
        let threads = self.threads.len();
        let me = &self.threads[self.current.index()];
        let outer = me.calls.first();
        let after = after.or(me.woken_by).filter(|_| !matches!(what, What::Shows { .. }));
        let event = Event {
            thread: self.current,
            object,
            place: outer.map(|f| Place::new(f.place, f.dropped)),
            inside: me.inside.filter(|_| !me.calls.is_empty()).map(|at| Place::new(at, false)),
            clock: me.clock.to_vec(threads),
            after,
            woke: Vec::new(),
            now: self.now,
            what,
        };
        let number = self.events_total;
        let me = self.me();
        if !matches!(event.what, What::Shows { .. }) {
            me.woken_by = None;
        }
        me.last_event = Some(number);
        self.events.push(event);
        self.events_total += 1;
    }

    /// Adds the picture of a pipe that has changed.
    pub(crate) fn show_pipe(&mut self, pipe: PipeId) {
        if self.config.record {
            let object = self.kernel.pipe(pipe).object;
            self.add_event(Some(object), What::Shows { state: self.kernel.state(pipe) }, None);
        }
    }

    /// Who has what `thread` waits for, where that is known.
    pub(crate) fn why(&self, thread: &Thread) -> Option<Why> {
        Some(match thread.pending {
            Pending::Announced(ready) if !self.is_ready(&ready) => match ready {
                Ready::Always => return None,
                Ready::Word(word, _) | Ready::WordIsNot(word, _) => {
                    let object = thread.announced.map_or(word, |f| f.object);
                    Why::Wants { object: self.whole(object), holder: self.objects[object.index()].owner }
                }
                Ready::Readable(pipe) => Why::Reads {
                    object: self.kernel.pipe(pipe).object,
                    holders: self.kernel.holders(pipe, true).collect(),
                },
                Ready::Writable(pipe, _) => Why::Writes {
                    object: self.kernel.pipe(pipe).object,
                    holders: self.kernel.holders(pipe, false).collect(),
                },
            },
            Pending::Asleep(Sleep::Word(word)) => {
                let part = self.objects[word.index()].part_of.unwrap_or(word);
                Why::SleepsOn { object: self.whole(part), holder: self.objects[part.index()].owner }
            }
            Pending::Asleep(Sleep::Join(child)) => Why::Joins { thread: child },
            Pending::Asleep(Sleep::Process(process)) => Why::Awaits { process },
            Pending::Asleep(Sleep::Time) => Why::Sleeps,
            Pending::Announced(_) | Pending::None | Pending::Spinning => return None,
        })
    }

    fn view(&self, thread: &Thread) -> ThreadView {
        let status = match (&thread.panic, thread.finished) {
            (Some((message, _)), true) => Status::Panicked { message: message.clone() },
            (_, true) => Status::Finished,
            _ if self.is_gone(thread) => match self.kernel.status(thread.process) {
                Some(KILLED) => Status::Killed,
                _ => Status::Finished,
            },
            _ if matches!(thread.pending, Pending::Spinning) => Status::Spinning,
            _ if self.can_run(thread) && self.is_idle(thread) => Status::Idle(self.why_idle(thread)),
            _ if self.can_run(thread) => Status::Ready,
            _ => self.why(thread).map_or(Status::Ready, Status::Blocked),
        };
        let outer = thread.calls.first().or(thread.announced.as_ref());
        let nearest = thread.announced.as_ref().or(thread.calls.last());
        let object = nearest.map(|f| self.whole(f.object));
        // An object's own call, rather than one that this call makes of a part of the object.
        let own = |f: &&Frame| Some(self.whole(f.object)) == object;
        let call = thread.calls.iter().find(own).or(nearest);
        let place = match (&thread.panic, thread.finished) {
            (Some((_, place)), true) => place.clone(),
            (_, true) => None,
            _ => outer
                .map(|f| Place::new(f.place, f.dropped))
                .or(thread.wait_place.map(|at| Place::new(at, false))),
        };
        ThreadView {
            gave_way: thread.spin.gave_way(),
            name: thread.name.clone(),
            process: thread.process,
            verb: call.map(|f| Cow::Borrowed(f.verb)).filter(|_| !thread.finished),
            object: object.filter(|_| !thread.finished),
            place,
            inside: thread.inside.filter(|_| !thread.finished).map(|at| Place::new(at, false)),
            deadline: thread.deadline,
            status,
        }
    }

    pub(crate) fn moment(&self, choices: Vec<Choice>, chances: Vec<Choice>) -> Moment {
        let threads = self.threads.iter().map(|t| self.view(t)).collect();
        Moment { threads, choices, chances, now: self.now }
    }

    pub(crate) fn object_infos(&self) -> Vec<ObjectInfo> {
        let info = |o: &Object| ObjectInfo {
            kind: Cow::Borrowed(o.kind),
            name: o.name.clone(),
            part_of: o.part_of,
            process: o.process,
            reads: o.reading.meanings(),
        };
        self.objects.iter().map(|o| info(o)).collect()
    }
}
