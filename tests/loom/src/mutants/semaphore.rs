//! Mutants of Semaphore.

use super::{DEADLOCK, Mutant};

pub(super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "semaphore_release_wakes_nobody",
        file: "semaphore.rs",
        old: "self.word.wake(n);",
        new: "",
        killer: "semaphore::a_release_hands_over",
        reason: DEADLOCK,
    },
    Mutant {
        name: "semaphore_release_of_two_wakes_one",
        file: "semaphore.rs",
        old: "self.word.wake(n);",
        new: "self.word.wake_one();",
        killer: "semaphore::two_wait_for_two_permits",
        reason: DEADLOCK,
    },
    Mutant {
        name: "semaphore_release_is_relaxed",
        file: "semaphore.rs",
        old: "self.word.compare_exchange(word, more, Release, Relaxed)",
        new: "self.word.compare_exchange(word, more, Relaxed, Relaxed)",
        killer: "semaphore::a_release_hands_over",
        reason: "what was done before the release is not seen",
    },
    Mutant {
        name: "semaphore_acquire_is_relaxed",
        file: "semaphore.rs",
        old: "self.word.compare_exchange(from, to, Acquire, Relaxed)?;",
        new: "self.word.compare_exchange(from, to, Relaxed, Relaxed)?;",
        killer: "semaphore::a_release_hands_over",
        reason: "what was done before the release is not seen",
    },
    Mutant {
        name: "semaphore_overlooks_one_waiter",
        file: "semaphore.rs",
        old: "if more >= ONE_WAITER {",
        new: "if more >= 2 * ONE_WAITER {",
        killer: "semaphore::a_release_hands_over",
        reason: DEADLOCK,
    },
    Mutant {
        name: "semaphore_release_overwrites",
        file: "semaphore.rs",
        old: "match self.word.compare_exchange(word, more, Release, Relaxed) {",
        new: "self.word.store(more, Release); match Ok::<u64, u64>(word) {",
        killer: "semaphore::a_release_hands_over",
        reason: DEADLOCK,
    },
    Mutant {
        name: "semaphore_late_comer_keeps_it",
        file: "semaphore.rs",
        old: "Ok(()) => return permits(word) > 0,",
        new: "Ok(()) => return in_time,",
        killer: "semaphore::a_timed_acquire_ends",
        reason: "a permit is lost",
    },
];
