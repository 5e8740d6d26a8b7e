//! A queue without a lock: a ring of slots, and gates at which threads sleep when it is full or empty.
//!
//! | gate        | who waits there | until                                        | who notifies        |
//! |-------------|-----------------|----------------------------------------------|---------------------|
//! | `not_empty` | `get`           | `tail` has moved, or the ring was shut       | `put`, `shutdown`   |
//! | `not_full`  | `put`           | `head` has moved, or the ring was shut       | `get`, `shutdown`   |
//! | `all_done`  | `join`          | as many items are done as were put           | the last `task_done` |
//!
//! Invariant: whoever waits entered the gate first and looked then; whoever changes something notifies after it.
//! So a thread sleeps only while the last change was one that left it nothing to do. What is unfinished is no
//! number of its own: it is what was put, which `tail` counts, less what is `done`.
//!
//! Memory ordering: `slots.rs` says how an item gets from one thread to another. Entering a gate and looking
//! at `head`, `tail` or `done` is two steps on two words, and so is changing those and looking at the gate. The
//! looking thread and the changing one both use a read-modify-write, Acquire and Release, on the word that
//! changes: the one that comes second sees what the first did before, the change or the entering.

use std::fmt;

use crossbeam_utils::CachePadded;

use crate::platform::{Instant, Object, Printer, WideWord};
use crate::queue::{GetError, PutError, ShutDown};

mod counts;
mod gate;
mod slots;
mod tasks;
mod timed;

use gate::Gate;
use slots::{Place, Shut, Slots};

/// A first-in, first-out queue with room for a fixed number of items, for many messages between threads that
/// must be fast. [`crate::Queue`] has the same methods, and is the one to read first.
///
/// The semantics are those of Python 3.13's `queue.Queue`. Waiting threads are told in no promised order, and
/// a running thread may overtake them.
///
/// ```
/// use primitives::{RingQueue, Thread};
///
/// let orders = RingQueue::bounded(2).named("orders");
/// Thread::scope(|s| {
///     s.spawn("waiter", || {
///         (1..=3).for_each(|order| orders.put(order).unwrap());
///         orders.shutdown();
///     });
///     let mut cooked = Vec::new();
///     while let Ok(order) = orders.get() {
///         cooked.push(order);
///         orders.task_done().unwrap();
///     }
///     assert_eq!(cooked, [1, 2, 3]);
/// });
/// orders.join();
/// ```
pub struct RingQueue<T> {
    slots: Slots<T>,
    /// How many items were reported as done.
    done: CachePadded<WideWord>,
    not_empty: Gate,
    not_full: Gate,
    all_done: Gate,
    printer: Printer<T>,
    object: Object,
}

impl<T> RingQueue<T> {
    /// An empty queue with room for `maxsize` items.
    ///
    /// # Panics
    /// When `maxsize` is 0.
    pub fn bounded(maxsize: usize) -> RingQueue<T> {
        assert!(maxsize > 0, "a queue needs room for one item or more");
        RingQueue {
            slots: Slots::new(maxsize),
            done: CachePadded::new(WideWord::new(0).reads(&[(u64::MAX, None, "done")])),
            not_empty: Gate::new(),
            not_full: Gate::new(),
            all_done: Gate::new(),
            printer: Printer::new(),
            object: Object::new("RingQueue"),
        }
    }

    /// Gives it a name for pictures and messages, which then show the items too.
    pub fn named(mut self, name: &str) -> RingQueue<T>
    where
        T: fmt::Debug,
    {
        self.printer.learn();
        self.object.name(name);
        self.show();
        self
    }

    fn show(&self) {
        if self.object.watched() {
            let unfinished = (self.slots.look_at_puts() - self.done.peek()) as usize;
            self.object.items(&self.printer, self.slots.look(), Some(self.slots.room()), unfinished);
        }
    }

    /// Appends an item; waits while the queue is full.
    ///
    /// # Errors
    /// [`ShutDown`] with the item, when the queue was shut down, also while the thread waited.
    #[inline]
    #[track_caller]
    pub fn put(&self, item: T) -> Result<(), ShutDown<T>> {
        let put = self.put_as("put", item, || self.await_room(None));
        put.map_err(|error| ShutDown(error.into_inner()))
    }

    /// A put under the name of who offers it; `wait` if there is no room.
    #[inline]
    #[track_caller]
    fn put_as(
        &self,
        verb: &'static str,
        item: T,
        wait: impl FnOnce() -> Option<Result<Place, Shut>>,
    ) -> Result<(), PutError<T>> {
        let mut call = self.object.call(verb);
        call.value(&self.printer, &item);
        self.insert(item, wait).inspect_err(|error| call.answer(error))
    }

    #[inline]
    fn insert(&self, item: T, wait: impl FnOnce() -> Option<Result<Place, Shut>>) -> Result<(), PutError<T>> {
        match self.slots.reserve().or_else(wait) {
            Some(Ok(place)) => {
                self.slots.fill(place, item);
                self.show();
                self.not_empty.notify(1);
                Ok(())
            }
            Some(Err(Shut)) => Err(PutError::ShutDown(item)),
            None => Err(PutError::Full(item)),
        }
    }

    fn await_room(&self, until: Option<Instant>) -> Option<Result<Place, Shut>> {
        self.not_full.wait(until, || self.slots.reserve(), || self.slots.is_full_at_last())
    }

    /// Takes the oldest item; waits while there is none.
    ///
    /// # Errors
    /// [`ShutDown`], when there is none and the queue was shut down, also while the thread waited.
    #[inline]
    #[track_caller]
    pub fn get(&self) -> Result<T, ShutDown> {
        self.get_as("get", || self.await_item(None)).map_err(|_| ShutDown(()))
    }

    /// A get under the name of who offers it; `wait` if there is no item.
    #[inline]
    #[track_caller]
    fn get_as(
        &self,
        verb: &'static str,
        wait: impl FnOnce() -> Option<Result<Place, Shut>>,
    ) -> Result<T, GetError> {
        let mut call = self.object.call(verb);
        let item = self.remove(wait).inspect_err(|error| call.answer(error))?;
        call.value(&self.printer, &item);
        Ok(item)
    }

    #[inline]
    fn remove(&self, wait: impl FnOnce() -> Option<Result<Place, Shut>>) -> Result<T, GetError> {
        match self.slots.claim().or_else(wait) {
            Some(Ok(place)) => {
                let item = self.slots.take(place);
                self.show();
                self.not_full.notify(1);
                Ok(item)
            }
            Some(Err(Shut)) => Err(GetError::ShutDown),
            None => Err(GetError::Empty),
        }
    }

    fn await_item(&self, until: Option<Instant>) -> Option<Result<Place, Shut>> {
        self.not_empty.wait(until, || self.slots.claim(), || self.slots.is_empty_at_last())
    }
}

impl<T> fmt::Debug for RingQueue<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RingQueue").field("maxsize", &self.slots.room()).finish_non_exhaustive()
    }
}
