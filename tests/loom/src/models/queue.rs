//! Models of Queue, LifoQueue, PriorityQueue and SimpleQueue.

use std::time::Duration;

use super::primitives::{LifoQueue, PriorityQueue, Queue, ShutDown, SimpleQueue, Thread, Var};
use crate::{Model, outcome};

pub(crate) const MODELS: &[Model] = &[
    Model::new("an_item_hands_over", "what was done before the put is seen after the get", an_item_hands_over)
        .bounded(3),
    Model::new("a_place_for_one", "a bounded queue keeps the order, and loses nothing", a_place_for_one).bounded(3),
    Model::new("two_put_into_one_place", "two put, one gets, one place", two_put_into_one_place).bounded(2),
    Model::new("a_woken_put_looks_again", "another may have taken its room", a_woken_put_looks_again).bounded(3),
    Model::new("two_take_one_each", "an item goes to one of two, and each gets one", two_take_one_each).bounded(3),
    Model::new("join_waits_for_the_work", "until the last task_done; its work is seen", join_waits_for_the_work)
        .bounded(3),
    Model::new("two_report_their_work", "both count, and the last ends the join", two_report_their_work).bounded(2),
    Model::new("a_timed_get_ends", "with the item or without it", a_timed_get_ends)
        .bounded(4)
        .finds(&["empty", "got it"]),
    Model::new("a_timed_put_ends", "with the item put or not", a_timed_put_ends)
        .bounded(4)
        .finds(&["full", "put it"]),
    Model::new("a_shutdown_ends_two_gets", "blocked or not, both say so", a_shutdown_ends_two_gets).bounded(2),
    Model::new("a_shutdown_ends_two_puts", "blocked or not, both items come back", a_shutdown_ends_two_puts)
        .bounded(2),
    Model::new("an_immediate_shutdown_ends_a_put", "and a join; nothing is left", an_immediate_shutdown_ends_a_put)
        .bounded(3)
        .finds(&["put", "shut down"]),
    Model::new("a_shutdown_leaves_what_was_put", "a put works and is got, or fails", a_shutdown_leaves_what_was_put)
        .bounded(2)
        .finds(&["put", "shut down"]),
    Model::new("an_immediate_shutdown_drains", "an item is got or dropped, and join ends", an_immediate_shutdown_drains)
        .bounded(2)
        .finds(&["dropped", "got"]),
    Model::new("a_larger_queue_has_room", "for a put that was blocked", a_larger_queue_has_room).bounded(3),
    Model::new("last_in_first_out", "a LifoQueue gives what was put last", last_in_first_out).bounded(2),
    Model::new("the_smallest_first", "a PriorityQueue gives the smallest", the_smallest_first).bounded(2),
    Model::new("a_simple_queue_hands_over", "as a Queue does, in order", a_simple_queue_hands_over).bounded(3),
];

fn an_item_hands_over() {
    let x = Var::new(0);
    let queue = Queue::unbounded();
    Thread::scope(|s| {
        s.spawn("cook", || {
            x.set(1);
            queue.put("order").unwrap();
        });
        assert_eq!(queue.get(), Ok("order"));
        assert_eq!(x.get(), 1, "what was done before the put is not seen");
    });
}

fn a_place_for_one() {
    let queue = Queue::bounded(1);
    Thread::scope(|s| {
        s.spawn("cook", || (1..=2).for_each(|order| queue.put(order).unwrap()));
        assert_eq!(queue.get(), Ok(1));
        assert_eq!(queue.get(), Ok(2));
    });
    assert!(queue.is_empty());
}

fn two_put_into_one_place() {
    let queue = Queue::bounded(1);
    let sum = Thread::scope(|s| {
        s.spawn("A", || queue.put(1).unwrap());
        s.spawn("B", || queue.put(2).unwrap());
        queue.get().unwrap() + queue.get().unwrap()
    });
    assert_eq!((sum, queue.len()), (3, 0));
}

fn a_woken_put_looks_again() {
    let queue = Queue::bounded(1);
    queue.put(1).unwrap();
    Thread::scope(|s| {
        s.spawn("cook", || queue.put(2).unwrap());
        assert_eq!(queue.get(), Ok(1));
        let overtook = queue.try_put(3).is_ok();
        assert!(queue.len() <= 1, "more items than there is room for");
        if overtook {
            assert!(queue.get().is_ok());
        }
    });
    assert_eq!(queue.len(), 1);
}

fn two_take_one_each() {
    let queue = Queue::unbounded();
    let sum = Thread::scope(|s| {
        let a = s.spawn("A", || queue.get().unwrap());
        let b = s.spawn("B", || queue.get().unwrap());
        queue.put(1).unwrap();
        queue.put(2).unwrap();
        a.join().expect("A is well") + b.join().expect("B is well")
    });
    assert_eq!(sum, 3);
}

fn join_waits_for_the_work() {
    let done = Var::new(0);
    let queue = Queue::unbounded();
    Thread::scope(|s| {
        s.spawn("worker", || {
            let work = queue.get().unwrap();
            done.set(work);
            queue.task_done().expect("it was put once");
        });
        queue.put(7).unwrap();
        queue.join();
        assert_eq!(done.get(), 7, "joined before the work was done");
    });
}

fn two_report_their_work() {
    let queue = Queue::unbounded();
    queue.put(1).unwrap();
    queue.put(2).unwrap();
    Thread::scope(|s| {
        for worker in ["A", "B"] {
            s.spawn(worker, || {
                assert!(queue.get().is_ok());
                queue.task_done().expect("both were put");
            });
        }
        queue.join();
        assert!(queue.is_empty(), "joined before the work was done");
    });
}

fn a_timed_get_ends() {
    let queue = Queue::unbounded();
    let got = Thread::scope(|s| {
        s.spawn("cook", || queue.put(7).unwrap());
        queue.get_timeout(Duration::from_secs(1))
    });
    outcome(if got.is_ok() { "got it" } else { "empty" });
    assert_eq!(queue.len(), usize::from(got.is_err()));
}

fn a_timed_put_ends() {
    let queue = Queue::bounded(1);
    queue.put(1).unwrap();
    let put = Thread::scope(|s| {
        s.spawn("waiter", || assert_eq!(queue.get(), Ok(1)));
        queue.put_timeout(2, Duration::from_secs(1))
    });
    outcome(if put.is_ok() { "put it" } else { "full" });
    assert_eq!(queue.len(), usize::from(put.is_ok()));
}

fn a_shutdown_ends_two_gets() {
    let queue = Queue::<u32>::unbounded();
    Thread::scope(|s| {
        for waiter in ["A", "B"] {
            s.spawn(waiter, || assert_eq!(queue.get(), Err(ShutDown(()))));
        }
        queue.shutdown();
    });
}

fn a_shutdown_ends_two_puts() {
    let queue = Queue::bounded(1);
    queue.put(1).unwrap();
    Thread::scope(|s| {
        for cook in ["A", "B"] {
            s.spawn(cook, || assert_eq!(queue.put(2), Err(ShutDown(2))));
        }
        queue.shutdown();
    });
    assert_eq!(queue.get(), Ok(1), "a shutdown dropped an item");
    assert_eq!(queue.get(), Err(ShutDown(())));
}

fn an_immediate_shutdown_ends_a_put() {
    let queue = Queue::bounded(1);
    Thread::scope(|s| {
        s.spawn("cook", || outcome(if queue.put(2).is_ok() { "put" } else { "shut down" }));
        queue.shutdown_now();
        queue.join();
    });
    assert!(queue.is_empty());
}

fn a_shutdown_leaves_what_was_put() {
    let queue = Queue::bounded(1);
    Thread::scope(|s| {
        let put = s.spawn("cook", || queue.put(7).is_ok());
        s.spawn("boss", || queue.shutdown());
        let got = queue.get().is_ok();
        let put = put.join().expect("the cook is well");
        assert_eq!(put, got);
        outcome(if put { "put" } else { "shut down" });
    });
}

fn an_immediate_shutdown_drains() {
    let queue = Queue::bounded(1);
    queue.put(7).unwrap();
    Thread::scope(|s| {
        s.spawn("cook", || {
            let got = queue.get().is_ok();
            outcome(if got { "got" } else { "dropped" });
            if got {
                queue.task_done().expect("it was put once");
            }
        });
        s.spawn("boss", || queue.shutdown_now());
        queue.join();
    });
    assert!(queue.is_empty());
    assert!(queue.task_done().is_err(), "an item is still unfinished");
}

fn a_larger_queue_has_room() {
    let queue = Queue::bounded(1);
    queue.put(1).unwrap();
    Thread::scope(|s| {
        s.spawn("cook", || queue.put(2).unwrap());
        queue.set_maxsize(Some(2));
    });
    assert_eq!(queue.len(), 2);
}

fn last_in_first_out() {
    let queue = LifoQueue::unbounded();
    Thread::scope(|s| {
        s.spawn("cook", || (1..=2).for_each(|n| queue.put(n).unwrap()));
        assert_eq!(queue.get().unwrap() + queue.get().unwrap(), 3);
    });
    (1..=3).for_each(|n| queue.put(n).unwrap());
    assert_eq!([(); 3].map(|()| queue.get().unwrap()), [3, 2, 1], "not the last first");
}

fn the_smallest_first() {
    let queue = PriorityQueue::unbounded();
    Thread::scope(|s| {
        s.spawn("cook", || queue.put(2).unwrap());
        queue.put(1).unwrap();
        assert_eq!(queue.get(), Ok(1), "not the smallest first");
        assert_eq!(queue.get(), Ok(2));
    });
    [3, 1, 2].into_iter().for_each(|n| queue.put(n).unwrap());
    assert_eq!([(); 3].map(|()| queue.get().unwrap()), [1, 2, 3], "not the smallest first");
}

fn a_simple_queue_hands_over() {
    let x = Var::new(0);
    let queue = SimpleQueue::new();
    Thread::scope(|s| {
        s.spawn("cook", || {
            x.set(1);
            queue.put("first");
            queue.put("second");
        });
        assert_eq!(queue.get(), "first", "not the first first");
        assert_eq!(x.get(), 1, "what was done before the put is not seen");
        assert_eq!(queue.get(), "second");
    });
}
