//! In which order items come out of a queue: the one thing in which FIFO, LIFO and priority queues differ.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use super::BlockingQueue;

/// Where a [`BlockingQueue`] keeps its items; it is only used by the thread that holds the queue's lock.
///
/// These are Python's `_init`, `_put`, `_get` and `_qsize`. A `push` that panics has put nothing, as far as
/// the queue is concerned: it counts no work and tells nobody.
///
/// ```
/// use primitives::{BlockingQueue, Store};
///
/// /// Keeps only what is new.
/// struct Set {
///     items: Vec<u32>,
/// }
///
/// impl Store for Set {
///     type Item = u32;
///     const EMPTY: Set = Set { items: Vec::new() };
///     fn push(&mut self, item: u32) {
///         if !self.items.contains(&item) {
///             self.items.push(item);
///         }
///     }
///     fn pop(&mut self) -> Option<u32> {
///         self.items.pop()
///     }
///     fn len(&self) -> usize {
///         self.items.len()
///     }
///     fn iter(&self) -> impl Iterator<Item = &u32> {
///         self.items.iter()
///     }
/// }
///
/// let queue = BlockingQueue::<Set>::unbounded();
/// [1, 1, 2].into_iter().for_each(|n| queue.put(n).unwrap());
/// assert_eq!(queue.len(), 2);
/// ```
pub trait Store {
    /// What it keeps.
    type Item;
    /// With nothing in it.
    const EMPTY: Self;
    /// What a queue with such a store is called in pictures and messages.
    const KIND: &'static str = "Queue";

    /// Adds an item.
    fn push(&mut self, item: Self::Item);
    /// Takes out the item whose turn it is.
    fn pop(&mut self) -> Option<Self::Item>;
    /// How many items are in it.
    fn len(&self) -> usize;
    /// The items, for pictures; in the order in which they would be taken, if that is easily told.
    fn iter(&self) -> impl Iterator<Item = &Self::Item>;
    /// Whether no item is in it.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A queue: what was put first comes out first. Python's `queue.Queue`; [`BlockingQueue`] has the methods.
///
/// ```
/// use primitives::{Queue, Thread};
///
/// let orders = Queue::bounded(2).named("orders");
/// Thread::scope(|s| {
///     s.spawn("waiter", || {
///         (1..=3).for_each(|order| orders.put(order).unwrap());
///         orders.shutdown();
///     });
///     s.spawn("cook", || {
///         let mut cooked = Vec::new();
///         while let Ok(order) = orders.get() {
///             cooked.push(order);
///             orders.task_done().unwrap();
///         }
///         assert_eq!(cooked, [1, 2, 3]);
///     });
/// });
/// orders.join();
/// ```
pub type Queue<T> = BlockingQueue<Fifo<T>>;

/// A stack: what was put last comes out first. Python's `queue.LifoQueue`; [`BlockingQueue`] has the methods.
///
/// ```
/// let plates = primitives::LifoQueue::unbounded();
/// plates.put("lower").unwrap();
/// plates.put("upper").unwrap();
/// assert_eq!(plates.get(), Ok("upper"));
/// ```
pub type LifoQueue<T> = BlockingQueue<Lifo<T>>;

/// A queue in which the smallest comes out first; equals in any order. Python's `queue.PriorityQueue`;
/// [`BlockingQueue`] has the methods.
///
/// ```
/// let patients = primitives::PriorityQueue::unbounded();
/// patients.put((2, "a cold")).unwrap();
/// patients.put((1, "a broken leg")).unwrap();
/// assert_eq!(patients.get(), Ok((1, "a broken leg")));
/// ```
pub type PriorityQueue<T> = BlockingQueue<Heap<T>>;

/// The store of a [`Queue`].
#[derive(Debug)]
pub struct Fifo<T>(VecDeque<T>);

/// The store of a [`LifoQueue`].
#[derive(Debug)]
pub struct Lifo<T>(Vec<T>);

/// The store of a [`PriorityQueue`].
#[derive(Debug)]
pub struct Heap<T>(BinaryHeap<Reverse<T>>);

impl<T> Store for Fifo<T> {
    type Item = T;
    const EMPTY: Fifo<T> = Fifo(VecDeque::new());

    fn push(&mut self, item: T) {
        self.0.push_back(item);
    }

    fn pop(&mut self) -> Option<T> {
        self.0.pop_front()
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.iter()
    }
}

impl<T> Store for Lifo<T> {
    type Item = T;
    const EMPTY: Lifo<T> = Lifo(Vec::new());
    const KIND: &'static str = "LifoQueue";

    fn push(&mut self, item: T) {
        self.0.push(item);
    }

    fn pop(&mut self) -> Option<T> {
        self.0.pop()
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.iter().rev()
    }
}

impl<T: Ord> Store for Heap<T> {
    type Item = T;
    const EMPTY: Heap<T> = Heap(BinaryHeap::new());
    const KIND: &'static str = "PriorityQueue";

    fn push(&mut self, item: T) {
        self.0.push(Reverse(item));
    }

    fn pop(&mut self) -> Option<T> {
        let Reverse(item) = self.0.pop()?;
        Some(item)
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn iter(&self) -> impl Iterator<Item = &T> {
        let mut items: Vec<&T> = self.0.iter().map(|Reverse(item)| item).collect();
        items.sort_unstable();
        items.into_iter()
    }
}
