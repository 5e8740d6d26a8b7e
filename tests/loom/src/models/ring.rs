//! Models of RingQueue.

use std::time::Duration;

use super::primitives::{GetError, RingQueue, ShutDown, Thread, Var};
use crate::{Model, outcome};

pub(crate) const MODELS: &[Model] = &[
    Model::new("an_item_hands_over", "what was done before the put is seen after the get", an_item_hands_over),
    Model::new("a_place_hands_over", "and before a get, after the put that it made room for", a_place_hands_over),
    Model::new("a_place_for_one", "one place: keeps the order, and loses nothing", a_place_for_one).bounded(2),
    Model::new("two_places", "two places: the same, once around", two_places).bounded(2),
    Model::new("two_put_into_one_place", "two put, one gets, one place", two_put_into_one_place).bounded(1),
    Model::new("two_put_into_two_places", "two put, one gets, two places", two_put_into_two_places).bounded(1),
    Model::new("two_get_from_one_place", "one puts, two get, one place", two_get_from_one_place).bounded(1),
    Model::new("two_get_from_two_places", "one puts, two get, two places", two_get_from_two_places).bounded(1),
    Model::new("two_try_for_one", "an item goes to one of two, and to one it does", two_try_for_one).bounded(4),
    Model::new("room_that_is_there_is_found", "after a get a try_put does not find it full", room_that_is_there_is_found)
        .bounded(4),
    Model::new("a_timed_get_ends", "with the item or without it", a_timed_get_ends).finds(&["empty", "got it"]),
    Model::new("a_timed_put_ends", "with the item put or not", a_timed_put_ends).finds(&["full", "put it"]),
    Model::new("a_timed_get_leaves_the_item_to_another", "who gives up takes no wake-up away", a_timed_get_leaves)
        .bounded(1),
    Model::new("a_shutdown_ends_a_get", "blocked or not, it says so", a_shutdown_ends_a_get),
    Model::new("a_shutdown_ends_a_put", "blocked or not, the item comes back", a_shutdown_ends_a_put),
    Model::new("a_shutdown_leaves_what_was_put", "a put works and is got, or fails", a_shutdown_leaves_what_was_put)
        .bounded(3)
        .finds(&["put", "shut down"]),
    Model::new("an_immediate_shutdown_drains", "an item is got or dropped, and join ends", an_immediate_shutdown_drains)
        .bounded(3)
        .finds(&["dropped", "got"]),
    Model::new(
        "an_immediate_shutdown_waits_for_a_put",
        "that has begun: it is dropped, or refused",
        an_immediate_shutdown_waits_for_a_put,
    )
    .bounded(4)
    .finds(&["put", "shut down"]),
    Model::new("join_waits_for_the_work", "until the last task_done; its work is seen", join_waits_for_the_work)
        .bounded(4),
    Model::new("two_report_their_work", "both count, and the last ends the join", two_report_their_work).bounded(2),
];

fn an_item_hands_over() {
    let x = Var::new(0);
    let queue = RingQueue::bounded(1);
    Thread::scope(|s| {
        s.spawn("cook", || {
            x.set(1);
            queue.put("order").unwrap();
        });
        assert_eq!(queue.get(), Ok("order"));
        assert_eq!(x.get(), 1, "what was done before the put is not seen");
    });
}

fn a_place_hands_over() {
    let x = Var::new(0);
    let queue = RingQueue::bounded(1);
    queue.put(1).unwrap();
    Thread::scope(|s| {
        s.spawn("waiter", || {
            x.set(1);
            assert_eq!(queue.get(), Ok(1));
        });
        queue.put(2).unwrap();
        assert_eq!(x.get(), 1, "what was done before the get is not seen");
    });
    assert_eq!(queue.get(), Ok(2));
}

fn a_place_for_one() {
    in_order(1, 2);
}

fn two_places() {
    in_order(2, 3);
}

fn in_order(places: usize, items: u32) {
    let queue = RingQueue::bounded(places);
    Thread::scope(|s| {
        s.spawn("cook", || (1..=items).for_each(|order| queue.put(order).unwrap()));
        (1..=items).for_each(|order| assert_eq!(queue.get(), Ok(order)));
    });
    assert!(queue.is_empty());
}

fn two_put_into_one_place() {
    two_put(1);
}

fn two_put_into_two_places() {
    two_put(2);
}

fn two_put(places: usize) {
    let queue = RingQueue::bounded(places);
    let sum = Thread::scope(|s| {
        s.spawn("A", || queue.put(1).unwrap());
        s.spawn("B", || queue.put(2).unwrap());
        queue.get().unwrap() + queue.get().unwrap()
    });
    assert_eq!((sum, queue.len()), (3, 0));
}

fn two_get_from_one_place() {
    let queue = RingQueue::bounded(1);
    queue.put(1).unwrap();
    let sum = Thread::scope(|s| {
        let a = s.spawn("A", || queue.get().unwrap());
        let b = s.spawn("B", || queue.get().unwrap());
        queue.put(2).unwrap();
        a.join().expect("A is well") + b.join().expect("B is well")
    });
    assert_eq!((sum, queue.len()), (3, 0));
}

fn two_get_from_two_places() {
    let queue = RingQueue::bounded(2);
    let sum = Thread::scope(|s| {
        let a = s.spawn("A", || queue.get().unwrap());
        let b = s.spawn("B", || queue.get().unwrap());
        queue.put(1).unwrap();
        queue.put(2).unwrap();
        a.join().expect("A is well") + b.join().expect("B is well")
    });
    assert_eq!((sum, queue.len()), (3, 0));
}

fn two_try_for_one() {
    let queue = RingQueue::bounded(2);
    queue.put(7).unwrap();
    let got = Thread::scope(|s| {
        let a = s.spawn("A", || queue.try_get());
        let b = queue.try_get();
        [a.join().expect("A is well"), b]
    });
    assert!(got == [Ok(7), Err(GetError::Empty)] || got == [Err(GetError::Empty), Ok(7)], "{got:?}");
}

fn room_that_is_there_is_found() {
    let queue = RingQueue::bounded(2);
    queue.put(1).unwrap();
    queue.put(2).unwrap();
    Thread::scope(|s| {
        s.spawn("A", || assert!(queue.try_get().is_ok()));
        assert!(queue.try_get().is_ok());
        assert!(queue.try_put(3).is_ok(), "there is room, and it was not found");
    });
    assert_eq!(queue.len(), 1);
}

fn a_timed_get_ends() {
    let queue = RingQueue::bounded(1);
    let got = Thread::scope(|s| {
        s.spawn("cook", || queue.put(7).unwrap());
        queue.get_timeout(Duration::from_secs(1))
    });
    outcome(if got.is_ok() { "got it" } else { "empty" });
    assert_eq!(queue.len(), usize::from(got.is_err()));
}

fn a_timed_put_ends() {
    let queue = RingQueue::bounded(1);
    queue.put(1).unwrap();
    let put = Thread::scope(|s| {
        s.spawn("waiter", || assert_eq!(queue.get(), Ok(1)));
        queue.put_timeout(2, Duration::from_secs(1))
    });
    outcome(if put.is_ok() { "put it" } else { "full" });
    assert_eq!(queue.len(), usize::from(put.is_ok()));
}

fn a_timed_get_leaves() {
    let queue = RingQueue::bounded(1);
    Thread::scope(|s| {
        let hasty = s.spawn("hasty", || queue.get_timeout(Duration::from_secs(1)).is_ok());
        let patient = s.spawn("patient", || queue.get().is_ok());
        queue.put(1).unwrap();
        if hasty.join().expect("it is well") {
            queue.put(2).unwrap();
        }
        assert!(patient.join().expect("it is well"));
    });
    assert!(queue.is_empty());
}

fn a_shutdown_ends_a_get() {
    let queue = RingQueue::<u32>::bounded(1);
    Thread::scope(|s| {
        s.spawn("waiter", || assert_eq!(queue.get(), Err(ShutDown(()))));
        queue.shutdown();
    });
}

fn a_shutdown_ends_a_put() {
    let queue = RingQueue::bounded(1);
    queue.put(1).unwrap();
    Thread::scope(|s| {
        s.spawn("cook", || assert_eq!(queue.put(2), Err(ShutDown(2))));
        queue.shutdown();
    });
    assert_eq!(queue.get(), Ok(1));
    assert_eq!(queue.get(), Err(ShutDown(())));
}

fn a_shutdown_leaves_what_was_put() {
    let queue = RingQueue::bounded(1);
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
    let queue = RingQueue::bounded(1);
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

fn an_immediate_shutdown_waits_for_a_put() {
    let queue = RingQueue::bounded(1);
    Thread::scope(|s| {
        s.spawn("cook", || outcome(if queue.put(7).is_ok() { "put" } else { "shut down" }));
        queue.shutdown_now();
        queue.join();
    });
    assert!(queue.is_empty());
}

fn join_waits_for_the_work() {
    let done = Var::new(0);
    let queue = RingQueue::bounded(1);
    queue.put(7).unwrap();
    Thread::scope(|s| {
        s.spawn("worker", || {
            let work = queue.get().unwrap();
            done.set(work);
            queue.task_done().expect("it was put once");
        });
        queue.join();
        assert_eq!(done.get(), 7, "joined before the work was done");
    });
}

fn two_report_their_work() {
    let queue = RingQueue::bounded(2);
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
        assert!(queue.is_empty());
    });
}
