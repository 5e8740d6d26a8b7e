//! A number under a lock, and a condition for those who find it zero.
//!
//! Adds: sleeping. The loop is that of every condition: as long as there is none, wait. Python's
//! `threading.Semaphore` is this one.
//!
//! Still wrong: nothing in what it does. But `release` takes the lock, so it can have to wait for a thread
//! that is in the middle of an `acquire` and is not running: a signal handler, or a thread that must never wait,
//! cannot call it. And two atomic operations for the lock at each call are twice what is needed.
//!
//! Shown by [`one_gives_one_takes`], when the taker stops for good somewhere within its acquire: the giver
//! cannot always end.

use super::Semaphore;
use crate::platform::Object;
use crate::{Condition, Lock, Thread};

/// A semaphore made of a lock and a condition.
///
/// ```
/// use primitives::Thread;
/// use primitives::steps::semaphore::{ConditionSemaphore, Semaphore};
///
/// let seats = ConditionSemaphore::named("seats", 0);
/// Thread::scope(|s| {
///     s.spawn("guest", || seats.acquire());
///     seats.release();
/// });
/// ```
#[derive(Debug)]
pub struct ConditionSemaphore {
    permits: Lock<u32>,
    more: Condition,
    object: Object,
}

impl Semaphore for ConditionSemaphore {
    fn named(name: &str, permits: u32) -> ConditionSemaphore {
        let object = Object::unchecked("Semaphore");
        object.name(name);
        object.count(permits.into());
        ConditionSemaphore { permits: Lock::new(permits), more: Condition::new(), object }
    }

    #[track_caller]
    fn acquire(&self) {
        let _call = self.object.call("acquire");
        self.take();
    }

    #[track_caller]
    fn release(&self) {
        let _call = self.object.call("release");
        self.give();
    }
}

impl ConditionSemaphore {
    fn take(&self) {
        let mut permits = self.permits.acquire();
        while *permits == 0 {
            self.more.wait(&mut permits);
        }
        *permits -= 1;
        self.object.count((*permits).into());
    }

    fn give(&self) {
        let mut permits = self.permits.acquire();
        *permits += 1;
        self.object.count((*permits).into());
        self.more.notify(&permits);
    }
}

/// One thread takes the only permit, another gives one.
pub fn one_gives_one_takes<S: Semaphore>() {
    let seats = S::named("seats", 1);
    Thread::scope(|s| {
        s.spawn("taker", || seats.acquire());
        s.spawn("giver", || seats.release());
    });
}
