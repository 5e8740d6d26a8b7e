//! Models of ThreadPool.

use std::sync::Arc;

use super::primitives::{PoolError, Thread, ThreadPool, Var, do_threaded_work};
use crate::{Model, outcome};

pub(crate) const MODELS: &[Model] = &[
    Model::new("a_result_hands_over", "what the task did is seen after a get", a_result_hands_over).bounded(3),
    Model::new("ready_may_be_asked", "and hands over as a get does", ready_may_be_asked).bounded(3).finds(&["no", "yes"]),
    Model::new("a_closed_pool_does_what_is_left", "join waits for it, and sees it", a_closed_pool_does_what_is_left).bounded(3),
    Model::new("a_close_against_an_apply", "the task is refused, or done", a_close_against_an_apply).bounded(2).finds(&["done", "refused"]),
    Model::new("a_terminated_pool_keeps_its_promises", "a task is done or dropped; who waits for it goes on", a_terminated_pool_keeps_its_promises).bounded(3).finds(&["done", "dropped"]),
    Model::new("a_map_comes_together", "from two threads, in order", a_map_comes_together).bounded(1),
    Model::new("results_come_one_by_one", "in order, whichever is done first", results_come_one_by_one).bounded(1),
    Model::new("work_is_done_once", "do_threaded_work: by one of two threads", work_is_done_once).bounded(3),
];

fn a_result_hands_over() {
    let x = Arc::new(Var::new(0));
    let theirs = Arc::clone(&x);
    let pool = ThreadPool::new(1);
    let result = pool.apply_async(move || {
        theirs.set(1);
        vec![42]
    });
    assert_eq!(result.expect("the pool runs").get(), [42]);
    assert_eq!(x.get(), 1, "what the task did is not seen");
}

fn ready_may_be_asked() {
    let pool = ThreadPool::new(1);
    let result = pool.apply_async(|| vec![42]).expect("the pool runs");
    Thread::sleep(std::time::Duration::ZERO); // the others go on until they sleep
    outcome(if result.ready() { "yes" } else { "no" });
    assert_eq!(result.get(), [42]);
}

fn a_closed_pool_does_what_is_left() {
    let x = Arc::new(Var::new(0));
    let theirs = Arc::clone(&x);
    let pool = ThreadPool::new(1);
    pool.apply_async(move || theirs.set(1)).expect("the pool runs");
    assert_eq!(pool.join(), Err(PoolError::StillRunning));
    pool.close();
    pool.join().expect("the pool is closed");
    assert_eq!(x.get(), 1, "the pool ended before its task");
}

fn a_close_against_an_apply() {
    let pool = Arc::new(ThreadPool::new(1));
    let theirs = Arc::clone(&pool);
    let closer = Thread::spawn("closer", move || theirs.close());
    match pool.apply_async(|| 42) {
        Ok(result) => {
            assert_eq!(result.get(), 42);
            outcome("done");
        }
        Err(error) => {
            assert_eq!(error, PoolError::NotRunning);
            outcome("refused");
        }
    }
    closer.join().expect("the closer is well");
}

fn a_terminated_pool_keeps_its_promises() {
    let pool = ThreadPool::new(1);
    let result = pool.apply_async(|| 42).expect("the pool runs");
    pool.terminate();
    outcome(match result.join() {
        Ok(value) => {
            assert_eq!(value, 42);
            "done"
        }
        Err(_) => "dropped",
    });
    pool.join().expect("the pool is closed");
}

fn a_map_comes_together() {
    let pool = ThreadPool::new(2);
    assert_eq!(pool.map(|n| n * n, [1, 2]).expect("the pool runs"), [1, 4], "not all, or not in order");
}

fn results_come_one_by_one() {
    let pool = ThreadPool::new(2);
    let results = pool.imap(|n| n * n, [1, 2]).expect("the pool runs");
    assert_eq!(results.collect::<Vec<_>>(), [1, 4], "not all, or not in order");
}

fn work_is_done_once() {
    let results = do_threaded_work([1, 2], Some(2), |n| n * n);
    let values: Vec<i32> = results.into_iter().map(|result| result.expect("it does not panic")).collect();
    assert_eq!(values, [1, 4], "not all, or not in order");
}
