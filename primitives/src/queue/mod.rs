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

use crate::condition::Condition;
use crate::lock::Lock;
use crate::platform::{Object, Printer};

mod errors;
mod simple;
mod store;
mod tasks;
mod timed;

pub use errors::{GetError, PutError, ShutDown, TooManyDone};
pub use simple::SimpleQueue;
pub use store::{Fifo, Heap, Lifo, LifoQueue, PriorityQueue, Queue, Store};
use timed::Patience;

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
        let put = self.put_as("put", item, || Patience::Until(None));
        put.map_err(|error| ShutDown(error.into_inner()))
    }

    /// A put under the name of who offers it.
    #[inline]
    #[track_caller]
    fn put_as(
        &self,
        verb: &'static str,
        item: S::Item,
        patience: impl FnOnce() -> Patience,
    ) -> Result<(), PutError<S::Item>> {
        let mut call = self.object.call(verb);
        call.value(&self.printer, &item);
        self.insert(item, patience()).inspect_err(|error| call.answer(error))
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
        self.get_as("get", || Patience::Until(None)).map_err(|_| ShutDown(()))
    }

    /// A get under the name of who offers it.
    #[inline]
    #[track_caller]
    fn get_as(&self, verb: &'static str, patience: impl FnOnce() -> Patience) -> Result<S::Item, GetError> {
        let mut call = self.object.call(verb);
        let item = self.remove(patience()).inspect_err(|error| call.answer(error))?;
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
