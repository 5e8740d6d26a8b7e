//! What a semaphore says to a release that cannot be.

use crate::error::error;

error! {
    /// A release that cannot be.
    #[non_exhaustive]
    pub enum BadRelease {
        /// Of no permits.
        Nothing => "n must be one or more",
        /// Of more permits than can be counted.
        TooMany => "a semaphore can count 4,294,967,295 permits, not more",
        /// Of more permits than a [`BoundedSemaphore`](crate::BoundedSemaphore) had at first.
        TooOften => "Semaphore released too many times",
    }
}
