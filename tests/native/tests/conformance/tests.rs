//! One file a primitive.

#[path = "barrier.rs"]
mod barrier;
#[path = "condition.rs"]
mod condition;
#[path = "event.rs"]
mod event;
#[path = "lifo.rs"]
mod lifo;
#[path = "local.rs"]
mod local;
#[path = "lock.rs"]
mod lock;
#[path = "pool.rs"]
mod pool;
#[path = "priority.rs"]
mod priority;
#[path = "queue.rs"]
mod queue;
#[path = "ring.rs"]
mod ring;
#[path = "rlock.rs"]
mod rlock;
#[path = "semaphore.rs"]
mod semaphore;
#[path = "simple.rs"]
mod simple;
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

/// What a panic said.
pub fn message(panic: &(dyn std::any::Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or(panic.downcast_ref().copied()).expect("a panic says something")
}
