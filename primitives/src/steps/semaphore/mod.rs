//! A semaphore in three steps; the fourth is [`raw::Semaphore`].
//!
//! | version                   | adds                             | still wrong                                |
//! |---------------------------|----------------------------------|--------------------------------------------|
//! | [`v1_lock_and_look`]      | a number under a lock            | who waits burns a processor                |
//! | [`v2_lock_and_condition`] | sleeping                         | a release can have to wait for an acquire  |
//! | [`v3_wake_the_first`]     | the number is the word           | the second of two releases wakes nobody    |
//! | [`raw::Semaphore`]        | a count of the threads that wait |                                            |

pub mod v1_lock_and_look;
pub mod v2_lock_and_condition;
pub mod v3_wake_the_first;

pub use v1_lock_and_look::{LookSemaphore, a_permit_comes};
pub use v2_lock_and_condition::{ConditionSemaphore, one_gives_one_takes};
pub use v3_wake_the_first::{HastySemaphore, two_wait_for_two_releases};

use crate::raw;

/// What every version of a semaphore does.
pub trait Semaphore: Sync {
    /// A semaphore of this name with so many permits.
    fn named(name: &str, permits: u32) -> Self;
    /// Waits until there is a permit and takes it.
    #[track_caller]
    fn acquire(&self);
    /// Adds a permit.
    #[track_caller]
    fn release(&self);
}

impl Semaphore for raw::Semaphore {
    fn named(name: &str, permits: u32) -> raw::Semaphore {
        raw::Semaphore::new(permits).named(name)
    }

    #[track_caller]
    fn acquire(&self) {
        raw::Semaphore::acquire(self);
    }

    #[track_caller]
    fn release(&self) {
        raw::Semaphore::release(self, 1).expect("one more can be counted");
    }
}

runs! { semaphore:
    a_permit_comes on
        v1_lock_and_look LookSemaphore,
        v2_lock_and_condition ConditionSemaphore,
        v3_wake_the_first HastySemaphore,
        shipped raw::Semaphore;
    one_gives_one_takes on
        v2_lock_and_condition ConditionSemaphore,
        v3_wake_the_first HastySemaphore,
        shipped raw::Semaphore;
    two_wait_for_two_releases on v3_wake_the_first HastySemaphore, shipped raw::Semaphore;
}
