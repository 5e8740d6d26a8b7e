//! A notify grants one wait its end, and a thread that goes on uses the grant up.
//!
//! Adds: counts in place of a mere change: of the threads that wait, and of those that may go on. A notify
//! adds a grant, if there is a thread without one; a thread goes on by taking a grant away. So one notify ends one
//! wait.
//!
//! Still wrong: a grant has no name on it. A thread that begins to wait after the notify finds the grant and
//! goes on at once; the thread that was notified wakes up to nothing, and sleeps again. Python, POSIX and C++ all
//! say that a notify is for those who wait already.
//!
//! Shown by [`the_notified_goes_on`]: main notifies the guest, waits for its answer, takes its own notify for
//! that, and the guest sleeps for ever. In the shipped condition every thread that waits has a word of its own, in a
//! ring in the order they came; a notify takes the first one out and writes its word.

use std::sync::atomic::Ordering::Relaxed;

use super::{Condition, without_lock};
use crate::platform::{Object, Word};
use crate::{Lock, LockGuard, Thread, raw};

/// A condition whose notify can be taken by who waits later.
///
/// ```
/// use primitives::steps::condition::{Condition, GrantCondition, a_letter_arrives};
///
/// a_letter_arrives::<GrantCondition>();
/// ```
#[derive(Debug)]
pub struct GrantCondition {
    /// How many threads wait without a grant. Changed under the lock only.
    waiting: Word,
    /// How many of the others have not gone on yet.
    grants: Word,
    object: Object,
}

impl Condition for GrantCondition {
    fn named(name: &str) -> GrantCondition {
        let object = Object::unchecked("Condition");
        object.name(name);
        GrantCondition { waiting: Word::new(0), grants: Word::new(0), object }
    }

    #[track_caller]
    fn wait<T>(&self, guard: &mut LockGuard<'_, T>) {
        let _call = self.object.call("wait");
        self.sleep(guard);
    }

    #[track_caller]
    fn notify<T>(&self, _guard: &LockGuard<'_, T>) {
        let _call = self.object.call("notify");
        self.wake();
    }
}

impl GrantCondition {
    fn sleep<T>(&self, guard: &mut LockGuard<'_, T>) {
        self.waiting.fetch_add(1, Relaxed);
        without_lock(guard, || {
            while !self.take_grant() {
                self.grants.wait(0, None);
            }
        });
    }

    fn take_grant(&self) -> bool {
        let mut grants = self.grants.load(Relaxed);
        while grants > 0 {
            match self.grants.compare_exchange(grants, grants - 1, Relaxed, Relaxed) {
                Ok(_) => return true,
                Err(now) => grants = now,
            }
        }
        false
    }

    fn wake(&self) {
        if self.waiting.load(Relaxed) > 0 {
            self.waiting.fetch_sub(1, Relaxed);
            self.grants.fetch_add(1, Relaxed);
            self.grants.wake_one();
        }
    }
}

/// A guest waits; main notifies it, and then waits itself for the guest's answer.
pub fn the_notified_goes_on<C: Condition>() {
    let (table, changed) = (Lock::new(()).named("table"), C::named("changed"));
    let seated = raw::Semaphore::new(0).named("seated");
    Thread::scope(|s| {
        s.spawn("guest", || {
            let mut table = table.acquire();
            seated.release(1).expect("one can be counted");
            changed.wait(&mut table);
            changed.notify(&table);
        });
        seated.acquire();
        let mut table = table.acquire();
        changed.notify(&table);
        changed.wait(&mut table);
    });
}
