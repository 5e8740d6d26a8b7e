//! Take it whatever it is, and look at what it was.
//!
//! Adds: one operation in place of two. A swap writes `HELD` and returns what was there; of two threads only
//! one can get `FREE`. There is never more than one inside.
//!
//! Still wrong: one at a time is not one after the other. A Relaxed operation orders the word itself and
//! nothing beside it: the next thread inside may still see what was there before the last one came. Processors
//! and compilers do reorder so; a machine with strong ordering (x86) hides it until the compiler does.
//!
//! Shown by [`two_add_one`](super::two_add_one): under loom the second thread reads the value that the first
//! one had found. The stepper, which runs one operation after the other, adds up to two every time; what it shows is
//! the data race: two accesses that nothing orders.

use std::sync::atomic::Ordering::Relaxed;

use super::Lock;
use crate::platform::{Object, Reads, Word, spin_loop};

const FREE: u32 = 0;
const HELD: u32 = 1;
const READS: Reads<u32> = &[(u32::MAX, Some(FREE), "free"), (u32::MAX, Some(HELD), "held")];

/// A lock that keeps threads apart, and hands nothing over.
///
/// ```
/// use primitives::steps::lock::{Lock, SwapLock};
///
/// let door = SwapLock::named("door");
/// door.acquire(); // a thread sees what it did itself
/// door.release();
/// ```
#[derive(Debug)]
pub struct SwapLock {
    word: Word,
    object: Object,
}

impl Lock for SwapLock {
    fn named(name: &str) -> SwapLock {
        let lock = SwapLock { word: Word::new(FREE).reads(READS), object: Object::unchecked("Lock") };
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

impl SwapLock {
    fn take(&self) {
        while self.word.swap(HELD, Relaxed) == HELD {
            spin_loop();
        }
        self.object.held();
    }

    fn free(&self) {
        self.word.swap(FREE, Relaxed);
        self.object.freed();
    }
}
