//! Who waits sleeps, and every release wakes one.
//!
//! Adds: sleeping. The system puts a thread to sleep on the word only while that still says `HELD`: a
//! release that comes between the swap and the sleep has changed it, and then there is no sleep. So no wake-up
//! is lost. A woken thread tries again, as another may have been faster.
//!
//! Still wrong: nothing in what it does. But `release` does not know whether anybody sleeps, so it calls the
//! system every time: a microsecond for nobody, where the rest takes ten nanoseconds.
//!
//! Shown by [`nobody_waits`]: it wakes, and there is nobody. The shipped lock has a third state, which says
//! that somebody may be asleep, and calls the system only then.

use std::sync::atomic::Ordering::{Acquire, Release};

use super::Lock;
use crate::platform::{Object, Reads, Word};

const FREE: u32 = 0;
const HELD: u32 = 1;
const READS: Reads<u32> = &[(u32::MAX, Some(FREE), "free"), (u32::MAX, Some(HELD), "held")];

/// A lock for which threads wait asleep.
///
/// ```
/// use primitives::steps::lock::{Lock, SleepLock};
/// use primitives::{Thread, Var};
///
/// let (door, x) = (SleepLock::named("door"), Var::new(0));
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
pub struct SleepLock {
    word: Word,
    object: Object,
}

impl Lock for SleepLock {
    fn named(name: &str) -> SleepLock {
        let lock = SleepLock { word: Word::new(FREE).reads(READS), object: Object::unchecked("Lock") };
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

impl SleepLock {
    fn take(&self) {
        while self.word.swap(HELD, Acquire) == HELD {
            self.word.wait(HELD, None);
        }
        self.object.held();
    }

    fn free(&self) {
        self.word.swap(FREE, Release);
        self.word.wake_one();
        self.object.freed();
    }
}

/// One thread takes the lock and frees it.
pub fn nobody_waits<L: Lock>() {
    let lock = L::named("lock");
    lock.acquire();
    lock.release();
}
