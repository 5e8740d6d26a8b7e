//! A queue: first in, first out, from threads to threads. Python's algorithm, line by line.
//!
//! | condition   | who waits there         | until                              | who notifies             |
//! |-------------|-------------------------|------------------------------------|--------------------------|
//! | `not_empty` | `get`                   | there is an item                   | `put`                    |
//! | `not_full`  | `put`                   | there are fewer items than maxsize | `get`                    |
//! | `all_done`  | `join`                  | every item was reported as done    | the last `task_done`     |
//!
//! Invariant, whenever the lock is free: at most maxsize items are in the queue, and at most `unfinished`.
//! Whoever makes a condition true notifies it before giving the lock away, and whoever waits looks again.
//!
//! Memory ordering: everything passes under the lock, so a `put` happens before the `get` of its item.

use std::collections::VecDeque;
use std::fmt;
use std::time::Duration;

use crate::condition::Condition;
use crate::lock::{Lock, LockGuard};
use crate::platform::{Instant, Object, Printer, deadline};

/// A first-in, first-out queue.
///
/// The semantics are those of Python's `queue.Queue`. Waiting threads are told in the order in which they
/// came, but one that comes at the right moment may overtake them.
///
/// ```
/// use primitives::{Queue, Thread};
///
/// let orders = Queue::bounded(2).named("orders");
/// Thread::scope(|s| {
///     s.spawn("cook", || (1..=3).for_each(|order| orders.put(order)));
///     s.spawn("waiter", || {
///         for order in 1..=3 {
///             assert_eq!(orders.get(), order);
///             orders.task_done().unwrap();
///         }
///     });
/// });
/// orders.join();
/// assert!(orders.is_empty());
/// ```
pub struct Queue<T> {
    inner: Lock<Inner<T>>,
    not_empty: Condition,
    not_full: Condition,
    all_done: Condition,
    maxsize: Option<usize>,
    printer: Printer<T>,
    object: Object,
}

struct Inner<T> {
    items: VecDeque<T>,
    unfinished: usize,
}

impl<T> Queue<T> {
    /// An empty queue with room for `maxsize` items.
    ///
    /// # Panics
    /// When `maxsize` is 0. (Python takes that for "no limit", which is [`Queue::unbounded`] here.)
    pub const fn bounded(maxsize: usize) -> Queue<T> {
        assert!(maxsize > 0, "a queue needs room for one item or more");
        Queue::new(Some(maxsize))
    }

    /// An empty queue with room for any number of items.
    pub const fn unbounded() -> Queue<T> {
        Queue::new(None)
    }

    const fn new(maxsize: Option<usize>) -> Queue<T> {
        Queue {
            inner: Lock::new(Inner { items: VecDeque::new(), unfinished: 0 }),
            not_empty: Condition::new(),
            not_full: Condition::new(),
            all_done: Condition::new(),
            maxsize,
            printer: Printer::new(),
            object: Object::new("Queue"),
        }
    }

    /// Gives it a name for pictures and messages, which then show the items too.
    pub fn named(mut self, name: &str) -> Queue<T>
    where
        T: fmt::Debug,
    {
        self.printer.learn();
        self.object.name(name);
        self.object.name_part(&self.inner.raw.object, "lock");
        self.object.name_part(&self.not_empty.object, "not_empty");
        self.object.name_part(&self.not_full.object, "not_full");
        self.object.name_part(&self.all_done.object, "all_done");
        let inner = self.inner.get_mut();
        self.object.items(&self.printer, inner.items.iter(), self.maxsize, inner.unfinished);
        self
    }

    fn show(&self, inner: &Inner<T>) {
        self.object.items(&self.printer, inner.items.iter(), self.maxsize, inner.unfinished);
    }

    /// Appends an item; waits while the queue is full.
    #[track_caller]
    pub fn put(&self, item: T) {
        let mut call = self.object.call("put");
        call.value(&self.printer, &item);
        let mut inner = self.inner.acquire();
        while self.lacks_room(&inner) {
            self.not_full.wait(&mut inner);
        }
        self.append(inner, item);
    }

    /// Appends an item if there is room for it. Does not wait for room.
    ///
    /// # Errors
    /// [`Full`] with the item, when there is none.
    #[track_caller]
    pub fn try_put(&self, item: T) -> Result<(), Full<T>> {
        let mut call = self.object.call("try_put");
        call.value(&self.printer, &item);
        let inner = self.inner.acquire();
        if self.lacks_room(&inner) {
            return Err(Full(item));
        }
        self.append(inner, item);
        Ok(())
    }

    /// Appends an item; waits while the queue is full, for at most `timeout`.
    ///
    /// # Errors
    /// [`Full`] with the item, when there was no room in time.
    #[track_caller]
    pub fn put_timeout(&self, item: T, timeout: Duration) -> Result<(), Full<T>> {
        let mut call = self.object.call("put_timeout");
        call.value(&self.printer, &item);
        let until = deadline(timeout);
        let mut inner = self.inner.acquire();
        if !wait_while(&self.not_full, &mut inner, until, |inner| self.lacks_room(inner)) {
            return Err(Full(item));
        }
        self.append(inner, item);
        Ok(())
    }

    /// Takes the oldest item; waits while there is none.
    #[track_caller]
    pub fn get(&self) -> T {
        let mut call = self.object.call("get");
        let mut inner = self.inner.acquire();
        loop {
            if let Some(item) = self.take(&mut inner) {
                call.value(&self.printer, &item);
                return item;
            }
            self.not_empty.wait(&mut inner);
        }
    }

    /// Takes the oldest item if there is one. Does not wait for one.
    ///
    /// # Errors
    /// [`Empty`] when there is none.
    #[track_caller]
    pub fn try_get(&self) -> Result<T, Empty> {
        let mut call = self.object.call("try_get");
        let item = self.take(&mut self.inner.acquire()).ok_or(Empty)?;
        call.value(&self.printer, &item);
        Ok(item)
    }

    /// Takes the oldest item; waits while there is none, for at most `timeout`.
    ///
    /// # Errors
    /// [`Empty`] when none came in time.
    #[track_caller]
    pub fn get_timeout(&self, timeout: Duration) -> Result<T, Empty> {
        let mut call = self.object.call("get_timeout");
        let until = deadline(timeout);
        let mut inner = self.inner.acquire();
        wait_while(&self.not_empty, &mut inner, until, |inner| inner.items.is_empty());
        let item = self.take(&mut inner).ok_or(Empty)?;
        call.value(&self.printer, &item);
        Ok(item)
    }

    fn lacks_room(&self, inner: &Inner<T>) -> bool {
        self.maxsize.is_some_and(|maxsize| inner.items.len() >= maxsize)
    }

    fn append(&self, mut inner: LockGuard<'_, Inner<T>>, item: T) {
        inner.items.push_back(item);
        inner.unfinished += 1;
        self.show(&inner);
        self.not_empty.notify(&inner);
    }

    fn take(&self, inner: &mut LockGuard<'_, Inner<T>>) -> Option<T> {
        let item = inner.items.pop_front()?;
        self.show(inner);
        self.not_full.notify(inner);
        Some(item)
    }

    /// Reports that an item which was taken has been dealt with. See [`Queue::join`].
    ///
    /// # Errors
    /// [`TooManyDone`] when this was reported of every item that was ever put already.
    #[track_caller]
    pub fn task_done(&self) -> Result<(), TooManyDone> {
        let _call = self.object.call("task_done");
        let mut inner = self.inner.acquire();
        if inner.unfinished == 0 {
            self.object.misuse(&TooManyDone);
            return Err(TooManyDone);
        }
        inner.unfinished -= 1;
        self.show(&inner);
        if inner.unfinished == 0 {
            self.all_done.notify_all(&inner);
        }
        Ok(())
    }

    /// Waits until every item that was put has been taken and reported with [`Queue::task_done`].
    #[track_caller]
    pub fn join(&self) {
        let _call = self.object.call("join");
        let mut inner = self.inner.acquire();
        while inner.unfinished > 0 {
            self.all_done.wait(&mut inner);
        }
    }

    /// How many items are in the queue at this moment.
    #[track_caller]
    pub fn len(&self) -> usize {
        let mut call = self.object.call("len");
        let len = self.inner.acquire().items.len();
        call.answer(len);
        len
    }

    /// Whether there is no item at this moment.
    #[track_caller]
    pub fn is_empty(&self) -> bool {
        let mut call = self.object.call("is_empty");
        let empty = self.inner.acquire().items.is_empty();
        call.answer(empty);
        empty
    }

    /// Whether there is no room at this moment.
    #[track_caller]
    pub fn is_full(&self) -> bool {
        let mut call = self.object.call("is_full");
        let full = self.lacks_room(&self.inner.acquire());
        call.answer(full);
        full
    }

    /// For how many items there is room; none: for any number.
    pub fn maxsize(&self) -> Option<usize> {
        self.maxsize
    }
}

/// Waits while the queue is `unready`, until the deadline at most; whether it is ready then.
fn wait_while<T>(
    condition: &Condition,
    inner: &mut LockGuard<'_, Inner<T>>,
    until: Option<Instant>,
    unready: impl Fn(&Inner<T>) -> bool,
) -> bool {
    let mut in_time = true;
    while unready(inner) {
        if !in_time {
            return false;
        }
        in_time = condition.wait_until(inner, until);
    }
    true
}

impl<T> Default for Queue<T> {
    fn default() -> Queue<T> {
        Queue::unbounded()
    }
}

impl<T> fmt::Debug for Queue<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Queue").field("maxsize", &self.maxsize).finish_non_exhaustive()
    }
}

/// There was no room in the queue. Brings back the item.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Full<T>(pub T);

impl<T> fmt::Debug for Full<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Full(..)")
    }
}

impl<T> fmt::Display for Full<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the queue is full")
    }
}

impl<T> std::error::Error for Full<T> {}

/// There was no item in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Empty;

impl fmt::Display for Empty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the queue is empty")
    }
}

impl std::error::Error for Empty {}

/// More items were reported as done than were ever put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManyDone;

impl fmt::Display for TooManyDone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("task_done() called too many times")
    }
}

impl std::error::Error for TooManyDone {}
