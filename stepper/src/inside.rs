//! What a program's platform calls from inside an execution. Every function here runs on a fiber.
//!
//! Announce, then execute: an operation first says what it is ([`call`], [`atomic`]), stops, and is carried
//! out when its thread is chosen. At the coarse grain only the outermost call of a primitive stops; what it
//! does inside runs through, until it returns or goes to sleep. What follows a sleep stops again.

use std::any::Any;
use std::panic::{self, AssertUnwindSafe, Location};
use std::sync::Once;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::clock::MAX_THREADS;
use crate::fiber::{self, Fiber, Signal};
use crate::kernel::Descriptor;
use crate::trace::*;
use crate::verdict::Race;
use crate::world::{Frame, MAX_OBJECTS, Pending, Ready, Sleep, World};

/// The payload that unwinds a thread of an abandoned execution. Whoever catches panics lets it pass.
#[derive(Debug)]
pub struct Abandoned;

/// Which object of which execution something is. Part of every primitive's memory; empty until it is named
/// or first used, and worthless in the next execution.
#[derive(Debug, Default)]
pub struct Identity(AtomicU64);

impl Identity {
    /// Not yet known to any execution.
    pub const fn new() -> Identity {
        Identity(AtomicU64::new(0))
    }

    fn resolve(&self, world: &mut World, kind: &'static str, value: impl FnOnce() -> u64) -> ObjectId {
        let known = self.0.load(Ordering::Relaxed);
        if known >> 16 == world.serial {
            return ObjectId(known as u16);
        }
        let id = world.add_object(kind, None, value());
        self.0.store(world.serial << 16 | u64::from(id.0), Ordering::Relaxed);
        id
    }
}

fn with<R>(f: impl FnOnce(&mut World) -> R) -> R {
    fiber::with_world(|world| f(&mut world.expect("only called on a fiber").borrow_mut()))
}

/// Whether the caller runs inside an execution. Elsewhere nothing else of this module may be called.
pub fn active() -> bool {
    fiber::with_world(|world| world.is_some())
}

enum Arrival {
    Refuse,
    Inline,
    Stop,
    Leave,
}

/// Brings the running thread to a stop before an operation, unless it is inside a coarse step.
fn point(ready: Ready, frame: Option<Frame>, deadline: Option<u64>, at: Option<&'static Location<'static>>) {
    let arrival = with(|world| {
        let limit = world.config.max_operations;
        let aborting = world.aborting;
        let me = world.me();
        me.inside = at.or(me.inside);
        me.operations += 1;
        if me.operations > limit {
            // Abandoned, it may leave, unless it has shown that it catches that again and again.
            if aborting && me.operations <= limit.saturating_mul(2) && !me.must_finish(frame) {
                return Arrival::Leave;
            }
            me.pending = Pending::Spinning;
            me.inline = false;
            me.gave_up = aborting;
            return Arrival::Stop;
        }
        if aborting {
            // A call that has begun goes on until it sleeps: half of it would leave its primitive broken.
            let stays = !me.calls.is_empty() || me.must_finish(frame);
            return if stays { Arrival::Inline } else { Arrival::Leave };
        }
        if world.too_many_objects && !std::thread::panicking() {
            return Arrival::Refuse;
        }
        let me = world.me();
        if me.inline {
            return Arrival::Inline;
        }
        me.pending = Pending::Announced(ready);
        me.announced = frame;
        me.deadline = deadline;
        Arrival::Stop
    });
    match arrival {
        Arrival::Inline => {}
        Arrival::Refuse => {
            panic!("an execution can have {MAX_OBJECTS} objects, and this program uses one more")
        }
        Arrival::Leave => leave(),
        Arrival::Stop => {
            stop();
            with(|world| {
                let coarse = world.config.grain == Grain::Coarse;
                let me = world.me();
                me.pending = Pending::None;
                me.announced = None;
                me.deadline = None;
                me.inline = coarse && (frame.is_some() || !me.calls.is_empty());
            });
        }
    }
}

fn leave() -> ! {
    panic::resume_unwind(Box::new(Abandoned))
}

/// Suspends the fiber. When the execution is abandoned, leaves by unwinding if the thread may.
fn stop() {
    with(|world| {
        let me = world.me();
        me.committed = me.must_finish(me.announced);
    });
    if fiber::suspend() == Signal::Go {
        return;
    }
    let leaves = with(|world| {
        let me = world.current;
        let thread = world.me();
        let pending = std::mem::replace(&mut thread.pending, Pending::None);
        thread.deadline = None;
        let asleep = matches!(pending, Pending::Asleep(_));
        let leaves = !thread.committed && (asleep || thread.calls.is_empty());
        if let Pending::Asleep(Sleep::Word(word)) = pending {
            world.objects[word.index()].sleepers.retain(|&t| t != me);
        }
        leaves
    });
    if leaves {
        leave();
    }
}

/// Sleeps; whether time ran out before what it sleeps for came.
fn sleep_on(sleep: Sleep, deadline: Option<u64>) -> bool {
    let leaves = with(|world| {
        let aborting = world.aborting;
        let late = deadline.is_some_and(|d| d <= world.now);
        let me = world.me();
        me.timed_out = late;
        if late {
            return Some(false);
        }
        if aborting && !me.must_finish(None) {
            return Some(true);
        }
        let id = world.current;
        let me = world.me();
        me.pending = Pending::Asleep(sleep);
        me.deadline = deadline;
        me.inline = false;
        if let Sleep::Word(word) = sleep {
            world.objects[word.index()].sleepers.push_back(id);
            world.record(Some(word), What::Park, None);
        }
        None
    });
    match leaves {
        None => stop(),
        Some(true) => leave(),
        Some(false) => {}
    }
    with(|world| world.me().timed_out)
}

/// Counts what is no step, so that a thread that does nothing else is stopped as well.
fn count() {
    let spins = with(|world| {
        let limit = world.config.max_operations;
        let me = world.me();
        me.operations += 1;
        me.operations > limit
    });
    if spins {
        point(Ready::Always, None, None, None);
    }
}

/// Runs `f` to its end, also when the execution is abandoned: for what others must find done, as a lock that
/// is taken again at the end of a wait.
pub fn steadfast<R>(f: impl FnOnce() -> R) -> R {
    let before = with(|world| std::mem::replace(&mut world.me().steadfast, true));
    let result = f();
    with(|world| world.me().steadfast = before);
    result
}

/// Gives an object its name.
pub fn name(identity: &Identity, kind: &'static str, name: &str) {
    with(|world| {
        let id = world.add_object(kind, Some(name), 0);
        identity.0.store(world.serial << 16 | u64::from(id.0), Ordering::Relaxed);
        world.record(Some(id), What::Named, None);
    });
}

/// Makes `part` a part of `whole`, with a name of its own.
pub fn name_part(whole: &Identity, part: &Identity, kind: &'static str, name: &str) {
    with(|world| {
        let whole = whole.resolve(world, "object", || 0);
        let id = world.add_object(kind, Some(name), 0);
        world.objects[id.index()].part_of = Some(whole);
        part.0.store(world.serial << 16 | u64::from(id.0), Ordering::Relaxed);
    });
}

/// A word, its value now, and what the value must pass.
pub type Test<'a> = (&'a Identity, u64, fn(u64) -> bool);

/// What must hold before a call can be chosen: a word, its value if nobody has used it yet, and the test that it
/// must pass.
pub type Gate<'a> = (&'a Identity, u64, fn(u64) -> bool);

/// Begins a call of a primitive at the program's line `place`. `dropped`: a destructor makes it, and `place`
/// is where the thing was acquired. With `ready`, the thread cannot be chosen (at the coarse grain) while the
/// word's value fails the test. Must be followed by [`end`], also when the call unwinds.
pub fn call(
    identity: &Identity,
    kind: &'static str,
    verb: &'static str,
    place: &'static Location<'static>,
    dropped: bool,
    ready: Option<Test<'_>>,
) {
    let (frame, ready) = with(|world| {
        let object = identity.resolve(world, kind, || 0);
        let fine = world.config.grain == Grain::Fine;
        let ready = match ready.filter(|_| !fine) {
            None => Ready::Always,
            Some((word, value, test)) => {
                let new = world.objects.len();
                let word = word.resolve(world, "word", || value);
                if word.index() == new {
                    world.objects[word.index()].part_of = Some(object);
                }
                Ready::Word(word, test)
            }
        };
        (Frame { object, verb, place, dropped }, ready)
    });
    begin(frame, ready, None);
}

/// At the fine grain the call itself is no step: its first operation stops.
fn begin(frame: Frame, ready: Ready, deadline: Option<u64>) {
    if with(|world| world.config.grain == Grain::Coarse || world.aborting) {
        point(ready, Some(frame), deadline, None);
    }
    with(|world| {
        world.me().calls.push(frame);
        world.record(Some(frame.object), What::Begin { verb: frame.verb.into() }, None);
    });
}

/// Ends the call that began last. `value` is what it returned or was given.
pub fn end(value: Option<String>) {
    with(|world| {
        let Some(&frame) = world.me().calls.last() else {
            return;
        };
        world.record(Some(frame.object), What::End { verb: frame.verb.into(), value }, None);
        let me = world.me();
        me.calls.pop();
        if me.calls.is_empty() {
            me.inline = false;
            me.inside = None;
        }
    });
}

/// Whether what happens is kept: a picture need not be computed when nobody looks.
pub fn recording() -> bool {
    with(|world| world.config.record && !world.aborting)
}

/// The running thread holds the object now, or nobody does.
pub fn hold(identity: &Identity, kind: &'static str, held: bool) {
    with(|world| {
        let object = identity.resolve(world, kind, || 0);
        let owner = held.then_some(world.current);
        world.objects[object.index()].owner = owner;
        world.record(Some(object), What::Shows { state: State::Owner(owner) }, None);
    });
}

/// The object looks like this now.
pub fn show(identity: &Identity, kind: &'static str, state: State) {
    with(|world| {
        let object = identity.resolve(world, kind, || 0);
        world.record(Some(object), What::Shows { state }, None);
    });
}

/// The call is against the rules of its primitive, and says so with the error `text`.
pub fn misuse(identity: &Identity, kind: &'static str, text: &str) {
    with(|world| {
        let object = identity.resolve(world, kind, || 0);
        world.record(Some(object), What::Misuse { text: text.to_owned() }, None);
    });
}

/// An operation on an atomic word: announces it, then lets `perform` carry it out on the memory and return
/// the value before and after, and whether it was a success (a compare-exchange that fails only reads).
#[track_caller]
pub fn atomic(
    identity: &Identity,
    op: AtomicOp,
    success: std::sync::atomic::Ordering,
    failure: std::sync::atomic::Ordering,
    value: impl FnOnce() -> u64,
    perform: impl FnOnce() -> (u64, u64, bool),
) {
    let at = Location::caller();
    let word = with(|world| identity.resolve(world, "word", value));
    point(Ready::Always, None, None, Some(at));
    let (before, after, done) = perform();
    with(|world| {
        let order = Order::from(if done { success } else { failure });
        let reads = op != AtomicOp::Store;
        let writes = op != AtomicOp::Load && done;
        let now = world.current.index();
        let object = &mut world.objects[word.index()];
        let me = &mut world.threads[now];
        object.value = after;
        let from = object.released_at.filter(|_| reads && order.acquires());
        if reads && order.acquires() {
            me.clock.join(&object.released);
        }
        if writes {
            match (order.releases(), reads) {
                (true, false) => object.released = me.clock,
                (true, true) => object.released.join(&me.clock),
                // A relaxed store ends what was published before; a relaxed read-modify-write carries it on.
                (false, false) => object.released = Default::default(),
                (false, true) => {}
            }
        }
        if writes && order.releases() {
            object.released_at = Some(world.events_total);
        }
        world.record(Some(word), What::Atomic { op, order, before, after }, from);
        if writes && order.releases() {
            world.me().clock.tick(now);
        }
    });
}

/// Sleeps on a word if it has the value `expected` when this operation is carried out, until it is woken.
/// Returns false when the time `deadline` came first.
#[track_caller]
pub fn wait(
    identity: &Identity,
    value: impl Fn() -> u64,
    expected: u64,
    low_half: bool,
    deadline: Option<u64>,
) -> bool {
    sleep_on_word(identity, value, expected, low_half, deadline, Location::caller(), false)
}

/// Sleeps on a word as long as it has the value `expected` whenever it is woken, and sees then what was
/// released with the word. Returns false when the time `deadline` came first. One operation.
#[track_caller]
pub fn wait_while(
    identity: &Identity,
    value: impl Fn() -> u64,
    expected: u64,
    low_half: bool,
    deadline: Option<u64>,
) -> bool {
    sleep_on_word(identity, value, expected, low_half, deadline, Location::caller(), true)
}

fn sleep_on_word(
    identity: &Identity,
    value: impl Fn() -> u64,
    expected: u64,
    low_half: bool,
    deadline: Option<u64>,
    at: &'static Location<'static>,
    until_it_changes: bool,
) -> bool {
    let word = with(|world| identity.resolve(world, "word", &value));
    point(Ready::Always, None, None, Some(at));
    let look = || if low_half { u64::from(value() as u32) } else { value() };
    let order = if until_it_changes { Order::Acquire } else { Order::Relaxed };
    let found = look();
    if found != expected {
        let what = What::Atomic { op: AtomicOp::Load, order, before: found, after: found };
        with(|world| world.record(Some(word), what, None));
    } else {
        loop {
            if sleep_on(Sleep::Word(word), deadline) {
                with(|world| world.record(Some(word), What::TimedOut, None));
                return false;
            }
            if !until_it_changes || look() != expected {
                break;
            }
        }
    }
    if order.acquires() {
        with(|world| {
            let released = world.objects[word.index()].released;
            world.me().clock.join(&released);
        });
    }
    true
}

/// Wakes up to `n` threads asleep on the word, those first that have slept longest.
#[track_caller]
pub fn wake(identity: &Identity, value: impl FnOnce() -> u64, n: u32) {
    let at = Location::caller();
    let word = with(|world| identity.resolve(world, "word", value));
    point(Ready::Always, None, None, Some(at));
    with(|world| {
        world.record(Some(word), What::Wake, None);
        for _ in 0..n {
            let Some(sleeper) = world.objects[word.index()].sleepers.pop_front() else {
                break;
            };
            world.rouse(sleeper, false);
            if world.config.record
                && let Some(event) = world.events.last_mut()
            {
                event.woke.push(sleeper);
            }
        }
    });
}

/// An access to plain memory: never a step, always checked for a race. Without `at` it has a line of its own.
#[track_caller]
pub fn access(identity: &Identity, writes: bool) {
    let caller = Location::caller();
    with(|world| {
        if world.aborting {
            return;
        }
        let object = identity.resolve(world, "cell", || 0);
        let me = world.current.index();
        let thread = &world.threads[me];
        let place = thread.calls.first().map_or(caller, |f| f.place);
        let cell = &world.objects[object.index()];
        let unseen_write =
            cell.written.filter(|&(by, time, _)| by.index() != me && time > thread.clock.get(by.index()));
        let unseen_read = cell
            .read
            .iter()
            .filter(|_| writes)
            .find(|(by, time, _)| by.index() != me && *time > thread.clock.get(by.index()));
        let race = unseen_write.or(unseen_read.copied()).map(|(by, _, at)| (by, at));
        let latest = (world.current, thread.clock.get(me), place);
        let cell = &mut world.objects[object.index()];
        if writes {
            cell.written = Some(latest);
        } else if let Some(mine) = cell.read.iter_mut().find(|(by, ..)| by.index() == me) {
            *mine = latest;
        } else {
            cell.read.push(latest);
        }
        if let Some((other, other_place)) = race {
            let object = world.whole(object);
            if world.races.len() == 16 {
                return;
            }
            world.races.push(Race {
                object,
                threads: [other, world.current],
                places: [Place::new(other_place, false), Place::new(place, false)],
                step: world.steps,
            });
            let what = What::Race { other, other_place: Place::new(other_place, false) };
            world.record(Some(object), what, None);
        }
    });
}

/// Starts a thread. It runs up to its first operation as soon as the running thread stops.
///
/// # Panics
/// When the execution has as many threads as it can have.
pub fn spawn(name: &str, body: Box<dyn FnOnce()>) -> ThreadId {
    let process = with(|world| world.me().process);
    start(name, process, body)
}

/// Starts a process: `body` is its first thread. It gets duplicates of the descriptors `given`, with the numbers
/// 3, 4, and so on; memory is separate if `body` shares none. It ends with its last thread.
///
/// # Panics
/// When the execution has as many threads as it can have, or a descriptor is not open.
pub fn spawn_process(name: &str, given: &[u32], body: Box<dyn FnOnce()>) -> ProcessId {
    let process = with(|world| {
        let parent = world.me().process;
        let process = ProcessId(world.processes.len() as u8);
        world.processes.push(name.to_owned());
        world.kernel.add_process();
        for &number in given {
            let descriptor =
                world.kernel.find(parent, number).expect("only open descriptors can be given away");
            world.kernel.open(process, descriptor);
        }
        process
    });
    start(name, process, body);
    with(|world| {
        for number in given {
            let descriptor = world.kernel.find(world.threads[world.current.index()].process, *number);
            descriptor.into_iter().for_each(|d| world.show_pipe(d.pipe));
        }
    });
    process
}

fn start(name: &str, process: ProcessId, body: Box<dyn FnOnce()>) -> ThreadId {
    let threads = with(|world| world.threads.len());
    assert!(
        threads < MAX_THREADS,
        "an execution can have {MAX_THREADS} threads, and this program starts one more"
    );
    let fiber = Fiber::new(move |signal| run(signal, body));
    with(|world| {
        let child = world.add_thread(name.to_owned(), process, fiber);
        world.record(None, What::Spawn { child }, None);
        let by = world.events_total.checked_sub(1);
        world.threads[child.index()].woken_by = by;
        let me = world.current.index();
        world.me().clock.tick(me);
        child
    })
}

/// A fiber's whole life.
pub(crate) fn run(signal: Signal, body: Box<dyn FnOnce()>) {
    let life: Box<dyn FnOnce()> = match signal {
        Signal::Go => body,
        // Never started. What it captured has destructors that are code of the program.
        Signal::Abort => Box::new(move || drop(body)),
    };
    let mut result = panic::catch_unwind(AssertUnwindSafe(life));
    // Destructors of thread-locals may call primitives, so they run as part of the thread.
    while let Some(last_will) = with(|world| world.me().at_exit.pop()) {
        let result_of_it = panic::catch_unwind(AssertUnwindSafe(last_will));
        if result.is_ok() {
            result = result_of_it;
        } else {
            discard(result_of_it);
        }
    }
    with(|world| {
        let me = world.current;
        let panicked = result.is_err();
        world.record(None, What::Exit { panicked }, None);
        let panics = world.panics + 1;
        let aborting = world.aborting;
        let thread = world.me();
        thread.finished = true;
        thread.pending = Pending::None;
        thread.announced = None;
        thread.calls.clear();
        let noted = thread.panic.take();
        match result {
            Err(payload) if payload.is::<Abandoned>() => thread.abandoned = true,
            Err(payload) => {
                let message = words(&*payload).to_owned();
                // A payload that was caught and is passed on says something else than the last panic here.
                if noted.as_ref().is_some_and(|(said, _)| *said == message) {
                    thread.panic = noted;
                } else {
                    thread.panic = Some((message, None));
                    thread.panic_number = panics;
                }
                thread.payload = Some(payload);
                world.panics = panics;
            }
            Ok(()) => thread.abandoned = aborting && signal == Signal::Abort,
        }
        let waiting: Vec<ThreadId> = (0..world.threads.len())
            .filter(
                |&t| matches!(world.threads[t].pending, Pending::Asleep(Sleep::Join(child)) if child == me),
            )
            .map(|t| ThreadId(t as u8))
            .collect();
        for joiner in waiting {
            world.rouse(joiner, false);
        }
        let process = world.me().process;
        if world.threads.iter().all(|t| t.finished || t.process != process) {
            end_process(world, process);
        }
    });
}

/// What Rust's runtime exits with when `main` panics.
const PANICKED: i32 = 101;

fn end_process(world: &mut World, process: ProcessId) {
    let panicked =
        world.threads.iter().find(|t| t.process == process).is_some_and(|first| first.panic.is_some());
    let open = world.kernel.end_process(process, if panicked { PANICKED } else { 0 });
    for (number, descriptor) in open {
        closed(world, number, descriptor);
    }
    for index in 0..world.threads.len() {
        if matches!(world.threads[index].pending, Pending::Asleep(Sleep::Process(p)) if p == process) {
            world.rouse(ThreadId(index as u8), false);
        }
    }
}

/// Waits until the process has ended, and returns its exit status: 0, or 101 after a panic of its first
/// thread. Not a step: the thread goes on within the step that ends the wait.
#[track_caller]
pub fn await_process(process: ProcessId) -> i32 {
    let place = Location::caller();
    with(|world| {
        let me = world.me();
        me.inside = None;
        me.wait_place = Some(place);
    });
    let status = loop {
        match with(|world| world.kernel.status(process)) {
            Some(status) => break status,
            None => sleep_on(Sleep::Process(process), None),
        };
    };
    with(|world| {
        world.me().wait_place = None;
        let mut seen = world.me().clock;
        let mut first = None;
        for (thread, id) in world.threads.iter_mut().zip(0..).filter(|(t, _)| t.process == process) {
            seen.join(&thread.clock);
            // The exit status tells of it.
            thread.panic_handled |= first.is_none();
            first.get_or_insert((ThreadId(id), thread.last_event));
        }
        world.me().clock = seen;
        if let Some((child, from)) = first {
            world.record(None, What::Join { child }, from);
        }
    });
    status
}

/// The status of a process that has ended. Not a step.
pub fn exit_status(process: ProcessId) -> Option<i32> {
    with(|world| world.kernel.status(process))
}

/// The running thread's process.
pub fn current_process() -> ProcessId {
    with(|world| world.me().process)
}

/// Why a system call could not be carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SystemError {
    /// The process has no such descriptor, or not for this.
    BadDescriptor,
    /// Nobody can read from the pipe any more.
    BrokenPipe,
}

/// Makes a pipe that `capacity` bytes fit into; returns descriptors for its read end and its write end.
pub fn pipe(kind: &'static str, capacity: usize) -> (u32, u32) {
    with(|world| {
        let object = world.add_object(kind, None, 0);
        world.objects[object.index()].part_of = None;
        let process = world.me().process;
        let ends = world.kernel.add_pipe(process, object, capacity);
        if let Some(reader) = world.kernel.find(process, ends.0) {
            world.show_pipe(reader.pipe);
        }
        ends
    })
}

/// Gives the object behind a descriptor its name.
pub fn name_descriptor(descriptor: u32, name: &str) {
    with(|world| {
        let process = world.me().process;
        if let Some(open) = world.kernel.find(process, descriptor) {
            let object = world.kernel.pipe(open.pipe).object;
            world.objects[object.index()].name = Some(name.to_owned());
            world.renamed = true;
        }
    });
}

/// What a call on a descriptor waits for before it can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Await {
    /// Nothing.
    Nothing,
    /// Something to read: bytes, or the end of the file.
    Bytes,
    /// Room to write so many bytes, or nobody to read them.
    Room(usize),
}

/// As [`call`], of the object behind a descriptor, which must be open. At the coarse grain it cannot be chosen
/// before what it waits for has come, or the time `deadline`.
pub fn call_on(
    descriptor: u32,
    verb: &'static str,
    place: &'static Location<'static>,
    dropped: bool,
    awaits: Await,
    deadline: Option<u64>,
) {
    let (frame, ready) = with(|world| {
        let process = world.me().process;
        let open = world.kernel.find(process, descriptor).expect("a call on an open descriptor");
        let ready = match awaits {
            Await::Nothing => Ready::Always,
            Await::Bytes => Ready::Readable(open.pipe),
            Await::Room(bytes) => Ready::Writable(open.pipe, bytes),
        };
        (Frame { object: world.kernel.pipe(open.pipe).object, verb, place, dropped }, ready)
    });
    begin(frame, ready, deadline);
}

/// Announces a system call. Where it has to wait in the middle of a coarse step, it stops there.
fn system_call(ready: Ready, deadline: Option<u64>, at: &'static Location<'static>) {
    with(|world| {
        let waits = !world.is_ready(ready) && deadline.is_none_or(|d| d > world.now);
        world.me().inline &= !waits;
    });
    point(ready, None, deadline, Some(at));
}

fn find(descriptor: u32, writes: bool) -> Result<Descriptor, SystemError> {
    let open = with(|world| world.kernel.find(world.threads[world.current.index()].process, descriptor));
    open.filter(|d| d.writes == writes).ok_or(SystemError::BadDescriptor)
}

/// Reads what there is, up to `max` bytes; waits as long as there is nothing and somebody can write. No bytes:
/// the end of the file.
///
/// # Errors
/// When the descriptor cannot be read from.
#[track_caller]
pub fn read(descriptor: u32, max: usize) -> Result<Vec<u8>, SystemError> {
    let at = Location::caller();
    system_call(Ready::Readable(find(descriptor, false)?.pipe), None, at);
    let open = find(descriptor, false)?;
    with(|world| {
        let (bytes, clock, from) = world.kernel.read(open.pipe, max);
        world.me().clock.join(&clock);
        let object = world.kernel.pipe(open.pipe).object;
        let what = What::System { call: SystemCall::Read, descriptor, bytes: bytes.len() };
        world.record(Some(object), what, from);
        if !bytes.is_empty() {
            world.show_pipe(open.pipe);
        }
        Ok(bytes)
    })
}

/// Writes what there is room for, and returns how much that was; waits while there is no room (for all of it,
/// if it is at most 4096 bytes and fits into the empty pipe) and somebody can read.
///
/// # Errors
/// When the descriptor cannot be written to, or nobody can read any more.
#[track_caller]
pub fn write(descriptor: u32, bytes: &[u8]) -> Result<usize, SystemError> {
    let at = Location::caller();
    system_call(Ready::Writable(find(descriptor, true)?.pipe, bytes.len()), None, at);
    let open = find(descriptor, true)?;
    with(|world| {
        // A thread that unwinds out of an abandoned execution waits for nobody.
        if world.kernel.holders(open.pipe, false).next().is_none() || world.aborting {
            return Err(SystemError::BrokenPipe);
        }
        let me = world.current.index();
        let written = world.kernel.write(open.pipe, bytes, world.threads[me].clock, world.events_total);
        let object = world.kernel.pipe(open.pipe).object;
        world.record(
            Some(object),
            What::System { call: SystemCall::Write, descriptor, bytes: written },
            None,
        );
        world.me().clock.tick(me);
        world.show_pipe(open.pipe);
        Ok(written)
    })
}

/// Whether a read would not wait; waits for that until `deadline`, for ever if there is none.
///
/// # Errors
/// When the descriptor cannot be read from.
#[track_caller]
pub fn poll(descriptor: u32, deadline: Option<u64>) -> Result<bool, SystemError> {
    let at = Location::caller();
    system_call(Ready::Readable(find(descriptor, false)?.pipe), deadline, at);
    let open = find(descriptor, false)?;
    Ok(with(|world| world.kernel.is_readable(open.pipe)))
}

/// Gives a descriptor up. A pipe whose last writer does so has an end of file; one whose last reader does so
/// is broken.
///
/// # Errors
/// When it is not open.
#[track_caller]
pub fn close(descriptor: u32) -> Result<(), SystemError> {
    point(Ready::Always, None, None, Some(Location::caller()));
    with(|world| {
        let process = world.me().process;
        let open = world.kernel.close(process, descriptor).ok_or(SystemError::BadDescriptor)?;
        closed(world, descriptor, open);
        Ok(())
    })
}

/// The running thread has closed a descriptor.
fn closed(world: &mut World, descriptor: u32, open: Descriptor) {
    let me = world.current.index();
    if open.writes {
        world.kernel.note_closed(open.pipe, &world.threads[me].clock, world.events_total);
    }
    let object = world.kernel.pipe(open.pipe).object;
    world.record(Some(object), What::System { call: SystemCall::Close, descriptor, bytes: 0 }, None);
    world.me().clock.tick(me);
    world.show_pipe(open.pipe);
}

/// Waits until `child` has ended, at most until `deadline`. Not a step: the thread goes on within the step
/// that ends the wait. Returns false when time ran out.
#[track_caller]
pub fn join(child: ThreadId, deadline: Option<u64>) -> bool {
    let place = Location::caller();
    await_end(child, deadline, place, false)
}

/// As [`join`], for the end of a scope: not even abandoning the execution ends the wait before the child.
#[track_caller]
pub fn join_steadfast(child: ThreadId) {
    let place = Location::caller();
    await_end(child, None, place, true);
}

fn await_end(
    child: ThreadId,
    deadline: Option<u64>,
    place: &'static Location<'static>,
    steadfast: bool,
) -> bool {
    let mut timed_out = false;
    if !with(|world| world.threads[child.index()].finished) {
        let before = with(|world| {
            let me = world.me();
            me.inside = None;
            me.wait_place = Some(place);
            let before = me.steadfast;
            me.steadfast |= steadfast;
            before
        });
        while !timed_out && !with(|world| world.threads[child.index()].finished) {
            timed_out = sleep_on(Sleep::Join(child), deadline);
        }
        with(|world| {
            let me = world.me();
            me.steadfast = before;
            me.wait_place = None;
        });
    }
    if timed_out {
        return false;
    }
    with(|world| {
        let seen = world.threads[child.index()].clock;
        let from = world.threads[child.index()].last_event;
        world.me().clock.join(&seen);
        world.record(None, What::Join { child }, from);
    });
    true
}

/// The payload of `child`'s panic, once it has been joined. Taking it means that the program dealt with it.
pub fn take_panic(child: ThreadId) -> Option<Box<dyn Any + Send>> {
    with(|world| {
        let child = &mut world.threads[child.index()];
        if child.abandoned {
            return Some(Box::new(Abandoned) as Box<dyn Any + Send>);
        }
        child.panic_handled |= child.payload.is_some();
        child.payload.take()
    })
}

/// Whether `child` ended by a panic.
pub fn has_panicked(child: ThreadId) -> bool {
    with(|world| world.threads[child.index()].panic.is_some())
}

/// Whether `child` has ended. Not a step.
pub fn is_finished(child: ThreadId) -> bool {
    count();
    with(|world| world.threads[child.index()].finished)
}

/// The running thread.
pub fn current() -> ThreadId {
    with(|world| world.current)
}

/// A number that no other thread of this or of any other execution has.
pub fn current_number() -> u64 {
    with(|world| world.serial << 8 | u64::from(world.current.0))
}

/// The name of the running thread.
pub fn current_name() -> String {
    with(|world| world.me().name.clone())
}

/// The virtual time, in nanoseconds since the start.
pub fn now() -> u64 {
    count();
    with(|world| world.now)
}

/// Sleeps until the virtual clock has reached `deadline`.
#[track_caller]
pub fn sleep_until(deadline: u64) {
    let place = Location::caller();
    count();
    while with(|world| {
        world.me().wait_place = Some(place);
        world.now < deadline
    }) {
        sleep_on(Sleep::Time, Some(deadline));
    }
    with(|world| world.me().wait_place = None);
}

/// The running thread says something. Not a step.
#[track_caller]
pub fn say(text: String) {
    let place = Location::caller();
    count();
    with(|world| {
        if world.aborting {
            return;
        }
        world.record(None, What::Say { text }, None);
        if world.config.record
            && let Some(event) = world.events.last_mut()
        {
            event.place = Some(Place::new(place, false));
        }
    });
}

/// Runs `f` on the running thread when it has ended, last first.
pub fn at_exit(f: Box<dyn FnOnce()>) {
    with(|world| world.me().at_exit.push(f));
}

/// Makes panics inside executions silent, and remembers what they said and where.
pub(crate) fn install_hook() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !active() {
                return before(info);
            }
            let message = words(info.payload()).to_owned();
            let place = info.location().map(|at| Place {
                file: at.file().to_owned().into(),
                line: at.line(),
                column: at.column(),
                dropped: false,
            });
            fiber::with_world(|world| {
                // A limit of the engine that was found while it was at work has no place of its own.
                let Some(Ok(mut world)) = world.as_ref().map(|world| world.try_borrow_mut()) else {
                    return;
                };
                if world.aborting {
                    return;
                }
                world.record(None, What::Panic { message: message.clone() }, None);
                if world.config.record
                    && let Some(event) = world.events.last_mut()
                {
                    event.place = place.clone();
                }
                world.panics += 1;
                let number = world.panics;
                let me = world.me();
                me.panic = Some((message, place));
                me.panic_number = number;
            });
        }));
    });
}

/// What a panic says.
fn words(payload: &dyn Any) -> &str {
    let text = payload.downcast_ref::<&'static str>().copied();
    text.or(payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("a panic without words")
}

/// Drops what a thread ended with, whatever the destructors in it do.
pub(crate) fn discard(result: Result<(), Box<dyn Any + Send>>) {
    if let Err(again) = panic::catch_unwind(AssertUnwindSafe(|| drop(result))) {
        std::mem::forget(again);
    }
}
