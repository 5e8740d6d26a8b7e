//! The rows of Python's `SimpleQueue`, and what stands for each.
//!
//! | Python                             | here                                  |
//! |------------------------------------|---------------------------------------|
//! | unbounded, in order                | `it_is_unbounded_and_keeps_the_order` |
//! | `get(block, timeout)`              | `get_waits_or_not_or_in_time`         |
//! | `put` is reentrant                 | `put_is_reentrant`                    |
//! | no `task_done`, `join`, `shutdown` | unrepresentable: it has none          |

use std::sync::Arc;
use std::time::Duration;

use primitives::{Instant, SimpleQueue, Thread};

use super::{SHORT, takes_at_least};

#[test]
fn it_is_unbounded_and_keeps_the_order() {
    let queue = SimpleQueue::new();
    (0..100).for_each(|n| queue.put(n));
    assert_eq!(queue.len(), 100);
    assert!((0..100).all(|n| queue.get() == n));
    assert!(queue.is_empty());
}

#[test]
fn get_waits_or_not_or_in_time() {
    let queue = SimpleQueue::<u32>::default();
    assert_eq!(queue.try_get(), None);
    assert_eq!(takes_at_least(SHORT, || queue.get_timeout(SHORT)), None);
    assert_eq!(queue.get_timeout(Duration::ZERO), None);
    assert_eq!(queue.get_until(Instant::now()), None);
    Thread::scope(|s| {
        s.spawn("producer", || (0..500).for_each(|n| queue.put(n)));
        (0..250).for_each(|n| assert_eq!(queue.get(), n));
        (250..500).for_each(|n| assert_eq!(queue.get_timeout(Duration::MAX), Some(n)));
    });
}

/// Python's `put` may be called again from within itself, by a `__del__` for example.
#[test]
fn put_is_reentrant() {
    struct Item(Arc<SimpleQueue<Item>>, u32);

    impl Drop for Item {
        fn drop(&mut self) {
            if self.1 > 0 {
                self.0.put(Item(Arc::clone(&self.0), self.1 - 1));
            }
        }
    }

    let queue = Arc::new(SimpleQueue::new());
    queue.put(Item(Arc::clone(&queue), 2));
    let taken = std::iter::from_fn(|| queue.try_get()).map(drop).count();
    assert_eq!(taken, 3);
}

#[test]
fn a_thread_that_panics_takes_its_item_and_nothing_else() {
    let queue = SimpleQueue::new();
    (1..=3).for_each(|n| queue.put(n));
    Thread::scope(|s| {
        let lost = s.spawn("lost", || -> u32 { panic!("as the test wants it, with {}", queue.get()) });
        assert!(lost.join().is_err());
        s.spawn("other", || assert_eq!([queue.get(), queue.get()], [2, 3]));
    });
    assert_eq!(queue.try_get(), None);
}
