//! What a barrier tells of itself, and does not wait for.

use super::{Barrier, State};

impl Barrier {
    /// Whether it is broken at this moment.
    #[track_caller]
    pub fn is_broken(&self) -> bool {
        self.object.answer("is_broken", || self.inner.acquire().state == State::Broken)
    }

    /// How many threads wait for others at this moment.
    #[track_caller]
    pub fn n_waiting(&self) -> usize {
        self.object.answer("n_waiting", || {
            let inner = self.inner.acquire();
            if inner.state == State::Filling { inner.arrived } else { 0 }
        })
    }

    /// How many threads it takes.
    pub fn parties(&self) -> usize {
        self.parties
    }
}
