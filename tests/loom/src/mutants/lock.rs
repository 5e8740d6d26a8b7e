//! Mutants of Lock.

use super::{DEADLOCK, Mutant, RACE};

pub(super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "lock_release_wakes_nobody",
        file: "lock.rs",
        old: "SLEEPERS => self.word.wake_one(),",
        new: "SLEEPERS => {}",
        killer: "lock::two_threads_take_turns",
        reason: DEADLOCK,
    },
    Mutant {
        name: "lock_release_is_relaxed",
        file: "lock.rs",
        old: "self.word.swap(FREE, Release)",
        new: "self.word.swap(FREE, Relaxed)",
        killer: "lock::two_threads_take_turns",
        reason: RACE,
    },
    Mutant {
        name: "lock_second_try_is_relaxed",
        file: "lock.rs",
        old: "if self.word.compare_exchange(FREE, HELD, Acquire, Relaxed).is_ok() {",
        new: "if self.word.compare_exchange(FREE, HELD, Relaxed, Relaxed).is_ok() {",
        killer: "lock::two_threads_take_turns",
        reason: RACE,
    },
    Mutant {
        name: "lock_acquire_is_relaxed",
        file: "lock.rs",
        old: "if self.word.swap(SLEEPERS, Acquire) == FREE {",
        new: "if self.word.swap(SLEEPERS, Relaxed) == FREE {",
        killer: "lock::two_threads_take_turns",
        reason: RACE,
    },
    Mutant {
        name: "lock_sleeper_forgets_the_others",
        file: "lock.rs",
        old: "if !self.word.wait(SLEEPERS, until) {",
        new: "let awake = self.word.wait(SLEEPERS, until); if self.try_acquire() { return true; } if !awake {",
        killer: "lock::three_threads_take_turns",
        reason: DEADLOCK,
    },
    Mutant {
        name: "lock_try_acquire_is_relaxed",
        file: "lock.rs",
        old: "self.word.compare_exchange(FREE, HELD, Acquire, Relaxed).is_ok() || otherwise()",
        new: "self.word.compare_exchange(FREE, HELD, Relaxed, Relaxed).is_ok() || otherwise()",
        killer: "lock::try_acquire_never_waits",
        reason: RACE,
    },
    Mutant {
        name: "lock_late_comer_keeps_it",
        file: "lock.rs",
        old: "return self.word.swap(SLEEPERS, Acquire) == FREE;",
        new: "self.word.swap(SLEEPERS, Acquire); return false;",
        killer: "lock::a_timed_acquire_ends",
        reason: DEADLOCK,
    },
];
