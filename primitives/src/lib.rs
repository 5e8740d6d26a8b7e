//! Python's concurrency toolbox in Rust: to read in a classroom, to prove, and to step.
//!
//! The safe types give their data only to those who may use it; [`raw`] has Python's verbs exactly. Each
//! file shows one primitive whole: its states, its invariant, and why its memory orderings are enough.

mod condition;
mod event;
#[cfg(not(loom))]
mod handover;
mod local;
mod lock;
#[cfg(not(loom))]
mod pipe;
mod platform;
#[cfg(not(loom))]
pub mod process;
mod queue;
mod semaphore;
#[cfg(any(feature = "steps", loom))]
pub mod steps;
mod thread;
mod var;

pub use condition::Condition;
pub use event::Event;
pub use local::ThreadLocal;
pub use lock::{Lock, LockGuard};
#[cfg(not(loom))]
pub use pipe::{Connection, Pipe, PipeError};
#[cfg(not(loom))]
pub use process::Process;
pub use queue::{Empty, Full, Queue, TooManyDone};
pub use semaphore::{BadRelease, Permit, Semaphore};
pub use thread::{Scope, ScopedThread, Thread};
pub use var::{Bits, Var};

/// Primitives with Python's verbs and rules: no data, and errors where Python raises them.
pub mod raw {
    pub use crate::lock::{NotLocked, RawLock as Lock};
    pub use crate::semaphore::{BadRelease, RawSemaphore as Semaphore};
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
