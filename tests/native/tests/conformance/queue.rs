use std::time::Duration;

use primitives::{Empty, Full, Queue, Thread};

use super::{SHORT, takes_at_least};

#[test]
fn what_is_put_first_comes_out_first() {
    let queue = Queue::unbounded();
    (0..100).for_each(|n| queue.put(n));
    assert_eq!(queue.len(), 100);
    assert!((0..100).all(|n| queue.get() == n));
    assert!(queue.is_empty());
    assert_eq!(queue.maxsize(), None);
}

#[test]
fn put_blocks_while_it_is_full_and_get_while_it_is_empty() {
    let queue = Queue::bounded(1);
    let sum = |s: u32| (1..=1_000).map(|n| n * s).sum::<u32>();
    Thread::scope(|s| {
        for factor in [1, 2] {
            let queue = &queue;
            s.spawn("producer", move || (1..=1_000).for_each(|n| queue.put(n * factor)));
        }
        let consumers = ["A", "B"].map(|c| s.spawn(c, || (0..1_000).map(|_| queue.get()).sum::<u32>()));
        let got: u32 = consumers.into_iter().map(|c| c.join().unwrap()).sum();
        assert_eq!(got, sum(1) + sum(2));
    });
}

#[test]
fn try_put_into_a_full_queue_brings_the_item_back() {
    let queue = Queue::bounded(1);
    assert_eq!(queue.try_put("a"), Ok(()));
    assert!(queue.is_full());
    assert_eq!(queue.try_put("b"), Err(Full("b")));
    assert_eq!(takes_at_least(SHORT, || queue.put_timeout("c", SHORT)), Err(Full("c")));
    assert_eq!(queue.put_timeout("d", Duration::ZERO), Err(Full("d")));
    assert_eq!(queue.get(), "a");
    assert_eq!(queue.put_timeout("e", Duration::ZERO), Ok(()));
}

#[test]
fn try_get_from_an_empty_queue_is_an_error() {
    let queue = Queue::<u32>::bounded(1);
    assert_eq!(queue.try_get(), Err(Empty));
    assert_eq!(takes_at_least(SHORT, || queue.get_timeout(SHORT)), Err(Empty));
    assert_eq!(queue.get_timeout(Duration::ZERO), Err(Empty));
    queue.put(1);
    assert_eq!(queue.get_timeout(Duration::ZERO), Ok(1));
}

#[test]
fn timed_forms_wait_for_one_another() {
    let queue = Queue::bounded(1);
    Thread::scope(|s| {
        s.spawn("producer", || (0..500).for_each(|n| queue.put_timeout(n, Duration::MAX).unwrap()));
        s.spawn("consumer", || (0..500).for_each(|n| assert_eq!(queue.get_timeout(Duration::MAX), Ok(n))));
    });
}

#[test]
fn a_queue_without_room_is_refused() {
    assert!(std::panic::catch_unwind(|| Queue::<u32>::bounded(0)).is_err());
    assert_eq!(Queue::<u32>::bounded(3).maxsize(), Some(3));
}

#[test]
fn join_returns_when_every_item_is_done() {
    let queue = Queue::unbounded();
    queue.join();
    Thread::scope(|s| {
        (0..100).for_each(|n| queue.put(n));
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
}

#[test]
fn task_done_too_often_is_an_error() {
    let queue = Queue::unbounded();
    queue.put(());
    queue.task_done().unwrap();
    let error = queue.task_done().unwrap_err();
    assert_eq!(error.to_string(), "task_done() called too many times");
}

#[test]
fn it_may_move_after_it_was_used() {
    let queue = Queue::bounded(1);
    assert_eq!(queue.get_timeout(Duration::ZERO), Err(Empty));
    queue.put(1);
    assert!(queue.put_timeout(2, Duration::ZERO).is_err());
    let moved = Box::new(queue);
    assert!(moved.put_timeout(2, Duration::ZERO).is_err());
    assert_eq!(moved.get(), 1);
    assert_eq!(moved.get_timeout(Duration::ZERO), Err(Empty));
}
