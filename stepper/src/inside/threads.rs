//! Threads: their start, their life, their end, and waiting for it. Sleeping for a while.

use std::any::Any;
use std::panic::{self, AssertUnwindSafe, Location};
use std::sync::Arc;

use super::panics::{discard, words};
use super::processes::end_of_last_thread;
use super::stop::{Abandoned, count, sleep_on};
use super::with;
use super::words::touch;
use crate::clock::MAX_THREADS;
use crate::fiber::{Fiber, Signal};
use crate::trace::*;
use crate::world::{Pending, Sleep};

/// Starts a thread. It runs up to its first operation as soon as the running thread stops.
///
/// # Panics
/// When the execution has as many threads as it can have.
pub fn spawn(name: &str, body: Box<dyn FnOnce()>) -> ThreadId {
    start(name, None, body)
}

/// Starts a thread of this process; none: of that of the running thread.
pub(super) fn start(name: &str, process: Option<ProcessId>, body: Box<dyn FnOnce()>) -> ThreadId {
    let threads = with(|world| world.threads.len());
    assert!(
        threads < MAX_THREADS,
        "an execution can have {MAX_THREADS} threads, and this program starts one more"
    );
    let fiber = Fiber::new(move |signal| run(signal, body));
    with(|world| {
        world.changes_other();
        world.hears(name.len() as u64);
        let process = process.unwrap_or(world.me().process);
        let child = world.add_thread(name, process, fiber);
        world.record(None, || What::Spawn { child }, None);
        let by = world.events_total.checked_sub(1);
        world.threads[child.index()].woken_by = by;
        let me = world.current.index();
        world.me().clock.tick(me);
        child
    })
}

/// A fiber's whole life.
pub(crate) fn run(signal: Signal, body: impl FnOnce()) {
    let mut result = panic::catch_unwind(AssertUnwindSafe(|| match signal {
        Signal::Go => body(),
        // Never started. What it captured has destructors that are code of the program.
        Signal::Abort => drop(body),
    }));
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
        world.record(None, || What::Exit { panicked }, None);
        world.changes_other();
        world.ends();
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
        for index in 0..world.threads.len() {
            if matches!(world.threads[index].pending, Pending::Asleep(Sleep::Join(child)) if child == me) {
                world.rouse(ThreadId(index as u8), false);
            }
        }
        world.hears(u64::from(me.0) << 1 | u64::from(panicked));
        let process = world.me().process;
        let rest_is_daemons = world.threads.iter().all(|t| t.finished || t.daemon || t.process != process);
        if rest_is_daemons && world.kernel.status(process).is_none() {
            end_of_last_thread(world, process);
        }
    });
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
    let has_ended = || {
        with(|world| {
            // Whether the clock comes before the end makes a difference, then.
            if deadline.is_some() && world.config.eager_clock {
                world.an_end_shows(world.processes.len() > 1);
            }
            world.waits_for_end(child);
            world.threads[child.index()].finished
        })
    };
    if !has_ended() {
        let before = with(|world| {
            let me = world.me();
            me.inside = None;
            me.wait_place = Some(place);
            let before = me.steadfast;
            me.steadfast |= steadfast;
            before
        });
        while !timed_out && !has_ended() {
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
        world.has_joined(child);
        world.changes_other();
        let seen = world.threads[child.index()].clock;
        let from = world.threads[child.index()].last_event;
        world.me().clock.join(&seen);
        world.record(None, || What::Join { child }, from);
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

/// Whether `child` has ended. An operation as any other: who asks again and again lets `child` run.
#[track_caller]
pub fn is_finished(child: ThreadId) -> bool {
    touch();
    with(|world| {
        world.asks_for_end(child);
        world.threads[child.index()].finished
    })
}

/// The threads of the running thread's process that have not ended, in the order in which they were started.
/// An operation as any other. What those did that are not among them happens before.
#[track_caller]
pub fn living() -> Vec<ThreadId> {
    touch();
    with(|world| {
        let mut members = world.members(world.threads[world.current.index()].process);
        members.retain(|thread| {
            world.asks_for_end(*thread);
            let (finished, clock) =
                (world.threads[thread.index()].finished, world.threads[thread.index()].clock);
            if finished {
                world.me().clock.join(&clock);
            }
            !finished
        });
        members.into_vec()
    })
}

/// Makes `thread` a daemon: its process ends when its other threads have ended, and it with it.
pub fn set_daemon(thread: ThreadId) {
    with(|world| {
        world.threads[thread.index()].daemon = true;
        // It goes on or not, whichever comes first: its step or the end.
        world.an_end_shows(true);
    });
}

/// Whether `thread` is a daemon.
pub fn is_daemon(thread: ThreadId) -> bool {
    with(|world| world.threads[thread.index()].daemon)
}

/// A thread's name.
pub fn name_of(thread: ThreadId) -> String {
    with(|world| world.threads[thread.index()].name.clone())
}

/// What the platform keeps of a thread, as long as the execution lasts.
pub type Kept = Arc<dyn Any + Send + Sync>;

/// What is kept of `thread`; made the first time.
pub fn kept(thread: ThreadId, make: impl FnOnce() -> Kept) -> Kept {
    if let Some(kept) = with(|world| world.threads[thread.index()].kept.clone()) {
        return kept;
    }
    let kept = make();
    with(|world| world.threads[thread.index()].kept = Some(Arc::clone(&kept)));
    kept
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

/// Runs `f` on the running thread when it has ended, last first.
pub fn at_exit(f: Box<dyn FnOnce()>) {
    with(|world| world.me().at_exit.push(f));
}
