//! What a program's platform calls from inside an execution. Every function here runs on a fiber.
//!
//! Announce, then execute: an operation first says what it is ([`call`], [`atomic`]), stops, and is carried
//! out when its thread is chosen. At the coarse grain only the outermost call of a primitive stops; what it
//! does inside runs through, until it returns or goes to sleep. What follows a sleep stops again.

use std::panic::Location;

use crate::depend::Use;
use crate::fiber;
use crate::trace::*;
use crate::world::World;

mod calls;
mod descriptors;
mod objects;
mod panics;
mod processes;
mod stop;
mod threads;
mod words;

pub use calls::{Gate, call, end};
pub use descriptors::{Await, SystemError, call_on, close, name_descriptor, pipe, poll, read, write};
pub use objects::{Identity, Reading, Reads, hold, misuse, name, name_part, show};
pub(crate) use panics::{discard, install_hook};
pub(crate) use processes::kill;
pub use processes::{await_process, current_process, exit_status, spawn_process};
pub use stop::{Abandoned, favour, favours, spurious, steadfast, yield_now};
pub(crate) use threads::run;
pub use threads::{
    Kept, at_exit, has_panicked, is_daemon, is_finished, join, join_steadfast, kept, living, name_of,
    set_daemon, sleep_until, spawn, take_panic,
};
pub use words::{access, atomic, spin_while, touch, wait, wait_while, wake};

use stop::count;

fn with<R>(f: impl FnOnce(&mut World) -> R) -> R {
    fiber::with_world(|world| f(&mut world.expect("only called on a fiber").borrow_mut()))
}

/// Whether the caller runs inside an execution. Elsewhere nothing else of this module may be called.
pub fn active() -> bool {
    fiber::with_world(|world| world.is_some())
}

/// The running thread.
pub fn current() -> ThreadId {
    with(|world| world.current)
}

/// A number that no other thread of this or of any other execution has.
pub fn current_number() -> u64 {
    number_of(current())
}

/// The number of a thread of this execution, which no other thread of this or of any other execution has.
pub fn number_of(thread: ThreadId) -> u64 {
    with(|world| world.serial << 8 | u64::from(thread.0))
}

/// The name of the running thread.
pub fn current_name() -> String {
    with(|world| world.me().name.clone())
}

/// Whether what happens is kept: a picture need not be computed when nobody looks.
pub fn recording() -> bool {
    with(|world| world.config.record && !world.aborting)
}

/// The virtual time, in nanoseconds since the start.
pub fn now() -> u64 {
    count();
    with(|world| {
        world.looks(Use::TIME);
        world.now
    })
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
        world.changes_other();
        world.hears_text(text.as_bytes());
        if !world.config.record {
            return world.me().said.push(text);
        }
        world.record(None, || What::Say { text }, None);
        if let Some(event) = world.events.last_mut() {
            event.place = Some(Place::new(place, false));
        }
    });
}
