//! Many tasks at once, whose results come one after the other.

use std::collections::BTreeMap;
use std::fmt;
use std::panic::resume_unwind;
use std::sync::Arc;

use super::result::TERMINATED;
use super::{Came, PoolError, ThreadPool};
use crate::queue::SimpleQueue;

impl ThreadPool {
    /// Lets the pool call `f` for every item, and gives the results one after the other, in the order of the items,
    /// each as soon as it is there. A panic of `f` goes on where its result is taken. (Python takes the items
    /// while it works; here they are taken first.)
    ///
    /// # Errors
    /// [`PoolError::NotRunning`] when the pool is closed.
    ///
    /// ```
    /// let pool = primitives::ThreadPool::new(2);
    /// let mut halves = pool.imap(|n| n / 2, [2, 4, 6]).unwrap();
    /// assert_eq!(halves.next(), Some(1));
    /// assert_eq!(halves.sum::<i32>(), 2 + 3);
    /// ```
    #[track_caller]
    pub fn imap<I: Send + 'static, T: Send + 'static>(
        &self,
        f: impl Fn(I) -> T + Send + Sync + 'static,
        items: impl IntoIterator<Item = I>,
    ) -> Result<Results<T>, PoolError> {
        self.one_by_one(true, f, items)
    }

    /// As [`ThreadPool::imap`], in the order in which the results come.
    ///
    /// # Errors
    /// [`PoolError::NotRunning`] when the pool is closed.
    #[track_caller]
    pub fn imap_unordered<I: Send + 'static, T: Send + 'static>(
        &self,
        f: impl Fn(I) -> T + Send + Sync + 'static,
        items: impl IntoIterator<Item = I>,
    ) -> Result<Results<T>, PoolError> {
        self.one_by_one(false, f, items)
    }

    #[track_caller]
    fn one_by_one<I: Send + 'static, T: Send + 'static>(
        &self,
        in_order: bool,
        f: impl Fn(I) -> T + Send + Sync + 'static,
        items: impl IntoIterator<Item = I>,
    ) -> Result<Results<T>, PoolError> {
        let items: Vec<I> = items.into_iter().collect();
        let _call = self.shared.object.call(if in_order { "imap" } else { "imap_unordered" });
        let (f, came) = (Arc::new(f), Arc::new(SimpleQueue::new()));
        self.shared.object.name_part(&came.object, "results");
        let left = items.len();
        for (number, item) in items.into_iter().enumerate() {
            let (f, there) = (Arc::clone(&f), Arc::clone(&came));
            self.submit(move || f(item), move |came| there.put((number, came)))?;
        }
        Ok(Results { came, early: BTreeMap::new(), next: 0, left, in_order })
    }
}

/// Results of a pool, as they come. See [`ThreadPool::imap`].
pub struct Results<T> {
    came: Arc<SimpleQueue<(usize, Came<T>)>>,
    /// Those that came before their turn.
    early: BTreeMap<usize, Came<T>>,
    next: usize,
    left: usize,
    in_order: bool,
}

impl<T> Iterator for Results<T> {
    type Item = T;

    /// Waits for the next result.
    ///
    /// # Panics
    /// With what its task panicked with; or when the pool was terminated before it began the task. The results after
    /// it can still be had.
    #[track_caller]
    fn next(&mut self) -> Option<T> {
        self.left = self.left.checked_sub(1)?;
        let came = loop {
            if let Some(came) = self.early.remove(&self.next) {
                break came;
            }
            let (number, came) = self.came.get();
            if number == self.next || !self.in_order {
                break came;
            }
            self.early.insert(number, came);
        };
        self.next += 1;
        match came {
            Some(Ok(value)) => Some(value),
            Some(Err(payload)) => resume_unwind(payload),
            None => panic!("{}", TERMINATED),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<T> ExactSizeIterator for Results<T> {}

impl<T> fmt::Debug for Results<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Results").field("left", &self.left).finish_non_exhaustive()
    }
}
