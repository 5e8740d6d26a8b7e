//! Python's concurrency toolbox in Rust: to read in a classroom, to prove, and to step.
//!
//! The safe types give their data only to those who may use it; [`raw`] has Python's verbs exactly.
//!
//! A primitive's file shows how it works, whole: its states, its invariant, why its memory orderings are enough, the
//! fast path and the slow one. What adds nothing to that is in the folder beside it: `guard.rs`, the form with guards;
//! `timed.rs` and `predicate.rs`, more forms of a wait; `errors.rs`.
//!
//! # Systems
//!
//! Threads sleep by the futex on Linux, and by `parking_lot_core` elsewhere; with the feature `parking-lot` there
//! too. Nothing asks for 64-bit pointers, for a byte order, or for atomics of 64 bits, where `portable-atomic`
//! has others. With the feature `lock_api`, `lock_api::Mutex<primitives::raw::Lock, T>` is a mutex.
//!
//! # Forks and signals
//!
//! Nothing here is safe to use in the child of a `fork`: of all threads only the one that forked lives on there,
//! so what another thread held stays held, who waits waits for ever, and threads such as a pool's are gone. Let
//! the child do nothing but `exec`, which is how [`Process`] starts one; or fork before there is a second
//! thread; or take every [`raw::Lock`] that the child needs before the fork, and release it in both processes.
//! Where none of these can be, [`raw::Lock::reinit`] and [`raw::RLock::reinit`] make a lock new in the child, as
//! Python does with its own; what it guards may be half done.
//!
//! A handler of a signal may interrupt a thread that holds a lock, and would wait for itself: let it write to an
//! atomic of std or to a pipe, and nothing here. A wait that a signal interrupts goes on.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

mod barrier;
mod bounded_semaphore;
mod clockwork;
mod condition;
mod error;
mod event;
#[cfg(not(loom))]
mod handover;
mod local;
mod lock;
#[cfg(all(feature = "lock_api", not(loom)))]
mod lock_api;
#[cfg(all(feature = "log", not(loom)))]
mod logging;
#[cfg(not(loom))]
mod pipe;
mod platform;
mod pool;
#[cfg(not(loom))]
pub mod process;
mod queue;
mod raw_condition;
mod raw_thread;
mod ring;
mod rlock;
mod scope;
mod semaphore;
#[cfg(all(feature = "stepping", not(loom)))]
pub mod source;
#[cfg(any(feature = "steps", loom))]
pub mod steps;
mod thread;
mod timer;
mod var;
mod workers;

pub use barrier::{Barrier, Broken, Turn};
pub use bounded_semaphore::BoundedSemaphore;
pub use condition::Condition;
pub use event::Event;
pub use local::ThreadLocal;
pub use lock::{Lock, LockGuard};
#[cfg(all(feature = "log", not(loom)))]
pub use logging::ThreadLogger;
#[cfg(not(loom))]
pub use pipe::{Connection, Pipe, PipeError};
pub use platform::Instant;
pub use pool::{AsyncResult, NotReady, PoolError, Results, ThreadPool, TimedOut};
#[cfg(not(loom))]
pub use process::Process;
pub use queue::{
    BlockingQueue, Fifo, GetError, Heap, Lifo, LifoQueue, PriorityQueue, PutError, Queue, ShutDown,
    SimpleQueue, Store, TooManyDone,
};
pub use raw_thread::ThreadError;
pub use ring::RingQueue;
pub use rlock::{RLock, RLockGuard};
pub use scope::{Scope, ScopedThread};
pub use semaphore::{BadRelease, Permit, Semaphore};
pub use thread::{BadStackSize, Thread};
pub use timer::Timer;
pub use var::{Bits, Var};
pub use workers::{ThreadedWorker, WorkUntil, do_threaded_work};

/// Primitives with Python's verbs and rules: no data, and errors where Python raises them.
pub mod raw {
    pub use crate::barrier::Barrier;
    pub use crate::bounded_semaphore::RawBoundedSemaphore as BoundedSemaphore;
    pub use crate::event::Event;
    pub use crate::lock::{NotLocked, RawLock as Lock};
    pub use crate::raw_condition::{ConditionLock, NotHeld, RawCondition as Condition};
    pub use crate::raw_thread::{RawThread as Thread, ThreadError};
    pub use crate::rlock::{NotOwner, RawRLock as RLock};
    pub use crate::semaphore::{BadRelease, RawSemaphore as Semaphore};
}

/// Runs a program as Python does: when `f` is done, be it by a panic, waits for every thread that is no daemon,
/// and for every [`Timer`] that can still fire. A Rust program without this ends with its `main`, whoever still
/// works. See [`Thread`] for what a daemon is.
///
/// ```
/// use primitives::Thread;
///
/// fn main() {
///     primitives::main(|| {
///         Thread::spawn("clerk", || println!("this is printed"));
///         Thread::spawn_daemon("ticker", || loop { Thread::sleep(std::time::Duration::MAX) });
///     });
/// }
/// ```
///
/// # Panics
/// When `f` does.
#[track_caller]
pub fn main<R>(f: impl FnOnce() -> R) -> R {
    let result = catch_unwind(AssertUnwindSafe(f));
    while thread::join_all() | platform::settle() {}
    result.unwrap_or_else(|payload| resume_unwind(payload))
}

/// Says a line, as `println!` does: into the trace inside an execution, elsewhere to standard output after
/// the thread's name.
///
/// ```
/// primitives::say!("took order {}", 7);
/// ```
#[macro_export]
macro_rules! say {
    ($($words:tt)*) => {
        $crate::say(::std::format!($($words)*))
    };
}

/// Says a line. See [`say!`].
#[track_caller]
pub fn say(text: String) {
    platform::say(text);
}
