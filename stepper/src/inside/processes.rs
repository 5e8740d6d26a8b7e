//! Processes: groups of threads with descriptors of their own, and an exit status.

use std::panic::Location;

use super::descriptors::closed;
use super::stop::sleep_on;
use super::threads::start;
use super::with;
use super::words::touch;
use crate::kernel::KILLED;
use crate::trace::*;
use crate::world::{Pending, Sleep, World};

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
        if !given.is_empty() {
            world.uses_table(false);
        }
        for &number in given {
            let descriptor =
                world.kernel.find(parent, number).expect("only open descriptors can be given away");
            world.uses_pipe(descriptor.pipe, true);
            world.kernel.open(process, descriptor);
        }
        process
    });
    start(name, Some(process), body);
    with(|world| {
        for number in given {
            let descriptor = world.kernel.find(world.threads[world.current.index()].process, *number);
            descriptor.into_iter().for_each(|d| world.show_pipe(d.pipe));
        }
    });
    process
}

/// What Rust's runtime exits with when `main` panics.
const PANICKED: i32 = 101;

/// The last thread of a process has ended, and the process with it.
pub(super) fn end_of_last_thread(world: &mut World, process: ProcessId) {
    let panicked =
        world.threads.iter().find(|t| t.process == process).is_some_and(|first| first.panic.is_some());
    end_process(world, process, if panicked { PANICKED } else { 0 });
}

/// The system ends a process, wherever its threads are. They never move again, so no destructor runs before the
/// execution is abandoned.
pub(crate) fn kill(world: &mut World, process: ProcessId) {
    for id in world.members(process).into_iter().rev() {
        let thread = &mut world.threads[id.index()];
        if !thread.finished {
            // As a daemon, it does not keep its process alive.
            thread.daemon = true;
            world.current = id;
        }
    }
    world.record(None, || What::Killed { process }, None);
    end_process(world, process, KILLED);
}

fn end_process(world: &mut World, process: ProcessId, status: i32) {
    let left = world.kernel.open_descriptors(process);
    if !left.is_empty() {
        world.an_end_shows(true);
    }
    for open in left {
        world.uses_pipe(open.pipe, true);
    }
    let open = world.kernel.end_process(process, status);
    for (number, descriptor) in open {
        closed(world, number, descriptor);
    }
    for index in 0..world.threads.len() {
        let thread = &world.threads[index];
        if !matches!(thread.pending, Pending::Asleep(Sleep::Process(awaited)) if awaited == process) {
            continue;
        }
        let (alive, of) = (world.is_alive(thread), thread.daemon.then_some(thread.process));
        // Whether a daemon goes on depends on which of the two processes ends first, also when it does not.
        if let Some(of) = of {
            world.uses_end_of_process(of, false);
        }
        // One of a process that has ended awaits nothing any more.
        if alive {
            world.rouse(ThreadId(index as u8), false);
        }
    }
}

/// Waits until the process has ended, and returns its exit status: 0, 101 after a panic of its first
/// thread, or -9 if it was killed ([`Choice::Kill`]). Not a step: the thread goes on within the step that ends the wait.
#[track_caller]
pub fn await_process(process: ProcessId) -> i32 {
    let place = Location::caller();
    with(|world| {
        let me = world.me();
        me.inside = None;
        me.wait_place = Some(place);
    });
    let status = loop {
        let status = with(|world| {
            world.waits_for_process(process);
            world.kernel.status(process)
        });
        match status {
            Some(status) => break status,
            None => sleep_on(Sleep::Process(process), None),
        };
    };
    with(|world| {
        world.me().wait_place = None;
        world.members(process).into_iter().for_each(|t| world.has_joined(t));
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
            world.record(None, || What::Join { child }, from);
        }
    });
    status
}

/// The status of a process that has ended. An operation as any other: who asks again and again lets it run.
#[track_caller]
pub fn exit_status(process: ProcessId) -> Option<i32> {
    touch();
    with(|world| {
        world.asks_for_process(process);
        world.kernel.status(process)
    })
}

/// The running thread's process.
pub fn current_process() -> ProcessId {
    with(|world| world.me().process)
}
