//! What is known about a ring's items besides the items: whether all work is done, whether more can come, and
//! how many there are.

use std::sync::atomic::Ordering::{AcqRel, Acquire};
use std::time::Duration;

use super::RingQueue;
use crate::platform::{Instant, deadline};
use crate::queue::TooManyDone;

impl<T> RingQueue<T> {
    /// Reports that an item which was taken has been dealt with. See [`RingQueue::join`].
    ///
    /// # Errors
    /// [`TooManyDone`] when this was reported of every item that was ever put already.
    #[inline]
    #[track_caller]
    pub fn task_done(&self) -> Result<(), TooManyDone> {
        let _call = self.object.call("task_done");
        if self.count_done(1) == 0 {
            self.object.misuse(&TooManyDone);
            return Err(TooManyDone);
        }
        Ok(())
    }

    /// Counts so many more items as done, but not more than were put; how many it were.
    #[inline]
    fn count_done(&self, n: u64) -> u64 {
        let mut done = self.done.load(Acquire);
        loop {
            // Looked at after `done`, with which whoever counted an item as done told us of its put.
            let puts = self.slots.puts();
            let after = puts.min(done + n);
            if after == done {
                return 0;
            }
            match self.done.compare_exchange(done, after, AcqRel, Acquire) {
                Ok(_) => {
                    self.show();
                    if after == puts {
                        self.all_done.notify(u32::MAX);
                    }
                    return after - done;
                }
                Err(now) => done = now,
            }
        }
    }

    /// Waits until every item that was put has been taken and reported with [`RingQueue::task_done`]. A
    /// shutdown does not end it.
    #[track_caller]
    pub fn join(&self) {
        let _call = self.object.call("join");
        self.await_all_done(None);
    }

    /// As [`RingQueue::join`], for at most `timeout`. Returns whether all was done in time.
    #[track_caller]
    pub fn join_timeout(&self, timeout: Duration) -> bool {
        self.object.answer("join_timeout", || self.await_all_done(deadline(timeout)))
    }

    fn await_all_done(&self, until: Option<Instant>) -> bool {
        // If as much was done a moment ago as was put until now, then nothing was unfinished in between.
        let all_done = || (self.done.load(Acquire) == self.slots.puts()).then_some(());
        let must_wait = || self.done.fetch_add(0, AcqRel) != self.slots.puts();
        all_done().or_else(|| self.all_done.wait(until, all_done, must_wait)).is_some()
    }

    /// Ends the queue: no item can be put any more. Those in it can still be taken; after them, [`get`] says so.
    /// Threads that wait for room, or for an item that will not come, go on with an error. May be repeated.
    ///
    /// [`get`]: RingQueue::get
    #[track_caller]
    pub fn shutdown(&self) {
        let _call = self.object.call("shutdown");
        self.close();
    }

    /// As [`RingQueue::shutdown`], and drops the items that are in the queue: they count as done. Python's
    /// `shutdown(immediate=True)`, in two moments: first nothing can be put any more, then nothing is left.
    ///
    /// A [`RingQueue::join`] still waits for items that were taken before and not reported as done.
    #[track_caller]
    pub fn shutdown_now(&self) {
        let _call = self.object.call("shutdown_now");
        self.close();
        let items = self.slots.drain();
        self.count_done(items.len() as u64);
        // Only now are the items dropped, which may be code of the program that uses this queue.
        drop(items);
    }

    fn close(&self) {
        self.slots.shut();
        self.not_empty.notify(u32::MAX);
        self.not_full.notify(u32::MAX);
    }

    /// Whether the queue was shut down.
    #[track_caller]
    pub fn is_shut_down(&self) -> bool {
        self.object.answer("is_shut_down", || self.slots.is_shut())
    }

    /// How many items are in the queue at this moment. Python's `qsize`.
    #[track_caller]
    pub fn len(&self) -> usize {
        self.object.answer("len", || self.slots.len())
    }

    /// Whether there is no item at this moment.
    #[track_caller]
    pub fn is_empty(&self) -> bool {
        self.object.answer("is_empty", || self.slots.len() == 0)
    }

    /// Whether there is no room at this moment.
    #[track_caller]
    pub fn is_full(&self) -> bool {
        self.object.answer("is_full", || self.slots.len() == self.slots.room())
    }

    /// For how many items there is room.
    pub fn maxsize(&self) -> Option<usize> {
        Some(self.slots.room())
    }
}
