//! Threads of an execution; elsewhere, of the system.

use std::sync::{Arc, OnceLock};

use stepper::ThreadId;
use stepper::inside;

use super::super::Payload;
use super::{Instant, Object, native};

/// A thread that runs or ran.
#[derive(Clone, Debug)]
pub(crate) enum Handle {
    Real(native::Handle),
    /// What is known of it once somebody asks: starting a thread must cost a search next to nothing.
    Stepped(ThreadId, OnceLock<Arc<Life>>),
}

/// A thread of an execution, which keeps this.
#[derive(Debug)]
pub(crate) struct Life {
    name: String,
    /// Stands for the thread.
    object: Object,
}

/// Runs `f` when the running thread ends.
pub(crate) fn at_thread_exit(f: Box<dyn FnOnce()>) {
    if inside::active() { inside::at_exit(f) } else { native::at_thread_exit(f) }
}

/// The stack size of threads that start from now on; returns what it was. An execution's threads have stacks of
/// their own, all alike: there it is always 0.
pub(crate) fn set_stack_size(bytes: Option<usize>) -> usize {
    if inside::active() { 0 } else { native::set_stack_size(bytes) }
}

/// Starts a thread.
pub(crate) fn spawn(name: &str, daemon: bool, body: Box<dyn FnOnce() + Send>) -> Handle {
    if inside::active() {
        let child = inside::spawn(name, body);
        if daemon {
            inside::set_daemon(child);
        }
        return Handle::of(child);
    }
    Handle::Real(native::spawn(name, daemon, body))
}

impl Handle {
    fn of(id: ThreadId) -> Handle {
        Handle::Stepped(id, OnceLock::new())
    }

    /// The running thread.
    pub(crate) fn current() -> Handle {
        if inside::active() {
            return Handle::of(inside::current());
        }
        Handle::Real(native::Handle::current())
    }

    /// Those that live, in the order in which they were started.
    #[track_caller]
    pub(crate) fn all() -> Vec<Handle> {
        match Handle::current() {
            Handle::Real(_) => native::Handle::all().into_iter().map(Handle::Real).collect(),
            Handle::Stepped(me, life) => {
                let mut call = life_of(me, &life).object.call("enumerate");
                let all = inside::living();
                call.answer(all.len());
                all.into_iter().map(Handle::of).collect()
            }
        }
    }

    pub(crate) fn name(&self) -> &str {
        match self {
            Handle::Real(handle) => handle.name(),
            Handle::Stepped(id, life) => &life_of(*id, life).name,
        }
    }

    pub(crate) fn number(&self) -> u64 {
        match self {
            Handle::Real(handle) => super::real_number(handle.number()),
            Handle::Stepped(id, _) => inside::number_of(*id),
        }
    }

    pub(crate) fn is_daemon(&self) -> bool {
        match self {
            Handle::Real(handle) => handle.is_daemon(),
            Handle::Stepped(id, _) => inside::is_daemon(*id),
        }
    }

    #[track_caller]
    pub(crate) fn is_alive(&self) -> bool {
        match self {
            Handle::Real(handle) => handle.is_alive(),
            Handle::Stepped(id, life) => {
                let mut call = life_of(*id, life).object.call("is_alive");
                let alive = !inside::is_finished(*id);
                call.answer(alive);
                alive
            }
        }
    }

    /// Waits until it has ended; false when the deadline has passed first.
    #[track_caller]
    pub(crate) fn join(&self, until: Option<Instant>) -> bool {
        match self {
            Handle::Real(handle) => handle.join(until.and_then(Instant::real)),
            Handle::Stepped(id, _) => inside::join(*id, until.and_then(Instant::nanoseconds)),
        }
    }

    /// As `join`, but never left early. For threads that borrow from the caller.
    #[track_caller]
    pub(crate) fn join_steadfast(&self) {
        match self {
            Handle::Real(handle) => handle.join_steadfast(),
            Handle::Stepped(id, _) => inside::join_steadfast(*id),
        }
    }

    /// What it panicked with, once. The program has dealt with it then.
    pub(crate) fn take_panic(&self) -> Option<Payload> {
        match self {
            Handle::Real(handle) => handle.take_panic(),
            Handle::Stepped(id, _) => inside::take_panic(*id),
        }
    }

    /// Whether it panicked. To be asked after its end.
    pub(crate) fn panicked(&self) -> bool {
        match self {
            Handle::Real(handle) => handle.panicked(),
            Handle::Stepped(id, _) => inside::has_panicked(*id),
        }
    }
}

fn life_of(id: ThreadId, known: &OnceLock<Arc<Life>>) -> &Arc<Life> {
    known.get_or_init(|| {
        let make = || -> inside::Kept {
            Arc::new(Life { name: inside::name_of(id), object: Object::new("Thread") })
        };
        inside::kept(id, make).downcast().expect("nothing else is kept")
    })
}
