//! Look whether it is free; if so, take it.
//!
//! Adds: a word that says whether somebody is in, written with Release and read with Acquire.
//!
//! Still wrong: to look and to take are two operations. Two threads may both look before either takes; both
//! find the lock free, and both go in.
//!
//! | A                    | B                    | word   |
//! |----------------------|----------------------|--------|
//! | loads `FREE`         |                      | `FREE` |
//! |                      | loads `FREE`         | `FREE` |
//! | stores `HELD`, is in |                      | `HELD` |
//! |                      | stores `HELD`, is in | `HELD` |
//!
//! Shown by [`two_add_one`], whose two threads then both add to the same old value.

use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};

use super::Lock;
use crate::platform::{Object, Reads, Word, spin_loop};
use crate::{Thread, Var};

const FREE: u32 = 0;
const HELD: u32 = 1;
const READS: Reads<u32> = &[(u32::MAX, Some(FREE), "free"), (u32::MAX, Some(HELD), "held")];

/// A lock that two threads can take at once.
///
/// ```
/// use primitives::steps::lock::{FlagLock, Lock};
///
/// let door = FlagLock::named("door");
/// door.acquire(); // alone, it works
/// door.release();
/// ```
#[derive(Debug)]
pub struct FlagLock {
    word: Word,
    object: Object,
}

impl Lock for FlagLock {
    fn named(name: &str) -> FlagLock {
        let lock = FlagLock { word: Word::new(FREE).reads(READS), object: Object::unchecked("Lock") };
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

impl FlagLock {
    fn take(&self) {
        while self.word.load(Acquire) == HELD {
            spin_loop();
        }
        // Here is the gap.
        self.word.store(HELD, Relaxed);
        self.object.held();
    }

    fn free(&self) {
        self.word.store(FREE, Release);
        self.object.freed();
    }
}

/// Two threads add one to what the lock protects.
///
/// # Panics
/// When the sum is not two.
pub fn two_add_one<L: Lock>() {
    let (lock, x) = (L::named("lock"), Var::new(0).named("x"));
    let add = || {
        lock.acquire();
        x.set(x.get() + 1);
        lock.release();
    };
    Thread::scope(|s| {
        s.spawn("A", add);
        s.spawn("B", add);
    });
    assert_eq!(x.get(), 2, "an update was lost");
}
