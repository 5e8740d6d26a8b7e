//! A condition in three steps; the fourth is [`crate::Condition`].
//!
//! | version                   | adds                              | still wrong                                  |
//! |---------------------------|-----------------------------------|----------------------------------------------|
//! | [`v1_nothing_to_look_at`] | release, sleep, acquire           | a notify before the sleep is lost            |
//! | [`v2_sequence`]           | a word that every notify changes  | one notify can end two waits                 |
//! | [`v3_grants`]             | a count of the waits to be ended  | who waits later can take what another is due |
//! | [`crate::Condition`]      | a ring of the threads that wait   |                                              |

pub mod v1_nothing_to_look_at;
pub mod v2_sequence;
pub mod v3_grants;

pub use v1_nothing_to_look_at::{BareCondition, a_letter_arrives};
pub use v2_sequence::{SequenceCondition, one_notify_ends_one_wait};
pub use v3_grants::{GrantCondition, the_notified_goes_on};

use crate::LockGuard;
use crate::lock::RawLock;
use crate::platform::steadfast;

/// What every version of a condition does.
pub trait Condition: Sync {
    /// A condition of this name.
    fn named(name: &str) -> Self;
    /// Releases the lock, sleeps until a notify, and takes the lock again.
    #[track_caller]
    fn wait<T>(&self, guard: &mut LockGuard<'_, T>);
    /// Wakes one thread that waits, if there is one. The guard proves that the caller holds the lock.
    #[track_caller]
    fn notify<T>(&self, guard: &LockGuard<'_, T>);
}

impl Condition for crate::Condition {
    fn named(name: &str) -> crate::Condition {
        crate::Condition::new().named(name)
    }

    #[track_caller]
    fn wait<T>(&self, guard: &mut LockGuard<'_, T>) {
        crate::Condition::wait(self, guard);
    }

    #[track_caller]
    fn notify<T>(&self, guard: &LockGuard<'_, T>) {
        crate::Condition::notify(self, guard);
    }
}

/// Runs `sleep` without the lock, which the thread has again whatever comes: the guard will release it.
fn without_lock<T>(guard: &mut LockGuard<'_, T>, sleep: impl FnOnce()) {
    struct Back<'a>(&'a RawLock);

    impl Drop for Back<'_> {
        fn drop(&mut self) {
            steadfast(|| self.0.acquire());
        }
    }

    let back = Back(&guard.lock.raw);
    back.0.release().expect("a guard holds its lock");
    sleep();
}

runs! { condition:
    a_letter_arrives on
        v1_nothing_to_look_at BareCondition,
        v2_sequence SequenceCondition,
        v3_grants GrantCondition,
        shipped crate::Condition;
    one_notify_ends_one_wait on
        v2_sequence SequenceCondition,
        v3_grants GrantCondition,
        shipped crate::Condition;
    the_notified_goes_on on v3_grants GrantCondition, shipped crate::Condition;
}
