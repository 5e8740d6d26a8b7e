//! Every notify changes a word, and a thread sleeps only while the word is as it was.
//!
//! Adds: a word to look at. A thread reads it under the lock; a notify, under the lock too, adds one. If it
//! comes before the sleep, the word is another and there is no sleep. So no wake-up is lost. (Until the count has
//! gone once around in between: 4,294,967,296 notifies.)
//!
//! Still wrong: a thread that has not yet fallen asleep is let go by the changed word, *and* the wake-up
//! goes to another, which was asleep: one notify ends two waits. In a loop that looks again, this costs time.
//! Who counts on it (a notify for each item, an `if` in place of the loop) takes what is not there.
//!
//! | A              | B                    | main                     |
//! |----------------|----------------------|--------------------------|
//! | sleeps         | releases the lock    |                          |
//! |                |                      | notifies: 0 becomes 1    |
//! | is woken       | finds 1: goes on     |                          |
//!
//! Shown by [`one_notify_ends_one_wait`].

use std::sync::atomic::Ordering::Relaxed;

use super::{Condition, without_lock};
use crate::platform::{Object, Word};
use crate::{Lock, LockGuard, Thread, raw};

/// A condition whose notify can end more than one wait.
///
/// ```
/// use primitives::steps::condition::{Condition, SequenceCondition, a_letter_arrives};
///
/// a_letter_arrives::<SequenceCondition>();
/// ```
#[derive(Debug)]
pub struct SequenceCondition {
    /// The number of notifies.
    notifies: Word,
    object: Object,
}

impl Condition for SequenceCondition {
    fn named(name: &str) -> SequenceCondition {
        let condition = SequenceCondition { notifies: Word::new(0), object: Object::unchecked("Condition") };
        condition.object.name(name);
        condition
    }

    #[track_caller]
    fn wait<T>(&self, guard: &mut LockGuard<'_, T>) {
        let _call = self.object.call("wait");
        self.sleep(guard);
    }

    #[track_caller]
    fn notify<T>(&self, _guard: &LockGuard<'_, T>) {
        let _call = self.object.call("notify");
        self.wake();
    }
}

impl SequenceCondition {
    fn sleep<T>(&self, guard: &mut LockGuard<'_, T>) {
        let before = self.notifies.load(Relaxed);
        without_lock(guard, || {
            self.notifies.wait_while(before, None);
        });
    }

    fn wake(&self) {
        self.notifies.fetch_add(1, Relaxed);
        self.notifies.wake_one();
    }
}

/// Two threads wait, each once. One notify, and one of them must go on and the other not.
///
/// # Panics
/// When two have gone on after one notify.
pub fn one_notify_ends_one_wait<C: Condition>() {
    let (told, condition) = (Lock::new(0).named("told"), C::named("condition"));
    let (waiting, gone_on) =
        (raw::Semaphore::new(0).named("waiting"), raw::Semaphore::new(0).named("gone on"));
    let wait = || {
        let mut told = told.acquire();
        waiting.release(1).expect("two can be counted");
        condition.wait(&mut told);
        *told += 1;
        gone_on.release(1).expect("two can be counted");
    };
    Thread::scope(|s| {
        s.spawn("A", wait);
        s.spawn("B", wait);
        (0..2).for_each(|_| waiting.acquire());
        condition.notify(&told.acquire());
        gone_on.acquire();
        let told = told.acquire();
        assert_eq!(*told, 1, "one notify ended two waits");
        condition.notify(&told);
    });
}
