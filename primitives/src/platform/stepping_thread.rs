//! Threads of an execution; elsewhere, of the system.

use std::sync::Arc;

use stepper::ThreadId;
use stepper::inside;

use super::super::Payload;
use super::{Instant, Object, native};

/// A thread that runs or ran.
#[derive(Clone, Debug)]
pub(crate) enum Handle {
    Real(native::Handle),
    Stepped(Arc<Life>),
}

/// A thread of an execution, which keeps this.
#[derive(Debug)]
pub(crate) struct Life {
    id: ThreadId,
    name: String,
    daemon: bool,
    /// Stands for the thread once somebody asks it something.
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
        return Handle::of(inside::spawn(name, body), daemon);
    }
    Handle::Real(native::spawn(name, daemon, body))
}

impl Handle {
    fn of(id: ThreadId, daemon: bool) -> Handle {
        let life = inside::kept(id, || {
            Arc::new(Life { id, name: inside::name_of(id), daemon, object: Object::new("Thread") })
        });
        Handle::Stepped(life.downcast().expect("nothing else is kept"))
    }

    /// The running thread.
    pub(crate) fn current() -> Handle {
        if inside::active() {
            return Handle::of(inside::current(), false);
        }
        Handle::Real(native::Handle::current())
    }

    /// Those that live, in the order in which they were started.
    #[track_caller]
    pub(crate) fn all() -> Vec<Handle> {
        match Handle::current() {
            Handle::Real(_) => native::Handle::all().into_iter().map(Handle::Real).collect(),
            Handle::Stepped(me) => {
                let mut call = me.object.call("enumerate");
                let all = inside::living();
                call.answer(all.len());
                all.into_iter().map(|id| Handle::of(id, false)).collect()
            }
        }
    }

    pub(crate) fn name(&self) -> &str {
        match self {
            Handle::Real(handle) => handle.name(),
            Handle::Stepped(life) => &life.name,
        }
    }

    pub(crate) fn number(&self) -> u64 {
        match self {
            Handle::Real(handle) => super::real_number(handle.number()),
            Handle::Stepped(life) => inside::number_of(life.id),
        }
    }

    pub(crate) fn is_daemon(&self) -> bool {
        match self {
            Handle::Real(handle) => handle.is_daemon(),
            Handle::Stepped(life) => life.daemon,
        }
    }

    #[track_caller]
    pub(crate) fn is_alive(&self) -> bool {
        match self {
            Handle::Real(handle) => handle.is_alive(),
            Handle::Stepped(life) => {
                let mut call = life.object.call("is_alive");
                let alive = !inside::is_finished(life.id);
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
            Handle::Stepped(life) => inside::join(life.id, until.and_then(Instant::nanoseconds)),
        }
    }

    /// As `join`, but never left early. For threads that borrow from the caller.
    #[track_caller]
    pub(crate) fn join_steadfast(&self) {
        match self {
            Handle::Real(handle) => handle.join_steadfast(),
            Handle::Stepped(life) => inside::join_steadfast(life.id),
        }
    }

    /// What it panicked with, once. The program has dealt with it then.
    pub(crate) fn take_panic(&self) -> Option<Payload> {
        match self {
            Handle::Real(handle) => handle.take_panic(),
            Handle::Stepped(life) => inside::take_panic(life.id),
        }
    }

    /// Whether it panicked. To be asked after its end.
    pub(crate) fn panicked(&self) -> bool {
        match self {
            Handle::Real(handle) => handle.panicked(),
            Handle::Stepped(life) => inside::has_panicked(life.id),
        }
    }
}
