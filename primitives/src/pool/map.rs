//! Many tasks at once: all results together, or one after the other.

use std::collections::BTreeMap;
use std::fmt;
use std::panic::resume_unwind;
use std::sync::Arc;

use super::result::pair;
use super::{AsyncResult, Came, PoolError, ThreadPool};
use crate::lock::Lock;
use crate::platform::Payload;
use crate::queue::SimpleQueue;

impl ThreadPool {
    /// Lets the pool call `f` for every item, and waits for the results, which are in the order of the items.
    ///
    /// # Errors
    /// [`PoolError::NotRunning`] when the pool is closed.
    ///
    /// # Panics
    /// As [`ThreadPool::map_async`] says.
    #[track_caller]
    pub fn map<I: Send + 'static, T: Send + 'static>(
        &self,
        f: impl Fn(I) -> T + Send + Sync + 'static,
        items: impl IntoIterator<Item = I>,
    ) -> Result<Vec<T>, PoolError> {
        Ok(self.map_async(f, items)?.get())
    }

    /// Lets the pool call `f` for every item. The items are cut into about four pieces for each thread; a panic
    /// ends its piece. When all pieces are done the result is there: the results in the order of the items, or
    /// the first panic.
    ///
    /// # Errors
    /// [`PoolError::NotRunning`] when the pool is closed.
    #[track_caller]
    pub fn map_async<I: Send + 'static, T: Send + 'static>(
        &self,
        f: impl Fn(I) -> T + Send + Sync + 'static,
        items: impl IntoIterator<Item = I>,
    ) -> Result<AsyncResult<Vec<T>>, PoolError> {
        self.map_async_with(f, items, |_| (), |_| ())
    }

    /// As [`ThreadPool::map_async`], with callbacks as those of [`ThreadPool::apply_async_with`].
    ///
    /// # Errors
    /// [`PoolError::NotRunning`] when the pool is closed.
    #[track_caller]
    pub fn map_async_with<I: Send + 'static, T: Send + 'static>(
        &self,
        f: impl Fn(I) -> T + Send + Sync + 'static,
        items: impl IntoIterator<Item = I>,
        callback: impl FnOnce(&Vec<T>) + Send + 'static,
        error_callback: impl FnOnce(&Payload) + Send + 'static,
    ) -> Result<AsyncResult<Vec<T>>, PoolError> {
        let items: Vec<I> = items.into_iter().collect();
        let _call = self.shared.object.call("map_async");
        let (result, keep) = pair(callback, error_callback);
        let size = items.len().div_ceil(4 * self.threads.len()).max(1);
        // One at least, so that somebody fills the result of no items.
        let pieces = items.len().div_ceil(size).max(1);
        let came: Vec<Came<Vec<T>>> = (0..pieces).map(|_| None).collect();
        let gather = Arc::new(Gather { pieces: Lock::new(Pieces { left: pieces, came, keep: Some(keep) }) });
        self.shared.object.name_part(&gather.pieces.raw.object, "pieces");
        let f = Arc::new(f);
        let mut items = items.into_iter();
        for number in 0..pieces {
            let piece: Vec<I> = items.by_ref().take(size).collect();
            let (f, gather) = (Arc::clone(&f), Arc::clone(&gather));
            let task = move || piece.into_iter().map(|item| f(item)).collect();
            self.submit(task, move |came| gather.add(number, came))?;
        }
        Ok(result)
    }

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

/// Where the pieces of a map come together; and who is told, once, when all are there.
struct Gather<T, K> {
    pieces: Lock<Pieces<T, K>>,
}

struct Pieces<T, K> {
    left: usize,
    came: Vec<Came<Vec<T>>>,
    keep: Option<K>,
}

impl<T, K: FnOnce(Came<Vec<T>>)> Gather<T, K> {
    fn add(&self, number: usize, came: Came<Vec<T>>) {
        let (pieces, keep) = {
            let mut pieces = self.pieces.acquire();
            pieces.came[number] = came;
            pieces.left -= 1;
            if pieces.left > 0 {
                return;
            }
            (std::mem::take(&mut pieces.came), pieces.keep.take())
        };
        let keep = keep.expect("the last piece comes once");
        keep(all(pieces));
    }
}

/// The results of all pieces; or the first panic; or nothing, if one was dropped.
fn all<T>(pieces: Vec<Came<Vec<T>>>) -> Came<Vec<T>> {
    let mut values = Vec::new();
    let mut dropped = false;
    for piece in pieces {
        match piece {
            Some(Ok(piece)) => values.extend(piece),
            Some(Err(payload)) => return Some(Err(payload)),
            None => dropped = true,
        }
    }
    (!dropped).then_some(Ok(values))
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
            None => panic!("{}", super::result::TERMINATED),
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
