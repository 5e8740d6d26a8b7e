//! One file a primitive.

#[path = "condition.rs"]
mod condition;
#[path = "event.rs"]
mod event;
#[path = "local.rs"]
mod local;
#[path = "lock.rs"]
mod lock;
#[path = "pool.rs"]
mod pool;
#[path = "queue.rs"]
mod queue;
#[path = "semaphore.rs"]
mod semaphore;
#[path = "thread.rs"]
mod thread;
#[path = "timer.rs"]
mod timer;
#[path = "workers.rs"]
mod workers;

use std::time::{Duration, Instant};

/// Short enough to be waited for in a test.
pub const SHORT: Duration = Duration::from_millis(2);

/// Calls `wait`, which must come back because of its time: not before it.
pub fn takes_at_least<R>(time: Duration, wait: impl FnOnce() -> R) -> R {
    let start = Instant::now();
    let result = wait();
    assert!(start.elapsed() >= time, "it waited for {:?} only", start.elapsed());
    result
}
