//! Helpers for the usual: a list of work for a few threads, and a thread between two queues.
//!
//! What is taken from a queue is always answered: by a result, or by what the work panicked with; and reported as
//! done once, after that. So nothing is lost, and who joins the work queue finds all results in the other.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;

use crate::platform::Payload;
use crate::queue::{Queue, ShutDown};
use crate::scope::ScopedThread;
use crate::thread::Thread;

/// Calls `work` for every item, in `threads` threads (none: one for each item), and returns what came of each, in
/// the order of the items: the result, or what it panicked with. Waits until all is done.
///
/// ```
/// use primitives::do_threaded_work;
///
/// let pages = ["index", "", "about"];
/// let lengths = do_threaded_work(pages, Some(2), |page| {
///     assert!(!page.is_empty(), "a page without a name");
///     page.len()
/// });
/// assert_eq!(*lengths[0].as_ref().unwrap(), 5);
/// assert!(lengths[1].is_err());
/// assert_eq!(*lengths[2].as_ref().unwrap(), 5);
/// ```
///
/// # Panics
/// When `threads` is 0, or the system cannot start them.
#[track_caller]
pub fn do_threaded_work<I: Send, T: Send>(
    items: impl IntoIterator<Item = I>,
    threads: Option<usize>,
    work: impl Fn(I) -> T + Sync,
) -> Vec<Result<T, Payload>> {
    assert!(threads != Some(0), "work needs one thread or more");
    let items: Vec<I> = items.into_iter().collect();
    let count = items.len();
    let queue = Queue::unbounded();
    for item in items.into_iter().enumerate() {
        assert!(queue.put(item).is_ok(), "it is shut down below");
    }
    // All is in it before a thread looks: one that finds it empty has nothing to wait for.
    queue.shutdown();
    let take_all = || {
        let mut done = Vec::new();
        while let Ok((number, item)) = queue.get() {
            done.push((number, catch_unwind(AssertUnwindSafe(|| work(item)))));
        }
        done
    };
    let mut results: Vec<(usize, Result<T, Payload>)> = Thread::scope(|s| {
        let start = |number| s.spawn(&format!("worker {number}"), take_all);
        let threads: Vec<_> = (1..=threads.unwrap_or(count).min(count)).map(start).collect();
        let join = |thread: ScopedThread<'_, '_, _>| thread.join().unwrap_or_else(|p| resume_unwind(p));
        threads.into_iter().flat_map(join).collect()
    });
    results.sort_unstable_by_key(|(number, _)| *number);
    results.into_iter().map(|(_, result)| result).collect()
}

/// When a [`ThreadedWorker`] ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkUntil {
    /// When it finds no work: all work must be in the queue before.
    Empty,
    /// When the work queue was shut down, and is empty.
    ShutDown,
}

/// A thread that takes work from a queue and puts what came of it into another.
///
/// ```
/// use std::sync::Arc;
/// use primitives::{Queue, ThreadedWorker, WorkUntil};
///
/// let (work, results) = (Arc::new(Queue::unbounded()), Arc::new(Queue::unbounded()));
/// let spawn = |name| ThreadedWorker::spawn(name, &work, &results, |n: i32| n * n, WorkUntil::ShutDown);
/// let workers = ["A", "B", "C"].map(spawn);
/// (1..=9).for_each(|n| work.put(n).unwrap());
/// work.join();
/// assert_eq!(results.len(), 9);
/// work.shutdown();
/// let done: usize = workers.into_iter().map(|worker| worker.join().unwrap()).sum();
/// assert_eq!(done, 9);
/// ```
pub struct ThreadedWorker<T>(Thread<Result<usize, ShutDown<Result<T, Payload>>>>);

impl<T: Send + 'static> ThreadedWorker<T> {
    /// Starts it. For every item it takes from `work`, it puts what `f` returns, or panics with, into `results`
    /// (and waits while there is no room), and then reports the item as done.
    ///
    /// # Panics
    /// When the system cannot start another thread.
    #[track_caller]
    pub fn spawn<I: Send + 'static>(
        name: &str,
        work: &Arc<Queue<I>>,
        results: &Arc<Queue<Result<T, Payload>>>,
        mut f: impl FnMut(I) -> T + Send + 'static,
        until: WorkUntil,
    ) -> ThreadedWorker<T> {
        let (work, results) = (Arc::clone(work), Arc::clone(results));
        let run = move || {
            let next = || match until {
                WorkUntil::Empty => work.try_get().ok(),
                WorkUntil::ShutDown => work.get().ok(),
            };
            let mut done = 0;
            while let Some(item) = next() {
                let put = results.put(catch_unwind(AssertUnwindSafe(|| f(item))));
                work.task_done().expect("it was taken, and is reported once");
                put?;
                done += 1;
            }
            Ok(done)
        };
        ThreadedWorker(Thread::spawn(name, run))
    }

    /// Its thread's name.
    pub fn name(&self) -> &str {
        self.0.name()
    }

    /// Waits for its end; how many results it has put.
    ///
    /// # Errors
    /// With the result that the result queue did not take, since it was shut down: the worker ended then.
    ///
    /// # Panics
    /// When the worker itself calls this.
    #[track_caller]
    pub fn join(self) -> Result<usize, ShutDown<Result<T, Payload>>> {
        self.0.join().unwrap_or_else(|payload| resume_unwind(payload))
    }
}

impl<T> fmt::Debug for ThreadedWorker<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ThreadedWorker").field(&self.0.name()).finish()
    }
}
