//! What comes of a wait at a barrier: a turn, or the word that the others will not come.

use crate::error::error;

/// Which of the threads this one was at a [`Barrier`](crate::Barrier).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    pub(super) index: usize,
    pub(super) last: bool,
}

impl Turn {
    /// In which place it arrived, counted from 0; each of the threads has another.
    pub fn index(&self) -> usize {
        self.index
    }

    /// Whether it was the last, which called the action.
    pub fn is_leader(&self) -> bool {
        self.last
    }
}

error! {
    /// The barrier is broken, or it was reset while the thread waited: the others will not come.
    pub struct Broken => "the barrier is broken"
}
