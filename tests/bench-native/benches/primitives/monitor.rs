//! A value under a lock with two conditions, of three makes: what a semaphore, an event and a queue are made of by
//! hand where a library has none.

use std::collections::VecDeque;

/// Whom to tell of a change, after it: one or all who wait on a condition.
#[derive(Clone, Copy)]
pub(crate) enum Tell {
    One(usize),
    All(usize),
}

pub(crate) trait Monitor<T>: Send + Sync + 'static {
    fn new(value: T) -> Self;

    /// Waits on a condition until `step` gives something, and then tells somebody.
    fn until<R>(&self, condition: usize, step: impl FnMut(&mut T) -> Option<R>, tell: Option<Tell>) -> R;

    fn change<R>(&self, step: impl FnOnce(&mut T) -> R, tell: Option<Tell>) -> R {
        let mut step = Some(step);
        self.until(0, |value| step.take().map(|step| step(value)), tell)
    }
}

pub(crate) struct Ours<T>(primitives::Lock<T>, [primitives::Condition; 2]);
pub(crate) struct ParkingLot<T>(parking_lot::Mutex<T>, [parking_lot::Condvar; 2]);
pub(crate) struct Std<T>(std::sync::Mutex<T>, [std::sync::Condvar; 2]);

impl<T: Send + 'static> Monitor<T> for Ours<T> {
    fn new(value: T) -> Ours<T> {
        Ours(primitives::Lock::new(value), Default::default())
    }

    fn until<R>(&self, condition: usize, mut step: impl FnMut(&mut T) -> Option<R>, tell: Option<Tell>) -> R {
        let mut value = self.0.acquire();
        let result = loop {
            match step(&mut value) {
                Some(result) => break result,
                None => self.1[condition].wait(&mut value),
            }
        };
        match tell {
            Some(Tell::One(condition)) => self.1[condition].notify(&value),
            Some(Tell::All(condition)) => self.1[condition].notify_all(&value),
            None => {}
        }
        result
    }
}

impl<T: Send + 'static> Monitor<T> for ParkingLot<T> {
    fn new(value: T) -> ParkingLot<T> {
        ParkingLot(parking_lot::Mutex::new(value), Default::default())
    }

    fn until<R>(&self, condition: usize, mut step: impl FnMut(&mut T) -> Option<R>, tell: Option<Tell>) -> R {
        let mut value = self.0.lock();
        let result = loop {
            match step(&mut value) {
                Some(result) => break result,
                None => self.1[condition].wait(&mut value),
            }
        };
        drop(value);
        match tell {
            Some(Tell::One(condition)) => drop(self.1[condition].notify_one()),
            Some(Tell::All(condition)) => drop(self.1[condition].notify_all()),
            None => {}
        }
        result
    }
}

impl<T: Send + 'static> Monitor<T> for Std<T> {
    fn new(value: T) -> Std<T> {
        Std(std::sync::Mutex::new(value), Default::default())
    }

    fn until<R>(&self, condition: usize, mut step: impl FnMut(&mut T) -> Option<R>, tell: Option<Tell>) -> R {
        let mut value = self.0.lock().unwrap();
        let result = loop {
            match step(&mut value) {
                Some(result) => break result,
                None => value = self.1[condition].wait(value).unwrap(),
            }
        };
        drop(value);
        match tell {
            Some(Tell::One(condition)) => self.1[condition].notify_one(),
            Some(Tell::All(condition)) => self.1[condition].notify_all(),
            None => {}
        }
        result
    }
}

/// A semaphore by hand.
pub(crate) fn acquire(permits: &impl Monitor<u64>) {
    permits.until(0, |n| (*n > 0).then(|| *n -= 1), None);
}

pub(crate) fn release(permits: &impl Monitor<u64>) {
    permits.change(|n| *n += 1, Some(Tell::One(0)));
}

/// An event by hand.
pub(crate) fn wait(event: &impl Monitor<bool>) {
    event.until(0, |set| set.then_some(()), None);
}

pub(crate) fn set(event: &impl Monitor<bool>) {
    event.change(|set| *set = true, Some(Tell::All(0)));
}

pub(crate) fn clear(event: &impl Monitor<bool>) {
    event.change(|set| *set = false, None);
}

/// What a queue by hand is made of.
pub(crate) struct Items {
    items: VecDeque<u64>,
    capacity: usize,
}

impl Items {
    pub(crate) fn new(capacity: Option<usize>) -> Items {
        Items { items: VecDeque::new(), capacity: capacity.unwrap_or(usize::MAX) }
    }
}

pub(crate) fn put(queue: &impl Monitor<Items>, item: u64) {
    let room = |q: &mut Items| (q.items.len() < q.capacity).then(|| q.items.push_back(item));
    queue.until(1, room, Some(Tell::One(0)));
}

pub(crate) fn get(queue: &impl Monitor<Items>) -> u64 {
    queue.until(0, |q| q.items.pop_front(), Some(Tell::One(1)))
}
