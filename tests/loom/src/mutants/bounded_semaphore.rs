//! Mutants of BoundedSemaphore.

use super::{DEADLOCK, Mutant};

pub(super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "bounded_looks_before_it_adds",
        file: "bounded_semaphore.rs",
        old: "self.core.give(n, self.bound)",
        new: "if self.value() + n > self.bound { Err(BadRelease::TooOften) } else { self.core.give(n, u32::MAX) }",
        killer: "bounded_semaphore::one_of_two_is_too_many",
        reason: "there was room for one",
    },
    Mutant {
        name: "bounded_has_no_bound",
        file: "bounded_semaphore.rs",
        old: "self.core.give(n, self.bound)",
        new: "self.core.give(n, u32::MAX)",
        killer: "bounded_semaphore::one_of_two_is_too_many",
        reason: "there was room for one",
    },
    Mutant {
        name: "bounded_adds_one_by_one",
        file: "bounded_semaphore.rs",
        old: "self.core.give(n, self.bound)",
        new: "(0..n).try_for_each(|_| self.core.give(1, self.bound))",
        killer: "bounded_semaphore::all_or_nothing",
        reason: "a part of them was added",
    },
    Mutant {
        name: "bounded_has_room_for_one_less",
        file: "semaphore.rs",
        old: "filter(|&sum| sum <= bound)",
        new: "filter(|&sum| sum < bound)",
        killer: "bounded_semaphore::a_release_hands_over",
        reason: "there is room",
    },
    Mutant {
        name: "bounded_release_of_two_wakes_one",
        file: "semaphore.rs",
        old: "self.word.wake(n);",
        new: "self.word.wake(n - 1);",
        killer: "bounded_semaphore::a_release_hands_over",
        reason: DEADLOCK,
    },
];
