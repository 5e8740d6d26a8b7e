//! What a pool says when it is used against the rules.

use crate::error::error;

error! {
    /// A pool was used against the rules.
    #[non_exhaustive]
    pub enum PoolError {
        /// It is closed, and was given a task.
        NotRunning => "Pool not running",
        /// It was to be joined, and is not closed.
        StillRunning => "Pool is still running",
        /// A task was to wait for its own end.
        JoinsItself => "cannot join current thread",
    }
}
