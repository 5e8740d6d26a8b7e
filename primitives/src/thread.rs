//! Threads: start one with a name, wait for its end, take its result.

use std::any::Any;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::platform::{self, Cell, Handle};

/// A thread that was started, and the result it will have.
///
/// Dropping it leaves the thread running. Python's `threading.Thread`, with Rust's result.
///
/// ```
/// use primitives::Thread;
///
/// let adder = Thread::spawn("adder", || 20 + 22);
/// assert_eq!(adder.join().unwrap(), 42);
/// ```
#[derive(Debug)]
pub struct Thread<T> {
    name: String,
    handle: Handle,
    result: Arc<Slot<T>>,
}

/// Where a thread leaves its result.
#[derive(Debug)]
struct Slot<T>(Cell<Option<T>>);

// SAFETY: the thread writes before it ends, its joiner reads after; a join orders the two.
unsafe impl<T: Send> Sync for Slot<T> {}
// SAFETY: a slot is its value.
unsafe impl<T: Send> Send for Slot<T> {}

impl<T> Slot<T> {
    fn new() -> Slot<T> {
        Slot(Cell::new(None))
    }

    fn put(&self, value: T) {
        // SAFETY: only the thread itself calls this, once, before its end.
        self.0.with_mut(|slot| unsafe { *slot = Some(value) });
    }

    fn take(&self) -> Option<T> {
        // SAFETY: only the joiner calls this, after the thread's end.
        self.0.with_mut(|slot| unsafe { (*slot).take() })
    }
}

impl<T: Send + 'static> Thread<T> {
    /// Starts a thread.
    ///
    /// # Panics
    /// When the system cannot start another one.
    #[track_caller]
    pub fn spawn(name: &str, f: impl FnOnce() -> T + Send + 'static) -> Thread<T> {
        let result = Arc::new(Slot::new());
        let slot = Arc::clone(&result);
        let handle = platform::spawn(name, Box::new(move || slot.put(f())));
        Thread { name: name.to_owned(), handle, result }
    }
}

impl<T> Thread<T> {
    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it has ended at this moment. Does not wait, and orders nothing: see [`Thread::join`] for that.
    #[track_caller]
    pub fn is_finished(&self) -> bool {
        self.handle.is_finished()
    }

    /// Waits for its end. What the thread did happens before this returns.
    ///
    /// # Errors
    /// With what the thread panicked with, if it did.
    #[track_caller]
    pub fn join(self) -> Result<T, Box<dyn Any + Send>> {
        self.handle.join()?;
        Ok(self.result.take().expect("a thread that did not panic has a result"))
    }
}

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
        while let Some(handle) = scope.unjoined() {
            all_well &= handle.outlive();
        }
        match result {
            Err(payload) => resume_unwind(payload),
            Ok(_) if !all_well => panic!("a thread of this scope panicked"),
            Ok(value) => value,
        }
    }

    /// The name of the running thread.
    pub fn current_name() -> String {
        platform::current_name()
    }

    /// Does nothing for a while: on the stepper's clock inside an execution, on the real one elsewhere.
    #[track_caller]
    pub fn sleep(time: Duration) {
        platform::sleep(time);
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
        let handle = platform::spawn(name, body);
        let mut handles = self.handles();
        handles.push(Some(handle));
        ScopedThread { scope: self, number: handles.len() - 1, result }
    }
}

/// A thread of a [`Scope`].
#[derive(Debug)]
pub struct ScopedThread<'scope, 'env, T> {
    scope: &'scope Scope<'scope, 'env>,
    number: usize,
    result: Arc<Slot<T>>,
}

impl<T> ScopedThread<'_, '_, T> {
    /// Waits for its end. What the thread did happens before this returns.
    ///
    /// # Errors
    /// With what the thread panicked with, if it did; the scope then does not panic because of it.
    #[track_caller]
    pub fn join(self) -> Result<T, Box<dyn Any + Send>> {
        let handle = self.scope.handles()[self.number].take();
        handle.expect("only this joins it before the scope ends").join_borrower()?;
        Ok(self.result.take().expect("a thread that did not panic has a result"))
    }
}
