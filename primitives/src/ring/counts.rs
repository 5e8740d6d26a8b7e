//! What the ring's two counters tell: how many items were put and are there, and whether a thread must wait.

use std::sync::atomic::Ordering::{AcqRel, Acquire};

use super::slots::{ONE, SHUT, Slots};

impl<T> Slots<T> {
    pub(super) fn is_shut(&self) -> bool {
        self.tail.load(Acquire) & SHUT != 0
    }

    /// How many items were ever put.
    pub(super) fn puts(&self) -> u64 {
        self.tail.load(Acquire) / ONE
    }

    /// How many items are in the ring at some moment during the call.
    pub(super) fn len(&self) -> usize {
        let mut tail = self.tail.load(Acquire);
        loop {
            let head = self.head.load(Acquire);
            let now = self.tail.load(Acquire);
            if now == tail {
                return ((tail & !SHUT) - head) as usize / ONE as usize;
            }
            tail = now;
        }
    }

    /// The latest `head` and `tail`, and whoever moves them after this sees what we did before it.
    fn latest(&self) -> (u64, u64) {
        (self.head.fetch_add(0, AcqRel), self.tail.fetch_add(0, AcqRel))
    }

    /// Whether a put must wait, if nothing changes after this.
    pub(super) fn is_full_at_last(&self) -> bool {
        let (head, tail) = self.latest();
        tail == head + self.lap()
    }

    /// Whether a get must wait, if nothing changes after this.
    pub(super) fn is_empty_at_last(&self) -> bool {
        let (head, tail) = self.latest();
        tail == head
    }
}
