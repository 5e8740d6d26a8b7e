//! A spin lock, and the first one that is right.
//!
//! Adds: `release` writes the word with Release, `acquire` reads it with Acquire. So all that was done inside
//! happens before all that the next thread does there. It costs nothing on x86, and little elsewhere.
//!
//! Still wrong: nothing in what it does, much in what it costs. A thread that waits is as busy as one that
//! works: it burns a processor, and the swap takes the word's cache line away from the one who is inside. Nor does
//! the system know whom it waits for: where the waiting thread goes first (it has the higher priority, or there is
//! one processor and its time slice is not over) the one inside cannot come out.
//!
//! Shown by [`a_guest_waits`] with a scheduler that prefers the guest: it never ends.

use std::sync::atomic::Ordering::{Acquire, Release};

use super::Lock;
use crate::platform::{Object, Reads, Word, spin_loop};
use crate::{Thread, Var};

const FREE: u32 = 0;
const HELD: u32 = 1;
const READS: Reads<u32> = &[(u32::MAX, Some(FREE), "free"), (u32::MAX, Some(HELD), "held")];

/// A lock for which threads wait by trying.
///
/// ```
/// use primitives::steps::lock::{Lock, SpinLock};
/// use primitives::{Thread, Var};
///
/// let (door, x) = (SpinLock::named("door"), Var::new(0));
/// let add = || {
///     door.acquire();
///     x.set(x.get() + 1);
///     door.release();
/// };
/// Thread::scope(|s| {
///     s.spawn("A", add);
///     s.spawn("B", add);
/// });
/// assert_eq!(x.get(), 2);
/// ```
#[derive(Debug)]
pub struct SpinLock {
    word: Word,
    object: Object,
}

impl Lock for SpinLock {
    fn named(name: &str) -> SpinLock {
        let lock = SpinLock { word: Word::new(FREE).reads(READS), object: Object::unchecked("Lock") };
        lock.object.name(name);
        lock
    }

    #[track_caller]
    fn acquire(&self) {
        let _call = self.object.call("acquire");
        self.take();
    }

    #[track_caller]
    fn release(&self) {
        let _call = self.object.call("release");
        self.free();
    }
}

impl SpinLock {
    fn take(&self) {
        while self.word.swap(HELD, Acquire) == HELD {
            spin_loop();
        }
        self.object.held();
    }

    fn free(&self) {
        self.word.swap(FREE, Release);
        self.object.freed();
    }
}

/// A host is inside for a while, and a guest wants to come in.
///
/// # Panics
/// When the guest comes in before the host has finished.
pub fn a_guest_waits<L: Lock>() {
    let (door, dishes) = (L::named("door"), Var::new(3).named("dishes"));
    Thread::scope(|s| {
        door.acquire();
        s.spawn("guest", || {
            door.acquire();
            assert_eq!(dishes.get(), 0, "the host had not finished");
            door.release();
        });
        (0..3).rev().for_each(|left| dishes.set(left));
        door.release();
    });
}
