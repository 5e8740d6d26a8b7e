//! A scope: threads that borrow from their starter, which waits for them all.
//!
//! | a thread of the scope is | `join` of it              | the scope's end                       |
//! |--------------------------|---------------------------|---------------------------------------|
//! | joined already           | cannot be said: it is gone | nothing                              |
//! | not yet joined           | waits, and has the result | waits; panics if the thread did       |
//!
//! Invariant: whatever `f` does, `Thread::scope` neither returns nor unwinds before it has joined every thread
//! whose handle nobody took out of its list; and a handle is taken out only by one who joins it at once.
//!
//! Memory ordering: that of a join, which all that the thread did happens before.

use std::any::Any;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::platform::{self, Handle, deadline};
use crate::thread::{Slot, Thread};

impl Thread<()> {
    /// Runs `f`, which can start threads that borrow from the caller; returns when they all have ended.
    ///
    /// ```
    /// use primitives::Thread;
    ///
    /// let words = ["wait", "a", "moment"];
    /// let letters = Thread::scope(|s| {
    ///     let first = s.spawn("first", || words[0].len());
    ///     let rest = s.spawn("rest", || words[1..].iter().map(|w| w.len()).sum::<usize>());
    ///     first.join().unwrap() + rest.join().unwrap()
    /// });
    /// assert_eq!(letters, 11);
    /// ```
    ///
    /// # Panics
    /// When `f` does, or when a thread panicked that `f` did not join.
    #[track_caller]
    pub fn scope<'env, R>(f: impl for<'scope> FnOnce(&'scope Scope<'scope, 'env>) -> R) -> R {
        let scope = Scope { handles: Mutex::default(), lifetimes: PhantomData };
        let result = catch_unwind(AssertUnwindSafe(|| f(&scope)));
        let mut all_well = true;
        // The threads borrow from our caller, so nothing may end this loop early.
        while let Some(left) = scope.unjoined() {
            left.join_steadfast();
            all_well &= !left.panicked();
        }
        match result {
            Err(payload) => resume_unwind(payload),
            Ok(_) if !all_well => panic!("a thread of this scope panicked"),
            Ok(value) => value,
        }
    }
}

/// Starts threads that borrow. See [`Thread::scope`].
#[derive(Debug)]
pub struct Scope<'scope, 'env: 'scope> {
    /// Those not yet joined. Plain bookkeeping, which no lesson is about: so a lock of std, never waited for.
    handles: Mutex<Vec<Option<Handle>>>,
    /// Invariant in both, as in std: neither may be made shorter or longer.
    lifetimes: PhantomData<(&'scope mut &'scope (), &'env mut &'env ())>,
}

impl<'scope, 'env> Scope<'scope, 'env> {
    fn handles(&self) -> MutexGuard<'_, Vec<Option<Handle>>> {
        self.handles.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a handle out, and lets go of the list: those who are waited for may start more.
    fn unjoined(&self) -> Option<Handle> {
        self.handles().iter_mut().find_map(Option::take)
    }

    /// Starts a thread that ends before the scope does.
    ///
    /// # Panics
    /// When the system cannot start another one.
    #[track_caller]
    pub fn spawn<T: Send + 'scope>(
        &'scope self,
        name: &str,
        f: impl FnOnce() -> T + Send + 'scope,
    ) -> ScopedThread<'scope, 'env, T> {
        let result = Arc::new(Slot::new());
        let slot = Arc::clone(&result);
        let body: Box<dyn FnOnce() + Send + 'scope> = Box::new(move || slot.put(f()));
        // SAFETY: only the lifetime changes. Whatever the body borrows outlives 'scope, and `Thread::scope`
        // does not return, nor unwind, before it has joined every handle of the scope.
        let body: Box<dyn FnOnce() + Send + 'static> = unsafe { std::mem::transmute(body) };
        let handle = platform::spawn(name, Handle::current().starts_daemons(), body);
        let mut handles = self.handles();
        handles.push(Some(handle.clone()));
        ScopedThread { scope: self, number: handles.len() - 1, handle, result }
    }
}

/// A thread of a [`Scope`].
#[derive(Debug)]
pub struct ScopedThread<'scope, 'env, T> {
    scope: &'scope Scope<'scope, 'env>,
    number: usize,
    handle: Handle,
    result: Arc<Slot<T>>,
}

impl<T> ScopedThread<'_, '_, T> {
    /// Its name.
    pub fn name(&self) -> &str {
        self.handle.name()
    }

    /// Whether it has not ended at this moment. Does not wait, and orders nothing.
    #[track_caller]
    pub fn is_alive(&self) -> bool {
        self.handle.is_alive()
    }

    /// Waits for its end. What the thread did happens before this returns.
    ///
    /// # Errors
    /// With what the thread panicked with, if it did; the scope then does not panic because of it.
    #[track_caller]
    pub fn join(self) -> Result<T, Box<dyn Any + Send>> {
        let handle = self.scope.handles()[self.number].take();
        let handle = handle.expect("only this joins it before the scope ends");
        handle.join_steadfast();
        self.result.take(&handle)
    }

    /// Waits for its end, for at most `timeout`; tells whether it has ended. What the thread did happens before a
    /// `true`.
    #[track_caller]
    pub fn join_timeout(&self, timeout: Duration) -> bool {
        self.handle.join(deadline(timeout))
    }
}
