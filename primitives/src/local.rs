//! A thread-local: one name, and a value of its own for every thread that uses it.
//!
//! | a thread's value | with, get            | set        | its thread ends, or the object goes |
//! |------------------|----------------------|------------|-------------------------------------|
//! | is not there     | is made, as `init` says | is put in | nothing                            |
//! | is there         | is used              | is replaced | is dropped                         |
//!
//! Invariant: a value stands under its thread's number, and a thread asks for its own number only; so no
//! value is seen by two threads. A value in use is not dropped: its thread cannot end meanwhile, the object is
//! borrowed, and a `set` replaces the value without ending the old one before its use has ended.
//!
//! Memory ordering: none to care for, as nothing passes between threads. The table of values is bookkeeping
//! behind a lock of std, which is never held while code of the program runs, and so never waited for long.

use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::platform::{self, Object, Printer};

/// A value for every thread that uses it.
///
/// The semantics are those of Python's `threading.local`: a value belongs to one object and one thread. It is
/// made at its thread's first use, and dropped when its thread ends or the object is dropped, whichever
/// comes first. (A thread remembers, until it ends, every thread-local it had a value in: a few words each.)
///
/// ```
/// use primitives::{Thread, ThreadLocal};
///
/// let visits = ThreadLocal::new(|| 0).named("visits");
/// visits.set(visits.get() + 1);
/// Thread::scope(|s| {
///     s.spawn("somebody else", || assert_eq!(visits.get(), 0));
/// });
/// assert_eq!(visits.with(|n| n * 10), 10);
/// ```
pub struct ThreadLocal<T> {
    init: Box<dyn Fn() -> T + Send + Sync>,
    drawers: Arc<Drawers<T>>,
    printer: Printer<T>,
}

struct Drawers<T> {
    /// By the thread's number: in an order, so that they are dropped in the same one every time.
    values: Mutex<BTreeMap<u64, Own<T>>>,
    object: Object,
}

/// A thread's own value.
struct Own<T>(Rc<T>);

// SAFETY: only the value's thread clones the `Rc`, inside a call that borrows the object, and the clone is gone
// when the call ends. So whoever drops the object finds, in every place, the only `Rc` there is, and all that
// was done with clones happens before: that sends the value, and `T` may be sent.
unsafe impl<T: Send> Send for Own<T> {}

impl<T> Drawers<T> {
    fn values(&self) -> MutexGuard<'_, BTreeMap<u64, Own<T>>> {
        self.values.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Send + 'static> ThreadLocal<T> {
    /// A thread-local in which every thread finds, at first, what `init` returns; each calls it for itself.
    pub fn new(init: impl Fn() -> T + Send + Sync + 'static) -> ThreadLocal<T> {
        let object = Object::new("ThreadLocal");
        let drawers = Arc::new(Drawers { values: Mutex::default(), object });
        ThreadLocal { init: Box::new(init), drawers, printer: Printer::new() }
    }

    /// Gives it a name for pictures and messages, which then show every thread's value.
    pub fn named(mut self, name: &str) -> ThreadLocal<T>
    where
        T: fmt::Debug,
    {
        self.drawers.object.name(name);
        self.printer.learn();
        self
    }

    /// Lets `f` use the running thread's value. What `f` does comes after this call's step.
    #[track_caller]
    pub fn with<R>(&self, f: impl FnOnce(&T) -> R) -> R {
        let own = {
            let _call = self.drawers.object.call("with");
            self.drawers.object.touch();
            self.own()
        };
        let result = f(&own);
        self.drawers.object.own(&self.printer, Some(&own));
        result
    }

    /// The running thread's value.
    #[track_caller]
    pub fn get(&self) -> T
    where
        T: Clone,
    {
        let mut call = self.drawers.object.call("get");
        self.drawers.object.touch();
        let value = T::clone(&self.own());
        call.value(&self.printer, &value);
        value
    }

    /// Replaces the running thread's value.
    #[track_caller]
    pub fn set(&self, value: T) {
        let mut call = self.drawers.object.call("set");
        self.drawers.object.touch();
        call.value(&self.printer, &value);
        self.put(value);
    }

    fn own(&self) -> Rc<T> {
        let found = self.drawers.values().get(&platform::current()).map(|own| Rc::clone(&own.0));
        found.unwrap_or_else(|| self.put((self.init)()))
    }

    fn put(&self, value: T) -> Rc<T> {
        let value = Rc::new(value);
        let thread = platform::current();
        let before = self.drawers.values().insert(thread, Own(Rc::clone(&value)));
        if before.is_none() {
            let drawers = Arc::downgrade(&self.drawers);
            platform::at_thread_exit(Box::new(move || {
                let Some(drawers) = drawers.upgrade() else {
                    return;
                };
                let last = drawers.values().remove(&thread);
                drawers.object.own(&Printer::<T>::new(), None);
                drop(last);
            }));
        }
        self.drawers.object.own(&self.printer, Some(&value));
        value
    }
}

impl<T> fmt::Debug for ThreadLocal<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ThreadLocal").finish_non_exhaustive()
    }
}
