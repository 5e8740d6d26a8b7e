//! All threads of the program, and what holds for whichever runs: it can be asked for, it can sleep.

use std::fmt;
use std::time::Duration;

use super::Thread;
use crate::platform::{self, Handle};
use crate::raw_thread::RawThread;

impl Thread<()> {
    /// The running thread.
    pub fn current() -> RawThread {
        RawThread::of(Handle::current())
    }

    /// The threads that have not ended at this moment, in the order in which they were started: those started here,
    /// and others that have asked for themselves or started threads. Of an execution's threads, those of the same process.
    #[track_caller]
    pub fn enumerate() -> Vec<RawThread> {
        Handle::all().into_iter().map(RawThread::of).collect()
    }

    /// How many threads [`Thread::enumerate`] has.
    #[track_caller]
    pub fn active_count() -> usize {
        Handle::all().len()
    }

    /// The stack size, in bytes, of the threads that are started from now on; 0 is the system's own choice.
    pub fn stack_size() -> usize {
        platform::set_stack_size(None)
    }

    /// Changes [`Thread::stack_size`], and returns what it was. The threads of an execution of the stepper have
    /// stacks of their own kind: there this changes nothing.
    ///
    /// # Errors
    /// When it is neither 0 nor 32 KiB or more.
    pub fn set_stack_size(bytes: usize) -> Result<usize, BadStackSize> {
        match bytes {
            1..32_768 => Err(BadStackSize(bytes)),
            _ => Ok(platform::set_stack_size(Some(bytes))),
        }
    }

    /// Does nothing for a while: on the stepper's clock inside an execution, on the real one elsewhere.
    #[track_caller]
    pub fn sleep(time: Duration) {
        platform::sleep(time);
    }

    /// Lets other threads run first: for a loop that asks again and again. It says that nothing is to be gained before
    /// something changes that the thread has looked at. Inside an execution the thread can be chosen all the same, and
    /// the explorer chooses it only when that has come, or when nobody else can go on.
    ///
    /// ```
    /// use primitives::{Event, Thread};
    ///
    /// let ready = Event::new();
    /// Thread::scope(|s| {
    ///     s.spawn("asks", || {
    ///         while !ready.is_set() {
    ///             Thread::yield_now();
    ///         }
    ///     });
    ///     s.spawn("answers", || ready.set());
    /// });
    /// ```
    pub fn yield_now() {
        platform::yield_now();
    }
}

/// Waits for the end of every other thread that is no daemon; whether there was one.
#[track_caller]
pub(crate) fn join_all() -> bool {
    let others = || Handle::all().into_iter().find(|t| !t.is_daemon() && t.number() != platform::current());
    // Those who are waited for may start more.
    let mut waited = false;
    while let Some(other) = others() {
        other.join(None);
        waited = true;
    }
    waited
}

/// A stack of so many bytes is too small.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadStackSize(pub usize);

impl fmt::Display for BadStackSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "size not valid: {} bytes", self.0)
    }
}

impl std::error::Error for BadStackSize {}
