//! Models of Queue.

use std::time::Duration;

use super::primitives::{Queue, Thread, Var};
use crate::{Model, outcome};

pub(crate) const MODELS: &[Model] = &[
    Model::new("an_item_hands_over", "what was done before the put is seen after the get", an_item_hands_over)
        .bounded(3),
    Model::new("a_place_for_one", "a bounded queue keeps the order, and loses nothing", a_place_for_one).bounded(3),
    Model::new("two_take_one_each", "an item goes to one of two, and each gets one", two_take_one_each).bounded(3),
    Model::new("join_waits_for_the_work", "until the last task_done; its work is seen", join_waits_for_the_work)
        .bounded(3),
    Model::new("a_timed_get_ends", "with the item or without it", a_timed_get_ends)
        .bounded(4)
        .finds(&["empty", "got it"]),
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

fn a_timed_get_ends() {
    let queue = Queue::unbounded();
    let got = Thread::scope(|s| {
        s.spawn("cook", || queue.put(7).unwrap());
        queue.get_timeout(Duration::from_secs(1))
    });
    outcome(if got.is_ok() { "got it" } else { "empty" });
    assert_eq!(queue.len(), usize::from(got.is_err()));
}
