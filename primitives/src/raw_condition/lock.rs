//! What a raw condition asks of a lock, and how the raw locks do it.

use std::num::NonZeroU32;

use crate::lock::RawLock;
use crate::rlock::RawRLock;

/// What a [`raw::Condition`](crate::raw::Condition) must be able to do with a lock: what Python's `Condition` asks of one.
pub trait ConditionLock {
    /// What has to be known to take the lock again as it was.
    type Saved: Copy;

    /// Whether the caller holds the lock; of a lock that does not know, whether anybody does.
    fn is_owned(&self) -> bool;

    /// Releases the lock, however often the caller holds it. Only called if it is owned.
    fn release_save(&self) -> Self::Saved;

    /// Takes the lock again, as it was.
    fn acquire_restore(&self, saved: Self::Saved);
}

impl ConditionLock for RawLock {
    type Saved = ();

    fn is_owned(&self) -> bool {
        self.is_locked()
    }

    fn release_save(&self) {
        // Another thread may have released it since it was asked; it is free then, as it shall be.
        let _ = self.release();
    }

    fn acquire_restore(&self, (): ()) {
        self.acquire();
    }
}

impl ConditionLock for RawRLock {
    type Saved = NonZeroU32;

    fn is_owned(&self) -> bool {
        self.is_owned()
    }

    fn release_save(&self) -> NonZeroU32 {
        self.release_save().expect("the owner was asked")
    }

    fn acquire_restore(&self, count: NonZeroU32) {
        self.acquire_restore(count);
    }
}
