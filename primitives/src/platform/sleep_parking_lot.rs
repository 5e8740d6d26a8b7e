//! Sleeping on every other system: parking_lot_core's table of wait queues, keyed by address.

use std::ptr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

use parking_lot_core::{DEFAULT_PARK_TOKEN, DEFAULT_UNPARK_TOKEN, FilterOp, ParkResult};

/// Sleeps as long as the word is `expected`; false when the deadline has passed.
pub(super) fn wait(word: &AtomicU32, expected: u32, until: Option<Instant>) -> bool {
    let key = ptr::from_ref(word).addr();
    let unchanged = || word.load(Ordering::Relaxed) == expected;
    // SAFETY: the key is the address of memory that this library owns. `unchanged` neither panics nor calls
    // into parking_lot; the other two closures do nothing.
    let result =
        unsafe { parking_lot_core::park(key, unchanged, || {}, |_, _| {}, DEFAULT_PARK_TOKEN, until) };
    result != ParkResult::TimedOut
}

/// Wakes up to `n` threads that sleep on the word, in the order in which they went to sleep.
pub(super) fn wake(word: &AtomicU32, n: u32) {
    let key = ptr::from_ref(word).addr();
    let mut left = n;
    let next = |_| {
        if left == 0 {
            return FilterOp::Stop;
        }
        left -= 1;
        FilterOp::Unpark
    };
    // SAFETY: the key is the address of memory that this library owns. The closures neither panic nor call
    // into parking_lot.
    unsafe { parking_lot_core::unpark_filter(key, next, |_| DEFAULT_UNPARK_TOKEN) };
}
