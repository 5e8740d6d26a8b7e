//! Release the lock, sleep until somebody wakes us, take the lock again.
//!
//! Adds: a word to sleep on, so that a notify finds who waits.
//!
//! Still wrong: to release and to sleep are two operations, and the word always says the same. A notify
//! between the two wakes nobody, as nobody is asleep yet, and leaves no trace; the thread then goes to sleep, and
//! the notify that was meant for it is over. A lost wake-up.
//!
//! | reader              | main                         |
//! |---------------------|------------------------------|
//! | finds no letter     |                              |
//! | releases the lock   |                              |
//! |                     | takes it, brings the letter  |
//! |                     | notifies: nobody is asleep   |
//! | sleeps, for ever    |                              |
//!
//! Shown by [`a_letter_arrives`]: a deadlock.

use super::{Condition, without_lock};
use crate::platform::{Object, Word};
use crate::{Lock, LockGuard, Thread};

/// What the word always says.
const NOTHING: u32 = 0;

/// A condition whose wake-ups can be lost.
///
/// ```
/// use primitives::Lock;
/// use primitives::steps::condition::{BareCondition, Condition};
///
/// let (letter, arrived) = (Lock::new("none"), BareCondition::named("arrived"));
/// arrived.notify(&letter.acquire()); // nobody waits: nothing happens
/// ```
#[derive(Debug)]
pub struct BareCondition {
    word: Word,
    object: Object,
}

impl Condition for BareCondition {
    fn named(name: &str) -> BareCondition {
        let condition = BareCondition { word: Word::new(NOTHING), object: Object::unchecked("Condition") };
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

impl BareCondition {
    fn sleep<T>(&self, guard: &mut LockGuard<'_, T>) {
        without_lock(guard, || {
            // Here is the gap.
            self.word.wait(NOTHING, None);
        });
    }

    fn wake(&self) {
        self.word.wake_one();
    }
}

/// A reader waits for a letter.
pub fn a_letter_arrives<C: Condition>() {
    let (letter, arrived) = (Lock::new(None).named("letter"), C::named("arrived"));
    Thread::scope(|s| {
        s.spawn("reader", || {
            let mut letter = letter.acquire();
            while letter.is_none() {
                arrived.wait(&mut letter);
            }
        });
        let mut letter = letter.acquire();
        *letter = Some("hello");
        arrived.notify(&letter);
    });
}
