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
];
