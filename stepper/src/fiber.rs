//! Fibers: the threads of an execution, each a stack of its own on one OS thread.
//!
//! The only file of this crate with `unsafe`. It must never unwind a fiber by force: a fiber that is
//! abandoned is resumed with [`Signal::Abort`] and unwinds by itself, so that its destructors run as code
//! of the program (see `abandon.rs`).

use std::cell::{Cell, RefCell};
use std::ptr;

use corosensei::stack::DefaultStack;
use corosensei::{Coroutine, CoroutineResult, Yielder};

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
    static YIELDER: Cell<*const Yielder<Signal, ()>> = const { Cell::new(ptr::null()) };
    /// Stacks of finished fibers: mapping a fresh one costs 200 times as much as taking one from here.
    static STACKS: RefCell<Vec<DefaultStack>> = const { RefCell::new(Vec::new()) };
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
        Fiber(Some(Coroutine::with_stack(
            stack,
            move |yielder, signal| {
                YIELDER.set(yielder);
                body(signal);
            },
        )))
    }

    /// Runs the fiber until it suspends (true) or ends (false).
    pub(crate) fn resume(&mut self, signal: Signal) -> bool {
        let Some(coroutine) = &mut self.0 else {
            return false;
        };
        match coroutine.resume(signal) {
            CoroutineResult::Yield(()) => true,
            CoroutineResult::Return(()) => {
                if let Some(done) = self.0.take() {
                    STACKS.with_borrow_mut(|stacks| stacks.push(done.into_stack()));
                }
                false
            }
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
    // SAFETY: corosensei keeps the yielder at a fixed place on the fiber's own stack while its body runs.
    // The pointer is the running fiber's: its body stored it at its start, and the line below stores it
    // again whenever a fiber goes on after others ran.
    let signal = unsafe { (*yielder).suspend(()) };
    YIELDER.set(yielder);
    signal
}
