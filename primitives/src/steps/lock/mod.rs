//! A lock in four steps; the fifth is [`raw::Lock`].
//!
//! | version                  | adds                          | still wrong                                     |
//! |--------------------------|-------------------------------|-------------------------------------------------|
//! | [`v1_load_then_store`]   | a word that says who is in    | two find it free, and both go in                |
//! | [`v2_relaxed_swap`]      | look and take at once         | what was done inside is not handed over         |
//! | [`v3_spin`]              | Acquire and Release           | who waits burns a processor                     |
//! | [`v4_wake_always`]       | sleeping                      | every release calls the system, also for nobody |
//! | [`raw::Lock`]            | a state for "may be asleep"   |                                                 |
//!
//! To free the lock they swap where a store would do. The shipped lock must, as it looks at what was there; the
//! others do so that loom can follow, which does not see that a store to a word comes after the swap that it
//! ends.

pub mod v1_load_then_store;
pub mod v2_relaxed_swap;
pub mod v3_spin;
pub mod v4_wake_always;

pub use v1_load_then_store::{FlagLock, two_add_one};
pub use v2_relaxed_swap::SwapLock;
pub use v3_spin::{SpinLock, a_guest_waits};
pub use v4_wake_always::{SleepLock, nobody_waits};

use crate::raw;

/// What every version of a lock does.
pub trait Lock: Sync {
    /// A free lock of this name.
    fn named(name: &str) -> Self;
    /// Waits until the lock is free and takes it.
    #[track_caller]
    fn acquire(&self);
    /// Frees it. Only for who has it.
    #[track_caller]
    fn release(&self);
}

impl Lock for raw::Lock {
    fn named(name: &str) -> raw::Lock {
        raw::Lock::new().named(name)
    }

    #[track_caller]
    fn acquire(&self) {
        raw::Lock::acquire(self);
    }

    #[track_caller]
    fn release(&self) {
        raw::Lock::release(self).expect("only who has it releases it");
    }
}

runs! { lock:
    two_add_one on
        v1_load_then_store FlagLock,
        v2_relaxed_swap SwapLock,
        v3_spin SpinLock,
        v4_wake_always SleepLock,
        shipped raw::Lock;
    a_guest_waits on v3_spin SpinLock, v4_wake_always SleepLock, shipped raw::Lock;
    nobody_waits on v4_wake_always SleepLock, shipped raw::Lock;
}
