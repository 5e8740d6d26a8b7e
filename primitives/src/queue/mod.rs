//! Queues: items from threads to threads. Python's algorithm, line by line, for FIFO, LIFO and priority alike.
//!
//! | condition   | who waits there | until                                              | who notifies         |
//! |-------------|-----------------|----------------------------------------------------|----------------------|
//! | `not_empty` | `get`           | there is an item, or the queue was shut down       | `put`, `shutdown`    |
//! | `not_full`  | `put`           | fewer items than maxsize, or the queue was shut down | `get`, `shutdown`  |
//! | `all_done`  | `join`          | every item was reported as done                    | the last `task_done` |
//!
//! Invariant, whenever the lock is free: at most maxsize items are in the store, and at most `unfinished`; once
//! the queue was shut down, it stays so, and the store only shrinks. Whoever makes a condition true notifies it
//! before giving the lock away, and whoever waits looks again.
//!
//! Memory ordering: everything passes under the lock, so a `put` happens before the `get` of its item.

use std::fmt;
use std::time::Duration;

use crate::condition::Condition;
use crate::lock::{Lock, LockGuard};
use crate::platform::{Instant, Object, Printer, deadline};

mod errors;
mod simple;
mod store;
mod tasks;

pub use errors::{GetError, PutError, ShutDown, TooManyDone};
pub use simple::SimpleQueue;
pub use store::{Fifo, Heap, Lifo, LifoQueue, PriorityQueue, Queue, Store};

/// A queue whose `put` waits for room and whose `get` waits for items; what comes out first is its store's
/// choice: [`Queue`], [`LifoQueue`] and [`PriorityQueue`] are its three usual forms.
///
/// The semantics are those of Python 3.13's `queue` module. Waiting threads are told in the order in which they
/// came, but one that comes at the right moment may overtake them.
///
/// ```
/// use primitives::{BlockingQueue, GetError, PutError, Store};
///
/// /// Uses any of them.
/// fn fill<S: Store<Item = u32>>(queue: &BlockingQueue<S>) -> Result<(), PutError<u32>> {
///     (0..).try_for_each(|n| queue.try_put(n))
/// }
///
/// let queue = primitives::LifoQueue::bounded(3);
/// assert_eq!(fill(&queue), Err(PutError::Full(3)));
/// queue.shutdown();
/// assert_eq!(fill(&queue), Err(PutError::ShutDown(0)));
/// assert_eq!([queue.get(), queue.get(), queue.get()], [Ok(2), Ok(1), Ok(0)]);
/// assert_eq!(queue.try_get(), Err(GetError::ShutDown));
/// ```
pub struct BlockingQueue<S: Store> {
    inner: Lock<Inner<S>>,
    not_empty: Condition,
    not_full: Condition,
    all_done: Condition,
    printer: Printer<S::Item>,
    object: Object,
}

struct Inner<S> {
    store: S,
    maxsize: Option<usize>,
    unfinished: usize,
    shut_down: bool,
}

impl<S: Store> Inner<S> {
    fn has_room(&self) -> bool {
        self.maxsize.is_none_or(|maxsize| self.store.len() < maxsize)
    }
}

/// What a call does when it must wait.
#[derive(Clone, Copy)]
enum Patience {
    /// It does not.
    None,
    /// It waits, until that moment at most if there is one.
    Until(Option<Instant>),
}

impl Patience {
    /// Whether to look again after it.
    fn wait<T>(self, condition: &Condition, inner: &mut LockGuard<'_, T>) -> bool {
        match self {
            Patience::None => false,
            Patience::Until(until) => condition.wait_until(inner, until),
        }
    }
}

impl<S: Store> BlockingQueue<S> {
    /// An empty queue with room for `maxsize` items.
    ///
    /// # Panics
    /// When `maxsize` is 0. (Python takes that for "no limit", which is [`BlockingQueue::unbounded`] here.)
    pub const fn bounded(maxsize: usize) -> BlockingQueue<S> {
        assert!(maxsize > 0, "a queue needs room for one item or more");
        BlockingQueue::new(Some(maxsize))
    }

    /// An empty queue with room for any number of items.
    pub const fn unbounded() -> BlockingQueue<S> {
        BlockingQueue::new(None)
    }

    const fn new(maxsize: Option<usize>) -> BlockingQueue<S> {
        BlockingQueue {
            inner: Lock::new(Inner { store: S::EMPTY, maxsize, unfinished: 0, shut_down: false }),
            not_empty: Condition::new(),
            not_full: Condition::new(),
            all_done: Condition::new(),
            printer: Printer::new(),
            object: Object::new(S::KIND),
        }
    }

    /// Gives it a name for pictures and messages, which then show the items too.
    pub fn named(mut self, name: &str) -> BlockingQueue<S>
    where
        S::Item: fmt::Debug,
    {
        self.printer.learn();
        self.object.name(name);
        self.object.name_part(&self.inner.raw.object, "lock");
        self.object.name_part(&self.not_empty.object, "not_empty");
        self.object.name_part(&self.not_full.object, "not_full");
        self.object.name_part(&self.all_done.object, "all_done");
        let inner = self.inner.get_mut();
        self.object.items(&self.printer, inner.store.iter(), inner.maxsize, inner.unfinished);
        self
    }

    fn show(&self, inner: &Inner<S>) {
        if self.object.watched() {
            self.object.items(&self.printer, inner.store.iter(), inner.maxsize, inner.unfinished);
        }
    }

    /// Puts an item into the queue; waits while that is full.
    ///
    /// # Errors
    /// [`ShutDown`] with the item, when the queue was shut down, also while the thread waited.
    #[inline]
    #[track_caller]
    pub fn put(&self, item: S::Item) -> Result<(), ShutDown<S::Item>> {
        let mut call = self.object.call("put");
        call.value(&self.printer, &item);
        let put = self.insert(item, Patience::Until(None));
        put.inspect_err(|error| call.answer(error)).map_err(|error| ShutDown(error.into_inner()))
    }

    /// Puts an item into the queue if there is room for it. Does not wait for room.
    ///
    /// # Errors
    /// [`PutError`] with the item, when there is none, or the queue was shut down.
    #[inline]
    #[track_caller]
    pub fn try_put(&self, item: S::Item) -> Result<(), PutError<S::Item>> {
        let mut call = self.object.call("try_put");
        call.value(&self.printer, &item);
        self.insert(item, Patience::None).inspect_err(|error| call.answer(error))
    }

    /// Puts an item into the queue; waits while that is full, for at most `timeout`.
    ///
    /// # Errors
    /// [`PutError`] with the item, when there was no room in time, or the queue was shut down.
    #[track_caller]
    pub fn put_timeout(&self, item: S::Item, timeout: Duration) -> Result<(), PutError<S::Item>> {
        let mut call = self.object.call("put_timeout");
        call.value(&self.printer, &item);
        self.insert(item, Patience::Until(deadline(timeout))).inspect_err(|error| call.answer(error))
    }

    /// As [`BlockingQueue::put_timeout`], until a moment.
    ///
    /// # Errors
    /// [`PutError`] with the item, when there was no room in time, or the queue was shut down.
    #[track_caller]
    pub fn put_until(&self, item: S::Item, until: Instant) -> Result<(), PutError<S::Item>> {
        let mut call = self.object.call("put_until");
        call.value(&self.printer, &item);
        self.insert(item, Patience::Until(Some(until))).inspect_err(|error| call.answer(error))
    }

    #[inline]
    fn insert(&self, item: S::Item, patience: Patience) -> Result<(), PutError<S::Item>> {
        let mut inner = self.inner.acquire();
        let mut again = true;
        loop {
            if inner.shut_down {
                return Err(PutError::ShutDown(item));
            }
            if inner.has_room() {
                break;
            }
            if !again {
                return Err(PutError::Full(item));
            }
            again = patience.wait(&self.not_full, &mut inner);
        }
        inner.store.push(item);
        inner.unfinished += 1;
        self.show(&inner);
        self.not_empty.notify(&inner);
        Ok(())
    }

    /// Takes the item whose turn it is; waits while there is none.
    ///
    /// # Errors
    /// [`ShutDown`], when there is none and the queue was shut down, also while the thread waited.
    #[inline]
    #[track_caller]
    pub fn get(&self) -> Result<S::Item, ShutDown> {
        let mut call = self.object.call("get");
        let got = self.remove(Patience::Until(None)).inspect_err(|error| call.answer(error));
        let item = got.map_err(|_| ShutDown(()))?;
        call.value(&self.printer, &item);
        Ok(item)
    }

    /// Takes the item whose turn it is, if there is one. Does not wait for one.
    ///
    /// # Errors
    /// [`GetError`], when there is none: [`GetError::ShutDown`] when the queue was shut down.
    #[inline]
    #[track_caller]
    pub fn try_get(&self) -> Result<S::Item, GetError> {
        let mut call = self.object.call("try_get");
        let item = self.remove(Patience::None).inspect_err(|error| call.answer(error))?;
        call.value(&self.printer, &item);
        Ok(item)
    }

    /// Takes the item whose turn it is; waits while there is none, for at most `timeout`.
    ///
    /// # Errors
    /// [`GetError`], when none came in time, or the queue was shut down and is empty.
    #[track_caller]
    pub fn get_timeout(&self, timeout: Duration) -> Result<S::Item, GetError> {
        let mut call = self.object.call("get_timeout");
        let item = self.remove(Patience::Until(deadline(timeout))).inspect_err(|error| call.answer(error))?;
        call.value(&self.printer, &item);
        Ok(item)
    }

    /// As [`BlockingQueue::get_timeout`], until a moment.
    ///
    /// # Errors
    /// [`GetError`], when none came in time, or the queue was shut down and is empty.
    #[track_caller]
    pub fn get_until(&self, until: Instant) -> Result<S::Item, GetError> {
        let mut call = self.object.call("get_until");
        let item = self.remove(Patience::Until(Some(until))).inspect_err(|error| call.answer(error))?;
        call.value(&self.printer, &item);
        Ok(item)
    }

    #[inline]
    fn remove(&self, patience: Patience) -> Result<S::Item, GetError> {
        let mut inner = self.inner.acquire();
        let mut again = true;
        loop {
            // It looks first: who finds nothing has changed nothing.
            if inner.store.len() > 0
                && let Some(item) = inner.store.pop()
            {
                self.show(&inner);
                self.not_full.notify(&inner);
                return Ok(item);
            }
            if inner.shut_down {
                return Err(GetError::ShutDown);
            }
            if !again {
                return Err(GetError::Empty);
            }
            again = patience.wait(&self.not_empty, &mut inner);
        }
    }
}

impl<S: Store> Default for BlockingQueue<S> {
    fn default() -> BlockingQueue<S> {
        BlockingQueue::unbounded()
    }
}

impl<S: Store> fmt::Debug for BlockingQueue<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct(S::KIND).finish_non_exhaustive()
    }
}
