//! A number under a lock. Who finds it zero looks again, and again.
//!
//! Adds: permits that are counted, one thread at a time.
//!
//! Still wrong: nothing in what it does. But it waits awake, as a spin lock does, and takes the lock at every
//! look: the thread that would release has to get it in between.
//!
//! Shown by [`a_permit_comes`] with a scheduler that prefers the guest: it never ends.

use super::Semaphore;
use crate::platform::{Object, spin_loop};
use crate::{Lock, Thread, Var};

/// A semaphore for which threads wait by looking.
///
/// ```
/// use primitives::steps::semaphore::{LookSemaphore, Semaphore};
///
/// let seats = LookSemaphore::named("seats", 1);
/// seats.acquire();
/// seats.release();
/// ```
#[derive(Debug)]
pub struct LookSemaphore {
    permits: Lock<u32>,
    object: Object,
}

impl Semaphore for LookSemaphore {
    fn named(name: &str, permits: u32) -> LookSemaphore {
        let object = Object::unchecked("Semaphore");
        object.name(name);
        object.count(permits.into());
        LookSemaphore { permits: Lock::new(permits), object }
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

impl LookSemaphore {
    fn take(&self) {
        loop {
            let mut permits = self.permits.acquire();
            if *permits > 0 {
                *permits -= 1;
                self.object.count((*permits).into());
                return;
            }
            drop(permits);
            spin_loop();
        }
    }

    fn give(&self) {
        let mut permits = self.permits.acquire();
        *permits += 1;
        self.object.count((*permits).into());
    }
}

/// A guest waits for a permit, which comes with all that was done before.
///
/// # Panics
/// When the guest does not see that.
pub fn a_permit_comes<S: Semaphore>() {
    let (served, dishes) = (S::named("served", 0), Var::new(0).named("dishes"));
    Thread::scope(|s| {
        s.spawn("guest", || {
            served.acquire();
            assert_eq!(dishes.get(), 1, "what was done before the release is not seen");
        });
        dishes.set(1);
        served.release();
    });
}
