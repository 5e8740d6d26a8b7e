//! The rows of Python's `Queue`, and what stands for each: of Queue, LifoQueue, PriorityQueue and RingQueue where they are
//! alike.
//!
//! | Python                                     | here                                                                         |
//! |--------------------------------------------|------------------------------------------------------------------------------|
//! | `Queue(maxsize=0)`: no limit               | `what_is_put_first_comes_out_first`, `a_queue_without_room_is_refused`       |
//! | `maxsize`, changed in use                  | `maxsize_may_be_changed_while_in_use`, `a_larger_maxsize_wakes_blocked_puts` |
//! | `put(x)`, `get()`                          | `put_blocks_while_it_is_full_and_get_while_it_is_empty`                      |
//! | `put(x, False)`, `put(x, timeout=t)`: Full | `put_into_a_full_queue_is_full_at_once_or_in_time_and_brings_the_item_back`  |
//! | `put(x, timeout=-1)`                       | unrepresentable: a `Duration` is not negative                                |
//! | `put(x, False, t)` ignores t               | unrepresentable: `try_put` takes no time                                     |
//! | a timeout too long to count                | `a_timeout_of_centuries_is_for_ever`: saturates                              |
//! | `get(False)`, `get(timeout=t)`: Empty      | `get_from_an_empty_queue_is_empty_at_once_or_in_time`                        |
//! | `task_done()` too often                    | `task_done_too_often_is_an_error`                                            |
//! | `join()`                                   | `join_returns_when_nothing_is_unfinished`                                    |
//! | `qsize`, `empty`, `full`                   | `every_place_can_be_taken_and_taken_again`                                   |
//! | `shutdown()`: ShutDown                     | `after_a_shutdown_every_put_fails_at_once_and_gets_go_on_until_it_is_empty`  |
//! | `shutdown()` wakes who is blocked          | `a_shutdown_wakes_blocked_puts_and_gets`                                     |
//! | `shutdown(immediate=True)` drains          | `an_immediate_shutdown_drains_and_counts_the_drained_as_done`                |
//! | `join()` after it, with an item fetched    | `join_waits_after_an_immediate_shutdown_for_what_was_taken`                  |
//! | `shutdown()` again, then immediate         | `a_shutdown_may_be_repeated_and_become_immediate`                            |
//! | `_put`, `_get` that raise                  | `a_store_that_panics_leaves_the_queue_usable`                                |

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use primitives::{BlockingQueue, GetError, Instant, PutError, Queue, ShutDown, Store, Thread};

use super::{SHORT, takes_at_least};

/// What all of them promise, whatever comes out first.
macro_rules! alike {
    ($kind:ident, $Queue:ident) => {
        mod $kind {
            use super::*;
            use primitives::$Queue;

            #[test]
            fn put_blocks_while_it_is_full_and_get_while_it_is_empty() {
                let queue = $Queue::bounded(1);
                Thread::scope(|s| {
                    for factor in [1, 2] {
                        let queue = &queue;
                        s.spawn("producer", move || (1..=1_000).for_each(|n| queue.put(n * factor).unwrap()));
                    }
                    let consumer = || (0..1_000).map(|_| queue.get().unwrap()).sum::<u32>();
                    let consumers = ["A", "B"].map(|c| s.spawn(c, consumer));
                    let got: u32 = consumers.into_iter().map(|c| c.join().unwrap()).sum();
                    assert_eq!(got, 3 * (1..=1_000).sum::<u32>());
                });
            }

            #[test]
            fn put_into_a_full_queue_is_full_at_once_or_in_time_and_brings_the_item_back() {
                let queue = $Queue::bounded(1);
                assert_eq!(queue.try_put("a"), Ok(()));
                assert!(queue.is_full());
                assert_eq!(queue.try_put("b"), Err(PutError::Full("b")));
                assert_eq!(takes_at_least(SHORT, || queue.put_timeout("c", SHORT)), Err(PutError::Full("c")));
                let until = Instant::now() + SHORT;
                assert_eq!(queue.put_until("d", until), Err(PutError::Full("d")));
                assert!(Instant::now() >= until);
                assert_eq!(queue.put_timeout("e", Duration::ZERO), Err(PutError::Full("e")));
                assert_eq!(queue.put_until("f", Instant::now()).unwrap_err().into_inner(), "f");
                assert_eq!(queue.get(), Ok("a"));
                assert_eq!(queue.put_timeout("g", Duration::ZERO), Ok(()));
                assert_eq!((queue.len(), queue.is_empty()), (1, false));
            }

            #[test]
            fn get_from_an_empty_queue_is_empty_at_once_or_in_time() {
                let queue = $Queue::<u32>::bounded(1);
                assert_eq!(queue.try_get(), Err(GetError::Empty));
                assert_eq!(takes_at_least(SHORT, || queue.get_timeout(SHORT)), Err(GetError::Empty));
                let until = Instant::now() + SHORT;
                assert_eq!(queue.get_until(until), Err(GetError::Empty));
                assert!(Instant::now() >= until);
                assert_eq!(queue.get_timeout(Duration::ZERO), Err(GetError::Empty));
                assert_eq!((queue.len(), queue.is_empty(), queue.is_full()), (0, true, false));
                queue.put(1).unwrap();
                assert_eq!(queue.get_timeout(Duration::ZERO), Ok(1));
                assert_eq!(queue.get_until(Instant::now()), Err(GetError::Empty));
            }

            #[test]
            fn a_timeout_of_centuries_is_for_ever() {
                let queue = $Queue::bounded(1);
                Thread::scope(|s| {
                    let put = |n| queue.put_timeout(n, Duration::MAX).unwrap();
                    s.spawn("producer", move || (0..500).for_each(put));
                    let get = |n| assert_eq!(queue.get_timeout(Duration::from_secs(1 << 40)), Ok(n));
                    s.spawn("consumer", move || (0..500).for_each(get));
                });
                assert!(!queue.join_timeout(Duration::ZERO));
                (0..500).for_each(|_| queue.task_done().unwrap());
                assert!(queue.join_timeout(Duration::MAX));
            }

            #[test]
            fn a_queue_without_room_is_refused() {
                assert!(catch_unwind(|| $Queue::<u32>::bounded(0)).is_err());
                assert_eq!($Queue::<u32>::bounded(3).maxsize(), Some(3));
            }

            #[test]
            fn every_place_can_be_taken_and_taken_again() {
                for room in 1..=9 {
                    let queue = $Queue::bounded(room);
                    for round in 0..20 {
                        (0..room).for_each(|n| queue.put(round * room + n).unwrap());
                        assert_eq!((queue.len(), queue.is_full()), (room, true));
                        assert!(queue.try_put(0).is_err());
                        let mut got: Vec<usize> = (0..room).map(|_| queue.try_get().unwrap()).collect();
                        got.sort_unstable();
                        assert!(got.iter().copied().eq(round * room..(round + 1) * room));
                        assert!(queue.try_get().is_err());
                    }
                }
            }

            #[test]
            fn join_returns_when_nothing_is_unfinished() {
                let queue = $Queue::bounded(100);
                queue.join();
                Thread::scope(|s| {
                    (0..100).for_each(|n| queue.put(n).unwrap());
                    assert!(!takes_at_least(SHORT, || queue.join_timeout(SHORT)));
                    for worker in ["A", "B"] {
                        s.spawn(worker, || {
                            while queue.try_get().is_ok() {
                                queue.task_done().unwrap();
                            }
                        });
                    }
                    queue.join();
                    assert!(queue.is_empty());
                });
                assert!(queue.join_timeout(Duration::ZERO));
            }

            #[test]
            fn task_done_too_often_is_an_error() {
                let queue = $Queue::bounded(1);
                assert!(queue.task_done().is_err());
                queue.put(()).unwrap();
                queue.task_done().unwrap(); // it need not have been taken: only the number counts
                let error = queue.task_done().unwrap_err();
                assert_eq!(error.to_string(), "task_done() called too many times");
                queue.get().unwrap();
                queue.join();
            }

            #[test]
            fn a_thread_that_panics_between_get_and_task_done_keeps_join_waiting() {
                let queue = $Queue::bounded(2);
                queue.put(1).unwrap();
                queue.put(2).unwrap();
                let worker = catch_unwind(AssertUnwindSafe(|| {
                    let n = queue.get().unwrap();
                    std::panic::resume_unwind(Box::new(n));
                }));
                assert!(worker.is_err());
                // The queue works on, and knows that one piece of work was not done.
                queue.get().unwrap();
                queue.task_done().unwrap();
                assert!(!queue.join_timeout(Duration::ZERO));
                queue.task_done().unwrap();
                queue.join();
            }

            #[test]
            fn after_a_shutdown_every_put_fails_at_once_and_gets_go_on_until_it_is_empty() {
                let queue = $Queue::bounded(2);
                queue.put("a").unwrap();
                assert!(!queue.is_shut_down());
                queue.shutdown();
                assert!(queue.is_shut_down());
                assert_eq!(queue.put("b"), Err(ShutDown("b")));
                assert_eq!(queue.try_put("c"), Err(PutError::ShutDown("c")));
                assert_eq!(queue.put_timeout("d", Duration::MAX), Err(PutError::ShutDown("d")));
                assert_eq!(queue.put_until("e", Instant::now()), Err(PutError::ShutDown("e")));
                assert_eq!((queue.len(), queue.is_full()), (1, false));
                assert_eq!(queue.get(), Ok("a"));
                assert_eq!(queue.get(), Err(ShutDown(())));
                assert_eq!(queue.try_get(), Err(GetError::ShutDown));
                assert_eq!(queue.get_timeout(Duration::MAX), Err(GetError::ShutDown));
                assert_eq!(queue.get_until(Instant::now()), Err(GetError::ShutDown));
                assert_eq!(queue.get().unwrap_err().to_string(), "the queue was shut down");
            }

            #[test]
            fn a_full_queue_that_was_shut_down_refuses_a_put_as_shut_down() {
                let queue = $Queue::bounded(1);
                queue.put(1).unwrap();
                queue.shutdown();
                assert_eq!(queue.try_put(2), Err(PutError::ShutDown(2)));
                assert!(queue.is_full());
            }

            #[test]
            fn a_shutdown_wakes_blocked_puts_and_gets() {
                for now in [false, true] {
                    let (full, empty) = ($Queue::bounded(1), $Queue::<u32>::bounded(1));
                    full.put(0).unwrap();
                    Thread::scope(|s| {
                        let puts = ["A", "B"].map(|p| s.spawn(p, || full.put(1)));
                        let gets = ["C", "D"].map(|g| s.spawn(g, || empty.get_timeout(Duration::MAX)));
                        let close = if now { $Queue::shutdown_now } else { $Queue::shutdown };
                        close(&full);
                        close(&empty);
                        assert!(puts.into_iter().all(|put| put.join().unwrap() == Err(ShutDown(1))));
                        assert!(gets.into_iter().all(|get| get.join().unwrap() == Err(GetError::ShutDown)));
                    });
                }
            }

            #[test]
            fn an_immediate_shutdown_drains_and_counts_the_drained_as_done() {
                let queue = $Queue::bounded(3);
                (0..3).for_each(|n| queue.put(n).unwrap());
                queue.shutdown_now();
                assert_eq!((queue.len(), queue.is_empty(), queue.is_full()), (0, true, false));
                queue.join();
                assert_eq!(queue.get(), Err(ShutDown(())));
                assert!(queue.task_done().is_err());
            }

            #[test]
            fn join_waits_after_an_immediate_shutdown_for_what_was_taken() {
                let queue = $Queue::bounded(3);
                (0..3).for_each(|n| queue.put(n).unwrap());
                queue.get().unwrap();
                queue.shutdown_now();
                assert!(!queue.join_timeout(SHORT));
                Thread::scope(|s| {
                    s.spawn("joins", || queue.join());
                    queue.task_done().unwrap();
                });
                assert!(queue.task_done().is_err());
            }

            #[test]
            fn an_immediate_shutdown_counts_no_item_as_done_twice() {
                let queue = $Queue::bounded(2);
                queue.put(1).unwrap();
                queue.put(2).unwrap();
                queue.task_done().unwrap();
                queue.shutdown_now();
                queue.join();
                assert!(queue.task_done().is_err());
            }

            #[test]
            fn a_shutdown_may_be_repeated_and_become_immediate() {
                let queue = $Queue::bounded(2);
                queue.put(1).unwrap();
                queue.shutdown();
                queue.shutdown();
                assert_eq!((queue.len(), queue.join_timeout(Duration::ZERO)), (1, false));
                queue.shutdown_now();
                queue.shutdown_now();
                queue.shutdown();
                assert!(queue.is_empty());
                queue.join();
            }

            #[test]
            fn what_is_left_is_dropped_with_the_queue_or_by_an_immediate_shutdown() {
                let item = Arc::new(());
                let queue = $Queue::bounded(3);
                (0..3).for_each(|_| queue.put(item.clone()).unwrap());
                drop(queue.get());
                assert_eq!(Arc::strong_count(&item), 3);
                drop(queue);
                assert_eq!(Arc::strong_count(&item), 1);
                let queue = $Queue::bounded(3);
                (0..3).for_each(|_| queue.put(item.clone()).unwrap());
                queue.shutdown_now();
                assert_eq!(Arc::strong_count(&item), 1);
            }

            #[test]
            fn it_may_move_after_it_was_used() {
                let queue = $Queue::bounded(1);
                assert_eq!(queue.get_timeout(Duration::ZERO), Err(GetError::Empty));
                queue.put(1).unwrap();
                assert!(queue.put_timeout(2, Duration::ZERO).is_err());
                let moved = Box::new(queue);
                assert!(moved.put_timeout(2, Duration::ZERO).is_err());
                assert_eq!(moved.get(), Ok(1));
                assert_eq!(moved.get_timeout(Duration::ZERO), Err(GetError::Empty));
            }
        }
    };
}

alike!(fifo, Queue);
alike!(lifo, LifoQueue);
alike!(priority, PriorityQueue);
alike!(ring, RingQueue);

#[test]
fn what_is_put_first_comes_out_first() {
    let queue = Queue::unbounded();
    (0..100).for_each(|n| queue.put(n).unwrap());
    assert_eq!((queue.len(), queue.is_full(), queue.maxsize()), (100, false, None));
    assert!((0..100).all(|n| queue.get() == Ok(n)));
    assert!(Queue::<u32>::default().is_empty());
}

#[test]
fn maxsize_may_be_changed_while_in_use() {
    let queue = Queue::bounded(1);
    queue.put(1).unwrap();
    queue.set_maxsize(Some(2));
    queue.try_put(2).unwrap();
    assert!(queue.is_full());
    queue.set_maxsize(None);
    queue.try_put(3).unwrap();
    // What is in it stays, and nothing more is let in.
    queue.set_maxsize(Some(1));
    assert_eq!((queue.len(), queue.is_full(), queue.maxsize()), (3, true, Some(1)));
    (1..=3).for_each(|n| assert_eq!(queue.get(), Ok(n)));
    assert!(catch_unwind(AssertUnwindSafe(|| queue.set_maxsize(Some(0)))).is_err());
    assert_eq!(queue.maxsize(), Some(1));
}

#[test]
fn a_larger_maxsize_wakes_blocked_puts() {
    let queue = Queue::bounded(1);
    queue.put(0).unwrap();
    Thread::scope(|s| {
        for cook in ["A", "B"] {
            s.spawn(cook, || queue.put(1).unwrap());
        }
        queue.set_maxsize(Some(3));
    });
    assert_eq!(queue.len(), 3);
}

/// Python's FailingQueueTest: `_put` and `_get` that raise leave the queue as it was, and usable.
#[test]
fn a_store_that_panics_leaves_the_queue_usable() {
    struct Fragile(Vec<u32>);

    impl Store for Fragile {
        type Item = u32;
        const EMPTY: Fragile = Fragile(Vec::new());

        fn push(&mut self, item: u32) {
            assert_ne!(item, 13, "unlucky");
            self.0.push(item);
        }

        fn pop(&mut self) -> Option<u32> {
            assert_ne!(self.0.last(), Some(&14), "unlucky");
            self.0.pop()
        }

        fn len(&self) -> usize {
            self.0.len()
        }

        fn iter(&self) -> impl Iterator<Item = &u32> {
            self.0.iter()
        }
    }

    let queue = BlockingQueue::<Fragile>::bounded(2);
    assert!(catch_unwind(AssertUnwindSafe(|| queue.put(13))).is_err());
    assert!(queue.is_empty());
    queue.join(); // it counted no work
    queue.put(1).unwrap();
    queue.put(14).unwrap();
    assert!(catch_unwind(AssertUnwindSafe(|| queue.get())).is_err());
    assert_eq!(queue.try_put(2), Err(PutError::Full(2)));
    queue.shutdown_now();
    assert!(queue.join_timeout(Duration::ZERO));
}

#[test]
fn an_item_that_uses_its_queue_when_it_is_dropped_may() {
    struct Item(Arc<Queue<Item>>);

    impl Drop for Item {
        fn drop(&mut self) {
            assert!(self.0.is_empty() && self.0.is_shut_down());
        }
    }

    let queue = Arc::new(Queue::unbounded());
    (0..2).for_each(|_| queue.put(Item(Arc::clone(&queue))).unwrap());
    queue.shutdown_now();
    assert_eq!(Arc::strong_count(&queue), 1);
}
