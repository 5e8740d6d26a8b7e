//! How a running thread stops, sleeps and leaves: the only callers of the fiber's `suspend`.

use std::panic::{self, Location};

use super::{Identity, with};
use crate::fiber::{self, Signal};
use crate::trace::*;
use crate::world::{Frame, MAX_OBJECTS, Pending, Ready, Sleep, Thread, World};

/// The payload that unwinds a thread of an abandoned execution. Whoever catches panics lets it pass.
#[derive(Debug)]
pub struct Abandoned;

/// What becomes of an operation that was announced.
pub(super) enum Arrival {
    /// It is part of a coarse step: goes on at once.
    Inline,
    /// It waits until its thread is chosen.
    Stop,
    /// It is the next step, there being no other.
    Forced,
    /// The execution is abandoned: its thread leaves.
    Leave,
    /// The execution has no room for the object that it is about.
    Refuse,
}

/// Announces the running thread's next operation; [`pass`] then does what the answer says.
#[inline]
pub(super) fn announce(
    world: &mut World,
    ready: Ready,
    frame: Option<Frame>,
    deadline: Option<u64>,
    at: Option<&'static Location<'static>>,
) -> Arrival {
    let limit = world.config.max_operations;
    let usual = !world.aborting && !world.too_many_objects;
    let nth = world.counting;
    let me = world.me();
    me.inside = at.or(me.inside);
    let operations = me.count(nth);
    if !usual || operations > limit {
        return announce_unusually(world, operations, ready, frame, deadline);
    }
    if me.inline {
        return Arrival::Inline;
    }
    // The line of an earlier operation is not where it stands now.
    me.inside = at;
    announce_step(world, ready, frame, deadline)
}

#[inline(never)]
fn announce_step(world: &mut World, ready: Ready, frame: Option<Frame>, deadline: Option<u64>) -> Arrival {
    world.me().announce(ready, frame, deadline);
    world.hears_announced();
    if !world.is_forced(&ready) {
        return Arrival::Stop;
    }
    world.end_step();
    world.begin_step(Choice::Thread(world.current));
    world.tracking.runs(world.current);
    Arrival::Forced
}

#[cold]
fn announce_unusually(
    world: &mut World,
    operations: u32,
    ready: Ready,
    frame: Option<Frame>,
    deadline: Option<u64>,
) -> Arrival {
    let limit = world.config.max_operations;
    let aborting = world.aborting;
    let refuses = world.too_many_objects && !std::thread::panicking();
    let me = world.me();
    if operations > limit {
        // Abandoned, it may leave, unless it has shown that it catches that again and again.
        if aborting && operations <= limit.saturating_mul(2) && !me.must_finish(frame) {
            return Arrival::Leave;
        }
        me.stops(Pending::Spinning, None);
        me.announced = frame;
        me.inline = false;
        me.gave_up = aborting;
        world.spins = true;
        return Arrival::Stop;
    }
    if aborting {
        // A call that has begun goes on until it sleeps: half of it would leave its primitive broken.
        let stays = !me.calls.is_empty() || me.must_finish(frame);
        return if stays { Arrival::Inline } else { Arrival::Leave };
    }
    if refuses {
        return Arrival::Refuse;
    }
    if me.inline {
        return Arrival::Inline;
    }
    me.announce(ready, frame, deadline);
    Arrival::Stop
}

impl Thread {
    #[inline]
    fn announce(&mut self, ready: Ready, frame: Option<Frame>, deadline: Option<u64>) {
        self.stops(Pending::Announced(ready), deadline);
        self.announced = frame;
    }

    #[inline]
    fn stops(&mut self, pending: Pending, deadline: Option<u64>) {
        (self.pending, self.deadline) = (pending, deadline);
        self.unwinds = std::thread::panicking();
    }
}

/// Returns when the operation that was announced can be carried out. A call that had to stop has begun then.
#[inline]
pub(super) fn pass(arrival: Arrival) {
    if !matches!(arrival, Arrival::Inline) {
        pass_step(arrival);
    }
}

fn pass_step(arrival: Arrival) {
    match arrival {
        Arrival::Inline => {}
        Arrival::Refuse => {
            panic!("an execution can have {MAX_OBJECTS} objects, and this program uses one more")
        }
        Arrival::Leave => leave(),
        Arrival::Stop => {
            stop();
            with(World::go_on);
        }
        Arrival::Forced => with(World::go_on),
    }
}

impl World {
    /// The running thread was chosen.
    fn go_on(&mut self) {
        let coarse = self.config.grain == Grain::Coarse;
        let me = self.me();
        me.pending = Pending::None;
        me.deadline = None;
        let announced = me.announced.take();
        me.inline = coarse && announced.or(me.calls.last().copied()).is_some_and(|call| call.whole);
        self.look_again();
        if let Some(frame) = announced {
            self.begin(frame);
        }
    }
}

/// Brings the running thread to a stop before an operation, unless it is inside a coarse step.
pub(super) fn point(
    ready: Ready,
    frame: Option<Frame>,
    deadline: Option<u64>,
    at: Option<&'static Location<'static>>,
) {
    pass(with(|world| announce(world, ready, frame, deadline, at)));
}

fn leave() -> ! {
    panic::resume_unwind(Box::new(Abandoned))
}

/// Suspends the fiber. When the execution is abandoned, leaves by unwinding if the thread may.
fn stop() {
    if fiber::suspend() == Signal::Go {
        return;
    }
    let leaves = with(|world| {
        let me = world.current;
        let thread = world.me();
        let pending = std::mem::replace(&mut thread.pending, Pending::None);
        thread.deadline = None;
        let asleep = matches!(pending, Pending::Asleep(_));
        let leaves = !thread.is_committed() && (asleep || thread.calls.is_empty());
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
pub(super) fn sleep_on(sleep: Sleep, deadline: Option<u64>) -> bool {
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
        let spurious = me.spurious;
        me.stops(Pending::Asleep(sleep), deadline);
        me.inline = false;
        me.spin.reset();
        world.may_wake |= spurious;
        world.changes_other();
        if let Some(deadline) = deadline {
            world.hears(deadline);
        }
        if let Sleep::Word(word) = sleep {
            world.objects[word.index()].sleepers.push_back(id);
            world.record(Some(word), || What::Park, None);
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
pub(super) fn count() {
    let spins = with(|world| {
        let limit = world.config.max_operations;
        let nth = world.counting;
        world.me().count(nth) > limit
    });
    if spins {
        point(Ready::Always, None, None, None);
    }
}

/// The running thread gives way: what it does next is of no use before something has changed that it has looked at
/// since it last changed anything itself. It can be chosen all the same; a search does so only when nobody else can go
/// on. Not a step, but the end of one.
pub fn yield_now() {
    count();
    with(|world| {
        if !world.aborting {
            world.record(None, || What::Yield, None);
            world.gives_way = true;
            let me = world.me();
            me.spin.give_way();
            me.inline = false;
        }
    });
}

/// Runs `f` to its end, also when the execution is abandoned: for what others must find done, as a lock that
/// is taken again at the end of a wait.
pub fn steadfast<R>(f: impl FnOnce() -> R) -> R {
    let before = with(|world| std::mem::replace(&mut world.me().steadfast, true));
    let result = f();
    with(|world| world.me().steadfast = before);
    result
}

/// Runs `f`, whose sleep on a word may end although nobody wakes its thread ([`Choice::Spurious`]), and which may be put
/// before others that wait for the same object ([`Choice::Favour`]), if it is in a call that the program makes itself.
pub fn spurious<R>(f: impl FnOnce() -> R) -> R {
    with(|world| {
        let me = world.me();
        me.spurious = me.calls.len() == 1;
    });
    let result = f();
    with(|world| world.me().spurious = false);
    result
}

/// Whether somebody was put before others in this execution.
pub fn favours() -> bool {
    with(|world| world.favours > 0)
}

/// By how much whoever sleeps on the word was put before others that wait for the same object; 0: not at all.
pub fn favour(word: &Identity) -> u32 {
    with(|world| word.known(world).map_or(0, |word| world.objects[word.index()].favour))
}
