//! A simple queue: first in, first out, without end, and without a count of the work.
//!
//! Invariant: whoever adds an item notifies `not_empty` under the lock, and whoever waits there looks again.
//! Nothing of the program runs under the lock: an item's destructor may put into the queue that it was in.
//!
//! Memory ordering: everything passes under the lock, so a `put` happens before the `get` of its item.

use std::collections::VecDeque;
use std::fmt;
use std::time::Duration;

use super::timed::Patience;
use crate::condition::Condition;
use crate::lock::Lock;
use crate::platform::{Instant, Object, Printer, deadline};

/// A first-in, first-out queue with room for any number of items, that cannot be shut down or joined: so a
/// `put` never waits and never fails. Python's `queue.SimpleQueue`.
///
/// ```
/// use primitives::{SimpleQueue, Thread};
///
/// let letters = SimpleQueue::new().named("letters");
/// Thread::scope(|s| {
///     s.spawn("writer", || letters.put("hello"));
///     assert_eq!(letters.get(), "hello");
/// });
/// assert_eq!(letters.try_get(), None);
/// ```
pub struct SimpleQueue<T> {
    items: Lock<VecDeque<T>>,
    not_empty: Condition,
    printer: Printer<T>,
    pub(crate) object: Object,
}

impl<T> SimpleQueue<T> {
    /// An empty queue.
    pub const fn new() -> SimpleQueue<T> {
        SimpleQueue {
            items: Lock::new(VecDeque::new()),
            not_empty: Condition::new(),
            printer: Printer::new(),
            object: Object::new("SimpleQueue"),
        }
    }

    /// Gives it a name for pictures and messages, which then show the items too.
    pub fn named(mut self, name: &str) -> SimpleQueue<T>
    where
        T: fmt::Debug,
    {
        self.printer.learn();
        self.object.name(name);
        self.object.name_part(&self.items.raw.object, "lock");
        self.object.name_part(&self.not_empty.object, "not_empty");
        self.object.items(&self.printer, self.items.get_mut().iter(), None, 0);
        self
    }

    /// Appends an item. Never waits for another thread longer than that needs to do the like.
    #[track_caller]
    pub fn put(&self, item: T) {
        let mut call = self.object.call("put");
        call.value(&self.printer, &item);
        self.append(item);
    }

    fn append(&self, item: T) {
        let mut items = self.items.acquire();
        items.push_back(item);
        self.object.items(&self.printer, items.iter(), None, 0);
        self.not_empty.notify(&items);
    }

    /// Takes the oldest item; waits while there is none.
    #[track_caller]
    pub fn get(&self) -> T {
        let mut call = self.object.call("get");
        let item = self.take(Patience::Until(None)).expect("it is waited for without end");
        call.value(&self.printer, &item);
        item
    }

    /// Takes the oldest item if there is one. Does not wait for one.
    #[track_caller]
    pub fn try_get(&self) -> Option<T> {
        let mut call = self.object.call("try_get");
        let item = self.take(Patience::None)?;
        call.value(&self.printer, &item);
        Some(item)
    }

    /// Takes the oldest item; waits while there is none, for at most `timeout`. None when it came too late.
    #[track_caller]
    pub fn get_timeout(&self, timeout: Duration) -> Option<T> {
        let mut call = self.object.call("get_timeout");
        let item = self.take(Patience::Until(deadline(timeout)))?;
        call.value(&self.printer, &item);
        Some(item)
    }

    /// As [`SimpleQueue::get_timeout`], until a moment.
    #[track_caller]
    pub fn get_until(&self, until: Instant) -> Option<T> {
        let mut call = self.object.call("get_until");
        let item = self.take(Patience::Until(Some(until)))?;
        call.value(&self.printer, &item);
        Some(item)
    }

    fn take(&self, patience: Patience) -> Option<T> {
        let mut items = self.items.acquire();
        let mut again = true;
        loop {
            // It looks first: who finds nothing has changed nothing.
            if !items.is_empty()
                && let Some(item) = items.pop_front()
            {
                self.object.items(&self.printer, items.iter(), None, 0);
                return Some(item);
            }
            if !again {
                return None;
            }
            again = patience.wait(&self.not_empty, &mut items);
        }
    }

    /// How many items are in the queue at this moment. Python's `qsize`.
    #[track_caller]
    pub fn len(&self) -> usize {
        self.object.answer("len", || self.items.acquire().len())
    }

    /// Whether there is no item at this moment.
    #[track_caller]
    pub fn is_empty(&self) -> bool {
        self.object.answer("is_empty", || self.items.acquire().is_empty())
    }
}

impl<T> Default for SimpleQueue<T> {
    fn default() -> SimpleQueue<T> {
        SimpleQueue::new()
    }
}

impl<T> fmt::Debug for SimpleQueue<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SimpleQueue").finish_non_exhaustive()
    }
}
