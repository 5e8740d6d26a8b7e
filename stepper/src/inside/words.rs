//! Operations on memory: atomic words, which are the fine steps and can be slept on, and plain cells, whose
//! accesses are checked for races.

use std::panic::Location;

use super::stop::{announce, pass, point, sleep_on};
use super::{Identity, with};
use crate::trace::*;
use crate::verdict::Race;
use crate::world::{Access, Ready, Sleep};

/// Announces an operation on a word, and returns when it can be carried out.
#[inline]
fn announce_use(
    identity: &Identity,
    value: impl FnOnce() -> u64,
    at: &'static Location<'static>,
) -> ObjectId {
    let (word, arrival) = with(|world| {
        let word = identity.resolve(world, "word", value);
        (word, announce(world, Ready::Always, None, None, Some(at)))
    });
    pass(arrival);
    word
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
    let word = announce_use(identity, value, at);
    let (before, after, done) = perform();
    with(|world| {
        let order = Order::from(if done { success } else { failure });
        let reads = op != AtomicOp::Store;
        let writes = op != AtomicOp::Load && done;
        world.hears_word(word, before, after);
        world.uses_value(word, writes, before);
        if before != after {
            world.changes_word(word, before);
        }
        let now = world.current.index();
        let object = &mut world.objects[word.index()];
        let me = &mut world.threads[now];
        object.value = after;
        let from = object.released_at.filter(|_| reads && order.acquires());
        if from.is_some() {
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
        world.record(Some(word), || What::Atomic { op, order, before, after }, from);
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
/// released with the word. Returns false when the time `deadline` came first. One operation. In [`spurious`](super::spurious)
/// the word may be as it was.
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
    let word = announce_use(identity, &value, at);
    let look = || if low_half { u64::from(value() as u32) } else { value() };
    let order = if until_it_changes { Order::Acquire } else { Order::Relaxed };
    let found = look();
    with(|world| {
        world.hears_word(word, found, found);
        world.uses_value(word, false, value());
        // Also when it does not go to sleep: what a step uses must not depend on what it finds.
        world.uses_queue(word);
    });
    if found != expected {
        // It looks at half of a double word; a picture reads the whole.
        let whole = value();
        let what = || What::Atomic { op: AtomicOp::Load, order, before: whole, after: whole };
        with(|world| world.record(Some(word), what, None));
    } else {
        loop {
            if sleep_on(Sleep::Word(word), deadline) {
                with(|world| world.record(Some(word), || What::TimedOut, None));
                return false;
            }
            if !until_it_changes || look() != expected {
                break;
            }
            if with(|world| world.me().spurious) {
                with(|world| world.record(Some(word), || What::Spurious, None));
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

/// Cannot be chosen as long as the word has the value `expected`, which another thread is about to change without
/// waking anybody; then sees what was released with the word. One operation.
#[track_caller]
pub fn spin_while(identity: &Identity, value: impl Fn() -> u64, expected: u64) {
    let at = Location::caller();
    let mut found = expected;
    // Chosen in vain only when the execution is abandoned.
    while found == expected {
        let (word, arrival) = with(|world| {
            let word = identity.resolve(world, "word", &value);
            (word, announce(world, Ready::WordIsNot(word, expected), None, None, Some(at)))
        });
        pass(arrival);
        found = value();
        with(|world| {
            world.hears_word(word, found, found);
            world.uses_value(word, false, found);
            let released = world.objects[word.index()].released;
            world.me().clock.join(&released);
            let what =
                || What::Atomic { op: AtomicOp::Load, order: Order::Acquire, before: found, after: found };
            world.record(Some(word), what, None);
        });
    }
}

/// Wakes up to `n` threads asleep on the word, those first that have slept longest.
#[track_caller]
pub fn wake(identity: &Identity, value: impl Fn() -> u64, n: u32) {
    let at = Location::caller();
    let word = announce_use(identity, &value, at);
    with(|world| {
        world.hears_word(word, value(), value());
        world.uses_queue(word);
        // A sleeper that is woken may look at the value within this step.
        world.uses_value(word, false, value());
        world.record(Some(word), || What::Wake, None);
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

/// What a call does that is no operation on a word: a step at the fine grain all the same.
#[track_caller]
pub fn touch() {
    point(Ready::Always, None, None, Some(Location::caller()));
    with(|world| world.record(None, || What::Touch, None));
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
        if writes {
            world.changes_other();
        }
        let me = world.current;
        let thread = &world.threads[me.index()];
        let place = thread.calls.first().map_or(caller, |f| f.place);
        let cell = &mut world.objects[object.index()];
        // Its own accesses a thread has always seen.
        let unseen = |access: &&Access| access.time > thread.clock.get(access.by.index());
        let unseen_read = || cell.read.iter().filter(|_| writes).find(unseen);
        let race = cell.written.as_ref().filter(unseen).or_else(unseen_read).map(|a| (a.by, a.place));
        let latest = Access { by: me, time: thread.clock.get(me.index()), place };
        if writes {
            cell.written = Some(latest);
            // Who has seen this write has seen what it saw.
            if race.is_none() {
                cell.read.clear();
            }
        } else if let Some(mine) = cell.read.iter_mut().find(|a| a.by == me) {
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
            let what = || What::Race { other, other_place: Place::new(other_place, false) };
            world.record(Some(object), what, None);
        }
    });
}
