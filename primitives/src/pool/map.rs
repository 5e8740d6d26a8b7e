//! Many tasks at once, whose results come together.

use std::sync::Arc;

use super::result::pair;
use super::{AsyncResult, Came, PoolError, ThreadPool};
use crate::lock::Lock;
use crate::platform::Payload;

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
