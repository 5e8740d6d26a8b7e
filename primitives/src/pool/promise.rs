//! That somebody will be told what came of a task, even if it is dropped.

use std::marker::PhantomData;

use super::Came;
use crate::platform::Payload;

/// Kept once: when the task was run, or else when it is dropped.
pub(super) struct Promise<T, K: FnOnce(Came<T>)>(Option<K>, PhantomData<fn() -> T>);

impl<T, K: FnOnce(Came<T>)> Promise<T, K> {
    pub(super) fn new(keep: K) -> Promise<T, K> {
        Promise(Some(keep), PhantomData)
    }

    pub(super) fn keep(mut self, result: Result<T, Payload>) {
        if let Some(keep) = self.0.take() {
            keep(Some(result));
        }
    }
}

impl<T, K: FnOnce(Came<T>)> Drop for Promise<T, K> {
    fn drop(&mut self) {
        if let Some(keep) = self.0.take() {
            keep(None);
        }
    }
}
