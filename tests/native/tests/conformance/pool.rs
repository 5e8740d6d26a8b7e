//! The rows of Python's `ThreadPool` and `AsyncResult`, and what stands for each.
//!
//! | Python                          | here                                                                           |
//! |---------------------------------|--------------------------------------------------------------------------------|
//! | `Pool(0)`                       | `pool_of_zero_is_an_error`; negative is unrepresentable                        |
//! | `apply`                         | `apply_brings_the_result`, `apply_raises_the_panic_in_the_caller`              |
//! | `apply_async`                   | `apply_async_does_not_wait`                                                    |
//! | `callback`, `error_callback`    | `a_callback_comes_before_the_result`, `a_callback_that_panics_changes_nothing` |
//! | `map`, `map_async`              | `map_keeps_the_order`, `map_raises_a_panic_when_all_is_done`                   |
//! | `starmap`                       | `starmap_is_map_of_tuples`                                                     |
//! | `imap`                          | `imap_gives_results_in_order_as_they_come`, `imap_raises_a_panic_at_its_turn`  |
//! | `imap_unordered`                | `imap_unordered_gives_what_comes_first`                                        |
//! | `get(timeout)`: TimeoutError    | `get_has_a_timeout`                                                            |
//! | `wait`, `ready`                 | `wait_and_ready_tell_of_the_end`                                               |
//! | `successful()` before `ready()` | `successful_before_ready_is_an_error`                                          |
//! | `close`, then a task            | `after_close_the_pool_is_not_running`                                          |
//! | `join` before `close`           | `join_before_close_is_an_error`, `a_task_that_joins_its_pool_is_told_so`       |
//! | `terminate`                     | `terminate_drops_what_nobody_began`                                            |
//! | `with Pool() as pool:`          | `a_dropped_pool_is_terminated`, `a_closed_pool_may_be_dropped`                 |

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use primitives::{AsyncResult, Event, NotReady, PoolError, Thread, ThreadPool};

use super::{SHORT, takes_at_least};

/// What `f` panics with.
fn panic_of<R>(f: impl FnOnce() -> R) -> String {
    let payload = catch_unwind(AssertUnwindSafe(f)).err().expect("it panics");
    let text = payload.downcast_ref::<&str>().map(|s| (*s).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).expect("it panics with words")
}

/// A pool of one thread that is busy until the event is set.
fn busy() -> (ThreadPool, Arc<Event>, AsyncResult<()>) {
    let pool = ThreadPool::new(1);
    let (begun, go) = (Arc::new(Event::new()), Arc::new(Event::new()));
    let (begins, goes) = (Arc::clone(&begun), Arc::clone(&go));
    let result = pool.apply_async(move || {
        begins.set();
        goes.wait();
    });
    begun.wait();
    (pool, go, result.unwrap())
}

#[test]
fn pool_of_zero_is_an_error() {
    assert_eq!(panic_of(|| ThreadPool::new(0)), "Number of processes must be at least 1");
}

#[test]
fn apply_brings_the_result() {
    let pool = ThreadPool::new(2);
    let here = Thread::current();
    let (value, there) = pool.apply(|| (20 + 22, Thread::current())).unwrap();
    assert_eq!(value, 42);
    assert_ne!(here, there);
    assert!(there.is_daemon());
}

#[test]
fn apply_raises_the_panic_in_the_caller() {
    let pool = ThreadPool::new(1);
    assert_eq!(panic_of(|| pool.apply(|| panic!("as the test wants it"))), "as the test wants it");
    assert_eq!(pool.apply(|| 1), Ok(1), "the pool goes on");
}

#[test]
fn apply_async_does_not_wait() {
    let (pool, go, first) = busy();
    let second = pool.apply_async(|| 2).unwrap();
    assert!(!second.ready());
    go.set();
    assert_eq!(second.get(), 2);
    first.get();
}

#[test]
fn get_has_a_timeout() {
    let (pool, go, _) = busy();
    let result = pool.apply_async(|| 1).unwrap();
    let late = takes_at_least(SHORT, || result.get_timeout(SHORT)).unwrap_err();
    let late = late.0.get_timeout(Duration::ZERO).unwrap_err();
    go.set();
    assert_eq!(late.0.get_timeout(Duration::MAX).unwrap(), 1, "centuries are for ever");
}

#[test]
fn wait_and_ready_tell_of_the_end() {
    let (_pool, go, result) = busy();
    assert!(!result.wait_timeout(Duration::ZERO));
    assert!(!takes_at_least(SHORT, || result.wait_timeout(SHORT)));
    assert!(!result.ready());
    go.set();
    result.wait();
    assert!(result.ready() && result.wait_timeout(Duration::ZERO));
}

#[test]
fn successful_before_ready_is_an_error() {
    let (pool, go, first) = busy();
    assert_eq!(first.successful(), Err(NotReady));
    assert_eq!(NotReady.to_string(), "not ready");
    let fails = pool.apply_async(|| panic!("as the test wants it")).unwrap();
    go.set();
    first.wait();
    fails.wait();
    assert_eq!((first.successful(), fails.successful()), (Ok(true), Ok(false)));
    assert!(fails.join().is_err());
}

#[test]
fn a_callback_comes_before_the_result() {
    let pool = ThreadPool::new(2);
    let log = Arc::new(Mutex::new(Vec::new()));
    let (good, bad) = (Arc::clone(&log), Arc::clone(&log));
    let error = |_: &Box<dyn std::any::Any + Send>| unreachable!("it does not panic");
    pool.apply_async_with(|| 1, move |n| good.lock().unwrap().push(format!("value {n}")), error)
        .unwrap()
        .wait();
    let tell = move |p: &Box<dyn std::any::Any + Send>| {
        bad.lock().unwrap().push(format!("error {}", p.downcast_ref::<&str>().unwrap()));
    };
    let result = pool.apply_async_with(|| panic!("2"), |_: &()| unreachable!("it panics"), tell).unwrap();
    assert!(result.join().is_err());
    assert_eq!(*log.lock().unwrap(), ["value 1", "error 2"]);
    let sum = Arc::new(AtomicU32::new(0));
    let add = Arc::clone(&sum);
    let whole = move |all: &Vec<u32>| add.store(all.iter().sum(), Ordering::Relaxed);
    pool.map_async_with(|n| n, 0..10, whole, |_| ()).unwrap().wait();
    assert_eq!(sum.load(Ordering::Relaxed), 45);
}

#[test]
fn a_callback_that_panics_changes_nothing() {
    let pool = ThreadPool::new(1);
    let result = pool.apply_async_with(|| 1, |_| panic!("as the test wants it"), |_| ()).unwrap();
    assert_eq!((result.get(), pool.apply(|| 2)), (1, Ok(2)));
}

#[test]
fn map_keeps_the_order() {
    let pool = ThreadPool::new(3);
    for many in [0, 1, 2, 11, 12, 13, 100] {
        let squares: Vec<u64> = (0..many).map(|n| n * n).collect();
        assert_eq!(pool.map(|n| n * n, 0..many).unwrap(), squares);
        assert_eq!(pool.map_async(|n| n * n, 0..many).unwrap().get(), squares);
    }
}

#[test]
fn starmap_is_map_of_tuples() {
    assert_eq!(ThreadPool::new(2).map(|(a, b)| a * b, [(1, 2), (3, 4)]).unwrap(), [2, 12]);
}

#[test]
fn map_raises_a_panic_when_all_is_done() {
    let pool = ThreadPool::new(2);
    let done = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&done);
    let odd = move |n| {
        assert_ne!(n, 3, "as the test wants it");
        count.fetch_add(1, Ordering::Relaxed);
    };
    assert!(panic_of(|| pool.map(odd, 0..8)).contains("as the test wants it"));
    assert_eq!(done.load(Ordering::Relaxed), 7);
}

#[test]
fn imap_gives_results_in_order_as_they_come() {
    let pool = ThreadPool::new(2);
    let go = Arc::new(Event::new());
    let goes = Arc::clone(&go);
    let wait_for_two = move |n| {
        if n == 2 {
            goes.wait();
        }
        n
    };
    let mut results = pool.imap(wait_for_two, 0..5).unwrap();
    assert_eq!((results.next(), results.next(), results.len()), (Some(0), Some(1), 3));
    go.set();
    assert_eq!(results.collect::<Vec<_>>(), [2, 3, 4]);
}

#[test]
fn imap_unordered_gives_what_comes_first() {
    let pool = ThreadPool::new(2);
    let go = Arc::new(Event::new());
    let goes = Arc::clone(&go);
    let first_is_last = move |n| {
        if n == 0 {
            goes.wait();
        }
        n
    };
    let mut results = pool.imap_unordered(first_is_last, 0..4).unwrap();
    assert_eq!(results.by_ref().take(3).collect::<Vec<_>>(), [1, 2, 3]);
    go.set();
    assert_eq!((results.next(), results.next()), (Some(0), None));
}

#[test]
fn imap_raises_a_panic_at_its_turn() {
    let pool = ThreadPool::new(2);
    let mut results = pool.imap(|n| assert_ne!(n, 1, "as the test wants it"), 0..3).unwrap();
    assert_eq!(results.next(), Some(()));
    assert!(panic_of(|| results.next()).contains("as the test wants it"));
    assert_eq!((results.next(), results.next()), (Some(()), None));
}

#[test]
fn after_close_the_pool_is_not_running() {
    let (pool, go, first) = busy();
    let second = pool.apply_async(|| 2).unwrap();
    pool.close();
    pool.close();
    assert_eq!(pool.apply(|| ()).unwrap_err().to_string(), "Pool not running");
    assert_eq!(pool.apply_async(|| ()).unwrap_err(), PoolError::NotRunning);
    assert_eq!(pool.map(|n| n, [1]).unwrap_err(), PoolError::NotRunning);
    assert_eq!(pool.imap(|n| n, [1]).err(), Some(PoolError::NotRunning));
    go.set();
    pool.join().unwrap();
    pool.join().unwrap();
    assert!(first.ready());
    assert_eq!(second.get(), 2, "what was given is done");
}

#[test]
fn join_before_close_is_an_error() {
    let pool = ThreadPool::new(1);
    assert_eq!(pool.join().unwrap_err().to_string(), "Pool is still running");
    pool.close();
    pool.join().unwrap();
}

#[test]
fn terminate_drops_what_nobody_began() {
    let (pool, go, first) = busy();
    let ran = Arc::new(AtomicU32::new(0));
    let runs = Arc::clone(&ran);
    let count = move || runs.fetch_add(1, Ordering::Relaxed);
    let second = pool.apply_async(count.clone()).unwrap();
    let many = pool.map_async(move |_| count(), 0..10).unwrap();
    let mut one_by_one = pool.imap(|n| n, 0..2).unwrap();
    pool.terminate();
    pool.terminate();
    let dropped = "the pool was terminated before it did this";
    assert_eq!(second.successful(), Ok(false));
    assert_eq!(panic_of(|| second.get()), dropped);
    assert_eq!(panic_of(|| many.get()), dropped);
    assert_eq!(panic_of(|| one_by_one.next()), dropped);
    go.set();
    pool.join().unwrap();
    assert_eq!(first.successful(), Ok(true), "what was begun is done");
    assert_eq!(ran.load(Ordering::Relaxed), 0);
}

#[test]
fn a_dropped_pool_is_terminated() {
    let (pool, go, first) = busy();
    let second = pool.apply_async(|| ()).unwrap();
    drop(pool);
    assert!(second.join().is_err());
    go.set();
    first.get();
}

#[test]
fn a_closed_pool_may_be_dropped() {
    let (pool, go, _) = busy();
    let second = pool.apply_async(|| 2).unwrap();
    pool.close();
    drop(pool);
    go.set();
    assert_eq!(second.get(), 2);
}

#[test]
fn a_task_that_joins_its_pool_is_told_so() {
    let pool = Arc::new(ThreadPool::new(1));
    let theirs = Arc::clone(&pool);
    let closed = Arc::new(Event::new());
    let told = Arc::clone(&closed);
    let result = pool.apply_async(move || {
        told.wait();
        theirs.join()
    });
    pool.close();
    closed.set();
    assert_eq!(result.unwrap().get(), Err(PoolError::JoinsItself));
}
