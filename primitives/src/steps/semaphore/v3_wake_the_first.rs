//! The number is the word that threads sleep on; a release wakes one when the number was zero.
//!
//! Adds: one atomic operation in place of a lock. And a thought: nobody sleeps while there are permits, so only
//! the release that makes the first one has to call the system.
//!
//! Still wrong: the thought. Sleepers do not get up at the moment when they are woken. While the first is
//! still on its way, a second release finds a permit there and wakes nobody, though a second thread sleeps.
//!
//! | A        | B        | main                                   | permits |
//! |----------|----------|----------------------------------------|---------|
//! | sleeps   | sleeps   |                                        | 0       |
//! |          |          | releases: it was 0, so it wakes A      | 1       |
//! |          |          | releases: it was 1, so it wakes nobody | 2       |
//! | takes it | sleeps   |                                        | 1       |
//!
//! Shown by [`two_wait_for_two_releases`]: B sleeps for ever beside a permit. To wake at every release would be
//! right, and a call of the system for nobody; the shipped semaphore counts those who wait in the same word.

use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};

use super::Semaphore;
use crate::Thread;
use crate::platform::{Object, Word};

/// A semaphore whose second wake-up can be missing.
///
/// ```
/// use primitives::steps::semaphore::{HastySemaphore, a_permit_comes};
///
/// a_permit_comes::<HastySemaphore>(); // one is not enough to notice
/// ```
#[derive(Debug)]
pub struct HastySemaphore {
    permits: Word,
    object: Object,
}

impl Semaphore for HastySemaphore {
    fn named(name: &str, permits: u32) -> HastySemaphore {
        let object = Object::unchecked("Semaphore");
        object.name(name);
        object.count(permits.into());
        HastySemaphore { permits: Word::new(permits), object }
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

impl HastySemaphore {
    fn take(&self) {
        loop {
            let permits = self.permits.load(Relaxed);
            if permits == 0 {
                self.permits.wait(0, None);
            } else if self.permits.compare_exchange(permits, permits - 1, Acquire, Relaxed).is_ok() {
                self.object.count((permits - 1).into());
                return;
            }
        }
    }

    fn give(&self) {
        let before = self.permits.fetch_add(1, Release);
        self.object.count((before + 1).into());
        if before == 0 {
            self.permits.wake_one();
        }
    }
}

/// Two threads want a permit each, and two permits come.
pub fn two_wait_for_two_releases<S: Semaphore>() {
    let seats = S::named("seats", 0);
    Thread::scope(|s| {
        s.spawn("A", || seats.acquire());
        s.spawn("B", || seats.acquire());
        seats.release();
        seats.release();
    });
}
