//! What a primitive stands on: words to sleep on, cells, threads, a clock, and a name.
//!
//! Three implementations have the same items, so that a primitive's file has no `cfg`:
//! `native` is the real thing; `stepping` announces every operation to the stepper when it runs inside one
//! of its executions, and is native elsewhere; `loom` runs under loom's model checker. `unseen` is what the
//! first and the last have in common: they draw no pictures.

#[cfg(not(loom))]
mod native;

#[cfg(all(feature = "stepping", not(loom)))]
mod stepping;

#[cfg(any(not(feature = "stepping"), loom))]
mod unseen;

#[cfg(not(any(feature = "stepping", loom)))]
mod unseen_pipe;

#[cfg(loom)]
mod loom;

#[cfg(all(feature = "stepping", not(loom)))]
pub use stepping::Instant;
#[cfg(all(feature = "stepping", not(loom)))]
pub(crate) use stepping::*;

#[cfg(not(any(feature = "stepping", loom)))]
pub(crate) use native::*;
#[cfg(not(any(feature = "stepping", loom)))]
pub use std::time::Instant;

#[cfg(loom)]
pub use self::loom::Instant;
#[cfg(loom)]
pub(crate) use self::loom::*;

#[cfg(any(not(feature = "stepping"), loom))]
pub(crate) use unseen::*;

impl Object {
    /// A call that answers what `f` does.
    #[inline]
    #[track_caller]
    pub(crate) fn answer<A: std::fmt::Display>(&self, verb: &'static str, f: impl FnOnce() -> A) -> A {
        let mut call = self.call(verb);
        let answer = f();
        call.answer(&answer);
        answer
    }
}

/// How a picture reads a word: some of its bits, their value (none: they are a number) and what they mean. The
/// visualizer has the words for that, in every language.
pub(crate) type Reads<V> = &'static [(V, Option<V>, &'static str)];

/// What a thread that panicked leaves behind.
pub(crate) type Payload = Box<dyn std::any::Any + Send + 'static>;

/// What a call on a pipe waits for before it can be chosen.
#[cfg(not(loom))]
#[derive(Clone, Copy, Debug)]
pub(crate) enum Await {
    /// Nothing.
    Nothing,
    /// Something to read: bytes, or the end of the file.
    Bytes,
    /// Room to write so many bytes, or nobody to read them.
    #[cfg_attr(not(feature = "stepping"), allow(dead_code, reason = "only a simulated kernel asks"))]
    Room(usize),
}
