//! The ring itself: slots for items, each with a stamp that says whose turn it is. Nobody ever sleeps here.
//!
//! Items are numbered; `tail` is twice the number of the next item to be put, `head` of the next to be taken.
//! Item n has slot n modulo the number of slots. That slot's stamp is
//!
//! | stamp            | means                                  | changed by                                  |
//! |------------------|----------------------------------------|---------------------------------------------|
//! | 2n               | free for item n                        | who moved `tail` past 2n: writes, then 2n+1 |
//! | 2n + 1           | holds item n                           | who moved `head` past 2n: reads, then 2(n + slots) |
//!
//! `tail` is odd once the ring was shut; it does not move any more then.
//!
//! Invariant: head <= tail <= head + 2 slots. Only the thread that moved `tail` or `head` past an item touches
//! its slot, until it changes the stamp.
//!
//! Memory ordering: a stamp is written with Release and read with Acquire, so the item goes with it, in both
//! directions. `head` and `tail` move by read-modify-writes with Acquire and Release, so that who sees one of
//! them sees at least as much of the other as the invariant needs: a slot that is neither free nor holds its item
//! is one in which another thread is at work just now.

use std::mem::MaybeUninit;
use std::sync::atomic::Ordering::{AcqRel, Acquire, Relaxed, Release};

use crossbeam_utils::CachePadded;

use crate::platform::{Backoff, Cell, Reads, WideWord};

/// From the number of an item to that of the next, as they are written in stamps, `head` and `tail`.
pub(super) const ONE: u64 = 2;
pub(super) const SHUT: u64 = 1;
const HEAD: Reads<u64> = &[(!SHUT, None, "taken")];
const TAIL: Reads<u64> = &[(!SHUT, None, "put"), (SHUT, Some(SHUT), "shut")];
const STAMP: Reads<u64> = &[(1, Some(0), "slot-free"), (1, Some(1), "slot-full"), (!1, None, "item")];

pub(super) struct Slots<T> {
    pub(super) head: CachePadded<WideWord>,
    pub(super) tail: CachePadded<WideWord>,
    slots: Box<[Slot<T>]>,
}

struct Slot<T> {
    stamp: WideWord,
    item: Cell<MaybeUninit<T>>,
}

// SAFETY: a slot's cell is touched by one thread at a time, as its stamp says; each item comes from one thread
// and goes to one thread.
unsafe impl<T: Send> Sync for Slots<T> {}
// SAFETY: whoever owns the slots owns the items.
unsafe impl<T: Send> Send for Slots<T> {}

/// The ring was shut, and is empty if it was asked for an item.
pub(super) struct Shut;

/// An item's place, for the thread that may write or read it.
#[must_use = "the place stays taken until it is used"]
pub(super) struct Place(u64);

impl<T> Slots<T> {
    pub(super) fn new(room: usize) -> Slots<T> {
        let free = |n| Slot {
            stamp: WideWord::new(ONE * n as u64).reads(STAMP),
            item: Cell::new(MaybeUninit::uninit()),
        };
        Slots {
            head: CachePadded::new(WideWord::new(0).reads(HEAD)),
            tail: CachePadded::new(WideWord::new(0).reads(TAIL)),
            slots: (0..room).map(free).collect(),
        }
    }

    pub(super) fn room(&self) -> usize {
        self.slots.len()
    }

    /// What all slots add to an item's number, for the next item in the same slot.
    pub(super) fn lap(&self) -> u64 {
        ONE * self.slots.len() as u64
    }

    fn index(&self, number: u64) -> usize {
        let (n, slots) = (number / ONE, self.slots.len() as u64);
        // A division takes longer than all the rest of a put.
        (if slots.is_power_of_two() { n & (slots - 1) } else { n % slots }) as usize
    }

    fn slot(&self, number: u64) -> &Slot<T> {
        &self.slots[self.index(number)]
    }

    /// Reserves the place for the next item to be put; none when the ring is full.
    #[inline]
    pub(super) fn reserve(&self) -> Option<Result<Place, Shut>> {
        let mut tail = self.tail.load(Acquire);
        let mut backoff = Backoff::new();
        loop {
            if tail & SHUT != 0 {
                return Some(Err(Shut));
            }
            let slot = self.slot(tail);
            let stamp = slot.stamp.load(Acquire);
            if stamp >= tail {
                if stamp == tail && self.tail.compare_exchange(tail, tail + ONE, AcqRel, Relaxed).is_ok() {
                    return Some(Ok(Place(tail)));
                }
                backoff.pause(); // another thread was quicker
            } else {
                if self.head.load(Acquire) + self.lap() == tail {
                    return None;
                }
                slot.stamp.spin_while(stamp);
            }
            tail = self.tail.load(Acquire);
        }
    }

    /// Writes the item into the place that was reserved for it.
    #[inline]
    pub(super) fn fill(&self, place: Place, item: T) {
        let slot = self.slot(place.0);
        // SAFETY: the place was reserved by this thread, and the stamp keeps all others away until we change it.
        slot.item.with_mut(|memory| unsafe { (*memory).write(item) });
        slot.stamp.store(place.0 + 1, Release);
    }

    /// Claims the oldest item; none when the ring is empty.
    #[inline]
    pub(super) fn claim(&self) -> Option<Result<Place, Shut>> {
        let mut head = self.head.load(Acquire);
        let mut backoff = Backoff::new();
        loop {
            let slot = self.slot(head);
            let stamp = slot.stamp.load(Acquire);
            if stamp > head {
                if stamp == head + 1 && self.head.compare_exchange(head, head + ONE, AcqRel, Relaxed).is_ok()
                {
                    return Some(Ok(Place(head)));
                }
                backoff.pause(); // another thread was quicker
            } else {
                let tail = self.tail.load(Acquire);
                if tail & !SHUT == head {
                    return if tail == head { None } else { Some(Err(Shut)) };
                }
                slot.stamp.spin_while(stamp);
            }
            head = self.head.load(Acquire);
        }
    }

    /// Reads the item from the place that was claimed.
    #[inline]
    pub(super) fn take(&self, place: Place) -> T {
        let slot = self.slot(place.0);
        // SAFETY: the place was claimed by this thread after its stamp said that it holds an item; nobody else
        // reads it, and the stamp keeps the next writer away until we change it.
        let item = slot.item.with_mut(|memory| unsafe { (*memory).assume_init_read() });
        slot.stamp.store(place.0 + self.lap(), Release);
        item
    }

    /// Lets nothing be put any more.
    pub(super) fn shut(&self) {
        let mut tail = self.tail.load(Relaxed);
        while tail & SHUT == 0 {
            match self.tail.compare_exchange(tail, tail | SHUT, AcqRel, Relaxed) {
                Ok(_) => return,
                Err(now) => tail = now,
            }
        }
    }

    /// Takes all items out of a ring that is shut.
    pub(super) fn drain(&self) -> Vec<T> {
        let tail = self.tail.load(Acquire) & !SHUT;
        let mut head = self.head.load(Acquire);
        while head != tail {
            match self.head.compare_exchange(head, tail, AcqRel, Acquire) {
                Ok(_) => break,
                Err(now) => head = now,
            }
        }
        let claimed = (head..tail).step_by(ONE as usize);
        let take = |number| {
            self.slot(number).stamp.spin_while(number);
            self.take(Place(number))
        };
        claimed.map(take).collect()
    }

    /// The items that are in their slots, for a picture.
    pub(super) fn look(&self) -> impl Iterator<Item = &T> {
        let numbers = (self.head.peek()..self.tail.peek() & !SHUT).step_by(ONE as usize);
        let held = numbers.filter(|&number| self.slot(number).stamp.peek() == number + 1);
        // SAFETY: the stamp says that the slot holds an item and `head` that nobody has claimed it. In an
        // execution, where alone there are pictures, no other thread runs while one is drawn.
        held.map(|number| unsafe { (*self.slot(number).item.peek()).assume_init_ref() })
    }

    /// How many items were ever put, for a picture.
    pub(super) fn look_at_puts(&self) -> u64 {
        self.tail.peek() / ONE
    }
}

impl<T> Drop for Slots<T> {
    fn drop(&mut self) {
        let tail = self.tail.unshared() & !SHUT;
        for number in (self.head.unshared()..tail).step_by(ONE as usize) {
            let index = self.index(number);
            let slot = &mut self.slots[index];
            if slot.stamp.unshared() == number + 1 {
                // SAFETY: the stamp says that the slot holds an item, and it is looked at only once.
                unsafe { slot.item.get_mut().assume_init_drop() }
            }
        }
    }
}
