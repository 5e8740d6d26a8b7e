//! What Python's primitives do, asked of ours on real threads.
//!
//! Each test holds in every order in which the threads may run; no test waits for a time to pass to be sure that
//! another thread is asleep. What needs a certain order is tested where orders are chosen: under the stepper
//! and under loom.

extern crate primitives_native as primitives;

mod lock_api;
mod logging;
mod rows;
mod tests;

/// The sizes that are promised, in bytes.
#[test]
fn sizes() {
    use std::mem::size_of;
    assert_eq!(size_of::<primitives::raw::Lock>(), 4);
    assert_eq!(size_of::<primitives::Lock<u32>>(), 8);
    assert_eq!(size_of::<primitives::raw::RLock>(), 16);
    assert_eq!(size_of::<primitives::RLock<u64>>(), 24);
    assert_eq!(size_of::<primitives::Event>(), 4);
    assert_eq!(size_of::<primitives::raw::Semaphore>(), 8);
    assert_eq!(size_of::<primitives::Semaphore>(), 8);
    assert_eq!(size_of::<primitives::raw::BoundedSemaphore>(), 16);
    assert_eq!(size_of::<primitives::Condition>(), 2 * size_of::<usize>());
    assert_eq!(size_of::<primitives::Var<u32>>(), 8);
}
