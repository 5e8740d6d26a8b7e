//! A condition: a place to wait, while giving a lock away, until another thread says that something changed.
//!
//! Each waiting thread has a node on its own stack; the nodes form a ring, guarded by the lock.
//!
//! | node's word | means                                     |
//! |-------------|-------------------------------------------|
//! | `WAITING`   | in the ring, and awake                    |
//! | `ASLEEP`    | in the ring, asleep or about to be        |
//! | `NOTIFIED`  | taken out of the ring by a notify         |
//!
//! Invariant: the ring is read and changed only by the thread that holds the lock, and a node leaves the ring
//! before its thread leaves `wait`. So a notify reaches exactly the threads that waited before it, longest
//! first, and no other; there are no spurious wake-ups. Conditions of other systems have them, and another order, so whoever
//! steps a program may choose: a thread that leaves the ring by itself, as one whose time has come; a node that is taken
//! out before the first.
//!
//! Memory ordering: everything passes under the lock, whose release and acquire order it. The node's word
//! only carries the message "notified", after which its thread acquires the lock: Relaxed is enough. Which
//! lock that is may change when nobody waits: the last one out writes so with Release, the next one in reads
//! it with Acquire. This word is no part of the algorithm, only its proof of good use; so it is one of std.

use std::ptr;
use std::sync::atomic::AtomicPtr;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use std::time::Duration;

use crate::lock::{LockGuard, RawLock};
use crate::platform::{Backoff, Cell, Instant, Object, Reads, deadline, spurious, steadfast};

mod predicate;
mod ring;

use ring::{Node, Ring};

const WAITING: u32 = 0;
const ASLEEP: u32 = 1;
const NOTIFIED: u32 = 2;
const READS: Reads<u32> = &[
    (u32::MAX, Some(WAITING), "awake"),
    (u32::MAX, Some(ASLEEP), "asleep"),
    (u32::MAX, Some(NOTIFIED), "notified"),
];

/// Tries before sleeping: about as long as it takes to wake a thread.
const SPIN: u32 = 100;

/// A place to wait for a change of what a lock protects.
///
/// The semantics are those of Python's `threading.Condition`. Always wait in a loop: when the thread has the
/// lock again, what it was told about may have changed once more. [`Condition::wait_while`] is that loop.
/// It also survives a spurious wake-up, which other conditions allow (those of POSIX, C++, Java and Rust's std)
/// and this one never makes by itself; in the stepper one can be chosen, and so can another than the thread that has
/// waited longest, which is the one that a notify wakes here.
///
/// # Panics
/// Every wait and notify, when threads wait for it with another lock.
///
/// ```
/// use primitives::{Condition, Lock, Thread};
///
/// let letter = Lock::new(None).named("letter");
/// let arrived = Condition::new().named("arrived");
/// Thread::scope(|s| {
///     s.spawn("reader", || {
///         let mut letter = letter.acquire();
///         while letter.is_none() {
///             arrived.wait(&mut letter);
///         }
///         assert_eq!(*letter, Some("hello"));
///     });
///     let mut letter = letter.acquire();
///     *letter = Some("hello");
///     arrived.notify(&letter);
/// });
/// ```
#[derive(Debug)]
pub struct Condition {
    ring: Cell<Ring>,
    /// The lock that guards the ring, as long as a node is in it; null: none yet, or any other from now on.
    lock: AtomicPtr<RawLock>,
    pub(crate) object: Object,
}

// SAFETY: the ring is reached only by the thread that holds the lock which `lock` names, and its nodes live
// until they left it. A thread that comes with another lock is refused before it touches the ring.
unsafe impl Sync for Condition {}
// SAFETY: as above; a condition with waiting threads is borrowed, so it does not move.
unsafe impl Send for Condition {}

impl Condition {
    /// A condition on which nobody waits.
    pub const fn new() -> Condition {
        Condition {
            ring: Cell::new(Ring::new()),
            lock: AtomicPtr::new(ptr::null_mut()),
            object: Object::new("Condition"),
        }
    }

    /// Gives it a name for pictures and messages.
    pub fn named(self, name: &str) -> Condition {
        self.object.name(name);
        self
    }

    /// Releases the lock, sleeps until a notify, and takes the lock again.
    #[track_caller]
    pub fn wait<T>(&self, guard: &mut LockGuard<'_, T>) {
        self.wait_until(guard, None);
    }

    /// As [`Condition::wait_timeout`], until a moment; none: for ever.
    #[track_caller]
    pub fn wait_until<T>(&self, guard: &mut LockGuard<'_, T>, until: impl Into<Option<Instant>>) -> bool {
        guard.show();
        self.object.answer("wait", || self.sleep(guard, until.into()))
    }

    pub(crate) fn sleep<T>(&self, guard: &LockGuard<'_, T>, until: Option<Instant>) -> bool {
        let node = Node::new(WAITING);
        let lock = &guard.lock.raw;
        // SAFETY: the node is in the ring at most until its turn ends.
        self.with_ring(lock, |ring| unsafe { ring.push(&node) });
        let turn = Turn { condition: self, node: &node, lock };
        lock.release().expect("a guard holds its lock");
        let in_time = node.wait(until);
        drop(turn);
        node.word.load(Relaxed) == NOTIFIED || in_time
    }

    /// Wakes the thread that has waited longest, if one waits. The guard proves that the caller holds the
    /// lock; the woken thread goes on when it has been released.
    #[inline]
    #[track_caller]
    pub fn notify<T>(&self, guard: &LockGuard<'_, T>) {
        guard.show();
        let _call = self.object.call("notify");
        self.notify_some(guard, 1);
    }

    /// Wakes up to `n` threads, those first that have waited longest.
    #[track_caller]
    pub fn notify_n<T>(&self, guard: &LockGuard<'_, T>, n: usize) {
        guard.show();
        let _call = self.object.call("notify_n");
        self.notify_some(guard, n);
    }

    /// Wakes every thread that waits.
    #[track_caller]
    pub fn notify_all<T>(&self, guard: &LockGuard<'_, T>) {
        guard.show();
        let _call = self.object.call("notify_all");
        self.notify_some(guard, usize::MAX);
    }

    #[inline]
    pub(crate) fn notify_some<T>(&self, guard: &LockGuard<'_, T>, n: usize) {
        if !self.is_idle() {
            self.wake(guard, n);
        }
    }

    #[cold]
    fn wake<T>(&self, guard: &LockGuard<'_, T>, n: usize) {
        for _ in 0..n {
            let Some(node) = self.pop(&guard.lock.raw) else {
                break;
            };
            // SAFETY: a node lives until its thread has the lock again, which we hold.
            let node = unsafe { &*node };
            if node.word.swap(NOTIFIED, Relaxed) == ASLEEP {
                node.word.wake_one();
            }
        }
    }

    fn pop(&self, lock: &RawLock) -> Option<*const Node> {
        // Whoever waits with the lock that we hold has left word of it.
        if self.is_idle() { None } else { self.with_ring(lock, Ring::pop) }
    }

    /// Whether nobody waits. The caller must hold the lock with which threads may wait.
    #[inline]
    pub(crate) fn is_idle(&self) -> bool {
        self.lock.load(Relaxed).is_null()
    }

    /// Lets `f` change the ring. The caller must hold the lock.
    fn with_ring<R>(&self, lock: &RawLock, f: impl FnOnce(&mut Ring) -> R) -> R {
        let lock = ptr::from_ref(lock).cast_mut();
        let ours = self.lock.load(Relaxed) == lock // then only who holds our lock can change it
            || self.lock.compare_exchange(ptr::null_mut(), lock, Acquire, Relaxed).is_ok();
        assert!(ours, "a condition must be used with one lock only");
        self.ring.with_mut(|ring| {
            // SAFETY: our lock guards the ring, as `self.lock` says, and the caller holds it.
            let ring = unsafe { &mut *ring };
            let result = f(ring);
            if ring.is_empty() {
                self.lock.store(ptr::null_mut(), Release);
            }
            result
        })
    }

    /// As [`Condition::wait`], for at most `timeout`. Returns whether there was a notify; also true, as nobody can
    /// tell, after a spurious wake-up that was chosen in the stepper.
    #[track_caller]
    pub fn wait_timeout<T>(&self, guard: &mut LockGuard<'_, T>, timeout: Duration) -> bool {
        self.wait_until(guard, deadline(timeout))
    }
}

impl Default for Condition {
    fn default() -> Condition {
        Condition::new()
    }
}

impl Node {
    /// Returns false when the deadline has passed first.
    fn wait(&self, until: Option<Instant>) -> bool {
        let mut backoff = Backoff::new();
        while backoff.spin(SPIN) && self.word.load(Relaxed) == WAITING {}
        // Whoever notifies a thread that is awake need not ask the system to wake it.
        if self.word.compare_exchange(WAITING, ASLEEP, Relaxed, Relaxed).is_ok() {
            return spurious(|| self.word.wait_while(ASLEEP, until));
        }
        true
    }
}

/// A thread's turn to wait. Its end, in whatever way it comes, takes the lock again and the node out of the
/// ring.
struct Turn<'a> {
    condition: &'a Condition,
    node: &'a Node,
    lock: &'a RawLock,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        // Whoever waited has a guard, which releases the lock whatever comes.
        steadfast(|| self.lock.acquire());
        if self.node.word.load(Relaxed) == NOTIFIED {
            return;
        }
        // SAFETY: this node was not notified, so it is in the ring.
        self.condition.with_ring(self.lock, |ring| unsafe { ring.remove(self.node) });
    }
}
