//! Fibers: the threads of an execution, each a stack of its own on one OS thread.
//!
//! The only file of this crate with `unsafe`. It must never unwind a fiber by force: a fiber that is
//! abandoned is resumed with [`Signal::Abort`] and unwinds by itself, so that its destructors run as code
//! of the program (see `Execution::abandon`). And no fiber may see another one's panic: see [`calmly`].

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::ptr;
use std::sync::{Mutex, PoisonError};

use corosensei::stack::DefaultStack;
use corosensei::{Coroutine, CoroutineResult, Yielder};

use crate::world::World;

/// What a fiber is told when it is resumed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signal {
    /// Go on: the announced operation was chosen, or what the fiber slept for has come.
    Go,
    /// The execution is being abandoned: leave.
    Abort,
}

/// Room for one thread's stack. Untouched pages cost address space only.
const STACK_BYTES: usize = 256 * 1024;

thread_local! {
    static WORLD: Cell<*const RefCell<World>> = const { Cell::new(ptr::null()) };
    static YIELDER: Cell<*const Yielder<Signal, ()>> = const { Cell::new(ptr::null()) };
    /// Stacks of finished fibers: mapping a fresh one costs 200 times as much as taking one from here.
    static STACKS: RefCell<Vec<DefaultStack>> = const { RefCell::new(Vec::new()) };
    static IN_USE: Cell<usize> = const { Cell::new(0) };
}

/// How many stacks the executions of this OS thread occupy. When none of them exists any more, these belong
/// to threads that could not be brought to their end: see [`Execution`](crate::Execution).
pub fn stacks_in_use() -> usize {
    IN_USE.get()
}

/// What the running fiber's execution knows; none outside of any.
#[inline]
pub(crate) fn with_world<R>(f: impl FnOnce(Option<&RefCell<World>>) -> R) -> R {
    // SAFETY: the pointer is null, or was made by `Fiber::resume` from a reference that it holds until the
    // fiber, on which we run, gives control back to it; and then it restores what was there before.
    f(unsafe { WORLD.get().as_ref() })
}

pub(crate) struct Fiber(Option<Coroutine<Signal, (), (), DefaultStack>>);

impl Fiber {
    /// A fiber that will run `body`, which must not unwind.
    ///
    /// # Panics
    /// When the system has no memory left for its stack.
    pub(crate) fn new(body: impl FnOnce(Signal) + 'static) -> Fiber {
        let stack = STACKS.with_borrow_mut(Vec::pop).unwrap_or_else(|| {
            DefaultStack::new(STACK_BYTES).expect("no memory left for another thread's stack")
        });
        IN_USE.set(IN_USE.get() + 1);
        Fiber(Some(Coroutine::with_stack(stack, move |yielder, signal| {
            YIELDER.set(yielder);
            body(signal);
        })))
    }

    /// Whether it has not ended.
    pub(crate) fn lives(&self) -> bool {
        self.0.is_some()
    }

    /// Runs the fiber until it suspends or ends; does nothing when it has ended.
    #[inline]
    pub(crate) fn resume(&mut self, world: &RefCell<World>, signal: Signal) {
        let Some(coroutine) = &mut self.0 else {
            return;
        };
        // The caller may itself be a fiber, of a program that runs an execution.
        let outer = (YIELDER.get(), WORLD.replace(world));
        let result = calmly(|| coroutine.resume(signal));
        YIELDER.set(outer.0);
        WORLD.set(outer.1);
        if let CoroutineResult::Return(()) = result
            && let Some(done) = self.0.take()
        {
            IN_USE.set(IN_USE.get() - 1);
            let stack = done.into_stack();
            STACKS.with_borrow_mut(|stacks| stacks.push(stack));
        }
    }
}

impl Drop for Fiber {
    /// A fiber that could not be brought to its end keeps its stack for ever: unwinding it by force from
    /// inside one of its destructors would end the process.
    fn drop(&mut self) {
        std::mem::forget(self.0.take());
    }
}

/// Gives control back to whoever resumed the running fiber; returns when it is resumed again.
pub(crate) fn suspend() -> Signal {
    let yielder = YIELDER.get();
    assert!(!yielder.is_null(), "suspend() outside of a fiber");
    calmly(|| {
        // SAFETY: corosensei keeps the yielder at a fixed place on the fiber's own stack while its body runs.
        // The pointer is the running fiber's: its body stored it at its start, and the line below stores it
        // again whenever a fiber goes on after others ran.
        let signal = unsafe { (*yielder).suspend(()) };
        YIELDER.set(yielder);
        signal
    })
}

/// Runs `f`, which switches stacks, so that nobody on the other stacks seems to be panicking because of a
/// panic that unwinds this one.
///
/// std counts the panics that are under way per OS thread, which all fibers share. There is no way to set
/// that number, but a panic raised on one OS thread and caught on another leaves both counts off by one.
/// So a [`Panic`] in stock lowers the count by being caught, and raises it by being raised again.
#[inline]
fn calmly<R>(f: impl FnOnce() -> R) -> R {
    if std::thread::panicking() { without_panics(f) } else { f() }
}

#[cold]
#[inline(never)]
fn without_panics<R>(f: impl FnOnce() -> R) -> R {
    let mut caught = Vec::new();
    while std::thread::panicking() {
        let mut panic = Panic::from_stock();
        panic.catch();
        caught.push(panic);
    }
    let result = f();
    for mut panic in caught {
        panic.raise();
        Panic::into_stock(panic);
    }
    result
}

/// A panic that does not move on while nobody resumes it: raised, or caught and ready to be raised.
struct Panic(Coroutine<(), (), ()>);

// SAFETY: all that such a coroutine ever has on its stack is its yielder, the unwinder's state and std's box
// for a payload without data. None of them belongs to an OS thread.
unsafe impl Send for Panic {}

/// Raised ones, each counted on an OS thread that is no more.
static STOCK: Mutex<Vec<Panic>> = Mutex::new(Vec::new());

impl Panic {
    fn from_stock() -> Panic {
        let stocked = STOCK.lock().unwrap_or_else(PoisonError::into_inner).pop();
        stocked.unwrap_or_else(|| {
            let raised = std::thread::spawn(|| {
                let mut panic = Panic(Coroutine::new(|yielder, ()| Panic::live(yielder)));
                panic.raise();
                panic
            });
            raised.join().expect("a thread that raises a panic elsewhere does not end by it")
        })
    }

    fn into_stock(self) {
        STOCK.lock().unwrap_or_else(PoisonError::into_inner).push(self);
    }

    fn live(yielder: &Yielder<(), ()>) {
        struct Stop<'a>(&'a Yielder<(), ()>);
        impl Drop for Stop<'_> {
            fn drop(&mut self) {
                self.0.suspend(());
            }
        }
        loop {
            let _ = catch_unwind(AssertUnwindSafe(|| {
                let _stop = Stop(yielder);
                resume_unwind(Box::new(()));
            }));
            yielder.suspend(());
        }
    }

    fn raise(&mut self) {
        self.0.resume(());
    }

    fn catch(&mut self) {
        self.0.resume(());
    }
}
