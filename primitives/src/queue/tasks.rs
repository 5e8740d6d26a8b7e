//! What is known about a queue's items besides the items: whether all work is done, whether more can come, and
//! how many there are.

use std::mem;
use std::time::Duration;

use super::timed::Patience;
use super::{BlockingQueue, Inner, Store, TooManyDone};
use crate::lock::LockGuard;
use crate::platform::{Instant, deadline};

impl<S: Store> BlockingQueue<S> {
    /// Reports that an item which was taken has been dealt with. See [`BlockingQueue::join`].
    ///
    /// # Errors
    /// [`TooManyDone`] when this was reported of every item that was ever put already.
    #[track_caller]
    pub fn task_done(&self) -> Result<(), TooManyDone> {
        let _call = self.object.call("task_done");
        let done = self.count_done();
        done.inspect_err(|error| self.object.misuse(error))
    }

    fn count_done(&self) -> Result<(), TooManyDone> {
        let mut inner = self.inner.acquire();
        inner.unfinished = inner.unfinished.checked_sub(1).ok_or(TooManyDone)?;
        self.tell_if_all_done(&inner);
        Ok(())
    }

    fn tell_if_all_done(&self, inner: &LockGuard<'_, Inner<S>>) {
        self.show(inner);
        if inner.unfinished == 0 {
            self.all_done.notify_all(inner);
        }
    }

    /// Waits until every item that was put has been taken and reported with [`BlockingQueue::task_done`]. A
    /// shutdown does not end it.
    #[track_caller]
    pub fn join(&self) {
        let _call = self.object.call("join");
        self.await_all_done(None);
    }

    /// As [`BlockingQueue::join`], for at most `timeout`. Returns whether all was done in time.
    #[track_caller]
    pub fn join_timeout(&self, timeout: Duration) -> bool {
        self.object.answer("join_timeout", || self.await_all_done(deadline(timeout)))
    }

    fn await_all_done(&self, until: Option<Instant>) -> bool {
        let mut inner = self.inner.acquire();
        let mut again = true;
        while inner.unfinished > 0 {
            if !again {
                return false;
            }
            again = Patience::Until(until).wait(&self.all_done, &mut inner);
        }
        true
    }

    /// Ends the queue: no item can be put any more. Those in it can still be taken; after them, [`get`] says so.
    /// Threads that wait for room, or for an item that will not come, go on with an error. May be repeated.
    ///
    /// [`get`]: BlockingQueue::get
    #[track_caller]
    pub fn shutdown(&self) {
        let _call = self.object.call("shutdown");
        self.close(false);
    }

    /// As [`BlockingQueue::shutdown`], and drops the items that are in the queue: they count as done. Python's
    /// `shutdown(immediate=True)`.
    ///
    /// A [`BlockingQueue::join`] still waits for items that were taken before and not reported as done.
    #[track_caller]
    pub fn shutdown_now(&self) {
        let _call = self.object.call("shutdown_now");
        self.close(true);
    }

    fn close(&self, now: bool) {
        let mut inner = self.inner.acquire();
        inner.shut_down = true;
        let mut items = S::EMPTY;
        if now {
            mem::swap(&mut items, &mut inner.store);
            inner.unfinished = inner.unfinished.saturating_sub(items.len());
            self.tell_if_all_done(&inner);
        }
        self.not_empty.notify_all(&inner);
        self.not_full.notify_all(&inner);
        drop(inner);
        // Only now are the items dropped, which may be code of the program that uses this queue.
        drop(items);
    }

    /// Whether the queue was shut down.
    #[track_caller]
    pub fn is_shut_down(&self) -> bool {
        self.object.answer("is_shut_down", || self.inner.acquire().shut_down)
    }

    /// How many items are in the queue at this moment. Python's `qsize`.
    #[track_caller]
    pub fn len(&self) -> usize {
        self.object.answer("len", || self.inner.acquire().store.len())
    }

    /// Whether there is no item at this moment.
    #[track_caller]
    pub fn is_empty(&self) -> bool {
        self.object.answer("is_empty", || self.inner.acquire().store.is_empty())
    }

    /// Whether there is no room at this moment.
    #[track_caller]
    pub fn is_full(&self) -> bool {
        self.object.answer("is_full", || !self.inner.acquire().has_room())
    }

    /// For how many items there is room; none: for any number.
    #[track_caller]
    pub fn maxsize(&self) -> Option<usize> {
        let _call = self.object.call("maxsize");
        self.inner.acquire().maxsize
    }

    /// Makes room for so many items, or for any number, from now on. Items that are in the queue stay, also
    /// when they are more.
    ///
    /// # Panics
    /// When `maxsize` is 0.
    #[track_caller]
    pub fn set_maxsize(&self, maxsize: Option<usize>) {
        assert!(maxsize != Some(0), "a queue needs room for one item or more");
        let _call = self.object.call("set_maxsize");
        self.resize(maxsize);
    }

    fn resize(&self, maxsize: Option<usize>) {
        let mut inner = self.inner.acquire();
        inner.maxsize = maxsize;
        self.show(&inner);
        // Unlike Python, which lets them sleep until the next get.
        self.not_full.notify_all(&inner);
    }
}
