//! All of a reentrant lock at once: how often it is held, given away and taken back as it was. A condition needs it.

use std::num::NonZeroU32;

use super::{NotOwner, RawRLock};
use crate::platform::current;

impl RawRLock {
    /// Frees the lock, however often this thread holds it, and wakes a thread that waits for it. How often
    /// that was is what [`RawRLock::acquire_restore`] wants. Never waits.
    ///
    /// # Errors
    /// When this thread does not hold the lock.
    #[track_caller]
    pub fn release_save(&self) -> Result<NonZeroU32, NotOwner> {
        let _call = self.object().call("release_save");
        self.check_owner()?;
        let count = NonZeroU32::new(self.count()).expect("its owner holds the lock");
        self.free();
        Ok(count)
    }

    /// Waits until the lock is free and takes it, `count` times. A thread that holds it already waits for
    /// itself, for ever.
    #[track_caller]
    pub fn acquire_restore(&self, count: NonZeroU32) {
        let _call = self.lock.call_when_free("acquire_restore");
        self.lock.take();
        self.own(current(), count.get());
    }

    /// How often this thread holds the lock.
    pub fn recursion_count(&self) -> u32 {
        if self.is_owned() { self.count() } else { 0 }
    }

    /// Makes it a free lock, whoever held it: for the child of a `fork`, in which its holder does not exist.
    ///
    /// # Safety
    /// No other thread may use the lock at this time, or hold it or wait for it afterwards.
    pub unsafe fn reinit(&self) {
        self.disown();
        // SAFETY: the caller answers for it.
        unsafe { self.lock.reinit() };
    }
}
