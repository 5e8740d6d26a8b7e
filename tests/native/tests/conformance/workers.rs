use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use primitives::{Event, Queue, ThreadedWorker, WorkUntil, do_threaded_work, raw};

/// A number, or how it panicked.
fn outcome(result: &Result<i32, Box<dyn std::any::Any + Send>>) -> Result<i32, &str> {
    result.as_ref().copied().map_err(|payload| *payload.downcast_ref::<&str>().unwrap())
}

#[test]
fn do_threaded_work_keeps_the_order_and_drops_nothing() {
    for threads in [None, Some(1), Some(2), Some(100)] {
        let results = do_threaded_work(0..20, threads, |n| if n % 5 == 3 { panic!("no {n}") } else { n % 2 });
        assert_eq!(results.len(), 20);
        for (n, result) in (0..).zip(&results) {
            match result {
                Ok(value) => assert_eq!((*value, n % 5 == 3), (n % 2, false), "0 is a result as any other"),
                Err(payload) => assert_eq!(payload.downcast_ref(), Some(&format!("no {n}"))),
            }
        }
    }
}

#[test]
fn do_threaded_work_of_nothing_is_nothing() {
    assert!(do_threaded_work(Vec::<i32>::new(), None, |n| n).is_empty());
}

#[test]
fn do_threaded_work_borrows_and_uses_as_many_threads_as_it_is_told() {
    let arrived = raw::Semaphore::new(0);
    let all = Event::new();
    let (first, last) = (AtomicU32::new(0), "three");
    // Each waits for the other two: with fewer threads this would not end.
    let results = do_threaded_work(["one", "two", last], Some(3), |word| {
        if first.fetch_add(1, Ordering::Relaxed) == 0 {
            (0..2).for_each(|_| arrived.acquire());
            all.set();
        } else {
            arrived.release(1).unwrap();
            all.wait();
        }
        word.len()
    });
    assert_eq!(results.into_iter().map(Result::unwrap).sum::<usize>(), 11);
}

#[test]
#[should_panic = "work needs one thread or more"]
fn do_threaded_work_in_no_thread_is_an_error() {
    do_threaded_work([1], Some(0), |n| n);
}

#[test]
fn a_worker_answers_every_item_and_reports_it_done() {
    let (work, results) = (Arc::new(Queue::unbounded()), Arc::new(Queue::unbounded()));
    let f = |n: i32| if n == 3 { panic!("as the test wants it") } else { n };
    let workers =
        ["A", "B", "C"].map(|name| ThreadedWorker::spawn(name, &work, &results, f, WorkUntil::ShutDown));
    (0..9).for_each(|n| work.put(n).unwrap());
    work.join();
    let mut all: Vec<_> = (0..9).map(|_| results.try_get().expect("it is there after the join")).collect();
    all.sort_by_key(|result| outcome(result).unwrap_or(3));
    let expected = (0..9).map(|n| if n == 3 { Err("as the test wants it") } else { Ok(n) });
    assert!(all.iter().map(outcome).eq(expected));
    work.shutdown();
    assert_eq!(workers.into_iter().map(|worker| worker.join().unwrap()).sum::<usize>(), 9);
}

#[test]
fn a_worker_may_end_when_it_finds_no_work() {
    let (work, results) = (Arc::new(Queue::unbounded()), Arc::new(Queue::unbounded()));
    (0..3).for_each(|n| work.put(n).unwrap());
    let worker = ThreadedWorker::spawn("worker", &work, &results, |n: i32| n, WorkUntil::Empty);
    assert_eq!(worker.name(), "worker");
    assert_eq!(worker.join().unwrap(), 3);
    work.join();
}

#[test]
fn a_result_that_nobody_takes_comes_back() {
    let (work, results) = (Arc::new(Queue::unbounded()), Arc::new(Queue::unbounded()));
    (0..3).for_each(|n| work.put(n).unwrap());
    results.shutdown();
    let worker = ThreadedWorker::spawn("worker", &work, &results, |n: i32| n + 10, WorkUntil::Empty);
    assert_eq!(outcome(&worker.join().unwrap_err().0), Ok(10));
    assert_eq!(work.len(), 2, "the rest is still there");
}

#[test]
fn a_worker_waits_for_room_for_its_results() {
    let (work, results) = (Arc::new(Queue::unbounded()), Arc::new(Queue::bounded(1)));
    (0..5).for_each(|n| work.put(n).unwrap());
    let worker = ThreadedWorker::spawn("worker", &work, &results, |n: i32| n, WorkUntil::Empty);
    assert!((0..5).all(|n| outcome(&results.get().unwrap()) == Ok(n)));
    assert_eq!(worker.join().unwrap(), 5);
}
