//! Threads of an execution; elsewhere, of the system.

use std::sync::{Arc, OnceLock};

use stepper::ThreadId;
use stepper::inside;

use super::super::Payload;
use super::{Instant, Object, native};
use crate::timer::Alarm;

/// A thread that runs or ran.
#[derive(Clone, Debug)]
pub(crate) enum Handle {
    Real(native::Handle),
    Stepped(Stepped),
}

/// A thread of an execution.
#[derive(Clone, Debug)]
pub(crate) struct Stepped {
    id: ThreadId,
    life: OnceLock<Arc<Life>>,
}

/// What the execution keeps of a thread once somebody asks it something: a search starts many that nobody asks.
#[derive(Debug)]
struct Life {
    name: String,
    object: Object,
}

impl Stepped {
    fn new(id: ThreadId) -> Stepped {
        Stepped { id, life: OnceLock::new() }
    }

    fn life(&self) -> &Life {
        self.life.get_or_init(|| {
            let make = || {
                let life = Life { name: inside::name_of(self.id), object: Object::new("Thread") };
                life.object.name(&life.name);
                life
            };
            inside::kept(self.id, || Arc::new(make())).downcast().expect("nothing else is kept")
        })
    }
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
    if !inside::active() {
        return Handle::Real(native::spawn(name, daemon, body));
    }
    let id = inside::spawn(name, body);
    if daemon {
        inside::set_daemon(id);
    }
    Handle::Stepped(Stepped::new(id))
}

/// Rings `alarm` at that moment; none: never. In an execution, in a thread of its own.
pub(crate) fn schedule(at: Option<Instant>, alarm: Arc<Alarm>) {
    if inside::active() {
        spawn("timer", false, Box::new(move || alarm.wait_and_ring(at)));
    } else {
        native::schedule(at, alarm);
    }
}

/// Waits until no timer can fire any more; whether there was one. An execution's timers are threads.
pub(crate) fn settle() -> bool {
    !inside::active() && native::settle()
}

/// Lets the running thread's waits end at their time, which an execution's always do.
pub(crate) fn be_punctual() {
    if !inside::active() {
        native::be_punctual();
    }
}

impl Handle {
    /// The running thread.
    pub(crate) fn current() -> Handle {
        if inside::active() {
            return Handle::Stepped(Stepped::new(inside::current()));
        }
        Handle::Real(native::Handle::current())
    }

    /// Those that live, in the order in which they were started.
    #[track_caller]
    pub(crate) fn all() -> Vec<Handle> {
        match Handle::current() {
            Handle::Real(_) => native::Handle::all().into_iter().map(Handle::Real).collect(),
            Handle::Stepped(me) => {
                let mut call = me.life().object.call("enumerate");
                let all = inside::living();
                call.answer(all.len());
                all.into_iter().map(|id| Handle::Stepped(Stepped::new(id))).collect()
            }
        }
    }

    pub(crate) fn name(&self) -> &str {
        match self {
            Handle::Real(handle) => handle.name(),
            Handle::Stepped(thread) => &thread.life().name,
        }
    }

    /// Its number as people see it: the same in every run of an execution, where it counts from 1.
    pub(crate) fn ident(&self) -> u64 {
        match self {
            Handle::Real(handle) => handle.ident(),
            Handle::Stepped(thread) => u64::from(thread.id.0) + 1,
        }
    }

    pub(crate) fn number(&self) -> u64 {
        match self {
            Handle::Real(handle) => super::real_number(handle.number()),
            Handle::Stepped(thread) => inside::number_of(thread.id),
        }
    }

    pub(crate) fn is_daemon(&self) -> bool {
        match self {
            Handle::Real(handle) => handle.is_daemon(),
            Handle::Stepped(thread) => inside::is_daemon(thread.id),
        }
    }

    /// Whether the threads that it starts are daemons.
    pub(crate) fn starts_daemons(&self) -> bool {
        match self {
            Handle::Real(handle) => handle.starts_daemons(),
            Handle::Stepped(_) => self.is_daemon(),
        }
    }

    #[track_caller]
    pub(crate) fn is_alive(&self) -> bool {
        match self {
            Handle::Real(handle) => handle.is_alive(),
            Handle::Stepped(thread) => {
                let mut call = thread.life().object.call("is_alive");
                let alive = !inside::is_finished(thread.id);
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
            Handle::Stepped(thread) => inside::join(thread.id, until.and_then(Instant::nanoseconds)),
        }
    }

    /// As `join`, but never left early. For threads that borrow from the caller.
    #[track_caller]
    pub(crate) fn join_steadfast(&self) {
        match self {
            Handle::Real(handle) => handle.join_steadfast(),
            Handle::Stepped(thread) => inside::join_steadfast(thread.id),
        }
    }

    /// What it panicked with, once. The program has dealt with it then.
    pub(crate) fn take_panic(&self) -> Option<Payload> {
        match self {
            Handle::Real(handle) => handle.take_panic(),
            Handle::Stepped(thread) => inside::take_panic(thread.id),
        }
    }

    /// Whether it panicked. To be asked after its end.
    pub(crate) fn panicked(&self) -> bool {
        match self {
            Handle::Real(handle) => handle.panicked(),
            Handle::Stepped(thread) => inside::has_panicked(thread.id),
        }
    }
}
